package difftest

import "strings"

// abort ends what leads to the command.
func (g *gen) abort(sc scope) string {
	options := []option[string]{
		ok(6, is("exit 1")),
		ok(2, func() string {
			return g.define("die", g.one(`log-it "$1"`, `echo "$1" >&2`, ":"), "exit 1") + ` in-use`
		}),
		flawed("ignored", 2, is("log-it refusing")),
		flawed("ignored", 1, is(`echo "refusing" >&2`)),
		flawed("ignored", 1, func() string { return g.define("die", `log-it "$1"`, "return 0") + ` in-use` }),
		flawed("subshellexit", g.calm(2), is("( exit 1 )")),
		flawed("subshellexit", g.calm(1), is("( log-it busy; exit 1 )")),
		flawed("subshellexit", g.calm(1), func() string { return "x=$(" + g.define("die", "exit 1") + `)` }),
		flawed("subshellexit", 1, func() string { return g.define("die", "exit 1") + ` | cat` }),
		flawed("subshellexit", 1, func() string { return "echo busy | " + g.define("die", "exit 1") }),
	}
	if sc.fun {
		options = append(options, ok(4, is("return 1")), ok(1, is("return")))
	}
	if sc.nested {
		options = append(options, ok(4, is("continue 2")), ok(2, is("break 2")))
	}
	if !sc.fun && g.where >= inMain { // bash says that return is no good there, and goes on; dash leaves the script
		options = append(options, bashFlawed("ignored", 1, is("return 1")), option[string]{weight: 1, flaw: "?", make: is("return 1")})
	}
	if sc.loop {
		options = append(options, ok(4, is("continue")), ok(1, is("break")))
	}
	return pick(g, options)
}

// refuse says something and aborts.
func (g *gen) refuse(sc scope) string {
	a := g.abort(sc)
	return g.one(a, "echo busy >&2; "+a, "log-it busy\n"+a, "note busy || true\n"+a)
}

// leave is a refusal on which nothing depends, since the command stands in another branch.
func (g *gen) leave(sc scope) string {
	g.noFlaw++
	defer func() { g.noFlaw-- }()
	return g.refuse(sc)
}

