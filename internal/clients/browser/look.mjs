// Looks at the pages of the report. Every test also fails on an error in the console and on any request.
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const shots = process.env.WIPELINT_SHOTS;
let browser;

before(async () => {
  // Without a sandbox of its own, as those who build in a container have none.
  browser = await chromium.launch({ executablePath: process.env.WIPELINT_CHROMIUM, args: ["--no-sandbox"] });
});
after(() => browser?.close());

// look opens a page and takes care that it stays silent.
function look(name, file, run, { width = 1280, height = 900, colorScheme = "light", reducedMotion = "reduce" } = {}) {
  test(name, { timeout: 60_000 }, async () => {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion });
    const page = await context.newPage();
    const address = pathToFileURL(join(process.env.WIPELINT_PAGES, file)).href;
    const trouble = [];
    page.on("console", (m) => trouble.push("console: " + m.text()));
    page.on("pageerror", (e) => trouble.push("error: " + e.message));
    page.on("dialog", (d) => { trouble.push("dialog: " + d.message()); d.dismiss(); });
    page.on("request", (r) => { if (r.url().split("#")[0] !== address) trouble.push("request: " + r.url()); });
    await page.goto(address);
    await run(page);
    if (shots) await page.screenshot({ path: join(shots, name.replaceAll(/\W+/g, "-") + ".png") });
    assert.deepEqual(trouble, []);
    await context.close();
  });
}

const rows = (page) => page.locator("#rows tr.row:visible");
const texts = (page, selector) => page.locator(selector).allTextContents();
const focused = (page) => page.evaluate(() => (document.activeElement.id || document.activeElement.className || document.activeElement.tagName) + "");
const wide = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

async function open(page, search) {
  await page.fill("#text", search);
  await rows(page).first().locator("a").click();
  await page.waitForSelector("#detail h2");
}

// visible tells whether an element can be seen in its box and in the window.
const visible = (page, selector) => page.locator(selector).evaluate((e) => {
  const r = e.getBoundingClientRect();
  const box = e.closest(".scroll").getBoundingClientRect();
  return r.top >= Math.max(0, box.top) && r.bottom <= Math.min(innerHeight, box.bottom) + 1;
});

look("the list", "report.html", async (page) => {
  const all = await rows(page).count();
  assert.ok(all > 40, `${all} rows`);
  assert.equal(Number(await page.textContent(".ring-number")), all - await page.locator(".row.other").count());
  const sum = (await texts(page, ".choice .number")).map(Number).reduce((a, b) => a + b);
  assert.equal(sum, Number(await page.textContent(".ring-number")));
  assert.equal(await wide(page), 0);
});

look("filters", "report.html", async (page) => {
  const all = await rows(page).count();
  const flawed = Number(await page.textContent("[data-verdict=flawed] .number"));
  await page.click("[data-verdict=flawed]");
  assert.equal(await rows(page).count(), flawed);
  assert.equal(await page.getAttribute("[data-verdict=flawed]", "aria-pressed"), "true");
  assert.equal(await page.textContent("#shown"), `${flawed} of ${all} shown`);
  await page.click("[data-rule=failopen]");
  assert.ok((await texts(page, "#rows td.rule")).every((t) => t.split(", ").includes("failopen")));
  assert.equal(await page.inputValue("#rule"), "failopen");
  await page.click("#clear");
  assert.equal(await rows(page).count(), all);
  await page.selectOption("#file", { label: "testdata/incidents/dropbox-2014/failopen.sh" });
  assert.equal(await rows(page).count(), 1);
  await page.click("#clear");
  await page.fill("#text", "PGREP mysqld");
  const some = await rows(page).count();
  assert.ok(some > 0 && some < all);
  await page.fill("#text", "no such text");
  assert.equal(await rows(page).count(), 0);
  assert.match(await page.textContent("#rows"), /Nothing is left/);
});

look("sorts", "report.html", async (page) => {
  const places = await texts(page, "#rows td.place .name");
  assert.deepEqual(places, [...places].sort());
  await page.click("[data-sort=command]");
  const commands = await texts(page, "#rows td.command");
  assert.deepEqual(commands, [...commands].sort());
  await page.click("[data-sort=command]");
  assert.deepEqual(await texts(page, "#rows td.command"), [...commands].sort().reverse());
  assert.equal(await page.getAttribute("th:has([data-sort=command])", "aria-sort"), "descending");
  await page.click("[data-sort=verdict]");
  const verdicts = (await texts(page, "#rows td.verdict")).filter((v) => v !== "no verdict");
  assert.equal(verdicts[0], "unguarded");
  assert.equal(verdicts.at(-1), "guarded");
});

