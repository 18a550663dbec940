package guardflow_test

import (
	"context"
	"testing"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/script"
)

// TestPartly says of questions that leave some of what uses a target out of their answer, and of filters that do, what they prove.
func TestPartly(t *testing.T) {
	const (
		whole   = "guarded"
		partly  = "flawed wrongtarget"
		assumed = "guarded, assumed"
	)
	none := func(ask, destroys string) string {
		return "r=$(" + ask + ") || exit 1\n" + `[ -z "$r" ] || exit 1` + "\n" + destroys
	}
	number := func(ask, destroys string) string {
		return "r=$(" + ask + ") || exit 1\n" + `[ "$r" -eq 0 ] || exit 1` + "\n" + destroys
	}
	rows := `psql -h "$1" -Atc "select usename, state from pg_stat_activity where datname = 'app'"`
	drop := `dropdb -h "$1" app`
	for _, tc := range []struct{ name, text, want string }{
		// Options.
		{"all pods", none(`kubectl get pods -n "$1" -o name`, `kubectl delete namespace "$1"`), whole},
		{"pods with a label", none(`kubectl get pods -n "$1" -l app=web -o name`, `kubectl delete namespace "$1"`), partly},
		{"a selector from elsewhere", none(`kubectl get pods -n "$1" --selector="$2" -o name`, `kubectl delete namespace "$1"`), partly},
		{"pods of a phase", none(`kubectl get pods -n "$1" --field-selector status.phase=Pending -o name`, `kubectl delete namespace "$1"`), partly},
		{"running pods", none(`kubectl get pods -n "$1" --field-selector status.phase=Running -o name`, `kubectl delete namespace "$1"`), assumed},
		{"pods of the node", none(`kubectl get pods -A --field-selector spec.nodeName="$1" -o name`, `reinstall-os "$1"`), whole},
		{"containers of the volume", none("docker ps -q --filter volume=pgdata", "docker volume rm pgdata"), whole},
		{"those of them that restart", none("docker ps -q --filter volume=pgdata --filter status=restarting", "docker volume rm pgdata"), partly},
		{"mounts of a kind", none(`findmnt -rno TARGET -t xfs`, `vgremove -f vg_data`), partly},
		{"jobs of a person", none(`squeue -h -w "$1" -u build`, `reinstall-os "$1"`), partly},
		{"jobs in a state", none(`squeue -h -w "$1" -t COMPLETING`, `reinstall-os "$1"`), partly},
		{"process of another user", "pgrep -u nobody -x mysqld\n[ $? -eq 1 ] || exit 1\nrm -rf /var/lib/mysql", partly},
		{"process of its own user", "pgrep -u mysql -x mysqld\n[ $? -eq 1 ] || exit 1\nrm -rf /var/lib/mysql", assumed},
		{"children of a process", `pgrep -P "$1" -x mysqld` + "\n[ $? -eq 1 ] || exit 1\nrm -rf /var/lib/mysql", partly},
		// A thing in what is destroyed.
		{"folder of the bucket", none("aws s3 ls s3://photos/2019/", "aws s3 rb s3://photos --force"), partly},
		{"the bucket", none("aws s3 ls s3://photos", "aws s3 rb s3://photos --force"), whole},
		{"keys of the bucket with a prefix", none(`aws s3api list-objects-v2 --bucket photos --prefix old/ --query 'Contents[].Key' --output text`, "aws s3 rb s3://photos --force"), partly},
		{"image of the pool", none("rbd status images/vm1", "ceph osd pool delete images images --yes-i-really-really-mean-it"), partly},
		{"data set of the pool", `r=$(zfs get -H -o value mounted tank/home) || exit 1` + "\n" + `[ "$r" = no ] || exit 1` + "\nzfs destroy -r tank", partly},
		{"file in the folder", none("losetup -j /srv/a.img", "rm -rf /srv"), partly},
		{"whether one object of the namespace is there", none("kubectl get pvc -n app data-web-0 -o name --ignore-not-found", "kubectl delete namespace app"), "unguarded unguarded"},
		{"one instance of the service", "systemctl stop mysqld@a || exit 1\nrm -rf /var/lib/mysql", assumed},
		{"the instance of the folder", "systemctl stop mysqld@a || exit 1\nrm -rf /var/lib/mysql-a", whole},
		{"the cluster of the folder", "systemctl stop postgresql@14-main || exit 1\nrm -rf /var/lib/postgresql/14/main", whole},
		{"table of another database", number("mysql -Ne 'select count(*) from shop.orders'", "mysql -e 'drop database app'"), "unguarded unguarded"},
		{"another one of the same group", `r=$(curl -fsS "http://m/api/$1/$2") || exit 1` + "\n[ \"$r\" = stopped ] || exit 1\n" + `curl -fsS -XDELETE "http://m/api/$1/$3"`, partly},
		{"the same one of the group", `r=$(curl -fsS "http://m/api/$1/$2") || exit 1` + "\n[ \"$r\" = stopped ] || exit 1\n" + `curl -fsS -XDELETE "http://m/api/$1/$2"`, whole},
		// A backup that failed, and what it left.
		{"what a backup left", `a=$(date +%F); if ! borg create "::$a" /data; then borg delete "::$a"; fi`, whole},
		{"what another one left", `a=$(date +%F); if ! borg create "::$a" /data; then borg delete "::$1"; fi`, "flawed inverted"},
		// What a list of a machine is about.
		{"who is logged in, of the machine", none("who", `reinstall-os`), whole},
		{"who is logged in, of a disk", none("who", "mkfs.ext4 /dev/sdb1"), "unguarded unguarded"},
		{"who is logged in, of a service's data", none("who", "rm -rf /var/lib/mysql"), "unguarded unguarded"},
		{"folders that are given out, of a disk", none("showmount --no-headers -a", "mkfs.ext4 /dev/sdb1"), "unguarded unguarded"},
		{"folders that are given out, of such a one", none("showmount --no-headers -a", "rm -rf /srv/nfs"), whole},
		{"connections to the service", none("ss -Htn sport = :3306", "rm -rf /var/lib/mysql"), whole},
		{"connections to another service", none("ss -Htn sport = :5432", "rm -rf /var/lib/mysql"), partly},
		{"connections that are closed", none("ss -Htn state time-wait sport = :3306", "rm -rf /var/lib/mysql"), partly},
		{"connections to some port", none("ss -Htn sport = :4444", "rm -rf /srv/data"), assumed},
		// The server of an address.
		{"another server", number(`psql "postgres://u@staging/app" -Atc "select count(*) from pg_stat_activity where datname='app'"`, `psql "postgres://u@prod/postgres" -c 'drop database app'`), partly},
		{"the same server", number(`psql "postgres://u@db1/app" -Atc "select count(*) from pg_stat_activity where datname='app'"`, `psql "postgres://u@db1/postgres" -c 'drop database app'`), whole},
		// Conditions of SQL.
		{"all sessions", none(`psql -h "$1" -Atc "select 1 from pg_stat_activity where datname = 'app' and pid <> pg_backend_pid()"`, drop), whole},
		{"sessions in a state", none(`psql -h "$1" -Atc "select 1 from pg_stat_activity where datname = 'app' and state = 'active'"`, drop), assumed},
		// Filters.
		{"filter that leaves no line out", none(rows+" | sort -u", drop), whole},
		{"first line", none(rows+" | head -n 1", drop), whole},
		{"a column", none(rows+" | cut -d'|' -f1", drop), whole},
		{"a column of awk", none(rows+" | awk -F'|' '{ print $2 }'", drop), whole},
		{"lines with something", none(rows+" | awk 'NF'", drop), whole},
		{"without a heading that is not there", none(rows+" | tail -n +2", drop), partly},
		{"the second line", none(rows+" | sed -n 2p", drop), partly},
		{"without the first line", none(rows+" | sed 1d", drop), partly},
		{"no line", none(rows+" | head -n 0", drop), partly},
		{"lines with a word", none(rows+` | awk -F'|' '$2 == "active"'`, drop), partly},
		{"lines picked by sed", none(rows+` | sed -n '/web/p'`, drop), partly},
		{"lines that come twice", none(rows+` | uniq -d`, drop), partly},
		{"objects that are chosen", number(`kubectl get pods -n "$1" -o json | jq '[.items[] | select(.status.phase == "Failed")] | length'`, `kubectl delete namespace "$1"`), partly},
		{"all objects but some", number(`kubectl get pods -n "$1" -o json | jq '[.items[] | select(any(.metadata.ownerReferences[]?; .kind == "DaemonSet") | not)] | length'`, `kubectl delete namespace "$1"`), whole},
		{"all objects", number(`kubectl get pods -n "$1" -o json | jq '.items | length'`, `kubectl delete namespace "$1"`), whole},
		{"number of lines with a word", number(rows+` | awk -F'|' '$2 == "active" { n++ } END { print n + 0 }'`, drop), partly},
		{"number of lines", number(rows+` | awk 'END { print NR }'`, drop), whole},
		{"a word of the line with a label", `r=$(curl -fsS "http://inv/hosts/$1" | awk '/^state:/ { print $2 }') || exit 1` + "\n[ \"$r\" = idle ] || exit 1\n" + `reinstall-os "$1"`, whole},
		{"without a heading", none(`kubectl get pods -n "$1" | tail -n +2`, `kubectl delete namespace "$1"`), whole},
		{"without a heading, by awk", none(`docker ps | awk 'NR > 1 { print $1 }'`, "docker volume prune -af"), whole},
		{"without a heading that was not asked for", none(`docker ps -q | awk 'NR > 1 { print $1 }'`, "docker volume prune -af"), partly},
		{"lines of the target", none(`mount | awk -v d="$1" '$1 == d'`, `mkfs.ext4 "$1"`), whole},
	} {
		t.Run(tc.name, func(t *testing.T) {
			text := "#!/bin/bash\nset -o pipefail\n" + tc.text + "\n"
			got := verdictOf(t, text)
			if got == whole && takesForGranted(t, text) {
				got = assumed
			}
			if got != tc.want {
				t.Errorf("%s, want %s\n%s", got, tc.want, tc.text)
			}
		})
	}
}

// takesForGranted reports whether the verdict of a script's only site rests on an assumption.
func takesForGranted(t *testing.T, text string) bool {
	t.Helper()
	all, err := withDeclared()
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	res := guardflow.Analyze(ctx, &guardflow.Input{Context: ctx, Script: script.Parse("a.sh", []byte(text), script.Options{}), Catalog: all})
	return len(res.Sites) == 1 && len(res.Sites[0].Assumptions) > 0
}
