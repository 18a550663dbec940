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
		return "pgrep -x mysqld"
	}
	return g.kind + " " + target
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
		return g.testStatus(call)
	case "busy", "pgrep":
		return g.testBusy(call)
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

func (g *gen) testStatus(call string) test {
	rc := g.name("rc")
	q := g.quiet(call)
	get := g.one(rc+"=0\n"+q+" || "+rc+"=$?", q+" && "+rc+"=0 || "+rc+"=$?", "if "+q+"; then "+rc+"=0; else "+rc+"=$?; fi")
	zero := g.one(`[ "$`+rc+`" -eq 0 ]`, `[ $`+rc+` = 0 ]`, `test "$`+rc+`" -eq 0`)
	zeroNo := g.one(`[ "$`+rc+`" -ne 0 ]`, `[ "$`+rc+`" != 0 ]`, `[ "$`+rc+`" -gt 0 ]`)
	return pick(g, []option[test]{
		ok(12, plain(q)),
		ok(1, plain("command "+q)),
		ok(1, plain("env "+q)),
		ok(1, plain("eval '"+q+"'")),
		ok(1, yes("( "+q+" )")),
		ok(1, yes("{ "+q+"; }")),
		ok(2, yes(zero, get)),
		ok(2, no(zeroNo, get)),
		ok(1, yes("[ $? -eq 0 ]", q)),
		ok(1, no("[ $? -ne 0 ]", q)),
		ok(1, yes(zero, q+"\n"+rc+"=$?")),
		ok(1, yes(`[ "$`+rc+`" = yes ]`, rc+"=no", q+" && "+rc+"=yes")),
		ok(1, no(`[ "$`+rc+`" = no ]`, rc+"=yes", q+" || "+rc+"=no")),
		ok(1, yes(`[ -n "$`+rc+`" ]`, rc+"=$("+call+" >/dev/null && echo idle)")),
		ok(1, yes(`[ "$`+rc+`" = 0 ]`, rc+"=$("+call+" >/dev/null; echo $?)")),
		ok(1, yes("wait \"$"+rc+"\"", q+" &\n"+rc+"=$!")),
		bash(1, yes("wait $!", q+" &")),
		bash(1, yes(`[ "${PIPESTATUS[0]}" -eq 0 ]`, call+" | tee out.txt")),
		bash(1, yes(`[[ $`+rc+` -eq 0 ]]`, get)),
		bash(1, yes(`(( `+rc+` == 0 ))`, get)),
		bash(1, func() test { return test{setup: []string{"set -o pipefail"}, yes: call + " | cat"} }),
		ok(1, yes(`[ -s `+rc+`.flag ]`, ": > "+rc+".flag", q+" && echo yes > "+rc+".flag")),
		ok(1, func() test {
			return test{setup: []string{get}, yes: "case $" + rc + " in 0) true ;; *) false ;; esac"}
		}),
		flawed("failopen", 2, no(`[ "$`+rc+`" -eq 1 ]`, get)),
		flawed("ignored", 1, yes(`[ "$`+rc+`" -ge 0 ]`, get)),
		flawed("pipemask", 2, yes(call+" | cat")),
		flawed("pipemask", 2, yes(call+" | tee out.txt >/dev/null")),
		flawed("pipemask", 1, yes("[ $? -eq 0 ]", call+" 2>&1 | tee out.txt")),
		flawed("stalestatus", 2, yes("[ $? -eq 0 ]", q+"\n"+g.noiseStatus())),
		flawed("stalestatus", 1, no("[ $? -ne 0 ]", q+"\n"+g.noiseStatus())),
		flawed("stalestatus", 1, yes(zero, q+"\n"+g.noiseStatus()+"\n"+rc+"=$?")),
		flawed("subshellexit", 2, yes(zero, rc+"=0", "( "+q+" || "+rc+"=1 )")),
		flawed("subshellexit", 1, no(`[ "$`+rc+`" = no ]`, rc+"=yes", q+" || ( "+rc+"=no )")),
		flawed("subshellexit", 1, yes(zero, rc+"=0", "echo ask | { "+q+" || "+rc+"=1; }")),
		flawed("strguard", 1, yes("[ is-idle ]")),
		flawed("strguard", 1, yes(`[ -n "`+strings.ReplaceAll(call, `"`, "")+`" ]`)),
		flawed("async", 2, yes("wait", q+" &")),
		flawed("async", 1, yes("[ $? -eq 0 ]", q+" &")),
		flawed("async", 1, yes("true", q+" &")),
		flawed("ignored", 1, yes("{ "+q+" || true; }")),
		flawed("ignored|stalestatus", 1, yes("{ "+q+"; true; }")),
		flawed("inverted", 1, no(q)),
		flawed("inverted", 1, yes("! "+q)),
		flawed("?", 2, yes(`[ -z "$(`+call+`)" ]`)),
	})
}

