package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/inventory"
)

// Groupings are what an audit can be grouped by.
func Groupings() []string { return []string{"file", "owner", "kind", "verdict", "rule"} }

// A group is the commands that have something in common.
type group struct {
	name  string
	sites []*driver.Site
}

// noOwner stands for the owner of a file that has none.
const noOwner = "nobody"

// groups puts the commands of a run into groups; one with two owners stands in both.
func groups(run *Run) []group {
	byName := map[string]*group{}
	var list []*group
	for _, s := range run.Sites {
		for _, name := range groupNames(s, run.By) {
			g := byName[name]
			if g == nil {
				g = &group{name: name}
				byName[name] = g
				list = append(list, g)
			}
			g.sites = append(g.sites, s)
		}
	}
	if run.By == "verdict" {
		order := inventory.Verdicts()
		slices.SortStableFunc(list, func(a, b *group) int {
			return cmp.Compare(slices.Index(order, a.name), slices.Index(order, b.name))
		})
	} else {
		slices.SortStableFunc(list, func(a, b *group) int { return cmp.Compare(a.name, b.name) })
	}
	out := make([]group, 0, len(list))
	for _, g := range list {
		out = append(out, *g)
	}
	return out
}

func groupNames(s *driver.Site, by string) []string {
	switch by {
	case "owner":
		if len(s.Owners) == 0 {
			return []string{noOwner}
		}
		return s.Owners
	case "kind":
		return []string{s.Kind}
	case "verdict":
		return []string{s.Verdict}
	case "rule":
		if len(s.Rules) == 0 {
			return []string{"none"}
		}
		return []string{s.Rules[0]}
	}
	return []string{s.File}
}

