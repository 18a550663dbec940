package symexec

import (
	"path"
	"strconv"
	"strings"
)

// eval joins its words and runs them in this shell.
func (x *exec) eval(cl *callInfo, st *state) []*state {
	var v Value
	for i, a := range cl.args[1:] {
		if i > 0 {
			v = v.append(lit(" "))
		}
		v = v.append(st.resolve(a.v))
	}
	text, ok := v.constant()
	if !ok && len(v) > 0 && v[0].sym == nil && strings.Contains(strings.TrimLeft(v[0].lit, " \t\n"), " ") {
		// the command is written out, and some of its words are not known: they stay variables of the text
		st = st.fork()
		return x.runSegs(st, x.textWith(st, v), cl.args[1].src, []segment{{0, cl.args[1].src.Start, false}}, "eval")
	}
	if !ok && printsSettings(cl.args) {
		return x.anyCommand(cl, x.assigned(x.blind(st, cl.at, UnknownText, "the text that eval runs"), ""))
	}
	if prefix, some := assignsOnly(v); !ok && some {
		c := x.assigned(x.blind(st, cl.at, UnknownText, "the text that eval runs"), prefix)
		return x.anyCommand(cl, c)
	}
	if !ok || len(text) > x.bounds.Text {
		if s := v.single(); s != nil {
			x.unresolved(cl.at, "eval runs the value of "+s.desc+", which is known only when the script runs")
		} else {
			x.unresolved(cl.at, "eval runs text that is known only when the script runs")
		}
		return x.anyCommand(cl, x.unknownCode(x.blind(st, cl.at, UnknownText, "the text that eval runs")))
	}
	if strings.TrimSpace(text) == "" {
		return []*state{x.setStatus(st, status{val: lit("0"), at: cl.whole})}
	}
	at := cl.args[1].src
	if len(cl.args) > 2 {
		at.End = cl.args[len(cl.args)-1].src.End
		return x.runSegs(st, text, at, []segment{{0, at.Start, false}}, "eval")
	}
	if t := at.Text(); !strings.Contains(t, text) { // text that a variable holds stands elsewhere
		return x.runSegs(st, text, at, []segment{{0, at.Start, false}}, "eval")
	}
	return x.runText(st, text, at, "eval")
}

// textWith writes a text that a shell will run, with variables in the place of what is not known, and binds them.
func (x *exec) textWith(st *state, v Value) string {
	var b strings.Builder
	for _, p := range v {
		if p.sym == nil {
			b.WriteString(p.lit)
			continue
		}
		name := ownVariable + strconv.FormatUint(uint64(p.sym.id), 36)
		b.WriteString("${" + name + "}")
		st.vars = st.vars.set(x.name(name), &variable{set: true, val: Value{p}})
	}
	return b.String()
}

// source includes a file that can be found: relative to the script or to the repository, never outside it.
func (x *exec) source(cl *callInfo, st *state) []*state {
	if len(cl.args) < 2 {
		return []*state{x.setStatus(st, status{val: lit("2"), at: cl.whole})}
	}
	v := st.resolve(cl.args[1].v)
	if s := v.firstSym(); s != nil && s.kind == symDefault && !s.summary && len(st.con(s).ne) == 0 {
		var out []*state
		for _, b := range x.decideEq(st, symValue(s), s.path) {
			out = append(out, x.source(cl, b.st)...)
		}
		return out
	}
	if out, ok := x.sourceText(cl, st, v); ok {
		return out
	}
	name, ok := x.sourcePath(v)
	if said := x.unit.script.SourceAt(cl.at.Start); said != "" && x.unit.segs == nil {
		name, ok = said, true
	}
	if !ok || x.loader == nil {
		return x.unfollowed(cl, st, v, "the file that "+cl.name+" reads, "+firstLine(cl.args[1].src.Text())+", is known only when the script runs")
	}
	s, err := x.loader.Load(name, x.unit.script)
	if err != nil && !strings.HasPrefix(name, "/") && x.unit.script != x.main {
		s, err = x.loader.Load(name, x.main)
	}
	if err != nil {
		return x.unfollowed(cl, st, v, "the file that "+cl.name+" reads cannot be analysed: "+err.Error())
	}
	for _, c := range x.calls {
		if c.unit.script == s && c.fn == nil {
			return []*state{x.setStatus(st, status{val: lit("0"), at: cl.whole})} // it is being read already
		}
	}
	if len(x.calls) > x.bounds.Calls {
		return x.tooDeep(st, cl.whole)
	}
	u := x.scriptUnit(s)
	if x.apart {
		return []*state{x.setStatus(st, status{val: symValue(x.anyStatusSym("apart")), at: cl.whole})}
	}
	in := st.fork()
	var p *params
	if len(cl.args) > 2 {
		p = &params{}
		for _, a := range cl.args[2:] {
			p.known = append(p.known, a.v)
		}
		p = p.bounded()
		in.args = p
	}
	var rets []*state
	saved, unit := x.sc, x.unit
	x.sc = scope{exits: saved.exits, rets: &rets, sub: saved.sub, shell: saved.shell, first: saved.first, inFunc: true, outer: saved.outer, loops: saved.loops}
	x.unit = u
	x.calls = append(x.calls, call{unit: u, body: u.info, borrows: p == nil})
	in.status = status{val: lit("0"), at: cl.whole}
	noErr, why := x.noErr, x.noErrWhy
	if x.dash { // it does not know in a file that it was read in a condition
		x.noErr, x.noErrWhy = 0, ""
	}
	returns := x.departures.returns
	out := x.lines(s.Stmts, []*state{in})
	x.departures.returns = returns
	x.noErr, x.noErrWhy = noErr, why
	x.calls = x.calls[:len(x.calls)-1]
	x.sc, x.unit = saved, unit
	if s.Err != nil {
		// Before the shell finds the error it runs what stands above it; bash then goes on behind the source command.
		x.unresolved(cl.whole, "the file that "+cl.name+" reads cannot be parsed from line "+itoa(s.Err.Line)+" on")
		var on []*state
		for _, o := range out {
			on = append(on, x.anyCommand(cl, x.unknownCode(x.blind(o, cl.at, UnknownText, "the file that "+cl.name+" reads")))...)
		}
		out = on
	}
	out = append(out, rets...)
	if p != nil {
		for i, o := range out {
			o = o.fork()
			o.args = st.args
			out[i] = o
		}
	}
	return out
}

// sourcePath is the path that a value names, when it is known: relative to the script that is read.
func (x *exec) sourcePath(v Value) (string, bool) {
	var b strings.Builder
	for i, p := range v {
		switch {
		case p.sym == nil:
			b.WriteString(p.lit)
		case i == 0 && (p.sym.kind == symDir || p.sym.kind == symScript) && p.sym.path != "":
			rel := relativeTo(p.sym.path, path.Dir(x.unit.script.Path))
			b.WriteString(rel)
		case i == 0 && p.sym.kind == symDir:
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
