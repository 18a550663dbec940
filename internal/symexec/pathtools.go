package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

func (x *exec) expr(cl *domain.CallInfo, st *domain.State) []*domain.State {
	if len(cl.Args) != 4 {
		return nil
	}
	op, ok := cl.Args[2].V.Constant()
	if ok && op == ":" {
		return x.exprMatch(cl, st)
	}
	if !ok || !strings.Contains("+-*/%", op) {
		return nil
	}
	v := x.compute(st, cl.Args[1].V, op, cl.Args[3].V)
	c := st.Fork()
	s := domain.Status{Val: value.Lit("0"), At: cl.Whole}
	if t, isConst := v.Constant(); isConst && (t == "0" || t == "") {
		s.Val = value.Lit("1")
	} else if !isConst {
		s.Val = value.SymValue(x.dom.StatusSym(c, cl.Node))
	}
	return x.tools.Print(x.dom.SetStatus(c, s), v.Append(value.Lit("\n")))
}

// exprMatch is expr TEXT : PATTERN for a pattern that is a word as a whole: it prints how much matched, and is 0 when that is something.
func (x *exec) exprMatch(cl *domain.CallInfo, st *domain.State) []*domain.State {
	pat, ok := cl.Args[3].V.Constant()
	word, whole := strings.CutSuffix(strings.TrimPrefix(pat, "^"), "$")
	if !ok || !whole || word == "" || strings.ContainsAny(word, `\.*[]^$`) {
		return nil
	}
	var out []*domain.State
	for _, b := range x.dom.DecideEq(st, st.Resolve(cl.Args[1].V), word) {
		n, status0 := 0, "1"
		if b.Ok {
			n, status0 = len(word), "0"
		}
		out = append(out, x.tools.Print(x.dom.SetStatus(b.St, domain.Status{Val: value.Lit(status0), At: cl.Whole}), value.Number(n).Append(value.Lit("\n")))...)
	}
	return out
}
