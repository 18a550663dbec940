package symexec

import (
	"mvdan.cc/sh/v3/syntax"
)

// funcsID numbers the contents of a function table. Nodes keep theirs, as those of variables do: a table is mostly another one with
// one function more.
func (x *exec) funcsID(n *pnode[*function]) uint32 {
	if n == nil {
		return 0
	}
	note := n.note()
	if note.id != 0 {
		return note.id
	}
	var buf [16]uint32
	ids := buf[:0]
	for _, kid := range n.kids {
		ids = append(ids, x.funcsID(kid))
	}
	for _, f := range n.vals {
		ids = append(ids, x.declID(f))
	}
	note.id = nodeID(x, n, ids)
	return note.id
}

// declID numbers functions by what they do; 0 is one that was unset.
func (x *exec) declID(f *function) uint32 {
	if f == nil {
		return 0
	}
	id, ok := x.declIDs[f.decl]
	if !ok {
		if x.declIDs == nil {
			x.declIDs = map[*syntax.FuncDecl]uint32{}
		}
		id = 2*uint32(len(x.declIDs)) + 2
		x.declIDs[f.decl] = id
	}
	if f.doubted != nil {
		id++
	}
	return id
}

// maxPrograms is how many states are kept apart for what they run, however few are for other things.
const maxPrograms = 24

// byCode groups states by what they run. Joined, one of two functions of a name would be lost, and what it reaches; with too many
// groups nothing counts as proved.
func (x *exec) byCode(states []*state) [][]*state {
	var out [][]*state
	at := map[string]int{}
	for _, st := range states {
		b := &keyBuilder{}
		x.writeControl(b, st)
		i, ok := at[b.String()]
		if !ok {
			i = len(out)
			at[b.String()] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], st)
	}
	if len(out) > max(x.bounds.States, maxPrograms) {
		x.over, x.overAt = true, x.here()
		return [][]*state{states}
	}
	return out
}
