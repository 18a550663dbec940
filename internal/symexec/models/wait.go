package models

import (
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
)

// A guard's answer is about the moment in which it was given. Seconds in which a script lets a device settle are no matter; a
// minute is time enough for somebody to put the target to use, and a person may answer tomorrow.
const (
	LongWait      = 60
	WaitForPerson = 1 << 14
)

// PassTime notes in a new state that the script waits, so that what guards have said grows old. Short waits are added up.
func (x *Tools) PassTime(c *domain.State, at place.Range, seconds int, by string) {
	guards, old := false, false
	c.Facts.Each(func(k uint32, f domain.Fact) {
		if !x.dom.AskList[k].Prompt {
			guards = true
			old = old || f.Aged == nil && int(f.Age)+seconds >= LongWait
		}
	})
	if !guards {
		return
	}
	if old {
		x.dom.Event(c, domain.Step{Kind: domain.Waited, At: at, By: by})
	}
	c.Facts = c.Facts.Update(func(k uint32, f domain.Fact) (domain.Fact, bool) {
		if x.dom.AskList[k].Prompt || f.Aged != nil {
			return f, false
		}
		f.Age = uint16(min(int(f.Age)+seconds, WaitForPerson))
		if f.Age >= LongWait {
			f.Aged = c.Trace.Told()
		}
		return f, true
	})
}
