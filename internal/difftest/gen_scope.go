package difftest

import "strings"

// script makes the script around a guard and a destructive command: which targets there are, and where the code stands.
func (g *gen) script() []string {
	g.kind = guardKinds[g.r.IntN(len(guardKinds))]
	g.site = "wipe-disk"
	if g.kind == "pgrep" {
		g.site = "wipe-all"
	}
	g.errexit = g.chance(25)
	if g.kind == "pgrep" {
		return g.place(g.core(scope{target: ""}))
	}
	switch n := g.r.IntN(10); {
	case n < 6:
		return g.single()
	default:
		return g.several()
	}
}

// core asks and acts, once.
func (g *gen) core(sc scope) []string {
	lines := g.consume(g.test(sc), sc)
	if g.chance(6) && g.mode != Planted { // a second guard of the same target
		g.noFlaw++
		g.kind = guardKinds[g.r.IntN(len(guardKinds)-1)]
		lines = append([]string{g.call(g.ask(sc.target)) + " || log-it second"}, lines...)
		g.noFlaw--
	}
	return g.noisy(lines)
}

func (g *gen) call(s string) string { return g.quiet(s) }

// single is a script about one target.
func (g *gen) single() []string {
	type binding struct{ lines, target string }
	b := pick(g, []option[binding]{
		ok(6, func() binding { return binding{"h=$1", `"$h"`} }),
		ok(2, func() binding { return binding{`h="$1"`, `"$h"`} }),
		ok(3, func() binding { return binding{"", `"$1"`} }),
		ok(3, func() binding { return binding{"", "h1"} }),
		ok(2, func() binding { return binding{"h=h1", `"$h"`} }),
		ok(1, func() binding { return binding{"h=h1", `$h`} }),
		ok(1, func() binding { return binding{"h=${1:-h1}", `"$h"`} }),
		ok(1, func() binding { return binding{`h=${1:?usage}`, `"$h"`} }),
		ok(1, func() binding { return binding{`h=$1; : "${h:?no host}"`, `"$h"`} }),
		ok(1, func() binding { return binding{`h=$TARGET`, `"$h"`} }),
		ok(1, func() binding { return binding{"", `"$TARGET"`} }),
		ok(1, func() binding { return binding{`[ $# -eq 1 ] || exit 2` + "\nh=$1", `"$h"`} }),
		ok(1, func() binding { return binding{`if [ -z "$1" ]; then echo usage >&2; exit 2; fi` + "\nh=$1", `"$h"`} }),
		ok(1, func() binding { return binding{"h=$1\nreadonly h", `"$h"`} }),
		ok(1, func() binding { return binding{"p=h\nh=${p}1", `"$h"`} }),
		ok(1, func() binding { return binding{"h=$1\nshift", `"$h"`} }),
	})
	sc := scope{target: b.target}
	var head []string
	if b.lines != "" {
		head = []string{b.lines}
	}
	other := pick(g, []option[string]{
		ok(20, is("")),
		flawed("wrongtarget", 1, is("guard")),
		flawed("wrongtarget", 1, is("wipe")),
		flawed("?", 1, is("reassign")),
	})
	if g.chance(25) && other == "" {
		sc.fun = true
		inner := sc
		inner.target = `"$1"`
		if g.chance(30) {
			inner.target = `"$d"`
		}
		body := g.core(inner)
		if inner.target == `"$d"` {
			body = append([]string{g.one(`d=$1`, `local d="$1"`, `d="$1"`)}, body...)
		}
		f := g.define("handle", body...)
		return g.place(append(head, f+" "+sc.target))
	}
	var lines []string
	switch other {
	case "guard":
		asked := sc
		asked.target = g.one("h8", `"$other"`)
		lines = g.apart(asked, sc, "other=h8")
	case "wipe":
		wiped := sc
		wiped.target = g.one("h9", `"$2"`)
		lines = g.apart(sc, wiped, "")
	case "reassign":
		lines = g.apart(sc, scope{target: `"$h"`}, "h=$2")
	default:
		lines = g.core(sc)
	}
	return g.place(append(head, lines...))
}

