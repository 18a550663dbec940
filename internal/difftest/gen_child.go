package difftest

import "strings"

// inChild asks and acts in a shell of its own, which reads its script from a here-document or an operand and knows none of
// this one's functions and variables.
func (g *gen) inChild(t test, sc scope, w string) []string {
	needs := append([]string{}, g.funcs[g.mark:]...)
	lines := retargetAll(append(append([]string{}, t.setup...), group(t.positive())+" || exit 1", w), sc.target)
	if strings.Contains(t.positive(), "$?") || strings.Contains(t.positive(), "PIPESTATUS") {
		lines = retargetAll(append(append([]string{}, t.setup...), "if "+t.positive()+"; then\n"+w+"\nfi"), sc.target)
	}
	text := strings.Join(append(needs, lines...), "\n")
	if v := strings.Trim(sc.target, `"`); strings.Contains(v, "$") && v != "$1" && strings.Contains(text, v) {
		return append(append([]string{}, t.setup...), "if "+t.positive()+"; then\n"+w+"\nfi")
	}
	g.funcs = g.funcs[:g.mark]
	shell := "sh"
	if g.bash {
		shell = "bash"
	}
	return g.oneOf(
		[]string{strings.TrimRight(shell+" -s "+sc.target, " ") + " <<'SCRIPT'\n" + text + "\nSCRIPT"},
		[]string{shell + " -c " + quote(text) + " " + shell + " " + sc.target},
	)
}
