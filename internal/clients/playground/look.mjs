// Looks at the playground. Every test also fails on an error in the console and on any request to somebody else.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";

// The browser's driver is installed for the tests of the report.
const { chromium } = createRequire(new URL("../browser/look.mjs", import.meta.url))("playwright-core");

const shots = process.env.WIPELINT_SHOTS;
const home = process.env.WIPELINT_PLAYGROUND;
const patience = 120_000; // the machine may be busy
let browser;

before(async () => {
  // Without a sandbox of its own, as those who build in a container have none.
  browser = await chromium.launch({ executablePath: process.env.WIPELINT_CHROMIUM, args: ["--no-sandbox"] });
});
after(() => browser?.close());

// look opens the playground and takes care that it stays silent. What a test expects in the console it says in expected.
function look(name, hash, run, { width = 1280, height = 900, colorScheme = "light", expected = [] } = {}) {
  test(name, { timeout: 2 * patience }, async () => {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce", permissions: ["clipboard-read", "clipboard-write"] });
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    const trouble = [];
    page.on("console", (m) => { if (!expected.some((e) => e.test(m.text()))) trouble.push("console: " + m.text()); });
    page.on("pageerror", (e) => trouble.push("error: " + e.message));
    page.on("dialog", (d) => { trouble.push("dialog: " + d.message()); d.dismiss(); });
    context.on("request", (r) => { if (!r.url().startsWith(home)) trouble.push("request: " + r.url()); });
    context.on("response", (r) => { if (r.status() >= 400) trouble.push(r.status() + ": " + r.url()); });
    await page.goto(home + hash);
    await settled(page);
    await run(page, context);
    if (shots) await page.screenshot({ path: join(shots, name.replaceAll(/\W+/g, "-") + ".png") });
    assert.deepEqual(trouble, []);
    await context.close();
  });
}

const answers = (page) => page.evaluate(() => performance.getEntriesByName("wipelint: from a change to its marks").length);
const settled = (page, since = 0) => page.waitForFunction((n) => performance.getEntriesByName("wipelint: from a change to its marks").length > n, since);
const wide = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
const content = (page, file = "script") => page.locator(`#${file} .cm-content`);
// What is said of the text, by the words that are underlined.
const marked = (page) => page.locator("#script .cm-lintRange").allTextContents();

// does does something that changes a text, and waits for the answer.
async function does(page, what) {
  const n = await answers(page);
  await what();
  await settled(page, n);
}

// write pastes a text in place of the one in an editor.
const write = (page, text, file = "script") => does(page, async () => {
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await content(page, file).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+v");
});

const readExample = (name) => readFileSync(new URL("../../../testdata/incidents/dropbox-2014/" + name, import.meta.url), "utf8");

look("an example", "", async (page) => {
  assert.equal(await page.inputValue("#example"), "dropbox-2014/failopen.sh");
  assert.match(await page.textContent("#story"), /unreachable database/);
  assert.equal(await page.textContent("#sum"), "1 destructive command: 1 flawed; 1 finding");
  assert.match(await page.textContent("#commands"), /failopen.*taken for idle/);
  assert.ok(await page.isHidden("#loading"), "it is still loading");
  const scrolled = () => page.locator("#script .cm-scroller").evaluate((e) => e.scrollTop);
  for (let i = 0; i < 50 && !(await scrolled()); i++) await page.waitForTimeout(100);
  assert.ok((await scrolled()) > 0, "it does not open at the finding");
  assert.equal(await wide(page), 0);
  await does(page, () => page.click("#twin"));
  assert.equal(await page.inputValue("#example"), "dropbox-2014/fixed.sh");
  assert.equal(await page.textContent("#sum"), "1 destructive command: 1 guarded; 0 findings");
  await does(page, () => page.click("#twin"));
  assert.equal(await page.inputValue("#example"), "dropbox-2014/failopen.sh");
});

