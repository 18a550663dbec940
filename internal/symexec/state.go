package symexec

import (
	"strconv"

	"mvdan.cc/sh/v3/syntax"
)

// A variable is a shell variable's binding. It is never changed: assignments make a new one.
type variable struct {
	set   bool
	val   Value
	array bool
	elems []Value          // indexed arrays
	keys  map[string]Value // associative arrays
	list  *Sym             // an array of which nothing is known
	ref   string           // declare -n
	int   bool
	assoc bool
}

// A status is an exit status and where it comes from.
type status struct {
	val Value
	ask *Ask     // the guard whose answer it is
	cmd *cmdSite // the undeclared command that gave it
	at  Range
	inv bool // ! was applied
	// hides is a guard whose status this one took the place of where somebody may still look for it; by what.
	hides  *Ask
	hidden string
}

// A cmdSite is the call of a command that nobody declared, at one place of the script.
type cmdSite struct {
	id   uint32
	name string
	at   Range
}

// options are the shell options that change what runs.
type options uint16

const (
	optErrexit options = 1 << iota
	optNounset
	optPipefail
	optLastpipe
	optInheritErrexit
	optErrtrace
	optNoglob
	optNullglob
	optAliases
	optNoexec
	optNocasematch
	optAllexport
)

// params are the positional parameters.
type params struct {
	known []Value
	open  bool    // the script's own: nobody knows how many follow
	base  int     // how many of the open ones were shifted away
	gen   int     // counts shifts of unknown width: what follows one has other names
	src   []Range // where the known ones are written, for commands that a function is handed
}

type function struct {
	name string
	decl *syntax.FuncDecl
	unit *unit
}

// A frame is a running function's local variables: what they hide comes back when it returns.
type frame struct {
	up    *frame
	saved pmap[*variable] // nil value: it was not bound
	fn    *function
}

type trapSet struct {
	exit, err *handler
}

type handler struct {
	text Value
	at   Range
}

// A fact is what a path knows of a guard's answer.
type fact struct {
	mask Outcome
	said saidBits
	at   *Step
}

type saidBits uint16

const (
	saidIdle saidBits = 1 << iota
	saidActive
	saidNotIdle
	saidNotActive
	saidLiteral
	saidNotLiteral
	saidEmpty
	saidNonEmpty
)

// resolve says which answer the comparisons of the path make of it.
func (f fact) resolve() Outcome {
	s := f.said
	switch {
	case s == 0:
		return f.mask
	case s&saidIdle != 0:
		return Idle
	case s&saidActive != 0:
		return Active
	case s&saidLiteral != 0:
		return Literal
	case s&saidNotActive != 0 && s&saidNotIdle != 0:
		return Failed // an answer that is neither
	case s&saidNotActive != 0:
		return Idle
	case s&saidNotIdle != 0:
		return Active
	case s&saidNotLiteral != 0:
		return NoLiteral
	case s&saidEmpty != 0:
		return Empty
	}
	return NonEmpty
}

// proves reports whether the answer, as far as the path knows it, stands for idle.
func (f fact) proves() bool {
	return f.resolve()&(Active|Failed|Ambiguous|Unasked|Answered) == 0
}

func (f fact) union(g fact) fact {
	if f == g {
		return f
	}
	at := f.at
	if at == nil {
		at = g.at
	}
	return fact{mask: f.resolve() | g.resolve(), at: at}
}

// A memo is a guard's remembered answer: asked again about the same target on the same way, it answers the same.
type memo struct {
	status Value
	out    Value
	ask    *Ask
}

type candMask uint8

const (
	candZero candMask = 1 << iota
	candNonzero
	candUnasked
)

type destKind uint8

const (
	toTerminal destKind = iota
	toNull
	toCapture
	toFile
	toUnknown
)

// A dest is where a file descriptor leads.
type dest struct {
	kind  destKind
	level int
	path  string
}

