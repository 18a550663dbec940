package domain

import (
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// listSamples are answers of a guard that lists what is active.
var listSamples = []string{"shard7", "db2\ndb3", "a b c", "7", "0", "/dev/sda1"}

// blankSample is a list whose first line is empty, as lsblk's is for a disk of which only a partition is mounted.
const blankSample = "\n/srv"

// Altered is a text that is computed from an unknown one. As long as it can be judged as the guard's own answer was, it is taken
// for another form of it: the list is empty when the original is. Whether that is so is tried out: f, nil when it is not known,
// computes the text for some answers.
func (x *Space) Altered(v value.Value, key string, f func(string) (string, bool), init func(*value.Sym)) value.Value {
	return value.SymValue(x.Derive(v, key, func(s *value.Sym) {
		if init != nil {
			init(s)
		}
		s.Listed = s.Listed && keepsEmptiness(v, f)
	}))
}

// keepsEmptiness tries out whether a text that is computed from a list of what is active is empty when the list is.
func keepsEmptiness(v value.Value, f func(string) (string, bool)) bool {
	if f == nil {
		return false
	}
	with := func(sample string) (string, bool) {
		var b strings.Builder
		for _, p := range v {
			if p.Sym == nil {
				b.WriteString(p.Lit)
			} else {
				b.WriteString(sample)
			}
		}
		out, ok := f(b.String())
		return strings.TrimRight(out, "\n"), ok
	}
	for _, s := range listSamples {
		for _, end := range []string{"", "\n"} {
			if out, ok := with(s + end); !ok || out == "" {
				return false
			}
		}
	}
	for _, p := range v {
		if p.Sym != nil && p.Sym.Blank {
			if out, ok := with(blankSample); !ok || out == "" {
				return false
			}
		}
	}
	out, ok := with("")
	return ok && out == ""
}
