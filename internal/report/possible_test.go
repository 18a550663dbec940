package report

import (
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/undeclared"
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
	for _, f := range []Format{csvFormat{}, markdownFormat{}} {
		b.Reset()
		if err := f.Write(&b, &Run{Results: r}); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(b.String(), "possible"); n < 5 {
			t.Errorf("%T has %d of 5 calls:\n%s", f, n, b.String())
		}
	}
}

func TestPossibleHanded(t *testing.T) {
	r := &driver.Results{Scripts: 1, Possible: []*driver.Possible{
		{Place: driver.Place{File: "a.sh", Line: 4, Column: 1}, Call: `logged "$x"`, Command: "logged", Runs: undeclared.Handed{Command: "lvremove -f $1", Text: true}},
		{Place: driver.Place{File: "a.sh", Line: 5, Column: 1}, Call: "zap-it", Command: "zap-it"},
	}}
	want := "going by the name, a command that nothing declares destroys data: zap-it (first at a.sh:5); " +
		"going by what it is handed, a command that nothing declares destroys data: logged (first at a.sh:4, with lvremove -f $1); " +
		"'wipelint audit' lists the calls, 'wipelint init' the lines that declare them"
	if line := possible(r); line != want {
		t.Errorf("%s\nwant %s", line, want)
	}
}
