package symexec

import (
	"slices"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// findExec runs the commands of find for no file and for an unknown one. They are parts of an expression: one that fails ends it,
// so that what stands behind it does not run, and with \; its status is not find's (find(1), -exec).
func (x *exec) findExec(all []catalog.WrapperMatch, cl *domain.CallInfo, st *domain.State) []*domain.State {
	found := x.dom.FreshAt(st, "find", cl.Node, "", func(s *value.Sym) { s.Kind, s.Name, s.Desc = value.SymOutput, "found", "a file that find finds" })
	one := st.Fork()
	one.SetCon(found, &value.Con{Set: value.Yes, Nonempty: value.Yes})
	none := x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole})
	on, out := []*domain.State{one}, []*domain.State{none}
	plain := !x.hasWord(cl, "-o", "-or", "!", "-not", ",", "(") // then each part decides about the next one
	for _, m := range all {
		in := *cl
		in.Shell, in.NoFn = false, true
		in.Args = append([]domain.Field(nil), cl.Args[m.Command:m.End]...)
		in.At = in.Args[0].Src
		for i, f := range in.Args {
			in.Args[i].V = replaceText(f.V, "{}", value.SymValue(found))
		}
		if len(m.Wrapper.Options) > 0 && !x.hasWord(&domain.CallInfo{Args: cl.Args[m.Command:m.End]}, "{}") { // fd -x rm
			in.Args = append(in.Args, domain.Field{V: value.SymValue(found), Src: in.At})
		}
		end, _ := cl.Args[min(m.End, len(cl.Args)-1)].V.Constant()
		var next []*domain.State
		for _, s := range on {
			if !plain {
				next = append(next, s) // an earlier part may have decided against this one
			}
			for _, o := range x.dispatch(&in, s) {
				if end == "+" {
					next = append(next, x.findStatus(o, cl)...) // always true there
					continue
				}
				for _, b := range x.dom.DecideStatus(o, o.Status.Val, func(n int) bool { return n == 0 }) {
					switch c := x.findDone(b.St, cl); {
					case b.Ok || !plain:
						next = append(next, c)
					default:
						out = append(out, c)
					}
				}
			}
		}
		on = x.dom.Merge(next)
	}
	for _, s := range on {
		if s.Status.Val == nil {
			s = x.findDone(s, cl)
		}
		if x.hasWord(cl, "-print", "-print0", "-ls", "-printf") {
			out = append(out, x.tools.Print(s, value.SymValue(found).Append(value.Lit("\n")))...)
			continue
		}
		out = append(out, s)
	}
	return out
}

// findDone is a state in which find has gone through a file: 0, whatever the command said.
func (x *exec) findDone(st *domain.State, cl *domain.CallInfo) *domain.State {
	s := domain.Status{Val: value.Lit("0"), At: cl.Whole}
	if st.Status.Ask != nil {
		s.Hides, s.Hidden = st.Status.Ask, "find"
	}
	c := x.dom.SetStatus(st, s)
	c.Pend = nil
	return c
}

// findStatus is find's status after -exec … +, which is 1 when the command failed.
func (x *exec) findStatus(st *domain.State, cl *domain.CallInfo) []*domain.State {
	var out []*domain.State
	for _, b := range x.dom.DecideStatus(st, st.Status.Val, func(n int) bool { return n == 0 }) {
		c := b.St.Fork()
		c.Status = domain.Status{Val: value.Lit("0"), Ask: st.Status.Ask, At: cl.Whole}
		if !b.Ok {
			c.Status.Val = value.Lit("1")
		}
		out = append(out, c)
	}
	return out
}

func (x *exec) hasWord(cl *domain.CallInfo, words ...string) bool {
	return slices.ContainsFunc(cl.Args, func(f domain.Field) bool {
		t, ok := f.V.Constant()
		return ok && slices.Contains(words, t)
	})
}
