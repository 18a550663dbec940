package stress

import (
	"fmt"
	"strings"
)

// lengths are scripts that are long and nothing else.
var lengths = []Input{
	{"one long word", bash("echo " + strings.Repeat("a", 900_000))},
	{"one long line of expansions", bash("echo " + strings.Repeat("$a", 300_000))},
	{"one long line of quoted expansions", bash("echo \"" + strings.Repeat("$a", 300_000) + "\"")},
	{"one long comment", bash("# " + strings.Repeat("a", 900_000))},
	{"many comments for the analyser", times(20_000, "", "# wipelint ignore unguarded -- known", "")},
	{"many plain commands", times(90_000, "", "echo a b", "")},
	{"many short statements", times(300_000, "", ":", "")},
	{"many assignments", numbered(50_000, "", "v%d=$1", "")},
	{"many statements on a line", bash(strings.Repeat("a;", 400_000))},
	{"many unknown commands", numbered(30_000, "", "cmd%d && a=%d", "")},
	{"many empty lines", bash(strings.Repeat("\n", 900_000))},
	{"many here-documents", times(20_000, "", "cat <<E\n$a\nE", "")},
	{"many here-documents on a line", bash("cat" + strings.Repeat(" <<E", 5000) + "\n" + strings.Repeat("a\nE\n", 5000))},
	{"here-documents that do not end", bash(strings.Repeat("cat <<E\na\n", 20_000))},
	{"here-documents of many names", bash("cat" + strings.Repeat(" <<E", 50_000))},
	{"many functions", numbered(20_000, "", "f%d() { echo $1; }", "")},
	{"many redirections", bash("a" + strings.Repeat(" >f 2>&1", 60_000))},
	{"many ends of line of both kinds", bash(strings.Repeat("echo a\r\necho b\n", 40_000))},
	{"many bytes that are no text", bash("echo '" + strings.Repeat("\xff\xfe\x00", 200_000) + "'")},
	{"many escapes", bash("echo " + strings.Repeat(`\a`, 400_000) + " $'" + strings.Repeat(`\x41`, 20_000) + "'")},
}

