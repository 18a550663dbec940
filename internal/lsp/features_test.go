package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"
	goanalysis "golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/failopen"
	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/analyzers/unguarded"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/rule"
)

// root makes a folder with files, which is a repository.
func root(t testing.TB, files map[string]string) string {
	t.Helper()
	folder, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	files[".git/HEAD"] = ""
	for name, text := range files {
		write(t, filepath.Join(folder, name), text)
	}
	return folder
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// rules lists what diagnostics are about: the rules' names and the lines, from 1.
func rulesOf(list []diagnostic) string {
	var out []string
	for _, d := range list {
		name, _, _ := strings.Cut(d.Message, ":")
		out = append(out, fmt.Sprintf("%s@%d", name, d.Range.Start.Line+1))
	}
	return strings.Join(out, " ")
}

func wantRules(t *testing.T, got []diagnostic, want string) {
	t.Helper()
	if rulesOf(got) != want {
		t.Errorf("diagnostics %s, want %s", rulesOf(got), want)
	}
}

const wipe = "#!/bin/bash\nmkfs.ext4 /dev/sdb1\n"

const guarded = "#!/bin/bash\nset -e\nrc=0\npgrep -x mysqld || rc=$?\n[ \"$rc\" -eq 1 ] || exit 1\nrm -rf /var/lib/mysql\n"

func TestLifecycle(t *testing.T) {
	c := newClient(t, Options{Version: "v1"})
	c.fails(codeNotInitialized, "textDocument/hover", struct{}{})
	c.fails(codeNotInitialized, "shutdown", nil)
	c.notify("textDocument/didOpen", map[string]any{})
	result := c.start("", everything)
	if result.ServerInfo != (serverInfo{"wipelint", "v1"}) || result.Capabilities.PositionEncoding != utf8Units {
		t.Errorf("%+v", result)
	}
	c.fails(jsonrpc2.CodeInvalidRequest, "initialize", map[string]any{"capabilities": map[string]any{}})
	c.fails(jsonrpc2.CodeMethodNotFound, "textDocument/definition", struct{}{})
	c.fails(jsonrpc2.CodeMethodNotFound, "$/unknown", struct{}{})
	c.notify("$/unknown", struct{}{})
	c.notify("unknown/notification", struct{}{})
	c.call("shutdown", nil, nil)
	c.fails(jsonrpc2.CodeInvalidRequest, "textDocument/hover", struct{}{})
	c.fails(jsonrpc2.CodeInvalidRequest, "shutdown", nil)
	if code := c.exit(); code != 0 {
		t.Errorf("exit code %d after shutdown, want 0", code)
	}

	c = newClient(t, Options{})
	c.start("", everything)
	if code := c.exit(); code != 1 {
		t.Errorf("exit code %d without shutdown, want 1", code)
	}
	c = newClient(t, Options{})
	c.start("", everything)
	c.call("shutdown", nil, nil)
	_ = c.conn.Close()
	if code := c.leave(); code != 1 {
		t.Errorf("exit code %d of a client that hung up, want 1", code)
	}
	c = newClient(t, Options{})
	if code := c.exit(); code != 1 {
		t.Errorf("exit code %d before initialize, want 1", code)
	}
}

func TestWrongParameters(t *testing.T) {
	c := newClient(t, Options{})
	folder := root(t, map[string]string{})
	c.start(folder, everything)
	uri := c.open(filepath.Join(folder, "a.sh"), wipe)
	for method := range questions {
		if method == "workspace/diagnostic" {
			continue
		}
		c.fails(jsonrpc2.CodeInvalidParams, method, map[string]any{"textDocument": 5})
		c.fails(jsonrpc2.CodeInvalidParams, method, []int{1})
		c.fails(jsonrpc2.CodeInvalidParams, method, map[string]any{})
		c.fails(jsonrpc2.CodeInvalidParams, method, map[string]any{"textDocument": map[string]any{"uri": "file:///not/open.sh"}})
		c.fails(jsonrpc2.CodeInvalidParams, method, map[string]any{"textDocument": map[string]any{"uri": "no uri"}})
	}
	c.fails(jsonrpc2.CodeInvalidParams, "textDocument/hover", map[string]any{
		"textDocument": map[string]any{"uri": uri}, "position": map[string]any{"line": -1, "character": 0}})
	// What is wrong with a notification is logged, and the state stays as it was.
	for _, p := range []string{
		`{"textDocument": {"uri": "` + uri + `", "version": "x"}, "contentChanges": []}`,
		`{"textDocument": {"uri": "` + uri + `", "version": 2}, "contentChanges": [{"range": {"start": {"line": 2, "character": 0}, "end": {"line": 1, "character": 0}}, "text": ""}]}`,
		`{"textDocument": {"uri": "file:///not/open.sh", "version": 2}, "contentChanges": [{"text": ""}]}`,
	} {
		c.notify("textDocument/didChange", json.RawMessage(p))
		select {
		case note := <-c.notes:
			if !strings.HasPrefix(note, "textDocument/didChange: ") {
				t.Errorf("logged %q", note)
			}
		case <-time.After(patience):
			t.Fatalf("nothing is logged of %s", p)
		}
	}
	wantRules(t, c.published(uri, 1), "unguarded@2")
}

func TestPushedDiagnostics(t *testing.T) {
	text := testdata(t, "incidents/dropbox-2014/failopen.sh")
	folder := root(t, map[string]string{".wipelint.toml": testdata(t, "incidents/dropbox-2014/.wipelint.toml")})
	c := newClient(t, Options{})
	c.start(folder, everything)
	uri := c.open(filepath.Join(folder, "failopen.sh"), text)
	list := c.published(uri, 1)
	wantRules(t, list, "failopen@97")
	d := list[0]
	if d.Range != (textRange{position{96, 4}, position{96, 16}}) || d.Severity != 1 || d.Code != "WL1005" || d.Source != "wipelint" ||
		d.CodeDescription == nil || d.CodeDescription.Href != failopen.Rule.Analyzer.URL || d.Data == nil || d.Data.Rule != "failopen" ||
		!strings.Contains(d.Message, "\nhelp: stop when the guard fails") {
		t.Errorf("%+v", d)
	}
	if len(d.Related) < 6 || d.Related[0].Location.URI != uri || d.Related[0].Location.Range.Start.Line != 34 || d.Related[1].Location.Range.Start.Line != 36 {
		t.Errorf("related %+v", d.Related)
	}
	// Behind the places that matter stands the world, and then the way to the command.
	if world := d.Related[2]; world.Location.Range != d.Range || world.Message != "in the world in which `mysql …` fails (exit 1, prints nothing)" {
		t.Errorf("the world is %+v", world)
	}
	last := d.Related[len(d.Related)-1]
	if !strings.HasPrefix(d.Related[3].Message, "1. ") || last.Location.Range.Start.Line != 96 || !strings.Contains(last.Message, "` runs: ") {
		t.Errorf("the way is %+v", d.Related[3:])
	}
	// The character in front of a wide one counts as the client counts.
	version := c.change(uri, contentChange{Range: &textRange{position{96, 0}, position{96, 4}}, Text: "x=😀 "})
	list = c.published(uri, version)
	if len(list) != 1 || list[0].Range.Start != (position{96, 7}) {
		t.Errorf("behind a wide character: %+v", list)
	}
	c.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": uri}})
	if list := c.published(uri, 0); len(list) != 0 {
		t.Errorf("a closed document keeps %s", rulesOf(list))
	}
	// A client that knows no related places gets none.
	c = newClient(t, Options{})
	c.start(folder, `{}`)
	uri = c.open(filepath.Join(folder, "failopen.sh"), text)
	if d := c.published(uri, 1)[0]; d.Related != nil {
		t.Errorf("related %+v", d.Related)
	}
	version = c.change(uri, contentChange{Range: &textRange{position{96, 0}, position{96, 4}}, Text: "x=😀 "})
	if list = c.published(uri, version); len(list) != 1 || list[0].Range.Start != (position{96, 5}) {
		t.Errorf("behind a wide character in UTF-16: %+v", list)
	}
}

func TestEditsInTurn(t *testing.T) {
	folder := root(t, map[string]string{})
	c := newClient(t, Options{})
	c.start(folder, everything)
	uri := c.open(filepath.Join(folder, "a.sh"), "#!/bin/bash\n")
	wantRules(t, c.published(uri, 1), "")
	// Several changes in one message apply one after the other, a full text among them.
	version := c.change(uri,
		contentChange{Range: &textRange{position{0, 0}, position{1, 0}}, Text: "x"},
		contentChange{Text: "#!/bin/bash\n\n"},
		contentChange{Range: &textRange{position{1, 0}, position{1, 0}}, Text: "mkfs.ext4 /dev/sdb1"},
		contentChange{Range: &textRange{position{0, 11}, position{0, 11}}, Text: "\necho"})
	wantRules(t, c.published(uri, version), "unguarded@3")
	version = c.change(uri, contentChange{Text: "#!/bin/bash\nif\n"})
	list := c.published(uri, version)
	if len(list) != 1 || list[0].Code != "" || list[0].Severity != 1 || list[0].Range.Start.Line != 1 {
		t.Errorf("a syntax error: %+v", list)
	}
	c.change(uri, contentChange{Text: "#!/bin/bash\n"})
	version = c.change(uri, contentChange{Text: wipe})
	wantRules(t, c.published(uri, version), "unguarded@2")
}

func TestPulledDiagnostics(t *testing.T) {
	folder := root(t, map[string]string{"other.sh": wipe, "fine.sh": guarded, "sub/notes.txt": wipe[11:], "bad/.wipelint.toml": "oops = 1\n", "bad/x.sh": wipe})
	c := newClient(t, Options{})
	c.start(folder, strings.Replace(everything, `"hover"`, `"diagnostic": {"relatedDocumentSupport": true}, "hover"`, 1))
	uri := c.open(filepath.Join(folder, "a.sh"), wipe)
	pull := func(previous string) (r diagnosticReport) {
		t.Helper()
		c.call("textDocument/diagnostic", diagnosticParams{textDocumentID{uri}, previous}, &r)
		return r
	}
	first := pull("")
	if first.Kind != "full" {
		t.Fatalf("%+v", first)
	}
	wantRules(t, *first.Items, "unguarded@2")
	if again := pull(first.ResultID); again.Kind != "unchanged" || again.Items != nil || again.ResultID != first.ResultID {
		t.Errorf("%+v", again)
	}
	c.change(uri, contentChange{Text: "#!/bin/bash\n\n" + wipe})
	if next := pull(first.ResultID); next.Kind != "full" || rulesOf(*next.Items) != "unguarded@4" {
		t.Errorf("%+v", next)
	}
	// The script's configuration is wrong: it says so itself, as the configuration is not open.
	bad := c.open(filepath.Join(folder, "bad", "x.sh"), wipe)
	var r diagnosticReport
	c.call("textDocument/diagnostic", diagnosticParams{textDocumentID{bad}, ""}, &r)
	items := *r.Items
	if len(items) != 1 || !strings.HasPrefix(items[0].Message, "not analysed, as the configuration ") || len(items[0].Related) != 1 ||
		items[0].Related[0].Location.URI != uriOf(filepath.Join(folder, "bad", ".wipelint.toml")) {
		t.Errorf("%+v", items)
	}
	if about := r.Related[uriOf(filepath.Join(folder, "bad", ".wipelint.toml"))]; about.Items == nil || len(*about.Items) != 1 {
		t.Errorf("the configuration's own: %+v", r.Related)
	}

	// The whole workspace.
	ask := func(previous map[string]string) map[string]workspaceItem {
		t.Helper()
		ids := []map[string]string{}
		for u, id := range previous {
			ids = append(ids, map[string]string{"uri": u, "value": id})
		}
		var report workspaceReport
		c.call("workspace/diagnostic", map[string]any{"previousResultIds": ids}, &report)
		items := map[string]workspaceItem{}
		for _, item := range report.Items {
			items[strings.TrimPrefix(item.URI, uriOf(folder)+"/")] = item
		}
		return items
	}
	all := ask(nil)
	for name, want := range map[string]string{"a.sh": "unguarded@4", "other.sh": "unguarded@2", "bad/x.sh": "not analysed, as the configuration " + folder + "/bad/.wipelint.toml cannot be used@1"} {
		if item := all[name]; item.Items == nil || rulesOf(*item.Items) != want {
			t.Errorf("%s: %+v, want %s", name, item, want)
		}
	}
	if item := all["a.sh"]; item.Version == nil || *item.Version != 2 {
		t.Errorf("the version of an open document: %+v", item)
	}
	if _, ok := all["sub/notes.txt"]; ok {
		t.Error("a file that is no script has diagnostics")
	}
	// The next answer comes when something has changed.
	previous := map[string]string{}
	for _, item := range all {
		previous[item.URI] = item.ResultID
	}
	go func() {
		time.Sleep(50 * time.Millisecond)
		_ = os.Remove(filepath.Join(folder, "other.sh"))
		c.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": uriOf(folder) + "/other.sh", "type": 3}}})
	}()
	next := ask(previous)
	if item := next["other.sh"]; item.Items == nil || len(*item.Items) != 0 {
		t.Errorf("a file that is gone: %+v", item)
	}
	if item := next["a.sh"]; item.Kind != "unchanged" {
		t.Errorf("a file that has not changed: %+v", item)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.diags) != 0 {
		t.Errorf("diagnostics are pushed to a client that pulls: %v", c.diags)
	}
}

func TestUnsavedSourcedFile(t *testing.T) {
	folder := root(t, map[string]string{
		"lib.sh":  "not_idle() { pgrep -x mysqld; }\n",
		"main.sh": "#!/bin/bash\n. ./lib.sh\nif not_idle; then exit 1; fi\nrm -rf /var/lib/mysql\n",
	})
	c := newClient(t, Options{})
	c.start(folder, everything)
	text, _ := os.ReadFile(filepath.Join(folder, "main.sh"))
	main := c.open(filepath.Join(folder, "main.sh"), string(text))
	saved := rulesOf(c.published(main, 1))
	lib := c.open(filepath.Join(folder, "lib.sh"), "not_idle() { pgrep -x mysqld && true; return 0; }\n")
	for saved == rulesOf(c.published(main, 1)) {
		// until the unsaved text counts
	}
	c.change(lib, contentChange{Text: "not_idle() { false; }\n"})
	if got := rulesOf(c.published(main, 1)); got != "unguarded@4" {
		t.Errorf("with a guard that is none: %s", got)
	}
	c.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": lib}})
	if got := rulesOf(c.published(main, 1)); got != saved {
		t.Errorf("with what is on the disk again: %s, want %s", got, saved)
	}
	write(t, filepath.Join(folder, "lib.sh"), "not_idle() { false; }\n\n")
	c.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": lib, "type": 2}}})
	if got := rulesOf(c.published(main, 1)); got != "unguarded@4" {
		t.Errorf("with what is on the disk now: %s", got)
	}
}

// mending is a rule with fixes, one for each destructive command.
var mending = rule.New("mending", "WL1999", rule.Warning, "# mending (WL1999)\n\nA rule of the test.\n", func(pass *goanalysis.Pass) (any, error) {
	for _, s := range pass.ResultOf[guardflow.Analyzer].(*guardflow.Result).Sites {
		pos, end := guardflow.Place(pass.Fset, s.At)
		pass.Report(goanalysis.Diagnostic{Pos: pos, End: end, Message: "mend `" + s.Command + "`", SuggestedFixes: []goanalysis.SuggestedFix{
			{Message: "ask somebody"},
			{Message: "only say it", TextEdits: []goanalysis.TextEdit{
				{Pos: pos, End: pos, NewText: []byte("echo ")}, {Pos: end, End: end, NewText: []byte(" --")},
			}},
		}})
	}
	return nil, nil
}, guardflow.Analyzer)

// apply carries out the edits of a code action in one text.
func apply(t *testing.T, text string, edits []textEdit, e encoding) string {
	t.Helper()
	for i := len(edits) - 1; i >= 0; i-- {
		next, err := newText([]byte(text)).change(contentChange{Range: &edits[i].Range, Text: *edits[i].NewText}, e)
		if err != nil {
			t.Fatal(err)
		}
		text = string(next.src)
	}
	return text
}

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
	if got := titles(actions); got != "Suppress unguarded here, with a reason; only say it (check what it changes); Suppress mending here, with a reason" {
		t.Fatalf("actions: %s", got)
	}
	fix := actions[1]
	changes := fix.Edit.DocumentChanges
	if fix.Kind != "quickfix" || len(fix.Diagnostics) != 1 || fix.Diagnostics[0].Code != "WL1999" || len(changes) != 1 ||
		changes[0].TextDocument.URI != uri || *changes[0].TextDocument.Version != 1 {
		t.Errorf("%+v", fix)
	}
	if got, want := apply(t, text, changes[0].Edits, utf8Units), strings.Replace(text, "mkfs.ext4", "echo mkfs.ext4 --", 1); got != want {
		t.Errorf("the fix makes %q, want %q", got, want)
	}
	comment := actions[0].Edit.DocumentChanges[0].Edits
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

func TestHover(t *testing.T) {
	folder := root(t, map[string]string{})
	c := newClient(t, Options{})
	c.start(folder, everything)
	text := "#!/bin/bash\n# WL1001 and failopen\n# wipelint:disable=failopen reason=\"\"\nmkfs.ext4 -L '`a' /dev/sdb1\n" + guarded[12:]
	uri := c.open(filepath.Join(folder, "a.sh"), text)
	ask := func(line, character uint32) *hover {
		t.Helper()
		var h *hover
		c.call("textDocument/hover", positionParams{textDocumentID{uri}, position{line, character}}, &h)
		return h
	}
	want := func(h *hover, r textRange, parts ...string) {
		t.Helper()
		if h == nil {
			t.Error("no hover")
			return
		}
		if h.Range != r {
			t.Errorf("the range is %v, want %v", h.Range, r)
		}
		for _, part := range parts {
			if !strings.Contains(h.Contents.Value, part) {
				t.Errorf("the hover has no %q:\n%s", part, h.Contents.Value)
			}
		}
	}
	want(ask(1, 4), textRange{position{1, 2}, position{1, 8}}, "# unguarded (WL1001)")
	want(ask(2, 22), textRange{position{2, 19}, position{2, 27}}, "# failopen (WL1005)")
	if h := ask(1, 15); h != nil {
		t.Errorf("a word of a comment has the hover %+v", h)
	}
	want(ask(8, 3), textRange{position{8, 0}, position{8, 21}}, "`rm -rf /var/lib/mysql`", "**Destructive:** ", "`/var/lib/mysql`", "`pgrep -x mysqld`", "line 7", "#L7>)")
	want(ask(6, 8), textRange{position{6, 0}, position{6, 15}}, "`pgrep -x mysqld`", "**Guard:** it looks at ", "mysqld", "rm -rf /var/lib/mysql")
	want(ask(3, 3), textRange{position{3, 0}, position{3, 27}}, "``", "**unguarded**", "**WL1001 unguarded**: ", "**help:** ")
	if h := ask(0, 3); h != nil {
		t.Errorf("a line with nothing has the hover %+v", h)
	}
	c = newClient(t, Options{})
	c.start(folder, `{"textDocument": {"hover": {"contentFormat": ["plaintext"]}}}`)
	c.open(filepath.Join(folder, "a.sh"), text)
	if h := ask(3, 3); h == nil || h.Contents.Kind != "plaintext" || strings.Contains(h.Contents.Value, "**") || !strings.Contains(h.Contents.Value, "mkfs.ext4 -L '`a' /dev/sdb1") {
		t.Errorf("%+v", h)
	}
}

func TestVerdicts(t *testing.T) {
	folder := root(t, map[string]string{})
	text := wipe + guarded[12:]
	for capabilities, want := range map[string][2]bool{everything: {false, true}, `{}`: {true, false}} {
		for setting, shown := range map[string][2]bool{"auto": want, "both": {true, true}, "off": {}, "codeLens": {true, false}, "inlayHints": {false, true}} {
			c := newClient(t, Options{})
			c.config = json.RawMessage(`{"verdicts": "` + setting + `"}`)
			c.start(folder, capabilities)
			uri := c.open(filepath.Join(folder, "a.sh"), text)
			if capabilities == `{}` {
				c.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"wipelint": map[string]any{"verdicts": setting}}})
			} else {
				c.asksFor(t, "workspace/configuration")
			}
			// The answer to the server's question comes at some time.
			late := time.Now().Add(patience)
			for {
				var lenses []codeLens
				c.call("textDocument/codeLens", documentParams{textDocumentID{uri}}, &lenses)
				var hints []inlayHint
				c.call("textDocument/inlayHint", rangeParams{textDocumentID{uri}, textRange{End: position{99, 0}}}, &hints)
				if got := [2]bool{len(lenses) > 0, len(hints) > 0}; got != shown {
					if time.Now().Before(late) {
						continue
					}
					t.Errorf("%s: %v, want %v", setting, got, shown)
				}
				if len(hints) > 0 {
					first, second := hints[0], hints[1]
					if first.Position != (position{1, 19}) || first.Label != "unguarded" || second.Label != "guarded by pgrep -x mysqld (line 5)" || second.Position != (position{6, 21}) {
						t.Errorf("%+v", hints)
					}
				}
				if len(lenses) > 0 && (lenses[1].Command.Title != "guarded by pgrep -x mysqld (line 5)" || lenses[1].Range.Start != (position{6, 0})) {
					t.Errorf("%+v", lenses)
				}
				break
			}
		}
	}
}

