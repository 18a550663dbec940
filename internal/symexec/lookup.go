package symexec

import (
	"path"
	"strconv"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

func (x *exec) envValue(name string) value.Value { return value.SymValue(x.dom.EnvSym(name)) }

func (x *exec) argsSym(p *domain.Params) *value.Sym {
	return x.tab.Sym("args:"+strconv.Itoa(p.Gen)+":"+strconv.Itoa(p.Base), func(s *value.Sym) {
		s.Kind, s.Name, s.Desc, s.Index, s.Gen = value.SymArgs, "@", "$@", p.Base, p.Gen
	})
}

// fewer reports whether the script has found out that it has fewer than n parameters left. Those that are known and stand before
// the others are not counted in $#.
func (x *exec) fewer(st *domain.State, n int) bool {
	_, most := x.dom.Counted(st, st.Args)
	return len(st.Args.Known) == 0 && most < n
}

// get reads a parameter.
func (x *exec) get(st *domain.State, name string, index syntax.ArithmExpr) got {
	if len(name) == 0 {
		return got{set: value.No}
	}
	switch c := name[0]; {
	case name == "@" || name == "*":
		g := got{many: true, star: name == "*", list: st.Args.Known, set: value.Yes, src: st.Args.Src}
		if st.Args.Open {
			g.open = x.argsSym(st.Args)
		}
		return g
	case name == "#":
		if st.Args.Open {
			return got{v: value.SymValue(x.dom.ArgCount(st.Args)), set: value.Yes}
		}
		return got{v: value.Number(len(st.Args.Known)), set: value.Yes}
	case name == "0":
		if v, ok := st.Vars.Get(x.tab.Name(name)); ok && v != nil { // sh -c TEXT NAME
			return got{v: v.Val, set: value.Yes}
		}
		return got{v: value.SymValue(x.scriptSym(x.prog.Main.Path)), set: value.Yes}
	case c >= '1' && c <= '9':
		n, err := strconv.Atoi(name)
		if err != nil {
			return got{set: value.No}
		}
		if n <= len(st.Args.Known) {
			return got{v: st.Args.Known[n-1], set: value.Yes}
		}
		if !st.Args.Open || x.fewer(st, n) {
			return got{set: value.No}
		}
		return x.gotSym(st, x.dom.ArgSym(st.Args.Gen, st.Args.Base+n-len(st.Args.Known)))
	case name == "$" || name == "-" || name == "_" || name == "PPID" || name == "BASHPID" || name == "RANDOM" || name == "SECONDS" ||
		name == "EPOCHSECONDS" || name == "LINENO" || name == "UID" || name == "EUID":
		key := "special:" + name
		if name == "$" {
			key = x.ownID()
		}
		s := x.tab.Sym(key, func(s *value.Sym) {
			s.Kind, s.Name, s.Summary = value.SymOther, name, name == "RANDOM" || name == "SECONDS"
		})
		st.SetCon(s, &value.Con{Set: value.Yes, Nonempty: value.Yes})
		return got{v: value.SymValue(s), set: value.Yes}
	case name == "BASH_SOURCE" && !x.prog.Dash:
		return got{v: value.SymValue(x.scriptSym(x.prog.Unit.Script.Path)), set: value.Yes}
	case name == "FUNCNAME" && !x.prog.Dash && index != nil && !isZero(index):
		return got{v: value.SymValue(x.unknownText(st, index)), set: value.Yes}
	case name == "FUNCNAME" && !x.prog.Dash:
		if n := x.funcName(); n != "" {
			return got{v: value.Lit(n), set: value.Yes}
		}
		return got{set: value.No}
	case name == "PIPESTATUS" && !x.prog.Dash:
		return x.pipeStatuses(st, index)
	case name == "PWD":
		if v, ok := st.Vars.Get(x.tab.Name(name)); !ok || v == nil {
			return got{v: x.dom.Pwd(st), set: value.Yes}
		}
	}
	v, ok := st.Vars.Get(x.tab.Name(name))
	if !ok {
		if name == "IFS" {
			return got{v: value.Lit(" \t\n"), set: value.Yes}
		}
		s := x.dom.EnvSym(name)
		if index != nil {
			if effects.IsAll(index) {
				return got{v: value.SymValue(s), set: value.Yes, many: true, star: index.(*syntax.Word).Lit() == "*", open: s}
			}
			return got{v: value.SymValue(s), set: value.Yes, open: s}
		}
		return x.gotSym(st, s)
	}
	to := x.referred(st, name)
	if to == unknownRef {
		return x.gotSym(st, x.tab.Sym("ref:"+name, func(s *value.Sym) { s.Kind, s.Name, s.Summary, s.Lines = value.SymOther, name, true, true }))
	}
	if to != name {
		return x.get(st, to, index)
	}
	if index != nil && v.Loose && !v.Array && !v.Assoc {
		return got{v: v.Val, set: value.Yes, many: effects.IsAll(index), open: v.Val.Single()}
	}
	if index != nil {
		return x.element(st, name, v, index)
	}
	if v.Loose {
		return x.gotSym(st, v.Val.Single())
	}
	if !v.Set {
		return got{set: value.No}
	}
	if v.Array || v.Assoc {
		if v.List != nil {
			return got{v: value.SymValue(x.dom.Elem(v.List, 0, name)), set: value.Yes}
		}
		if v.Assoc {
			e, ok := v.Keys["0"]
			return got{v: e, set: triOf(ok)}
		}
		if len(v.Elems) == 0 {
			return got{set: value.No}
		}
		return got{v: v.Elems[0], set: value.Yes}
	}
	return got{v: v.Val, set: value.Yes}
}

func triOf(b bool) value.Tri {
	if b {
		return value.Yes
	}
	return value.No
}

func (x *exec) gotSym(st *domain.State, s *value.Sym) got {
	c := st.Con(s)
	set := c.Set
	if c.Nonempty == value.Yes || c.Eq != nil && *c.Eq != "" {
		set = value.Yes
	}
	return got{v: st.Resolve(value.SymValue(s)), set: set, sym: s}
}

func (x *exec) funcName() string {
	for i := len(x.dom.Calls) - 1; i >= 0; i-- {
		if f := x.dom.Calls[i].Fn; f != nil {
			return f.Name
		}
	}
	return ""
}

func (x *exec) scriptSym(p string) *value.Sym {
	return x.tab.Sym("script:"+p, func(s *value.Sym) { s.Kind, s.Path, s.Desc = value.SymScript, p, p })
}

// cutFolder begins the keys of what is ${0%/*}: the folder of a script, unless that was started without one.
const cutFolder = "cut:"

func (x *exec) cutSym(p string) *value.Sym {
	d := path.Dir(p)
	return x.tab.Sym(cutFolder+d, func(s *value.Sym) { s.Kind, s.Path, s.Desc = value.SymDir, d, d })
}

func (x *exec) pipeStatuses(st *domain.State, index syntax.ArithmExpr) got {
	l := st.Pipes
	if len(l) == 0 {
		l = []domain.Status{st.Status}
	}
	var vals []value.Value
	for _, s := range l {
		vals = append(vals, s.Val)
	}
	if index != nil && effects.IsAll(index) {
		return got{many: true, star: index.(*syntax.Word).Lit() == "*", list: vals, set: value.Yes}
	}
	n := 0
	if index != nil {
		if a := x.arithm(index, st); len(a) == 1 {
			if t, ok := a[0].V.Constant(); ok {
				n, _ = strconv.Atoi(t)
			}
		}
	}
	if n < 0 || n >= len(vals) {
		return got{set: value.No}
	}
	return got{v: vals[n], set: value.Yes}
}

func (x *exec) element(st *domain.State, name string, v *domain.Variable, index syntax.ArithmExpr) got {
	if effects.IsAll(index) {
		star := index.(*syntax.Word).Lit() == "*"
		if !v.Set {
			return got{many: true, star: star, set: value.No}
		}
		if v.Holes {
			return got{many: true, star: star, set: value.Yes, open: x.unknownText(st, index)}
		}
		g := got{many: true, star: star, set: value.Yes, list: v.Elems, open: v.List}
		if v.Assoc {
			g.list = nil
			for _, k := range effects.SortedKeys(v.Keys) {
				g.list = append(g.list, v.Keys[k])
			}
		}
		if !v.Array && !v.Assoc {
			g.list = []value.Value{v.Val}
		}
		return g
	}
	if v.Assoc {
		key := ""
		known := false
		var k value.Value
		if w, ok := index.(*syntax.Word); ok {
			if r := x.word(w, st); len(r) == 1 {
				k = st.Resolve(r[0].v)
				if key, known = k.Constant(); !known && v.List == nil && k.Single() != nil && !k.Summary() && st.Con(k.Single()).RefutesAll(v.Keys) {
					return got{set: value.No}
				}
			}
		}
		if v.List != nil && len(k) > 0 && !k.Summary() {
			return got{v: value.SymValue(x.entryOf(v.List, name, k)), set: value.Yes}
		}
		if !known || v.List != nil {
			return got{v: value.SymValue(x.unknownText(st, index)), set: value.Yes}
		}
		e, ok := v.Keys[key]
		return got{v: e, set: triOf(ok)}
	}
	if !v.Array {
		return got{v: v.Val, set: triOf(v.Set)}
	}
	a := x.arithm(index, st)
	if len(a) == 1 {
		if t, ok := a[0].V.Constant(); ok {
			n, _ := strconv.Atoi(t)
			if n < 0 {
				n += len(v.Elems)
			}
			if v.List != nil && n >= len(v.Elems) && n-len(v.Elems) < domain.MostFollowed-1 && n >= 0 {
				return got{v: value.SymValue(x.dom.Elem(v.List, n-len(v.Elems), name)), set: value.Yes}
			}
			if v.List != nil && n >= len(v.Elems) {
				s := x.dom.Derive(value.SymValue(v.List), "item"+strconv.Itoa(n), func(s *value.Sym) { s.Name, s.Desc = name, "$"+name })
				return got{v: value.SymValue(s), sym: s}
			}
			if n < 0 || n >= len(v.Elems) {
				return got{set: value.No}
			}
			return got{v: v.Elems[n], set: value.Yes}
		}
	}
	return got{v: value.SymValue(x.unknownText(st, index)), set: value.Yes}
}

// entryOf is what an associative array of which not all is known has for a key: what the script has put there for it.
func (x *exec) entryOf(list *value.Sym, name string, key value.Value) *value.Sym {
	return x.dom.Derive(value.SymValue(list).Append(value.Lit("[")).Append(key), "entry", func(s *value.Sym) {
		s.Kind, s.Name, s.Desc, s.Lines, s.List, s.Ask, s.Listed = value.SymOther, name, "${"+name+"["+key.String()+"]}", true, nil, nil, false
		s.Asked = []value.Value{key}
	})
}

func (x *exec) arrayKeys(st *domain.State, name string, p *syntax.ParamExp, quoted bool) seg {
	v, ok := st.Vars.Get(x.tab.Name(name))
	star := p.Index.(*syntax.Word).Lit() == "*"
	if ok && v.List != nil && v.Array && !v.Assoc && !v.Holes {
		keys := make([]value.Value, len(v.Elems))
		for i := range keys {
			keys[i] = value.Number(i)
		}
		indices := x.dom.Derive(value.SymValue(v.List), "indices"+strconv.Itoa(len(keys)), func(s *value.Sym) {
			s.Kind, s.Desc, s.Lines, s.IndexOf, s.Below, s.List, s.Ask = value.SymOther, "${!"+name+"[@]}", true, v.List, len(keys), nil, nil
		})
		return x.segOf(got{many: true, star: star, list: keys, open: indices}, st, quoted)
	}
	if !ok || v.List != nil || v.Holes {
		return x.segOf(got{many: true, star: star, open: x.unknownText(st, p)}, st, quoted)
	}
	var keys []value.Value
	if v.Assoc {
		for _, k := range effects.SortedKeys(v.Keys) {
			keys = append(keys, value.Lit(k))
		}
	} else {
		for i := range v.Elems {
			keys = append(keys, value.Number(i))
		}
	}
	return x.segOf(got{many: true, star: star, list: keys}, st, quoted)
}

// isZero reports whether an index is the first one.
func isZero(index syntax.ArithmExpr) bool {
	w, ok := index.(*syntax.Word)
	return ok && w.Lit() == "0"
}
