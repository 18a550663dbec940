package models

import (
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Commands that are named in other ways than by a word: W=$(command -v wipefs), mkfs."$FS", $KUBECTL, run_logged mkfs.ext4.

// Located is command -v and which of a command that can destroy data: it prints where that is, or nothing.
func (x *Tools) Located(cl *domain.CallInfo, operands []domain.Field, st *domain.State) []*domain.State {
	if len(operands) != 1 || st.Fd(1).Kind != domain.ToCapture {
		return nil
	}
	name, ok := operands[0].V.Constant()
	if anything, path, device := x.prog.Cat.Names(name); !ok || !anything && !path && !device {
		return nil
	}
	if f, ok := st.Funcs.Get(x.tab.Name(name)); ok && f != nil {
		return nil
	}
	c := st.Fork()
	c = x.dom.SetStatus(c, domain.Status{Val: value.SymValue(x.dom.StatusSym(c, cl.Node)), At: cl.Whole})
	var out []*domain.State
	for _, b := range x.dom.DecideStatus(c, c.Status.Val, func(n int) bool { return n == 0 }) {
		if b.Ok {
			out = append(out, x.Print(b.St, value.Lit(name+"\n"))...)
		} else {
			out = append(out, b.St)
		}
	}
	return out
}

// which is the program of that name, and type -P.
func (x *Tools) which(cl *domain.CallInfo, st *domain.State) []*domain.State {
	operands := cl.Args[1:]
	for len(operands) > 0 {
		if t, ok := operands[0].V.Constant(); !ok || !strings.HasPrefix(t, "-") {
			break
		}
		operands = operands[1:]
	}
	return x.Located(cl, operands, st)
}
