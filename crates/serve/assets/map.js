// The map: shapes and places on an SVG, drawn with d3-geo and topojson-client. What is known only to a
// country or an area is drawn as one. The table below the map has the same rows.
"use strict";

(async () => {
    const figure = document.querySelector("[data-map]");
    if (!figure) return;
    const drawn = figure.querySelector(".drawn");
    const svgns = "http://www.w3.org/2000/svg";
    const make = (name, attributes = {}, ...inside) => {
        const made = document.createElementNS(svgns, name);
        for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
        made.append(...inside);
        return made;
    };
    const load = async (from) => {
        const answer = await fetch(from);
        if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
        return answer.json();
    };
    let shapes;
    let data;
    try {
        [shapes, data] = await Promise.all([load(figure.dataset.shapes), load(figure.dataset.map)]);
    } catch (error) {
        drawn.firstElementChild.textContent = `The map could not be drawn (${error.message}). The table below has the same places.`;
        return;
    }

    const land = topojson.feature(shapes, shapes.objects.countries).features;
    const [wide, high] = [960, drawn.clientWidth < 500 ? 960 : 518];
    const projection = d3.geoNaturalEarth1();
    const path = d3.geoPath(projection).digits(2);
    // So many kilometres of the earth around a place of this precision may be meant.
    const reach = { admin2: 40, admin1: 120, region: 250 };
    const families = ["talk", "help", "dispute", "force", "accident"];
    const strongest = (spot) => spot.families.reduce((a, b) => (b[1] > a[1] ? b : a))[0];
    const events = (n) => `${n} ${n === 1 ? "event" : "events"}`;
    const said = (spot) => {
        const known = { country: "known to the country", admin1: "known to the province", admin2: "known to the district", region: "known to the region" };
        return `${spot.name}: ${events(spot.events)}${known[spot.precision] ? `, ${known[spot.precision]}` : ""}`;
    };

    const countries = new Map();
    const areas = [];
    const towns = [];
    for (const spot of data.places) {
        if (spot.precision === "country") {
            const key = spot.number || spot.country || spot.name;
            const known = countries.get(key);
            if (known && known.events >= spot.events) known.events += spot.events;
            else countries.set(key, { ...spot, events: spot.events + (known ? known.events : 0) });
        } else if (reach[spot.precision]) areas.push(spot);
        else towns.push(spot);
    }

    // The whole world, or the part of it in which something happened.
    const shown = [...areas, ...towns].map((s) => [s.longitude, s.latitude]);
    for (const feature of land) {
        if (!countries.has(feature.id)) continue;
        const [[west, south], [east, north]] = d3.geoBounds(feature);
        // Of a country that reaches around the world its middle must do.
        if (west < east && east - west < 90) shown.push([west, south], [east, north]);
        else shown.push(d3.geoCentroid(feature));
    }
    const fit = (around) => {
        projection.rotate([0, 0]).fitExtent([[4, 4], [wide - 4, high - 4]], { type: "Sphere" });
        const at = around.map(projection).filter(Boolean);
        if (!at.length) return { k: 1, x: 0, y: 0 };
        const [xs, ys] = [at.map((p) => p[0]), at.map((p) => p[1])];
        const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
        const k = Math.min(14, Math.max(1, 0.74 / Math.max((x1 - x0) / wide, (y1 - y0) / high, 0.05)));
        return { k, x: wide / 2 - (k * (x0 + x1)) / 2, y: high / 2 - (k * (y0 + y1)) / 2 };
    };
    const start = fit(shown);
    let view = { ...start };

    const svg = make("svg", { viewBox: `0 0 ${wide} ${high}` });
    const ground = make("g");
    const marks = make("g");
    svg.append(ground, marks);
    for (const feature of land) {
        const told = feature.id !== undefined && countries.get(feature.id);
        const shape = make("path", { d: path(feature) || "", class: told ? `land told ${strongest(told)}` : "land" });
        if (!told) {
            ground.append(shape);
            continue;
        }
        shape.append(make("title", {}, said(told)));
        ground.append(make("a", { href: told.search, "aria-label": said(told) }, shape));
        told.drawn = true;
    }
    // A country too small for a shape of its own is an area, too.
    for (const spot of countries.values()) if (!spot.drawn) areas.push({ ...spot, precision: "region" });

    const place = ([x, y]) => [view.k * x + view.x, view.k * y + view.y];
    const size = (n) => 6 + 3.2 * Math.sqrt(Math.min(n, 60));

    /** Towns so near one another that their circles would touch are one circle. */
    const clusters = () => {
        const all = [];
        for (const spot of towns) {
            const at = projection([spot.longitude, spot.latitude]);
            if (!at) continue;
            const [x, y] = place(at);
            if (x < -60 || y < -60 || x > wide + 60 || y > high + 60) continue;
            const near = all.find((c) => Math.hypot(c.x - x, c.y - y) < Math.max(14, size(c.events) * 0.9));
            if (near) {
                near.spots.push(spot);
                near.events += spot.events;
            } else all.push({ x, y, spots: [spot], events: spot.events });
        }
        return all.slice(0, 500);
    };

    const draw = () => {
        ground.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.k})`);
        marks.replaceChildren();
        for (const spot of areas) {
            const around = d3.geoCircle().center([spot.longitude, spot.latitude]).radius((reach[spot.precision] || 120) / 111.195)();
            const shape = make("path", { d: path(around) || "", class: `area ${strongest(spot)}`, transform: ground.getAttribute("transform"), "vector-effect": "non-scaling-stroke" });
            shape.append(make("title", {}, said(spot)));
            marks.append(make("a", { href: spot.search, "aria-label": said(spot) }, shape));
        }
        const labels = [];
        const circles = clusters();
        const names = make("g");
        for (const cluster of circles) {
            const one = cluster.spots.length === 1;
            const sums = families.map((f) => [f, cluster.spots.flatMap((s) => s.families).filter(([k]) => k === f).reduce((n, [, m]) => n + m, 0)]);
            const main = sums.reduce((a, b) => (b[1] > a[1] ? b : a))[0];
            const name = one ? said(cluster.spots[0]) : `${cluster.spots.length} places, ${events(cluster.events)}: ${cluster.spots.slice(0, 6).map((s) => s.name).join(", ")}`;
            const r = size(cluster.events);
            const circle = make("circle", { class: `spot ${main}`, cx: cluster.x, cy: cluster.y, r });
            circle.append(make("title", {}, name));
            const link = make("a", { href: one ? cluster.spots[0].search : "#", "aria-label": name }, circle);
            if (r > 10) link.append(make("text", { class: "count", x: cluster.x, y: cluster.y + 4 }, String(cluster.events)));
            if (!one) {
                link.addEventListener("click", (e) => {
                    e.preventDefault();
                    zoom(2.4, cluster.x, cluster.y);
                });
            }
            marks.append(link);
            const words = one ? cluster.spots[0].name : `${cluster.spots[0].name} +${cluster.spots.length - 1}`;
            const here = { x: cluster.x + r + 4, y: cluster.y + 4, width: words.length * 7 };
            const covers = (c) => c !== cluster && Math.abs(c.y + 4 - here.y) < size(c.events) + 4 && c.x + size(c.events) > here.x && c.x - size(c.events) < here.x + here.width;
            const free = labels.every((l) => Math.abs(l.y - here.y) > 15 || l.x > here.x + here.width || here.x > l.x + l.width);
            if (circles.some(covers)) here.x = cluster.x - r - 4 - here.width;
            if (free && !circles.some(covers) && labels.length < 40) {
                labels.push(here);
                names.append(make("text", { x: here.x, y: here.y }, words));
            }
        }
        marks.append(names);
    };

    const hold = () => {
        const k = view.k;
        view.x = Math.min(wide * 0.5, Math.max(wide * (0.5 - k), view.x));
        view.y = Math.min(high * 0.5, Math.max(high * (0.5 - k), view.y));
    };
    const zoom = (by, x = wide / 2, y = high / 2) => {
        const k = Math.min(60, Math.max(0.9, view.k * by));
        view = { k, x: x - ((x - view.x) * k) / view.k, y: y - ((y - view.y) * k) / view.k };
        hold();
        draw();
    };
    const move = (x, y) => {
        view.x += x;
        view.y += y;
        hold();
        draw();
    };
    const whole = () => {
        view = { ...start };
        draw();
    };

    const buttons = document.createElement("div");
    buttons.className = "zoom";
    for (const [sign, name, act] of [["+", "Nearer", () => zoom(1.6)], ["−", "Further away", () => zoom(1 / 1.6)], ["⌂", "All places", whole]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = sign;
        button.setAttribute("aria-label", name);
        button.title = name;
        button.addEventListener("click", act);
        buttons.append(button);
    }
    drawn.replaceChildren(svg, buttons);
    drawn.addEventListener("keydown", (e) => {
        const does = {
            "+": () => zoom(1.6), "=": () => zoom(1.6), "-": () => zoom(1 / 1.6), 0: whole,
            ArrowLeft: () => move(80, 0), ArrowRight: () => move(-80, 0), ArrowUp: () => move(0, 80), ArrowDown: () => move(0, -80),
        }[e.key];
        if (!does || e.ctrlKey || e.metaKey || e.altKey) return;
        e.preventDefault();
        does();
    });
    // With a wheel alone the page scrolls; with Ctrl, or two fingers, the map comes nearer.
    svg.addEventListener("wheel", (e) => {
        if (!e.ctrlKey) return;
        e.preventDefault();
        const box = svg.getBoundingClientRect();
        const scale = wide / box.width;
        zoom(Math.exp(-e.deltaY / 120), (e.clientX - box.left) * scale, (e.clientY - box.top) * scale);
    }, { passive: false });
    let grip = null;
    svg.addEventListener("pointerdown", (e) => {
        if (e.button === 0 && e.pointerType === "mouse") grip = { x: e.clientX, y: e.clientY, far: false };
    });
    window.addEventListener("pointermove", (e) => {
        if (!grip) return;
        const scale = wide / svg.getBoundingClientRect().width;
        const [x, y] = [e.clientX - grip.x, e.clientY - grip.y];
        if (!grip.far && Math.hypot(x, y) < 5) return;
        grip = { x: e.clientX, y: e.clientY, far: true };
        move(x * scale, y * scale);
    });
    window.addEventListener("pointerup", () => {
        // The click that ends a drag opens nothing.
        if (grip && grip.far) svg.addEventListener("click", (e) => { e.preventDefault(); e.stopPropagation(); }, { capture: true, once: true });
        grip = null;
    });
    draw();
    figure.dataset.ready = "yes";
})();
