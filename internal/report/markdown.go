package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/inventory"
)

// markdownFormat is made for comments of pull requests and for wikis. Whatever a script or a file name holds stands in code spans, in
// which neither markup nor a name behind an @ has a meaning.
type markdownFormat struct{}

func (markdownFormat) Write(w io.Writer, run *Run) error {
	var b strings.Builder
	switch {
	case run.Trend != nil:
		trendMarkdown(&b, run.Trend)
	case run.Diff != nil:
		diffMarkdown(&b, run)
	default:
		auditMarkdown(&b, run)
	}
	for _, e := range run.Errors {
		fmt.Fprintf(&b, "\n- not looked at: %s", code(trouble(e)))
	}
	if len(run.Errors) > 0 {
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func auditMarkdown(b *strings.Builder, run *Run) {
	fmt.Fprintf(b, "## Destructive commands\n\n%s\n", escapedMarkdown(auditSummary(run.Results)))
	list := []group{{sites: Audited(run.Results)}}
	if run.By != "" && run.By != "file" {
		list = groups(run)
	}
	for _, g := range list {
		if len(g.sites) == 0 {
			continue
		}
		if g.name != "" {
			fmt.Fprintf(b, "\n### %s\n\n%s, %s\n", code(g.name), Count(len(g.sites), "destructive command"), tally(g.sites))
		}
		b.WriteString("\n| verdict | where | command | destroys | owners | why |\n| --- | --- | --- | --- | --- | --- |\n")
		for _, s := range worstFirst(g.sites) {
			siteRow(b, run, s, s.Verdict, "")
		}
	}
}

// worstFirst gives commands in the order of danger, and else in theirs.
func worstFirst(sites []*driver.Site) []*driver.Site {
	order := inventory.Verdicts()
	list := slices.Clone(sites)
	slices.SortStableFunc(list, func(a, b *driver.Site) int {
		return slices.Index(order, a.Verdict) - slices.Index(order, b.Verdict)
	})
	return list
}

// siteRow writes a command as a row of a table.
func siteRow(b *strings.Builder, run *Run, s *driver.Site, first, was string) {
	if was != "" {
		first += " (was " + was + ")"
	}
	var why []string
	if reason := because(s); reason != "" {
		why = append(why, code(reason))
	}
	for _, a := range s.Assumptions {
		why = append(why, "assumes that "+code(a.Text))
	}
	owners := make([]string, 0, len(s.Owners))
	for _, o := range s.Owners {
		owners = append(owners, code(o))
	}
	destroys := s.Kind
	if s.Target != "" && s.Kind != "machine" {
		destroys = code(clip(Clean(s.Target), maxCommand)) + " (" + s.Kind + ")"
	}
	fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s |\n", first, code(fmt.Sprintf("%s:%d", Clean(run.path(s.File)), s.Line)), code(shortCommand(s.Command)),
		destroys, strings.Join(owners, " "), strings.Join(why, "<br>"))
}

func diffMarkdown(b *strings.Builder, run *Run) {
	d := run.Diff
	b.WriteString("## What this changes about destructive commands\n\n")
	b.WriteString(escapedMarkdown(diffSummary(d)) + "\n")
	for _, part := range []struct {
		title   string
		changes []inventory.Change
	}{{"New", d.Added}, {"Worse than before", d.Worse}, {"Better than before", d.Better}, {"Gone", d.Removed}} {
		if len(part.changes) == 0 {
			continue
		}
		fmt.Fprintf(b, "\n### %s\n\n| verdict | where | command | destroys | owners | why |\n| --- | --- | --- | --- | --- | --- |\n", part.title)
		for _, c := range part.changes {
			was := ""
			if c.Was != c.Site.Verdict {
				was = c.Was
			}
			siteRow(b, run, c.Site, c.Site.Verdict, was)
		}
	}
	if len(d.Added)+len(d.Worse) == 0 {
		b.WriteString("\nNothing is new or worse.\n")
	}
}

func trendMarkdown(b *strings.Builder, points []inventory.Point) {
	b.WriteString("## Destructive commands over time\n\n| day | commit | scripts | commands |")
	for _, v := range inventory.Verdicts() {
		b.WriteString(" " + v + " |")
	}
	b.WriteString("\n| --- | --- | ---: | ---: |" + strings.Repeat(" ---: |", len(inventory.Verdicts())) + "\n")
	for _, p := range points {
		fmt.Fprintf(b, "| %s | %s | %d | %d |", p.When.Format("2006-01-02"), code(p.Commit), p.Scripts, p.Sites)
		for _, v := range inventory.Verdicts() {
			fmt.Fprintf(b, " %d |", p.Counts[v])
		}
		b.WriteByte('\n')
	}
}

// code is a text as a code span that may stand in a table.
func code(text string) string {
	text = strings.TrimSpace(Clean(text))
	if text == "" {
		return ""
	}
	longest, run := 0, 0
	for _, r := range text {
		if r != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	fence := strings.Repeat("`", longest+1)
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return fence + strings.ReplaceAll(text, "|", `\|`) + fence
}

// escapedMarkdown is a text of ours that may name something of a script.
func escapedMarkdown(text string) string {
	for _, r := range "\\`*_[]<>|@#" {
		text = strings.ReplaceAll(text, string(r), "\\"+string(r))
	}
	return text
}
