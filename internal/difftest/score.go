package difftest

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// A Class is how a script's truth and the analyser's verdict go together, the worst first.
type Class uint8

// The classes.
const (
	UnsafePassed Class = iota
	SafeFlagged
	WrongRule
	Agreed
	NotCounted
)

func (c Class) String() string {
	return [...]string{"unsafe passed", "safe flagged", "wrong rule", "agreed", "not counted"}[c]
}

// A Result is one script's comparison.
type Result struct {
	Case
	Class   Class
	Want    string // the rule expected, for WrongRule
	Truth   *SiteTruth
	Verdict *Verdict
}

// A Score sums up a batch.
type Score struct {
	Scripts, Runs                int
	Unsafe, Safe                 int
	UnsafePassed, SafeFlagged    int
	Planted, RightRule           int
	NeverRan, Incomplete, Broken int
	Shells, Analyser             time.Duration
	Took                         time.Duration
	Bad                          []*Result
	Mistakes                     []*Result // that the generator took for correct and the shell found unsafe
}

// Compare judges one script.
func (s *Sandbox) Compare(c Case) (*Result, *Truth, error) {
	verdicts, _, err := analyze(c.Script, c.Bounds)
	if err != nil {
		return nil, nil, err
	}
	return s.against(c, verdicts)
}

// against lets the shell judge the analyser's verdicts.
func (s *Sandbox) against(c Case, verdicts map[string]*Verdict) (*Result, *Truth, error) {
	// Whether a script runs its command on idle too tells if it is the wrong way round, and takes all worlds.
	all := c.expects() == "inverted"
	for _, v := range verdicts {
		all = all || c.expects() != "" && len(v.Kinds) > 0 && v.Kinds[0] == "inverted"
	}
	truth, err := s.Explore(c.Script, search{all: all, hurried: s.Hurried})
	if err != nil {
		return nil, nil, err
	}
	r := compare(c, truth, verdicts)
	if r.Class == SafeFlagged || !s.Quick && (r.Truth == nil || r.Truth.Unsafe == "") {
		// What the script reads before it has set it is free, and may have any value.
		again, err := s.Explore(c.Script, search{hostile: true, thorough: r.Class == SafeFlagged})
		if err != nil {
			return nil, nil, err
		}
		again.Runs += truth.Runs
		truth = again
		r = compare(c, truth, verdicts)
	}
	return r, truth, nil
}

// compare gives the worst of the script's sites.
func compare(c Case, truth *Truth, verdicts map[string]*Verdict) *Result {
	worst := &Result{Case: c, Class: NotCounted}
	for _, name := range destructive {
		st := truth.Sites[name]
		if st == nil || !st.Ran {
			continue
		}
		v := verdicts[name]
		r := &Result{Case: c, Class: Agreed, Truth: st, Verdict: v}
		switch {
		case st.Unsafe != "" && v != nil && v.Guarded && v.Assumed:
			// It says what it takes for granted, and that is not so here.
		case st.Unsafe != "" && (v == nil || v.Guarded):
			r.Class = UnsafePassed
		case st.Unsafe == "" && !truth.Full:
			r.Class = NotCounted
		case st.Unsafe == "" && v != nil && !v.Guarded:
			r.Class = SafeFlagged
		case st.Unsafe != "" && c.expects() == "inverted" && st.OnIdle:
			// It runs on both answers, so it is not the wrong way round.
		case st.Unsafe != "" && c.expects() != "" && v.Kinds[0] == "inverted" && truth.Full && !st.OnIdle:
			// What was planted came upon something that has turned it round.
		case st.Unsafe != "" && c.expects() != "" && !slices.Contains(strings.Split(c.expects(), "|"), v.Kinds[0]):
			r.Class, r.Want = WrongRule, c.expects()
		}
		if r.Class < worst.Class {
			worst = r
		}
	}
	return worst
}

