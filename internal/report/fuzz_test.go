package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/rule"
)

// FuzzReport puts any text into every place that text can stand in.
func FuzzReport(f *testing.F) {
	f.Add("mkfs.ext4 /dev/sda", "message", 1, 10, 12, 14)
	f.Add(strings.Repeat("日本", 100)+"\t\x1b[0m\u202e", "\xff\n\r", 150, 160, 590, 700)
	f.Add("", "", 0, 0, 5, 1)
	f.Fuzz(func(t *testing.T, line, text string, a, b, c, d int) {
		line, _, _ = strings.Cut(line, "\n")
		r := &driver.Results{Scripts: 1}
		r.KeepLine(text, 1, line)
		place := func(from, to int) driver.Place {
			clamp := func(n int) int { return 1 + max(0, min(n, len(line))) }
			from, to = clamp(from), clamp(to)
			return driver.Place{File: text, Line: 1, Column: min(from, to), EndLine: 1, EndColumn: max(from, to)}
		}
		r.Findings = []*driver.Finding{{
			Rule: "r", Code: "WL1", Severity: rule.Error, Place: place(a, b), Message: text,
			Related: []driver.Related{{Place: place(c, d), Message: text}, {Place: place(b, c), Message: "between"}},
			Advice:  []string{text}, Witness: []driver.Step{{Place: place(a, a), Text: line}},
		}}
		r.Suppressed = []*driver.Finding{{
			Rule: "r", Code: "WL1", Severity: rule.Error, Place: place(c, d), Message: text,
			Suppressions: []driver.Suppression{{Kind: driver.InSource, Place: place(a, b), Reason: line, Until: text}},
		}}
		r.Sites = []*driver.Site{{Place: place(a, b), Command: line, Verdict: "flawed", Rules: []string{"r"}}}
		r.Errors = []*driver.Error{{File: text, Message: line}}

		var out bytes.Buffer
		if err := Text(&out, r, Options{Witness: true}); err != nil {
			t.Fatal(err)
		}
		if err := Audit(&out, r, Options{}); err != nil {
			t.Fatal(err)
		}
		printable(t, out.String())
		for row := range strings.Lines(out.String()) {
			if strings.HasPrefix(row, " 1 |") && textWidth(strings.TrimSuffix(row, "\n")) > maxWidth {
				t.Errorf("too wide: %s", row)
			}
		}
		for _, format := range CheckFormats() {
			out.Reset()
			run := sampleRun(r)
			run.Read = func(string) ([]byte, error) { return []byte(line), nil }
			if err := format.Write(&out, run); err != nil {
				t.Fatal(err)
			}
			printable(t, out.String())
			readable(t, format.Name, out.Bytes())
			harmless(t, format.Name, out.String())
		}
	})
}
