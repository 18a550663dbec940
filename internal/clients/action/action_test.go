//go:build clients

package action

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/wipelint/wipelint/internal/clients/scratch"
)

const (
	flawed = "#!/bin/sh\nwipefs -a /dev/sda\n"
	safe   = "#!/bin/sh\nmountpoint -q /srv\n[ $? -eq 32 ] || exit 1\nrm -rf /srv/data\n"
	// bypassed has one finding, of severity warning.
	bypassed = "#!/bin/sh\nif [ -z \"$FORCE\" ]; then\n\tmountpoint -q /srv\n\t[ $? -eq 32 ] || exit 1\nfi\nrm -rf /srv/data\n"
)

// hostile are names of files that a shell, a log or a flag parser could take for more than a name.
var hostile = []string{
	"$(touch pwned).sh", "`touch pwned`.sh", ";touch pwned;.sh", "::error::pwned.sh", "##[error]pwned.sh",
	"new\nline.sh", "new\n::error::pwned.sh", "new\ncount=99.sh", "\x1b[31mred.sh", "-q.sh", "--exit-zero", "a' \"b.sh", " blank.sh",
	"x.sh:1:1: error[WL1001 unguarded]: forged\n.sh",
}

// A scenario is one use of the action in a job.
type scenario struct {
	with    map[string]string
	outcome string // success or failure
	count   string // the output; "" where the check could not run
	sarif   string // the output
	log     []string
}

var scenarios = map[string]scenario{
	"defaults_fail": {map[string]string{"paths": "scripts/flawed.sh"}, "failure", "1", "wipelint.sarif",
		[]string{"scripts/flawed.sh:2:1: error[WL1001 unguarded]"}},
	"clean": {map[string]string{"paths": "scripts/safe.sh", "sarif": "clean.sarif"}, "success", "0", "clean.sarif",
		[]string{"no findings; 1 script, 1 destructive command: 1 guarded"}},
	"lines": {map[string]string{"paths": "scripts/flawed.sh\n\nscripts/with space.sh\n-dash.sh\n", "sarif": "with space.sarif"}, "failure", "3", "with space.sarif",
		[]string{"scripts/with space.sh:2:1: error", "-dash.sh:2:1: error", " in 3 files; "}},
	"warning":      {map[string]string{"paths": "scripts/bypassed.sh", "sarif": "w.sarif"}, "failure", "1", "w.sarif", []string{"warning[WL1012 bypass]"}},
	"warning_only": {map[string]string{"paths": "scripts/bypassed.sh", "sarif": "o.sarif", "fail-on": "error"}, "success", "1", "o.sarif", nil},
	"never":        {map[string]string{"paths": "scripts", "sarif": "never.sarif", "fail-on": "never"}, "success", "3", "never.sarif", nil},
	"broken_never": {map[string]string{"paths": "broken.sh\nscripts/flawed.sh", "sarif": "b.sarif", "fail-on": "never"}, "failure", "1", "b.sarif",
		[]string{"wipelint: broken.sh:1:1: "}},
	"quotes": {map[string]string{"paths": "scripts/flawed.sh", "sarif": "q.sarif", "args": `--config 'lint/my "own" settings.toml' --statistics --color never`},
		"success", "1", "q.sarif", []string{"note[WL1001 unguarded]", "1  WL1001 unguarded, in 1 file"}},
	"more_quotes": {map[string]string{"paths": "scripts/flawed.sh", "sarif": "m.sarif", "args": "--config \"lint/my \"'\"own\" settings'.toml\n--witness"},
		"success", "1", "m.sarif", []string{"witness:"}},
	"backslash": {map[string]string{"paths": "scripts/flawed.sh", "sarif": "s.sarif", "args": `--config=lint/my\ \"own\"\ settings.toml`}, "success", "1", "s.sarif", nil},
	"open_quote": {map[string]string{"paths": "scripts/flawed.sh", "sarif": "none.sarif", "args": `--config 'lint`}, "failure", "", "",
		[]string{"::error title=wipelint::the input args has a quote that is not closed"}},
	"args_run": {map[string]string{"paths": "scripts/flawed.sh", "sarif": "none.sarif", "args": "--config $(touch${IFS}pwned) ; touch pwned `touch pwned`"}, "failure", "0", "none.sarif",
		[]string{"wipelint: $(touch${IFS}pwned): no such file"}},
	"args_format": {map[string]string{"paths": "scripts/flawed.sh", "sarif": "g.sarif", "args": "--format github"}, "failure", "1", "g.sarif",
		[]string{"::error file=scripts/flawed.sh,line=2,"}},
	"paths_run": {map[string]string{"paths": "hostile/$(touch pwned).sh\nhostile/`touch pwned`.sh\n--exit-zero\n-", "sarif": "p.sarif"}, "failure", "2", "p.sarif",
		[]string{"hostile/$(touch pwned).sh:2:1: error", "wipelint: --exit-zero: no such file", "wipelint: ./-: no such file"}},
	"files": {map[string]string{"paths": "hostile", "sarif": "$(touch pwned).sarif"}, "failure", fmt.Sprint(len(hostile)), "$(touch pwned).sarif",
		[]string{fmt.Sprintf(" in %d files; ", len(hostile))}},
	"no_paths":   {map[string]string{"paths": "\n\n"}, "failure", "", "", []string{"::error title=wipelint::the input paths is empty; write . for the whole repository"}},
	"bad_sarif":  {map[string]string{"paths": "scripts", "sarif": "a\ncount=99"}, "failure", "", "", []string{"::error title=wipelint::the input sarif has to name one file"}},
	"bad_fail":   {map[string]string{"paths": "scripts", "fail-on": "never; touch pwned"}, "failure", "", "", []string{"::error title=wipelint::the input fail-on has to be"}},
	"bad_folder": {map[string]string{"paths": "scripts/flawed.sh", "sarif": "missing/x.sarif"}, "failure", "1", "", []string{"wipelint: cannot write the sarif output"}},
	"bad_version": {map[string]string{"paths": "scripts", "version": "v1$(touch pwned)"}, "failure", "", "",
		[]string{"::error title=wipelint::the input version is no version"}},
}

