package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"syscall"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// initialize begins the session.
func (s *server) initialize(_ context.Context, p *initializeParams) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.client = p.Capabilities
	next := s.snap.next()
	next.encoding = chooseEncoding(p.Capabilities.General.PositionEncodings)
	next.related = p.Capabilities.TextDocument.PublishDiagnostics.Related || p.Capabilities.TextDocument.Diagnostic != nil
	if err := next.settings.read(p.Options); err != nil {
		s.tell(2, err.Error())
	}
	folders := p.Folders
	if folders == nil {
		switch {
		case p.RootURI != nil:
			folders = []workspaceFolder{{URI: *p.RootURI}}
		case p.RootPath != nil && *p.RootPath != "":
			folders = []workspaceFolder{{URI: uriOf(*p.RootPath)}}
		}
	}
	for _, f := range folders {
		next.addRoot(f.URI)
	}
	s.advance(next)
	s.phase = running
	if p.ProcessID != nil && *p.ProcessID > 0 {
		go s.watchParent(int(*p.ProcessID))
	}
	out := initializeResult{ServerInfo: serverInfo{"wipelint", s.opts.Version}}
	c := &out.Capabilities
	c.PositionEncoding = next.encoding
	c.TextDocumentSync = syncOptions{OpenClose: true, Change: 2}
	c.HoverProvider, c.InlayHintProvider, c.SymbolProvider = true, true, true
	c.CodeActionProvider = codeActionOptions{[]string{kindQuickFix, kindFixAll}}
	c.DiagnosticProvider = diagnosticOptions{Identifier: source, InterFileDependencies: true, WorkspaceDiagnostics: true}
	c.Workspace.Folders.Supported, c.Workspace.Folders.Notifications = true, true
	return out, nil
}

// initialized asks for what a client gives only when it is asked.
func (s *server) initialized(ctx context.Context, _ *struct{}) (any, error) {
	s.mu.Lock()
	client := s.client.Workspace
	s.mu.Unlock()
	var list []registration
	if client.DidChangeWatchedFiles.Dynamic {
		list = append(list, registration{ID: "files", Method: "workspace/didChangeWatchedFiles", Options: watchOptions{[]fileWatcher{
			{"**/.wipelint.toml"}, {"**/*.{sh,bash,dash,ksh,mksh,zsh,bats,inc,lib,conf,env}"},
		}}})
	}
	if client.DidChangeConfiguration.Dynamic {
		list = append(list, registration{ID: "settings", Method: "workspace/didChangeConfiguration", Options: configurationItem{source}})
	}
	go func() {
		if len(list) > 0 {
			if err := s.conn.Call(ctx, "client/registerCapability", registrations{list}, nil); err != nil && !errors.Is(err, jsonrpc2.ErrClosed) {
				s.log.Printf("the client does not tell of changes: %v", err)
			}
		}
		if client.Configuration {
			s.askSettings(ctx)
		}
	}()
	return nil, nil
}

// shutdown ends the work. The session ends with exit.
func (s *server) shutdown(context.Context, *struct{}) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phase = stopped
	s.snap.analysis.cancel()
	for _, cancel := range s.pending {
		cancel()
	}
	return nil, nil
}

// exit leaves.
func (s *server) exit() {
	s.mu.Lock()
	s.exited, s.clean = true, s.phase == stopped
	for _, cancel := range s.pending {
		cancel()
	}
	s.mu.Unlock()
	s.drain()
	_ = s.conn.Close()
}

// cancelled gives up a request, if it is not answered yet.
func (s *server) cancelled(_ context.Context, p *cancelParams) (any, error) {
	var id jsonrpc2.ID
	if !validID(p.ID) || json.Unmarshal(p.ID, &id) != nil {
		return nil, errors.New("the id of the request is missing")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.pending[id]; cancel != nil {
		cancel()
	}
	return nil, nil
}

// watchParent leaves when the process of the client is gone without having said so.
func (s *server) watchParent(pid int) {
	parent, err := os.FindProcess(pid)
	if err != nil {
		return
	}
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-s.conn.DisconnectNotify():
			return
		case <-tick.C:
			// Where there are no signals the error is another one, and the end of the input has to do.
			if err := parent.Signal(syscall.Signal(0)); errors.Is(err, os.ErrProcessDone) {
				_ = s.conn.Close()
				return
			}
		}
	}
}
