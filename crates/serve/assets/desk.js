// Keys, and marks that light up with their rows. Every page works without this.
"use strict";

(() => {
    const all = (what, within = document) => [...within.querySelectorAll(what)];
    const typing = (e) => e.target.closest("input, select, textarea, [contenteditable]");
    const places = { h: "/", s: "/search", t: "/timeline", m: "/map", r: "/stories", a: "/actors", q: "/quotes" };
    let going = 0;

    /** What `j` and `k` step through: the entries of the lists, or the marks of a report. */
    const steps = () => {
        const entries = all("[data-list] .open, .cards[data-list] h3 a");
        return entries.length ? entries : all(".reading a.m");
    };

    const step = (by) => {
        const list = steps();
        if (!list.length) return;
        const at = list.indexOf(document.activeElement);
        const top = at < 0 ? list.findIndex((x) => x.getBoundingClientRect().top > 60) : at + by;
        const next = list[Math.max(0, Math.min(list.length - 1, top < 0 ? 0 : top))];
        next.focus({ preventScroll: true });
        next.scrollIntoView({ block: "center", behavior: "auto" });
    };

    const showKeys = async () => {
        let dialog = document.querySelector("dialog.help");
        if (!dialog) {
            const answer = await fetch("/keys");
            const page = new DOMParser().parseFromString(await answer.text(), "text/html");
            const keys = page.querySelector("#keys");
            if (!keys) return;
            dialog = document.createElement("dialog");
            dialog.className = "help";
            dialog.setAttribute("aria-label", "Keys");
            const heading = keys.querySelector("h1");
            if (heading) {
                const smaller = document.createElement("h2");
                smaller.textContent = heading.textContent;
                heading.replaceWith(smaller);
            }
            const form = document.createElement("form");
            form.method = "dialog";
            const close = document.createElement("button");
            close.textContent = "Close";
            form.append(close);
            dialog.append(keys, form);
            document.body.append(dialog);
        }
        if (!dialog.open) dialog.showModal();
    };

    document.addEventListener("keydown", (e) => {
        if (e.key === "Escape" && typing(e)) return e.target.blur();
        if (e.ctrlKey || e.metaKey || e.altKey || typing(e) || document.querySelector("dialog[open]")) return;
        const gone = Date.now() - going < 1500;
        going = 0;
        if (gone && places[e.key]) {
            e.preventDefault();
            location.href = places[e.key];
        } else if (e.key === "g") going = Date.now();
        else if (e.key === "/") {
            const box = document.querySelector("main [data-search]") || document.querySelector("[data-search]");
            if (!box) return;
            e.preventDefault();
            box.focus();
            box.select();
        } else if (e.key === "j") step(1);
        else if (e.key === "k") step(-1);
        else if (e.key === "?") showKeys();
    });

    for (const link of all("[data-keys]")) {
        link.addEventListener("click", (e) => {
            e.preventDefault();
            showKeys();
        });
    }

    // A mark lights its rows, a row its marks.
    const marks = all("[data-m]");
    if (marks.length) {
        const byRow = new Map();
        for (const mark of marks) {
            for (const row of mark.dataset.m.split(" ")) {
                if (!byRow.has(row)) byRow.set(row, []);
                byRow.get(row).push(mark);
            }
        }
        const light = (e, on) => {
            const over = e.target.closest("[data-m]");
            if (!over) return;
            // Of words under several marks the innermost leads; a row leads to all of its words.
            const row = over.dataset.m.split(" ")[0];
            for (const mark of byRow.get(row) || []) mark.classList.toggle("lit", on);
        };
        for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
            document.addEventListener(name, (e) => light(e, on));
        }
    }

    // Fields left empty do not belong into the address.
    for (const form of all("form[data-filters], form.quick, .hero form")) {
        form.addEventListener("submit", () => {
            for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
        });
    }
    window.addEventListener("pageshow", () => {
        for (const field of all("form [disabled]")) field.disabled = false;
    });
})();
