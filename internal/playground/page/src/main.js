// The playground: what the editors hold is analysed after each change, and what is found is shown in them, in a list, and in
// the report's view of one command, whose program stands in view.js.
/* global make, button, byId, say, detail, drawCommand, closeCommand, go, startTheme, startDetail */
import { Analyser, loading } from "./analyser.js";
import { newEditor } from "./editor.js";
import { fromLink, toLink } from "./link.js";

const calm = 600; // milliseconds without a change after which fixes are worked out, which takes longer

// What view.js reads.
globalThis.data = { files: [], commands: [], findings: [], errors: [] };
globalThis.around = {
  back: "← Script",
  order: () => data.commands.map((_, i) => i),
  linkTo: (index) => ({ href: "#detail", onclick: (e) => { e.preventDefault(); openCommand(index); } }),
  linkBack: () => ({ href: "#editors", onclick: (e) => { e.preventDefault(); leaveCommand(); } }),
  close: leaveCommand,
  stepped: (step) => script.showStep(step ? step.at.line : 0, !redrawing),
  fixed: (finding, n) => {
    const fix = marks[data.findings.indexOf(finding)]?.fixes[n];
    return fix && button("Apply to the script", { class: "apply", onclick: () => {
      if (getComputedStyle(byId("editors")).display === "none") leaveCommand();
      script.apply(fix.edits);
    } });
  },
};

let marks = [];
let changedAt = 0;
let pause = 0;
let redrawing = false; // what is shown is drawn again, as the text has changed
let opening = false; // the answer that comes is the first one of a text that the page has put in place
let replacing = false; // the text is put in place by the page, and not by a person

const request = (fixes) => ({ script: script.text(), config: config.text(), fixes });
const quick = new Analyser({ patience: 15_000, answered, failed: trouble });
const slow = new Analyser({ patience: 60_000, answered: show, failed: () => {} }); // there is an answer, only without fixes

function changed() {
  if (replacing) return;
  opening = false;
  if (byId("example").value) pickNothing();
  analyse();
}

function analyse() {
  changedAt = performance.now();
  slow.forget();
  clearTimeout(pause);
  quick.ask(request(false), changedAt);
}

const script = newEditor(byId("script"), { language: "shell", label: "Script", changed });
const config = newEditor(byId("config"), { language: "toml", label: "Configuration: guards and destructive commands of your own", changed });
const editors = { script, config };

function answered(answer, since) {
  show(answer);
  performance.measure("wipelint: from a change to its marks", { start: since });
  if (answer.data.commands.length) pause = setTimeout(() => slow.ask(request(true)), calm);
}

// show shows an answer about the present texts.
function show(answer) {
  trouble("");
  const before = detail.command >= 0 ? { command: data.commands[detail.command], rule: ruleShown(), step: detail.step } : null;
  globalThis.data = answer.data;
  marks = answer.script.filter((m) => m.rule); // those of findings, in their order
  script.mark(answer.script);
  config.mark(answer.config);
  const tab = document.querySelector("[data-file=config]");
  tab.classList.toggle("wrong", answer.config.length > 0);
  tab.title = answer.config.length ? "There is a fault in it" : "";
  list();
  if (before) drawAgain(before);
  if (opening) script.reveal((data.findings.find((f) => f.severity === "error") || data.findings[0] || data.commands[0])?.at.line);
  opening = false;
}

function ruleShown() {
  const f = data.findings[data.commands[detail.command].findings[detail.finding]];
  return f ? f.rule : "";
}

// drawAgain shows the command that was shown, if it is still there, at the same step.
function drawAgain({ command, rule, step }) {
  const far = (c) => Math.abs(c.at.line - command.at.line);
  const nearest = data.commands.filter((c) => c.text === command.text || far(c) <= 1)
    .sort((a, b) => (b.text === command.text) - (a.text === command.text) || far(a) - far(b))[0];
  if (!nearest) {
    leaveCommand(false);
    return;
  }
  const which = nearest.findings.findIndex((i) => data.findings[i].rule === rule);
  const inside = byId("detail").contains(document.activeElement);
  redrawing = true;
  drawCommand(data.commands.indexOf(nearest), Math.max(0, which), step);
  redrawing = false;
  if (inside) byId("detail").querySelector("h2").focus({ preventScroll: true });
}

// trouble says what is wrong with the analyser itself; "" is nothing.
function trouble(why) {
  byId("trouble").hidden = !why;
  byId("trouble").textContent = why;
  if (why) byId("sum").textContent = "No answer.";
}

const count = (n, what) => (n === 1 ? "1 " + what : n + " " + what + "s");

// list shows what was found.
function list() {
  const verdicts = ["unguarded", "flawed", "possible", "prompted", "guarded"].map((v) => [v, data.commands.filter((c) => c.verdict === v).length]).filter(([, n]) => n);
  const sites = verdicts.reduce((sum, [, n]) => sum + n, 0);
  const sum = (sites ? count(sites, "destructive command") + ": " + verdicts.map(([v, n]) => n + " " + v).join(", ") : "No destructive commands") + "; " + count(data.findings.length, "finding");
  if (byId("sum").textContent !== sum) byId("sum").textContent = sum; // it is read out when it changes
  byId("problems").hidden = !data.errors.length;
  byId("problems").replaceChildren(...data.errors.map((e) => make("li", {}, e.where ? make("code", {}, e.where) : null, " " + e.message)));
  const at = [...byId("commands").querySelectorAll("button")].indexOf(document.activeElement);
  byId("commands").replaceChildren(...data.commands.map(row));
  if (at >= 0) byId("commands").querySelectorAll("button")[at]?.focus({ preventScroll: true });
}

