package domain

import (
	"math/bits"
	"strconv"

	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

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
	At     place.Range
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
	unit *effects.Unit
	off  int
	sym  uint32
}

// maxForks is how many such decisions are told apart. Each has two bits, one for each side; one more bit is for all others.
const (
	maxForks  = 31
	otherFork = 1 << (2 * maxForks)
)

// approximationLog is what a run keeps about its approximations.
type approximationLog struct {
	points      []*point
	pointAt     map[string]int
	forkAt      map[forkKey]int
	forks       []uint64 // the points of each decision
	others      uint64   // the points of decisions that are not told apart
	Because     uint64   // the points for which values are made unknown just now
	Anew        bool     // a guard that is asked again may answer anything
	Reused      []Reuse
	Reads       []string       // the variables that the condition of the loop that starts reads lines into
	watched     map[uint32]int // how many loops over a list run and are watched
	watchedArgs int            // and over the parameters
}

// A Reuse is a guard that was asked again on one way, and taken to answer the same.
type Reuse struct {
	Ask *value.Ask
	At  place.Range
}

// pointBit gives the bit of a place. key tells points of one reason apart.
func (x *Space) pointBit(key string, a Approximation) (uint64, *point) {
	key = string(a.Reason) + key
	i, ok := x.Approximated.pointAt[key]
	if !ok {
		if i = len(x.Approximated.points); i > maxPoints {
			i = maxPoints // one bit for the rest: what it stands for is the first of them
		} else {
			x.Approximated.points = append(x.Approximated.points, &point{Approximation: a})
		}
		if x.Approximated.pointAt == nil {
			x.Approximated.pointAt = map[string]int{}
		}
		x.Approximated.pointAt[key] = i
	}
	return 1 << i, x.Approximated.points[i]
}

// Here is the statement that runs.
func (x *Space) Here() place.Range {
	c := x.Top()
	return x.prog.Between(c.Off, c.Off)
}

// restOnDecision notes that a way took one side of a decision which only an approximation leaves open.
func (x *Space) restOnDecision(st *State, s *value.Sym, side bool) {
	if s.Approx == 0 {
		return
	}
	x.restOn(st, forkKey{x.prog.Unit, x.Top().Off, s.Id}, s.Approx, side)
}

// restAlways notes that a way went through a point, whatever comes later.
func (x *Space) restAlways(st *State, point uint64) {
	x.restOn(st, forkKey{off: -1 - bits.TrailingZeros64(point)}, point, true)
}

