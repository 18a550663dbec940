package difftest

import "strings"

// A reach is how the script comes to what its commands are about.
type reach uint8

const (
	direct   reach = iota
	carrying       // here, through commands that run another one: sudo, timeout
	onHost         // the target is a machine
	fromHost       // the target is a disk of one other machine
	onFleet        // the targets are machines that one command speaks to
	inside         // the target is a container
)

// reach chooses, once per script.
func (g *gen) chooseReach() {
	if !g.chance(30) {
		return
	}
	g.reach = []reach{carrying, carrying, carrying, onHost, onHost, onHost, onHost, fromHost, fromHost, onFleet, inside}[g.r.IntN(11)]
	if g.kind == "pgrep" && g.reach > carrying {
		g.reach = fromHost
	}
	if g.reach == onFleet { // whose status tells success and failure only, and whose output has the machine's name in it
		g.kind = "is-idle"
	}
	if g.reach == carrying && g.chance(25) {
		g.within = g.there()
	}
	g.host = g.one("db1", "db1", "root@db1", `"$db"`)
	if g.reach == fromHost && g.host == `"$db"` {
		g.setHost = []string{g.one("db=db1", "db=${DB:-db1}", `db=db1; readonly db`)}
	}
}

// carried is a command of the script, run where the script runs its commands.
func (g *gen) carried(command, target string, asks bool) string {
	there := strings.TrimSpace(command + " " + target)
	switch g.reach {
	case carrying:
		if g.chance(70) {
			return g.wrapper(asks) + g.within + there
		}
		return g.within + there
	case onHost:
		return "ssh " + g.sshOptions() + target + g.one(" ", " ", " ", " -- ", " sudo ") + command
	case fromHost:
		return "ssh " + g.sshOptions() + g.host + " " + g.one("", "", "", "sudo ") + there
	case onFleet:
		if asks && g.kind != "is-idle" {
			return "ssh -n " + target + " " + command
		}
		return g.fleet(command, target, asks)
	case inside:
		// A status of 1 is the wrapper's own too, and some guard's "idle".
		if asks && g.mode != Wild && (g.kind == "busy" || g.kind == "pgrep") {
			return "podman exec " + target + " " + command
		}
		return g.one("docker exec "+target+" ", "docker exec -u root "+target+" ", "podman exec "+target+" ", "kubectl exec "+target+" -- ", "kubectl exec -n web "+target+" -- ") + command
	case direct:
	}
	return there
}

// there is a wrapper that runs a command in another place of this machine. What is asked there says nothing of what lies here, so all
// that a script does happens there.
func (g *gen) there() string {
	if g.kind == "busy" || g.kind == "pgrep" { // whose "idle" is the status 1 of the wrapper's own
		return "chroot image "
	}
	return g.one("chroot image ", "chroot image ", "nsenter -t 1 -m ")
}

func (g *gen) sshOptions() string {
	return g.one("", "", "", "-n ", "-n ", "-q ", "-o BatchMode=yes ", "-o ConnectTimeout=5 -o BatchMode=yes ", "-l root ", "-p 22 ", "-T ", "-nq ", "-oBatchMode=yes ")
}

// wrapper is what stands before a command that runs here.
func (g *gen) wrapper(asks bool) string {
	list := []string{"sudo ", "sudo LC_ALL=C ", "nice ", "nice -n 10 ", "timeout 5 ", "timeout -k 1 5s ", "nohup ", "setsid ", "setsid -w ",
		"stdbuf -oL ", "env ", "env LC_ALL=C ", "flock lock.txt ", "sudo timeout 5 ", "timeout 60 sudo ", "sudo nice env "}
	if !asks || g.mode == Wild || g.kind != "busy" && g.kind != "pgrep" { // some guard says idle with the status 1 of the wrapper's own
		list = append(list, "sudo -n ", "sudo -u root ", "doas ", "ionice -c3 ", "nice -n 19 ionice -c 3 ", "flock -n lock.txt ", "systemd-run --wait --pipe -q ")
	}
	return g.one(list...)
}

// fleet runs a command on machines, the names of which are joined by commas.
func (g *gen) fleet(command, target string, asks bool) string {
	if asks {
		return g.one("pdsh -S -w "+target+" ", "pdsh -R ssh -S -w "+target+" ", "clush -S -w "+target+" ", "dsh -m "+target+" -- ", "pssh -H "+target+" ", "pssh -H "+target+" -i ") + command
	}
	return g.one("pdsh -w "+target+" ", "pdsh -S -w "+target+" ", "clush -w "+target+" ", "dsh -m "+target+" -- ", "pssh -H "+target+" ", "pssh -i -H "+target+" ") + command
}

