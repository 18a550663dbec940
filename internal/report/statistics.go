package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
)

// Statistics writes how many findings each rule has, and in how many files, the most frequent first.
func Statistics(w io.Writer, results *driver.Results) error {
	type row struct {
		title    string
		findings int
		files    map[string]bool
	}
	rows := map[string]*row{}
	for _, f := range results.Findings {
		if rows[f.Code] == nil {
			rows[f.Code] = &row{title: title(f), files: map[string]bool{}}
		}
		rows[f.Code].findings++
		rows[f.Code].files[f.File] = true
	}
	var list []*row
	digits := 0
	for _, r := range rows {
		list = append(list, r)
		digits = max(digits, len(fmt.Sprint(r.findings)))
	}
	slices.SortFunc(list, func(a, b *row) int {
		return cmp.Or(b.findings-a.findings, strings.Compare(a.title, b.title))
	})
	var b strings.Builder
	for _, r := range list {
		fmt.Fprintf(&b, "%*d  %s, in %s\n", digits, r.findings, r.title, Count(len(r.files), "file"))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
