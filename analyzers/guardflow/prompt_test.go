package guardflow_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/shelltest"
)

const declared = `
[[destructive]]
command = "reinstall-os"
target = 1
why = "reinstalls the operating system"

[[guard]]
command = "is-idle"
idle-status = [0]
active-status = [1]
target = 1

[[guard]]
command = "count-active"
target = 1
idle-output = "zero"
`

// verdictOf is what is said of a script's last destructive command: the verdict, and the primary rule where it is not guarded.
func verdictOf(t *testing.T, text string) string {
	t.Helper()
	all, err := withDeclared()
	if err != nil {
		t.Fatal(err)
	}
	s := script.Parse("a.sh", []byte(text), script.Options{})
	if s.Err != nil {
		t.Fatal(s.Err)
	}
	ctx := context.Background()
	res := guardflow.Analyze(ctx, &guardflow.Input{Context: ctx, Script: s, Catalog: all})
	if len(res.Sites) == 0 {
		return "no site"
	}
	site := res.Sites[len(res.Sites)-1]
	out := string(site.Verdict)
	if len(site.Flaws) > 0 {
		f := site.Flaws[0]
		out += " " + f.Kind
		if f.Kind == "bypass" {
			out += " " + f.By
		}
		if f.Prompt != nil && f.Kind == "unguarded" {
			out = strings.TrimSuffix(out, " unguarded")
		}
	}
	return out
}

