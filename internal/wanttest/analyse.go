package wanttest

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/script"
)

// analyse runs the rules over files of a folder as the command does. The findings name the files relative to dir.
func analyse(dir string, files []string, rules []*rule.Rule) ([]finding, error) {
	cfg := driver.Config{Rules: rules}
	for _, name := range files {
		cfg.Paths = append(cfg.Paths, filepath.Join(dir, name))
	}
	results, err := driver.Run(context.Background(), cfg)
	if err != nil {
		return nil, err
	}
	var errs []error
	for _, e := range results.Errors {
		errs = append(errs, errors.New(e.File+": "+e.Message+e.Stack))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	list := make([]finding, 0, len(results.Findings))
	for _, f := range results.Findings {
		name, err := filepath.Rel(dir, f.File)
		if err != nil {
			name = f.File
		}
		list = append(list, finding{
			rule: f.Rule, file: filepath.ToSlash(name), line: f.Line, column: f.Column,
			text: slice(f.Place), message: f.Message,
		})
	}
	return list, nil
}

// slice returns the text of a place.
func slice(p driver.Place) string {
	src, err := os.ReadFile(p.File)
	if err != nil {
		return ""
	}
	lines := script.Parse(p.File, src, script.Options{}).LineOffsets()
	if p.Line < 1 || p.EndLine > len(lines) {
		return ""
	}
	start, end := lines[p.Line-1]+p.Column-1, lines[p.EndLine-1]+p.EndColumn-1
	if start < 0 || end > len(src) || start > end {
		return ""
	}
	return string(src[start:end])
}
