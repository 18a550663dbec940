package catalog

import (
	"os"
	"strings"
	"testing"

	sh "mvdan.cc/sh/v3/syntax"
)

// TestCreations reads testdata/creations.txt: each row is a call and what it makes. Each entry needs a call that it is about, and
// one of the same command that it is not about.
func TestCreations(t *testing.T) {
	data, err := os.ReadFile("testdata/creations.txt")
	if err != nil {
		t.Fatal(err)
	}
	c := Builtin()
	hit, missed := map[*Creation]bool{}, map[*Creation]bool{}
	for i, line := range strings.Split(string(data), "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		command, want, ok := strings.Cut(line, " => ")
		if !ok {
			t.Fatalf("creations.txt:%d: no => in %q", i+1, line)
		}
		f, err := sh.NewParser().Parse(strings.NewReader(command), "")
		if err != nil {
			t.Fatalf("creations.txt:%d: %v", i+1, err)
		}
		var words []string
		for _, w := range f.Stmts[0].Cmd.(*sh.CallExpr).Args {
			words = append(words, wordText(w.Parts))
		}
		for r := range c.makes.find(words[0]) {
			if _, ok := matchCreation(r.entry, r.syntax, words); ok {
				hit[r.entry] = true
			} else {
				missed[r.entry] = true
			}
		}
		if got := creationText(c, words); got != strings.TrimSpace(want) {
			t.Errorf("creations.txt:%d: %s\n got %s\nwant %s", i+1, command, got, want)
		}
	}
	for _, e := range c.creations {
		if !hit[e] {
			t.Errorf("no row of creations.txt meets the entry %q %v", e.Command, e.Options)
		}
		if !missed[e] {
			t.Errorf("no row of creations.txt is a call of %q %v that its entry is not about", e.Command, e.Options)
		}
		if e.Source == "" || e.Why == "" {
			t.Errorf("the entry %q has no source, or does not say what it makes", e.Command)
		}
	}
}

// creationText is what a call makes: "/dev/vg/x, vg/x", "prints device of img", "none".
func creationText(c *Catalog, words []string) string {
	m, ok := c.Creation(words)
	if !ok {
		return "none"
	}
	var names []string
	for _, n := range m.Names {
		var b strings.Builder
		for _, p := range n.Parts {
			if p.Operand == nil {
				b.WriteString(p.Text)
				continue
			}
			w := readable(words[p.Operand.Word][p.Operand.Skip:])
			if i := strings.LastIndexByte(w, '/'); p.Folder && i >= 0 {
				w = w[:i]
			}
			b.WriteString(w)
		}
		if n.Any {
			b.WriteString("*")
		}
		names = append(names, b.String())
	}
	out := strings.Join(names, ", ")
	if m.Entry.Prints {
		out = "prints " + string(m.Entry.Kind)
	}
	if m.From != nil {
		out += " from " + readable(words[m.From.Word][m.From.Skip:])
	}
	if m.Host != nil {
		out += " on " + readable(words[m.Host.Word][m.Host.Skip:])
	}
	return out
}
