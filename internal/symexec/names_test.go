package symexec

import (
	"slices"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/symexec/effects"
)

func FuzzEachName(f *testing.F) {
	for _, t := range []string{"", "a", " pgrep -x 'a.b'\n", "é_1 ü", "\xff$x\x80y", "((rc=$?))"} {
		f.Add(t)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var got []string
		effects.EachName(text, func(name string) { got = append(got, name) })
		if want := strings.FieldsFunc(text, effects.NotName); !slices.Equal(got, want) {
			t.Errorf("the names in %q are %q, want %q", text, got, want)
		}
	})
}
