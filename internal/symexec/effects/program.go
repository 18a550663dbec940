// Package effects looks at a script's text before it is executed: what a function or block may read, write, ask and destroy,
// and what can still matter from a point on (demand).
package effects

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A Program is what is known of a script's text in one run: its units, functions and what they may do.
type Program struct {
	tab *value.Table

	// IsFilter reports whether a command is one of the filters that are modelled.
	IsFilter   func(name string) bool
	Cat        *catalog.Catalog
	Bounds     Bounds
	Main       *script.Script
	Dash       bool
	Unit       *Unit
	Units      map[string]*Unit
	Parsed     map[string]*ParsedText
	Seen       map[*syntax.FuncDecl]bool // functions that were entered
	Static     *static
	StmtsOf    [][]*syntax.Stmt // of the script and what it sources
	Whole      bool             // nothing is left out
	Slice      *Slice
	Quitting   map[*syntax.FuncDecl]bool
	Signed     map[string]bool // functions whose authors say what their status means
	Forces     map[string]bool // what forceLike said
	ActName    uint32
	mentioned  map[string][]mention // where functions are named
	Foreseen   map[string]bool      // sourced files of which static knows already what they read
	Texts      [][]byte             // of the script and of what it sources, as far as that is known before
	reach      *catalog.Reach       // of these
	repeated   map[string]int       // how often the output of a call, or of what has a name, is taken
	own        map[string]bool      // names that the script assigns, and whether it takes nothing of what they had before
	ownOf      int                  // for how many of StmtsOf
	repeatedOf int                  // for how many of StmtsOf

	decided   map[*script.Script]*decisions
	decidedBy map[place.Range]decidedParts
	partsOf   map[*syntax.Stmt]*part
	enteredBy map[string][]*syntax.FuncDecl // of Seen, by their names …
	enteredOf int                           // … for how many of them
	reached   reachability
	holders   holders
}

// NewProgram makes a Program whose names are in a table.
func NewProgram(tab *value.Table) *Program { return &Program{tab: tab} }
