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
	g.where = g.r.IntN(20)
	g.chooseReach()
	if g.kind == "pgrep" {
		return g.place(append(g.setHost, g.core(scope{target: ""})...))
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
	var lines []string
	if special := g.elsewhere(sc); special != nil {
		lines = special
	} else if g.chance(9) {
		lines = g.shape(sc)
	} else {
		g.mark = len(g.funcs)
		lines = g.consume(g.test(sc), sc)
	}
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
		ok(1, func() binding { return binding{"p=h\nh=${p}1", `"$h"`} }),
		ok(1, func() binding { return binding{"h=$1\nshift", `"$h"`} }),
		ok(1, func() binding { return binding{"h=$1\nreadonly h", `"$h"`} }),
		ok(1, func() binding { return binding{"disk=${1:-h1}\nh=${disk}p1", `"$h"`} }),
		ok(1, func() binding { return binding{"n=2", `"h$n"`} }),
		ok(1, func() binding { return binding{"case $1 in d*) h=${1}p1 ;; *) h=${1}1 ;; esac", `"$h"`} }),
		ok(1, func() binding { return binding{"case $MODE in fast) h=h1 ;; slow) h=h2 ;; *) exit 2 ;; esac", `"$h"`} }),
		ok(1, func() binding { return binding{"set -- h1", `"$1"`} }),
		ok(1, func() binding {
			return binding{"while getopts nv o; do\ncase $o in\nn) note dry ;;\nv) note verbose ;;\n*) exit 2 ;;\nesac\ndone\nshift $((OPTIND - 1))\nh=$1", `"$h"`}
		}),
		ok(1, func() binding {
			return binding{"h=h1\nset -- -t h2\nwhile getopts t: o; do\ncase $o in t) h=$OPTARG ;; *) exit 2 ;; esac\ndone", `"$h"`}
		}),
		ok(1, func() binding {
			return binding{"while [ $# -gt 1 ]; do\ncase $1 in\n-v) note verbose ;;\n--) ;;\nesac\nshift\ndone\nh=$1", `"$h"`}
		}),
		bash(1, func() binding { return binding{"declare -r h=$1", `"$h"`} }),
		bash(1, func() binding { return binding{"hosts=(h1 h2)", `"${hosts[0]}"`} }),
		bash(1, func() binding { return binding{"h=${1,,}\nh=${h%%.*}", `"$h"`} }),
	})
	sc := scope{target: b.target}
	head := append([]string{}, g.setHost...)
	if b.lines != "" {
		head = append(head, b.lines)
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
		if strings.Contains(b.lines, "set --") { // there is no second parameter
			wiped.target = "h9"
		}
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
	loop := g.loop()
	loop.begin = strings.Join(append(append([]string{}, g.setHost...), loop.begin), "\n")
	wrap := func(lines []string) []string {
		return []string{loop.begin + "\n" + strings.Join(lines, "\n") + "\n" + loop.end}
	}
	shape := pick(g, []option[string]{
		ok(10, is("inside")),
		ok(5, is("function")),
		ok(1, is("twice")),
		ok(1, is("collect")),
		ok(1, is("nested")),
		flawed("ignored|fallthrough", g.calm(1), is("inner")),
		flawed("wrongtarget", 2, is("before")),
		flawed("?", 1, is("after")),
	})
	switch shape {
	case "function":
		sc.fun, sc.loop = true, false
		inner := sc
		inner.target = `"$1"`
		f := g.define("handle", g.core(inner)...)
		call := f + " " + sc.target
		return g.place(wrap([]string{g.one(call, call, call+" || log-it failed", call+" || log-it failed", call+" || exit 1", call+" || exit 1", call+" || continue", call+" &\nwait")}))
	case "twice":
		g.noFlaw++
		t := g.test(sc)
		g.noFlaw--
		first := wrap(append(g.apartLines(t), g.wipe(sc.target)))
		first[0] = strings.Replace(first[0], g.wipe(sc.target), "log-it ok", 1)
		if !again(loop) {
			return g.place(wrap(append(g.apartLines(t), g.wipe(sc.target))))
		}
		return g.place(append(first, wrap([]string{g.wipe(sc.target)})...))
	case "collect":
		return g.place(g.collect(sc, wrap))
	case "nested":
		sc.nested = true
		inner := g.core(sc)
		return g.place(wrap([]string{"for part in a b; do\n" + strings.Join(inner, "\n") + "\ndone"}))
	case "inner":
		// The refusal leaves only the loop that the guard stands in.
		g.noFlaw++
		t := g.test(sc)
		g.noFlaw--
		refuse := "if " + t.negative() + "; then\n" + g.one("log-it busy\nbreak", "continue") + "\nfi"
		body := strings.Join(append(append([]string{}, t.setup...), refuse), "\n")
		return g.place(wrap([]string{"for part in a b; do\n" + body + "\ndone", g.wipe(sc.target)}))
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

// again says whether a loop finds its targets a second time.
func again(l loop) bool {
	return l.end == "done" && !strings.Contains(l.begin, "shift") && !strings.Contains(l.begin, "|")
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
	// A parameter of two words is two names in a list, and nobody asked about those.
	split := 1
	for _, from := range []string{"$@", "${@", "$1", "for h;"} {
		if strings.Contains(wrap(nil)[0], from) {
			split = 0
		}
	}
	say := split
	if g.kind == "is-idle" || g.kind == "busy" { // what it prints would be names as well
		say = 0
	}
	return pick(g, []option[[]string]{
		ok(2*split, variable),
		ok(1, func() []string {
			lines := append([]string{": > free.txt"}, wrap(keep(`echo "$h" >> free.txt`))...)
			return append(lines, "while read -r d; do\n"+g.wipe(`"$d"`)+"\ndone < free.txt")
		}),
		ok(say, func() []string {
			f := g.define("say", wrap(keep(`echo "$h"`))...)
			return []string{"for d in $(" + f + ` "$@"); do` + "\n" + g.wipe(`"$d"`) + "\ndone"}
		}),
		bash(2, func() []string {
			lines := append([]string{"free=()"}, wrap(keep(`free+=("$h")`))...)
			return append(lines, `for d in "${free[@]}"; do`+"\n"+g.wipe(`"$d"`)+"\ndone")
		}),
	})
}