// apart asks about one target and destroys another.
func (g *gen) apart(asked, wiped scope, between string) []string {
	g.noFlaw++
	defer func() { g.noFlaw-- }()
	t := g.test(asked)
	var lines []string
	if between != "" && strings.HasPrefix(between, "other") {
		lines, between = append(lines, between), ""
	}
	lines = append(lines, t.setup...)
	cond := group(t.positive()) + " || exit 1"
	if strings.Contains(cond, "$?") || strings.Contains(cond, "PIPESTATUS") {
		n := len(lines) - 1
		lines = append(lines[:n:n], lines[n]+"\n"+cond)
	} else {
		lines = append(lines, cond)
	}
	if between != "" {
		lines = append(lines, between)
	}
	return append(lines, g.wipe(wiped.target))
}

// several is a script about several targets.
func (g *gen) several() []string {
	sc := scope{target: `"$h"`, loop: true}
	if g.chance(10) {
		sc.target = "$h"
	}
	loop := pick(g, []option[[2]string]{
		ok(4, func() [2]string { return [2]string{"for h in h1 h2; do", "done"} }),
		ok(4, func() [2]string { return [2]string{`for h in "$@"; do`, "done"} }),
		ok(1, func() [2]string { return [2]string{"for h; do", "done"} }),
		ok(1, func() [2]string { return [2]string{"for h in $1; do", "done"} }),
		ok(1, func() [2]string { return [2]string{"hosts=\"h1 h2\"\nfor h in $hosts; do", "done"} }),
		ok(1, func() [2]string { return [2]string{"for h in $(printf '%s\\n' h1 h2); do", "done"} }),
		ok(2, func() [2]string { return [2]string{"printf '%s\\n' h1 h2 | while read -r h; do", "done"} }),
		ok(2, func() [2]string { return [2]string{"while read -r h; do", "done <<EOF\nh1\nh2\nEOF"} }),
		ok(1, func() [2]string { return [2]string{`while [ $# -gt 0 ]; do` + "\nh=$1\nshift", "done"} }),
		ok(1, func() [2]string {
			return [2]string{"printf 'h1\\nh2\\n' > hosts.txt\nwhile read -r h; do", "done < hosts.txt"}
		}),
		bash(2, func() [2]string { return [2]string{"hosts=(h1 h2)\n" + `for h in "${hosts[@]}"; do`, "done"} }),
		bash(1, func() [2]string { return [2]string{`hosts=("$@")` + "\n" + `for h in "${hosts[@]}"; do`, "done"} }),
		bash(1, func() [2]string { return [2]string{"while read -r h; do", "done < <(printf '%s\\n' h1 h2)"} }),
		bash(1, func() [2]string {
			return [2]string{"hosts=(h1 h2)\nfor ((i = 0; i < ${#hosts[@]}; i++)); do\nh=${hosts[i]}", "done"}
		}),
		bash(1, func() [2]string {
			return [2]string{"mapfile -t hosts < <(printf '%s\\n' h1 h2)\n" + `for h in "${hosts[@]}"; do`, "done"}
		}),
		bash(1, func() [2]string { return [2]string{"while read -r h; do", "done <<< $'h1\\nh2'"} }),
	})
	wrap := func(lines []string) []string {
		return []string{loop[0] + "\n" + strings.Join(lines, "\n") + "\n" + loop[1]}
	}
	shape := pick(g, []option[string]{
		ok(10, is("inside")),
		ok(5, is("function")),
		ok(1, is("twice")),
		ok(1, is("collect")),
		flawed("wrongtarget", 2, is("before")),
		flawed("?", 1, is("after")),
	})
	switch shape {
	case "function":
		sc.fun, sc.loop = true, false
		inner := sc
		inner.target = `"$1"`
		f := g.define("handle", g.core(inner)...)
		return g.place(wrap([]string{g.one(f+" "+sc.target, f+" "+sc.target+" || log-it failed", f+" "+sc.target+" || exit 1")}))
	case "twice":
		g.noFlaw++
		t := g.test(sc)
		g.noFlaw--
		first := wrap(append(g.apartLines(t), g.wipe(sc.target)))
		first[0] = strings.Replace(first[0], g.wipe(sc.target), "log-it ok", 1)
		if strings.Contains(loop[0], "while") {
			return g.place(wrap(append(g.apartLines(t), g.wipe(sc.target))))
		}
		return g.place(append(first, wrap([]string{g.wipe(sc.target)})...))
	case "collect":
		return g.place(g.collect(sc, wrap))
	case "before":
		g.noFlaw++
		asked := scope{target: g.one("h1", `"$1"`)}
		t := g.test(asked)
		g.noFlaw--
		return g.place(append(g.apartLines(t), wrap([]string{g.wipe(sc.target)})...))
	case "after":
		g.noFlaw++
		t := g.test(sc)
		g.noFlaw--
		return g.place(append(wrap(append(g.apartLines(t), "log-it ok")), g.wipe(sc.target)))
	}
	return g.place(wrap(g.core(sc)))
}

