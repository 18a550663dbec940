package guardflow_test

import "testing"

// TestTargets says for a guard of one thing before the destruction of another whether it covers it.
func TestTargets(t *testing.T) {
	const (
		same  = "guarded"
		other = "flawed wrongtarget"
		again = "flawed toctou"
	)
	disk := func(g string) string { return `m=$(lsblk -no MOUNTPOINT ` + g + `) && [ -z "$m" ] || exit 1` + "\n" }
	idle := func(h string) string { return "is-idle " + h + " || exit 1\n" }
	mounted := func(p string) string { return "mountpoint -q " + p + "\n[ $? -eq 32 ] || exit 1\n" }
	running := func(h string) string { return "ssh " + h + " pgrep -x mysqld\n[ $? -eq 1 ] || exit 1\n" }
	for _, tc := range []struct{ name, text, want string }{
		// Disks and their partitions.
		{"disk", disk("/dev/sda") + "wipefs -a /dev/sda", same},
		{"other disk", disk("/dev/sda") + "wipefs -a /dev/sdb", other},
		{"partition of the disk", disk("/dev/sda") + "mkfs.ext4 /dev/sda1", same},
		{"partition with two digits", disk("/dev/sda") + "mkfs.ext4 /dev/sda12", same},
		{"disk of the partition", disk("/dev/sda1") + "wipefs -a /dev/sda", other},
		{"other partition", disk("/dev/sda1") + "mkfs.ext4 /dev/sda2", other},
		{"partition with the same start", disk("/dev/sda1") + "mkfs.ext4 /dev/sda12", other},
		{"disk with the same start", disk("/dev/sda") + "wipefs -a /dev/sdaa", other},
		{"nvme partition", disk("/dev/nvme0n1") + "mkfs.ext4 /dev/nvme0n1p2", same},
		{"nvme disk with the same start", disk("/dev/nvme0n1") + "wipefs -a /dev/nvme0n12", other},
		{"nvme namespace of a controller", disk("/dev/nvme0") + "wipefs -a /dev/nvme0n1", other},
		{"mmc partition", disk("/dev/mmcblk0") + "mkfs.vfat /dev/mmcblk0p1", same},
		{"mmc with the same start", disk("/dev/mmcblk1") + "mkfs.vfat /dev/mmcblk10", other},
		{"md partition", disk("/dev/md0") + "mkfs.ext4 /dev/md0p1", same},
		{"md with the same start", disk("/dev/md1") + "mkfs.ext4 /dev/md12", other},
		{"loop partition", disk("/dev/loop0") + "mkfs.ext4 /dev/loop0p1", same},
		{"loop with the same start", disk("/dev/loop1") + "mkfs.ext4 /dev/loop10", other},
		{"dm with the same start", disk("/dev/dm-1") + "mkfs.ext4 /dev/dm-10", other},
		{"xen disk", disk("/dev/xvdb") + "mkfs.ext4 /dev/xvdb1", same},
		{"logical volume with the same start", disk("/dev/mapper/vg-data") + "mkfs.ext4 /dev/mapper/vg-data1", other},
		{"logical volume by group", disk("/dev/vg0/data") + "mkfs.ext4 /dev/vg0/data2", other},
		{"by id", disk("/dev/disk/by-id/ata-X") + "mkfs.ext4 /dev/disk/by-id/ata-X-part1", same},
		{"by id, other number", disk("/dev/disk/by-id/ata-X1") + "mkfs.ext4 /dev/disk/by-id/ata-X12", other},
		{"by id is not resolved", disk("/dev/disk/by-id/ata-X") + "mkfs.ext4 /dev/sda1", other},
		// Disks in variables.
		{"variable", "d=$1\n" + disk(`"$d"`) + `wipefs -a "$d"`, same},
		{"parameter and variable", "d=$1\n" + disk(`"$1"`) + `wipefs -a "$d"`, same},
		{"other parameter", disk(`"$1"`) + `wipefs -a "$2"`, other},
		{"variable with number", "d=$1\n" + disk(`"$d"`) + `mkfs.ext4 "${d}1"`, same},
		{"variable with p and number", "d=$1\n" + disk(`"$d"`) + `mkfs.ext4 "${d}p1"`, same},
		{"quoted apart", "d=$1\n" + disk(`"$d"`) + `mkfs.ext4 "$d"p1`, same},
		{"variable with part", "d=$1\n" + disk(`"$d"`) + `mkfs.ext4 "$d-part1"`, same},
		{"variable with letter", "d=$1\n" + disk(`"$d"`) + `wipefs -a "${d}b"`, other},
		{"partition in a variable", "d=$1\np=${d}1\n" + disk(`"$d"`) + `mkfs.ext4 "$p"`, same},
		{"disk of the partition in a variable", "d=$1\np=${d}1\n" + disk(`"$p"`) + `wipefs -a "$d"`, other},
		{"unknown number", "d=$1\n" + disk(`"$d"`) + `mkfs.ext4 "$d$2"`, other},
		{"known number", "d=$1\nn=2\n" + disk(`"$d"`) + `mkfs.ext4 "$d$n"`, same},
		{"known separator", "d=$1\nsep=\ncase $d in *[0-9]) sep=p ;; esac\n" + disk(`"$d"`) + `mkfs.ext4 "${d}${sep}1"`, same},
		{"path put together", disk(`"/dev/$1"`) + `wipefs -a "/dev/$1"`, same},
		{"path put together, other", disk(`"/dev/$1"`) + `wipefs -a "/dev/$2"`, other},
		{"path put together, partition", disk(`"/dev/$1"`) + `mkfs.ext4 "/dev/${1}1"`, same},
		{"suffix taken off", "p=/dev/sda1\nd=${p%1}\n" + disk(`"$d"`) + `mkfs.ext4 "$p"`, same},
		{"suffix taken off, unknown", "d=${1%.internal}\n" + idle(`"$d"`) + `reinstall-os "${1%.internal}"`, same},
		{"suffix and not", "d=${1%.internal}\n" + idle(`"$d"`) + `reinstall-os "$1"`, same}, // computed from it: an assumption
		{"default", "d=${1:-/dev/sdb}\n" + disk(`"$d"`) + `wipefs -a "$d"`, same},
		{"lower case", "h=${1,,}\n" + idle(`"$h"`) + `reinstall-os "$h"`, same},
		{"array element", "d=(/dev/sda /dev/sdb)\n" + disk(`"${d[1]}"`) + `wipefs -a "${d[1]}"`, same},
		{"other array element", "d=(/dev/sda /dev/sdb)\n" + disk(`"${d[0]}"`) + `wipefs -a "${d[1]}"`, other},
		{"array element by index", "d=(\"$@\")\ni=1\n" + idle(`"${d[$i]}"`) + `reinstall-os "${d[1]}"`, same},
		{"associative array", "declare -A d=([db]=/dev/sda [log]=/dev/sdb)\n" + disk(`"${d[db]}"`) + `wipefs -a "${d[db]}"`, same},
		{"associative array, other", "declare -A d=([db]=/dev/sda [log]=/dev/sdb)\n" + disk(`"${d[log]}"`) + `wipefs -a "${d[db]}"`, other},
		// Functions.
		{"function asks", "ask() { is-idle \"$1\" || exit 1; }\nask \"$1\"\nreinstall-os \"$1\"", same},
		{"function asks about another", "ask() { is-idle \"$1\" || exit 1; }\nask \"$2\"\nreinstall-os \"$1\"", other},
		{"function wipes", "wipe() { reinstall-os \"$1\"; }\nis-idle \"$1\" || exit 1\nwipe \"$1\"", same},
		{"function wipes another", "wipe() { reinstall-os \"$1\"; }\nis-idle \"$1\" || exit 1\nwipe \"$2\"", other},
		{"function with local", "wipe() { local host=$1; reinstall-os \"$host\"; }\nis-idle \"$1\" || exit 1\nwipe \"$1\"", same},
		{"function with the second parameter", "wipe() { reinstall-os \"$2\"; }\nis-idle \"$1\" || exit 1\nwipe now \"$1\"", same},
		{"function that gives the name", "name() { echo \"$1.internal\"; }\nh=$(name \"$1\")\nis-idle \"$h\" || exit 1\nreinstall-os \"$h\"", same},
		// Loops.
		{"loop", "for h in a b; do is-idle $h || continue; reinstall-os $h; done", same},
		{"loop over parameters", `for h in "$@"; do is-idle "$h" || continue; reinstall-os "$h"; done`, same},
		{"guard before the loop", idle(`"$1"`) + `for h in "$@"; do reinstall-os "$h"; done`, other},
		{"guard before the loop, fixed list", idle("a") + `for h in a b; do reinstall-os $h; done`, other},
		{"guard in the loop about another", `for h in "$@"; do is-idle "$1" || exit; reinstall-os "$h"; done`, other},
		{"guard in the loop about a variable", "g=gate\nfor h in a b; do is-idle $g || exit; reinstall-os $h; done", other},
		{"guard in one loop, wipe in the next", `for h in "$@"; do is-idle "$h" || exit 1; done; for h in "$@"; do reinstall-os "$h"; done`, same},
		{"guard in a loop over others", `for h in a b; do is-idle $h || exit 1; done; for h in c d; do reinstall-os $h; done`, other},
		{"partitions in a loop", "d=$1\n" + disk(`"$d"`) + `for n in 1 2 3; do mkfs.ext4 "$d$n"; done`, same},
		{"disks in a loop, partition", `for d in sda sdb; do m=$(lsblk -no MOUNTPOINT /dev/$d) && [ -z "$m" ] || exit 1; mkfs.ext4 /dev/${d}1; done`, same},
		{"numbered hosts", `for i in 1 2; do is-idle db$i || exit 1; reinstall-os db$i; done`, same},
		{"numbered hosts, other", `for i in 1 2; do is-idle db$i || exit 1; reinstall-os web$i; done`, other},
		// Paths.
		{"mount point", mounted("/srv/data") + "rm -rf /srv/data", same},
		{"folder below", mounted("/srv/data") + "rm -rf /srv/data/x", same},
		{"files below", mounted("/srv/data") + "rm -rf /srv/data/*", same},
		{"folder above", mounted("/srv/data/x") + "rm -rf /srv/data", other},
		{"other folder", mounted("/srv/data") + "rm -rf /srv/other", other},
		{"folder with the same start", mounted("/srv/data") + "rm -rf /srv/data2", other},
		{"slash at the end", mounted("/srv/data") + "rm -rf /srv/data/", same},
		{"slash at the guard's end", mounted("/srv/data/") + "rm -rf /srv/data", same},
		{"two slashes", mounted("/srv/data") + "rm -rf /srv//data/x", same},
		{"dots lead out", mounted("/srv/data") + "rm -rf /srv/data/../other", other},
		{"dots lead up", mounted("/srv/data") + "rm -rf /srv/data/..", other},
		{"dots behind what may be a link", mounted("/srv/data") + "rm -rf /srv/data/x/../y", other},
		{"dot", mounted("/srv/data") + "rm -rf /srv/data/./x", same},
		{"path in a variable", "p=/srv/data\n" + mounted(`"$p"`) + `rm -rf "$p/x"`, same},
		{"unknown folder below", "p=/srv/data\n" + mounted(`"$p"`) + `rm -rf "$p/$1"`, same},
		// Hosts.
		{"host", running("db1") + "ssh db1 rm -rf /var/lib/mysql", same},
		{"other host", running("db1") + "ssh db2 rm -rf /var/lib/mysql", other},
		{"host here", "pgrep -x mysqld\n[ $? -eq 1 ] || exit 1\nssh db1 rm -rf /var/lib/mysql", other},
		{"host there", running("db1") + "rm -rf /var/lib/mysql", other},
		{"host in a variable", "h=$1\n" + running(`"$h"`) + `ssh "$h" rm -rf /var/lib/mysql`, same},
		{"host with user", running(`"root@$1"`) + `ssh "root@$1" rm -rf /var/lib/mysql`, same},
		{"one user and another", running(`"$1"`) + `ssh "root@$1" rm -rf /var/lib/mysql`, same},
		{"disk on another host", `m=$(ssh a lsblk -no MOUNTPOINT /dev/sda) && [ -z "$m" ] || exit 1` + "\nssh b wipefs -a /dev/sda", other},
		{"disk there, partition there", `m=$(ssh a lsblk -no MOUNTPOINT /dev/sda) && [ -z "$m" ] || exit 1` + "\nssh a mkfs.ext4 /dev/sda1", same},
		// Assigned anew.
		{"assigned anew", "h=$1\n" + idle(`"$h"`) + "h=$2\n" + `reinstall-os "$h"`, again},
		{"suffix added", "h=$1\n" + idle(`"$h"`) + "h=$h.internal\n" + `reinstall-os "$h"`, again},
		{"assigned the same", "h=$1\n" + idle(`"$h"`) + "h=$1\n" + `reinstall-os "$h"`, same},
		{"disk assigned anew", "d=/dev/sda\n" + disk(`"$d"`) + "d=/dev/sdb\n" + `wipefs -a "$d"`, again},
		{"its partition assigned", "d=/dev/sda\n" + disk(`"$d"`) + "d=${d}1\n" + `mkfs.ext4 "$d"`, same},
		{"host assigned anew", "h=$1\n" + running(`"$h"`) + "h=$2\n" + `ssh "$h" rm -rf /var/lib/mysql`, again},
		{"read anew", "h=$1\n" + idle(`"$h"`) + "read -r h < next\n" + `reinstall-os "$h"`, again},
		{"shifted", idle(`"$1"`) + "shift\n" + `reinstall-os "$1"`, other},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := verdictOf(t, "#!/bin/bash\n"+tc.text+"\n"); got != tc.want {
				t.Errorf("%s, want %s\n%s", got, tc.want, tc.text)
			}
		})
	}
}
