package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/wipelint/wipelint/analyzers"
)

// patience is how long a test waits for what has to come.
const patience = 30 * time.Second

// A client talks to a server over a pipe in memory.
type client struct {
	t    testing.TB
	conn *jsonrpc2.Conn
	code chan int // the exit code

	mu     sync.Mutex
	asked  []*jsonrpc2.Request        // what the server asked for
	config json.RawMessage            // the settings that it gets
	diags  map[string]publishParams   // the last ones by URI
	news   chan publishParams         // each one
	notes  chan string                // log messages
	opened map[string]*openedDocument // by URI
}

type openedDocument struct{ version int32 }

type pipe struct {
	io.Reader
	io.WriteCloser
}

// newClient starts a server that answers at once, and a client that has not sent anything.
func newClient(t testing.TB, opts Options) *client {
	t.Helper()
	if opts.Rules == nil {
		opts.Rules = analyzers.All()
	}
	if opts.Debounce == 0 {
		opts.Debounce = time.Nanosecond
	}
	toServer, fromClient := io.Pipe()
	toClient, fromServer := io.Pipe()
	c := &client{
		t: t, code: make(chan int, 1), config: json.RawMessage("null"), diags: map[string]publishParams{},
		news: make(chan publishParams, 10000), notes: make(chan string, 10000), opened: map[string]*openedDocument{},
	}
	go func() {
		c.code <- Serve(context.Background(), toServer, fromServer, opts)
		_ = fromServer.Close()
	}()
	stream := jsonrpc2.NewBufferedStream(pipe{toClient, fromClient}, jsonrpc2.VSCodeObjectCodec{})
	c.conn = jsonrpc2.NewConn(context.Background(), stream, jsonrpc2.AsyncHandler(c))
	t.Cleanup(func() { _ = c.conn.Close() })
	return c
}

// Handle takes in what the server sends.
func (c *client) Handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch req.Method {
	case "textDocument/publishDiagnostics":
		var p publishParams
		if err := json.Unmarshal(*req.Params, &p); err != nil {
			c.t.Error(err)
		}
		c.diags[p.URI] = p
		c.news <- p
	case "window/logMessage":
		var p logParams
		_ = json.Unmarshal(*req.Params, &p)
		c.notes <- p.Message
	case "workspace/configuration":
		c.asked = append(c.asked, req)
		_ = conn.Reply(ctx, req.ID, []json.RawMessage{c.config})
	default:
		c.asked = append(c.asked, req)
		if !req.Notif {
			_ = conn.Reply(ctx, req.ID, nil)
		}
	}
}

// everything is what a client of today can do, but for pulling diagnostics.
const everything = `{
	"general": {"positionEncodings": ["utf-16", "utf-8"]},
	"workspace": {
		"configuration": true, "didChangeConfiguration": {"dynamicRegistration": true}, "didChangeWatchedFiles": {"dynamicRegistration": true},
		"diagnostics": {"refreshSupport": true}, "codeLens": {"refreshSupport": true}, "inlayHint": {"refreshSupport": true},
		"workspaceEdit": {"documentChanges": true}, "workspaceFolders": true
	},
	"textDocument": {
		"publishDiagnostics": {"relatedInformation": true}, "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
		"documentSymbol": {"hierarchicalDocumentSymbolSupport": true}, "hover": {"contentFormat": ["markdown", "plaintext"]}, "inlayHint": {}
	}
}`

// start begins the session with a folder and capabilities.
func (c *client) start(root, capabilities string) initializeResult {
	c.t.Helper()
	params := map[string]any{"processId": os.Getpid(), "rootUri": nil, "capabilities": json.RawMessage(capabilities)}
	if root != "" {
		params["workspaceFolders"] = []workspaceFolder{{URI: uriOf(root), Name: "root"}}
	}
	var result initializeResult
	c.call("initialize", params, &result)
	c.notify("initialized", struct{}{})
	return result
}

// try sends a request.
func (c *client) try(method string, params, result any) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return c.conn.Call(ctx, method, params, result)
}

// call sends a request that has to succeed.
func (c *client) call(method string, params, result any) {
	c.t.Helper()
	if err := c.try(method, params, result); err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
}

// fails sends a request that has to fail with a code.
func (c *client) fails(code int64, method string, params any) {
	c.t.Helper()
	err := c.try(method, params, nil)
	var answer *jsonrpc2.Error
	if !errors.As(err, &answer) || answer.Code != code {
		c.t.Errorf("%s: %v, want code %d", method, err, code)
	}
}

func (c *client) notify(method string, params any) {
	c.t.Helper()
	if err := c.conn.Notify(context.Background(), method, params); err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
}

func (c *client) open(path, text string) (uri string) {
	c.t.Helper()
	uri = uriOf(path)
	c.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": uri, "languageId": "shellscript", "version": 1, "text": text}})
	c.opened[uri] = &openedDocument{1}
	return uri
}

// change sends edits and gives the new version.
func (c *client) change(uri string, changes ...contentChange) int32 {
	c.t.Helper()
	d := c.opened[uri]
	d.version++
	list := []any{}
	for _, ch := range changes {
		if ch.Range == nil {
			list = append(list, map[string]any{"text": ch.Text})
		} else {
			list = append(list, ch)
		}
	}
	c.notify("textDocument/didChange", map[string]any{"textDocument": versionedID{uri, d.version}, "contentChanges": list})
	return d.version
}

// published waits for the diagnostics of a document at a version; 0 is any version.
func (c *client) published(uri string, version int32) []diagnostic {
	c.t.Helper()
	late := time.After(patience)
	for {
		select {
		case p := <-c.news:
			if p.URI == uri && (version == 0 || p.Version != nil && *p.Version == version) {
				return p.Diagnostics
			}
		case <-late:
			c.t.Fatalf("no diagnostics of version %d for %s", version, uri)
			return nil
		}
	}
}

// exit ends the session and gives the server's exit code.
func (c *client) exit() int {
	c.t.Helper()
	_ = c.conn.Notify(context.Background(), "exit", nil)
	return c.leave()
}

func (c *client) leave() int {
	c.t.Helper()
	select {
	case code := <-c.code:
		return code
	case <-time.After(patience):
		c.t.Fatal("the server does not leave")
		return -1
	}
}

// testdata reads one of the scripts of the repository.
func testdata(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "testdata", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
