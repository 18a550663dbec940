package symexec

import (
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/models"
)

// ownFilters are the filters that need more than values and states: they expand words, assign, or evaluate expressions.
var ownFilters map[string]builtin

func init() {
	ownFilters = map[string]builtin{
		"expr":   func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.expr(cl, st) },
		"sleep":  func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.sleep(cl, st) },
		"yes":    func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.proof.Yes(cl, st) },
		"printf": func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.printf(cl, st) },
	}
}

// isFilter reports whether a command is one whose output is modelled.
func isFilter(name string) bool { return ownFilters[name] != nil || models.Filters[name] != nil }

// filtered runs a command whose output is modelled; nil for another one, and for a use that the model does not know.
func (x *exec) filtered(cl *domain.CallInfo, st *domain.State) []*domain.State {
	if f, ok := ownFilters[cl.Name]; ok {
		return f(x, cl, st)
	}
	if f, ok := models.Filters[cl.Name]; ok {
		return f(x.tools, cl, st)
	}
	if cl.Name == "xargs" && len(cl.Args) == 1 { // echo (xargs(1)): it is used to take blanks away
		return x.tools.JoinWords(cl, st)
	}
	return nil
}
