package symexec

import (
	"strings"
	"unicode/utf8"

	"mvdan.cc/sh/v3/pattern"
	"mvdan.cc/sh/v3/syntax"
)

// A Field is a word of a command after expansion.
type Field struct {
	v      Value
	multi  *Sym // the field may be any number of words: the elements of this list
	quoted bool
	blank  bool   // it is a line, so that an empty text is an item too
	globby bool   // has pattern characters outside quotes
	loose  []*Sym // of what it has: the texts that stand without quotes, where a blank in them splits the word
	src    Range
	word   *syntax.Word // as written
}

type expanded struct {
	st     *state
	fields []Field
}

type valued struct {
	st *state
	v  Value
}

// A seg is a piece of a word before splitting.
type seg struct {
	v      Value
	quoted bool // no splitting, no patterns
	exp    bool // came from an expansion: it is split
	list   []Value
	isList bool    // "$@", "${a[@]}": each element is a field of its own
	open   *Sym    // the list goes on with the elements of this unknown list
	src    []Range // where the elements are written, when they are a function's operands
}

type segs struct {
	st *state
	l  []seg
}

func (x *exec) hasBraces(w *syntax.Word) bool {
	if x.dash {
		return false
	}
	for _, p := range w.Parts {
		if l, ok := p.(*syntax.Lit); ok && strings.Contains(l.Value, "{") {
			return true
		}
	}
	return false
}

// word expands a word without splitting it: the right side of an assignment, the word of case, a redirection's target.
func (x *exec) word(w *syntax.Word, st *state) []valued {
	if w == nil {
		return []valued{{st, nil}}
	}
	if t := w.Lit(); t != "" && !strings.ContainsAny(t, `\~`) {
		return []valued{{st, lit(t)}}
	}
	if len(w.Parts) == 1 {
		part := w.Parts[0]
		if q, ok := part.(*syntax.DblQuoted); ok && len(q.Parts) == 1 {
			part = q.Parts[0]
		}
		if p, ok := part.(*syntax.ParamExp); ok {
			if g, ok := x.simply(p, st); ok && !g.many {
				return []valued{{st, st.resolve(g.v)}}
			}
		}
	}
	var out []valued
	for _, s := range x.parts(w.Parts, false, st) {
		out = append(out, valued{s.st, joinSegs(s.l)})
	}
	return out
}

func joinSegs(l []seg) Value { return joinWith(l, " ") }

// separator stands between the words of "$*": the first character of IFS.
func (x *exec) separator(st *state) string {
	ifs, known := x.ifs(st)
	if !known {
		return " "
	}
	_, size := utf8.DecodeRuneInString(ifs)
	return ifs[:size]
}

func joinWith(l []seg, separator string) Value {
	var v Value
	for _, s := range l {
		if !s.isList {
			v = v.append(s.v)
			continue
		}
		for i, e := range s.list {
			if i > 0 {
				v = v.append(lit(separator))
			}
			v = v.append(e)
		}
		if s.open != nil {
			if len(s.list) > 0 {
				v = v.append(lit(separator))
			}
			v = v.append(symValue(s.open))
		}
	}
	return v
}

// glob expands a word that is a pattern: what was quoted stands for itself.
func (x *exec) glob(w *syntax.Word, st *state) []struct {
	st *state
	g  glob
} {

	var out []struct {
		st *state
		g  glob
	}
	for _, s := range x.parts(w.Parts, false, st) {
		g := glob{known: true}
		var b strings.Builder
		for _, p := range s.l {
			v := joinSegs([]seg{p})
			g.v = g.v.append(v)
			t, ok := s.st.resolve(v).constant()
			if !ok {
				g.known = false
				continue
			}
			if p.quoted {
				t = pattern.QuoteMeta(t, pattern.ExtendedOperators)
			}
			b.WriteString(t)
		}
		g.text = b.String()
		out = append(out, struct {
			st *state
			g  glob
		}{s.st, g})
	}
	return out
}

