package proof

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/models"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// UnknownCommand is a command about which nothing is known: it succeeds or fails, and prints something.
func (x *Ledger) UnknownCommand(cl *domain.CallInfo, st *domain.State) []*domain.State {
	st = x.foreign(cl, x.Handed(cl, st))
	if x.prog.Slice.Wide || x.prog.Slice.Fleet || x.repeats(cl) {
		if out := x.learnFromSuccess(cl, st); out != nil {
			return out
		}
	}
	return x.AnyCommand(cl, st)
}

func (x *Ledger) AnyCommand(cl *domain.CallInfo, st *domain.State) []*domain.State {
	c := st.Fork()
	s := x.dom.StatusSym(c, cl.Node)
	key := &x.dom.SymBuf
	key.Reset()
	x.prog.WriteAt(key, cl.Node)
	site := x.Cmds[string(key.Buf)]
	if site == nil {
		site = &domain.CmdSite{Id: uint32(len(x.CmdList)), Name: cl.Name, At: cl.At, Words: WordValues(cl, st)}
		x.Cmds[key.String()] = site
		x.CmdList = append(x.CmdList, site)
	}
	c = x.dom.SetStatus(c, domain.Status{Val: value.SymValue(s), Cmd: site, At: cl.Whole})
	return x.tools.Print(c, x.UnknownOutput(c, cl))
}

func (x *Ledger) UnknownOutput(st *domain.State, cl *domain.CallInfo) value.Value {
	if models.Silent[cl.Name] {
		return nil
	}
	if st.Fd(1).Kind != domain.ToCapture && st.Fd(1).Kind != domain.ToFile {
		return nil
	}
	given := givenTo(cl, st)
	var which value.KeyBuilder
	for _, v := range given {
		which.Put(1)
		v.WriteKey(&which)
	}
	all := x.listsAll(cl, st)
	if all {
		which.WriteString("all")
	}
	paths, names := x.printedPaths(cl, st)
	which.WriteString(paths + "\x00" + names)
	return value.SymValue(x.dom.FreshAt(st, "out", cl.Node, which.String(), func(s *value.Sym) {
		s.Danger.Blank = all
		s.Kind, s.Desc, s.Lines, s.Asked = value.SymOutput, "output of "+cl.Name, true, given
		s.Path, s.NamesIn = paths, names
		s.Listing = &value.Listing{Words: resolved(cl, st), Host: x.tools.Host}
		if s.Kept = x.repeats(cl); s.Kept { // whether it was empty tells of what is printed again
			x.dom.Repeated = append(x.dom.Repeated, s)
		}
		s.Commands = models.CommandsOf(cl, st)
	}))
}

// repeats reports whether the script takes the output of a command at several places.
func (x *Ledger) repeats(cl *domain.CallInfo) bool {
	c, _ := cl.Node.(*syntax.CallExpr)
	var in *syntax.FuncDecl
	if top := x.dom.Top(); top.Fn != nil {
		in = top.Fn.Decl
	}
	return x.prog.Repeats(c, in)
}

// resolved are the words of a call.
func resolved(cl *domain.CallInfo, st *domain.State) []value.Value {
	out := make([]value.Value, len(cl.Args))
	for i, a := range cl.Args {
		out[i] = st.Resolve(a.V)
	}
	return out
}

// givenTo are the words and the input of a command that hold names which are not known, or of files and devices: what it prints was looked up with them.
func givenTo(cl *domain.CallInfo, st *domain.State) []value.Value {
	var out []value.Value
	note := func(v value.Value) {
		v = st.Resolve(v)
		if t, ok := v.Constant(); ok && strings.HasPrefix(t, "/") || !ok && !v.Summary() {
			out = append(out, v)
		}
	}
	for _, a := range cl.Args[1:] {
		note(a.V)
	}
	if st.Stdin != nil {
		note(st.Stdin.Text)
	}
	return out
}
