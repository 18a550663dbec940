package analyzers_test

import (
	"context"
	"go/token"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/suppress"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
	"golang.org/x/tools/go/analysis"
)

const declared = `
[[guard]]
command = "is-idle"
idle-status = [0]
active-status = [1]
target = 1

[[guard]]
command = "count-active"
target = 1
idle-output = "zero"

[[guard]]
command = "pgrep"
idle-status = [1]
active-status = [0]
`

// withDeclared is the builtin catalogue with those guards.
var withDeclared = sync.OnceValues(func() (*catalog.Catalog, error) {
	own, err := catalog.Decode("test.toml", []byte(declared))
	if err != nil {
		return nil, err
	}
	return catalog.Builtin().With(own), nil
})

type wording struct {
	name    string
	flaw    guardflow.Flaw
	guard   string
	change  func(*guardflow.Site)
	message string
	advice  string
}

// wordings are what the rules say about hand-made flaws, without the executor.
var wordings = []wording{
	{
		name: "unguarded", message: `flawed: reinstall-os "$host"; nothing looks whether $host is in use`,
		advice: "ask a guard of $host on every way here, and stop unless it says idle, as `is-idle \"$host\" || exit 1` with a command of yours, " +
			"declared in .wipelint.toml:\n[[guard]]\ncommand = \"is-idle\"\nidle-status = [0]\nactive-status = [1]\ntarget = 1",
	},
	{
		name:    "unguarded",
		flaw:    guardflow.Flaw{Candidates: []*guardflow.Candidate{{Command: "is-drained", Zero: true}, {Command: "in-use"}, {Command: "in-use"}}},
		message: `flawed: reinstall-os "$host"; nothing looks whether it is in use, unless is-drained or in-use does`,
		advice: "ask a guard of $host on every way here, and stop unless it says idle; or, where is-drained or in-use tells whether $host is idle, " +
			"declare that in .wipelint.toml:\n" +
			"[[guard]]\ncommand = \"is-drained\"\nidle-status = [0]\nactive-status = [1]\n\n" +
			"[[guard]]\ncommand = \"in-use\"\nidle-status = [1]\nactive-status = [0]",
	},
	{
		name:    "unguarded",
		change:  func(s *guardflow.Site) { s.Alone = true },
		message: `flawed: reinstall-os "$host"; nothing looks whether $host is in use`,
		advice: "ask a guard of $host on every way here, and stop unless it says idle, as `is-idle \"$host\" || exit 1` with a command of yours, " +
			"declared in .wipelint.toml:\n[[guard]]\ncommand = \"is-idle\"\nidle-status = [0]\nactive-status = [1]\ntarget = 1",
	},
	{
		name: "inverted", guard: `is-idle "$host"`, flaw: guardflow.Flaw{Outcome: "active", Status: "1"},
		message: `flawed: reinstall-os "$host" runs when is-idle "$host" says active, and not when it says idle`,
		advice:  "turn the test round, so that active and failed both stop the script; stop unless the guard ran and said idle: `is-idle \"$host\" || exit 1`",
	},
	{
		name: "ignored", guard: `is-idle "$host"`, flaw: guardflow.Flaw{Outcome: "active", Status: "1", By: "|| true"},
		message: "flawed: reinstall-os \"$host\" runs even when is-idle \"$host\" says active: `|| true` hides it",
		advice:  "stop unless the guard ran and said idle: `is-idle \"$host\" || exit 1`",
	},
	{
		name: "pipemask", guard: `is-idle "$host"`, flaw: guardflow.Flaw{Outcome: "active"},
		message: `flawed: reinstall-os on $host runs even when is-idle … says active: the pipeline hides its status`,
		advice:  "ask the guard outside of the pipeline, since sh has no pipefail; stop unless the guard ran and said idle: `is-idle \"$host\" || exit 1`",
	},
	{
		name: "failopen", guard: `count-active "$host"`, flaw: guardflow.Flaw{Outcome: "error", Status: "255"},
		message: `flawed: reinstall-os "$host" runs when count-active "$host" fails (exit 255): that is taken for idle`,
		advice:  "stop unless the guard ran and said idle: `n=$(count-active \"$host\") && [ \"$n\" -eq 0 ] || exit 1`",
	},
	{
		name: "failopen", guard: `ssh "$host" pgrep -x mysqld`, flaw: guardflow.Flaw{Outcome: "error", Status: "any status but 0 and 1"},
		message: `flawed: reinstall-os "$host" runs when ssh "$host" pgrep -x mysqld fails: that is taken for idle`,
		advice:  "stop unless the guard ran and said idle: `rc=0; ssh \"$host\" pgrep -x mysqld || rc=$?; case $rc in 1) ;; *) exit 1 ;; esac`",
	},
	{
		name: "failopen", guard: `fuser -s /dev/sdb`, flaw: guardflow.Flaw{Outcome: "error", Status: "1", Weak: true},
		change:  func(s *guardflow.Site) { s.Flaws[0].Guard.Instead = "`lsblk -no MOUNTPOINT /dev/sdb`" },
		message: `flawed: reinstall-os "$host" runs on exit 1 of fuser -s /dev/sdb, which means idle or failed`,
		advice:  "ask a command that tells idle from failed: `lsblk -no MOUNTPOINT /dev/sdb`",
	},
	{
		name: "stalestatus", guard: "is-idle a\\\n  b", flaw: guardflow.Flaw{Outcome: "active", By: "local"},
		message: "flawed: reinstall-os \"$host\" runs even when is-idle a\\ b says active: `local` hides its status",
		advice:  "declare first and assign then, `local x; x=$(…) || exit 1`; stop unless the guard ran and said idle: `is-idle … || exit 1`",
	},
	{
		name: "subshellexit", guard: `is-idle "$host"`, flaw: guardflow.Flaw{Outcome: "active", By: "( )"},
		message: "flawed: reinstall-os \"$host\" runs even when is-idle \"$host\" says active: the exit leaves only `( )`",
		advice:  "use { } in place of ( ), or stop when the subshell fails: `( … ) || exit 1`",
	},
	{
		name: "errexitoff", guard: `is-idle "$host"`, flaw: guardflow.Flaw{Outcome: "error", Status: "255", By: "if"},
		message: "flawed: reinstall-os on $host runs even when is-idle … fails (exit 255): set -e is off in `if`",
		advice:  "do not leave it to set -e; stop unless the guard ran and said idle: `is-idle \"$host\" || exit 1`",
	},
	{
		name: "async", guard: `is-idle "$host"`, flaw: guardflow.Flaw{Outcome: "active"},
		message: `flawed: reinstall-os "$host" does not wait for is-idle "$host", which runs in the background`,
		advice:  "ask it in the foreground, or keep its process id and read its status, `pid=$!` and then `wait \"$pid\"`; stop unless the guard ran and said idle: `is-idle \"$host\" || exit 1`",
	},
	{
		name: "wrongtarget", guard: `is-idle "$other"`, flaw: guardflow.Flaw{Other: "$other"},
		message: `flawed: reinstall-os "$host" destroys $host, but is-idle "$other" looked at $other`,
		advice:  "ask the guard about $host, with the same variable that the command gets, after its last assignment",
	},
	{
		name: "wrongtarget", guard: `is-idle "$host"`, flaw: guardflow.Flaw{Other: "mysqld on $host"},
		message: `flawed: reinstall-os "$host" destroys $host, but is-idle "$host" looked at another value of $host`,
		advice:  "ask the guard about $host, with the same variable that the command gets, after its last assignment",
	},
	{
		name: "failopen", guard: "mysql -N -e 'SELECT COUNT(*) FROM meta.shards WHERE host = \"db1\" AND live'", flaw: guardflow.Flaw{Outcome: "error", Status: "1"},
		message: `flawed: reinstall-os "$host" runs when mysql … fails (exit 1): that is taken for idle`,
		advice:  "stop when the guard fails, and go on only after the answer that means idle: `answer=$(mysql -N -e 'SELECT COUNT(*) FROM meta.shards WHERE host = \"db1\" AND live') || exit 1`",
	},
	{
		name: "unguarded", change: func(s *guardflow.Site) { s.Command = `"$@"` },
		message: `flawed: reinstall-os (run as "$@"); nothing looks whether $host is in use`,
		advice: "ask a guard of $host on every way here, and stop unless it says idle, as `is-idle \"$host\" || exit 1` with a command of yours, " +
			"declared in .wipelint.toml:\n[[guard]]\ncommand = \"is-idle\"\nidle-status = [0]\nactive-status = [1]\ntarget = 1",
	},
	{
		name: "strguard", flaw: guardflow.Flaw{By: "is-idle"},
		message: `flawed: reinstall-os "$host" runs whatever is in use: is-idle is tested as a word here and never run`,
		advice:  "run the guard instead of testing its name, without brackets and quotes: `if is-idle …; then`",
	},
	{
		name: "bypass", flaw: guardflow.Flaw{By: "$FORCE"},
		message: `flawed: reinstall-os "$host" runs with no guard asked when $FORCE says so`,
		advice:  "let the override skip the question to a person, not the guard, or have it name what may be destroyed",
	},
	{
		name: "bypass", flaw: guardflow.Flaw{By: "--yes", Prompt: &guardflow.Guard{Command: "read -r answer"}},
		message: `flawed: reinstall-os "$host" runs with nobody asked when --yes says so`,
		advice:  "ask a guard of $host on every way here, also where the question to a person is skipped" + ", as `is-idle \"$host\" || exit 1` with a command of yours, declared in .wipelint.toml:\n[[guard]]\ncommand = \"is-idle\"\nidle-status = [0]\nactive-status = [1]\ntarget = 1",
	},
	{
		name: "unguarded", flaw: guardflow.Flaw{Prompt: &guardflow.Guard{Command: "read -r answer"}},
		message: `flawed: reinstall-os "$host"; only a person's answer to read -r answer decides`,
		advice:  "ask a guard of $host too, after the question, and stop unless it says idle" + ", as `is-idle \"$host\" || exit 1` with a command of yours, declared in .wipelint.toml:\n[[guard]]\ncommand = \"is-idle\"\nidle-status = [0]\nactive-status = [1]\ntarget = 1",
	},
	{
		name: "toctou", guard: `is-idle "$host"`, flaw: guardflow.Flaw{By: "sleep 3600"},
		message: `flawed: reinstall-os "$host" runs on an old answer of is-idle "$host", from before ` + "`sleep 3600`",
		advice:  "ask the guard again after the wait, right before the command",
	},
	{
		name: "toctou", guard: `is-idle "$host"`, flaw: guardflow.Flaw{By: "$host", Other: "$1"},
		message: `flawed: reinstall-os "$host" destroys $host, but is-idle "$host" looked at its old value $1`,
		advice:  "ask the guard after the last assignment to $host",
	},
	{
		name: "trapwipe", guard: `is-idle "$host"`, flaw: guardflow.Flaw{Outcome: "active"},
		message: `flawed: reinstall-os "$host" is in a trap on EXIT, which also runs when is-idle "$host" says active`,
		advice:  "set the trap after the guard has said idle, or keep the command out of it",
	},
	{
		name: "emptyselector", flaw: guardflow.Flaw{Empty: &domain.Emptied{Names: "$dir", Becomes: "/*"}},
		message: `flawed: reinstall-os "$host" deletes what is in / when $dir is empty`,
		advice:  "write ${dir:?} for $dir, which ends the script when it is empty, or stop before: `[ -n \"$dir\" ] || exit 1`",
	},
	{
		name: "emptyselector", flaw: guardflow.Flaw{Weak: true, Empty: &domain.Emptied{Names: "$hosts", Whole: "every host", Said: true}},
		message: `flawed: reinstall-os "$host" acts on every host when $hosts is empty`,
		advice:  "write ${hosts:?} for $hosts, which ends the script when it is empty, or stop before: `[ -n \"$hosts\" ] || exit 1`",
	},
	{
		name: "emptyselector", flaw: guardflow.Flaw{Empty: &domain.Emptied{Names: "$hosts", Becomes: "all", Whole: "every host", Default: true}},
		message: `flawed: reinstall-os "$host" acts on every host when $hosts is not set: its default is all`,
		advice:  "name what is meant, and stop where nothing is",
	},
	{
		name: "emptyselector", flaw: guardflow.Flaw{Empty: &domain.Emptied{Names: "$(cd x && pwd)", Becomes: "/usr/"}},
		message: `flawed: reinstall-os "$host" deletes what is in /usr when $(cd x && pwd) is empty`,
		advice:  "keep it in a variable first, and stop when that is empty: `x=$(…) && [ -n \"$x\" ] || exit 1`",
	},
	{
		name: "emptyselector", flaw: guardflow.Flaw{Weak: true, Empty: &domain.Emptied{Names: "$a and $b", Becomes: "/", Many: true, Said: true}},
		message: `flawed: reinstall-os "$host" deletes what is in / when $a and $b are empty`,
		advice:  "write ${x:?} for each, which ends the script when it is empty",
	},
	{
		name: "lostcwd", flaw: guardflow.Flaw{Astray: &value.Astray{Cd: "cd /srv/app"}},
		message: `flawed: reinstall-os "$host" runs where the script was before when ` + "`cd /srv/app` fails",
		advice:  "write `cd /srv/app || exit 1`, or name the folder in the command itself",
	},
	{
		name: "lostcwd", flaw: guardflow.Flaw{Weak: true, Astray: &value.Astray{Cd: `cd "$dir"`, Names: "$dir"}},
		message: `flawed: reinstall-os "$host" runs where the script was before when $dir is empty`,
		advice:  "write `cd \"${dir:?}\" || exit 1`, or name the folder in the command itself",
	},
	{
		name: "lostcwd", flaw: guardflow.Flaw{Astray: &value.Astray{Cd: "cd $(root)", Names: "$(root)", Home: true}},
		message: `flawed: reinstall-os "$host" runs in the home folder when $(root) is empty`,
		advice:  "write `cd $(root) || exit 1`, or name the folder in the command itself",
	},
	{
		name: "selectorsplit", flaw: guardflow.Flaw{Split: &domain.Split{First: "role=db", Text: "tier=spare", As: "the command"}},
		message: `flawed: the selector of reinstall-os "$host" is role=db alone: tier=spare is taken for the command`,
		advice:  "put the whole selector in quotes: 'role=db tier=spare'",
	},
	{
		name: "selectorsplit", flaw: guardflow.Flaw{Split: &domain.Split{First: "role=db", Text: "tier=spare", As: "the command", Variable: true}},
		message: `flawed: the selector of reinstall-os "$host" is role=db alone: tier=spare is taken for the command`,
		advice:  "put the variable in double quotes, so that all of it is the selector",
	},
	{
		name: "fanout", flaw: guardflow.Flaw{Fan: &proof.Fan{By: "&"}},
		message: "flawed: reinstall-os on $host runs on several at once, started by `&`: nothing keeps one of them alive",
		advice:  "destroy one after the other, and ask before each whether the others still serve",
	},
	{
		name: "fanout", flaw: guardflow.Flaw{Fan: &proof.Fan{Other: "$master"}},
		message: `flawed: reinstall-os "$host" goes with $master of the same set, and nothing is asked in between`,
		advice:  "ask between the two whether the set still serves, and stop unless it does",
	},
	{
		name: "fallthrough", guard: `is-idle "$host"`, flaw: guardflow.Flaw{Outcome: "active"},
		message: `flawed: reinstall-os "$host" runs when the loop of is-idle "$host" gives up: it still says active`,
		advice:  "stop when the loop ends without success, `exit 1` after it, and go on only from inside; stop unless the guard ran and said idle: `is-idle \"$host\" || exit 1`",
	},
}