// byWrapper asks and acts in one call of a wrapper, or in one that has a status of its own.
func (g *gen) byWrapper(sc scope) []string {
	saved := g.reach
	g.reach = direct
	defer func() { g.reach = saved }()
	g.kind = "is-idle"
	t := sc.target
	sh := "sh"
	if g.bash {
		sh = "bash"
	}
	ask, wipe := "is-idle "+t, g.wipe(t)
	both := g.one(`is-idle "$1" && `+g.site+` "$1"`, `is-idle "$1" || exit 1; `+g.site+` "$1"`, `if is-idle "$1"; then `+g.site+` "$1"; fi`, `set -e; is-idle "$1"; `+g.site+` "$1"`)
	never := g.one(`is-idle "$1"; `+g.site+` "$1"`, `is-idle "$1" || true; `+g.site+` "$1"`, `is-idle "$1" || log-it busy; `+g.site+` "$1"`)
	items := g.one("echo "+t, `printf '%s\n' `+t)
	abort := " || " + group2(g.abort(sc))
	lines := func(l ...string) func() []string { return func() []string { return l } }
	return pick(g, []option[[]string]{
		ok(2, lines(items+" | xargs -n1 "+sh+" -c "+quote(both)+" "+sh)),
		ok(1, lines(items+" | xargs -r -n 1 -P 2 "+sh+" -c "+quote(both)+" "+sh)),
		ok(2, lines(items+" | xargs -I{} "+sh+" -c "+quote("is-idle {} && "+g.site+" {}"))),
		ok(1, lines(items+" | xargs -I '{}' "+sh+" -c "+quote(both)+" "+sh+" '{}'")),
		ok(1, lines(items+" | xargs -n1 is-idle"+abort, items+" | xargs -n1 "+g.site)),
		ok(1, lines(items+" > list.txt", "xargs -n1 -a list.txt is-idle"+abort, "xargs -n 1 "+g.site+" < list.txt")),
		ok(1, lines("xargs -n1 is-idle <<EOF"+abort+"\n"+strings.Trim(t, `"`)+"\nEOF", items+" | xargs -n1 "+g.site)),
		ok(1, lines("parallel -j1 "+quote("is-idle {} && "+g.site+" {}")+" ::: "+t)),
		ok(1, lines("parallel "+sh+" -c "+quote(quote(both))+" "+sh+" ::: "+t)),
		ok(1, lines("parallel -j2 is-idle {} ::: "+t+abort, "parallel -j2 "+g.site+" {} ::: "+t)),
		ok(1, lines(items+" | parallel -k is-idle"+abort, items+" | parallel -j 1 "+g.site)),
		ok(1, lines("parallel --halt now,fail=1 is-idle ::: "+t+" h8"+abort, wipe)),
		ok(1, lines("parallel ::: "+`"is-idle '`+strings.Trim(t, `"`)+`'" "log-it x"`+abort, wipe)),
		ok(1, lines("watch -te -q 3 "+ask+abort, wipe)),
		ok(1, lines("watch -g -x log-it "+t, ask+abort, wipe)),
		ok(1, lines("sudo "+sh+" -c "+quote(both)+" "+sh+" "+t)),
		ok(1, lines("timeout 60 "+sh+" -c "+quote(both)+" "+sh+" "+t)),
		ok(1, lines("unshare -m "+sh+" -c "+quote(both)+" "+sh+" "+t)),
		ok(1, lines("timeout 60 "+sh+" -c "+quote(`until is-idle "$1"; do sleep 1; done`)+" "+sh+" "+t+abort, wipe)),
		ok(1, lines("flock lock.txt "+sh+" -c "+quote(both)+" "+sh+" "+t)),
		ok(1, lines("(\nflock -n 9 || exit 1\n"+ask+" || exit 1\n"+wipe+"\n) 9> lock.txt")),
		ok(1, lines("exec 9> lock.txt", "flock -n 9"+abort, ask+abort, wipe)),
		ok(1, lines(`find . -maxdepth 0 -exec is-idle `+t+` \; -exec `+wipe+` \;`)),
		ok(1, lines(`[ -n "$(find . -maxdepth 0 -exec is-idle `+t+` \; -print)" ]`+abort, wipe)),
		ok(1, lines("nohup "+sh+" -c "+quote(both)+" "+sh+" "+t+" > out.txt 2>&1 &", "wait")),
		flawed("ignored", 1, lines(items+" | xargs -n1 "+sh+" -c "+quote(never)+" "+sh)),
		flawed("ignored", 1, lines(items+" | xargs is-idle", wipe)),
		flawed("failopen|ignored", 1, lines("if "+items+" | xargs -n1 busy; then\nexit 1\nfi", items+" | xargs -n1 "+g.site)),
		flawed("ignored", 1, lines("parallel -j1 "+quote("is-idle {}; "+g.site+" {}")+" ::: "+t)),
		flawed("ignored", 1, lines("parallel is-idle ::: "+t, "parallel "+g.site+" ::: "+t)),
		flawed("?", 1, lines("parallel --dry-run is-idle ::: "+t+abort, wipe)),
		flawed("?", 1, lines("parallel -n2 is-idle ::: h8 "+t+abort, wipe)),
		flawed("failopen|ignored", 1, lines("if parallel busy ::: "+t+"; then\nexit 1\nfi", wipe)),
		flawed("?", 1, lines("watch -n1 -g "+ask+abort, wipe)),
		flawed("?", 1, lines("watch -n 1 -d "+ask+" && "+wipe)),
		flawed("?", 1, lines("watch -e "+ask, wipe)),
		flawed("?", 1, lines(items+" | xargs -I{} "+sh+" -c "+quote("is-idle {} || exit 255"), wipe)),
		flawed("ignored", 1, lines("sudo "+sh+" -c "+quote(never)+" "+sh+" "+t)),
		flawed("?", 1, lines(`find . -maxdepth 0 -exec is-idle `+t+` \;`+abort, wipe)),
		flawed("?", 1, lines("timeout 60 "+sh+" -c "+quote(`until is-idle "$1"; do sleep 1; done`)+" "+sh+" "+t, wipe)),
		flawed("?", 1, lines("timeout 60 "+ask, "[ $? -ne 124 ]"+abort, wipe)),
		flawed("async", 1, lines("nohup "+ask+" &", wipe)),
		flawed("subshellexit", 1, lines("(\nflock -n 9 || exit 1\n"+ask+" || exit 1\n) 9> lock.txt", wipe)),
		flawed("ignored", 1, lines("flock -n lock.txt "+ask+" || log-it busy", wipe)),
	})
}