// An fdTable says where the file descriptors lead. It is never changed; nil is all at the terminal.
type fdTable [10]dest

func (st *state) fd(n int) dest {
	if st.fds == nil {
		return dest{}
	}
	return st.fds[n]
}

func (st *state) setFd(n int, d dest) {
	var t fdTable
	if st.fds != nil {
		t = *st.fds
	}
	t[n] = d
	st.fds = &t
}

// An input is what remains to be read from standard input.
type input struct {
	text  Value
	lines int
}

type job struct {
	id     int
	status status
	up     *job
}

// pending is a guard's status that nothing has looked at yet.
type pending struct {
	ask *Ask
	by  *Range // the command that overwrote it; nil while $? still holds it
	// read says that a test has looked at it; what looks at $? next gets the test's own status.
	read bool
}

// A state is a point of a way through the script. Its fields are persistent or replaced as a whole, so that copying the
// struct forks it.
type state struct {
	vars   pmap[*variable]
	args   *params
	status status
	pipes  []status
	opts   options
	funcs  pmap[*function]
	alias  pmap[string]
	traps  *trapSet
	cons   pmap[*con]
	facts  pmap[fact]
	memory pmap[*memo]
	cands  pmap[candMask]
	files  pmap[Value]
	lost   pmap[Range]
	fds    *fdTable
	caps   []Value
	stdin  *input
	frame  *frame
	cwd    Value
	jobs   *job
	made   pmap[int]

	// not part of the identity
	trace *Step
	pend  *pending
	depth int // subshells around
}

func (st *state) fork() *state {
	c := *st
	return &c
}

func (st *state) con(s *Sym) *con {
	if c, ok := st.cons.get(s.id); ok {
		return c
	}
	return noCon
}

func (st *state) setCon(s *Sym, c *con) {
	if s.summary {
		return // one answer does not hold for all the texts that it stands for
	}
	st.cons = st.cons.set(s.id, c)
}

// resolve replaces the symbols whose text the path has decided.
func (st *state) resolve(v Value) Value {
	for i, p := range v {
		if p.sym == nil {
			continue
		}
		if c := st.con(p.sym); c.eq != nil || c.nonempty == no || c.set == no || c.dom != nil {
			out := append(Value(nil), v[:i]...)
			for _, q := range v[i:] {
				out = out.append(st.known(q))
			}
			return out
		}
	}
	return v
}

func (st *state) known(p Part) Value {
	if p.sym == nil {
		return Value{p}
	}
	c := st.con(p.sym)
	switch {
	case c.eq != nil:
		return lit(*c.eq)
	case c.nonempty == no, c.set == no:
		return nil
	case c.dom != nil:
		if n, ok := c.dom.only(); ok {
			return number(n)
		}
	}
	return Value{p}
}

func (st *state) capture(level int, v Value) {
	if len(v) == 0 {
		return
	}
	caps := append([]Value(nil), st.caps...)
	if level < len(caps) {
		// more unknown text after unknown text says nothing new, and a loop that prints would never settle
		if n := len(caps[level]) - 1; n >= 0 {
			last, add := caps[level][n].sym, v.single()
			if last != nil && last.lines && last.ask == nil && (last.kind == symWidened || add != nil && add.lines && add.ask == nil) {
				return
			}
		}
		caps[level] = caps[level].append(v)
	}
	st.caps = caps
}

