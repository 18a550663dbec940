package stress

import (
	"fmt"
	"strings"
)

// rings are scripts that lead back to themselves, and constructs inside of each other that no other group has.
var rings = []Input{
	{"namerefs in a ring", numbered(3000, "", "declare -n v%d=v$((%d+1))", "declare -n v3000=v0\nv0=x; mkfs.ext4 \"$v17\"")},
	{"namerefs that name each other", bash("declare -n a=b; declare -n b=a; a=1; mkfs.ext4 \"/dev/$a$b\"")},
	{"aliases in a ring", bash("shopt -s expand_aliases\nalias a='b '; alias b='c '; alias c='a '\na b c a b c mkfs.ext4 /dev/sda")},
	{"a trap that runs itself", bash("f() { trap f ERR EXIT DEBUG RETURN; false; mkfs.ext4 \"$1\"; }\ntrap f EXIT ERR\nf \"$1\"")},
	{"traps in traps", bash("trap \"trap \\\"trap 'mkfs.ext4 /dev/sda' EXIT; exit\\\" EXIT; exit\" EXIT")},
	{"eval of its own text", bash("x='eval \"$x\"; mkfs.ext4 /dev/sda'\neval \"$x\"")},
	{"eval of text that grows by itself", bash("x='x=\"$x;$x\"; eval \"$x\"'\neval \"$x\"")},
	{"a function that calls three others, which do too", func() string {
		var b strings.Builder
		b.WriteString("#!/bin/bash\n")
		for i := range 200 {
			fmt.Fprintf(&b, "f%d() { if [ \"$1\" = %d ]; then f%d \"$2\"; else f%d; f%d x; fi; x%d=$1; }\n", i, i, (i*7+1)%200, (i*11+3)%200, (i*13+5)%200, i)
		}
		return b.String() + "f0 \"$@\"\n" + wipe
	}},
	{"a function that redefines others", numbered(1500, "", "f%d() { f0() { f%d; mkfs.ext4 \"$1\"; }; f0; }; f%d", "")},
	{"variables by computed names", numbered(3000, "", "declare \"v%d_$1=$2\"; printf -v \"w$v%d\" x; read -r \"u%d\"", "")},
	{"ten thousand variables that decide", numbered(10_000, "", "V%d=${V%d:-$1}", `mkfs.ext4 "/dev/$V9999"`)},
	{"a thousand jobs", numbered(1000, "", "(sleep 1; pgrep -x s%d) & p[%d]=$!", "for p in \"${p[@]}\"; do wait \"$p\" || exit 1; done")},
	{"coprocesses", numbered(500, "", "coproc C%d { cat; }; echo x >&\"${C%d[1]}\"", "")},
	{"loops in loops with breaks", bash(strings.Repeat("while read -r x; do for y in $x $x; do until z; do [ \"$x\" = \"$y\" ] && break 2; [ \"$y\" ] || continue 3;\n", 10) + "mkfs.ext4 \"$x\"\n" + strings.Repeat("done; done; done\n", 10))},
	{"select in select", inside(200, "select x in \"$@\"; do case $x in a) break;; b) continue;; esac; ", "mkfs.ext4 \"$x\"", "; done")},
	{"process substitutions in each other", inside(300, "cat <(", "echo $1", ") >(cat)")},
	{"here-documents in substitutions in here-documents", bash(strings.Repeat("cat <<E\n$(", 150) + "echo a" + strings.Repeat("\n)\nE", 150))},
	{"here-strings in each other", inside(250, "cat <<<\"$(", "echo $1", ")\"")},
	{"arithmetic in subscripts", inside(300, "$((a[", "1", "]))")},
	{"subscripts in subscripts", inside(500, "${a[", "$1", "]}")},
	{"replacements in replacements", inside(400, "${a//", "b", "/c}")},
	{"patterns in patterns", bash("shopt -s extglob\ncase $1 in " + strings.Repeat("@(a|!(b|+(", 300) + "c" + strings.Repeat(")))", 300) + ") exit;; esac")},
	{"case in substitutions in case", bash(strings.Repeat("case $(", 100) + "echo $1" + strings.Repeat(") in a) :;; esac", 100))},
	{"time, ! and { } before a command", bash(strings.Repeat("time ! { ", 500) + "mkfs.ext4 \"$1\"" + strings.Repeat("; }", 500))},
	{"assignments before a command", bash(strings.Repeat("A=$(x) ", 5000) + "mkfs.ext4 \"$1\"")},
	{"redirections of every descriptor", bash("mkfs.ext4 \"$1\"" + strings.Repeat(" 9>&8 8>&7 {fd}>x 7<&-", 5000))},
	{"options of set", times(3000, "", "set -euo pipefail; set +e; shopt -s lastpipe; set -- \"$@\" x", "")},
	{"xargs of xargs", bash(strings.Repeat("xargs -n1 xargs -I{} ", 300) + "mkfs.ext4 {}")},
	{"find that executes find", bash(strings.Repeat("find / -exec ", 60) + "mkfs.ext4 {} " + strings.Repeat("\\; ", 60))},
	{"text for hosts in quotes in quotes", bash("ssh a \"ssh b 'ssh c \\\"ssh d mkfs.ext4 \\\\\\\"$1\\\\\\\"\\\"'\"")},
	{"sh -c of all parameters", bash("f() { sh -c \"$*\" \"$@\"; }\nf f f f \"$@\"\nsh -c 'sh -c \"$0 $*\" \"$@\"' mkfs.ext4 \"$@\"")},
	{"python that runs python", bash("python3 -c \"" + strings.Repeat("import os; os.system('python3 -c ", 50) + "mkfs.ext4 /dev/sda" + strings.Repeat("')", 50) + "\"")},
	{"getopts in getopts", bash(strings.Repeat("while getopts ab:c o; do case $o in a) A=1;; b) B=$OPTARG;; *)\n", 30) + "mkfs.ext4 \"$B\"" + strings.Repeat(";; esac; done\n", 30))},
	{"mapfile, sort and loops", numbered(300, "", "mapfile -t a%d < <(sort f%d | uniq); for x in \"${a%d[@]}\"; do [ -b \"$x\" ] && y%d+=(\"$x\"); done", `mkfs.ext4 "${y7[@]}"`)},
	{"a file that is written line by line and run", numbered(3000, "", "echo 'x%d=$1; [ -n \"$x%d\" ] || exit' >>s", "echo 'mkfs.ext4 \"$1\"' >>s; bash s")},
	{"SQL for many databases", numbered(1500, "", `psql -c "select count(*) from pg_stat_activity where datname='d%d'" | grep -q '^ *0$' && dropdb d%d`, "")},
}
