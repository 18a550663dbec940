// Package domain is the abstract domain of the executor: a state with its parts, and how states are named, compared, joined,
// widened and kept within the budget.
package domain

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A Space is where the states of one run live: what their identities, joins and approximations refer to.
type Space struct {
	tab  *value.Table
	prog *effects.Program

	Calls   []Call // functions and sourced files around, outermost first
	Asks    map[string]*value.Ask
	AskList []*value.Ask
	// Blinded says that something has run that cannot be looked at.
	Blinded bool
	Wordy   map[*value.Ask]bool // queries whose answer is compared with words or numbers
	// Compared is what the script compares the answers of queries with, and about what it asked in the comparison that is decided.
	Compared map[*value.Ask]*Comparison
	// Looked are the questions of which a test or a case has looked at what they print, however it was cut before.
	Looked       map[*value.Ask]bool
	LookFor      uint32
	sought       map[uint32][]uint32 // what elements of a list were compared with, by the list
	Headings     map[uint32]bool     // those of them that only a heading is equal to
	sliceCache   []sliceBlock
	forces       []value.Tri // what forceLike said, by name
	Sender       *State      // the one in which a command is sent to another host
	Steps, Limit int
	keptBytes    int // of long texts that were assigned
	Over         bool
	irrelevant   []*Variable // what Irrelevant gave, by the name and whether it is an array
	pruneAt      int         // how much a state knows when Prune looks at it again
	LiveArgs     bool
	Epoch        uint32 // counts calls of identity
	Interned     map[string]uint32
	keyBuf       value.KeyBuilder
	SymBuf       value.KeyBuilder
	varBuf       value.KeyBuilder
	PipesName    uint32
	writtenAt    map[*syntax.Word]writtenWords // by a command's first word
	Limits       map[string]bool
	OverAt       place.Range // where the budget was used up
	declIDs      map[*syntax.FuncDecl]uint32
	liveNow      []liveBlock // what live said at the current merge, by name
	Merges       uint32
	singled      map[uint32]int // how many elements of a list guards were asked about one by one
	singledArgs  map[int]int    // and how many of the parameters
	laid         map[uint32]int // for how many elements lists were laid out at once
	Follow       map[string]int // as singled, learned in an earlier run, by the keys of the lists
	Repeated     []*value.Sym   // what calls have printed that are made again
	Cuts         int            // lists that were cut off behind their second element
	matchers     map[string]Matcher
	MatchSteps   int // work on texts
	Approximated approximationLog
	deep         place.Range     // the first call that was not followed
	speaking     map[string]bool // what speaks said
}

// NewSpace makes the space of a program's states.
func NewSpace(tab *value.Table, prog *effects.Program) *Space { return &Space{tab: tab, prog: prog} }
