package symexec

import (
	"errors"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// eval joins its words and runs them in this shell.
func (x *exec) eval(cl *domain.CallInfo, st *domain.State) []*domain.State {
	var v value.Value
	for i, a := range cl.Args[1:] {
		if i > 0 {
			v = v.Append(value.Lit(" "))
		}
		v = v.Append(st.Resolve(a.V))
	}
	text, ok := v.Constant()
	if !ok && len(v) > 0 && v[0].Sym == nil && strings.Contains(strings.TrimLeft(v[0].Lit, " \t\n"), " ") {
		// the command is written out, and some of its words are not known: they stay variables of the text
		st = st.Fork()
		return x.runSegs(st, x.textWith(st, v), cl.Args[1].Src, []effects.Segment{{From: 0, To: cl.Args[1].Src.Start, Exact: false}}, "eval")
	}
	if !ok && printsSettings(cl.Args) {
		return x.proof.AnyCommand(cl, x.assigned(x.dom.Blind(st, cl.At, domain.UnknownText, "the text that eval runs"), ""))
	}
	if prefix, some := assignsOnly(v); !ok && some {
		c := x.assigned(x.dom.Blind(st, cl.At, domain.UnknownText, "the text that eval runs"), prefix)
		return x.proof.AnyCommand(cl, c)
	}
	if !ok || len(text) > x.prog.Bounds.Text {
		if s := v.Single(); s != nil {
			x.proof.Unresolved(cl.At, "eval of "+s.Desc, onlyRun)
			x.evalJoined(cl, s, st)
		} else {
			x.proof.Unresolved(cl.At, "eval", onlyRun)
		}
		return x.proof.AnyCommand(cl, x.unknownCode(x.dom.Blind(st, cl.At, domain.UnknownText, "the text that eval runs")))
	}
	if strings.TrimSpace(text) == "" {
		return []*domain.State{x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole})}
	}
	at := cl.Args[1].Src
	if len(cl.Args) > 2 {
		at.End = cl.Args[len(cl.Args)-1].Src.End
		return x.runSegs(st, text, at, []effects.Segment{{From: 0, To: at.Start, Exact: false}}, "eval")
	}
	if t := at.Text(); !strings.Contains(t, text) { // text that a variable holds stands elsewhere
		return x.runSegs(st, text, at, []effects.Segment{{From: 0, To: at.Start, Exact: false}}, "eval")
	}
	return x.runText(st, text, at, "eval")
}

// evalJoined runs each text that a join, or a file that was sourced, has made unknown.
func (x *exec) evalJoined(cl *domain.CallInfo, s *value.Sym, st *domain.State) {
	for _, t := range textsOf(s) {
		if st.Con(s).Refutes(t) {
			continue
		}
		c := st.Fork()
		text := x.textWith(c, x.patternText(t))
		x.runSegs(c, text, cl.Args[1].Src, []effects.Segment{{From: 0, To: cl.Args[1].Src.Start, Exact: false}}, "eval")
	}
}

// textWith writes a text that a shell will run, with variables in the place of what is not known, and binds them.
func (x *exec) textWith(st *domain.State, v value.Value) string {
	var b strings.Builder
	for _, p := range v {
		if p.Sym == nil {
			b.WriteString(p.Lit)
			continue
		}
		name := proof.OwnVariable + strconv.FormatUint(uint64(p.Sym.Id), 36)
		b.WriteString("${" + name + "}")
		st.Vars = st.Vars.Set(x.tab.Name(name), &domain.Variable{Set: true, Val: value.Value{p}})
	}
	return b.String()
}

// unread says why a file is not there to be read, without the folder of this machine.
func unread(err error) string {
	switch text := err.Error(); {
	case errors.Is(err, fs.ErrNotExist):
		return "is not there"
	case strings.Contains(text, "outside of "):
		return "lies outside of the repository"
	default:
		for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(inner) {
			text = inner.Error()
		}
		return "cannot be read (" + text + ")"
	}
}

