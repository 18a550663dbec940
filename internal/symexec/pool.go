package symexec

import "sync"

// A pool makes the states of a run: there are more of them than of anything else, and they are a third of all memory that a run
// asks for. When it is over they go to the next one, which finds them in the processor's cache.
type pool struct {
	free []state
	used []*slab
}

type slab [32]state

var slabs = sync.Pool{New: func() any { return new(slab) }}

func (p *pool) next() *state {
	if len(p.free) == 0 {
		s := slabs.Get().(*slab)
		p.used = append(p.used, s)
		p.free = s[:]
	}
	c := &p.free[0]
	p.free = p.free[1:]
	return c
}

// release gives the states up. What is left of a run reads none of them, although the steps of its ways may point to some. They are
// not cleared: what they hold is let go when another run writes over them, or with the slab.
func (p *pool) release() {
	for _, s := range p.used {
		slabs.Put(s)
	}
	p.free, p.used = nil, nil
}
