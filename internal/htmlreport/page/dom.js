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

const baseName = (name) => name.slice(name.lastIndexOf("/") + 1);

// say lets a screen reader speak.
function say(text) {
  byId("said").textContent = text;
}
