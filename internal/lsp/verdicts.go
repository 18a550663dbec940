package lsp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
)

// A verdict is what is shown of a destructive command beside it.
type verdict struct {
	At    textRange // its first word
	Whole textRange
	Label string
	hover func() markup
}

// verdicts gives those of a file, in the order of its lines.
func (s *server) verdicts(f *found, path string) []verdict {
	var out []verdict
	for _, site := range f.sites(path) {
		out = append(out, verdict{f.place(site.Place), f.place(site.Whole), f.label(site), func() markup { return s.siteHover(f, site) }})
	}
	for _, call := range f.possible(path) {
		at := f.place(call.Place)
		out = append(out, verdict{at, at, "possible: nothing declares " + clipped(clean(call.Command), 40), func() markup { return s.possibleHover(f, call) }})
	}
	slices.SortStableFunc(out, func(a, b verdict) int { return compareRanges(a.At, b.At) })
	return out
}

// label says a verdict in a few words.
func (f *found) label(s *driver.Site) string {
	label := s.Verdict
	var guards []string
	for _, g := range s.Guards {
		guards = append(guards, fmt.Sprintf("%s (%s)", clipped(clean(g.Command), 40), f.where(g.Place, s.File)))
	}
	switch {
	case s.Verdict == "guarded" && len(guards) > 0:
		label += " by " + strings.Join(guards, ", ")
	case len(s.Rules) > 0 && s.Rules[0] != s.Verdict:
		label += ": " + s.Rules[0]
	}
	if len(s.Approximations) > 0 {
		label += ", approximately"
	}
	return label
}

// where names a place for people, as editors count.
func (f *found) where(p driver.Place, from string) string {
	line := f.place(p).Start.Line + 1
	if p.File == from {
		return fmt.Sprintf("line %d", line)
	}
	return fmt.Sprintf("line %d of %s", line, clean(base(p.File)))
}

// codeLenses shows the verdicts above the commands.
func (s *server) codeLenses(ctx context.Context, snap *snapshot, p *documentParams) (any, error) {
	out := []codeLens{}
	f, path, err := s.show(ctx, snap, p.TextDocument.URI, verdictsLens)
	if err != nil || f == nil {
		return out, err
	}
	for _, v := range s.verdicts(f, path) {
		out = append(out, codeLens{Range: v.At, Command: command{Title: v.Label}})
	}
	return out, nil
}

// inlayHints shows the verdicts behind the commands.
func (s *server) inlayHints(ctx context.Context, snap *snapshot, p *rangeParams) (any, error) {
	out := []inlayHint{}
	f, path, err := s.show(ctx, snap, p.TextDocument.URI, verdictsHints)
	if err != nil || f == nil {
		return out, err
	}
	for _, v := range s.verdicts(f, path) {
		if !overlaps(v.Whole, p.Range) {
			continue
		}
		tooltip := v.hover()
		out = append(out, inlayHint{Position: v.Whole.End, Label: v.Label, Tooltip: &tooltip, PaddingLeft: true})
	}
	return out, nil
}

// show waits for the results if the settings want verdicts shown in this way; else there are none.
func (s *server) show(ctx context.Context, snap *snapshot, uri, way string) (*found, string, error) {
	doc, err := snap.doc(uri)
	if err != nil {
		return nil, "", err
	}
	s.mu.Lock()
	hints := s.client.TextDocument.InlayHint != nil
	s.mu.Unlock()
	switch snap.settings.Verdicts {
	case verdictsBoth, way:
	case verdictsAuto:
		if hints != (way == verdictsHints) {
			return nil, "", nil
		}
	default:
		return nil, "", nil
	}
	f, err := s.results(ctx, snap, doc.path)
	if err == nil {
		s.told(f, doc.path)
	}
	return f, doc.path, err
}

// The kinds of symbols: a destructive command is an event, a guard is a question of yes and no.
const (
	symbolEvent   = 24
	symbolBoolean = 17
)

// documentSymbols lists the destructive commands and the guards of a document.
func (s *server) documentSymbols(ctx context.Context, snap *snapshot, p *documentParams) (any, error) {
	doc, err := snap.doc(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	f, err := s.results(ctx, snap, doc.path)
	if err != nil {
		return nil, err
	}
	symbols := f.symbols(doc.path)
	s.mu.Lock()
	hierarchical := s.client.TextDocument.DocumentSymbol.Hierarchical
	s.mu.Unlock()
	if hierarchical {
		return symbols, nil
	}
	flat := []symbolInformation{}
	for _, symbol := range symbols {
		flat = append(flat, symbolInformation{symbol.Name, symbol.Kind, location{doc.uri, symbol.Range}})
	}
	return flat, nil
}
