package graph

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/script"
)

var update = flag.Bool("update", false, "write the golden files anew")

func drawn(t *testing.T, path string) (*Graph, error) {
	t.Helper()
	results, err := driver.Run(context.Background(), driver.Config{Paths: []string{path}, Rules: analyzers.All()})
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return Build(script.Parse(path, text, script.Options{}), results, 0)
}

// formats are the ways of writing a graph, by the ending of its file.
func formats(g *Graph) map[string]func(io.Writer) error {
	return map[string]func(io.Writer) error{"dot": g.DOT, "mmd": g.Mermaid, "svg": g.SVG}
}

// TestGolden compares the graphs of the scripts of the Dropbox incident with those that were looked at.
func TestGolden(t *testing.T) {
	golden, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Join("..", "..", "testdata", "incidents", "dropbox-2014"))
	for _, name := range []string{"failopen", "subshellexit", "fixed", "trapwipe", "pipemask"} {
		g, err := drawn(t, name+".sh")
		if err != nil {
			t.Fatal(err)
		}
		for kind, write := range formats(g) {
			var b bytes.Buffer
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(golden, name+"."+kind)
			if *update {
				if err := os.WriteFile(file, b.Bytes(), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v; run the test with -update", err)
			}
			if !bytes.Equal(want, b.Bytes()) {
				t.Errorf("%s.%s differs; run the test with -update if this is right:\n%s", name, kind, b.String())
			}
		}
	}
}

// TestScripts draws every script with a destructive command: each of these is in the graph, in the order of the steps there is
// a way to it, and every box can be reached from a start.
func TestScripts(t *testing.T) {
	t.Chdir(filepath.Join("..", "..", "testdata"))
	var paths []string
	for _, pattern := range []string{"*/*.sh", "*/*/*.sh"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if !strings.HasPrefix(f, "difftest") {
				paths = append(paths, f)
			}
		}
	}
	results, err := driver.Run(context.Background(), driver.Config{Paths: paths, Rules: analyzers.All()})
	if err != nil {
		t.Fatal(err)
	}
	sites := map[string]map[int]bool{}
	for _, s := range results.Sites {
		if sites[s.File] == nil {
			sites[s.File] = map[int]bool{}
		}
		sites[s.File][s.Line] = true
	}
	if len(sites) < 80 {
		t.Fatalf("only %d scripts", len(sites))
	}
	for path, lines := range sites {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		g, err := Build(script.Parse(path, text, script.Options{}), results, 0)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		reached := map[int]bool{}
		for i, n := range g.Nodes {
			reached[i] = reached[i] || n.Kind == Start
			if n.Kind == Site {
				for line := range lines {
					if first, last := n.Line, n.Line+strings.Count(string(text[n.from:min(n.to, len(text))]), "\n"); first <= line && line <= last {
						delete(lines, line)
					}
				}
			}
		}
		for again := true; again; {
			again = false
			for _, e := range g.Edges {
				if reached[e.From] && !reached[e.To] {
					reached[e.To], again = true, true
				}
			}
		}
		for i, n := range g.Nodes {
			if !reached[i] {
				t.Errorf("%s: nothing leads to %q", path, n.Text)
			}
		}
		if len(lines) > 0 {
			t.Errorf("%s: the commands at %v are not drawn", path, lines)
		}
		check(t, g)
	}
}

