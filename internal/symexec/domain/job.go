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
	c := *j
	c.Up = j.Up.Reap(waited)
	c.Reaped = j.Reaped || waited(j)
	return &c
}

// WaitedForAll notes that a wait without operands has been there.
func (j *Job) WaitedForAll(depth int) *Job {
	if j == nil {
		return nil
	}
	c := *j
	c.Up = j.Up.WaitedForAll(depth)
	c.Perhaps = j.Perhaps || j.Depth == depth
	return &c
}
