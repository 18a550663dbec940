package analyzers_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/shelltest"
	"github.com/wipelint/wipelint/internal/suppress"
)

// The worlds in which no destructive command may run.
var (
	active = shelltest.World{
		"is-idle":      {Status: 1, Stdout: "busy\n"},
		"count-active": {Stdout: "3\n"},
		"pgrep":        {Stdout: "4711\n"},
		"lsblk":        {Stdout: "/srv\n"},
		"systemctl":    {},
		"mountpoint":   {},
		"mysql":        {Stdout: "3\n"},
		"fuser":        {},
	}
	failed = shelltest.World{
		"is-idle":      {Status: 255},
		"count-active": {Status: 255},
		"pgrep":        {Status: 2},
		"lsblk":        {Status: 255},
		"systemctl":    {Status: 4},
		"mountpoint":   {Status: 1},
		"mysql":        {Status: 1},
		"fuser":        {Status: 1},
		"in-use":       {Status: 1}, // declared by nobody, and so no guard
	}
	// elsewhere is active but for the targets that the scripts of wrongtarget ask about.
	elsewhere = with(active, shelltest.World{
		"is-idle db1": {}, "is-idle db1-standby": {}, "lsblk -no MOUNTPOINT /dev/sda": {}, "db1:pgrep": {Status: 1}, "virsh domstate web1": {Stdout: "shut off\n"},
		"mysql -Nse select count(*) from information_schema.processlist where db = 'db1'": {Stdout: "0\n"},
	})
	// slave and replica are machines of these roles, which serve.
	slave, replica = with(active, shelltest.World{"curl": {Stdout: "slave\n"}}), with(active, shelltest.World{"curl": {Stdout: "replica\n"}})
	// here is active but for this machine's own processes.
	here = with(active, shelltest.World{"pgrep": {Status: 1}, "db1:pgrep": {}, "db2:pgrep": {}})
)

// unseen are rules about what no stub shows: how a tool takes its words apart, what runs at the same time, and comments.
// What assumed reports destroys only where its assumption does not hold, of which the stubs know nothing.
var unseen = []string{"selectorsplit", "fanout", "assumed", suppress.RuleName}

func with(base, more shelltest.World) shelltest.World {
	w := maps.Clone(base)
	maps.Copy(w, more)
	return w
}

// destroyers are the destructive commands of the test data.
var destroyers = []string{"reinstall-os", "wipefs -a", "mkfs.ext4", "dd", "dropdb", "rm -rf", "virsh undefine", "mysql -e"}

// uncallable are scripts that no shell can show a fault of: their function is never called.
// The stubs of pdsh run nothing, that of kubectl never fails itself, and no program has the name that a parameter is here.
var uncallable = []string{"alone", "pdsh", "ok-pdsh", "runner-fails", "perhaps-option"}

// TestDataAgainstShells runs the scripts of the rules' test data in the shell that their first line names, with every
// command replaced by a stub. A script whose comments want a finding must destroy in one of the worlds above, and one
// that must stay silent in none, so that the test data cannot teach the rules something untrue. That a machine is put to use while
// a script waits is no world that stubs can play: such scripts of toctou are named wait…. Nor do stubs have places, or things that are
// released: scripts about these are named place-… and release-…; and those about tools that find, list and wait, of which stubs know
// nothing, look-…; and what runs at another time, in a container or in another language, other-….
func TestDataAgainstShells(t *testing.T) {
	if testing.Short() {
		t.Skip("runs some hundred scripts")
	}
	for _, r := range analyzers.All() {
		archives, err := filepath.Glob(filepath.Join(r.Name(), "testdata", "*.txtar"))
		if err != nil || len(archives) == 0 || r.Severity == rule.Note || r.Severity == rule.Off || slices.Contains(unseen, r.Name()) {
			continue
		}
		for _, path := range archives {
			ar, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range ar.Files {
				name := strings.TrimSuffix(f.Name, ".sh")
				if name == f.Name || slices.Contains(uncallable, name) || strings.HasPrefix(name, "place-") || strings.HasPrefix(name, "release-") || strings.HasPrefix(name, "look-") || strings.HasPrefix(name, "other-") || r.Name() == "toctou" && strings.HasPrefix(name, "wait") {
					continue
				}
				t.Run(path+"/"+f.Name, func(t *testing.T) {
					t.Parallel()
					checkInShell(t, r, f)
				})
			}
		}
	}
}

