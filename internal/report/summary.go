package report

import (
	"fmt"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/symexec/domain"
)

// Summary sums a run up in one line.
func Summary(r *driver.Results) string {
	return findings(r) + suppressed(r) + "; " + commands(r) + incomplete(r)
}

// suppressed says how many findings comments, and how many a baseline keep out of the list.
func suppressed(r *driver.Results) string {
	inSource, external := 0, 0
	for _, f := range r.Suppressed {
		if f.Suppressions[0].Kind == driver.InSource {
			inSource++
		} else {
			external++
		}
	}
	text := ""
	if inSource > 0 {
		text += fmt.Sprintf("; %d suppressed", inSource)
	}
	if external > 0 {
		text += fmt.Sprintf("; %d in the baseline", external)
	}
	return text
}

// staleEntries says of each baseline how much of it no longer occurs, on a line of its own.
func staleEntries(r *driver.Results) string {
	text := ""
	for _, b := range r.Baselines {
		if b.Stale > 0 {
			entries, verb := "entries", "occur"
			if b.Stale == 1 {
				entries, verb = "entry", "occurs"
			}
			text += lineStart(fmt.Sprintf("%d %s of %s no longer %s; write it anew with 'wipelint baseline'", b.Stale, entries, Clean(b.File), verb)) + "\n"
		}
	}
	return text
}

// findings says how many findings there are, of which severities, and where.
func findings(r *driver.Results) string {
	if len(r.Findings) == 0 {
		return "no findings"
	}
	bySeverity := map[rule.Severity]int{}
	files := map[string]bool{}
	for _, f := range r.Findings {
		bySeverity[f.Severity]++
		files[f.File] = true
	}
	var parts []string
	for _, s := range []rule.Severity{rule.Error, rule.Warning, rule.Note} {
		if n := bySeverity[s]; n > 0 {
			parts = append(parts, Count(n, string(s)))
		}
	}
	return fmt.Sprintf("%s (%s) in %s", Count(len(r.Findings), "finding"), strings.Join(parts, ", "), Count(len(files), "file"))
}

// commands says what was looked at, and how many destructive commands are guarded or prompted.
func commands(r *driver.Results) string {
	guarded, prompted := 0, 0
	for _, s := range r.Sites {
		switch s.Verdict {
		case "guarded":
			guarded++
		case "prompted":
			prompted++
		}
	}
	n := len(r.Sites)
	scripts := Count(r.Scripts, "script")
	if t := templates(r); t != "" {
		scripts += " (" + t + ")"
	}
	scripts += ", "
	if n == 0 {
		return scripts + "no destructive commands" + unfollowed(r)
	}
	var parts []string
	if guarded > 0 {
		parts = append(parts, fmt.Sprintf("%d guarded%s", guarded, onAssumptions(r.Sites)))
	}
	if prompted > 0 {
		parts = append(parts, fmt.Sprintf("%d prompted", prompted))
	}
	if rest := n - guarded - prompted; rest > 0 {
		parts = append(parts, fmt.Sprintf("%d not guarded", rest))
	}
	return scripts + Count(n, "destructive command") + ": " + strings.Join(parts, ", ") + unfollowed(r)
}

// onAssumptions says, behind the number of guarded commands, how many of those take something for granted.
func onAssumptions(sites []*driver.Site) string {
	n := 0
	for _, s := range sites {
		if s.Verdict == "guarded" && len(s.Assumptions) > 0 {
			n++
		}
	}
	switch n {
	case 0:
		return ""
	case 1:
		return " (1 on an assumption)"
	}
	return fmt.Sprintf(" (%d on assumptions)", n)
}

// templates says how many of the scripts are templates, of which only what is written in them is known.
func templates(r *driver.Results) string {
	switch n := len(r.Templates); n {
	case 0:
		return ""
	case 1:
		return "1 a template, its holes unknown"
	default:
		return fmt.Sprintf("%d templates, their holes unknown", n)
	}
}

// unfollowed says how many scripts were not followed to their end, so that the counts before it do not speak for them.
func unfollowed(r *driver.Results) string {
	files := map[string]bool{}
	for _, s := range r.Sites {
		for _, a := range s.Approximations {
			if a.Reason == string(domain.Separately) || a.Reason == string(domain.Incomplete) {
				files[s.File] = true
			}
		}
	}
	if len(files) == 0 {
		return ""
	}
	return "; " + Count(len(files), "script") + " not followed to " + map[bool]string{true: "its end", false: "their ends"}[len(files) == 1]
}

// incomplete warns that the line before it does not speak for everything.
func incomplete(r *driver.Results) string {
	if len(r.Errors) == 0 {
		return ""
	}
	return "; incomplete: " + Count(len(r.Errors), "problem") + " reported"
}

// Count writes a number with its noun.
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
