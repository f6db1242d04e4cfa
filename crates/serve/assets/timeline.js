// The brush of the timeline: dragging over days looks at these only. The filter form does the same.
"use strict";

(() => {
    const figure = document.querySelector("[data-timeline]");
    const chart = figure && figure.querySelector("svg.chart");
    if (!chart) return;
    const bins = [...chart.querySelectorAll(".bin")];
    if (!bins.length) return;
    const box = chart.viewBox.baseVal;
    const left = Number(chart.dataset.left);
    const each = Number(chart.dataset.each);
    const bottom = box.height - 22;
    figure.classList.add("ready");
    figure.querySelector("[data-hint]").hidden = false;

    const at = (e) => {
        const place = chart.getBoundingClientRect();
        const x = ((e.clientX - place.left) / place.width) * box.width - left;
        return Math.max(0, Math.min(bins.length - 1, Math.floor(x / each)));
    };
    const day = (n, which) => bins[n].dataset[which];
    const spoken = (iso) =>
        new Date(`${iso}T12:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

    const brush = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    brush.setAttribute("class", "brush");
    brush.setAttribute("y", 0);
    brush.setAttribute("height", bottom);
    const tip = document.createElement("div");
    tip.className = "tip";
    tip.hidden = true;
    figure.append(tip);
    let from = null;

    const show = (e, one, other) => {
        const [a, b] = [Math.min(one, other), Math.max(one, other)];
        let events = 0;
        for (let n = a; n <= b; n++) events += Number(day(n, "events"));
        const first = spoken(day(a, "first"));
        const last = spoken(day(b, "last"));
        tip.textContent = `${first === last ? first : `${first} – ${last}`}: ${events}`;
        tip.hidden = false;
        const place = figure.getBoundingClientRect();
        tip.style.left = `${Math.min(e.clientX - place.left + 12, place.width - tip.offsetWidth)}px`;
        tip.style.top = `${e.clientY - place.top + 14}px`;
        brush.setAttribute("x", left + a * each);
        brush.setAttribute("width", (b - a + 1) * each);
    };

    chart.addEventListener("pointerdown", (e) => {
        if (e.button !== 0) return;
        from = at(e);
        chart.append(brush);
        chart.setPointerCapture(e.pointerId);
        show(e, from, from);
    });
    chart.addEventListener("pointermove", (e) => show(e, from ?? at(e), at(e)));
    chart.addEventListener("pointerleave", () => {
        if (from === null) tip.hidden = true;
    });
    chart.addEventListener("pointercancel", () => {
        from = null;
        tip.hidden = true;
        brush.remove();
    });
    chart.addEventListener("pointerup", (e) => {
        if (from === null) return;
        const [a, b] = [Math.min(from, at(e)), Math.max(from, at(e))];
        from = null;
        const to = new URL(location.href);
        to.searchParams.set("since", day(a, "first"));
        to.searchParams.set("until", day(b, "last"));
        location.href = to;
    });
})();
