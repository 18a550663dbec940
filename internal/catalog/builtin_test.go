package catalog

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/rules"
)

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

// TestGuardsSayWhatTheyAsk demands that no built-in guard rests on what a user's entry means without saying so.
func TestGuardsSayWhatTheyAsk(t *testing.T) {
	names, err := fs.Glob(rules.FS, "*.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := rules.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range strings.Split(string(data), "\n[[")[1:] {
			if strings.HasPrefix(entry, "guard]]") && !strings.Contains(entry, `kind = "prompt"`) && !strings.Contains(entry, "\nasks = ") {
				t.Errorf("%s: a guard does not say what it asks:\n%s", name, entry)
			}
		}
	}
}
