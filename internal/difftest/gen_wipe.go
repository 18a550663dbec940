package difftest

import "strings"

// wipe is the destructive command.
func (g *gen) wipe(target string) string {
	if g.site == "wipe-all" {
		return g.carried(g.site, "", false)
	}
	if g.mode == Wild && strings.HasPrefix(target, `"$`) && g.chance(5) {
		target = strings.Trim(target, `"`)
	}
	return g.carried(g.site, target, false)
}

// act is the destructive command as scripts start it: mostly on its own.
func (g *gen) act(sc scope) string {
	w := g.wipe(sc.target)
	if g.chance(15) {
		w = g.one("log-it start\n"+w, w+" || log-it failed", "if ! "+w+"; then log-it failed; fi", "{ "+w+"; }", "( "+w+" )")
	} else if g.chance(12) {
		w = g.started(w, sc)
	}
	if g.chance(8) && sc.target != "" {
		w = g.define("zap", strings.ReplaceAll(w, sc.target, `"$1"`)) + " " + sc.target
	}
	return w
}

// started runs the command through something else, or beside words that only speak of it.
func (g *gen) started(w string, sc scope) string {
	v := g.name("cmd")
	name, operands, _ := strings.Cut(w, " ")
	plainWords := strings.ReplaceAll(w, `"`, "")
	options := []option[string]{
		ok(2, is("echo yes | %s", w)),
		ok(1, is("%s <<EOF\nyes\nEOF", w)),
		ok(1, is("%s > out.txt 2>&1", w)),
		ok(1, is("%s 2>&1 | tee out.txt", w)),
		ok(1, is("%s &\nwait", w)),
		ok(1, is("command %s", w)),
		ok(1, is(`\%s`, w)),
		ok(1, is("env %s", w)),
		ok(1, is("eval '%s'", w)),
		ok(2, func() string { return g.child(w, sc) }),
		ok(2, is("%s=%s\n$%s %s", v, name, v, operands)),
		ok(2, func() string { return g.define("run", `log-it "run $*"`, `"$@"`) + " " + w }),
		ok(1, func() string { return g.define("run", `[ -z "$DEBUG" ] || { echo "$*"; return 0; }`, `"$@"`) + " " + w }),
		ok(1, is("if [ -n \"$DEBUG\" ]; then\necho \"%s\"\nelse\n%s\nfi", plainWords, w)),
		ok(2, is("log-it \"%s\"\n%s", plainWords, w)),
		ok(1, is("cat <<EOF\nnow: %s\nEOF\n%s", plainWords, w)),
		bash(2, is("%s=(%s)\n\"${%s[@]}\"", v, w, v)),
		bash(1, is("time %s", w)),
	}
	if operands != "" {
		options = append(options,
			bash(1, is("%s=(%s)\n%s \"${%s[@]}\"", v, operands, name, v)),
		)
	}
	if !sc.fun && !sc.loop {
		options = append(options, ok(1, is("exec %s", w)))
		if operands != "" && g.reach == direct {
			options = append(options, ok(1, is("set -- %s\n%s \"$1\"", operands, name)))
		}
	}
	return pick(g, options)
}
