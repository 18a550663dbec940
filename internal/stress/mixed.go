package stress

import (
	"fmt"
	"strings"
)

// mixed are inputs in which two things grow that are harmless by themselves.
var mixed = []Input{
	{"a long case table in a loop", func() string {
		var b strings.Builder
		b.WriteString("#!/bin/bash\nfor x in \"$@\"; do case $x in\n")
		for i := range 2000 {
			fmt.Fprintf(&b, "w%d|v%d*) A%d=$x; n=$((n + %d));;\n", i, i, i%40, i)
		}
		return b.String() + "esac; done\n" + wipe
	}},
	{"case tables in loops in each other", bash(strings.Repeat("for x in a b $1; do case $x in a) y=$x;; b) y=1;; *)\n", 40) + "mkfs.ext4 \"$y\"" + strings.Repeat(";; esac; done\n", 40))},
	{"functions in functions that set traps", bash(strings.Repeat("f() { trap 'echo \"$x\"; rm -rf \"$y\"/*' EXIT ERR RETURN; x+=a; g() {\n", 100) + "mkfs.ext4 \"$1\"" + strings.Repeat("\n}; g; }; f; false\n", 100))},
	{"ten thousand assignments that append", times(10_000, "x=a", "x+=b$1", `mkfs.ext4 "/dev/$x"`)},
	{"ten thousand words appended to an array", times(10_000, "a=()", `a+=("$1" b)`, `mkfs.ext4 "${a[@]}"`)},
	{"an array of fifty thousand numbers", bash("a=({1..50000})\nfor i in \"${a[@]}\"; do b[i]=${a[i]}; done\nfor i in \"${!b[@]}\"; do [ \"${b[i]}\" = x ] && exit 1; done")},
	{"a chain of files that are written and sourced", numbered(2000, "", "echo 'x%d=$1; . ./f%d' >f$((%d+1)); . ./f%d", "")},
	{"sources of names that only the run tells", numbered(2000, "", `. "$d/f%d"; [ -n "$x%d" ] || . ./lib$x%d.sh`, "")},
	{"eval in eval of parts of a text", bash("c='mkfs.ext4 \"$1\"'\n" + strings.Repeat("c=\"eval \\\"\\$c\\\"; $c\"\n", 40) + "eval \"$c\"")},
	{"eval of known texts in a loop", bash("for i in {1..2000}; do eval \"x$i=\\$1; [ -n \\\"\\$x$i\\\" ] && mkfs.ext4 \\\"\\$x$i\\\"\"; done")},
	{"three thousand commands of one guard's word", numbered(3000, "x=$(lsblk -no MOUNTPOINT \"$1\") || exit 1", `[ -z "$x" ] && wipefs -a "$1$2%d"`, "")},
	{"three thousand commands in functions of one guard", numbered(3000, "chk() { pgrep -x \"$1\" && exit 1; }", `w%d() { chk "$1"; mkfs.ext4 "/dev/$1"; }; w%d s%d`, "")},
	{"a glob of twenty thousand letters", bash("rm -rf /var/lib/" + strings.Repeat("[a-z]?*", 3000) + "/*\ncase $1 in " + strings.Repeat("*a?", 7000) + ") exit 1;; esac")},
	{"a here-document of 900 KB", bash("x=$(cat <<E\n" + strings.Repeat("line $1 of much text\n", 45_000) + "E\n)\n[ \"$x\" = idle ] || exit 1")},
	{"a here-document of 900 KB that is read line by line", bash("while read -r a b; do [ \"$a\" = \"$1\" ] && mkfs.ext4 \"$b\"; done <<'E'\n" + strings.Repeat("sda /dev/sda\nsdb /dev/sdb\n", 34_000) + "E")},
	{"local variables of a function in itself", bash("f() { local a=$1 b=$a$1 c=$b$a; local -a l=(\"$@\" \"$c\"); [ \"$a\" ] && f \"${l[@]}\"; mkfs.ext4 \"$c\"; }\nf \"$@\"")},
	{"a thousand local variables", numbered(1000, "f() {", `local v%d=$1; [ "$v%d" = x ] && f "$v%d"`, "}; f \"$1\"")},
	{"jobs that start jobs", bash("f() { pgrep -x \"$1\" & p$1=$!; (f a & f b & wait); wait; }\nf \"$1\" & f \"$2\"\nfor i in {1..50}; do f $i & p+=($!); done\nwait \"${p[@]}\" || exit 1")},
	{"pipelines of many commands", bash(strings.Repeat("ps aux | "+strings.Repeat("grep -v x | sed 's/a/b/' | ", 200)+"grep -q db && exit 1\n", 20))},
	{"tests of many operands", bash("if [[ " + strings.Repeat("$a == x* && ( -n $b || $c =~ ^y ) && ", 3000) + "-n $d ]]; then exit 1; fi")},
	{"arithmetic of many operands", bash("if (( " + strings.Repeat("(a > b ? c : d) + ", 10_000) + "1 > 0 )); then exit 1; fi")},
	{"an if of many conditions", bash("if " + strings.Repeat("pgrep -x \"$1\" || ! lsof \"$1\" && ", 1000) + "true; then exit 1; fi")},
	{"wipes of many hosts", numbered(2000, "", `ssh h%d "pgrep -x mysqld" || ssh h%d "mkfs.ext4 /dev/sdb"`, "")},
	{"all parameters moved one by one", times(5000, "", `a=$1; shift || exit 1; [ "$a" = -- ] && break`, "")},
}
