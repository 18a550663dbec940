package symexec

import (
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
)

// TestHereLine checks that a place in the text of a here-document is the place of the same word in the script.
func TestHereLine(t *testing.T) {
	for _, tt := range []struct {
		src, text, word string
		want            int // where the word stands in src
	}{
		{"wipe-disk h1", "wipe-disk h1", "h1", 10},
		{"is-idle $h && wipe-disk", "is-idle h1 && wipe-disk", "wipe-disk", 14},
		{"is-idle ${h} && wipe-disk", "is-idle ${wl_1a} && wipe-disk", "wipe-disk", 16},
		{`[ \$n = 0 ] && wipe-disk $d`, "[ $n = 0 ] && wipe-disk d1", "wipe-disk", 15},
		{"$(echo x) wipe-disk", "x wipe-disk", "wipe-disk", 10},
		{"`echo $(x)` wipe-disk", "x wipe-disk", "wipe-disk", 12},
		{"$a$b wipe-disk", "x y wipe-disk", "x", 0},
	} {
		u := &effects.Unit{Segs: hereLine(tt.src, tt.text, 0, 0), Whole: place.Range{End: len(tt.src)}}
		if got := u.Locate(strings.Index(tt.text, tt.word)); got != tt.want {
			t.Errorf("%q: %q stands at %d, want %d", tt.src, tt.word, got, tt.want)
		}
	}
}
