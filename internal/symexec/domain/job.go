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

// Without leaves out the job that the same command started in an earlier round of a loop: that one's number has been renamed,
// so nothing finds it, and a loop that starts one each round would never settle.
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
