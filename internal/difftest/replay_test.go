package difftest

import (
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/replay"
	"github.com/wipelint/wipelint/internal/script"
)

// worldOf is the world of a replay in the form that the sandbox takes.
func worldOf(r *replay.Result) world {
	w := world{env: map[string]string{}, says: map[string]answer{}, signals: map[string]int{}, files: map[string]string{}, light: true}
	facts := r.Facts()
	n, _ := strconv.Atoi(facts["how many parameters"])
	for i := range n {
		w.args = append(w.args, facts["parameter "+strconv.Itoa(i+1)])
	}
	w.stdin = facts["standard input"]
	for key, text := range facts {
		sort, name, _ := strings.Cut(key, " ")
		switch sort {
		case "variable":
			if text != "\x00" {
				w.env[name] = text
			}
		case "status":
			n, _ := strconv.Atoi(text)
			w.says[name] = answer{none, n, facts["output "+name]}
			// A function that is called before it is defined is a command of that name, which the analysis takes to be there.
			if command, _, _ := strings.Cut(name, "#"); !known()[command] && plainName.MatchString(command) && !slices.Contains(w.more, command) {
				w.more = append(w.more, command)
			}
		case "signal":
			if signal, id, _ := strings.Cut(name, " after "); text != "" && strings.Contains(id, "#") {
				w.signals[id] = signals[signal]
			}
		case "files":
			if text != "" {
				w.files[text] = ""
			}
		case "command":
			if command, ok := strings.CutPrefix(name, "-v "); ok && text == "1" && filepath.Base(command) == command {
				w.less = append(w.less, command)
			}
		case "content":
			if file, ok := strings.CutPrefix(name, "of /work/"); ok && !strings.Contains(file, "/") {
				w.files[file] = text
			}
		}
	}
	for i := range 3 { // nobody waits for ever
		if name := "watch#" + strconv.Itoa(i+1); w.says[name].status == 0 {
			w.says[name] = answer{none, watchEnds, ""}
		}
	}
	for _, g := range r.Guards() {
		name, args := g.Words[0], strings.Join(stubWords(g.Words[1:]), " ")
		hosts := []string{g.Host}
		if g.Host == "web" { // the group of the stubs
			hosts = []string{"h1", "h2"}
		}
		for _, h := range hosts {
			key := call{name, args, h}.key()
			w.says[key] = answer{failed, g.Status, g.Output}
			asked := strings.Join(g.Words, " ")
			if g.Host != "" {
				asked = g.Host + ": " + asked
			}
			for signal, n := range signals {
				if facts["signal "+signal+" after "+asked] != "" {
					w.signals[key] = n
				}
			}
		}
	}
	return w
}

// plainName is the name of a command that the sandbox can have.
var plainName = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)

// signals are those that a replay sends, by the names that scripts give them.
var signals = map[string]int{"HUP": 1, "INT": 2, "QUIT": 3, "USR1": 10, "USR2": 12, "ALRM": 14, "TERM": 15}

// stubWords are the words of a call as the stub writes them.
func stubWords(words []string) []string {
	var out []string
	for _, w := range words {
		if w == "" {
			w = "''"
		}
		out = append(out, strings.NewReplacer(" ", "_", "\n", "_").Replace(w))
	}
	return out
}

// reachedShare is which part of the findings on generated scripts is reached in the replay and under bash, at least, as measured on
// large batches. A batch of the suite is small, so that it is held against what chance allows.
const reachedShare = 0.99

// atMost is the probability that at most k of n findings are reached when each is with probability p.
func atMost(k, n int, p float64) float64 {
	sum := 0.0
	for i := range k + 1 {
		all, _ := math.Lgamma(float64(n + 1))
		in, _ := math.Lgamma(float64(i + 1))
		out, _ := math.Lgamma(float64(n - i + 1))
		sum += math.Exp(all - in - out + float64(i)*math.Log(p) + float64(n-i)*math.Log(1-p))
	}
	return sum
}

// readable reports whether bash finds no error in the syntax of a script. The parser takes some that bash does not: f() ! { true; }.
func (s *Sandbox) readable(text string) bool {
	cmd := exec.Command(s.shells["bash"], "-n")
	cmd.Stdin = strings.NewReader(text)
	return cmd.Run() == nil
}

// replayed counts what came of the replays of findings, and shows some of those that did not reach their command.
type replayed struct {
	t               *testing.T
	box             *Sandbox
	show            int
	counts, reasons map[string]int
}

// tell shows a finding whose command is not reached.
func (r *replayed) tell(format string, args ...any) {
	r.t.Helper()
	if r.show > 0 {
		r.show--
		r.t.Logf(format, args...)
	}
}

