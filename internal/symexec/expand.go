package symexec

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mvdan.cc/sh/v3/pattern"
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

type expanded struct {
	st     *domain.State
	fields []domain.Field
}

type valued struct {
	st *domain.State
	v  value.Value
}

// A seg is a piece of a word before splitting.
type seg struct {
	v      value.Value
	quoted bool // no splitting, no patterns
	exp    bool // came from an expansion: it is split
	list   []value.Value
	isList bool          // "$@", "${a[@]}": each element is a field of its own
	open   *value.Sym    // the list goes on with the elements of this unknown list
	src    []place.Range // where the elements are written, when they are a function's operands
}

type segs struct {
	st *domain.State
	l  []seg
}

func (x *exec) hasBraces(w *syntax.Word) bool {
	if x.prog.Dash {
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
func (x *exec) word(w *syntax.Word, st *domain.State) []valued {
	if w == nil {
		return []valued{{st, nil}}
	}
	if t := w.Lit(); t != "" && !strings.ContainsAny(t, `\~`) {
		return []valued{{st, value.Lit(t)}}
	}
	if len(w.Parts) == 1 {
		part := w.Parts[0]
		if q, ok := part.(*syntax.DblQuoted); ok && len(q.Parts) == 1 {
			part = q.Parts[0]
		}
		if p, ok := part.(*syntax.ParamExp); ok {
			if g, ok := x.simply(p, st); ok && !g.many {
				return []valued{{st, st.Resolve(g.v)}}
			}
		}
	}
	var out []valued
	for _, s := range x.parts(w.Parts, false, st) {
		out = append(out, valued{s.st, joinSegs(s.l)})
	}
	return out
}

func joinSegs(l []seg) value.Value { return joinWith(l, " ") }

// separator stands between the words of "$*": the first character of IFS.
func (x *exec) separator(st *domain.State) string {
	ifs, known := x.ifs(st)
	if !known {
		return " "
	}
	_, size := utf8.DecodeRuneInString(ifs)
	return ifs[:size]
}

func joinWith(l []seg, separator string) value.Value {
	var v value.Value
	for _, s := range l {
		if !s.isList {
			v = v.Append(s.v)
			continue
		}
		for i, e := range s.list {
			if i > 0 {
				v = v.Append(value.Lit(separator))
			}
			v = v.Append(e)
		}
		if s.open != nil {
			if len(s.list) > 0 {
				v = v.Append(value.Lit(separator))
			}
			v = v.Append(value.SymValue(s.open))
		}
	}
	return v
}

// A globbed is a word that is a pattern, in one state.
type globbed struct {
	st *domain.State
	g  domain.Glob
}

// glob expands a word that is a pattern: what was quoted stands for itself.
func (x *exec) glob(w *syntax.Word, st *domain.State) []globbed {
	return x.quotedAs(w, st, func(t string) string { return pattern.QuoteMeta(t, pattern.ExtendedOperators) })
}

// quotedAs expands a word that is a pattern of whatever kind.
func (x *exec) quotedAs(w *syntax.Word, st *domain.State, quote func(string) string) []globbed {
	var out []globbed
	for _, s := range x.parts(w.Parts, false, st) {
		g := domain.Glob{Known: true}
		var b strings.Builder
		for _, p := range s.l {
			v := joinSegs([]seg{p})
			g.V = g.V.Append(v)
			t, ok := s.st.Resolve(v).Constant()
			if !ok {
				g.Known = false
				continue
			}
			if p.quoted {
				t = quote(t)
			}
			b.WriteString(t)
		}
		g.Text = b.String()
		if s.st.Opts&domain.OptNocasematch != 0 && strings.ContainsFunc(g.Text, unicode.IsLetter) {
			g.Known, g.V = false, value.SymValue(x.dom.Derive(g.V, "nocasematch", nil))
		}
		out = append(out, globbed{s.st, g})
	}
	return out
}

// ownVariable reports whether a part of a word stands for text that is not known in a text that is run.
func ownVariable(p syntax.WordPart) bool {
	e, ok := p.(*syntax.ParamExp)
	return ok && e.Param != nil && strings.HasPrefix(e.Param.Value, proof.OwnVariable)
}

// parts expands the parts of a word one after the other.
func (x *exec) parts(parts []syntax.WordPart, quoted bool, st *domain.State) []segs {
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
	fork := func(f func(*domain.State) []segs) {
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
	skip := 0
	for i, p := range parts {
		if skip > 0 && i == skip {
			continue
		}
		switch p := p.(type) {
		case *syntax.Lit:
			t := p.Value
			if quoted {
				add(seg{v: value.Lit(effects.UnescapeQuoted(t)), quoted: true})
				continue
			}
			if i == 0 && strings.HasPrefix(t, "~") {
				n := strings.IndexByte(t, '/')
				if n < 0 {
					n = len(t)
				}
				switch user := t[:n]; {
				case n == len(t) && i+1 < len(parts) && ownVariable(parts[i+1]): // eval echo "~$user"
					v := x.get(st, parts[i+1].(*syntax.ParamExp).Param.Value, nil).v
					add(seg{v: value.SymValue(x.dom.Derive(x.envValue("HOME").Append(v), "home", func(s *value.Sym) { s.Name, s.Desc = "HOME", "~"+v.String() })), quoted: true})
					skip = i + 1
				case n == len(t) && i+1 < len(parts): // ~$user is no home folder
					n = 0
				case user == "~":
					add(seg{v: x.homeFolder(st), quoted: true})
				case user == "~root":
					add(seg{v: value.Lit("/root"), quoted: true})
				default:
					add(seg{v: value.SymValue(x.homeOf(user[1:])), quoted: true})
				}
				t = t[n:]
			}
			for _, s := range litSegs(t) {
				add(s)
			}
		case *syntax.SglQuoted:
			t := p.Value
			if p.Dollar {
				t = value.AnsiC(t)
			}
			add(seg{v: value.Lit(t), quoted: true})
		case *syntax.DblQuoted:
			if len(p.Parts) == 0 {
				add(seg{quoted: true})
				continue
			}
			fork(func(st *domain.State) []segs { return x.parts(p.Parts, true, st) })
		case *syntax.ParamExp:
			fork(func(st *domain.State) []segs { return x.expand(p, quoted, st) })
		case *syntax.CmdSubst:
			fork(func(st *domain.State) []segs { return x.outputs(p, quoted, st) })
		case *syntax.ArithmExp:
			fork(func(st *domain.State) []segs {
				var out []segs
				for _, a := range x.arithm(p.X, st) {
					if !a.Err {
						out = append(out, segs{a.St, []seg{{v: x.tools.AsNumber(a.St, a.V), quoted: quoted, exp: true}}})
						continue
					}
					if x.prog.Dash {
						x.exit(a.St, x.prog.Span(p), arithmetic)
						continue
					}
					for _, g := range x.giveUp(a.St, x.prog.Span(p), arithmetic) {
						out = append(out, segs{g, []seg{{quoted: quoted, exp: true}}})
					}
				}
				return out
			})
		case *syntax.ProcSubst:
			fork(func(st *domain.State) []segs { return x.procSubst(p, st) })
		case *syntax.ExtGlob:
			add(seg{v: value.Lit(p.Op.String() + p.Pattern.Value + ")")})
		default:
			fork(func(st *domain.State) []segs {
				return []segs{{st, []seg{{v: value.SymValue(x.dom.FreshAt(st, "part", p, "", func(s *value.Sym) { s.Kind, s.Desc = value.SymOther, "text" })), exp: true}}}}
			})
		}
	}
	return cur
}

// outputs runs a command substitution.
func (x *exec) outputs(p *syntax.CmdSubst, quoted bool, st *domain.State) []segs {
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
func (x *exec) procSubst(p *syntax.ProcSubst, st *domain.State) []segs {
	noErr, why, redirecting := x.proof.NoErr, x.noErrWhy, x.redirecting
	if redirecting {
		x.proof.NoErr, x.noErrWhy = 0, ""
	}
	x.redirecting = false
	defer func() { x.proof.NoErr, x.noErrWhy, x.redirecting = noErr, why, redirecting }()
	name := "/dev/fd/\x01" + x.prog.At(p)
	if p.Op == syntax.CmdOut {
		var out []segs
		if !x.dom.Unheard(p.Stmts, st) && !x.conveys(p.Stmts, st) {
			x.reads(x.tools.FileKey(st, value.Lit(name)), reader{func(in *domain.State) []*domain.State { return x.stmts(p.Stmts, []*domain.State{in}) }, ">( )", x.prog.Span(p), false, st})
		}
		for _, e := range x.subshell(st, ">( )", x.prog.Span(p), func(in *domain.State) []*domain.State {
			in = in.Fork()
			in.Stdin = nil
			return x.stmts(p.Stmts, []*domain.State{in})
		}) {
			e.Status, e.Stdin, e.Elsewhere = st.Status, st.Stdin, st.Elsewhere
			out = append(out, segs{e, []seg{{v: value.Lit(name), quoted: true}}})
		}
		return out
	}
	var out []segs
	for _, c := range x.captureOutput(st, "<( )", x.prog.Span(p), false, func(in *domain.State) []*domain.State { return x.stmts(p.Stmts, []*domain.State{in}) }) {
		n := c.st.Fork()
		if a := n.Status.Ask; a != nil {
			x.dom.Event(n, domain.Step{Kind: domain.PipeMasked, At: x.prog.Span(p), Ask: a, By: "<( )"})
		}
		// bash 4.4 and later wait for it: wait $!, but not wait -n
		id := x.dom.FreshAt(n, "job", p, "", func(s *value.Sym) { s.Kind, s.Desc = value.SymCount, "$!" })
		x.dom.StartJob(n, &domain.Job{Id: int(id.Id), Depth: n.Depth, Status: n.Status, Reaped: true, Up: st.Jobs.Without(int(id.Id))})
		n.Vars = n.Vars.Set(x.tab.Name("!"), &domain.Variable{Set: true, Val: value.SymValue(id)})
		n.Status, n.Pend = st.Status, st.Pend
		n.Files = n.Files.Set(x.tab.Name(x.tools.FileKey(n, value.Lit(name))), c.out)
		out = append(out, segs{n, []seg{{v: value.Lit(name), quoted: true}}})
	}
	return out
}