// asksFor waits until the server has asked for something.
func (c *client) asksFor(t *testing.T, method string) *jsonrpc2.Request {
	t.Helper()
	for late := time.Now().Add(patience); time.Now().Before(late); time.Sleep(time.Millisecond) {
		c.mu.Lock()
		i := slices.IndexFunc(c.asked, func(r *jsonrpc2.Request) bool { return r.Method == method })
		var req *jsonrpc2.Request
		if i >= 0 {
			req = c.asked[i]
			c.asked = slices.Delete(c.asked, i, i+1)
		}
		c.mu.Unlock()
		if req != nil {
			return req
		}
	}
	t.Fatalf("the server does not ask for %s", method)
	return nil
}

func TestSymbols(t *testing.T) {
	folder := root(t, map[string]string{})
	c := newClient(t, Options{})
	c.start(folder, everything)
	uri := c.open(filepath.Join(folder, "a.sh"), guarded)
	var symbols []documentSymbol
	c.call("textDocument/documentSymbol", documentParams{textDocumentID{uri}}, &symbols)
	if len(symbols) != 2 || symbols[0].Name != "pgrep -x mysqld" || symbols[0].Kind != symbolBoolean || symbols[1].Name != "rm -rf /var/lib/mysql" ||
		symbols[1].Kind != symbolEvent || !strings.HasPrefix(symbols[1].Detail, "guarded by pgrep") || symbols[1].Range != (textRange{position{5, 0}, position{5, 21}}) {
		t.Errorf("%+v", symbols)
	}
	c = newClient(t, Options{})
	c.start(folder, `{}`)
	c.open(filepath.Join(folder, "a.sh"), guarded)
	var flat []symbolInformation
	c.call("textDocument/documentSymbol", documentParams{textDocumentID{uri}}, &flat)
	if len(flat) != 2 || flat[1].Location.URI != uri || flat[1].Location.Range.Start.Line != 5 {
		t.Errorf("%+v", flat)
	}
}

