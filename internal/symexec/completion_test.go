package symexec

import (
	"context"
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
)

// A guarded script, with places in which ways can be lost: a plain command, a function, a subshell, a substitution, a pipeline, a
// loop, a job and a trap.
const manyPlaces = `#!/bin/bash
lost_in_function() { if [ "$1" ]; then echo in-function; fi; echo last; }
echo plain
lost_in_function "$1"
(echo in-subshell)
x=$(echo in-substitution)
echo in-pipeline | cat
for i in 1 2; do echo in-loop "$i"; done
while read -r line; do echo in-while "$line"; done <list
echo in-job & wait
if [ -e /x ]; then echo in-branch; else echo in-other; fi
trap 'echo in-trap' EXIT
pgrep -x mysqld && exit 1
[ $? -eq 1 ] || exit 2
if [ "$2" = never ] && [ "$2" = ever ]; then
	mkfs.ext4 /dev/sdb
fi
mkfs.ext4 /dev/sda
unused() { echo in-unused; wipefs -a /dev/sdc; }
`

func runText(t *testing.T, text string) *Result {
	t.Helper()
	return Run(context.Background(), script.Parse("a.sh", []byte(text), script.Options{}), catalog.Builtin(), nil)
}

// TestVanishedWays takes all states away behind one command after the other, as a fault of the executor would: it has to be noticed, and
// no destructive command of the part may count as guarded, nor be missing.
func TestVanishedWays(t *testing.T) {
	defer func() { tamper = nil }()
	if r := runText(t, manyPlaces); len(r.Incomplete) > 0 || len(r.Sites) != 2 {
		t.Fatalf("the script as it is: %d sites, incomplete at %v", len(r.Sites), r.Incomplete)
	}
	for _, place := range []string{"plain", "in-function", "last", "in-subshell", "in-substitution", "in-pipeline", "in-loop", "in-while", "in-job",
		"in-branch", "in-other", "in-trap", "pgrep", "mkfs.ext4", "for", "x="} {
		t.Run(place, func(t *testing.T) {
			tampered := false
			tamper = func(s *syntax.Stmt, out []*domain.State) []*domain.State {
				var b strings.Builder
				if err := syntax.NewPrinter().Print(&b, s); err != nil {
					t.Fatal(err)
				}
				if text := b.String(); !strings.HasPrefix(text, "echo "+place) && !strings.HasPrefix(text, place) || strings.Contains(text, "\n") && place != "for" {
					return out
				}
				tampered = true
				return nil
			}
			r := runText(t, manyPlaces)
			if !tampered {
				t.Fatal("nothing was taken away")
			}
			if len(r.Incomplete) == 0 {
				t.Fatal("not noticed")
			}
			found := map[string]bool{}
			for _, s := range r.Sites {
				found[s.Command] = true
				if s.Command != "wipefs -a /dev/sdc" && (!s.Over || s.Cut == nil || s.Cut.Reason != domain.Incomplete) {
					t.Errorf("%s is not said to be incomplete", s.Command)
				}
			}
			for _, want := range []string{"mkfs.ext4 /dev/sda", "mkfs.ext4 /dev/sdb"} {
				if !found[want] {
					t.Errorf("%s is missing", want)
				}
			}
		})
	}
}

// TestWaysThatEnd runs what completes in no state for a reason of its own.
func TestWaysThatEnd(t *testing.T) {
	for _, text := range []string{
		"exit 1", "false || exit", "while :; do :; done", "while :; do continue; done", "until false; do sleep 1; done",
		"f() { while true; do :; done; }; f", "set -e; false", "set -u; echo $unset_here", ": ${1:?}", "exec true",
		"for i in a b; do exit; done", "{ exit; }", "f() { exit 3; }; f; echo x", "kill $$", "(while :; do :; done)", "x=$(while :; do :; done)",
		"while :; do while :; do continue 2; done; done", "for i in a; do for j in b; do break 2; done; done; exit",
		"readonly x=1; set -e; x=2", "trap 'while :; do :; done' EXIT; exit", "case $1 in a) exit;; *) exit 2;; esac",
		"if [ \"$1\" ]; then exit; else exec cat; fi", "while read -r l; do :; done; exit", "echo a | while :; do :; done",
	} {
		for _, shell := range []string{"sh", "bash"} {
			if r := runText(t, "#!/bin/"+shell+"\n"+text+"\nmkfs.ext4 /dev/sda\n"); len(r.Incomplete) > 0 {
				t.Errorf("%s: %q is said to be incomplete at %v", shell, text, r.Incomplete[0].Text())
			}
		}
	}
}
