// Package lsp is the language server: what the driver finds, over the Language Server Protocol.
//
// Messages are read one at a time. What changes the state, such as an edit, is dealt with before the next one is read;
// everything else gets the state as it is at that moment (a snapshot, which never changes) and is answered whenever it is
// ready. Each snapshot has one analysis, which starts after a short pause or when a request wants its results, and which is
// given up when the next snapshot is there. The driver's cache makes that cheap: only what an edit concerns is analysed anew.
package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/rule"
)

// Options are what a server needs to know.
type Options struct {
	// Rules are the rules to run.
	Rules []*rule.Rule
	// Version is the program's, for the client to show.
	Version string
	// Log is where faults of the server itself are written; clients show it as the server's log.
	Log io.Writer
	// Debounce is the longest pause between an edit and the start of its analysis; 0 means 200 ms. The pause is shorter where
	// the last analysis was: as long as that one took.
	Debounce time.Duration
	// Patience is how long a message that has begun may make no progress before the session ends; 0 means a minute.
	Patience time.Duration
}

// The server's own error codes of the protocol.
const (
	codeNotInitialized   = -32002
	codeRequestFailed    = -32803
	codeContentModified  = -32801
	codeRequestCancelled = -32800
)

// maxPending is how many requests are answered at a time. A client that asks more does not wait for answers.
const maxPending = 512

// A phase is a part of a session.
type phase int

const (
	created phase = iota
	running
	stopped // shutdown was asked for
)

// A server is one session with a client.
type server struct {
	opts  Options
	log   *log.Logger
	conn  *jsonrpc2.Conn
	ready chan struct{} // closed when conn is set
	rules map[string]*rule.Rule
	cache *driver.Cache
	work  chan struct{} // holds a token while an analysis runs

	mu        sync.Mutex
	phase     phase
	exited    bool
	clean     bool // exit came after shutdown
	client    clientCapabilities
	snap      *snapshot
	last      time.Duration // how long the last analysis took
	pending   map[jsonrpc2.ID]context.CancelFunc
	busy      sync.WaitGroup    // answers that are under way
	published map[string]string // what was last published, by URI
	publish   sync.Mutex        // held while diagnostics are sent, so that they arrive in order
	shown     map[string]shown  // what was last found about open documents, by path
}

// Serve speaks the protocol until the client ends the session. It returns the exit code that the protocol asks for: 0 when
// the client asked for a shutdown before it left, else 1. A context that ends leaves, too.
func Serve(ctx context.Context, in io.Reader, out io.Writer, opts Options) int {
	if opts.Debounce <= 0 {
		opts.Debounce = 200 * time.Millisecond
	}
	if opts.Patience <= 0 {
		opts.Patience = time.Minute
	}
	if opts.Log == nil {
		opts.Log = io.Discard
	}
	s := &server{
		opts: opts, log: log.New(opts.Log, "wipelint: ", 0), ready: make(chan struct{}), rules: map[string]*rule.Rule{},
		cache: driver.NewCache(), work: make(chan struct{}, 1), pending: map[jsonrpc2.ID]context.CancelFunc{}, published: map[string]string{},
	}
	for _, r := range opts.Rules {
		s.rules[r.Name()] = r
	}
	folder, err := os.Getwd()
	if err != nil {
		folder = os.TempDir()
	}
	s.snap = newSnapshot(folder)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	closer := func() error {
		if c, ok := in.(io.Closer); ok {
			return c.Close()
		}
		return nil
	}
	messages := newStream(in, out, s.drain, closer)
	messages.patience, messages.stall = opts.Patience, func() {
		<-s.ready
		s.log.Printf("a message has begun, and nothing of it came for %s; the session ends", opts.Patience)
		_ = s.conn.Close()
	}
	s.conn = jsonrpc2.NewConn(ctx, messages, s, jsonrpc2.SetLogger(log.New(io.Discard, "", 0)))
	close(s.ready)
	<-s.conn.DisconnectNotify()
	stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.snap.analysis.cancel()
	for _, cancel := range s.pending {
		cancel()
	}
	if s.exited && s.clean {
		return 0
	}
	return 1
}

