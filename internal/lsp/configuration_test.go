package lsp

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

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
