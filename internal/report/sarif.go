package report

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/rule"
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	// sarifRoot is the name that GitHub and others know for the root of the checkout. Its place is not given: it
	// differs from machine to machine and is nobody's business.
	sarifRoot = "%SRCROOT%"
	// sarifMark names our fingerprints; another way to make them gets another number.
	sarifMark = "wipelint/v1"
)

// sarifFormat writes SARIF 2.1.0, the OASIS standard that code scanning and editors read.
type sarifFormat struct{}

func (sarifFormat) Write(w io.Writer, run *Run) error {
	out := sarifRun{
		Tool:        sarifTool{sarifDriver{Name: "wipelint", Version: run.Version, InformationURI: home, Rules: sarifRules(run.Rules)}},
		Invocations: []sarifInvocation{{ExecutionSuccessful: len(run.Errors) == 0}},
		OriginalURIBaseIDs: map[string]sarifArtifactLocation{
			sarifRoot: {Description: &sarifText{Text: "The folder in which wipelint ran."}},
		},
		ColumnKind: "utf16CodeUnits",
		Results:    []sarifResult{},
	}
	for _, e := range run.Errors {
		out.Invocations[0].Notifications = append(out.Invocations[0].Notifications, run.sarifNotification(e))
	}
	marks := run.Fingerprints(run.path)
	for _, f := range run.Findings {
		out.Results = append(out.Results, run.sarifResult(f, marks[f]))
	}
	for _, f := range run.suppressed() {
		out.Results = append(out.Results, run.sarifResult(f, marks[f]))
	}
	if len(run.suppressed()) > 0 {
		// The standard wants all results to say whether they are suppressed, or none.
		for i := range out.Results {
			if out.Results[i].Suppressions == nil {
				out.Results[i].Suppressions = []sarifSuppression{}
			}
		}
	}
	return WriteJSON(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{out}})
}

func sarifRules(rules []*rule.Rule) []sarifRule {
	list := []sarifRule{}
	for _, r := range rules {
		doc := strings.TrimSpace(r.Doc)
		entry := sarifRule{
			ID: r.Code, Name: r.Name(), ShortDescription: sarifText{Text: rule.Summary(r.Doc)},
			Help: sarifText{Text: doc, Markdown: doc}, HelpURI: r.Analyzer.URL,
			DefaultConfiguration: sarifConfiguration{levelOf(r.Severity)},
		}
		if text := rule.Section(r.Doc, "What it does"); text != "" {
			entry.FullDescription = &sarifText{Text: strings.Join(strings.Fields(text), " ")}
		}
		list = append(list, entry)
	}
	return list
}

func (r *Run) sarifResult(f *driver.Finding, fingerprint string) sarifResult {
	out := sarifResult{
		RuleID: f.Code, Level: string(f.Severity), Message: sarifMessage(advised(f)),
		Locations:           []sarifLocation{r.sarifLocation(f.Place)},
		PartialFingerprints: map[string]string{sarifMark: fingerprint}, BaselineState: f.State,
	}
	for i, known := range r.Rules {
		if known.Code == f.Code {
			out.RuleIndex = &i
		}
	}
	for i, rel := range f.Related {
		location := r.sarifLocation(rel.Place)
		message := sarifMessage(Clean(rel.Message))
		location.ID, location.Message = i+1, &message
		out.RelatedLocations = append(out.RelatedLocations, location)
	}
	if len(f.Witness) > 0 {
		var flow sarifThreadFlow
		for _, step := range f.Witness {
			location := r.sarifLocation(step.Place)
			message := sarifMessage(Clean(step.Text))
			location.Message = &message
			flow.Locations = append(flow.Locations, sarifFlowLocation{location})
		}
		out.CodeFlows = []sarifCodeFlow{{ThreadFlows: []sarifThreadFlow{flow}}}
		if f.World != "" {
			world := sarifMessage(Clean(f.World))
			out.CodeFlows[0].Message = &world
		}
	}
	if f.Replay != nil {
		out.Properties = &sarifResultProperties{string(f.Replay.Verdict), Clean(f.Replay.Why)}
	}
	for _, fix := range f.Fixes {
		if len(fix.Edits) > 0 {
			out.Fixes = append(out.Fixes, r.sarifFix(fix))
		}
	}
	for _, s := range f.Suppressions {
		out.Suppressions = append(out.Suppressions, r.sarifSuppression(s))
	}
	return out
}

