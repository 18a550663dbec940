package symexec

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// placePseudo + a system is the variable that holds what the script has told that system's tools to use from then on: a context, a
// project, a workspace.
const placePseudo = "\x04"

// A where is the place that a call goes to, as its options, the environment and earlier calls decide.
type where struct {
	system string
	at     []coordinate
}

type coordinate struct {
	name string
	v    Value
}

// of is a coordinate's value; nil where nothing says it.
func (w *where) of(name string) Value {
	if w != nil {
		for _, c := range w.at {
			if c.name == name {
				return c.v
			}
		}
	}
	return nil
}

// key is equal for equal places only.
func (w *where) key() string {
	if w == nil {
		return ""
	}
	var b keyBuilder
	b.WriteString(w.system)
	for _, c := range w.at {
		b.put(1)
		b.WriteString(c.name)
		b.put(2)
		c.v.writeKey(&b)
	}
	return b.String()
}

// whereOf is the place that a call goes to; nil where the catalogue says nothing of it.
func (x *exec) whereOf(words []string, cl *callInfo, st *state) *where {
	m := x.cat.Places(words)
	if m == nil {
		return nil
	}
	w := &where{system: m.Entry.System}
	for i, c := range m.Entry.Where {
		if v := x.coordinateOf(c, m.Options[i], cl, st); len(v) > 0 {
			w.at = append(w.at, coordinate{c.Name, v})
		}
	}
	if v, ok := st.vars.get(x.name(placePseudo + w.system)); ok && v != nil && len(v.val) > 0 {
		w.at = append(w.at, coordinate{"current", st.resolve(v.val)})
	}
	return w
}

func (x *exec) coordinateOf(c catalog.Coordinate, at *catalog.Operand, cl *callInfo, st *state) Value {
	var v Value
	switch {
	case at != nil && c.Name == "host":
		return nil // that is the machine, which the entries of the commands name
	case at != nil:
		v = st.resolve(cl.args[at.Word].v.skip(at.Skip))
		if t, known := v.constant(); known && t != "" && t == c.Default {
			return nil
		}
	default:
		for _, name := range c.Env {
			if e, ok := st.vars.get(x.name(name)); ok && e != nil && e.set && len(e.val) > 0 {
				v = st.resolve(e.val)
				break
			}
		}
	}
	if s := v.single(); s != nil && s.kind == symEnv && slices.Contains(c.Env, s.name) {
		return nil // --kubeconfig "$KUBECONFIG"
	}
	if c.Folder && (len(v) == 0 || v[0].sym != nil || !strings.HasPrefix(v[0].lit, "/")) && len(st.cwd) > 0 {
		v = st.resolve(st.cwd).append(lit("/")).append(v)
	}
	return v
}

// switched notes that a call chooses another place for those that follow.
func (x *exec) switched(cl *callInfo, st *state) *state {
	if !x.cat.MaySwitch(cl.name) {
		return st
	}
	p := x.cat.Switches(patterns(cl, st))
	if p == nil {
		return st
	}
	var v Value
	for _, w := range wordValues(cl, st) {
		v = v.append(w).append(lit(" "))
	}
	c := st.fork()
	c.vars = c.vars.set(x.name(placePseudo+p.System), &variable{set: true, val: v})
	return c
}

// patterns are the words of a call as the catalogue wants them.
func patterns(cl *callInfo, st *state) []string {
	words := make([]string, len(cl.args))
	for i, f := range cl.args {
		words[i] = st.resolve(f.v).pattern()
	}
	return words
}

// insideOf is the place within a machine, or the other machine, that a wrapper runs its command at.
func (x *exec) insideOf(cl *callInfo, st *state, host Value) Value {
	m := x.cat.Insides(patterns(cl, st))
	if m == nil {
		return host
	}
	for i, c := range m.Entry.All() {
		mark := insideMark
		switch {
		case i < len(m.Entry.Where):
			continue
		case i >= len(m.Entry.Where)+len(m.Entry.Inside):
			mark = partMark
		}
		switch {
		case c.New:
			host = host.append(lit(mark + c.Name + " " + x.at(cl.node)))
		case m.Options[i] != nil:
			v := st.resolve(cl.args[m.Options[i].Word].v.skip(m.Options[i].Skip))
			if t, known := v.constant(); known && t != "" && t == c.Default {
				continue
			}
			host = host.append(lit(mark + c.Name + " ")).append(v)
		}
	}
	return host
}

// samePlace compares where a question went with where a site destroys. byName says that the question names what is destroyed.
func (m *matching) samePlace(c coverage, byName bool) coverage {
	guard, site := m.ask.where, m.site.where
	if !c.is || guard == nil && site == nil {
		return c
	}
	if guard == nil || site == nil || guard.system != site.system {
		if guard != nil && !byName {
			for _, g := range guard.at {
				if g.name != "current" && !m.siteNames(g.v) {
					return coverage{} // not the one that this machine has by default
				}
			}
		}
		return c
	}
	names := map[string]bool{}
	for _, a := range append(guard.at[:len(guard.at):len(guard.at)], site.at...) {
		names[a.name] = true
	}
	for _, name := range sortedKeys(names) {
		g, t := m.st.resolve(guard.of(name)), m.st.resolve(site.of(name))
		if sameValue(g, t) && !g.summary() || len(g) > 0 && len(t) == 0 && m.siteNames(g) {
			continue
		}
		r, why := m.x.relate(m.st, g, t)
		if c = m.tied(r, why, c); !c.is {
			return c
		}
	}
	return c
}

// siteNames reports whether a site is about a place as a whole: kubectl delete namespace "$ns".
func (m *matching) siteNames(v Value) bool {
	if r, _ := m.x.namedIn(m.st, m.site.V, v); r == same {
		return true
	}
	return slices.ContainsFunc(m.site.words, func(w Value) bool {
		r, _ := m.x.namedIn(m.st, w, v)
		return r == same
	})
}