// TestNothing asks for graphs that there are not.
func TestNothing(t *testing.T) {
	s := script.Parse("x.sh", []byte("echo\n"), script.Options{})
	if _, err := Build(s, &driver.Results{}, 0); err == nil || !strings.Contains(err.Error(), "no destructive commands") {
		t.Error(err)
	}
	if _, err := Build(s, &driver.Results{}, 7); err == nil || !strings.Contains(err.Error(), "line 7") {
		t.Error(err)
	}
	// Each function calls the next one twice.
	var b strings.Builder
	for i := range 12 {
		fmt.Fprintf(&b, "f%d() { f%d; f%d; }\n", i, i+1, i+1)
	}
	b.WriteString("f12() { mkfs /dev/sda; }\nf0\n")
	results, err := driver.Run(context.Background(), driver.Config{Paths: []string{"-"}, Stdin: strings.NewReader(b.String()), Rules: analyzers.All()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Build(script.Parse("-", []byte(b.String()), script.Options{}), results, 0); err == nil || !strings.Contains(err.Error(), "too large") {
		t.Error(err)
	}
}

var (
	mermaidLine = regexp.MustCompile(`^(flowchart TD|  n\d+(\[|\(\[|\{\{|\[/|\[\[)"(?:[^"<>&;` + "`" + `]|#\d+;|<br>)*"(\]|\]\)|\}\}|/\]|\]\]):::wl-\w+|  n\d+ -->(\|"(?:[^"<>&;` + "`" + `]|#\d+;)*"\|)? n\d+|  classDef [^"<>]*|  linkStyle [^"<>]*)$`)
	dotLine     = regexp.MustCompile(`^(digraph wipelint \{|\}|  (node|edge) \[.*\];|  label="(?:[^"\\]|\\.)*";|  n\d+( -> n\d+)? \[label="(?:[^"\\]|\\.)*"(, [a-z]+=("[^"]*"|\w+))*\];)$`)
)

// check reads a graph in each format, and looks for boxes that overlap.
func check(t *testing.T, g *Graph) {
	t.Helper()
	for kind, write := range formats(g) {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		switch kind {
		case "svg":
			decoder := xml.NewDecoder(&b)
			for {
				token, err := decoder.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatalf("not well-formed: %v", err)
				}
				if e, ok := token.(xml.StartElement); ok && !strings.Contains(" svg title style rect g path text ", " "+e.Name.Local+" ") {
					t.Errorf("an element %s", e.Name.Local)
				}
			}
		default:
			want := map[string]*regexp.Regexp{"dot": dotLine, "mmd": mermaidLine}[kind]
			for line := range strings.Lines(b.String()) {
				if line = strings.TrimSuffix(line, "\n"); !want.MatchString(line) {
					t.Errorf("%s: a line that is none: %s", kind, line)
				}
			}
		}
	}
	l := arrange(g)
	for i, a := range l.boxes {
		if a.x-a.w/2 < -0.01 || a.x+a.w/2 > l.width+0.01 || a.y+a.h/2 > l.height+0.01 {
			t.Errorf("box %d is outside: %+v", i, a)
		}
		for _, c := range l.boxes[:i] {
			if abs(a.x-c.x) < (a.w+c.w)/2 && abs(a.y-c.y) < (a.h+c.h)/2 {
				t.Errorf("boxes %d and %d overlap", a.node, c.node)
			}
		}
	}
	for i, e := range g.Edges {
		if from, to := l.boxes[e.From], l.boxes[e.To]; !l.back[i] && from.layer >= to.layer {
			t.Errorf("the edge from %d to %d does not lead down", e.From, e.To)
		}
	}
}

func abs(f float64) float64 { return max(f, -f) }

// TestLayout arranges graphs of any form.
func TestLayout(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		g := &Graph{}
		for range 1 + r.IntN(40) {
			g.Nodes = append(g.Nodes, &Node{Kind: Branch, Text: strings.Repeat("x", r.IntN(60)), Line: r.IntN(3), Steps: make([]int, r.IntN(2)), Notes: []string{"日本語"}})
		}
		for range r.IntN(80) {
			g.Edges = append(g.Edges, &Edge{From: r.IntN(len(g.Nodes)), To: r.IntN(len(g.Nodes)), Label: "x"})
		}
		check(t, g)
	}
}

// TestHostile puts hostile texts into every place.
func TestHostile(t *testing.T) {
	for _, text := range []string{
		"</text><script>alert(1)</script>", "]]> <!-- x --> &lt;", `" onload="x`, `\" ]; evil [label="`, "\"]; click n0 \"javascript:alert(1)\"", "`x` **b** #quot; #35;", "a\x00\x1b[2J\u202e\u2028",
		"\xff\xfe", "%%{init: {}}%%", "::error::x ##[error]y", `\N \G \n \`, "", " ", "end", "a\nb\rc", "𝄞",
	} {
		src := "mkfs " + text + "\n"
		p := driver.Place{File: text, Line: 1, Column: 1, EndLine: 1, EndColumn: 5}
		results := &driver.Results{
			Sites:    []*driver.Site{{Place: p, Command: text, Verdict: text, Guards: []driver.Guard{{Place: p, Command: text}}}},
			Findings: []*driver.Finding{{Place: p, Severity: rule.Error, Message: text, Witness: []driver.Step{{Place: p, Text: text}, {Place: p, Text: text + "2"}}}},
		}
		if g, err := Build(script.Parse(text, []byte(src), script.Options{}), results, 0); err == nil {
			check(t, g)
		}
		g := &Graph{Title: text, Nodes: []*Node{{Kind: Site, Text: text, Verdict: text, Steps: []int{1}, Notes: []string{text}}, {Kind: Guard, Text: text, Line: 1}},
			Edges: []*Edge{{From: 0, To: 1, Label: text}, {From: 1, To: 1, Label: text}, {From: 1, To: 0, Label: text, OnWay: true}}}
		check(t, g)
	}
}
