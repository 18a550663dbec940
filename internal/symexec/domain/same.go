package domain

import (
	"slices"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// sameHeld reports whether variables have the same contents: all of them, or those that can matter to a finding.
func (x *Space) sameHeld(a, b value.Pmap[*Variable], all bool) bool {
	return a.Agree(b, func(k uint32, v *Variable, vok bool, w *Variable, wok bool) bool {
		if vok == wok && v == w || !all && !x.Matter(k) {
			return true
		}
		return vok && wok && v != nil && w != nil && x.varID(v) == x.varID(w)
	})
}

func sameInput(a, b *Input) bool {
	return a == b || a != nil && b != nil && value.SameValue(a.Text, b.Text)
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

func sameJobs(a, b *Job) bool {
	for ; a != b; a, b = a.Up, b.Up {
		if a == nil || b == nil || a.Id != b.Id || a.Open != b.Open || a.Reaped != b.Reaped || a.Perhaps != b.Perhaps ||
			!value.SameValue(a.Status.Val, b.Status.Val) {
			return false
		}
	}
	return true
}

func sameTraps(a, b *Traps) bool {
	if a == b {
		return true
	}
	var none Traps
	if a == nil {
		a = &none
	}
	if b == nil {
		b = &none
	}
	return sameHandler(a.Exit, b.Exit) && sameHandler(a.Err, b.Err) && slices.EqualFunc(a.Signals, b.Signals, func(s, t SignalTrap) bool {
		return s.Signal == t.Signal && sameHandler(s.Handler, t.Handler)
	})
}

func sameHandler(a, b *Handler) bool {
	return a == b || a != nil && b != nil && value.SameValue(a.Text, b.Text)
}
