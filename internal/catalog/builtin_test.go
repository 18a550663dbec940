package catalog

import "testing"

func TestBuiltinLoads(t *testing.T) {
	d, g, w := Builtin().Entries()
	if len(d) < 80 || len(g) < 30 || len(w) < 30 {
		t.Errorf("built-in catalogue has %d destructive, %d guard and %d wrapper entries, want more", len(d), len(g), len(w))
	}
	for _, e := range d {
		if e.Why == "" || e.Source == "" {
			t.Errorf("%s: destructive %q has no why or no source", e.File, e.Command)
		}
	}
	for _, e := range g {
		if e.Why == "" || e.Source == "" {
			t.Errorf("%s: guard %q has no why or no source", e.File, e.Command)
		}
		if len(e.AmbiguousStatus) > 0 && e.Instead == "" {
			t.Errorf("%s: guard %q has an ambiguous status and no instead", e.File, e.Command)
		}
	}
	for _, e := range w {
		if e.Source == "" {
			t.Errorf("%s: wrapper %q has no source", e.File, e.Command)
		}
	}
}