// identity is a text that is equal for states that agree on everything that can still be read. Dead variables must have
// been dropped. rough leaves out what the first stage of widening gives up.
func (x *exec) identity(st *state, rough bool) string {
	b := &x.keyBuf
	b.Reset()
	used := x.used
	clear(used)
	value := func(v Value) {
		for _, p := range v {
			if p.sym != nil {
				used[p.sym] = true
			}
		}
		v.writeKey(b)
		b.put(2)
	}
	st.vars.each(func(k uint32, v *variable) {
		b.number(uint64(k))
		if !v.set {
			b.WriteString("\x03u")
			return
		}
		b.put(3)
		value(v.val)
		if v.array || v.assoc {
			b.WriteString("a")
			for _, e := range v.elems {
				value(e)
			}
			if v.keys != nil {
				for _, k := range sortedKeys(v.keys) {
					b.WriteString(k + "\x04")
					value(v.keys[k])
				}
			}
			if v.list != nil {
				used[v.list] = true
				b.WriteString("L" + v.list.key)
			}
		}
	})
	if st.args != nil && x.liveArgs {
		b.WriteString("\x05" + strconv.Itoa(st.args.base) + "," + strconv.Itoa(st.args.gen))
		if st.args.open {
			b.put('o')
		}
		for _, v := range st.args.known {
			value(v)
		}
	}
	b.WriteString("\x06")
	value(st.status.val)
	for _, p := range st.pipes {
		value(p.val)
	}
	b.WriteString(strconv.Itoa(int(st.opts)))
	b.put(7)
	b.number(uint64(x.funcTable(st.funcs.root)))
	if st.traps != nil {
		for _, h := range []*handler{st.traps.exit, st.traps.err} {
			b.put(8)
			if h != nil {
				value(h.text)
			}
		}
	}
	for i := range 10 {
		if d := st.fd(i); d != (dest{}) {
			b.WriteString("\x0e" + strconv.Itoa(i) + string(rune('a'+d.kind)) + strconv.Itoa(d.level) + d.path)
		}
	}
	for _, c := range st.caps {
		b.put(0x0f)
		value(c)
	}
	if st.stdin != nil {
		b.WriteString("\x10")
		value(st.stdin.text)
	}
	st.files.each(func(k uint32, v Value) {
		b.WriteString("\x11")
		b.number(uint64(k))
		value(v)
	})
	value(st.cwd)
	for j := st.jobs; j != nil; j = j.up {
		b.WriteString("\x12")
		value(j.status.val)
	}
	for f := st.frame; f != nil; f = f.up {
		f.saved.each(func(k uint32, v *variable) {
			b.WriteString("\x13")
			b.number(uint64(k))
			if v != nil {
				value(v.val)
			}
		})
	}
	if !rough {
		st.memory.each(func(k uint32, m *memo) {
			b.WriteString("\x14")
			b.number(uint64(k))
			value(m.status)
			value(m.out)
		})
	}
	for changed := true; changed; { // an element keeps what is known of its list
		changed = false
		for s := range used {
			if s.list != nil && !used[s.list] {
				used[s.list] = true
				changed = true
			}
		}
	}
	var drop []uint32
	st.cons.each(func(k uint32, c *con) {
		s := x.symList[k]
		if !used[s] && !x.liveSym(st, s) {
			drop = append(drop, k)
			return
		}
		if rough && (s.kind != symEnv && s.kind != symArg || c.eq == nil) {
			return
		}
		b.WriteString("\x15")
		b.number(uint64(k))
		c.writeKey(b)
	})
	for _, k := range drop {
		st.cons = st.cons.del(k)
	}
	return b.String()
}

// A keyBuilder is a strings.Builder that keeps its memory.
type keyBuilder struct{ buf []byte }

func (b *keyBuilder) Reset()               { b.buf = b.buf[:0] }
func (b *keyBuilder) WriteString(s string) { b.buf = append(b.buf, s...) }
func (b *keyBuilder) put(c byte)           { b.buf = append(b.buf, c) }
func (b *keyBuilder) String() string       { return string(b.buf) }
func (b *keyBuilder) number(n uint64)      { b.buf = strconv.AppendUint(b.buf, n, 36) }

// funcTable numbers the function tables. Two that were built apart count as different, which only keeps states apart.
func (x *exec) funcTable(root *pnode[*function]) int {
	n, ok := x.tables[root]
	if !ok {
		n = len(x.tables) + 1
		x.tables[root] = n
	}
	return n
}
