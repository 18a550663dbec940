package domain

import "github.com/wipelint/wipelint/internal/symexec/value"

// A part is one component of an abstract state. All that treats a state as a whole, its identity, equality, join, order, renaming and the
// symbols in it, goes through the table of parts, so that none can be forgotten in one of them: a test holds the table against the
// fields of state.
type part struct {
	// name are the fields of state.
	Name string
	// write appends what identity is made of; nil for a part that never keeps two states apart, for the reason that why gives.
	write func(x *Space, b *value.KeyBuilder, st *State, how View)
	// equal tells whether two states write the same, without writing it.
	equal func(x *Space, a, b *State, how View) bool
	// join changes j.to, which begins as j.a, so that it allows all that j.a and j.b do. What j.a and j.b agree on stays as it is in
	// j.to, where it may have been renamed.
	join func(x *Space, j *joining)
	// covers tells whether what is in allows all that st does.
	Covers func(x *Space, in, st *State) bool
	// values calls f for the values in the part, and rename replaces a symbol in them; nil where there are none.
	values func(st *State, f func(value.Value))
	rename func(st *State, from, to *value.Sym)
	// control says that the part decides what runs next without being asked each time: a join would have to run both. States that
	// differ in it are not joined.
	control bool
	// grows says that a loop can make the part larger without end, so that widening takes it for any.
	Grows bool
	why   string
}

// A view says how much of a state counts: rough leaves out what the first stage of widening gives up, all takes in the variables that
// cannot matter to a finding.
type View struct{ Coarse, All bool }

// A joining is the join of two states: to begins as a copy of a. made are the variables that were made unknown for an earlier join of
// the same group.
type joining struct {
	a, b, to *State
	made     map[uint32]*Variable
	order    factOrder
	widens   bool // b is what a loop was entered with
}

// The parts of a state, in the order in which they are joined: what is known of symbols comes before what holds them, since a symbol
// that is made for a join is forgotten everywhere first. Cheap ones stand before others for the sake of equality.
var Parts []part

func init() {
	Parts = []part{
		{Name: "facts", why: "guards' answers are an order: states are united where one is proved by no more than another", join: joinFacts, Covers: coversFacts},
		{Name: "cands", why: "only tells which undeclared commands decide", join: joinCands, Covers: coversCands},
		{Name: "lost", why: "only tells where a variable's value was lost", join: joinLost, Covers: coversLost},
		{Name: "made", why: "counts how often a place has made a symbol; more is safe", join: joinMade, Covers: coversMade},
		{Name: "memory", write: writeMemory, equal: sameMemory, join: joinMemory, Covers: coversMemory, values: memoryValues},
		{Name: "cons", write: writeCons, equal: sameCons, join: joinCons, Covers: coversCons},
		{Name: "opts", write: writeOpts, equal: sameOpts, join: joinOpts, Covers: sameOptsIn, control: true},
		{Name: "inherits", write: writeInherits, equal: sameInherits, join: joinInherits, Covers: coversInherits},
		{Name: "killed", write: writeKilled, equal: sameKilled, join: joinKilled, Covers: sameKilledIn, control: true},
		{Name: "fds", write: writeFds, equal: sameFds, join: joinFds, Covers: sameFdsIn, control: true},
		{Name: "cwd", write: writeCwd, equal: sameCwd, join: joinCwd, Covers: coversCwd, values: cwdValues, rename: renameCwd, Grows: true},
		{Name: "vars", write: writeVars, equal: sameVars, join: joinVars, Covers: coversVars, values: varValues, rename: renameVars, Grows: true},
		{Name: "frame", write: writeFrame, equal: sameFrame, join: joinFrame, Covers: coversFrame, values: frameValues, rename: renameFrame},
		{Name: "args", write: writeArgs, equal: sameArgs, join: joinArgs, Covers: coversArgs, values: argValues, rename: renameArgs},
		{Name: "status", write: writeStatus, equal: sameStatus, join: joinStatus, Covers: coversStatus, values: statusValues, rename: renameStatus},
		{Name: "pipes", write: writePipes, equal: samePipes, join: joinPipes, Covers: coversPipes, values: pipeValues, rename: renamePipes},
		{Name: "funcs", write: writeFuncs, equal: sameFuncs, join: joinFuncs, Covers: sameFuncsIn, control: true},
		{Name: "alias", write: writeAlias, equal: sameAlias, join: joinAlias, Covers: sameAliasIn, control: true},
		{Name: "traps", write: writeTraps, equal: sameTrapsOf, join: joinTraps, Covers: sameTrapsIn, values: trapValues, rename: renameTraps, control: true},
		{Name: "caps", write: writeCaps, equal: sameCaps, join: joinCaps, Covers: coversCaps, values: capValues, rename: renameCaps},
		{Name: "stdin elsewhere", write: writeStdin, equal: sameStdin, join: joinStdin, Covers: coversStdin, values: stdinValues, rename: renameStdin},
		{Name: "files", write: writeFiles, equal: sameFiles, join: joinFiles, Covers: coversFiles, values: fileValues, rename: renameFiles, Grows: true},
		{Name: "jobs", write: writeJobs, equal: sameJobsOf, join: joinJobs, Covers: coversJobs, values: jobValues, rename: renameJobs},
		{Name: "depth", why: "states that meet are in the same subshell", join: keep, Covers: sameDepth},
		{Name: "pend", why: "only tells where a guard's status was lost", join: joinPend, Covers: allows},
		{Name: "trace", why: "how the state was reached", join: joinTrace, Covers: allows},
		{Name: "may assumes odd", why: "what the verdict of a way rests on", join: joinRests, Covers: coversRests},
		{Name: "pool", why: "where states are made", join: keep, Covers: allows},
	}
}

