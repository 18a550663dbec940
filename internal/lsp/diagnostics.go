package lsp

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/rule"
)

// source is the name under which clients show diagnostics, and the section of the settings.
const source = "wipelint"

// The severities of the protocol.
var severities = map[rule.Severity]int{rule.Error: 1, rule.Warning: 2, rule.Note: 3}

// diagnostics gives what there is to say about a file.
func (s *server) diagnostics(f *found, path string) []diagnostic {
	out := []diagnostic{}
	for _, finding := range f.Findings {
		if finding.File == path {
			out = append(out, s.diagnostic(f, finding))
		}
	}
	out = append(out, f.sourced(path)...)
	if doc := f.snap.docs[path]; doc != nil && doc.shell {
		out = append(out, f.unread(path)...)
	}
	for _, e := range f.Errors {
		if e.File == path {
			out = append(out, diagnostic{Range: f.place(errorPlace(e)), Severity: 1, Source: source, Message: clean(e.Message)})
		}
	}
	return out
}

// unread says on a script that its configuration is wrong, as it is not analysed then.
func (f *found) unread(path string) []diagnostic {
	config := ""
	for _, e := range f.Errors {
		if e.File != "" && isConfig(f.snap, path, e.File) && len(e.File) > len(config) {
			config = e.File
		}
	}
	if config == "" {
		return nil
	}
	d := diagnostic{
		Range: f.place(driver.Place{File: path}), Severity: 1, Source: source,
		Message: fmt.Sprintf("not analysed, as the configuration %s cannot be used", clean(config)),
	}
	for _, e := range f.Errors {
		if e.File == config {
			d.Related = append(d.Related, related{f.location(errorPlace(e)), clean(e.Message)})
			if len(d.Related) == 1 {
				d.Message += ": " + clean(e.Message)
			}
		}
	}
	if !f.snap.related {
		d.Related = nil
	}
	return []diagnostic{d}
}

func errorPlace(e *driver.Error) driver.Place {
	return driver.Place{File: e.File, Line: e.Line, Column: e.Column}
}

func (s *server) diagnostic(f *found, finding *driver.Finding) diagnostic {
	d := diagnostic{
		Range: f.place(finding.Place), Severity: severities[finding.Severity], Code: finding.Code, Source: source,
		Message: clean(finding.Message),
		Data:    &diagnosticData{finding.Rule, key(finding)},
	}
	if r := s.rules[finding.Rule]; r != nil && r.Analyzer.URL != "" {
		d.CodeDescription = &href{r.Analyzer.URL}
	}
	if f.snap.related {
		d.Related = f.relatedTo(finding)
	}
	return d
}

// relatedTo gives the places that a finding is about, and then how the script gets there: the world, and each step in its order.
func (f *found) relatedTo(finding *driver.Finding) []related {
	var out []related
	for _, rel := range finding.Related {
		out = append(out, related{f.location(rel.Place), clean(rel.Message)})
	}
	if len(finding.Witness) == 0 {
		return out
	}
	if finding.World != "" {
		out = append(out, related{f.location(finding.Place), clean(finding.World)})
	}
	for i, step := range finding.Witness {
		out = append(out, related{f.location(step.Place), fmt.Sprintf("%d. %s", i+1, clean(step.Text))})
	}
	return out
}

// key tells the findings of a run apart.
func key(f *driver.Finding) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%v\x00%s\x00%s", f.Place, f.Rule, f.Message))
	return hex.EncodeToString(sum[:8])
}

func cleanLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = clean(strings.ReplaceAll(line, "\t", "    "))
	}
	return strings.Join(lines, "\n")
}

// send publishes the diagnostics, to clients that do not ask for them, and tells the others to ask again.
func (s *server) send(f *found) {
	defer func() {
		if v := recover(); v != nil {
			s.fault("diagnostics", v)
		}
	}()
	s.publish.Lock()
	defer s.publish.Unlock()
	s.mu.Lock()
	client, current := s.client, s.snap == f.snap && s.phase == running
	s.mu.Unlock()
	if !current {
		return
	}
	ctx := f.snap.analysis.ctx
	if client.TextDocument.Diagnostic == nil {
		s.push(ctx, f)
	}
	// What the client shows of documents that were not edited may have changed, too: they may source the one that was.
	s.refresh(ctx, f, client)
}

