package symexec

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

func (x *exec) callExpr(c *syntax.CallExpr, st *domain.State) []*domain.State {
	at := x.prog.Span(c)
	if st.Traps != nil && len(st.Traps.Signals) > 0 {
		if after := x.debugged(st); after != nil {
			return x.each(after, func(s *domain.State) []*domain.State { return x.undebugged(c, s, at) })
		}
	}
	return x.undebugged(c, st, at)
}

// undebugged runs a simple command behind the DEBUG trap.
func (x *exec) undebugged(c *syntax.CallExpr, st *domain.State, at place.Range) []*domain.State {
	if len(c.Args) == 0 {
		return x.assignments(c, st, at)
	}
	if st.Opts&domain.OptAliases != 0 && st.Alias.Len() > 0 {
		if d := x.expandAlias(c, st); d != nil {
			c = d
		}
	}
	var out []*domain.State
	words := x.wordsOf(c.Args, st, true)
	for _, e := range words {
		if len(e.fields) == 0 {
			// nothing is left to run: the status is that of the last command substitution
			s := e.st
			if !hasSubst(c.Args) {
				s = x.dom.SetStatus(s, domain.Status{Val: value.Lit("0"), At: at})
			}
			if len(c.Assigns) > 0 {
				out = append(out, x.assignments(&syntax.CallExpr{Assigns: c.Assigns}, s, at)...)
			} else {
				out = append(out, s)
			}
			continue
		}
		if !declaresIn(c) { // a declaration tells whose status it hides
			e.st = x.unchanged(e.st)
		}
		cl := &domain.CallInfo{Args: e.fields, Node: c, At: e.fields[0].Src, Whole: at, Shell: true, Made: x.prog.Unit.Segs != nil, Before: st}
		if first := e.fields[0].Src; first.Script != at.Script || first.Start < at.Start || first.End > at.End {
			// a function runs the command that it was handed: it stands where the caller wrote it
			cl.Made, cl.Whole = true, first
			if last := e.fields[len(e.fields)-1].Src; last.Script == first.Script && last.End > first.End && last.End-first.Start < 400 {
				cl.Whole.End = last.End
			}
		}
		cl.Vanished = e.fields[0].Word != nil && e.fields[0].Word != c.Args[0] && len(c.Args[0].Parts) == 1 && isExpansion(c.Args[0].Parts[0])
		if len(c.Assigns) > 0 {
			cl.Whole = x.prog.Between(int(c.Args[0].Pos().Offset()), int(c.Args[len(c.Args)-1].End().Offset()))
		}
		ran := x.withEnv(c, cl, e.st)
		if len(words) == 1 {
			return ran
		}
		out = append(out, ran...)
	}
	return out
}

// hasSubst reports whether a command substitution stands in words.
func hasSubst(words []*syntax.Word) bool { return slices.ContainsFunc(words, effects.SubstitutesIn) }

// assignedSubst reports whether a command substitution stands in an assignment.
func assignedSubst(a *syntax.Assign) bool {
	if a.Array != nil {
		for _, e := range a.Array.Elems {
			if effects.SubstitutesIn(e.Value) || e.Index != nil && effects.AnySubst(e.Index) {
				return true
			}
		}
	}
	return effects.SubstitutesIn(a.Value) || a.Index != nil && effects.AnySubst(a.Index)
}

// withEnv runs a command with the assignments before it in force.
func (x *exec) withEnv(c *syntax.CallExpr, cl *domain.CallInfo, st *domain.State) []*domain.State {
	if len(c.Assigns) == 0 {
		return x.dispatch(cl, st)
	}
	type saved struct {
		id  uint32
		v   *domain.Variable
		had bool
	}
	var old []saved
	cur := []*domain.State{st}
	for _, a := range c.Assigns {
		id := x.tab.Name(a.Name.Value)
		v, ok := st.Vars.Get(id)
		if ok && v != nil && v.Fixed && !x.prog.Dash {
			continue // bash says that it is readonly, and runs the command
		}
		old = append(old, saved{id, v, ok})
		cur = x.each(cur, func(s *domain.State) []*domain.State { return x.assignOne(a, s) })
	}
	var out []*domain.State
	for _, s := range cur {
		for _, e := range x.dispatch(cl, s) {
			n := e.Fork()
			for _, o := range old {
				if o.had {
					n.Vars = n.Vars.Set(o.id, o.v)
				} else {
					n.Vars = n.Vars.Del(o.id)
				}
			}
			out = append(out, n)
		}
	}
	return out
}