func (g *gen) testBusy(call string) test {
	rc := g.name("rc")
	q := g.quiet(call)
	get := g.one(rc+"=0\n"+q+" || "+rc+"=$?", q+" && "+rc+"=0 || "+rc+"=$?", "if "+q+"; then "+rc+"=0; else "+rc+"=$?; fi")
	one := g.one(`[ "$`+rc+`" -eq 1 ]`, `[ $`+rc+` = 1 ]`, `test "$`+rc+`" -eq 1`)
	return pick(g, []option[test]{
		ok(4, yes(one, get)),
		ok(3, no(g.one(`[ "$`+rc+`" -ne 1 ]`, `[ "$`+rc+`" != 1 ]`), get)),
		ok(1, yes("[ $? -eq 1 ]", q)),
		ok(1, yes(one, q+"\n"+rc+"=$?")),
		ok(1, func() test {
			return test{setup: []string{get}, yes: "case $" + rc + " in 1) true ;; *) false ;; esac"}
		}),
		ok(1, yes(one, rc+"=$("+call+" >/dev/null; echo $?)")),
		ok(1, yes(`[ "$`+rc+`" = 1 ]`, "( "+q+" )", rc+"=$?")),
		bash(1, yes(`[[ $`+rc+` == 1 ]]`, get)),
		bash(1, yes(`[ "${PIPESTATUS[0]}" -eq 1 ]`, call+" | cat")),
		flawed("failopen", 4, no(q)),
		flawed("failopen", 2, yes("! "+q)),
		flawed("failopen", 2, no(`[ "$`+rc+`" -eq 0 ]`, get)),
		flawed("failopen", 1, yes(`[ "$`+rc+`" -ne 0 ]`, get)),
		flawed("failopen", 1, yes(`[ "$`+rc+`" -ge 1 ]`, get)),
		flawed("?", 2, yes(`[ -z "$`+rc+`" ]`, rc+"=$("+call+" || true)")),
		flawed("?", 1, no(`[ -n "$(`+call+`)" ]`)),
		flawed("?", 1, no(call+" | grep -q .")),
		flawed("inverted", 2, plain(q)),
		flawed("inverted", 1, yes(`[ "$`+rc+`" -eq 0 ]`, get)),
		flawed("stalestatus", 1, yes("[ $? -eq 1 ]", q+"\n"+"false")),
		flawed("stalestatus", 1, no("[ $? -eq 0 ]", q+"\n"+"[ -n \"$DEBUG\" ]")),
		flawed("?", 1, yes("! "+call+" | cat")),
		flawed("?", 1, yes("! { "+q+" && true; }")),
	})
}

