package symexec

import (
	"slices"
	"sort"
	"strings"
)

// forceLike reports whether a variable's name says that it leads past checks. The name never proves anything: it only
// chooses the words for a way that has no guard on it anyway.
func forceLike(name string) bool {
	for _, w := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '_' || r == '-' }) {
		switch w {
		case "force", "forced", "yes", "skip", "override", "unsafe", "bypass", "nocheck", "noguard", "unattended", "assumeyes", "really", "confirmed",
			"noconfirm", "noprompt", "noask", "noninteractive", "batch":
			return true
		}
	}
	return false
}

// forceLike is the function of that name, which remembers.
func (x *exec) forceLike(name string) bool {
	yes, ok := x.forces[name]
	if !ok {
		yes = forceLike(name)
		x.forces[name] = yes
	}
	return yes
}

// forceOption reports whether a word is an option that leads past checks.
func forceOption(word string) bool {
	if !strings.HasPrefix(word, "-") {
		return false
	}
	return word == "-f" || word == "-y" || forceLike(strings.TrimLeft(word, "-"))
}

// flags are the force-like variables and options that are on in a state.
func (x *exec) flags(st *state) []string {
	var out []string
	st.vars.each(func(k uint32, v *variable) {
		if x.forceLike(x.nameOf[k]) && v.set && st.on(v.val) {
			out = append(out, "$"+x.nameOf[k])
		}
	})
	st.cons.each(func(k uint32, c *con) {
		s := x.symList[k]
		switch {
		case (s.kind == symEnv || s.kind == symDefault) && x.forceLike(s.name):
			if id, ok := x.names[s.name]; ok && hasVar(st, id) {
				return
			}
			if st.on(symValue(s)) {
				out = append(out, "$"+s.name)
			}
		case (s.kind == symArg || s.kind == symElem || s.kind == symOther) && c.eq != nil && forceOption(*c.eq):
			out = append(out, *c.eq)
		}
	})
	sort.Strings(out)
	return out
}

// on reports whether the path knows a flag's value to be one that switches it on.
func (st *state) on(v Value) bool {
	v = st.resolve(v)
	if t, ok := v.constant(); ok {
		return !offWord(t)
	}
	s := v.single()
	if s == nil {
		return true
	}
	c := st.con(s)
	if slices.ContainsFunc(c.ne, func(t string) bool { return !offWord(t) }) {
		return false
	}
	if number, asked := c.ask("number"); s.kind == symWidened && (asked && !number || len(c.ne) > 0) {
		return true // [ "$force" -eq 0 ] of a variable that a loop over the options sets
	}
	return c.nonempty == yes || c.lo != nil && *c.lo > 0
}

// offWord reports whether a flag's value says that it is off.
func offWord(t string) bool {
	switch strings.ToLower(t) {
	case "", "0", "no", "false", "off", "n":
		return true
	}
	return false
}
