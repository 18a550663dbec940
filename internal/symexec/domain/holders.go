package domain

import (
	"strconv"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Holders are the variables that hold one of some texts, as ",name@depth," with the depth of the function that it is local to:
// two variables of one name are two. Of a command that runs elsewhere they are those of the shell that sends it there.
func (x *Space) Holders(st *State, texts ...value.Value) string {
	if x.Sender != nil {
		st = x.Sender
	}
	out := ""
	st.Vars.Each(func(k uint32, v *Variable) {
		if v == nil || !v.Set || v.Each || v.Array || v.Assoc || len(v.Val) == 0 {
			return
		}
		val := st.Resolve(v.Val)
		for _, t := range texts {
			if len(t) > 0 && SameText(val, t) {
				out += "," + x.tab.NameOf[k] + "@" + strconv.Itoa(st.Frame.depthOf(k)) + ","
				return
			}
		}
	})
	return out
}

// SameText reports whether two values are certainly the same text.
func SameText(a, b value.Value) bool {
	if len(a) != len(b) || a.Summary() {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
