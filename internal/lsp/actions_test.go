package lsp

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/analyzers/unguarded"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/rule"
)

func TestCodeActions(t *testing.T) {
	folder := root(t, map[string]string{})
	c := newClient(t, Options{Rules: []*rule.Rule{mending, unguarded.Rule}})
	c.start(folder, everything)
	text := "#!/bin/bash\nif true; then\n\tx=é mkfs.ext4 \\\n\t\t/dev/sdb1\nfi\n"
	uri := c.open(filepath.Join(folder, "a.sh"), text)
	list := c.published(uri, 1)
	wantRules(t, list, "unguarded@3 mending@3")
	ask := func(r textRange, only ...string) (actions []codeAction) {
		t.Helper()
		c.call("textDocument/codeAction", map[string]any{
			"textDocument": textDocumentID{uri}, "range": r, "context": map[string]any{"diagnostics": list, "only": only}}, &actions)
		return actions
	}
	titles := func(actions []codeAction) string {
		var out []string
		for _, a := range actions {
			out = append(out, a.Title)
		}
		return strings.Join(out, "; ")
	}
	actions := ask(list[0].Range)
	if got := titles(actions); got != "only say it (check what it changes); Suppress unguarded here, with a reason; Suppress mending here, with a reason" {
		t.Fatalf("actions: %s", got)
	}
	fix := actions[0]
	changes := fix.Edit.DocumentChanges
	if fix.Kind != "quickfix" || len(fix.Diagnostics) != 1 || fix.Diagnostics[0].Code != "WL1999" || len(changes) != 1 ||
		changes[0].TextDocument.URI != uri || *changes[0].TextDocument.Version != 1 {
		t.Errorf("%+v", fix)
	}
	if got, want := apply(t, text, changes[0].Edits, utf8Units), strings.Replace(text, "mkfs.ext4", "echo mkfs.ext4 --", 1); got != want {
		t.Errorf("the fix makes %q, want %q", got, want)
	}
	comment := actions[1].Edit.DocumentChanges[0].Edits
	if got, want := apply(t, text, comment, utf8Units), strings.Replace(text, "\tx=é", "\t# wipelint:disable=unguarded reason=\"\"\n\tx=é", 1); got != want {
		t.Errorf("suppressing makes %q, want %q", got, want)
	}
	if got := titles(ask(list[0].Range, "quickfix")); !strings.Contains(got, "only say it") {
		t.Errorf("quick fixes: %q", got)
	}
	if got := titles(ask(list[0].Range, "refactor", "source.organizeImports")); got != "" {
		t.Errorf("of other kinds: %q", got)
	}
	// Nothing is safe here, so there is nothing to fix at once.
	if got := titles(ask(list[0].Range, "source.fixAll")); got != "" {
		t.Errorf("fix all: %q", got)
	}
	list = nil
	if got := titles(ask(textRange{position{0, 0}, position{0, 3}})); got != "" {
		t.Errorf("on another line: %q", got)
	}

	// Without documentChanges, and with no actions for a client that knows only commands.
	c = newClient(t, Options{Rules: []*rule.Rule{mending}})
	c.start(folder, `{"textDocument": {"codeAction": {"codeActionLiteralSupport": {}}}}`)
	c.open(filepath.Join(folder, "a.sh"), text)
	if plain := ask(textRange{position{2, 6}, position{2, 6}}); len(plain) != 2 || len(plain[0].Edit.Changes[uri]) != 2 {
		t.Errorf("%+v", plain)
	}
	c = newClient(t, Options{Rules: []*rule.Rule{mending}})
	c.start(folder, `{}`)
	c.open(filepath.Join(folder, "a.sh"), text)
	if none := ask(textRange{position{2, 6}, position{2, 6}}); len(none) != 0 {
		t.Errorf("%+v", none)
	}
	// With a snippet.
	c = newClient(t, Options{Rules: []*rule.Rule{mending}})
	c.start(folder, strings.Replace(everything, `"documentChanges": true`, `"documentChanges": true, "snippetEditSupport": true`, 1))
	c.open(filepath.Join(folder, "a.sh"), text)
	withSnippet := ask(textRange{position{2, 6}, position{2, 6}})
	if edit := withSnippet[1].Edit.DocumentChanges[0].Edits[0]; edit.NewText != nil || edit.Snippet == nil ||
		edit.Snippet.Value != "\t# wipelint:disable=mending reason=\"${1}\"\n" {
		t.Errorf("%+v", edit)
	}
}

func TestSafeEdits(t *testing.T) {
	at := func(from, to int) driver.Place {
		return driver.Place{File: "/a.sh", Line: 1, Column: from, EndLine: 1, EndColumn: to}
	}
	fix := func(safe bool, message string, edits ...driver.Edit) driver.Fix {
		return driver.Fix{Message: message, Safe: safe, Edits: edits}
	}
	edit := func(from, to int, text string) driver.Edit {
		return driver.Edit{Place: at(from, to), NewText: text}
	}
	finding := func(fixes ...driver.Fix) *driver.Finding {
		return &driver.Finding{Place: at(1, 2), Fixes: fixes}
	}
	doc := &document{uri: "file:///a.sh", path: "/a.sh", text: newText([]byte("0123456789\n")), shell: true}
	snap := newSnapshot("/")
	snap.docs["/a.sh"] = doc
	f := &found{snap: snap, Results: &driver.Results{Findings: []*driver.Finding{
		finding(fix(false, "unsafe", edit(1, 2, "x"))),
		finding(fix(true, "one way", edit(2, 3, "A"), edit(9, 9, "Z")), fix(true, "another", edit(4, 5, "x"))),
		finding(fix(true, "in its way", edit(3, 4, "x")), fix(true, "out of it", edit(6, 7, "B"))),
		finding(fix(true, "the same end", edit(9, 9, "Z"))),
		finding(fix(true, "elsewhere", driver.Edit{Place: driver.Place{File: "/b.sh", Line: 1, Column: 1, EndLine: 1, EndColumn: 1}, NewText: "x"})),
	}}}
	s := &server{}
	got, ok := s.edit(f, f.safeEdits("/a.sh"))
	if !ok {
		t.Fatal("no edit")
	}
	if text := apply(t, "0123456789\n", got.Changes["file:///a.sh"], utf16Units); text != "0A234B67Z89\n" {
		t.Errorf("all safe fixes make %q", text)
	}
}
