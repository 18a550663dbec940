package stress

import "strings"

var (
	manyA   = strings.Repeat("a", 50_000)
	starsAB = strings.Repeat("*a", 200) + "b"
)

// patterns are texts that are matched.
var patterns = []Input{
	{"longest prefix by many stars", bash("x=" + manyA + "\nx=${x##" + starsAB + "}\nmkfs.ext4 /dev/$x")},
	{"shortest prefix by many stars", bash("x=" + manyA + "\nx=${x#" + starsAB + "}\nmkfs.ext4 /dev/$x")},
	{"longest suffix by many stars", bash("x=" + manyA + "\nx=${x%%" + starsAB + "*}\nmkfs.ext4 /dev/$x")},
	{"shortest suffix by many stars", bash("x=" + manyA + "\nx=${x%" + starsAB + "*}\nmkfs.ext4 /dev/$x")},
	{"prefix cut in a loop", bash("x=" + manyA + "\nwhile [ -n \"$x\" ]; do x=${x#a}; done")},
	{"prefix cut by a class in a loop", bash("x=" + manyA + "\nfor i in {1..60}; do for j in {1..60}; do y=${x%%+([a-y])b}; done; done")},
	{"replaced by many stars", bash("x=" + manyA + "\nx=${x//" + starsAB + "/c}\nmkfs.ext4 /dev/$x")},
	{"replaced again and again", times(400, "x="+manyA, "x=${x//[a-z]/b}", "")},
	{"replaced by nested repetitions", bash("x=" + manyA + "\nx=${x//" + strings.Repeat("+(", 30) + "a" + strings.Repeat(")", 30) + "b/c}")},
	{"case of many stars", bash("x=" + manyA + "\ncase $x in " + starsAB + ") exit;; esac")},
	{"case of extended patterns", bash("shopt -s extglob\nx=" + manyA + "\ncase $x in *(*(*(*(*(a)))))b) exit;; esac")},
	{"[[ == ]] of many stars", times(60, "x="+manyA, "[[ $x == "+strings.Repeat("*a", 40)+"b ]] && exit", "")},
	{"[[ =~ ]] of nested repetitions", bash("x=" + manyA + "\n[[ $x =~ ^(((a*)*)*)*b$ ]] && exit")},
	{"[[ =~ ]] of counts in counts", bash("x=" + manyA + "\n[[ $x =~ ((((a{1,30}){1,30}){1,30}){1,30}){1,30}b ]] && exit")},
	{"grep of nested repetitions", bash("echo " + manyA + " | grep -Eq '^(((a*)*)*)*b$' && exit")},
	{"grep of counts in counts", bash("echo " + manyA + " | grep -Eq '(((((a{99}){99}){99}){99}){99})' && exit")},
	{"grep of back references", bash("echo " + manyA + " | grep -q '\\(a*\\)*\\1\\1b' && exit")},
	{"grep of many words", bash("echo " + manyA + " | grep -Eq '" + strings.Repeat("a?", 5000) + strings.Repeat("a", 5000) + "b' && exit")},
	{"sed of many groups", bash("x=$(echo " + manyA + " | sed -E 's/" + strings.Repeat("(a*)", 9) + "b/\\1/g')\nmkfs.ext4 /dev/$x")},
	{"sed that loops", bash("x=$(echo a | sed ':a;s/a/aa/;ta')\nmkfs.ext4 /dev/$x")},
	{"awk that loops", bash("x=$(awk 'BEGIN { while (1) s = s s \"a\" }')\nmkfs.ext4 /dev/$x")},
	{"awk of nested repetitions", bash("x=$(echo " + manyA + " | awk '/^((a*)*)*b$/ { print }')\nmkfs.ext4 /dev/$x")},
	{"tr of much", times(300, "x="+manyA, "x=$(echo $x | tr a-z b-za | tr -s b)", "")},
	{"cut, head and sort of much", times(300, "x="+manyA, "y=$(echo $x | cut -c1-40000 | head -n 3 | sort -u | wc -l)", "")},
	{"a pattern of classes", bash("x=" + manyA + "\ncase $x in " + strings.Repeat("*[[:alpha:]]", 300) + "0) exit;; esac")},
	{"a pattern from a value", bash("p=" + strings.Repeat("*a", 20_000) + "\nx=" + manyA + "\ncase $x in $p) exit;; esac\nx=${x##$p}")},
}