function row(c, i) {
  return make("li", {}, make("button", { type: "button", class: "result " + (c.verdict || "other"), onclick: () => openCommand(i) },
    make("span", { class: "result-head" }, make("span", { class: "badge sign " + (c.verdict || "other") }, c.verdict || "no verdict"), make("code", {}, c.text), make("span", { class: "quiet" }, "line " + c.at.line), make("span", { class: "quiet onwards", "aria-hidden": "true" }, "step by step →")),
    ...c.findings.map((n) => data.findings[n]).map((f) => make("span", { class: "result-finding" },
      make("span", { class: "severity " + f.severity }, f.rule), " ", f.message)),
    c.findings.length ? null : make("span", { class: "quiet" }, c.guards.length ? "by " + c.guards.map((g) => g.text).join(", ") : "")));
}

function openCommand(index) {
  byId("detail").hidden = false;
  document.body.classList.add("open");
  drawCommand(index);
  byId("detail").querySelector("h2").focus({ preventScroll: true });
  byId("detail").scrollIntoView({ block: "start" });
}

// leaveCommand goes back from a command to the list.
function leaveCommand(back = true) {
  const left = detail.command;
  closeCommand();
  byId("detail").hidden = true;
  document.body.classList.remove("open");
  if (!back) return;
  scrollTo(0, 0);
  byId("commands").querySelectorAll("button")[left]?.focus();
}

// put puts texts in place of those in the editors.
function put(texts) {
  if (detail.command >= 0) leaveCommand(false);
  replacing = true;
  script.setText(texts.script);
  config.setText(texts.config);
  replacing = false;
  chooseFile("script");
  opening = true;
  analyse();
}

function chooseFile(name) {
  for (const b of document.querySelectorAll("[data-file]")) b.setAttribute("aria-pressed", b.dataset.file === name);
  for (const id of Object.keys(editors)) byId(id).hidden = id !== name;
  editors[name].view.requestMeasure();
}

// The examples, by folder/file.
const examples = new Map();
let folders = [];

async function startExamples() {
  try {
    folders = await (await fetch("examples.json")).json();
  } catch (e) {
    trouble("The examples cannot be loaded: " + e.message + ". Load the page again.");
    return;
  }
  for (const folder of folders) {
    const group = make("optgroup", { label: folder.title });
    for (const s of folder.scripts) {
      const name = folder.name + "/" + s.name;
      examples.set(name, { ...s, path: name, folder });
      group.append(make("option", { value: name }, s.name + " – " + (s.rule || "nothing wrong") + (s.pending ? ", not found yet" : "")));
    }
    byId("example").append(group);
  }
}

function pick(name) {
  const example = examples.get(name);
  byId("example").value = name;
  put({ script: example.text, config: example.folder.config });
  byId("story").textContent = example.story + (example.pending ? ". wipelint does not find this yet." : "");
  // From a flawed script to its twin, and back to one that is its flawed twin.
  const twin = example.twin || (example.folder.scripts.find((s) => s.twin === example.name) || {}).name;
  byId("twin").hidden = !twin;
  byId("twin").textContent = example.twin ? "Show the correct twin" : "Show a flawed twin";
  byId("twin").onclick = () => {
    // Back to where one came from, as a correct script may have many twins.
    const from = pick.from && examples.get(pick.from);
    pick.from = name;
    goTo(from && from.folder === example.folder && from.twin === example.name ? from.path : example.folder.name + "/" + twin);
  };
}

function goTo(name) {
  history.replaceState(null, "", "#example=" + name);
  pick(name);
}

function pickNothing() {
  byId("example").value = "";
  byId("story").textContent = "";
  byId("twin").hidden = true;
}

// route puts in place what the address says behind #. It may come from anybody.
async function route(otherwise) {
  let hash = location.hash;
  try {
    const texts = await fromLink(hash);
    if (texts) {
      pickNothing();
      put(texts);
      return;
    }
  } catch {
    put({ script: "", config: "" });
    byId("story").textContent = "The link is broken: it holds no script.";
    return;
  }
  hash = decodeSafely(hash);
  const name = hash.startsWith("#example=") ? hash.slice("#example=".length) : otherwise;
  if (examples.has(name)) pick(name);
  else if (name) put({ script: "", config: "" });
}

function decodeSafely(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

async function share() {
  history.replaceState(null, "", await toLink({ script: script.text(), config: config.text() }));
  const done = (text) => {
    byId("share").textContent = text;
    say(text);
    setTimeout(() => { byId("share").textContent = "Copy link"; }, 2000);
  };
  try {
    await navigator.clipboard.writeText(location.href);
    done("Link copied");
  } catch { // a browser may forbid it
    done("It is in the address");
  }
}

loading.told = (part) => {
  byId("loading").value = part;
  byId("loading").hidden = part >= 1;
};
startTheme();
startDetail();
for (const b of document.querySelectorAll("[data-file]")) b.addEventListener("click", () => { chooseFile(b.dataset.file); editors[b.dataset.file].view.focus(); });
byId("example").addEventListener("change", (e) => { if (e.target.value) goTo(e.target.value); });
byId("share").addEventListener("click", share);
addEventListener("hashchange", () => route(""));
await startExamples();
await route("dropbox-2014/failopen.sh");
