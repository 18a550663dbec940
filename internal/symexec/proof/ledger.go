// Package proof has what is proved: guards and the evidence they give, targets, sites, and on what a verdict rests.
package proof

import (
	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/models"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A Ledger keeps the guards that were asked and the sites that were reached in one run.
type Ledger struct {
	tab   *value.Table
	prog  *effects.Program
	dom   *domain.Space
	tools *models.Tools

	filling bool // the command that is recorded copies into what it deletes in

	// MadeEntry are the catalogue's creations in the form of guards.
	MadeEntry map[*catalog.Creation]*catalog.Guard
	// free are the names that tests have found to be free.
	free []*value.Ask
	// CallerStops says that the function that runs is one of a file that only others run, and that nothing in it says whether they stop at
	// what fails.
	CallerStops bool
	// Deletable says that the script has made something of which the catalogue says which calls delete it.
	Deletable  bool
	Cmds       map[string]*domain.CmdSite
	CmdList    []*domain.CmdSite
	Sites      map[place.Range]*Site
	Opaque     map[place.Range]*Opaque
	NoErr      int  // set -e is ignored here
	Condition  bool // the command substitution that runs is a condition, which dash does not know there
	ErrCleared bool // bash cleared -e for the command substitution that runs
	StatusRead bool // the next command looks at the status of the substitution that runs
	InTrap     string
	Alone      bool
	Apart      bool         // each command runs by itself, so that nothing is known of the way to it
	Where      *value.Where // where the command that runs goes
	Many       string       // the call that has them run on what may be several machines, "" for one
	hitBuf     value.KeyBuilder
	Root       *effects.Function  // the function that is judged alone
	Touched    map[*Site]*Site    // what the sites of hitNow were before, for a part that may be run again
	HitNow     map[*Site]bool     // sites that the part which runs has reached
	families   map[familyName]int // what familyOf said
	ended      []Assumption       // the functions that were assumed to end the script

	housekeepers map[string]bool // whether a unit's name is one of housekeeping
	mounts       map[uint32]bool // the creations that mount data of others
	Written      []value.Value   // the files that output goes to
	Mounted      []mounting
	Empty        *domain.Emptied // what makes the command that runs act on everything
	Parted       *domain.Split   // how the selector of the command that runs was split
	Astray       *value.Astray   // how the script came into the folder that the command acts on
	Wiped        []domain.Wipe   // what the job that runs destroys
	Fan          *Fan            // the construct that runs commands in several places at the same time
}

// NewLedger makes the ledger of a run.
func NewLedger(tab *value.Table, prog *effects.Program, dom *domain.Space, tools *models.Tools) *Ledger {
	return &Ledger{tab: tab, prog: prog, dom: dom, tools: tools}
}
