package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/wipelint/wipelint/internal/rule"
)

// gitlabFormat writes a code quality report of GitLab, which is a list of issues in the form of Code Climate's.
type gitlabFormat struct{}

type (
	gitlabIssue struct {
		Description string         `json:"description"`
		CheckName   string         `json:"check_name"`
		Fingerprint string         `json:"fingerprint"`
		Severity    string         `json:"severity"`
		Location    gitlabLocation `json:"location"`
	}
	gitlabLocation struct {
		Path  string      `json:"path"`
		Lines gitlabLines `json:"lines"`
	}
	gitlabLines struct {
		Begin int `json:"begin"`
	}
)

func (gitlabFormat) Write(w io.Writer, run *Run) error {
	issues := []gitlabIssue{}
	marks := run.Fingerprints(run.path)
	for _, f := range run.Findings {
		issues = append(issues, gitlabIssue{
			Description: Clean(f.Message), CheckName: title(f), Fingerprint: marks[f], Severity: gitlabSeverity(f.Severity),
			Location: gitlabLocation{run.path(f.File), gitlabLines{max(1, f.Line)}},
		})
	}
	// What could not be analysed is an issue too: a list without it would look like that of a run that saw everything.
	for i, e := range run.Errors {
		sum := sha256.Sum256(fmt.Appendf(nil, "error %q %q %d", run.path(e.File), e.Message, i))
		line, _ := errorPlace(e)
		issues = append(issues, gitlabIssue{
			Description: "wipelint could not analyse this: " + Clean(e.Message), CheckName: "error",
			Fingerprint: hex.EncodeToString(sum[:16]), Severity: "major", Location: gitlabLocation{run.path(e.File), gitlabLines{line}},
		})
	}
	return WriteJSON(w, issues)
}

func gitlabSeverity(s rule.Severity) string {
	switch s {
	case rule.Error:
		return "critical" // "blocker" is left to those who set it
	case rule.Warning:
		return "major"
	default:
		return "info"
	}
}
