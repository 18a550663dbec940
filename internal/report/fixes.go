package report

import (
	"fmt"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/rewrite"
)

// Fixable says how many findings can be fixed, and how; "" when none can.
func Fixable(r *driver.Results) string {
	safe, unsafe := rewrite.Left(r)
	of := "of them "
	if len(r.Findings) == 1 {
		of = ""
	}
	switch {
	case safe > 0 && unsafe > 0:
		return fmt.Sprintf("%d %scan be fixed with --fix, %d more with --fix --unsafe-fixes", safe, of, unsafe)
	case safe > 0:
		return fmt.Sprintf("%d %scan be fixed with --fix", safe, of)
	case unsafe > 0:
		return fmt.Sprintf("%d %scan be fixed with --fix --unsafe-fixes", unsafe, of)
	}
	return ""
}

// Fixed says how many findings were fixed, or would be, and how many remain.
func Fixed(w *rewrite.Rewriting, would bool) string {
	verb := "fixed"
	if would {
		verb = "would fix"
	}
	text := fmt.Sprintf("%s %s", verb, Count(w.Fixed, "finding"))
	if w.Fixed > 0 {
		text += " in " + Count(len(w.Files), "file")
	}
	switch n := len(w.Results.Findings); n {
	case 1:
		text += "; 1 remains"
	default:
		text += fmt.Sprintf("; %d remain", n)
	}
	if more := Fixable(w.Results); more != "" {
		text += ", of which " + strings.ReplaceAll(strings.ReplaceAll(more, "of them ", ""), "--fix --unsafe-fixes", "--unsafe-fixes")
	}
	return text
}

// fixText says what a fix does, and where.
func fixText(f *driver.Finding, fix driver.Fix) string {
	text := fix.Message
	if len(fix.Edits) > 0 {
		at := fix.Edits[0].Place
		where := fmt.Sprintf("line %d", at.Line)
		if at.File != f.File {
			where += " of " + at.File
		}
		text = where + ": " + text
		if !fix.Safe {
			text += " (unsafe)"
		}
	}
	return text
}
