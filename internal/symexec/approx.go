package symexec

import "math/bits"

// A Reason says why the ways that were followed are not just those that there are.
type Reason string

// The reasons. They stand in the JSON output, so they stay as they are.
const (
	LoopRounds   Reason = "loop-rounds"  // a loop was followed for some rounds
	ListLength   Reason = "list-length"  // a list of unknown length was followed for two elements
	Combinations Reason = "combinations" // too many combinations: decisions or values were forgotten
	CallDepth    Reason = "call-depth"   // calls inside calls were followed to a depth
	Separately   Reason = "separately"   // there are too many ways, so that each command was looked at by itself
	UnknownText  Reason = "unknown-text" // text or a file that the shell runs is not known
	UnknownName  Reason = "unknown-name" // the name of a command is not known
	AskedTwice   Reason = "asked-twice"  // a guard that is asked again was taken to answer the same
	Incomplete   Reason = "incomplete"   // the executor lost a way, which it found out afterwards
	Uncalled     Reason = "uncalled"     // a function that nothing calls was judged by itself
	NotReached   Reason = "not-reached"  // … and one that is named where no way came to
)

// An Approximation is a place of the script where more ways were followed than there are, or fewer.
type Approximation struct {
	Reason Reason
	At     Range
	What   string // the variable, list, function or text in question
	Count  int    // of rounds, or elements
}

// A point is an Approximation while the script runs. Which ways went through it is kept in bits, so that states carry it for
// nothing: it is no part of their identity and never keeps two of them apart.
type point struct {
	Approximation
	// For what limits how far a loop is followed: it matters only where it cut something off. Loops set it when they know.
	watched, cut bool
	// loop is where the first watched loop over a list stands.
	loop int
}

// maxPoints is how many points are told apart; the last bit stands for all others.
const maxPoints = 63

// A forkKey names a decision about a value that is not known because of an approximation.
type forkKey struct {
	unit *unit
	off  int
	sym  uint32
}

// maxForks is how many such decisions are told apart. Each has two bits, one for each side; one more bit is for all others.
const (
	maxForks  = 31
	otherFork = 1 << (2 * maxForks)
)

// restsOn is what a run keeps about its approximations.
type restsOn struct {
	points  []*point
	pointAt map[string]int
	forkAt  map[forkKey]int
	forks   []uint64 // the points of each decision
	others  uint64   // the points of decisions that are not told apart
	because uint64   // the points for which values are made unknown just now
	anew    bool     // a guard that is asked again may answer anything
	reused  []Reuse
	reads   []string       // the variables that the condition of the loop that starts reads lines into
	watched map[uint32]int // how many loops over a list run and are watched
}

// A Reuse is a guard that was asked again on one way, and taken to answer the same.
type Reuse struct {
	Ask *Ask
	At  Range
}

// pointBit gives the bit of a place. key tells points of one reason apart.
func (x *exec) pointBit(key string, a Approximation) (uint64, *point) {
	key = string(a.Reason) + key
	i, ok := x.rests.pointAt[key]
	if !ok {
		if i = len(x.rests.points); i > maxPoints {
			i = maxPoints // one bit for the rest: what it stands for is the first of them
		} else {
			x.rests.points = append(x.rests.points, &point{Approximation: a})
		}
		if x.rests.pointAt == nil {
			x.rests.pointAt = map[string]int{}
		}
		x.rests.pointAt[key] = i
	}
	return 1 << i, x.rests.points[i]
}

// here is the statement that runs.
func (x *exec) here() Range {
	c := x.top()
	return x.between(c.off, c.off)
}

// rest notes that a way took one side of a decision which only an approximation leaves open.
func (x *exec) rest(st *state, s *Sym, side bool) {
	if s.approx == 0 {
		return
	}
	x.restOn(st, forkKey{x.unit, x.top().off, s.id}, s.approx, side)
}

// restAlways notes that a way went through a point, whatever comes later.
func (x *exec) restAlways(st *state, point uint64) {
	x.restOn(st, forkKey{off: -1 - bits.TrailingZeros64(point)}, point, true)
}

func (x *exec) restOn(st *state, k forkKey, points uint64, side bool) {
	i, ok := x.rests.forkAt[k]
	if !ok {
		if x.rests.forkAt == nil {
			x.rests.forkAt = map[forkKey]int{}
		}
		i = min(len(x.rests.forks), maxForks)
		if i < maxForks {
			x.rests.forks = append(x.rests.forks, 0)
		}
		x.rests.forkAt[k] = i
	}
	if i < maxForks {
		yes, no := uint64(1)<<(2*i), uint64(2)<<(2*i)
		if !side {
			yes, no = no, yes
		}
		if st.may&no == 0 {
			x.rests.forks[i] |= points
			st.may |= yes
			return
		}
		// another round took the other side, and the way rests on both
	}
	x.rests.others |= points
	st.may |= otherFork
}

// meet is what a state rests on that is reached in two ways: on nothing if one of them is certain, or if the two are the
// sides of one decision.
func meet(a, b uint64) uint64 {
	if a == 0 || b == 0 {
		return 0
	}
	const firsts = 0x1555555555555555 // the first bit of each decision
	u := a | b
	both := u & (u >> 1) & firsts
	return u &^ (both | both<<1)
}

// uniteRests sets what the union of two states rests on. a is the one that is proved by fewer guards, if there is one.
func uniteRests(c, a, b *state, order factOrder) {
	c.assumes = a.assumes | b.assumes
	c.odd = a.odd && b.odd
	switch order {
	case factsEqual:
		c.may = meet(a.may, b.may)
	case factsApart:
		c.may = a.may | b.may
	}
}

