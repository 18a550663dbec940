package difftest

import "strings"

// Where the code stands, by a number below 20.
const (
	inSubshell = 2 // below: in a subshell, so that $$ is another process
	inMain     = 4 // below: in main, in braces or in a subshell
)

// place puts the code into the script: bare, in main, in a block.
func (g *gen) place(lines []string) []string {
	text := strings.Join(lines, "\n")
	switch {
	case g.where < inSubshell:
		if g.chance(25) {
			return []string{"{\n" + text + "\n} 2>&1 | tee out.txt"}
		}
		if g.errexit && g.mode != Wild { // which bash does not act on in $( )
			return g.inMain(text, `main "$@" | tee out.txt`, `( main "$@" )`, `main "$@" 2>&1 | cat`)
		}
		return g.inMain(text, `main "$@" | tee out.txt`, `( main "$@" )`, `main "$@" 2>&1 | cat`, `x=$(main "$@")`)
	case g.where < inMain:
		if g.chance(25) {
			return []string{"{\n" + text + "\n} " + g.one("> out.txt", "")}
		}
		if g.errexit && g.mode != Wild { // nor in a condition
			return g.inMain(text, `main "$@"`, `main "$@" > out.txt 2>&1`, `main "$@"; exit $?`)
		}
		return g.inMain(text, `main "$@"`, `main "$@"`, `main "$@" > out.txt 2>&1`, `main "$@" || exit 1`, `if main "$@"; then log-it done; fi`, `main "$@"; exit $?`)
	case g.where < 5:
		return append([]string{"trap 'log-it bye' EXIT"}, lines...)
	case g.where < 6 && g.mode == Wild:
		return append([]string{"usage() { echo usage; exit 2; }", `[ "$1" != --help ] || usage`}, lines...)
	case g.where < 7:
		return append(g.preamble(), lines...)
	}
	return lines
}

// inMain makes a function of the code, which stands before the ones that it calls or after them.
func (g *gen) inMain(text string, calls ...string) []string {
	main := g.head("main") + " {\n" + text + "\n}"
	if g.chance(40) {
		g.funcs = append([]string{main}, g.funcs...)
	} else {
		g.funcs = append(g.funcs, main)
	}
	return []string{g.one(calls...)}
}

// preamble is what maintenance scripts begin with, which is about something else.
func (g *gen) preamble() []string {
	return pick(g, []option[[]string]{
		ok(1, func() []string { return []string{"exec 3>&1", "echo begin >&3"} }),
		ok(1, func() []string { return []string{"exec 2> err.txt"} }),
		ok(1, func() []string {
			return []string{"usage() {\ncat <<EOF\nusage: runs " + g.site + " on a host that is idle\nEOF\n}", `[ "$1" != --help ] || { usage; exit 0; }`}
		}),
		ok(1, func() []string {
			return []string{"printf 'go on? '", "read -r answer || answer=yes", `case $answer in n*) exit 0 ;; esac`}
		}),
		ok(1, func() []string { return []string{"command -v " + g.site + " >/dev/null || exit 1"} }),
		ok(1, func() []string { return []string{"umask 077", "IFS=' '"} }),
		ok(1, func() []string {
			return []string{"for tool in cat sed; do\ncommand -v $tool >/dev/null || exit 1\ndone"}
		}),
		ok(1, func() []string { return []string{": \"${MODE:=fast}\"", "readonly MODE"} }),
		bash(1, func() []string { return []string{"shopt -s nullglob"} }),
		bash(1, func() []string { return []string{"shopt -s extglob", "exec > >(cat) 2>&1"} }),
	})
}
