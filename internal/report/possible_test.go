package report

import (
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/driver"
)

func TestPossible(t *testing.T) {
	call := func(file string, line int, command string) *driver.Possible {
		return &driver.Possible{Place: driver.Place{File: file, Line: line, Column: 1}, Call: command + ` "$h"`, Command: command}
	}
	r := &driver.Results{Scripts: 2,
		Sites:    []*driver.Site{{Place: driver.Place{File: "a.sh", Line: 3, Column: 1}, Command: "wipefs -a /dev/sdb", Verdict: "unguarded"}},
		Possible: []*driver.Possible{call("a.sh", 2, "wipe-node"), call("b.sh", 1, "reinstall-\x1bos"), call("b.sh", 2, "wipe-node"), call("b.sh", 3, "zap-it"), call("b.sh", 4, "nuke-it")},
	}
	line := possible(r)
	want := "going by the name, 4 commands that nothing declares destroy data: wipe-node, reinstall-\\x1bos, zap-it, 1 more (first at a.sh:2); " +
		"'wipelint audit' lists the calls, 'wipelint init' the lines that declare them"
	if line != want {
		t.Errorf("%s\nwant %s", line, want)
	}
	var b strings.Builder
	if err := Audit(&b, r, Options{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`  2:1  possible   wipe-node "$h"`, "  3:1  unguarded  wipefs", "1 destructive command in 1 file: 1 unguarded; 5 possible"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	b.Reset()
	if err := JSON(&b, r); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), `"verdict": "possible"`); n != 5 {
		t.Errorf("%d calls in JSON, want 5", n)
	}
}