// unmade gives a symbol the reasons for which its text is not known.
func (s *Sym) unmade(points uint64) {
	if s == tooLong || s.approx|points == s.approx {
		return
	}
	s.approx |= points
	for _, d := range s.derived {
		d.unmade(points)
	}
}

// doubtful are the points for which a value is not known.
func (v Value) doubtful() (points uint64) {
	for _, p := range v {
		if p.sym != nil {
			points |= p.sym.approx
		}
	}
	return points
}

// mayPoints are the points that a way to a site rests on.
func (x *exec) mayPoints(st *state, t Target) uint64 {
	points := st.resolve(t.V).doubtful() | st.resolve(t.Host).doubtful()
	for i, p := range x.rests.forks {
		if st.may&(3<<(2*i)) != 0 {
			points |= p
		}
	}
	if st.may&otherFork != 0 {
		points |= x.rests.others
	}
	return points
}

// approximations names points.
func (x *exec) approximations(points uint64) []Approximation {
	var out []Approximation
	for ; points != 0; points &= points - 1 {
		p := x.rests.points[bits.TrailingZeros64(points)]
		out = append(out, p.Approximation)
	}
	return out
}

// assumptions names the points at which fewer ways were followed than there are.
func (x *exec) assumptions(points uint64) []Approximation {
	var real uint64
	for rest := points; rest != 0; rest &= rest - 1 {
		i := bits.TrailingZeros64(rest)
		if p := x.rests.points[i]; p.cut || !p.watched && p.Reason != LoopRounds {
			real |= 1 << i
		}
	}
	return x.approximations(real)
}

// blind notes that a way runs what cannot be looked at. It may ask and abort; text, which runs in this shell, may assign too.
func (x *exec) blind(st *state, at Range, reason Reason, what string) *state {
	x.blinded = true
	c := st.fork()
	bit, _ := x.pointBit(rangeKey(at), Approximation{Reason: reason, At: at, What: what})
	x.restAlways(c, bit)
	if reason != UnknownName {
		c.assumes |= bit
	}
	return c
}

func rangeKey(at Range) string {
	if at.Script == nil {
		return ""
	}
	return at.Script.Path + ":" + itoa(at.Start)
}

// making says for which point values are made unknown until the result is called.
func (x *exec) making(point uint64) (end func()) {
	before := x.rests.because
	x.rests.because = point
	return func() { x.rests.because = before }
}

// combinations is the point at which there are too many of them.
func (x *exec) combinations() uint64 {
	at := x.here()
	bit, _ := x.pointBit(rangeKey(at), Approximation{Reason: Combinations, At: at})
	return bit
}

// forgotten notes that decisions are given up in these states.
func (x *exec) forgotten(states []*state) {
	bit := x.combinations()
	for i, st := range states {
		states[i] = st.fork()
		x.restAlways(states[i], bit)
	}
}

// widenAt widens the states of a loop, and notes for what.
func (x *exec) widenAt(at Range, rounds int, before *state, states []*state) []*state {
	if rounds > x.bounds.OpenRounds {
		rounds = min(rounds, x.bounds.Rounds)
	}
	bit, _ := x.pointBit(rangeKey(at), Approximation{Reason: LoopRounds, At: at, Count: rounds})
	end := x.making(bit)
	out := x.widenLoop(before, states)
	end()
	for _, st := range out {
		st.assumes |= bit // it counts if the loop is cut off
	}
	return out
}

// cutLoop notes that states leave a loop that has not come to an end.
func (x *exec) cutLoop(at Range, states []*state) {
	bit, p := x.pointBit(rangeKey(at), Approximation{Reason: LoopRounds, At: at, Count: x.bounds.Rounds})
	p.cut = true
	for i, st := range states {
		states[i] = st.fork()
		x.restAlways(states[i], bit)
		states[i].assumes |= bit
	}
}

// longList notes that a list is followed for its first elements and an unknown one.
func (x *exec) longList(st *state, at Range) *state {
	bit, p := x.pointBit("long"+rangeKey(at), Approximation{Reason: ListLength, At: at, What: "the list", Count: 3})
	p.cut = true
	c := st.fork()
	x.restAlways(c, bit)
	c.assumes |= bit
	return c
}

// tooDeepHere notes that a call is not followed. Nothing is known of what stands in it.
func (x *exec) tooDeepHere(st *state, at Range) *state {
	if x.deep.Script == nil {
		x.deep = at
	}
	return x.blind(st, at, CallDepth, "")
}

// reuse notes that a guard was taken to answer the same as before.
func (x *exec) reuse(st *state, m *memo, a *Ask, cl *callInfo) {
	if f, _ := st.facts.get(m.ask.id); f.resolve() == Idle {
		return // it has said idle, which is what counts, whatever it would say now
	}
	x.rests.reused = append(x.rests.reused, Reuse{Ask: a, At: cl.whole})
}

// oneWord is the point at which an unquoted text is handed to a function as one word, whatever it holds.
func (x *exec) oneWord(f Field) uint64 {
	bit, p := x.pointBit("word"+rangeKey(f.src), Approximation{Reason: ListLength, At: f.src, What: f.v.String(), Count: 1})
	p.cut = true
	return bit
}

// shortened is a place where a list was not followed to its end, so that a command may be reached that none of the ways
// came to; nil if there is none.
func (x *exec) shortened() *Approximation {
	for _, p := range x.rests.points {
		if p.cut {
			return &p.Approximation
		}
	}
	if x.deep.Script != nil {
		return &Approximation{Reason: CallDepth, At: x.deep, Count: x.bounds.Recursion}
	}
	return nil
}
