package difftest

import "strings"

func (g *gen) testStatus(call string, sc scope) test {
	rc := g.name("rc")
	c := g.through(call, sc)
	q := c.text
	plain := func(s string) func() test { return func() test { return test{yes: s, plain: c.plain} } }
	get := func() string { return g.status(rc, q) }
	y := func(cond string) func() test { return func() test { return test{setup: []string{get()}, yes: cond} } }
	x := func(cond string) func() test { return func() test { return test{setup: []string{get()}, no: cond} } }
	zero := g.one(`[ "$`+rc+`" -eq 0 ]`, `[ $`+rc+` = 0 ]`, `test "$`+rc+`" -eq 0`)
	zeroNo := g.one(`[ "$`+rc+`" -ne 0 ]`, `[ "$`+rc+`" != 0 ]`, `[ "$`+rc+`" -gt 0 ]`)
	t := pick(g, []option[test]{
		ok(12, plain(q)),
		ok(2, y(zero)),
		ok(2, x(zeroNo)),
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
		bash(1, y(`[[ $`+rc+` -eq 0 ]]`)),
		bash(1, y(`(( `+rc+` == 0 ))`)),
		bash(1, func() test { return test{setup: []string{"set -o pipefail"}, yes: call + " | cat"} }),
		bash(1, func() test { return test{setup: []string{"set -o pipefail"}, yes: call + " |& tee out.txt"} }),
		bash(1, yes("wait -n", q+" &")),
		bash(1, y(`let "`+rc+` == 0"`)),
		bash(1, y(`builtin test "$`+rc+`" -eq 0`)),
		ok(1, y(`[ -n "$`+rc+`" -a "$`+rc+`" -eq 0 ]`)),
		ok(1, y(`[ "$((`+rc+` * 2))" -eq 0 ]`)),
		ok(1, yes(`wait "$`+rc+`" && wait "$`+rc+`b"`, q+" &\n"+rc+"=$!\nprep || true &\n"+rc+"b=$!")),
		ok(1, yes("[ $? -eq 0 ]", "case x in x) "+q+" ;; esac")),
		ok(1, yes("[ $? -eq 0 ]", "if true; then "+q+"; fi")),
		ok(1, yes("[ $? -eq 0 ]", "for once in 1; do "+q+"; done")),
		ok(1, yes(`[ -s `+rc+`.flag ]`, ": > "+rc+".flag", q+" && echo yes > "+rc+".flag")),
		ok(1, func() test {
			return test{setup: []string{get()}, yes: "case $" + rc + " in 0) true ;; *) false ;; esac"}
		}),
		flawed("failopen", 2, x(`[ "$`+rc+`" -eq 1 ]`)),
		flawed("ignored", 1, y(`[ "$`+rc+`" -ge 0 ]`)),
		flawed("pipemask", 2, yes(call+" | cat")),
		flawed("pipemask", 1, func() test { return test{yes: g.define("run", `"$@" 2>&1 | tee out.txt`) + " " + call, plain: true} }),
		flawed("ignored", 1, func() test {
			return test{yes: g.define("run", `"$@" || log-it "$1 failed"`, "return 0") + " " + call, plain: true}
		}),
		bashFlawed("pipemask", 1, yes(`[ "${PIPESTATUS[1]}" -eq 0 ]`, call+" | tee out.txt")),
		bashFlawed("stalestatus", 1, yes(`[ "${PIPESTATUS[0]}" -eq 0 ]`, call+" | tee out.txt\necho asked")),
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
		flawed("stalestatus", 1, yes("[ $? -eq 0 ]", "if "+q+"; then log-it idle; fi")),
		flawed("stalestatus", 1, yes("[ $? -eq 0 ]", "while "+q+"; do break; done")),
		flawed("async", 1, yes("[ $? -eq 0 ]", q+" &")),
		flawed("async", 1, yes(`wait "$`+rc+`" "$`+rc+`b"`, q+" &\n"+rc+"=$!\nsleep 1 &\n"+rc+"b=$!")),
		bashFlawed("?", 1, yes("true", "cat < <("+q+")")),
		flawed("async", 1, yes("true", q+" &")),
		flawed("ignored", 1, yes("{ "+q+" || true; }")),
		flawed("ignored|stalestatus", 1, yes("{ "+q+"; true; }")),
		flawed("inverted", 1, no(q)),
		flawed("inverted", 1, yes("! "+q)),
		flawed("?", 2, yes(`[ -z "$(`+call+`)" ]`)),
	})
	return t.after(c.setup)
}

