package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// unheard reports whether nobody looks at what is written into the rest of a pipeline: main "$@" 2>&1 | tee install.log. Collected,
// the messages of a script would keep apart states that differ in nothing else.
func (x *exec) unheard(rest []*syntax.Stmt, st *state) bool {
	switch st.fd(1).kind {
	case toCapture, toFile:
		return false
	}
	for _, s := range rest {
		c, ok := s.Cmd.(*syntax.CallExpr)
		if !ok || s.Negated || len(c.Args) == 0 || len(c.Assigns) > 0 {
			return false
		}
		name := c.Args[0].Lit()
		if f, ok := st.funcs.get(x.name(name)); ok && f != nil || st.opts&optAliases != 0 && st.alias.len() > 0 {
			return false
		}
		for _, w := range c.Args[1:] {
			t, known := wordText(w)
			switch {
			case !known:
				return false
			case strings.HasPrefix(t, "-"), name == "logger":
			case name == "tee" && x.static.written(printed(w)) == 0 && !x.cat.Device(t):
			default:
				return false
			}
		}
		if name != "tee" && name != "cat" && name != "logger" {
			return false
		}
		for _, r := range s.Redirs {
			t, known := wordText(r.Word)
			if r.Op != syntax.RdrOut && r.Op != syntax.AppOut && r.Op != syntax.DplOut || !known || r.Op != syntax.DplOut && x.static.written(printed(r.Word)) > 0 || x.cat.Device(t) {
				return false
			}
		}
	}
	return true
}
