package report

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/inventory"
	"github.com/wipelint/wipelint/internal/rule"
)

// home is where the project is read about on the web.
const home = "https://github.com/wipelint/wipelint"

// A Run is what a run found, with what formats say of the run itself.
type Run struct {
	*driver.Results
	// Rules are the rules that ran.
	Rules []*rule.Rule
	// Version is the program's.
	Version string
	// Revision is the commit that the files are of, and Day the day of the run; empty where nobody says so.
	Revision, Day string
	// FailOn is the least severity that makes the run fail.
	FailOn rule.Severity
	// Folder is the absolute path of the working folder; file names are given relative to it where they can be.
	Folder string
	// Read gives the text of a file by its name in the results. It may be nil and it may fail: then only the lines that
	// the results hold are known.
	Read func(name string) ([]byte, error)
	// By is what an audit groups commands by: owner, kind, verdict or rule; "" for the file.
	By string
	// Diff is what differs from another state of the repository, nil where nothing is compared.
	Diff *inventory.Diff
	// Trend is how the counts have come to be, the oldest first; nil where that was not asked for.
	Trend []inventory.Point
	// Options are the look of text.
	Options Options

	texts map[string]*text16
}

// A Format writes a run.
type Format interface {
	Write(w io.Writer, run *Run) error
}

// A Named is a format with its name on the command line.
type Named struct {
	Name string
	Format
	// Doubts says that the format tells what the verdicts of guarded commands rest on.
	Doubts bool
}

// CheckFormats lists how findings can be written.
func CheckFormats() []Named {
	return []Named{
		{"text", textFormat{}, false}, {"json", jsonFormat{}, true}, {"jsonl", linesFormat{}, true}, {"sarif", sarifFormat{}, false},
		{"github", githubFormat{}, false}, {"gitlab", gitlabFormat{}, false}, {"checkstyle", checkstyleFormat{}, false},
		{"junit", junitFormat{}, false}, {"rdjson", rdjsonFormat{}, false},
	}
}

// AuditFormats lists how an audit can be written: in the formats that have a place for a command with no finding.
func AuditFormats() []Named {
	return []Named{{"text", auditFormat{}, true}, {"json", jsonFormat{}, true}, {"jsonl", linesFormat{}, true}, {"csv", csvFormat{}, true}, {"markdown", markdownFormat{}, true}}
}

type (
	textFormat  struct{}
	auditFormat struct{}
	jsonFormat  struct{}
)

func (textFormat) Write(w io.Writer, run *Run) error { return Text(w, run.Results, run.Options) }
func (auditFormat) Write(w io.Writer, run *Run) error {
	switch {
	case run.Trend != nil:
		return trendText(w, run)
	case run.Diff != nil:
		return diffText(w, run)
	case run.By != "":
		return groupedText(w, run)
	}
	return Audit(w, run.Results, run.Options)
}

func (jsonFormat) Write(w io.Writer, run *Run) error {
	results := *run.Results
	results.Suppressed = run.suppressed()
	return writeResults(w, &results, run)
}

// suppressed are the suppressed findings, for the formats that have a place for them.
func (r *Run) suppressed() []*driver.Finding {
	if r.Options.HideSuppressed {
		return nil
	}
	return r.Suppressed
}

// path is a file's name as other tools compare it: with slashes, and relative to the working folder where it is below.
func (r *Run) path(name string) string {
	if r.Folder != "" && filepath.IsAbs(name) {
		if rel, err := filepath.Rel(r.Folder, name); err == nil && filepath.IsLocal(rel) {
			name = rel
		}
	}
	return filepath.ToSlash(filepath.Clean(name))
}

// title is what a finding is called where there is room for a few words.
func title(f *driver.Finding) string { return Clean(f.Code + " " + f.Rule) }

// page is where a rule is explained.
func (r *Run) page(code string) string {
	for _, known := range r.Rules {
		if known.Code == code && known.Analyzer != nil {
			return known.Analyzer.URL
		}
	}
	return ""
}

// advised is a finding's message with what to write instead, on lines of their own.
func advised(f *driver.Finding) string {
	parts := []string{Clean(f.Message)}
	if also := alsoLines(f); also != "" {
		parts = append(parts, "also "+also)
	}
	for _, advice := range f.Advice {
		parts = append(parts, "help: "+cleanLines(advice))
	}
	for _, fix := range fixTexts(f) {
		parts = append(parts, "fix: "+cleanLines(fix))
	}
	return strings.Join(parts, "\n")
}

// detailed is a finding's message with the related places and what to write instead, for formats that have no place of
// their own for either.
func (r *Run) detailed(f *driver.Finding) string {
	head, help, _ := strings.Cut(advised(f), "\n")
	parts := []string{head}
	for _, rel := range f.Related {
		parts = append(parts, position(rel.Place)+": "+Clean(rel.Message))
	}
	if help != "" {
		parts = append(parts, help)
	}
	return strings.Join(parts, "\n")
}

// trouble is an error's message with its place.
func trouble(e *driver.Error) string {
	switch {
	case e.File == "":
		return Clean(e.Message)
	case e.Line == 0:
		return Clean(e.File) + ": " + Clean(e.Message)
	default:
		return position(driver.Place{File: e.File, Line: e.Line, Column: e.Column}) + ": " + Clean(e.Message)
	}
}

// errorPlace is where an error stands: at the start of the file where it is about the whole, for formats that ask for a line.
func errorPlace(e *driver.Error) (line, column int) { return max(1, e.Line), max(1, e.Column) }
