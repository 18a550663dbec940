package proof

import (
	"slices"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Files that are the script's own without a command that makes them: it wrote them from their beginning, or saw that nothing was there.

var (
	writtenAnew = &catalog.Creation{Command: ">", Kind: catalog.KindPath, Regardless: true, Why: "a file that the script has written"}
	notThere    = &catalog.Creation{Command: "test", Kind: catalog.KindPath, Found: true, Why: "what is there"}
)

// WrittenAnew notes that a redirection empties a file, so that what it holds from then on is the script's own.
func (x *Ledger) WrittenAnew(name value.Value, cl *domain.CallInfo, st *domain.State) {
	if v := st.Resolve(name); !x.prog.Cat.MayBeDevice(v.Pattern()) {
		x.own(writtenAnew, v, cl, st)
	}
}

// NotThere notes that a test has found nothing under a name: whatever is there from then on was made since. A device that was not there may
// be put in, with all that is on it.
func (x *Ledger) NotThere(name value.Value, cl *domain.CallInfo, st *domain.State) *domain.State {
	v := st.Resolve(name)
	if s := v.FirstSym(); x.prog.Cat.MayBeDevice(v.Pattern()) && (s == nil || !x.prog.Cat.NamesNothing(s.Name)) {
		return st
	}
	c := *cl
	c.Args = []domain.Field{{V: value.Lit("test")}, {V: value.Lit("-e")}, {V: name}}
	st = st.Fork()
	x.own(notThere, v, &c, st)
	return st
}

// There notes that a test has found something under a name, which the script may have waited for.
func (x *Ledger) There(name value.Value, st *domain.State) *domain.State {
	v := placed(st.Resolve(name), catalog.KindPath, st)
	for _, a := range x.free {
		if _, known := st.Facts.Get(a.Id); known && slices.ContainsFunc(a.Targets, func(t value.Target) bool { return value.SameValue(st.Resolve(t.V), v) }) {
			st = st.Fork()
			st.Facts = st.Facts.Del(a.Id)
		}
	}
	return st
}

func (x *Ledger) own(e *catalog.Creation, v value.Value, cl *domain.CallInfo, st *domain.State) {
	if len(v) == 0 || v.Summary() {
		return
	}
	names := x.destructible([]value.Target{{Kind: catalog.KindPath, V: placed(withoutSlash(v), catalog.KindPath, st), Host: x.tools.Host}})
	if len(names) == 0 {
		return
	}
	a := x.newCreation(catalog.CreationMatch{Entry: e}, names, x.tools.Host, cl, st)
	if e.Found && !slices.Contains(x.free, a) {
		x.free = append(x.free, a)
	}
	st.Facts = st.Facts.Set(a.Id, domain.Fact{Mask: domain.Idle})
}
