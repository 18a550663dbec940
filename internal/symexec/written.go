package symexec

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// asWritten is a word as the catalogue wants it, with the names of what is not known in it. A text that has no name of its own, such as a
// parameter or what a command printed, has that of the variable which the script keeps it in, where that says that it is a file: the
// author of `img=$1; mkfs.ext4 "$img"` means a file as much as one who writes $img without that line.
func (x *exec) asWritten(f domain.Field, st *domain.State) string {
	v := st.Resolve(f.V)
	if s := v.Single(); s != nil {
		if is, _ := st.Con(s).Ask(domain.Block); is && !x.prog.Cat.NamesDevice(s.Name) {
			named := *s
			named.Name = "dev"
			return value.SymValue(&named).Pattern()
		}
	}
	if f.Word == nil {
		return v.Pattern()
	}
	var unknown []*value.Sym
	for _, p := range v {
		if p.Sym != nil {
			unknown = append(unknown, p.Sym)
		}
	}
	if len(unknown) == 0 {
		return v.Pattern()
	}
	var names []string
	plain := true
	script.Walk(f.Word, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.ParamExp:
			plain = plain && n.Param != nil && syntax.ValidName(n.Param.Value) && n.Exp == nil && n.Index == nil && n.Slice == nil && n.Repl == nil && !n.Length && !n.Excl
			if n.Param != nil {
				names = append(names, n.Param.Value)
			}
			return false
		case *syntax.CmdSubst, *syntax.ProcSubst, *syntax.ArithmExp:
			plain = false
		}
		return plain
	})
	if !plain || len(names) != len(unknown) {
		return v.Pattern()
	}
	named := make(value.Value, len(v))
	k := 0
	for i, p := range v {
		named[i] = p
		if p.Sym == nil {
			continue
		}
		if x.prog.Cat.NamesNothing(p.Sym.Name) && (x.prog.Cat.NamesFile(names[k]) || x.prog.Cat.NamesDevice(names[k])) {
			s := *p.Sym
			s.Name = names[k]
			named[i].Sym = &s
		}
		k++
	}
	return named.Pattern()
}
