package symexec

import (
	"strconv"
)

// identity is a text that is equal for states that agree on everything that can still be read. Dead variables must have
// been dropped. rough leaves out what the first stage of widening gives up.
func (x *exec) identity(st *state, rough bool) string {
	b := &x.keyBuf
	b.Reset()
	used := x.used
	clear(used)
	value := func(v Value) {
		for _, p := range v {
			if p.sym != nil {
				used[p.sym] = true
			}
		}
		v.writeKey(b)
		b.put(2)
	}
	st.vars.each(func(k uint32, v *variable) {
		b.number(uint64(k))
		if !v.set {
			b.WriteString("\x03u")
			return
		}
		b.put(3)
		value(v.val)
		if v.array || v.assoc {
			b.WriteString("a")
			for _, e := range v.elems {
				value(e)
			}
			if v.keys != nil {
				for _, k := range sortedKeys(v.keys) {
					b.WriteString(k + "\x04")
					value(v.keys[k])
				}
			}
			if v.list != nil {
				used[v.list] = true
				b.WriteString("L" + v.list.key)
			}
		}
	})
	if st.args != nil && x.liveArgs {
		b.WriteString("\x05" + strconv.Itoa(st.args.base) + "," + strconv.Itoa(st.args.gen))
		if st.args.open {
			b.put('o')
		}
		for _, v := range st.args.known {
			value(v)
		}
	}
	b.WriteString("\x06")
	value(st.status.val)
	for _, p := range st.pipes {
		value(p.val)
	}
	b.WriteString(strconv.Itoa(int(st.opts)))
	b.put(7)
	b.number(uint64(x.funcTable(st.funcs.root)))
	if st.traps != nil {
		for _, h := range []*handler{st.traps.exit, st.traps.err} {
			b.put(8)
			if h != nil {
				value(h.text)
			}
		}
	}
	for i := range 10 {
		if d := st.fd(i); d != (dest{}) {
			b.WriteString("\x0e" + strconv.Itoa(i) + string(rune('a'+d.kind)) + strconv.Itoa(d.level) + d.path)
		}
	}
	for _, c := range st.caps {
		b.put(0x0f)
		value(c)
	}
	if st.stdin != nil {
		b.WriteString("\x10")
		value(st.stdin.text)
	}
	st.files.each(func(k uint32, v Value) {
		b.WriteString("\x11")
		b.number(uint64(k))
		value(v)
	})
	value(st.cwd)
	for j := st.jobs; j != nil; j = j.up {
		b.WriteString("\x12")
		value(j.status.val)
	}
	for f := st.frame; f != nil; f = f.up {
		f.saved.each(func(k uint32, v *variable) {
			b.WriteString("\x13")
			b.number(uint64(k))
			if v != nil {
				value(v.val)
			}
		})
	}
	if !rough {
		st.memory.each(func(k uint32, m *memo) {
			b.WriteString("\x14")
			b.number(uint64(k))
			value(m.status)
			value(m.out)
		})
	}
	for changed := true; changed; { // an element keeps what is known of its list
		changed = false
		for s := range used {
			if s.list != nil && !used[s.list] {
				used[s.list] = true
				changed = true
			}
		}
	}
	var drop []uint32
	st.cons.each(func(k uint32, c *con) {
		s := x.symList[k]
		if !used[s] && !x.liveSym(st, s) {
			drop = append(drop, k)
			return
		}
		if rough && (s.kind != symEnv && s.kind != symArg || c.eq == nil) {
			return
		}
		b.WriteString("\x15")
		b.number(uint64(k))
		c.writeKey(b)
	})
	for _, k := range drop {
		st.cons = st.cons.del(k)
	}
	return b.String()
}

// A keyBuilder is a strings.Builder that keeps its memory.
type keyBuilder struct{ buf []byte }

func (b *keyBuilder) Reset() { b.buf = b.buf[:0] }

func (b *keyBuilder) WriteString(s string) { b.buf = append(b.buf, s...) }

func (b *keyBuilder) put(c byte) { b.buf = append(b.buf, c) }

func (b *keyBuilder) String() string { return string(b.buf) }

func (b *keyBuilder) number(n uint64) { b.buf = strconv.AppendUint(b.buf, n, 36) }

// funcTable numbers the function tables. Two that were built apart count as different, which only keeps states apart.
func (x *exec) funcTable(root *pnode[*function]) int {
	n, ok := x.tables[root]
	if !ok {
		n = len(x.tables) + 1
		x.tables[root] = n
	}
	return n
}
