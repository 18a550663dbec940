package report

import (
	"encoding/xml"
	"fmt"
	"io"

	"github.com/wipelint/wipelint/internal/driver"
)

// junitFormat writes the XML of JUnit: each destructive command is a test, which fails by the findings about it. So a run
// with nothing to report still shows what it looked at.
type junitFormat struct{}

type (
	junitReport struct {
		XMLName xml.Name `xml:"testsuites"`
		Name    string   `xml:"name,attr"`
		junitCounts
		Suites []*junitSuite `xml:"testsuite"`
	}
	junitCounts struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Skipped  int `xml:"skipped,attr,omitempty"`
	}
	junitSuite struct {
		Name string `xml:"name,attr"`
		junitCounts
		Cases []*junitCase `xml:"testcase"`
	}
	junitCase struct {
		ClassName string        `xml:"classname,attr"`
		Name      string        `xml:"name,attr"`
		File      string        `xml:"file,attr,omitempty"`
		Line      int           `xml:"line,attr,omitempty"`
		Failure   *junitResult  `xml:"failure"`
		Error     *junitResult  `xml:"error"`
		Skipped   *junitSkipped `xml:"skipped"`
		Output    string        `xml:"system-out,omitempty"`
	}
	junitSkipped struct {
		Message string `xml:"message,attr"`
	}
	junitResult struct {
		Type    string `xml:"type,attr"`
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

func (junitFormat) Write(w io.Writer, run *Run) error {
	j := &junit{run: run, suites: map[string]*junitSuite{}, report: junitReport{Name: "wipelint"}}
	at := map[driver.Place][]*driver.Finding{}
	for _, f := range run.Findings {
		at[f.Place] = append(at[f.Place], f)
	}
	for _, s := range run.Sites {
		j.add(s.Place, s.Command, at[s.Place], s.Suppressions)
		delete(at, s.Place) // another command at the same place does not fail by them again
	}
	for _, f := range run.Findings {
		if list := at[f.Place]; len(list) > 0 {
			j.add(f.Place, f.Rule, list, nil)
			delete(at, f.Place)
		}
	}
	for _, e := range run.Errors {
		line, _ := errorPlace(e)
		j.put(e.File, &junitCase{Name: "analysis", Line: line, Error: &junitResult{Type: "error", Message: Clean(e.Message), Text: trouble(e)}})
	}
	if len(j.report.Suites) == 0 {
		// Some services take a report without a test for a job that went wrong.
		j.put("wipelint", &junitCase{Name: commands(run.Results)})
	}
	return writeXML(w, j.report)
}

// A junit puts a report together.
type junit struct {
	run    *Run
	suites map[string]*junitSuite
	report junitReport
}

// add adds the test of a place. It is skipped where all that there is to say of it is suppressed.
func (j *junit) add(p driver.Place, name string, findings []*driver.Finding, suppressions []driver.Suppression) {
	c := &junitCase{Name: fmt.Sprintf("%s at %s", shortCommand(name), lineColumn(p)), Line: p.Line}
	for _, f := range findings {
		text := j.run.detailed(f)
		switch {
		case driver.Rank(f.Severity) > driver.Rank(j.run.FailOn):
			c.Output += fmt.Sprintf("%s[%s]: %s\n", f.Severity, title(f), text)
		case c.Failure == nil:
			c.Failure = &junitResult{Type: title(f), Message: Clean(f.Message), Text: text}
		default: // a test fails once
			c.Failure.Text += "\n" + title(f) + ": " + text
		}
	}
	if len(findings) == 0 && len(suppressions) > 0 {
		c.Skipped = &junitSkipped{suppression(suppressions[0])}
	}
	j.put(p.File, c)
}

// put adds a test to the suite of its file.
func (j *junit) put(file string, c *junitCase) {
	suite := j.suites[file]
	if suite == nil {
		suite = &junitSuite{Name: Clean(j.run.path(file))}
		j.suites[file] = suite
		j.report.Suites = append(j.report.Suites, suite)
	}
	c.ClassName = suite.Name
	if c.Line > 0 {
		c.File = suite.Name
	}
	suite.Cases = append(suite.Cases, c)
	for _, counts := range []*junitCounts{&suite.junitCounts, &j.report.junitCounts} {
		counts.Tests++
		if c.Failure != nil {
			counts.Failures++
		}
		if c.Error != nil {
			counts.Errors++
		}
		if c.Skipped != nil {
			counts.Skipped++
		}
	}
}
