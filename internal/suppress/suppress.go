// Package suppress reads the comments by which an author accepts a finding:
//
//	# wipelint:disable=failopen reason="the host has no data yet" until=2027-01-31
//
// They are read from the comments of the parsed script, never found in its text: a string, or what another shell runs, may
// hold the same letters. A comment holds nothing but what it names, for the command where it stands, and only with a reason.
package suppress

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/wipelint/wipelint/internal/catalog/strict"
	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/script"
)

// RuleName is the name of the rule that reports what is wrong with such comments.
const RuleName = "suppression"

// A Directive is one of these comments.
type Directive struct {
	// At is where it stands.
	At Range
	// Rules are the names of the rules, also where the comment gives codes.
	Rules []string
	// Reason is what the author says. It may hold anything but a newline.
	Reason string
	// Until is the last day on which it holds; the zero time for no end.
	Until time.Time
	// File says that it is for the whole file.
	File bool
	// Covers are the parts of the script that it is for, unless it is for the whole file.
	Covers []Range
	// Faults are what is wrong with it. One that has any suppresses nothing.
	Faults []Fault
}

// A Fault is something wrong with a directive.
type Fault struct {
	At              Range
	Message, Advice string
}

// A Position is a line and a column, both from 1, columns in bytes.
type Position struct{ Line, Column int }

// A Range is a part of a script; its end is the position behind the last byte.
type Range struct{ Start, End Position }

func (p Position) before(q Position) bool {
	return p.Line < q.Line || p.Line == q.Line && p.Column < q.Column
}

// CoversPosition reports whether the directive is for what starts at a position, faults or not.
func (d *Directive) CoversPosition(p Position) bool {
	return d.File || slices.ContainsFunc(d.Covers, func(r Range) bool { return !p.before(r.Start) && p.before(r.End) })
}

// Names reports whether the directive names a rule.
func (d *Directive) Names(rule string) bool { return slices.Contains(d.Rules, rule) }

// Expired reports whether the directive holds no more on a day.
func (d *Directive) Expired(today time.Time) bool {
	return !d.Until.IsZero() && d.Until.Format(time.DateOnly) < today.Format(time.DateOnly)
}

// Read gives the directives of a script, in order. Rules are those that they may name.
func Read(s *script.Script, rules []*rule.Rule) []*Directive {
	if !mayHave(s.Source) {
		return nil // nearly all scripts
	}
	r := &reader{script: s, rules: rules, outline: s.Outline()}
	var list []*Directive
	for _, c := range r.outline.Comments {
		if d := r.directive(c); d != nil {
			list = append(list, d)
		}
	}
	return list
}

// A reader reads the directives of one script.
type reader struct {
	script  *script.Script
	rules   []*rule.Rule
	outline *script.Outline
}

// span turns offsets into a range.
func (r *reader) span(start, end int) Range {
	var out Range
	out.Start.Line, out.Start.Column = r.script.Position(start)
	out.End.Line, out.End.Column = r.script.Position(end)
	return out
}

// directive reads a comment; nil for one that is no directive.
func (r *reader) directive(c script.Comment) *Directive {
	parsed, ok := parse(c.Text)
	if !ok {
		return nil
	}
	d := &Directive{At: r.span(c.Start, c.End), Reason: parsed.reason, File: parsed.file}
	at := func(w word) Range {
		if w.text == "" {
			return d.At
		}
		start := c.Start + 1 + w.offset
		return r.span(start, start+len(w.text))
	}
	for _, f := range parsed.faults {
		d.Faults = append(d.Faults, Fault{at(f.word), f.message, f.advice})
	}
	for _, w := range parsed.rules {
		d.name(w.text, at(w), r.rules)
	}
	if len(d.Faults) > 0 {
		return d
	}
	d.Until = parsed.until
	if fault := r.cover(d, c); fault != "" {
		d.Faults = append(d.Faults, Fault{d.At, fault, placing})
	}
	return d
}

const placing = "put it at the end of the command's line, or on a line of its own right above the command; " +
	"for a whole file write wipelint:disable-file=… above its first command"

// name adds a rule to those that the directive names.
func (d *Directive) name(text string, at Range, rules []*rule.Rule) {
	fault := func(message, advice string) { d.Faults = append(d.Faults, Fault{at, message, advice}) }
	var known []string
	for _, r := range rules {
		if !strings.EqualFold(text, r.Name()) && !strings.EqualFold(text, r.Code) {
			known = append(known, r.Name(), r.Code)
			continue
		}
		switch {
		case r.Name() == RuleName:
			fault("a comment cannot suppress what is said about comments", `correct the comment that it is said of, or set its severity in .wipelint.toml: `+RuleName+` = "off"`)
		case d.Names(r.Name()):
			fault(fmt.Sprintf("%s is named twice", r.Name()), "take one out")
		default:
			d.Rules = append(d.Rules, r.Name())
		}
		return
	}
	advice := "see 'wipelint rules'"
	if hint := strict.Suggest(strings.ToLower(text), known); hint != "" {
		advice = fmt.Sprintf("did you mean %q?", hint)
	}
	fault(fmt.Sprintf("there is no rule %q, so this comment suppresses nothing", text), advice)
}

// cover finds what a directive is for. It returns what is wrong with its place, "" when nothing is.
func (r *reader) cover(d *Directive, c script.Comment) string {
	commands := r.outline.Commands
	if d.File {
		if len(commands) > 0 && commands[0].Start < c.Start {
			return "a comment for the whole file stands behind its first command, so it suppresses nothing"
		}
		return ""
	}
	lineStart := r.script.LineOffsets()[d.At.Start.Line-1]
	before := strings.TrimPrefix(string(r.script.Source[lineStart:c.Start]), "\ufeff")
	if strings.TrimSpace(before) == "" {
		next, ok := r.below(c)
		if !ok {
			return "no command follows this comment, so it suppresses nothing"
		}
		d.Covers = []Range{r.span(next.Start, next.End)}
		return ""
	}
	// Within "$(" the comment is about what runs there, not about the command that takes the output.
	if within, ok := r.outline.Substitution(c.Start); ok {
		lineStart = max(lineStart, within.Start)
	}
	d.Covers = []Range{r.span(lineStart, c.Start)}
	for _, cmd := range commands {
		if cmd.Start >= c.Start {
			break
		}
		if cmd.Simple && cmd.End > lineStart && r.beside(cmd, c) {
			d.Covers = append(d.Covers, r.span(cmd.Start, cmd.End))
		}
	}
	return ""
}

// beside reports whether a command stands in the same substitution as a comment, or in one that ends before it.
func (r *reader) beside(cmd script.Command, c script.Comment) bool {
	within, ok := r.outline.Substitution(c.Start)
	return !ok || cmd.Start >= within.Start
}

// below finds the command that follows a comment with nothing but blanks and comments between.
func (r *reader) below(c script.Comment) (script.Command, bool) {
	from := c.End
	comments := r.outline.Comments
	for _, cmd := range r.outline.Commands {
		if cmd.Start < from {
			continue
		}
		for len(comments) > 0 && comments[0].Start < cmd.Start {
			if next := comments[0]; next.Start >= from {
				if !blank(r.script.Source[from:next.Start]) {
					return script.Command{}, false
				}
				from = next.End
			}
			comments = comments[1:]
		}
		return cmd, blank(r.script.Source[from:cmd.Start])
	}
	return script.Command{}, false
}

func blank(text []byte) bool { return strings.TrimSpace(string(text)) == "" }
