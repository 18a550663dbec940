package shelltest

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

const testdata = "../../testdata"

// A manifest is testdata/manifest.toml; its comment says what the fields mean.
type manifest struct {
	Answers map[string]map[string]Answer
	Script  []entry
}

type entry struct {
	File, Twin    string
	Lines         []int
	Commands      []string
	Verdict, Rule string
	Pending       string // for the analyser's own test
	Static        bool
	Guards        []guard
	Runs          []start
	World         map[string]Answer
	Files         map[string]string
}

type guard struct{ Call, Answers, Target string }

type start struct {
	Args, Env []string
	Stdin     string
	Guards    []guard
	World     map[string]Answer
	Reaches   *bool // whether the command runs when all guards are idle; nil: yes
}

func load(t *testing.T) manifest {
	t.Helper()
	var m manifest
	meta, err := toml.DecodeFile(filepath.Join(testdata, "manifest.toml"), &m)
	if err != nil {
		t.Fatal(err)
	}
	if rest := meta.Undecoded(); len(rest) > 0 {
		t.Fatalf("unknown keys: %v", rest)
	}
	return m
}

var outcomes = []string{"idle", "active", "error"}

// outcomesOf returns what the guards answer in each world: every combination for up to two of them; for
// more, all alike and all idle but one.
func outcomesOf(guards []guard) [][]string {
	n := len(guards)
	if n <= 2 {
		all := [][]string{{}}
		for range n {
			var next [][]string
			for _, a := range all {
				for _, o := range outcomes {
					next = append(next, append(slices.Clone(a), o))
				}
			}
			all = next
		}
		return all
	}
	var all [][]string
	for _, o := range outcomes {
		all = append(all, slices.Repeat([]string{o}, n))
	}
	for i := range n {
		for _, o := range outcomes[1:] {
			a := slices.Repeat([]string{"idle"}, n)
			a[i] = o
			all = append(all, a)
		}
	}
	return all
}

// judge reports whether the destructive command ran, and how a run of it was not allowed by the guards, if one was not.
func judge(log Log, e entry, guards []guard, answered []string) (ran bool, why string) {
	for i, site := range log.Calls {
		if !slices.ContainsFunc(e.Commands, site.Is) {
			continue
		}
		ran = true
		asked := map[string]bool{}
		for j, g := range guards {
			if g.Target != "" && (!strings.Contains(site.String(), g.Target) || anotherNamed(site.String(), g.Target, guards)) {
				continue
			}
			if slices.ContainsFunc(log.Calls[:i], func(c Call) bool { return c.Is(g.Call) }) {
				asked[answered[j]] = true
			}
		}
		switch {
		case asked["active"] || asked["error"]:
			why = site.String() + " ran although a guard did not answer idle"
		case !asked["idle"]:
			why = site.String() + " ran and no guard had been asked"
		}
	}
	return ran, why
}

// anotherNamed reports whether a command names another guard's target, of whose name this one is only the beginning: /dev/md12, and
// not /dev/md1.
func anotherNamed(site, target string, guards []guard) bool {
	return slices.ContainsFunc(guards, func(g guard) bool {
		return len(g.Target) > len(target) && strings.HasPrefix(g.Target, target) && strings.Contains(site, g.Target)
	})
}

// TestManifest runs every script in every world and compares what the shells do with the manifest's verdict.
func TestManifest(t *testing.T) {
	m := load(t)
	for _, e := range m.Script {
		t.Run(e.File, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(filepath.Join(testdata, e.File))
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(string(text), "\n")
			for _, n := range e.Lines {
				if n < 1 || n > len(lines) {
					t.Errorf("no line %d", n)
				}
			}
			if e.Rule == "" && e.Verdict != "guarded" && e.Verdict != "prompted" {
				t.Errorf("verdict %s without a rule", e.Verdict)
			}
			if e.Twin != "" && !slices.ContainsFunc(m.Script, func(o entry) bool { return o.File == e.Twin && o.Rule == "" }) {
				t.Errorf("twin %s is not a guarded script of the manifest", e.Twin)
			}
			if e.Static {
				return
			}
			shown := ""
			m.runs(t, e, filepath.Join(testdata, e.File), false, func(r start, w int, answered []string, log Log, ran bool, why string) {
				shown += why
				safe := e.Verdict == "guarded" || e.Verdict == "prompted"
				if e.Verdict == "guarded" && why != "" {
					t.Errorf("%v %v: %s\n%s%s", r.Args, answered, why, log, log.Output)
				}
				if w == 0 && safe && ran != (r.Reaches == nil || *r.Reaches) {
					t.Errorf("%v %v: command ran: %v\n%s%s", r.Args, answered, ran, log, log.Output)
				}
				if why != "" {
					t.Logf("%v %v: %s", r.Args, answered, why)
				}
			})
			if shown == "" && (e.Verdict == "flawed" || e.Verdict == "unguarded") {
				t.Error("in no world does the command run without a guard's leave")
			}
		})
	}
}

// runs runs a script, or what stands in its place, in every world, or only in the first, in which all guards say idle.
func (m manifest) runs(t *testing.T, e entry, path string, idle bool, each func(r start, w int, answered []string, log Log, ran bool, why string)) {
	files := maps.Clone(e.Files)
	if lib, err := os.ReadFile(filepath.Join(testdata, filepath.Dir(e.File), "lib.sh")); err == nil {
		files = map[string]string{"lib.sh": string(lib)}
		maps.Copy(files, e.Files)
	}
	runs := e.Runs
	if len(runs) == 0 {
		runs = []start{{}}
	}
	for _, r := range runs {
		guards := e.Guards
		if r.Guards != nil {
			guards = r.Guards
		}
		for w, answered := range outcomesOf(guards) {
			if w > 0 && idle {
				break
			}
			world := World{}
			maps.Copy(world, e.World)
			maps.Copy(world, r.World)
			for i, g := range guards {
				a, ok := m.Answers[g.Answers][answered[i]]
				if !ok {
					t.Fatalf("no answers %q", g.Answers)
				}
				world[g.Call] = a
			}
			log := Run{Script: path, Args: r.Args, Env: r.Env, Stdin: r.Stdin, World: world, Files: files}.Do(t)
			ran, why := judge(log, e, guards, answered)
			each(r, w, answered, log, ran, why)
		}
	}
}

// TestManifestIsComplete checks that every script is in the manifest.
func TestManifestIsComplete(t *testing.T) {
	m := load(t)
	listed := map[string]bool{}
	for _, e := range m.Script {
		listed[e.File] = true
	}
	err := filepath.WalkDir(testdata, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(testdata, path)
		if err != nil {
			return err
		}
		for _, dir := range []string{"incidents/", "fleets/", "disks/", "databases/", "k8s-cloud/", "installers/"} {
			if strings.HasPrefix(rel, dir) && filepath.Ext(rel) == ".sh" && filepath.Base(rel) != "lib.sh" && !listed[filepath.ToSlash(rel)] {
				t.Errorf("%s is not in the manifest", rel)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
