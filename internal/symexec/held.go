package symexec

import (
	"slices"
	"strconv"
	"strings"
)

// holders are the variables that hold one of some texts, as ",name@depth," with the depth of the function that it is local to:
// two variables of one name are two. Of a command that runs elsewhere they are those of the shell that sends it there.
func (x *exec) holders(st *state, texts ...Value) string {
	if x.sender != nil {
		st = x.sender
	}
	out := ""
	st.vars.each(func(k uint32, v *variable) {
		if v == nil || !v.set || v.each || v.array || v.assoc || len(v.val) == 0 {
			return
		}
		val := st.resolve(v.val)
		for _, t := range texts {
			if len(t) > 0 && sameText(val, t) {
				out += "," + x.nameOf[k] + "@" + strconv.Itoa(st.frame.depthOf(k)) + ","
				return
			}
		}
	})
	return out
}

// sameText reports whether two values are certainly the same text.
func sameText(a, b Value) bool {
	if len(a) != len(b) || a.summary() {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// depthOf is how many functions run around the one that a variable is local to, that one included; 0 for a global one.
func (f *frame) depthOf(name uint32) int {
	depth := 0
	for ; f != nil; f = f.up {
		if _, ok := f.saved.get(name); ok || depth > 0 {
			depth++
		}
	}
	return depth
}

// looksAt are the texts that tell what a guard looks at.
func (x *exec) looksAt(st *state, a *Ask) []Value {
	out := []Value{st.resolve(a.Host)}
	for _, t := range a.Targets {
		out = append(out, st.resolve(t.V), st.resolve(t.Host))
	}
	return out
}

// reassigned is a variable that held what a guard looked at when it was asked, and holds now what a site destroys. An element of a
// list is not meant: one guard before a loop over many looked at another target from the start.
func (x *exec) reassigned(st *state, f fact, a *Ask, t Target) string {
	if f.held == "" {
		return ""
	}
	var now []Value
	old := x.looksAt(st, a)
	for _, v := range []Value{st.resolve(t.V), st.resolve(t.Host)} {
		if s := v.single(); s != nil && s.kind == symWidened {
			continue // it may well have what it had before
		}
		if !slices.ContainsFunc(old, func(o Value) bool { return sameText(o, v) }) {
			now = append(now, v)
		}
	}
	for name := range strings.SplitSeq(x.holders(st, now...), ",") {
		if name != "" && strings.Contains(f.held, ","+name+",") {
			name, _, _ = strings.Cut(name, "@")
			return "$" + name
		}
	}
	return ""
}

// eachOf marks variables as those of a loop.
func (x *exec) eachOf(st *state, names []string) {
	for _, n := range names {
		if v, ok := st.vars.get(x.name(n)); ok && v != nil && v.set && !v.each {
			w := *v
			w.each = true
			st.vars = st.vars.set(x.name(n), &w)
		}
	}
}