look("every example", "", async (page) => {
  const names = await page.locator("#example option").evaluateAll((list) => list.map((o) => o.value).filter(Boolean));
  assert.ok(names.length > 40, `${names.length} examples`);
  for (const name of names) {
    await does(page, () => page.selectOption("#example", name));
    const { kind, findings } = await page.evaluate(() => ({ kind: document.querySelector("#example option:checked").textContent.split(" – ")[1], findings: data.findings.map((f) => f.rule) }));
    const [rule, pending] = kind.split(", ");
    if (rule === "nothing wrong") assert.deepEqual(findings, [], name);
    else assert.equal(findings.includes(rule), !pending, `${name}: ${findings}, and not ${kind}`);
    assert.ok(await page.isHidden("#problems"), name);
  }
});

look("steps through a witness", "", async (page) => {
  await page.click(".result");
  const steps = await page.locator(".step-text").allTextContents();
  assert.match(steps.at(-1), /^reinstall-os "\$host" runs: /);
  for (let i = 0; i < steps.length; i++) {
    assert.equal(await page.textContent(".stepper .count"), `${i + 1} / ${steps.length}`);
    assert.equal(await page.textContent(".said"), `${i + 1}. ${steps[i]}`);
    // The editor shows the same line.
    const line = (await page.textContent(".current .text")).trimEnd();
    await page.waitForFunction((line) => document.getElementById("script").shadowRoot.querySelector(".cm-step")?.textContent.trimEnd() === line, line);
    if (i + 1 < steps.length) await page.click(".next");
  }
  assert.match(await page.textContent(".world"), /fails to answer/);
  await page.keyboard.press("ArrowLeft");
  assert.equal(await page.textContent(".stepper .count"), `${steps.length - 1} / ${steps.length}`);
  await page.keyboard.press("Escape");
  assert.ok(await page.isHidden("#detail"));
  assert.equal(await page.locator("#script .cm-step").count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.className), "result flawed");
});

look("an edit mends it", "#example=dropbox-2014/ortrue.sh", async (page) => {
  assert.equal(await page.textContent("#sum"), "1 destructive command: 1 flawed; 1 finding");
  await page.click(".result");
  await page.waitForSelector("#detail .message");
  await write(page, readExample("ortrue.sh").replaceAll(" || true", " || return 1"));
  assert.equal(await page.textContent("#sum"), "1 destructive command: 1 guarded; 0 findings");
  assert.deepEqual(await marked(page), []);
  assert.equal(await page.inputValue("#example"), "", "it is no example any more");
  // The command is still shown, with its new verdict, and the focus is where it was.
  assert.equal(await page.textContent("#detail .badge"), "guarded");
  assert.ok(await page.evaluate(() => document.getElementById("script").shadowRoot.activeElement !== null));
  await does(page, () => page.keyboard.press("Control+z"));
  assert.equal(await page.textContent("#sum"), "1 destructive command: 1 flawed; 1 finding");
});

look("a fix is applied", "#example=dropbox-2014/failopen.sh", async (page) => {
  await page.click(".result");
  await page.waitForSelector("#detail .apply");
  assert.match(await page.textContent(".diff .added"), /\|\| return 1/);
  await does(page, () => page.click("#detail .apply"));
  assert.equal(await page.textContent("#sum"), "1 destructive command: 1 guarded; 0 findings");
});

look("marks in the editor", "", async (page) => {
  await write(page, "#!/bin/bash\n# \u{1f5d1} é\necho '\u{1f5d1}é'; mkfs.ext4 /dev/sda\n");
  assert.deepEqual(await marked(page), ["mkfs.ext4"]);
  await page.hover("#script .cm-lint-marker-error");
  await page.waitForSelector("#script .cm-tooltip-lint");
  assert.match(await page.textContent("#script .cm-tooltip-lint"), /nothing looks whether/);
  await write(page, "if true; then\n");
  assert.match(await page.textContent("#problems"), /script\.sh:1/);
  assert.ok((await page.locator("#script .cm-lint-marker-error").count()) > 0);
});

