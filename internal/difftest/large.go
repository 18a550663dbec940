package difftest

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A large is a script of real size in the making: 60 to 250 lines, composed from parts that each are right, as people write
// them around the few lines that matter.
type large struct {
	*gen
	files    map[string]string
	list     bool // the hosts are in a file
	getopts  bool // options are read with getopts
	dry      bool // there is a dry run
	nounset  bool
	report   bool // there is a report file
	logs     string
	wait     bool     // the check is asked until it says idle
	helpers  []string // definitions, in the order in which they stand
	defaults []string
	setup    []string // what runs before the targets are gone through
	finish   []string // and after
}

// GenerateLarge makes the correct script of a seed. Few seeds make none.
func GenerateLarge(seed uint64) []Case {
	sc, ok := composed(rand.New(rand.NewPCG(seed, 2)))
	if !ok {
		return nil
	}
	return []Case{{Script: sc, Seed: seed, Mode: Correct}}
}

func composed(r *rand.Rand) (Script, bool) {
	l := &large{gen: &gen{r: r, mode: Correct, where: inMain}, files: map[string]string{}}
	l.bash = l.chance(60)
	l.errexit = l.chance(25)
	l.nounset = l.chance(40)
	l.dry, l.report, l.list, l.getopts, l.wait = l.chance(60), l.chance(60), l.chance(30), l.chance(50), l.chance(30)
	l.site = "wipe-disk"
	l.kind = guardKinds[l.r.IntN(len(guardKinds)-1)]
	if l.chance(15) {
		l.reach = carrying
		if l.chance(25) {
			l.within = l.there()
		}
	}
	text := l.compose()
	sc := Script{Shell: "dash", Text: "#!/bin/sh\n" + text, Files: l.files, Args: l.calls()}
	if l.bash {
		sc.Shell, sc.Text = "bash", "#!/bin/bash\n"+text
	}
	sc.Text = tidy(sc.Text, sc.Shell)
	if _, err := parse(sc); err != nil {
		return Script{}, false
	}
	return sc, true
}

// compose puts the script together.
func (l *large) compose() string {
	l.logging()
	l.configuration()
	l.common()
	process := l.process()
	options := l.options()
	body := l.main(process)
	for n := 2 + l.r.IntN(7); n > 0; n-- {
		l.aside()
	}
	helpers := append(l.funcs, l.helpers...)
	l.r.Shuffle(len(helpers), func(i, j int) { helpers[i], helpers[j] = helpers[j], helpers[i] })
	if len(l.files) > 0 && l.files["lib.sh"] == "" && l.chance(30) || l.chance(25) {
		helpers = l.library(helpers)
	}
	var parts []string
	add := func(lines ...string) {
		if text := strings.Join(lines, "\n"); text != "" {
			parts = append(parts, text)
		}
	}
	add(l.head())
	add(l.strict()...)
	add(l.defaults...)
	add(helpers...)
	add(options...)
	add(l.setup...)
	add(body...)
	return strings.Join(parts, "\n\n") + "\n"
}

// library moves some of the definitions into a file that is sourced.
func (l *large) library(helpers []string) []string {
	n := 1 + l.r.IntN(len(helpers))
	l.files["lib.sh"] = "# Shared by the maintenance scripts.\n\n" + strings.Join(helpers[:n], "\n\n") + "\n"
	shell := "dash"
	if l.bash {
		shell = "bash"
	}
	forms := sourceForms(shell, "lib.sh")
	l.defaults = append(l.defaults, "", forms[l.r.IntN(len(forms))], "")
	return helpers[n:]
}

func (l *large) head() string {
	name := l.one("recycle-hosts", "disk-retire", "upgrade-wave", "node-reset", "pool-clean")
	return fmt.Sprintf("#\n# %s: %s\n#\n%s#", name,
		l.one("wipes the disks of machines that are out of service.", "gives machines back to the pool.", "clears what the last tenant has left."),
		l.one("", "# A machine that is in use is left alone and reported.\n#\n", "# Run it from the admin host. Exit status 1 says that some machine was left out.\n#\n", "# History\n#   2.1  a list of hosts may be given\n#   2.0  waits for machines that drain\n#\n"))
}

func (l *large) strict() []string {
	var out []string
	switch {
	case l.errexit && l.nounset && l.bash && l.chance(60):
		return []string{"set -euo pipefail"}
	case l.errexit && l.nounset:
		return []string{"set -eu"}
	case l.errexit:
		out = append(out, l.one("set -e", "set -o errexit"))
	case l.nounset:
		out = append(out, "set -u")
	}
	if l.bash && l.chance(25) {
		out = append(out, "set -o pipefail")
	}
	return out
}

// parameter is a positional parameter that need not be there.
func (l *large) parameter(name string) string {
	if l.nounset {
		return `"${` + name + `:-}"`
	}
	return `"$` + name + `"`
}

// local declares a function's variable with a value.
func (l *large) local(name, value string) string {
	if l.chance(80) {
		return "local " + name + "=" + value
	}
	return name + "=" + value
}

// configuration gives defaults, and may read others from a file.
func (l *large) configuration() {
	l.defaults = append(l.defaults, "PROG="+l.one("recycle-hosts", "disk-retire", "node-reset"), "TRIES="+l.one("2", "3"), "DELAY=1", "VERBOSE=0", "FAILED=0")
	if l.dry {
		l.defaults = append(l.defaults, l.one("DRY_RUN=0", `DRY_RUN=0`, `DRY_RUN="${DRY_RUN:-0}"`))
	}
	if l.list {
		l.defaults = append(l.defaults, "LIST=hosts.txt")
		l.files["hosts.txt"] = "# hosts of the rack\nd1 rack7\n\nd2 rack7\n"
	}
	if l.report {
		l.defaults = append(l.defaults, l.one("REPORT=report.txt\n: >\"$REPORT\"", `REPORT=$(mktemp) || exit 1`, "REPORT=out.txt\n: >\"$REPORT\""))
	}
	if l.chance(40) {
		l.files["wipe.conf"] = l.one("TRIES=2\nDELAY=2\n", "# settings of this site\nTRIES=2\nVERBOSE=1\n", "DELAY=3\nOWNER=storage\n", "TRIES=3\nRACK=r7\nVERBOSE=0\n")
		l.defaults = append(l.defaults, "", l.one(". ./wipe.conf", "if [ -r ./wipe.conf ]; then\n. ./wipe.conf\nfi", "[ ! -r ./wipe.conf ] || . ./wipe.conf"))
	}
	if l.chance(25) {
		l.defaults = append(l.defaults, `case "${MODE:-fast}" in`, "fast) DELAY=1 ;;", "slow) DELAY=5 ;;", `*) echo "unknown mode" >&2; exit 2 ;;`, "esac")
	}
	if l.chance(15) {
		l.defaults = append(l.defaults, `[ -z "${DEBUG:-}" ] || set -x`)
	}
}

// calls are the ways in which the script is called.
func (l *large) calls() [][]string {
	calls := [][]string{{"d1", "d2"}, {"-v", "-t", "2", "d1 d2"}}
	if l.list {
		calls = [][]string{{}, {"d1"}}
	}
	if l.dry && !l.list {
		calls = append(calls, []string{"-n", "d1"})
	} else if l.dry {
		calls = append(calls, []string{"-n"})
	}
	return calls
}
