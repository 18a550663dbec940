package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// fileTest forks by a question to the file system. The same question asked again gets the same answer, as long as it can be
// asked again.
func (x *exec) fileTest(st *domain.State, op string, v value.Value) []domain.Branch3 {
	id := x.tab.Name(effects.TestPseudo + op + " " + x.testedAs)
	key := x.tools.FileKey(st, v)
	if m, ok := st.Vars.Get(id); ok && m != nil && !v.Summary() {
		if t, _ := m.Val.Constant(); strings.HasPrefix(t, key+"\x00") {
			return []domain.Branch3{{St: st, Res: value.Truth(strings.HasSuffix(t, "1"))}}
		}
	}
	t, f := st.Fork(), st.Fork()
	if len(st.Cwd) == 0 && relative(v) { // it is in a folder that has what the script expects there
		t.Cwd = x.dom.Pwd(st)
	}
	if s := v.Single(); s != nil && op != "-t" && op != "-o" { // an empty name is no file's
		c := st.Con(s).Filled()
		if op == "-d" && x.prog.Slice.Here { // cd gets there
			c = c.WithAnswer(domain.Exists, true)
		}
		if op == "-b" {
			c = c.WithAnswer(domain.Block, true)
		}
		t.SetCon(s, c)
	} else if len(v) > 1 && v[0].Sym != nil && strings.HasPrefix(v[1].Lit, "/") && !x.prog.Cat.InRoot(v[1].Lit) {
		t.SetCon(v[0].Sym, t.Con(v[0].Sym).WithAnswer(domain.Exists, true))
	}
	if v.FirstSym() == nil { // a symbol's identity may change; only constant names are remembered
		t.Vars = t.Vars.Set(id, &domain.Variable{Set: true, Val: value.Lit(key + "\x001")})
		f.Vars = f.Vars.Set(id, &domain.Variable{Set: true, Val: value.Lit(key + "\x000")})
	}
	return []domain.Branch3{{St: t, Res: value.IsTrue}, {St: f, Res: value.IsFalse}}
}

// flagFile is the test of a file whose name says that the machine is idle, or that it is in use.
func (x *exec) flagFile(st *domain.State, op string, v value.Value, cl *domain.CallInfo) []domain.Branch3 {
	if op != "-e" && op != "-f" && op != "-s" && op != "-d" || cl == nil {
		return nil
	}
	idle, active := x.prog.Cat.FlagFile(v.Pattern())
	if !idle && !active {
		return nil
	}
	g := &flagActive
	if idle {
		g = &flagIdle
	}
	c := *cl
	c.Args = append([]domain.Field{{V: value.Lit("test")}, {V: value.Lit(op)}, {V: v}}, c.Args[:0]...)
	var out []domain.Branch3
	for _, s := range x.proof.Ask(g, nil, &c, st) {
		for _, b := range x.dom.DecideStatus(s, s.Status.Val, func(n int) bool { return n == 0 }) {
			out = append(out, domain.Branch3{St: b.St, Res: value.Truth(b.Ok)})
		}
	}
	return out
}

var (
	flagIdle   = catalog.Guard{Command: "test", IdleStatus: []int{0}, ActiveStatus: []int{1}, Why: "a file that says that it is idle"}
	flagActive = catalog.Guard{Command: "test", IdleStatus: []int{1}, ActiveStatus: []int{0}, Why: "a file that says that it is in use"}
)
