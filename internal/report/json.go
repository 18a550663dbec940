package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/wipelint/wipelint/internal/driver"
)

// The types below are the JSON format, which is stable: fields are added but not renamed or taken out. Lists are never
// null. Lines and columns count from 1, columns in bytes; they are 0 in an error that is about a file as a whole.
type (
	jsonResults struct {
		// The version of this form: of another number no field means what it meant.
		Version  int           `json:"version"`
		Findings []jsonFinding `json:"findings"`
		// The findings that comments or a baseline keep out of the list above.
		Suppressed []jsonFinding  `json:"suppressed"`
		Baselines  []jsonBaseline `json:"baselines"`
		Sites      []jsonSite     `json:"sites"`
		Errors     []jsonError    `json:"errors"`
		// The files that are templates of scripts: what their holes stand for is not known.
		Templates []string `json:"templates,omitempty"`
		// What differs from another state of the repository, with audit --diff, and how things have come to be, with audit --since.
		Diff  *jsonDiff   `json:"diff,omitempty"`
		Trend []jsonPoint `json:"trend,omitempty"`
	}
	jsonFinding struct {
		Rule     string `json:"rule"`
		Code     string `json:"code"`
		Severity string `json:"severity"`
		jsonRange
		Message string        `json:"message"`
		Related []jsonRelated `json:"related"`
		// The other commands that the same cause makes unsafe; each is one of the sites, too.
		Also    []jsonPlace `json:"also"`
		Witness []jsonStep  `json:"witness"`
		// The world of the witness: which guard answered what, and what else had to be so. Empty without a witness.
		World string `json:"world"`
		// What to write instead, in words, with code to paste.
		Help  []string  `json:"help"`
		Fixes []jsonFix `json:"fixes"`
		// Those of the destructive command that the finding is about.
		Approximations []jsonApproximation `json:"approximations"`
		// Why it is suppressed; empty for one that is not.
		Suppressions []jsonSuppression `json:"suppressions"`
		// What came of running the script in the world of the finding: reached, not reached or unknown. With check --replay.
		Replay    string `json:"replay,omitempty"`
		ReplayWhy string `json:"replayWhy,omitempty"`
	}
	// A jsonSuppression is a comment's with the place of that, or a baseline's with its file alone.
	jsonSuppression struct {
		Kind string `json:"kind"`
		jsonPlace
		Reason string `json:"reason"`
		Until  string `json:"until"`
	}
	// A jsonBaseline is how many findings a baseline has, and how many of its entries no longer occur.
	jsonBaseline struct {
		File  string `json:"file"`
		Known int    `json:"known"`
		Stale int    `json:"stale"`
	}
	jsonPlace struct {
		File   string `json:"file"`
		Line   int    `json:"line"`
		Column int    `json:"column"`
	}
	jsonRange struct {
		jsonPlace
		EndLine   int `json:"endLine"`
		EndColumn int `json:"endColumn"`
	}
	jsonRelated struct {
		jsonPlace
		Message string `json:"message"`
	}
	jsonStep struct {
		jsonPlace
		Text string `json:"text"`
	}
	// A jsonFix with no edits is advice in words.
	jsonFix struct {
		Message string     `json:"message"`
		Safe    bool       `json:"safe"`
		Edits   []jsonEdit `json:"edits"`
	}
	jsonEdit struct {
		jsonRange
		NewText string `json:"newText"`
	}
	jsonSite struct {
		jsonPlace
		Command string      `json:"command"`
		Verdict string      `json:"verdict"`
		Rules   []string    `json:"rules"`
		Guards  []jsonGuard `json:"guards"`
		// What the verdict rests on that is not just what a shell would do.
		Approximations []jsonApproximation `json:"approximations"`
		// What the verdict takes for granted.
		Assumptions []jsonAssumption `json:"assumptions"`
		// Why the finding about it is suppressed, if it is.
		Suppressions []jsonSuppression `json:"suppressions"`
		// What it destroys, and what kind of thing that is: machine, host, device, path, service, database, resource or any.
		Target     string `json:"target"`
		TargetKind string `json:"targetKind"`
		// Whose file it is, by a CODEOWNERS file. With audit.
		Owners []string `json:"owners"`
	}
	jsonApproximation struct {
		Reason string `json:"reason"`
		jsonPlace
		Message string `json:"message"`
	}
	jsonAssumption struct {
		Text string `json:"text"`
		jsonPlace
	}
	jsonGuard struct {
		jsonPlace
		Command string `json:"command"`
	}
	jsonError struct {
		jsonPlace
		Message string `json:"message"`
	}
)

// jsonVersion is that of the form. New fields do not change it.
const jsonVersion = 1

// JSON writes everything that a run found.
func JSON(w io.Writer, r *driver.Results) error { return writeResults(w, r, nil) }

