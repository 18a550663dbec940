package difftest

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
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
	Mistakes                     int // scripts that the generator took for correct and the shell found unsafe
	Shells, Analyser             time.Duration
	Took                         time.Duration
	Bad                          []*Result
}

// Compare judges one script.
func (s *Sandbox) Compare(c Case) (*Result, *Truth, time.Duration, error) {
	verdicts, took, err := Analyze(c.Script)
	if err != nil {
		return nil, nil, 0, err
	}
	truth, err := s.Explore(c.Script, false)
	if err != nil {
		return nil, nil, 0, err
	}
	r := compare(c, truth, verdicts)
	if r.Class == SafeFlagged {
		// What the script reads before it has set it is free, and may have any value.
		again, err := s.Explore(c.Script, true)
		if err != nil {
			return nil, nil, 0, err
		}
		again.Runs += truth.Runs
		truth = again
		r = compare(c, truth, verdicts)
	}
	return r, truth, took, nil
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
		case st.Unsafe != "" && (v == nil || v.Guarded):
			r.Class = UnsafePassed
		case st.Unsafe == "" && !truth.Full:
			r.Class = NotCounted
		case st.Unsafe == "" && v != nil && !v.Guarded:
			r.Class = SafeFlagged
		case st.Unsafe != "" && c.expects() != "" && v.Kinds[0] != c.expects():
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

// Run scores n scripts from a seed on, on all processors.
func Run(seed uint64, n int) (*Score, error) {
	start := time.Now()
	total := &Score{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	var first error
	seeds := make(chan uint64)
	for range runtime.GOMAXPROCS(0) + 1 {
		wg.Go(func() {
			box, err := NewSandbox()
			if err != nil {
				mu.Lock()
				first = err
				mu.Unlock()
				for range seeds {
				}
				return
			}
			defer box.Close()
			for s := range seeds {
				for _, c := range Generate(s) {
					r, truth, took, err := box.Compare(c)
					mu.Lock()
					total.add(c, r, truth, took, err)
					mu.Unlock()
				}
			}
			mu.Lock()
			total.Shells += box.Took
			mu.Unlock()
		})
	}
	for i := 0; i < n; i++ {
		seeds <- seed + uint64(i)
		mu.Lock()
		done := total.Scripts >= n
		mu.Unlock()
		if done {
			break
		}
	}
	close(seeds)
	wg.Wait()
	total.Took = time.Since(start)
	slices.SortStableFunc(total.Bad, func(a, b *Result) int {
		if a.Class != b.Class {
			return int(a.Class) - int(b.Class)
		}
		return len(a.Text) - len(b.Text)
	})
	return total, first
}

func (t *Score) add(c Case, r *Result, truth *Truth, took time.Duration, err error) {
	t.Scripts++
	t.Analyser += took
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
			t.Mistakes++
		}
		if c.expects() != "" && r.Class != UnsafePassed {
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
	row := func(name, format string, args ...any) { fmt.Fprintf(&b, "| %s | %s |\n", name, fmt.Sprintf(format, args...)) }
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
		row("analyser's share", "%s of %s, %.0f scripts per second and core", t.Analyser.Round(time.Millisecond), (t.Shells + t.Analyser).Round(time.Millisecond), float64(t.Scripts)/t.Analyser.Seconds())
	}
	return b.String()
}
