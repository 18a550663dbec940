package undeclared

import (
	"slices"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

func TestFind(t *testing.T) {
	for text, want := range map[string]string{
		`reinstall-os "$host"`: "reinstall-os",
		`if check-drained "$h"; then sudo /opt/fleet/wipe-node "$h" & fi`:           "wipe-node",
		`fleetctl host reimage "$h"`:                                                "fleetctl host reimage",
		`$SUDO disk_wipe --all`:                                                     "disk_wipe",
		`ssh "$h" "do-reinstall --yes"`:                                             "do-reinstall",
		`ssh "$h" 'cd / && nodectl destroy; echo done'`:                             "nodectl destroy",
		`timeout 10 xargs -n1 retire_and_zap <hosts`:                                "retire_and_zap",
		`formatdisk /dev/sdb`:                                                       "formatdisk",
		`assetctl set "$h" --reinstall`:                                             "assetctl",
		`bmc-tool --action=factory-reset "$h"`:                                      "bmc-tool",
		`dsh --group hwclass=database lifecycle=reinstall perform_upgrade`:          "perform_upgrade",
		`x=$(decommissionHost "$1")`:                                                "decommissionHost",
		`drop-shard "$1"; delete_volume "$2"`:                                       "drop-shard,delete_volume",
		"wipe_node() { mkfs.ext4 /dev/sdb; }\nwipe_node":                            "",
		"alias wipe-it='echo no'\nwipe-it":                                          "",
		`echo wipe; logger reinstall; apt-get purge x; grep destroy f`:              "",
		`check-wiped "$1"; is_reinstall_allowed; log_destroy; purge-cache`:          "",
		`format_date "$x"; clang-format -i x.c; drop-privileges; reset-color`:       "",
		`display_alert "no longer needed" purge; apt_get purge -y x; $C -E destroy`: "",
		`die "cannot wipe $1"; mytool report "destroy the node"`:                    "",
		`reinstall-os --help; wipe-node --dry-run web1`:                             "",
		`wipefs -a /dev/sdb; zpool destroy tank; terraform destroy`:                 "", // the catalogue's own
		`docker volume ls | while read -r v; do echo "purge $v"; done`:              "",
	} {
		s := script.Parse("x.sh", []byte("#!/bin/bash\n"+text+"\n"), script.Options{})
		var got []string
		for _, c := range Find(s, nil, catalog.Builtin()) {
			got = append(got, c.Command)
			if c.Start < len("#!/bin/bash\n") || c.End > len(s.Source) || c.Start >= c.End {
				t.Errorf("%s: %s stands at %d to %d", text, c.Command, c.Start, c.End)
			}
		}
		if g := strings.Join(got, ","); g != want {
			t.Errorf("%s: %q, want %q", text, g, want)
		}
	}
}

func TestHanded(t *testing.T) {
	for text, want := range map[string]string{
		"RBD=/usr/bin/rbd\nexec_and_log \"$RBD rm $1\" 'cannot remove'":         "exec_and_log: /usr/bin/rbd rm $1",
		"X=\"lvremove -f $1\"\nlogged \"$X\"":                                   "logged: lvremove -f $1",
		`on_node "$1" "cd / && zfs destroy -r tank/$2"`:                         "on_node: cd / && zfs destroy -r tank/$2",
		`audited "$WIPEFS -a $1"`:                                               "audited: wipefs -a $1",
		`must rm -rf /var/lib/mysql; attempts 3 $SUDO wipefs -a "$1"`:           "must: rm -rf /var/lib/mysql,attempts: wipefs -a $1",
		`remotely "$1" "sudo timeout 5 wipefs -a /dev/sdb"`:                     "remotely: sudo timeout 5 wipefs -a /dev/sdb",
		`runlog "sh -c 'mkfs.ext4 /dev/sdb1'"`:                                  "runlog: sh -c 'mkfs.ext4 /dev/sdb1'",
		`log_and_run "dropdb $1"`:                                               "log_and_run: dropdb $1",
		`log "wipefs -a $1"; echo "mkfs.ext4 $1"; die "wipefs -a failed on $1"`: "",
		`assertEquals "rm -rf /etc" "$x"; announce "Now mkfs.ext4 $1"`:          "",
		`logged "rm -rf $TMPDIR/x"; logged "zpool list"; logged lsblk`:          "",
		"logged() { eval \"$1\"; }\nlogged \"wipefs -a $1\"":                    "", // judged by its body
		"sudo wipefs -a /dev/sdb":                                               "",
	} {
		s := script.Parse("x.sh", []byte("#!/bin/bash\n"+text+"\n"), script.Options{})
		var got []string
		for _, c := range Find(s, nil, catalog.Builtin()) {
			got = append(got, c.Command+": "+c.Runs.Command)
		}
		if g := strings.Join(got, ","); g != want {
			t.Errorf("%s: %q, want %q", text, g, want)
		}
	}
	s := script.Parse("x.sh", []byte("on_node \"$1\" \"dropdb $2\"\n"), script.Options{})
	if c := Find(s, nil, catalog.Builtin()); len(c) != 1 || c[0].Runs.Operands != 1 || !c[0].Runs.Text {
		t.Errorf("%+v: want one operand before the text", c)
	}
}

func TestFindKnowsSourcedFunctions(t *testing.T) {
	lib := script.Parse("lib.sh", []byte("wipe_node() { :; }\n"), script.Options{})
	s := script.Parse("x.sh", []byte("#!/bin/bash\n. ./lib.sh\nwipe_node a\nerase_node b\n"), script.Options{})
	var got []string
	for _, c := range Find(s, []*script.Script{s, lib}, catalog.Builtin()) {
		got = append(got, c.Command)
	}
	if !slices.Equal(got, []string{"erase_node"}) {
		t.Error(got)
	}
}

func TestTarget(t *testing.T) {
	for text, want := range map[string]int{
		"reinstall-os":                   0,
		`reinstall-os "$h"`:              1,
		`reinstall-os --yes "$h"`:        1,
		`fleetctl host reimage "$h" now`: 1,
	} {
		s := script.Parse("x.sh", []byte(text+"\n"), script.Options{})
		if calls := Find(s, nil, catalog.Builtin()); len(calls) != 1 || calls[0].Target != want {
			t.Errorf("%s: %v, want target %d", text, calls, want)
		}
	}
}
