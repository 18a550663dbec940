package lsp

import (
	"cmp"
	"context"
	"slices"

	"github.com/wipelint/wipelint/internal/driver"
)

// The types of "wipelint/audit", a request of wipelint's own for the view of an editor.
type (
	auditReport struct {
		// Scripts is how many scripts were looked at.
		Scripts int         `json:"scripts"`
		Sites   []auditSite `json:"sites"`
		// Problems are files of which nothing or not all is known.
		Problems []related `json:"problems"`
	}
	// An auditSite is a destructive command with its verdict.
	auditSite struct {
		Location location `json:"location"`
		Command  string   `json:"command"`
		Verdict  string   `json:"verdict"`
		// Label is the verdict with the guards that prove it, or the rule that is violated; Says is the finding's first line, if there is one.
		Label string `json:"label"`
		Says  string `json:"says,omitempty"`
		Why   string `json:"why,omitempty"`
		// Severity is that of the worst finding about it, as in diagnostics; 0 for none.
		Severity int `json:"severity,omitempty"`
	}
)

// audit answers with every destructive command of the scripts in the folders: the worst verdict first, then by file and line.
func (s *server) audit(ctx context.Context, snap *snapshot, _ *struct{}) (any, error) {
	f, err := s.everything(ctx, snap)
	if err != nil {
		return nil, err
	}
	out := auditReport{Scripts: f.Scripts, Sites: []auditSite{}, Problems: []related{}}
	for _, site := range f.Sites {
		a := auditSite{Location: f.location(site.Place), Command: clean(site.Command), Verdict: site.Verdict, Label: f.label(site), Why: clean(site.Why)}
		for _, finding := range f.about(site) {
			if severity := severities[finding.Severity]; a.Severity == 0 || severity < a.Severity {
				a.Severity, a.Says = severity, clean(finding.Message)
			}
		}
		out.Sites = append(out.Sites, a)
	}
	for _, call := range f.Possible {
		out.Sites = append(out.Sites, auditSite{
			Location: f.location(call.Place), Command: clean(call.Call), Verdict: "possible", Label: "possible: nothing declares " + clean(call.Command),
		})
	}
	slices.SortStableFunc(out.Sites, func(a, b auditSite) int {
		return cmp.Or(cmp.Compare(slices.Index(worstFirst, a.Verdict), slices.Index(worstFirst, b.Verdict)),
			cmp.Compare(a.Location.URI, b.Location.URI), compareRanges(a.Location.Range, b.Location.Range))
	})
	for _, e := range f.Errors {
		if e.File != "" {
			out.Problems = append(out.Problems, related{f.location(errorPlace(e)), clean(e.Message)})
		}
	}
	return out, nil
}

// worstFirst orders verdicts.
var worstFirst = []string{"unguarded", "flawed", "possible", "prompted", "guarded"}

// everything analyses all scripts in the folders. It takes one processor at most, so that the other ones answer what is typed.
func (s *server) everything(ctx context.Context, snap *snapshot) (*found, error) {
	paths := snap.scripts()
	for _, root := range snap.roots {
		if bounded(root) {
			paths = append(paths, root)
		}
	}
	results, err := s.run(ctx, snap, driver.Config{Paths: paths, Jobs: 1})
	if err != nil {
		return nil, err
	}
	return &found{Results: results, snap: snap, texts: map[string]*text{}}, nil
}
