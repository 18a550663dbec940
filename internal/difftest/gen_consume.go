package difftest

import "strings"

// wipe is the destructive command.
func (g *gen) wipe(target string) string {
	if g.site == "wipe-all" {
		return g.site
	}
	if g.mode == Wild && strings.HasPrefix(target, `"$`) && g.chance(5) {
		target = strings.Trim(target, `"`)
	}
	return g.site + " " + target
}

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
		flawed("subshellexit", 2, is("( exit 1 )")),
		flawed("subshellexit", 1, is("( log-it busy; exit 1 )")),
		flawed("subshellexit", 1, func() string { return "x=$(" + g.define("die", "exit 1") + `)` }),
		flawed("subshellexit", 1, func() string { return g.define("die", "exit 1") + ` | cat` }),
		flawed("subshellexit", 1, func() string { return "echo busy | " + g.define("die", "exit 1") }),
	}
	if sc.fun {
		options = append(options, ok(4, is("return 1")), ok(1, is("return")))
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

// consume acts on the test: what it gives runs the command when the test says idle.
func (g *gen) consume(t test, sc scope) []string {
	w := g.wipe(sc.target)
	if g.chance(15) {
		w = g.one("log-it start\n"+w, w+" || log-it failed", "if ! "+w+"; then log-it failed; fi", "{ "+w+"; }", "( "+w+" )")
	}
	if g.chance(8) && sc.target != "" {
		w = g.define("zap", strings.ReplaceAll(w, sc.target, `"$1"`)) + " " + sc.target
	}
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
	inner := scope{target: sc.target}
	options := []option[[]string]{
		ok(6, lines("if "+pos+"; then\n"+w+"\nfi")),
		ok(2, lines("if "+pos+"; then\n"+w+"\nelse\nlog-it busy\nfi")),
		ok(1, lines("if "+neg+"; then\nlog-it busy\nelse\n"+w+"\nfi")),
		ok(8, func() []string { return lines("if "+neg+"; then\n"+g.refuse(sc)+"\nfi", w)() }),
		ok(2, func() []string { return lines("if "+pos+"; then\nlog-it idle\nelse\n"+g.refuse(sc)+"\nfi", w)() }),
		ok(1, func() []string {
			return lines("if prep; then\n:\nelif note x; then\n:\nfi", "if "+neg+"; then\n"+g.refuse(sc)+"\nfi", w)()
		}),
		ok(6, func() []string { return lines(group(pos)+" || "+group2(g.abort(sc)), w)() }),
		ok(3, func() []string { return lines(group(pos)+" || { log-it busy; "+g.abort(sc)+"; }", w)() }),
		ok(2, func() []string { return lines(group(pos)+" && log-it idle || "+group2(g.abort(sc)), w)() }),
		ok(3, func() []string { return lines(group(neg)+" && "+group2(g.abort(sc)), w)() }),
		ok(3, lines(group(pos)+" && "+group2(w))),
		ok(1, lines(group(pos)+" && log-it idle && "+group2(w))),
		ok(1, lines(group(neg)+" || "+group2(w))),
		ok(1, lines("log-it a || true; "+group(pos)+" && "+group2(w))),
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
		flawed("trapwipe", 2, func() []string {
			return append([]string{"trap " + quote(w) + " EXIT"}, lines(group(pos)+" || exit 1")()...)
		}),
		flawed("fallthrough", 2, func() []string {
			return []string{"for i in 1 2 3; do\nif " + g.joined(t) + "; then break; fi\nsleep 1\ndone", w}
		}),
		flawed("fallthrough", 2, func() []string {
			return []string{"i=0\nwhile [ $i -lt 3 ]; do\n" + strings.Join(t.setup, "\n") + "\n" + group(pos) + " && break\ni=$((i + 1))\nsleep 1\ndone", w}
		}),
		flawed("fallthrough", 1, func() []string {
			return []string{"i=0\nuntil " + g.joined(t) + "; do\ni=$((i + 1))\nif [ \"$i\" -ge 3 ]; then\nlog-it giving-up\nbreak\nfi\nsleep 1\ndone", w}
		}),
		flawed("bypass", 1, func() []string {
			return []string{"if [ -z \"$FORCE\" ]; then\n" + strings.Join(append(append([]string{}, t.setup...), group(pos)+" || exit 1"), "\n") + "\nfi", w}
		}),
		flawed("bypass", 1, func() []string {
			return lines("[ \"$FORCE\" = 1 ] || "+group(pos)+" || exit 1", w)()
		}),
		flawed("wrongtarget", 1, func() []string { return append(lines(group(pos)+" || exit 1")(), g.wipe("h9")) }),
		flawed("unguarded", 1, func() []string {
			return []string{"if prep; then\n" + strings.Join(append(append([]string{}, t.setup...), group(pos)+" || exit 1"), "\n") + "\nfi", w}
		}),
		flawed(ifCertain(len(t.setup) == 0, "async"), 1, func() []string { return lines("{ "+group(pos)+" || exit 1; } &", w)() }),
		flawed("?", 1, lines(group(pos)+" && prep || log-it busy", w)),
		flawed("?", 1, lines(group(pos)+" || log-it busy && exit 1", w)),
		flawed("?", 1, lines("prep || "+group(pos)+" && "+group2(w))),
	}
	if !sc.loop && !sc.fun {
		options = append(options, ok(1, func() []string { return append(lines(group(pos)+" || exit 1")(), "trap "+quote(w)+" EXIT") }))
	}
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
		return nil
	}
	if sc.fun { // which may be called where set -e is off
		return append(options, flawed("?", 5, func() []string { return append(append([]string{}, t.setup...), pos, w) }))
	}
	return append(options,
		ok(12, func() []string { return append(append([]string{}, t.setup...), pos, w) }),
		ok(2, run("F")),
		ok(1, func() []string { return append(append([]string{}, t.setup...), "( "+pos+" )", w) }),
		ok(1, func() []string { return append(append([]string{}, t.setup...), "x=$("+pos+")", w) }),
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

// joined is the whole test as one list, for a place that runs it anew each time.
func (g *gen) joined(t test) string {
	if len(t.setup) == 0 {
		return t.positive()
	}
	return strings.Join(append(append([]string{}, t.setup...), t.positive()), "\n")
}

func (g *gen) stop(t test, sc scope) string {
	return g.one("if "+t.negative()+"; then\n"+g.abort(sc)+"\nfi", group(t.positive())+" || "+group2(g.abort(sc)))
}

// retry asks several times and gives up by leaving the script.
func (g *gen) retry(t test, sc scope, w string) []string {
	tries := g.name("tries")
	v := "$" + tries
	full := g.one(`[ "`+v+`" -lt 3 ] || exit 1`, `if [ `+v+` -ge 3 ]; then exit 1; fi`, `[ `+v+` -gt 2 ] && exit 1`, `test `+v+` = 3 && exit 1`)
	step := g.one(tries+"=$(("+tries+" + 1))", tries+"=$(("+v+" + 1))")
	return g.oneOf(
		[]string{tries + "=0\nuntil " + g.joined(t) + "; do\n" + step + "\n" + full + "\nsleep 1\ndone", w},
		[]string{tries + "=0\nwhile true; do\n" + strings.Join(t.setup, "\n") + "\nif " + t.positive() + "; then break; fi\n" + step + "\n" + full + "\nsleep 1\ndone", w},
		[]string{tries + "=0\nwhile :; do\n" + strings.Join(t.setup, "\n") + "\n" + group(t.positive()) + " && break\n" + step + "\n" + full + "\ndone", w},
	)
}

// retryFlag asks several times and remembers in a variable how it went.
func (g *gen) retryFlag(t test, sc scope, w string) []string {
	v := g.name("ok")
	loop := g.one("for i in 1 2 3; do\n", "i=0\nwhile [ $i -lt 3 ]; do\ni=$((i + 1))\n", "for i in $(seq 3); do\n")
	body := strings.Join(t.setup, "\n") + "\nif " + t.positive() + "; then " + v + "=1; break; fi\nsleep 1\ndone"
	end := g.one(`[ "$`+v+`" = 1 ] || exit 1`, `if [ "$`+v+`" -ne 1 ]; then exit 1; fi`, `[ $`+v+` -eq 0 ] && exit 1`)
	f := g.define("waitfor", retargetAll([]string{"for i in 1 2 3; do\n" + strings.Join(t.setup, "\n") + "\nif " + t.positive() + "; then return 0; fi\nsleep 1\ndone", "return 1"}, sc.target)...)
	return g.oneOf(
		[]string{v + "=0\n" + loop + body, end, w},
		[]string{v + "=0\n" + loop + body, `if [ "$` + v + `" = 1 ]; then` + "\n" + w + "\nfi"},
		[]string{f + " " + sc.target + " || exit 1", w},
		[]string{"if " + f + " " + sc.target + "; then\n" + w + "\nfi"},
	)
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
