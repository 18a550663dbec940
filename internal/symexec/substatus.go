package symexec

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// In bash a command substitution is a command whose status $? is at once, also for the words behind it: x=$(guard) r=$?. In dash $?
// is the status of the command before until the whole command has run.

// keeping runs a command with what $? is in its words, and says whether it has substitutions that must not change it.
func (x *exec) keeping(st *domain.State, substitutes bool, run func() []*domain.State) []*domain.State {
	saved := x.before
	x.before = nil
	if substitutes && x.prog.Dash {
		x.before = &st.Status
	}
	out := run()
	x.before = saved
	return out
}

// unchanged takes the status of a substitution away again where dash goes on with that of the command before.
func (x *exec) unchanged(st *domain.State) *domain.State {
	if x.before == nil {
		return st
	}
	c := st.Fork()
	c.Status = *x.before
	return c
}

// declaresIn reports whether a command is a declaration, which dash takes for a simple command.
func declaresIn(c *syntax.CallExpr) bool {
	switch c.Args[0].Lit() {
	case "local", "export", "readonly":
		return true
	}
	return false
}

// statusParam is $?.
func (x *exec) statusParam(p *syntax.ParamExp, quoted bool, st *domain.State) []segs {
	read := x.unchanged(st)
	v := read.Status.Val
	read = x.readStatusVar(read, p)
	if x.before != nil { // an assignment has the status of its last substitution
		read = read.Fork()
		read.Status = st.Status
	}
	return []segs{{read, []seg{{v: v, quoted: quoted, exp: true}}}}
}

// commandSubstitutes reports whether the words of a simple command have the output of commands in them.
func commandSubstitutes(c *syntax.CallExpr) bool {
	return hasSubst(c.Args) || slices.ContainsFunc(c.Assigns, assignedSubst)
}

// onePipe gives PIPESTATUS the status of the command that ran, whatever pipelines were in a function or substitution of it.
func onePipe(out []*domain.State) []*domain.State {
	for i, s := range out {
		if len(s.Pipes) > 1 || len(s.Pipes) == 1 && !value.SameValue(s.Pipes[0].Val, s.Status.Val) {
			c := s.Fork()
			c.Pipes = nil // the status itself
			out[i] = c
		}
	}
	return out
}
