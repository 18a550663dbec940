package difftest

import "strings"

// byTrap are the ways in which a trap decides, or gets in the way. A trap's text runs after all functions have returned, so
// they stand only where the code is not in a function or loop of its own.
func (g *gen) byTrap(t test, sc scope, w string) []option[[]string] {
	if sc.fun || sc.loop {
		return nil
	}
	v := g.name("ok")
	pos := group(t.positive())
	guard := func(end string) string {
		lines := append([]string{}, t.setup...)
		return strings.Join(append(lines, pos+" || "+group2(end)), "\n")
	}
	cleanup := func(lines ...string) string { return g.define("zap", lines...) }
	// The trap's function has parameters of its own.
	named := !strings.HasPrefix(sc.target, `"$1`)
	options := []option[[]string]{
		ok(1, func() []string { return []string{guard("exit 1"), "trap " + quote(w) + " EXIT"} }),
		ok(1, func() []string { return []string{"trap 'log-it stopped; exit 1' HUP INT TERM", guard("exit 1"), w} }),
		ok(1, func() []string {
			return []string{"trap " + quote("rc=$?\nlog-it \"left with $rc\"\nexit $rc") + " EXIT", guard("exit 1"), w}
		}),
		flawed("trapwipe", 1, func() []string { return []string{"trap " + quote(w) + " EXIT", guard("{ trap - INT; exit 1; }")} }),
	}
	if before := guard("") + strings.Join(g.funcs[g.mark:], ""); !g.errexit && !strings.Contains(before, "exit") { // no other way out
		options = append(options, ok(1, func() []string { return []string{"trap " + quote(w) + " EXIT", guard("{ trap - EXIT; exit 1; }")} }))
	}
	if g.where >= inSubshell { // $$ is the script even in a subshell, which would go on
		options = append(options,
			ok(1, func() []string { return []string{"trap 'exit 1' TERM INT", guard("kill $$"), w} }),
			ok(1, func() []string { return []string{guard("kill $$"), w} }),
			flawed("trapwipe", 1, func() []string { return []string{"trap " + quote(w) + " TERM", guard("{ kill $$; exit 1; }")} }),
			flawed("ignored", 1, func() []string { return []string{"trap 'log-it stopped' TERM", guard("kill $$"), w} }),
		)
	}
	if named {
		options = append(options,
			ok(1, func() []string {
				return []string{v + "=no", "trap " + cleanup(`[ "$`+v+`" = yes ] || return 0`, w) + " EXIT", guard("exit 1"), v + "=yes"}
			}),
			ok(1, func() []string {
				return []string{"trap " + cleanup("log-it bye") + " EXIT INT TERM", guard("exit 1"), w}
			}),
			flawed("trapwipe", 1, func() []string { return []string{"trap " + cleanup("log-it cleanup", w) + " EXIT", guard("exit 1")} }),
		)
	}
	if t.plain && !g.errexit {
		call := func() string {
			return g.define("run", retargetAll(append(append([]string{}, t.setup...), t.positive(), w), sc.target)...) + " " + sc.target
		}
		options = append(options,
			bash(1, func() []string { return []string{"set -E", "trap 'exit 1' ERR", call()} }),
			bash(1, func() []string { return []string{"set -o errtrace", "trap 'log-it failed; exit 1' ERR", call()} }),
			bashFlawed("ignored", 1, func() []string { return []string{"trap 'exit 1' ERR", call()} }),
		)
	}
	return options
}