func TestConfiguration(t *testing.T) {
	folder := root(t, map[string]string{})
	c := newClient(t, Options{})
	c.start(folder, everything)
	var files struct {
		Registrations []struct {
			Method  string
			Options json.RawMessage `json:"registerOptions"`
		}
	}
	if err := json.Unmarshal(*c.asksFor(t, "client/registerCapability").Params, &files); err != nil || len(files.Registrations) != 2 ||
		!strings.Contains(string(files.Registrations[0].Options), `**/.wipelint.toml`) || files.Registrations[1].Method != "workspace/didChangeConfiguration" {
		t.Errorf("%v %+v", err, files)
	}
	uri := c.open(filepath.Join(folder, "a.sh"), wipe)
	if list := c.published(uri, 1); len(list) != 1 || list[0].Severity != 1 {
		t.Errorf("%+v", list)
	}
	config := filepath.Join(folder, ".wipelint.toml")
	saved := map[string]any{"changes": []any{map[string]any{"uri": uriOf(config), "type": 1}}}
	write(t, config, "[severity]\nunguarded = \"note\"\n")
	c.notify("workspace/didChangeWatchedFiles", saved)
	if list := c.published(uri, 1); len(list) != 1 || list[0].Severity != 3 {
		t.Errorf("%+v", list)
	}
	write(t, config, "[severity]\nungarded = \"note\"\n")
	c.notify("workspace/didChangeWatchedFiles", saved)
	seen := map[string][]diagnostic{}
	for len(seen) < 2 {
		p := <-c.news
		seen[p.URI] = p.Diagnostics
	}
	if list := seen[uriOf(config)]; len(list) != 1 || list[0].Range.Start != (position{1, 0}) || !strings.Contains(list[0].Message, "did you mean") {
		t.Errorf("the configuration: %+v", list)
	}
	if list := seen[uri]; len(list) != 1 || !strings.HasPrefix(list[0].Message, "not analysed") || len(list[0].Related) != 1 {
		t.Errorf("the script: %+v", list)
	}
	// Another file for all, by a setting; the broken one is of no interest then.
	write(t, filepath.Join(folder, "other.toml"), "[severity]\nunguarded = \"warning\"\n")
	c.mu.Lock()
	c.config = json.RawMessage(`{"config": "other.toml"}`)
	c.mu.Unlock()
	c.notify("workspace/didChangeConfiguration", map[string]any{"settings": nil})
	if list := c.published(uri, 1); len(list) != 1 || list[0].Severity != 2 {
		t.Errorf("%+v", list)
	}
	c.mu.Lock()
	c.config = json.RawMessage(`{"verdicts": "loud"}`)
	c.mu.Unlock()
	c.notify("workspace/didChangeConfiguration", map[string]any{"settings": nil})
	if note := <-c.notes; !strings.Contains(note, `wipelint.verdicts "loud"; use auto,`) {
		t.Errorf("logged %q", note)
	}
}

