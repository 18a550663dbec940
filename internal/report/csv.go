package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/inventory"
)

type csvFormat struct{}

// csvColumns are the columns of an inventory. New ones are added at the end.
var csvColumns = []string{
	"file", "line", "column", "verdict", "command", "effect", "target_kind", "target", "rules", "guards", "assumptions", "approximations", "owners", "suppressions",
}

// Write writes a row for each command. With what is compared the change and the verdict before stand in front; a trend has rows of its own.
func (csvFormat) Write(w io.Writer, run *Run) error {
	out := csv.NewWriter(w)
	var rows [][]string
	switch {
	case run.Trend != nil:
		rows = trendRows(run.Trend)
	case run.Diff != nil:
		rows = append(rows, append([]string{"change", "was"}, csvColumns...))
		list, words := changes(run.Diff)
		for i, c := range list {
			rows = append(rows, append([]string{words[i], c.Was}, csvRow(run, c.Site)...))
		}
	default:
		rows = append(rows, csvColumns)
		for _, s := range Audited(run.Results) {
			rows = append(rows, csvRow(run, s))
		}
	}
	for _, row := range rows {
		for i := range row {
			row[i] = tableCell(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func csvRow(run *Run, s *driver.Site) []string {
	var guards, assumptions, approximations, suppressions []string
	for _, g := range s.Guards {
		guards = append(guards, asked(g, s))
	}
	for _, a := range s.Assumptions {
		assumptions = append(assumptions, a.Text)
	}
	for _, a := range s.Approximations {
		approximations = append(approximations, a.Message)
	}
	for _, p := range s.Suppressions {
		suppressions = append(suppressions, suppression(p))
	}
	return []string{
		run.path(s.File), strconv.Itoa(s.Line), strconv.Itoa(s.Column), s.Verdict, s.Command, s.Why, s.Kind, s.Target, strings.Join(s.Rules, " "),
		strings.Join(guards, "; "), strings.Join(assumptions, "; "), strings.Join(approximations, "; "), strings.Join(s.Owners, " "), strings.Join(suppressions, "; "),
	}
}

func trendRows(points []inventory.Point) [][]string {
	rows := [][]string{append([]string{"time", "commit", "scripts", "sites", "errors"}, inventory.Verdicts()...)}
	for _, p := range points {
		row := []string{p.When.Format("2006-01-02T15:04:05Z"), p.Commit, strconv.Itoa(p.Scripts), strconv.Itoa(p.Sites), strconv.Itoa(p.Errors)}
		for _, v := range inventory.Verdicts() {
			row = append(row, strconv.Itoa(p.Counts[v]))
		}
		rows = append(rows, row)
	}
	return rows
}

// tableCell is a text as it may stand in a table: on one line, and with a quote before what a spreadsheet would take for a formula.
func tableCell(text string) string {
	text = lineStart(Clean(text))
	if strings.HasPrefix(text, "</") || strings.ContainsAny(text[:min(1, len(text))], "=+-@\t\r") {
		text = "'" + text
	}
	return text
}
