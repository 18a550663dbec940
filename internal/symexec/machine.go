package symexec

import "strings"

// A machine's name may be followed by what tells its parts apart, or makes another machine of it. A mark that no name has stands in
// front of each.
const (
	insideMark = "\x1e" // a container, another root: the same disks, other processes and files
	partMark   = "\x1f" // a port of ssh, a jump host: another machine
)

// machine is the name of a machine without its parts.
func machine(v Value) Value { return v.before(insideMark + partMark) }

// before is a text up to the first of some characters.
func (v Value) before(marks string) Value {
	for i, p := range v {
		if k := strings.IndexAny(p.lit, marks); p.sym == nil && k >= 0 {
			return append(Value(nil), v[:i]...).append(lit(p.lit[:k]))
		}
	}
	return v
}

// withoutMarks is a text as a person would write it.
var withoutMarks = strings.NewReplacer(insideMark, " ", partMark, " ")