func TestFolders(t *testing.T) {
	one, two := root(t, map[string]string{"a.sh": wipe}), root(t, map[string]string{"b.sh": wipe})
	c := newClient(t, Options{})
	c.start(one, everything)
	names := func() string {
		t.Helper()
		var report workspaceReport
		c.call("workspace/diagnostic", map[string]any{"previousResultIds": []any{}}, &report)
		var out []string
		for _, item := range report.Items {
			out = append(out, filepath.Base(item.URI))
		}
		return strings.Join(out, " ")
	}
	event := func(added, removed []workspaceFolder) {
		c.notify("workspace/didChangeWorkspaceFolders", map[string]any{"event": map[string]any{"added": added, "removed": removed}})
	}
	if got := names(); got != "a.sh" {
		t.Errorf("one folder: %s", got)
	}
	event([]workspaceFolder{{URI: uriOf(two)}}, []workspaceFolder{})
	if got := names(); got != "a.sh b.sh" && got != "b.sh a.sh" {
		t.Errorf("two folders: %s", got)
	}
	event([]workspaceFolder{}, []workspaceFolder{{URI: uriOf(one)}})
	if got := names(); got != "b.sh" {
		t.Errorf("the other folder: %s", got)
	}
	event([]workspaceFolder{}, []workspaceFolder{{URI: uriOf(two)}})
	if got := names(); got != "" {
		t.Errorf("no folder: %s", got)
	}
	if home, err := os.UserHomeDir(); err == nil && (bounded(home) || bounded("/") || !bounded(two)) {
		t.Error("a home or the root would be searched")
	}
}