// expects is the primary rule of the one flaw that was planted, "" when there is none or it is not certain.
func (c Case) expects() string {
	if c.Mode != Planted || len(c.Flaws) != 1 || c.Flaws[0] == "?" {
		return ""
	}
	return c.Flaws[0]
}

// generated are at least n scripts from a seed on.
func generated(seed uint64, n int) []Case { return Small.Scripts(seed, n) }

// A Size says which generator makes the scripts.
type Size string

// The sizes.
const (
	Small   Size = "small"   // of a dozen lines
	Large   Size = "large"   // of real size, correct
	Mutants Size = "mutants" // of real size, changed at a place
	Tools   Size = "tools"   // that ask real tools, which answer as their manuals say
)

// Scripts are at least n scripts from a seed on.
func (s Size) Scripts(seed uint64, n int) []Case {
	generate := Generate
	switch s {
	case Large:
		generate = GenerateLarge
	case Mutants:
		generate = GenerateMutant
	case Tools:
		generate = GenerateTools
	case Small: // as above
	}
	var cases []Case
	for ; len(cases) < n; seed++ {
		cases = append(cases, generate(seed)...)
	}
	return cases
}

// Options say how a batch is scored.
type Options struct {
	Size     Size          // Small when empty
	Smallest bool          // the executor is held to bounds at which it has to join nearly all of its states
	Quick    bool          // only scripts that are flagged without cause are run in the worlds that nobody had in mind
	Sampled  bool          // of four scripts, three are run as Quick says
	Passed   bool          // only scripts that the analyser passes are run, which is where an unsafe one is found
	Suspects bool          // only scripts of which the generator and the analyser think differently are run
	Found    func(*Result) // is told of each unsafe script that passed, as soon as it is known; may be nil
}

// suspect tells whether the analyser's verdicts are not what the generator expects: it passes a script that may have a flaw, or
// flags one that has none. Among a given number of runs these show the most mistakes; their shares say nothing.
func (c Case) suspect(verdicts map[string]*Verdict) bool {
	passed := true
	for _, v := range verdicts {
		passed = passed && v.Guarded
	}
	return passed == (c.Mode != Correct && len(c.Flaws) > 0 || c.Mode == Wild)
}

// Run scores n scripts from a seed on, on all processors. The analyser goes first and alone, so that its time is its own.
func Run(seed uint64, n int, o Options) (*Score, error) {
	start := time.Now()
	cases := o.Size.Scripts(seed, n)
	if o.Smallest {
		for i := range cases {
			cases[i].Bounds = smallest(cases[i].Seed)
		}
	}
	total := &Score{}
	verdicts, errs := make([]map[string]*Verdict, len(cases)), make([]error, len(cases))
	var mu sync.Mutex
	defer debug.SetGCPercent(debug.SetGCPercent(800)) // as the command does
	used := processorTime()
	spread(len(cases), runtime.GOMAXPROCS(0), func(next func() (int, bool)) {
		for i, ok := next(); ok; i, ok = next() {
			verdicts[i], _, errs[i] = analyze(cases[i].Script, cases[i].Bounds)
		}
	})
	total.Analyser = processorTime() - used
	if o.Suspects || o.Passed {
		k := 0
		for i, c := range cases {
			if errs[i] != nil || o.Passed && might(UnsafePassed, verdicts[i]) || o.Suspects && c.suspect(verdicts[i]) {
				cases[k], verdicts[k], errs[k] = c, verdicts[i], errs[i]
				k++
			}
		}
		cases = cases[:k]
	}
	var broken error
	spread(len(cases), runtime.GOMAXPROCS(0)+1, func(next func() (int, bool)) {
		box, err := NewSandbox()
		if err != nil {
			mu.Lock()
			broken = err
			mu.Unlock()
			return
		}
		defer box.Close()
		box.Hurried = o.Suspects || o.Passed
		for i, ok := next(); ok; i, ok = next() {
			var r *Result
			var truth *Truth
			err := errs[i]
			box.Quick = o.Quick || o.Sampled && cases[i].Seed%4 != 0
			if err == nil {
				r, truth, err = box.against(cases[i], verdicts[i])
			}
			mu.Lock()
			total.add(cases[i], r, truth, err)
			if o.Found != nil && err == nil && r.Class == UnsafePassed {
				o.Found(r)
			}
			mu.Unlock()
		}
		mu.Lock()
		total.Shells += box.Took
		mu.Unlock()
	})
	if broken != nil {
		return nil, broken
	}
	total.Took = time.Since(start)
	slices.SortStableFunc(total.Bad, func(a, b *Result) int {
		if a.Class != b.Class {
			return int(a.Class) - int(b.Class)
		}
		return len(a.Text) - len(b.Text)
	})
	return total, nil
}

