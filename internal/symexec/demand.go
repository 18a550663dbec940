package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// conveys reports whether the rest of a pipeline only prints what it reads, in whatever form: its status and what it does are the same
// for every text. Collected, the messages of a script would keep apart states that differ in nothing else.
func (x *exec) conveys(rest []*syntax.Stmt, st *domain.State) bool {
	switch st.Fd(1).Kind {
	case domain.ToCapture, domain.ToFile:
		return false
	case domain.ToTerminal, domain.ToNull, domain.ToUnknown, domain.ToClosed: // nobody reads it
	}
	if st.Opts&(domain.OptLastpipe|domain.OptAliases) != 0 && (st.Opts&domain.OptLastpipe != 0 || st.Alias.Len() > 0) {
		return false
	}
	for _, s := range rest {
		if s.Negated || s.Background || !x.onlyPrints(s, st, 0) {
			return false
		}
	}
	return true
}

// onlyPrints reports whether a part of the script does nothing but read and print.
func (x *exec) onlyPrints(n syntax.Node, st *domain.State, depth int) bool {
	ok := true
	script.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CallExpr:
			ok = ok && x.prints(n, st, depth)
		case *syntax.Redirect:
			t, known := effects.WordText(n.Word)
			out := n.Op == syntax.DplOut || (n.Op == syntax.RdrOut || n.Op == syntax.AppOut) && known && x.prog.Static.Written(effects.Printed(n.Word)) == 0 && !x.prog.Cat.Device(t)
			ok = ok && out
		case *syntax.IfClause, *syntax.CaseClause, *syntax.TestClause, *syntax.ArithmCmd, *syntax.FuncDecl, *syntax.ProcSubst, *syntax.LetClause:
			ok = false
		case *syntax.BinaryCmd:
			ok = ok && (n.Op == syntax.Pipe || n.Op == syntax.PipeAll)
		case *syntax.ParamExp: // ${x:?} ends the shell
			ok = ok && (n.Exp == nil || n.Exp.Op != syntax.ErrorUnset && n.Exp.Op != syntax.ErrorUnsetOrNull)
		}
		return ok
	})
	return ok
}

// conveying are commands that read text and print it, and succeed.
var conveying = map[string]bool{}

func init() {
	for _, n := range strings.Fields("echo printf cat tee logger date sed tr cut fold fmt nl column sort ts pv read local true : hostname") {
		conveying[n] = true
	}
}

func (x *exec) prints(c *syntax.CallExpr, st *domain.State, depth int) bool {
	if len(c.Args) == 0 {
		return true
	}
	name := c.Args[0].Lit()
	if f, ok := st.Funcs.Get(x.tab.Name(name)); ok && f != nil {
		return depth < 3 && x.onlyPrints(f.Decl.Body, st, depth+1)
	}
	if !conveying[name] || x.prog.Slice.MayAct(c) {
		return false
	}
	if name == "tee" || name == "sed" {
		for _, w := range c.Args[1:] {
			if t, known := effects.WordText(w); !known || x.prog.Cat.Device(t) || name == "tee" && (effects.MayBeRun(t) || x.prog.Static.Written(effects.Printed(w)) > 0) || name == "sed" && strings.HasPrefix(t, "-i") {
				return false
			}
		}
	}
	return true
}