// TestPagesAgainstShells does the same with the examples of the rules' pages.
func TestPagesAgainstShells(t *testing.T) {
	for _, r := range analyzers.All() {
		if r.Severity == rule.Note || r.Severity == rule.Off || slices.Contains(unseen, r.Name()) {
			continue
		}
		for _, title := range []string{"Flagged", "Fixed"} {
			_, code, ok := strings.Cut(rule.Section(r.Doc, title), "```sh\n")
			code, _, _ = strings.Cut(code, "```")
			if !ok {
				t.Errorf("%s: no example under %s", r.Name(), title)
				continue
			}
			if title == "Flagged" {
				code += "# want `the finding`\n"
			}
			t.Run(r.Name()+"/"+title, func(t *testing.T) {
				t.Parallel()
				checkInShell(t, r, txtar.File{Name: "example.sh", Data: []byte(code)})
			})
		}
	}
}

var wants = regexp.MustCompile("# want [\"`+-]")

func checkInShell(t *testing.T, r *rule.Rule, f txtar.File) {
	if r.Name() == "lostcwd" {
		return // the log of a call does not say in which folder it ran, and the folders that the scripts go to are not there
	}
	path := filepath.Join(t.TempDir(), f.Name)
	if err := os.WriteFile(path, f.Data, 0o666); err != nil {
		t.Fatal(err)
	}
	reached := ""
	for _, run := range runs(r, f.Name, wants.Match(f.Data)) {
		run.Script = path
		log := run.Do(t)
		if r.Name() == "emptyselector" && slices.ContainsFunc(log.Calls, everything) || r.Name() != "emptyselector" && slices.ContainsFunc(destroyers, log.Called) {
			reached = log.String() + log.Output
			break
		}
	}
	if flagged := wants.Match(f.Data); flagged != (reached != "") {
		t.Errorf("flagged: %t, but the shell destroys: %t\n%s%s", flagged, !flagged, f.Data, reached)
	}
}

// everything reports whether a call acts on everything, as the catalogue has it: on a whole system folder, on all hosts.
func everything(c shelltest.Call) bool {
	words := append([]string{c.Name}, c.Args...)
	sel, ok := catalog.Builtin().Selection(words)
	if !ok {
		var m catalog.WrapperMatch
		if m, ok = catalog.Builtin().Wrapper(words); ok {
			sel, ok = m.Selection()
		}
	}
	return ok && slices.ContainsFunc(sel.Operands, func(o catalog.Operand) bool { return sel.Wide(words[o.Word][o.Skip:]) })
}

// runs are the ways to call a script: in both worlds, for bypass also with all that its scripts look at, and for
// flagged scripts of wrongtarget and toctou in worlds where only the target that they ask about is idle. Scripts of wrongtarget
// named unquoted… get an empty parameter.
func runs(r *rule.Rule, name string, flagged bool) []shelltest.Run {
	worlds := []shelltest.World{active, failed}
	args := [][]string{{"db1", "db2"}}
	var env []string
	switch {
	case r.Name() == "bypass":
		args = append(args, []string{"db1", "--force"}, []string{"-f", "db1"}, []string{"--yes", "db1"})
		env = []string{"FORCE=1", "FORCE=yes", "SKIP_CHECK=1"}
	case r.Name() == "emptyselector":
		// nothing is set, commands print nothing, and the parameters are missing or empty
		return []shelltest.Run{{}, {Args: []string{""}}, {Args: []string{"db1", "db2"}}, {World: failed, Args: []string{"", ""}}}
	case r.Name() == "inverted":
		worlds = append(worlds, slave, replica)
	case (r.Name() == "wrongtarget" || r.Name() == "toctou") && flagged:
		worlds = append(worlds, elsewhere, here)
		if strings.HasPrefix(name, "unquoted") {
			worlds, args = []shelltest.World{with(active, shelltest.World{"is-idle": {}})}, [][]string{{""}}
		}
	}
	var list []shelltest.Run
	for _, w := range worlds {
		for _, a := range args {
			list = append(list, shelltest.Run{World: w, Args: a})
			for _, e := range env {
				list = append(list, shelltest.Run{World: w, Args: a, Env: []string{e}, Stdin: "yes\n"})
			}
		}
	}
	if r.Name() == "wrongtarget" { // some read pairs of hosts
		for _, w := range worlds {
			list = append(list, shelltest.Run{World: w, Args: args[0], Stdin: "db1 db2\n"})
		}
	}
	if r.Name() == "unguarded" { // some ask a person
		for _, w := range worlds {
			list = append(list, shelltest.Run{World: w, Args: args[0], Stdin: "yes\n"})
		}
	}
	return list
}
