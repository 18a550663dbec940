package guardflow_test

import (
	"context"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/difftest"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// Decisions that keep more states apart than there is room for, so that they are joined; what they decide matters to the command.
const decisions = `test-1 && v1=b
test-2 && v2=b
test-3 && v3=b
test-4 && v4=b
test-5 && v5=b
:
`

// Each script is unsafe only in the half of its states whose part of a state, named by the key, a join could forget.
var joined = map[string]string{
	"vars": `is-idle "$1" || exit 1
disk=$1
test-a && disk=$2
DECIDE
if WANTED; then wipe-disk "$disk"; fi
`,
	"frame": `disk=$1
is-idle "$disk" || exit 1
pick() {
  if test-a; then local disk; fi
  disk=$1
  DECIDE
}
pick "$2"
if WANTED; then wipe-disk "$disk"; fi
`,
	"cwd": `cd /srv/one || exit 1
is-idle "$PWD" || exit 1
if test-a; then cd /srv/two || exit 1; fi
DECIDE
if WANTED; then wipe-disk "$PWD"; fi
`,
	"args": `work() {
  is-idle "$1" || exit 1
  if test-a; then set -- "$2"; fi
  DECIDE
  if WANTED; then wipe-disk "$1"; fi
}
work "$1" "$2"
`,
	"pipes": `is-idle "$1" | cat
if test-a; then true | true; fi
r=${PIPESTATUS[0]}
DECIDE
if [ "$r" -eq 0 ] && WANTED; then wipe-disk "$1"; fi
`,
	"status": `is-idle "$1"
r=$?
if test-a; then r=0; fi
DECIDE
if [ "$r" -eq 0 ] && WANTED; then wipe-disk "$1"; fi
`,
	"opts": `set -e
if test-a; then set +e; fi
DECIDE
is-idle "$1"
if WANTED; then wipe-disk "$1"; fi
`,
	"pipefail": `set -o pipefail
if test-a; then set +o pipefail; fi
DECIDE
is-idle "$1" | cat || exit 1
if WANTED; then wipe-disk "$1"; fi
`,
	"funcs": `check() { is-idle "$1"; }
if test-a; then check() { true; }; fi
DECIDE
check "$1" || exit 1
if WANTED; then wipe-disk "$1"; fi
`,
	"alias": `shopt -s expand_aliases
alias check=is-idle
if test-a; then alias check=true; fi
DECIDE
check "$1" || exit 1
if WANTED; then wipe-disk "$1"; fi
`,
	"traps": `trap 'is-idle "$1" && wipe-disk "$1"' EXIT
if test-a; then trap 'wipe-disk "$1"' EXIT; fi
DECIDE
if WANTED; then exit 0; fi
`,
	"fds": `exec 3>&1
if test-a; then exec >/dev/null; fi
DECIDE
n=$(count-active "$1" >&1) || exit 1
[ "${n:-0}" = 0 ] || exit 1
if WANTED; then wipe-disk "$2"; fi
`,
	"caps": `n=$(if test-a; then echo 0; else count-active "$1"; fi; DECIDE
:) || exit 1
[ "$n" = 0 ] || exit 1
wipe-disk "$1"
`,
	"stdin": `if test-a; then exec <"$2"; fi
DECIDE
read -r disk
is-idle "$1" || exit 1
if WANTED; then wipe-disk "$disk"; fi
`,
	"files": `echo "$1" >/tmp/disk
is-idle "$1" || exit 1
if test-a; then echo "$2" >/tmp/disk; fi
DECIDE
disk=$(cat /tmp/disk)
if WANTED; then wipe-disk "$disk"; fi
`,
	"jobs": `true & p=$!
if test-a; then is-idle "$1" & p=$!; fi
DECIDE
wait "$p" || exit 1
if WANTED; then wipe-disk "$1"; fi
`,
	"killed": `(if test-a; then kill -TERM $$; fi; :)
DECIDE
if WANTED; then wipe-disk "$1"; fi
`,
	"facts": `if test-a; then is-idle "$1" || exit 1; fi
DECIDE
if WANTED; then wipe-disk "$1"; fi
`,
	"memory": `if test-a; then is-idle "$1"; fi
DECIDE
if is-idle "$1"; then :; fi
if WANTED; then wipe-disk "$1"; fi
`,
}

func analyze(t *testing.T, text string, b effects.Bounds) *guardflow.Result {
	t.Helper()
	s := script.Parse("join.sh", []byte(text), script.Options{})
	if s.Err != nil {
		t.Fatal(s.Err)
	}
	return guardflow.Analyze(context.Background(), &guardflow.Input{Context: context.Background(), Script: s, Catalog: difftest.Catalog(), Brief: true, Bounds: b})
}

// Whatever part of a state tells the safe way from the unsafe one, a join keeps the unsafe one.
func TestJoinsLoseNoWay(t *testing.T) {
	for part, text := range joined {
		text = strings.NewReplacer("DECIDE\n", decisions, "WANTED", `[ "$v1$v2$v3$v4$v5" != bbbbb ]`).Replace(text)
		text = "#!/bin/bash\nv1=a v2=a v3=a v4=a v5=a\n" + text
		for _, n := range []int{1, 2, 4, 24, 200} {
			res := analyze(t, text, effects.Bounds{States: n})
			bad := false
			for _, s := range res.Sites {
				bad = bad || s.Verdict != guardflow.Guarded
			}
			if !bad {
				t.Errorf("%s, %d states at a point: %d commands, all guarded\n%s", part, n, len(res.Sites), text)
			}
		}
	}
}

// A launcher finds out where it lies, which may come to nothing; then much is decided; then it clears what lies there.
const launcher = `#!/bin/bash
root="$(cd "${0%/*}" && echo "$PWD")"
kind=unknown
mode=text
if [ "$(uname)" = Linux ]; then kind=linux; fi
if [ "$(uname -m)" = x86_64 ]; then kind=$kind-64; fi
if [ -n "$DISPLAY" ]; then mode=window; fi
if [ -f "$root/debug" ]; then debug=1; fi
if [ -d "$HOME/.launcher" ]; then old=1; fi
if lspci | grep -q graphics; then driver=own; else driver=free; fi
if [ -n "$DEBUGGER" ]; then around=$DEBUGGER; fi
say() { if [ "$mode" = window ]; then xmessage "$1"; else echo "$1"; fi; }
reset() {
  say "starts over"
  rm -rf "$root/"*
}
if [ "$1" = --reset ]; then reset; fi
"$around" "$root/client-$kind" "$driver" "$old" "$debug"
`

// What may be empty in one of the states is found however few of them are kept apart.
func TestJoinsLoseNoEmptiness(t *testing.T) {
	for n := 1; n <= 200; n += 1 + n/8 {
		found := false
		for _, s := range analyze(t, launcher, effects.Bounds{States: n}).Sites {
			for _, f := range s.Flaws {
				found = found || f.Kind == "emptyselector"
			}
		}
		if !found {
			t.Errorf("%d states at a point: no emptyselector", n)
		}
	}
}
