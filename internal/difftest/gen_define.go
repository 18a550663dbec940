package difftest

import "strings"

// define adds a function and gives its name.
func (g *gen) define(prefix string, lines ...string) string {
	name := g.name(prefix)
	g.funcs = append(g.funcs, g.head(name)+" {\n"+strings.Join(lines, "\n")+"\n}")
	return name
}

// head begins a function's definition.
func (g *gen) head(name string) string {
	if g.bash && g.chance(10) {
		return g.one("function "+name, "function "+name+"()")
	}
	return name + "()"
}

// undefined calls a function before it is defined: its status of 127 is taken for "not busy", and no guard is asked.
func (g *gen) undefined(t test, sc scope, w string) []string {
	f := g.name("busy")
	body := strings.Join(retargetAll(append(append([]string{}, t.setup...), t.negative()), sc.target), "\n")
	return []string{"if " + strings.TrimRight(f+" "+sc.target, " ") + "; then\nexit 1\nfi", w, f + "() {\n" + body + "\n}"}
}

// redefined has a second definition of the check, or none any more.
func (g *gen) redefined(t test, sc scope, w string) []string {
	f := g.define("check", retargetAll(append(append([]string{}, t.setup...), t.positive()), sc.target)...)
	call := strings.TrimRight(f+" "+sc.target, " ")
	return g.oneOf(
		[]string{f + "() { log-it \"no check of $1\" || true; }", call + " || exit 1", w},
		[]string{f + "() {\nreturn 0\n}", "if ! " + call + "; then exit 1; fi", w},
		[]string{"unset -f " + f, "if " + call + "; then\nlog-it idle\nelif [ $? -eq 1 ]; then\nexit 1\nfi", w},
	)
}

// recursive asks again through itself until it has asked often enough.
func (g *gen) recursive(lines []string, pos string) string {
	f := g.name("check")
	body := append([]string{`[ "${2:-0}" -lt 3 ] || return 1`}, lines...)
	body = append(body, pos+" || "+f+` "$1" $((${2:-0} + 1))`)
	g.funcs = append(g.funcs, f+"() {\n"+strings.Join(body, "\n")+"\n}")
	return f
}
