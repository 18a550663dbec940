package foreign

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	expectSend  = regexp.MustCompile(`(?m)(?:^|[;{])\s*(?:send|exp_send)\s+(?:-\w+\s+)*(?:--\s+)?(?:"((?:[^"\\]|\\.)*)"|\{([^}]*)\})`)
	expectSpawn = regexp.MustCompile(`(?m)(?:^|[;{])\s*(?:spawn|exec)\s+(?:-noecho\s+)?([^;\n}]*)`)
	tclVariable = regexp.MustCompile(`\$\{?(\w+)\}?|\[[^\]]*\]`)
)

// expect reads what a program of expect types into a shell, and what it starts.
func expect(program string) (lines string, unknown int) {
	var out []string
	note := func(t string) {
		t = strings.NewReplacer(`\r`, "\n", `\n`, "\n", `\"`, `"`, `\$`, `$`).Replace(t)
		t = tclVariable.ReplaceAllStringFunc(t, func(string) string {
			unknown++
			return "${" + Unknown + strconv.Itoa(unknown) + "}"
		})
		if t = strings.TrimSpace(t); strings.Contains(t, " ") {
			out = append(out, t)
		}
	}
	for _, m := range expectSpawn.FindAllStringSubmatch(program, -1) {
		note(m[1])
	}
	for _, m := range expectSend.FindAllStringSubmatch(program, -1) {
		note(m[1] + m[2])
	}
	return strings.Join(out, "\n"), unknown
}