// get is a way to get a guard's output into a variable without losing what it says.
func (g *gen) get(v, call string, sc scope) string {
	return pick(g, []option[string]{
		ok(8, is("%s=$(%s)", v, call)),
		ok(2, is("%s=$(%s 2>/dev/null)", v, call)),
		ok(1, is("%s=`%s`", v, call)),
		ok(1, is("%s=\"$(%s)\"", v, call)),
		ok(1, is("%s=$(%s | head -1)", v, call)),
		ok(1, is("%s=$(%s | tr -d ' ')", v, call)),
		ok(1, is("%s=$(%s | tail -1)", v, call)),
		ok(1, is("%s=\nread -r %s <<EOF\n$(%s)\nEOF", v, v, call)),
		ok(1, is("%s > %s.txt\n%s=\nread -r %s < %s.txt", call, v, v, v, v)),
		ok(1, is("%s > %s.txt\n%s=$(cat %s.txt)", call, v, v, v)),
		ok(1, func() string {
			f := g.define("say", strings.Replace(call, sc.target, `"$1"`, 1))
			return v + "=$(" + f + " " + sc.target + ")"
		}),
		ok(1, func() string {
			f := g.define("get", v+"=$("+strings.Replace(call, sc.target, `"$1"`, 1)+")")
			return f + " " + sc.target
		}),
		bash(1, is("%s=\nread -r %s <<< \"$(%s)\"", v, v, call)),
		bash(1, is("%s=\nread -r %s < <(%s)", v, v, call)),
		bash(1, is("mapfile -t a < <(%s)\n%s=${a[0]}", call, v)),
		bash(1, is("shopt -s lastpipe\n%s=\n%s | read -r %s", v, call, v)),
	})
}

