// Milliseconds until a page can be used, in Chromium: `node speed.mjs ADDRESS` prints the median of each.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const base = process.argv[2].replace(/\/$/, "");
const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"].find((f) => f && existsSync(f));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const found = {};
for (const [name, address] of Object.entries({ start: "/", search: "/search", timeline: "/timeline", map: "/map", happening: "/happenings/77" })) {
    const times = [];
    for (let n = 0; n < 5; n++) {
        const context = await browser.newContext();
        const page = await context.newPage();
        await page.goto(base + address, { waitUntil: "load" });
        const ready = name === "map"
            ? page.locator("[data-map][data-ready]").waitFor().then(() => page.evaluate(() => performance.now()))
            // The scripts have run when the content is loaded, and the page answers from then on.
            : page.evaluate(() => performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd);
        times.push(await ready);
        await context.close();
    }
    found[name] = Math.round(times.sort((a, b) => a - b)[2]);
}
await browser.close();
console.log(JSON.stringify(found));