func (r *Run) sarifSuppression(s driver.Suppression) sarifSuppression {
	out := sarifSuppression{Kind: s.Kind, Status: "accepted", Justification: Clean(s.Reason)}
	if s.Line > 0 {
		location := r.sarifLocation(s.Place)
		out.Location = &location
	}
	return out
}

func (r *Run) sarifFix(fix driver.Fix) sarifFix {
	out := sarifFix{Description: sarifMessage(cleanLines(fix.Message)), Properties: sarifFixProperties{fix.Safe}}
	index := map[string]int{}
	for _, e := range fix.Edits {
		i, ok := index[e.File]
		if !ok {
			i = len(out.ArtifactChanges)
			index[e.File] = i
			out.ArtifactChanges = append(out.ArtifactChanges, sarifArtifactChange{ArtifactLocation: r.sarifFile(e.File)})
		}
		change := &out.ArtifactChanges[i]
		change.Replacements = append(change.Replacements, sarifReplacement{r.sarifRegion(e.Place), sarifText{Text: e.NewText}})
	}
	return out
}

func (r *Run) sarifNotification(e *driver.Error) sarifNotification {
	out := sarifNotification{Level: "error", Message: sarifMessage(Clean(e.Message))}
	if e.File != "" {
		out.Locations = []sarifLocation{r.sarifLocation(driver.Place{File: e.File, Line: e.Line, Column: e.Column})}
	}
	return out
}

// sarifLocation gives a place; one without a line is a file as a whole.
func (r *Run) sarifLocation(p driver.Place) sarifLocation {
	if p.File == "" {
		return sarifLocation{}
	}
	out := &sarifPhysicalLocation{ArtifactLocation: r.sarifFile(p.File)}
	if p.Line > 0 {
		region := r.sarifRegion(p)
		if text := r.snippet(p); text != "" {
			region.Snippet = &sarifText{Text: text}
		}
		out.Region = &region
	}
	return sarifLocation{PhysicalLocation: out}
}

func (r *Run) sarifRegion(p driver.Place) sarifRegion {
	p = r.utf16Place(p)
	region := sarifRegion{StartLine: p.Line, StartColumn: p.Column}
	if p.EndLine >= p.Line {
		region.EndLine, region.EndColumn = p.EndLine, p.EndColumn
	}
	return region
}

// sarifFile gives a file: relative to the root if it is below, as the standard allows no "..", else as a whole.
func (r *Run) sarifFile(name string) sarifArtifactLocation {
	path := r.path(name)
	if filepath.IsLocal(filepath.FromSlash(path)) || r.Folder == "" && !filepath.IsAbs(name) {
		return sarifArtifactLocation{URI: uriPath(path), URIBaseID: sarifRoot}
	}
	if !filepath.IsAbs(name) {
		path = filepath.ToSlash(filepath.Join(r.Folder, name))
	}
	return sarifArtifactLocation{URI: "file:///" + strings.TrimPrefix(uriPath(path), "/")}
}

// uriPath writes a path as that of a URI, byte by byte: a name need not be UTF-8.
func uriPath(path string) string {
	var b strings.Builder
	for i := range len(path) {
		c := path[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~/", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// sarifMessage makes a message of a clean text. In the standard's messages "{0}" is a placeholder, so braces are doubled, and
// "[text](1)" a link, which a backslash does not prevent in all readers; a blank between the brackets does.
func sarifMessage(text string) sarifText {
	return sarifText{Text: strings.NewReplacer("{", "{{", "}", "}}", "](", "] (").Replace(text)}
}

// levelOf is a severity in the words of SARIF.
func levelOf(s rule.Severity) string {
	if s == rule.Off {
		return "none"
	}
	return string(s)
}
