package symexec

import (
	"math"
	"path"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

func (x *exec) envValue(name string) Value { return symValue(x.envSym(name)) }

func (x *exec) envSym(name string) *Sym {
	return x.sym("env:"+name, func(s *Sym) { s.kind, s.name, s.lines = symEnv, name, true })
}

// maxShift is how many shifts of the script's own parameters are told apart.
const maxShift = 3

// anyParameter describes a parameter whose number shifts have made unknown.
const anyParameter = "a parameter"

// argSym is the n-th parameter of the script; gen counts the shifts of unknown width before it.
func (x *exec) argSym(gen, n int) *Sym {
	if n > maxShift+9 {
		return x.sym("arg:many", func(s *Sym) { s.kind, s.name, s.desc, s.summary, s.lines = symArg, "arg", anyParameter, true, true })
	}
	return x.sym("arg:"+strconv.Itoa(gen)+":"+strconv.Itoa(n), func(s *Sym) {
		s.kind, s.name, s.index, s.gen, s.lines = symArg, strconv.Itoa(n), n, gen, true
		if gen > 0 || n > maxShift && n > 9 {
			s.desc = anyParameter
		}
	})
}

func (x *exec) argsSym(p *params) *Sym {
	return x.sym("args:"+strconv.Itoa(p.gen)+":"+strconv.Itoa(p.base), func(s *Sym) {
		s.kind, s.name, s.desc, s.index, s.gen = symArgs, "@", "$@", p.base, p.gen
	})
}

// argCount is $#.
func (x *exec) argCount(p *params) *Sym {
	return x.sym("argc:"+strconv.Itoa(p.gen)+":"+strconv.Itoa(p.base), func(s *Sym) {
		s.kind, s.desc, s.index, s.gen = symCount, "$#", p.base, p.gen
	})
}

// isArgCount reports whether a number is $#.
func (s *Sym) isArgCount() bool { return strings.HasPrefix(s.key, "argc:") }

// fewer reports whether the script has found out that it has fewer than n parameters left. Those that are known and stand before
// the others are not counted in $#.
func (x *exec) fewer(st *state, n int) bool {
	_, most := x.counted(st, st.args)
	return len(st.args.known) == 0 && most < n
}

// counted gives how many of the parameters that nobody knows there are at least and at most, as far as the script has found out.
func (x *exec) counted(st *state, p *params) (least, most int) {
	most = math.MaxInt
	if p.gen > 2 { // after that shifts of unknown width are not told apart
		return 0, most
	}
	c := st.con(x.argCount(p))
	if c.eq != nil {
		if k, err := parseInt(*c.eq); err == nil {
			return k, k
		}
	}
	if c.lo != nil {
		least = *c.lo
	}
	if c.hi != nil {
		most = *c.hi
	}
	return least, most
}

// get reads a parameter.
func (x *exec) get(st *state, name string, index syntax.ArithmExpr) got {
	if len(name) == 0 {
		return got{set: no}
	}
	switch c := name[0]; {
	case name == "@" || name == "*":
		g := got{many: true, star: name == "*", list: st.args.known, set: yes, src: st.args.src}
		if st.args.open {
			g.open = x.argsSym(st.args)
		}
		return g
	case name == "#":
		if st.args.open {
			return got{v: symValue(x.argCount(st.args)), set: yes}
		}
		return got{v: number(len(st.args.known)), set: yes}
	case name == "0":
		return got{v: symValue(x.scriptSym(x.main.Path)), set: yes}
	case c >= '1' && c <= '9':
		n, err := strconv.Atoi(name)
		if err != nil {
			return got{set: no}
		}
		if n <= len(st.args.known) {
			return got{v: st.args.known[n-1], set: yes}
		}
		if !st.args.open || x.fewer(st, n) {
			return got{set: no}
		}
		return x.gotSym(st, x.argSym(st.args.gen, st.args.base+n-len(st.args.known)))
	case name == "$" || name == "-" || name == "_" || name == "PPID" || name == "BASHPID" || name == "RANDOM" || name == "SECONDS" ||
		name == "EPOCHSECONDS" || name == "LINENO" || name == "UID" || name == "EUID":
		key := "special:" + name
		if name == "$" {
			key = x.ownID()
		}
		s := x.sym(key, func(s *Sym) { s.kind, s.name, s.summary = symOther, name, name == "RANDOM" || name == "SECONDS" })
		st.setCon(s, &con{set: yes, nonempty: yes})
		return got{v: symValue(s), set: yes}
	case name == "BASH_SOURCE" && !x.dash:
		return got{v: symValue(x.scriptSym(x.unit.script.Path)), set: yes}
	case name == "FUNCNAME" && !x.dash:
		if n := x.funcName(); n != "" {
			return got{v: lit(n), set: yes}
		}
		return got{set: no}
	case name == "PIPESTATUS" && !x.dash:
		return x.pipeStatuses(st, index)
	case name == "PWD":
		if v, ok := st.vars.get(x.name(name)); !ok || v == nil {
			return got{v: x.pwd(st), set: yes}
		}
	}
	v, ok := st.vars.get(x.name(name))
	if !ok {
		if name == "IFS" {
			return got{v: lit(" \t\n"), set: yes}
		}
		s := x.envSym(name)
		if index != nil {
			return got{v: symValue(s), set: yes, many: isAll(index), open: s}
		}
		return x.gotSym(st, s)
	}
	if v.ref == unknownRef {
		return x.gotSym(st, x.sym("ref:"+name, func(s *Sym) { s.kind, s.name, s.summary, s.lines = symOther, name, true, true }))
	}
	if v.ref != "" && v.ref != name {
		return x.get(st, v.ref, index)
	}
	if index != nil && v.loose && !v.array && !v.assoc {
		return got{v: v.val, set: yes, many: isAll(index), open: v.val.single()}
	}
	if index != nil {
		return x.element(st, name, v, index)
	}
	if v.loose {
		return x.gotSym(st, v.val.single())
	}
	if !v.set {
		return got{set: no}
	}
	if v.array || v.assoc {
		if v.list != nil {
			return got{v: symValue(x.elem(v.list, 0, name)), set: yes}
		}
		if v.assoc {
			e, ok := v.keys["0"]
			return got{v: e, set: triOf(ok)}
		}
		if len(v.elems) == 0 {
			return got{set: no}
		}
		return got{v: v.elems[0], set: yes}
	}
	return got{v: v.val, set: yes}
}

func triOf(b bool) tri {
	if b {
		return yes
	}
	return no
}

func (x *exec) gotSym(st *state, s *Sym) got {
	c := st.con(s)
	set := c.set
	if c.nonempty == yes || c.eq != nil && *c.eq != "" {
		set = yes
	}
	return got{v: st.resolve(symValue(s)), set: set, sym: s}
}

func (x *exec) funcName() string {
	for i := len(x.calls) - 1; i >= 0; i-- {
		if f := x.calls[i].fn; f != nil {
			return f.name
		}
	}
	return ""
}

func (x *exec) scriptSym(p string) *Sym {
	return x.sym("script:"+p, func(s *Sym) { s.kind, s.path, s.desc = symScript, p, p })
}

func (x *exec) dirSym(p string) *Sym {
	d := path.Dir(p)
	return x.sym("dir:"+d, func(s *Sym) { s.kind, s.path, s.desc = symDir, d, d })
}

// cutFolder begins the keys of what is ${0%/*}: the folder of a script, unless that was started without one.
const cutFolder = "cut:"

func (x *exec) cutSym(p string) *Sym {
	d := path.Dir(p)
	return x.sym(cutFolder+d, func(s *Sym) { s.kind, s.path, s.desc = symDir, d, d })
}

func (x *exec) pwd(st *state) Value {
	if len(st.cwd) > 0 {
		return st.cwd
	}
	return symValue(x.sym("pwd", func(s *Sym) { s.kind, s.name, s.desc = symDir, "PWD", "$PWD" }))
}

func (x *exec) pipeStatuses(st *state, index syntax.ArithmExpr) got {
	l := st.pipes
	if len(l) == 0 {
		l = []status{st.status}
	}
	var vals []Value
	for _, s := range l {
		vals = append(vals, s.val)
	}
	if index != nil && isAll(index) {
		return got{many: true, list: vals, set: yes}
	}
	n := 0
	if index != nil {
		if a := x.arithm(index, st); len(a) == 1 {
			if t, ok := a[0].v.constant(); ok {
				n, _ = strconv.Atoi(t)
			}
		}
	}
	if n < 0 || n >= len(vals) {
		return got{set: no}
	}
	return got{v: vals[n], set: yes}
}

func isAll(e syntax.ArithmExpr) bool {
	w, ok := e.(*syntax.Word)
	return ok && (w.Lit() == "@" || w.Lit() == "*")
}

func (x *exec) element(st *state, name string, v *variable, index syntax.ArithmExpr) got {
	if isAll(index) {
		star := index.(*syntax.Word).Lit() == "*"
		if !v.set {
			return got{many: true, star: star, set: no}
		}
		g := got{many: true, star: star, set: yes, list: v.elems, open: v.list}
		if v.assoc {
			g.list = nil
			for _, k := range sortedKeys(v.keys) {
				g.list = append(g.list, v.keys[k])
			}
		}
		if !v.array && !v.assoc {
			g.list = []Value{v.val}
		}
		return g
	}
	if v.assoc {
		key := ""
		known := false
		if w, ok := index.(*syntax.Word); ok {
			if r := x.word(w, st); len(r) == 1 {
				k := st.resolve(r[0].v)
				if key, known = k.constant(); !known && v.list == nil && k.single() != nil && !k.summary() && st.con(k.single()).refutesAll(v.keys) {
					return got{set: no}
				}
			}
		}
		if !known || v.list != nil {
			return got{v: symValue(x.unknownText(st, index)), set: yes}
		}
		e, ok := v.keys[key]
		return got{v: e, set: triOf(ok)}
	}
	if !v.array {
		return got{v: v.val, set: triOf(v.set)}
	}
	a := x.arithm(index, st)
	if len(a) == 1 {
		if t, ok := a[0].v.constant(); ok {
			n, _ := strconv.Atoi(t)
			if n < 0 {
				n += len(v.elems)
			}
			if v.list != nil && n >= len(v.elems) && n-len(v.elems) < 2 && n >= 0 {
				return got{v: symValue(x.elem(v.list, n-len(v.elems), name)), set: yes}
			}
			if v.list != nil && n >= len(v.elems) {
				s := x.derive(symValue(v.list), "item"+strconv.Itoa(n), func(s *Sym) { s.name, s.desc = name, "$"+name })
				return got{v: symValue(s), sym: s}
			}
			if n < 0 || n >= len(v.elems) {
				return got{set: no}
			}
			return got{v: v.elems[n], set: yes}
		}
	}
	return got{v: symValue(x.unknownText(st, index)), set: yes}
}

func (x *exec) arrayKeys(st *state, name string, p *syntax.ParamExp, quoted bool) seg {
	v, ok := st.vars.get(x.name(name))
	if !ok || v.list != nil {
		return seg{isList: true, open: x.unknownText(st, p), quoted: quoted}
	}
	var keys []Value
	if v.assoc {
		for _, k := range sortedKeys(v.keys) {
			keys = append(keys, lit(k))
		}
	} else {
		for i := range v.elems {
			keys = append(keys, number(i))
		}
	}
	return seg{isList: true, list: keys, quoted: quoted}
}
