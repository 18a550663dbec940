// An editor of a text, with what the analyser says in its margin and below its words.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { shell } from "@codemirror/legacy-modes/mode/shell";
import { toml } from "@codemirror/legacy-modes/mode/toml";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const languages = { shell, toml };

// The colours are the page's: its variables reach into the editor, which has a root of its own.
const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--card)", height: "100%", fontSize: "13.5px" },
  "&.cm-focused": { outline: "none" }, // the box around it has one, which the margin does not cover
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--ink)", padding: "6px 0" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--card)", color: "var(--quiet)", borderRight: "1px solid var(--rule)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--link) 7%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--link) 28%, transparent)" },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--good) 22%, transparent)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "color-mix(in srgb, var(--good) 30%, transparent)" },
  ".cm-specialChar": { color: "var(--bad)" },
  ".cm-step": { backgroundColor: "var(--now)", boxShadow: "inset 3px 0 0 var(--now-edge)" },
  ".cm-lintRange": { backgroundImage: "none", textDecoration: "underline wavy 1.5px", textUnderlineOffset: "3px", paddingBottom: "0" },
  ".cm-lintRange-error": { textDecorationColor: "var(--bad)", backgroundImage: "none" },
  ".cm-lintRange-warning": { textDecorationColor: "var(--ask)", backgroundImage: "none" },
  ".cm-lintRange-info": { textDecorationColor: "var(--note)", backgroundImage: "none" },
  ".cm-lintRange-active": { backgroundColor: "color-mix(in srgb, var(--ask) 18%, transparent)" },
  ".cm-gutter-lint": { width: "1.3em" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0 0.15em" },
  ".cm-lint-marker": { width: "0.8em", height: "0.8em", borderRadius: "50%", margin: "0.33em 0 0" },
  ".cm-lint-marker-error": { content: "''", backgroundColor: "var(--bad)" },
  ".cm-lint-marker-warning": { content: "''", backgroundColor: "var(--ask)", borderRadius: "2px" },
  ".cm-lint-marker-info": { content: "''", backgroundColor: "var(--note)", borderRadius: "2px" },
  ".cm-tooltip, .cm-panels": { backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--rule)" },
  ".cm-tooltip": { borderRadius: "8px", overflow: "hidden", maxWidth: "min(40rem, 90vw)", boxShadow: "0 4px 14px rgb(0 0 0 / 25%)" },
  ".cm-diagnostic": { padding: "0.5rem 0.8rem", font: "14px/1.45 system-ui, sans-serif", whiteSpace: "normal", overflowWrap: "anywhere", marginLeft: "0" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--ask)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--note)" },
  ".cm-diagnosticSource": { color: "var(--quiet)", opacity: "1", fontSize: "85%" },
  ".cm-diagnosticAction": { backgroundColor: "var(--link)", color: "light-dark(#fff, #0f1319)", borderRadius: "5px", padding: "0.15rem 0.6rem", font: "inherit", fontSize: "90%", margin: "0.35rem 0.5rem 0 0" },
  ".cm-panel.cm-panel-lint ul [aria-selected]": { backgroundColor: "color-mix(in srgb, var(--link) 15%, transparent)" },
  ".cm-textfield, .cm-button": { backgroundColor: "var(--back)", backgroundImage: "none", color: "var(--ink)", border: "1px solid var(--rule)", borderRadius: "5px" },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "light-dark(#8527a8, #d59bff)" },
  { tag: [tags.standard(tags.variableName), tags.propertyName], color: "light-dark(#0b57c4, #7ab4ff)" },
  { tag: tags.string, color: "light-dark(#0d6e3f, #7fd0a0)" },
  { tag: [tags.definition(tags.variableName), tags.special(tags.variableName), tags.variableName, tags.attributeName], color: "light-dark(#a04100, #ffb077)" },
  { tag: [tags.operator, tags.number, tags.atom, tags.bool], color: "light-dark(#8a5a00, #d9bb7a)" },
  { tag: [tags.comment, tags.meta], color: "light-dark(#66707c, #8b97a6)", fontStyle: "italic" },
]);

