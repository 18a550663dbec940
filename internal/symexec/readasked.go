package symexec

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A guard may be a file that is read: /proc/mounts, the state of a host. The shell reads it itself in < file and $(<file), which ask as cat does.

// fileRead is what came of reading a file: its text, or that it could not be opened.
type fileRead struct {
	st  *domain.State
	out value.Value
	ok  bool
}

// askedByReading asks by a redirection from a file that holds a state; nil where it is none.
func (x *exec) askedByReading(r *syntax.Redirect, v value.Value, st *domain.State) []fileRead {
	if r.Op != syntax.RdrIn || r.Word == nil {
		return nil
	}
	return x.askedByFile(r, r.Word, v, st)
}

func (x *exec) askedByFile(n syntax.Node, w *syntax.Word, v value.Value, st *domain.State) []fileRead {
	v = st.Resolve(v)
	if _, written := st.Files.Get(x.tab.Name(x.tools.FileKey(st, v))); written {
		return nil
	}
	at := x.prog.Span(w)
	cl := &domain.CallInfo{Name: "cat", Args: []domain.Field{{V: value.Lit("cat"), Src: at}, {V: v, Src: at, Word: w}}, Node: n, At: x.prog.Span(n), Whole: x.prog.Span(n)}
	level := len(st.Caps)
	inner := st.Fork()
	inner.Caps = append(st.Caps[:level:level], nil)
	inner.SetFd(1, domain.Dest{Kind: domain.ToCapture, Level: level})
	var ran []*domain.State
	if m, ok := x.prog.Cat.Guard([]string{"cat", v.Pattern()}); ok && m.Entry.Query {
		ran = x.proof.Ask(m.Entry, x.proof.Targets(m.Targets, cl, inner), cl, inner)
	} else if ran = x.proof.StateFile(cl, v, inner); ran == nil {
		return nil
	}
	var out []fileRead
	for _, e := range ran {
		for _, b := range x.dom.DecideStatus(e, e.Status.Val, func(n int) bool { return n == 0 }) {
			c := b.St.Fork()
			var text value.Value
			if level < len(c.Caps) {
				text = c.Caps[level]
				c.Caps = c.Caps[:level:level]
			}
			c.Fds = st.Fds
			if b.Ok {
				c.Status = st.Status
			}
			out = append(out, fileRead{c, text, b.Ok})
		}
	}
	return out
}
