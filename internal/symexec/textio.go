package symexec

import (
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
	"regexp"
	"slices"
)

func (x *exec) printf(cl *domain.CallInfo, st *domain.State) []*domain.State {
	args := cl.Args[1:]
	into := ""
	if len(args) > 1 && args[0].V.Key() == "-v" {
		if into, _ = args[1].V.Constant(); into == "" {
			st = x.assignedNamed(st, args[1].V)
			into = "_"
		}
		args = args[2:]
	}
	if len(args) > 0 && args[0].V.Key() == "--" {
		args = args[1:]
	}
	c := x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole})
	if len(args) == 0 {
		return []*domain.State{c}
	}
	if mayBeNoNumber(st.Resolve(args[0].V).Pattern(), args[1:], st) {
		c = x.dom.SetStatus(c, domain.Status{Val: value.SymValue(x.dom.StatusSym(c, cl.Node)), At: cl.Whole})
	}
	v := x.tools.Format(st, args[0].V, args[1:])
	if into != "" {
		return []*domain.State{x.assign(c, into, &domain.Variable{Set: true, Val: v})}
	}
	return x.tools.Print(c, x.tools.LeftOpen(c, v))
}

var (
	numberVerb  = regexp.MustCompile(`%[-+ #0-9.*]*[diouxXeEfgG]`)
	plainNumber = regexp.MustCompile(`^[+-]?(0|[1-9][0-9]*)$`)
)

// mayBeNoNumber reports whether printf is to write a text as a number that is none: it prints what it could read, and fails.
func mayBeNoNumber(format string, args []domain.Field, st *domain.State) bool {
	return numberVerb.MatchString(format) && slices.ContainsFunc(args, func(f domain.Field) bool {
		t, known := st.Resolve(f.V).Constant()
		return known && f.Multi == nil && !plainNumber.MatchString(t)
	})
}
