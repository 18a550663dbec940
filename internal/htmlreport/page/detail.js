// One command: the script, and the way to the command drawn on it step by step. "around" is what it has to know of the page
// that it is shown on: the order of the commands, and how to leave for another one or for the page; what else it has may be
// left out.

const detail = { command: -1, finding: -1, steps: [], step: 0, rows: new Map() };

// stepsOf gives the way to a command: the witness of a finding, or the guards that prove the command, and the command.
function stepsOf(c, f) {
  const asked = c.verdict === "prompted" && c.questions.length;
  if (f && f.steps.length > (asked ? 1 : 0)) return f.steps; // a way of one step says nothing of the question
  if (f && !asked) return [...f.related, { at: f.at, text: f.message, guard: -1, answer: "" }];
  const looks = (g) => (g.looks ? "`" + g.text + "` looks at " + g.looks : "`" + g.text + "` is asked");
  const guards = c.guards.map((g) => ({
    at: g.at, guard: -1, answer: c.verdict === "guarded" && !g.made ? "idle" : "",
    text: g.made ? "this script has made the target itself" : looks(g) + (c.verdict === "guarded" ? "; the script goes on only when it answers idle" : ""),
  }));
  const questions = c.questions.map((q) => ({ at: q.at, guard: -1, answer: "", text: "a person is asked, and goes on only with the expected answer: nothing else protects" }));
  const assumed = c.assumes.map((a) => ({ at: a.at, guard: -1, answer: "", text: "the verdict assumes that " + a.text }));
  const does = c.does ? "the destructive command " + c.does + (c.target ? ", here " + c.target : "") : "the destructive command";
  return [...guards, ...questions, ...assumed, { at: c.at, text: does, guard: -1, answer: "" }];
}

// showCommand goes to a command with one of its findings.
function showCommand(index, which = 0) {
  drawCommand(index, which);
  byId("detail").querySelector("h2").focus({ preventScroll: true });
  scrollTo(0, 0);
}

// drawCommand shows a command at one of its steps, and leaves focus and window where they are.
function drawCommand(index, which = 0, step = 0) {
  const c = data.commands[index];
  detail.command = index;
  detail.finding = which;
  const f = data.findings[c.findings[which]];
  detail.steps = stepsOf(c, f);
  detail.rows = new Map();
  const view = byId("detail");
  view.replaceChildren(head(index, c, f), c.findings.length > 1 ? tabs(index, c) : "",
    make("div", { class: "panes" }, make("div", { class: "code" }, ...codeFiles(c)), make("aside", { class: "way", "aria-label": "The way to the command" }, stepper(f), stepList(f), f && f.guards.length ? world(f) : null)),
    f ? remedy(f) : "");
  go(step, false);
}

function closeCommand() {
  byId("detail").replaceChildren();
  detail.command = -1;
  detail.steps = [];
  around.stepped?.(null);
}

function head(index, c, f) {
  const notes = f && f.notes.length ? f.notes : c.notes;
  const order = around.order();
  const at = order.indexOf(index);
  const link = (text, label, to) => make(to === undefined ? "span" : "a", { class: "nav", ...(to === undefined ? { "aria-hidden": "true" } : { ...around.linkTo(to), "aria-label": label }) }, text);
  return make("div", { class: "head" },
    make("nav", { "aria-label": "Commands" },
      make("a", { class: "nav", ...around.linkBack() }, around.back), link("↑", "Previous command", order[at - 1]), link("↓", "Next command", at < 0 ? undefined : order[at + 1])),
    make("h2", { tabIndex: -1 }, make("code", {}, c.text)),
    make("p", { class: "facts" },
      badge(c), " ",
      f ? make("span", { class: "severity " + f.severity }, f.severity + " ", f.page ? make("a", { href: f.page, rel: "noreferrer" }, f.code + " " + f.rule) : f.code + " " + f.rule) : null, " ",
      f ? replayMark(f.replay) : null, " ",
      make("span", { class: "quiet" }, data.files[c.at.file].name + ":" + c.at.line + ":" + c.at.column)),
    f ? make("p", { class: "message" }, f.message) : null,
    f && f.world ? make("p", { class: "quiet in-world" }, "It happens ", ...ticks(f.world), ".") : null,
    f && f.replay ? make("p", { class: "quiet" }, "Replay: " + replays[f.replay.verdict][1] + (f.replay.why ? ": " + f.replay.why : "")) : null,
    ...notes.map((n) => make("p", { class: "quiet" }, "Note: " + n)));
}

