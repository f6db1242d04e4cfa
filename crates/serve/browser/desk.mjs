// Clicks through the demonstration in a real Chromium: every page in light, dark and phone width, with
// axe, the console and the network watched. `node desk.mjs ANNALIST [FOLDER]`; README.md tells more.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "playwright-core";

const [program, folder = "out"] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const only = process.env.DESK_ONLY;
const assets = process.env.DESK_ASSETS;
mkdirSync(folder, { recursive: true });

let passed = 0;
const failed = [];
const check = (name, holds, detail = "") => {
    if (holds) passed += 1;
    else {
        failed.push(name);
        console.log(`FAILED ${name} ${detail}`);
    }
};

const browserPath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .find((file) => file && existsSync(file));
if (!browserPath) {
    console.log("no Chromium was found; name one in CHROMIUM");
    process.exit(2);
}

const desk = spawn(program, ["demo", "--listen", "127.0.0.1:0", "--edit"], { stdio: ["ignore", "pipe", "inherit"] });
const base = await new Promise((found, lost) => {
    let heard = "";
    desk.stdout.on("data", (data) => {
        heard += data;
        const link = heard.match(/http:\/\/\S+/);
        if (link) found(link[0].replace(/\/$/, ""));
    });
    desk.on("exit", (code) => lost(new Error(`the program ended with ${code} before the desk was open`)));
});

const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
const looks = {
    light: { viewport: { width: 1280, height: 900 }, colorScheme: "light" },
    dark: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
    phone: { viewport: { width: 390, height: 844 }, colorScheme: "light", isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};

/** A page whose console and network are watched. */
const open = async (look, more = {}) => {
    const context = await browser.newContext({ ...looks[look], reducedMotion: "reduce", ...more });
    const page = await context.newPage();
    page.troubles = [];
    page.on("console", (m) => ["error", "warning"].includes(m.type()) && page.troubles.push(`console: ${m.text()}`));
    page.on("pageerror", (e) => page.troubles.push(`script: ${e.message}`));
    page.on("request", (r) => r.url().startsWith(base) || page.troubles.push(`another host: ${r.url()}`));
    if (assets) {
        // While working on style and script: these files, without building anew.
        await page.route("**/assets/*/*.{css,js}", (route) => {
            const file = path.join(assets, path.basename(new URL(route.request().url()).pathname));
            return existsSync(file) ? route.fulfill({ path: file }) : route.continue();
        });
    }
    return page;
};

const settled = async (page) => {
    if (await page.locator("[data-map]").count()) await page.locator("[data-map][data-ready]").waitFor({ timeout: 15000 });
};

/** No finding of axe that is serious. */
const accessible = async (page, name) => {
    await page.evaluate(axe);
    const result = await page.evaluate(() => window.axe.run(document, {
        preload: false,
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }));
    const told = (v) => `\n  ${v.id} (${v.impact}): ${v.help}; ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`;
    const serious = result.violations.filter((v) => ["serious", "critical"].includes(v.impact));
    const rest = result.violations.filter((v) => !serious.includes(v));
    if (rest.length) console.log(`note: ${name}: ${rest.map(told).join("")}`);
    check(`${name}: axe`, serious.length === 0, serious.map(told).join(""));
};

const json = async (address) => {
    const answer = await fetch(base + address);
    return answer.json();
};

try {
    const stories = (await json("/stories.json")).rows;
    const reports = (await json("/search.json?what=reports")).rows;
    const start = await json("/index.json");
    const actors = (await json("/actors.json")).rows;
    const reprinted = reports.find((r) => r.reprints > 0);
    const pages = {
        start: "/",
        search: "/search?q=explosion",
        statements: "/search?what=statements",
        contradictions: "/search?what=contradictions",
        reports: "/search?what=reports",
        nothing: "/search?q=zeppelin",
        timeline: "/timeline",
        map: "/map",
        stories: "/stories",
        story: `/stories/${stories[0].id}`,
        happening: `/happenings/${start.differing[0].happening}`,
        happening2: `/happenings/${start.differing[1].happening}`,
        actors: "/actors",
        actor: `/actors/${actors.find((a) => a.name === "Dockers' Union").id}`,
        quotes: "/quotes",
        alike: "/alike",
        report: `/reports/${reprinted.report}`,
        corrections: "/corrections",
        keys: "/keys",
        api: "/api",
        missing: "/happenings/999999",
    };

    for (const look of Object.keys(looks)) {
        const page = await open(look);
        for (const [name, address] of Object.entries(pages)) {
            if (only && !only.split(",").includes(name)) continue;
            page.troubles.length = 0;
            const answer = await page.goto(base + address);
            await settled(page);
            const wanted = name === "missing" ? 404 : 200;
            check(`${name} ${look}: status`, answer.status() === wanted, answer.status());
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
            check(`${name} ${look}: fits the width`, wide <= 1, `${wide}px too wide`);
            await accessible(page, `${name} ${look}`);
            const troubles = page.troubles.filter((t) => !(name === "missing" && t.includes("404")));
            check(`${name} ${look}: console and network`, troubles.length === 0, troubles.join("\n"));
            await page.screenshot({ path: path.join(folder, `${name}-${look}.png`), fullPage: look !== "light" || name !== "search" });
        }
        await page.context().close();
    }
    if (!only) await import("./paths.mjs").then(({ paths }) => paths({ open, base, check, pages, settled, json, folder }));
} catch (error) {
    check(`the script: ${error.stack}`, false);
} finally {
    await browser.close();
    desk.kill();
}
console.log(`${passed} passed, ${failed.length} failed`);
process.exit(failed.length ? 1 : 0);
