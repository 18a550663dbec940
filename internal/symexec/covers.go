package symexec

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// covers reports whether a guard looked at what a site destroys: at the same host, and at the same thing where both name one
// of the same kind.
func (x *exec) covers(st *state, a *Ask, t Target) bool {
	if a.Made {
		return x.coversMade(st, a, t)
	}
	same := func(v, w Value) bool {
		v, w = x.hostName(st.resolve(v)), x.hostName(st.resolve(w))
		return sameValue(v, w) && !v.summary() || st.provedSame(v, w)
	}
	sameHost := same(a.Host, t.Host)
	if a.speaksForOne(x.many) {
		return false
	}
	if a.Query {
		if x.aboutAnother(st, a, t) {
			return false
		}
		if sameHost && (len(t.Host) == 0 || len(a.Host) > 0) && (t.Kind != catalog.KindAny || len(t.V) == 0) {
			return true
		}
		// An inventory elsewhere that is asked about it by its name: WHERE name = '$guest'.
		named := t.Kind == catalog.KindAny || st.resolve(t.V).firstSym() != nil
		return x.about(st, a, t.Host) || named && x.about(st, a, t.V) || t.Kind == catalog.KindAny && same(a.Host, t.V)
	}
	tKind := kindOf(t.Kind, st.resolve(t.V))
	if len(a.Targets) == 0 {
		return sameHost && (tKind != catalog.KindAny || len(x.hostName(t.V)) == 0) || tKind == catalog.KindAny && len(a.Host) > 0 && same(a.Host, t.V)
	}
	for _, g := range a.Targets {
		gv := st.resolve(g.V)
		gKind := kindOf(g.Kind, gv)
		host := a.Host
		if len(g.Host) > 0 {
			host = g.Host
		}
		sameHost := same(host, t.Host)
		switch {
		case gKind == catalog.KindAny:
			if len(t.Host) > 0 && same(gv, t.Host) {
				return true // it was asked about that machine, by its name
			}
			if sameHost && (same(gv, t.V) || len(host) > 0 && (tKind != catalog.KindAny || len(gv) == 0)) {
				return true
			}
			if len(host) > 0 && len(t.Host) == 0 && same(host, t.V) {
				return true // it was asked on the machine that the command names
			}
			if len(host) == 0 && len(t.Host) == 0 && tKind != catalog.KindAny && (len(t.V) == 0 || len(x.hostName(gv)) == 0 || shareSymbol(gv, st.resolve(t.V))) {
				return true // one of them is this machine as a whole, or they are made of the same name
			}
		case gKind == tKind && sameHost:
			if len(gv) == 0 || len(t.V) == 0 || within(tKind, st.resolve(t.V), gv) {
				return true
			}
		case tKind == catalog.KindAny:
			if same(host, t.V) || sameHost && len(x.hostName(t.V)) == 0 {
				return true
			}
		case sameHost && gKind != catalog.KindDevice && gKind != catalog.KindPath:
			return true // a service or database that runs here stands for all that lies here; one device or path does not
		}
	}
	return false
}

// aboutAnother reports whether a query was about another thing than the one that is destroyed: it names one of the same kind, or
// both are told by names that the script was given, and these are different ones.
func (x *exec) aboutAnother(st *state, a *Ask, t Target) bool {
	v := st.resolve(t.V)
	for _, g := range a.Targets {
		gv := st.resolve(g.V)
		if kind := kindOf(t.Kind, v); kind == catalog.KindDatabase && kindOf(g.Kind, gv) == kind && len(gv) > 0 && len(v) > 0 {
			return !sameValue(gv, v) && !st.provedSame(gv, v) && !shareSymbol(gv, v)
		}
	}
	given := false // the site is told by a name that the query does not mention
	for _, p := range append(v[:len(v):len(v)], st.resolve(t.Host)...) {
		if s := p.sym; s != nil {
			if isName(s) && x.mentionedBy(st, a, s, 0) {
				return false
			}
			given = given || isName(s)
		}
	}
	if !given {
		return false
	}
	for _, w := range a.words {
		for _, p := range st.resolve(w) {
			if p.sym != nil && isName(p.sym.origin()) && !v.mentions(p.sym) && !st.resolve(t.Host).mentions(p.sym) {
				return true
			}
		}
	}
	return false
}

// isName reports whether a symbol is a name that the script was given, and not the address of what it asks.
func isName(s *Sym) bool { return s.kind == symArg || s.kind == symElem || s.kind == symInput }

// mentionedBy reports whether a query's words hold a text, or one that is computed from it: $(lower "$h").
func (x *exec) mentionedBy(st *state, a *Ask, s *Sym, depth int) bool {
	for _, w := range a.words {
		if st.resolve(w).mentions(s) {
			return true
		}
	}
	return depth < 4 && slices.ContainsFunc(s.derived, func(d *Sym) bool { return x.mentionedBy(st, a, d, depth+1) })
}

// shareSymbol reports whether two texts are made with the same unknown one: "$version/$name" and "$name".
func shareSymbol(a, b Value) bool {
	for _, p := range a {
		if p.sym != nil && !p.sym.summary && b.mentions(p.sym) {
			return true
		}
	}
	return false
}

// provedSame reports whether the path has compared two texts and found them equal.
func (st *state) provedSame(a, b Value) bool {
	if len(a) == 0 || len(b) == 0 || a.summary() || b.summary() {
		return false
	}
	s, k1, k2 := a.firstSym(), a.key(), b.key()
	if k2 < k1 {
		s, k1, k2 = b.firstSym(), k2, k1
	}
	if s == nil {
		return false
	}
	same, ok := st.con(s).ask("==" + k1 + "==" + k2)
	return ok && same
}

// about reports whether a query's words name the host.
func (x *exec) about(st *state, a *Ask, host Value) bool {
	host = st.resolve(host)
	if len(host) == 0 {
		return false
	}
	for _, w := range a.words {
		w = st.resolve(w)
		for _, p := range host {
			if p.sym != nil && !p.sym.summary && w.mentions(p.sym) {
				return true
			}
		}
		if t, ok := host.constant(); ok {
			for _, p := range w {
				if strings.Contains(p.lit, t) {
					return true
				}
			}
		}
	}
	return false
}
