package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/fatih/color"
)

// A mark is a label with its columns in a view.
type mark struct {
	label
	at, width int
}

// minHanging is the least room, in columns, for the text of a label below its mark.
const minHanging = 40

// marks writes the lines below a source line that underline its labels and say what they are.
func (f *frame) marks(v view, all []cell, labels []label) {
	if len(labels) == 0 {
		return
	}
	list := make([]mark, 0, len(labels))
	for _, l := range labels {
		from, to := span(all, l)
		from, to = max(from, v.from), min(to, v.to)
		at := widthOf(all[:min(from, len(all))]) - v.shift
		width := 1
		if from < to {
			width = max(1, widthOf(all[from:to]))
		}
		list = append(list, mark{l, at, width})
	}
	// The rightmost first; of two at one place the primary one, whose text then stands nearest.
	slices.SortStableFunc(list, func(a, b mark) int {
		return cmp.Or(cmp.Compare(b.at, a.at), cmp.Compare(rankOf(a), rankOf(b)))
	})
	hanging := f.underline(list)
	if len(hanging) > 0 {
		f.row("", f.connectors(hanging, 1<<30))
	}
	for i, m := range hanging {
		at := m.at
		if room := f.room(); room-at < minHanging {
			at = max(0, min(at, room-minHanging))
		}
		for _, text := range wrap(m.text, f.room()-at) {
			before := f.connectors(hanging[i+1:], at)
			pad := max(0, at-visible(hanging[i+1:], at))
			f.row("", before+strings.Repeat(" ", pad)+f.colour(m).Sprint(text))
		}
	}
}

func rankOf(m mark) int {
	if m.primary {
		return 0
	}
	return 1
}

// underline writes the line of marks and returns the labels whose text has no place in it. The text of the rightmost
// label follows its mark, if it fits.
func (f *frame) underline(list []mark) (hanging []mark) {
	end := 0
	for _, m := range list {
		end = max(end, m.at+m.width)
	}
	by := make([]*mark, end)
	for _, primary := range []bool{false, true} {
		for i := range list {
			if m := &list[i]; m.primary == primary {
				for c := m.at; c < m.at+m.width; c++ {
					by[c] = m
				}
			}
		}
	}
	var b strings.Builder
	for c := 0; c < end; {
		start := c
		for c < end && by[c] == by[start] {
			c++
		}
		switch m := by[start]; {
		case m == nil:
			b.WriteString(strings.Repeat(" ", c-start))
		case m.primary:
			b.WriteString(f.colour(*m).Sprint(strings.Repeat("^", c-start)))
		default:
			b.WriteString(f.colour(*m).Sprint(strings.Repeat("-", c-start)))
		}
	}
	last := list[0]
	if last.text != "" && last.at+last.width == end && end+1+textWidth(last.text) <= f.room() && by[end-1].Place == last.Place {
		b.WriteString(" " + f.colour(last).Sprint(last.text))
		list = list[1:]
	}
	f.row("", b.String())
	for _, m := range list {
		if m.text != "" {
			hanging = append(hanging, m)
		}
	}
	return hanging
}

// connectors draws the bars that lead from marks left of a column down to their text.
func (f *frame) connectors(list []mark, before int) string {
	var b strings.Builder
	column := 0
	for i := len(list) - 1; i >= 0; i-- {
		m := list[i]
		if m.at < column || m.at >= before {
			continue
		}
		b.WriteString(strings.Repeat(" ", m.at-column) + f.colour(m).Sprint("|"))
		column = m.at + 1
	}
	return b.String()
}

// visible is how many columns connectors draws.
func visible(list []mark, before int) int {
	column := 0
	for _, m := range list {
		if m.at < before {
			column = max(column, m.at+1)
		}
	}
	return column
}

func (f *frame) colour(m mark) *color.Color {
	if m.primary {
		return f.accent
	}
	return f.style.secondary
}
