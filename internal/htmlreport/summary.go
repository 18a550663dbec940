package htmlreport

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/report"
	"github.com/wipelint/wipelint/internal/rule"
)

// The summary is what stands at the head of the page.
type summary struct {
	Line     string // all of it in words
	Commands int
	Verdicts []verdictCount
	Rules    []ruleCount
	Errors   int
}

// A verdictCount is a verdict with its part of the ring, which is drawn as a stroke: its length and where it begins, of a
// circumference of 100.
type verdictCount struct {
	Name, Means  string
	Count        int
	Dash, Offset string
}

// A ruleCount is a rule with how many findings it has, and how wide its bar is, of 100.
type ruleCount struct {
	Name, Code, Severity, Says string
	Count                      int
	Width                      string
}

// verdicts are in the order from good to bad.
var verdicts = []verdictCount{
	{Name: "guarded", Means: "every way to it got “idle” from a guard of its target"},
	{Name: "prompted", Means: "only a person's confirmation stands before it"},
	{Name: "possible", Means: "nobody declared it, and its name or what it is handed speaks of destruction"},
	{Name: "flawed", Means: "a guard ran, and an answer other than “idle” does not stop it"},
	{Name: "unguarded", Means: "a way leads to it with no guard asked"},
}

func summarise(run *report.Run, data *document) summary {
	out := summary{Commands: len(run.Sites), Errors: len(run.Errors)}
	files := map[string]bool{}
	counts := map[string]int{}
	for _, s := range run.Sites {
		files[s.File] = true
		counts[s.Verdict]++
	}
	var parts []string
	done := 0.0
	for _, v := range verdicts {
		v.Count = counts[v.Name]
		if v.Count == 0 && v.Name == "possible" {
			continue // most runs have none
		}
		part := 0.0
		if v.Count > 0 {
			part = 100 * float64(v.Count) / float64(out.Commands)
			parts = append(parts, fmt.Sprintf("%d %s", v.Count, v.Name))
		}
		// Dashes begin where the circle does; a negative offset moves them on.
		v.Dash, v.Offset = number(part)+" "+number(100-part), number(-done)
		done += part
		out.Verdicts = append(out.Verdicts, v)
	}
	out.Rules = rules(run)
	out.Line = fmt.Sprintf("%s in %s", count(out.Commands, "destructive command"), count(len(files), "file"))
	if len(parts) > 0 {
		out.Line += ": " + strings.Join(parts, ", ")
	}
	out.Line += fmt.Sprintf("; %s in %s", count(len(data.Findings), "finding"), count(run.Scripts, "script"))
	return out
}

// rules counts the findings of each rule, the worst severity and then the greatest number first.
func rules(run *report.Run) []ruleCount {
	worst := map[string]rule.Severity{}
	byName := map[string]*ruleCount{}
	var list []*ruleCount
	most := 1
	for _, f := range run.Findings {
		c := byName[f.Rule]
		if c == nil {
			c = &ruleCount{Name: report.Clean(f.Rule), Code: report.Clean(f.Code), Says: says(run, f.Code)}
			byName[f.Rule] = c
			list = append(list, c)
			worst[f.Rule] = f.Severity
		}
		if driver.Rank(f.Severity) < driver.Rank(worst[f.Rule]) {
			worst[f.Rule] = f.Severity
		}
		c.Count++
		most = max(most, c.Count)
	}
	var out []ruleCount
	for _, c := range list {
		c.Width = number(100 * float64(c.Count) / float64(most))
		out = append(out, *c)
	}
	for i := range out {
		out[i].Severity = string(worst[list[i].Name])
	}
	slices.SortStableFunc(out, func(a, b ruleCount) int {
		return cmp.Or(cmp.Compare(driver.Rank(rule.Severity(a.Severity)), driver.Rank(rule.Severity(b.Severity))),
			cmp.Compare(b.Count, a.Count), cmp.Compare(a.Code, b.Code))
	})
	return out
}

// says is what a rule finds, in a line.
func says(run *report.Run, code string) string {
	for _, known := range run.Rules {
		if known.Code == code && known.Analyzer != nil {
			return rule.Summary(known.Doc)
		}
	}
	return ""
}

// number writes a number with at most two decimals.
func number(f float64) string {
	f = math.Round(f*100) / 100
	if f == 0 {
		f = 0 // and not -0
	}
	return fmt.Sprintf("%g", f)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
