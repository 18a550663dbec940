package symexec

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// emptied looks for the world in which a word that says how much a command acts on selects everything because something in it
// is empty. It returns that world, nil if there is none; the state itself is not decided by it. That several variables
// are empty at once counts only where each is if nobody gives it, and weakly: nearly every path is put together of some.
func (x *exec) emptied(o catalog.Operand, sel catalog.Selection, cl *domain.CallInfo, st *domain.State) (*domain.Emptied, *domain.State) {
	if o.Word >= len(cl.Args) {
		return nil, nil
	}
	f := cl.Args[o.Word]
	v := st.Resolve(f.V).Skip(o.Skip)
	e := &domain.Emptied{Word: f.Src, Text: shortText(f.Src.Text()), Whole: sel.Whole}
	found := func(text string) bool {
		if sel.Path && strings.Contains(text, "*") && !f.Globby {
			return false // a star in quotes is a file's name
		}
		e.Becomes = text
		return sel.Wide(nothingFollows(v, text))
	}
	if text, ok := v.Constant(); ok {
		if st.Odd || !found(text) {
			return nil, nil
		}
		e.Names = x.emptyParts(f, st)
		if e.Names == "" && text != "" {
			return nil, nil // it is what the author wrote
		}
		return e, x.emptyWorld(e, st)
	}
	for _, s := range x.sources(v, st) {
		if other := s.Fallback(); other != "" && !s.Summary && !st.Con(s).Refutes(other) {
			if text, ok := v.With(s, other).Constant(); ok && found(text) {
				e.Names, e.Default = x.writtenAs(f, s, st), true
				w := st.Fork()
				w.SetCon(s, st.Con(s).WithEq(other))
				return e, x.emptyWorld(e, w)
			}
		}
		how := x.dom.Emptiness(st, s)
		text, ok := withoutText(v, s).Constant()
		if d := s.Danger; d.Hollow != "" && (how == value.Filled || !ok || !found(text)) {
			how = d.How
			text, ok = v.With(s, d.Hollow).Constant()
		}
		if how == value.Filled || !ok || !found(text) {
			continue
		}
		// What the script has found to be empty before is a part of it: rm -rf "$home/$patch" behind a cd "$home" that went nowhere.
		names := append(x.emptyNames(f, st), x.writtenAs(f, s, st))
		e.Names, e.Many, e.Said = strings.Join(names, " and "), len(names) > 1, how == value.IfSaid
		w := st.Fork()
		c := st.Con(s).Clone()
		c.Nonempty = value.No
		w.SetCon(s, c)
		return e, x.emptyWorld(e, w)
	}
	// "$1/$2" of a script that is started without any parameters; what a library expects to be set is another matter
	if x.proof.Alone {
		return nil, nil
	}
	all, w := v, st.Fork()
	var names []string
	var several []*value.Sym
	for _, p := range v {
		if p.Sym != nil && !slices.Contains(several, p.Sym) {
			several = append(several, p.Sym)
		}
	}
	apart := f.Word == nil || expansionsIn(f.Word) >= len(several) // else a variable holds several of them
	for _, p := range v {
		if s := p.Sym; s != nil {
			if x.dom.Emptiness(st, s) != value.MaybeEmpty {
				return nil, nil
			}
			n := s.Desc
			if apart {
				n = x.writtenAs(f, s, st)
			}
			if !slices.Contains(names, n) {
				names = append(names, n)
			}
			all = all.With(s, "")
			c := st.Con(s).Clone()
			c.Nonempty = value.No
			w.SetCon(s, c)
		}
	}
	if text, ok := all.Constant(); !ok || len(names) < 2 || !found(text) {
		return nil, nil
	}
	e.Names, e.Said, e.Many = strings.Join(names, " and "), true, true
	return e, x.emptyWorld(e, w)
}

