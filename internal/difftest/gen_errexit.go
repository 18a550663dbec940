package difftest

import "strings"

// byErrexit are the ways in which set -e decides.
func (g *gen) byErrexit(t test, sc scope, w string) []option[[]string] {
	pos, neg := t.positive(), t.negative()
	if !t.plain {
		pos = group(pos)
	}
	core := strings.Join(retargetAll(append(append([]string{}, t.setup...), pos, w), sc.target), "\n")
	run := func(call string) func() []string {
		return func() []string {
			f := g.define("run", core)
			return []string{strings.ReplaceAll(call, "F", f+" "+sc.target)}
		}
	}
	options := []option[[]string]{
		flawed("errexitoff", 3, func() []string { return append(append([]string{}, t.setup...), not(neg), w) }),
	}
	if !t.plain {
		return options
	}
	if sc.fun { // which may be called where set -e is off
		return append(options, flawed("?", 5, func() []string { return append(append([]string{}, t.setup...), pos, w) }))
	}
	return append(options,
		ok(12, func() []string { return append(append([]string{}, t.setup...), pos, w) }),
		ok(2, run("F")),
		ok(1, func() []string { return append(append([]string{}, t.setup...), "( "+pos+" )", w) }),
		ok(1, func() []string { return append(append([]string{}, t.setup...), "x=$("+pos+")", w) }),
		ok(1, run("F | cat")),
		ok(1, func() []string { return append(append([]string{}, t.setup...), "{ "+pos+"; }", w) }),
		ok(1, func() []string { return append(append([]string{}, t.setup...), "if true; then\n"+pos+"\nfi", w) }),
		bash(1, func() []string {
			return append(append([]string{"shopt -s inherit_errexit"}, t.setup...), "x=$("+pos+"; echo done)", w)
		}),
		bashFlawed("errexitoff", 1, func() []string { return append(append([]string{}, t.setup...), "x=$("+pos+"; echo done)", w) }),
		flawed("stalestatus", 1, func() []string {
			f := g.define("guard", retargetAll(append(append([]string{}, t.setup...), "local x=$("+pos+")"), sc.target)...)
			return []string{strings.TrimRight(f+" "+sc.target, " "), w}
		}),
		bashFlawed("stalestatus", 1, func() []string {
			return append(append([]string{}, t.setup...), g.one("declare", "readonly", "readonly", "typeset")+" "+g.name("x")+"=$("+pos+")", w)
		}),
		flawed("errexitoff", 1, run("while F; do break; done")),
		flawed("errexitoff", 1, run("{ F; } || true")),
		flawed("errexitoff", 1, run("if ( set -e; F ); then log-it done; fi")),
		flawed("errexitoff", 3, run("if F; then log-it done; fi")),
		flawed("errexitoff", 2, run("F || log-it failed")),
		flawed("errexitoff", 1, run("F && log-it done")),
		flawed("errexitoff", 1, run("! F")),
		flawed("errexitoff", 2, func() []string { return append(append([]string{}, t.setup...), pos+" && log-it idle", w) }),
		flawed("?", 1, func() []string { return append(append([]string{"set +e"}, t.setup...), pos, "set -e", w) }),
		flawed("?", 1, func() []string { return append(append([]string{}, t.setup...), "echo \"$("+pos+")\"", w) }),
		flawed("?", 1, func() []string { return append(append([]string{}, t.setup...), "export X=$("+pos+")", w) }),
		flawed("?", 1, func() []string { return append(append([]string{}, t.setup...), pos+" | cat", w) }),
		flawed("?", 1, func() []string { return append(append([]string{}, t.setup...), "x=$("+pos+"; echo done)", w) }),
	)
}
