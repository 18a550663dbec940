package finding

import (
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// A question is a line that asks whether a target is in use, or holds anything, and stops the script unless it does not. TARGET stands for
// the target, as a word of its own or within quotes.
type question struct {
	command string // the beginning of the destructive command
	line    string
}

const (
	asksDisk    = `out=$(lsblk -no MOUNTPOINT TARGET) && [ -z "$out" ] || exit 1`
	asksVM      = `state=$(virsh domstate TARGET) && [ "$state" = "shut off" ] || exit 1`
	asksMySQL   = `n=$(mysql -Ne "select count(*) from information_schema.processlist where db = 'TARGET'") && [ "$n" -eq 0 ] || exit 1`
	asksPG      = `n=$(psql -tAc "select count(*) from pg_stat_activity where datname = 'TARGET'") && [ "$n" -eq 0 ] || exit 1`
	asksPods    = `out=$(kubectl get pods -n TARGET -o name) && [ -z "$out" ] || exit 1`
	asksRelease = `out=$(kubectl get pods -A -l "app.kubernetes.io/instance=TARGET" -o name) && [ -z "$out" ] || exit 1`
	asksVolume  = `out=$(docker ps -aq --filter "volume=TARGET") && [ -z "$out" ] || exit 1`
	asksBucket  = `out=$(aws s3 ls TARGET) && [ -z "$out" ] || exit 1`
	// asksProcess stands before files, of which the tool does not know the process.
	asksProcess = `rc=0; pgrep -x NAME || rc=$?; [ "$rc" -eq 1 ] || exit 1`
)

// questions are asked of what a disk is none of. The lines are such as the catalogue knows how to read.
var questions = []question{
	{"dropdb", asksPG}, {"psql", asksPG}, {"mysql", asksMySQL}, {"mariadb", asksMySQL},
	{"vgremove", `out=$(lvs --noheadings -o lv_name TARGET) && [ -z "$out" ] || exit 1`},
	{"docker volume rm", asksVolume},
	{"kubectl delete ns", asksPods}, {"kubectl delete namespace", asksPods},
	{"helm uninstall", asksRelease}, {"helm delete", asksRelease}, {"helm del", asksRelease},
	{"virsh undefine", asksVM}, {"virsh destroy", asksVM},
	{"userdel", `rc=0; pgrep -u TARGET || rc=$?; [ "$rc" -eq 1 ] || exit 1`},
	{"aws s3 rm", asksBucket}, {"aws s3 rb", asksBucket},
}

// questionOf is the question to ask before a call, "" for what the tool knows none of.
func questionOf(call string, kind catalog.Kind) string {
	for _, q := range questions {
		if call == q.command || strings.HasPrefix(call, q.command) && (call[len(q.command)] == ' ' || q.command == "mysql") {
			return q.line
		}
	}
	switch kind {
	case catalog.KindDevice:
		return asksDisk
	case catalog.KindPath:
		return asksProcess
	}
	return ""
}

// asking puts a target into a question's line.
func asking(line, target string) string {
	before, after, ok := strings.Cut(line, "TARGET")
	if !ok {
		return line
	}
	if !strings.HasSuffix(before, " ") && !strings.HasSuffix(before, "(") { // it stands within quotes
		return before + target + after
	}
	if strings.Contains(target, "$") {
		target = `"` + target + `"`
	}
	return before + target + after
}