// waiting is a rule that takes until its analysis is given up, as long as it is told to.
func waiting(started chan<- struct{}) *rule.Rule {
	return rule.New("waiting", "WL1998", rule.Note, "# waiting (WL1998)\n\nA rule of the test.\n", func(pass *goanalysis.Pass) (any, error) {
		in := pass.ResultOf[guardflow.InputAnalyzer].(*guardflow.Input)
		if strings.Contains(string(in.Script.Source), "# wait") {
			started <- struct{}{}
			<-in.Context.Done()
		}
		return nil, nil
	}, guardflow.InputAnalyzer)
}

func TestCancellation(t *testing.T) {
	folder := root(t, map[string]string{})
	started := make(chan struct{}, 10)
	c := newClient(t, Options{Rules: []*rule.Rule{waiting(started), unguarded.Rule}})
	c.start(folder, everything)
	uri := c.open(filepath.Join(folder, "a.sh"), wipe+"# wait\n")
	<-started
	ask := func(id uint64) jsonrpc2.Waiter {
		t.Helper()
		w, err := c.conn.DispatchCall(context.Background(), "textDocument/hover", positionParams{textDocumentID{uri}, position{1, 1}}, jsonrpc2.PickID(jsonrpc2.ID{Num: id}))
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	answer := func(w jsonrpc2.Waiter, want int64) {
		t.Helper()
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		err := w.Wait(ctx, nil)
		var e *jsonrpc2.Error
		if want == 0 && err == nil || errors.As(err, &e) && e.Code == want {
			return
		}
		t.Errorf("the answer is %v, want code %d", err, want)
	}
	// The client does not want the answer any more.
	w := ask(1000)
	c.notify("$/cancelRequest", map[string]any{"id": 1000})
	answer(w, codeRequestCancelled)
	c.notify("$/cancelRequest", map[string]any{"id": 4711})
	// The same id twice.
	w = ask(1001)
	if err := c.conn.Notify(context.Background(), "textDocument/hover", nil); err != nil {
		t.Fatal(err)
	}
	// The text has changed: the analysis ends, and the answer would be about another one.
	version := c.change(uri, contentChange{Text: wipe})
	answer(w, codeContentModified)
	wantRules(t, c.published(uri, version), "unguarded@2")
	answer(ask(1002), 0)
	// Another document changes: the answer waits for the new analysis.
	c.change(uri, contentChange{Text: wipe + "# wait\n"})
	other := c.open(filepath.Join(folder, "b.sh"), wipe)
	<-started
	uri, other = other, uri
	w = ask(1003)
	c.change(other, contentChange{Text: wipe})
	answer(w, 0)
	// A shutdown ends what is waited for.
	c.change(other, contentChange{Text: "# wait\n" + wipe})
	<-started
	w = ask(1004)
	c.call("shutdown", nil, nil)
	answer(w, codeRequestCancelled)
	if code := c.exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

func TestPanic(t *testing.T) {
	folder := root(t, map[string]string{})
	questions["test/panic"] = func(*server, context.Context, *snapshot, json.RawMessage) (any, error) { panic("ouch") }
	changes["test/panic-at-once"] = func(*server, context.Context, json.RawMessage) (any, error) { panic("ouch") }
	questions["test/no-json"] = func(*server, context.Context, *snapshot, json.RawMessage) (any, error) { return make(chan int), nil }
	defer delete(questions, "test/panic")
	defer delete(changes, "test/panic-at-once")
	defer delete(questions, "test/no-json")
	c := newClient(t, Options{})
	c.start(folder, everything)
	c.fails(jsonrpc2.CodeInternalError, "test/panic", nil)
	c.fails(jsonrpc2.CodeInternalError, "test/panic-at-once", nil)
	c.notify("test/panic-at-once", nil)
	c.fails(codeRequestFailed, "test/no-json", nil)
	uri := c.open(filepath.Join(folder, "a.sh"), wipe)
	wantRules(t, c.published(uri, 1), "unguarded@2")
}

// TestRefresh checks that a client is told to ask again when what it shows of a document has changed without an edit of it. The
// change comes on the heels of the answer, so that what the answer rests on is out of date before it would be sent.
func TestRefresh(t *testing.T) {
	for range 10 {
		folder := root(t, map[string]string{})
		c := newClient(t, Options{})
		c.start(folder, strings.Replace(everything, `"hover"`, `"diagnostic": {}, "hover"`, 1))
		c.asksFor(t, "client/registerCapability")
		uri := c.open(filepath.Join(folder, "a.sh"), wipe)
		c.call("textDocument/diagnostic", diagnosticParams{TextDocument: textDocumentID{uri}}, nil)
		write(t, filepath.Join(folder, ".wipelint.toml"), "[severity]\nunguarded = \"note\"\n")
		c.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{}})
		for _, method := range []string{"workspace/diagnostic/refresh", "workspace/codeLens/refresh", "workspace/inlayHint/refresh"} {
			c.asksFor(t, method)
		}
	}
}