// nothingFollows is a text without the slash that its author has written behind a folder's name: where a variable stands behind the slash,
// something was to follow, and is not there.
func nothingFollows(v value.Value, text string) string {
	last := len(v) - 1
	if last <= 0 || v[last].Sym != nil || !strings.HasSuffix(text, "/") || strings.HasSuffix(v[last].Lit, "//") || strings.Trim(v[last].Lit, "/") == "" {
		return text
	}
	return strings.TrimSuffix(text, "/")
}

// expansionsIn is how many variables are expanded in a word.
func expansionsIn(w *syntax.Word) int {
	n := 0
	script.Walk(w, func(node syntax.Node) bool {
		if _, ok := node.(*syntax.ParamExp); ok {
			n++
			return false
		}
		return true
	})
	return n
}

// sources are the texts that are not known in a value, and a variable of which two of its parts are cut out: ${id%-*}/${id#*-}.
func (x *exec) sources(v value.Value, st *domain.State) []*value.Sym {
	var out []*value.Sym
	cut := 0
	for _, p := range v {
		if p.Sym == nil || slices.Contains(out, p.Sym) {
			continue
		}
		out = append(out, p.Sym)
		if cutsOut(p.Sym) {
			cut++
		}
	}
	if cut < 2 {
		return out
	}
	st.Vars.Each(func(_ uint32, w *domain.Variable) {
		if w == nil {
			return
		}
		if s := st.Resolve(w.Val).Single(); s != nil && !slices.Contains(out, s) && slices.ContainsFunc(out, func(q *value.Sym) bool { return cutOf(q, s) }) {
			out = append(out, s)
		}
	})
	return out
}

// withoutText is a value in which a text is empty, and what is cut out of it.
func withoutText(v value.Value, s *value.Sym) value.Value {
	for _, p := range v {
		if p.Sym != nil && cutOf(p.Sym, s) {
			v = v.With(p.Sym, "")
		}
	}
	return v.With(s, "")
}

// cutsOut reports whether a text is computed in a way that makes nothing of an empty one.
func cutsOut(s *value.Sym) bool {
	op, _, is := strings.Cut(s.Key, "(")
	return is && slices.ContainsFunc([]string{"slice", "strip", "replace", "case"}, func(p string) bool { return strings.HasPrefix(op, p) })
}

// cutOf reports whether a text is cut out of another one.
func cutOf(q, s *value.Sym) bool {
	return cutsOut(q) && strings.HasSuffix(q.Key, "("+value.SymValue(s).Key()+")")
}

func (x *exec) emptyWorld(e *domain.Emptied, st *domain.State) *domain.State {
	w := st.Fork()
	x.dom.Event(w, domain.Step{Kind: domain.Empties, At: e.Word, By: e.Names, Text: e.Becomes})
	return w
}

// writtenAs is how the author of a word writes a symbol in it: the variable that holds it.
func (x *exec) writtenAs(f domain.Field, s *value.Sym, st *domain.State) string {
	name := ""
	if f.Word != nil {
		script.Walk(f.Word, func(n syntax.Node) bool {
			if p, ok := n.(*syntax.ParamExp); ok && name == "" && p.Param != nil && !p.Length && !p.Excl && strings.Trim(p.Param.Value, "@*") != "" {
				if st.Resolve(x.get(st, p.Param.Value, p.Index).v).DerivedFrom(s) {
					name = asWritten(p.Param.Value)
					if strings.HasPrefix(p.Param.Value, proof.OwnVariable) {
						name = s.Desc // text that another shell put together
					}
				}
			}
			return true
		})
	}
	if name == "" {
		return s.Desc
	}
	return name
}

// asWritten is a variable as the script writes it: a template's tag has no dollar in front.
func asWritten(name string) string {
	if strings.HasPrefix(name, "<%") || strings.HasPrefix(name, "{{") || strings.HasPrefix(name, "{%") || strings.HasPrefix(name, "@") && len(name) > 1 {
		return name
	}
	return "$" + name
}

