package driver

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"golang.org/x/tools/go/analysis"
	"mvdan.cc/sh/v3/syntax"
)

// fakeFlow stands in for the executor: "mkfs" is a destructive command that nothing guards, and "guarded mkfs" is one
// that is. It follows functions and sourced files, no more.
var fakeFlow = &analysis.Analyzer{
	Name:       "fakeflow",
	Doc:        "fakeflow: finds mkfs",
	Requires:   []*analysis.Analyzer{guardflow.InputAnalyzer},
	ResultType: reflect.TypeFor[*guardflow.Result](),
	Run: func(pass *analysis.Pass) (any, error) {
		in := pass.ResultOf[guardflow.InputAnalyzer].(*guardflow.Input)
		w := &fakeWalk{in: in, called: map[string]bool{}, seen: map[string]bool{}}
		w.file(in.Script)
		for _, f := range w.inFunctions {
			f.site.Alone = !w.called[f.name]
		}
		return &w.result, nil
	},
}

type fakeWalk struct {
	in          *guardflow.Input
	result      guardflow.Result
	called      map[string]bool
	seen        map[string]bool
	inFunctions []inFunction
}

type inFunction struct {
	name string
	site *guardflow.Site
}

func (w *fakeWalk) file(s *script.Script) {
	if w.seen[s.Path] {
		return
	}
	w.seen[s.Path] = true
	for _, stmt := range s.Stmts {
		function := ""
		syntax.Walk(stmt, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.FuncDecl:
				function = n.Name.Value
			case *syntax.CallExpr:
				w.call(s, n, function)
			}
			return true
		})
	}
}

func (w *fakeWalk) call(s *script.Script, call *syntax.CallExpr, function string) {
	if len(call.Args) == 0 {
		return
	}
	text := func(n syntax.Node) string { return string(s.Source[n.Pos().Offset():n.End().Offset()]) }
	first := call.Args[0]
	at := place.Range{Script: s, Start: int(first.Pos().Offset()), End: int(first.End().Offset())}
	switch name := text(first); name {
	case ".", "source":
		if lib, err := w.in.Loader.Load(text(call.Args[1]), s); err == nil {
			w.file(lib)
		}
	case "mkfs", "guarded":
		site := &guardflow.Site{At: at, Command: text(call), Verdict: guardflow.Guarded}
		if name == "mkfs" {
			site.Verdict = guardflow.Unguarded
			site.Flaws = []*guardflow.Flaw{{Kind: "unguarded", Witness: []guardflow.Step{{At: at, Text: "mkfs runs"}}}}
			if strings.Contains(text(call), "--ignored") {
				site.Flaws = append(site.Flaws, &guardflow.Flaw{Kind: "ignored"})
			}
		}
		w.result.Sites = append(w.result.Sites, site)
		if function != "" {
			w.inFunctions = append(w.inFunctions, inFunction{function, site})
		}
	default:
		w.called[name] = true
	}
}

// fakeRule makes a rule that depends on fakeFlow.
func fakeRule(name, code string, severity rule.Severity, run func(*analysis.Pass, *guardflow.Result)) *rule.Rule {
	return &rule.Rule{
		Analyzer: &analysis.Analyzer{
			Name:     name,
			Doc:      name + ": a rule of the test",
			Requires: []*analysis.Analyzer{fakeFlow},
			Run: func(pass *analysis.Pass) (any, error) {
				run(pass, pass.ResultOf[fakeFlow].(*guardflow.Result))
				return nil, nil
			},
		},
		Code: code, Severity: severity,
	}
}

// unguarded reports each site that has a flaw.
var unguarded = fakeRule("unguarded", "WL1001", rule.Error, func(pass *analysis.Pass, flow *guardflow.Result) {
	for _, s := range flow.Sites {
		if len(s.Flaws) == 0 {
			continue
		}
		pos, end := guardflow.Place(pass.Fset, s.At)
		d := analysis.Diagnostic{Pos: pos, End: end, Message: s.Command + " is unguarded"}
		if strings.Contains(s.Command, "--weak") {
			d.Category = "warning"
		}
		d.SuggestedFixes = []analysis.SuggestedFix{
			{Message: "ask a guard"},
			{Message: "take it out", TextEdits: []analysis.TextEdit{{Pos: pos, End: end, NewText: []byte(":")}}},
		}
		d.Related = []analysis.RelatedInformation{{Pos: pos, Message: "here"}}
		pass.Report(d)
	}
})

// describe writes results in a form to compare.
func describe(r *Results) string {
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%s:%d:%d-%d:%d %s %s %s\n", f.File, f.Line, f.Column, f.EndLine, f.EndColumn, f.Severity, f.Rule, f.Message)
	}
	for _, f := range r.Suppressed {
		fmt.Fprintf(&b, "suppressed %s:%d:%d %s", f.File, f.Line, f.Column, f.Rule)
		for _, s := range f.Suppressions {
			fmt.Fprintf(&b, " %s %s:%d %q%s", s.Kind, s.File, s.Line, s.Reason, s.Until)
		}
		b.WriteString("\n")
	}
	for _, s := range r.Sites {
		fmt.Fprintf(&b, "site %s:%d:%d %s %s %v\n", s.File, s.Line, s.Column, s.Verdict, s.Command, s.Rules)
	}
	for _, e := range r.Errors {
		fmt.Fprintf(&b, "error %s:%d:%d %s\n", e.File, e.Line, e.Column, e.Message)
	}
	return b.String()
}