// dispatch runs a simple command: a function, a builtin, what the catalogue knows, or a command about which nothing is known.
func (x *exec) dispatch(cl *domain.CallInfo, st *domain.State) []*domain.State {
	if x.spend(1) || len(cl.Args) == 0 {
		return nil
	}
	first := cl.Args[0]
	v := st.Resolve(first.V)
	name, known := v.Constant()
	if !known || first.Multi != nil {
		return x.dynamicCommand(cl, st, v)
	}
	if name == "" {
		return []*domain.State{x.dom.SetStatus(st, domain.Status{Val: value.Lit("127"), At: cl.Whole})}
	}
	if cl.Shell && !cl.NoFn {
		if f, ok := st.Funcs.Get(x.tab.Name(name)); ok && f != nil {
			return x.callNamed(f, cl, st)
		}
		name = strings.TrimPrefix(name, "\\")
	}
	cl.Name = name
	if cl.Shell {
		if b, ok := builtins[name]; ok && !(x.prog.Dash && bashOnly[name]) {
			return b(x, cl, st)
		}
	}
	if at, ok := x.hashed(name, st); ok && cl.Shell {
		c := *cl
		c.Args = append([]domain.Field{{V: at, Src: first.Src}}, cl.Args[1:]...)
		c.NoFn, c.Shell = true, false
		return x.dispatch(&c, st)
	}
	if name == "[" || name == "test" {
		cl.Name = effects.BaseName(name)
		return x.testCommand(cl, st)
	}
	cl.Name = effects.BaseName(name)
	if x.prog.Dash && name == "[[" { // not found
		return []*domain.State{x.dom.SetStatus(st, domain.Status{Val: value.Lit("127"), At: cl.Whole})}
	}
	if out, done := x.ownProgram(cl, st, v); done {
		return out
	}
	if after := x.copied(cl, st); after != nil {
		return x.each(x.program(cl, st), func(s *domain.State) []*domain.State { return []*domain.State{after(s)} })
	}
	return x.program(cl, st)
}

// program runs a command that is neither a function nor a builtin, nor a file that the script has written.
func (x *exec) program(cl *domain.CallInfo, st *domain.State) []*domain.State {
	if isShell(cl.Name) {
		if out := x.shellFile(cl, st); out != nil {
			return out
		}
	}
	x.foreignProgram(cl, st)
	x.plantsInput(cl, st)
	x.makesPipes(cl, st)
	x.configuresGit(cl, st)
	if cl.Name == "ln" {
		st = x.linked(cl, st)
	}
	if x.listed(cl.Name) {
		st = x.takenAgain(cl, x.switched(cl, st))
		if out, done := x.listedCommand(cl, st); done {
			return x.unheardInput(cl, st, out)
		}
	}
	if writesInPlace(cl) {
		return x.proof.AnyCommand(cl, x.proof.Handed(cl, st))
	}
	if st.Files.Len() > 0 && awkWrites(cl) {
		st = x.proof.Handed(cl, st)
	}
	if out := x.filtered(cl, st); out != nil {
		return out
	}
	x.handsOn(cl, st)
	if out, ends := x.endsElsewhere(cl, st); ends {
		return out
	}
	return x.unheardInput(cl, st, x.proof.UnknownCommand(cl, st))
}

// listed reports whether the catalogue has entries for a command's name. Most commands of a script have none, and are run in many
// states.
func (x *exec) listed(name string) bool {
	is, ok := x.isListed[name]
	if !ok {
		if x.isListed == nil {
			x.isListed = map[string]bool{}
		}
		is = x.prog.Cat.Lists(name)
		x.isListed[name] = is
	}
	return is
}