// source includes a file that can be found: relative to the script or to the repository, never outside it.
func (x *exec) source(cl *domain.CallInfo, st *domain.State) []*domain.State {
	if len(cl.Args) < 2 {
		return []*domain.State{x.dom.SetStatus(st, domain.Status{Val: value.Lit("2"), At: cl.Whole})}
	}
	v := st.Resolve(cl.Args[1].V)
	if s := v.FirstSym(); s != nil && s.Kind == value.SymDefault && !s.Summary && len(st.Con(s).Ne) == 0 {
		var out []*domain.State
		for _, b := range x.dom.DecideEq(st, value.SymValue(s), s.Path) {
			out = append(out, x.source(cl, b.St)...)
		}
		return out
	}
	if out, ok := x.sourceText(cl, st, v); ok {
		return out
	}
	name, ok := x.sourcePath(v)
	if said := x.prog.Unit.Script.SourceAt(cl.At.Start); said != "" && x.prog.Unit.Segs == nil {
		name, ok = said, true
	}
	if !ok || x.loader == nil {
		return x.unfollowed(cl, st, v, cl.Name+" "+firstLine(cl.Args[1].Src.Text()), onlyRun)
	}
	s, err := x.loader.Load(name, x.prog.Unit.Script)
	if err != nil && !strings.HasPrefix(name, "/") && x.prog.Unit.Script != x.prog.Main {
		s, err = x.loader.Load(name, x.prog.Main)
	}
	if err != nil {
		return x.unfollowed(cl, st, v, cl.Name+" "+name, "that file "+unread(err))
	}
	for _, c := range x.dom.Calls {
		if c.Unit.Script == s && c.Fn == nil {
			return []*domain.State{x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole})} // it is being read already
		}
	}
	if len(x.dom.Calls) > x.prog.Bounds.Calls {
		return x.tooDeep(st, cl.Whole)
	}
	u := x.scriptUnit(s)
	if x.apart {
		return []*domain.State{x.dom.SetStatus(st, domain.Status{Val: value.SymValue(x.dom.AnyStatusSym("apart")), At: cl.Whole})}
	}
	in := st.Fork()
	var p *domain.Params
	if len(cl.Args) > 2 {
		p = &domain.Params{}
		for _, a := range cl.Args[2:] {
			p.Known = append(p.Known, a.V)
		}
		p = p.Bounded()
		in.Args = p
	}
	var rets []*domain.State
	saved, unit := x.sc, x.prog.Unit
	x.sc = domain.Scope{Exits: saved.Exits, Rets: &rets, Sub: saved.Sub, Shell: saved.Shell, First: saved.First, InFunc: true, Outer: saved.Outer, Loops: saved.Loops}
	x.prog.Unit = u
	x.dom.Calls = append(x.dom.Calls, domain.Call{Unit: u, Body: u.Info, Borrows: p == nil})
	in.Status = domain.Status{Val: value.Lit("0"), At: cl.Whole}
	noErr, why := x.proof.NoErr, x.noErrWhy
	if x.prog.Dash { // it does not know in a file that it was read in a condition
		x.proof.NoErr, x.noErrWhy = 0, ""
	}
	returns := x.departures.returns
	out := x.lines(s.Stmts, []*domain.State{in})
	x.departures.returns = returns
	x.proof.NoErr, x.noErrWhy = noErr, why
	x.dom.Calls = x.dom.Calls[:len(x.dom.Calls)-1]
	x.sc, x.prog.Unit = saved, unit
	if s.Err != nil {
		// Before the shell finds the error it runs what stands above it; bash then goes on behind the source command.
		x.proof.Unresolved(cl.Whole, cl.Name+" "+s.Path, "that file cannot be parsed from line "+strconv.Itoa(s.Err.Line)+" on")
		var on []*domain.State
		for _, o := range out {
			on = append(on, x.proof.AnyCommand(cl, x.unknownCode(x.dom.Blind(o, cl.At, domain.UnknownText, "the file that "+cl.Name+" reads")))...)
		}
		out = on
	}
	out = append(out, rets...)
	if p != nil {
		for i, o := range out {
			o = o.Fork()
			o.Args = st.Args
			out[i] = o
		}
	}
	return out
}

// sourcePath is the path that a value names, when it is known: relative to the script that is read.
func (x *exec) sourcePath(v value.Value) (string, bool) {
	var b strings.Builder
	for i, p := range v {
		switch {
		case p.Sym == nil:
			b.WriteString(p.Lit)
		case i == 0 && (p.Sym.Kind == value.SymDir || p.Sym.Kind == value.SymScript) && p.Sym.Path != "":
			rel := relativeTo(p.Sym.Path, path.Dir(x.prog.Unit.Script.Path))
			b.WriteString(rel)
		case i == 0 && p.Sym.Kind == value.SymDir:
			b.WriteString(".")
		default:
			return "", false
		}
	}
	return b.String(), b.Len() > 0
}

// relativeTo gives a path as seen from a folder; both are in the same style.
func relativeTo(p, folder string) string {
	if strings.HasPrefix(p, "/") {
		return p
	}
	if folder == "." {
		return p
	}
	up := ""
	for folder != "." && folder != "/" && p != folder && !strings.HasPrefix(p, folder+"/") {
		folder = path.Dir(folder)
		up += "../"
	}
	rel := strings.TrimPrefix(strings.TrimPrefix(p, folder), "/")
	if folder == "." {
		rel = p
	}
	if up+rel == "" {
		return "."
	}
	return up + rel
}
