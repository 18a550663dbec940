// Package models has the models of builtins, filters and tools: what they print and return for given values.
package models

import (
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Tools run the models in one run's states.
type Tools struct {
	tab  *value.Table
	prog *effects.Program
	dom  *domain.Space

	// AskFile asks a file that holds the machine's state; nil where it is none.
	AskFile func(cl *domain.CallInfo, v value.Value, st *domain.State) []*domain.State
	Abouts  map[uint32]value.Value
	Columns map[uint32]int // of those that were looked for in one column: which one it is
	// Choosers are the filters that chose the lines that Abouts has the words of, as they stand in the script.
	Choosers map[uint32]string
	narrowed map[*value.Sym]narrowing
	Fed      map[uint32]bool // files that are pipes of processes which run what they read
	Host     value.Value     // where commands run; nil: here
}

// NewTools makes the tools of a space.
func NewTools(tab *value.Table, prog *effects.Program, dom *domain.Space) *Tools {
	return &Tools{tab: tab, prog: prog, dom: dom, narrowed: map[*value.Sym]narrowing{}}
}
