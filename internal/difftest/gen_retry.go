package difftest

import "strings"

// retry asks several times and gives up by leaving the script.
func (g *gen) retry(t test, sc scope, w string) []string {
	tries := g.name("tries")
	v := "$" + tries
	full := g.one(`[ "`+v+`" -lt 3 ] || exit 1`, `if [ `+v+` -ge 3 ]; then exit 1; fi`, `[ `+v+` -gt 2 ] && exit 1`, `test `+v+` = 3 && exit 1`)
	step := g.one(tries+"=$(("+tries+" + 1))", tries+"=$(("+v+" + 1))")
	return g.oneOf(
		[]string{tries + "=0\nuntil " + g.joined(t) + "; do\n" + step + "\n" + full + "\nsleep 1\ndone", w},
		[]string{tries + "=0\nwhile true; do\n" + strings.Join(t.setup, "\n") + "\nif " + t.positive() + "; then break; fi\n" + step + "\n" + full + "\nsleep 1\ndone", w},
		[]string{tries + "=3\nuntil " + g.joined(t) + "; do\n" + tries + "=$((" + tries + " - 1))\nif [ " + v + " -eq 0 ]; then\nlog-it giving-up\nexit 1\nfi\nsleep 1\ndone", w},
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
	if g.bash && g.chance(25) {
		loop = "for ((i = 0; i < 3; i++)); do\n"
	}
	return g.oneOf(
		[]string{v + "=\n" + loop + body, `[ -n "$` + v + `" ] || { log-it giving-up; exit 1; }`, w},
		[]string{v + "=0\nwhile [ $" + v + " -eq 0 ]; do\n" + strings.Join(t.setup, "\n") + "\nif " + t.positive() + "; then " + v + "=1; fi\ndone", w},
		[]string{v + "=0\n" + loop + body, end, w},
		[]string{v + "=0\n" + loop + body, `if [ "$` + v + `" = 1 ]; then` + "\n" + w + "\nfi"},
		[]string{f + " " + sc.target + " || exit 1", w},
		[]string{"if " + f + " " + sc.target + "; then\n" + w + "\nfi"},
	)
}

// giveUp are retry loops behind which nobody asks how they ended.
func (g *gen) giveUp(t test, sc scope, w string) []option[[]string] {
	v := g.name("ok")
	setup, pos := strings.Join(t.setup, "\n"), t.positive()
	try := func(found string) string { return setup + "\nif " + pos + "; then " + found + "; fi\nsleep 1\ndone" }
	return []option[[]string]{
		flawed("fallthrough", 1, func() []string { return []string{"for i in 1 2 3; do\n" + try("break"), w} }),
		flawed("fallthrough", 1, func() []string {
			return []string{"i=0\nwhile [ $i -lt 3 ]; do\n" + setup + "\n" + group(pos) + " && break\ni=$((i + 1))\nsleep 1\ndone", w}
		}),
		flawed("fallthrough", 1, func() []string {
			return []string{"i=0\nuntil " + g.joined(t) + "; do\ni=$((i + 1))\nif [ \"$i\" -ge 3 ]; then\nlog-it giving-up\nbreak\nfi\nsleep 1\ndone", w}
		}),
		flawed("fallthrough", 1, func() []string {
			f := g.define("waitfor", retargetAll([]string{"for i in 1 2 3; do\n" + try("return 0") + "\ntrue"}, sc.target)...)
			return []string{strings.TrimRight(f+" "+sc.target, " ") + " || exit 1", w}
		}),
		flawed("fallthrough|ignored", 1, func() []string {
			return []string{v + "=no\nfor i in 1 2 3; do\n" + try(v+"=yes; break"), `[ "$` + v + `" = yes ] || log-it giving-up`, w}
		}),
		bashFlawed("fallthrough", 1, func() []string { return []string{"for ((i = 0; i < 3; i++)); do\n" + try("break"), w} }),
	}
}
