package symexec

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A survey is what is kept while a script is run only to find out whether it has a site.
type survey struct {
	found   func() // ends it
	foresee bool   // no other files can be sourced than those that are known
	sources []*script.Script
	blurred bool // a finer run may know a text that this one does not
}

// noSite runs a script with the coarsest bounds, to find out that it has no site: a state that was joined allows what each of its parts
// allows, so that a run which keeps them apart finds none either. Most scripts that the look at the words cannot clear have none, and
// this takes a small part of the time of a whole run. It gives nil where it finds one, or cannot tell; the script is then run as if nobody
// had looked.
//
// Lists and counting loops are followed as far as by a whole run: what stands in their elements is no matter of joins. Where even this is
// too much the commands are executed one by one, as a whole run does in the end: it knows no more of them.
func noSite(ctx context.Context, in Input) *Result {
	ladder := in.Bounds.OrDefault().Coarser()
	fine, b := ladder[0], ladder[len(ladder)-1]
	b.Items, b.Rounds, b.Recursion = fine.Items, fine.Rounds, fine.Recursion
	b.States, b.Proofs = min(fine.States, 2), min(fine.Proofs, 4) // what a command decides by its status is worth more than it costs
	in.Bounds = b
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	x := newExec(ctx, in)
	if in.Whole || x.prog.Static.Stmts < fine.Survey { // a short one is run as fast
		return nil
	}
	x.survey = &survey{found: stop, foresee: in.Foreseen, sources: in.Sources}
	st := x.start(in.Script)
	defer func() { st.Pool.Release() }()
	u := x.scriptUnit(in.Script)
	ends := x.runMain(u, x.mainStmts, st)
	if x.dom.More() != nil || ctx.Err() != nil || x.survey.blurred || x.goesBack() && x.prog.Slice.Here { // a folder that was joined is no way back
		return nil
	}
	x.ladder = []effects.Bounds{b}
	x.cutOff(nil)
	x.runUncalled(u, ends)
	if ctx.Err() != nil || len(x.proof.Sites) > 0 || len(x.gaps) > 0 || len(x.beyond) > 0 || x.survey.blurred {
		return nil
	}
	return x.result()
}

// seen ends a survey at the first site.
func (s *survey) seen(sites int) bool {
	if s == nil || sites == 0 {
		return false
	}
	s.found()
	return true
}

// unread takes in a source command that is not followed: where a join made the file's name unknown, one of the ways may know it.
func (s *survey) unread(file value.Value, in *script.Script) {
	if s == nil || s.blurred {
		return
	}
	joined, tail := false, ""
	for _, p := range file {
		if tail += p.Lit; p.Sym != nil {
			joined, tail = joined || p.Sym.Kind == value.SymWidened, ""
		}
	}
	if !joined {
		return
	}
	if !s.foresee {
		s.blurred = true
		return
	}
	for _, f := range s.sources {
		if f.Path != in.Path && strings.HasSuffix(path.Base(f.Path), path.Base("/"+tail)) {
			s.blurred = true
		}
	}
}

// many takes in the words of a command that may destroy: where a join has made one of more texts than are kept, a finer run may know one that
// names data.
func (s *survey) many(words []value.Value) {
	if s == nil {
		return
	}
	for _, v := range words {
		for _, p := range v {
			s.blurred = s.blurred || p.Sym != nil && p.Sym.Danger.May == value.ManyTexts
		}
	}
}

// parameters takes in that those of two calls are not known any more.
func (s *survey) parameters(of ...*domain.Params) {
	if s != nil {
		s.blurred = s.blurred || slices.ContainsFunc(of, func(p *domain.Params) bool { return p != nil && len(p.Known) > 0 })
	}
}
