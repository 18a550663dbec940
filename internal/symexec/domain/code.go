package domain

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// funcsID numbers the contents of a function table. Nodes keep theirs, as those of variables do: a table is mostly another one with
// one function more.
func (x *Space) funcsID(n *value.Pnode[*effects.Function]) uint32 {
	if n == nil {
		return 0
	}
	note := n.Note()
	if note.Id != 0 {
		return note.Id
	}
	var buf [16]uint32
	ids := buf[:0]
	for _, kid := range n.Kids {
		ids = append(ids, x.funcsID(kid))
	}
	for _, f := range n.Vals {
		ids = append(ids, x.declID(f))
	}
	note.Id = nodeID(x, n, ids)
	return note.Id
}

// declID numbers functions by what they do; 0 is one that was unset.
func (x *Space) declID(f *effects.Function) uint32 {
	if f == nil {
		return 0
	}
	id, ok := x.declIDs[f.Decl]
	if !ok {
		if x.declIDs == nil {
			x.declIDs = map[*syntax.FuncDecl]uint32{}
		}
		id = 2*uint32(len(x.declIDs)) + 2
		x.declIDs[f.Decl] = id
	}
	if f.Doubted != nil {
		id++
	}
	return id
}

// maxPrograms is how many states are kept apart for what they run, however few are for other things.
const maxPrograms = 24

// byCode groups states by what they run. Joined, one of two functions of a name would be lost, and what it reaches; with too many
// groups nothing counts as proved.
func (x *Space) byCode(states []*State) [][]*State {
	var out [][]*State
	at := map[string]int{}
	for _, st := range states {
		b := &value.KeyBuilder{}
		x.writeControl(b, st)
		i, ok := at[b.String()]
		if !ok {
			i = len(out)
			at[b.String()] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], st)
	}
	if len(out) > max(x.prog.Bounds.States, maxPrograms) {
		x.Over, x.OverAt = true, x.Here()
		return [][]*State{states}
	}
	return out
}

// Bound reports whether a name means that function already; setting it again would make a state that looks like a new one.
func (st *State) Bound(id uint32, f *effects.Function) bool {
	old, ok := st.Funcs.Get(id)
	return ok && old == f
}
