package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/fatih/color"

	"github.com/wipelint/wipelint/internal/driver"
)

// Text writes the findings as text, each with the code it is about, and a line that sums up unless that is not wanted.
func Text(w io.Writer, results *driver.Results, opts Options) error {
	t := &text{results: results, opts: opts, style: newStyle(opts.Color)}
	file := ""
	for _, f := range results.Findings {
		t.out.Reset()
		switch opts.View {
		case ViewShort:
			t.brief(f, position(f.Place))
		case ViewGrouped:
			if f.File != file {
				t.fileHead(f.File, file == "")
				file = f.File
			}
			t.brief(f, "  "+lineColumn(f.Place))
		default:
			t.finding(f)
		}
		if _, err := io.WriteString(w, t.out.String()); err != nil {
			return err
		}
	}
	if opts.Quiet {
		return nil
	}
	lines := opts.broken(Summary(results), headIndent, 0)
	if more := Fixable(results); more != "" {
		lines = append(lines, opts.broken(more, headIndent, 0)...)
	}
	if more := possible(results); more != "" {
		lines = append(lines, opts.broken(more, headIndent, 0)...)
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n"+staleEntries(results)+switchedOff(results))
	return err
}

// A text writes findings.
type text struct {
	results *driver.Results
	opts    Options
	style   *style
	out     strings.Builder
}

// finding writes one finding and an empty line.
func (t *text) finding(f *driver.Finding) {
	accent := t.style.severity[f.Severity]
	if accent == nil {
		accent = t.style.bold
	}
	t.head(f, accent)

	labels := merged(f)
	gutter := 0
	for _, l := range labels {
		gutter = max(gutter, len(fmt.Sprint(l.Line))+1)
	}
	for i, group := range byFile(labels) {
		if i > 0 {
			fmt.Fprintf(&t.out, "%*s %s\n", gutter-1, "", t.style.gutter.Sprint("--> ")+position(group[0].Place))
		}
		(&frame{
			lines: t.results.Line, labels: group, width: t.opts.width(), gutter: gutter,
			style: t.style, accent: accent, out: &t.out,
		}).write()
	}
	if also := alsoLines(f); also != "" {
		t.note(gutter, "also", also)
	}
	if t.opts.Witness {
		t.witness(f, gutter)
	}
	if f.Replay != nil {
		t.note(gutter, "replay", replayLine(f.Replay))
	}
	for _, line := range approximationLines(f.Approximations) {
		t.note(gutter, "note", line)
	}
	for _, advice := range f.Advice {
		t.note(gutter, "help", advice)
	}
	for _, fix := range fixTexts(f) {
		t.note(gutter, "fix", fix)
	}
	t.out.WriteByte('\n')
}

// head writes where a finding is and what it says. On a terminal that is broken into lines; elsewhere it stays on one, for
// programs that read it.
func (t *text) head(f *driver.Finding, accent *color.Color) {
	where, kind := position(f.Place), fmt.Sprintf("%s[%s %s]", f.Severity, f.Code, f.Rule)
	message := t.opts.broken(Clean(f.Message), headIndent, textWidth(where+": "+kind+": "))
	fmt.Fprintf(&t.out, "%s: %s:", t.style.bold.Sprint(where), accent.Sprint(kind))
	if message[0] != "" {
		t.out.WriteString(" " + t.style.bold.Sprint(message[0]))
	}
	for _, line := range message[1:] {
		t.out.WriteString("\n" + t.style.bold.Sprint(line))
	}
	t.out.WriteByte('\n')
}

// headIndent is how far the further lines of a finding's message are indented.
const headIndent = 4

// note writes a remark below the frame.
func (t *text) note(gutter int, kind, message string) {
	head := fmt.Sprintf("%*s = ", gutter, "")
	indent := strings.Repeat(" ", len(head)+len(kind)+2)
	for i, line := range wrap(message, t.opts.width()-len(indent)) {
		if i == 0 {
			t.out.WriteString(t.style.gutter.Sprint(head) + t.style.bold.Sprint(kind+":") + " " + line + "\n")
			continue
		}
		t.out.WriteString(strings.TrimRight(indent+lineStart(line), " ") + "\n")
	}
}

// witness writes the way to a finding.
func (t *text) witness(f *driver.Finding, gutter int) {
	if len(f.Witness) == 0 {
		return
	}
	t.note(gutter, "witness", "how the script gets here")
	if f.World != "" {
		t.note(gutter, "world", Clean(f.World))
	}
	digits := len(fmt.Sprint(len(f.Witness)))
	indent := gutter + digits + len("   . ")
	for i, step := range f.Witness {
		text := t.opts.broken(Clean(step.Text), indent, indent+textWidth(position(step.Place)+": "))
		fmt.Fprintf(&t.out, "%*s   %*d. %s: %s\n", gutter, "", digits, i+1, t.style.dim.Sprint(position(step.Place)),
			strings.Join(text, "\n"))
		next := i + 1
		if next < len(f.Witness) && f.Witness[next].File == step.File && f.Witness[next].Line == step.Line {
			continue // the line follows once, below the last step in it
		}
		if line, ok := t.results.Line(step.File, step.Line); ok {
			fmt.Fprintf(&t.out, "%*s%s\n", indent, "", t.style.gutter.Sprint("| ")+t.style.dim.Sprint(t.sourceLine(line, step.Place, t.opts.width()-indent-2)))
		}
	}
}

// sourceLine is the part of a source line around a place that there is room for.
func (t *text) sourceLine(line string, at driver.Place, room int) string {
	if len(line) > longLine {
		var near label
		line, near = around(line, label{Place: at})
		at = near.Place
	}
	trimmed := strings.TrimLeft(line, " \t")
	at.Column -= len(line) - len(trimmed)
	at.EndLine, at.EndColumn = at.Line, at.Column+1
	all := cells(strings.TrimRight(trimmed, " \t\r"))
	f := &frame{width: room + 3}
	return f.view(all, []label{{Place: at}}).text(all)
}

// decisive is how many steps of the way the frame shows: what the guard said, where that was lost, and the command.
const decisive = 3

// merged gives the labels of a finding. A related place that is the finding's own lends its text to the primary label; where there
// is none that says what the command does, as the witness has it.
func merged(f *driver.Finding) []label {
	labels := []label{{Place: f.Place, primary: true}}
	for _, rel := range f.Related {
		text := Clean(rel.Message)
		if rel.Place == f.Place && labels[0].text == "" {
			labels[0].text = text
			continue
		}
		if len(labels) < decisive {
			labels = append(labels, label{Place: rel.Place, text: text})
		}
	}
	if n := len(f.Witness); n > 0 && labels[0].text == "" {
		labels[0].text = Clean(f.Witness[n-1].Text)
	}
	return labels
}

// byFile groups labels by file, the first label's file first.
func byFile(labels []label) [][]label {
	var groups [][]label
	index := map[string]int{}
	for _, l := range labels {
		i, ok := index[l.File]
		if !ok {
			i = len(groups)
			index[l.File] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], l)
	}
	return groups
}

// position writes file:line:column.
func position(p driver.Place) string {
	return fmt.Sprintf("%s:%d:%d", lineStart(Clean(p.File)), p.Line, p.Column)
}