// prompts are scripts that ask a person, with what is owed for the wipefs in them, or behind them.
var prompts = []struct{ name, text, want string }{
	// The forms of a comparison.
	{"test", `read a; [ "$a" = yes ] || exit 1`, "prompted"},
	{"test with x", `read a; [ "x$a" = xyes ] || exit 1`, "prompted"},
	{"not equal", `read a; if [ "$a" != yes ]; then exit 1; fi`, "prompted"},
	{"negated test", `read a; if ! [ "$a" = yes ]; then exit 1; fi`, "prompted"},
	{"and list", `read a; [ "$a" = y ] || [ "$a" = yes ] || exit 1`, "prompted"},
	{"two words in one test", `read a; [ "$a" = y -o "$a" = Y ] || exit 1`, "prompted"},
	{"excluded words", `read a; if [ "$a" != y ] && [ "$a" != Y ]; then exit; fi`, "prompted"},
	{"double brackets", `read a; [[ $a == yes ]] || exit 1`, "prompted"},
	{"pattern", `read a; [[ $a == [Yy]* ]] || exit 1`, "prompted"},
	{"regular expression", `read a; [[ $a =~ ^[Yy] ]] || exit 1`, "prompted"},
	{"regular expression with words", `read a; if [[ ! $a =~ ^(y|yes)$ ]]; then exit 1; fi`, "prompted"},
	{"lower case", `read a; [ "${a,,}" = yes ] || exit 1`, "prompted"},
	{"first letter", `read a; [ "${a:0:1}" = y ] || exit 1`, "prompted"},
	{"tr", `read a; a=$(echo "$a" | tr A-Z a-z); [ "$a" = yes ] || exit 1`, "prompted"},
	{"grep", `read a; echo "$a" | grep -q '^[Yy]' || exit 1`, "prompted"},
	{"grep -i", `read a; if ! grep -qi '^yes$' <<< "$a"; then exit 1; fi`, "prompted"},
	{"case", "read a; case $a in y|Y|yes) ;; *) exit 1 ;; esac", "prompted"},
	{"case with class", "read a; case $a in [yY]*) ;; *) exit 1 ;; esac", "prompted"},
	{"case with two ways out", "read a; case $a in y) ;; n) exit 0 ;; *) exit 1 ;; esac", "prompted"},
	{"number", `read a; [ "$a" -eq 1 ] || exit 1`, "prompted"},
	{"arithmetic", `read a; (( a == 1 )) || exit 1`, "prompted"},
	{"typed name", `read a; [ "$a" = "$1" ] || exit 1`, "prompted"},
	{"typed host name", `read a; [ "$a" = "$(hostname)" ] || exit 1`, "prompted"},
	{"typed device", `dev=/dev/sdb; read a; [ "$a" = "$dev" ] || exit 1`, "prompted"},
	// The ways to ask.
	{"read -p", `read -r -p "Sure? " a; [ "$a" = y ] || exit 1`, "prompted"},
	{"reply", `read -p "Sure? " -n 1 -r; [[ $REPLY =~ ^[Yy]$ ]] || exit 1`, "prompted"},
	{"terminal", `read a < /dev/tty; [ "$a" = y ] || exit 1`, "prompted"},
	{"terminal kept open", `exec 3< /dev/tty; read -u 3 a; [ "$a" = y ] || exit 1`, "prompted"},
	{"terminal for a block", "{ read a; [ \"$a\" = y ]; } < /dev/tty || exit 1", "prompted"},
	{"terminal for a block that may not run", "{ read a; [ \"$a\" = y ] || exit 1; } < /dev/tty", "unguarded unguarded"},
	{"status of read", `read a || exit 1; [ "$a" = y ] || exit 1`, "prompted"},
	{"time limit", `read -t 10 a || exit 1; [ "$a" = y ] || exit 1`, "prompted"},
	{"function", "confirm() { read -p \"$1 \" a; case $a in y) return 0 ;; *) return 1 ;; esac; }\nconfirm Sure || exit 1", "prompted"},
	{"function with test as status", "confirm() { read -r a; [ \"$a\" = y ]; }\nif ! confirm; then exit 1; fi", "prompted"},
	{"function with local", "confirm() { local a; read -r a; [[ ${a,,} == y ]]; }\nconfirm || exit", "prompted"},
	{"function that prints", "ask() { read -r a; echo \"$a\"; }\n[ \"$(ask)\" = yes ] || exit 1", "prompted"},
	{"function that exits", "sure() { read -r a; [ \"$a\" = yes ] || exit 1; }\nsure", "prompted"},
	{"until valid", "while true; do read a; case $a in y) break ;; n) exit ;; *) echo again ;; esac; done", "prompted"},
	{"until yes", "a=; until [ \"$a\" = yes ]; do read a; done", "prompted"},
	{"until valid, then compared", "a=; while [ \"$a\" != y ] && [ \"$a\" != n ]; do read a; done; [ \"$a\" = y ] || exit", "prompted"},
	{"select", "select a in yes no; do case $a in yes) wipefs -a /dev/sdb; break ;; no) exit ;; esac; done\n", "prompted"},
	{"select by number", "select a in yes no; do case $REPLY in 1) wipefs -a /dev/sdb; break ;; *) exit ;; esac; done\n", "prompted"},
	{"select ends at end of file, too", "select a in yes no; do case $a in yes) break ;; no) exit ;; esac; done", "unguarded unguarded"},
	{"select in a function", "sure() { select a in yes no; do case $a in yes) return 0 ;; no) return 1 ;; esac; done; return 1; }\nsure || exit", "prompted"},
	{"whiptail", `whiptail --yesno "Wipe?" 8 40 || exit 1`, "prompted"},
	{"dialog", "dialog --yesno Wipe 8 40\n[ $? -eq 0 ] || exit 1", "prompted"},
	{"dialog with text", `a=$(dialog --inputbox Name 8 40 3>&1 1>&2 2>&3) || exit; [ "$a" = db1 ] || exit 1`, "prompted"},
	{"zenity", `if zenity --question --text Wipe; then :; else exit 1; fi`, "prompted"},
	{"gum", "gum confirm Wipe || exit 1", "prompted"},
	{"gum choose", `[ "$(gum choose yes no)" = yes ] || exit 1`, "prompted"},
	{"only at a terminal", `[ -t 0 ] || exit 1; read a; [ "$a" = y ] || exit 1`, "prompted"},
	// Defaults.
	{"enter is yes", `read a; [ "${a:-y}" = y ] || exit 1`, "prompted"},
	{"enter is yes, assigned", `read a; a=${a:-y}; [ "$a" = y ] || exit 1`, "prompted"},
	{"enter is yes, in case", `read a; case $a in ""|y|Y) ;; *) exit 1 ;; esac`, "prompted"},
	{"enter is no", `read a; a=${a:-n}; [ "$a" = y ] || exit 1`, "prompted"},
	{"turned round", `read -p "Keep the data? " a; [ "$a" = n ] || exit 1`, "prompted"},
	// What confirms nothing.
	{"not looked at", `read -p "Press enter to go on" a`, "unguarded unguarded"},
	{"any key", `read -n 1 -s -r -p "Press any key"`, "unguarded unguarded"},
	{"only no stops", `read a; [ "$a" = n ] && exit`, "unguarded unguarded"},
	{"only no stops, pattern", `read a; [[ $a =~ ^[Nn] ]] && exit 1`, "unguarded unguarded"},
	{"only no stops, case", "read a; case $a in n*|N*) exit ;; esac", "unguarded unguarded"},
	{"not empty", `read a; [ -n "$a" ] || exit 1`, "unguarded unguarded"},
	{"empty", `read a; [ -z "$a" ] || exit 1`, "unguarded unguarded"},
	{"any word", `read a; [[ $a =~ ^[a-z]+$ ]] || exit 1`, "unguarded unguarded"},
	{"any number", `read a; [[ $a =~ ^[0-9]+$ ]] || exit 1`, "unguarded unguarded"},
	{"yes or no", `read a; [[ $a =~ ^(y|n)$ ]] || exit 1`, "unguarded unguarded"},
	{"about something else", "read a; case $a in y) cp -a /etc /backup ;; n) ;; *) exit 1 ;; esac", "unguarded unguarded"},
	{"about something else, if", `read a; if [ "$a" = y ]; then echo saved; fi`, "unguarded unguarded"},
	{"answer ignored", "confirm() { read a; [ \"$a\" = y ]; }\nconfirm || true", "unguarded unguarded"},
	{"asked anew", `read a; [ "$a" = y ] || exit; read b; echo "$b"`, "prompted"},
	{"terminal only", `[ -t 0 ] || exit 1`, "unguarded unguarded"},
	{"asked at a terminal only", `if [ -t 0 ]; then read a; [ "$a" = y ] || exit 1; fi`, "unguarded unguarded"},
	{"message box", `whiptail --msgbox "It will be wiped" 8 40`, "unguarded unguarded"},
	// What is no person.
	{"pipe", `echo "$1" | { read a; [ "$a" = y ] || exit 1` + "\nwipefs -a /dev/sdb\n}\n", "unguarded unguarded"},
	{"file", `read a < answers; [ "$a" = y ] || exit 1`, "unguarded unguarded"},
	{"here-string", `read a <<< "$1"; [ "$a" = y ] || exit 1`, "unguarded unguarded"},
	{"here-document", "read a <<EOF\n$1\nEOF\n[ \"$a\" = y ] || exit 1", "unguarded unguarded"},
	{"open file", "exec 3< answers\nread a <&3; [ \"$a\" = y ] || exit 1", "unguarded unguarded"},
	{"standard input replaced", "exec < answers\nread a; [ \"$a\" = y ] || exit 1", "unguarded unguarded"},
	{"environment", `[ "$CONFIRM" = y ] || exit 1`, "unguarded unguarded"},
	{"parameter", `[ "$1" = y ] || exit 1`, "unguarded unguarded"},
	// With guards.
	{"question, then guard", `read a; [ "$a" = y ] || exit 1; is-idle /dev/sdb || exit 1`, "guarded"},
	{"guard or question", `if ! is-idle /dev/sdb; then read a; [ "$a" = y ] || exit 1; fi`, "prompted"},
	{"question instead of guard", `if [ "$1" = ask ]; then read a; [ "$a" = y ] || exit 1; else is-idle /dev/sdb || exit 1; fi`, "prompted"},
	{"guard ignored, then question", `is-idle /dev/sdb; read a; [ "$a" = y ] || exit 1`, "flawed ignored"},
	{"guard fails open, then question", `n=$(count-active /dev/sdb); if [ "${n:-0}" -gt 0 ]; then exit 1; fi; read a; [ "$a" = y ] || exit 1`, "flawed failopen"},
	{"guard inverted, then question", `if is-idle /dev/sdb; then exit 1; fi; read a; [ "$a" = y ] || exit 1`, "flawed inverted"},
	{"busy, but override", "if ! is-idle /dev/sdb; then echo busy; read a; [ \"$a\" = force ] || exit 1; fi", "prompted"},
	{"guard's output shown, then question", `lsblk -no MOUNTPOINT /dev/sdb; read a; [ "$a" = y ] || exit 1`, "prompted"},
	{"guard's output not shown", `lsblk -no MOUNTPOINT /dev/sdb > log; read a; [ "$a" = y ] || exit 1`, "flawed ignored"},
	{"query shown, then question", `psql -Atc 'select count(*) from backends'; read a; [ "$a" = y ] || exit 1`, "prompted"},
	{"guard about another disk, then question", `m=$(lsblk -no MOUNTPOINT /dev/sda) && [ -z "$m" ] || exit 1; read a; [ "$a" = y ] || exit 1`, "prompted"},
	// Ways past the question.
	{"force", `if [ -z "$FORCE" ]; then read a; [ "$a" = y ] || exit 1; fi`, "flawed bypass $FORCE"},
	{"force with default", `if [ "${FORCE:-0}" != 1 ]; then read a; [ "$a" = y ] || exit 1; fi`, "flawed bypass $FORCE"},
	{"force in arithmetic", `if (( ! FORCE )); then read a; [ "$a" = y ] || exit 1; fi`, "flawed bypass $FORCE"},
	{"yes option", `if [ "$1" != --yes ]; then read a; [ "$a" = y ] || exit 1; fi`, "flawed bypass --yes"},
	{"option loop", "force=0\nwhile [ $# -gt 0 ]; do case $1 in -f|--force) force=1 ;; *) break ;; esac; shift; done\n" +
		"if [ $force -eq 0 ]; then read a; [ \"$a\" = y ] || exit 1; fi", "flawed bypass $force"},
	{"getopts", "while getopts yh o; do case $o in y) yes=1 ;; *) exit 2 ;; esac; done\nif [ -z \"$yes\" ]; then read a; [ \"$a\" = y ] || exit 1; fi", "flawed bypass $yes"},
	{"function", "confirm() { [ \"$ASSUME_YES\" = 1 ] && return 0; read a; [ \"$a\" = y ]; }\nconfirm || exit 1", "flawed bypass $ASSUME_YES"},
	{"config variable", ". ./config\nif [ \"$SKIP_CONFIRM\" != yes ]; then read a; [ \"$a\" = y ] || exit 1; fi", "flawed bypass $SKIP_CONFIRM"},
	{"dialog", `[ -n "$NOCONFIRM" ] || whiptail --yesno Wipe 8 40 || exit 1`, "flawed bypass $NOCONFIRM"},
	{"yes", "sure() { read a; [ \"$a\" = y ] || exit 1; wipefs -a /dev/sdb; }\nif [ -n \"$1\" ]; then yes | sure; else sure; fi\nexit", "flawed bypass yes |"},
	{"flag of another name", `if [ -z "$QUICK" ]; then read a; [ "$a" = y ] || exit 1; fi`, "unguarded unguarded"},
}

