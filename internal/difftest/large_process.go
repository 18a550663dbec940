package difftest

import "strings"

// check defines the function that tells whether a machine is idle: 0, or what the caller takes for no.
func (l *large) check() string {
	name := l.one("is_free", "host_idle", "ready_to_wipe", "unused")
	l.define2(name, l.question()...)
	if l.wait {
		return l.waiting(name)
	}
	return name
}

func (l *large) question() []string {
	if l.chance(45) {
		return append(l.apartReturn(l.test(scope{target: `"$1"`, fun: true})), l.one("return 0", `log "$1: idle"`+"\nreturn 0"))
	}
	h := l.one("host", "h", "name")
	target := `"$` + h + `"`
	begin := l.local(h, "$1")
	hidden := l.one("", " 2>/dev/null", " 2>>run.log")
	switch l.kind {
	case "is-idle":
		ask := l.ask(target)
		return l.oneOf(
			[]string{begin, ask + " >/dev/null 2>&1"},
			[]string{begin, "if " + ask + "; then", "return 0", "fi", `log "$` + h + `: in use"`, "return 1"},
			[]string{begin, "local rc=0", ask + hidden + " || rc=$?", "case $rc in", "0) return 0 ;;", `1) log "$` + h + `: in use" ;;`, `*) log "$` + h + `: no answer ($rc)" ;;`, "esac", "return 1"},
			[]string{begin, ask + hidden + " || return", `log "$` + h + `: idle"`},
		)
	case "busy":
		ask := l.ask(target)
		return l.oneOf(
			[]string{begin, "local rc=0", ask + " >/dev/null || rc=$?", `[ "$rc" -eq 1 ]`},
			[]string{begin, "local rc", "rc=0", ask + hidden + " || rc=$?", "case $rc in", `0) log "$` + h + `: in use"; return 1 ;;`, "1) return 0 ;;", `*) log "$` + h + `: no answer"; return 2 ;;`, "esac"},
			[]string{begin, "if " + ask + " >/dev/null; then", "return 1", "elif [ $? -ne 1 ]; then", `log "$` + h + `: no answer"`, "return 2", "fi", "return 0"},
		)
	case "count-active":
		ask := l.ask(target) + hidden
		return l.oneOf(
			[]string{begin, "local n", "n=$(" + ask + ") || return 2", "case $n in", "0) return 0 ;;", "'' | *[!0-9]*) return 2 ;;", `*) log "$` + h + `: $n active"; return 1 ;;`, "esac"},
			[]string{begin, "local n", "if ! n=$(" + ask + "); then", `log "$` + h + `: no answer"`, "return 1", "fi", `[ "$n" -eq 0 ]`},
			[]string{begin, "local n", `n=$(` + ask + `) || n=unknown`, `[ "$n" = 0 ] || { log "$` + h + `: $n active"; return 1; }`},
		)
	case "list-active":
		ask := l.ask(target) + hidden
		return l.oneOf(
			[]string{begin, "local used", "used=$(" + ask + ") || return 2", `if [ -n "$used" ]; then`, `log "$` + h + `: holds $used"`, "return 1", "fi", "return 0"},
			[]string{begin, "local used", "if ! used=$(" + ask + "); then", "return 1", "fi", `[ -z "$used" ]`},
		)
	}
	ask := l.ask(target) + hidden
	return l.oneOf(
		[]string{begin, "local is", "is=$(" + ask + ") || return 2", "case $is in", "idle) return 0 ;;", `*) log "$` + h + `: is $is"; return 1 ;;`, "esac"},
		[]string{begin, "local is", "is=$(" + ask + ") || is=unknown", `[ "$is" = idle ]`},
	)
}

// apartReturn is a test that leaves the function.
func (l *large) apartReturn(t test) []string {
	lines := l.apartLines(t)
	last := len(lines) - 1
	lines[last] = strings.Replace(lines[last], "|| exit 1", "|| return 1", 1)
	return lines
}

