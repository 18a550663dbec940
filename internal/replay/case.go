package replay

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// A Case is a finding to replay: the script and what the finding says of the world.
type Case struct {
	Script  *script.Script
	Sources []*script.Script // what it may source
	Catalog *catalog.Catalog
	// Line is where the destructive command stands, and Command its first word.
	Line    int
	Command string
	// Lines are those of all destructive commands with this first word.
	Lines []int
	// Guard is the guard that the finding is about, and Outcome what it answered; nil where none was asked.
	Guard   *catalog.Guard
	Outcome Outcome
	// Unproved says that no guard of the command may have answered idle: a way with that answer shows nothing.
	Unproved []*catalog.Guard
	// Answers are what the guards answered on the witnessed way, Failing the commands that failed there.
	Answers map[*catalog.Guard]Outcome
	Failing []string
	// Decided are the undeclared commands whose status chose the way, in its order.
	Decided []Decided
	// Variables of the environment as far as the way decides about them, and parameters by number; nil is unset.
	Env  map[string]*string
	Args map[int]string
	// Apart says that the guard looked at something else than what the command destroys.
	Apart bool
	// Whatever says that the command as such counts, whatever its words are when it runs: they became others than were meant.
	Whatever bool
	// Trap is a signal whose handler the command stands in; no signal is sent here.
	Trap string
}

// A Decided is an undeclared command on the witnessed way.
type Decided struct {
	Command string
	Line    int
	Fails   bool
}

// An Outcome is what a guard says.
type Outcome string

// The outcomes.
const (
	Idle   Outcome = "idle"
	Active Outcome = "active"
	Failed Outcome = "error"
)

// A Verdict is what came of a replay.
type Verdict string

// The verdicts.
const (
	Reached    Verdict = "reached"
	NotReached Verdict = "not reached"
	Unknown    Verdict = "unknown"
)

// A Result is a replay.
type Result struct {
	Verdict Verdict
	Why     string // for Unknown
	Events  []Event

	facts   map[string]string
	replies map[string]reply
	site    string // the destructive command as it ran, with its machine
}

// An Event is a command that ran.
type Event struct {
	Line    int // of the script; 0 in text that another command runs
	Command string
	Answer  string // what the stub did, in words; "" for what has no answer of the world
	Site    bool   // it is the destructive command of the finding
}

// The bounds of a replay.
const (
	maxRuns    = 2500            // worlds of one finding
	maxEndless = 80              // runs of one finding that go past a bound
	maxTime    = 6 * time.Second // for all of them
	runTime    = time.Second     // for one
	maxCalls   = 20000           // calls in one, the checks between commands included
	fewCalls   = 1000            // the same while worlds are tried: a loop that waits for the world to change goes on for ever
	timedCalls = 500             // until the time of timeout is up
	maxForks   = 400             // background jobs and pipelines in one: each holds files of this process
	fewForks   = 60              // the same while worlds are tried
	fewTimes   = 3               // of the calls of a command in a run that goes on for ever, those whose status is tried otherwise
	maxText    = 1 << 20         // bytes in a variable or a file
	maxWritten = 1 << 20         // bytes of output in one
	maxNesting = 60              // functions inside functions
)