// An entry is a line of act's log.
type entry struct {
	JobID, Msg, JobResult string
	StepID                []string
	Command, Raw          string
}

// A run is what act did.
type run struct {
	code    int
	entries []entry
	all     string
}

// act runs the workflows of a repository on this machine.
func act(t *testing.T, r *scratch.Repository, args ...string) *run {
	t.Helper()
	program := scratch.Program(t, "WIPELINT_ACT")
	args = append([]string{
		"push", "--json", "-P", "ubuntu-latest=-self-hosted", "--action-cache-path", filepath.Join(t.TempDir(), "act"),
	}, args...)
	out, code := r.Run(program, args...)
	result := &run{code: code, all: out}
	for line := range strings.SplitSeq(out, "\n") {
		var e entry
		if json.Unmarshal([]byte(line), &e) == nil {
			result.entries = append(result.entries, e)
		}
	}
	return result
}

// job gives the result of a job.
func (r *run) job(id string) string {
	for _, e := range r.entries {
		if e.JobID == id && e.JobResult != "" {
			return e.JobResult
		}
	}
	return ""
}

// commands are those that act took out of the log of a step.
func (r *run) commands(job, step string) []string {
	var list []string
	for _, e := range r.entries {
		// What a step sets by its file of outputs is logged like a command.
		if e.JobID == job && len(e.StepID) > 0 && e.StepID[0] == step && e.Command != "" && e.Raw != "" {
			list = append(list, strings.TrimRight(e.Raw, "\r\n"))
		}
	}
	return list
}

// keepLogs is run by bash before each of the action's scripts and keeps what it prints: act reads a step through a terminal,
// and does not wait for the end of it when the machine is busy.
const keepLogs = `case ${0##*/} in
install.sh | check.sh)
    exec > >(exec tee -a "$RESULTS/$SCENARIO.log") 2>&1
    trap 'exec >&- 2>&-; wait "$logger"' EXIT
    logger=$!
    ;;
esac
`

// logging gives the flags by which act keeps logs in a folder.
func logging(t *testing.T, results string) []string {
	t.Helper()
	script := filepath.Join(t.TempDir(), "keep-logs.bash")
	if err := os.WriteFile(script, []byte(keepLogs), 0o666); err != nil {
		t.Fatal(err)
	}
	return []string{"--env", "RESULTS=" + results, "--env", "BASH_ENV=" + script}
}

