package domain

import (
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A wipe is a target that a job destroys.
type Wipe struct {
	Target value.Target
	At     place.Range
}

// maxJobs is how many jobs of a state are told apart, and othersJob the number of the one that stands for all that were started before:
// it may be waited for or not, and a wait for one of them may give any status.
const (
	maxJobs   = 200
	othersJob = 0
)

// Others reports whether a job stands for those that are not told apart any more.
func (j *Job) Others() bool { return j.Id == othersJob }

// StartJob adds a job to those of a state.
func (x *Space) StartJob(st *State, j *Job) {
	st.Jobs = j
	if j.length() <= maxJobs+maxJobs/4 {
		return
	}
	st.Jobs = j.latest(maxJobs, Status{Val: value.SymValue(x.joinedStatus())})
	x.restAlways(st, x.combinations())
}

// latest are the jobs that were started last, and one for all others.
func (j *Job) latest(n int, rest Status) *Job {
	if n == 0 {
		return &Job{Id: othersJob, Depth: j.Depth, Perhaps: true, Status: rest}
	}
	c := *j
	c.Up = j.Up.latest(n-1, rest)
	return &c
}

// renumbered gives a job another number; none that stands for several.
func (j *Job) renumbered(from int, to *value.Sym) *Job {
	if j == nil {
		return nil
	}
	c := *j
	c.Up = j.Up.renumbered(from, to)
	if j.Id == from {
		if to.Summary {
			return c.Up
		}
		c.Id = int(to.Id)
	}
	return &c
}

// EarlierJobs are a state's jobs without the one that has the number which a command is about to give to its own, and without that of an
// earlier round of a loop where nothing holds its number any more: a loop that starts one each round would never settle. It is called when
// $! has been set.
func (x *Space) EarlierJobs(st *State, id *value.Sym) *Job {
	jobs := st.Jobs.Without(int(id.Id))
	if old := x.tab.Syms[id.Key+"'"]; old != nil && jobs.find(int(old.Id)) != nil && !x.holdsBesideJobs(st, old) {
		jobs = jobs.Without(int(old.Id))
	}
	return jobs
}

// holdsBesideJobs reports whether some variable or file has a text.
func (x *Space) holdsBesideJobs(st *State, s *value.Sym) bool {
	c := st.Fork()
	c.Jobs = nil
	return x.holds(c, s)
}

// holdsJob reports whether a variable is the number of a job that there is.
func (st *State) holdsJob(v *Variable) bool {
	if v == nil || !v.Set || v.Array || v.Assoc || v.Ref != "" {
		return false
	}
	s := v.Val.Single()
	return s != nil && !s.Summary && st.Jobs.find(int(s.Id)) != nil
}

// byJobs groups states by what the jobs have said that run in them, as far as Bounds.Proofs lets it: a loop that waits for the latest one goes on by that, and
// each status comes with the answer that the job's guard has given.
func (x *Space) byJobs(states []*State) [][]*State {
	if len(states) < 2 || states[0].Jobs == nil {
		return [][]*State{states}
	}
	var out [][]*State
	at := map[string]int{}
	for _, st := range states {
		b := &value.KeyBuilder{}
		writeJobs(x, b, st, View{})
		i, ok := at[b.String()]
		if !ok {
			if i = len(out); i == x.prog.Bounds.Proofs {
				return [][]*State{states}
			}
			at[b.String()] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], st)
	}
	return out
}

// Without leaves out the job with a number.
func (j *Job) Without(id int) *Job {
	if j == nil {
		return nil
	}
	up := j.Up.Without(id)
	if j.Id == id {
		return up
	}
	if up == j.Up {
		return j
	}
	c := *j
	c.Up = up
	return &c
}

// Only is the job of this shell that nobody has waited for, if there is just one.
func (j *Job) Only(depth int) (found *Job, ok bool) {
	for ; j != nil; j = j.Up {
		if j.Reaped || j.Depth != depth {
			continue
		}
		if found != nil || j.Perhaps {
			return nil, false
		}
		found = j
	}
	return found, found != nil
}

// Reap marks the jobs that somebody has waited for. Their status can still be asked for by their number.
func (j *Job) Reap(waited func(*Job) bool) *Job {
	if j == nil {
		return nil
	}
	up, reaped := j.Up.Reap(waited), j.Reaped || !j.Others() && waited(j)
	if up == j.Up && reaped == j.Reaped {
		return j
	}
	c := *j
	c.Up, c.Reaped = up, reaped
	return &c
}

// WaitedForAll notes that a wait without operands has been there.
func (j *Job) WaitedForAll(depth int) *Job {
	if j == nil {
		return nil
	}
	up, perhaps := j.Up.WaitedForAll(depth), j.Perhaps || j.Depth == depth
	if up == j.Up && perhaps == j.Perhaps {
		return j
	}
	c := *j
	c.Up, c.Perhaps = up, perhaps
	return &c
}

// sharedTail is where the jobs of two states become the same list.
func sharedTail(a, b *Job) *Job {
	n, m := a.length(), b.length()
	for ; n > m; n-- {
		a = a.Up
	}
	for ; m > n; m-- {
		b = b.Up
	}
	for a != b {
		a, b = a.Up, b.Up
	}
	return a
}

func (j *Job) length() int {
	n := 0
	for ; j != nil; j = j.Up {
		n++
	}
	return n
}

// jobsBefore are the jobs of a list by their numbers, up to where another list begins.
func jobsBefore(j, end *Job) map[int]*Job {
	found := map[int]*Job{}
	for ; j != nil && j != end; j = j.Up {
		if found[j.Id] == nil {
			found[j.Id] = j
		}
	}
	return found
}

// anyBelow reports whether a job in front of another one has a lower number.
func (j *Job) anyBelow(end *Job) bool {
	for ; j != nil && j != end; j = j.Up {
		if j.Id < end.Id {
			return true
		}
	}
	return false
}
