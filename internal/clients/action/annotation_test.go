//go:build clients

package action

import (
	"regexp"
	"strings"
	"testing"
)

// An annotation is what a matcher makes of a line.
type annotation struct{ file, line, column, severity, code, message string }

// escapes are what the runner takes out of a line before it matches.
var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m?")

// annotate gives the annotations of a log. The expressions use nothing that JavaScript, .NET and Go read differently.
func annotate(t *testing.T, lines []string) []annotation {
	t.Helper()
	var list []annotation
	for _, line := range lines {
		line = escapes.ReplaceAllString(strings.TrimRight(line, "\r\n"), "")
		for _, m := range readMatchers(t) {
			if len(m.Pattern) != 1 {
				t.Fatalf("%s: %d patterns", m.Owner, len(m.Pattern))
			}
			p := m.Pattern[0]
			found := regexp.MustCompile(p.Regexp).FindStringSubmatch(line)
			if found == nil {
				continue
			}
			group := func(i int) string {
				if i == 0 {
					return ""
				}
				return found[i]
			}
			a := annotation{group(p.File), group(p.Line), group(p.Column), group(p.Severity), group(p.Code), group(p.Message)}
			if a.severity == "" {
				a.severity = m.Severity
			}
			list = append(list, a)
			break
		}
	}
	return list
}