// Replay looks for a world like the one that the finding names in which its destructive command runs. The world that the witness
// gives is tried first, and then those that differ from it in few points of which the witness says nothing. The error is for a context that ended.
func Replay(ctx context.Context, c *Case) (*Result, error) {
	prog, why := prepare(c)
	if why != "" {
		return &Result{Verdict: Unknown, Why: why}, nil
	}
	start := time.Now()
	var first, refused *Result
	todo := &queue{seen: map[string]bool{}, known: map[string]bool{}, shown: map[string]bool{}}
	todo.add(World{}, 0)
	var tooLong int
	for runs := 0; runs < maxRuns && tooLong < maxEndless && time.Since(start) < maxTime; runs++ {
		w, cost, ok := todo.next()
		if !ok {
			break
		}
		m := newMachine(c, prog, w)
		m.most = fewCalls
		m.run(ctx)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		res := m.result()
		if res.Verdict == Reached {
			return res, nil
		}
		if first == nil {
			first = res
		}
		if m.exhausted() {
			tooLong++ // it is an endless loop in the other worlds too
		}
		if res.Verdict == Unknown && refused == nil {
			refused = res
		}
		if todo.news(m.questions) && cost > 0 {
			cost-- // it has come further than those before
		}
		if todo.again(m) {
			cost++
		}
		for _, next := range m.others(w) {
			todo.add(next, cost+1)
		}
	}
	if tooLong > 0 {
		m := newMachine(c, prog, World{})
		m.run(ctx)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if res := m.result(); res.Verdict != NotReached {
			return res, nil
		}
	}
	switch {
	case refused != nil:
		return refused, nil
	case signalNumber(c.Trap) != 0:
		first.Verdict, first.Why = Unknown, "the command stands in the handler of the signal "+c.Trap+", and no moment was found at which it does what the finding says"
	}
	return first, nil
}

// A Call is what the stub of a command answered in a replay.
type Call struct {
	Host   string
	Words  []string
	Status int
	Output string
}

// Guards are the calls of guards with their answers, in no order.
func (r *Result) Guards() []Call {
	var out []Call
	for _, a := range r.replies {
		out = append(out, Call{a.host, a.words, a.status, a.output})
	}
	return out
}

// Facts are what the world of a replay decides beside the answers of guards, by question: "parameter 1", "variable FORCE", "status prep#1".
// A variable that is not set is a zero byte.
func (r *Result) Facts() map[string]string { return r.facts }

// World tells what the script finds: its parameters, variables and files, each on a line, as far as the run looked at them.
func (r *Result) World() []string {
	var out []string
	n, _ := strconv.Atoi(r.facts["how many parameters"])
	var args []string
	for i := range n {
		args = append(args, plainQuote(r.facts["parameter "+strconv.Itoa(i+1)]))
	}
	if n > 0 {
		out = append(out, "called with "+strings.Join(args, " "))
	}
	for _, key := range slices.Sorted(maps.Keys(r.facts)) {
		text := r.facts[key]
		switch sort, name, _ := strings.Cut(key, " "); {
		case sort == "variable" && text != "\x00":
			out = append(out, name+"="+plainQuote(text)+" in the environment")
		case key == namelessMachine && text != "":
			out = append(out, "a machine is reached by an empty name, as ssh can be set up to do")
		case sort == "standard" && text != "":
			out = append(out, "standard input begins with "+plainQuote(strings.SplitN(text, "\n", 2)[0]))
		case strings.HasPrefix(key, "what is ") && text != "":
			out = append(out, strings.TrimPrefix(key, "what is ")+" is a "+text)
		}
	}
	return out
}

// plainQuote quotes a word for a person where it needs that.
func plainQuote(s string) string {
	if s != "" && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:@%+=,") == "" {
		return s
	}
	return quote(s)
}

// Again runs a script in the world of another replay: a corrected script in the world in which the flawed one destroys. Guards that
// were not asked there answer "active". It is reached if the command runs with the same words on the same machine.
func Again(ctx context.Context, c *Case, known *Result) (*Result, error) {
	prog, why := prepare(c)
	if why != "" {
		return &Result{Verdict: Unknown, Why: why}, nil
	}
	m := newMachine(c, prog, nil)
	m.known = known
	m.run(ctx)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return m.result(), nil
}

// An unconfirmed is a reason for which a run says nothing.
type unconfirmed string

func (u unconfirmed) Error() string { return string(u) }

// An excess is a bound that a run went past, as it would in other worlds too.
type excess struct{ unconfirmed }

func overrun(format string, args ...any) error {
	return excess{unconfirmed("cannot confirm: " + fmt.Sprintf(format, args...))}
}

func cannot(format string, args ...any) error {
	return unconfirmed("cannot confirm: " + fmt.Sprintf(format, args...))
}
