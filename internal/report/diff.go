package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// Diff writes the change of a file as a unified diff, as patch and git apply read it. What a terminal or the log of a build
// service would act on is shown escaped, and then escaped is true: such a diff is for reading only.
func Diff(w io.Writer, name string, old, changed []byte, opts Options) (escaped bool, err error) {
	text := diff.Diff("a", old, "b", changed)
	if len(text) == 0 {
		return false, nil
	}
	style := newStyle(opts.Color)
	var out strings.Builder
	shownName := diffName(name)
	out.WriteString(style.bold.Sprint("--- "+shownName) + "\n" + style.bold.Sprint("+++ "+shownName) + "\n")
	for i, line := range strings.SplitAfter(string(text), "\n") {
		if i < 3 || line == "" {
			continue // the heads of its own
		}
		body, end := strings.TrimSuffix(line, "\n"), "\n"
		if strings.HasSuffix(body, "\r") {
			body, end = strings.TrimSuffix(body, "\r"), "\r\n"
		}
		clean := cleanDiff(body)
		escaped = escaped || clean != body
		switch clean[:1] {
		case "+":
			clean = style.good.Sprint(clean)
		case "-":
			clean = style.bad.Sprint(clean)
		case "@":
			clean = style.gutter.Sprint(clean)
		}
		out.WriteString(clean + end)
	}
	_, err = io.WriteString(w, out.String())
	return escaped, err
}

// cleanDiff is Clean for a line of a diff, in which tabs are tabs. A line that is not changed begins with a blank, which build
// services skip.
func cleanDiff(line string) string {
	parts := strings.Split(line, "\t")
	for i, p := range parts {
		parts[i] = Clean(p)
	}
	clean := strings.Join(parts, "\t")
	if clean[:1] == " " {
		rest := strings.TrimLeft(clean, " \t")
		if strings.HasPrefix(rest, "::") {
			return clean[:len(clean)-len(rest)] + lineStart(rest)
		}
	}
	return clean
}

// diffName writes a file's name as git does: in quotes, with octal escapes, where it holds what would not be shown as it is.
func diffName(name string) string {
	if Clean(name) == name && !strings.ContainsAny(name, `"\`) {
		return name
	}
	var b bytes.Buffer
	b.WriteByte('"')
	for i := range len(name) {
		switch c := name[i]; {
		case c == '"' || c == '\\':
			b.WriteString(`\` + string(rune(c)))
		case c < ' ' || c >= 0x7f:
			fmt.Fprintf(&b, `\%03o`, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
