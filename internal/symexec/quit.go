package symexec

import (
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// quits reports whether a function does nothing that matters to a finding and then ends the script: usage, die, help. Every
// way through it is the same, so it is not run; scripts call such functions from everywhere, and they print line after line.
func (x *exec) quits(f *effects.Function, st *domain.State) bool {
	if x.sc.Sub != "" || st.Alias.Len() > 0 || st.Traps != nil && st.Traps.Exit != nil {
		return false // what is printed, or the status, may be looked at
	}
	quits, ok := x.prog.Quitting[f.Decl]
	if !ok {
		quits = x.prog.Slice.EffectOf[f.Name] == 0 && x.prog.EndsScript(f.Decl.Body)
		x.prog.Quitting[f.Decl] = quits
	}
	return quits
}
