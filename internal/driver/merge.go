package driver

import (
	"cmp"
	"slices"

	"github.com/wipelint/wipelint/internal/rule"
)

// A siteKey tells destructive commands apart.
type siteKey struct {
	place   Place
	command string
}

// A findingKey tells findings apart.
type findingKey struct {
	place         Place
	rule, message string
}

func keyOf(s *Site) siteKey { return siteKey{s.Place, s.Command} }

// merge puts the outcomes of all files together. A sourced file is analysed on its own and again as part of each
// script that sources it; what that says about it more than once is said once here.
func merge(outcomes []*outcome, errs []*Error) *Results {
	results := &Results{Errors: errs, own: map[string]bool{}}
	called := map[siteKey]bool{}
	for _, o := range outcomes {
		for _, s := range o.sites {
			if !s.alone {
				called[keyOf(s)] = true
			}
		}
	}
	sites := map[siteKey]*Site{}
	findings := map[findingKey]*Finding{}
	for _, o := range outcomes {
		results.Scripts += o.scripts
		if o.scripts > 0 {
			results.own[o.file] = true
		}
		if o.template {
			results.Templates = append(results.Templates, o.file)
		}
		results.Errors = append(results.Errors, o.errs...)
		for _, s := range o.sites {
			// A function that nothing in its file calls was judged by itself. Where a script of the same run calls
			// it, that script tells what stands before it.
			if s.alone && called[keyOf(s)] {
				continue
			}
			if old := sites[keyOf(s)]; old != nil {
				old.join(s)
				continue
			}
			sites[keyOf(s)] = s
			results.Sites = append(results.Sites, s)
		}
		for _, f := range o.findings {
			if f.site != nil && f.site.alone && called[keyOf(f.site)] {
				continue
			}
			key := findingKey{f.Place, f.Rule, f.Message}
			if old := findings[key]; old != nil {
				old.Severity = worse(old.Severity, f.Severity)
				for _, c := range f.Callers {
					old.Callers = appendNew(old.Callers, c)
				}
				continue
			}
			findings[key] = f.Finding
			results.Findings = append(results.Findings, f.Finding)
		}
		for key, text := range o.lines {
			results.KeepLine(key.file, key.number, text)
		}
		for name, text := range o.texts {
			results.KeepText(name, text)
		}
	}
	results.addPossible(outcomes)
	results.sort()
	return results
}

// join adds what another script that sources the site's file says of it: the worse verdict counts, since the script
// runs.
func (s *Site) join(other *Site) {
	if rank[other.Verdict] > rank[s.Verdict] {
		s.Verdict = other.Verdict
		s.Approximations, s.Assumptions = nil, nil // they were about the better one
		s.Rules, other.Rules = other.Rules, s.Rules
	}
	for _, name := range other.Rules {
		s.Rules = appendNew(s.Rules, name)
	}
	for _, c := range other.Candidates {
		s.Candidates = appendNew(s.Candidates, c)
	}
	for _, g := range other.Guards {
		s.Guards = appendNew(s.Guards, g)
	}
	for _, q := range other.Questions {
		s.Questions = appendNew(s.Questions, q)
	}
	for _, a := range other.Approximations {
		s.Approximations = appendNew(s.Approximations, a)
	}
	if s.Verdict == "guarded" {
		for _, a := range other.Assumptions {
			s.Assumptions = appendNew(s.Assumptions, a)
		}
	}
}

// rank orders verdicts, the worst last.
var rank = map[string]int{"guarded": 0, "prompted": 1, "flawed": 2, "unguarded": 3}

// worse is the worse of two severities.
func worse(a, b rule.Severity) rule.Severity {
	if Rank(b) < Rank(a) {
		return b
	}
	return a
}

// Rank orders severities, the worst first.
func Rank(s rule.Severity) int {
	return slices.Index([]rule.Severity{rule.Error, rule.Warning, rule.Note, rule.Off}, s)
}

// sort puts everything in the order of files and positions.
func (r *Results) sort() {
	slices.Sort(r.Templates)
	sortFindings(r.Findings)
	sortFindings(r.Suppressed)
	slices.SortStableFunc(r.Sites, func(a, b *Site) int {
		return cmp.Or(a.compare(b.Place), cmp.Compare(a.Command, b.Command))
	})
	slices.SortStableFunc(r.Errors, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Message, b.Message))
	})
	r.Errors = slices.CompactFunc(r.Errors, func(a, b *Error) bool {
		return a.File == b.File && a.Line == b.Line && a.Column == b.Column && a.Message == b.Message
	})
}

func sortFindings(list []*Finding) {
	slices.SortStableFunc(list, func(a, b *Finding) int {
		return cmp.Or(a.compare(b.Place), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
}

// compare orders places.
func (p Place) compare(q Place) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column),
		cmp.Compare(p.EndLine, q.EndLine), cmp.Compare(p.EndColumn, q.EndColumn))
}
