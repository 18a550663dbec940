package replay_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/replay"
	"github.com/wipelint/wipelint/internal/script"
)

// hostile are scripts that try to reach the machine, or to take all of its time or memory. In each one MARK is a folder of the
// machine that must stay as it is.
var hostile = map[string]string{
	"absolute paths":       "/bin/touch MARK/a; /usr/bin/env touch MARK/b; /bin/sh -c 'echo x >MARK/c'; \\touch MARK/d",
	"redirections":         "echo x >MARK/a; echo x >>MARK/b; : >|MARK/c; echo x &>MARK/d; : <>MARK/e; exec >MARK/f 2>MARK/g; exec 3>MARK/h; echo x >&3; cat <<<x >MARK/i",
	"devices":              "echo x >/dev/sda; echo x >/dev/tcp/127.0.0.1/9; read -r x </dev/tcp/127.0.0.1/9; echo x >/dev/null; head -c1 </dev/zero",
	"exec":                 "exec /bin/touch MARK/a",
	"exec of a shell":      "exec bash -c 'touch MARK/a'",
	"coproc":               "coproc touch MARK/a; wait",
	"process substitution": "cat <(touch MARK/a; echo x) >(tee MARK/b); while read -r x; do touch MARK/$x; done < <(echo c); diff <(echo a) <(echo b)",
	"in eval":              `eval 'cat <(echo x >MARK/a)'; eval "eval 'cat < <(touch MARK/b)'"; trap 'cat <(echo x >MARK/c)' EXIT; trap 'cat <(touch MARK/d)' ERR; false`,
	"builtins of builtins": `builtin source MARK/there.sh; command . MARK/there.sh; builtin eval 'source MARK/there.sh'; command command source MARK/there.sh; command -p touch MARK/a; builtin exec touch MARK/b; builtin pwd -P; type -P ls`,
	"source":               "source MARK/there.sh; . MARK/there.sh; PATH=MARK; source there.sh",
	"source of /dev/zero":  "source /dev/zero",
	"fork bomb":            ":(){ :|:& };:",
	"fork bomb by name":    `bomb() { bomb | bomb & }; bomb; wait`,
	"recursion":            "f() { f; }; f",
	"recursion of eval":    `x='eval "$x"'; eval "$x"`,
	"recursion of sh":      `x='sh -c "$x"'; export x; sh -c "$x"`,
	"endless loop":         "while :; do :; done",
	"endless arithmetic":   "while ((1)); do ((i++)); done; for ((;;)); do :; done",
	"endless until":        "until false; do true; done",
	"endless output":       "while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done",
	"doubling":             "x=xxxxxxxxxx; while :; do x=$x$x; done",
	"doubling of a list":   "x=(a b); while :; do x=(\"${x[@]}\" \"${x[@]}\"); done",
	"doubling of a local":  "f() { local x=xxxxxxxxxx; while :; do local x=$x$x; done; }; f",
	"braces":               "echo {1..999999999}; echo {1..9999}{1..9999}{1..9999}",
	"braces in eval":       "eval 'echo {1..999999999}'",
	"long substitution":    "x=$(while :; do echo xxxxxxxxxxxxxxxxxxxx; done)",
	"counting":             "seq 1 999999999 | wc -l; for i in $(seq 99999999); do :; done",
	"cd and globs":         "cd MARK; rm -rf *; for f in /* /etc/* MARK/*; do echo \"$f\" >\"$f\"; done; cd /; cd -; pushd MARK; popd",
	"reading":              "cat MARK/there.sh >/dev/stdout; read -r x <MARK/there.sh; mapfile -t y <MARK/there.sh; x=$(<MARK/there.sh); [[ $x == *secret* ]] && wipe-disk x",
	"temporary pipes":      "TMPDIR=/tmp; export TMPDIR; echo x >/tmp/sh-interp-1; echo x >MARK/sh-interp-1; cat <(echo y)",
	"tests":                "[ -e MARK/there.sh ] && wipe-disk x; test -r MARK/there.sh && wipe-disk x; [ -O MARK ]; [[ -G MARK ]]",
	"owner":                "[[ -O MARK ]]",
	"signals":              "kill -9 1; kill -9 $$; kill -9 -1; trap '' TERM; ulimit -n 1; umask 0; suspend",
	"awk":                  `awk 'BEGIN { system("touch MARK/a"); print "x" > "MARK/b"; while (1) x = x "x" }'; awk '{ x = x x } END { print x }' <<<"a"`,
	"awk that loops":       `echo a | awk '{ while (1) n++ }'`,
	"sed":                  "sed -i s/a/b/ MARK/there.sh; sed 'w MARK/a' <<<x",
	"xargs and find":       "echo a | xargs touch; find MARK -delete; find / -exec touch MARK/a {} +; echo MARK/a | xargs -I{} sh -c 'touch {}'",
	"other programs":       "curl -o MARK/a http://127.0.0.1/; ssh localhost touch MARK/b; python3 -c 'open(\"MARK/c\", \"w\")'; sudo tee MARK/d <<<x; dd of=MARK/e; mkfifo MARK/f",
	"our own words":        "$'\\x01go' source MARK/there.sh; $'\\x01external' touch MARK/a; $'\\x01status' x; $'\\x01check'; $'\\x01pipe' 1; $'\\x01open'; eval $'\\x01go /bin/touch MARK/b'",
	"declared functions":   "f() { touch MARK/a; }; eval \"$(declare -f f)\"; f",
	"aliases":              "shopt -s expand_aliases; alias a='a a'; a",
	"wait for nothing":     "read -r x; cat; wait; sleep 1000000",
	"large format":         "printf '%99999999d' 1; printf '%*s' 999999999 x; x=$(printf '%0999999999d' 0)",
	"printf repeats":       "printf '%s' {1..99999}; printf -v x '%s' $(seq 1 9999)",
}