// tabs choose between several findings of one command.
function tabs(index, c) {
  return make("div", { class: "tabs", role: "group", "aria-label": "Findings of this command" }, ...c.findings.map((i, n) =>
    button(data.findings[i].rule, { "aria-pressed": String(n === detail.finding), onclick: () => {
      showCommand(index, n);
      byId("detail").querySelectorAll(".tabs button")[n].focus();
    } })));
}

// codeFiles shows the files that the steps go through, with the numbers of the steps beside their lines.
function codeFiles(c) {
  const files = [...new Set([...detail.steps.map((s) => s.at.file), c.at.file])];
  return files.map((index) => {
    const f = data.files[index];
    const body = make("div", { class: "lines" });
    let before = 0;
    for (const l of f.lines) {
      if (l.n !== before + 1) body.append(gap(before, l.n));
      before = l.n;
      const key = index + ":" + l.n;
      const numbers = detail.steps.flatMap((s, i) => (s.at.file + ":" + s.at.line === key ? [i] : []));
      const text = make("span", { class: "text" }, ...l.p.map(([kind, t]) => make("span", { class: kind }, t)));
      const marks = make("span", { class: "marks" }, ...numbers.map((i) => button(String(i + 1), {
        class: "mark", tabIndex: -1, "data-step": i, "aria-hidden": "true", title: detail.steps[i].text, onclick: () => go(i, true),
      })));
      const line = make("div", { class: "line" }, marks, make("span", { class: "number", "aria-hidden": "true" }, String(l.n)), text);
      detail.rows.set(key, line);
      body.append(line);
    }
    if (f.total > before) body.append(gap(before, f.total + 1));
    return make("section", { class: "file" }, make("h3", {}, f.name), f.note ? make("p", { class: "quiet file-note" }, f.note) : null,
      make("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": "Source of " + f.name }, body));
  });
}

function gap(before, next) {
  const n = next - before - 1;
  return make("div", { class: "gap" }, n === 1 ? "⋯ 1 line" : "⋯ " + n + " lines");
}

function stepper(f) {
  return make("div", { class: "stepper", role: "group", "aria-label": "Steps" },
    button("← Back", { class: "back", "aria-keyshortcuts": "ArrowLeft", onclick: () => go(detail.step - 1, true) }),
    make("span", { class: "count" }),
    button("Next →", { class: "next", "aria-keyshortcuts": "ArrowRight", onclick: () => go(detail.step + 1, true) }),
    make("span", { class: "now" }));
}

const answers = { idle: "idle", active: "in use", error: "fails to answer" };

function stepList(f) {
  const title = f && f.steps.length ? "How the script gets there" : f ? "What matters" : "What stands before it";
  return make("div", {}, make("h3", {}, title), make("ol", { class: "steps" }, ...detail.steps.map((s, i) =>
    make("li", {}, button("", { class: "step", "data-step": i, tabIndex: -1, onclick: () => go(i, true), onkeydown: (e) => rove(e, i) })))));
}

// rove moves through the list of steps, of which one is in the order of the tab key.
function rove(e, i) {
  const to = { ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: detail.steps.length - 1 }[e.key];
  if (to === undefined) return;
  e.preventDefault();
  e.stopPropagation();
  go(to, true);
  byId("detail").querySelector(`.step[data-step="${detail.step}"]`).focus({ preventScroll: true });
}

// world lists the guards on the way with what they have answered so far.
function world() {
  return make("div", {}, make("h3", {}, "The guards in this world"), make("ul", { class: "world" }));
}

function drawWorld(f) {
  const list = byId("detail").querySelector(".world");
  if (!list) return;
  const said = f.guards.map(() => "");
  detail.steps.slice(0, detail.step + 1).forEach((s) => {
    if (s.guard >= 0) said[s.guard] = s.answer;
  });
  list.replaceChildren(...f.guards.map((g, i) => make("li", {}, make("code", {}, g.text), make("span", { class: "quiet" }, " line " + g.line + " "),
    make("span", { class: "answer " + (said[i] || "unasked") }, answers[said[i]] || "not asked yet"))));
}

