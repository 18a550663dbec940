package symexec

import (
	"strings"
	"testing"
)

// A text that is too long is unknown, and stays so whatever is put beside it.
func TestTooLong(t *testing.T) {
	v := lit("ab")
	for range 40 {
		v = v.append(v)
	}
	if !v.isTooLong() || !v.summary() {
		t.Errorf("%d pieces", len(v))
	}
	if w := lit("/dev/").append(v); !w.isTooLong() {
		t.Errorf("a text with one that is too long at its end is known: %s", w)
	}
	if long := lit(strings.Repeat("a", maxValue+1)); !long.isTooLong() {
		t.Errorf("%d bytes are known", long.size())
	}
	if just := lit(strings.Repeat("a", maxValue)); just.size() != maxValue {
		t.Errorf("a text of the largest size has %d bytes", just.size())
	}
	many := &Sym{id: 7}
	w := symValue(many)
	for range maxParts {
		w = w.append(symValue(many))
	}
	if !w.isTooLong() {
		t.Errorf("%d pieces", len(w))
	}
}

// A list that is too long is one of which nobody knows how many elements it has.
func TestTooManyElements(t *testing.T) {
	x := &exec{}
	if v := x.bounded(&variable{set: true, array: true, elems: make([]Value, maxElements+1)}); v.list != tooLong || len(v.elems) > 0 {
		t.Errorf("%d elements", len(v.elems))
	}
	if v := x.bounded(&variable{set: true, array: true, elems: make([]Value, maxElements)}); len(v.elems) != maxElements {
		t.Errorf("%d elements of as many as there may be", len(v.elems))
	}
	if p := (&params{known: make([]Value, maxElements+1)}).bounded(); !p.open || len(p.known) > 0 {
		t.Errorf("%d parameters", len(p.known))
	}
}
