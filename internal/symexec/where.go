package symexec

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// whereOf is the place that a call goes to; nil where the catalogue says nothing of it.
func (x *exec) whereOf(words []string, cl *domain.CallInfo, st *domain.State) *value.Where {
	m := x.prog.Cat.Places(words)
	if m == nil {
		return nil
	}
	w := &value.Where{System: m.Entry.System}
	for i, c := range m.Entry.Where {
		if v := x.coordinateOf(c, m.Options[i], cl, st); len(v) > 0 {
			w.At = append(w.At, value.Coordinate{Name: c.Name, V: v})
		}
	}
	if v, ok := st.Vars.Get(x.tab.Name(effects.PlacePseudo + w.System)); ok && v != nil && len(v.Val) > 0 {
		w.At = append(w.At, value.Coordinate{Name: "current", V: st.Resolve(v.Val)})
	}
	return w
}

func (x *exec) coordinateOf(c catalog.Coordinate, at *catalog.Operand, cl *domain.CallInfo, st *domain.State) value.Value {
	var v value.Value
	switch {
	case at != nil && c.Name == "host":
		return nil // that is the machine, which the entries of the commands name
	case at != nil:
		v = st.Resolve(cl.Args[at.Word].V.Skip(at.Skip))
		if t, known := v.Constant(); known && t != "" && t == c.Default {
			return nil
		}
	default:
		for _, name := range c.Env {
			if e, ok := st.Vars.Get(x.tab.Name(name)); ok && e != nil && e.Set && len(e.Val) > 0 {
				v = st.Resolve(e.Val)
				break
			}
		}
	}
	if c.Name == "connection" {
		return withoutDatabase(v)
	}
	if s := v.Single(); s != nil && s.Kind == value.SymEnv && slices.Contains(c.Env, s.Name) {
		return nil // --kubeconfig "$KUBECONFIG"
	}
	if c.Folder && (len(v) == 0 || v[0].Sym != nil || !strings.HasPrefix(v[0].Lit, "/")) && len(st.Cwd) > 0 {
		v = st.Resolve(st.Cwd).Append(value.Lit("/")).Append(v)
	}
	return v
}

// switched notes that a call chooses another place for those that follow.
func (x *exec) switched(cl *domain.CallInfo, st *domain.State) *domain.State {
	if !x.prog.Cat.MaySwitch(cl.Name) {
		return st
	}
	p := x.prog.Cat.Switches(patterns(cl, st))
	if p == nil {
		return st
	}
	var v value.Value
	for _, w := range proof.WordValues(cl, st) {
		v = v.Append(w).Append(value.Lit(" "))
	}
	c := st.Fork()
	c.Vars = c.Vars.Set(x.tab.Name(effects.PlacePseudo+p.System), &domain.Variable{Set: true, Val: v})
	return c
}

// patterns are the words of a call as the catalogue wants them.
func patterns(cl *domain.CallInfo, st *domain.State) []string {
	words := make([]string, len(cl.Args))
	for i, f := range cl.Args {
		words[i] = st.Resolve(f.V).Pattern()
	}
	return words
}

// insideOf is the place within a machine, or the other machine, that a wrapper runs its command at.
func (x *exec) insideOf(cl *domain.CallInfo, st *domain.State, host value.Value) value.Value {
	m := x.prog.Cat.Insides(patterns(cl, st))
	if m == nil {
		return host
	}
	for i, c := range m.Entry.All() {
		mark := value.InsideMark
		switch {
		case i < len(m.Entry.Where):
			continue
		case i >= len(m.Entry.Where)+len(m.Entry.Inside):
			mark = value.PartMark
		}
		switch {
		case c.New:
			host = host.Append(value.New(mark, c.Name, x.prog.At(cl.Node)))
		case m.Options[i] != nil:
			v := st.Resolve(cl.Args[m.Options[i].Word].V.Skip(m.Options[i].Skip))
			if t, known := v.Constant(); known && t != "" && t == c.Default {
				continue
			}
			host = host.Append(value.Lit(mark + c.Name + " ")).Append(v)
		}
	}
	return host
}

// withoutDatabase is where a connection goes, whichever database of that server it asks for: "host=db port=5433" of "host=db port=5433
// dbname=app", postgres://db:5433 of postgres://db:5433/app.
func withoutDatabase(v value.Value) value.Value {
	var out value.Value
	address, name := false, false
	for _, p := range v {
		rest := p.Lit
		if p.Sym != nil {
			if !name {
				out = out.Append(value.Value{p})
			}
			continue
		}
		if name { // up to the end of its value
			i := strings.IndexByte(rest, ' ')
			if i < 0 {
				continue
			}
			name, rest = false, rest[i:]
		}
		if i := strings.Index(rest, "://"); i >= 0 && !address {
			address = true
			out, rest = out.Append(value.Lit(rest[:i+3])), rest[i+3:]
		}
		if i := strings.IndexByte(rest, '/'); i >= 0 && address {
			return out.Append(value.Lit(rest[:i]))
		}
		if i := strings.Index(rest, "dbname="); i >= 0 && !address {
			out, rest = out.Append(value.Lit(rest[:i])), rest[i:]
			k := strings.IndexByte(rest, ' ')
			if k < 0 {
				name = true
				continue
			}
			rest = rest[k+1:]
		}
		out = out.Append(value.Lit(rest))
	}
	if n := len(out); n > 0 && out[n-1].Sym == nil {
		last := strings.TrimRight(out[n-1].Lit, " ")
		out = append(value.Value(nil), out[:n-1]...).Append(value.Lit(last))
	}
	return out
}

// placesUnknown forgets where the commands go that were asked something so far: unknown code may have set what decides about it.
func (x *exec) placesUnknown(st *domain.State, prefix string) *domain.State {
	if prefix != "" && !slices.ContainsFunc(x.prog.Cat.PlaceVariables(), func(n string) bool { return strings.HasPrefix(n, prefix) }) {
		return st
	}
	c := st
	st.Facts.Each(func(k uint32, _ domain.Fact) {
		w := x.dom.AskList[k].Where
		if w == nil {
			return
		}
		if c == st {
			c = st.Fork()
		}
		s := x.dom.Fresh(c, "place:"+w.System, func(s *value.Sym) { s.Kind, s.Name, s.Desc = value.SymOther, w.System, "what "+w.System+" goes to" })
		c.Vars = c.Vars.Set(x.tab.Name(effects.PlacePseudo+w.System), &domain.Variable{Set: true, Fixed: true, Val: value.SymValue(s)})
	})
	return c
}