func promptScript(text string) string {
	text = "#!/bin/bash\n" + text
	if !strings.Contains(text, "wipefs") {
		text += "\nwipefs -a /dev/sdb\n"
	}
	return text
}

func TestPrompts(t *testing.T) {
	for _, tc := range prompts {
		t.Run(tc.name, func(t *testing.T) {
			text := promptScript(tc.text)
			if got := verdictOf(t, text); got != tc.want {
				t.Errorf("%s, want %s\n%s", got, tc.want, text)
			}
		})
	}
}

// TestPromptsAgainstShell lets bash judge the rows: a command that is prompted must not run at end of file, nor on an answer that is
// no yes; one that is unguarded must run on one of them, and one with a bypass when the flag is given.
func TestPromptsAgainstShell(t *testing.T) {
	if testing.Short() {
		t.Skip("runs some hundred scripts")
	}
	own := []string{"yes", "flag of another name", "config variable"} // they need more of a world than this
	for _, tc := range prompts {
		if slices.Contains(own, tc.name) || strings.Contains(tc.text, "is-idle") || strings.Contains(tc.text, "lsblk") || strings.Contains(tc.text, "count-active") || strings.Contains(tc.text, "psql") {
			continue
		}
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "a.sh")
			if err := os.WriteFile(path, []byte(promptScript(tc.text)), 0o666); err != nil {
				t.Fatal(err)
			}
			world := shelltest.World{}
			for _, dialog := range []string{"whiptail --yesno", "dialog", "zenity", "gum"} {
				world[dialog] = shelltest.Answer{Status: 1}
			}
			reached := ""
			for _, in := range []string{"", "qx\n", "7\n", "n\n", "\n"} {
				run := shelltest.Run{Script: path, Stdin: in, World: world, Args: []string{"y"}, Files: map[string]string{"answers": "y\n"}}
				if flag, ok := strings.CutPrefix(tc.want, "flawed bypass "); ok {
					run.Args = []string{flag}
					if strings.HasPrefix(flag, "$") {
						run.Args = []string{"-y"}
						run.Env = []string{flag[1:] + "=1"}
					}
					if flag == "$force" {
						run.Args = []string{"-f"}
					}
				}
				switch {
				case tc.name == "turned round" && in == "n\n", strings.HasPrefix(tc.name, "enter is yes") && (in == "" || in == "\n"):
					continue // that is the answer which leads there
				case tc.name == "environment":
					run.Env = []string{"CONFIRM=y"}
				}
				if log := run.Do(t); log.Called("wipefs") {
					reached = log.String() + log.Output
				}
			}
			if tc.name == "terminal only" {
				return // there is none here
			}
			if prompted := tc.want == "prompted"; prompted != (reached == "") {
				t.Errorf("%s, but the command ran without a yes: %t\n%s%s", tc.want, reached != "", tc.text, reached)
			}
		})
	}
}
