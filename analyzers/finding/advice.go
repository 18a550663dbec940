package finding

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// Stop says how to stop the script unless the guard ran and said idle, with the code for this guard when the catalogue
// knows how its answer is read. A call that is too long to be repeated is cut after its name.
func (f *Finding) Stop() string {
	plain := "stop unless the guard ran and said idle"
	if c := f.Contract(); c != nil && c.Query && c.IdleOutput == "" {
		plain = "stop when the guard fails, and go on only after the answer that means idle"
	}
	code := f.stopCode()
	if c := f.Contract(); c != nil && c.Query && c.IdleOutput == "" {
		// What it prints is not judged by a word of it alone: a question with one answer says more.
		if line := f.Ask(); line != "" && !AsksProcess(line) {
			return "stop when the guard fails; go on only after a question that tells of " + f.Target() + " alone: " + Code(line)
		}
	}
	if code == "" {
		if line := f.Ask(); line != "" && !AsksProcess(line) {
			return plain + ", as with this question: " + Code(line)
		}
		if g := f.Flaw.Guard; g != nil && g.Instead != "" {
			return plain + ", with a command that tells idle from failed: " + g.Instead
		}
		return plain
	}
	return plain + ": " + Code(code)
}

// longestPaste is how long a call may be in a line that is to be pasted, where a cut one is of no use.
const longestPaste = 160

// stopCode is a line that goes on only when the guard proves idle. It tests for idle and never against active: an
// answer that is neither then stops the script too.
func (f *Finding) stopCode() string {
	g := f.Flaw.Guard
	if g == nil || strings.TrimSpace(g.Command) == "" {
		return ""
	}
	call := g.Command
	if len(call) > longestPaste || strings.ContainsAny(call, "\n`") || words(call) == nil || !f.written(call) {
		call = strings.Fields(call)[0] + " …"
		if strings.ContainsAny(call, "`\"'$(") {
			return ""
		}
	}
	return stopCode(f.there(call), f.Contract())
}

// there is a call where it has to be made: on the host that the guard was asked on, unless the call says so itself.
func (f *Finding) there(call string) string {
	_, host, remote := strings.Cut(f.Flaw.Guard.Looks, " on ")
	name, _, _ := strings.Cut(call, " ")
	if !remote || name == "ssh" || host == "" || strings.ContainsAny(host, " \"'`") || f.Contract() == nil || !f.overSSH() {
		return call
	}
	if strings.HasPrefix(host, "$") {
		host = `"` + host + `"`
	}
	return "ssh " + host + " " + call
}

// overSSH reports whether the guard's line sends it by ssh.
func (f *Finding) overSSH() bool {
	at := f.Flaw.Guard.At
	if at.Script == nil {
		return false
	}
	source := string(at.Script.Source[:min(at.Start, len(at.Script.Source))])
	line := source[strings.LastIndexByte(source, '\n')+1:]
	return strings.Contains(line, "ssh ")
}

// written reports whether the guard's call stands in its script just so. One that went through another shell's string
// may have lost its quotes.
func (f *Finding) written(call string) bool {
	s := f.Flaw.Guard.At.Script
	return s != nil && bytes.Contains(s.Source, []byte(call))
}

func stopCode(call string, c *catalog.Guard) string {
	switch {
	case c == nil:
		return ""
	case c.IdleOutput == "zero":
		return fmt.Sprintf(`n=$(%s) && [ "$n" -eq 0 ] || exit 1`, call)
	case c.IdleOutput == "empty":
		return fmt.Sprintf(`out=$(%s) && [ -z "$out" ] || exit 1`, call)
	case c.IdleOutput == "words" && len(c.IdleWords) > 0:
		return fmt.Sprintf(`answer=$(%s) && [ "$answer" = %s ] || exit 1`, call, c.IdleWords[0])
	case c.Query:
		return fmt.Sprintf(`answer=$(%s) || exit 1`, call)
	case len(c.IdleStatus) == 0:
		return ""
	case len(c.IdleStatus) == 1 && c.IdleStatus[0] == 0:
		return call + " || exit 1"
	}
	return fmt.Sprintf(`rc=0; %s || rc=$?; case $rc in %s) ;; *) exit 1 ;; esac`, call, statuses(c.IdleStatus))
}

// statuses writes exit statuses as the pattern of a case.
func statuses(list []int) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, " | ")
}
