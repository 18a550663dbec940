package lsp

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"
	goanalysis "golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/guardflow"
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

const wipe = "#!/bin/bash\nmkfs.ext4 /dev/sdb1\n"

const guarded = "#!/bin/bash\nset -e\nrc=0\npgrep -x mysqld || rc=$?\n[ \"$rc\" -eq 1 ] || exit 1\nrm -rf /var/lib/mysql\n"

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
	want(ask(8, 3), textRange{position{8, 0}, position{8, 21}}, "```sh\nrm -rf /var/lib/mysql\n```\n", "**Destructive:** ", "`/var/lib/mysql`", "`pgrep -x mysqld`", "line 7", "#L7>)")
	want(ask(6, 8), textRange{position{6, 0}, position{6, 15}}, "`pgrep -x mysqld`", "**Guard:** it looks at ", "mysqld", "rm -rf /var/lib/mysql")
	want(ask(3, 3), textRange{position{3, 0}, position{3, 27}}, "```sh\nmkfs.ext4 -L '`a' /dev/sdb1\n```\n", "**unguarded**", "**[WL1001 unguarded](<https://",
		"``mkfs.ext4 -L '`a' /dev/sdb1``; nothing looks whether `/dev/sdb1` is in use", "**help:** ", "```sh\nout=$(lsblk -no MOUNTPOINT /dev/sdb1) && [ -z \"$out\" ] || exit 1\n```")
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