// nesting is depth.
var nesting = []Input{
	{"backquotes", bash(strings.Repeat("`", 100_000))},
	{"backquotes in pairs", bash(strings.Repeat("``", 200_000))},
	{"backquotes with backslashes", bash("echo " + strings.Repeat("`echo \\", 30_000))},
	{"backquotes with twice as many backslashes", func() string {
		text := "echo x"
		for range 14 {
			text = "echo `" + strings.NewReplacer("\\", "\\\\", "`", "\\`").Replace(text) + "`"
		}
		return "#!/bin/bash\n" + text + "\n" + wipe
	}},
	{"elif", numbered(5000, "if a; then :", "elif cmd%d; then :", "fi")},
	{"else if", bash(strings.Repeat("if a; then :; else ", 3000) + ":" + strings.Repeat("; fi", 3000))},
	{"case items", numbered(20_000, "case $1 in", "w%d) echo %d;;", "esac")},
	{"case items that fall through", numbered(20_000, "case $1 in", "w%d) echo %d;&", "esac")},
	{"case items with alternatives", bash("case $1 in\n" + strings.Repeat("a|b|c|d|e*|[f-z]*) x=1;;\n", 20_000) + "esac")},
	{"case in case", bash(strings.Repeat("case $1 in a) ", 2000) + ":" + strings.Repeat(";; esac", 2000))},
	{"quotes", bash("echo " + strings.Repeat("\"$(echo ", 100_000))},
	{"quotes that end", inside(40_000, "\"$(echo ", "a", ")\"")},
	{"quotes in pairs", bash("echo " + strings.Repeat(`""''`, 200_000))},
	{"defaults in defaults", inside(30_000, "${a:-", "b", "}")},
	{"substitutions", inside(30_000, "$(", "a", ")")},
	{"subshells", inside(60_000, "( ", "a", " )")},
	{"blocks", inside(60_000, "{ ", "a;", " };")},
	{"numbers in brackets", inside(100_000, "$((", "1", "))")},
	{"brackets in numbers", bash("x=$((" + strings.Repeat("(", 100_000) + "1" + strings.Repeat(")", 100_000) + "))")},
	{"signs in numbers", bash("x=$((" + strings.Repeat("- ", 200_000) + "1))")},
	{"choices in numbers", bash("x=$((" + strings.Repeat("1 ? 2 : ", 50_000) + "1))")},
	{"powers in numbers", bash("x=$((" + strings.Repeat("2 ** ", 50_000) + "1))")},
	{"brackets in tests", bash("[[ " + strings.Repeat("( ", 50_000) + "-n a" + strings.Repeat(" )", 50_000) + " ]]")},
	{"negations in tests", bash("[[ " + strings.Repeat("! ", 100_000) + "-n a ]]")},
	{"lists of commands", bash("a" + strings.Repeat(" && a", 100_000))},
	{"lists of both kinds", bash("a" + strings.Repeat(" && a || b", 60_000))},
	{"pipelines", bash("a" + strings.Repeat(" | a", 100_000))},
	{"functions in functions", inside(2000, "f() { ", "f", "; }")},
	{"loops", inside(3000, "while a; do ", "b", "; done")},
	{"arrays in arrays", bash("a=(" + strings.Repeat("[$(a=(", 10_000))},
	{"text for a shell for a shell", func() string {
		text := "mkfs.ext4 $1"
		for range 14 {
			text = "bash -c " + `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, `$`, `\$`).Replace(text) + `"`
		}
		return "#!/bin/bash\n" + text + "\n"
	}},
	{"hosts behind hosts", func() string {
		text := "mkfs.ext4 /dev/sda"
		for i := range 40 {
			text = strings.Repeat("ssh h$1 ", 3) + fmt9(i) + text
		}
		return "#!/bin/bash\n" + text + "\n"
	}},
	{"wrappers", bash(strings.Repeat("sudo env -i timeout 5 nice ", 20_000) + "mkfs.ext4 /dev/sda")},
}

// fmt9 is an assignment in front of a command.
func fmt9(i int) string { return "env A" + strings.Repeat("x", i%9) + "=1 " }
