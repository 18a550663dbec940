package proof

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A coverage says whether a guard looked at what a site destroys, and what has to be assumed for that.
type coverage struct {
	is      bool
	assumes []Assumption
	partly  string // what it asked about was only a part of it: "-l app=web"
}

// covered is a coverage that needs no assumption.
var covered = coverage{is: true}

// covers reports whether a guard looked at what a site destroys: at the same place, and at the same thing or at what contains it.
func (x *Ledger) covers(st *domain.State, a *value.Ask, t value.Target) coverage {
	if a.Made {
		return coverage{is: x.coversMade(st, a, t)}
	}
	if a.SpeaksForOne(x.Many) {
		return coverage{}
	}
	m := &matching{x: x, st: st, ask: a, site: t}
	m.kind = kindOf(t.Kind, st.Resolve(t.V))
	if a.Query || len(a.Targets) == 0 {
		if c := m.nameInQuestion(); c.is {
			return m.whole(m.samePlace(c, true))
		}
		return m.whole(m.samePlace(m.query(), false))
	}
	best := coverage{}
	for _, g := range a.Targets {
		c := m.samePlace(m.target(g), false)
		if c.is && (!best.is || len(c.assumes) < len(best.assumes)) {
			best = c
		}
	}
	return m.whole(best)
}

// A matching compares what a guard looked at with what a site destroys.
type matching struct {
	x    *Ledger
	st   *domain.State
	ask  *value.Ask
	site value.Target
	kind catalog.Kind
}

// assume is a coverage that rests on an assumption.
func (m *matching) assume(text string) coverage {
	return coverage{is: true, assumes: []Assumption{{Text: text, At: m.ask.Whole}}}
}

// presume is an assumption that only who knows the machine can make: with it an idle answer may prove, but that a script goes on behind
// another one accuses nobody.
func (m *matching) presume(text string) coverage {
	c := m.assume(text)
	c.assumes[0].Presumed = true
	return c
}

// tied is what a relation comes to, together with what was assumed before.
func (m *matching) tied(r relation, why string, before coverage) coverage {
	switch {
	case r == same:
		return before
	case r == related && len(before.assumes) == 0:
		return m.assume(why)
	case r == related:
		return before
	}
	return coverage{}
}

// hosts compares two machines; nil is the one that runs the script.
func (m *matching) hosts(guard, site value.Value) (relation, string) {
	if m.disks() {
		guard, site = guard.Before(value.InsideMark), site.Before(value.InsideMark)
	}
	v, w := m.x.hostName(m.st.Resolve(guard)), m.x.hostName(m.st.Resolve(site))
	a, b := v.Sections(), w.Sections()
	if len(a) != len(b) {
		return apart, "" // a container, another root, a port: what stands behind the name makes another place of it
	}
	r, why := same, ""
	for i := range a {
		if len(a[i]) == 0 && len(b[i]) == 0 {
			continue
		}
		switch is, tie := m.x.relate(m.st, a[i], b[i]); is {
		case apart:
			return apart, ""
		case related:
			if m.x.Many != "" && oneOfList(a[i]) {
				return apart, "" // one of a group tells nothing of the others
			}
			r, why = related, tie
		case same: // as good as it was
		}
	}
	return r, why
}

// oneOfList reports whether a machine is an element of a list.
func oneOfList(v value.Value) bool {
	return slices.ContainsFunc(v, func(p value.Part) bool { return p.Sym != nil && p.Sym.Kind == value.SymElem })
}

// disks reports whether both are about devices, which are the same in all containers of a machine.
func (m *matching) disks() bool {
	return m.kind == catalog.KindDevice && m.ask.Entry.Kind == catalog.KindDevice
}

// wholeMachine reports whether a site destroys all of the machine that it runs on.
func (m *matching) wholeMachine() bool {
	return m.kind == catalog.KindNone || m.kind == catalog.KindAny && len(m.x.hostName(m.st.Resolve(m.site.V))) == 0
}

// named reports whether the site destroys something that its words name as a whole, and nothing says what it is: it may be a machine.
func (m *matching) named() bool {
	return (m.kind == catalog.KindAny || m.kind == catalog.KindHost) && len(m.st.Resolve(m.site.V)) > 0
}

