package symexec

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/prefilter"
)

// The words of destructive commands, and ways in which people have them run. NAME is the first word of a command, REST the others,
// LAST the last one, FRONT all but that.
var (
	waysCommands = []string{
		"rm -rf mysql", "wipefs -a sdb", "find mysql -exec rm -rf {} +", "dd if=/dev/zero of=sda",
		"wipefs -a /dev/sdb", "mkfs.ext4 /dev/sdb", "dd if=/dev/zero of=/dev/sdb", "zpool destroy tank", "kubectl delete namespace shop",
		"mdadm --zero-superblock /dev/sdb", "rm -rf /var/lib/mysql", "rm -rf /data", "dropdb shop", "terraform destroy -auto-approve",
		"aws ec2 terminate-instances --instance-ids i", "psql -c 'drop database shop'", "find /var/lib/mysql -delete", "sgdisk --zap-all /dev/sdb",
		"docker volume rm data", "redis-cli flushall", "vgremove vg", "virsh undefine vm --remove-all-storage", "ceph osd purge 3", "shred /dev/sdb",
		"gcloud compute instances delete vm", "lvremove -f vg/lv", "tee /dev/sdb", "rm -rf ./*", "rm -rf ~", "find . -exec rm {} +", "git clean -fdx", "rm /var/lib/mysql/ibdata1", "mv /var/lib/mysql /tmp/x", "truncate -s 0 /var/lib/mysql/ibdata1", "cryptsetup luksFormat /dev/sdb", "nvme format /dev/nvme0n1",
	}
	ways = []string{
		"cd /var/lib\nCALL", "cd /dev\nCALL", "command cd /var/lib\nCALL", "cd /\nCALL", "mount /dev/sdb1 mysql\nCALL", "cd \"$(dirname /var/lib/x)\"\nCALL",
		"pushd /var\ncd lib\nCALL", "d=/dev\ncd $d\nCALL", "cd /usr\nrm -rf lib; CALL", "cd /var/lib\n>mysql/ibdata1\nCALL",
		"CALL", "sudo CALL", "x=NAME\n$MOCK $x REST", "run_logged CALL", "f=/tmp/x.sh\ncat >$f <<EOF\nCALL\nEOF\nbash $f", "for f in LAST*; do FRONT \"$f\"; done", "W=$(command -v NAME)\nsudo $W REST", "$KUBECTL delete ns x", "$MKFS $1; mkfs.\"$FS\" $1", "cd /var/lib/mysql && CALL", "cd \"$1\"\nCALL", "cd\nCALL", "d=/var/lib/mysql\ncd $d\nf() { CALL; }\nf", "(cd /srv; CALL)", "cd \"${1:-/var/lib/mysql}\" || exit\nCALL",
		"x=mysql\ncd /var/lib/$x && { : >ibdata1; }", "cd $HOME\nd=$PWD\nrm -rf \"$d\"/* && CALL", "x=/var/lib/mysql/ibdata1\n: >$x; CALL", "if x; then CALL; fi", "f() { CALL; }\nf", "\"NAME\" REST", "NA''ME REST", "/sbin/NAME REST",
		"run() { \"$@\"; }\nrun CALL", "run() { local t=$1; shift; \"$@\"; }\nrun a CALL", "f() { NAME \"$@\"; }\nf REST", "f() { NAME --x y \"$@\"; }\nf REST",
		"f() { NAME $*; }\nf REST", "a=(REST)\nNAME \"${a[@]}\"", "a=(CALL)\n\"${a[@]}\"", "a=(NAME)\na+=(REST)\n\"${a[@]}\"",
		"declare -A t=([go]=NAME)\n${t[go]} REST", "declare -A t\nt[go]=NAME\n\"${t[go]}\" REST", "c=NAME\n$c REST", "c='CALLQ'\n$c", "c='CALLQ'\neval \"$c\"", "eval 'CALLQ'",
		"W=$(command -v NAME)\n\"$W\" REST", "W=$(which NAME)\n$W REST", "W=`type -P NAME`\n$W REST", "$MOCK CALL", "$SUDO CALL", "${SUDO:-} CALL",
		"args='REST'\nNAME $args", "x=LAST\nFRONT \"$x\"", "for x in LAST other; do FRONT $x; done", "x='LAST'\ny=$x\nz=${y}\nFRONT $z",
		"echo LAST | xargs FRONT", "echo LAST | xargs -I{} FRONT {}", "echo LAST | xargs -n1 sudo FRONT", "parallel FRONT ::: LAST", "find LAST -exec FRONT {} +", "find LAST -maxdepth 0 -exec FRONT {} \\;",
		"while read -r x; do FRONT \"$x\"; done <<<LAST", "bash -c 'CALLQ'", "sh -c \"CALL\"", "ssh h 'CALLQ'", "ssh h sh -s <<EOF\nCALL\nEOF", "bash <<'EOF'\nCALL\nEOF",
		"bash <<<'CALLQ'", "echo 'CALLQ' | sh", "trap 'CALLQ' EXIT", "c=NA1\nd=NA2\n$c$d REST", "c=NA1\n${c}NA2 REST", "d=NA2\nNA1$d REST", "NA1{NA2,x} REST", "{NAME,-x} REST", "FRONT {LAST,x}",
		"set -- REST\nNAME \"$@\"", "set -- CALL\n\"$@\"", "c=${NAME_BIN:-NAME}\n$c REST", "${NAME_BIN:=NAME} REST", "c=x\n[ -n \"$1\" ] && c=NAME\n$c REST",
		"alias zap='CALLQ'\nzap", "shopt -s expand_aliases\nalias zap=NAME\nzap REST", "p=/sbin\n$p/NAME REST", "printf -v c '%s' NAME\n$c REST", "read -r c <<<NAME\n$c REST",
		"f() { $1 REST; }\nf NAME", "f() { local c=$1; shift; $c \"$@\"; }\nf CALL", "f() { echo NAME; }\n$(f) REST", "$(echo NAME) REST", "c=$(printf '%s' NAME)\n$c REST",
		"c=NAME.x\n${c%.x} REST", "c=/sbin/NAME\n${c##*/} REST", "c=$(basename /sbin/NAME)\n$c REST", "mapfile -t a <<EOF\nNAME\nEOF\n${a[0]} REST", "time CALL", "exec CALL", "! CALL", "CALL &\nwait", "(CALL)", "x=$(CALL)", "CALL >/dev/null 2>&1 || true",
		"python3 -c \"import os; os.system('CALL')\"", "python3 <<EOF\nimport os\nos.system('CALL')\nEOF", "perl -e 'system(\"CALLQ\")'", "awk '{ system(\"CALLQ\") }' list",
		"awk '{ print \"CALLQ\" }' list | sh", "awk '{ print \"CALLQ \" $1 }' list | sort | bash -x", "sed 's#^#CALLQ #' list | sh", "sed 's#.*#CALLQ & #' list >x\nbash x",
		"f=$(mktemp)\necho \"CALL\" >\"$f\"\nchmod +x \"$f\"\n\"$f\"", "echo 'CALLQ' >a.sh\ncp a.sh /usr/local/bin/b\n/usr/local/bin/b", "cat >a.sh <<EOF\nCALL\nEOF\nscp a.sh root@h:/tmp/\nssh root@h sh /tmp/a.sh",
		"docker run --entrypoint NAME img REST", "docker run -v /srv:/var/lib/mysql -v /var/lib/mysql:/d img CALL", "echo '0 3 * * * CALLQ' | crontab -", "cat >/etc/cron.d/x <<'EOF'\n0 3 * * * root CALL\nEOF",
		"cat >/etc/systemd/system/x.service <<'EOF'\n[Service]\nExecStart=/sbin/CALL\nEOF", "cat >/usr/local/bin/x <<'EOF'\n#!/bin/sh\nCALL\nEOF", "screen -S w -X stuff 'CALLQ'", "expect -c 'spawn ssh h\nsend \"CALLQ\\r\"'",
		"$'ESCAPED' REST", "printf '%b' 'ESCAPED REST' | sh", "c=$'ESCAPED'\n$c REST", "d=${A}/$B\nFRONT $d; CALL", "pushd /var/lib/mysql\npushd /tmp\npopd\nCALL",
		"case $1 in a) CALL;; esac", "env A=b CALL", "timeout 5 nice -n 3 CALL", "docker run --rm img CALL", "chroot /mnt CALL", "f() { local IFS=; NAME REST; }\nxargs -n1 true; f",
	}
)

