package difftest

import (
	"fmt"
	"strings"
)

// A guardCall is a command that ends with the guard's status.
type guardCall struct {
	setup string // a line to run first
	text  string
	plain bool // set -e acts on its status
}

// through runs the guard: on its own, or in one of the ways in which scripts run a command through something else.
func (g *gen) through(call string, sc scope) guardCall {
	q := g.quiet(call)
	name, operands, _ := strings.Cut(call, " ")
	v := g.name("cmd")
	as := func(format string, args ...any) func() guardCall {
		return func() guardCall { return guardCall{text: fmt.Sprintf(format, args...), plain: true} }
	}
	after := func(setup, text string) func() guardCall {
		return func() guardCall { return guardCall{setup: setup, text: text, plain: true} }
	}
	options := []option[guardCall]{
		ok(60, as("%s", q)),
		ok(1, as("command %s", q)),
		ok(1, as("env %s", q)),
		ok(1, as(`\%s`, q)),
		ok(1, as("eval '%s'", q)),
		ok(2, func() guardCall { return guardCall{text: g.child(q, sc), plain: true} }),
		ok(1, as("( %s )", q)),
		ok(1, as("{ %s; }", q)),
		ok(1, as("case x in x) %s ;; esac", q)),
		ok(1, as("for once in 1; do %s; done", q)),
		ok(2, after(v+"="+name, "$"+v+" "+operands)),
		ok(1, after(v+"="+name, fmt.Sprintf(`eval "$%s %s"`, v, strings.ReplaceAll(operands, `"`, `\"`)))),
		ok(2, func() guardCall { return guardCall{text: g.define("run", `"$@"`) + " " + q, plain: true} }),
		ok(1, func() guardCall {
			return guardCall{text: g.define("run", `log-it "asking $*"`, `"$@"`) + " " + q, plain: true}
		}),
		bash(1, as("time %s", q)),
		bash(1, after(v+"=("+call+")", `"${`+v+`[@]}"`)),
	}
	if g.kind == "is-idle" { // only success and failure are left of the status
		options = append(options, ok(1, as("if %s; then true; else false; fi", q)))
	}
	return pick(g, options)
}

// child is a command line for a shell of its own.
func (g *gen) child(line string, sc scope) string {
	shell := "sh"
	if g.bash {
		shell = "bash"
	}
	if sc.target == "" || strings.HasPrefix(sc.target, "h") {
		return shell + " -c " + quote(line)
	}
	return shell + " -c " + quote(strings.ReplaceAll(line, " "+sc.target, ` "$1"`)) + " " + shell + " " + sc.target
}

// status gets the guard's exit status into a variable; q runs the guard.
func (g *gen) status(rc, q string) string {
	only := group(q) + " >out.txt"
	options := []option[string]{
		ok(8, is("%s=0\n%s || %s=$?", rc, q, rc)),
		ok(4, is("%s && %s=0 || %s=$?", q, rc, rc)),
		ok(4, is("if %s; then %s=0; else %s=$?; fi", q, rc, rc)),
		ok(1, is("set +e\n%s\n%s=$?\n%s", q, rc, g.back())),
		bash(1, is("%s=\nread -r %s <<< \"$(%s; echo $?)\"", rc, rc, only)),
		bash(1, is("%s | cat\n%s=${PIPESTATUS[0]}", group(q), rc)),
		bash(1, is("%s | tee out.txt\nst_%s=(\"${PIPESTATUS[@]}\")\n%s=${st_%s[0]}", group(q), rc, rc, rc)),
		bash(1, is("declare -A as_%s\nas_%s[a]=0\n%s || as_%s[a]=$?\n%s=${as_%s[a]}", rc, rc, q, rc, rc, rc)),
	}
	if !g.errexit { // which would stop at a status that is to be looked at
		options = append(options,
			ok(1, is("%s=$(%s; echo $?)", rc, only)),
			ok(1, is("%s=\nread -r %s <<EOF\n$(%s; echo $?)\nEOF", rc, rc, only)),
			ok(1, is("%s > out.txt\necho $? > %s.txt\n%s=$(cat %s.txt)", group(q), rc, rc, rc)),
			ok(1, is("case x in *) %s ;; esac\n%s=$?", q, rc)),
			ok(1, is("for once in 1; do %s; done\n%s=$?", q, rc)),
			ok(1, is("%s &\n%s=$!\nwait \"$%s\"\n%s=$?", q, rc, rc, rc)),
			bash(1, is("%s=\nread -r %s < <(%s; echo $?)", rc, rc, only)),
			bash(1, is("mapfile -t a < <(%s; echo $?)\n%s=${a[0]}", only, rc)),
			bash(1, is("%s\nprintf -v %s %%d $?", q, rc)),
			bash(1, is("%s\nlet \"%s = $?\"", q, rc)),
		)
	}
	if !isList(q) && !strings.HasPrefix(q, "!") && !strings.HasPrefix(q, "(") && !strings.HasPrefix(q, "time") {
		options = append(options, ok(1, func() string { return g.define("set", rc+"=0", `"$@" || `+rc+"=$?") + " " + q }))
	}
	return pick(g, options)
}

// back is what a script says after set +e.
func (g *gen) back() string {
	if g.errexit {
		return "set -e"
	}
	return "true"
}

// calm is the weight of what a script with set -e does not survive.
func (g *gen) calm(weight int) int {
	if g.errexit {
		return 0
	}
	return weight
}
