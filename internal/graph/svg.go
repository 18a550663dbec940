package graph

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/mattn/go-runewidth"
)

// widths does not look at the locale, so that a drawing is the same everywhere.
var widths = &runewidth.Condition{}

func textColumns(s string) int { return widths.StringWidth(s) }

// svgStyle colours the drawing in light and dark.
const svgStyle = `
  .wl { font: 12px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
  .back { fill: #fff; } text { fill: #1b2129; } .label { font: 11px system-ui, sans-serif; fill: #59636e; stroke: #fff; stroke-width: 3px; paint-order: stroke; }
  .box { fill: #fff; stroke: #59636e; } .edge { fill: none; stroke: #7b8591; } .tip { fill: #7b8591; }
  .lines .box { stroke: #b0b6be; } .lines text { fill: #59636e; } .stop .box { fill: #eceff1; }
  .guard .box { fill: #dcecff; stroke: #0b57c4; } .site .box { fill: #ffd9dd; stroke: #c0203a; } .safe .box { fill: #d6f2e3; stroke: #1a7f4b; }
  .way .box { stroke: #c0203a; stroke-width: 2.5; } .edge.way { stroke: #c0203a; stroke-width: 2.5; } .tip.way { fill: #c0203a; }
  @media (prefers-color-scheme: dark) {
    .back { fill: #0f1319; } text { fill: #e3e8ef; } .label { fill: #98a3b1; stroke: #0f1319; } .box { fill: #171c24; stroke: #98a3b1; } .lines text { fill: #98a3b1; }
    .lines .box { stroke: #444d59; } .stop .box { fill: #2b333f; } .guard .box { fill: #12294a; stroke: #7ab4ff; } .site .box { fill: #4a1620; stroke: #ff6f7f; }
    .safe .box { fill: #123524; stroke: #4cc38a; } .way .box, .edge.way { stroke: #ff6f7f; } .tip.way { fill: #ff6f7f; }
  }
`

// SVG writes the graph as a drawing.
func (g *Graph) SVG(w io.Writer) error {
	l := arrange(g)
	const margin = 24.0
	var b strings.Builder
	width, height := max(l.width, keyWidth)+2*margin, l.height+keyHeight+2*margin
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="%g %g %.0f %.0f" role="img">`+"\n", width, height, -margin, -margin, width, height)
	fmt.Fprintf(&b, "<title>%s</title>\n<style>%s</style>\n<rect class=\"back\" x=\"%g\" y=\"%g\" width=\"%.0f\" height=\"%.0f\"/>\n<g class=\"wl\">\n",
		escaped("How "+shown(g.Title)+" gets to its destructive commands"), svgStyle, -margin, -margin, width, height)
	var labels strings.Builder // over all edges
	for i, e := range g.Edges {
		class := ""
		if e.OnWay {
			class = " way"
		}
		l.edge(&b, &labels, i, shown(e.Label), class)
	}
	b.WriteString(labels.String())
	for i, n := range g.Nodes {
		l.node(&b, l.boxes[i], n, g.onWay(i))
	}
	key(&b, l.height+margin)
	b.WriteString("</g>\n</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func (l *layout) node(b *strings.Builder, at *box, n *Node, onWay bool) {
	class := string(n.Kind)
	if n.Kind == Site && n.Verdict == "guarded" {
		class = "safe"
	}
	if onWay {
		class += " way"
	}
	round := 4.0
	switch n.Kind {
	case Start, End:
		round = at.h / 2
	case Stop:
		round = 0
	case Lines, Branch, Guard, Site, Step: // a box
	}
	fmt.Fprintf(b, `<g class="%s"><rect class="box" x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="%g"/>`, class, at.x-at.w/2, at.y-at.h/2, at.w, at.h, round)
	for i, line := range n.label() {
		weight := ""
		if i > 0 {
			weight = ` font-style="italic"`
		}
		fmt.Fprintf(b, `<text x="%.1f" y="%.1f"%s xml:space="preserve">%s</text>`, at.x-at.w/2+padX, at.y-at.h/2+padY+lineHeight*(float64(i)+0.75), weight, escaped(line))
	}
	b.WriteString("</g>\n")
}

// edge draws an edge from the lower border of its upper box to the upper border of its lower one, with a tip at its end and
// its label where it begins.
func (l *layout) edge(b, labels *strings.Builder, i int, label, class string) {
	route := l.routes[i]
	first, last := route[0], route[len(route)-1]
	if len(route) == 1 { // to itself
		x, y := first.x+first.w/2, first.y
		fmt.Fprintf(b, `<path class="edge%s" d="M%.1f %.1f h12 v%.1f h-12"/>`+"\n", class, x, y-6, 12.0)
		tip(b, x, y+6, -1, 0, class)
		return
	}
	points := [][2]float64{{first.port(route[1], first.down), first.y + first.h/2}}
	for _, p := range route[1 : len(route)-1] {
		points = append(points, [2]float64{p.x, p.y})
	}
	end := [2]float64{last.port(route[len(route)-2], last.up), last.y - last.h/2}
	points = append(points, end)
	fmt.Fprintf(b, `<path class="edge%s" d="M%.1f %.1f`, class, points[0][0], points[0][1])
	for k := 1; k < len(points); k++ {
		from, to := points[k-1], points[k]
		middle := (from[1] + to[1]) / 2
		fmt.Fprintf(b, " C%.1f %.1f %.1f %.1f %.1f %.1f", from[0], middle, to[0], middle, to[0], to[1])
	}
	b.WriteString("\"/>\n")
	at := points[0]
	next := points[1]
	if l.back[i] {
		tip(b, at[0], at[1], 0, -1, class)
		at, next = end, points[len(points)-2]
	} else {
		tip(b, end[0], end[1], 0, 1, class)
	}
	if label != "" {
		if r := []rune(label); len(r) > 24 {
			label = string(r[:23]) + "…"
		}
		// Beside where the edge begins; where there are more than two, where they have parted.
		x, y, anchor := at[0], at[1]+math.Copysign(14, next[1]-at[1])+3, "start"
		if len(first.down) > 2 && !l.back[i] {
			x, y = next[0], route[1].y-route[1].h/2-12
		}
		if x += 5; at[0] < first.x && len(first.down) == 2 {
			x, anchor = x-10, "end"
		}
		fmt.Fprintf(labels, `<text class="label" x="%.1f" y="%.1f" text-anchor="%s" xml:space="preserve">%s</text>`+"\n", x, y, anchor, escaped(label))
	}
}

// port is where on a box's border the edge to a neighbour ends: they are spread in the order of the neighbours.
func (b *box) port(to *box, all []*box) float64 {
	rank := 0
	seen := false
	for _, other := range all {
		if other == to && !seen {
			seen = true
			continue
		}
		if other.x < to.x || other.x == to.x && !seen {
			rank++
		}
	}
	room := min(b.w-20, 36*float64(len(all)-1))
	if len(all) == 1 {
		return b.x
	}
	return b.x - room/2 + room*float64(rank)/float64(len(all)-1)
}

// tip draws the head of an arrow in a direction.
func tip(b *strings.Builder, x, y, dx, dy float64, class string) {
	const long, wide = 7.0, 3.5
	fmt.Fprintf(b, `<path class="tip%s" d="M%.1f %.1f L%.1f %.1f L%.1f %.1f Z"/>`+"\n", class, x, y, x-dx*long-dy*wide, y-dy*long-dx*wide, x-dx*long+dy*wide, y-dy*long+dx*wide)
}

func escaped(s string) string {
	var b strings.Builder
	// A strings.Builder does not fail.
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}
