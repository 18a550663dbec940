package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
)

// The views of a text report.
const (
	ViewFull    = "full"    // each finding with its code
	ViewShort   = "short"   // a line for each finding
	ViewGrouped = "grouped" // the same below the name of each file
)

// Views lists them.
func Views() []string { return []string{ViewFull, ViewShort, ViewGrouped} }

// mostLines is how many lines a finding names that its cause makes unsafe as well.
const mostLines = 12

// alsoLines names the other commands of a finding, "" if there are none.
func alsoLines(f *driver.Finding) string {
	var lines []string
	for _, p := range f.Also {
		text := fmt.Sprint(p.Line)
		if p.File != f.File {
			text = position(p)
		}
		if !slices.Contains(lines, text) && (p.File != f.File || p.Line != f.Line) {
			lines = append(lines, text)
		}
	}
	switch n := len(lines); {
	case n == 0 && len(f.Also) > 0:
		return "another command in this line"
	case n == 0:
		return ""
	case n == 1:
		return "line " + lines[0]
	case n > mostLines:
		return fmt.Sprintf("lines %s and %d more", strings.Join(lines[:mostLines], ", "), n-mostLines)
	default:
		return "lines " + strings.Join(lines, ", ")
	}
}

// brief writes a finding in one line.
func (t *text) brief(f *driver.Finding, where string) {
	accent := t.style.severity[f.Severity]
	if accent == nil {
		accent = t.style.bold
	}
	message := Clean(f.Message)
	if also := alsoLines(f); also != "" {
		message += " (also " + also + ")"
	}
	fmt.Fprintf(&t.out, "%s: %s: %s\n", t.style.bold.Sprint(where), accent.Sprintf("%s[%s %s]", f.Severity, f.Code, f.Rule), message)
}

// fileHead writes the name of the file that the next findings are in.
func (t *text) fileHead(file string, first bool) {
	if !first {
		t.out.WriteByte('\n')
	}
	t.out.WriteString(t.style.bold.Sprint(lineStart(Clean(file))) + "\n")
}

// fixTexts says what fixes do, each once: those of one cause may say the same.
func fixTexts(f *driver.Finding) []string {
	var out []string
	said := map[string]bool{}
	for _, fix := range f.Fixes {
		if !said[fix.Message] {
			said[fix.Message] = true
			out = append(out, fixText(f, fix))
		}
	}
	return out
}
