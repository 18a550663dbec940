package proof

import (
	"regexp"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// whole takes in that a guard's options may leave some of what uses the target out of its answer: that no pod has the label app=web does
// not say that nothing runs in the namespace. An option that names the target, or that the destructive command has too, leaves nothing
// out. Where those are asked for that are active, only what is on the way to it is left out, and that is assumed not to be; as it is that
// a service runs as the user of its name.
func (m *matching) whole(c coverage) coverage {
	if !c.is {
		return c
	}
	words := make([]string, len(m.ask.Words))
	for i, w := range m.ask.Words {
		words[i] = m.st.Resolve(w).Pattern()
	}
	for _, r := range m.ask.Entry.Restrictions(words) {
		if len(r.All) > 0 {
			if c = m.connections(r, c); !c.is {
				return c
			}
			continue
		}
		v := m.st.Resolve(m.ask.Words[r.Word]).Skip(r.Skip)
		if m.restrictsToSite(v) {
			continue
		}
		said := r.Option + " " + v.String()
		text, known := v.Constant()
		left, not := catalog.Restricted(text)
		switch {
		case known && not, known && m.x.prog.Cat.Sense(nil, strings.ToLower(left)) == catalog.SenseActive, r.Owner && m.ownUser(v):
			if len(c.assumes) == 0 {
				c = m.assume("nothing that `" + said + "` leaves out uses it")
			}
		default:
			return coverage{partly: said}
		}
	}
	left, what := m.ask.Entry.Conditions(words, ""), "no session uses it"
	if m.ask.Entry.Asks == catalog.AsksContent { // rows of what is active are those that count
		left, what = slices.DeleteFunc(left, func(cond string) bool {
			word, not := catalog.Restricted(cond)
			return !not && m.x.prog.Cat.Sense(nil, strings.ToLower(word)) == catalog.SenseActive
		}), "nothing is in it"
	}
	if len(left) > 0 && len(c.assumes) == 0 {
		c = m.assume(what + " of which `" + strings.Join(left, "` and `") + "` does not hold")
	}
	return c
}

// restrictsToSite reports whether a restriction names what is destroyed, or its machine, or is one of the destructive command too.
func (m *matching) restrictsToSite(v value.Value) bool {
	for i, thing := range append([]value.Value{m.st.Resolve(m.site.V), machine(m.st.Resolve(m.site.Host))}, m.site.Words...) {
		if thing = m.st.Resolve(thing); len(thing) == 0 {
			continue
		}
		if value.SameValue(v, thing) && !thing.Summary() {
			return true
		}
		if i > 1 && thing.FirstSym() == nil {
			continue
		}
		if r, _ := m.x.namedIn(m.st, v, thing); r != apart {
			return true
		}
	}
	return false
}

// ownUser reports whether a user is the one whose name a service that is asked about begins with, as the server mysqld runs as mysql.
func (m *matching) ownUser(user value.Value) bool {
	name, ok := user.Constant()
	for _, g := range m.ask.Targets {
		if t, known := m.st.Resolve(g.V).Constant(); ok && known && name != "" && strings.HasPrefix(strings.TrimLeft(t, "^"), name) {
			return true
		}
	}
	return false
}

var (
	portOf = regexp.MustCompile(`:([0-9]+|[a-z][a-z0-9-]*)(?:$|[^0-9a-z])`)
	// anyState are the words of a condition of ss by which it lists all connections that are open (ss(8), STATE-FILTER).
	anyState = regexp.MustCompile(`^(?:state|established|connected|synchronized|all|exclude|listening|time-wait|[()\s])*$`)
)

// connections takes in a condition on which connections are listed: those to the port of the service whose data is destroyed, or to
// another one's, or to one of which nobody knows whose it is.
func (m *matching) connections(r catalog.Restriction, c coverage) coverage {
	var said []string
	for _, w := range r.All {
		said = append(said, m.st.Resolve(m.ask.Words[w]).String())
	}
	text := strings.ToLower(strings.Join(said, " "))
	open := strings.Contains(text, "established") || strings.Contains(text, "connected") || !strings.Contains(text, "state ")
	if !open {
		return coverage{partly: strings.Join(said, " ")}
	}
	whose := -1
	if m.kind == catalog.KindPath || m.kind == catalog.KindService {
		whose = m.x.family(m.st.Resolve(m.site.V).Pattern(), m.kind == catalog.KindPath)
	}
	found := portOf.FindStringSubmatch(text)
	switch {
	case found == nil && anyState.MatchString(text), m.restrictsToSite(value.Lit(text)):
		return c
	case found != nil && familyOfPort(found[1]) >= 0 && familyOfPort(found[1]) == whose, found == nil && whose >= 0 && familyExpr[whose][1].MatchString(text):
		return c
	case found != nil && familyOfPort(found[1]) >= 0 && whose >= 0:
		return coverage{partly: strings.Join(said, " ")}
	case len(c.assumes) > 0:
		return c
	}
	return m.assume("nothing uses it but over connections with `" + strings.Join(said, " ") + "`")
}
