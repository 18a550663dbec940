package graph

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
)

// A visit is what the way of a finding does at one box, in the order of the way: a step that is told happens there, or a condition comes out.
type visit struct {
	step    int    // from 1; 0 for a condition
	at      int    // of a condition: where it begins in the script
	success bool   // its status is 0
	pattern string // of a case: the pattern that matches
}

// visits are what the way of a finding does at boxes of the script.
func (b *builder) visits(way []driver.Step) []visit {
	var out []visit
	for i, step := range way {
		for _, br := range step.Branches {
			if at, ok := b.offset(br.Place); ok {
				out = append(out, visit{at: at, success: br.Success, pattern: br.Pattern})
			}
		}
		if _, ok := b.offset(step.Place); !ok {
			continue
		}
		// A step that tells of a condition happens before that comes out.
		told := visit{step: i + 1}
		if n := len(out); n > 0 && len(step.Branches) > 0 && step.Branches[len(step.Branches)-1].Line == step.Line {
			out = slices.Insert(out, n-1, told)
		} else {
			out = append(out, told)
		}
	}
	return slices.DeleteFunc(out, func(v visit) bool {
		return !slices.ContainsFunc(b.out.Nodes, func(n *Node) bool { return n.met(v) })
	})
}

// met reports whether a visit is one of the box.
func (n *Node) met(v visit) bool {
	if v.step > 0 {
		return slices.Contains(n.Steps, v.step)
	}
	return n.decides() && n.from == v.at && n.to > n.from
}

// decides reports whether the box has ways out that a status chooses between.
func (n *Node) decides() bool {
	return n.Kind == Branch || n.Kind == Guard || n.Kind == Step || n.Kind == Site
}

// follows reports whether an edge is one that the way may take from a box, where it has made a visit.
func (e *Edge) follows(v visit) bool {
	if v.pattern != "" {
		return strings.Contains(" "+e.Label+" ", " "+oneLine(v.pattern)+" ") || e.Label == ""
	}
	switch {
	case slices.Contains([]string{"yes", "ok", "status 0"}, e.Label):
		return v.success
	case slices.Contains([]string{"no", "fails", "other status"}, e.Label):
		return !v.success
	}
	return true
}

// noMatch is the way out of a case of which no pattern fits.
const noMatch = "no match"

// A spot is a place on the way: a box, how many visits have been made, and which of them says how the box is left, -1 for none.
type spot struct{ node, made, by int }

// highlight marks the edges of a shortest way that makes all visits in their order, and takes at each box the way out that the finding's
// way took. Where the drawing has no such way, a part stays unmarked: what is marked is never another way than that of the finding.
func (g *Graph) highlight(visits []visit) {
	if !slices.ContainsFunc(visits, func(v visit) bool { return v.step > 0 }) {
		return
	}
	w := &walker{visits: visits, nodes: g.Nodes, out: make([][]*Edge, len(g.Nodes)), been: make([]bool, len(g.Nodes))}
	for _, e := range g.Edges {
		if w.open(e) {
			w.out[e.From] = append(w.out[e.From], e)
		}
	}
	at := w.walk(w.arrive(0, 0))
	for at.made < len(visits) {
		next := visits[at.made]
		// What is said of a box that the way has left already, as of a status that is lost later, takes it nowhere.
		if slices.ContainsFunc(g.Nodes, func(n *Node) bool { return n.met(next) && w.been[slices.Index(g.Nodes, n)] }) {
			at = w.walk(spot{at.node, at.made + 1, at.by})
			continue
		}
		at = w.walk(w.behindGap(at.made))
	}
}

// A walker finds the way of a finding in a drawing.
type walker struct {
	visits []visit
	nodes  []*Node
	out    [][]*Edge // by node, without those that the finding's way never takes
	been   []bool    // by node: the way has been there
}

// open reports whether the way may take an edge at all: of a box with conditions that came out on it, one of these has to lead there.
func (w *walker) open(e *Edge) bool {
	asked := false
	for _, v := range w.visits {
		if v.step == 0 && w.nodes[e.From].met(v) {
			if e.follows(v) || e.Label == noMatch { // that is no step of a way
				return true
			}
			asked = true
		}
	}
	return !asked
}

// arrive makes the visits that come next at a box: of conditions only one, since the way has to come again for another.
func (w *walker) arrive(node, made int) spot {
	s := spot{node, made, -1}
	for s.made < len(w.visits) && w.nodes[node].met(w.visits[s.made]) {
		if w.visits[s.made].step == 0 {
			if s.by >= 0 {
				break
			}
			s.by = s.made
		}
		s.made++
	}
	return s
}

// behindGap is where the way goes on that the drawing does not lead to: at the start of a function that stands beside, or at the box.
func (w *walker) behindGap(made int) spot {
	for i, n := range w.nodes {
		if n.Kind != Start || w.been[i] {
			continue
		}
		if best := w.best(w.arrive(i, made), nil); best.made > made {
			return w.arrive(i, made)
		}
	}
	return w.arrive(slices.IndexFunc(w.nodes, func(n *Node) bool { return n.met(w.visits[made]) }), made)
}

// walk marks the way that makes the most visits, and gives where it ends.
func (w *walker) walk(from spot) spot {
	came := map[spot]*Edge{}
	before := map[spot]spot{}
	best := w.best(from, func(at, next spot, e *Edge) { came[next], before[next] = e, at })
	w.been[from.node] = true
	for at := best; at != from; at = before[at] {
		came[at].OnWay = true
		w.been[at.node] = true
	}
	return best
}

// best is the nearest place at which the most visits have been made.
func (w *walker) best(from spot, came func(at, next spot, e *Edge)) spot {
	best := from
	seen := map[spot]bool{from: true}
	for queue := []spot{from}; len(queue) > 0 && best.made < len(w.visits); queue = queue[1:] {
		at := queue[0]
		for _, e := range w.out[at.node] {
			if at.by >= 0 && !e.follows(w.visits[at.by]) {
				continue
			}
			next := w.arrive(e.To, at.made)
			if seen[next] {
				continue
			}
			seen[next] = true
			if came != nil {
				came(at, next, e)
			}
			if next.made > best.made {
				best = next
			}
			queue = append(queue, next)
		}
	}
	return best
}
