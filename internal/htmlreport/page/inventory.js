// The inventory: a table of all destructive commands that can be sorted and filtered.

const firstRows = 300; // more are shown when asked for

const inventory = { verdict: "", sort: "danger", down: true, all: false };
const badness = { "": 0, guarded: 1, prompted: 2, possible: 3, flawed: 4, unguarded: 4 };
const gravity = { note: 0, warning: 1, error: 2 };

// danger orders commands: by the worst severity of their findings, then by verdict.
const danger = data.commands.map((c) => Math.max(-1, ...c.findings.map((i) => gravity[data.findings[i].severity] ?? 0)) * 10 + badness[c.verdict]);

// What of a command is searched for text.
const haystack = data.commands.map((c) =>
  [c.text, c.verdict, data.files[c.at.file].name, ...c.rules, c.kind, c.target, ...c.owners, ...[...c.guards, ...c.questions, ...c.assumes].map((g) => g.text), ...c.notes,
    ...c.findings.map((i) => data.findings[i].message + " " + data.findings[i].code + " " + (replayMark(data.findings[i].replay)?.textContent || ""))].join("\n").toLowerCase());

const ruleOf = (c) => c.rules[0] || "";

const comparisons = {
  place: (a, b) => a - b,
  danger: (a, b) => danger[a] - danger[b],
  command: (a, b) => compareText(data.commands[a].text, data.commands[b].text),
  rule: (a, b) => compareText(ruleOf(data.commands[a]), ruleOf(data.commands[b])),
};

function compareText(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

// chosen gives the indexes of the commands that the filters let through, in order.
function chosen() {
  const words = byId("text").value.toLowerCase().split(/\s+/).filter(Boolean);
  const rule = byId("rule").value;
  const file = byId("file").value;
  const list = [];
  data.commands.forEach((c, i) => {
    if (inventory.verdict && c.verdict !== inventory.verdict) return;
    if (rule && !c.rules.includes(rule)) return;
    if (file && String(c.at.file) !== file) return;
    if (words.every((w) => haystack[i].includes(w))) list.push(i);
  });
  const compare = comparisons[inventory.sort];
  list.sort((a, b) => (inventory.down ? compare(b, a) : compare(a, b)) || a - b);
  return list;
}

// proof says why a command has its verdict.
function proof(c) {
  const cell = make("td", { class: "proof", "data-label": "Guards and proof" });
  const line = (word, guards) => {
    if (!guards.length) return;
    const item = make("div", {}, make("span", { class: "quiet" }, word + " "));
    guards.forEach((g, i) => item.append(i ? ", " : "", make("code", {}, g.text), make("span", { class: "quiet" }, " " + where(g.at, c.at.file))));
    cell.append(item);
  };
  line(c.verdict === "guarded" ? "by" : "asked:", c.guards.filter((g) => !g.made));
  line("its own:", c.verdict === "guarded" ? c.guards.filter((g) => g.made) : []);
  line("confirmed by a person:", c.questions);
  if (!c.guards.length && !c.questions.length) cell.append(make("span", { class: "quiet" }, c.verdict === "flawed" ? "no guard of its target" : c.verdict ? "no guard asked" : ""));
  for (const a of c.assumes) cell.append(make("div", { class: "quiet" }, "assumes that " + a.text + " (" + where(a.at, c.at.file) + ")"));
  for (const n of c.notes) cell.append(make("div", { class: "quiet" }, n));
  return cell;
}

function row(i) {
  const c = data.commands[i];
  const name = data.files[c.at.file].name;
  return make("tr", { "data-command": i, class: "row " + (c.verdict || "other"), onclick: (e) => {
    if (!e.target.closest("a") && !String(getSelection())) location.hash = "#" + (i + 1);
  } },
    make("td", { class: "verdict" }, badge(c)),
    make("td", { class: "place", "data-label": "Place" }, make("span", { class: "name" }, ...pieces(name)), make("span", { class: "quiet" }, ":" + c.at.line + ":" + c.at.column)),
    make("td", { class: "command" }, make("a", { href: "#" + (i + 1), class: "open" }, make("code", {}, c.text)), c.kind ? make("div", { class: "quiet what" }, c.kind + (c.owners.length ? " of " + c.owners.join(", ") : "")) : null),
    make("td", { class: "rule", "data-label": "Rule" }, c.rules.join(", ") || make("span", { class: "quiet" }, "–"),
      ...c.findings.map((n) => replayMark(data.findings[n].replay)).filter(Boolean).map((mark) => make("div", {}, mark))),
    proof(c));
}

// draw writes the table anew.
function draw() {
  const list = chosen();
  const some = inventory.all ? list : list.slice(0, firstRows);
  byId("rows").replaceChildren(...some.map(row));
  if (!some.length) byId("rows").append(make("tr", {}, make("td", { colSpan: 5, class: "quiet none" }, data.commands.length ? "Nothing is left by these filters." : "No destructive commands.")));
  byId("more").hidden = some.length === list.length;
  byId("more").textContent = "Show all " + list.length;
  byId("shown").textContent = list.length === data.commands.length ? "" : list.length + " of " + data.commands.length + " shown";
  for (const b of document.querySelectorAll("[data-verdict]")) b.setAttribute("aria-pressed", b.dataset.verdict === inventory.verdict);
  for (const b of document.querySelectorAll("[data-rule]")) b.setAttribute("aria-pressed", b.dataset.rule === byId("rule").value);
  for (const b of document.querySelectorAll("[data-sort]")) {
    b.parentElement.setAttribute("aria-sort", b.dataset.sort !== inventory.sort ? "none" : inventory.down ? "descending" : "ascending");
  }
}

function startInventory() {
  const rules = [...new Set(data.commands.flatMap((c) => c.rules))].sort();
  byId("rule").append(...rules.map((r) => make("option", { value: r }, r)));
  const files = [...new Set(data.commands.map((c) => c.at.file))];
  byId("file").append(...files.map((f) => make("option", { value: String(f) }, data.files[f].name)));
  for (const b of document.querySelectorAll("[data-verdict]")) {
    b.addEventListener("click", () => {
      inventory.verdict = inventory.verdict === b.dataset.verdict ? "" : b.dataset.verdict;
      draw();
    });
  }
  for (const b of document.querySelectorAll("[data-rule]")) {
    b.addEventListener("click", () => {
      byId("rule").value = byId("rule").value === b.dataset.rule ? "" : b.dataset.rule;
      draw();
    });
  }
  for (const b of document.querySelectorAll("[data-sort]")) {
    b.addEventListener("click", () => {
      // The worst verdict is what is looked for, so it comes first.
      inventory.down = inventory.sort === b.dataset.sort ? !inventory.down : b.dataset.sort === "danger";
      inventory.sort = b.dataset.sort;
      draw();
    });
  }
  byId("text").addEventListener("input", draw);
  byId("rule").addEventListener("change", draw);
  byId("file").addEventListener("change", draw);
  document.querySelector(".filters").addEventListener("submit", (e) => e.preventDefault());
  byId("clear").addEventListener("click", () => {
    inventory.verdict = "";
    for (const id of ["text", "rule", "file"]) byId(id).value = "";
    draw();
  });
  byId("more").addEventListener("click", () => {
    inventory.all = true;
    draw();
  });
  if (data.errors.length) {
    byId("errors").hidden = false;
    byId("errors").append(make("h2", {}, "Could not be analysed"), make("ul", {}, ...data.errors.map((e) =>
      make("li", {}, e.where ? make("code", {}, e.where) : null, (e.where ? " " : "") + e.message))));
  }
  draw();
}