// target compares one target of a guard that was asked about certain things.
func (m *matching) target(g value.Target) coverage {
	gv := m.st.Resolve(g.V)
	gKind := kindOf(g.Kind, gv)
	host := m.ask.Host
	if len(g.Host) > 0 {
		host = g.Host
	}
	tv := m.st.Resolve(m.site.V)
	if m.named() { // it was asked on the machine that the command names
		if r, why := m.x.relate(m.st, machine(host), tv); r != apart {
			return m.tied(r, why, covered)
		}
	}
	if gKind == catalog.KindAny || gKind == catalog.KindHost { // it was asked about that machine, by its name
		if r, why := m.x.relate(m.st, gv, machine(m.site.Host)); r != apart {
			return m.tied(r, why, covered)
		}
	}
	r, why := m.hosts(host, m.site.Host)
	here := m.tied(r, why, covered)
	if !here.is {
		return coverage{}
	}
	if is, known := m.sought(gv, tv); known {
		if is {
			return here
		}
		return coverage{}
	}
	if len(tv) > 0 && len(gv) > 0 {
		if gKind == m.kind && within(m.kind, tv, gv) {
			return here
		}
		if gKind == m.kind && (m.kind == catalog.KindDevice || m.kind == catalog.KindPath) {
			return m.lookedUp(gv, tv, here) // another name is another disk, or another folder
		}
		if r, why := m.x.relate(m.st, gv, tv); r != apart {
			return m.tied(r, why, here)
		}
	}
	switch {
	case gKind == m.kind && (len(gv) == 0 && len(tv) == 0 || gKind != catalog.KindAny && gKind != catalog.KindHost && (len(gv) == 0 || len(tv) == 0)):
		return here
	case gKind == catalog.KindAny || gKind == catalog.KindHost:
		// one of them is this machine as a whole
		if m.kind == catalog.KindAny || m.kind == catalog.KindHost {
			return coverage{}
		}
		if len(m.x.hostName(gv)) == 0 || len(host) == 0 && len(m.site.Host) == 0 && len(tv) == 0 {
			return here
		}
	case m.wholeMachine():
		switch {
		case gKind == catalog.KindService && m.x.mechanism(gv):
			return coverage{}
		case gKind == catalog.KindService && m.ofSystem():
			return m.ownData(gv, tv, here)
		case gKind == catalog.KindDevice || gKind == catalog.KindPath || m.ask.Entry.Release:
			return m.only(gv, here)
		}
		return here
	case gKind == catalog.KindService || gKind == catalog.KindDatabase:
		return m.ownData(gv, tv, here)
	case gKind == catalog.KindResource && m.kind == catalog.KindDevice && len(gv) > 0: // a pool, an OSD
		if len(here.assumes) == 0 {
			return m.assume(tv.String() + " belongs to " + gv.String())
		}
		return here
	}
	return coverage{}
}

// lookedUp compares two devices or two folders by what the script says of them.
func (m *matching) lookedUp(guard, site value.Value, before coverage) coverage {
	if r, why := m.x.relate(m.st, guard, site); r == same || r == related && (guard.Looked() || site.Looked() || sameSymbols(guard, site)) {
		return m.tied(r, why, before)
	}
	return coverage{}
}

// only is the assumption that one thing stands for all that lies on its machine.
func (m *matching) only(guard value.Value, before coverage) coverage {
	if len(before.assumes) > 0 {
		return before
	}
	return m.presume("nothing but " + guard.String() + " is in use on that machine")
}

