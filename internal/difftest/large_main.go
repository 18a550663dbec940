package difftest

import (
	"regexp"
	"strings"
)

// main goes through the machines.
func (l *large) main(process string) []string {
	var body []string
	call := process + ` "$h"`
	failed := l.one("FAILED=$((FAILED + 1))", "FAILED=1", `log "$h: left out"`+"\nFAILED=1")
	each := l.oneOf(
		[]string{"if ! " + call + "; then", failed, "fi"},
		[]string{call + " || {", failed, "}"},
		[]string{call + " || FAILED=1"},
	)
	switch {
	case l.list:
		each[len(each)-1] += ""
		body = l.fromList(each)
	case l.chance(30) && !l.sharesFile():
		body = l.jobs(call)
	case l.chance(15):
		body = l.twoPhases(process)
	case l.chance(20):
		body = append(append([]string{"while [ $# -gt 0 ]; do", "h=$1", "shift"}, each...), "done")
	case l.bash && l.chance(30):
		body = append(append([]string{`hosts=("$@")`, `for h in "${hosts[@]}"; do`}, each...), "done")
	default:
		body = append(append([]string{`for h in "$@"; do`}, each...), "done")
	}
	end := l.oneOf(
		[]string{`[ "$FAILED" -eq 0 ]`},
		[]string{`if [ "$FAILED" -gt 0 ]; then`, `log "failed: $FAILED"`, "exit 1", "fi", `log "done: all"`},
		[]string{`exit "$FAILED"`},
		[]string{"exit 0"},
	)
	if l.report && l.chance(70) {
		body = append(body, l.one(`sort "$REPORT"`, `cat "$REPORT"`, `awk '{ n[$2]++ } END { for (k in n) print k, n[k] }' "$REPORT"`, `BUSY=$(grep -c busy "$REPORT" || true)`+"\n"+`log "busy: $BUSY"`, "while read -r name what; do\n"+`log "result: $name $what"`+"\n"+`done <"$REPORT"`))
	}
	body = append(append(body, l.finish...), end...)
	text := strings.Join(body, "\n")
	pipe := "cat"
	if l.has("ts") {
		pipe = "ts"
	}
	switch n := l.r.IntN(10); {
	case n < 3:
		l.define2("main", text)
		return []string{`main "$@"`}
	case n < 4 && !l.errexit:
		l.define2("main", text)
		return []string{`main "$@" 2>&1 | ` + l.one(pipe, pipe, "tee -a run.log")}
	case n < 5 && !l.errexit:
		return []string{"{\n" + text + "\n} 2>&1 | " + l.one(pipe, pipe, "tee run.log")}
	case n < 6 && l.bash && !l.errexit:
		return []string{l.one("exec > >(tee -a run.log) 2>&1", "exec 2>>run.log"), text}
	}
	return []string{text}
}

// fromList reads the machines from a file.
func (l *large) fromList(each []string) []string {
	text := strings.Join(each, "\n")
	skip := l.one("case $h in '' | '#'*) continue ;; esac", `[ -n "$h" ] || continue`+"\n"+`[ "${h#\#}" = "$h" ] || continue`)
	quiet := strings.ReplaceAll(text, `"$h"`, `"$h" </dev/null`)
	if strings.Contains(text, `echo "$h"`) || strings.Contains(text, `log "$h"`) {
		quiet = text
	}
	switch n := l.r.IntN(6); {
	case n < 2:
		return []string{"while read -r h rack; do", skip, `log "next: $h in ${rack:-no rack}"`, quiet, `done <"$LIST"`}
	case n < 3:
		return []string{"while IFS=' ' read -r h _ <&3; do", skip, text, `done 3<"$LIST"`}
	case n < 4:
		return []string{`for h in $(sed -e 's/#.*//' "$LIST" | awk 'NF { print $1 }'); do`, text, "done"}
	case n < 5 && l.bash:
		return []string{"hosts=()", "while read -r h _; do", skip, `hosts+=("$h")`, `done <"$LIST"`, `for h in "${hosts[@]}"; do`, text, "done"}
	case l.bash:
		return []string{`mapfile -t hosts < <(grep -v '^#' "$LIST" | awk 'NF { print $1 }')`, `for h in "${hosts[@]}"; do`, text, "done"}
	}
	return []string{`grep -v '^#' "$LIST" | while read -r h rest; do`, skip, quiet, "done"}
}

// jobs goes through the machines side by side.
func (l *large) jobs(call string) []string {
	switch n := l.r.IntN(5); {
	case n < 1:
		return []string{"pids=", `for h in "$@"; do`, call + " &", `pids="$pids $!"`, "done", "for p in $pids; do", `wait "$p" || FAILED=1`, "done"}
	case n < 3 && l.bash:
		return []string{"running=0", `for h in "$@"; do`, "if ((running >= 2)); then", "wait -n || FAILED=1", "((running--)) || true", "fi", call + " &", "((++running))", "done", "wait"}
	case n < 4 && l.bash:
		return []string{"declare -A job=()", `for h in "$@"; do`, call + " >>run.log 2>&1 &", "job[$h]=$!", "done", `for h in "${!job[@]}"; do`, `if ! wait "${job[$h]}"; then`, `log "$h: failed"`, "FAILED=1", "fi", "done"}
	}
	return []string{`for h in "$@"; do`, call + " &", "done", "wait"}
}

// twoPhases looks at all machines first, and acts on those that are left, each of which is asked about again.
func (l *large) twoPhases(process string) []string {
	known := l.one("prep", "note", "flaky")
	if l.bash {
		return []string{"todo=()", `for h in "$@"; do`, "if " + known + ` "$h"; then`, `todo+=("$h")`, "else", `log "$h: unknown"`, "FAILED=1", "fi", "done", `log "todo: ${#todo[@]}"`,
			`for h in ${todo[@]+"${todo[@]}"}; do`, process + ` "$h" || FAILED=1`, "done"}
	}
	return []string{": >todo.txt", `for h in "$@"; do`, known + ` "$h" || continue`, `printf '%s\n' "$h" >>todo.txt`, "done", "while IFS= read -r h; do", process + ` "$h" </dev/null || FAILED=1`, "done <todo.txt"}
}

// sharesFile tells whether a function keeps an answer in a file of a fixed name, which jobs side by side would share.
func (l *large) sharesFile() bool {
	for _, f := range append(l.funcs, l.helpers...) {
		for _, name := range fixedFile.FindAllStringSubmatch(f, -1) {
			if name[1] != "run.log" && name[1] != "lock.txt" {
				return true
			}
		}
	}
	return false
}

var fixedFile = regexp.MustCompile(`>+ ?([a-z0-9]+\.(?:txt|log))`)