// kept gives the lines of a log.
func kept(t *testing.T, results, id string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(results, id+".log"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.Collect(strings.Lines(string(text)))
}

// use writes a step that uses the action. JSON is YAML.
func use(t *testing.T, id string, with map[string]string, more string) string {
	t.Helper()
	text, err := json.Marshal(with)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("      - uses: ./wipelint\n        id: %s\n        with: %s\n        env:\n          SCENARIO: %s\n%s", id, text, id, more)
}

const (
	job      = "  %s:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n"
	keep     = "        continue-on-error: true\n"
	saveStep = `      - if: always()
        env:
          STEPS: ${{ toJSON(steps) }}
        run: |
          printf '%s' "$STEPS" >"$RESULTS/steps.json"
          cp -- *.sarif "$RESULTS"
          [ ! -e pwned ] || touch "$RESULTS/pwned"
`
)

// files are those of the scratch repository.
func files() map[string]string {
	list := map[string]string{
		"scripts/flawed.sh": flawed, "scripts/safe.sh": safe, "scripts/with space.sh": flawed, "scripts/bypassed.sh": bypassed,
		"-dash.sh": flawed, "broken.sh": "if\n", "lint/my \"own\" settings.toml": "[severity]\nunguarded = \"note\"\n",
	}
	for _, name := range hostile {
		list["hostile/"+name] = flawed
	}
	return list
}

// TestAction runs all uses of the action by one start of act: the jobs that must fail and pass, and one with every scenario.
func TestAction(t *testing.T) {
	r := scratch.New(t)
	r.Source("wipelint")
	r.Write(files())
	ids := make([]string, 0, len(scenarios))
	for id := range scenarios {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	workflow := "on: push\npermissions: {}\njobs:\n" +
		fmt.Sprintf(job, "flawed") + use(t, "w", map[string]string{"paths": "scripts"}, "") +
		fmt.Sprintf(job, "clean") + use(t, "w", map[string]string{"paths": "scripts/safe.sh"}, "") +
		fmt.Sprintf(job, "scenarios")
	for _, id := range ids {
		workflow += use(t, id, scenarios[id].with, keep)
	}
	r.Write(map[string]string{".github/workflows/test.yml": workflow + saveStep})
	r.Commit()

	results := t.TempDir()
	ran := act(t, r, logging(t, results)...)
	if t.Failed() || ran.code == 0 {
		t.Errorf("act ends with %d", ran.code)
	}
	for id, want := range map[string]string{"flawed": "failure", "clean": "success", "scenarios": "success"} {
		if got := ran.job(id); got != want {
			t.Errorf("the job %s ends with %q, want %q", id, got, want)
		}
	}
	checkScenarios(t, ran, results)
	if t.Failed() {
		path := filepath.Join(os.TempDir(), "wipelint-act.jsonl")
		if err := os.WriteFile(path, []byte(ran.all), 0o666); err == nil {
			t.Logf("the log of act is in %s", path)
		}
	}
}

// TestVersion asks for a version, which comes from a module proxy that has it.
func TestVersion(t *testing.T) {
	r := scratch.New(t)
	r.Source("wipelint")
	r.Write(map[string]string{"flawed.sh": flawed, ".github/workflows/test.yml": "on: push\npermissions: {}\njobs:\n" +
		fmt.Sprintf(job, "released") + use(t, "w", map[string]string{"paths": "flawed.sh", "version": "v1.98.7"},
		"          GOPROXY: ${{ env.RELEASED }}\n          GOMODCACHE: ${{ env.FRESH }}\n          GOSUMDB: \"off\"\n")})
	r.Commit()
	proxy, cache := release(t, filepath.Join(r.Folder, "wipelint"), "v1.98.7")
	results := t.TempDir()
	ran := act(t, r, append(logging(t, results), "--env", "RELEASED="+proxy, "--env", "FRESH="+cache)...)
	lines := kept(t, results, "w")
	if !slices.ContainsFunc(lines, func(s string) bool { return strings.HasPrefix(s, "wipelint v1.98.7 (go1") }) {
		t.Errorf("the version that is asked for did not run: %q", lines)
	}
	if got := ran.job("released"); got != "failure" {
		t.Errorf("the job ends with %q", got)
	}
}

func checkScenarios(t *testing.T, ran *run, results string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(results, "steps.json"))
	if err != nil {
		t.Fatal(err)
	}
	var steps map[string]struct {
		Outcome string
		Outputs map[string]string
	}
	if err := json.Unmarshal(text, &steps); err != nil {
		t.Fatal(err)
	}
	for id, want := range scenarios {
		lines := kept(t, results, id)
		got := steps[id]
		if got.Outcome != want.outcome || got.Outputs["count"] != want.count || got.Outputs["sarif"] != want.sarif {
			t.Errorf("%s: got %+v, want %s, count %q, sarif %q\n%s", id, got, want.outcome, want.count, want.sarif, strings.Join(lines, ""))
		}
		log := escapes.ReplaceAllString(strings.Join(lines, ""), "")
		for _, words := range want.log {
			if !strings.Contains(log, words) {
				t.Errorf("%s: the log does not say %q:\n%s", id, words, log)
			}
		}
		// What begins a line with "::" is a command, whether act knows it or not.
		commands := ran.commands("scenarios", id)
		for _, line := range lines {
			if strings.HasPrefix(strings.TrimSpace(line), "::") {
				commands = append(commands, strings.TrimSpace(line))
			}
			if strings.Contains(line, "##[") {
				t.Errorf("%s: the log has an old command: %q", id, line)
			}
		}
		if len(commands) == 0 {
			t.Errorf("%s: the log has no commands", id)
		}
		for _, c := range commands {
			if !expected.MatchString(c) && !slices.ContainsFunc(want.log, func(s string) bool { return strings.HasPrefix(c, s) }) {
				t.Errorf("%s: the log has the command %q", id, c)
			}
		}
		if want.sarif != "" {
			checkSARIF(t, filepath.Join(results, want.sarif), want.count)
		}
	}
	if _, err := os.Stat(filepath.Join(results, "pwned")); err == nil {
		t.Error("an input or the name of a file was run")
	}
	checkAnnotations(t, results)
}

// expected are the commands that every use of the action prints.
var expected = regexp.MustCompile(`^(::add-matcher::/[^\s]*/action/problem-matcher\.json|::remove-matcher owner=wipelint(-note|-problem)?::)$`)

// checkSARIF holds a file against the published schema.
func checkSARIF(t *testing.T, path, count string) {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	schema, err := compiler.Compile(filepath.Join("..", "..", "report", "testdata", "sarif-schema-2.1.0.json"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Error(err)
		return
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Errorf("%s: %v", path, err)
		return
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%s: %v", path, err)
	}
	var log struct{ Runs []struct{ Results []any } }
	if err := json.Unmarshal(text, &log); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(len(log.Runs[0].Results)); got != count {
		t.Errorf("%s has %s results, want %s", path, got, count)
	}
}

// checkAnnotations reads the logs as the runner of GitHub does, which act does not.
func checkAnnotations(t *testing.T, results string) {
	t.Helper()
	const unguarded = "unguarded: wipefs -a /dev/sda; nothing looks whether /dev/sda is in use"
	for id, want := range map[string][]annotation{
		"lines": {
			{"-dash.sh", "2", "1", "error", "WL1001", unguarded},
			{"scripts/flawed.sh", "2", "1", "error", "WL1001", unguarded},
			{"scripts/with space.sh", "2", "1", "error", "WL1001", unguarded},
		},
		"quotes": {{"scripts/flawed.sh", "2", "1", "notice", "WL1001", unguarded}},
		"clean":  nil,
	} {
		lines := kept(t, results, id)
		if got := annotate(t, lines); !slices.Equal(got, want) {
			t.Errorf("%s: the annotations are %q, want %q", id, got, want)
		}
	}
	if got := annotate(t, kept(t, results, "broken_never")); len(got) != 2 || got[0].file != "broken.sh" && got[1].file != "broken.sh" {
		t.Errorf("of a broken script: %q", got)
	}
	got := annotate(t, kept(t, results, "files"))
	for _, a := range got {
		if !strings.HasPrefix(a.file, "hostile/") || a.line != "2" && !strings.Contains(a.file, "x.sh") || a.severity != "error" {
			t.Errorf("a name of a file forged %q", a)
		}
	}
	if len(got) != len(hostile) {
		t.Errorf("%d files have %d annotations: %q", len(hostile), len(got), got)
	}
}

// release makes a module proxy that has this repository as a version, with what it needs from the cache of modules, and
// an empty cache to install into.
func release(t *testing.T, source, version string) (proxy, cache string) {
	t.Helper()
	folder := t.TempDir()
	at := filepath.Join(folder, "github.com", "wipelint", "wipelint", "@v")
	if err := os.MkdirAll(at, 0o777); err != nil {
		t.Fatal(err)
	}
	module, err := os.ReadFile(filepath.Join(source, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	err = filepath.WalkDir(source, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(source, path)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		w, err := z.Create("github.com/wipelint/wipelint@" + version + "/" + filepath.ToSlash(name))
		if err != nil {
			return err
		}
		_, err = w.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{
		"list": []byte(version + "\n"), version + ".mod": module, version + ".zip": packed.Bytes(),
		version + ".info": []byte(`{"Version": "` + version + `", "Time": "2026-01-01T00:00:00Z"}`),
	} {
		if err := os.WriteFile(filepath.Join(at, name), text, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	cache = filepath.Join(t.TempDir(), "modules")
	t.Cleanup(func() {
		// The go command makes what it unpacks read-only.
		err := filepath.WalkDir(cache, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				err = os.Chmod(path, 0o777)
			}
			return err
		})
		if err != nil {
			t.Log(err)
		}
	})
	modules := strings.TrimSpace(scratch.New(t).Must("go", "env", "GOMODCACHE"))
	return "file://" + folder + ",file://" + filepath.Join(modules, "cache", "download") + ",off", cache
}
