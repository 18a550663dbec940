package script

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

const (
	// maxRecoveries is how many lines of a text that does not parse are passed over, each of which has it parsed again.
	maxRecoveries = 24
	// maxReparsed is how much text is parsed again.
	maxReparsed = 4 << 20
)

// UnreadText is the name of what stands for text that was not read: it may be any command.
const UnreadText = "text that cannot be read"

// recovered parses a text with an error once more without the line that it is in, and so on, so that what stands behind is not passed
// over. In place of the line any command may run. The offsets of the lines are those that were left out.
//
// The parser's own recovery puts in tokens that are missing, and knows nothing of a construct that it cannot read.
func recovered(text []byte, d Dialect, first parsed) (p parsed, lines []int) {
	p = first
	if errors.As(first.err, new(*depthError)) {
		return p, nil // no line is to blame
	}
	best, bestLines := first, 0
	patched := bytes.Clone(text)
	var grafts []graft
	for p.err != nil && len(lines) < maxRecoveries && len(lines)*len(text) < maxReparsed {
		at := min(p.errOffset, len(patched))
		from := bytes.LastIndexByte(patched[:at], '\n') + 1
		// A line that is blank already had nothing to do with it: what is before it is not complete.
		for from > 0 && len(bytes.TrimSpace(patched[from:lineEnd(patched, from)])) == 0 {
			from = bytes.LastIndexByte(patched[:from-1], '\n') + 1
		}
		end := lineEnd(patched, from)
		if len(bytes.TrimSpace(patched[from:end])) == 0 || bytes.Equal(bytes.TrimSpace(patched[from:end]), []byte(stand)) {
			// the text that stands for an unread line is in the way as well
			if i := bytes.Index(patched[from:end], []byte(stand)); i >= 0 {
				blank(patched[from:end])
				p = parseAs(patched, d)
				lines = append(lines, from)
				continue
			}
			break
		}
		indent := from + len(patched[from:end]) - len(bytes.TrimLeft(patched[from:end], " \t"))
		closes := closesOnly(patched[from:end])
		blank(patched[from:end])
		if !closes && end-indent >= len(stand) {
			copy(patched[indent:], stand)
			grafts = append(grafts, unread(indent+len("eval ")))
		}
		lines = append(lines, from)
		p = parseAs(patched, d)
		if reached(p, len(text)) > reached(best, len(text)) {
			best, bestLines = p, len(lines)
		}
	}
	if p.err != nil {
		p, lines = best, lines[:bestLines]
	}
	for _, g := range grafts {
		put(p.stmts, g)
	}
	p.err, p.errOffset, p.variant = first.err, first.errOffset, first.variant
	return p, lines
}

// stand is what stands for a line that is not read.
const stand = "eval $u"

// unread names the text that stands for a line.
func unread(at int) graft {
	return graft{at: at, apply: func(n syntax.Node) bool {
		e, ok := n.(*syntax.ParamExp)
		if ok {
			e.Param.Value = UnreadText
		}
		return ok
	}}
}

// reached is how far a text was parsed.
func reached(p parsed, size int) int {
	if p.err == nil {
		return size + 1
	}
	return p.errOffset
}

func lineEnd(text []byte, from int) int {
	if i := bytes.IndexByte(text[from:], '\n'); i >= 0 {
		return from + i
	}
	return len(text)
}

func blank(text []byte) {
	for i := range text {
		text[i] = ' '
	}
}

// closesOnly reports whether a line only ends what another one has begun.
func closesOnly(line []byte) bool {
	switch strings.TrimRight(string(bytes.TrimSpace(line)), ";") {
	case "fi", "done", "esac", "}", ")", "))", "EOF", "else", "then", "do", "":
		return true
	}
	return false
}

// notRead says which lines were passed over.
func (s *Script) notRead(offsets []int) string {
	if len(offsets) < 2 {
		return ""
	}
	var lines []string
	for i, at := range offsets[1:] {
		if i == 4 {
			lines = append(lines, fmt.Sprintf("%d more", len(offsets)-1-i))
			break
		}
		line, _ := s.Position(at)
		lines = append(lines, fmt.Sprint(line))
	}
	return "; not read for it either: line " + strings.Join(lines, ", ")
}
