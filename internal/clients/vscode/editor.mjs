// Looks at the extension in a real Visual Studio Code, which code-server shows in a browser: the findings, the verdicts, the view of the
// workspace, the hover, and a fix. WIPELINT_PICTURES names a folder for pictures.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";

const { chromium } = createRequire(join(import.meta.dirname, "..", "browser", "package.json"))("playwright-core");

const pictures = process.env.WIPELINT_PICTURES;
let browser, page;

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.WIPELINT_CHROMIUM, args: ["--no-sandbox"] });
  page = await (await browser.newContext({ viewport: { width: 1150, height: 620 } })).newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(process.env.WIPELINT_EDITOR);
});
after(() => browser?.close());

// open opens a file of the workspace and waits for a finding in it.
async function open(name) {
  const files = page.locator(".explorer-folders-view");
  if (!(await files.isVisible())) await page.locator(".activitybar .action-label[aria-label^=Explorer]").click(); // it hides what is shown
  await page.mouse.move(900, 500); // and its hint would lie on the files
  await page.locator(".explorer-folders-view .label-name", { hasText: name }).dblclick();
  await page.locator(".tab.active", { hasText: name }).waitFor();
}

async function picture(name) {
  // The pointer is out of the way, and what moves has come to rest.
  await page.mouse.move(1140, 500);
  await page.waitForTimeout(1500);
  if (pictures) await page.screenshot({ path: join(pictures, name) });
}

// text is what stands in an element, with blanks as people type them.
const text = async (selector) => (await page.locator(selector).first().innerText()).replaceAll(/\s+/g, " ");

test("a finding as one types, and the verdict beside the command", { timeout: 180_000 }, async () => {
  await page.locator(".explorer-folders-view .label-name", { hasText: "upgrade.sh" }).waitFor();
  await open("upgrade.sh");
  await page.locator(".squiggly-error").first().waitFor();
  await page.locator(".view-line", { hasText: "flawed: failopen" }).waitFor();
});

test("every destructive command of the workspace, in a view of its own", { timeout: 180_000 }, async () => {
  await page.locator(".activitybar .action-label[aria-label*=wipelint]").click();
  await page.getByText("3 scripts, 3 destructive commands").waitFor();
  await page.locator(".monaco-list-row", { hasText: "rm -rf /var/lib/mysql" }).first().waitFor();
  await page.locator(".monaco-list-row", { hasText: "rm -rf /var/lib/mysql/*" }).waitFor();
  assert.match(await text(".activitybar .action-item:has([aria-label*=wipelint]) .badge"), /2/);
  await picture("editor.png");
});

test("the way to the command, from one problem to the next", { timeout: 180_000 }, async () => {
  await page.locator(".view-line", { hasText: "# Upgrades" }).click();
  await page.keyboard.press("F8");
  await page.locator(".zone-widget", { hasText: "which is no answer" }).waitFor();
  await picture("editor-way.png");
  await page.keyboard.press("Escape");
});

test("the hover tells what is destroyed and what is proved", { timeout: 180_000 }, async () => {
  await page.keyboard.press("Control+K");
  await page.keyboard.press("Control+I");
  await page.locator(".monaco-hover", { hasText: "rm -rf /var/lib/mysql" }).first().waitFor();
  assert.match(await text(".monaco-hover:visible"), /that is taken for idle/);
  await page.keyboard.press("Escape");
});

test("a fix is offered first, and does what it says", { timeout: 180_000 }, async () => {
  await open("empty.sh");
  await page.locator(".squiggly-error").first().waitFor();
  await page.locator(".view-line", { hasText: "# Empties" }).click();
  await page.keyboard.press("F8");
  await page.locator(".zone-widget").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+.");
  const first = page.locator(".action-widget .monaco-list-row.action").first();
  await first.waitFor();
  assert.match(await first.innerText(), /go on only with the status/);
  await picture("editor-fix.png");
  await page.keyboard.press("Enter");
  await page.locator(".view-line", { hasText: "rc=0" }).waitFor();
  await page.locator(".squiggly-error").waitFor({ state: "detached" });
});
