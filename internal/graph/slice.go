package graph

// upTo leaves of a drawing what may still lead to a destructive command, with the places at which the script ends before it. All that
// comes behind is one box.
func (g *Graph) upTo() {
	into := make([][]int, len(g.Nodes))
	for _, e := range g.Edges {
		into[e.To] = append(into[e.To], e.From)
	}
	keep := make([]bool, len(g.Nodes))
	var todo []int
	for i, n := range g.Nodes {
		if n.Kind == Site {
			todo = append(todo, i)
		}
	}
	if len(todo) == 0 {
		return
	}
	for len(todo) > 0 {
		i := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !keep[i] {
			keep[i] = true
			todo = append(todo, into[i]...)
		}
	}
	leads := keep
	keep = append([]bool(nil), leads...)
	for _, e := range g.Edges {
		if leads[e.From] && g.Nodes[e.To].Kind == Stop {
			keep[e.To] = true
		}
	}
	at := make([]int, len(g.Nodes))
	var nodes []*Node
	for i, n := range g.Nodes {
		if at[i] = -1; keep[i] {
			at[i] = len(nodes)
			nodes = append(nodes, n)
		}
	}
	rest := -1
	var edges []*Edge
	for _, e := range g.Edges {
		if !keep[e.From] {
			continue
		}
		if !keep[e.To] {
			if rest < 0 {
				rest = len(nodes)
				nodes = append(nodes, &Node{Kind: End, Text: "what comes behind"})
			}
			at[e.To] = rest
		}
		next := &Edge{From: at[e.From], To: at[e.To], Label: e.Label, OnWay: e.OnWay}
		double := false
		for _, o := range edges {
			double = double || o.To == rest && o.From == next.From && o.To == next.To
		}
		if !double {
			edges = append(edges, next)
		}
	}
	g.Nodes, g.Edges = nodes, edges
}