func (g *gen) testBusy(call string, sc scope) test {
	rc := g.name("rc")
	c := g.through(call, sc)
	q := c.text
	plain := func(s string) func() test { return func() test { return test{yes: s, plain: c.plain} } }
	get := func() string { return g.status(rc, q) }
	y := func(cond string) func() test { return func() test { return test{setup: []string{get()}, yes: cond} } }
	x := func(cond string) func() test { return func() test { return test{setup: []string{get()}, no: cond} } }
	one := g.one(`[ "$`+rc+`" -eq 1 ]`, `[ $`+rc+` = 1 ]`, `test "$`+rc+`" -eq 1`)
	t := pick(g, []option[test]{
		ok(4, y(one)),
		ok(g.calm(1), yes("[ $? -eq 1 ]", q)),
		ok(g.calm(1), yes(one, q+"\n"+rc+"=$?")),
		ok(3, x(g.one(`[ "$`+rc+`" -ne 1 ]`, `[ "$`+rc+`" != 1 ]`))),
		ok(1, func() test {
			return test{setup: []string{get()}, yes: "case $" + rc + " in 1) true ;; *) false ;; esac"}
		}),
		ok(1, yes(one, rc+"=$("+call+" >/dev/null; echo $?)")),
		ok(g.calm(1), yes(`[ "$`+rc+`" = 1 ]`, "( "+q+" )"+"\n"+rc+"=$?")),
		ok(g.calm(1), yes(`[ "$`+rc+`" = free ]`, rc+"=unknown\n"+q+"\ncase $? in\n0) "+rc+"=used ;;\n1) "+rc+"=free ;;\nesac")),
		ok(g.calm(1), yes("[ $? -eq 1 ]", q+" &\n"+"wait $!")),
		ok(g.calm(1), yes("[ $? -eq 1 ]", "if true; then "+q+"; fi")),
		bash(1, y(`let "`+rc+` == 1"`)),
		bash(1, y(`[[ $`+rc+` -gt 0 && $`+rc+` -lt 2 ]]`)),
		bash(1, y(`[[ $`+rc+` == 1 ]]`)),
		bash(1, yes(`[ "${PIPESTATUS[0]}" -eq 1 ]`, call+" | cat")),
		flawed("failopen", 4, no(q)),
		flawed("failopen", 2, yes("! "+q)),
		flawed("failopen", 2, x(`[ "$`+rc+`" -eq 0 ]`)),
		flawed("failopen", 1, y(`[ "$`+rc+`" -ne 0 ]`)),
		flawed("failopen", 1, y(`[ "$`+rc+`" -ge 1 ]`)),
		flawed("?", 2, yes(`[ -z "$`+rc+`" ]`, rc+"=$("+call+" || true)")),
		flawed("?", 1, no(`[ -n "$(`+call+`)" ]`)),
		flawed("?", 1, no(call+" | grep -q .")),
		flawed("inverted", 2, plain(q)),
		flawed("inverted", 1, y(`[ "$`+rc+`" -eq 0 ]`)),
		flawed("stalestatus", g.calm(1), yes("[ $? -eq 1 ]", q+"\n"+"false")),
		flawed("stalestatus", g.calm(1), no("[ $? -eq 0 ]", q+"\n"+"[ -n \"$DEBUG\" ]")),
		flawed("failopen", 1, x(`case $`+rc+` in 0) true ;; *) false ;; esac`)),
		flawed("failopen", 1, yes(`[ -z "$`+rc+`" ]`, rc+"=$("+call+" >/dev/null && echo used)")),
		flawed("?", 1, yes("! "+call+" | cat")),
		flawed("?", 1, yes("! { "+q+" && true; }")),
	})
	return t.after(c.setup)
}

// noiseStatus is a command that ends with status 0 in some world and so hides the one before it.
func (g *gen) noiseStatus() string {
	return g.one(`echo "asked"`, "log-it asked", "true", "x=1", ":", "printf 'done\\n'", `x=$(note hi)`)
}