// TestHostileText sends scripts and names that must not get out of where they stand.
func TestHostileText(t *testing.T) {
	folder := root(t, map[string]string{})
	c := newClient(t, Options{})
	c.start(folder, everything)
	name := "-x\n`](command:evil)<b>.sh"
	text := "#!/bin/bash\nif ! pgrep -x 'm`y\x1b[31m](x)'; then exit 1; fi\nmkfs.ext4 '/dev/`sd\x1b]0;x\x07<script>\u202e](command:evil)'\n"
	uri := c.open(filepath.Join(folder, name), text)
	list := c.published(uri, 1)
	if len(list) == 0 {
		t.Fatal("nothing is found")
	}
	checkText := func(what, s string) {
		t.Helper()
		for _, r := range s {
			if r != '\n' && (r < ' ' || r == 0x7f || r == 0x202e) {
				t.Errorf("%s has %U: %q", what, r, s)
			}
		}
	}
	for _, d := range list {
		checkText("a message", d.Message)
		for _, rel := range d.Related {
			checkText("a related message", rel.Message)
		}
	}
	var h *hover
	c.call("textDocument/hover", positionParams{textDocumentID{uri}, position{2, 2}}, &h)
	if h == nil {
		t.Fatal("no hover")
	}
	checkText("a hover", h.Contents.Value)
	outside := withoutCode(h.Contents.Value)
	for _, bad := range []string{"<script", "](command"} {
		if strings.Contains(outside, bad) {
			t.Errorf("the hover has %q outside of code:\n%s", bad, h.Contents.Value)
		}
	}
	var hints []inlayHint
	c.call("textDocument/inlayHint", rangeParams{textDocumentID{uri}, textRange{End: position{99, 0}}}, &hints)
	for _, hint := range hints {
		checkText("a hint", hint.Label)
	}
	var symbols []documentSymbol
	c.call("textDocument/documentSymbol", documentParams{textDocumentID{uri}}, &symbols)
	for _, s := range symbols {
		checkText("a symbol", s.Name+s.Detail)
	}
}

