package guardflow_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// withDeclared is the builtin catalogue with the guards of these tests. To compile it takes longer than most analyses.
var withDeclared = sync.OnceValues(func() (*catalog.Catalog, error) {
	own, err := catalog.Decode("test.toml", []byte(declared))
	if err != nil {
		return nil, err
	}
	return catalog.Builtin().With(own), nil
})

// analyzed runs the analysis with the builtin catalogue and the guards of these tests.
func analyzed(t *testing.T, path string, text []byte) (*script.Script, *guardflow.Result) {
	t.Helper()
	all, err := withDeclared()
	if err != nil {
		t.Fatal(err)
	}
	s := script.Parse(path, text, script.Options{})
	in := &guardflow.Input{Context: context.Background(), Script: s, Catalog: all, Loader: script.NewLoader("", os.ReadFile)}
	return s, guardflow.Analyze(context.Background(), in)
}

// TestWordless checks that a result without words has the same verdicts and flaws, and no witness.
func TestWordless(t *testing.T) {
	all, err := withDeclared()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("..", "..", "testdata", "incidents", "dropbox-2014", "failopen.sh")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, full := analyzed(t, path, text)
	short := guardflow.Analyze(context.Background(), &guardflow.Input{
		Context: context.Background(), Script: script.Parse(path, text, script.Options{}), Catalog: all,
		Loader: script.NewLoader("", os.ReadFile), Wordless: true,
	})
	flaws := 0
	if len(full.Sites) != len(short.Sites) {
		t.Fatalf("%d sites, want %d", len(short.Sites), len(full.Sites))
	}
	for i, want := range full.Sites {
		got := short.Sites[i]
		if got.At.Start != want.At.Start || got.Verdict != want.Verdict || len(got.Flaws) != len(want.Flaws) || len(got.Guards) != len(want.Guards) {
			t.Errorf("%s: %v with %d flaws and %d guards, want %v with %d and %d", want.Command, got.Verdict, len(got.Flaws),
				len(got.Guards), want.Verdict, len(want.Flaws), len(want.Guards))
			continue
		}
		for k, f := range want.Flaws {
			flaws++
			g := got.Flaws[k]
			if g.Kind != f.Kind || g.Outcome != f.Outcome {
				t.Errorf("%s: %s (%s), want %s (%s)", want.Command, g.Kind, g.Outcome, f.Kind, f.Outcome)
			}
			if len(f.Witness) == 0 || len(g.Witness) > 0 {
				t.Errorf("%s, %s: a witness of %d steps, and one of %d without words", want.Command, f.Kind, len(f.Witness), len(g.Witness))
			}
		}
	}
	if flaws == 0 {
		t.Error("no flaws")
	}
}

