package graph

import "testing"

// A drawing of one command ends behind it: what cannot lead to it any more is one box, and where the script ends before it stays.
func TestUpTo(t *testing.T) {
	g := &Graph{
		Nodes: []*Node{{Kind: Start}, {Kind: Branch}, {Kind: Stop}, {Kind: Site}, {Kind: Branch, Text: "behind"}, {Kind: Stop, Text: "behind"}, {Kind: End}, {Kind: Branch, Text: "loop"}},
		Edges: []*Edge{{From: 0, To: 7}, {From: 7, To: 1}, {From: 1, To: 2, Label: "no"}, {From: 1, To: 3, Label: "yes", OnWay: true}, {From: 3, To: 4}, {From: 4, To: 5}, {From: 4, To: 6}, {From: 3, To: 7}},
	}
	g.upTo()
	var kinds []Kind
	for _, n := range g.Nodes {
		kinds = append(kinds, n.Kind)
		if n.Text == "behind" {
			t.Error("what comes behind is drawn")
		}
	}
	if len(g.Nodes) != 6 || kinds[3] != Site || kinds[5] != End || g.Nodes[4].Text != "loop" {
		t.Errorf("left are %v", kinds)
	}
	ends := map[[2]int]bool{}
	for _, e := range g.Edges {
		ends[[2]int{e.From, e.To}] = e.OnWay
	}
	if _, back := ends[[2]int{3, 4}]; len(ends) != 6 || !back || !ends[[2]int{1, 3}] {
		t.Errorf("edges %v", ends)
	}
}
