package difftest

import "strings"

// logging defines log and die in one of the ways in which scripts have them.
func (l *large) logging() {
	l.logs = l.one(
		`echo "$(date) $PROG: $*" >&2`,
		`printf '%s %s\n' "$(date)" "$*" >&2`,
		`printf '%s [%s] %s\n' "$(date)" "$PROG" "$*" | tee -a run.log >&2`,
		`echo "$*" >>run.log`,
		`log-it "$*" || true`,
		`if [ "$VERBOSE" -gt 0 ]; then`+"\n"+`echo "$PROG: $*" >&2`+"\nfi",
		`note "$PROG: $*" || echo "$*" >&2`,
		"local line\n"+`for line in "$@"; do`+"\n"+`printf '%s: %s\n' "$PROG" "$line"`+"\ndone >&2",
	)
	l.define2("log", l.logs)
	l.define2("die", `log "error: $*"`, "exit "+l.one("1", "1", "2", "64"))
}

// define2 adds a helper under its plain name.
func (l *large) define2(name string, lines ...string) {
	l.helpers = append(l.helpers, l.comment()+l.gen.head(name)+" {\n"+strings.Join(lines, "\n")+"\n}")
}

func (l *large) comment() string {
	return l.one("", "", "", "# Says what is done.\n", "# See the runbook.\n", "# $1 is the name of the machine.\n")
}

// common are helpers that many scripts have.
func (l *large) common() {
	l.define2("usage", "cat >&2 <<EOF\nusage: $PROG [-n] [-v] [-t TRIES] HOST...\n  -n  only say what would be done\n  -v  say more\n  -t  how often to ask before giving up\nEOF", "exit 2")
	l.define2("retry", l.oneOf(
		[]string{"local tries=$1 i=1", "shift", `until "$@"; do`, `if [ "$i" -ge "$tries" ]; then`, "return 1", "fi", "i=$((i + 1))", `sleep "$DELAY"`, "done"},
		[]string{"local left=$1", "shift", `while [ "$left" -gt 0 ]; do`, `if "$@"; then`, "return 0", "fi", "left=$((left - 1))", `sleep "$DELAY"`, "done", "return 1"},
		[]string{"local n=0 max=$1", "shift", "while :; do", `"$@" && return 0`, "n=$((n + 1))", `[ "$n" -lt "$max" ] || break`, "sleep 1", "done", `log "gave: up on $*"`, "return 1"},
	)...)
	run := []string{`log "run: $*"`, `"$@"`}
	if l.dry {
		run = l.oneOf(
			[]string{`if [ "$DRY_RUN" = 1 ]; then`, `log "would: $*"`, "return 0", "fi", `"$@"`},
			[]string{`if [ "$DRY_RUN" -eq 1 ]; then`, `echo "would run: $*"`, "else", `"$@"`, "fi"},
			[]string{`[ "$DRY_RUN" = 0 ] || { echo "+ $*"; return 0; }`, `log "run: $*"`, `"$@"`},
		)
	}
	l.define2("run", run...)
	if l.chance(40) {
		l.define2("cleanup", l.oneOf(
			[]string{"rm -f lock.txt"},
			[]string{"local rc=$?", "rm -f lock.txt", `[ "$rc" -eq 0 ] || log "ended: status $rc"`},
			[]string{`log "bye: $FAILED failed"`},
		)...)
		l.setup = append(l.setup, "trap cleanup EXIT")
		if l.chance(50) {
			l.setup = append(l.setup, l.one(`trap 'log "stopped: interrupted"; exit 130' INT TERM`, "trap 'exit 130' INT", "trap 'exit 1' HUP INT TERM"))
		}
	}
	if l.chance(30) {
		l.setup = append(l.setup, l.one(
			`( set -C; : >lock.txt ) 2>/dev/null || die "locked: another run is on"`,
			"if ! ( set -o noclobber; echo $$ >lock.txt ) 2>/dev/null; then\n"+`log "locked: another run is on"`+"\nexit 0\nfi",
			"exec 9>lock.txt\nflock -n 9 true || exit 0",
		))
	}
	if l.chance(35) {
		l.define2("ts", l.oneOf(
			[]string{"local line", "while IFS= read -r line; do", `printf '%s %s\n' "$(date)" "$line"`, "done"},
			[]string{"while IFS= read -r line; do", `echo "$PROG: $line"`, "done"},
			[]string{"cat"},
			[]string{`sed "s/^/$PROG: /"`},
		)...)
	}
}

// has tells whether a helper of that name is defined.
func (l *large) has(name string) bool {
	for _, h := range l.helpers {
		if strings.Contains(h, name+"() {") || strings.Contains(h, "function "+name+" {") {
			return true
		}
	}
	return false
}