// Handle takes in a message. It is called for one message at a time, in their order.
func (s *server) Handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) {
	<-s.ready
	defer func() {
		if v := recover(); v != nil {
			s.fault(req.Method, v)
			if !req.Notif {
				s.replyLater(ctx, req, nil, internalError(req.Method, v))
			}
		}
	}()
	if req.Notif {
		s.notified(ctx, req)
		return
	}
	s.mu.Lock()
	phase := s.phase
	s.mu.Unlock()
	switch {
	case phase == created && req.Method != "initialize":
		s.replyLater(ctx, req, nil, &jsonrpc2.Error{Code: codeNotInitialized, Message: "the session has not begun; send initialize first"})
		return
	case phase == stopped:
		s.replyLater(ctx, req, nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidRequest, Message: "the session was shut down; send exit"})
		return
	case phase == running && req.Method == "initialize":
		s.replyLater(ctx, req, nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidRequest, Message: "the session has begun already"})
		return
	}
	if f := changes[req.Method]; f != nil {
		result, err := f(s, ctx, params(req))
		s.replyLater(ctx, req, result, err)
		return
	}
	f := questions[req.Method]
	if f == nil {
		s.replyLater(ctx, req, nil, &jsonrpc2.Error{Code: jsonrpc2.CodeMethodNotFound, Message: fmt.Sprintf("there is no method %q", clipped(req.Method, 80))})
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, twice := s.pending[req.ID]; twice {
		s.replyLater(ctx, req, nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidRequest, Message: "a request with this id is not answered yet"})
		return
	}
	if len(s.pending) >= maxPending {
		s.replyLater(ctx, req, nil, &jsonrpc2.Error{Code: codeRequestFailed, Message: fmt.Sprintf("%d requests wait for their answers; wait for some of them", maxPending)})
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	s.pending[req.ID] = cancel
	snap := s.snap
	s.busy.Go(func() { s.answer(ctx, f, snap, req) })
}

// answer answers a request about a snapshot.
func (s *server) answer(ctx context.Context, f question, snap *snapshot, req *jsonrpc2.Request) {
	var result any
	var err error
	func() {
		defer func() {
			if v := recover(); v != nil {
				s.fault(req.Method, v)
				err = internalError(req.Method, v)
			}
		}()
		result, err = f(s, ctx, snap, params(req))
	}()
	s.mu.Lock()
	cancel := s.pending[req.ID]
	delete(s.pending, req.ID)
	s.mu.Unlock()
	if ctx.Err() != nil {
		result, err = nil, &jsonrpc2.Error{Code: codeRequestCancelled, Message: "the request was cancelled"}
	}
	s.reply(context.WithoutCancel(ctx), req, result, err)
	cancel()
}

// notified takes in a notification. One that is wrong has no answer, so the client's log gets it.
func (s *server) notified(ctx context.Context, req *jsonrpc2.Request) {
	if req.Method == "exit" {
		s.exit()
		return
	}
	s.mu.Lock()
	phase := s.phase
	s.mu.Unlock()
	f := changes[req.Method]
	if phase != running || f == nil {
		return
	}
	if _, err := f(s, ctx, params(req)); err != nil {
		s.tell(2, fmt.Sprintf("%s: %s", req.Method, err))
	}
}

// replyLater sends an answer without waiting for the client to read it, as messages are not read meanwhile.
func (s *server) replyLater(ctx context.Context, req *jsonrpc2.Request, result any, err error) {
	s.busy.Go(func() { s.reply(ctx, req, result, err) })
}

// drain waits for the answers that are under way, as long as a client may be reading them.
func (s *server) drain() {
	done := make(chan struct{})
	go func() {
		s.busy.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(2 * time.Second):
	}
}