// script replays the findings on a script, and runs it under bash in the world of each replay.
func (r *replayed) script(name string, sc Script) {
	r.t.Helper()
	s := script.Parse("script", []byte(sc.Text), script.Options{})
	if s.Err != nil {
		return
	}
	flow := guardflow.Analyze(context.Background(), &guardflow.Input{Context: context.Background(), Script: s, Catalog: Catalog(), Brief: true})
	for _, site := range flow.Sites {
		if len(site.Flaws) == 0 || site.Alone {
			continue
		}
		if !r.box.readable(sc.Text) {
			r.counts["unreadable"]++
			continue
		}
		r.counts["findings"]++
		flaw := site.Flaws[0]
		if flaw.World == nil {
			r.counts["unknown"]++
			r.reasons["no way is known"]++
			continue
		}
		res, err := replay.Replay(context.Background(), driver.CaseOf(s, nil, Catalog(), flow, site, flaw))
		if err != nil {
			r.t.Fatal(err)
		}
		if res.Verdict != replay.Reached {
			r.counts[string(res.Verdict)]++
			r.reasons[res.Why]++
			r.tell("%s: %s %s: %s %s\n%s", name, flaw.Kind, site.Command, res.Verdict, res.Why, sc.Text)
			continue
		}
		r.counts["reached"]++
		w := worldOf(res)
		calls, err := r.box.run(sc, w)
		if err != nil {
			r.t.Fatal(err)
		}
		destroys := destructiveIn(sc.Text, site.Whole.Text())
		if slices.ContainsFunc(calls, func(c call) bool { return c.name == destroys }) {
			r.counts["both"]++
		} else {
			r.tell("%s: %s %s: bash does not reach it in the world %s; calls %v\nreplay %v\n%s", name, flaw.Kind, site.Command, w, calls, res.Events, sc.Text)
		}
	}
}

// TestReplaySaved replays the findings on scripts whose findings once were not reached.
func TestReplaySaved(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(saved, "replayed", "*.sh"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts in %s: %v", filepath.Join(saved, "replayed"), err)
	}
	box, err := NewSandbox()
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			r := &replayed{t: t, box: box, show: 1, counts: map[string]int{}, reasons: map[string]int{}}
			r.script(file, Saved(string(text)).Script)
			if n := r.counts["findings"]; n == 0 || r.counts["both"] != n {
				t.Errorf("of %d findings %d are reached in the replay and %d under bash", n, r.counts["reached"], r.counts["both"])
			}
		})
	}
}

// TestReplayAgainstShell replays the findings on generated scripts, and runs each script under bash in the world that the replay found.
// WIPELINT_REPLAY_SCRIPTS is how many scripts, WIPELINT_REPLAY_SEED the first seed, WIPELINT_REPLAY_SHOW how many disagreements are shown.
func TestReplayAgainstShell(t *testing.T) {
	t.Parallel()
	number := func(name string, def int) int {
		if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
			return n
		}
		return def
	}
	scripts, seed, show := number("WIPELINT_REPLAY_SCRIPTS", 80), uint64(number("WIPELINT_REPLAY_SEED", 1)), number("WIPELINT_REPLAY_SHOW", 3)
	box, err := NewSandbox()
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	r := &replayed{t: t, box: box, show: show, counts: map[string]int{}, reasons: map[string]int{}}
	for seen := 0; seen < scripts; seed++ {
		for _, c := range Generate(seed) {
			if c.Shell == "bash" && seen < scripts && check(c.Script) == nil {
				seen++
				r.script(fmt.Sprintf("seed %d", seed), c.Script)
			}
		}
	}
	counts, reasons := r.counts, r.reasons
	share := func(n int) string { return fmt.Sprintf("%.2f %%", 100*float64(n)/float64(max(1, counts["findings"]))) }
	t.Logf("%d scripts: %d findings, %d reached in the replay (%s), %d there and under bash (%s), %d not reached, %d unknown, %d on scripts that bash cannot read; %v",
		scripts, counts["findings"], counts["reached"], share(counts["reached"]), counts["both"], share(counts["both"]), counts["not reached"], counts["unknown"], counts["unreadable"], reasons)
	if p := atMost(counts["both"], counts["findings"], reachedShare); p < 1e-4 || counts["findings"] < scripts/10 {
		t.Errorf("%d of %d findings are reached by both; with a share of %.1f %% so few would come by chance once in %.0f batches",
			counts["both"], counts["findings"], 100*reachedShare, 1/p)
	}
}
