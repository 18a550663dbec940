package symexec

import (
	"fmt"
)

// writeCode writes what a state runs without being told each time: functions, traps, aliases, and the options that decide about
// the next command.
func (x *exec) writeCode(b *keyBuilder, st *state) {
	b.put(2)
	b.number(uint64(st.opts))
	b.number(uint64(x.funcsID(st.funcs)))
	if st.traps != nil {
		for _, h := range []*handler{st.traps.exit, st.traps.err} {
			b.put(4)
			if h != nil {
				h.text.writeKey(b)
			}
		}
		for _, t := range st.traps.signals {
			b.put(5)
			b.WriteString(t.signal)
			t.text.writeKey(b)
		}
	}
	st.alias.each(func(k uint32, text string) {
		b.put(6)
		b.number(uint64(k))
		b.WriteString(text)
	})
}

// funcsID numbers the contents of a function table.
func (x *exec) funcsID(funcs pmap[*function]) uint32 {
	if id, ok := x.funcsIDs[funcs.root]; ok {
		return id
	}
	b := &keyBuilder{}
	b.WriteString("funcs")
	funcs.each(func(k uint32, f *function) {
		b.put(3)
		b.number(uint64(k))
		if f != nil {
			fmt.Fprintf(b, "%p", f.decl)
		}
	})
	id := x.intern(b.buf)
	if x.funcsIDs == nil {
		x.funcsIDs = map[*pnode[*function]]uint32{}
	}
	x.funcsIDs[funcs.root] = id
	return id
}

// byCode groups states by what they run. Joined, one of two functions of a name would be lost, and what it reaches; with too many
// groups nothing counts as proved.
func (x *exec) byCode(states []*state) [][]*state {
	var out [][]*state
	at := map[string]int{}
	for _, st := range states {
		b := &keyBuilder{}
		x.writeCode(b, st)
		i, ok := at[b.String()]
		if !ok {
			i = len(out)
			at[b.String()] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], st)
	}
	if len(out) > maxStates {
		x.over = true
		return [][]*state{states}
	}
	return out
}
