package lsp

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wipelint/wipelint/analyzers/failopen"
)

// rules lists what diagnostics are about: the rules' names and the lines, from 1.
func rulesOf(list []diagnostic) string {
	var out []string
	for _, d := range list {
		name, _, _ := strings.Cut(d.Message, ":")
		if d.Data != nil {
			name = d.Data.Rule
		}
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
		!strings.HasPrefix(d.Message, "flawed: reinstall-os ") || strings.Contains(d.Message, "\n") {
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