look("steps through a witness", "report.html", async (page) => {
  await open(page, "dropbox-2014/failopen.sh");
  assert.equal(await page.textContent("#detail .message"), (await page.locator("#detail .message").textContent()).trim());
  assert.match(await page.textContent("#detail .in-world"), /^It happens in the world in which `.*` fails \(exit /);
  const steps = await texts(page, ".step-text");
  assert.ok(steps.length >= 4, String(steps));
  assert.match(steps.at(-1), /^`reinstall-os "\$host"` runs: /);
  assert.ok(await page.isDisabled(".back"));
  assert.match(await page.textContent(".world"), /not asked yet/);
  for (let i = 0; i < steps.length; i++) {
    assert.equal(await page.textContent(".stepper .count"), `${i + 1} / ${steps.length}`);
    assert.equal(await page.textContent(".said"), `${i + 1}. ${steps[i]}`);
    assert.equal("line " + (await page.textContent(".current .number")), await page.textContent("[aria-current=step] .step-where"));
    assert.ok(await visible(page, ".line.current"), `step ${i + 1} is out of sight`);
    assert.ok((await page.locator(".current .on").count()) > 0, `nothing is marked in step ${i + 1}`);
    if (i + 1 < steps.length) await page.click(".next");
  }
  assert.ok(await page.isDisabled(".next"));
  assert.equal(await page.textContent(".current .on >> nth=0"), "reinstall-os");
  assert.match(await page.textContent(".world"), /fails to answer/);
  assert.ok((await page.textContent("#said")).startsWith(`Step ${steps.length} of ${steps.length}, line 97: `));
  await page.click(".back");
  assert.equal(await page.textContent(".stepper .count"), `${steps.length - 1} / ${steps.length}`);
  await page.click(".mark >> nth=0");
  assert.match(await page.textContent("#detail .remedy"), /stop when the guard fails/);
  assert.ok((await page.locator(".lines .k").count()) > 10 && (await page.locator(".lines .m").count()) > 3, "no colours");
});

look("keyboard", "report.html", async (page) => {
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), "content");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "text");
  await page.keyboard.type("dropbox-2014/failopen.sh");
  for (let i = 0; i < 20 && (await focused(page)) !== "open"; i++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#detail h2");
  assert.equal(await focused(page), "H2");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  assert.match(await page.textContent(".stepper .count"), /^3 /);
  await page.keyboard.press("ArrowLeft");
  assert.match(await page.textContent(".stepper .count"), /^2 /);
  for (let i = 0; i < 20 && (await focused(page)) !== "step passed" && (await focused(page)) !== "step"; i++) await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  assert.match(await page.textContent(".stepper .count"), /^3 /);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.step), "2");
  await page.keyboard.press("End");
  const steps = await page.locator(".step").count();
  assert.ok(steps > 3);
  assert.equal(await page.textContent(".stepper .count"), `${steps} / ${steps}`);
  assert.equal(await page.locator(".step[tabindex='0']").count(), 1);
  await page.keyboard.press("Escape");
  await page.waitForSelector("#list:not([hidden])");
  assert.equal(await focused(page), "open", "the focus is back on the command");
});

look("every command opens", "report.html", async (page) => {
  const n = await page.evaluate(() => data.commands.length);
  for (let i = 1; i <= n; i++) {
    await page.evaluate((i) => { location.hash = "#" + i; }, i);
    await page.waitForFunction((i) => detail.command === i - 1, i);
    await page.evaluate(() => go(detail.steps.length - 1, true));
    assert.equal(await page.locator(".line.current").count(), 1, `command ${i}`);
  }
  await page.goBack();
  await page.waitForFunction((n) => detail.command === n - 2, n);
  await page.evaluate(() => { location.hash = "#99999"; });
  await page.waitForSelector("#list:not([hidden])");
});

look("a guarded command", "report.html", async (page) => {
  await page.click("[data-verdict=guarded]");
  await open(page, "dropbox-2014/fixed.sh");
  assert.match(await page.textContent(".steps"), /goes on only when it answers idle/);
  assert.equal(await page.textContent("#detail .badge"), "guarded");
});

// The lightness of a colour, from 0 to 1.
const lightness = (page, what) => page.evaluate((what) => {
  const c = document.createElement("canvas").getContext("2d");
  c.fillStyle = getComputedStyle(document.body)[what];
  c.fillRect(0, 0, 1, 1);
  const [r, g, b] = c.getImageData(0, 0, 1, 1).data;
  return (r + g + b) / 765;
}, what);

look("dark", "report.html", async (page) => {
  assert.ok((await lightness(page, "backgroundColor")) < 0.2 && (await lightness(page, "color")) > 0.7);
  await page.click("#theme");
  assert.equal(await page.getAttribute("#theme", "aria-label"), "Colours: light");
  assert.ok((await lightness(page, "backgroundColor")) > 0.8);
  await page.reload();
  assert.ok((await lightness(page, "backgroundColor")) > 0.8, "the choice is not kept");
  await page.click("#theme");
  assert.ok((await lightness(page, "backgroundColor")) < 0.2);
  await open(page, "dropbox-2014/failopen.sh");
  await page.click(".next");
}, { colorScheme: "dark" });

