// The paths that people take, clicked and typed.
import path from "node:path";

export const paths = async ({ open, base, check, pages, settled, json, folder }) => {
    const page = await open("light");
    const path_ = () => new URL(page.url()).pathname;

    // The first Tab leads past the navigation.
    await page.goto(base);
    await page.keyboard.press("Tab");
    check("skip link comes first", await page.evaluate(() => document.activeElement.className) === "skip");
    await page.keyboard.press("Enter");
    check("skip link leads to the content", await page.evaluate(() => document.activeElement.id) === "main");

    // From the start page by keys to a search, a result, its report, and its accounts.
    await page.keyboard.press("/");
    check("slash goes to the search box", await page.evaluate(() => document.activeElement.type) === "search");
    await page.keyboard.type("explosion");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/search?q=explosion");
    check("a search finds events", (await page.locator(".entry").count()) > 3);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    check("j and k step through entries", await page.evaluate(() =>
        document.activeElement === document.querySelectorAll("[data-list] .open")[0]));
    await page.keyboard.press("Enter");
    await page.waitForURL("**/reports/*#m-e*");
    check("an entry opens its words in the report", (await page.locator(":target").count()) === 1);
    const row = await page.locator(".reading a.m.event").first().getAttribute("href");
    await page.locator(".reading a.m.event").first().click();
    check("a mark leads to its row", page.url().endsWith(row) && await page.locator(row).isVisible());
    await page.locator(`${row} .back`).first().click();
    check("a row leads back to its words", page.url().includes("#m-"));
    await page.locator(".reading a.m.event").first().hover();
    check("a mark lights its row", (await page.locator(".slip.lit").count()) >= 1);
    await page.getByRole("link", { name: /^All accounts/ }).first().click();
    await page.waitForURL("**/happenings/*");
    check("accounts stand side by side", (await page.locator(".accounts tbody tr").count()) >= 2);
    await page.goto(base + pages.happening);
    check("a contradiction is told in words", (await page.getByText(/^Accounts differ/).count()) >= 1);
    check("a revision is told in words", (await page.getByText("corrected to").count()) >= 1
        || (await page.locator(".history .old").count()) >= 1);
    await page.locator(".accounts tbody th a").first().click();
    await page.waitForURL("**/actors/*");
    check("a source is an actor", await page.getByRole("heading", { name: "What it said" }).isVisible());

    // Filters stay in the address, from page to page.
    await page.goto(`${base}/search`);
    await page.locator("summary", { hasText: "Types of events" }).click();
    await page.locator("input[value=PROTEST]").check();
    await page.getByLabel("Country").selectOption("CL");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.waitForURL("**/search?type=PROTEST&country=CL");
    check("only what fits is listed", (await page.locator(".entry .kind").allInnerTexts()).every((t) => t.startsWith("Protest")));
    await page.reload();
    check("a shared link keeps the filters", await page.getByLabel("Country").inputValue() === "CL");
    await page.goto(`${base}/timeline?type=PROTEST&country=CL`);
    await page.getByRole("link", { name: "On the map" }).click();
    await settled(page);
    check("the map has the same filters", page.url().endsWith("/map?type=PROTEST&country=CL"));
    await page.locator(".chosen a").first().click();
    check("a filter is taken away", page.url().endsWith("/map?country=CL"));

    // The brush of the timeline.
    await page.goto(`${base}/timeline`);
    const chart = await page.locator("[data-timeline] svg").boundingBox();
    await page.mouse.move(chart.x + chart.width * 0.1, chart.y + 60);
    await page.mouse.down();
    await page.mouse.move(chart.x + chart.width * 0.3, chart.y + 80, { steps: 5 });
    check("the brush tells its days", /\d{4}.*: \d+/.test(await page.locator(".tip").innerText()));
    await page.mouse.up();
    await page.waitForURL(/since=.*until=/);
    check("the brush filters", (await page.locator(".chosen a").count()) === 2);

    // The map: nearer, and a place to its list; countries are shapes.
    await page.goto(`${base}/map`);
    await settled(page);
    check("countries are drawn as shapes", (await page.locator(".map path.land.told").count()) >= 2);
    const towns = (await json("/map.json")).places.filter((p) => ["exact", "settlement"].includes(p.precision));
    check("only towns are points", (await page.locator(".map circle.spot").count()) <= towns.length);
    const before = await page.locator(".map g").first().getAttribute("transform");
    await page.getByRole("button", { name: "Nearer" }).click();
    check("the map comes nearer", before !== await page.locator(".map g").first().getAttribute("transform"));
    await page.getByRole("button", { name: "All places" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("0");
    check("0 shows all", before === await page.locator(".map g").first().getAttribute("transform"));
    await page.locator(".map a[href^='/search']").first().focus();
    await page.keyboard.press("Enter");
    await page.waitForURL("**/search?*place=*");
    check("a place opens its list", (await page.locator(".entry").count()) >= 1);

    // Keys, quotes, stories.
    await page.keyboard.press("?");
    await page.locator("dialog[open]").waitFor();
    check("? shows the keys", await page.getByRole("dialog", { name: "Keys" }).isVisible());
    await page.keyboard.press("Escape");
    check("Escape closes them", (await page.locator("dialog[open]").count()) === 0);
    await page.keyboard.press("g");
    await page.keyboard.press("q");
    await page.waitForURL("**/quotes");
    await page.locator(".speakers li a").nth(1).click();
    check("a speaker's quotes", /\/quotes\?actor=\d+$/.test(page.url()) && (await page.locator(".entry.quote").count()) >= 1);
    await page.goto(base + pages.story);
    await page.locator(".lanes a").first().click();
    await page.waitForURL("**/reports/*");
    check("a dot of the story is a report", path_().startsWith("/reports/"));

    // Corrections: an event is marked wrong and right again; the decision is listed.
    await page.goto(base + pages.happening2);
    const wrong = page.getByRole("button", { name: "Mark wrong" });
    const events = await wrong.count();
    await wrong.first().click();
    await page.getByText("marked wrong").first().waitFor();
    check("an event is marked wrong", (await wrong.count()) === events - 1);
    await page.screenshot({ path: path.join(folder, "marked-wrong.png"), fullPage: true });
    await page.getByRole("button", { name: "Right after all" }).click();
    await page.getByText("marked wrong").first().waitFor({ state: "detached" });
    check("and right after all", (await wrong.count()) === events);
    await page.goto(`${base}/corrections`);
    check("decisions are listed", (await page.locator(".entry").count()) === 2);
    await page.screenshot({ path: path.join(folder, "decided.png"), fullPage: true });
    check("no trouble on the way", page.troubles.length === 0, page.troubles.join("\n"));
    await page.context().close();

    // Without script every page still tells what it has.
    const plain = await open("light", { javaScriptEnabled: false });
    for (const address of ["/", "/timeline", "/map", pages.report, pages.happening]) {
        await plain.goto(base + address);
        check(`${address} without script`, (await plain.locator("main").innerText()).length > 400);
    }
    await plain.goto(`${base}/map`);
    await plain.screenshot({ path: path.join(folder, "map-noscript.png") });
    await plain.context().close();
};
