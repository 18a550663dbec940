package difftest

import (
	"strings"
)

// A test is how a script learns whether a target is idle: lines to run first, and a command that decides.
type test struct {
	setup []string
	yes   string // a list that succeeds when the target is idle, "" when only no is known
	no    string // a list that succeeds when it is not
	plain bool   // yes is one simple command, on whose status set -e acts
	close bool   // the last line of setup is read through $?, so that nothing may come in between
}

func isList(s string) bool {
	return strings.Contains(s, "&&") || strings.Contains(s, "||") || strings.Contains(s, ";") || strings.Contains(s, "\n")
}

// group makes one command of a list.
func group(s string) string {
	if isList(s) {
		return "{ " + s + "; }"
	}
	return s
}

func not(s string) string {
	if strings.HasPrefix(s, "! ") {
		return "! { " + s + "; }"
	}
	if isList(s) || strings.Contains(s, "|") {
		return "! { " + s + "; }"
	}
	return "! " + s
}

// positive is a list that succeeds when the target is idle.
func (t test) positive() string {
	if t.yes != "" {
		return t.yes
	}
	return not(t.no)
}

// negative is one that succeeds when it is not.
func (t test) negative() string {
	if t.no != "" {
		return t.no
	}
	return not(t.yes)
}

var guardKinds = []string{"is-idle", "is-idle", "is-idle", "busy", "busy", "count-active", "count-active", "count-active", "list-active", "list-active", "state", "state", "pgrep"}

// ask is a call of the guard.
func (g *gen) ask(target string) string {
	if g.kind == "pgrep" {
		return g.carried("pgrep -x mysqld", "", true)
	}
	return g.carried(g.kind, target, true)
}

// quiet drops the output, or not.
func (g *gen) quiet(s string) string {
	return s + g.one("", "", " >/dev/null", " >/dev/null 2>&1", " 2>/dev/null")
}

// test makes a test of the target with the script's guard, and may wrap it up.
func (g *gen) test(sc scope) test {
	t := g.bare(sc)
	for range 2 {
		if g.chance(35) {
			t = g.wrap(t, sc)
		}
	}
	return t
}

func (g *gen) bare(sc scope) test {
	call := g.ask(sc.target)
	switch g.kind {
	case "is-idle":
		return g.testStatus(call, sc)
	case "busy", "pgrep":
		return g.testBusy(call, sc)
	case "count-active":
		return g.testCount(call, sc)
	case "list-active":
		return g.testList(call, sc)
	}
	return g.testState(call, sc)
}

func yes(cond string, setup ...string) func() test {
	return func() test { return test{setup: setup, yes: cond} }
}

func no(cond string, setup ...string) func() test {
	return func() test { return test{setup: setup, no: cond} }
}

func plain(cond string) func() test { return func() test { return test{yes: cond, plain: true} } }

// after is the test with a line that goes before all.
func (t test) after(line string) test {
	if line != "" {
		t.setup = append([]string{line}, t.setup...)
	}
	return t
}
