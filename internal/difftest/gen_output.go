package difftest

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
		ok(1, y(`[ "`+v+`" -le 0 ]`, checked)),
		ok(1, y(`[ -n "`+v+`" -a "`+v+`" = 0 ]`, get)),
		ok(1, y(`[ "$((`+v+` + 1))" -eq 1 ]`, checked)),
		ok(1, y(`[ "${`+n+`#0}" != "`+v+`" ]`, get)),
		ok(1, x(`[ "${`+n+`:-x}" != 0 ]`, get)),
		ok(1, yes(`test "$(`+call+`)" -eq 0`)),
		ok(1, yes(call+" | awk '$1 == 0 { found = 1 } END { exit !found }'")),
		ok(1, y(`case "`+v+`" in "" | *[!0-9]*) false ;; *) [ "`+v+`" -eq 0 ] ;; esac`, get)),
		bash(1, y(`let "`+n+` == 0"`, checked)),
		bash(1, y(`[[ `+v+` =~ ^[0-9]+$ && `+v+` -eq 0 ]]`, get)),
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
		bash(1, yes(`[[ ${#`+n+`[@]} -eq 0 ]]`, "mapfile -t "+n+" < <("+call+" || echo failed)")),
		bash(1, func() test {
			return test{setup: []string{"mapfile -t " + n + " < <(" + call + ")\nwait $! || exit 1"}, yes: `[ "${#` + n + `[@]}" -eq 0 ]`}
		}),
		ok(1, no("read -r x < "+n+".txt", call+" > "+n+".txt || exit 1")),
		ok(1, yes(`[ "`+v+`" = no ]`, n+"=no\n"+call+" > "+n+".txt || exit 1\nwhile read -r x; do "+n+"=yes; done < "+n+".txt")),
		ok(1, y(`[ "${#`+n+`}" -eq 0 ]`, checked)),
		ok(1, x(`[ "${`+n+`:+used}" = used ]`, checked)),
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
		flawed("failopen", g.calm(1), no(`[ -s `+n+`.txt ]`, call+" > "+n+".txt")),
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
		ok(1, y(`[ -n "`+v+`" -a "`+v+`" = idle ]`, get)),
		ok(1, y(`[ "${`+n+`:-unknown}" = idle ]`, get)),
		ok(1, y(`case "`+v+`" in "" | active | in-use) false ;; idle) true ;; *) false ;; esac`, get)),
		ok(1, yes(call+" | awk '$1 == \"idle\" { found = 1 } END { exit !found }'")),
		ok(1, yes(`[ "$(`+call+` | grep -cx idle)" -eq 1 ]`)),
		ok(1, y(`expr "`+v+`" : 'idle$' >/dev/null`, get)),
		bash(1, y(`[[ "`+v+`" == @(idle) ]]`, get)),
		bash(1, func() test {
			f := g.define("tell", "local -A good=([idle]=1)", `[ "${good[${1:-none}]:-0}" = 1 ]`)
			return test{setup: []string{get()}, yes: f + ` "` + v + `"`, plain: true}
		}),
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