look("the configuration", "#example=dropbox-2014/failopen.sh", async (page) => {
  await page.click("[data-file=config]");
  assert.ok(await page.isHidden("#script"));
  await write(page, readExample(".wipelint.toml") + "\n[severity]\nfailopen = \"off\"\n", "config");
  assert.match(await page.textContent("#sum"), /^1 destructive command.*; 0 findings$/);
  await page.keyboard.press("Control+a");
  await does(page, () => page.keyboard.type("guards = 1", { delay: 5 }));
  await page.waitForFunction(() => document.getElementById("problems").textContent.includes("guards"));
  assert.match(await page.textContent("#problems"), /\.wipelint\.toml:1:1 unknown key "guards"/);
  assert.ok((await page.locator("#config .cm-lint-marker-error").count()) > 0);
});

const hostile = "#!/bin/bash\n# </script><script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'>\u001b[2J\u202e\u0007\n" +
  "mkfs.ext4 \"</script><img src=x onerror=window.pwned=1>\u001b]0;x\u0007\"\nrm -rf /var/lib/mysql # ${window.pwned = 1} {{.}}\r\n";

async function harmless(page) {
  assert.ok((await page.locator(".result").count()) > 0);
  for (const r of await page.locator(".result").all()) {
    await r.click();
    await page.waitForSelector("#detail h2");
    await page.click("#detail .head nav a >> nth=0");
  }
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  assert.equal(await page.locator("img:not(.cm-widgetBuffer)").count(), 0);
  assert.equal(await page.locator("script").count(), 2);
  assert.doesNotMatch(await page.evaluate(() => document.body.innerText), /[\u001b\u0007\u202e]/);
}

look("hostile text", "", async (page) => {
  await write(page, hostile);
  await harmless(page);
});

look("a link", "", async (page, context) => {
  await write(page, hostile);
  await page.click("#share");
  await page.waitForFunction(() => location.hash.startsWith("#s="));
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(link, page.url());
  const other = await context.newPage();
  await other.goto(link);
  await settled(other);
  assert.equal(await other.inputValue("#example"), "");
  await harmless(other);
  assert.equal(await other.textContent("#sum"), await page.textContent("#sum"));
  await other.click("#share");
  assert.equal(await other.evaluate(() => navigator.clipboard.readText()), link, "the text comes out as it went in");
});

// Texts that are no link, and one that is short and would become very long.
const zip = async (text) => Buffer.from(await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer()).toString("base64url");
for (const [name, hash] of Object.entries({
  "no base64": "#s=<img src=x onerror=alert(1)>", "no deflate": "#s=AAAA", "no texts": "#s=" + await zip("{\"script\":1}"), "other texts": "#s=" + await zip("[[\"<img>\"],1]"),
  "no UTF-8": "#s=" + await zip(Uint8Array.of(91, 34, 255, 34, 44, 34, 34, 93)), "a bomb": "#s=" + await zip("[\"" + " ".repeat(50_000_000) + "\",\"\"]"),
})) {
  look("a broken link: " + name, hash, async (page) => {
    assert.match(await page.textContent("#story"), /link is broken/);
    assert.equal(await page.textContent("#sum"), "No destructive commands; 0 findings");
    assert.equal(await page.locator("img:not(.cm-widgetBuffer)").count(), 0);
  });
}

look("an example that is not there", "#example=<img src=x onerror=alert(1)>/__proto__", async (page) => {
  assert.equal(await page.locator("img:not(.cm-widgetBuffer)").count(), 0);
  assert.equal(await page.textContent("#sum"), "No destructive commands; 0 findings");
});

// The worker is ended from outside, as a fault would: the page has to go on.
look("the analyser dies", "", async (page) => {
  const [worker] = page.workers();
  await worker.evaluate(() => { globalThis.wipelint = () => { throw new RangeError("Maximum call stack size exceeded"); }; });
  await content(page).focus();
  await page.keyboard.type("#");
  await page.waitForSelector("#trouble:not([hidden])");
  assert.match(await page.textContent("#trouble"), /started anew/);
  await does(page, () => page.keyboard.type("!"));
  assert.ok(await page.isHidden("#trouble"));
  assert.match(await page.textContent("#sum"), /destructive command/);
}, { expected: [/Maximum call stack/] });

