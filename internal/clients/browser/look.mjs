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
  const first = (await texts(page, "#rows td.verdict")).filter((v) => v !== "no verdict");
  assert.ok(["unguarded", "flawed"].includes(first[0]) && first.at(-1) === "guarded", "the most dangerous come first");
  await page.click("[data-sort=place]");
  const places = await texts(page, "#rows td.place .name");
  assert.deepEqual(places, [...places].sort());
  await page.click("[data-sort=command]");
  const commands = await texts(page, "#rows td.command");
  assert.deepEqual(commands, [...commands].sort());
  await page.click("[data-sort=command]");
  assert.deepEqual(await texts(page, "#rows td.command"), [...commands].sort().reverse());
  assert.equal(await page.getAttribute("th:has([data-sort=command])", "aria-sort"), "descending");
  await page.click("[data-sort=danger]");
  assert.deepEqual((await texts(page, "#rows td.verdict")).filter((v) => v !== "no verdict"), first);
});

look("steps through a witness", "report.html", async (page) => {
  await open(page, "dropbox-2014/failopen.sh");
  assert.equal(await page.textContent("#detail .message"), (await page.locator("#detail .message").textContent()).trim());
  assert.match(await page.textContent("#detail .in-world"), /^It happens in the world in which .* fails \(exit /);
  const steps = await texts(page, ".step-text");
  assert.ok(steps.length >= 4, String(steps));
  assert.match(steps.at(-1), /^reinstall-os "\$host" runs: /);
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
  assert.match(await page.textContent(".steps"), /looks at .*goes on only when it answers idle/);
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

look("a prompted command", "report.html", async (page) => {
  await page.click("[data-verdict=prompted]");
  assert.match(await page.textContent("#rows td.proof"), /confirmed by a person: /);
  await rows(page).first().locator("a").click();
  await page.locator(".step").first().waitFor(); // the address changes first, and the page follows it
  assert.ok((await page.locator(".step").count()) > 1, "the proof is not shown step by step");
  assert.match(await page.locator(".step-text").last().textContent(), /runs: |^the destructive command /);
});

look("the trend", "trend.html", async (page) => {
  assert.equal(await page.locator(".trend g").count(), 4);
  assert.match(await page.locator(".trend g title").first().textContent(), /^2026-01-05 aaaaaaaaaa: 40 destructive commands, 5 guarded, /);
  assert.match(await page.textContent(".of"), /^2026-04-01, commit dddddddddd$/);
});

// The pictures of the documentation, by 'make pictures'.
const pictures = process.env.WIPELINT_PICTURES;
if (pictures) {
  look("picture of the inventory", "report.html", async (page) => {
    await page.screenshot({ path: join(pictures, "inventory.png") });
  }, { width: 1200, height: 800 });
  look("picture of a way", "report.html", async (page) => {
    await open(page, "dropbox-2014/failopen.sh");
    while (await page.isEnabled(".next") && !/is false|fails with status 2/.test(await page.textContent(".said"))) await page.click(".next");
    await page.screenshot({ path: join(pictures, "report.png") });
  }, { width: 1200, height: 860 });
  look("picture of a trend", "trend.html", async (page) => {
    await page.locator(".trend").screenshot({ path: join(pictures, "trend.png") });
  }, { width: 1200, height: 800 });
}

// On A4 with its margins there are some 186 mm, 703 pixels, and nothing runs off.
look("on paper", "report.html", async (page) => {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth) <= 0, "the list runs off the page");
  assert.ok((await lightness(page, "backgroundColor")) > 0.95, "it prints dark");
  if (shots) await page.pdf({ path: join(shots, "on-paper.pdf"), preferCSSPageSize: true });
}, { width: 703, height: 1000 });

// Colours of verdicts have to be apart for those who see no red (protanopia), no green (deuteranopia) or no blue (tritanopia): the
// matrices are those of Machado, Oliveira and Fernandes (2009) at full strength, for linear light.
for (const colorScheme of ["light", "dark"]) {
  look("colour-blind " + colorScheme, "report.html", async (page) => {
    const colours = await page.evaluate(() => Object.fromEntries(["good", "ask", "maybe", "flaw", "bad"].map((name) => {
      const c = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
      const e = document.createElement("i");
      e.style.cssText = "";
      document.body.append(e);
      e.className = "badge " + { good: "guarded", ask: "prompted", maybe: "possible", flaw: "flawed", bad: "unguarded" }[name];
      c.fillStyle = getComputedStyle(e).color;
      e.remove();
      c.fillRect(0, 0, 1, 1);
      return [name, [...c.getImageData(0, 0, 1, 1).data].slice(0, 3)];
    })));
    const matrices = {
      normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
      protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
      deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
      tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
    };
    const linear = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const lab = (rgb) => { // Oklab, times 100
      const [r, g, b] = rgb.map((v) => Math.max(0, v));
      const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
      const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
      const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
      return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s, 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s].map((v) => 100 * v);
    };
    const close = [];
    for (const [sight, m] of Object.entries(matrices)) {
      const seen = Object.entries(colours).map(([name, rgb]) => [name, lab(m.map((row) => row.reduce((sum, f, i) => sum + f * linear(rgb[i]), 0)))]);
      seen.forEach(([a, p], i) => seen.slice(i + 1).forEach(([b, q]) => {
        const distance = Math.hypot(...p.map((v, k) => v - q[k]));
        if (distance < 10) close.push(`${sight}: ${a} and ${b} are ${distance.toFixed(1)} apart`);
      }));
    }
    assert.deepEqual(close, []);
  }, { colorScheme });
}

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