// query compares a question whose answer only the script understands, or that is asked of a machine as a whole.
func (m *matching) query() coverage {
	r, why := m.hosts(m.ask.Host, m.site.Host)
	here := m.tied(r, why, covered)
	if m.named() {
		if r, why := m.x.relate(m.st, machine(m.ask.Host), m.st.Resolve(m.site.V)); r != apart {
			here = m.tied(r, why, covered)
			if !m.narrow() {
				return here
			}
		}
		return coverage{}
	}
	if !here.is || m.narrow() {
		return coverage{}
	}
	tv := m.st.Resolve(m.site.V)
	if len(m.ask.Targets) == 0 {
		return m.listOfMachine(tv, here)
	}
	best := coverage{}
	for _, g := range m.ask.Targets {
		gv := m.st.Resolve(g.V)
		gKind := kindOf(g.Kind, gv)
		switch {
		case len(gv) == 0:
			return here
		case gKind == m.kind && len(tv) > 0 && within(m.kind, tv, gv):
			return here
		case gKind == catalog.KindDatabase && m.kind != catalog.KindDatabase:
			best = m.ownData(nil, tv, here) // where one connects to tells nothing of what is asked
		case gKind == catalog.KindDatabase && (len(tv) == 0 || m.ofServer()):
			best = here
		case m.wholeMachine() && (gKind == catalog.KindDevice || gKind == catalog.KindPath):
			best = m.only(gv, here)
		case m.wholeMachine() && gKind == catalog.KindService && m.ofSystem():
			best = m.ownData(gv, tv, here)
		case m.wholeMachine() && gKind == catalog.KindService:
			best = here
		case gKind == catalog.KindService && m.kind == catalog.KindPath:
			best = m.ownData(gv, tv, here)
		}
	}
	return best
}

// listOfMachine compares a list of all that is in use on a machine in one way: who is logged in tells of the machine, and not of a disk
// of it; which containers run tells of the data of containers.
func (m *matching) listOfMachine(thing value.Value, here coverage) coverage {
	switch k := m.ask.Entry.Kind; {
	case m.wholeMachine() || k == catalog.KindNone || k == m.kind || k == catalog.KindAny:
		return here
	case k == catalog.KindHost:
		return coverage{}
	case k == catalog.KindPath:
		return coverage{} // folders that are given out
	case m.x.family(m.ask.Name, false) >= 0 && m.kind == catalog.KindPath && m.x.family(m.ask.Name, false) == m.x.family(thing.Pattern(), true):
		return here
	case len(here.assumes) > 0:
		return here
	}
	return m.assume("nothing but what " + m.ask.Name + " lists uses " + thing.String())
}

// nameInQuestion looks for the name of what is destroyed, or of its machine, in the words of a question.
func (m *matching) nameInQuestion() coverage {
	best := coverage{}
	words := m.ask.Words[1:]
	if e := m.ask.Entry; e.Asks == catalog.AsksExistence && !e.SQL && len(m.ask.Targets) > 0 {
		words = nil // whether a thing is there is said of that one, and not of the place that it would be in
		for _, g := range m.ask.Targets {
			words = append(words, g.V)
		}
	}
	for _, w := range words {
		if m.ask.Entry.SQL {
			w = withoutComments(w)
		}
		for i, thing := range append([]value.Value{m.st.Resolve(m.site.V), machine(m.st.Resolve(m.site.Host))}, m.site.Words...) {
			if len(thing) == 0 || i > 1 && thing.FirstSym() == nil || m.isPartOf(w, thing) {
				continue
			}
			switch r, why := m.x.namedIn(m.st, w, thing); r {
			case same:
				return covered
			case related:
				best = m.assume(why)
			case apart: // another word may name it
			}
		}
		if len(m.x.hostName(m.st.Resolve(m.site.Host))) == 0 && m.namesThisMachine(w) {
			return covered
		}
	}
	return best
}

// isPartOf reports whether what a question is about lies in a thing: s3://bucket/2019 in the bucket, tank/home in the pool.
func (m *matching) isPartOf(text, thing value.Value) bool {
	if k := m.ask.Entry.Kind; k != catalog.KindResource && k != catalog.KindPath && k != catalog.KindDevice {
		return false // an address names what it asks about somewhere
	}
	text, thing = m.st.Resolve(text), m.st.Resolve(thing)
	if !slices.ContainsFunc(m.ask.Targets, func(g value.Target) bool { return value.SameValue(m.st.Resolve(g.V), text) }) {
		return false
	}
	_, below, found := strings.Cut(text.Key(), thing.Key()+"/")
	return found && strings.Trim(below, "/*") != ""
}

// namesThisMachine reports whether a text names the machine that runs the script.
func (m *matching) namesThisMachine(w value.Value) bool {
	for _, n := range m.st.Resolve(w).Names() {
		if n.FirstSym() != nil && len(m.x.hostName(n)) == 0 {
			return true
		}
	}
	t, ok := m.st.Resolve(w).Constant()
	return ok && m.wholeMachine() && (strings.Contains(t, "127.0.0.1") || strings.Contains(t, "localhost"))
}

