package domain

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// Unheard reports whether nobody looks at what is written into the rest of a pipeline: main "$@" 2>&1 | tee install.log. Collected,
// the messages of a script would keep apart states that differ in nothing else.
func (x *Space) Unheard(rest []*syntax.Stmt, st *State) bool {
	switch st.Fd(1).Kind {
	case ToCapture, ToFile:
		return false
	case ToTerminal, ToNull, ToUnknown, ToClosed: // nobody reads it
	}
	for _, s := range rest {
		c, ok := s.Cmd.(*syntax.CallExpr)
		if !ok || s.Negated || len(c.Args) == 0 || len(c.Assigns) > 0 {
			return false
		}
		name := c.Args[0].Lit()
		if f, ok := st.Funcs.Get(x.tab.Name(name)); ok && f != nil || st.Opts&OptAliases != 0 && st.Alias.Len() > 0 {
			return false
		}
		for _, w := range c.Args[1:] {
			t, known := effects.WordText(w)
			switch {
			case !known:
				return false
			case strings.HasPrefix(t, "-"), name == "logger":
			case name == "tee" && !effects.MayBeRun(t) && x.prog.Static.Written(effects.Printed(w)) == 0 && !x.prog.Cat.Device(t):
			default:
				return false
			}
		}
		if name != "tee" && name != "cat" && name != "logger" {
			return false
		}
		for _, r := range s.Redirs {
			t, known := effects.WordText(r.Word)
			if r.Op != syntax.RdrOut && r.Op != syntax.AppOut && r.Op != syntax.DplOut || !known || r.Op != syntax.DplOut && x.prog.Static.Written(effects.Printed(r.Word)) > 0 || x.prog.Cat.Device(t) {
				return false
			}
		}
	}
	return true
}
