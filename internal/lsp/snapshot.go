package lsp

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"github.com/wipelint/wipelint/internal/script"
)

// maxDocument is the longest document that is analysed.
const maxDocument = 8 << 20

// A document is one that is open in the client, at one version. It is not changed.
type document struct {
	uri     string // as the client writes it
	path    string
	version int32
	shell   bool
	*text
}

// A snapshot is the state at one moment. It is not changed once it is the server's current one.
type snapshot struct {
	folder   string // where documents that are in no file are taken to be
	roots    []string
	docs     map[string]*document // by path
	encoding encoding
	related  bool // the client shows related places
	settings settings
	analysis *analysis
	replaced chan struct{} // closed when there is a newer one
}

func newSnapshot(folder string) *snapshot {
	return &snapshot{
		folder: folder, docs: map[string]*document{}, encoding: utf16Units, settings: defaults(),
		analysis: newAnalysis(), replaced: make(chan struct{}),
	}
}

// next gives a copy to change.
func (s *snapshot) next() *snapshot {
	next := *s
	next.docs, next.roots = maps.Clone(s.docs), slices.Clone(s.roots)
	next.analysis, next.replaced = newAnalysis(), make(chan struct{})
	return &next
}

func (s *snapshot) addRoot(uri string) {
	if path, err := pathOf(uri, s.folder); err == nil && !slices.Contains(s.roots, path) {
		s.roots = append(s.roots, path)
	}
}

// path gives the path of a document; the error is for the answer.
func (s *snapshot) path(uri string) (string, error) {
	for path, d := range s.docs { // one that is in no file keeps its path when the folders change
		if d.uri == uri {
			return path, nil
		}
	}
	folder := s.folder
	if len(s.roots) > 0 {
		folder = s.roots[0]
	}
	path, err := pathOf(uri, folder)
	if err != nil {
		return "", invalid(err)
	}
	return path, nil
}

// doc gives an open document.
func (s *snapshot) doc(uri string) (*document, error) {
	path, err := s.path(uri)
	if err != nil {
		return nil, err
	}
	d := s.docs[path]
	if d == nil {
		return nil, invalid(fmt.Errorf("%s is not open", clipped(uri, 200)))
	}
	return d, nil
}

// uri gives the URI of a file, as the client writes it where it has it open.
func (s *snapshot) uri(path string) string {
	if d := s.docs[path]; d != nil {
		return d.uri
	}
	return uriOf(path)
}

// scripts lists the open documents that are analysed.
func (s *snapshot) scripts() []string {
	var paths []string
	for path, d := range s.docs {
		if d.shell && len(d.src) <= maxDocument {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

// overlay is the text of all open documents: a script may source one that is no script by its name.
func (s *snapshot) overlay() map[string][]byte {
	overlay := make(map[string][]byte, len(s.docs))
	for path, d := range s.docs {
		if len(d.src) <= maxDocument {
			overlay[path] = d.src
		}
	}
	return overlay
}

// shellLanguages are the names that clients have for the languages of shells.
var shellLanguages = map[string]bool{
	"shellscript": true, "sh": true, "bash": true, "dash": true, "ksh": true, "mksh": true, "zsh": true, "bats": true,
}

// opened takes in a document.
func (s *server) opened(_ context.Context, p *openParams) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path, err := s.snap.path(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	if p.TextDocument.Text == nil {
		return nil, fmt.Errorf("%s has no text", clipped(p.TextDocument.URI, 200))
	}
	src := []byte(*p.TextDocument.Text)
	if len(src) > maxDocument {
		s.tell(2, fmt.Sprintf("%s is larger than %d MB and is not analysed", clipped(p.TextDocument.URI, 200), maxDocument>>20))
	}
	next := s.snap.next()
	next.docs[path] = &document{
		uri: p.TextDocument.URI, path: path, version: p.TextDocument.Version, text: newText(src),
		shell: filepath.Base(path) != configName && (shellLanguages[p.TextDocument.LanguageID] || script.IsShell(path, src[:min(len(src), 256)])),
	}
	s.advance(next)
	return nil, nil
}

// changed takes in an edit.
func (s *server) changed(_ context.Context, p *changeParams) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old, err := s.snap.doc(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	doc := *old
	doc.version = p.TextDocument.Version
	for _, c := range p.Changes {
		t, err := doc.change(c, s.snap.encoding)
		if err != nil {
			return nil, err
		}
		doc.text = t
	}
	next := s.snap.next()
	next.docs[doc.path] = &doc
	s.advance(next)
	return nil, nil
}

// closed forgets a document: what is on the disk counts again.
func (s *server) closed(_ context.Context, p *documentParams) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	doc, err := s.snap.doc(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	next := s.snap.next()
	delete(next.docs, doc.path)
	s.advance(next)
	return nil, nil
}

// saved analyses anew: what is on the disk has changed, which may be a configuration.
func (s *server) saved(context.Context, *documentParams) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance(s.snap.next())
	return nil, nil
}