// processorTime is what this process has used of all processors, in user and system mode. Unlike the time on the clock it is
// about the same on a busy machine.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// spread runs work in several goroutines, which take the numbers below n in turn.
func spread(n, workers int, work func(next func() (int, bool))) {
	var taken atomic.Int64
	next := func() (int, bool) {
		i := int(taken.Add(1)) - 1
		return i, i < n
	}
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() { work(next) })
	}
	wg.Wait()
}

func (t *Score) add(c Case, r *Result, truth *Truth, err error) {
	t.Scripts++
	if err != nil {
		t.Broken++
		t.Bad = append(t.Bad, &Result{Case: c, Class: NotCounted, Want: err.Error()})
		return
	}
	t.Runs += truth.Runs
	if r.Truth == nil || r.Class == NotCounted {
		if !truth.Full {
			t.Incomplete++
		} else {
			t.NeverRan++
		}
		return
	}
	if r.Truth.Unsafe != "" {
		t.Unsafe++
		if c.Mode == Correct {
			t.Mistakes = append(t.Mistakes, r)
		}
		if c.expects() != "" && r.Class != UnsafePassed && (c.expects() != "inverted" || !r.Truth.OnIdle) {
			t.Planted++
			if r.Class != WrongRule {
				t.RightRule++
			}
		}
	} else {
		t.Safe++
	}
	switch r.Class {
	case UnsafePassed:
		t.UnsafePassed++
	case SafeFlagged:
		t.SafeFlagged++
	case WrongRule, Agreed, NotCounted: // they are counted by their class
	}
	if r.Class < Agreed {
		t.Bad = append(t.Bad, r)
	}
}

func percent(n, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f %%", 100*float64(n)/float64(of))
}

// Markdown is the score as a table.
func (t *Score) Markdown() string {
	var b strings.Builder
	row := func(name, format string, args ...any) {
		fmt.Fprintf(&b, "| %s | %s |\n", name, fmt.Sprintf(format, args...))
	}
	b.WriteString("| measure | value |\n| --- | --- |\n")
	row("scripts", "%d", t.Scripts)
	row("runs under a shell", "%d", t.Runs)
	row("scripts whose command never ran, or with too many worlds", "%d, %d", t.NeverRan, t.Incomplete)
	row("unsafe scripts", "%d", t.Unsafe)
	row("unsafe scripts passed", "%d", t.UnsafePassed)
	row("safe scripts", "%d", t.Safe)
	row("safe scripts flagged", "%d (%s)", t.SafeFlagged, percent(t.SafeFlagged, t.Safe))
	row("right primary rule where one flaw was planted", "%d of %d (%s)", t.RightRule, t.Planted, percent(t.RightRule, t.Planted))
	if t.Analyser > 0 {
		row("analyser's share", "%s of processor time, %.0f scripts per second and core; the shells took %s", t.Analyser.Round(time.Millisecond), float64(t.Scripts)/t.Analyser.Seconds(), t.Shells.Round(time.Second))
	}
	return b.String()
}
