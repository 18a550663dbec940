package difftest

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wipelint/wipelint/analyzers/fix"
	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/script"
)

// A mended is a generated script after all fixes that were offered for it.
type mended struct {
	Case
	kind    string // of its first finding
	text    string
	safe    bool // all fixes were
	fixes   []string
	guarded bool // the analyser finds nothing more
	// compared is in how many worlds in which guards say idle both the script and its fixed form came to their end.
	compared int
}

// flow runs the executor on a text.
func flow(text string) (*guardflow.Input, *guardflow.Result, error) {
	s := script.Parse("script", []byte(text), script.Options{})
	if s.Err != nil {
		return nil, nil, s.Err
	}
	in := &guardflow.Input{Context: context.Background(), Script: s, Catalog: Catalog(), Brief: true}
	return in, guardflow.Analyze(in.Context, in), nil
}

// mend applies one fix after the other until none is offered; nil if there was none at all.
func mend(c Case, unsafe bool) (*mended, error) {
	m := &mended{Case: c, text: c.Text, safe: true}
	for range 8 {
		in, res, err := flow(m.text)
		if err != nil {
			return m, fmt.Errorf("after %q: %w", m.fixes, err)
		}
		p := fix.New(in, res)
		var f *fix.Fix
		m.guarded = true
		for _, site := range res.Sites {
			if len(site.Flaws) == 0 {
				continue
			}
			if m.kind == "" {
				m.kind = site.Flaws[0].Kind
			}
			m.guarded = false
			if f = p.Fix(site, site.Flaws[0]); f != nil && (f.Safe || unsafe) {
				break
			}
			f = nil
		}
		if f == nil {
			return m, nil
		}
		m.fixes = append(m.fixes, f.Message)
		m.safe = m.safe && f.Safe
		var b bytes.Buffer
		at := 0
		for _, e := range f.Edits {
			b.WriteString(m.text[at:e.At.Start] + e.New)
			at = e.At.End
		}
		b.WriteString(m.text[at:])
		m.text = b.String()
	}
	return m, fmt.Errorf("there are still fixes after 8 rounds: %q", m.fixes)
}

// TestFixes applies what is offered for scripts with a planted flaw, and has the shells run them.
func TestFixes(t *testing.T) {
	most, seed := 60, uint64(1)
	if s := os.Getenv("WIPELINT_FIX_SCRIPTS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatalf("WIPELINT_FIX_SCRIPTS: %v", err)
		}
		most = n
	}
	if s := os.Getenv("WIPELINT_FIX_SEED"); s != "" {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatalf("WIPELINT_FIX_SEED: %v", err)
		}
		seed = n
	}
	// In all worlds that there are, 60 scripts take three minutes.
	how := search{hostile: most > 60}
	var cases []Case
	for ; len(cases) < most; seed++ {
		for _, c := range Generate(seed) {
			if e := c.expects(); e != "" && e != "unguarded" && e != "inverted" && e != "wrongtarget" {
				cases = append(cases, c)
			}
		}
	}
	var mu sync.Mutex
	counts := map[string]*[5]int{}
	fixed, compared := 0, 0
	spread(len(cases), runtime.GOMAXPROCS(0), func(next func() (int, bool)) {
		box, err := NewSandbox()
		if err != nil {
			mu.Lock()
			defer mu.Unlock()
			t.Error(err)
			return
		}
		defer box.Close()
		for i, ok := next(); ok; i, ok = next() {
			c := cases[i]
			m, err := mend(c, true)
			problem := ""
			if err != nil {
				problem = err.Error()
			} else if len(m.fixes) > 0 {
				problem, err = box.wrongWith(m, how)
				if err != nil {
					problem = err.Error()
				}
			}
			mu.Lock()
			n := counts[m.kind]
			if n == nil {
				n = &[5]int{}
				counts[m.kind] = n
			}
			n[0]++
			if len(m.fixes) > 0 {
				n[1]++
				fixed, compared = fixed+1, compared+m.compared
				if m.safe {
					n[2]++
				}
				if m.guarded {
					n[3]++
				}
			} else if m.kind != "" && os.Getenv("WIPELINT_FIX_SHOW") == m.kind {
				t.Logf("no fix:\n%s", c.Text)
			}
			if len(m.fixes) > 0 && os.Getenv("WIPELINT_FIX_SHOWN") == m.kind {
				t.Logf("%v %q:\n%s", m.safe, m.fixes, m.text)
			}
			if problem != "" {
				n[4]++
				t.Errorf("seed %d, %s, %s, safe %v: %s\n%s\n%q\n%s", c.Seed, c.Shell, m.kind, m.safe, problem, c.Text, m.fixes, m.text)
			}
			mu.Unlock()
		}
	})
	if fixed < len(cases)/4 || compared == 0 {
		t.Errorf("of %d scripts %d were fixed, and compared in %d worlds", len(cases), fixed, compared)
	}
	var b strings.Builder
	b.WriteString("| finding | scripts | fixed | by safe fixes alone | guarded then | wrong |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		n := counts[kind]
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d | %d |\n", kind, n[0], n[1], n[2], n[3], n[4])
	}
	t.Logf("\n%s", b.String())
}

