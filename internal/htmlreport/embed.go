package htmlreport

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/report"
)

// embedder turns results into the document of the page.
type embedder struct {
	run     *report.Run
	sources map[string]*source
	files   map[string]int
	out     *document
}

// embed collects what the page shows. Only files in which something stands that is shown are in it: destructive commands,
// their guards, and the steps that lead to them.
func embed(run *report.Run) *document {
	e := &embedder{
		run: run, sources: map[string]*source{}, files: map[string]int{},
		out: &document{Files: []*file{}, Commands: []*command{}, Findings: []*finding{}, Errors: []problem{}},
	}
	names := e.collect()
	for _, name := range names {
		s := e.sources[name]
		s.cut()
		e.files[name] = len(e.out.Files)
		e.out.Files = append(e.out.Files, s.file(e.path(name)))
	}
	at := map[driver.Place][]int{}
	for i, f := range run.Findings {
		at[f.Place] = append(at[f.Place], i)
		e.out.Findings = append(e.out.Findings, e.finding(f))
	}
	taken := map[int]bool{}
	for _, s := range run.Sites {
		c := e.command(s)
		for _, i := range at[s.Place] {
			c.Findings = append(c.Findings, i)
			taken[i] = true
		}
		e.out.Commands = append(e.out.Commands, c)
	}
	for i, f := range run.Findings {
		if !taken[i] {
			e.out.Commands = append(e.out.Commands, &command{
				At: e.place(f.Place), Text: e.text(f.Place), Rules: []string{report.Clean(f.Rule)},
				Guards: []guard{}, Notes: []string{}, Findings: []int{i}, Questions: []guard{}, Assumes: []guard{}, Owners: []string{},
			})
		}
	}
	// Findings without a destructive command of the catalogue stand among the others.
	slices.SortStableFunc(e.out.Commands, func(a, b *command) int {
		return cmp.Or(cmp.Compare(a.At.File, b.At.File), cmp.Compare(a.At.Line, b.At.Line), cmp.Compare(a.At.Column, b.At.Column))
	})
	for _, p := range run.Errors {
		e.out.Errors = append(e.out.Errors, problem{e.where(p), report.Clean(p.Message)})
	}
	return e.out
}

// collect notes every place that is shown, and gives the names of the files in order.
func (e *embedder) collect() []string {
	var names []string
	note := func(p driver.Place) {
		s := e.sources[p.File]
		if s == nil {
			s = read(e.run, p.File)
			e.sources[p.File] = s
			names = append(names, p.File)
		}
		s.places = append(s.places, p)
	}
	for _, s := range e.run.Sites {
		note(s.Place)
		for _, g := range slices.Concat(s.Guards, s.Questions) {
			note(g.Place)
		}
		for _, a := range s.Assumptions {
			note(a.Place)
		}
	}
	for _, f := range e.run.Findings {
		note(f.Place)
		for _, r := range f.Related {
			note(r.Place)
		}
		for _, s := range f.Witness {
			note(s.Place)
		}
	}
	slices.Sort(names)
	return names
}

func (e *embedder) command(s *driver.Site) *command {
	c := &command{
		At: e.place(s.Place), Text: report.Clean(s.Command), Verdict: report.Clean(s.Verdict),
		Rules: []string{}, Guards: []guard{}, Notes: notes(s.Approximations), Findings: []int{}, Questions: []guard{}, Assumes: []guard{},
		Does: report.Clean(s.Why), Target: report.Clean(s.Target), Kind: report.Clean(s.Kind), Owners: []string{},
	}
	for _, o := range s.Owners {
		c.Owners = append(c.Owners, report.Clean(o))
	}
	for _, q := range s.Questions {
		c.Questions = append(c.Questions, guard{At: e.place(q.Place), Text: report.Clean(q.Command)})
	}
	for _, a := range s.Assumptions {
		c.Assumes = append(c.Assumes, guard{At: e.place(a.Place), Text: report.Clean(a.Text)})
	}
	for _, r := range s.Rules {
		c.Rules = append(c.Rules, report.Clean(r))
	}
	for _, g := range s.Guards {
		c.Guards = append(c.Guards, guard{e.place(g.Place), report.Clean(g.Command), g.Made, report.Clean(g.Looks)})
	}
	return c
}

