package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/fatih/color"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/rule"
)

// maxCommand is the widest that a command is shown in the table of an audit.
const maxCommand = 48

// maxReason is the same for the reason of a suppression.
const maxReason = 80

// Audit writes every destructive command with what is proved about it: a table per file.
func Audit(w io.Writer, results *driver.Results, opts Options) error {
	style := newStyle(opts.Color)
	var b strings.Builder
	for sites := Audited(results); len(sites) > 0; {
		n := 1
		for n < len(sites) && sites[n].File == sites[0].File {
			n++
		}
		auditFile(&b, sites[:n], style, opts)
		sites = sites[n:]
	}
	b.WriteString(strings.Join(opts.broken(auditSummary(results), headIndent, 0), "\n") + "\n")
	b.WriteString(switchedOff(results))
	_, err := io.WriteString(w, b.String())
	return err
}

// auditFile writes the table of one file.
func auditFile(b *strings.Builder, sites []*driver.Site, style *style, opts Options) {
	b.WriteString(style.bold.Sprint(lineStart(Clean(sites[0].File))) + "\n")
	var where, verdict, command int
	for _, s := range sites {
		where = max(where, len(lineColumn(s.Place)))
		verdict = max(verdict, len(s.Verdict))
		command = max(command, textWidth(shortCommand(s.Command)))
	}
	for _, s := range sites {
		shown := shortCommand(s.Command)
		head := fmt.Sprintf("  %*s  %s%s  %s%s  ", where, lineColumn(s.Place),
			verdictColour(style, s.Verdict).Sprint(s.Verdict), strings.Repeat(" ", verdict-len(s.Verdict)),
			shown, strings.Repeat(" ", command-textWidth(shown)))
		indent := len("    ") + where
		for _, line := range opts.broken(because(s), indent, indent+verdict+command+len("    ")) {
			b.WriteString(strings.TrimRight(head+line, " ") + "\n")
			head = ""
		}
		for _, line := range approximationLines(s.Approximations) {
			fmt.Fprintf(b, "  %*s  %s\n", where, "", strings.Join(opts.broken(Clean(line), indent, indent), "\n"))
		}
		for _, a := range s.Assumptions {
			fmt.Fprintf(b, "  %*s  %s\n", where, "", strings.Join(opts.broken(assumed(a, s), indent, indent), "\n"))
		}
	}
	b.WriteByte('\n')
}

// assumed says what a verdict takes for granted, and where one sees that.
func assumed(a driver.Assumption, by *driver.Site) string {
	at := lineColumn(a.Place)
	if a.File != by.File {
		at = position(a.Place)
	}
	return fmt.Sprintf("assumes that %s (%s)", Clean(a.Text), at)
}

// because gives the reason for a verdict: the rule that a command violates, or the guards that stand before it.
func because(s *driver.Site) string {
	if s.Verdict == possibleVerdict {
		return "nothing declares the command"
	}
	var parts []string
	// "unguarded" twice in a row says nothing more than once, and "prompted" says the better half of it.
	if len(s.Rules) > 1 || len(s.Rules) == 1 && s.Rules[0] != s.Verdict && s.Verdict != "prompted" {
		parts = append(parts, strings.Join(s.Rules, ", "))
	}
	var guards, makers, questions []string
	for _, g := range s.Guards {
		if g.Made {
			makers = append(makers, asked(g, s))
		} else {
			guards = append(guards, asked(g, s))
		}
	}
	for _, q := range s.Questions {
		questions = append(questions, asked(q, s))
	}
	if len(questions) > 0 && s.Verdict == "prompted" {
		parts = append(parts, "confirmed: "+strings.Join(questions, ", "))
	}
	if len(guards) > 0 {
		word := "by"
		if s.Verdict != "guarded" {
			word = "asked:"
		}
		parts = append(parts, word+" "+strings.Join(guards, ", "))
	}
	if len(makers) > 0 && s.Verdict == "guarded" {
		parts = append(parts, "its own: "+strings.Join(makers, ", "))
	}
	for _, p := range s.Suppressions {
		parts = append(parts, suppression(p))
	}
	return strings.Join(parts, "; ")
}

// asked names a guard or a question, and where it is asked.
func asked(g driver.Guard, by *driver.Site) string {
	at := lineColumn(g.Place)
	if g.File != by.File {
		at = position(g.Place)
	}
	return fmt.Sprintf("%s (%s)", shortCommand(g.Command), at)
}

// suppression says why a finding is suppressed.
func suppression(s driver.Suppression) string {
	if s.Kind == driver.External {
		return "in the baseline"
	}
	text := "suppressed"
	if s.Until != "" {
		text += " until " + s.Until
	}
	return text + ": " + clip(Clean(s.Reason), maxReason)
}

func lineColumn(p driver.Place) string { return fmt.Sprintf("%d:%d", p.Line, p.Column) }

func shortCommand(s string) string { return clip(Clean(s), maxCommand) }

// Clip cuts a clean text to the width that a command has in a table.
func Clip(clean string) string { return clip(clean, maxCommand) }

func verdictColour(style *style, verdict string) *color.Color {
	switch verdict {
	case "guarded":
		return style.good
	case "prompted", possibleVerdict:
		return style.severity[rule.Warning]
	default:
		return style.severity[rule.Error]
	}
}

// auditSummary says how many commands have which verdict.
func auditSummary(r *driver.Results) string {
	if len(r.Sites) == 0 {
		return commands(r) + mayBe(r) + incomplete(r)
	}
	byVerdict := map[string]int{}
	files := map[string]bool{}
	for _, s := range r.Sites {
		byVerdict[s.Verdict]++
		files[s.File] = true
	}
	var parts []string
	for _, v := range []string{"guarded", "prompted", "flawed", "unguarded"} {
		if n := byVerdict[v]; n > 0 {
			part := fmt.Sprintf("%d %s", n, v)
			if v == "guarded" {
				part += onAssumptions(r.Sites)
			}
			parts = append(parts, part)
		}
	}
	holes := templates(r)
	if holes != "" {
		holes = "; " + holes
	}
	return fmt.Sprintf("%s in %s: %s%s%s", Count(len(r.Sites), "destructive command"), Count(len(files), "file"),
		strings.Join(parts, ", "), suppressed(r)+mayBe(r)+holes+unfollowed(r), incomplete(r))
}

// mayBe says how many calls may be destructive ones.
func mayBe(r *driver.Results) string {
	if len(r.Possible) == 0 {
		return ""
	}
	return fmt.Sprintf("; %d possible", len(r.Possible))
}
