package driver

import (
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"runtime/debug"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/guardflow"
)

// A diagnostic is a rule's, not yet checked.
type diagnostic struct {
	by *analysis.Analyzer
	analysis.Diagnostic
}

// A passes is what the analyzers gave for one script.
type passes struct {
	in          *guardflow.Input
	fset        *token.FileSet
	diagnostics []diagnostic
	flow        *guardflow.Result // nil when no rule requires it
	errs        []fault
}

// A fault is an analyzer's failure.
type fault struct {
	message, stack string
}

// passes runs the analyzers of the suite over one script. One that fails takes those along that require it; the
// others still run.
func (s *suite) passes(in *guardflow.Input, read func(string) ([]byte, error)) *passes {
	p := &passes{in: in, fset: token.NewFileSet()}
	// The script itself comes first in the file set, so that its positions do not depend on what it sources.
	guardflow.Place(p.fset, wholeOf(in.Script))
	pkg := types.NewPackage(in.Script.Path, "script")
	results := map[*analysis.Analyzer]any{guardflow.InputAnalyzer: in}
	for _, a := range s.order {
		if in.Context.Err() != nil {
			return p
		}
		deps, ok := requirements(a, results)
		if !ok {
			continue
		}
		pass := &analysis.Pass{
			Analyzer:   a,
			Fset:       p.fset,
			OtherFiles: fileNames(p.fset),
			Pkg:        pkg,
			TypesSizes: types.SizesFor("gc", "amd64"),
			ResultOf:   deps,
			Report:     func(d analysis.Diagnostic) { p.diagnostics = append(p.diagnostics, diagnostic{a, d}) },
			ReadFile:   read,

			// A sourced file is part of the script that sources it, so there is nothing to hand from pass to pass.
			ImportObjectFact:  func(types.Object, analysis.Fact) bool { return false },
			ExportObjectFact:  func(types.Object, analysis.Fact) {},
			ImportPackageFact: func(*types.Package, analysis.Fact) bool { return false },
			ExportPackageFact: func(analysis.Fact) {},
			AllObjectFacts:    func() []analysis.ObjectFact { return nil },
			AllPackageFacts:   func() []analysis.PackageFact { return nil },
		}
		result, stack, err := protect(pass)
		if err != nil {
			// A context that ends in the middle of an analyzer is not the analyzer's fault.
			if in.Context.Err() == nil {
				p.errs = append(p.errs, fault{err.Error(), stack})
			}
			continue
		}
		results[a] = result
		if flow, ok := result.(*guardflow.Result); ok {
			p.flow = flow
		}
	}
	return p
}

// requirements collects the results that an analyzer asks for; false when one of them is missing.
func requirements(a *analysis.Analyzer, results map[*analysis.Analyzer]any) (map[*analysis.Analyzer]any, bool) {
	deps := make(map[*analysis.Analyzer]any, len(a.Requires))
	for _, required := range a.Requires {
		result, ok := results[required]
		if !ok {
			return nil, false
		}
		deps[required] = result
	}
	return deps, true
}

// errPanic marks an analyzer's panic.
var errPanic = errors.New("panic")

// protect runs an analyzer and turns its panic into an error with a stack.
func protect(pass *analysis.Pass) (result any, stack string, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("internal error in %s: %w: %v; please report it together with the script", pass.Analyzer.Name, errPanic, v)
			stack = string(debug.Stack())
		}
	}()
	result, err = pass.Analyzer.Run(pass)
	if err != nil {
		err = fmt.Errorf("%s: %w", pass.Analyzer.Name, err)
	}
	return result, "", err
}

// fileNames lists the files of a file set.
func fileNames(fset *token.FileSet) []string {
	var names []string
	fset.Iterate(func(f *token.File) bool {
		names = append(names, f.Name())
		return true
	})
	return names
}