func (e *embedder) finding(f *driver.Finding) *finding {
	out := &finding{
		At: e.place(f.Place), Rule: report.Clean(f.Rule), Code: report.Clean(f.Code), Severity: string(f.Severity),
		Page: e.page(f.Code), Message: report.Clean(f.Message), World: report.Clean(f.World),
		Related: []step{}, Steps: []step{}, Advice: []string{}, Fixes: []fix{}, Notes: notes(f.Approximations), Guards: []outcome{},
	}
	for _, r := range f.Related {
		out.Related = append(out.Related, step{At: e.place(r.Place), Text: report.Clean(r.Message), Guard: -1})
	}
	asked := map[driver.Place]int{}
	for _, s := range f.Witness {
		at := step{At: e.place(s.Place), Text: report.Clean(s.Text), Guard: -1, Answer: s.Answer}
		if s.Guard != "" {
			i, again := asked[s.Place]
			if !again {
				i = len(out.Guards)
				asked[s.Place] = i
				out.Guards = append(out.Guards, outcome{report.Clean(s.Guard), s.Line})
			}
			at.Guard = i
		}
		out.Steps = append(out.Steps, at)
	}
	if f.Replay != nil {
		out.Replay = &replayed{string(f.Replay.Verdict), report.Clean(f.Replay.Why)}
	}
	for _, a := range f.Advice {
		out.Advice = append(out.Advice, cleanLines(a))
	}
	for _, fx := range f.Fixes {
		out.Fixes = append(out.Fixes, fix{cleanLines(fx.Message), e.changes(fx.Edits)})
	}
	return out
}

// page is where a rule is explained on the web, "" for one that the run does not know.
func (e *embedder) page(code string) string {
	for _, known := range e.run.Rules {
		if known.Code == code && known.Analyzer != nil {
			return known.Analyzer.URL
		}
	}
	return ""
}

func (e *embedder) place(p driver.Place) place {
	out := place{File: e.files[p.File], Line: p.Line, Column: p.Column}
	out.From, out.To = e.sources[p.File].parts(p)
	return out
}

// text is the source of a place, as far as it stands on its first line.
func (e *embedder) text(p driver.Place) string {
	at := e.place(p)
	var b strings.Builder
	for _, l := range e.out.Files[at.File].Lines {
		if l.Number == at.Line {
			for _, part := range l.Parts[at.From:at.To] {
				b.WriteString(part[1])
			}
		}
	}
	return b.String()
}

// path is a file's name as it is shown: relative to the working folder where it lies below.
func (e *embedder) path(name string) string {
	if e.run.Folder != "" && filepath.IsAbs(name) {
		if rel, err := filepath.Rel(e.run.Folder, name); err == nil && filepath.IsLocal(rel) {
			name = rel
		}
	}
	return report.Clean(filepath.ToSlash(name))
}

// where is the place of an error, "" for one that is about no file.
func (e *embedder) where(p *driver.Error) string {
	switch {
	case p.File == "":
		return ""
	case p.Line == 0:
		return e.path(p.File)
	default:
		return fmt.Sprintf("%s:%d:%d", e.path(p.File), p.Line, p.Column)
	}
}

func notes(list []driver.Approximation) []string {
	out := []string{}
	for _, a := range list {
		out = append(out, report.Clean(a.Message))
	}
	return out
}

// cleanLines makes a text of several lines fit to show. Tabs stay, as a page shows them.
func cleanLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = clean(l)
	}
	return strings.Join(lines, "\n")
}

// clean is report.Clean for a source line, in which tabs are tabs.
func clean(s string) string {
	parts := strings.Split(s, "\t")
	for i, p := range parts {
		parts[i] = report.Clean(p)
	}
	return strings.Join(parts, "\t")
}
