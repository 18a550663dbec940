package catalog

import (
	"flag"
	"os"
	"strings"
	"testing"

	sh "mvdan.cc/sh/v3/syntax"
)

var fill = flag.Bool("fill", false, "fill in the rows of testdata/evidence.txt that say ? only; read them before they go in")

// TestEvidence reads testdata/evidence.txt: what calls ask, how their answer is read, and about whom. A row says what the manual of the
// tool says, whatever the catalogue does.
func TestEvidence(t *testing.T) {
	r := newReader()
	data, err := os.ReadFile("testdata/evidence.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(data), "\n")
	seen := map[string]bool{}
	for i, line := range lines {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		command, want, ok := strings.Cut(line, " => ")
		if !ok {
			t.Fatalf("evidence.txt:%d: no => in %q", i+1, line)
		}
		if seen[command] {
			t.Errorf("evidence.txt:%d: stands here twice: %s", i+1, command)
		}
		seen[command] = true
		got := r.evidence(t, command)
		if *fill && want == "?" {
			lines[i] = command + " => " + got
		} else if got != want {
			t.Errorf("evidence.txt:%d: %s\n got %s\nwant %s", i+1, command, got, want)
		}
	}
	if *fill {
		if err := os.WriteFile("testdata/evidence.txt", []byte(strings.Join(lines, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// evidence is what a call asks, how the answer is read, and about whom; "none" for one that asks nothing.
func (r *reader) evidence(t *testing.T, command string) string {
	f, err := sh.NewParser().Parse(strings.NewReader(command), "")
	if err != nil {
		t.Fatalf("%s: %v", command, err)
	}
	call, ok := f.Stmts[0].Cmd.(*sh.CallExpr)
	if !ok {
		t.Fatalf("%s is no call", command)
	}
	var words []string
	for _, w := range call.Args {
		words = append(words, wordText(w.Parts))
	}
	r.note(words, "")
	m, ok := r.c.Guard(words)
	if !ok {
		return "none"
	}
	return strings.TrimSpace(string(m.Entry.Asks) + ", " + reading(m.Entry) + ", " + targets(words, m.Targets, m.Host))
}

// reading is how an answer is read: by statuses, by the rows that are there, by the tool's own words, only where the script compares
// it, or by any word or number.
func reading(e *Guard) string {
	switch {
	case e.Asks == AsksListing:
		return "-"
	case !e.Query:
		return strings.TrimSpace(contract(e))
	case e.FailurePrints:
		return "compared with what means idle"
	case e.Rows:
		return "rows"
	case len(e.QueryIdleWords)+len(e.ActiveWords) > 0:
		return "own words"
	case e.OnlyCompared:
		return "compared"
	}
	return "text"
}

// evidenceRows are the calls of testdata/evidence.txt.
func evidenceRows(t *testing.T) []string {
	data, err := os.ReadFile("testdata/evidence.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.SplitSeq(string(data), "\n") {
		if command, _, ok := strings.Cut(line, " => "); ok && line[0] != '#' {
			out = append(out, command)
		}
	}
	return out
}
