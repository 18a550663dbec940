// Package guardflow runs the executor once for a script and says of each destructive command whether it is guarded, and if
// not, how the guard fails. The rules filter its result.
package guardflow

import (
	"context"
	"reflect"
	"strings"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
	"golang.org/x/tools/go/analysis"
)

// Analyzer runs the executor. Its result is a *Result.
var Analyzer = &analysis.Analyzer{
	Name:       "guardflow",
	Doc:        "guardflow: runs a script in every world and classifies its destructive commands",
	Requires:   []*analysis.Analyzer{InputAnalyzer},
	ResultType: reflect.TypeFor[*Result](),
	Run: func(pass *analysis.Pass) (any, error) {
		in := pass.ResultOf[InputAnalyzer].(*Input)
		ctx := in.Context
		if ctx == nil {
			ctx = context.Background()
		}
		return Analyze(ctx, in), nil
	},
}

// Analyze runs a script in every world and classifies its sites.
func Analyze(ctx context.Context, in *Input) *Result {
	words := in.words()
	run := symexec.RunWith(ctx, in.execution())
	res := &Result{Files: run.Files, Steps: run.Steps, Incomplete: run.Incomplete, Beyond: run.Beyond}
	for _, s := range run.Sites {
		res.Sites = append(res.Sites, classify(in, run, s, words))
	}
	if !in.Brief {
		askedTwice(ctx, in, run, res.Sites)
	}
	for _, o := range run.Opaque {
		res.Opaque = append(res.Opaque, &Opaque{At: o.At, What: o.What, Reason: o.Reason, Coded: o.Coded})
	}
	calledByComposed(res)
	if in.Shells == EveryShell && in.Script.Dialect == script.POSIX {
		other := *in
		other.Shells, other.rung, other.Sited = BashAsSh, run.Rung, len(run.Sites) > 0
		res.worse(Analyze(ctx, &other), in.Script)
	}
	return res
}

func newSite(run *symexec.Result, s *proof.Site) *Site {
	site := &Site{
		At: s.At, Whole: s.Whole, Command: s.Command, Why: s.Why, Target: strings.Join(s.Targets, ", "),
		Alone: s.Alone, From: s.From, Called: s.Called, Kind: targetKind(s), Mounted: s.Mounted, Below: s.Below,
	}
	return site
}

func newGuard(a *value.Ask) *Guard {
	g := &Guard{At: a.At, Whole: a.Whole, Command: a.Command, Looks: a.Entry.Why, Made: a.Made && !a.Making.Found, Instead: a.Entry.Instead, Entry: a.Entry}
	var on []string
	for _, t := range a.Targets {
		if v := t.V.String(); v != "" {
			on = append(on, v)
		}
	}
	if len(on) > 0 {
		g.Looks = strings.TrimPrefix(g.Looks+": "+strings.Join(on, ", "), ": ") // an entry may leave it open what kind of thing it looks at
	}
	if h := a.Host.String(); h != "" {
		g.Looks += " on " + h
	}
	return g
}