// graphs are scripts whose ways become many.
var graphs = []Input{
	{"many guarded commands", numbered(500, "", "pgrep -x svc%d || mkfs.ext4 /dev/sd%d", "")},
	{"many commands that ignore their guard", numbered(500, "", "pgrep -x svc%d; mkfs.ext4 /dev/sd%d", "")},
	{"many commands whose guard is masked", numbered(500, "", "lsblk -no MOUNTPOINT /dev/sd%d | grep -q / | cat && exit 1; mkfs.ext4 /dev/sd%d", "")},
	{"many commands behind one guard", numbered(3000, "pgrep -x mysqld", "mkfs.ext4 /dev/sd%d", "")},
	{"many commands of one line", bash(strings.Repeat("mkfs.ext4 $1;", 20_000))},
	{"many selectors that may be empty", numbered(3000, "", "rm -rf \"$d%d\"/*", "")},
	{"many decisions", numbered(5000, "", `[ -n "$A%d" ] && x%d=1`, "")},
	{"many decisions and what comes of them", numbered(300, "", `if [ "$A%d" = 1 ]; then x%d=a; else x%d=b; fi`, `for i in {0..299}; do n=x$i; [ "${!n}" = a ] || echo; done`)},
	{"many flags of a loop", func() string {
		var b strings.Builder
		b.WriteString("#!/bin/bash\nwhile [ $# -gt 0 ]; do case $1 in\n")
		for i := range 500 {
			fmt.Fprintf(&b, "--o%d) O%d=$2; shift;;\n", i, i)
		}
		b.WriteString("esac; shift; done\n")
		for i := range 500 {
			fmt.Fprintf(&b, "[ -n \"$O%d\" ] && echo $O%d\n", i, i)
		}
		return b.String() + wipe
	}},
	{"many guards in a loop", numbered(300, "for h in \"$@\"; do", "pgrep -x s%d && continue", "mkfs.ext4 /dev/$h; done")},
	{"many jobs", numbered(300, "", "pgrep -x s%d & p%d=$!", "wait\nfor i in {0..299}; do n=p$i; wait ${!n} && exit 1; done")},
	{"functions that call each other", numbered(2000, "", "f%d() { f$((%d+1)); f%d; }", "f0")},
	{"functions that call the next one twice", func() string {
		var b strings.Builder
		b.WriteString("#!/bin/bash\n")
		for i := range 60 {
			fmt.Fprintf(&b, "f%d() { f%d \"$1\" && f%d \"$2\"; }\n", i, i+1, i+1)
		}
		return b.String() + "f60() { pgrep -x \"$1\"; }\nf0 a b && exit 1\n" + wipe
	}},
	{"one function called everywhere", numbered(2000, "chk() { if pgrep -x \"$1\"; then return 1; elif [ -e /x$1 ]; then return 2; fi; }", "chk s%d || echo busy", "")},
	{"recursion", bash("f() { f \"$@\" a | f b & f c; }\nf")},
	{"a function that defines itself", bash("f() { eval \"f() { $(declare -f f); f; f; }\"; f; }\nf")},
	{"traps", numbered(2000, "", "trap 'echo %d; mkfs.ext4 /dev/sd%d' ERR EXIT INT", "false")},
	{"loops that do not end", bash("while :; do for ((;;)); do until false; do x+=a; done; done; done")},
	{"aliases", numbered(5000, "shopt -s expand_aliases", "alias a%d='a%d a%d ; mkfs.ext4'", "a4999")},
	{"the script sources itself", bash("source \"$0\"; . \"${BASH_SOURCE[0]}\"; bash \"$0\"; . ./s.sh; . s.sh")},
	{"getopts of all letters", bash("while getopts abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ o; do case $o in\n" + letters() + "esac; done")},
	{"associations that decide", numbered(100, "declare -A m=([a]=1 [b]=2 [c]=3 [d]=4 [e]=5 [f]=6 [g]=7)", `[ "${m[$k%d]}" = 1 ] && x%d=1`, "")},
	{"arithmetic that decides", numbered(500, "", `(( a%d > b%d && c%d < 5 )) && x%d=$((a%d+1))`, "")},
	{"folders", numbered(3000, "", `cd "$d%d" || cd ..; pushd x; rm -rf ./*`, "")},
	{"descriptors", numbered(3000, "", "exec 3>f%d 4<&3; read -r x%d <&4", "")},
	{"questions about text", numbered(200, "x=$(ps aux)", `if echo "$x" | grep -q w%d; then exit 1; fi`, "")},
	{"pipelines of many answers", numbered(200, "", "lsof /dev/sd%d | grep -v x | wc -l | { read -r n; [ $n -gt 0 ]; } && exit 1", "")},
}

func letters() string {
	var b strings.Builder
	for _, r := range "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" {
		fmt.Fprintf(&b, "%c) opt_%c=$OPTARG; [ -n \"$opt_a\" ] && x=$x%c;;\n", r, r, r)
	}
	return b.String()
}

// commands are calls of tools that are large or many.
var commands = []Input{
	{"SQL of much", bash("mysql <<E\n" + strings.Repeat("select 1; drop table x; ", 30_000) + "\nE")},
	{"SQL of comments", bash("mysql -e '" + strings.Repeat("/* ", 200_000) + "drop table x'")},
	{"jq of much", bash("x=$(curl -f http://h/x | jq '" + strings.Repeat(".a|", 100_000) + ".b')\n[ \"$x\" = idle ] || exit 1")},
	{"find of much", bash("find / " + strings.Repeat("\\( -name a -o ", 30_000) + "-delete" + strings.Repeat(" \\)", 30_000))},
	{"many operands", bash("rm -rf " + strings.Repeat("/var/lib/mysql ", 60_000))},
	{"many operands that may be empty", bash("rm -rf " + strings.Repeat("\"$a\"/* ", 50_000))},
	{"a path of much", bash("rm -rf " + strings.Repeat("/a/..", 180_000) + "/")},
	{"a path of braces", bash("rm -rf /var/" + strings.Repeat("{lib,run}/", 50))},
	{"text for a shell of much", bash("bash -c '" + strings.Repeat("echo a; ", 100_000) + "mkfs.ext4 /dev/sda'")},
	{"text for a host of much", bash("ssh \"$1\" <<'E'\n" + strings.Repeat("echo a\n", 100_000) + "mkfs.ext4 /dev/sda\nE")},
	{"a script that is written and run", bash("cat >x <<'E'\n" + strings.Repeat("echo a\n", 100_000) + "mkfs.ext4 /dev/sda\nE\nbash x")},
}
