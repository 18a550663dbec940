package graph

import (
	"cmp"
	"slices"
)

// Distances of the drawing, in pixels.
const (
	charWidth, lineHeight = 7.3, 16.0
	padX, padY            = 10.0, 7.0
	gapX, gapY            = 26.0, 44.0
	loose                 = 14.0 // the room for an edge that passes a layer
)

// A box is a node in its place, or the point where an edge passes a layer.
type box struct {
	node       int // -1 where an edge passes
	layer      int
	x, y, w, h float64 // of the middle
	up, down   []*box
}

// A layout is a graph in layers: edges lead down, but for those that close a loop.
type layout struct {
	boxes         []*box // of the nodes
	layers        [][]*box
	routes        [][]*box // of the edges, from above to below
	back          []bool   // edges that lead up
	width, height float64
}

// arrange lays a graph out: layers by the longest way from the start, an order in each with few crossings, and then places.
func arrange(g *Graph) *layout {
	l := &layout{back: backEdges(g)}
	for i, n := range g.Nodes {
		b := &box{node: i, h: 2*padY + lineHeight*float64(len(n.label()))}
		for _, text := range n.label() {
			b.w = max(b.w, 2*padX+charWidth*float64(textColumns(text)))
		}
		l.boxes = append(l.boxes, b)
	}
	l.rank(g)
	for _, b := range l.boxes {
		l.put(b)
	}
	l.route(g)
	for sweep := range 12 {
		l.order(sweep%2 == 0)
	}
	l.place()
	return l
}

// ends gives the upper and the lower node of an edge.
func (l *layout) ends(g *Graph, i int) (from, to int) {
	e := g.Edges[i]
	if l.back[i] {
		return e.To, e.From
	}
	return e.From, e.To
}

// backEdges finds the edges that close a loop.
func backEdges(g *Graph) []bool {
	back := make([]bool, len(g.Edges))
	out := make([][]int, len(g.Nodes))
	for i, e := range g.Edges {
		out[e.From] = append(out[e.From], i)
	}
	state := make([]int, len(g.Nodes)) // 1 on the way here, 2 done
	var visit func(int)
	visit = func(n int) {
		state[n] = 1
		for _, i := range out[n] {
			switch to := g.Edges[i].To; state[to] {
			case 0:
				visit(to)
			case 1:
				back[i] = true
			}
		}
		state[n] = 2
	}
	for n := range g.Nodes {
		if state[n] == 0 {
			visit(n)
		}
	}
	return back
}

// rank gives each node a layer below all that lead to it.
func (l *layout) rank(g *Graph) {
	for again := true; again; {
		again = false
		for i := range g.Edges {
			from, to := l.ends(g, i)
			if below := l.boxes[from].layer + 1; from != to && l.boxes[to].layer < below {
				l.boxes[to].layer, again = below, true
			}
		}
	}
}

func (l *layout) put(b *box) {
	for len(l.layers) <= b.layer {
		l.layers = append(l.layers, nil)
	}
	l.layers[b.layer] = append(l.layers[b.layer], b)
}

// route leads each edge through the layers that it passes.
func (l *layout) route(g *Graph) {
	for i := range g.Edges {
		from, to := l.ends(g, i)
		if from == to {
			l.routes = append(l.routes, []*box{l.boxes[from]})
			continue
		}
		at := l.boxes[from]
		route := []*box{at}
		for layer := at.layer + 1; layer < l.boxes[to].layer; layer++ {
			b := &box{node: -1, layer: layer, w: loose}
			l.put(b)
			connect(at, b)
			at = b
			route = append(route, b)
		}
		connect(at, l.boxes[to])
		l.routes = append(l.routes, append(route, l.boxes[to]))
	}
}

func connect(upper, lower *box) {
	upper.down = append(upper.down, lower)
	lower.up = append(lower.up, upper)
}

// order sorts each layer by where its neighbours stand in the one before.
func (l *layout) order(down bool) {
	for i := range l.layers {
		layer := l.layers[i]
		if !down {
			layer = l.layers[len(l.layers)-1-i]
		}
		key := map[*box]float64{}
		for at, b := range layer {
			near := b.up
			if !down {
				near = b.down
			}
			key[b] = float64(at)
			if len(near) > 0 {
				sum := 0.0
				for _, n := range near {
					sum += float64(slices.Index(l.layers[n.layer], n))
				}
				key[b] = sum / float64(len(near))
			}
		}
		slices.SortStableFunc(layer, func(a, b *box) int { return cmp.Compare(key[a], key[b]) })
	}
}

// place gives the boxes of each layer places in their order: as near to their neighbours as the others let them.
func (l *layout) place() {
	for _, layer := range l.layers {
		x := 0.0
		for _, b := range layer {
			b.x = x + b.w/2
			x += b.w + gapX
		}
	}
	for sweep := range 16 {
		for i := range l.layers {
			layer := l.layers[i]
			if sweep%2 == 1 {
				layer = l.layers[len(l.layers)-1-i]
			}
			settle(layer, sweep)
		}
	}
	left := 0.0
	for _, layer := range l.layers {
		for _, b := range layer {
			left = min(left, b.x-b.w/2)
		}
	}
	y := 0.0
	for _, layer := range l.layers {
		high := 0.0
		for _, b := range layer {
			high = max(high, b.h)
		}
		for _, b := range layer {
			b.x -= left
			b.y = y + high/2
			l.width = max(l.width, b.x+b.w/2)
		}
		y += high + gapY
	}
	l.height = max(0, y-gapY)
}

// settle moves the boxes of a layer to the middle of their neighbours. Boxes that want the same place share it as a group,
// around the middle of what they want; so none overlap and the order stays.
func settle(layer []*box, sweep int) {
	type group struct {
		boxes     []*box
		want, sum float64 // the place of the first box's left edge, and the sum that it is the mean of
		n, w      float64
	}
	var groups []*group
	for _, b := range layer {
		near := b.up
		if sweep%2 == 1 || len(near) == 0 {
			near = b.down
		}
		want := b.x
		if len(near) > 0 {
			want = 0
			for _, n := range near {
				want += n.x / float64(len(near))
			}
		}
		g := &group{boxes: []*box{b}, sum: want - b.w/2, want: want - b.w/2, n: 1, w: b.w}
		groups = append(groups, g)
		for len(groups) > 1 {
			a, c := groups[len(groups)-2], groups[len(groups)-1]
			if a.want+a.w+gapX <= c.want {
				break
			}
			a.sum += c.sum - c.n*(a.w+gapX)
			a.n += c.n
			a.want = a.sum / a.n
			a.w += gapX + c.w
			a.boxes = append(a.boxes, c.boxes...)
			groups = groups[:len(groups)-1]
		}
	}
	for _, g := range groups {
		x := g.want
		for _, b := range g.boxes {
			b.x = x + b.w/2
			x += b.w + gapX
		}
	}
}
