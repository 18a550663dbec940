package difftest

import "strings"

// shape is code about one target in a form that real maintenance scripts have, with guards of the generator's own.
func (g *gen) shape(sc scope) []string {
	if sc.target == "" {
		return g.byCase(sc, g.act(sc))
	}
	return pick(g, []option[[]string]{
		ok(2, func() []string { return g.byCase(sc, g.act(sc)) }),
		ok(2, func() []string { return g.selector(sc) }),
		ok(1, func() []string { return g.allOf(sc) }),
		ok(1, func() []string { return g.helper(sc) }),
	})
}

// selector asks the guard that suits the sort of machine, which it tells by the machine's name.
func (g *gen) selector(sc scope) []string {
	branch := func() string {
		g.noFlaw++
		defer func() { g.noFlaw-- }()
		g.kind = guardKinds[g.r.IntN(len(guardKinds)-1)]
		return strings.Join(g.apartLines(g.test(sc)), "\n")
	}
	one, two := branch(), branch()
	w := g.act(sc)
	clauses := func(items ...string) string {
		return "case " + sc.target + " in\n" + strings.Join(items, " ;;\n") + " ;;\nesac"
	}
	return pick(g, []option[[]string]{
		ok(2, func() []string { return []string{clauses("*1)\n"+one, "*2)\n"+two, "*)\n"+g.leave(sc)), w} }),
		ok(1, func() []string { return []string{clauses("h1 | d1)\n"+one, "*)\n"+two), w} }),
		ok(2, func() []string {
			f := g.define("check", strings.Split(retarget(clauses("*1)\n"+one, "*)\n"+two, "x)\nreturn 1"), sc.target), "\n")...)
			return []string{f + " " + sc.target + " || {\n" + g.leave(sc) + "\n}", w}
		}),
		flawed("unguarded", 1, func() []string { return []string{clauses("db*)\n"+one, "web*)\n"+two), w} }),
		flawed("unguarded", 1, func() []string { return []string{clauses("db*)\n"+one, "web*)\n"+two, "*)\nlog-it other"), w} }),
		flawed("ignored", 1, func() []string { return []string{clauses("*1)\n"+one, "*)\n"+g.ask(sc.target)+" || log-it busy"), w} }),
	})
}

// allOf asks several guards and counts the ones that do not say idle.
func (g *gen) allOf(sc scope) []string {
	bad := g.name("bad")
	ask := func(count string) string {
		g.noFlaw++
		defer func() { g.noFlaw-- }()
		g.kind = guardKinds[g.r.IntN(len(guardKinds)-1)]
		t := g.test(sc)
		return strings.Join(append(append([]string{}, t.setup...), "if "+t.negative()+"; then\nlog-it \"not free\"\n"+count+"\nfi"), "\n")
	}
	add := bad + "=$((" + bad + " + 1))"
	w := g.act(sc)
	check := `[ "$` + bad + `" -eq 0 ] || `
	return pick(g, []option[[]string]{
		ok(2, func() []string { return []string{bad + "=0", ask(add), ask(add), check + group2(g.abort(sc)), w} }),
		ok(1, func() []string {
			return []string{bad + "=0", ask(bad + "=1"), "if " + check + "false; then\n" + w + "\nfi"}
		}),
		bash(1, func() []string {
			return []string{bad + "=0", ask("(( " + bad + " += 1 )) || true"), "(( " + bad + " == 0 )) || " + group2(g.abort(sc)), w}
		}),
		flawed("subshellexit", 1, func() []string { return []string{bad + "=0", "(\n" + ask(add) + "\n)", check + group2(g.abort(sc)), w} }),
		flawed("ignored", 1, func() []string {
			return []string{bad + "=0", ask(add), `[ "$` + bad + `" -ge 0 ] || ` + group2(g.abort(sc)), w}
		}),
	})
}

// helper asks in a function that prints its answer among other things it may say, or nothing when it could not find out.
func (g *gen) helper(sc scope) []string {
	g.noFlaw++
	t := g.test(sc)
	g.noFlaw--
	v := g.name("ok")
	tell := func(yes, no string) string {
		lines := append(append([]string{}, t.setup...), "if "+g.hushed(t.positive())+"; then\necho "+yes+"\nelse\necho "+no+"\nfi")
		return g.define("tell", retargetAll(lines, sc.target)...) + " " + sc.target
	}
	w := g.act(sc)
	return pick(g, []option[[]string]{
		ok(2, func() []string {
			return []string{"case $(" + tell("free", "used") + ") in\nfree)\n" + w + "\n;;\n*)\n" + g.leave(sc) + "\n;;\nesac"}
		}),
		ok(1, func() []string {
			return []string{v + "=$(" + tell("0", "1") + ")", `[ "${` + v + `:-1}" -eq 0 ] || ` + group2(g.abort(sc)), w}
		}),
		ok(1, func() []string {
			return []string{tell("free", "used") + " | grep -qx free || " + group2(g.abort(sc)), w}
		}),
		flawed("?", 1, func() []string {
			return []string{tell("free", "not-free") + " | grep -q free || " + group2(g.abort(sc)), w}
		}),
		flawed("ignored", 1, func() []string { return []string{tell("free", "used") + " >/dev/null || " + group2(g.abort(sc)), w} }),
	})
}
