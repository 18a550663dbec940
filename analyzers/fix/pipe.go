package fix

import (
	"fmt"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// readers read all of their input, so that no command that writes to them is ended by a broken pipe. With others the guard's own
// status may be that of the signal, whatever it had to say.
var readers = map[string]bool{
	"cat": true, "logger": true, "sort": true, "tail": true, "tee": true, "tr": true, "ts": true, "wc": true, "systemd-cat": true,
}

// pipes mends a pipeline that drops its guard's status: pipefail for this one alone, PIPESTATUS behind it, or the guard before it.
func (t *try) pipes(c nest) []*candidate {
	// The outermost pipeline is all of it: a | b | c is (a | b) | c.
	at := -1
	for i := len(c.nodes) - 1; i > 0; i-- {
		if b, ok := c.nodes[i].Node.(*syntax.BinaryCmd); ok && (b.Op == syntax.Pipe || b.Op == syntax.PipeAll) {
			at = i
			if i > 1 {
				if o, ok := c.nodes[i-2].Node.(*syntax.BinaryCmd); ok && (o.Op == syntax.Pipe || o.Op == syntax.PipeAll) {
					continue
				}
			}
			break
		}
	}
	if at < 1 || c.stmt(at-1) == nil {
		return nil
	}
	s, n := c.stmt(at-1), c.nodes[at]
	if s.Background || s.Coprocess || len(s.Redirs) > 0 {
		return nil
	}
	elements := pipeline(n.Node.(*syntax.BinaryCmd))
	index := -1
	for i, e := range elements {
		if e := (node{e, n.base, n.quote}); e.start() <= c.from && c.from < e.end() {
			index = i
		}
	}
	if index < 0 || index == len(elements)-1 {
		return nil
	}
	// Nothing but the guard's own status is new where it is the first of two, and alone in its place.
	own := node{elements[index], n.base, n.quote}
	call, plain := elements[index].Cmd.(*syntax.CallExpr)
	plain = plain && len(call.Args) > 0 && !elements[index].Negated
	safe := plain
	for _, e := range elements[index+1:] {
		safe = safe && reads(e)
	}
	var out []*candidate
	role := roleOf(c, at-1)
	bash := c.script.Dialect.Executes() == script.Bash
	from, to := n.start(), n.end()
	if bash && plain {
		if role == listed && !s.Negated {
			for _, word := range t.words(c, at-1) {
				out = append(out, t.pipestatus(c, at-1, index, safe, word))
			}
		}
		out = append(out, t.candidate(c, "let the pipeline fail with the guard: `set -o pipefail` for it alone", safe && len(elements) == 2 && t.zero(c, n), func(func(string) string) []edit {
			return []edit{{from, from, "(set -o pipefail; "}, {to, to, ")"}}
		}, n))
	}
	if plain && index == 0 && !heredoc(elements[0]) {
		out = append(out, t.ahead(c, at, own, role)...)
	}
	return existing(out)
}

// pipeline lists the commands of a pipeline.
func pipeline(b *syntax.BinaryCmd) []*syntax.Stmt {
	var out []*syntax.Stmt
	if x, ok := b.X.Cmd.(*syntax.BinaryCmd); ok && (x.Op == syntax.Pipe || x.Op == syntax.PipeAll) && len(b.X.Redirs) == 0 {
		out = pipeline(x)
	} else {
		out = append(out, b.X)
	}
	if y, ok := b.Y.Cmd.(*syntax.BinaryCmd); ok && (y.Op == syntax.Pipe || y.Op == syntax.PipeAll) && len(b.Y.Redirs) == 0 {
		return append(out, pipeline(y)...)
	}
	return append(out, b.Y)
}

// heredoc reports whether a statement has a here-document, whose text stands on other lines.
func heredoc(s *syntax.Stmt) bool {
	return slices.ContainsFunc(s.Redirs, func(r *syntax.Redirect) bool { return r.Hdoc != nil })
}

// reads reports whether a command reads all of its input.
func reads(s *syntax.Stmt) bool {
	call, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) == 0 || s.Negated {
		return false
	}
	name := call.Args[0].Lit()
	return readers[name[strings.LastIndexByte(name, '/')+1:]]
}

// pipestatus stops behind a pipeline unless the guard in it has given a status that means idle.
func (t *try) pipestatus(c nest, i, index int, safe bool, word string) *candidate {
	s, n := c.stmt(i), c.nodes[i]
	idle := 0
	if !t.zero(c, n) {
		e := t.entry()
		if e == nil || len(e.IdleStatus) != 1 {
			return nil
		}
		idle = e.IdleStatus[0]
	}
	l := c.layoutOf(n.start(), n.end())
	test := fmt.Sprintf(`[ "${PIPESTATUS[%d]}" -eq %d ] || `, index, idle)
	return t.candidate(c, "stop unless the guard in the pipeline succeeds, by PIPESTATUS", safe && !c.statusRead(i), func(stop func(string) string) []edit {
		switch semicolon := n.base + int(s.Semicolon.Offset()); {
		case l.alone:
			return []edit{{l.lineEnd, l.lineEnd, l.newline + l.indent + test + stop(word)}}
		case s.Semicolon.IsValid():
			return []edit{{semicolon + 1, semicolon + 1, " " + test + stop(word) + ";"}}
		default:
			return []edit{{n.end(), n.end(), "; " + test + stop(word)}}
		}
	}, n)
}

// ahead asks the guard first and gives what it printed to the rest of the pipeline. That is not quite what it printed: the newlines
// at the end become one.
func (t *try) ahead(c nest, at int, guard node, role role) []*candidate {
	out := t.fresh("out")
	n := c.nodes[at]
	if out == "" || !t.zero(c, n) {
		return nil
	}
	text := c.text(guard)
	if strings.ContainsAny(text, "\n`") {
		return nil
	}
	first := out + "=$(" + text + ")"
	rest := "printf '%s\\n' \"$" + out + "\""
	message := "ask the guard before the pipeline"
	if role == listed && !c.stmt(at-1).Negated {
		l := c.layoutOf(n.start(), n.end())
		between := "; "
		if l.alone {
			between = l.newline + l.indent
		}
		var list []*candidate
		for _, word := range t.words(c, at-1) {
			list = append(list, t.candidate(c, message+", and stop unless it succeeds", false, func(stop func(string) string) []edit {
				return []edit{{guard.start(), guard.end(), first + " || " + stop(word) + between + rest}}
			}, n))
		}
		return list
	}
	return []*candidate{t.candidate(c, message, false, func(func(string) string) []edit {
		return []edit{{n.start(), n.start(), "{ "}, {guard.start(), guard.end(), first + " && " + rest}, {n.end(), n.end(), "; }"}}
	}, n)}
}
