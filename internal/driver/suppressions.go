package driver

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/suppress"
)

// The kinds of suppression, in the words of SARIF.
const (
	// InSource is that of a comment in the script.
	InSource = "inSource"
	// External is that of a baseline.
	External = "external"
)

// A Suppression is why a finding is not shown.
type Suppression struct {
	Kind string
	// Place is that of the comment. That of a baseline has only the file.
	Place
	// Reason is what the author of the comment says.
	Reason string
	// Until is the last day on which the comment holds, as YYYY-MM-DD; empty for no end.
	Until string
}

// A noted is the suppression comments of one file.
type noted struct {
	file     string // for display
	own      bool   // the file is one of the run's own, and not only sourced by one
	settings *settings
	comments []*comment
}

// A comment is a suppression comment with what came of it.
type comment struct {
	*suppress.Directive
	place    Place
	identity identity
	used     map[string]bool // by the name of a rule
	more     []string        // what a command is flawed by that it does not name
}

// note reads the suppression comments of a script.
func (r *run) note(o *outcome, s *script.Script, file string, own bool, settings *settings) {
	list := suppress.Read(s, r.cfg.Rules)
	if len(list) == 0 {
		return
	}
	r.distrusted(s, list)
	n := &noted{file: file, own: own, settings: settings}
	ids := newIdentities(s)
	for _, d := range list {
		c := &comment{Directive: d, place: placeOf(file, d.At), used: map[string]bool{}}
		start := s.LineOffsets()[d.At.Start.Line-1] + d.At.Start.Column - 1
		c.identity = ids.of(start, c.place.text(s))
		for number := max(1, c.place.Line-1); number <= min(s.LineCount(), c.place.Line+1); number++ {
			o.lines[line{file, number}] = s.LineText(number)
		}
		n.comments = append(n.comments, c)
	}
	o.noted = append(o.noted, n)
}

func placeOf(file string, r suppress.Range) Place {
	return Place{File: file, Line: r.Start.Line, Column: r.Start.Column, EndLine: r.End.Line, EndColumn: r.End.Column}
}

// text is the text of a place within one line of a script.
func (p Place) text(s *script.Script) string {
	text := s.LineText(p.Line)
	if p.EndLine != p.Line || p.EndColumn-1 > len(text) {
		return ""
	}
	return text[p.Column-1 : p.EndColumn-1]
}

// A suppressor takes the findings out that comments suppress, and says what is wrong with the comments.
type suppressor struct {
	results *Results
	rule    *rule.Rule // in whose name that is said; nil when it does not run
	today   time.Time
	files   map[string]*noted
}

// suppress does it for a run.
func (r *run) suppress(results *Results, outcomes []*outcome) {
	s := &suppressor{results: results, today: r.cfg.Today, files: map[string]*noted{}}
	if s.today.IsZero() {
		s.today = time.Now()
	}
	for _, known := range r.cfg.Rules {
		if known.Name() == suppress.RuleName {
			s.rule = known
		}
	}
	for _, o := range outcomes {
		for _, n := range o.noted {
			// A file that scripts source has the same comments each time.
			if old := s.files[n.file]; old == nil || n.own && !old.own {
				s.files[n.file] = n
			}
		}
	}
	if len(s.files) == 0 {
		return
	}
	for _, o := range outcomes {
		s.use(o)
	}
	s.split()
	s.report()
	results.sort()
}

// holding are the comments that are for what stands at a place and hold today.
func (s *suppressor) holding(p Place) []*comment {
	n := s.files[p.File]
	if n == nil {
		return nil
	}
	var list []*comment
	for _, c := range n.comments {
		if len(c.Faults) == 0 && !c.Expired(s.today) && c.CoversPosition(suppress.Position{Line: p.Line, Column: p.Column}) {
			list = append(list, c)
		}
	}
	return list
}

// use marks what comments are for in one script, also where another script of the run says more about the place: the file
// may be looked at by itself the next time.
func (s *suppressor) use(o *outcome) {
	for _, f := range o.findings {
		for _, c := range s.holding(f.Place) {
			c.used[f.Rule] = true
		}
	}
	for _, site := range o.sites {
		for _, c := range s.holding(site.Place) {
			for _, name := range site.Rules {
				c.used[name] = true
			}
			if site.alone { // a script that calls the function may have the finding
				for _, name := range c.Rules {
					c.used[name] = true
				}
			}
		}
	}
}

