package lsp

import (
	"path/filepath"
	"slices"

	"github.com/wipelint/wipelint/internal/driver"
)

// symbols lists the destructive commands and the guards of a file, in the order of their places.
func (f *found) symbols(path string) []documentSymbol {
	out := []documentSymbol{}
	for _, s := range f.sites(path) {
		out = append(out, documentSymbol{
			Name: name(s.Command), Detail: f.label(s), Kind: symbolEvent, Range: f.place(s.Whole), Selection: f.place(s.Place),
		})
	}
	seen := map[driver.Place]bool{}
	for _, s := range f.Sites {
		for _, g := range s.Guards {
			if g.File != path || seen[g.Place] {
				continue
			}
			seen[g.Place] = true
			detail := "guard"
			if g.Looks != "" {
				detail = "guard: it looks at " + clean(g.Looks)
			}
			if g.Made {
				detail = "it makes what is destroyed"
			}
			out = append(out, documentSymbol{Name: name(g.Command), Detail: detail, Kind: symbolBoolean, Range: f.place(g.Whole), Selection: f.place(g.Place)})
		}
	}
	for i := range out {
		// The protocol wants the selection inside of the range.
		if !contains(out[i].Range, out[i].Selection) {
			out[i].Range = out[i].Selection
		}
	}
	slices.SortStableFunc(out, func(a, b documentSymbol) int { return compareRanges(a.Selection, b.Selection) })
	return out
}

// name is a command as the name of a symbol, which must not be empty.
func name(command string) string {
	if text := clipped(clean(command), 80); text != "" {
		return text
	}
	return "command"
}

func base(path string) string { return filepath.Base(path) }

// before reports whether a position is not behind another.
func (p position) before(q position) bool {
	return p.Line < q.Line || p.Line == q.Line && p.Character <= q.Character
}

// overlaps reports whether ranges have a position in common; where they touch they do.
func overlaps(a, b textRange) bool { return a.Start.before(b.End) && b.Start.before(a.End) }

// contains reports whether a range lies in another.
func contains(outer, inner textRange) bool {
	return outer.Start.before(inner.Start) && inner.End.before(outer.End)
}
