package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
)

// possibleVerdict is what an audit says of a call that nothing declares.
const possibleVerdict = "possible"

// Audited are the destructive commands together with the calls that may be some, in the order of their places.
func Audited(r *driver.Results) []*driver.Site {
	if len(r.Possible) == 0 {
		return r.Sites
	}
	all := slices.Clone(r.Sites)
	for _, p := range r.Possible {
		all = append(all, &driver.Site{Place: p.Place, Whole: p.Place, Command: p.Call, Verdict: possibleVerdict})
	}
	slices.SortStableFunc(all, func(a, b *driver.Site) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return all
}

// shownPossible is how many commands the line of a check names.
const shownPossible = 3

// possible says in one line which commands may destroy data although nothing says so.
func possible(r *driver.Results) string {
	if len(r.Possible) == 0 {
		return ""
	}
	var lines []string
	for _, handed := range []bool{false, true} {
		var names []string
		var first *driver.Possible
		for _, p := range r.Possible {
			if handed != (p.Runs.Command != "") {
				continue
			}
			first = cmp.Or(first, p)
			if name := shortCommand(p.Command); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		if first == nil {
			continue
		}
		listed := names
		if len(names) > shownPossible {
			listed = append(slices.Clone(names[:shownPossible]), fmt.Sprintf("%d more", len(names)-shownPossible))
		}
		where := fmt.Sprintf("first at %s:%d", Clean(first.File), first.Line)
		of := "a command that nothing declares"
		if len(names) > 1 {
			of = Count(len(names), "command") + " that nothing declares"
		}
		destroy := "destroy"
		if len(names) == 1 {
			destroy = "destroys"
		}
		if handed {
			what := shortCommand(first.Runs.Command)
			lines = append(lines, fmt.Sprintf("going by what it is handed, %s %s data: %s (%s, with %s)", of, destroy, strings.Join(listed, ", "), where, what))
			continue
		}
		lines = append(lines, fmt.Sprintf("going by the name, %s %s data: %s (%s)", of, destroy, strings.Join(listed, ", "), where))
	}
	return strings.Join(lines, "; ") + "; 'wipelint audit' lists the calls, 'wipelint init' the lines that declare them"
}