func (g *gen) testCount(call string, sc scope) test {
	n := g.name("n")
	v := "$" + n
	get := func() string { return g.get(n, call, sc) }
	checked := func() string {
		return g.one("if ! "+n+"=$("+call+"); then exit 1; fi", n+"=$("+call+") || exit 1", n+"=$("+call+" || echo 99)", n+"=$("+call+") || "+n+"=99")
	}
	y := func(cond string, setup func() string) func() test {
		return func() test { return test{setup: []string{setup()}, yes: cond} }
	}
	x := func(cond string, setup func() string) func() test {
		return func() test { return test{setup: []string{setup()}, no: cond} }
	}
	return pick(g, []option[test]{
		ok(4, y(`[ "`+v+`" -eq 0 ]`, get)),
		ok(2, y(`[ "`+v+`" = 0 ]`, get)),
		ok(1, y(`[ `+v+` -eq 0 ]`, get)),
		ok(1, y(`[ "`+v+`" -lt 1 ]`, get)),
		ok(1, y(`[ ! "`+v+`" -gt 0 ] && [ -n "`+v+`" ]`, get)),
		ok(2, x(`[ "`+v+`" != 0 ]`, get)),
		ok(1, x(`[ -z "`+v+`" ] || [ "`+v+`" -gt 0 ]`, get)),
		ok(1, y(`[ "${`+n+`:-1}" -eq 0 ]`, get)),
		ok(1, y(`case `+v+` in 0) true ;; *) false ;; esac`, get)),
		ok(1, x(`case `+v+` in 0) false ;; esac`, get)),
		ok(1, yes(`[ "$(`+call+`)" -eq 0 ]`)),
		ok(1, yes(`[ "$(`+call+`)" = 0 ]`)),
		ok(1, yes(n+"=$("+call+`) && [ "`+v+`" -eq 0 ]`)),
		ok(2, x(`[ "`+v+`" -gt 0 ]`, checked)),
		ok(1, x(`[ "`+v+`" -ne 0 ]`, checked)),
		ok(1, yes(call+" | grep -q '^0$'")),
		ok(1, yes(call+" | grep -qx 0")),
		ok(1, yes(call+" | { read -r "+n+` && [ "`+v+`" -eq 0 ]; }`)),
		bash(1, y(`[[ `+v+` == 0 ]]`, get)),
		bash(1, y(`[[ `+v+` =~ ^0$ ]]`, get)),
		bash(1, y(`[[ -n `+v+` ]] && (( `+n+` == 0 ))`, get)),
		bash(1, y(`(( `+n+` == 0 ))`, checked)),
		flawed("failopen", 3, x(`[ "`+v+`" -gt 0 ]`, get)),
		flawed("failopen", 2, x(`[ "`+v+`" -ne 0 ]`, get)),
		flawed("failopen", 1, x(`[ "`+v+`" -ge 1 ]`, get)),
		flawed("failopen", 2, y(`[ "${`+n+`:-0}" -eq 0 ]`, get)),
		flawed("failopen", 1, y(`[ "`+v+`" -eq 0 ]`, is("%s=$(%s || echo 0)", n, call))),
		flawed("failopen", 1, y(`! [ "`+v+`" -gt 0 ]`, get)),
		flawed("failopen", 1, x(`case `+v+` in [1-9]*) true ;; *) false ;; esac`, get)),
		flawed("failopen", 1, no(call+" | grep -q '[1-9]'")),
		flawed("failopen", 1, y(`[ $(( `+n+` )) -eq 0 ]`, get)),
		flawed("failopen", 1, y(`[ "$(( `+v+` + 0 ))" -eq 0 ]`, get)),
		bashFlawed("failopen", 2, y(`[[ `+v+` -eq 0 ]]`, get)),
		bashFlawed("failopen", 2, y(`(( `+n+` == 0 ))`, get)),
		bashFlawed("failopen", 1, x(`(( `+n+` ))`, get)),
		bashFlawed("failopen", 1, x(`(( `+n+` > 0 ))`, get)),
		flawed("inverted", 1, x(`[ "`+v+`" -eq 0 ]`, get)),
		flawed("inverted", 1, y(`[ "`+v+`" -gt 0 ]`, get)),
		flawed("ignored", 1, plain(call)),
		flawed("ignored", 1, y(`[ "`+v+`" -ge 0 ]`, get)),
		flawed("ignored", 1, yes(n+"=$("+call+")")),
		flawed("subshellexit", 1, yes(`[ "`+v+`" -eq 0 ]`, n+"=0", call+" | { read -r "+n+"; }")),
		flawed("?", 1, y(`[ -z "`+v+`" ]`, get)),
		flawed("?", 1, y(`[ -n "`+v+`" ]`, get)),
		flawed("?", 1, y(`[ "`+v+`" -lt 2 ]`, get)),
		flawed("?", 1, y(`[ "`+v+`" -eq 0 ]`, is("%s=$(%s | wc -l)", n, call))),
		flawed("?", 1, y(`[ "`+v+`" -le 1 ]`, is("%s=$(%s | wc -l)", n, call))),
		flawed("?", 1, no(call+" | grep -q 1")),
		flawed("?", 1, yes(call+" | grep -q 0")),
		flawed("?", 1, y(`[ "`+v+`" = 0 ]`, is("%s=$(%s | cut -c1)", n, call))),
		flawed("?", 1, y(`[ -n "`+v+`" ]`, is("%s=$(%s | tr -d 1-9)", n, call))),
		flawed("?", 1, y(`[ "`+v+`" = 0 ]`, is("%s=$(%s; prep)", n, call))),
		flawed("?", 1, y(`[ "${`+n+`#[1-9]}" = "`+v+`" ]`, get)),
		flawed("?", 1, y(`[ "${`+n+`%0}" = "" ]`, get)),
		bashFlawed("?", 1, y(`[[ `+v+` < 1 ]]`, get)),
	})
}