// apartLines is a test that leaves the script.
func (g *gen) apartLines(t test) []string {
	lines := append([]string{}, t.setup...)
	cond := group(t.positive()) + " || exit 1"
	if strings.Contains(cond, "$?") || strings.Contains(cond, "PIPESTATUS") {
		n := len(lines) - 1
		return append(lines[:n:n], lines[n]+"\n"+cond)
	}
	return append(lines, cond)
}

// place puts the code into the script: bare, in main, in a block.
func (g *gen) place(lines []string) []string {
	switch n := g.r.IntN(20); {
	case n < 3:
		g.funcs = append(g.funcs, "main() {\n"+strings.Join(lines, "\n")+"\n}")
		return []string{g.one(`main "$@"`, `main "$@"`, `main "$@" | tee out.txt`, `main "$@" > out.txt 2>&1`, `main "$@" || exit 1`, `if main "$@"; then log-it done; fi`, `( main "$@" )`, `main "$@"; exit $?`)}
	case n < 4:
		return []string{"{\n" + strings.Join(lines, "\n") + "\n} " + g.one("> out.txt", "2>&1 | tee out.txt", "")}
	case n < 5:
		return append([]string{"trap 'log-it bye' EXIT"}, lines...)
	case n < 6 && g.mode == Wild:
		return append([]string{"usage() { echo usage; exit 2; }", `[ "$1" != --help ] || usage`}, lines...)
	}
	return lines
}

// noisy puts harmless commands between the lines.
func (g *gen) noisy(lines []string) []string {
	var out []string
	for i, l := range lines {
		reads := strings.Contains(l, "$?") || strings.Contains(l, "$!") || strings.Contains(l, "PIPESTATUS")
		if g.chance(12) && (i == 0 || !reads) {
			out = append(out, g.noise())
		}
		out = append(out, l)
	}
	if g.chance(8) {
		out = append(out, g.noise())
	}
	return out
}

func (g *gen) noise() string {
	return g.one("log-it step", "note step || true", "# a comment", ":", "if prep; then note ready; fi", "prep || note unready", `[ -z "$DEBUG" ] || note debug`,
		`case "$MODE" in fast) note fast ;; esac`, "x=$(prep)", "prep >/dev/null 2>&1", "v=1\nv=$((v + 1))", "true", `if [ "$MODE" = slow ]; then sleep 5; fi`,
		"for k in a b; do note $k; done", "note a && note b", "{ note a; note b; }", "( note sub )", "drain &\nwait", "echo working")
}

// collect picks the idle ones first and destroys them then.
func (g *gen) collect(sc scope, wrap func([]string) []string) []string {
	t := g.test(sc)
	keep := func(line string) []string {
		return append(append([]string{}, t.setup...), "if "+t.positive()+"; then "+line+"; fi")
	}
	if strings.Contains(t.positive(), "$?") || strings.Contains(t.positive(), "PIPESTATUS") {
		keep = func(line string) []string {
			n := len(t.setup) - 1
			return append(append([]string{}, t.setup[:n]...), t.setup[n]+"\nif "+t.positive()+"; then "+line+"; fi")
		}
	}
	variable := func() []string {
		lines := append([]string{"free="}, wrap(keep(`free="$free $h"`))...)
		return append(lines, "for d in $free; do\n"+g.wipe(`"$d"`)+"\ndone")
	}
	return pick(g, []option[[]string]{
		ok(2, variable),
		ok(1, func() []string {
			lines := append([]string{": > free.txt"}, wrap(keep(`echo "$h" >> free.txt`))...)
			return append(lines, "while read -r d; do\n"+g.wipe(`"$d"`)+"\ndone < free.txt")
		}),
		ok(1, func() []string {
			f := g.define("say", wrap(keep(`echo "$h"`))...)
			return []string{"for d in $(" + f + ` "$@"); do` + "\n" + g.wipe(`"$d"`) + "\ndone"}
		}),
		bash(2, func() []string {
			lines := append([]string{"free=()"}, wrap(keep(`free+=("$h")`))...)
			return append(lines, `for d in "${free[@]}"; do`+"\n"+g.wipe(`"$d"`)+"\ndone")
		}),
	})
}
