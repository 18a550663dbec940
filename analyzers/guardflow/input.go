package guardflow

import (
	"context"
	"errors"
	"go/token"
	"reflect"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/testfolder"
	"golang.org/x/tools/go/analysis"
)

// An Input is what a driver knows of the script that a pass is about. An analysis.Pass has no place for
// these, so they travel as the result of InputAnalyzer.
type Input struct {
	// Context ends the analysis early; never nil when a driver of this module made the Input.
	Context  context.Context
	Script   *script.Script
	Catalog  *catalog.Catalog
	Loader   *script.Loader
	Sources  []*script.Script // files that the script may source, as far as they are known before it is executed
	Foreseen bool             // that these are all
	Sited    bool             // that the script has a destructive command
	// Brief leaves out of the approximations of guarded sites what only a second run of the executor shows: that the verdict rests
	// on a guard that was asked twice and answered the same.
	Brief bool
	// Wordless leaves out the witnesses of flaws and the worlds that they are in, for those who only compare verdicts.
	Wordless bool
	// Shells are those that run a script for sh.
	Shells Shells
	// Bounds limit the executor; the zero value stands for the default ones.
	Bounds effects.Bounds

	// Tests gives what is made by the tests that the script belongs to; nil for a script that is none of a test.
	Tests func() *testfolder.Makings

	rung int // how many bounds a run before was too much for
}

// execution is what the executor is to run.
func (in *Input) execution() symexec.Input {
	return symexec.Input{Script: in.Script, Catalog: in.Catalog, Loader: in.Loader, Sources: in.Sources, Bounds: in.Bounds, Bash: in.Shells == BashAsSh, Rung: in.rung, Foreseen: in.Foreseen, Sited: in.Sited}
}

// InputAnalyzer stands for the Input in Requires lists: pass.ResultOf[InputAnalyzer].(*Input). Its Run is never
// called by a driver that knows it, since that driver seeds the result.
var InputAnalyzer = &analysis.Analyzer{
	Name:       "script",
	Doc:        "script: the script that the pass is about, its catalogue and the files it may source",
	ResultType: reflect.TypeFor[*Input](),
	Run: func(*analysis.Pass) (any, error) {
		return nil, errors.New("the driver has to seed the script; see internal/driver")
	},
}

// Place turns a range into positions of fset, adding the script's file on its first use: which files a script
// sources is known only once the executor has run. A fset belongs to one root script and is not used in parallel.
func Place(fset *token.FileSet, r place.Range) (pos, end token.Pos) {
	s := r.Script
	if s == nil || r.Start < 0 || r.End < r.Start || r.End > len(s.Source) {
		return token.NoPos, token.NoPos
	}
	file := fileOf(fset, s)
	return file.Pos(r.Start), file.Pos(r.End)
}

// fileOf finds or adds the file of a script.
func fileOf(fset *token.FileSet, s *script.Script) *token.File {
	var found *token.File
	fset.Iterate(func(f *token.File) bool {
		if f.Name() == s.Path && f.Size() == len(s.Source) {
			found = f
		}
		return found == nil
	})
	if found != nil {
		return found
	}
	file := fset.AddFile(s.Path, -1, len(s.Source))
	// token.File wants offsets inside the file; the last line of a text with a final newline starts behind it.
	lines := s.LineOffsets()
	for len(lines) > 0 && lines[len(lines)-1] >= len(s.Source) {
		lines = lines[:len(lines)-1]
	}
	file.SetLines(lines)
	return file
}
