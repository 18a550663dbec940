package lsp

import (
	"fmt"

	"github.com/wipelint/wipelint/internal/driver"
)

// sourced says at each source command of a script what was found in the file that it takes in: whoever has the script open would not look
// there.
func (f *found) sourced(path string) []diagnostic {
	var order []driver.Place
	byCaller := map[driver.Place][]*driver.Finding{}
	for _, finding := range f.Findings {
		for _, at := range finding.Callers {
			if at.File != path || finding.File == path {
				continue
			}
			if byCaller[at] == nil {
				order = append(order, at)
			}
			byCaller[at] = append(byCaller[at], finding)
		}
	}
	var out []diagnostic
	for _, at := range order {
		out = append(out, f.sourcedAt(at, byCaller[at]))
	}
	return out
}

// sourcedAt says what was found by way of one source command.
func (f *found) sourcedAt(at driver.Place, list []*driver.Finding) diagnostic {
	first := list[0]
	for _, finding := range list {
		if driver.Rank(finding.Severity) < driver.Rank(first.Severity) {
			first = finding
		}
	}
	d := diagnostic{
		Range: f.place(at), Severity: severities[first.Severity], Source: source,
		Message: fmt.Sprintf("%s, as this script runs it: %s", f.where(first.Place, at.File), clean(first.Message)),
	}
	if len(list) == 1 {
		d.Code = first.Code
	} else {
		d.Message = fmt.Sprintf("%d findings in files that this takes in; %s: %s", len(list), f.where(first.Place, at.File), clean(first.Message))
	}
	if f.snap.related {
		for _, finding := range list {
			d.Related = append(d.Related, related{f.location(finding.Place), clean(finding.Message)})
		}
	}
	return d
}
