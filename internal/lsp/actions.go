package lsp

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/suppress"
)

// The kinds of code actions.
const (
	kindQuickFix = "quickfix"
	kindFixAll   = "source.fixAll." + source
)

// wants reports whether a client asks for a kind: for itself, or for one that it is a part of.
func wants(only []string, kind string) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(o string) bool { return o == kind || strings.HasPrefix(kind, o+".") || o == "" })
}

// codeActions offers the fixes of the findings in a range, all safe fixes of the document at once, and a comment that suppresses each
// finding.
func (s *server) codeActions(ctx context.Context, snap *snapshot, p *codeActionParams) (any, error) {
	doc, err := snap.doc(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	out := []codeAction{}
	quick := wants(p.Context.Only, kindQuickFix)
	all := wants(p.Context.Only, kindFixAll)
	if !quick && !all || !doc.shell {
		return out, nil
	}
	f, err := s.results(ctx, snap, doc.path)
	if err != nil {
		return nil, err
	}
	there := slices.ContainsFunc(f.Findings, func(finding *driver.Finding) bool {
		return finding.File == doc.path && (all || f.asked(finding, p))
	})
	if !there {
		return out, nil
	}
	if f, err = s.fixed(ctx, f, doc.path); err != nil {
		return nil, err
	}
	// What mends comes first, for all findings at the place; what only silences comes last.
	var silencing []codeAction
	for _, finding := range f.Findings {
		if quick && finding.File == doc.path && f.asked(finding, p) {
			out = append(out, s.quickFixes(f, finding)...)
			if action, ok := s.suppressing(f, finding); ok {
				action.Diagnostics = []diagnostic{s.diagnostic(f, finding)}
				silencing = append(silencing, action)
			}
		}
	}
	// Clients that run this on saving ask for it alone; in a menu it is of use only where there is something to fix.
	if edits := f.safeEdits(doc.path); all && len(edits) > 0 {
		if edit, ok := s.edit(f, edits); ok {
			out = append(out, codeAction{Title: "wipelint: apply all safe fixes", Kind: kindFixAll, Edit: edit})
		}
	}
	return s.plain(append(out, silencing...)), nil
}

// asked reports whether a request for code actions is about a finding: it is in the range, or one of the diagnostics that came
// with the request.
func (f *found) asked(finding *driver.Finding, p *codeActionParams) bool {
	if overlaps(f.place(finding.Place), p.Range) {
		return true
	}
	for _, raw := range p.Context.Diagnostics {
		var d struct {
			Data diagnosticData `json:"data"`
		}
		if json.Unmarshal(raw, &d) == nil && d.Data.Key == key(finding) {
			return true
		}
	}
	return false
}

// fixed gives the results with the fixes, which take longer than the findings alone. It is given up when the state changes, and
// begun again if the document is still the same.
func (s *server) fixed(ctx context.Context, f *found, path string) (*found, error) {
	doc := f.snap.docs[path]
	for snap := f.snap; ; {
		run, stop := context.WithCancel(ctx)
		unhook := context.AfterFunc(snap.analysis.ctx, stop)
		results, err := s.drive(run, snap, snap.scripts(), true)
		unhook()
		stop()
		if err == nil {
			return &found{Results: results, snap: snap, texts: map[string]*text{}}, nil
		}
		if ctx.Err() != nil || !replaced(snap) {
			return nil, err
		}
		s.mu.Lock()
		snap = s.snap
		s.mu.Unlock()
		if snap.docs[path] != doc {
			return nil, modified()
		}
	}
}

// quickFixes gives the actions that mend a finding.
func (s *server) quickFixes(f *found, finding *driver.Finding) []codeAction {
	var out []codeAction
	about := []diagnostic{s.diagnostic(f, finding)}
	safe := 0
	for _, fix := range finding.Fixes {
		if fix.Safe {
			safe++
		}
	}
	for _, fix := range finding.Fixes {
		edit, ok := s.edit(f, fix.Edits)
		if !ok {
			continue
		}
		title := clean(strings.Join(strings.Fields(fix.Message), " "))
		if !fix.Safe {
			title += " (check what it changes)"
		}
		out = append(out, codeAction{
			Title: title, Kind: kindQuickFix, Diagnostics: about, Preferred: fix.Safe && safe == 1, Edit: edit,
		})
	}
	return out
}

// suppressing gives the action that suppresses a finding. The reason is the author's to write; clients that know snippets put
// the cursor there.
func (s *server) suppressing(f *found, finding *driver.Finding) (codeAction, bool) {
	r := s.rules[finding.Rule]
	if r == nil {
		return codeAction{}, false
	}
	t := f.text(finding.File)
	parsed := script.Parse(finding.File, t.src, script.Options{})
	from, _ := t.span(finding.Place)
	in, ok := suppress.Insertion(parsed, from, r, "")
	if !ok {
		return codeAction{}, false
	}
	at := t.position(in.Offset, f.snap.encoding)
	edit := textEdit{Range: textRange{at, at}, NewText: &in.Text}
	s.mu.Lock()
	snippets := s.client.Workspace.WorkspaceEdit.Snippets && s.client.Workspace.WorkspaceEdit.DocumentChanges
	s.mu.Unlock()
	if before, after, ok := strings.Cut(in.Text, `reason=""`); ok && snippets {
		escape := strings.NewReplacer(`\`, `\\`, `$`, `\$`, `}`, `\}`).Replace
		edit = textEdit{Range: edit.Range, Snippet: &snippet{"snippet", escape(before) + `reason="${1}"` + escape(after)}}
	}
	return codeAction{
		Title: "Suppress " + finding.Rule + " here, with a reason", Kind: kindQuickFix,
		Edit: s.workspaceEdit(f, map[string][]textEdit{finding.File: {edit}}),
	}, true
}

// safeEdits gives the edits of all safe fixes of a file that do not get into each other's way. One fix of each finding is
// taken, as several are ways to the same end.
func (f *found) safeEdits(path string) []driver.Edit {
	var out []driver.Edit
	for _, finding := range f.Findings {
		if finding.File != path {
			continue
		}
		for _, fix := range finding.Fixes {
			if !fix.Safe {
				continue
			}
			if fit, ok := f.fit(out, fix.Edits, path); ok {
				out = fit
				break
			}
		}
	}
	return out
}

// fit adds a fix's edits to others, if all are in the file and none touches one of the others'. An edit that is there already is
// not added again.
func (f *found) fit(have, edits []driver.Edit, path string) ([]driver.Edit, bool) {
	t := f.text(path)
	out := slices.Clone(have)
	for _, e := range edits {
		if e.File != path {
			return nil, false
		}
		if slices.Contains(have, e) {
			continue
		}
		from, to := t.span(e.Place)
		for _, old := range have {
			if start, end := t.span(old.Place); from <= end && start <= to {
				return nil, false
			}
		}
		out = append(out, e)
	}
	return out, true
}

// edit makes an edit of the protocol; false when there is nothing to do, or an edit is in no file.
func (s *server) edit(f *found, edits []driver.Edit) (*workspaceEdit, bool) {
	byFile := map[string][]textEdit{}
	for _, e := range edits {
		if e.File == "" || e.Line < 1 {
			return nil, false
		}
		byFile[e.File] = append(byFile[e.File], textEdit{Range: f.place(e.Place), NewText: &e.NewText})
	}
	for _, list := range byFile {
		slices.SortStableFunc(list, func(a, b textEdit) int { return compareRanges(a.Range, b.Range) })
	}
	return s.workspaceEdit(f, byFile), len(byFile) > 0
}

func (s *server) workspaceEdit(f *found, byFile map[string][]textEdit) *workspaceEdit {
	s.mu.Lock()
	versions := s.client.Workspace.WorkspaceEdit.DocumentChanges
	s.mu.Unlock()
	out := &workspaceEdit{}
	for path, edits := range byFile {
		uri := f.snap.uri(path)
		if !versions {
			if out.Changes == nil {
				out.Changes = map[string][]textEdit{}
			}
			out.Changes[uri] = edits
			continue
		}
		id := optionalID{URI: uri}
		if d := f.snap.docs[path]; d != nil {
			id.Version = &d.version
		}
		out.DocumentChanges = append(out.DocumentChanges, documentEdit{id, edits})
	}
	slices.SortFunc(out.DocumentChanges, func(a, b documentEdit) int { return strings.Compare(a.TextDocument.URI, b.TextDocument.URI) })
	return out
}

// plain leaves out the actions for a client that knows only commands, of which there are none.
func (s *server) plain(actions []codeAction) []codeAction {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.client.TextDocument.CodeAction.Literals == nil {
		return []codeAction{}
	}
	return actions
}