// writeResults is JSON with what a run is compared with, if it is.
func writeResults(w io.Writer, r *driver.Results, run *Run) error {
	out := jsonResults{Version: jsonVersion, Findings: []jsonFinding{}, Suppressed: []jsonFinding{}, Baselines: []jsonBaseline{}, Sites: []jsonSite{}, Errors: []jsonError{}}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, findingJSON(f))
	}
	for _, f := range r.Suppressed {
		out.Suppressed = append(out.Suppressed, findingJSON(f))
	}
	for _, b := range r.Baselines {
		out.Baselines = append(out.Baselines, jsonBaseline{b.File, b.Known, b.Stale})
	}
	for _, s := range Audited(r) {
		out.Sites = append(out.Sites, siteJSON(s))
	}
	for _, e := range r.Errors {
		out.Errors = append(out.Errors, errorJSON(e))
	}
	out.Templates = r.Templates
	if run != nil && run.Diff != nil {
		out.Diff = diffJSON(run.Diff)
	}
	if run != nil {
		out.Trend = trendJSON(run.Trend)
	}
	return WriteJSON(w, out)
}

func findingJSON(f *driver.Finding) jsonFinding {
	out := jsonFinding{
		Rule: f.Rule, Code: f.Code, Severity: string(f.Severity), jsonRange: rangeJSON(f.Place), Message: f.Message,
		Related: []jsonRelated{}, Also: []jsonPlace{}, Witness: []jsonStep{}, Fixes: []jsonFix{}, Approximations: approximationsJSON(f.Approximations), Suppressions: suppressionsJSON(f.Suppressions),
	}
	out.World, out.Help = f.World, append([]string{}, f.Advice...)
	if f.Replay != nil {
		out.Replay, out.ReplayWhy = string(f.Replay.Verdict), f.Replay.Why
	}
	for _, rel := range f.Related {
		out.Related = append(out.Related, jsonRelated{placeJSON(rel.Place), rel.Message})
	}
	for _, p := range f.Also {
		out.Also = append(out.Also, placeJSON(p))
	}
	for _, step := range f.Witness {
		out.Witness = append(out.Witness, jsonStep{placeJSON(step.Place), step.Text})
	}
	for _, advice := range f.Advice {
		out.Fixes = append(out.Fixes, jsonFix{advice, false, []jsonEdit{}})
	}
	for _, fix := range f.Fixes {
		edits := []jsonEdit{}
		for _, e := range fix.Edits {
			edits = append(edits, jsonEdit{rangeJSON(e.Place), e.NewText})
		}
		out.Fixes = append(out.Fixes, jsonFix{fix.Message, fix.Safe, edits})
	}
	return out
}

func siteJSON(s *driver.Site) jsonSite {
	site := jsonSite{placeJSON(s.Place), s.Command, s.Verdict, append([]string{}, s.Rules...), []jsonGuard{}, approximationsJSON(s.Approximations), []jsonAssumption{}, suppressionsJSON(s.Suppressions), s.Target, s.Kind, append([]string{}, s.Owners...)}
	for _, a := range s.Assumptions {
		site.Assumptions = append(site.Assumptions, jsonAssumption{a.Text, placeJSON(a.Place)})
	}
	for _, g := range s.Guards {
		site.Guards = append(site.Guards, jsonGuard{placeJSON(g.Place), g.Command})
	}
	return site
}

func errorJSON(e *driver.Error) jsonError {
	return jsonError{jsonPlace{e.File, e.Line, e.Column}, e.Message}
}

func approximationsJSON(list []driver.Approximation) []jsonApproximation {
	out := []jsonApproximation{}
	for _, a := range list {
		out = append(out, jsonApproximation{a.Reason, placeJSON(a.Place), a.Message})
	}
	return out
}

func suppressionsJSON(list []driver.Suppression) []jsonSuppression {
	out := []jsonSuppression{}
	for _, s := range list {
		out = append(out, jsonSuppression{s.Kind, placeJSON(s.Place), s.Reason, s.Until})
	}
	return out
}

func placeJSON(p driver.Place) jsonPlace { return jsonPlace{p.File, p.Line, p.Column} }

func rangeJSON(p driver.Place) jsonRange { return jsonRange{placeJSON(p), p.EndLine, p.EndColumn} }

// WriteJSON writes a value as indented JSON that is safe to show on a terminal. Invalid UTF-8 becomes U+FFFD.
func WriteJSON(w io.Writer, value any) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false) // shell text is full of < > &; escapeJSON deals with those that matter
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return err
	}
	_, err := w.Write(escapeJSON(b.Bytes()))
	return err
}

// escapeJSON writes what a terminal would act on, or not show, as \u escapes, and likewise what would end a script
// element of a page that the text is put into, and what a build log would take for a command. All that can only stand
// in strings; encoding/json has dealt with what is below the space.
func escapeJSON(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		switch {
		case r == '<' && i+1 < len(text) && (text[i+1] == '/' || text[i+1] == '!'), r == '#' && isLogCommand(text[i:]):
			out = fmt.Appendf(out, `\u%04x`, r)
		case r == '\n' || r == ' ' || shown(r, size):
			out = append(out, text[i:i+size]...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		i += size
	}
	return out
}