// listedCommand runs a command whose name is in the catalogue, if what that says is about a call with these words.
func (x *exec) listedCommand(cl *domain.CallInfo, st *domain.State) ([]*domain.State, bool) {
	x.joinedSites(cl, st)
	words := make([]string, len(cl.Args))
	for i, f := range cl.Args {
		words[i] = x.asWritten(f, st)
	}
	words, cl = x.fromRoot(words, cl, st)
	words = x.namedObjects(words, cl, st)
	words, cl = x.throughLinks(words, cl, st)
	words, cl = x.mountedData(words, cl, st)
	if w, c, machine, ok := x.unbound(words, cl, st); ok {
		defer func(h value.Value) { x.tools.Host = h }(x.tools.Host)
		words, cl, x.tools.Host = w, c, machine
	}
	if out, done := x.withDefaults(cl, st); done {
		return out, true
	}
	defer func(w *value.Where) { x.proof.Where = w }(x.proof.Where)
	x.proof.Where = x.whereOf(words, cl, st)
	if x.prog.Cat.Selecting(cl.Name) {
		x.strayed(words, cl, st)
		x.selections(words, cl, st)
		x.divided(words, cl, st)
		x.splitOperands(words, cl, st)
	}
	stdin := ""
	if st.Stdin != nil {
		stdin = st.Resolve(st.Stdin.Text).Pattern()
	}
	stdin += x.readBy(cl, st).Pattern()
	if m, ok := x.prog.Cat.DestructiveInput(withoutSample(words, stdin)); ok && !x.keepsData(words, stdin) {
		out := x.proof.Site(m, cl, st)
		if m, ok := x.prog.Cat.Creation(words); ok && !m.Entry.Regardless && !m.Entry.Prints {
			out = x.proof.Creation(m, cl, st, out) // zpool create
		}
		return out, true
	}
	if w := x.prog.Cat.Wrappers(words); len(w) > 0 {
		if out, done := x.wrapper(w, cl, st); done {
			return out, true
		}
	}
	if m, ok := x.prog.Cat.GuardInput(words, stdin); ok && (!proof.IsBackup(m.Entry) || len(x.prog.Cat.Policy.Backup) > 0 || x.prunes()) {
		st = x.proof.Handed(cl, st) // curl -o file
		targets := seenFromFolder(m.Entry, x.proof.Targets(m.Targets, cl, st), st)
		if m.Host != nil {
			h := st.Resolve(cl.Args[m.Host.Word].V.Skip(m.Host.Skip))
			if len(targets) == 0 {
				targets = []value.Target{{Kind: catalog.KindNone, Host: h}}
			}
			for i := range targets {
				targets[i].Host = h
			}
		}
		return x.proof.Ask(m.Entry, targets, cl, st), true
	}
	if m, ok := x.prog.Cat.Creation(words); ok {
		return x.proof.Creation(m, cl, st, nil), true
	}
	return nil, false
}

// prunes reports whether the script can delete old backups: else it does not matter whether it makes one.
func (x *exec) prunes() bool {
	if x.mayPrune == 0 {
		x.mayPrune = -1
		for _, u := range x.prog.Units {
			if u.Script != nil && proof.MayPrune(string(u.Script.Source)) {
				x.mayPrune = 1
			}
		}
	}
	return x.mayPrune > 0
}

// withDefaults forks by whether a variable has its default, where the command destroys data with one of the two and for all
// that is known not with the other.
func (x *exec) withDefaults(cl *domain.CallInfo, st *domain.State) ([]*domain.State, bool) {
	if !slices.ContainsFunc(cl.Args, func(f domain.Field) bool { return slices.ContainsFunc(st.Resolve(f.V), hasDefault) }) {
		return nil, false
	}
	var first *value.Sym
	plain, filled := make([]string, len(cl.Args)), make([]string, len(cl.Args))
	for i, f := range cl.Args {
		v := st.Resolve(f.V)
		plain[i], filled[i] = v.Pattern(), v.Pattern()
		for _, p := range v {
			if p.Sym != nil && p.Sym.Kind == value.SymDefault && !p.Sym.Summary && !st.Con(p.Sym).Refutes(p.Sym.Path) {
				if first == nil {
					first = p.Sym
				}
				w := append(value.Value(nil), v...)
				for k := range w {
					if y := w[k].Sym; y != nil && y.Kind == value.SymDefault && !st.Con(y).Refutes(y.Path) {
						w[k] = value.Part{Lit: w[k].Sym.Path}
					}
				}
				filled[i] = w.Pattern()
			}
		}
	}
	if first == nil {
		return nil, false
	}
	if _, ok := x.prog.Cat.Destructive(plain); ok {
		return nil, false
	}
	if _, ok := x.prog.Cat.Destructive(filled); !ok {
		return nil, false
	}
	var out []*domain.State
	for _, b := range x.dom.DecideEq(st, value.SymValue(first), first.Path) {
		c := *cl
		c.Args = append([]domain.Field(nil), cl.Args...)
		out = append(out, x.dispatch(&c, b.St)...)
	}
	return out, true
}

func hasDefault(p value.Part) bool { return p.Sym != nil && p.Sym.Kind == value.SymDefault }