// withoutCode takes the code spans out of Markdown, as CommonMark delimits them.
func withoutCode(md string) string {
	var out strings.Builder
	for i := 0; i < len(md); {
		if md[i] == '\\' && i+1 < len(md) {
			i += 2
			continue
		}
		n := len(md[i:]) - len(strings.TrimLeft(md[i:], "`"))
		if n == 0 {
			out.WriteByte(md[i])
			i++
			continue
		}
		fence := md[i : i+n]
		i += n
		for j := i; j < len(md); {
			run := len(md[j:]) - len(strings.TrimLeft(md[j:], "`"))
			if run == n {
				i = j + n
				fence = ""
				break
			}
			j += max(run, 1)
		}
		out.WriteString(fence)
	}
	return out.String()
}

// TestUntitled checks that a document that is in no file keeps its place when the folders change.
func TestUntitled(t *testing.T) {
	one, two := root(t, map[string]string{}), root(t, map[string]string{})
	c := newClient(t, Options{})
	c.start(one, everything)
	const uri = "untitled:Untitled-1"
	c.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": uri, "languageId": "shellscript", "version": 1, "text": wipe}})
	wantRules(t, c.published(uri, 1), "unguarded@2")
	c.notify("workspace/didChangeWorkspaceFolders", map[string]any{"event": map[string]any{
		"added": []workspaceFolder{{URI: uriOf(two)}}, "removed": []workspaceFolder{{URI: uriOf(one)}}}})
	c.opened[uri] = &openedDocument{1}
	version := c.change(uri, contentChange{Text: "#!/bin/bash\n\n" + wipe})
	wantRules(t, c.published(uri, version), "unguarded@4")
}
