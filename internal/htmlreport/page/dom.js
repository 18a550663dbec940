// What the views are made with. Texts from scripts get into the page by textContent alone. "data" is what there is to show.

const byId = (id) => document.getElementById(id);

// make makes an element. Properties that begin with "aria-" or "data-", and others that are no property of elements, are
// attributes; on… are what happens; the rest of the arguments are children.
function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((c) => c !== null && c !== undefined));
  return element;
}

const button = (text, properties) => make("button", { type: "button", ...properties }, text);

// where writes a place; the file's name only where it is another one.
function where(at, file) {
  const name = at.file === file ? "" : data.files[at.file].name + ":";
  return name + at.line + ":" + at.column;
}

// pieces lets a path break behind its slashes.
const pieces = (name) => name.split(/(?<=\/)/).flatMap((p, i) => (i ? [make("wbr"), p] : [p]));

// badge shows a verdict by a word, a sign and a colour, so that none of them is needed alone.
const badge = (c) => make("span", { class: "badge sign " + (c.verdict || "other") }, c.verdict || "no verdict");

const baseName = (name) => name.slice(name.lastIndexOf("/") + 1);

// say lets a screen reader speak.
function say(text) {
  byId("said").textContent = text;
}

// What came of running the script in the world of a finding; nothing where that was not asked for.
const replays = {
  reached: ["▶ reached", "run in the world of the finding, the script reaches the command"],
  "not reached": ["▷ not reached", "run in the worlds of the finding that were tried, the script does not reach the command"],
  unknown: ["? replay unknown", "whether the script reaches the command in the world of the finding could not be found out"],
};

function replayMark(r) {
  if (!r || !(r.verdict in replays)) return null;
  const [text, title] = replays[r.verdict];
  return make("span", { class: "replay " + r.verdict.replace(" ", "-"), title: title + (r.why ? ": " + r.why : "") }, text);
}