// wrongWith has the shells run a script as it was and with its fixes, and says what the fixes did that they must not.
func (s *Sandbox) wrongWith(m *mended, how search) (string, error) {
	now := Script{Shell: m.Shell, Text: m.text}
	truth, err := s.Explore(now, how)
	if err != nil {
		return "", err
	}
	for _, name := range destructive {
		if is := truth.Sites[name]; is != nil && is.Unsafe != "" && m.guarded {
			return fmt.Sprintf("%s still runs: %s in %v", name, is.Unsafe, is.World), nil
		}
	}
	worlds, err := s.idleWorlds(m.Script)
	if err != nil {
		return "", err
	}
	ran := false
	for _, w := range worlds {
		before, after, ended, err := s.both(m.Script, now, w)
		if err != nil {
			return "", err
		}
		if !ended {
			continue
		}
		was, is := did(before, false), did(after, false)
		if m.safe && !slices.Equal(was, is) {
			return fmt.Sprintf("where guards say idle, in %v, it ran %q and runs %q now", w, was, is), nil
		}
		m.compared++
		ran = ran || slices.Equal(did(before, true), did(after, true))
	}
	if m.compared > 0 && !ran {
		return "the destructive command runs in no world any more", nil
	}
	return "", nil
}

// both runs two scripts in one world. A run that takes too long is ended wherever it is, and tells nothing: ended says that both came
// to their own end.
func (s *Sandbox) both(a, b Script, w world) (before, after []call, ended bool, err error) {
	start := time.Now()
	if before, err = s.run(a, w); err != nil {
		return nil, nil, false, err
	}
	half := time.Now()
	after, err = s.run(b, w)
	return before, after, half.Sub(start) < limit && time.Since(half) < limit, err
}

// idleWorlds are the worlds in which a script runs a destructive command, every guard that it asks says idle, and every other
// command succeeds.
func (s *Sandbox) idleWorlds(sc Script) ([]world, error) {
	var out []world
	for _, w := range starts(sc, search{}) {
		if w.fail {
			continue
		}
		calls, err := s.run(sc, w)
		if err != nil {
			return nil, err
		}
		w.says = map[string]answer{}
		for _, c := range calls {
			if a, ok := answers[c.name]; ok {
				w.says[c.key()] = a[0]
			}
		}
		if calls, err = s.run(sc, w); err != nil {
			return nil, err
		}
		if len(did(calls, true)) > 0 {
			out = append(out, w)
		}
	}
	return out, nil
}

// did are the calls that are no guards, or those that destroy, in no order: what runs in the background comes when it comes.
func did(calls []call, destroys bool) []string {
	var out []string
	for _, c := range calls {
		if _, guard := answers[c.name]; !guard && (!destroys || slices.Contains(destructive, c.name)) {
			out = append(out, c.key())
		}
	}
	slices.Sort(out)
	return out
}
