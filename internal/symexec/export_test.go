package symexec

import (
	"context"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// The budget of a run, for the test that looks whether it was kept.
var (
	MinSteps   = effects.DefaultBounds().MinSteps
	MaxSteps   = effects.DefaultBounds().Steps
	AloneSteps = effects.DefaultBounds().AloneSteps
)

// Inert gives the functions that are not run by themselves.
func Inert(s *script.Script, cat *catalog.Catalog) []*syntax.FuncDecl {
	var out []*syntax.FuncDecl
	x := newExec(context.Background(), Input{Script: s, Catalog: cat})
	for f, inert := range x.inert() {
		if inert {
			out = append(out, f.Decl)
		}
	}
	return out
}