// push publishes what has changed since the last time.
func (s *server) push(ctx context.Context, f *found) {
	seen := map[string]bool{}
	for _, path := range f.files() {
		p := publishParams{URI: f.snap.uri(path), Diagnostics: s.diagnostics(f, path)}
		if d := f.snap.docs[path]; d != nil {
			p.Version = &d.version
		}
		seen[p.URI] = true
		mark := digest(p)
		if s.published[p.URI] == mark || s.published[p.URI] == "" && p.Version == nil && len(p.Diagnostics) == 0 {
			continue
		}
		if err := s.conn.Notify(ctx, "textDocument/publishDiagnostics", p); err != nil {
			return
		}
		s.published[p.URI] = mark
	}
	for uri := range s.published {
		if !seen[uri] {
			if err := s.conn.Notify(ctx, "textDocument/publishDiagnostics", publishParams{URI: uri, Diagnostics: []diagnostic{}}); err != nil {
				return
			}
			delete(s.published, uri)
		}
	}
}

// refresh asks the client to ask again where it can be told so, if what it shows of the open documents has changed other than
// by its own edits.
func (s *server) refresh(ctx context.Context, f *found, client clientCapabilities) {
	var methods []string
	if client.TextDocument.Diagnostic != nil && client.Workspace.Diagnostics.Refresh {
		methods = append(methods, "workspace/diagnostic/refresh")
	}
	if client.Workspace.CodeLens.Refresh {
		methods = append(methods, "workspace/codeLens/refresh")
	}
	if client.Workspace.InlayHint.Refresh {
		methods = append(methods, "workspace/inlayHint/refresh")
	}
	now := map[string]shown{}
	stale := false
	for path, d := range f.snap.docs {
		if !d.shell {
			continue
		}
		now[path] = s.showing(f, path)
		if old, ok := s.shown[path]; ok && old.doc == d && old.mark != now[path].mark {
			stale = true
		}
	}
	s.shown = now
	if !stale {
		return
	}
	for _, method := range methods {
		go func() { _ = s.conn.Call(ctx, method, nil, nil) }()
	}
}

// told notes what a client was told that asked. Without it nobody would know that it is out of date when the document's results
// change before they were to be sent.
func (s *server) told(f *found, path string) {
	if d := f.snap.docs[path]; d == nil || !d.shell {
		return
	}
	s.publish.Lock()
	defer s.publish.Unlock()
	if s.shown == nil {
		s.shown = map[string]shown{}
	}
	s.shown[path] = s.showing(f, path)
}

func (s *server) showing(f *found, path string) shown {
	return shown{f.snap.docs[path], digest([]any{s.diagnostics(f, path), labels(s.verdicts(f, path))})}
}

// labels are the parts of verdicts that a client shows at once.
func labels(list []verdict) []any {
	var out []any
	for _, v := range list {
		out = append(out, v.Whole, v.Label)
	}
	return out
}

// A shown is what was last found about a document.
type shown struct {
	doc  *document
	mark string
}

// digest tells values apart by their JSON.
func digest(v any) string {
	body, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:12])
}

// documentDiagnostics answers a client that asks for the diagnostics of a document.
func (s *server) documentDiagnostics(ctx context.Context, snap *snapshot, p *diagnosticParams) (any, error) {
	doc, err := snap.doc(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	f, err := s.results(ctx, snap, doc.path)
	if err != nil {
		return nil, err
	}
	s.told(f, doc.path)
	report := newReport(s.diagnostics(f, doc.path), p.Previous)
	s.mu.Lock()
	withRelated := s.client.TextDocument.Diagnostic != nil && s.client.TextDocument.Diagnostic.Related
	s.mu.Unlock()
	if !withRelated {
		return report, nil
	}
	// The files that are not open, which nobody will ask about.
	for _, path := range f.files() {
		if f.snap.docs[path] != nil {
			continue
		}
		if report.Related == nil {
			report.Related = map[string]diagnosticReport{}
		}
		report.Related[f.snap.uri(path)] = newReport(s.diagnostics(f, path), "")
	}
	return report, nil
}

func newReport(items []diagnostic, previous string) diagnosticReport {
	id := digest(items)
	if id == previous {
		return diagnosticReport{Kind: "unchanged", ResultID: id}
	}
	return diagnosticReport{Kind: "full", ResultID: id, Items: &items}
}

// compareRanges orders ranges by their starts.
func compareRanges(a, b textRange) int {
	return cmp.Or(cmp.Compare(a.Start.Line, b.Start.Line), cmp.Compare(a.Start.Character, b.Start.Character),
		cmp.Compare(a.End.Line, b.End.Line), cmp.Compare(a.End.Character, b.End.Character))
}

// sites lists the destructive commands of a file, in order.
func (f *found) sites(path string) []*driver.Site {
	var out []*driver.Site
	for _, s := range f.Sites {
		if s.File == path {
			out = append(out, s)
		}
	}
	return out
}

// about lists the findings about a destructive command.
func (f *found) about(site *driver.Site) []*driver.Finding {
	var out []*driver.Finding
	for _, finding := range f.Findings {
		if finding.Place == site.Place && slices.Contains(site.Rules, finding.Rule) {
			out = append(out, finding)
		}
	}
	return out
}