func keep(*Space, *joining) {}

func allows(*Space, *State, *State) bool { return true }

func sameDepth(_ *Space, in, st *State) bool { return in.Depth == st.Depth }

// Identity is a text that is equal for states that agree on everything that can still be read. Dead variables must have
// been dropped. The next call writes over it: it is mostly looked up, and not kept.
func (x *Space) Identity(st *State, how View) []byte {
	b := &x.keyBuf
	b.Reset()
	x.UseAll(st, how)
	for i := range Parts {
		if p := &Parts[i]; p.write != nil {
			b.Put(byte(i) + 1)
			p.write(x, b, st, how)
		}
	}
	return b.Buf
}

// Same reports whether two states have the same identity, without writing it down: forks share most of what they hold, and what is
// shared is equal. Dead variables must have been dropped.
func (x *Space) Same(a, b *State, how View) bool {
	var cons *part
	for i := range Parts {
		p := &Parts[i]
		switch {
		case p.equal == nil:
		case p.Name == "cons":
			cons = p // asks which symbols the states hold, which is the same for both only if all else is equal
		case !p.equal(x, a, b, how):
			return false
		}
	}
	return cons.equal(x, a, b, how)
}

// writeControl writes the parts that states have to agree on to be joined.
func (x *Space) writeControl(b *value.KeyBuilder, st *State) {
	for i := range Parts {
		if p := &Parts[i]; p.control {
			b.Put(byte(i) + 1)
			p.write(x, b, st, View{})
		}
	}
	writeAttributes(x, b, st)
}

// JoinOf makes one state of two, which allows all that either does. made are the variables that an earlier join of the same group made
// unknown; nil for none.
func (x *Space) JoinOf(a, b *State, made map[uint32]*Variable) *State {
	order := CompareFacts(a, b)
	if order == FactsMore {
		a, b = b, a
	}
	j := &joining{a: a, b: b, to: a.Fork(), made: made, order: order}
	for i := range Parts {
		Parts[i].join(x, j)
	}
	return j.to
}

// values calls f for every value that a state holds but for those that guards gave earlier.
func (x *Space) values(st *State, f func(value.Value)) {
	for i := range Parts {
		if p := &Parts[i]; p.values != nil && p.Name != "memory" {
			p.values(st, f)
		}
	}
}

func (x *Space) rename(st *State, from, to *value.Sym) {
	for i := range Parts {
		if p := &Parts[i]; p.rename != nil {
			p.rename(st, from, to)
		}
	}
}

// UseAll notes the symbols that a state holds where they can matter.
func (x *Space) UseAll(st *State, how View) {
	x.Epoch++
	mark := func(v value.Value) {
		for _, p := range v {
			if p.Sym != nil {
				x.use(p.Sym)
			}
		}
	}
	for i := range Parts {
		p := &Parts[i]
		switch {
		case p.values == nil, p.Name == "memory" && how.Coarse, p.Name == "args" && !x.LiveArgs:
		case p.Name == "vars":
			vars := st.Vars
			if !how.All {
				vars = vars.Keep(x.relevantNames)
			}
			x.varsID(vars.Root)
			x.useVars(vars.Root)
		case p.Name == "frame":
			x.useFrame(st)
		default:
			p.values(st, mark)
		}
	}
}