// parts expands the parts of a word one after the other.
func (x *exec) parts(parts []syntax.WordPart, quoted bool, st *state) []segs {
	if len(parts) == 1 { // most words: "$x"
		switch p := parts[0].(type) {
		case *syntax.DblQuoted:
			if len(p.Parts) > 0 {
				return x.parts(p.Parts, true, st)
			}
		case *syntax.ParamExp:
			return x.expand(p, quoted, st)
		case *syntax.CmdSubst:
			return x.outputs(p, quoted, st)
		}
	}
	cur := []segs{{st: st}}
	add := func(s seg) {
		if len(cur) == 1 { // the pieces are nobody else's
			cur[0].l = append(cur[0].l, s)
			return
		}
		for i := range cur {
			cur[i].l = append(cur[i].l[:len(cur[i].l):len(cur[i].l)], s)
		}
	}
	fork := func(f func(*state) []segs) {
		var next []segs
		for _, c := range cur {
			results := f(c.st)
			if len(cur) == 1 && len(results) == 1 {
				cur[0] = segs{results[0].st, append(c.l, results[0].l...)}
				return
			}
			for _, r := range results {
				next = append(next, segs{r.st, append(c.l[:len(c.l):len(c.l)], r.l...)})
			}
		}
		cur = next
	}
	for i, p := range parts {
		switch p := p.(type) {
		case *syntax.Lit:
			t := p.Value
			if quoted {
				add(seg{v: lit(unescapeQuoted(t)), quoted: true})
				continue
			}
			if i == 0 && strings.HasPrefix(t, "~") {
				n := strings.IndexByte(t, '/')
				if n < 0 {
					n = len(t)
				}
				switch user := t[:n]; user {
				case "~":
					add(seg{v: x.envValue("HOME"), quoted: true})
				case "~root":
					add(seg{v: lit("/root"), quoted: true})
				default:
					add(seg{v: symValue(x.derive(x.envValue("HOME"), "home"+user, func(s *Sym) { s.name = user })), quoted: true})
				}
				t = t[n:]
			}
			for _, s := range litSegs(t) {
				add(s)
			}
		case *syntax.SglQuoted:
			t := p.Value
			if p.Dollar {
				t = ansiC(t)
			}
			add(seg{v: lit(t), quoted: true})
		case *syntax.DblQuoted:
			if len(p.Parts) == 0 {
				add(seg{quoted: true})
				continue
			}
			fork(func(st *state) []segs { return x.parts(p.Parts, true, st) })
		case *syntax.ParamExp:
			fork(func(st *state) []segs { return x.expand(p, quoted, st) })
		case *syntax.CmdSubst:
			fork(func(st *state) []segs { return x.outputs(p, quoted, st) })
		case *syntax.ArithmExp:
			fork(func(st *state) []segs {
				var out []segs
				for _, a := range x.arithm(p.X, st) {
					if !a.err {
						out = append(out, segs{a.st, []seg{{v: a.v, quoted: quoted, exp: true}}})
						continue
					}
					if x.dash {
						x.exit(a.st, x.span(p), arithmetic)
						continue
					}
					for _, g := range x.giveUp(a.st, x.span(p), arithmetic) {
						out = append(out, segs{g, []seg{{quoted: quoted, exp: true}}})
					}
				}
				return out
			})
		case *syntax.ProcSubst:
			fork(func(st *state) []segs { return x.procSubst(p, st) })
		case *syntax.ExtGlob:
			add(seg{v: lit(p.Op.String() + p.Pattern.Value + ")")})
		default:
			fork(func(st *state) []segs {
				return []segs{{st, []seg{{v: symValue(x.freshAt(st, "part", p, "", func(s *Sym) { s.kind, s.desc = symOther, "text" })), exp: true}}}}
			})
		}
	}
	return cur
}

// outputs runs a command substitution.
func (x *exec) outputs(p *syntax.CmdSubst, quoted bool, st *state) []segs {
	ran := x.substitute(p, st)
	out := make([]segs, len(ran))
	pieces := make([]seg, len(ran))
	for i, c := range ran {
		pieces[i] = seg{v: c.out, quoted: quoted, exp: true}
		out[i] = segs{c.st, pieces[i : i+1 : i+1]}
	}
	return out
}

// procSubst runs <( ) at once, in a subshell whose status nobody sees, and gives a file with what it prints. Behind < and > bash forgets
// that it may run in a condition, and set -e ends the subshell; as an operand it does not.
func (x *exec) procSubst(p *syntax.ProcSubst, st *state) []segs {
	noErr, why, redirecting := x.noErr, x.noErrWhy, x.redirecting
	if redirecting {
		x.noErr, x.noErrWhy = 0, ""
	}
	x.redirecting = false
	defer func() { x.noErr, x.noErrWhy, x.redirecting = noErr, why, redirecting }()
	name := "/dev/fd/\x01" + x.at(p)
	if p.Op == syntax.CmdOut {
		var out []segs
		for _, e := range x.subshell(st, ">( )", x.span(p), func(in *state) []*state {
			in = in.fork()
			in.stdin = nil
			return x.stmts(p.Stmts, []*state{in})
		}) {
			e.status = st.status
			out = append(out, segs{e, []seg{{v: lit(name), quoted: true}}})
		}
		return out
	}
	var out []segs
	for _, c := range x.captureOutput(st, "<( )", x.span(p), false, func(in *state) []*state { return x.stmts(p.Stmts, []*state{in}) }) {
		n := c.st.fork()
		if a := n.status.ask; a != nil {
			x.event(n, Step{Kind: PipeMasked, At: x.span(p), Ask: a, By: "<( )"})
		}
		// bash 4.4 and later wait for it: wait $!, but not wait -n
		id := x.freshAt(n, "job", p, "", func(s *Sym) { s.kind, s.desc = symCount, "$!" })
		n.jobs = &job{id: int(id.id), depth: n.depth, status: n.status, reaped: true, up: st.jobs.without(int(id.id))}
		n.vars = n.vars.set(x.name("!"), &variable{set: true, val: symValue(id)})
		n.status, n.pend = st.status, st.pend
		n.files = n.files.set(x.name(x.fileKey(lit(name))), c.out)
		out = append(out, segs{n, []seg{{v: lit(name), quoted: true}}})
	}
	return out
}
