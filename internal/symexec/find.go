package symexec

import (
	"slices"

	"github.com/wipelint/wipelint/internal/catalog"
)

// findExec runs the commands of find for no file and for an unknown one. They are parts of an expression: one that fails ends it,
// so that what stands behind it does not run, and with \; its status is not find's (find(1), -exec).
func (x *exec) findExec(all []catalog.WrapperMatch, cl *callInfo, st *state) []*state {
	found := x.freshAt(st, "find", cl.node, "", func(s *Sym) { s.kind, s.name, s.desc = symOutput, "found", "a file that find finds" })
	one := st.fork()
	one.setCon(found, &con{set: yes, nonempty: yes})
	none := x.setStatus(st, status{val: lit("0"), at: cl.whole})
	on, out := []*state{one}, []*state{none}
	plain := !x.hasWord(cl, "-o", "-or", "!", "-not", ",", "(") // then each part decides about the next one
	for _, m := range all {
		in := *cl
		in.shell, in.noFn = false, true
		in.args = append([]Field(nil), cl.args[m.Command:m.End]...)
		in.at = in.args[0].src
		for i, f := range in.args {
			in.args[i].v = replaceText(f.v, "{}", symValue(found))
		}
		end, _ := cl.args[min(m.End, len(cl.args)-1)].v.constant()
		var next []*state
		for _, s := range on {
			if !plain {
				next = append(next, s) // an earlier part may have decided against this one
			}
			for _, o := range x.dispatch(&in, s) {
				if end == "+" {
					next = append(next, x.findStatus(o, cl)...) // always true there
					continue
				}
				for _, b := range x.decideStatus(o, o.status.val, func(n int) bool { return n == 0 }) {
					switch c := x.findDone(b.st, cl); {
					case b.ok || !plain:
						next = append(next, c)
					default:
						out = append(out, c)
					}
				}
			}
		}
		on = x.merge(next)
	}
	for _, s := range on {
		if s.status.val == nil {
			s = x.findDone(s, cl)
		}
		if x.hasWord(cl, "-print", "-print0", "-ls", "-printf") {
			out = append(out, x.print(s, symValue(found).append(lit("\n")))...)
			continue
		}
		out = append(out, s)
	}
	return out
}

// findDone is a state in which find has gone through a file: 0, whatever the command said.
func (x *exec) findDone(st *state, cl *callInfo) *state {
	s := status{val: lit("0"), at: cl.whole}
	if st.status.ask != nil {
		s.hides, s.hidden = st.status.ask, "find"
	}
	c := x.setStatus(st, s)
	c.pend = nil
	return c
}

// findStatus is find's status after -exec … +, which is 1 when the command failed.
func (x *exec) findStatus(st *state, cl *callInfo) []*state {
	var out []*state
	for _, b := range x.decideStatus(st, st.status.val, func(n int) bool { return n == 0 }) {
		c := b.st.fork()
		c.status = status{val: lit("0"), ask: st.status.ask, at: cl.whole}
		if !b.ok {
			c.status.val = lit("1")
		}
		out = append(out, c)
	}
	return out
}

func (x *exec) hasWord(cl *callInfo, words ...string) bool {
	return slices.ContainsFunc(cl.args, func(f Field) bool {
		t, ok := f.v.constant()
		return ok && slices.Contains(words, t)
	})
}
