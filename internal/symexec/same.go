package symexec

import "slices"

// sameHeld reports whether variables have the same contents: all of them, or those that can matter to a finding.
func (x *exec) sameHeld(a, b pmap[*variable], all bool) bool {
	equal := true
	a.diff(b, func(k uint32, v *variable, vok bool, w *variable, wok bool) {
		if !equal || vok == wok && v == w || !all && !x.matter(k) {
			return
		}
		equal = vok && wok && v != nil && w != nil && x.varID(v) == x.varID(w)
	})
	return equal
}

// sameValue reports whether two values are the same text, wherever the literal parts of it were cut.
func sameValue(v, w Value) bool {
	if len(v) == len(w) && (len(v) == 0 || &v[0] == &w[0] || slices.Equal(v, w)) {
		return true
	}
	var a, b string // what is left of the literal parts that are compared
	for {
		for a == "" && len(v) > 0 && v[0].sym == nil {
			a, v = v[0].lit, v[1:]
		}
		for b == "" && len(w) > 0 && w[0].sym == nil {
			b, w = w[0].lit, w[1:]
		}
		n := min(len(a), len(b))
		switch {
		case n > 0:
			if a[:n] != b[:n] {
				return false
			}
			a, b = a[n:], b[n:]
		case a != "" || b != "":
			return false // a symbol, or nothing, stands against text
		case len(v) == 0 || len(w) == 0:
			return len(v) == len(w)
		case v[0].sym != w[0].sym:
			return false
		default:
			v, w = v[1:], w[1:]
		}
	}
}

func sameInput(a, b *input) bool {
	return a == b || a != nil && b != nil && sameValue(a.text, b.text)
}

func sameTable(a, b *fdTable) bool {
	if a == b {
		return true
	}
	var none fdTable
	if a == nil {
		a = &none
	}
	if b == nil {
		b = &none
	}
	return *a == *b
}

func sameJobs(a, b *job) bool {
	for ; a != b; a, b = a.up, b.up {
		if a == nil || b == nil || a.id != b.id || a.open != b.open || a.reaped != b.reaped || a.perhaps != b.perhaps ||
			!sameValue(a.status.val, b.status.val) {
			return false
		}
	}
	return true
}

func sameTraps(a, b *trapSet) bool {
	if a == b {
		return true
	}
	var none trapSet
	if a == nil {
		a = &none
	}
	if b == nil {
		b = &none
	}
	return sameHandler(a.exit, b.exit) && sameHandler(a.err, b.err) && slices.EqualFunc(a.signals, b.signals, func(s, t signalTrap) bool {
		return s.signal == t.signal && sameHandler(s.handler, t.handler)
	})
}

func sameHandler(a, b *handler) bool {
	return a == b || a != nil && b != nil && sameValue(a.text, b.text)
}