// waiting defines a function that asks some times.
func (l *large) waiting(check string) string {
	name := "wait_" + l.one("idle", "free", "empty")
	h := `"$1"`
	l.define2(name, l.oneOf(
		[]string{"local i=0", "until " + check + " " + h + "; do", "i=$((i + 1))", `if [ "$i" -ge "$TRIES" ]; then`, `log "$1: still in use"`, "return 1", "fi", `sleep "$DELAY"`, "done"},
		[]string{"local i", "i=1", `while [ "$i" -le "$TRIES" ]; do`, "if " + check + " " + h + "; then", "return 0", "fi", `log "$1: in use ($i of $TRIES)"`, "i=$((i + 1))", `sleep "$DELAY"`, "done", "return 1"},
		[]string{`retry "$TRIES" ` + check + " " + h},
		[]string{"local left=$TRIES", "while ! " + check + " " + h + "; do", "left=$((left - 1))", `[ "$left" -gt 0 ] || return 1`, "sleep 1", "done", `log "$1: idle"`},
	)...)
	return name
}

// process defines the function that asks and destroys, for one machine.
func (l *large) process() string {
	name := l.one("process", "recycle", "wipe_host", "refresh")
	check := l.check()
	h := l.one("host", "h", "target")
	q := `"$` + h + `"`
	say := func(text string) string { return `log "$` + h + ": " + text + `"` }
	record := func(word string) string {
		if !l.report {
			return say(word)
		}
		return `echo "$` + h + " " + word + `" >>"$REPORT"`
	}
	body := []string{l.local(h, "$1")}
	if l.chance(50) {
		body = append(body, l.one("drain "+q+" || "+say("drain failed"), "drain "+q+" >/dev/null 2>&1 || true", "if ! drain "+q+"; then\n"+say("drain failed, it may be drained already")+"\nfi", say("begins")))
	}
	wipe := l.wipe(q)
	if l.chance(35) && l.reach == direct {
		wipe = "run " + wipe
	}
	act := l.oneOf(
		[]string{"if " + wipe + "; then", record("wiped"), "else", record("failed"), "return 1", "fi"},
		[]string{wipe + " || {", record("failed"), "return 1", "}", record("wiped")},
		[]string{wipe, record("wiped")},
		[]string{wipe + " >>run.log 2>&1 || return 1", record("wiped")},
	)
	dry := []string{}
	if l.dry && l.chance(60) {
		dry = []string{`if [ "$DRY_RUN" = 1 ]; then`, say("would wipe"), "return 0", "fi"}
	}
	switch n := l.r.IntN(9); {
	case n < 3:
		body = append(body, "if ! "+check+" "+q+"; then", record("busy"), "return 1", "fi")
		body = append(append(body, dry...), act...)
	case n < 4:
		body = append(append(body, dry...), check+" "+q+" || return 1")
		body = append(body, act...)
	case n < 5:
		body = append(body, "local rc=0", check+" "+q+" || rc=$?", "case $rc in", "0) ;;", "1) "+record("busy")+"; return 1 ;;", "*) "+record("unknown")+"; return 2 ;;", "esac")
		body = append(append(body, dry...), act...)
	case n < 6:
		body = append(append(body, dry...), "if "+check+" "+q+"; then")
		body = append(append(body, act...), "else", record("busy"), "return 1", "fi")
	case n < 7:
		body = append(append(body, dry...), "(", check+" "+q+" || exit 1", wipe, ") || {", record("left out"), "return 1", "}", record("wiped"))
	case n < 8 && !l.wait:
		body = append(body, `retry "$TRIES" `+check+" "+q+" || {", record("busy"), "return 1", "}")
		body = append(append(body, dry...), act...)
	default:
		body = append(append(body, dry...), l.core(scope{target: q, fun: true})...)
		body = append(body, record("done"))
	}
	l.define2(name, body...)
	return name
}