func TestWordings(t *testing.T) {
	for _, tc := range wordings {
		t.Run(tc.name, func(t *testing.T) {
			src := "#!/bin/sh\nreinstall-os \"$host\"\n" + tc.guard + "\n"
			s := script.Parse("a.sh", []byte(src), script.Options{})
			at := place.Range{Script: s, Start: 10, End: 22}
			flaw := tc.flaw
			flaw.Kind = tc.name
			for _, c := range flaw.Candidates {
				c.At = place.Range{Script: s, Start: 23, End: 30} // elsewhere than the site
			}
			if tc.guard != "" {
				flaw.Guard = &guardflow.Guard{At: at, Whole: at, Command: tc.guard}
			}
			site := &guardflow.Site{
				At: at, Whole: at, Command: `reinstall-os "$host"`, Why: "reinstalls the operating system",
				Target: "$host", Verdict: guardflow.Flawed, Flaws: []*guardflow.Flaw{&flaw, {Kind: "ignored"}},
			}
			if tc.change != nil {
				tc.change(site)
			}
			got := diagnose(t, s, &guardflow.Result{Sites: []*guardflow.Site{site}})
			i := slices.IndexFunc(got, func(d diagnosed) bool { return d.rule == tc.name })
			if len(got) != 1 || i < 0 {
				t.Fatalf("findings %v, want one of %s", got, tc.name)
			}
			if message := rule.PlainText(got[i].Message); message != tc.message {
				t.Errorf("message\n %s\nwant\n %s", message, tc.message)
			}
			if advice := rule.PlainText(got[i].SuggestedFixes[0].Message); advice != tc.advice {
				t.Errorf("advice\n %s\nwant\n %s", advice, tc.advice)
			}
			related := len(flaw.Candidates)
			if flaw.Guard != nil {
				related++
			}
			if len(got[i].Related) != related {
				t.Errorf("related places %v, want %d", got[i].Related, related)
			}
			if weak := got[i].Category == "warning"; weak != flaw.Weak {
				t.Errorf("weak %t, want %t", weak, flaw.Weak)
			}
			for _, inner := range []string{"symbolic", "state", "fixpoint", "executor"} {
				if strings.Contains(tc.message+tc.advice, inner) {
					t.Errorf("message or advice has the inner word %q", inner)
				}
			}
		})
	}
}