// fill puts a command into a way.
func fill(way, command string) string {
	words := strings.Fields(command)
	name, last := words[0], words[len(words)-1]
	if strings.Contains(command, "'") { // a word of several
		last = command[strings.IndexByte(command, '\''):]
	}
	half := len(name) / 2
	return strings.NewReplacer(
		"ESCAPED", escaped(name), "NAME_BIN", "TOOL", "CALLQ", strings.ReplaceAll(command, "'", `'\''`), "CALL", command, "NA1", name[:half], "NA2", name[half:],
		"NAME", name, "REST", strings.TrimPrefix(command, name+" "), "FRONT", strings.TrimSpace(strings.TrimSuffix(command, last)), "LAST", last,
		"NA''ME", name[:half]+"''"+name[half:]).Replace(way)
}

// escaped spells a name with the numbers of its letters.
func escaped(name string) string {
	var b strings.Builder
	for i := range len(name) {
		fmt.Fprintf(&b, `\x%02x`, name[i])
	}
	return b.String()
}

// TestLookIsOverApproximation runs scripts whole, whatever the look at their words says: one with a site must not be passed over, and no
// part of it where a site is left out. What is known to be missed is listed, and has to be missed.
func TestLookIsOverApproximation(t *testing.T) {
	t.Parallel()
	cat := catalog.Builtin()
	missed := map[string]bool{
		`printf '%b' '\x72\x7b\x6d\x2c\x78\x7d -rf /data'` + " | sh": true, // a name that is spelled with braces
	}
	found := 0
	try := func(src string, whole bool) {
		s := script.Parse("a.sh", []byte("#!/bin/bash\n"+src+"\n"), script.Options{})
		if s.Err != nil {
			return
		}
		all := RunWith(context.Background(), Input{Script: s, Catalog: cat, Whole: whole})
		passed := len(all.Sites) > 0 && !prefilter.MayDestroy(cat, s)
		switch {
		case passed && missed[src]:
			delete(missed, src)
		case passed:
			t.Errorf("a script with %q is not run:\n%s", all.Sites[0].Command, src)
		case !whole:
		default:
			if r := Run(context.Background(), s, cat, nil); len(r.Sites) < len(all.Sites) {
				t.Errorf("%d of %d sites are found, the last of them %q:\n%s", len(r.Sites), len(all.Sites), all.Sites[len(all.Sites)-1].Command, src)
			}
		}
	}
	for _, command := range waysCommands {
		for _, way := range ways {
			src := fill(way, command)
			try(src, true)
			found++
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 { // one way inside of another
		src := fill(ways[r.IntN(len(ways))], waysCommands[r.IntN(len(waysCommands))])
		if strings.ContainsAny(src, "\n'") {
			src = "f() {\n" + src + "\n}\n" + fill(ways[r.IntN(len(ways))], "f now")
		} else {
			src = fill(ways[r.IntN(len(ways))], src)
		}
		try(src, false)
	}
	for src := range missed {
		t.Errorf("found by now, so that it is no more to be listed:\n%s", src)
	}
	t.Logf("%d scripts", found)
}
