package report

import (
	"io"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/rewrite"
	"github.com/wipelint/wipelint/internal/rule"
)

// rdjsonFormat writes the diagnostic format of reviewdog. Its columns count bytes of UTF-8, as ours do.
type rdjsonFormat struct{}

type (
	rdjsonResult struct {
		Source      rdjsonSource       `json:"source"`
		Diagnostics []rdjsonDiagnostic `json:"diagnostics"`
	}
	rdjsonSource struct {
		Name string `json:"name"`
		URL  string `json:"url"`
	}
	rdjsonDiagnostic struct {
		Message     string             `json:"message"`
		Location    rdjsonLocation     `json:"location"`
		Severity    string             `json:"severity"`
		Code        *rdjsonCode        `json:"code,omitempty"`
		Suggestions []rdjsonSuggestion `json:"suggestions,omitempty"`
		Related     []rdjsonRelated    `json:"related_locations,omitempty"`
	}
	rdjsonLocation struct {
		Path  string       `json:"path"`
		Range *rdjsonRange `json:"range,omitempty"`
	}
	rdjsonRelated struct {
		Message  string         `json:"message"`
		Location rdjsonLocation `json:"location"`
	}
	rdjsonRange struct {
		Start rdjsonPosition  `json:"start"`
		End   *rdjsonPosition `json:"end,omitempty"`
	}
	rdjsonPosition struct {
		Line   int `json:"line"`
		Column int `json:"column,omitempty"`
	}
	rdjsonCode struct {
		Value string `json:"value"`
		URL   string `json:"url,omitempty"`
	}
	rdjsonSuggestion struct {
		Range rdjsonRange `json:"range"`
		Text  string      `json:"text"`
	}
)

func (rdjsonFormat) Write(w io.Writer, run *Run) error {
	out := rdjsonResult{Source: rdjsonSource{"wipelint", home}, Diagnostics: []rdjsonDiagnostic{}}
	for _, f := range run.Findings {
		at := rdjsonPlace(f.Place)
		d := rdjsonDiagnostic{
			Message: run.detailed(f), Location: rdjsonLocation{run.path(f.File), &at}, Severity: rdjsonSeverity(f.Severity),
			Code: &rdjsonCode{f.Code, run.page(f.Code)}, Suggestions: suggestions(run, f),
		}
		// They stand in the message too, since older versions of reviewdog do not know them.
		for _, rel := range f.Related {
			at := rdjsonPlace(rel.Place)
			d.Related = append(d.Related, rdjsonRelated{Clean(rel.Message), rdjsonLocation{run.path(rel.File), &at}})
		}
		out.Diagnostics = append(out.Diagnostics, d)
	}
	for _, e := range run.Errors {
		d := rdjsonDiagnostic{Message: Clean(e.Message), Location: rdjsonLocation{Path: run.path(e.File)}, Severity: "ERROR"}
		if e.Line > 0 {
			d.Location.Range = &rdjsonRange{Start: rdjsonPosition{e.Line, e.Column}}
		}
		out.Diagnostics = append(out.Diagnostics, d)
	}
	return WriteJSON(w, out)
}

// suggestions are the fixes that stay in the file; a suggestion cannot name another one. What has several edits becomes one of all
// the text from the first to the last, as each suggestion is applied by itself.
func suggestions(run *Run, f *driver.Finding) []rdjsonSuggestion {
	var list []rdjsonSuggestion
next:
	for _, fix := range f.Fixes {
		for _, e := range fix.Edits {
			if e.File != f.File {
				continue next
			}
		}
		if len(fix.Edits) == 0 {
			continue
		}
		first, last := fix.Edits[0], fix.Edits[len(fix.Edits)-1]
		place := first.Place
		place.EndLine, place.EndColumn = last.EndLine, last.EndColumn
		text := first.NewText
		if len(fix.Edits) > 1 {
			src, ok := run.Text(f.File)
			if !ok {
				continue
			}
			changed, ok := rewrite.Apply(src, fix.Edits)
			if !ok {
				continue
			}
			text = string(changed[first.Start : len(changed)-(len(src)-last.End)])
		}
		list = append(list, rdjsonSuggestion{rdjsonPlace(place), text})
	}
	return list
}

func rdjsonPlace(p driver.Place) rdjsonRange {
	return rdjsonRange{rdjsonPosition{p.Line, p.Column}, &rdjsonPosition{p.EndLine, p.EndColumn}}
}

func rdjsonSeverity(s rule.Severity) string {
	switch s {
	case rule.Error:
		return "ERROR"
	case rule.Warning:
		return "WARNING"
	default:
		return "INFO"
	}
}