func TestEveryRuleHasAWording(t *testing.T) {
	for _, r := range analyzers.All() {
		if r.Name() == "opaque" || r.Name() == "assumed" || r.Name() == suppress.RuleName { // the driver words the latter
			continue
		}
		if !slices.ContainsFunc(wordings, func(w wording) bool { return w.name == r.Name() }) {
			t.Errorf("%s has no wording", r.Name())
		}
	}
}

func TestOpaque(t *testing.T) {
	s := script.Parse("a.sh", []byte("#!/bin/sh\n$cmd\n"), script.Options{})
	at := place.Range{Script: s, Start: 10, End: 14}
	sites := []*guardflow.Site{{At: at, Whole: at, Command: "$cmd", Verdict: guardflow.Guarded}}
	if got := diagnose(t, s, &guardflow.Result{Opaque: []*guardflow.Opaque{{At: at}}}); len(got) != 0 {
		t.Errorf("a script without a site got %v", got)
	}
	got := diagnose(t, s, &guardflow.Result{Sites: sites, Opaque: []*guardflow.Opaque{{At: at, What: "$cmd", Reason: "only known at run time"}}})
	const want = "not followed: $cmd; it could be a guard or destroy data"
	if len(got) != 1 || got[0].rule != "opaque" || got[0].Message != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

// A diagnosed is a diagnostic with its rule.
type diagnosed struct {
	rule string
	analysis.Diagnostic
}

// diagnose runs all rules over a made-up result.
func diagnose(t *testing.T, s *script.Script, result *guardflow.Result) []diagnosed {
	t.Helper()
	c, err := withDeclared()
	if err != nil {
		t.Fatal(err)
	}
	var got []diagnosed
	fset := token.NewFileSet()
	for _, r := range analyzers.All() {
		_, err := r.Analyzer.Run(&analysis.Pass{
			Analyzer: r.Analyzer,
			Fset:     fset,
			ResultOf: map[*analysis.Analyzer]any{
				guardflow.Analyzer:      result,
				guardflow.InputAnalyzer: &guardflow.Input{Context: context.Background(), Script: s, Catalog: c},
			},
			Report: func(d analysis.Diagnostic) { got = append(got, diagnosed{r.Name(), d}) },
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return got
}
