package analyzers_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/script"
)

// fuzzCatalog has a guard of each kind of answer and a short name to destroy with, so that short texts can have both.
const fuzzCatalog = `
[[destructive]]
command = "wipe"
target  = 1

[[guard]]
command       = "idle"
idle-status   = [0]
active-status = [1]
target        = 1

[[guard]]
command     = "count"
target      = 1
idle-output = "zero"
`

// FuzzRules runs all rules over any bytes, which may source any other bytes, as the command does: no rule fails, and whatever
// is reported is at a place in the text.
func FuzzRules(f *testing.F) {
	dir := f.TempDir()
	if err := os.WriteFile(filepath.Join(dir, ".wipelint.toml"), []byte(fuzzCatalog), 0o600); err != nil {
		f.Fatal(err)
	}
	for _, pattern := range []string{"../testdata/*/*.sh", "../testdata/*/*/*.sh", "*/testdata/*.sh", "*/testdata/*/*.sh"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for i, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			if i%3 == 0 {
				f.Add([]byte("#!/bin/bash\n. ./lib.sh\nwipe x\n"), text)
			} else {
				f.Add(text, []byte("idle x || exit 1\n"))
			}
		}
	}
	f.Fuzz(func(t *testing.T, text, library []byte) {
		if len(text)+len(library) > 8192 {
			return
		}
		main, lib := filepath.Join(dir, "fuzz.sh"), filepath.Join(dir, "lib.sh")
		files := map[string][]byte{main: text, lib: library}
		r, err := driver.Run(context.Background(), driver.Config{Paths: []string{main}, Overlay: files, Jobs: 1, Rules: analyzers.All()})
		if err != nil {
			t.Fatal(err)
		}
		c := &placeChecker{t: t, lines: map[string][]int{}}
		for name, text := range files {
			c.lines[name] = lengths(text)
		}
		for _, e := range r.Errors {
			if e.Stack != "" || strings.Contains(e.Message, "internal error") {
				t.Fatalf("%s\n%s", e.Message, e.Stack)
			}
			if e.Line != 0 {
				c.at("error", driver.Place{File: e.File, Line: e.Line, Column: e.Column, EndLine: e.Line, EndColumn: e.Column})
			}
		}
		for _, d := range r.Findings {
			c.at("finding", d.Place)
			for _, p := range d.Related {
				c.at("related place", p.Place)
			}
			for _, s := range d.Witness {
				c.at("step", s.Place)
			}
			for _, x := range d.Fixes {
				for _, e := range x.Edits {
					c.at("edit", e.Place)
				}
			}
		}
		for _, s := range r.Sites {
			c.at("site", s.Place)
			for _, g := range s.Guards {
				c.at("guard", g.Place)
			}
			if (s.Verdict == "guarded") != (len(s.Rules) == 0 || slices.Equal(s.Rules, []string{"fanout"})) {
				t.Errorf("site %s is %s with rules %v", s.Command, s.Verdict, s.Rules)
			}
		}
	})
}

// lengths are those of a text's lines, without their endings.
func lengths(text []byte) []int {
	s := script.Parse("x", text, script.Options{})
	var out []int
	for i := range s.LineCount() {
		out = append(out, len(s.LineText(i+1)))
	}
	return out
}

// A placeChecker knows the files that a place may be in.
type placeChecker struct {
	t     *testing.T
	lines map[string][]int
}

func (c *placeChecker) at(what string, p driver.Place) {
	c.t.Helper()
	lines, ok := c.lines[p.File]
	switch {
	case !ok:
		c.t.Fatalf("%s: in %q, which is not there", what, p.File)
	case p.Line < 1 || p.EndLine < p.Line || p.EndLine > len(lines) || p.Column < 1 || p.EndColumn < 1,
		p.EndLine == p.Line && p.EndColumn < p.Column:
		c.t.Fatalf("%s: %+v is nowhere in %d lines", what, p, len(lines))
	case p.Column > lines[p.Line-1]+2 || p.EndColumn > lines[p.EndLine-1]+2: // the line's end has a column of its own, as CR has
		c.t.Fatalf("%s: %+v is beyond the end of its line", what, p)
	}
}
