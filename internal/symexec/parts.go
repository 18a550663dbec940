package symexec

// A part is one component of an abstract state. All that treats a state as a whole, its identity, equality, join, order, renaming and the
// symbols in it, goes through the table of parts, so that none can be forgotten in one of them: a test holds the table against the
// fields of state.
type part struct {
	// name are the fields of state.
	name string
	// write appends what identity is made of; nil for a part that never keeps two states apart, for the reason that why gives.
	write func(x *exec, b *keyBuilder, st *state, how view)
	// equal tells whether two states write the same, without writing it.
	equal func(x *exec, a, b *state, how view) bool
	// join changes j.to, which begins as j.a, so that it allows all that j.a and j.b do. What j.a and j.b agree on stays as it is in
	// j.to, where it may have been renamed.
	join func(x *exec, j *joining)
	// covers tells whether what is in allows all that st does.
	covers func(x *exec, in, st *state) bool
	// values calls f for the values in the part, and rename replaces a symbol in them; nil where there are none.
	values func(st *state, f func(Value))
	rename func(st *state, from, to *Sym)
	// control says that the part decides what runs next without being asked each time: a join would have to run both. States that
	// differ in it are not joined.
	control bool
	// grows says that a loop can make the part larger without end, so that widening takes it for any.
	grows bool
	why   string
}

// A view says how much of a state counts: rough leaves out what the first stage of widening gives up, all takes in the variables that
// cannot matter to a finding.
type view struct{ rough, all bool }

// A joining is the join of two states: to begins as a copy of a. made are the variables that were made unknown for an earlier join of
// the same group.
type joining struct {
	a, b, to *state
	made     map[uint32]*variable
	order    factOrder
}

// The parts of a state, in the order in which they are joined: what is known of symbols comes before what holds them, since a symbol
// that is made for a join is forgotten everywhere first. Cheap ones stand before others for the sake of equality.
var parts []part

func init() {
	parts = []part{
		{name: "facts", why: "guards' answers are an order: states are united where one is proved by no more than another", join: joinFacts, covers: coversFacts},
		{name: "cands", why: "only tells which undeclared commands decide", join: joinCands, covers: coversCands},
		{name: "lost", why: "only tells where a variable's value was lost", join: joinLost, covers: coversLost},
		{name: "made", why: "counts how often a place has made a symbol; more is safe", join: joinMade, covers: coversMade},
		{name: "memory", write: writeMemory, equal: sameMemory, join: joinMemory, covers: coversMemory, values: memoryValues},
		{name: "cons", write: writeCons, equal: sameCons, join: joinCons, covers: coversCons},
		{name: "opts", write: writeOpts, equal: sameOpts, join: joinOpts, covers: sameOptsIn, control: true},
		{name: "killed", write: writeKilled, equal: sameKilled, join: joinKilled, covers: sameKilledIn, control: true},
		{name: "fds", write: writeFds, equal: sameFds, join: joinFds, covers: sameFdsIn, control: true},
		{name: "cwd", write: writeCwd, equal: sameCwd, join: joinCwd, covers: coversCwd, values: cwdValues, rename: renameCwd, grows: true},
		{name: "vars", write: writeVars, equal: sameVars, join: joinVars, covers: coversVars, values: varValues, rename: renameVars, grows: true},
		{name: "frame", write: writeFrame, equal: sameFrame, join: joinFrame, covers: coversFrame, values: frameValues, rename: renameFrame},
		{name: "args", write: writeArgs, equal: sameArgs, join: joinArgs, covers: coversArgs, values: argValues, rename: renameArgs},
		{name: "status", write: writeStatus, equal: sameStatus, join: joinStatus, covers: coversStatus, values: statusValues, rename: renameStatus},
		{name: "pipes", write: writePipes, equal: samePipes, join: joinPipes, covers: coversPipes, values: pipeValues, rename: renamePipes},
		{name: "funcs", write: writeFuncs, equal: sameFuncs, join: joinFuncs, covers: sameFuncsIn, control: true},
		{name: "alias", write: writeAlias, equal: sameAlias, join: joinAlias, covers: sameAliasIn, control: true},
		{name: "traps", write: writeTraps, equal: sameTrapsOf, join: joinTraps, covers: sameTrapsIn, values: trapValues, rename: renameTraps, control: true},
		{name: "caps", write: writeCaps, equal: sameCaps, join: joinCaps, covers: coversCaps, values: capValues, rename: renameCaps},
		{name: "stdin elsewhere", write: writeStdin, equal: sameStdin, join: joinStdin, covers: coversStdin, values: stdinValues, rename: renameStdin},
		{name: "files", write: writeFiles, equal: sameFiles, join: joinFiles, covers: coversFiles, values: fileValues, rename: renameFiles, grows: true},
		{name: "jobs", write: writeJobs, equal: sameJobsOf, join: joinJobs, covers: coversJobs, values: jobValues, rename: renameJobs},
		{name: "depth", why: "states that meet are in the same subshell", join: keep, covers: sameDepth},
		{name: "pend", why: "only tells where a guard's status was lost", join: joinPend, covers: allows},
		{name: "trace", why: "how the state was reached", join: joinTrace, covers: allows},
		{name: "may assumes odd", why: "what the verdict of a way rests on", join: joinRests, covers: coversRests},
		{name: "pool", why: "where states are made", join: keep, covers: allows},
	}
}