// tally counts commands by verdict, the most dangerous first.
func tally(sites []*driver.Site) string {
	counts := map[string]int{}
	for _, s := range sites {
		counts[s.Verdict]++
	}
	var parts []string
	for _, v := range inventory.Verdicts() {
		if n := counts[v]; n > 0 {
			part := fmt.Sprintf("%d %s", n, v)
			if v == "guarded" {
				part += onAssumptions(sites)
			}
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// groupedText writes an audit by what its commands have in common.
func groupedText(w io.Writer, run *Run) error {
	style := newStyle(run.Options.Color)
	var b strings.Builder
	for _, g := range groups(run) {
		b.WriteString(style.bold.Sprint(lineStart(Clean(g.name))) + ": " + Count(len(g.sites), "destructive command") + ", " + tally(g.sites) + "\n")
		siteLines(&b, g.sites, style, nil, run.Options)
		b.WriteByte('\n')
	}
	b.WriteString(strings.Join(run.Options.broken(auditSummary(run.Results), headIndent, 0), "\n") + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// siteLines writes commands of several files, each on its line with its place; labels stand before them if there are any.
func siteLines(b *strings.Builder, sites []*driver.Site, style *style, labels []string, opts Options) {
	var where, verdict, command, label int
	for i, s := range sites {
		where, verdict = max(where, textWidth(position(s.Place))), max(verdict, len(s.Verdict))
		command = max(command, textWidth(shortCommand(s.Command)))
		if labels != nil {
			label = max(label, textWidth(labels[i])+len("  "))
		}
	}
	for i, s := range sites {
		head := "  "
		if labels != nil {
			head += padded(labels[i], label)
		}
		head += padded(position(s.Place), where+2) + verdictColour(style, s.Verdict).Sprint(s.Verdict) + strings.Repeat(" ", verdict-len(s.Verdict)+2) +
			padded(shortCommand(s.Command), command+2)
		indent := len("    ")
		for _, line := range opts.broken(because(s), indent, indent+label+where+verdict+command+len("      ")) {
			b.WriteString(strings.TrimRight(head+line, " ") + "\n")
			head = ""
		}
		for _, a := range s.Assumptions {
			fmt.Fprintf(b, "    %s\n", strings.Join(opts.broken(assumed(a, s), indent, indent), "\n"))
		}
	}
}

// padded fills a clean text up with blanks.
func padded(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-textWidth(text)))
}

// changes lists what differs, the worst first, with a word for each.
func changes(d *inventory.Diff) (list []inventory.Change, words []string) {
	for _, part := range []struct {
		word    string
		changes []inventory.Change
	}{{"new", d.Added}, {"worse", d.Worse}, {"better", d.Better}, {"gone", d.Removed}} {
		for _, c := range part.changes {
			list, words = append(list, c), append(words, part.word)
		}
	}
	return list, words
}

// diffSummary says in a line what differs.
func diffSummary(d *inventory.Diff) string {
	unsafe := 0
	for _, c := range d.Added {
		if c.Site.Verdict != "guarded" {
			unsafe++
		}
	}
	text := fmt.Sprintf("against %s: %d new", Clean(d.Base), len(d.Added))
	if unsafe > 0 {
		text += fmt.Sprintf(" (%d not guarded)", unsafe)
	}
	return text + fmt.Sprintf(", %d worse, %d better, %d gone, %d as before", len(d.Worse), len(d.Better), len(d.Removed), d.Same)
}

// diffText writes what differs from another state.
func diffText(w io.Writer, run *Run) error {
	style := newStyle(run.Options.Color)
	list, words := changes(run.Diff)
	var b strings.Builder
	var sites []*driver.Site
	for i, c := range list {
		sites = append(sites, c.Site)
		if words[i] == "worse" || words[i] == "better" {
			words[i] += " (was " + c.Was + ")"
		}
	}
	siteLines(&b, sites, style, words, run.Options)
	if len(list) > 0 {
		b.WriteByte('\n')
	}
	b.WriteString(diffSummary(run.Diff) + incomplete(run.Results) + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// barWidth is how long the longest bar of a trend is.
const barWidth = 30

// trendText writes how the counts have come to be, a commit on each line.
func trendText(w io.Writer, run *Run) error {
	var b strings.Builder
	most := 1
	for _, p := range run.Trend {
		most = max(most, p.Sites)
	}
	fmt.Fprintf(&b, "%-10s  %-10s  %8s  %7s  %6s  %s\n", "day", "commit", "commands", "guarded", "others", "# guarded, - others")
	for _, p := range run.Trend {
		guarded := p.Counts["guarded"]
		good := guarded * barWidth / most
		bar := strings.Repeat("#", good) + strings.Repeat("-", p.Sites*barWidth/most-good)
		line := fmt.Sprintf("%-10s  %-10s  %8d  %7d  %6d  %s", p.When.Format("2006-01-02"), Clean(p.Commit), p.Sites, guarded, p.Sites-guarded, bar)
		if p.Errors > 0 {
			line += fmt.Sprintf("  (%s)", Count(p.Errors, "problem"))
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	if len(run.Trend) == 0 {
		b.WriteString("no commit in that time\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

type (
	jsonDiff struct {
		Base    string       `json:"base"`
		Added   []jsonChange `json:"added"`
		Worse   []jsonChange `json:"worse"`
		Better  []jsonChange `json:"better"`
		Removed []jsonChange `json:"removed"`
		Same    int          `json:"same"`
	}
	// A jsonChange is a site with the verdict that it had; empty for one that is new.
	jsonChange struct {
		Was  string   `json:"was"`
		Site jsonSite `json:"site"`
	}
	jsonPoint struct {
		Commit   string         `json:"commit"`
		Time     string         `json:"time"`
		Scripts  int            `json:"scripts"`
		Sites    int            `json:"sites"`
		Verdicts map[string]int `json:"verdicts"`
		Errors   int            `json:"errors"`
	}
)

func diffJSON(d *inventory.Diff) *jsonDiff {
	list := func(changes []inventory.Change) []jsonChange {
		out := []jsonChange{}
		for _, c := range changes {
			out = append(out, jsonChange{c.Was, siteJSON(c.Site)})
		}
		return out
	}
	return &jsonDiff{d.Base, list(d.Added), list(d.Worse), list(d.Better), list(d.Removed), d.Same}
}

func trendJSON(points []inventory.Point) []jsonPoint {
	var out []jsonPoint
	for _, p := range points {
		out = append(out, jsonPoint{p.Commit, p.When.Format("2006-01-02T15:04:05Z"), p.Scripts, p.Sites, p.Counts, p.Errors})
	}
	return out
}