// TestNothingReal replays hostile scripts. strace_test.go looks at the system calls; here it is what can be seen from inside.
func TestNothingReal(t *testing.T) {
	for name, text := range hostile {
		for _, shell := range []string{"bash", "sh"} {
			t.Run(name+" in "+shell, func(t *testing.T) {
				mark := t.TempDir()
				there := filepath.Join(mark, "there.sh")
				const secret = "secret=1; wipe-disk x\n"
				if err := os.WriteFile(there, []byte(secret), 0o600); err != nil {
					t.Fatal(err)
				}
				before := runtime.NumGoroutine()
				start := time.Now()
				// The command at the end is never what is looked for, so that every world is tried.
				res, err := replay.Replay(context.Background(), &replay.Case{
					Script:  script.Parse("x.sh", []byte("#!/bin/"+shell+"\n"+strings.ReplaceAll(text, "MARK", mark)+"\n"), script.Options{}),
					Catalog: testCatalog(t), Command: "wipe-disk", Line: 2, Lines: []int{2},
				})
				if err != nil {
					t.Fatal(err)
				}
				if took := time.Since(start); took > 12*time.Second {
					t.Errorf("it took %s", took)
				}
				if res.Verdict == replay.Reached && name != "tests" && name != "reading" {
					t.Errorf("reached: %v", res.Events)
				}
				files, err := os.ReadDir(mark)
				if err != nil || len(files) != 1 {
					t.Errorf("the folder holds %v, %v", files, err)
				}
				if got, err := os.ReadFile(there); err != nil || string(got) != secret {
					t.Errorf("the file holds %q, %v", got, err)
				}
				for range 100 {
					if runtime.NumGoroutine() <= before+50 {
						return
					}
					time.Sleep(10 * time.Millisecond)
				}
				t.Errorf("%d goroutines are left, there were %d", runtime.NumGoroutine(), before)
			})
		}
	}
}

func testCatalog(t *testing.T) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Decode("test.toml", []byte("[[destructive]]\ncommand = \"wipe-disk\"\ntarget = 1\n[[guard]]\ncommand = \"is-idle\"\nidle-status = [0]\nactive-status = [1]\ntarget = 1\n"))
	if err != nil {
		t.Fatal(err)
	}
	return catalog.Builtin().With(c)
}
