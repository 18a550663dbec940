package value

import "testing"

// TestSameValue compares texts whose literal parts are cut in other places.
func TestSameValue(t *testing.T) {
	a, b := &Sym{Id: 1}, &Sym{Id: 2}
	value := func(parts ...any) (v Value) {
		for _, p := range parts {
			switch p := p.(type) {
			case string:
				v = append(v, Part{Lit: p})
			case *Sym:
				v = append(v, Part{Sym: p})
			}
		}
		return v
	}
	values := []Value{
		nil, value(""), value("a"), value("ab"), value("a", "b"), value("", "ab"), value("abc"), value("ab", "c"), value("a", "bc"),
		value(a), value(b), value(a, b), value(b, a), value(a, a), value("x", a), value("x", "", a), value(a, "x"), value("x", a, "y", "z"),
		value("x", a, "yz"), value("x", b, "yz"), value("x", a, "y", b), value("", a), value(a, ""),
	}
	for _, v := range values {
		for _, w := range values {
			if got, want := SameValue(v, w), v.Key() == w.Key(); got != want {
				t.Errorf("%q and %q: %v, want %v", v.Key(), w.Key(), got, want)
			}
		}
	}
}
