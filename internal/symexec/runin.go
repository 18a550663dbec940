package symexec

import (
	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// runIn runs what a wrapper runs in the folder that its option names, and goes back to that of the script: env -C DIR rm -rf mysql. A
// folder that is not there, or has no name, ends the wrapper before its command runs.
func (x *exec) runIn(m catalog.WrapperMatch, cl *domain.CallInfo, st *domain.State, run func(*domain.State) ([]*domain.State, bool)) ([]*domain.State, bool) {
	begin := st
	if m.Wrapper.Host != "" || m.Wrapper.Binds != "" { // on another machine, or in a container, it begins in a folder of that
		begin = st.Fork()
		begin.Cwd = nil
	}
	switch {
	case m.Login:
		return x.andBack(run, st, x.loginFolder(m, cl, st))
	case m.Folder.Word > 0 && m.Folder.Word < len(cl.Args):
	case begin != st:
		return x.andBack(run, st, begin)
	default:
		return run(st)
	}
	f := cl.Args[m.Folder.Word]
	f.V = f.V.Skip(m.Folder.Skip)
	to := *cl
	to.Name, to.Args = "cd", []domain.Field{{V: value.Lit("cd"), Src: f.Src}, {V: value.Lit("--"), Src: f.Src}, f}
	var in []*domain.State
	for _, s := range x.goTo(&to, begin.Fork()) {
		if y := s.Cwd.Single(); y == nil || y.Astray == nil {
			in = append(in, s)
		}
	}
	return x.andBack(run, st, in...)
}

// loginFolder is the state in the home folder of the user whom a wrapper logs in.
func (x *exec) loginFolder(m catalog.WrapperMatch, cl *domain.CallInfo, st *domain.State) *domain.State {
	c := st.Fork()
	c.Cwd = value.Lit("/root")
	if m.User.Word > 0 && m.User.Word < len(cl.Args) {
		user, known := c.Resolve(cl.Args[m.User.Word].V.Skip(m.User.Skip)).Constant()
		switch {
		case !known:
			return x.unknownFolder(cl, c)
		case user != "root":
			c.Cwd = value.SymValue(x.homeOf(user))
		}
	}
	return c
}

// andBack runs a command in some states, and goes back to the folder of the script.
func (x *exec) andBack(run func(*domain.State) ([]*domain.State, bool), st *domain.State, states ...*domain.State) ([]*domain.State, bool) {
	var out []*domain.State
	ran := false
	for _, in := range states {
		after, done := run(in)
		if !done {
			continue
		}
		ran = true
		for _, o := range after {
			c := o.Fork()
			c.Cwd = st.Cwd
			out = append(out, c)
		}
	}
	if !ran {
		return run(st)
	}
	return x.dom.Merge(out), true
}
