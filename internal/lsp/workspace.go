package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// configName is the name of a configuration file.
const configName = ".wipelint.toml"

// The ways to show verdicts.
const (
	verdictsAuto  = "auto" // hints where the client knows them, else lenses
	verdictsHints = "inlayHints"
	verdictsLens  = "codeLens"
	verdictsBoth  = "both"
	verdictsOff   = "off"
)

// The settings are what a user sets in the client, in the section "wipelint".
type settings struct {
	// Verdicts is how the verdict on each destructive command is shown.
	Verdicts string `json:"verdicts"`
	// Config is a configuration file for all scripts in place of the nearest .wipelint.toml, from the first folder.
	Config string `json:"config"`
}

func defaults() settings { return settings{Verdicts: verdictsAuto} }

// read takes in settings. What is not there is as it was; the error is for the user.
func (s *settings) read(raw json.RawMessage) error {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	next := *s
	if err := json.Unmarshal(raw, &next); err != nil {
		return fmt.Errorf("cannot use the settings: %w", err)
	}
	known := []string{verdictsAuto, verdictsHints, verdictsLens, verdictsBoth, verdictsOff}
	if !slices.Contains(known, next.Verdicts) {
		return fmt.Errorf("cannot use the setting wipelint.verdicts %q; use %s", clipped(next.Verdicts, 40), strings.Join(known, ", "))
	}
	*s = next
	return nil
}

// config gives the path of the configuration file for all scripts, "" for the nearest ones.
func (s *settings) config(snap *snapshot) string {
	if s.Config == "" || filepath.IsAbs(s.Config) || len(snap.roots) == 0 {
		return s.Config
	}
	return filepath.Join(snap.roots[0], s.Config)
}

// isConfig reports whether a file is the configuration of a script: the one for all, or one that lies above it.
func isConfig(snap *snapshot, script, file string) bool {
	if fixed := snap.settings.config(snap); fixed != "" {
		abs, err := filepath.Abs(fixed)
		return err == nil && abs == file
	}
	if filepath.Base(file) != configName {
		return false
	}
	rel, err := filepath.Rel(filepath.Dir(file), script)
	return err == nil && filepath.IsLocal(rel)
}

// set takes in settings from the client.
func (s *server) set(raw json.RawMessage) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := s.snap.next()
	err := next.settings.read(raw)
	if next.settings != s.snap.settings {
		s.advance(next)
	}
	return err
}

// configured takes in changed settings, or asks for them where the client gives them only then.
func (s *server) configured(ctx context.Context, p *configurationParams) (any, error) {
	s.mu.Lock()
	ask := s.client.Workspace.Configuration
	s.mu.Unlock()
	if ask {
		go s.askSettings(ctx)
		return nil, nil
	}
	// Clients send the section, or all settings with the section in them.
	var sections map[string]json.RawMessage
	raw := p.Settings
	if json.Unmarshal(raw, &sections) == nil && sections[source] != nil {
		raw = sections[source]
	}
	return nil, s.set(raw)
}

// askSettings asks the client for its settings.
func (s *server) askSettings(ctx context.Context) {
	var answers []json.RawMessage
	if err := s.conn.Call(ctx, "workspace/configuration", configurationItems{[]configurationItem{{source}}}, &answers); err != nil || len(answers) == 0 {
		return
	}
	if err := s.set(answers[0]); err != nil {
		s.tell(2, err.Error())
	}
}

// watched takes in that files have changed on the disk.
func (s *server) watched(context.Context, *struct{}) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance(s.snap.next())
	return nil, nil
}

// folders takes in that folders were added or removed.
func (s *server) folders(_ context.Context, p *foldersParams) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := s.snap.next()
	for _, f := range p.Event.Removed {
		if path, err := pathOf(f.URI, next.folder); err == nil {
			next.roots = slices.DeleteFunc(next.roots, func(root string) bool { return root == path })
		}
	}
	for _, f := range p.Event.Added {
		next.addRoot(f.URI)
	}
	s.advance(next)
	return nil, nil
}

const (
	// rescan is how long a client waits for the next workspace diagnostics when it tells of no change.
	rescan = 30 * time.Second
	// settle is how long to wait after a change, so that the folders are not searched with each key.
	settle = 300 * time.Millisecond
)

// workspaceDiagnostics answers with the diagnostics of all scripts in the folders. Clients ask again as soon as they have an
// answer; one that has had the last one waits until something has changed.
func (s *server) workspaceDiagnostics(ctx context.Context, snap *snapshot, p *workspaceDiagnosticParams) (any, error) {
	previous := map[string]string{}
	for _, id := range p.Previous {
		previous[id.URI] = id.Value
	}
	for {
		out, news, err := s.workspaceReport(ctx, snap, previous)
		if err == nil && (news || len(previous) == 0) {
			return out, nil
		}
		if err != nil && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err == nil {
			select {
			case <-snap.replaced:
			case <-time.After(rescan):
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		} else if !replaced(snap) {
			return nil, err
		}
		if replaced(snap) {
			select {
			case <-time.After(settle):
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
		s.mu.Lock()
		snap = s.snap
		s.mu.Unlock()
	}
}

func replaced(snap *snapshot) bool {
	select {
	case <-snap.replaced:
		return true
	default:
		return false
	}
}

// workspaceReport analyses all scripts in the folders. It tells whether there is something that the client does not have.
func (s *server) workspaceReport(ctx context.Context, snap *snapshot, previous map[string]string) (out workspaceReport, news bool, err error) {
	// It is given up for newer text.
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(snap.analysis.ctx, stop)()
	f, err := s.everything(ctx, snap)
	if err != nil {
		return out, false, err
	}
	out.Items = []workspaceItem{}
	there := map[string]bool{}
	for _, path := range f.files() {
		uri := snap.uri(path)
		there[uri] = true
		item := workspaceItem{URI: uri, diagnosticReport: newReport(s.diagnostics(f, path), previous[uri])}
		if d := snap.docs[path]; d != nil {
			item.Version = &d.version
		}
		news = news || item.Kind == "full"
		out.Items = append(out.Items, item)
	}
	for uri := range previous {
		if empty := newReport([]diagnostic{}, previous[uri]); !there[uri] {
			news = news || empty.Kind == "full"
			out.Items = append(out.Items, workspaceItem{URI: uri, diagnosticReport: empty})
		}
	}
	return out, news, nil
}

// bounded reports whether a folder is one to search: not the root of the disk, and not a user's home with all that is in it.
func bounded(root string) bool {
	home, err := os.UserHomeDir()
	return root != filepath.Dir(root) && (err != nil || filepath.Clean(home) != root)
}
