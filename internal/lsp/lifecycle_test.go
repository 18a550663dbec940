package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"
	goanalysis "golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/analyzers/unguarded"
	"github.com/wipelint/wipelint/internal/rule"
)

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
		if method == "workspace/diagnostic" || method == "wipelint/audit" { // about no document
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
