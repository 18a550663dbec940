package difftest

import "strings"

// remoteText is a whole script that another machine runs, in words, quotes or a here-document: where the quoting is right, it
// is one that would be right here.
func (g *gen) remoteText(sc scope) []string {
	saved, errexit, where, flaws := g.reach, g.errexit, g.where, len(g.flaws)
	host, target := sc.target, ""
	if saved == fromHost {
		host, target = g.host, `"$1"`
	}
	g.reach, g.errexit, g.where = direct, g.chance(25), inMain
	mark := len(g.funcs)
	body := g.core(scope{target: target})
	body = append(append([]string{}, g.funcs[mark:]...), body...)
	g.funcs = g.funcs[:mark]
	if g.errexit {
		body = append([]string{"set -e"}, body...)
	}
	g.reach, g.errexit, g.where = saved, errexit, where
	text := strings.Join(body, "\n")
	sh := "sh"
	if g.bash {
		sh = "bash"
	}
	ssh := "ssh " + g.one("", "-q ", "-o BatchMode=yes ", "-T ") + host + " "
	operand := ""
	if target != "" {
		operand = " " + sc.target
	}
	lines := func(l ...string) func() []string { return func() []string { return l } }
	// Text that is expanded here by mistake may not have the number of this shell in a kill, which the sandbox refuses.
	plain := len(g.flaws) == flaws && !strings.Contains(text, "kill")
	options := []option[[]string]{
		ok(3, lines(ssh+sh+" -s"+operand+" <<'REMOTE'\n"+text+"\nREMOTE")),
		ok(2, lines(ssh+sh+" -s"+operand+" <<REMOTE\n"+g.escaped(text, "")+"\nREMOTE")),
		ok(1, lines("cat > job.txt <<'JOB'\n"+text+"\nJOB", ssh+sh+" -s"+operand+" < job.txt")),
	}
	if target != "" {
		options = options[:1:1]
		options = append(options, ok(2, lines(ssh+sh+" -s"+operand+" <<REMOTE\n"+g.escaped(text, "")+"\nREMOTE")))
	}
	if target == "" {
		options = append(options,
			ok(3, lines(ssh+quote(text))),
			ok(1, lines(ssh+quote(sh+" -s")+" <<'REMOTE'\n"+text+"\nREMOTE")),
			ok(1, lines(ssh+"<<'REMOTE'\n"+text+"\nREMOTE")),
			ok(2, lines(ssh+`"`+g.escaped(text, `"`)+`"`)),
			ok(1, lines(ssh+"-- "+quote(text))),
			ok(1, lines(ssh+quote(text)+" || log-it failed")),
			ok(1, lines("if ssh -n "+host+" "+quote(text)+"; then\nlog-it done\nfi")),
		)
		if plain && !strings.Contains(text, `"`) {
			options = append(options, flawed("?", 1, lines(ssh+`"`+text+`"`)))
		}
	}
	if plain {
		options = append(options, flawed("?", 1, lines(ssh+sh+" -s"+operand+" <<REMOTE\n"+text+"\nREMOTE")))
	}
	return pick(g, options)
}

