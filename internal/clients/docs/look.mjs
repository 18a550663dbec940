// Uses the documentation site as a person would. Every test also fails on an error in the console and on a request to anywhere else.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";

const { chromium } = createRequire(new URL("../browser/package.json", import.meta.url))("playwright-core");
const home = process.env.WIPELINT_DOCS;
const shots = process.env.WIPELINT_SHOTS;
let browser;

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.WIPELINT_CHROMIUM, args: ["--no-sandbox"] });
});
after(() => browser?.close());

function look(name, path, run, { width = 1280, height = 900 } = {}) {
  test(name, { timeout: 60_000 }, async () => {
    const page = await browser.newPage({ viewport: { width, height }, reducedMotion: "reduce" });
    const trouble = [];
    page.on("console", (m) => { if (m.type() === "error") trouble.push("console: " + m.text()); });
    page.on("pageerror", (e) => trouble.push("error: " + e.message));
    page.on("request", (r) => { if (!r.url().startsWith(home) && !r.url().startsWith("data:") && !r.url().startsWith("blob:")) trouble.push("request: " + r.url()); });
    await page.goto(home + path);
    await run(page);
    if (shots) await page.screenshot({ path: join(shots, "docs-" + name.replaceAll(/\W+/g, "-") + ".png") });
    assert.deepEqual(trouble, []);
    await page.close();
  });
}

look("the beginning", "/", async (page) => {
  assert.equal(await page.textContent("h1"), "wipelint¶");
  await page.click("text=Rolling it out");
  await page.waitForURL("**/rollout/");
});

look("search", "/", async (page) => {
  await page.click("input[name=query]");
  await page.keyboard.type("failopen");
  await page.locator(".md-search-result__link").first().waitFor();
  const links = await page.locator(".md-search-result__link").evaluateAll((all) => all.map((a) => a.href));
  assert.ok(links.some((l) => l.includes("/rules/failopen/")), links.join(" "));
});

look("a rule", "/rules/failopen/", async (page) => {
  assert.match(await page.textContent("h1"), /^failopen \(WL1005\)/);
  const play = await page.locator("text=Try it in the playground").first().getAttribute("href");
  assert.match(play, /^https:\/\/wipelint\.github\.io\/wipelint\/playground\/#s=[\w-]+$/);
  const bytes = Uint8Array.from(Buffer.from(play.split("#s=")[1], "base64url"));
  const text = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
  assert.match(JSON.parse(text)[0], /reinstall-os/);
});

look("a rule by its code", "/rules/WL1005/", async (page) => {
  await page.waitForURL("**/rules/failopen/");
});

look("on a telephone", "/rollout/", async (page) => {
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth) <= 0);
}, { width: 390, height: 800 });
