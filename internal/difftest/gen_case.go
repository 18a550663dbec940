package difftest

import "strings"

// byCase acts on the guard's answer in a case of its own: on what it printed, or on its status.
func (g *gen) byCase(sc scope, w string) []string {
	call := g.ask(sc.target)
	v := g.name("said")
	word := g.one(`"$(`+call+`)"`, `$(`+call+`)`)
	get := v + "=$(" + call + ")"
	clauses := func(word string, items ...string) string {
		return "case " + word + " in\n" + strings.Join(items, " ;;\n") + " ;;\nesac"
	}
	is := func(lines ...string) func() []string { return func() []string { return lines } }
	no := func() string { return g.refuse(sc) }
	switch g.kind {
	case "count-active":
		return pick(g, []option[[]string]{
			ok(3, func() []string { return []string{clauses(word, "0)\n"+w, "*)\n"+g.leave(sc))} }),
			ok(1, func() []string { return []string{get, clauses("$"+v, `"" | *[!0-9]*)`+"\n"+g.leave(sc), "0)\n"+w)} }),
			ok(1, func() []string { return []string{get, clauses("$"+v, "0) ", "*)\n"+no()), w} }),
			ok(1, func() []string { return []string{get + " || exit 1", clauses("$"+v, "[1-9]*)\n"+no()), w} }),
			flawed("failopen", 1, func() []string { return []string{clauses(word, "[1-9]*)\n"+g.leave(sc), "*)\n"+w)} }),
			flawed("failopen", 1, func() []string { return []string{get, clauses("$"+v, `0 | "")`+"\n"+w, "*)\n"+g.leave(sc))} }),
			flawed("inverted", 1, func() []string { return []string{clauses(word, "0)\n"+g.leave(sc), "[1-9]*)\n"+w)} }),
			bashFlawed("ignored", 1, is("case "+word+" in\n[1-9]*)\nlog-it busy\n;&\n0)\n"+w+"\n;;\nesac")),
			bash(1, func() []string {
				return []string{"case " + word + " in\n0)\nlog-it idle\n;;&\n0)\n" + w + "\n;;\n*[1-9]*)\n" + g.leave(sc) + "\n;;\nesac"}
			}),
		})
	case "list-active":
		return pick(g, []option[[]string]{
			ok(3, func() []string { return []string{get + " || exit 1", clauses("$"+v, `"")`+"\n"+w, "*)\n"+g.leave(sc))} }),
			ok(1, func() []string { return []string{get + " || exit 1", clauses("x$"+v, "x) ", "*)\n"+no()), w} }),
			ok(1, func() []string { return []string{get + " || " + v + "=failed", clauses("$"+v, "?*)\n"+no()), w} }),
			flawed("failopen", 1, func() []string { return []string{clauses(word, `"")`+"\n"+w, "*)\n"+g.leave(sc))} }),
			flawed("failopen", 1, func() []string { return []string{get, clauses("$"+v, "?*)\n"+no()), w} }),
		})
	case "state":
		return pick(g, []option[[]string]{
			ok(3, func() []string { return []string{clauses(word, "idle)\n"+w, "*)\n"+g.leave(sc))} }),
			ok(1, func() []string {
				return []string{get, clauses("$"+v, "active | in-use | non-idle)\n"+g.leave(sc), "idle)\n"+w, "*)\n"+g.leave(sc))}
			}),
			ok(1, func() []string { return []string{get, clauses(`"$`+v+`"`, "[i]dle) ", "*)\n"+no()), w} }),
			flawed("failopen", 1, func() []string { return []string{get, clauses("$"+v, `idle | "")`+"\n"+w, "*)\n"+g.leave(sc))} }),
			// a word that is none of these goes through as well as no word
			flawed("failopen|ignored", 1, func() []string {
				return []string{get, clauses("$"+v, "?*e | in-use)\n"+clauses("$"+v, "idle) ", "*)\n"+no())), w}
			}),
			flawed("?", 1, func() []string { return []string{get, clauses("$"+v, "active | in-use)\n"+no()), w} }),
			bashFlawed("ignored", 1, is("case "+word+" in\nactive | in-use | non-idle)\nlog-it busy\n;&\nidle)\n"+w+"\n;;\nesac")),
			bash(1, func() []string {
				return []string{"case " + word + " in\nidle)\nlog-it idle\n;;&\n[i]dle)\n" + w + "\n;;\nactive)\n" + g.leave(sc) + "\n;;\nesac"}
			}),
		})
	}
	// Under set -e a status that is not 0 does not come as far as the case.
	q := g.quiet(call)
	ask, status := q+"\n", "$?"
	if g.errexit || g.chance(30) {
		ask, status = v+"=0\n"+q+" || "+v+"=$?\n", "$"+v
	}
	idle, active := "0", "1"
	if g.kind != "is-idle" {
		idle, active = active, idle
	}
	return pick(g, []option[[]string]{
		ok(3, func() []string { return []string{ask + clauses(status, idle+")\n"+w, "*)\n"+g.leave(sc))} }),
		ok(1, func() []string {
			return []string{ask + clauses(status, active+")\n"+g.leave(sc), idle+")\n"+w, "*)\n"+g.leave(sc))}
		}),
		ok(1, func() []string { return []string{ask + clauses(status, idle+") ", "*)\n"+no()), w} }),
		flawed("failopen", 1, func() []string { return []string{ask + clauses(status, active+")\n"+no()), w} }),
		flawed("failopen", 1, func() []string { return []string{ask + clauses(status, active+")\n"+g.leave(sc), "*)\n"+w)} }),
		flawed("inverted", 1, func() []string { return []string{ask + clauses(status, active+")\n"+w, "*)\n"+g.leave(sc))} }),
		bashFlawed("ignored", 1, is(ask+"case "+status+" in\n"+active+")\nlog-it busy\n;&\n"+idle+")\n"+w+"\n;;\nesac")),
	})
}