// emptyNames are the variables in a word that are empty in a state.
func (x *exec) emptyNames(f domain.Field, st *domain.State) []string {
	var names []string
	if f.Word != nil {
		script.Walk(f.Word, func(n syntax.Node) bool {
			p, ok := n.(*syntax.ParamExp)
			if !ok {
				return true
			}
			if p.Param == nil || p.Length || p.Excl || p.Param.Value == "@" || p.Param.Value == "*" {
				return false
			}
			if t, ok := st.Resolve(x.get(st, p.Param.Value, p.Index).v).Constant(); ok && t == "" && !slices.Contains(names, asWritten(p.Param.Value)) {
				names = append(names, asWritten(p.Param.Value))
			}
			return false
		})
	}
	return names
}

// emptyParts names the expansions of a word that are empty in a state.
func (x *exec) emptyParts(f domain.Field, st *domain.State) string {
	var names []string
	if f.Word != nil {
		script.Walk(f.Word, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.ParamExp:
				if n.Param == nil || n.Length || n.Excl {
					return false
				}
				if n.Param.Value == "@" || n.Param.Value == "*" {
					return false
				}
				if t, ok := st.Resolve(x.get(st, n.Param.Value, n.Index).v).Constant(); ok && t == "" {
					names = append(names, asWritten(n.Param.Value))
				}
				return false
			case *syntax.CmdSubst:
				names = append(names, shortText(x.prog.Span(n).Text()))
				return false
			}
			return true
		})
	}
	if len(names) == 0 {
		if t := f.Src.Text(); (f.Word == nil || f.Src != x.prog.Span(f.Word)) && strings.ContainsAny(t, "$`") {
			return shortText(t) // a function was handed it
		}
		return ""
	}
	return names[0]
}

func shortText(t string) string {
	t = strings.Join(strings.Fields(t), " ")
	if r := []rune(t); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return t
}

// selections records the worlds in which a destructive command acts on everything.
func (x *exec) selections(words []string, cl *domain.CallInfo, st *domain.State) {
	sel, ok := x.prog.Cat.Selection(words)
	if !ok {
		return
	}
	for _, o := range sel.Operands {
		if text := words[o.Word][o.Skip:]; sel.Folder(text) && !x.emptiedInto(text, cl.Args[o.Word], o.Skip) {
			x.proof.HitSite(sel.Why, []value.Target{{Kind: catalog.KindPath, V: value.Lit(text), Host: x.tools.Host}}, cl, st)
			continue
		}
		e, w := x.emptied(o, sel, cl, st)
		if e == nil {
			continue
		}
		saved := x.proof.Empty
		x.proof.Empty = e
		if sel.Path {
			x.proof.HitSite(sel.Why, []value.Target{{Kind: catalog.KindPath, V: value.Lit(e.Becomes), Host: x.tools.Host}}, cl, w)
		} else if m, ok := x.prog.Cat.Destructive(words); ok {
			x.proof.Site(m, cl, w)
		}
		x.proof.Empty = saved
	}
}

// emptiedInto reports whether a text is what stands around variables that are empty: rm -rf "$root/usr" is meant for another folder.
func (x *exec) emptiedInto(text string, f domain.Field, skip int) bool {
	if f.Word == nil {
		return false
	}
	written := effects.StaticText(f.Word)
	if !strings.Contains(written, catalog.Unknown) {
		return false
	}
	parts := strings.Split(written, catalog.Unknown) // literal and names in turn
	var around strings.Builder
	for i := 0; i < len(parts); i += 2 {
		around.WriteString(parts[i])
	}
	return len(around.String()) >= skip && around.String()[skip:] == text
}

// selected runs a wrapper in the worlds in which its selector selects everything. It reports whether the state itself is
// such a world, in which there is nothing else to run.
func (x *exec) selected(m catalog.WrapperMatch, cl *domain.CallInfo, st *domain.State) (*domain.Emptied, *domain.State) {
	sel, ok := m.Selection()
	if !ok {
		return nil, nil
	}
	for _, o := range sel.Operands {
		if e, w := x.emptied(o, sel, cl, st); e != nil {
			return e, w
		}
	}
	return nil, nil
}