look("the analyser hangs", "", async (page) => {
  const [worker] = page.workers();
  await worker.evaluate(() => { globalThis.wipelint = () => { for (;;); }; });
  await content(page).focus();
  await page.keyboard.type("#");
  await page.waitForSelector("#trouble:not([hidden])");
  assert.match(await page.textContent("#trouble"), /was given up/);
  await does(page, () => page.keyboard.type("!"));
  assert.ok(await page.isHidden("#trouble"));
});

look("keyboard", "", async (page) => {
  const at = () => page.evaluate(() => document.activeElement.id || document.activeElement.className);
  const seen = [];
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press("Tab");
    seen.push(await at());
  }
  // Through the editor and out of it: the tab key is not caught there.
  for (const stop of ["skip", "theme", "example", "twin", "share", "script", "result flawed"]) assert.ok(seen.includes(stop), `${stop} is not in ${seen}`);
  while ((await at()) !== "result flawed") await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "H2");
  await page.keyboard.press("ArrowRight");
  assert.match(await page.textContent(".stepper .count"), /^2 /);
});

for (const colorScheme of ["light", "dark"]) {
  look("colours: " + colorScheme, "", async (page) => {
    const lightness = (selector) => page.locator(selector).first().evaluate((e) => {
      const c = document.createElement("canvas").getContext("2d");
      c.fillStyle = getComputedStyle(e).backgroundColor;
      c.fillRect(0, 0, 1, 1);
      return c.getImageData(0, 0, 1, 1).data.slice(0, 3).reduce((a, b) => a + b) / 765;
    });
    for (const part of ["body", "#script .cm-editor", "#script .cm-gutters"]) {
      const l = await lightness(part);
      assert.ok(colorScheme === "dark" ? l < 0.2 : l > 0.85, `${part}: ${l}`);
    }
    await page.click(".result");
    await page.click(".next");
  }, { colorScheme });
}

look("phone", "", async (page) => {
  assert.equal(await wide(page), 0);
  await page.click(".result");
  assert.equal(await wide(page), 0);
  assert.ok(await page.isHidden("#editors"), "the way has the screen for itself");
  for (let i = 0; i < 4; i++) {
    await page.click(".next");
    const free = await page.evaluate(() => document.querySelector(".line.current").getBoundingClientRect().bottom <= document.querySelector(".stepper").getBoundingClientRect().top);
    assert.ok(free, `step ${i + 2} is out of sight`);
  }
  await page.click("#detail .head nav a >> nth=0");
  assert.ok(await page.isVisible("#editors"));
  assert.equal(await wide(page), 0);
}, { width: 360, height: 740 });

look("time while typing", "", async (page) => {
  for (const { name, script, config } of JSON.parse(readFileSync(process.env.WIPELINT_LONG, "utf8"))) {
    await page.click("[data-file=config]");
    await write(page, config, "config");
    await page.click("[data-file=script]");
    await write(page, script);
    // In the middle of the text, where what follows has to be parsed anew.
    await page.keyboard.press("Control+Home");
    for (let i = 0; i < 30; i++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Home");
    for (let i = 0; i < 10; i++) await does(page, () => page.keyboard.type("x")); // the browser has it compiled by then
    await page.evaluate(() => performance.clearMeasures());
    const typed = "echo \"$HOME is the home of $USER on $HOSTNAME\" # ";
    for (const key of typed) {
      const n = await answers(page);
      await page.keyboard.type(key);
      await settled(page, n);
    }
    const times = (await page.evaluate(() => performance.getEntriesByName("wipelint: from a change to its marks").map((e) => e.duration))).sort((a, b) => a - b);
    assert.equal(times.length, typed.length);
    assert.match(await page.textContent("#sum"), /finding/);
    console.log(`${name}: ${script.split("\n").length - 1} lines, ${times.length} keystrokes: median ${times[times.length >> 1].toFixed(0)} ms, worst ${times.at(-1).toFixed(0)} ms, ${times.filter((t) => t >= 100).length} of them 100 ms or more`);
  }
});
