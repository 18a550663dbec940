package symexec

import (
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/models"
)

// sleep is the command: how long it waits is the sum of its operands. A time that is not known may be any.
func (x *exec) sleep(cl *domain.CallInfo, st *domain.State) []*domain.State {
	total := 0.0
	for _, a := range cl.Args[1:] {
		t, known := st.Resolve(a.V).Constant()
		n, ok := seconds(t)
		if !known {
			n = models.LongWait
		} else if !ok {
			return x.proof.UnknownCommand(cl, st) // sleep fails at once
		}
		total += n
	}
	c := st.Fork()
	x.tools.PassTime(c, cl.Whole, int(min(total, models.WaitForPerson)), cl.Text())
	return x.proof.UnknownCommand(cl, c)
}

// seconds is a duration as GNU sleep takes it: sleep(1).
func seconds(t string) (float64, bool) {
	if t == "inf" || t == "infinity" {
		return models.WaitForPerson, true
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
