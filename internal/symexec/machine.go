package symexec

import "strings"

// A machine's name may be followed by what tells its parts apart: a port of ssh, a container, another root. A mark that no name
// has stands in front of each.
const partMark = "\x1f"

// machine is the name of a machine without its parts.
func machine(v Value) Value {
	for i, p := range v {
		if k := strings.Index(p.lit, partMark); p.sym == nil && k >= 0 {
			return append(Value(nil), v[:i]...).append(lit(p.lit[:k]))
		}
	}
	return v
}