// reply sends an answer.
func (s *server) reply(ctx context.Context, req *jsonrpc2.Request, result any, err error) {
	if err == nil {
		err = s.conn.Reply(ctx, req.ID, result)
		if err == nil || errors.Is(err, jsonrpc2.ErrClosed) {
			return
		}
	}
	answer := &jsonrpc2.Error{Code: codeRequestFailed, Message: err.Error()}
	var own *jsonrpc2.Error
	if errors.As(err, &own) {
		answer = own
	}
	if err := s.conn.ReplyWithError(ctx, req.ID, answer); err != nil && !errors.Is(err, jsonrpc2.ErrClosed) {
		s.log.Printf("cannot answer %s: %v", clipped(req.Method, 80), err)
	}
}

// tell writes to the client's log. It does not wait for the client to read it.
func (s *server) tell(kind int, message string) {
	go func() {
		_ = s.conn.Notify(context.Background(), "window/logMessage", logParams{kind, message})
	}()
}

// fault reports a fault of the server's own.
func (s *server) fault(what string, v any) {
	s.log.Printf("internal error in %s: %v; please report it", clipped(what, 80), v)
	if os.Getenv("WIPELINT_DEBUG") != "" {
		s.log.Printf("%s", debug.Stack())
	}
}

func internalError(method string, v any) error {
	return &jsonrpc2.Error{Code: jsonrpc2.CodeInternalError, Message: fmt.Sprintf("internal error in %s: %v; please report it", clipped(method, 80), v)}
}

// invalid is the answer to parameters that are wrong.
func invalid(err error) error {
	return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: err.Error()}
}

func params(req *jsonrpc2.Request) json.RawMessage {
	if req.Params == nil {
		return nil
	}
	return *req.Params
}

// A change deals with a message that changes the state, before the next one is read.
type change func(*server, context.Context, json.RawMessage) (any, error)

// A question is a request that is answered for a snapshot.
type question func(*server, context.Context, *snapshot, json.RawMessage) (any, error)

// changing makes a change of a function that takes parameters of the protocol.
func changing[P any](f func(*server, context.Context, *P) (any, error)) change {
	return func(s *server, ctx context.Context, raw json.RawMessage) (any, error) {
		p, err := decode[P](raw)
		if err != nil {
			return nil, err
		}
		return f(s, ctx, p)
	}
}

// asking makes a question of a function that takes parameters of the protocol.
func asking[P any](f func(*server, context.Context, *snapshot, *P) (any, error)) question {
	return func(s *server, ctx context.Context, snap *snapshot, raw json.RawMessage) (any, error) {
		p, err := decode[P](raw)
		if err != nil {
			return nil, err
		}
		return f(s, ctx, snap, p)
	}
}

func decode[P any](raw json.RawMessage) (*P, error) {
	p := new(P)
	if len(raw) == 0 || string(raw) == "null" {
		return p, nil
	}
	if err := json.Unmarshal(raw, p); err != nil {
		return nil, invalid(err)
	}
	return p, nil
}

var changes, questions = map[string]change{}, map[string]question{}

func init() {
	changes["initialize"] = changing((*server).initialize)
	changes["initialized"] = changing((*server).initialized)
	changes["shutdown"] = changing((*server).shutdown)
	changes["$/cancelRequest"] = changing((*server).cancelled)
	changes["textDocument/didOpen"] = changing((*server).opened)
	changes["textDocument/didChange"] = changing((*server).changed)
	changes["textDocument/didClose"] = changing((*server).closed)
	changes["textDocument/didSave"] = changing((*server).saved)
	changes["workspace/didChangeConfiguration"] = changing((*server).configured)
	changes["workspace/didChangeWatchedFiles"] = changing((*server).watched)
	changes["workspace/didChangeWorkspaceFolders"] = changing((*server).folders)

	questions["textDocument/diagnostic"] = asking((*server).documentDiagnostics)
	questions["workspace/diagnostic"] = asking((*server).workspaceDiagnostics)
	questions["textDocument/codeAction"] = asking((*server).codeActions)
	questions["textDocument/hover"] = asking((*server).hover)
	questions["textDocument/codeLens"] = asking((*server).codeLenses)
	questions["textDocument/inlayHint"] = asking((*server).inlayHints)
	questions["wipelint/audit"] = asking((*server).audit)
	questions["textDocument/documentSymbol"] = asking((*server).documentSymbols)
}