// split takes the suppressed findings out.
func (s *suppressor) split() {
	at := map[Place][]*Site{}
	for _, site := range s.results.Sites {
		at[site.Place] = append(at[site.Place], site)
	}
	s.results.Findings = slices.DeleteFunc(s.results.Findings, func(f *Finding) bool {
		list := s.holding(f.Place)
		for _, c := range list {
			if c.Names(f.Rule) {
				f.Suppressions = append(f.Suppressions, c.suppression())
			}
		}
		if len(f.Suppressions) == 0 {
			return false
		}
		s.results.Suppressed = append(s.results.Suppressed, f)
		for _, site := range at[f.Place] {
			for _, c := range list {
				if c.Names(f.Rule) {
					site.Suppressions = appendNew(site.Suppressions, c.suppression())
				}
			}
			s.more(f, site, list)
		}
		return true
	})
}

// more notes what else a command is flawed by that no comment names. It has one finding only, which is gone now.
func (s *suppressor) more(f *Finding, site *Site, list []*comment) {
	if !slices.Contains(site.Rules, f.Rule) {
		return
	}
	for _, name := range site.Rules {
		if slices.ContainsFunc(list, func(c *comment) bool { return c.Names(name) }) || s.files[f.File].settings.off(name, f.File) {
			continue
		}
		for _, c := range list {
			if c.Names(f.Rule) {
				c.more = appendNew(c.more, name)
			}
		}
	}
}

func (c *comment) suppression() Suppression {
	out := Suppression{Kind: InSource, Place: c.place, Reason: c.Reason}
	if !c.Until.IsZero() {
		out.Until = c.Until.Format(time.DateOnly)
	}
	return out
}

// report says what is wrong with the comments.
func (s *suppressor) report() {
	if s.rule == nil {
		return
	}
	failed := map[string]bool{}
	for _, e := range s.results.Errors {
		failed[e.File] = true
	}
	var files []*noted
	for _, n := range s.files {
		files = append(files, n)
	}
	slices.SortFunc(files, func(a, b *noted) int { return cmp.Compare(a.file, b.file) })
	for _, n := range files {
		for _, c := range n.comments {
			s.comment(n, c, n.own && !failed[n.file])
		}
	}
}

// comment says what is wrong with one comment; judged is whether all is known that it may be for.
func (s *suppressor) comment(n *noted, c *comment, judged bool) {
	for _, fault := range c.Faults {
		s.say(n, c, placeOf(n.file, fault.At), fault.Message, fault.Advice)
	}
	if len(c.Faults) > 0 {
		return
	}
	if c.Expired(s.today) {
		s.say(n, c, c.place, fmt.Sprintf("this comment held until %s, and suppresses %s no more", c.Until.Format(time.DateOnly), list(c.Rules)),
			"correct the script; or look at it again, and set a new date")
		return
	}
	if len(c.more) > 0 {
		s.say(n, c, c.place, fmt.Sprintf("the command violates %s too, which nobody hears of now", list(c.more)),
			"look at that too, and correct it or name it in the comment: disable="+strings.Join(append(slices.Clone(c.Rules), c.more...), ","))
	}
	if !judged {
		return
	}
	var unused []string
	for _, name := range c.Rules {
		if !c.used[name] && !n.settings.off(name, n.file) {
			unused = append(unused, name)
		}
	}
	what := "in this file"
	if !c.File {
		what = "here"
	}
	switch {
	case len(unused) == 0:
	case len(unused) == len(c.Rules):
		s.say(n, c, c.place, fmt.Sprintf("nothing %s violates %s, so this comment suppresses nothing", what, list(unused)), "take the comment out")
	default:
		s.say(n, c, c.place, fmt.Sprintf("nothing %s violates %s, which this comment names", what, list(unused)), "take "+list(unused)+" out of the comment")
	}
}

// say adds a finding.
func (s *suppressor) say(n *noted, c *comment, at Place, message, advice string) {
	severity := n.settings.severityOf(s.rule, "", n.file)
	if severity == rule.Off {
		return
	}
	s.results.Findings = append(s.results.Findings, &Finding{
		Rule: s.rule.Name(), Code: s.rule.Code, Severity: severity, Place: at, Message: message, Advice: []string{advice}, identity: c.identity,
	})
}

// list joins names as a sentence does.
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
