package proof

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// looksAt are the texts that tell what a guard looks at.
func (x *Ledger) looksAt(st *domain.State, a *value.Ask) []value.Value {
	out := []value.Value{st.Resolve(a.Host)}
	for _, t := range a.Targets {
		out = append(out, st.Resolve(t.V), st.Resolve(t.Host))
	}
	return out
}

// reassigned is a variable that held what a guard looked at when it was asked, and holds now what a site destroys. An element of a
// list is not meant: one guard before a loop over many looked at another target from the start.
func (x *Ledger) reassigned(st *domain.State, f domain.Fact, a *value.Ask, t value.Target) string {
	if f.Holders == "" {
		return ""
	}
	var now []value.Value
	old := x.looksAt(st, a)
	for _, v := range []value.Value{st.Resolve(t.V), st.Resolve(t.Host)} {
		if s := v.Single(); s != nil && s.Kind == value.SymWidened {
			continue // it may well have what it had before
		}
		if !slices.ContainsFunc(old, func(o value.Value) bool { return domain.SameText(o, v) }) {
			now = append(now, v)
		}
	}
	for name := range strings.SplitSeq(x.dom.Holders(st, now...), ",") {
		if name != "" && strings.Contains(f.Holders, ","+name+",") {
			name, _, _ = strings.Cut(name, "@")
			return "$" + name
		}
	}
	return ""
}

// heldAgain are the variables that held what a guard looks at each time that it was asked: one that came to hold that in between is not
// where the script takes it from.
func heldAgain(before, now string) string {
	out := ""
	for name := range strings.SplitSeq(now, ",") {
		if name != "" && strings.Contains(before, ","+name+",") {
			out += "," + name + ","
		}
	}
	return out
}

// EachOf marks variables as those of a loop.
func (x *Ledger) EachOf(st *domain.State, names []string) {
	for _, n := range names {
		if v, ok := st.Vars.Get(x.tab.Name(n)); ok && v != nil && v.Set && !v.Each {
			w := *v
			w.Each = true
			st.Vars = st.Vars.Set(x.tab.Name(n), &w)
		}
	}
}
