// Package stress has inputs of less than a megabyte that cost a careless analyser gigabytes or minutes, and the bounds that hold for
// each of them.
package stress

import (
	"fmt"
	"strings"
)

// An Input is a script that somebody may hand to the analyser.
type Input struct {
	Name string
	Text func() string
}

// Inputs are all of them, by what grows in them.
func Inputs() []Input {
	var all []Input
	for _, group := range [][]Input{values, lists, patterns, nesting, lengths, graphs, commands, rings, mixed} {
		all = append(all, group...)
	}
	return all
}

const wipe = "mkfs.ext4 \"$1\"\n"

// bash is a script of some text with a destructive command behind it, so that it is executed.
func bash(text string) func() string {
	return func() string { return "#!/bin/bash\n" + text + "\n" + wipe }
}

// times is a line again and again.
func times(n int, before, line, after string) func() string {
	return bash(before + "\n" + strings.Repeat(line+"\n", n) + after)
}

// numbered is a line again and again with its number in it.
func numbered(n int, before, line, after string) func() string {
	return func() string {
		var b strings.Builder
		b.WriteString("#!/bin/bash\n" + before + "\n")
		for i := range n {
			b.WriteString(strings.ReplaceAll(line, "%d", fmt.Sprint(i)) + "\n")
		}
		b.WriteString(after + "\n" + wipe)
		return b.String()
	}
}

// inside is a text with openings in front of it and as many ends behind.
func inside(n int, open, core, end string) func() string {
	return bash(strings.Repeat(open, n) + core + strings.Repeat(end, n))
}

// sixty is a loop around a line.
func sixty(before, line string) func() string {
	return bash(before + "\nfor i in $(seq 60); do " + line + "; done")
}

// values are texts that grow.
var values = []Input{
	{"value doubled", times(60, "x=aaaaaaaaaa", "x=$x$x", `mkfs.ext4 "/dev/$x"`)},
	{"value doubled in a loop", sixty("x=aaaaaaaaaa", "x=$x$x")},
	{"value appended to itself", sixty("x=aaaaaaaaaa", "x+=$x")},
	{"unknown value doubled", times(60, "x=$1-", "x=$x$x", `mkfs.ext4 "/dev/$x"`)},
	{"unknown value doubled in a loop", sixty("x=$1-", `x="$x$x"`)},
	{"every letter replaced by ten", times(20, "x=aaaaaaaaaa", "x=${x//a/aaaaaaaaaa}", `mkfs.ext4 "/dev/$x"`)},
	{"every letter replaced by itself and more", sixty("x=ab", "x=${x//b/bab}")},
	{"substitution doubled", times(60, "x=aaaaaaaaaa", "x=$(echo $x$x)", "")},
	{"substitutions inside of each other", inside(300, "echo $(echo a$(echo b", "", "))")},
	{"printf -v doubled", times(60, "x=aaaaaaaaaa", `printf -v x %s%s "$x" "$x"`, "")},
	{"printf with a huge width", bash("x=$(printf '%999999999d' 1)\nprintf -v y '%*s' 2147483647 ''\nmkfs.ext4 \"/dev/$x$y\"")},
	{"printf with its format again and again", bash("x=$(printf 'aaaaaaaaaaaaaaaaaaaa%s' {1..60} {1..60} {1..60})\nx=$(printf \"$x%s\" $x $x $x)\nx=$(printf \"$x%s\" $x $x $x)")},
	{"file doubled", times(40, "echo aaaaaaaaaaaaaaaa >f", "cat f f >g; cat g g >f", `mkfs.ext4 "/dev/$(cat f)"`)},
	{"file appended to itself", sixty("echo aaaaaaaaaaaaaaaa >f", `x=$(cat f); echo "$x$x" >>f`)},
	{"here-document doubled", times(60, "x=aaaaaaaaaa", "x=$(cat <<E\n$x$x\nE\n)", "")},
	{"here-string doubled", times(60, "x=aaaaaaaaaa", `read -r x <<<"$x$x"`, "")},
	{"default doubled", times(60, "", "x=${x:-aaaaaaaaaa}${x:-a}", "")},
	{"captured output that grows", bash("x=$(for i in $(seq 60); do for j in $(seq 60); do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaa$i; cat f; done; done)")},
	{"sed that grows", times(30, "x=aaaaaaaaaa", `x=$(echo "$x" | sed 's/a/aaaaaaaa/g')`, "")},
	{"tee into files that grow", times(40, "echo aaaaaaaaaaaaaaaa >f", "cat f f | tee g h >/dev/null; cat g h >f", "")},
	{"eval that doubles", times(60, "x=:", `x="$x;$x"`, `eval "$x"`)},
	{"variables that name each other", numbered(5000, "v0=1", "v%d=$v0$v%d", `mkfs.ext4 "/dev/${!v4000}"`)},
	{"quoted value doubled", times(40, "x=\"a'b\"", `x=$(printf %q "$x$x"); x=${x@Q}`, "")},
	{"upper case of much", bash("x=" + strings.Repeat("ab", 200_000) + "\n" + strings.Repeat("x=${x^^}; x=${x,,}; y=${#x}\n", 500))},
	{"numbers that overflow", times(60, "x=3", "x=$((x*x)); y=$((2**x)); z=$((1<<x))", "")},
}

