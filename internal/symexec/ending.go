package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// endings are words of names of functions that end the script: die, error_exit.
var endings = map[string]bool{"die": true, "fatal": true, "abort": true, "bail": true, "bailout": true, "panic": true, "croak": true, "exit": true, "errexit": true, "quit": true}

// conditions are words of names of functions that do something in some cases only, or prepare it: die_if_root, exit_handler.
var conditions = map[string]bool{"if": true, "unless": true, "on": true, "when": true, "not": true, "no": true, "dont": true, "never": true, "check": true, "maybe": true, "trap": true,
	"handler": true, "hook": true, "set": true, "get": true, "add": true, "register": true, "before": true, "after": true, "at": true, "code": true, "status": true}

// namesEnding reports whether a name says that what it names ends the script, whatever the case.
func namesEnding(name string) bool {
	ends := false
	for w := range strings.FieldsFuncSeq(strings.ToLower(name), func(r rune) bool { return r == '_' || r == '-' || r == '.' || r == ':' }) {
		if conditions[w] {
			return false
		}
		ends = ends || endings[w]
	}
	return ends
}

// endsElsewhere runs a function that only a file which cannot be followed, or the caller of a library, can have defined, and whose name says
// that it ends the script. That it does so is an assumption, so that the way on which it comes back is followed too, and counts where no other
// way leads to a command (proof.Ledger.Settle).
func (x *exec) endsElsewhere(cl *domain.CallInfo, st *domain.State) ([]*domain.State, bool) {
	if st.Opts&domain.OptForeign == 0 && !x.proof.CallerStops || st.Opts&domain.OptPast != 0 || !cl.Shell || cl.NoFn || !namesEnding(cl.Name) {
		return nil, false
	}
	x.proof.Ends(cl)
	var back []*domain.State
	for _, s := range x.proof.UnknownCommand(cl, st) {
		x.exit(s.Fork(), cl.Whole, cl.Name)
		c := s.Fork()
		c.Opts |= domain.OptPast
		back = append(back, c)
	}
	return back, true
}

// definedAnew is what a call of a function leaves that unknown code may have defined anew: what the script's own function assigns and nothing
// else has, this one assigns too, and nobody knows which text.
func (x *exec) definedAnew(f *effects.Function, st *domain.State) *domain.State {
	names := map[string]bool{}
	for _, g := range x.prog.ReachedFrom(f) {
		assignedIn(g.Decl.Body, names)
	}
	c := st
	for _, name := range effects.SortedKeys(names) {
		k := x.tab.Name(name)
		v, bound := st.Vars.Get(k)
		if bound && v != nil && (v.Fixed || v.Ref != "" || v.Array || v.Assoc || v.Set && len(v.Val) > 0) || !syntax.ValidName(name) || !x.dom.Matter(k) {
			continue
		}
		if c == st {
			c = st.Fork()
		}
		c.Vars = c.Vars.Set(k, &domain.Variable{Set: true, Val: value.SymValue(x.proof.ReplacedText(c, name))})
	}
	return c
}
