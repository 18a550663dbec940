package domain

import (
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A text that is too long is unknown, and stays so whatever is put beside it.
func TestTooLong(t *testing.T) {
	v := value.Lit("ab")
	for range 40 {
		v = v.Append(v)
	}
	if !v.IsTooLong() || !v.Summary() {
		t.Errorf("%d pieces", len(v))
	}
	if w := value.Lit("/dev/").Append(v); !w.IsTooLong() {
		t.Errorf("a text with one that is too long at its end is known: %s", w)
	}
	if long := value.Lit(strings.Repeat("a", value.MaxValue+1)); !long.IsTooLong() {
		t.Errorf("%d bytes are known", long.Size())
	}
	if just := value.Lit(strings.Repeat("a", value.MaxValue)); just.Size() != value.MaxValue {
		t.Errorf("a text of the largest size has %d bytes", just.Size())
	}
	many := &value.Sym{Id: 7}
	w := value.SymValue(many)
	for range value.MaxParts {
		w = w.Append(value.SymValue(many))
	}
	if !w.IsTooLong() {
		t.Errorf("%d pieces", len(w))
	}
}

// A list that is too long is one of which nobody knows how many elements it has.
func TestTooManyElements(t *testing.T) {
	x := &Space{}
	if v := x.Bounded(&Variable{Set: true, Array: true, Elems: make([]value.Value, value.MaxElements+1)}); v.List != value.TooLong || len(v.Elems) > 0 {
		t.Errorf("%d elements", len(v.Elems))
	}
	if v := x.Bounded(&Variable{Set: true, Array: true, Elems: make([]value.Value, value.MaxElements)}); len(v.Elems) != value.MaxElements {
		t.Errorf("%d elements of as many as there may be", len(v.Elems))
	}
	if p := (&Params{Known: make([]value.Value, value.MaxElements+1)}).Bounded(); !p.Open || len(p.Known) > 0 {
		t.Errorf("%d parameters", len(p.Known))
	}
}
