package report

import (
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
)

// SwitchedOff says what a run was told not to report or to take for granted; "" for nothing.
func SwitchedOff(r *driver.Results) string {
	var parts []string
	add := func(n int, noun, rest string) {
		if n > 0 {
			parts = append(parts, Count(n, noun)+rest)
		}
	}
	if off := r.Off.Rules; len(off) > 0 {
		word := "rules "
		if len(off) == 1 {
			word = "rule "
		}
		parts = append(parts, word+Clean(strings.Join(off, ", ")))
	}
	add(r.Off.Excluded, "path", " by exclude")
	add(r.Off.Known, "finding", " by the baseline")
	add(r.Off.Suppressed, "finding", " by comments")
	add(r.Off.Contracts, "function", " taken for a guard because a comment says so")
	switch r.Off.Submodules {
	case 0:
	case 1:
		parts = append(parts, "1 submodule that is not checked out")
	default:
		parts = append(parts, Count(r.Off.Submodules, "submodule")+" that are not checked out")
	}
	if len(parts) == 0 {
		return ""
	}
	return "switched off: " + strings.Join(parts, "; ")
}

// switchedOff is that as the last line of a report.
func switchedOff(r *driver.Results) string {
	if text := SwitchedOff(r); text != "" {
		return text + "\n"
	}
	return ""
}
