// Package playground is what the playground in the browser asks of the analyser: one script and its configuration go in, and
// what there is to show of them comes out. Nothing here needs files, as a browser has none.
package playground

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/htmlreport"
	"github.com/wipelint/wipelint/internal/report"
	"github.com/wipelint/wipelint/internal/rule"
)

// The files of a request. They are on no disk.
const (
	folder     = "/"
	scriptFile = folder + "script.sh"
	configFile = folder + ".wipelint.toml"
)

// A Request is what the editors hold.
type Request struct {
	Script string `json:"script"`
	Config string `json:"config"`
	// Fixes says whether to work out changes that mend the findings, which takes several times as long.
	Fixes bool `json:"fixes"`
}

// An Answer is what there is to show.
type Answer struct {
	// Script and Config are what to mark in the editors.
	Script []Mark `json:"script"`
	Config []Mark `json:"config"`
	// Data is what the report's page would hold.
	Data json.RawMessage `json:"data"`
}

// A Mark is a range of a text with what to say of it. From and To count UTF-16 units, as browsers do. Texts are clean.
type Mark struct {
	From     int      `json:"from"`
	To       int      `json:"to"`
	Severity string   `json:"severity"` // error, warning or note
	Rule     string   `json:"rule"`     // name and code; empty for what is no finding
	Message  string   `json:"message"`
	Advice   []string `json:"advice"`
	Fixes    []Fix    `json:"fixes"`
}

// A Fix is a change that mends a finding.
type Fix struct {
	Message string `json:"message"`
	Safe    bool   `json:"safe"`
	Edits   []Edit `json:"edits"`
}

// An Edit replaces a range of the script. Its text goes into an editor and not onto a page, so it is as it is.
type Edit struct {
	From int    `json:"from"`
	To   int    `json:"to"`
	Text string `json:"text"`
}

// An Analyser answers one request after the other, and remembers what does not change between them.
type Analyser struct {
	cache *driver.Cache
	rules []*rule.Rule
}

// New gives an Analyser.
func New() *Analyser { return &Analyser{driver.NewCache(), analyzers.All()} }

// Answer analyses a script. The error is a fault of the program; what is wrong with the texts is in the answer.
func (a *Analyser) Answer(ctx context.Context, req Request) (answer *Answer, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("internal error: %v\n%s", v, debug.Stack())
		}
	}()
	text := []byte(req.Script)
	results, err := driver.Run(ctx, driver.Config{
		Paths: []string{scriptFile}, Overlay: map[string][]byte{scriptFile: text},
		ConfigFile: configFile, ConfigText: []byte(req.Config), NoBaseline: true,
		Rules: a.rules, Fixes: req.Fixes, Brief: !req.Fixes, Cache: a.cache, Jobs: 1,
	})
	if err != nil {
		return nil, err
	}
	run := &report.Run{Results: results, Rules: a.rules, Folder: folder, Read: func(name string) ([]byte, error) {
		if name == scriptFile {
			return text, nil
		}
		return nil, fmt.Errorf("%s is not in the playground", name)
	}}
	data, err := htmlreport.Data(run)
	if err != nil {
		return nil, err
	}
	script, config := newUnits(req.Script), newUnits(req.Config)
	answer = &Answer{Script: []Mark{}, Config: []Mark{}, Data: data}
	for _, f := range results.Findings {
		if f.File == scriptFile {
			answer.Script = append(answer.Script, script.finding(f))
		}
	}
	for _, e := range results.Errors {
		if strings.TrimPrefix(e.File, folder) == strings.TrimPrefix(configFile, folder) {
			answer.Config = append(answer.Config, config.problem(e))
			continue
		}
		answer.Script = append(answer.Script, script.problem(e))
	}
	return answer, nil
}

func (u *units) finding(f *driver.Finding) Mark {
	m := Mark{Severity: string(f.Severity), Rule: report.Clean(f.Rule + " " + f.Code), Message: report.Clean(f.Message), Advice: []string{}, Fixes: []Fix{}}
	m.From, m.To = u.place(f.Place)
	for _, advice := range f.Advice {
		m.Advice = append(m.Advice, cleanLines(advice))
	}
	for _, fix := range f.Fixes {
		out := Fix{Message: report.Clean(fix.Message), Safe: fix.Safe, Edits: []Edit{}}
		for _, e := range fix.Edits {
			edit := Edit{Text: e.NewText}
			edit.From, edit.To = u.place(e.Place)
			out.Edits = append(out.Edits, edit)
		}
		m.Fixes = append(m.Fixes, out)
	}
	return m
}

func (u *units) problem(e *driver.Error) Mark {
	m := Mark{Severity: string(rule.Error), Message: report.Clean(e.Message), Advice: []string{}, Fixes: []Fix{}}
	m.From, m.To = u.place(driver.Place{Line: e.Line, Column: e.Column})
	return m
}

func cleanLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = report.Clean(strings.ReplaceAll(l, "\t", "    "))
	}
	return strings.Join(lines, "\n")
}