func keep(*exec, *joining) {}

func allows(*exec, *state, *state) bool { return true }

func sameDepth(_ *exec, in, st *state) bool { return in.depth == st.depth }

// identity is a text that is equal for states that agree on everything that can still be read. Dead variables must have
// been dropped. The next call writes over it: it is mostly looked up, and not kept.
func (x *exec) identity(st *state, how view) []byte {
	b := &x.keyBuf
	b.Reset()
	x.useAll(st, how)
	for i := range parts {
		if p := &parts[i]; p.write != nil {
			b.put(byte(i) + 1)
			p.write(x, b, st, how)
		}
	}
	return b.buf
}

// same reports whether two states have the same identity, without writing it down: forks share most of what they hold, and what is
// shared is equal. Dead variables must have been dropped.
func (x *exec) same(a, b *state, how view) bool {
	var cons *part
	for i := range parts {
		p := &parts[i]
		switch {
		case p.equal == nil:
		case p.name == "cons":
			cons = p // asks which symbols the states hold, which is the same for both only if all else is equal
		case !p.equal(x, a, b, how):
			return false
		}
	}
	return cons.equal(x, a, b, how)
}

// writeControl writes the parts that states have to agree on to be joined.
func (x *exec) writeControl(b *keyBuilder, st *state) {
	for i := range parts {
		if p := &parts[i]; p.control {
			b.put(byte(i) + 1)
			p.write(x, b, st, view{})
		}
	}
	writeAttributes(x, b, st)
}

// joinOf makes one state of two, which allows all that either does. made are the variables that an earlier join of the same group made
// unknown; nil for none.
func (x *exec) joinOf(a, b *state, made map[uint32]*variable) *state {
	order := compareFacts(a, b)
	if order == factsMore {
		a, b = b, a
	}
	j := &joining{a: a, b: b, to: a.fork(), made: made, order: order}
	for i := range parts {
		parts[i].join(x, j)
	}
	return j.to
}

// values calls f for every value that a state holds but for those that guards gave earlier.
func (x *exec) values(st *state, f func(Value)) {
	for i := range parts {
		if p := &parts[i]; p.values != nil && p.name != "memory" {
			p.values(st, f)
		}
	}
}

func (x *exec) rename(st *state, from, to *Sym) {
	for i := range parts {
		if p := &parts[i]; p.rename != nil {
			p.rename(st, from, to)
		}
	}
}

// useAll notes the symbols that a state holds where they can matter.
func (x *exec) useAll(st *state, how view) {
	x.epoch++
	mark := func(v Value) {
		for _, p := range v {
			if p.sym != nil {
				x.use(p.sym)
			}
		}
	}
	for i := range parts {
		p := &parts[i]
		switch {
		case p.values == nil, p.name == "memory" && how.rough, p.name == "args" && !x.liveArgs:
		case p.name == "vars":
			vars := st.vars
			if !how.all {
				vars = vars.keep(x.relevantNames)
			}
			x.varsID(vars.root)
			x.useVars(vars.root)
		case p.name == "frame":
			x.useFrame(st)
		default:
			p.values(st, mark)
		}
	}
}