// Ink that stands out from its ground less than 4.5 to 1 is hard to read (WCAG 2.2, 1.4.3).
for (const colorScheme of ["light", "dark"]) {
  look("contrast " + colorScheme, "report.html", async (page) => {
    await open(page, "dropbox-2014/failopen.sh");
    await page.click(".next");
    const weak = await page.evaluate(() => {
      const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
      const over = (layers) => {
        canvas.clearRect(0, 0, 1, 1);
        for (const l of layers) { canvas.fillStyle = l; canvas.fillRect(0, 0, 1, 1); }
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
      };
      const light = (rgb) => rgb.map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
      const found = new Set();
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const e = walker.currentNode.parentElement;
        if (!walker.currentNode.textContent.trim() || !e.checkVisibility() || e.closest("script, style, .away, :disabled, span.nav, .number, .skip, svg")) continue;
        const grounds = [];
        for (let p = e; p; p = p.parentElement) grounds.unshift(getComputedStyle(p).backgroundColor);
        const ground = over(["#fff", ...grounds]);
        const ink = over(["#fff", ...grounds, getComputedStyle(e).color]);
        const [a, b] = [light(ground), light(ink)].sort((x, y) => y - x);
        const ratio = (a + 0.05) / (b + 0.05);
        if (ratio < 4.5) found.add(`${e.tagName}.${e.className} in .${e.parentElement.className}: ${ratio.toFixed(1)}`);
      }
      return [...found];
    });
    assert.deepEqual(weak, []);
  }, { colorScheme });
}

look("phone", "report.html", async (page) => {
  assert.equal(await wide(page), 0);
  await page.click("[data-verdict=flawed]");
  assert.ok((await rows(page).count()) > 5);
}, { width: 360, height: 740 });

look("phone with a witness", "report.html", async (page) => {
  await open(page, "dropbox-2014/failopen.sh");
  assert.equal(await wide(page), 0);
  for (let i = 0; i < 4; i++) {
    await page.click(".next");
    const free = await page.evaluate(() => document.querySelector(".line.current").getBoundingClientRect().bottom <= document.querySelector(".stepper").getBoundingClientRect().top);
    assert.ok(free && await visible(page, ".line.current"), `step ${i + 2} is out of sight`);
  }
}, { width: 360, height: 740 });

look("a fix", "fixes.html", async (page) => {
  await open(page, "mkfs");
  assert.deepEqual(await texts(page, ".diff .taken"), ['- is-idle "$1" || true']);
  assert.deepEqual(await texts(page, ".diff .added"), ['+ is-idle "$1" || exit 1']);
  assert.match(await page.textContent(".file-note"), /Of the 803 lines/);
  assert.match(await page.textContent(".gap >> nth=0"), /781 lines/);
  assert.match(await page.textContent(".world"), /in use/);
  await page.click(".tabs button >> nth=1");
  assert.equal(await page.textContent("#detail .message"), "another finding of the same command");
  assert.equal(await page.locator(".diff").count(), 0);
});

look("replays", "fixes.html", async (page) => {
  assert.deepEqual(await texts(page, "#rows .replay"), ["▶ reached", "? replay unknown"]);
  await page.fill("#text", "replay unknown");
  assert.equal(await rows(page).count(), 1);
  await open(page, "mkfs");
  assert.equal(await page.textContent("#detail .facts .replay"), "▶ reached");
  assert.match(await page.textContent("#detail .head"), /Replay: run in the world of the finding, the script reaches the command/);
  await page.click(".tabs button >> nth=1");
  assert.match(await page.textContent("#detail .head"), /could not be found out: the interpreter has no <select>/);
});

look("hostile text", "hostile.html", async (page) => {
  await rows(page).first().locator("a").click();
  await page.waitForSelector("#detail h2");
  assert.match(await page.textContent("#detail .message"), /^<\/script><script>window\.pwned/);
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  assert.equal(await page.locator("img").count(), 0);
  assert.equal(await page.locator("script").count(), 2);
  assert.equal(await page.locator("#errors").count(), 1);
});

look("many commands", "many.html", async (page) => {
  assert.equal(await rows(page).count(), 300);
  await page.click("#more");
  assert.equal(await rows(page).count(), 1000);
  assert.ok(await page.isHidden("#more"));
});

look("nothing", "none.html", async (page) => {
  assert.match(await page.textContent("#rows"), /No destructive commands/);
  assert.match(await page.textContent(".rules"), /No findings/);
});
