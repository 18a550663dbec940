package symexec

import (
	"strconv"
	"strings"
)

// A guard's answer is about the moment in which it was given. Seconds in which a script lets a device settle are no matter; a
// minute is time enough for somebody to put the target to use, and a person may answer tomorrow.
const (
	longWait      = 60
	waitForPerson = 1 << 14
)

// passTime notes in a new state that the script waits, so that what guards have said grows old. Short waits are added up.
func (x *exec) passTime(c *state, at Range, seconds int, by string) {
	guards, old := false, false
	c.facts.each(func(k uint32, f fact) {
		if !x.askList[k].Prompt {
			guards = true
			old = old || f.aged == nil && int(f.age)+seconds >= longWait
		}
	})
	if !guards {
		return
	}
	if old {
		x.event(c, Step{Kind: Waited, At: at, By: by})
	}
	c.facts.each(func(k uint32, f fact) {
		if x.askList[k].Prompt || f.aged != nil {
			return
		}
		f.age = uint16(min(int(f.age)+seconds, waitForPerson))
		if f.age >= longWait {
			f.aged = c.trace.told()
		}
		c.facts = c.facts.set(k, f)
	})
}

// sleep is the command: how long it waits is the sum of its operands. A time that is not known may be any.
func (x *exec) sleep(cl *callInfo, st *state) []*state {
	total := 0.0
	for _, a := range cl.args[1:] {
		t, known := st.resolve(a.v).constant()
		n, ok := seconds(t)
		if !known {
			n = longWait
		} else if !ok {
			return x.unknownCommand(cl, st) // sleep fails at once
		}
		total += n
	}
	c := st.fork()
	x.passTime(c, cl.whole, int(min(total, waitForPerson)), cl.text())
	return x.unknownCommand(cl, c)
}

// seconds is a duration as GNU sleep takes it: sleep(1).
func seconds(t string) (float64, bool) {
	if t == "inf" || t == "infinity" {
		return waitForPerson, true
	}
	unit := 1.0
	for suffix, n := range map[string]float64{"s": 1, "m": 60, "h": 3600, "d": 86400} {
		if rest, ok := strings.CutSuffix(t, suffix); ok {
			t, unit = rest, n
			break
		}
	}
	n, err := strconv.ParseFloat(t, 64)
	return n * unit, err == nil && n >= 0
}
