package difftest

import (
	"strings"
	"testing"
)

// mostToolsPassed is the share of the unsafe scripts with real tools that may pass, and mostToolsFlagged that of the safe ones that may
// be flagged: what the catalogue does not yet know of how the tools answer. Both are to be lowered whenever they can.
const mostToolsPassed, mostToolsFlagged = 0.35, 0.25

// TestToolScripts scores scripts that ask real tools.
func TestToolScripts(t *testing.T) {
	seed, n := batch(t)
	score, err := Run(seed, 20+n/20, Options{Size: Tools, Quick: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("\n%s", score.Markdown())
	for _, r := range score.Bad {
		t.Log(r.Report())
	}
	if score.Broken > 0 {
		t.Errorf("%d scripts could not be compared", score.Broken)
	}
	if p := atLeast(score.UnsafePassed, score.Unsafe, mostToolsPassed); p < byChance {
		t.Errorf("%d of %d unsafe scripts passed", score.UnsafePassed, score.Unsafe)
	}
	if p := atLeast(score.SafeFlagged, score.Safe, mostToolsFlagged); p < byChance {
		t.Errorf("%d of %d safe scripts were flagged", score.SafeFlagged, score.Safe)
	}
}

// TestToolAnswers holds that each call of a real tool which a script makes has an idle, an active and a failing answer, and that each
// use is of a script that runs.
func TestToolAnswers(t *testing.T) {
	t.Parallel()
	for _, f := range toolFamilies {
		for _, use := range f.uses {
			if strings.Count(use, "STOP") == 0 && !strings.Contains(use, "until") {
				t.Errorf("nothing leaves: %s", use)
			}
		}
	}
	for _, c := range []call{
		{"lsblk", "-nro MOUNTPOINT /dev/sdb", ""}, {"mount", "", ""}, {"swapon", "--show=NAME --noheadings", ""}, {"lsof", "-t /dev/sdb", ""}, {"fuser", "-s /dev/sdb", ""},
		{"findmnt", "-rn -S /dev/sdb", ""}, {"systemctl", "is-active mysqld", ""}, {"systemctl", "is-active -q mysqld", ""}, {"psql", "-Atc select_count(*)_from_t_where_datname='app' postgres", ""},
		{"psql", "-c select_pid_from_t_where_datname='app' postgres", ""}, {"curl", "-fsS http://cmdb/hosts/d1/state", ""}, {"curl", "-s -o /dev/null -w %{http_code} http://cmdb/hosts/d1/lock", ""},
	} {
		seen := map[outcome]bool{}
		for _, a := range toolAnswers(c) {
			seen[a.outcome] = true
		}
		if !seen[idle] || !seen[active] || !seen[failed] {
			t.Errorf("%s answers %v", c.key(), toolAnswers(c))
		}
	}
	if got := toolAnswers(call{"psql", "-c select_count(*)_from_t", ""})[0].output; got != " count \n-------\n     0\n(1 row)\n\n" {
		t.Errorf("psql without -t prints %q", got)
	}
	if got := toolTarget(call{"curl", "-fsS http://cmdb/hosts/d1/state", ""}); got != "d1" {
		t.Errorf("curl is about %q", got)
	}
	if got := toolTarget(call{"psql", "-Atc select_count(*)_from_t_where_datname='app' postgres", ""}); got != "app" {
		t.Errorf("psql is about %q", got)
	}
}
