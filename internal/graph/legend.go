package graph

import (
	"fmt"
	"strings"
)

// A sign is what a colour means.
type sign struct{ class, colour, meaning string }

// signs are those of all drawings.
var signs = []sign{
	{"guard", "blue", "a guard"},
	{"site", "red", "a destructive command"},
	{"safe", "green", "one that is guarded"},
	{"stop", "grey", "the script ends"},
	{"lines", "pale", "decides nothing"},
	{"way", "red line", "the way of the finding"},
}

// legend says in words what colours mean.
func legend() string {
	var out []string
	for _, s := range signs {
		out = append(out, s.colour+": "+s.meaning)
	}
	return strings.Join(out, ", ")
}

// keyWidth and keyHeight are what the signs need below a drawing.
const (
	keyColumn  = 190.0
	keyRow     = 22.0
	keyColumns = 3
	keyWidth   = keyColumns * keyColumn
	keyHeight  = 2*keyRow + 16
)

// key draws the signs with what they mean.
func key(b *strings.Builder, top float64) {
	for i, s := range signs {
		x, y := float64(i%keyColumns)*keyColumn, top+float64(i/keyColumns)*keyRow
		if s.class == "way" {
			fmt.Fprintf(b, `<g class="key"><path class="edge way" d="M%.1f %.1fh18"/>`, x, y+7)
		} else {
			fmt.Fprintf(b, `<g class="%s"><rect class="box" x="%.1f" y="%.1f" width="18" height="14" rx="3"/>`, s.class, x, y)
		}
		fmt.Fprintf(b, `<text x="%.1f" y="%.1f">%s</text></g>`+"\n", x+26, y+11, escaped(s.meaning))
	}
}
