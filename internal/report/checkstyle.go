package report

import (
	"encoding/xml"
	"io"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/rule"
)

// checkstyleFormat writes the XML of Checkstyle, which most services for reviews can read.
type checkstyleFormat struct{}

type (
	checkstyleReport struct {
		XMLName xml.Name          `xml:"checkstyle"`
		Version string            `xml:"version,attr"`
		Files   []*checkstyleFile `xml:"file"`
	}
	checkstyleFile struct {
		Name   string            `xml:"name,attr"`
		Errors []checkstyleError `xml:"error"`
	}
	checkstyleError struct {
		Line     int    `xml:"line,attr"`
		Column   int    `xml:"column,attr,omitempty"`
		Severity string `xml:"severity,attr"`
		Message  string `xml:"message,attr"`
		Source   string `xml:"source,attr"`
	}
)

func (checkstyleFormat) Write(w io.Writer, run *Run) error {
	// 4.3 is the version that readers know; nothing here is newer.
	out := checkstyleReport{Version: "4.3"}
	files := map[string]*checkstyleFile{}
	file := func(name string) *checkstyleFile {
		if files[name] == nil {
			files[name] = &checkstyleFile{Name: Clean(run.path(name))}
			out.Files = append(out.Files, files[name])
		}
		return files[name]
	}
	for _, f := range run.Findings {
		to := file(f.File)
		to.Errors = append(to.Errors, run.checkstyle(f))
	}
	for _, e := range run.Errors {
		to := file(e.File)
		line, column := errorPlace(e)
		to.Errors = append(to.Errors, checkstyleError{line, column, "error", Clean(e.Message), "wipelint"})
	}
	return writeXML(w, out)
}

func (r *Run) checkstyle(f *driver.Finding) checkstyleError {
	severity := string(f.Severity)
	if f.Severity == rule.Note {
		severity = "info"
	}
	return checkstyleError{f.Line, r.utf16Column(f.File, f.Line, f.Column), severity, Clean(f.Message), "wipelint." + Clean(f.Code)}
}

// writeXML writes a document. What XML has no place for, such as control characters, has to be shown escaped in its
// texts already: encoding/xml would make U+FFFD of it.
func writeXML(w io.Writer, document any) error {
	data, err := xml.MarshalIndent(document, "", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xml.Header+string(data)+"\n")
	return err
}