// escaped is text for a place in which the shell expands it, and gives back the same.
func (g *gen) escaped(text, also string) string {
	var b strings.Builder
	for i := range len(text) {
		if strings.IndexByte(`\$`+"`"+also, text[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// misplaced are the mistakes that there are only where there are several machines, with the right way beside them.
func (g *gen) misplaced(sc scope) []string {
	g.kind = "is-idle"
	there := "ssh -n " + sc.target + " "
	ask, wipe := "is-idle", g.site
	if g.reach == fromHost {
		there = "ssh -n " + g.host + " "
		ask, wipe = "is-idle "+sc.target, g.site+" "+sc.target
	}
	abort := " || " + group2(g.abort(sc))
	lines := func(l ...string) func() []string { return func() []string { return l } }
	local := func(text string) string { return strings.ReplaceAll(text, `"`, "") }
	q := func(text string) string { return `"` + local(text) + `"` }
	count := strings.Replace(ask, "is-idle", "count-active", 1)
	return pick(g, []option[[]string]{
		ok(2, lines(there+q(ask+" && "+wipe))),
		ok(1, lines(there+q(ask+" || exit 1; "+wipe))),
		ok(1, lines(there+q("set -e; "+ask+"; "+wipe))),
		ok(1, lines(`[ "$(`+there+count+`)" = 0 ]`+abort, there+wipe)),
		ok(1, lines(there+q(ask)+" && "+there+q(wipe))),
		ok(1, lines(there+q("["+` \"\$(`+local(count)+`)\" = 0 ] && `+local(wipe)))),
		ok(1, lines("rc=0", there+ask+" || rc=$?", `case $rc in 0) ;; 255) log-it unreachable; `+g.abort(sc)+" ;; *) "+g.abort(sc)+" ;; esac", there+wipe)),
		ok(1, lines(there+q(ask+" && echo free")+" | grep -qx free"+abort, there+wipe)),
		flawed("wrongtarget", 2, lines(ask+abort, there+wipe)),
		flawed("wrongtarget", 2, lines(there+ask+abort, wipe)),
		flawed("wrongtarget", 2, lines(there+ask+" && "+wipe)),
		flawed("wrongtarget", 1, lines(there+`"[ $(`+local(count)+`) = 0 ] && `+local(wipe)+`"`)),
		flawed("wrongtarget", 1, lines("ssh -n db2 "+ask+abort, there+wipe)),
		flawed("ignored", 2, lines(there+q(ask+"; "+wipe))),
		flawed("ignored|subshellexit", 2, lines(there+q(ask+" || exit 1"), there+wipe)),
		flawed("?", 1, lines(there+q(ask+"; true")+abort, there+wipe)),
		flawed("pipemask", 1, lines(there+q(ask+" | cat")+abort, there+wipe)),
		flawed("async", 1, lines(there+q(ask+" &")+abort, there+wipe)),
		flawed("inverted", 1, lines(there+q(ask+" || "+wipe))),
		flawed("failopen", 1, lines("rc=0", there+ask+" || rc=$?", `if [ "$rc" -eq 1 ]; then`+"\n"+g.abort(sc)+"\nfi", there+wipe)),
		flawed("failopen", 1, lines("rc=0", there+ask+" || rc=$?", `case $rc in 0 | 255) ;; *) `+g.abort(sc)+" ;; esac", there+wipe)),
		flawed("failopen", 1, lines(`n=$(`+there+count+` || true)`, `[ "${n:-0}" = 0 ]`+abort, there+wipe)),
	})
}

// together are machines that one command speaks to at once.
func (g *gen) together(sc scope) []string {
	hosts := g.one("h1,h2", "h1,h2", `"$hosts"`, "web")
	var head []string
	if hosts == `"$hosts"` {
		head = []string{"hosts=" + g.one("h1,h2", `$1,h2`)}
	}
	ask := func(h string) string {
		if h == "web" {
			return g.one("pdsh -S -g web ", "clush -S -g web ", "dsh -g web -- ") + "is-idle"
		}
		return g.one("pdsh -S -w "+h+" ", "clush -S -w "+h+" ", "dsh -m "+h+" -- ", "pssh -H "+h+" ", "ansible "+h+" -m shell -a ") + "is-idle"
	}
	wipe := g.one("pdsh -w "+hosts+" ", "clush -w "+hosts+" ", "dsh -m "+hosts+" -- ", "pssh -H "+hosts+" ", "ansible "+hosts+" -m shell -a ") + g.site
	if hosts == "web" {
		wipe = g.one("pdsh -g web ", "clush -g web ", "dsh --group web -- ", "pdsh -g web ") + g.site
	} else if g.chance(15) {
		wipe = "salt -L " + hosts + " cmd.run " + g.site
	}
	abort := " || " + group2(g.abort(sc))
	lines := func(l ...string) func() []string {
		return func() []string { return append(append([]string{}, head...), l...) }
	}
	q := func(text string) string { return "'" + text + "'" }
	options := []option[[]string]{
		ok(3, lines(ask(hosts)+abort, wipe)),
		ok(2, lines("if "+ask(hosts)+"; then\n"+wipe+"\nfi")),
		ok(2, lines(strings.TrimSuffix(wipe, g.site)+q(g.one("is-idle && ", "is-idle || exit 1; ", "set -e; is-idle; ")+g.site))),
		flawed("?", 1, lines(strings.Replace(ask(hosts), "-S ", "", 1)+abort, wipe)),
		flawed("ignored", 1, lines(ask(hosts)+" || log-it busy", wipe)),
		flawed("ignored", 1, lines(strings.TrimSuffix(wipe, g.site)+q("is-idle; "+g.site))),
		flawed("wrongtarget", 1, lines("ssh -n h9 is-idle"+abort, wipe)),
		flawed("wrongtarget", 1, lines("is-idle"+abort, wipe)),
	}
	if hosts == "h1,h2" {
		options = append(options,
			ok(2, lines("ssh h1 is-idle"+abort, "ssh h2 is-idle"+abort, wipe)),
			ok(1, lines("for m in h1 h2; do\nssh -n $m is-idle"+abort+"\ndone", wipe)),
			ok(1, lines(ask(hosts)+abort, "ssh h1 "+g.site, "ssh h2 "+g.site)),
			flawed("wrongtarget", 1, lines("ssh h1 is-idle"+abort, wipe)),
			flawed("wrongtarget", 1, lines(ask("h1")+abort, wipe)),
			flawed("?", 1, lines("pdsh -S -w h1,h2 busy", "[ $? -eq 1 ]"+abort, wipe)),
		)
	}
	return pick(g, options)
}

// elsewhere is code in a form that there is only with other machines or wrappers; nil for none.
func (g *gen) elsewhere(sc scope) []string {
	if sc.target == "" || g.noFlaw > 0 {
		return nil
	}
	switch {
	case g.reach == carrying && g.chance(45):
		return g.byWrapper(sc)
	case g.reach == onFleet && !sc.loop && !sc.nested && g.chance(60):
		return g.together(sc)
	case g.reach != onHost && g.reach != fromHost:
	case g.chance(30):
		return g.remoteText(sc)
	case g.chance(40):
		return g.misplaced(sc)
	}
	return nil
}
