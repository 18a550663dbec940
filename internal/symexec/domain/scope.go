package domain

import (
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A scope says where exit, return, break and continue lead.
type Scope struct {
	Exits  *[]*State
	Rets   *[]*State // nil outside functions and sourced files
	Loops  []*LoopScope
	InFunc bool
	Given  *[]*State // where the states lead in which bash gives a command up; nil in a subshell, which ends with it
	Sub    string    // the construct that makes this a subshell: "( )", "$( )", "pipeline", "&"; "" in the script's own shell
	Shell  int       // how many shells of their own, such as that of sh -c, are around: $$ is the innermost one's
	First  bool      // this is such a shell itself, and no subshell of it
	Outer  int       // how many loops around the subshell break and continue can mean, which then end it
}

type LoopScope struct {
	Breaks, Continues []*State
}

// A call is a running function, sourced file or other body: where it was entered and how far it has come.
type Call struct {
	Fn   *effects.Function
	Unit *effects.Unit
	Body *effects.Body
	Off  int // offset of the statement that runs, in the body's text
	End  int // where that statement ends
	// opening are the offsets of the statements whose redirections are expanded, outermost first: what < <(…) and a here-document run
	// stands behind the commands that run after it.
	Opening []int
	// borrows says that the positional parameters are those of the call below: a shift here moves them there too.
	Borrows bool
}

// ContinuedOut takes the states out in which continue ran in the condition and ends the loop. bash takes its status, which is 0
// unless ! turns it around, for that of the condition; dash goes on with the next round.
func (ls *LoopScope) ContinuedOut(until bool) []*State {
	var out, stay []*State
	for _, c := range ls.Continues {
		if v, _ := c.Status.Val.Constant(); (v == "0") == until {
			out = append(out, c)
		} else {
			stay = append(stay, c)
		}
	}
	ls.Continues = stay
	return out
}

// widenLoop makes unknown every variable in which the states after many rounds differ from the one before the loop.
func (x *Space) widenLoop(before *State, states []*State) []*State {
	if len(states) == 0 {
		return nil
	}
	x.Limits["a loop may run more often than was followed"] = true
	var out []*State
	for _, g := range x.byCode(states) {
		for _, h := range x.byJobs(g) {
			acc := x.MergeAll(h).Fork()
			x.WidenState(before, acc)
			out = append(out, acc)
		}
	}
	return out
}

func (x *Space) Top() *Call { return &x.Calls[len(x.Calls)-1] }

// Inverted is the state with the status of a continue turned around, on which a loop's condition may depend.
func (st *State) Inverted() *State {
	c := st.Fork()
	if v, _ := st.Status.Val.Constant(); v == "0" {
		c.Status.Val = value.Lit("1")
	} else {
		c.Status.Val = value.Lit("0")
	}
	return c
}

// SetStatus gives a copy of the state with a new $?. A guard's status that nothing has read is overwritten by it.
func (x *Space) SetStatus(st *State, s Status) *State {
	c := st.Fork()
	c.Status = s
	c.Pipes = st.Pool.one(s)
	over := s.Ask != nil && s.Ask.Entry.Release && c.Pend != nil && !c.Pend.Ask.Entry.Release // umount after mountpoint overwrites the answer
	if s.Ask != nil && !over {
		c.Pend = &Pending{Ask: s.Ask}
	} else if c.Pend != nil && c.Pend.By == nil {
		at := s.At
		c.Pend = &Pending{Ask: c.Pend.Ask, By: &at, Read: c.Pend.Read}
	}
	return c
}
