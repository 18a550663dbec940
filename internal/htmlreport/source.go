package htmlreport

import (
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/report"
	"github.com/wipelint/wipelint/internal/script"
)

const (
	// wholeFile is up to how many lines a script is shown as a whole.
	wholeFile = 400
	// around is how many lines of a longer one are shown on both sides of a place that matters.
	around = 20
	// longLine is from how many bytes on a line is cut around what matters in it, beside bytes on both sides.
	longLine, beside = 600, 120
	// mostPainted is how long a script may be to have colours: what is longer is not written to be read.
	mostPainted = 4 << 20
)

// A source is a file of which lines are shown.
type source struct {
	run    *report.Run
	name   string
	text   *script.Script // nil when the file cannot be read again
	coats  []coat         // by byte
	places []driver.Place
	lines  []sourceLine
	byLine map[int]int
	note   string
}

// A sourceLine is a line that is shown, with where in the source's line each of its parts stands.
type sourceLine struct {
	line
	spans [][2]int
}

// read gets the text of a file.
func read(run *report.Run, name string) *source {
	s := &source{run: run, name: name}
	if run.Read != nil {
		if text, err := run.Read(name); err == nil {
			s.text = script.Parse(name, text, script.Options{})
		}
	}
	return s
}

// changed reports whether the file is no longer the one that was analysed.
func (s *source) changed() bool {
	return slices.ContainsFunc(s.places, func(p driver.Place) bool {
		then, ok := s.run.Line(s.name, p.Line)
		return ok && then != s.text.LineText(p.Line)
	})
}

// cut chooses the lines that are shown, and takes them apart.
func (s *source) cut() {
	switch {
	case s.text == nil:
		s.note = "This file could not be read again, so only lines that were kept are shown."
	case s.changed():
		s.text = nil
		s.note = "This file has changed since it was analysed, so only lines that were kept are shown."
	case len(s.text.Source) <= mostPainted:
		s.coats = paint(s.text)
	}
	numbers := s.numbers()
	if s.text != nil && len(numbers) < s.text.LineCount() {
		s.note = fmt.Sprintf("Of the %d lines of this file only those around what matters are shown: %d.", s.text.LineCount(), len(numbers))
	}
	s.byLine = map[int]int{}
	for _, n := range numbers {
		var text string
		var coats []coat
		if s.text != nil {
			text = s.text.LineText(n)
			if start := s.text.LineOffsets()[n-1]; s.coats != nil {
				coats = s.coats[start : start+len(text)]
			}
		} else {
			text, _ = s.run.Line(s.name, n)
		}
		s.byLine[n] = len(s.lines)
		s.lines = append(s.lines, s.line(n, text, coats))
	}
}

// numbers are those of the lines that are shown.
func (s *source) numbers() []int {
	near, last := around, 0
	if s.text != nil {
		if last = s.text.LineCount(); last <= wholeFile {
			near = wholeFile
		}
	}
	var out []int
	for _, p := range s.places {
		if s.text == nil {
			for n := max(1, p.Line-2); n <= p.Line+2; n++ {
				if _, ok := s.run.Line(s.name, n); ok {
					out = append(out, n)
				}
			}
			continue
		}
		for n := max(1, p.Line-near); n <= min(last, p.Line+near); n++ {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// line takes a line apart: where its colour changes, and where a place begins or ends.
func (s *source) line(number int, text string, coats []coat) sourceLine {
	shown := [][2]int{{0, len(text)}}
	bounds := map[int]bool{}
	var near [][2]int
	for _, p := range s.places {
		if p.Line == number {
			from, to := within(p, text)
			bounds[from], bounds[to] = true, true
			near = append(near, [2]int{edge(text, from-beside), edge(text, min(to, from+beside)+beside)})
		}
	}
	if len(text) > longLine {
		if len(near) == 0 {
			near = [][2]int{{0, edge(text, 2*beside)}}
		}
		shown = join(near)
	}
	out := sourceLine{line: line{Number: number, Parts: [][2]string{}}}
	add := func(class, text string, from, to int) {
		out.Parts = append(out.Parts, [2]string{class, text})
		out.spans = append(out.spans, [2]int{from, to})
	}
	end := 0
	for _, r := range shown {
		if r[0] > end {
			add("cut", "…", end, r[0])
		}
		for start := r[0]; start < r[1]; {
			stop := start + 1
			for stop < r[1] && !bounds[stop] && (!utf8.RuneStart(text[stop]) || coatAt(coats, stop) == coatAt(coats, start)) {
				stop++
			}
			add(coatAt(coats, start).class(), clean(text[start:stop]), start, stop)
			start = stop
		}
		end = r[1]
	}
	if end < len(text) {
		add("cut", "…", end, len(text))
	}
	return out
}

func coatAt(coats []coat, i int) coat {
	if i < len(coats) {
		return coats[i]
	}
	return plain
}

// within is the part of its first line that a place takes.
func within(p driver.Place, text string) (from, to int) {
	from, to = min(max(p.Column-1, 0), len(text)), len(text)
	if p.EndLine <= p.Line {
		to = min(max(p.EndColumn-1, from), len(text))
	}
	if to == from && to < len(text) { // a place without an end is its first character
		_, size := utf8.DecodeRuneInString(text[from:])
		to += size
	}
	return from, to
}

// edge brings an offset into a text, and to the start of a character.
func edge(text string, i int) int {
	i = min(max(i, 0), len(text))
	for n := 0; n < utf8.UTFMax && i > 0 && i < len(text) && !utf8.RuneStart(text[i]); n++ {
		i--
	}
	return i
}

// join makes one range of those that touch.
func join(ranges [][2]int) [][2]int {
	slices.SortFunc(ranges, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
	var out [][2]int
	for _, r := range ranges {
		if n := len(out); n > 0 && r[0] <= out[n-1][1] {
			out[n-1][1] = max(out[n-1][1], r[1])
			continue
		}
		out = append(out, r)
	}
	return out
}

// parts finds the parts of a line that a place takes.
func (s *source) parts(p driver.Place) (from, to int) {
	i, ok := s.byLine[p.Line]
	if !ok {
		return 0, 0
	}
	spans := s.lines[i].spans
	end := 0
	if len(spans) > 0 {
		end = spans[len(spans)-1][1]
	}
	start, stop := p.Column-1, end
	if p.EndLine <= p.Line {
		stop = max(p.EndColumn-1, start+1)
	}
	for from < len(spans) && spans[from][1] <= start {
		from++
	}
	to = from
	for to < len(spans) && spans[to][0] < stop {
		to++
	}
	return from, to
}

func (s *source) file(name string) *file {
	out := &file{Name: name, Lines: []line{}, Note: s.note}
	if s.text != nil {
		out.Total = s.text.LineCount()
	}
	for _, l := range s.lines {
		out.Lines = append(out.Lines, l.line)
	}
	return out
}
