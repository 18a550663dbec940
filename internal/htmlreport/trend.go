package htmlreport

import (
	"github.com/wipelint/wipelint/internal/inventory"
	"github.com/wipelint/wipelint/internal/report"
)

// A trend is how the counts of verdicts have come to be: a column for each commit, in a drawing of 100 by 40.
type trend struct {
	Columns []trendColumn
	Most    int // commands in the highest column
}

// A trendColumn is a commit with the parts of its column, the safe ones at the bottom.
type trendColumn struct {
	Day, Commit, Says string
	Count             int
	Parts             []trendPart
	Middle            string
}

// A trendPart is the commands of one verdict.
type trendPart struct {
	Verdict             string
	X, Y, Width, Height string
}

const trendWidth, trendHeight = 100.0, 40.0

// drawTrend draws the points of a run; nil where there are none.
func drawTrend(points []inventory.Point) *trend {
	if len(points) == 0 {
		return nil
	}
	out := &trend{}
	for _, p := range points {
		out.Most = max(out.Most, p.Sites)
	}
	step := trendWidth / float64(len(points))
	for i, p := range points {
		left, width := float64(i)*step+step*0.12, step*0.76
		c := trendColumn{Day: p.When.Format("2006-01-02"), Commit: report.Clean(p.Commit), Count: p.Sites, Middle: number(left + width/2)}
		c.Says = c.Day + " " + c.Commit + ": " + count(p.Sites, "destructive command")
		top := trendHeight
		for _, v := range verdicts {
			n := p.Counts[v.Name]
			if n == 0 {
				continue
			}
			height := trendHeight * float64(n) / float64(max(1, out.Most))
			top -= height
			c.Parts = append(c.Parts, trendPart{v.Name, number(left), number(top), number(width), number(height)})
			c.Says += ", " + number(float64(n)) + " " + v.Name
		}
		out.Columns = append(out.Columns, c)
	}
	return out
}