// TestWitnessWords pins the words of each kind of step, and of the world.
func TestWitnessWords(t *testing.T) {
	for _, c := range []struct{ name, text, world, want string }{
		{
			"a failed comparison", "live=$(count-active \"$1\") || true\nif [ \"$live\" -gt 0 ]; then exit 1; fi\nreinstall-os \"$1\"",
			"`count-active \"$1\"` fails (exit 1, prints nothing)",
			"1 `count-active \"$1\"` exits 1 and prints nothing, which is no answer\n" +
				"1 `|| true` makes a success of the failure: nobody looks at the status\n" +
				"2 `[ \"\" -gt 0 ]` fails with status 2, which counts as false, so the `if` is skipped\n" +
				"3 `reinstall-os \"$1\"` runs: it reinstalls the operating system, here $1",
		},
		{
			"a meaning of the catalogue", "rc=0\npgrep -x mysqld >/dev/null || rc=$?\n[ \"$rc\" -ne 0 ] || exit 1\nrm -rf /var/lib/mysql",
			"`pgrep -x mysqld` fails (exit 3: a fatal error, such as no memory)",
			"2 `pgrep -x mysqld` exits 3: a fatal error, such as no memory\n" +
				"2 `||` sees status 3, so `|| rc=$?` runs\n" +
				"3 `[ 3 -ne 0 ]` is true, so `|| exit 1` is skipped\n" +
				"4 `rm -rf /var/lib/mysql` runs: it deletes the data, here /var/lib/mysql",
		},
		{
			"a status that the script reads", "pgrep -x mysqld\nif [ $? -gt 1 ]; then rm -rf /var/lib/mysql; fi",
			"`pgrep -x mysqld` fails (exit 3: a fatal error, such as no memory)",
			"1 `pgrep -x mysqld` exits 3: a fatal error, such as no memory\n" +
				"2 the script reads the status of `pgrep -x mysqld`: 3\n" +
				"2 `[ 3 -gt 1 ]` is true, so what follows `then` runs\n" +
				"2 `rm -rf /var/lib/mysql` runs: it deletes the data, here /var/lib/mysql",
		},
		{
			"nobody looks", "is-idle \"$1\"\nreinstall-os \"$1\"", "`is-idle \"$1\"` says in use (exit 1)",
			"1 `is-idle \"$1\"` exits 1, which means in use; nobody looks at the status\n" +
				"2 `reinstall-os \"$1\"` runs: it reinstalls the operating system, here $1",
		},
		{
			"a pipeline", "is-idle \"$1\" | tee log || exit 1\nreinstall-os \"$1\"", "`is-idle \"$1\"` says in use (exit 1)",
			"1 `is-idle \"$1\"` exits 1, which means in use\n" +
				"1 the status of a pipeline is that of its last command: nobody looks at that of `is-idle \"$1\"`\n" +
				"1 `is-idle \"$1\" | tee log` ends with status 0, so `|| exit 1` is skipped\n" +
				"2 `reinstall-os \"$1\"` runs: it reinstalls the operating system, here $1",
		},
		{
			"local", "f() {\nlocal n=$(count-active \"$1\") || return 1\n[ \"${n:-0}\" = 0 ] || return 1\n}\nf \"$1\" && reinstall-os \"$1\"",
			"`count-active \"$1\"` fails (exit 1, prints nothing)",
			"2 `count-active \"$1\"` exits 1 and prints nothing, which is no answer\n" +
				"2 `local` ends with its own status, 0: nobody looks at that of `count-active \"$1\"`\n" +
				"2 what is looked at here is the status of `local`: nobody looks at that of `count-active \"$1\"`, so `|| return 1` is skipped\n" +
				"3 `[ 0 = 0 ]` is true, so `|| return 1` is skipped\n" +
				"5 `f \"$1\"` ends with status 0, so `&& reinstall-os \"$1\"` runs\n" +
				"5 `reinstall-os \"$1\"` runs: it reinstalls the operating system, here $1",
		},
		{
			"a stale status", "is-idle \"$1\"\necho \"asked $1\"\nif [ $? -ne 0 ]; then exit 1; fi\nreinstall-os \"$1\"", "`is-idle \"$1\"` says in use (exit 1)",
			"1 `is-idle \"$1\"` exits 1, which means in use\n" +
				"3 $? is now the status of `echo \"asked $1\"`: nobody looks at that of `is-idle \"$1\"`\n" +
				"3 `[ 0 -ne 0 ]` is false, so the `if` is skipped\n" +
				"4 `reinstall-os \"$1\"` runs: it reinstalls the operating system, here $1",
		},
		{
			"a subshell", "is-idle \"$1\" || ( echo no; exit 1 )\nreinstall-os \"$1\"", "`is-idle \"$1\"` says in use (exit 1)",
			"1 `is-idle \"$1\"` exits 1, which means in use\n" +
				"1 `||` sees status 1, so `|| ( echo no; exit 1 )` runs\n" +
				"1 `exit 1` leaves only the subshell ( ): the script goes on\n" +
				"2 `reinstall-os \"$1\"` runs: it reinstalls the operating system, here $1",
		},
		{
			"else, and a turned status", "if ! is-idle \"$1\"; then\necho busy\nelse\nexit 0\nfi\nreinstall-os \"$1\"", "`is-idle \"$1\"` says in use (exit 1)",
			"1 `is-idle \"$1\"` exits 1, which means in use\n" +
				"1 `!` turns the failure into a success, so what follows `then` runs\n" +
				"6 `reinstall-os \"$1\"` runs: it reinstalls the operating system, here $1",
		},
		{
			"set -e in a condition", "set -e\nf() {\nis-idle \"$1\"\necho idle\n}\nif f \"$1\"; then reinstall-os \"$1\"; fi", "`is-idle \"$1\"` says in use (exit 1)",
			"3 `is-idle \"$1\"` exits 1, which means in use\n" +
				"3 set -e does not stop here: the shell ignores it in the condition of `if`\n" +
				"6 what is looked at here is the status of `echo idle`: nobody looks at that of `is-idle \"$1\"`, so what follows `then` runs\n" +
				"6 `reinstall-os \"$1\"` runs: it reinstalls the operating system, here $1",
		},
		{
			"a job", "is-idle \"$1\" &\nreinstall-os \"$1\"", "`is-idle \"$1\"` says in use (exit 1)",
			"1 `is-idle \"$1\"` exits 1, which means in use\n" +
				"1 `&` starts `is-idle \"$1\"` and goes on without its answer\n" +
				"2 `reinstall-os \"$1\"` runs: it reinstalls the operating system, here $1",
		},
		{
			"a trap", "trap 'reinstall-os \"$1\"' EXIT\nis-idle \"$1\" || exit 1", "`is-idle \"$1\"` says in use (exit 1)",
			"2 `is-idle \"$1\"` exits 1, which means in use\n" +
				"2 `||` sees status 1, so `|| exit 1` runs\n" +
				"1 the script ends, and the trap on EXIT runs\n" +
				"1 `reinstall-os \"$1\"` runs: it reinstalls the operating system, here $1",
		},
		{
			"a word", "[ is-idle ] || exit 1\nreinstall-os \"$1\"", "no guard is asked",
			"1 this tests the word `is-idle`, which is never empty, and runs nothing\n" +
				"2 `reinstall-os \"$1\"` runs: it reinstalls the operating system, here $1",
		},
		{
			"a flag, and a case", "case $2 in\nforce) ;;\n*) is-idle \"$1\" || exit 1 ;;\nesac\nreinstall-os \"$1\"", "no guard is asked and $2 is `force`",
			"2 `$2` is `force` here, so the list of `force)` runs\n" +
				"5 `reinstall-os \"$1\"` runs: it reinstalls the operating system, here $1",
		},
		{
			"an empty word", "rm -rf \"$ROOT/\"*", "no guard is asked and $ROOT is empty",
			"1 $ROOT is empty here, which leaves /*\n1 `rm -rf /*` runs: it deletes the data, here /*",
		},
		{
			"a loop that gives up", "n=0\nuntil is-idle \"$1\"; do\nn=$((n + 1))\nif [ \"$n\" -ge 2 ]; then break; fi\ndone\nreinstall-os \"$1\"",
			"`is-idle \"$1\"` says in use (exit 1)",
			"2 `is-idle \"$1\"` exits 1, which means in use (2 times)\n" +
				"2 the condition of `until` is false, so the body of the loop runs\n" +
				"4 `[ 2 -ge 2 ]` is true, so what follows `then` runs\n" +
				"2 the loop gives up, and the script goes on\n" +
				"6 `reinstall-os \"$1\"` runs: it reinstalls the operating system, here $1",
		},
		{
			"[[ ]], a command that matters, and one that does not", "set -e\nmkdir -p x\nif prepare; then [[ $2 == yes ]] || is-idle \"$1\" || exit 1; fi\nreinstall-os \"$1\"",
			"no guard is asked and $2 is `yes`",
			"3 `prepare` succeeds, so what follows `then` runs\n" +
				"3 `[[ $2 == yes ]]` is true, so `|| is-idle \"$1\"` is skipped\n" +
				"4 `reinstall-os \"$1\"` runs: it reinstalls the operating system, here $1",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, res := analyzed(t, "x.sh", []byte("#!/bin/bash\n"+c.text+"\n"))
			if len(res.Sites) != 1 || len(res.Sites[0].Flaws) == 0 {
				t.Fatalf("%d sites", len(res.Sites))
			}
			f := res.Sites[0].Flaws[0]
			var got []string
			for _, step := range f.Witness {
				line, _ := s.Position(step.At.Start)
				got = append(got, strings.TrimSpace(itoa(line-1)+" "+step.Text))
			}
			if text := strings.Join(got, "\n"); text != c.want {
				t.Errorf("the way is\n%s\nwant\n%s", text, c.want)
			}
			if want := "in the world in which " + c.world; f.World.Text != want {
				t.Errorf("the world is %q, want %q", f.World.Text, want)
			}
		})
	}
}

