// Package htmlreport writes the results of a run as one page for people: counts, the inventory of every destructive
// command, and for each finding the script with the way to the command, to be gone through step by step.
//
// The page asks nobody for anything: styles, program and data stand in it, and its policy forbids the rest. What comes
// from scripts is in it as data only, with what is not shown escaped as in the text report, and the page's program puts it
// in place as text and never as HTML. The same results give the same bytes.
package htmlreport

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/wipelint/wipelint/internal/report"
)

var (
	//go:embed page/page.html
	pageText string
	//go:embed page/page.css
	pageStyle string
	//go:embed page/data.js
	dataProgram string
	//go:embed page/theme.js
	themeProgram string
	//go:embed page/dom.js
	domProgram string
	//go:embed page/inventory.js
	inventoryProgram string
	//go:embed page/detail.js
	detailProgram string
	//go:embed page/main.js
	mainProgram string
)

// Write writes the page of a run. Sources come from run.Read; of a file that it cannot give, the lines are shown that the
// results hold.
func Write(w io.Writer, run *report.Run) error {
	run = withPossible(run)
	data := embed(run)
	text, err := scriptData(data)
	if err != nil {
		return err
	}
	program := "\"use strict\";\n" + dataProgram + domProgram + themeProgram + inventoryProgram + detailProgram + mainProgram
	page := map[string]any{
		// What may run, and what may style, is known by its hash; everything else is forbidden.
		"Policy":  fmt.Sprintf("default-src 'none'; script-src '%s'; style-src '%s'; base-uri 'none'; form-action 'none'", hash(program), hash(pageStyle)),
		"Style":   template.CSS(pageStyle),
		"Program": template.JS(program),
		"Data":    template.JS(text),
		"Summary": summarise(run, data),
		"Version": report.Clean(run.Version),
		"Of":      origin(run),
		"Trend":   drawTrend(run.Trend),
	}
	var b bytes.Buffer
	// It is parsed here, so that a program that only asks for the data of a page, as the playground does, is linked without templates.
	tmpl, err := template.New("page").Parse(pageText)
	if err != nil {
		return err
	}
	if err := tmpl.Execute(&b, page); err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

// origin says of which day and which commit a page is.
func origin(run *report.Run) string {
	var parts []string
	if run.Day != "" {
		parts = append(parts, report.Clean(run.Day))
	}
	if run.Revision != "" {
		parts = append(parts, "commit "+report.Clean(run.Revision))
	}
	return strings.Join(parts, ", ")
}

// Data gives what the page of a run shows, as JSON for the page's program.
func Data(run *report.Run) ([]byte, error) { return json.Marshal(embed(withPossible(run))) }

// withPossible is a run with the calls that may destroy data among its commands.
func withPossible(run *report.Run) *report.Run {
	if len(run.Possible) == 0 {
		return run
	}
	c, r := *run, *run.Results
	r.Sites = report.Audited(run.Results)
	c.Results = &r
	return &c
}

// View gives the part of the page's program that shows one command, and the page's style, for another page to show commands in
// the same way. That page sets "data", to what Data gives, and "around", of which detail.js says what it is.
func View() (program, style string) {
	return "\"use strict\";\n" + domProgram + themeProgram + detailProgram, pageStyle
}

// scriptData writes the data as JSON that may stand in a script element: encoding/json writes <, > and & as \u escapes, so
// no text can end the element or begin a comment in it.
func scriptData(data *document) (string, error) {
	text, err := json.Marshal(data)
	return string(text), err
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
