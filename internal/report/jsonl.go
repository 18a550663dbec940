package report

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/wipelint/wipelint/internal/driver"
)

// linesFormat writes JSON lines: each finding, suppressed finding, site and error is an object of its own, with the fields that it has in
// the JSON format and a type.
type linesFormat struct{}

func (linesFormat) Write(w io.Writer, run *Run) error {
	if err := writeFindings(w, "finding", run.Findings); err != nil {
		return err
	}
	if err := writeFindings(w, "suppressed", run.suppressed()); err != nil {
		return err
	}
	for _, s := range Audited(run.Results) {
		line := struct {
			Type string `json:"type"`
			jsonSite
		}{"site", siteJSON(s)}
		if err := writeLine(w, line); err != nil {
			return err
		}
	}
	for _, e := range run.Errors {
		line := struct {
			Type string `json:"type"`
			jsonError
		}{"error", errorJSON(e)}
		if err := writeLine(w, line); err != nil {
			return err
		}
	}
	return nil
}

func writeFindings(w io.Writer, kind string, list []*driver.Finding) error {
	for _, f := range list {
		line := struct {
			Type string `json:"type"`
			jsonFinding
		}{kind, findingJSON(f)}
		if err := writeLine(w, line); err != nil {
			return err
		}
	}
	return nil
}

// writeLine writes a value as JSON on one line.
func writeLine(w io.Writer, value any) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err
	}
	_, err := w.Write(escapeJSON(b.Bytes()))
	return err
}