func (g *gen) testList(call string, sc scope) test {
	n := g.name("l")
	v := "$" + n
	get := func() string { return g.get(n, call, sc) }
	checked := func() string {
		return g.one("if ! "+n+"=$("+call+"); then exit 1; fi", n+"=$("+call+") || exit 1", n+"=$("+call+" || echo failed)", n+"=$("+call+") || "+n+"=failed")
	}
	y := func(cond string, setup func() string) func() test {
		return func() test { return test{setup: []string{setup()}, yes: cond} }
	}
	x := func(cond string, setup func() string) func() test {
		return func() test { return test{setup: []string{setup()}, no: cond} }
	}
	return pick(g, []option[test]{
		ok(4, y(`[ -z "`+v+`" ]`, checked)),
		ok(3, x(`[ -n "`+v+`" ]`, checked)),
		ok(1, x(`[ "`+v+`" ]`, checked)),
		ok(1, y(`[ "`+v+`" = "" ]`, checked)),
		ok(1, y(`[ "x`+v+`" = x ]`, checked)),
		ok(2, yes(n+"=$("+call+`) && [ -z "`+v+`" ]`)),
		ok(1, func() test {
			return test{setup: []string{n + "=$(" + call + ")\nrc=$?"}, yes: `[ $rc -eq 0 ] && [ -z "` + v + `" ]`}
		}),
		ok(1, no(`[ -s `+n+`.txt ]`, call+" > "+n+".txt || exit 1")),
		ok(1, yes(`[ "`+v+`" -eq 0 ]`, call+" > "+n+".txt || exit 1", n+"=$(wc -l < "+n+".txt)")),
		ok(1, no("grep -q . "+n+".txt", call+" > "+n+".txt || exit 1")),
		ok(1, y(`case "`+v+`" in "") true ;; *) false ;; esac`, checked)),
		bash(1, y(`[[ -z `+v+` ]]`, checked)),
		bash(1, yes(`[ "`+v+`" -eq 0 ]`, "set -o pipefail", n+"=$("+call+" | wc -l) || exit 1")),
		bash(1, yes(`[ ${#`+n+`[@]} -eq 0 ]`, "o=$("+call+") || exit 1", n+"=($o)")),
		flawed("failopen", 3, y(`[ -z "`+v+`" ]`, get)),
		flawed("failopen", 3, x(`[ -n "`+v+`" ]`, get)),
		flawed("failopen", 1, x(`[ "`+v+`" ]`, get)),
		flawed("failopen", 1, yes(`[ -z "$(`+call+`)" ]`)),
		flawed("failopen", 2, no(call+" | grep -q .")),
		flawed("failopen", 2, yes(`[ "`+v+`" -eq 0 ]`, n+"=$("+call+" | wc -l)")),
		flawed("failopen", 1, no(`[ "$(`+call+` | wc -l)" -gt 0 ]`)),
		flawed("failopen", 1, no(`[ -s `+n+`.txt ]`, call+" > "+n+".txt")),
		flawed("failopen", 1, yes(`[ -z "`+v+`" ]`, n+"=$("+call+" || true)")),
		flawed("failopen", 1, y(`[ ${#`+n+`} -eq 0 ]`, get)),
		bashFlawed("failopen", 2, yes(`[ ${#`+n+`[@]} -eq 0 ]`, "mapfile -t "+n+" < <("+call+")")),
		bashFlawed("failopen", 1, no(`(( ${#`+n+`[@]} > 0 ))`, n+"=($("+call+"))")),
		bashFlawed("failopen", 1, y(`[[ -z `+v+` ]]`, get)),
		flawed("failopen", 1, yes(`[ "`+v+`" = no ]`, n+"=no", "for i in $("+call+"); do "+n+"=yes; done")),
		flawed("subshellexit", 1, yes(`[ "`+v+`" = no ]`, n+"=no", call+" | while read -r x; do "+n+"=yes; done")),
		flawed("subshellexit", 1, yes("true", call+" | while read -r x; do exit 1; done")),
		flawed("inverted", 1, y(`[ -n "`+v+`" ]`, checked)),
		flawed("ignored", 1, plain(call)),
		flawed("ignored", 1, yes(n+"=$("+call+")")),
		flawed("?", 1, y(`[ -n "`+v+`" ]`, get)),
		flawed("?", 1, no(call+" | grep -q shard")),
		flawed("?", 1, y(`[ "`+v+`" -eq 0 ]`, is("%s=$(%s | grep -c shard)", n, call))),
		flawed("?", 1, y(`[ "`+v+`" -lt 2 ]`, is("%s=0; for i in $(%s); do %s=$((%s + 1)); done", n, call, n, n))),
		flawed("?", 1, y(`[ "${`+n+`#shard}" = "`+v+`" ]`, get)),
	})
}