// narrow reports whether a question is about something that has a name of its own, which is not that of what is destroyed.
func (m *matching) narrow() bool {
	if k := m.ask.Entry.Kind; m.ask.Query && (k == catalog.KindAny || k == catalog.KindHost) && !slices.ContainsFunc(m.ask.Targets, func(g value.Target) bool { return len(g.V) == 0 }) && len(m.ask.Targets) > 0 {
		return true // an address
	}
	for _, w := range m.ask.Words[1:] {
		for _, n := range m.st.Resolve(w).Names() {
			for _, p := range n {
				if p.Sym != nil && (isName(p.Sym.Origin()) || p.Sym.Kind == value.SymEnv && p.Sym.Name != "" && m.restricts(w)) && !m.ask.Host.Mentions(p.Sym) {
					return true
				}
			}
		}
		if t, ok := m.st.Resolve(w).Constant(); ok && (whereName.MatchString(t) || m.ofOtherDatabase(t)) {
			return true
		}
	}
	return false
}

// ofOtherDatabase reports whether SQL asks for tables of a database that the destructive command does not name: from shop.orders.
func (m *matching) ofOtherDatabase(sql string) bool {
	if !m.ask.Entry.SQL || m.kind != catalog.KindDatabase {
		return false
	}
	for _, name := range catalog.Databases(sql) {
		d := value.Lit(name)
		if !m.st.Resolve(m.site.V).HoldsName(d) && !slices.ContainsFunc(m.site.Words, func(w value.Value) bool { return m.st.Resolve(w).HoldsName(d) }) {
			return true
		}
	}
	return false
}

// ofServer reports whether a question to a database is about all that its server holds.
func (m *matching) ofServer() bool {
	return slices.ContainsFunc(m.ask.Words[1:], func(w value.Value) bool { return serverWide.MatchString(m.st.Resolve(w).Pattern()) })
}

// restricts reports whether a text is a question about some of what there is.
func (m *matching) restricts(w value.Value) bool {
	return restricted.MatchString(m.st.Resolve(w).Pattern())
}

// isName reports whether a symbol is a name that the script was given, and not the address of what it asks.
func isName(s *value.Sym) bool {
	return s.Kind == value.SymArg || s.Kind == value.SymElem || s.Kind == value.SymInput
}

// samePlace compares where a question went with where a site destroys. byName says that the question names what is destroyed.
func (m *matching) samePlace(c coverage, byName bool) coverage {
	guard, site := m.ask.Where, m.site.Where
	if !c.is || guard == nil && site == nil {
		return c
	}
	if guard == nil || site == nil || guard.System != site.System {
		if guard != nil && !byName {
			for _, g := range guard.At {
				if g.Name != "current" && !m.siteNames(g.V) {
					return coverage{} // not the one that this machine has by default
				}
			}
		}
		return c
	}
	if byName { // the database app of one server is not that of another
		r, why := m.hosts(m.server(), m.site.Host)
		if c = m.tied(r, why, c); !c.is {
			return c
		}
	}
	names := map[string]bool{}
	for _, a := range append(guard.At[:len(guard.At):len(guard.At)], site.At...) {
		names[a.Name] = true
	}
	for _, name := range effects.SortedKeys(names) {
		g, t := m.st.Resolve(guard.Of(name)), m.st.Resolve(site.Of(name))
		if value.SameValue(g, t) && !g.Summary() || len(g) > 0 && len(t) == 0 && m.siteNames(g) {
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
func (m *matching) siteNames(v value.Value) bool {
	if r, _ := m.x.namedIn(m.st, m.site.V, v); r == same {
		return true
	}
	return slices.ContainsFunc(m.site.Words, func(w value.Value) bool {
		r, _ := m.x.namedIn(m.st, w, v)
		return r == same
	})
}

// server is the machine that a question went to: the one of its option, psql -h, or where the client runs.
func (m *matching) server() value.Value {
	for _, g := range m.ask.Targets {
		if len(g.Host) > 0 {
			return g.Host
		}
	}
	return m.ask.Host
}