func (x *Space) restOn(st *State, k forkKey, points uint64, side bool) {
	i, ok := x.Approximated.forkAt[k]
	if !ok {
		if x.Approximated.forkAt == nil {
			x.Approximated.forkAt = map[forkKey]int{}
		}
		i = min(len(x.Approximated.forks), maxForks)
		if i < maxForks {
			x.Approximated.forks = append(x.Approximated.forks, 0)
		}
		x.Approximated.forkAt[k] = i
	}
	if i < maxForks {
		yes, no := uint64(1)<<(2*i), uint64(2)<<(2*i)
		if !side {
			yes, no = no, yes
		}
		if st.May&no == 0 {
			x.Approximated.forks[i] |= points
			st.May |= yes
			return
		}
		// another round took the other side, and the way rests on both
	}
	x.Approximated.others |= points
	st.May |= otherFork
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
func uniteRests(c, a, b *State, order factOrder) {
	c.Assumes = a.Assumes | b.Assumes
	c.Odd = a.Odd && b.Odd
	switch order {
	case factsEqual:
		c.May = meet(a.May, b.May)
	case FactsApart:
		c.May = a.May | b.May
	case factsLess, FactsMore: // it is what the one rests on that is proved by fewer guards
	}
}

// MayPoints are the points that a way to a site rests on.
func (x *Space) MayPoints(st *State, t value.Target) uint64 {
	points := st.Resolve(t.V).Reasons() | st.Resolve(t.Host).Reasons()
	for i, p := range x.Approximated.forks {
		if st.May&(3<<(2*i)) != 0 {
			points |= p
		}
	}
	if st.May&otherFork != 0 {
		points |= x.Approximated.others
	}
	return points
}

// Approximations names points.
func (x *Space) Approximations(points uint64) []Approximation {
	var out []Approximation
	for ; points != 0; points &= points - 1 {
		p := x.Approximated.points[bits.TrailingZeros64(points)]
		out = append(out, p.Approximation)
	}
	return out
}

// Assumptions names the points at which fewer ways were followed than there are.
func (x *Space) Assumptions(points uint64) []Approximation {
	var real uint64
	for rest := points; rest != 0; rest &= rest - 1 {
		i := bits.TrailingZeros64(rest)
		if p := x.Approximated.points[i]; p.cut || !p.watched && p.Reason != LoopRounds {
			real |= 1 << i
		}
	}
	return x.Approximations(real)
}

// Blind notes that a way runs what cannot be looked at. It may ask and abort; text, which runs in this shell, may assign too.
func (x *Space) Blind(st *State, at place.Range, reason Reason, what string) *State {
	x.Blinded = true
	c := st.Fork()
	bit, _ := x.pointBit(rangeKey(at), Approximation{Reason: reason, At: at, What: what})
	x.restAlways(c, bit)
	if reason != UnknownName {
		c.Assumes |= bit
	}
	return c
}

func rangeKey(at place.Range) string {
	if at.Script == nil {
		return ""
	}
	return at.Script.Path + ":" + strconv.Itoa(at.Start)
}

// blaming says for which point values are made unknown until the result is called.
func (x *Space) blaming(point uint64) (end func()) {
	before := x.Approximated.Because
	x.Approximated.Because = point
	return func() { x.Approximated.Because = before }
}

// combinations is the point at which there are too many of them.
func (x *Space) combinations() uint64 {
	at := x.Here()
	bit, _ := x.pointBit(rangeKey(at), Approximation{Reason: Combinations, At: at})
	return bit
}

// forgotten notes that decisions are given up in these states.
func (x *Space) forgotten(states []*State) {
	bit := x.combinations()
	for i, st := range states {
		states[i] = st.Fork()
		x.restAlways(states[i], bit)
	}
}

// WidenAt widens the states of a loop, and notes for what.
func (x *Space) WidenAt(at place.Range, rounds int, before *State, states []*State) []*State {
	if rounds > x.prog.Bounds.OpenRounds {
		rounds = min(rounds, x.prog.Bounds.Rounds)
	}
	bit, _ := x.pointBit(rangeKey(at), Approximation{Reason: LoopRounds, At: at, Count: rounds})
	end := x.blaming(bit)
	out := x.widenLoop(before, states)
	end()
	for _, st := range out {
		st.Assumes |= bit // it counts if the loop is cut off
	}
	return out
}

// CutLoop notes that states leave a loop that has not come to an end.
func (x *Space) CutLoop(at place.Range, states []*State) {
	bit, p := x.pointBit(rangeKey(at), Approximation{Reason: LoopRounds, At: at, Count: x.prog.Bounds.Rounds})
	p.cut = true
	for i, st := range states {
		states[i] = st.Fork()
		x.restAlways(states[i], bit)
		states[i].Assumes |= bit
	}
}

// LongList notes that a list is followed for its first elements and an unknown one.
func (x *Space) LongList(st *State, at place.Range) *State {
	bit, p := x.pointBit("long"+rangeKey(at), Approximation{Reason: ListLength, At: at, What: "the list", Count: 3})
	p.cut = true
	c := st.Fork()
	x.restAlways(c, bit)
	c.Assumes |= bit
	return c
}

// TooDeepHere notes that a call is not followed. Nothing is known of what stands in it.
func (x *Space) TooDeepHere(st *State, at place.Range) *State {
	if x.deep.Script == nil {
		x.deep = at
	}
	return x.Blind(st, at, CallDepth, "")
}

// Reuse notes that a guard was taken to answer the same as before.
func (x *Space) Reuse(st *State, m *Memo, a *value.Ask, cl *CallInfo) {
	if f, _ := st.Facts.Get(m.Ask.Id); f.Resolve() == Idle {
		return // it has said idle, which is what counts, whatever it would say now
	}
	x.Approximated.Reused = append(x.Approximated.Reused, Reuse{Ask: a, At: cl.Whole})
}

// OneWord is the point at which an unquoted text is handed to a function as one word, whatever it holds.
func (x *Space) OneWord(f Field) uint64 {
	bit, p := x.pointBit("word"+rangeKey(f.Src), Approximation{Reason: ListLength, At: f.Src, What: f.V.String(), Count: 1})
	p.cut = true
	return bit
}

// Shortened is a place where a list was not followed to its end, so that a command may be reached that none of the ways
// came to; nil if there is none.
func (x *Space) Shortened() *Approximation {
	for _, p := range x.Approximated.points {
		if p.cut {
			return &p.Approximation
		}
	}
	if x.deep.Script != nil {
		return &Approximation{Reason: CallDepth, At: x.deep, Count: x.prog.Bounds.Recursion}
	}
	return nil
}
