// Package baseline reads the file of findings that are known and are not to be reported until they are dealt with. A reader of a
// diff sees in it what came and what went.
package baseline

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/bounded"
	"github.com/wipelint/wipelint/internal/catalog/strict"
)

// Name is the name of the file where nothing else is asked for.
const Name = ".wipelint-baseline.json"

// version is that of the form, and of how fingerprints are made.
const version = 1

// A File is a baseline. It is written as JSON.
type File struct {
	Version  int     `json:"version"`
	Findings []Entry `json:"findings"`
}

// An Entry is a known finding. The fingerprint alone decides; the rest is for readers.
type Entry struct {
	// File is the script's path from the folder of the baseline, with slashes.
	File string `json:"file"`
	Rule string `json:"rule"`
	// Command is the command that the finding is about, on one line.
	Command     string `json:"command"`
	Fingerprint string `json:"fingerprint"`
}

// New makes a baseline: each entry once, in the order of files.
func New(entries []Entry) *File {
	f := &File{Version: version, Findings: slices.Clone(entries)}
	slices.SortFunc(f.Findings, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Command, b.Command), cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
	f.Findings = slices.CompactFunc(f.Findings, func(a, b Entry) bool { return a.Fingerprint == b.Fingerprint })
	if f.Findings == nil {
		f.Findings = []Entry{}
	}
	return f
}

// Read reads a baseline. The error is a *strict.Error where it is about a place in the file.
func Read(path string) (*File, error) {
	data, err := bounded.Read(path, bounded.Baseline)
	if err != nil {
		return nil, err
	}
	return Decode(path, data)
}

const anew = "; write it anew with 'wipelint baseline'"

// Decode is Read for a text that is there already.
func Decode(name string, data []byte) (*File, error) {
	fail := func(offset int64, format string, args ...any) error {
		before := string(data[:min(max(offset, 0), int64(len(data)))])
		return &strict.Error{
			File: name, Line: 1 + strings.Count(before, "\n"), Column: len(before) - strings.LastIndexByte(before, '\n'),
			Message: fmt.Sprintf(format, args...),
		}
	}
	var f File
	if err := json.Unmarshal(data, &f); err != nil {
		var syntax *json.SyntaxError
		var kind *json.UnmarshalTypeError
		switch {
		case errors.As(err, &syntax):
			return nil, fail(syntax.Offset-1, "this is no baseline: %v%s", err, anew)
		case errors.As(err, &kind):
			return nil, fail(kind.Offset-1, "this is no baseline: %q is not of the kind that it must be%s", kind.Field, anew)
		}
		return nil, fail(0, "this is no baseline: %v%s", err, anew)
	}
	switch {
	case f.Version == 0:
		return nil, fail(0, `this is no baseline: it has no "version"%s`, anew)
	case f.Version != version:
		return nil, fail(0, "this is a baseline of version %d, and this program reads version %d; use the program that wrote it, or write it anew with 'wipelint baseline'", f.Version, version)
	}
	for i, e := range f.Findings {
		if e.Fingerprint == "" || e.File == "" {
			return nil, fail(0, "finding %d has no file or no fingerprint%s", i+1, anew)
		}
	}
	return &f, nil
}
