package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fatih/color"

	"github.com/wipelint/wipelint/internal/driver"
)

// A label marks a place of a source line.
type label struct {
	driver.Place
	text    string // clean; may be empty
	primary bool
}

// A frame is the lines of one file around the labels in it.
type frame struct {
	lines  func(file string, number int) (string, bool)
	labels []label
	width  int // columns, with the gutter
	gutter int // columns of the line numbers
	style  *style
	accent *color.Color // of the primary label
	out    *strings.Builder
}

// write draws the frame; it draws nothing where the source is not known.
func (f *frame) write() {
	byLine := map[int][]label{}
	var numbers []int
	for _, l := range f.labels {
		if _, ok := f.lines(l.File, l.Line); !ok {
			continue
		}
		if byLine[l.Line] == nil {
			numbers = append(numbers, l.Line)
		}
		byLine[l.Line] = append(byLine[l.Line], l)
	}
	if len(numbers) == 0 {
		return
	}
	slices.Sort(numbers)
	f.row("", "")
	for i, n := range numbers {
		file := byLine[n][0].File
		if i > 0 {
			switch gap := n - numbers[i-1]; {
			case gap == 2: // a mark would take as much room as the line
				if text, ok := f.lines(file, n-1); ok {
					f.line(n-1, text, nil)
				}
			case gap > 2:
				f.out.WriteString(f.style.gutter.Sprint("...") + "\n")
			}
		}
		text, _ := f.lines(file, n)
		f.line(n, text, byLine[n])
	}
}

// row writes a line of the frame behind the gutter.
func (f *frame) row(number, text string) {
	head := fmt.Sprintf("%*s |", f.gutter, number)
	f.out.WriteString(f.style.gutter.Sprint(head))
	if text = strings.TrimRight(text, " "); text != "" {
		f.out.WriteString(" " + text)
	}
	f.out.WriteByte('\n')
}

// room is how many columns there are for source text.
func (f *frame) room() int { return max(f.width-f.gutter-3, 20) }

// line writes a source line with what marks its labels. A line that is too long is cut around them, and shown more
// than once where they are too far apart.
func (f *frame) line(number int, text string, labels []label) {
	if len(text) > longLine {
		for _, l := range labels {
			part, near := around(text, l)
			f.part(number, part, []label{near})
		}
		return
	}
	f.part(number, text, labels)
}

const (
	// longLine is the length from which on a line is not taken apart as a whole: a payload may be one line.
	longLine = 1 << 16
	// nearby is how much of such a line is looked at on both sides of a label.
	nearby = 1 << 10
)

// around gives the part of a line around a label, and the label's place in it.
func around(text string, l label) (string, label) {
	from := max(0, min(l.Column-1, len(text))-nearby)
	to := min(len(text), from+2*nearby)
	// A cut within a character would show its bytes. Text that is not UTF-8 has no end of them.
	for i := 1; i < utf8.UTFMax && from > 0 && !utf8.RuneStart(text[from]); i++ {
		from--
	}
	for i := 1; i < utf8.UTFMax && to < len(text) && !utf8.RuneStart(text[to]); i++ {
		to++
	}
	l.Column -= from
	l.EndColumn -= from
	return text[from:to], l
}

// part writes a line that is not too long to be taken apart.
func (f *frame) part(number int, text string, labels []label) {
	all := cells(text)
	groups := [][]label{labels}
	if widthOf(all) > f.room() {
		groups = f.cluster(all, labels)
	}
	for _, group := range groups {
		view := f.view(all, group)
		f.row(fmt.Sprint(number), view.text(all))
		f.marks(view, all, group)
	}
}

// cluster groups labels that can be seen at the same time.
func (f *frame) cluster(all []cell, labels []label) [][]label {
	if len(labels) == 0 {
		return [][]label{nil}
	}
	labels = slices.Clone(labels)
	slices.SortStableFunc(labels, func(a, b label) int { return cmp.Compare(a.Column, b.Column) })
	var groups [][]label
	start := 0
	for i, l := range labels {
		from, _ := span(all, labels[start])
		_, to := span(all, l)
		if i > start && widthOf(all[from:to]) > f.room()-2 {
			groups = append(groups, labels[start:i])
			start = i
		}
	}
	return append(groups, labels[start:])
}

// A view is the part of a line that is shown.
type view struct {
	from, to    int // cells
	left, right bool
	shift       int // columns left of the view
}

// view chooses the part of a line to show, so that a third of the room that the labels leave is before them.
func (f *frame) view(all []cell, labels []label) view {
	v := view{from: 0, to: len(all)}
	room := f.room()
	if widthOf(all) <= room {
		return v
	}
	first, last := 0, 0
	for i, l := range labels {
		from, to := span(all, l)
		if i == 0 || from < first {
			first = from
		}
		last = max(last, to)
	}
	spare := max(room-2-widthOf(all[first:last]), 0)
	v.from = first
	for lead := 0; v.from > 0 && lead+all[v.from-1].width <= spare/3; v.from-- {
		lead += all[v.from-1].width
	}
	v.left = v.from > 0
	v.to = v.from
	for used := 2; v.to < len(all) && used+all[v.to].width <= room; v.to++ {
		used += all[v.to].width
	}
	v.right = v.to < len(all)
	v.shift = widthOf(all[:v.from])
	if v.left {
		v.shift-- // the mark takes a column
	}
	return v
}

// text is the shown part of a line.
func (v view) text(all []cell) string {
	var b strings.Builder
	if v.left {
		b.WriteString("…")
	}
	for _, c := range all[v.from:v.to] {
		b.WriteString(c.text)
	}
	if v.right {
		b.WriteString("…")
	}
	return b.String()
}

// span finds the cells of a label. One that goes on in the next line ends with its first.
func span(all []cell, l label) (from, to int) {
	start, end := l.Column-1, l.EndColumn-1
	if l.EndLine > l.Line {
		end = 1 << 30
	}
	for from < len(all) && all[from].end <= start {
		from++
	}
	to = from
	for to < len(all) && all[to].start < end {
		to++
	}
	return from, to
}

func widthOf(list []cell) int {
	n := 0
	for _, c := range list {
		n += c.width
	}
	return n
}
