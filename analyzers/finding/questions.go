package finding

import (
	"path"
	"regexp"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// A question is a line that asks whether a target is in use, or holds anything, and stops the script unless it does not. TARGET stands for
// the target, as a word of its own or within quotes, SCOPE for the options that say where it is.
type question struct {
	command string // the beginning of the destructive command
	line    string
}

const (
	asksDisk    = `out=$(lsblk -no MOUNTPOINT TARGET) && [ -z "$out" ] || exit 1`
	asksVM      = `state=$(virsh SCOPE domstate TARGET) && [ "$state" = "shut off" ] || exit 1`
	asksMySQL   = `n=$(mysql SCOPE -Ne "select count(*) from information_schema.processlist where db = 'TARGET'") && [ "$n" -eq 0 ] || exit 1`
	asksPG      = `n=$(psql SCOPE -tAc "select count(*) from pg_stat_activity where datname = 'TARGET'") && [ "$n" -eq 0 ] || exit 1`
	asksPods    = `out=$(kubectl SCOPE get pods -n TARGET -o name) && [ -z "$out" ] || exit 1`
	asksRelease = `out=$(kubectl SCOPE get pods -A -l "app.kubernetes.io/instance=TARGET" -o name) && [ -z "$out" ] || exit 1`
	asksVolume  = `out=$(docker SCOPE ps -aq --filter "volume=TARGET") && [ -z "$out" ] || exit 1`
	asksUser    = `rc=0; pgrep -u TARGET || rc=$?; [ "$rc" -eq 1 ] || exit 1`
	// asksContainer is about containers with volumes of their own.
	asksContainer = `state=$(docker SCOPE inspect -f '{{.State.Status}}' TARGET) && [ "$state" = exited ] || exit 1`
	asksBucket    = `out=$(aws s3 ls TARGET SCOPE) && [ -z "$out" ] || exit 1`
	// asksMount stands before folders in which others mount.
	asksMount = `rc=0; mountpoint -q TARGET || rc=$?; [ "$rc" -eq 32 ] || exit 1`
	// asksProcess stands before files, of which the tool does not know the process.
	asksProcess = `rc=0; pgrep -x NAME || rc=$?; [ "$rc" -eq 1 ] || exit 1`
)

// questions are asked of what a disk is none of. The lines are such as the catalogue knows how to read.
var questions = []question{
	{"dropdb", asksPG}, {"psql", asksPG}, {"mysql", asksMySQL}, {"mariadb", asksMySQL},
	{"vgremove", `out=$(lvs --noheadings -o lv_name TARGET) && [ -z "$out" ] || exit 1`},
	{"docker volume rm", asksVolume},
	{"docker rm", asksContainer}, {"docker container rm", asksContainer},
	{"kubectl delete ns", asksPods}, {"kubectl delete namespace", asksPods},
	{"helm uninstall", asksRelease}, {"helm delete", asksRelease}, {"helm del", asksRelease},
	{"virsh undefine", asksVM}, {"virsh destroy", asksVM},
	{"userdel", asksUser}, {"deluser", asksUser},
	{"aws s3 rm", asksBucket}, {"aws s3 rb", asksBucket},
	{"aws ec2 delete-volume", `state=$(aws ec2 describe-volumes --volume-ids TARGET SCOPE --query 'Volumes[0].State' --output text) && [ "$state" = available ] || exit 1`},
	{"aws ec2 terminate-instances", `state=$(aws ec2 describe-instances --instance-ids TARGET SCOPE --query 'Reservations[0].Instances[0].State.Name' --output text) && [ "$state" = stopped ] || exit 1`},
	{"aws rds delete-db-instance", `state=$(aws rds describe-db-instances --db-instance-identifier TARGET SCOPE --query 'DBInstances[0].DBInstanceStatus' --output text) && [ "$state" = stopped ] || exit 1`},
	{"aws rds delete-db-cluster", `state=$(aws rds describe-db-clusters --db-cluster-identifier TARGET SCOPE --query 'DBClusters[0].Status' --output text) && [ "$state" = stopped ] || exit 1`},
	{"gcloud compute instances delete", `state=$(gcloud compute instances describe TARGET SCOPE --format='value(status)') && [ "$state" = TERMINATED ] || exit 1`},
	{"gcloud sql instances delete", `state=$(gcloud sql instances describe TARGET SCOPE --format='value(state)') && [ "$state" = STOPPED ] || exit 1`},
	{"az vm delete", `state=$(az vm show -d -n TARGET SCOPE --query powerState -o tsv) && [ "$state" = "VM deallocated" ] || exit 1`},
	{"az disk delete", `state=$(az disk show -n TARGET SCOPE --query diskState -o tsv) && [ "$state" = Unattached ] || exit 1`},
	{"openstack server delete", `state=$(openstack SCOPE server show TARGET -f value -c status) && [ "$state" = SHUTOFF ] || exit 1`},
	{"openstack volume delete", `state=$(openstack SCOPE volume show TARGET -f value -c status) && [ "$state" = available ] || exit 1`},
	{"dmsetup remove", ""}, // it takes a name, where lsblk wants a file
	{"qm destroy", `state=$(qm status TARGET) && [ "$state" = "status: stopped" ] || exit 1`},
	{"pct destroy", `state=$(pct status TARGET) && [ "$state" = "status: stopped" ] || exit 1`},
	{"ceph osd purge", `ceph osd safe-to-destroy TARGET || exit 1`}, {"ceph osd destroy", `ceph osd safe-to-destroy TARGET || exit 1`},
}

// questionOf is the question to ask before a call, "" for what the tool knows none of.
func questionOf(call string, kind catalog.Kind) string {
	call, program := spelled(call)
	for _, q := range questions {
		if q.line == asksContainer && program == "nerdctl" {
			continue // it is not known to answer so
		}
		if call == q.command || strings.HasPrefix(call, q.command) && (call[len(q.command)] == ' ' || q.command == "mysql") || begins(call, q.command) {
			return inPlaceOf(q.line, program)
		}
	}
	switch kind {
	case catalog.KindDevice:
		return asksDisk
	case catalog.KindPath:
		return asksProcess
	default: // the words of the command tell
	}
	return ""
}

// spelled is a call with the name by which the questions know its program, and that program's own name where a question has to be put to it:
// podman, "$KUBECTL".
func spelled(call string) (known, program string) {
	word, rest, _ := strings.Cut(call, " ")
	name := path.Base(word)
	if v := variable.FindStringSubmatch(word); v != nil {
		if name = strings.ToLower(v[1]); scopes[client(name)] == nil {
			return call, ""
		}
	}
	switch name {
	case "podman", "nerdctl":
		return "docker " + rest, word
	}
	if word != name {
		return name + " " + rest, word
	}
	return call, ""
}

// variable matches a word that is one variable.
var variable = regexp.MustCompile(`^"?\$\{?([A-Za-z_]+)\}?"?$`)

// inPlaceOf puts a question to the program that the script names.
func inPlaceOf(line, program string) string {
	if program == "" {
		return line
	}
	name := strings.ToLower(path.Base(program))
	if v := variable.FindStringSubmatch(program); v != nil {
		name = strings.ToLower(v[1])
	}
	if name == "podman" || name == "nerdctl" {
		name = "docker"
	}
	if before, after, ok := strings.Cut(line, "$("+name+" "); ok {
		return before + "$(" + program + " " + after
	}
	return line
}

// begins reports whether a call is one of a command whose options stand in front of its subcommands: aws --region "$r" ec2 delete-volume.
func begins(call, command string) bool {
	words := strings.Fields(call)
	name, rest, more := strings.Cut(command, " ")
	if !more || len(words) == 0 || words[0] != name {
		return false
	}
	known := scopes[client(name)]
	for i := 1; i < len(words); i++ {
		option, _, joined := strings.Cut(words[i], "=")
		if known[option] == "" {
			return strings.HasPrefix(strings.Join(words[i:], " ")+" ", rest+" ")
		}
		if !joined {
			i++
		}
	}
	return false
}

// within puts into a question's line what has to be said for it to go where the command goes, and what stands in front of that: ssh "$host".
func within(line, front, scope string) string {
	if scope == "" {
		line = strings.ReplaceAll(line, " SCOPE", "")
	}
	line = strings.ReplaceAll(line, " SCOPE", scope)
	if front == "" {
		return line
	}
	for _, before := range []string{"$(", "rc=0; "} {
		if i := strings.Index(line, before); i >= 0 {
			i += len(before)
			return line[:i] + front + " " + line[i:]
		}
	}
	return front + " " + line
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
