package unguarded_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/driver"
)

// A folder in which the script has mounted something is said to be one, with the umount that mends it, also where it lies below.
func TestMounted(t *testing.T) {
	for script, want := range map[string][2]string{
		"mnt=$(mktemp -d)\nmount \"$1\" \"$mnt\"\nUNMOUNT\nrm -rf \"$mnt\"\n":           {"mounted there", `umount "$mnt" || exit 1`},
		"W=/tmp/w\nmkdir -p $W/mnt\nmount \"$1\" $W/mnt\nUNMOUNT\nrm -rf \"$W\"\n":      {"mounted at /tmp/w/mnt", `umount /tmp/w/mnt || exit 1`},
		"mkdir -p /opt/t/m\nmount \"$1\" /opt/t/m\nUNMOUNT\nrm -rf /opt/t /opt/other\n": {"mounted at /opt/t/m", `umount /opt/t/m || exit 1`},
	} {
		results := analyse(t, "#!/bin/bash\n"+strings.ReplaceAll(script, "UNMOUNT", ":"), "")
		if len(results.Findings) != 1 || !strings.Contains(results.Findings[0].Message, want[0]+" may still be mounted") ||
			len(results.Findings[0].Advice) == 0 || !strings.Contains(results.Findings[0].Advice[0], "`"+want[1]+"`") {
			t.Errorf("%s: %d findings", script, len(results.Findings))
			for _, f := range results.Findings {
				t.Error(f.Message, f.Advice)
			}
			continue
		}
		after := analyse(t, "#!/bin/bash\n"+strings.ReplaceAll(script, "UNMOUNT", want[1]), "")
		if len(after.Findings) != 0 {
			t.Errorf("%s is not mended by %s: %s", script, want[1], after.Findings[0].Message)
		}
	}
}

// The line that the help prints is one that the analysis takes for evidence, where it stands in front of the command.
func TestHelpIsTaken(t *testing.T) {
	pasted := regexp.MustCompile("`([^`]+)`")
	for _, command := range []string{
		`mkfs.ext4 "$x"`, `wipefs -a "/dev/${x}1"`, `sudo dd if=a of="$x"`, `pvcreate "$x"`,
		`dropdb "$x"`, `psql -c "drop database $x"`, `mysql -e "drop database $x"`, `mysqladmin drop "$x"`,
		`vgremove -f "$x"`, `lvremove -f "$x"`, `docker volume rm "$x"`, `kubectl delete ns "$x"`, `helm uninstall "$x"`,
		`virsh undefine --remove-all-storage "$x"`, `userdel -r "$x"`, `aws s3 rm --recursive "s3://$x"`,
		`rm -rf "/srv/data/$x"`, `rm -rf /var/lib/mysql`, `rm -rf /mnt/old`, `find /srv/backups/pg -mtime +7 -delete`, `rm -rf /mnt/old/*`, `ssh "$h" rm -rf /media/usb`, `zpool destroy "$x"`, `etcdctl member remove "$x"`,
		`ssh "$h" wipefs -a "/dev/$x"`, `ssh -p 22 "root@$h" "wipefs -a /dev/$x && sync"`, `ssh "$h" rm -rf /var/lib/mysql`, `ssh "$h" sudo mkfs.xfs -f "$x"`,
		`kubectl exec "$h" -- mkfs.ext4 "$x"`, `docker exec "$h" dropdb "$x"`, `sudo -u postgres dropdb -p 5433 "$x"`, `dropdb -h db1 "$x"`,
		`aws ec2 delete-volume --volume-id "$x" --region "$h"`, `aws --profile lab ec2 terminate-instances --instance-ids "$x"`,
		`aws rds delete-db-instance --db-instance-identifier "$x" --skip-final-snapshot`, `gcloud compute instances delete "$x" --zone="$h" --quiet`,
		`gcloud --project "$h" compute instances delete --quiet "$x"`, `az vm delete -g "$h" -n "$x" --yes`, `az disk delete --name "$x" --yes`,
		`openstack --os-cloud "$h" server delete "$x"`, `openstack volume delete "$x"`, `qm destroy "$x"`, `docker rm -fv "$x"`, `ceph osd purge "$x" --yes-i-really-mean-it`,
		`kubectl --context "$h" delete ns "$x"`, `helm --kube-context "$h" uninstall "$x"`, `virsh -c "$h" undefine --remove-all-storage "$x"`,
	} {
		head := "#!/bin/bash\nx=${1:?}\nh=${2:?}\n"
		if strings.Contains(command, "zpool") || strings.Contains(command, "etcdctl") {
			head = "#!/bin/bash\nx=$1\n"
		}
		results := analyse(t, head+command+"\n", "")
		if len(results.Findings) != 1 || len(results.Findings[0].Advice) == 0 {
			t.Errorf("%s has %d findings", command, len(results.Findings))
			continue
		}
		advice, config, _ := strings.Cut(results.Findings[0].Advice[0], "\n")
		line := pasted.FindStringSubmatch(advice)
		if line == nil {
			t.Errorf("%s: nothing to paste in %s", command, advice)
			continue
		}
		process := "myapp"
		if !strings.Contains(line[1], "is-idle") == (strings.Contains(command, "zpool") || strings.Contains(command, "etcdctl")) {
			t.Errorf("%s: %s", command, line[1])
		}
		if strings.Contains(command, "mysql") {
			process = "mysqld" // of a folder that is one service's
		}
		after := analyse(t, head+strings.NewReplacer("NAME", process, "BACKUP", "pg_dump -f /srv/backups/pg/new.sql app").Replace(line[1])+"\n"+command+"\n", config)
		if len(after.Sites) != 1 || after.Sites[0].Verdict != string(guardflow.Guarded) {
			t.Errorf("%s is not guarded by %s: %v", command, line[1], after.Findings)
		}
	}
}

func analyse(t *testing.T, text, config string) *driver.Results {
	t.Helper()
	cfg := driver.Config{Rules: analyzers.All(), Paths: []string{"-"}, Stdin: strings.NewReader(text), Jobs: 1, NoConfig: config == ""}
	if config != "" {
		cfg.ConfigFile, cfg.ConfigText = "help.toml", []byte(config)
	}
	results, err := driver.Run(t.Context(), cfg)
	if err != nil || len(results.Errors) > 0 {
		t.Fatalf("%v %v", err, results.Errors)
	}
	return results
}