// The line of a step of the way to a command.
const setStep = StateEffect.define();
const stepLine = StateField.define({
  create: () => Decoration.none,
  update(lines, tr) {
    lines = lines.map(tr.changes);
    for (const e of tr.effects) {
      if (!e.is(setStep)) continue;
      lines = e.value && e.value <= tr.state.doc.lines ? Decoration.set(Decoration.line({ class: "cm-step" }).range(tr.state.doc.line(e.value).from)) : Decoration.none;
    }
    return lines;
  },
  provide: (f) => EditorView.decorations.from(f),
});

const severities = { error: "error", warning: "warning", note: "info" };

// typedOver puts in place what is typed over a selection. A browser would keep the look of what was selected, by a style of the
// element that it writes, and the page's policy forbids those.
const typedOver = EditorView.domEventHandlers({
  beforeinput(e, view) {
    if (e.inputType !== "insertText" || e.isComposing || e.data === null || view.state.selection.main.empty) return false;
    view.dispatch(view.state.replaceSelection(e.data), { userEvent: "input.type", scrollIntoView: true });
    e.preventDefault();
    return true;
  },
});

// newEditor makes an editor in a place of the page. It has a root of its own, as styles that a program adds to the page itself
// are forbidden there. changed is called after each change of the text.
export function newEditor(place, { language, label, changed }) {
  const root = place.attachShadow({ mode: "open" });
  const box = document.createElement("div");
  root.append(box);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(":host { display: block } :host([hidden]) { display: none } div:first-child { height: 100% }");
  const view = new EditorView({
    root,
    parent: box,
    state: EditorState.create({
      extensions: [
        // A carriage return is a character to a shell, so it stays one here.
        EditorState.lineSeparator.of("\n"),
        lineNumbers(), lintGutter(), highlightSpecialChars(), history(), drawSelection(), bracketMatching(), highlightActiveLine(), highlightActiveLineGutter(),
        highlightSelectionMatches(), stepLine, typedOver, StreamLanguage.define(languages[language]), syntaxHighlighting(colours), theme,
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap]),
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocorrect: "off", autocapitalize: "off" }),
        EditorView.updateListener.of((u) => { if (u.docChanged) changed(); }),
      ],
    }),
  });
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];

  let marked = view.state.doc; // the text that was marked: edits are of that one
  const apply = (edits) => {
    if (!view.state.doc.eq(marked)) return;
    view.dispatch({ changes: edits.map((e) => ({ from: e.from, to: e.to, insert: e.text })), userEvent: "input.fix" });
    view.focus();
  };
  return {
    view,
    text: () => view.state.doc.toString(),
    // setText puts another text in place. It can be undone.
    setText(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 }, scrollIntoView: true });
    },
    // mark shows what is said of the text, which must be the present one.
    mark(marks) {
      marked = view.state.doc;
      const length = marked.length;
      const clip = (n) => Math.max(0, Math.min(n, length));
      view.dispatch(setDiagnostics(view.state, marks.map((m) => ({
        from: clip(m.from), to: clip(Math.max(m.from, m.to)), severity: severities[m.severity] || "error", source: m.rule || undefined,
        message: [m.message, ...m.advice.map((a) => "help: " + a)].join("\n"),
        actions: m.fixes.map((f) => ({ name: "Apply: " + f.message, apply: () => apply(f.edits) })),
      }))));
    },
    apply,
    // reveal brings a line into view in the editor, and marks nothing.
    reveal(line) {
      if (!line || line > view.state.doc.lines) return;
      view.requestMeasure({
        read: () => view.lineBlockAt(view.state.doc.line(line).from).top - view.scrollDOM.clientHeight / 2,
        write: (top) => { view.scrollDOM.scrollTop = top; },
      });
    },
    // showStep marks a line, or none, and where that is asked for brings it into view in the editor, but not the editor into the
    // window.
    showStep(line, reveal) {
      view.dispatch({ effects: setStep.of(line) });
      if (reveal) this.reveal(line);
    },
  };
}
