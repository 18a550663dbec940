// Package graph draws how a script gets to its destructive commands: the guards, the branches and the exits that decide about
// them, with the way of a finding marked. What does not matter to them is one box that says how many lines it stands for.
//
// The flow is that of the syntax, with functions in place of their calls. It is a map for people and proves nothing: verdicts
// and ways come from the analysis.
package graph

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/script"
)

// A Kind is what a node stands for.
type Kind string

// The kinds of nodes.
const (
	Start  Kind = "start"  // where the script, or a function that is not followed from there, begins
	Lines  Kind = "lines"  // what does not matter
	Branch Kind = "branch" // a condition, a choice or a loop
	Guard  Kind = "guard"
	Site   Kind = "site"
	Step   Kind = "step" // another command on the way of a finding
	Stop   Kind = "stop" // the script ends
	End    Kind = "end"  // the last line has run
)

// A Node is a box.
type Node struct {
	Kind Kind
	Text string // may hold anything that the script holds
	Line int    // 0 where it stands for no line
	// Verdict is that of a site.
	Verdict string
	// Steps are the numbers of the steps of the way that happen here, from 1, and Notes what they say.
	Steps []int
	Notes []string

	from, to int  // the bytes of the script
	after    bool // it stands for the status of what is before it
}

// An Edge leads from one node to another, by their indexes.
type Edge struct {
	From, To int
	Label    string
	OnWay    bool
}

// A Graph is the flow of a script.
type Graph struct {
	Title string
	Nodes []*Node
	Edges []*Edge
}

// mostNodes is how many boxes can still be taken in. Functions are drawn at each of their calls, so a script may have any number.
const mostNodes = 400

// Build draws a script, of which the results are known. The way of the finding at a line is marked, or, if that is 0, of the
// first finding that has one. With a line only what decides about that command is drawn. Without destructive commands, or with too many boxes, there is no graph.
func Build(s *script.Script, results *driver.Results, line int) (*Graph, error) {
	b := &builder{script: s, out: &Graph{Title: s.Path}, functions: map[string]*function{}}
	var way []driver.Step
	var about *driver.Finding
	for _, f := range results.Findings {
		if f.File == s.Path && len(f.Witness) > 0 && (line == 0 && way == nil || f.Line == line && line > 0) {
			way, about = f.Witness, f
			if line > 0 {
				break
			}
		}
	}
	if line > 0 && way == nil {
		return nil, fmt.Errorf("there is no finding with a way at line %d of %s; see 'wipelint check'", line, s.Path)
	}
	for _, site := range results.Sites {
		if line > 0 && site.Place != about.Place {
			continue // the drawing is of what decides about one command
		}
		if site.File == s.Path {
			b.mark(site.Place, point{kind: Site, verdict: site.Verdict})
		}
		for _, g := range site.Guards {
			b.mark(g.Place, point{kind: Guard})
		}
	}
	if len(b.points) == 0 {
		return nil, fmt.Errorf("%s has no destructive commands to draw", s.Path)
	}
	for i, step := range way {
		b.mark(step.Place, point{kind: Step, step: i + 1, note: step.Text})
	}
	slices.SortStableFunc(b.points, func(a, c point) int { return cmp.Or(cmp.Compare(a.at, c.at), cmp.Compare(a.step, c.step)) })
	b.build()
	if len(b.out.Nodes) >= mostNodes {
		return nil, fmt.Errorf("the flow of %s is too large to draw: more than %d boxes", s.Path, mostNodes)
	}
	b.out.join()
	b.out.highlight(b.visits(way))
	b.out.settle()
	if line > 0 {
		b.out.upTo()
	}
	return b.out, nil
}

// Ways are the lines of the findings of a script that have a way to draw, each once.
func Ways(results *driver.Results, path string) []int {
	var lines []int
	for _, f := range results.Findings {
		if f.File == path && len(f.Witness) > 0 && !slices.Contains(lines, f.Line) {
			lines = append(lines, f.Line)
		}
	}
	return lines
}

// A point is a place that matters, by its offset in the script.
type point struct {
	at      int
	kind    Kind
	verdict string
	step    int
	note    string
}

// mark notes a place of the script; places of other files are not drawn.
func (b *builder) mark(p driver.Place, pt point) {
	if p.File != b.script.Path || p.Line < 1 || p.Line > b.script.LineCount() {
		return
	}
	pt.at, _ = b.offset(p)
	b.points = append(b.points, pt)
}

// offset is where a place begins in the script, if it is one of it.
func (b *builder) offset(p driver.Place) (int, bool) {
	if p.File != b.script.Path || p.Line < 1 || p.Line > b.script.LineCount() {
		return 0, false
	}
	return b.script.LineOffsets()[p.Line-1] + p.Column - 1, true
}

// within gives the points in a range of bytes.
func (b *builder) within(from, to int) []point {
	i, _ := slices.BinarySearchFunc(b.points, from, func(p point, at int) int { return cmp.Compare(p.at, at) })
	j := i
	for j < len(b.points) && b.points[j].at < to {
		j++
	}
	return b.points[i:j]
}

// settle leaves the steps of a way to the boxes on it: a function is drawn at each of its calls, and the way leads through one.
func (g *Graph) settle() {
	onWay := map[int]bool{0: true}
	for _, e := range g.Edges {
		if e.OnWay {
			onWay[e.From], onWay[e.To] = true, true
		}
	}
	there := map[int]bool{}
	for i, n := range g.Nodes {
		for _, s := range n.Steps {
			there[s] = there[s] || onWay[i]
		}
	}
	for i, n := range g.Nodes {
		var steps []int
		var notes []string
		for k, s := range n.Steps {
			if onWay[i] || !there[s] {
				steps, notes = append(steps, s), append(notes, n.Notes[k])
			}
		}
		n.Steps, n.Notes = steps, notes
	}
}

// onWay reports whether a node is one of the way.
func (g *Graph) onWay(i int) bool {
	return len(g.Nodes[i].Steps) > 0 || slices.ContainsFunc(g.Edges, func(e *Edge) bool { return e.OnWay && (e.From == i || e.To == i) })
}

// label is what stands in a box, in lines.
func (n *Node) label() []string {
	const wide = 46
	cut := func(s string) string {
		if r := []rune(s); len(r) > wide {
			return string(r[:wide-1]) + "…"
		}
		return s
	}
	var out []string
	text := n.Text
	if n.Line > 0 {
		text = fmt.Sprintf("%d: %s", n.Line, text)
	}
	out = append(out, cut(shown(text)))
	if n.Verdict != "" {
		out = append(out, cut(shown(n.Verdict)))
	}
	for i, s := range n.Steps {
		if note := cut(shown(fmt.Sprintf("(%d) %s", s, n.Notes[i]))); !slices.Contains(out, note) {
			out = append(out, note)
		}
	}
	return out
}

// oneLine puts a text on a line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
