package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/wipelint/wipelint/internal/rule"
)

// githubFormat writes workflow commands, which GitHub Actions turns into annotations: one for each finding and error.
type githubFormat struct{}

func (githubFormat) Write(w io.Writer, run *Run) error {
	var b strings.Builder
	for _, f := range run.Findings {
		p := run.utf16Place(f.Place)
		properties := githubPlace(run.path(f.File), p.Line)
		properties = append(properties, property("endLine", fmt.Sprint(max(p.Line, p.EndLine))))
		// Columns go with a range within one line only.
		if p.Line == p.EndLine {
			properties = append(properties, property("col", fmt.Sprint(p.Column)), property("endColumn", fmt.Sprint(p.EndColumn)))
		}
		properties = append(properties, property("title", title(f)))
		githubCommand(&b, githubLevel(f.Severity), properties, advised(f))
	}
	for _, e := range run.Errors {
		var properties []string
		if e.File != "" {
			properties = githubPlace(run.path(e.File), max(1, e.Line))
		}
		properties = append(properties, property("title", "wipelint could not analyse this"))
		githubCommand(&b, "error", properties, trouble(e))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func githubPlace(file string, line int) []string {
	return []string{property("file", file), property("line", fmt.Sprint(line))}
}

func githubCommand(b *strings.Builder, level string, properties []string, message string) {
	fmt.Fprintf(b, "::%s %s::%s\n", level, strings.Join(properties, ","), githubData(message))
}

func githubLevel(s rule.Severity) string {
	if s == rule.Note {
		return "notice"
	}
	return string(s)
}

// githubData escapes a message. The runner turns %0A and %0D back, and so a line of a script cannot become one of the
// log; what else a terminal would act on is shown as in text.
func githubData(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '%':
			b.WriteString("%25")
		case r == '\r':
			b.WriteString("%0D")
		case r == '\n':
			b.WriteString("%0A")
		case shown(r, size) && (r != '#' || !isLogCommand(s[i:])):
			b.WriteString(s[i : i+size])
		default:
			b.WriteString(escape(r, size, s[i]))
		}
		i += size
	}
	return b.String()
}

// property writes a property, in which ":" and "," end something too.
func property(name, value string) string {
	return name + "=" + strings.NewReplacer(":", "%3A", ",", "%2C").Replace(githubData(value))
}