func (g *gen) testState(call string, sc scope) test {
	n := g.name("s")
	v := "$" + n
	get := func() string { return g.get(n, call, sc) }
	y := func(cond string, setup func() string) func() test {
		return func() test { return test{setup: []string{setup()}, yes: cond} }
	}
	x := func(cond string, setup func() string) func() test {
		return func() test { return test{setup: []string{setup()}, no: cond} }
	}
	return pick(g, []option[test]{
		ok(5, y(`[ "`+v+`" = idle ]`, get)),
		ok(3, x(`[ "`+v+`" != idle ]`, get)),
		ok(1, y(`[ "x`+v+`" = "xidle" ]`, get)),
		ok(2, yes(`[ "$(`+call+`)" = idle ]`)),
		ok(1, no(`[ "$(`+call+`)" != idle ]`)),
		ok(2, y(`case "`+v+`" in idle) true ;; *) false ;; esac`, get)),
		ok(1, x(`case `+v+` in idle) false ;; *) true ;; esac`, get)),
		ok(1, yes(call+" | grep -qx idle")),
		ok(1, yes(call+" | grep -q '^idle$'")),
		ok(1, no(`[ "`+v+`" != idle ]`, "if ! "+n+"=$("+call+"); then exit 1; fi")),
		bash(1, y(`[[ `+v+` == idle ]]`, get)),
		bash(1, y(`[[ "`+v+`" =~ ^idle$ ]]`, get)),
		bash(1, x(`[[ `+v+` != idle ]]`, get)),
		flawed("inverted", 1, x(`[ "`+v+`" = idle ]`, get)),
		flawed("inverted", 1, y(`[ "`+v+`" != idle ]`, func() string { return n + "=$(" + call + ") || exit 1" })),
		flawed("ignored", 1, plain(call+" >/dev/null")),
		flawed("ignored", 1, yes(n+"=$("+call+")")),
		flawed("failopen", 2, y(`[ "${`+n+`:-idle}" = idle ]`, get)),
		flawed("failopen", 1, y(`[ "`+v+`" = idle ]`, is("%s=$(%s || echo idle)", n, call))),
		flawed("failopen", 2, x(`[ -n "`+v+`" ] && [ "`+v+`" != idle ]`, get)),
		flawed("failopen", 1, y(`case "`+v+`" in idle | "") true ;; *) false ;; esac`, get)),
		flawed("?", 2, x(`[ "`+v+`" = active ]`, get)),
		flawed("?", 1, yes(call+" | grep -q idle")),
		flawed("?", 1, no(call+" | grep -q active")),
		flawed("?", 1, yes(call+" | grep -qv active")),
		flawed("?", 1, y(`case `+v+` in *idle) true ;; *) false ;; esac`, get)),
		flawed("?", 1, y(`case `+v+` in i*) true ;; *) false ;; esac`, get)),
		flawed("?", 1, y(`[ "${`+n+`#non-}" = idle ]`, get)),
		flawed("?", 1, y(`[ "`+v+`" = idle ]`, is("%s=$(%s | cut -d- -f2)", n, call))),
		flawed("?", 1, yes(call+" | grep -w idle")),
		flawed("?", 1, yes(`[ "$(`+call+` | grep -c idle)" -eq 1 ]`)),
		bashFlawed("?", 1, y(`[[ `+v+` == *idle* ]]`, get)),
		bashFlawed("?", 1, y(`[[ `+v+` =~ idle ]]`, get)),
	})
}

// noiseStatus is a command that ends with status 0 in some world and so hides the one before it.
func (g *gen) noiseStatus() string {
	return g.one(`echo "asked"`, "log-it asked", "true", "x=1", ":", "printf 'done\\n'", `x=$(note hi)`)
}
