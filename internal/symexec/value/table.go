// Package value has what a script computes with: constants, symbols, their concatenations, the constraints that a path puts
// on them, and persistent maps to keep them in. It knows no shell.
package value

// A Table names the variables and the symbols of one run. Names and symbols are interned: equal numbers are equal names.
type Table struct {
	Syms    map[string]*Sym
	SymList []*Sym
	Names   map[string]uint32
	NameOf  []string
}