// dynamicCommand is a command whose name only the run tells.
func (x *exec) dynamicCommand(cl *domain.CallInfo, st *domain.State, v value.Value) []*domain.State {
	if s := v.Single(); s != nil && s.Kind == value.SymDefault && st.Con(s).Eq == nil && len(st.Con(s).Ne) == 0 && !s.Summary {
		var out []*domain.State // ${MKFS:-mkfs.ext4}
		for _, b := range x.dom.DecideEq(st, v, s.Path) {
			c := *cl
			if b.Ok {
				c.Args = x.fields([]seg{{v: value.Lit(s.Path), exp: cl.Args[0].Multi != nil}}, b.St, cl.Args[0].Src)
				c.Args = append(c.Args, cl.Args[1:]...)
			}
			out = append(out, x.dispatch(&c, b.St)...)
		}
		return out
	}
	if out, done := x.ownProgram(cl, st, v); done {
		return out
	}
	if out, done := x.joinedCommand(cl, st, v); done {
		return out
	}
	if s := v.Single(); s != nil && s.Kind == value.SymScript {
		return x.proof.UnknownCommand(cl, st) // the script runs itself
	}
	if x.isSwitch(cl) {
		c := st.Fork()
		return []*domain.State{x.dom.SetStatus(c, domain.Status{Val: value.SymValue(x.dom.StatusSym(c, cl.Node)), At: cl.Whole})}
	}
	if len(cl.Args) == 1 && cl.Args[0].Multi != nil {
		// an optional command that may be empty: $SUDO, $DEBUG
		var out []*domain.State
		for _, b := range x.dom.DecideEmpty(st, v) {
			if b.Ok {
				out = append(out, x.dom.SetStatus(b.St, domain.Status{Val: value.Lit("0"), At: cl.Whole}))
				continue
			}
			x.proof.Unresolved(cl.At, nameWritten(cl, v), onlyRun)
			out = append(out, x.proof.UnknownCommand(cl, x.dom.Blind(b.St, cl.At, domain.UnknownName, v.String()))...)
		}
		return out
	}
	if f := cl.Args[0]; f.Multi != nil && len(cl.Args) > 1 && len(f.V) == 1 {
		// $SUDO wipefs …: a prefix that may be empty or a wrapper: what follows is the command
		rest := *cl
		rest.Args = cl.Args[1:]
		rest.At = rest.Args[0].Src
		rest.NoFn = true
		if f.Multi.Kind == value.SymArg || f.Multi.Kind == value.SymArgs { // sudo "$@" wipefs …: options, a wrapper or nothing
			if name, ok := st.Resolve(rest.Args[0].V).Constant(); ok && x.prog.Cat.Destroys(effects.BaseName(name)) {
				return x.dispatch(&rest, st)
			}
		}
		if f.Multi.Kind == value.SymEnv || f.Multi.Kind == value.SymWidened || f.Multi.Kind == value.SymOther || f.Multi.Kind == value.SymOutput {
			v := st.Resolve(rest.Args[0].V)
			if name, ok := v.Constant(); ok && !strings.HasPrefix(name, "-") && x.listed(effects.BaseName(name)) {
				return x.dispatch(&rest, st)
			}
			if out, ok := x.guessed(&rest, st, v); ok {
				return out
			}
			if out, ok := x.guessed(cl, st, st.Resolve(cl.Args[0].V)); ok {
				return out
			}
			if name, ok := v.Constant(); ok && !strings.HasPrefix(name, "-") {
				return x.dispatch(&rest, st)
			}
		}
	}
	if out, ok := x.guessed(cl, st, v); ok {
		return out
	}
	if f := cl.Args[0]; f.Multi == nil && v.Single() != nil && len(cl.Args) > 1 { // "$SUDO" wipefs …: what runs the words behind it
		rest := *cl
		rest.Args = cl.Args[1:]
		rest.At, rest.NoFn = rest.Args[0].Src, true
		if name, ok := st.Resolve(rest.Args[0].V).Constant(); ok && x.prog.Cat.Destroys(effects.BaseName(name)) {
			return x.dispatch(&rest, st)
		}
	}
	if !cl.Vanished {
		x.proof.Unresolved(cl.At, nameWritten(cl, v), onlyRun)
		st = x.dom.Blind(st, cl.At, domain.UnknownName, v.String())
		if len(x.prog.Static.ByName) > 0 { // it may be a function of the script
			st = x.proof.Presets(st)
		}
	}
	return x.proof.UnknownCommand(cl, st)
}

func isExpansion(p syntax.WordPart) bool {
	switch p.(type) {
	case *syntax.ParamExp, *syntax.CmdSubst:
		return true
	}
	return false
}

// nameWritten is the name of a call that only the run tells, as the script writes it.
func nameWritten(cl *domain.CallInfo, v value.Value) string {
	if text := firstLine(cl.At.Text()); text != "" {
		return text
	}
	return v.String()
}
