package symexec

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

// In bash a command substitution is a command whose status $? is at once, also for the words behind it: x=$(guard) r=$?. In dash $?
// is the status of the command before until the whole command has run.

// keeping runs a command with what $? is in its words, and says whether it has substitutions that must not change it.
func (x *exec) keeping(st *state, substitutes bool, run func() []*state) []*state {
	saved := x.before
	x.before = nil
	if substitutes && x.dash {
		x.before = &st.status
	}
	out := run()
	x.before = saved
	return out
}

// unchanged takes the status of a substitution away again where dash goes on with that of the command before.
func (x *exec) unchanged(st *state) *state {
	if x.before == nil {
		return st
	}
	c := st.fork()
	c.status = *x.before
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
func (x *exec) statusParam(p *syntax.ParamExp, quoted bool, st *state) []segs {
	read := x.unchanged(st)
	v := read.status.val
	read = x.readStatusVar(read, p)
	if x.before != nil { // an assignment has the status of its last substitution
		read = read.fork()
		read.status = st.status
	}
	return []segs{{read, []seg{{v: v, quoted: quoted, exp: true}}}}
}

// commandSubstitutes reports whether the words of a simple command have the output of commands in them.
func commandSubstitutes(c *syntax.CallExpr) bool {
	return hasSubst(c.Args) || slices.ContainsFunc(c.Assigns, assignedSubst)
}

// onePipe gives PIPESTATUS the status of the command that ran, whatever pipelines were in a function or substitution of it.
func onePipe(out []*state) []*state {
	for i, s := range out {
		if len(s.pipes) > 1 || len(s.pipes) == 1 && !sameValue(s.pipes[0].val, s.status.val) {
			c := s.fork()
			c.pipes = nil // the status itself
			out[i] = c
		}
	}
	return out
}
