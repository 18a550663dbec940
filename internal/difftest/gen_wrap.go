package difftest

import "strings"

// wrap moves a test elsewhere: into a function, a variable, a subshell, a retry loop.
func (g *gen) wrap(t test, sc scope) test {
	body := func(last ...string) []string {
		lines := append(append([]string{}, t.setup...), last...)
		for i, l := range lines {
			lines[i] = retarget(l, sc.target)
		}
		return lines
	}
	pos, neg := t.positive(), t.negative()
	close := t.close || strings.Contains(pos+neg, "$?") || strings.Contains(pos+neg, "PIPESTATUS") || strings.Contains(pos+neg, "$!")
	arg := " " + sc.target
	if sc.target == "" {
		arg = ""
	}
	fun := func(last ...string) func() test {
		return func() test {
			return test{yes: g.define("check", body(last...)...) + arg, plain: true}
		}
	}
	funNo := func(last ...string) func() test {
		return func() test { return test{no: g.define("busy", body(last...)...) + arg} }
	}
	v := g.name("ok")
	// What is set first goes before the setup, whose last line the condition may read through $?.
	decide := func(first, more string) []string { return append(append([]string{first}, t.setup...), more) }
	options := []option[test]{
		ok(4, fun(pos)),
		ok(2, fun("if "+pos+"; then return 0; fi", "return 1")),
		ok(2, fun("if "+neg+"; then return 1; fi", "return 0")),
		ok(1, fun("if "+pos+"; then return 0; else return 1; fi")),
		ok(1, fun(group(pos)+" && return 0", "return 1")),
		ok(1, fun(group(pos)+" || return 1", "log-it checked")),
		ok(1, fun(group(pos)+" || return 1", "return 0")),
		ok(1, fun(group(pos), "return $?")),
		ok(1, fun(group(pos)+" && return", "false")),
		ok(1, func() test {
			f := g.name("check")
			g.funcs = append(g.funcs, f+"() (\n"+strings.Join(body(pos), "\n")+"\n)")
			return test{yes: f + arg, plain: true}
		}),
		ok(1, func() test {
			f := g.define("check", append(append([]string{"local " + v + "=1"}, body("if "+pos+"; then "+v+"=0; fi")...), "return $"+v)...)
			return test{yes: f + arg, plain: true}
		}),
		ok(1, func() test {
			return test{setup: decide("echo no > "+v+".txt", "if "+pos+"; then echo yes > "+v+".txt; fi"), yes: "grep -qx yes " + v + ".txt"}
		}),
		flawed("stalestatus", g.calm(1), fun(pos, "log-it asked", "return $?")),
		ok(1, funNo("if "+pos+"; then return 1; fi", "return 0")),
		ok(1, funNo(neg)),
		ok(1, func() test {
			return test{setup: decide(v+"=no", "if "+pos+"; then "+v+"=yes; fi"), yes: `[ "$` + v + `" = yes ]`}
		}),
		ok(1, func() test {
			return test{setup: decide(v+"=0", "if "+neg+"; then "+v+"=1; fi"), yes: `[ "$` + v + `" -eq 0 ]`}
		}),
		ok(1, func() test {
			f := g.define("tell", body("if "+g.hushed(pos)+"; then echo yes; else echo no; fi")...)
			return test{setup: []string{v + "=$(" + f + arg + ")"}, yes: `[ "$` + v + `" = yes ]`}
		}),
		ok(1, func() test {
			f := g.define("tell", body(g.hushed(pos)+" && echo yes")...)
			return test{yes: `[ "$(` + f + arg + `)" = yes ]`}
		}),
		ok(1, func() test {
			f := g.define("set", append([]string{v + "=no"}, body("if "+pos+"; then "+v+"=yes; fi")...)...)
			return test{setup: []string{f + arg}, yes: `[ "$` + v + `" = yes ]`}
		}),
		bash(1, func() test {
			f := g.define("check", append([]string{"local " + v + "=no"}, body(group(pos)+" && "+v+"=yes", `[ "$`+v+`" = yes ]`)...)...)
			return test{yes: f + arg, plain: true}
		}),
		flawed("ignored", 1, fun("if "+neg+"; then log-it in-use; fi", "return 0")),
		flawed("ignored", 1, fun("if "+neg+"; then log-it in-use; return 0; fi", "return 0")),
		flawed("subshellexit", g.calm(1), fun(group(neg)+" && ( return 1 )", "return 0")),
		flawed("inverted", 1, fun("if "+pos+"; then return 1; fi", "return 0")),
		flawed("?", 1, fun(pos, "log-it checked")),
		flawed("?", 1, func() test {
			f := g.define("tell", body("if "+g.hushed(neg)+"; then echo no; fi")...)
			return test{yes: `[ "$(` + f + arg + `)" != no ]`}
		}),
	}
	if sc.target != "" && !strings.HasPrefix(pos, "if ") && !strings.Contains(pos, "\n") {
		options = append(options, ok(1, func() test {
			lines := body(group(pos))
			return test{yes: g.recursive(lines[:len(lines)-1], lines[len(lines)-1]) + arg}
		}))
	}
	if !close {
		options = append(options,
			ok(1, func() test {
				return test{setup: t.setup, yes: "( " + pos + " )"}
			}),
			ok(1, func() test { return test{setup: t.setup, yes: "if " + pos + "; then true; else false; fi"} }),
			bashFlawed("stalestatus", 1, func() test {
				f := g.define("tell", body(pos)...)
				return test{yes: g.define("check", "local r=$("+f+` "$1")`, "[ $? -eq 0 ]") + arg}
			}),
			bashFlawed("stalestatus", 1, func() test {
				f := g.define("tell", body(pos)...)
				return test{setup: []string{g.one("declare", "typeset", "declare -g", "readonly") + " " + v + "=$(" + f + arg + ")"}, yes: "[ $? -eq 0 ]"}
			}),
			flawed("stalestatus", 1, func() test {
				f := g.define("tell", body(pos)...)
				return test{setup: []string{"export R=$(" + f + arg + ")"}, yes: "[ $? -eq 0 ]"}
			}),
		)
	}
	return pick(g, options)
}

// retarget makes a line speak of the function's parameter.
func retarget(line, target string) string {
	if target == "" {
		return line
	}
	return strings.ReplaceAll(line, " "+target, ` "$1"`)
}

// hushed drops what a test prints, as is done where a function's output is its answer.
func (g *gen) hushed(cond string) string {
	if g.chance(15) {
		return group(cond)
	}
	return "{ " + cond + "; } >/dev/null"
}