// lists are words, elements and items that become more.
var lists = []Input{
	{"array doubled", times(60, "a=(a b c)", `a=("${a[@]}" "${a[@]}")`, `mkfs.ext4 "${a[@]}"`)},
	{"array appended to itself", sixty("a=(a b c)", `a+=("${a[@]}")`)},
	{"array with a far index", bash("a[2147483647]=x\na[4095]=y\nfor i in {1..60}; do a[i*60]=$i; b=(\"${a[@]}\"); done")},
	{"array of many elements", func() string {
		return "#!/bin/bash\na=(" + strings.Repeat("x ", 400_000) + ")\nfor i in \"${a[@]}\"; do :; done\n" + wipe
	}},
	{"map of many keys", numbered(8000, "declare -A m", "m[k%d]=$1", `for k in "${!m[@]}"; do echo "${m[$k]}"; done`)},
	{"parameters doubled", times(60, "", `set -- "$@" "$@"`, `mkfs.ext4 "$@"`)},
	{"known parameters doubled", times(60, "set -- a b", `set -- "$@" "$@"`, "")},
	{"parameters handed on doubled", bash("f() { [ $# -gt 5000000 ] && return; f \"$@\" \"$@\"; }\nf a b")},
	{"words split again and again", times(30, "x='a b'", `x="$x $x"; for i in $x; do :; done`, "")},
	{"braces of pairs", bash("echo " + strings.Repeat("{a,b}", 40))},
	{"braces in braces", bash("echo " + strings.Repeat("{a,", 2000) + "b" + strings.Repeat("}", 2000))},
	{"braces of many words", bash("mkfs.ext4 /dev/{" + strings.Repeat("a,", 200_000) + "b}")},
	{"range of all numbers", bash("for i in {-9223372036854775808..9223372036854775807}; do :; done")},
	{"range of all numbers in large steps", bash("for i in {-9223372036854775808..9223372036854775807..9223372036854775807}; do :; done")},
	{"range of ranges", bash("echo {1..1000}{1..1000}{1..1000}{1..1000}{1..1000}{1..1000}{1..1000}")},
	{"range with much padding", bash("for i in {" + strings.Repeat("0", 10_000) + "1..60}; do mkfs.ext4 /dev/$i; done")},
	{"ranges side by side", times(3000, "", "echo {1..60}{1..60}", "")},
	{"seq of much", bash("for i in $(seq 1 999999999); do mkfs.ext4 /dev/sd$i; done\nfor ((i=0; i<999999999; i++)); do :; done")},
	{"list of many words", func() string {
		return "#!/bin/bash\nfor i in " + strings.Repeat("a ", 400_000) + "; do mkfs.ext4 /dev/$i; done\n"
	}},
	{"globs in the last part", times(2000, "", "rm -rf /var/lib/mysql*/*{a,b}?[a-z]", "")},
	{"items of xargs", bash("echo " + strings.Repeat("a ", 300_000) + " | xargs -n1 mkfs.ext4")},
	{"items of xargs by pairs", bash("printf '%s\\n' {1..60} {1..60} | xargs -I{} sh -c 'printf \"%s\\\\n\" {1..60} | xargs -I[] mkfs.ext4 /dev/{}[]'")},
	{"lines of read", bash("while read -r a b c; do mkfs.ext4 \"$a\"; done <<E\n" + strings.Repeat("a b c\n", 100_000) + "E")},
	{"mapfile of many lines", bash("mapfile -t l <<E\n" + strings.Repeat("sda\n", 200_000) + "E\nfor d in \"${l[@]}\"; do mkfs.ext4 \"/dev/$d\"; done")},
	{"loops inside of each other", bash(strings.Repeat("for i in 1 2 3 4 5 6 7 8; do\n", 12) + "mkfs.ext4 /dev/$i\n" + strings.Repeat("done\n", 12))},
}