// go goes to a step: its line is marked and brought into view, and what it says stands below it.
function go(to, speak) {
  const steps = detail.steps;
  if (!steps.length) return;
  detail.step = Math.max(0, Math.min(to, steps.length - 1));
  const view = byId("detail");
  const now = steps[detail.step];
  for (const e of view.querySelectorAll(".said, .here")) e.remove();
  for (const e of view.querySelectorAll(".current, .been, .on")) e.classList.remove("current", "been", "on");
  steps.slice(0, detail.step).forEach((s) => detail.rows.get(s.at.file + ":" + s.at.line)?.classList.add("been"));
  for (const e of view.querySelectorAll(".mark")) {
    const i = Number(e.dataset.step);
    e.classList.toggle("passed", i < detail.step);
    e.classList.toggle("at", i === detail.step);
  }
  const line = detail.rows.get(now.at.file + ":" + now.at.line);
  if (line) {
    line.classList.add("current");
    const parts = line.querySelector(".text").children;
    for (let i = now.at.from; i < now.at.to; i++) parts[i]?.classList.add("on");
    line.after(make("div", { class: "said " + now.answer, "aria-hidden": "true" }, make("span", { class: "text" }, detail.step + 1 + ". ", ...ticks(now.text))));
    reveal(line, speak);
  }
  drawSteps();
  const f = data.findings[data.commands[detail.command].findings[detail.finding]];
  if (f) drawWorld(f);
  view.querySelector(".back").disabled = detail.step === 0;
  view.querySelector(".next").disabled = detail.step === steps.length - 1;
  view.querySelector(".count").textContent = detail.step + 1 + " / " + steps.length;
  view.querySelector(".now").textContent = now.text;
  around.stepped?.(now);
  if (speak) say(`Step ${detail.step + 1} of ${steps.length}, line ${now.at.line}: ${now.text}`);
}

function drawSteps() {
  const home = data.commands[detail.command].at.file;
  for (const e of byId("detail").querySelectorAll(".step")) {
    const i = Number(e.dataset.step);
    const s = detail.steps[i];
    const here = i === detail.step;
    e.tabIndex = here ? 0 : -1;
    e.classList.toggle("passed", i < detail.step);
    if (here) e.setAttribute("aria-current", "step");
    else e.removeAttribute("aria-current");
    e.replaceChildren(make("span", { class: "step-where" }, s.at.file === home ? "line " + s.at.line : baseName(data.files[s.at.file].name) + ":" + s.at.line),
      make("span", { class: "step-text " + s.answer }, ...ticks(s.text)));
  }
}

// reveal brings a line to the middle of its scrolling box, and the box into the window if it was asked for.
function reveal(line, asked) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const box = line.closest(".scroll");
  const inner = box.clientHeight;
  const top = line.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
  const most = Math.max(0, box.scrollHeight - inner);
  const to = Math.max(0, Math.min(top - inner / 2 + line.offsetHeight, most));
  box.scrollTo({ top: to, left: 0, behavior: calm ? "auto" : "smooth" });
  if (!asked) return;
  // Where the line will be in the window. Below it there is what it says and, on a phone, the buttons.
  const at = box.getBoundingClientRect().top + top - to;
  const low = innerHeight - 200;
  if (at < 60) scrollBy({ top: at - 60 });
  else if (at > low) scrollBy({ top: at - low });
}

// remedy says what to write instead.
function remedy(f) {
  if (!f.advice.length && !f.fixes.length) return "";
  return make("section", { class: "remedy", "aria-label": "What to write instead" }, make("h3", {}, "What to write instead"),
    ...f.advice.map((a) => make("p", { class: "advice" }, ...ticks(a))),
    ...f.fixes.map((x, i) => make("div", { class: "fix" }, make("p", {}, ...ticks(x.message)), ...x.files.map(diff), around.fixed?.(f, i))));
}

// ticks sets what stands between backquotes as code.
function ticks(text) {
  return text.split("`").map((t, i, all) => (i % 2 && i < all.length - 1 ? make("code", {}, t) : i % 2 ? "`" + t : t));
}

function diff(d) {
  const kinds = { "+": "added", "-": "taken", "@": "hunk" };
  return make("figure", { class: "diff" }, make("figcaption", {}, d.name), make("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": "The fix in " + d.name },
    make("pre", {}, ...d.lines.map(([kind, text]) => make("div", { class: kinds[kind] || "same" }, (kind === "@" ? "" : kind + " ") + text)))));
}

function startDetail() {
  addEventListener("keydown", (e) => {
    if (detail.command < 0 || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
    if (e.target.closest("input, select, textarea, .editor")) return;
    if (e.key === "ArrowRight") go(detail.step + 1, true);
    else if (e.key === "ArrowLeft") go(detail.step - 1, true);
    else if (e.key === "Escape") around.close();
    else return;
    e.preventDefault();
  });
}
