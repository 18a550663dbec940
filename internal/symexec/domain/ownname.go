package domain

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A variable of the script's own is one in lower case that the script assigns. That it has come with the environment all the same is what
// nobody counts on: a way that rests on it is told apart from others.

// takesInherited notes that a way rests on what a variable of the script's own had when the script was started.
func (x *Space) takesInherited(st *State, s *value.Sym) {
	if s.Kind == value.SymDefault && s.Root != nil {
		s = s.Root
	}
	if s.Kind != value.SymEnv || s.Key != "env:"+s.Name || !x.prog.OwnName(s.Name) || strings.Contains(","+st.Inherits, ","+s.Name+",") {
		return
	}
	names := append(strings.Split(strings.TrimSuffix(st.Inherits, ","), ","), s.Name)
	names = slices.DeleteFunc(names, func(n string) bool { return n == "" })
	slices.Sort(names)
	st.Inherits = strings.Join(names, ",") + ","
}

func writeInherits(_ *Space, b *value.KeyBuilder, st *State, _ View) { b.WriteString(st.Inherits) }

func sameInherits(_ *Space, a, b *State, _ View) bool { return a.Inherits == b.Inherits }

func joinInherits(_ *Space, j *joining) {
	if j.a.Inherits != j.b.Inherits {
		j.to.Inherits = "" // perhaps it is a way that anybody may go
	}
}

func coversInherits(_ *Space, in, st *State) bool {
	return in.Inherits == "" || in.Inherits == st.Inherits
}