// options reads them, with getopts or by hand. What is left are the machines.
func (l *large) options() []string {
	dry := "DRY_RUN=1"
	if !l.dry {
		dry = ":"
	}
	list := ":"
	if l.list {
		list = "LIST=$OPTARG"
	}
	var out []string
	if l.getopts {
		out = []string{`while getopts ` + l.one("nvt:f:h", "':nvt:f:h'") + ` opt; do`, `case $opt in`, "n) " + dry + " ;;", "v) " + l.one("VERBOSE=1", "VERBOSE=$((VERBOSE + 1))") + " ;;", "t) TRIES=$OPTARG ;;", "f) " + list + " ;;", "h) usage ;;", `*) usage ;;`, "esac", "done", "shift $((OPTIND - 1))"}
	} else {
		list = strings.Replace(list, "$OPTARG", l.parameter("2"), 1)
		out = []string{"while [ $# -gt 0 ]; do", "case $1 in", "-n | --dry-run) " + dry + " ;;", "-v | --verbose) VERBOSE=1 ;;", "-t | --tries)", `TRIES=` + l.one(l.parameter("2"), `"${2:?missing number}"`), "shift", ";;"}
		if l.list {
			out = append(out, "-f | --list)", list, "shift", ";;")
		}
		out = append(out, "-h | --help) usage ;;", "--)", "shift", "break", ";;", "-*)", `log "unknown: $1"`, "usage", ";;", "*) break ;;", "esac", "shift", "done")
	}
	out = append(out, `case $TRIES in`, `'' | *[!0-9]*) die "not: a number" ;;`, "esac")
	switch {
	case l.list:
		out = append(out, l.one(`[ -r "$LIST" ] || die "missing: $LIST"`, `if [ ! -s "$LIST" ]; then`+"\n"+`die "empty: $LIST"`+"\nfi"))
	case l.bash && l.chance(40):
		out = append(out, l.one("(( $# )) || usage", "[[ $# -gt 0 ]] || usage"))
	default:
		out = append(out, l.one("[ $# -gt 0 ] || usage", "if [ $# -eq 0 ]; then\nusage\nfi", `test -n `+l.parameter("1")+` || usage`))
	}
	return out
}

// aside is something that maintenance scripts also do, which is about nothing that matters here.
func (l *large) aside() {
	type aside struct {
		name string
		body []string
		call string
	}
	a := pick(l.gen, []option[aside]{
		ok(2, func() aside {
			return aside{"need", []string{"local tool", `for tool in "$@"; do`, `command -v "$tool" >/dev/null || die "missing: $tool"`, "done"}, "need cat sed"}
		}),
		ok(2, func() aside {
			return aside{"settings", []string{"cat <<EOF\nprog    $PROG\ntries   $TRIES\ndelay   $DELAY\nverbose $VERBOSE\nEOF"}, l.one("settings >&2", "settings >>run.log", `[ "$VERBOSE" -eq 0 ] || settings`)}
		}),
		ok(2, func() aside {
			return aside{"announce", []string{`notify "$PROG" "$1" >/dev/null 2>&1 || log "announce: failed"`}, `announce "begin: $PROG"`}
		}),
		ok(1, func() aside {
			return aside{"prepare", []string{"if ! prep; then", `log "prepare: failed"`, l.one("return 1", "return 0"), "fi"}, l.one(`prepare || log "going: on"`, `prepare || die "cannot: prepare"`)}
		}),
		ok(1, func() aside {
			return aside{"count_lines", []string{"local n", `n=$(wc -l <"$1") || n=0`, `printf '%s\n' "$n"`}, ": >count.txt\nLINES_BEFORE=$(count_lines count.txt)\n" + `log "lines: $LINES_BEFORE"`}
		}),
		ok(1, func() aside {
			return aside{"rack_of", []string{"case $1 in", "d1 | d2) echo r7 ;;", "h*) echo r8 ;;", "*) echo none ;;", "esac"}, `RACK=$(rack_of d1)` + "\n" + `log "rack: $RACK"`}
		}),
		ok(1, func() aside {
			return aside{"owner_of", []string{"local name owner", "while read -r name owner; do", `if [ "$name" = "$1" ]; then`, `echo "$owner"`, "return 0", "fi", "done <<EOF\nd1 storage\nd2 search\nEOF", "echo unknown"}, `log "owner: $(owner_of d1)"`}
		}),
		ok(1, func() aside {
			return aside{"plural", []string{`if [ "$1" -eq 1 ]; then`, `echo "$1 $2"`, "else", `echo "$1 ${2}s"`, "fi"}, `log "given: $(plural "$TRIES" ask:)"`}
		}),
		ok(1, func() aside {
			return aside{"rotate", []string{"if [ -s run.log ]; then", "cat run.log >run.old", ": >run.log", "fi"}, "rotate"}
		}),
		ok(1, func() aside {
			return aside{"stamp", []string{`printf '%s-%s' "$PROG" "$(date)"`}, "RUN_ID=$(stamp)\n" + `log "run: $RUN_ID"`}
		}),
		ok(1, func() aside {
			return aside{"quiet_note", []string{`note "$@" >/dev/null 2>&1 || :`}, "quiet_note begin:"}
		}),
		bash(2, func() aside {
			return aside{"join_by", []string{"local IFS=$1", "shift", `printf '%s\n' "$*"`}, `log "args: $(join_by , "$@")"`}
		}),
		bash(1, func() aside {
			return aside{"level", []string{"local -A levels=([0]=warn [1]=info [2]=debug)", `printf '%s\n' "${levels[$VERBOSE]:-debug}"`}, `log "level: $(level)"`}
		}),
		bash(1, func() aside {
			return aside{"colour", []string{`if [[ -t 2 ]]; then`, `printf '\e[1m%s\e[0m\n' "$1"`, "else", `printf '%s\n' "$1"`, "fi"}, `colour "$PROG" >&2`}
		}),
		bash(1, func() aside {
			return aside{"numbers", []string{"local i sum=0", "for ((i = 0; i < 3; i++)); do", "((sum += i)) || true", "done", `((sum > 0)) && printf '%d\n' "$sum"`}, "numbers >/dev/null || :"}
		}),
	})
	if l.has(a.name) {
		return
	}
	l.define2(a.name, a.body...)
	if l.chance(70) {
		l.setup = append(l.setup, a.call)
	} else {
		l.finish = append(l.finish, a.call)
	}
}