func itoa(n int) string { return string(rune('0' + n)) }

// known are the forms of all steps.
var known = regexp.MustCompile("^(" + strings.Join([]string{
	"`.*` (exits|prints|answers|fails|succeeds|ends|is|matches|runs|leaves|turns|makes|sees|starts)\\b.*", "the status of a pipeline is that of its last command: .*",
	"nobody looks at the status of .*", "\\$\\? is now the status of .*", "what is looked at here is the status of .*", "the abort by set -[eu] leaves only .*",
	"\\$\\S+ was changed in a subshell; .*", "set -e does not stop here: .*", "the script reads the status of .*", "the loop gives up, .*", "`[^`]+` reads what is left of standard input: .*",
	".* and the trap on \\S+ runs", "this tests the word .*", ".* (is|are) empty here.*", "this is empty", ".* is not set here and has its default, .*", "the selector ends .*", ".* has a blank in it here, and no quotes around it: .*",
	"a command destroys .*", "the script waits: .*", "the condition of .* is (true|false), so .*",
}, "|") + `)( \(\d+ times\))?$`)

// TestWitnessOfAll checks the witness of every flaw in the test data: it ends with the command, its places lie in the files, and
// every step has the words of a known kind.
func TestWitnessOfAll(t *testing.T) {
	texts := map[string][]byte{}
	for _, root := range []string{"../../testdata/incidents", "../../testdata/fleets", ".."} {
		err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || root == ".." && !strings.Contains(path, "testdata") {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			switch filepath.Ext(path) {
			case ".sh":
				texts[path] = text
			case ".txtar":
				for _, f := range txtar.Parse(text).Files {
					if filepath.Ext(f.Name) != ".toml" {
						texts[path+"/"+f.Name] = f.Data
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	flaws := 0
	for path, text := range texts {
		_, res := analyzed(t, path, text)
		for _, site := range res.Sites {
			for _, f := range site.Flaws {
				flaws++
				if f.World == nil && len(f.Witness) == 1 && len(site.Approximations) > 0 {
					continue // the analysis was cut off, and knows no way
				}
				if len(f.Witness) == 0 || f.World == nil || !strings.HasPrefix(f.World.Text, "in the world in which ") {
					t.Errorf("%s: %s has %d steps and the world %+v", path, f.Kind, len(f.Witness), f.World)
					continue
				}
				if last := f.Witness[len(f.Witness)-1]; last.At != site.Whole || !strings.Contains(last.Text, " runs") {
					t.Errorf("%s: %s ends with %q", path, f.Kind, last.Text)
				}
				for _, step := range f.Witness {
					if at := step.At; at.Script == nil || at.Start < 0 || at.End < at.Start || at.End > len(at.Script.Source) {
						t.Errorf("%s: %s: %q stands nowhere", path, f.Kind, step.Text)
					}
					if !known.MatchString(step.Text) {
						t.Errorf("%s: %s: %q is of no known kind", path, f.Kind, step.Text)
					}
				}
			}
		}
	}
	if flaws < 150 {
		t.Errorf("only %d flaws", flaws)
	}
}