// consume acts on the test: what it gives runs the command when the test says idle.
func (g *gen) consume(t test, sc scope) []string {
	w := g.act(sc)
	pos, neg := t.positive(), t.negative()
	lines := func(more ...string) func() []string {
		return func() []string { return append(append([]string{}, t.setup...), more...) }
	}
	// Lines of setup that the condition reads through $? must stay next to it.
	if strings.Contains(pos+neg, "$?") || strings.Contains(pos+neg, "PIPESTATUS") {
		n := len(t.setup) - 1
		join := append(append([]string{}, t.setup[:n]...), t.setup[n]+"\n")
		lines = func(more ...string) func() []string {
			return func() []string {
				out := append([]string{}, join[:n]...)
				out = append(out, join[n]+more[0])
				return append(out, more[1:]...)
			}
		}
	}
	next := 1 // the weight of what puts something between the test and what it reads
	if strings.Contains(pos+neg, "$?") || strings.Contains(pos+neg, "PIPESTATUS") {
		next = 0
	}
	inner := scope{target: sc.target}
	options := []option[[]string]{
		ok(6, lines("if "+pos+"; then\n"+w+"\nfi")),
		ok(2, lines("if "+pos+"; then\n"+w+"\nelse\nlog-it busy\nfi")),
		ok(1, lines("if "+neg+"; then\nlog-it busy\nelse\n"+w+"\nfi")),
		ok(next, lines("if [ \"$MODE\" = slow ]; then\nlog-it slow\nelif "+pos+"; then\n"+w+"\nelse\nlog-it busy\nfi")),
		ok(1, func() []string {
			return lines("if " + neg + "; then\n" + g.leave(sc) + "\nelif [ -n \"$DEBUG\" ]; then\nlog-it debug\nelse\n" + w + "\nfi")()
		}),
		ok(1, func() []string { return g.inChild(t, sc, w) }),
		ok(1, func() []string {
			return append(append([]string{}, t.setup...), group(pos)+"\ncase $? in\n0)\n"+w+"\n;;\n*)\n"+g.leave(sc)+"\n;;\nesac")
		}),
		ok(1, func() []string {
			v := g.name("ok")
			return append(append([]string{v + "=no"}, t.setup...), group(pos)+" && "+v+"=yes", "case $"+v+" in yes) ;; *)\n"+g.refuse(sc)+"\n;; esac", w)
		}),
		ok(8, func() []string { return lines("if "+neg+"; then\n"+g.refuse(sc)+"\nfi", w)() }),
		ok(2, func() []string { return lines("if "+pos+"; then\nlog-it idle\nelse\n"+g.refuse(sc)+"\nfi", w)() }),
		ok(1, func() []string {
			return append([]string{"if prep; then\n:\nelif note x; then\n:\nfi"}, lines("if "+neg+"; then\n"+g.refuse(sc)+"\nfi", w)()...)
		}),
		ok(6, func() []string { return lines(group(pos)+" || "+group2(g.abort(sc)), w)() }),
		ok(3, func() []string { return lines(group(pos)+" || { log-it busy; "+g.abort(sc)+"; }", w)() }),
		ok(2, func() []string { return lines(group(pos)+" && log-it idle || "+group2(g.abort(sc)), w)() }),
		ok(3, func() []string { return lines(group(neg)+" && "+group2(g.abort(sc)), w)() }),
		ok(3, lines(group(pos)+" && "+group2(w))),
		ok(1, lines(group(pos)+" && log-it idle && "+group2(w))),
		ok(1, lines(group(neg)+" || "+group2(w))),
		ok(next, lines("log-it a || true; "+group(pos)+" && "+group2(w))),
		ok(1, lines("case x in x) "+group(pos)+" && "+group2(w)+" ;; esac")),
		ok(1, func() []string {
			return append(append([]string{}, t.setup...), "while "+pos+"; do\n"+w+"\nbreak\ndone")
		}),
		ok(2, func() []string { return []string{"until " + g.joined(t) + "; do\nsleep 1\ndone", w} }),
		ok(1, func() []string { return []string{"while ! { " + g.joined(t) + "; }; do\nsleep 1\ndone", w} }),
		ok(2, func() []string { return g.retry(t, sc, w) }),
		ok(2, func() []string { return g.retryFlag(t, sc, w) }),
		ok(1, func() []string {
			f := g.define("guard", retargetAll(append(append([]string{}, t.setup...), g.stop(t, inner)), sc.target)...)
			return []string{f + " " + sc.target, w}
		}),
		ok(1, func() []string {
			f := g.define("guard", retargetAll(append(append([]string{}, t.setup...), group(pos)+" || return 1"), sc.target)...)
			return []string{f + " " + sc.target + " || " + group2(g.abort(sc)), w}
		}),
		ok(1, func() []string {
			return []string{"while :; do\nif " + g.joined(t) + "; then\n" + w + "\nbreak\nfi\nsleep 1\ndone"}
		}),
		ok(1, func() []string {
			return append([]string{"trap 'log-it bye' EXIT"}, lines(group(pos)+" || exit 1", w)()...)
		}),
		ok(1, func() []string { return lines("(\n" + group(pos) + " || exit 1\n" + w + "\n)")() }),
		ok(1, func() []string { return lines("(\n"+group(pos)+" || exit 1\n) || exit 1", w)() }),
		bash(1, func() []string { return append([]string{"trap 'exit 1' ERR"}, lines(group(pos)+" || exit 2", w)()...) }),
		flawed("subshellexit", 1, func() []string { return lines("(\n"+group(pos)+" || exit 1\n)", w)() }),
		flawed("subshellexit", 1, func() []string {
			f := g.define("guard", retargetAll(append(append([]string{}, t.setup...), group(pos)+" || exit 1"), sc.target)...)
			call := f + " " + sc.target
			return []string{g.one("( "+call+" )", call+" | cat", "x=$("+call+")", call+" | tee out.txt"), w}
		}),
		flawed("ignored", 1, func() []string {
			f := g.define("guard", retargetAll(append(append([]string{}, t.setup...), group(pos)+" || return 1"), sc.target)...)
			return []string{f + " " + sc.target, w}
		}),
		flawed("ignored", 1, lines(group(pos)+" || true", w)),
		flawed("ignored", 1, lines(group(pos)+" && log-it idle", w)),
		flawed("ignored", 1, lines(group(pos)+" || log-it busy", w)),
		flawed("inverted", 1, lines(group(pos)+" || "+group2(w))),
		flawed("inverted", 1, lines(group(neg)+" && "+group2(w))),
		flawed("trapwipe", 1, func() []string {
			return append([]string{"trap " + quote(w) + " EXIT"}, lines(group(pos)+" || exit 1")()...)
		}),
		flawed("bypass", 1, func() []string {
			return []string{"if [ -z \"$FORCE\" ]; then\n" + strings.Join(append(append([]string{}, t.setup...), group(pos)+" || exit 1"), "\n") + "\nfi", w}
		}),
		flawed("bypass", next, func() []string {
			return lines("[ \"$FORCE\" = 1 ] || "+group(pos)+" || exit 1", w)()
		}),
		flawed("bypass", 1, func() []string {
			return lines("case $FORCE in 1 | yes) ;; *)\n"+group(pos)+" || exit 1\n;; esac", w)()
		}),
		flawed("bypass", next, func() []string {
			return lines("if [ -n \"$FORCE\" ]; then\nlog-it forced\nelif "+neg+"; then\n"+g.one("exit 1", "log-it busy\nexit 1")+"\nfi", w)()
		}),
		flawed("wrongtarget", 1, func() []string { return append(lines(group(pos)+" || exit 1")(), g.wipe("h9")) }),
		flawed("unguarded", 1, func() []string { return lines("if prep; then\n" + w + "\nelif " + pos + "; then\n" + w + "\nfi")() }),
		flawed("unguarded", 1, func() []string { return g.undefined(t, sc, w) }),
		flawed("unguarded", 1, func() []string { return g.redefined(t, sc, w) }),
		flawed("unguarded", 1, func() []string {
			return []string{"if prep; then\n" + strings.Join(append(append([]string{}, t.setup...), group(pos)+" || exit 1"), "\n") + "\nfi", w}
		}),
		flawed(ifCertain(len(t.setup) == 0, "async"), 1, func() []string { return lines("{ "+group(pos)+" || exit 1; } &", w)() }),
		flawed("?", 1, lines(group(pos)+" && prep || log-it busy", w)),
		flawed("?", 1, lines(group(pos)+" || log-it busy && exit 1", w)),
		flawed("?", 1, lines("prep || "+group(pos)+" && "+group2(w))),
	}
	options = append(options, g.byTrap(t, sc, w)...)
	options = append(options, g.giveUp(t, sc, w)...)
	if t.plain && !g.errexit && !sc.fun {
		options = append(options,
			bash(2, func() []string { return append(append([]string{"trap 'exit 1' ERR"}, t.setup...), pos, w) }),
			bashFlawed("ignored", 1, func() []string { return append(append([]string{"trap 'log-it failed' ERR"}, t.setup...), pos, w) }),
			flawed("ignored", 1, func() []string { return append(append([]string{}, t.setup...), pos, "log-it next", w) }),
			flawed("?", 1, func() []string { return append(append([]string{}, t.setup...), pos, "set -e", w) }),
		)
	}
	if g.errexit {
		options = append(options, g.byErrexit(t, sc, w)...)
	}
	return pick(g, options)
}

// joined is the whole test as one list, for a place that runs it anew each time.
func (g *gen) joined(t test) string {
	if len(t.setup) == 0 {
		return t.positive()
	}
	return strings.Join(append(append([]string{}, t.setup...), t.positive()), "\n")
}

func (g *gen) stop(t test, sc scope) string {
	a := g.abort(sc)
	return g.one("if "+t.negative()+"; then\n"+a+"\nfi", group(t.positive())+" || "+group2(a))
}

func (g *gen) oneOf(lists ...[]string) []string { return lists[g.r.IntN(len(lists))] }

func retargetAll(lines []string, target string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = retarget(l, target)
	}
	return out
}

// group2 makes one command of lines.
func group2(s string) string {
	if isList(s) {
		return "{\n" + s + "\n}"
	}
	return s
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// ifCertain gives the rule, or says that it is not certain.
func ifCertain(certain bool, rule string) string {
	if certain {
		return rule
	}
	return "?"
}
