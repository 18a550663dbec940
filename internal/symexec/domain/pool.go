package domain

import "sync"

// A pool makes the states of a run, and the lists of one status: there are more of them than of anything else, and they are a third
// of all memory that a run asks for. When it is over they go to the next one, which finds them in the processor's cache.
type Pool struct {
	free []State
	ones []Status
	used []*slab

	tables map[fdChange]*fdTable
}

// A slab is what is taken at once. Where states with a status of their own are more than half of them, the rest is made apart.
type slab struct {
	states   [32]State
	statuses [16]Status
}

var slabs = sync.Pool{New: func() any { return new(slab) }}

// maxSlabs is how many slabs a run keeps for the next one. Those of a longer run are left to the collector, with all that only their
// states hold.
const maxSlabs = 256

// grow takes another slab.
func (p *Pool) grow() {
	s := slabs.Get().(*slab)
	if len(p.used) < maxSlabs {
		p.used = append(p.used, s)
	}
	p.free, p.ones = s.states[:], s.statuses[:]
}

// one gives the list of one status.
func (p *Pool) one(s Status) []Status {
	if len(p.ones) == 0 {
		return []Status{s}
	}
	c := p.ones[:1:1]
	p.ones = p.ones[1:]
	c[0] = s
	return c
}

func (p *Pool) next() *State {
	if len(p.free) == 0 {
		p.grow()
	}
	c := &p.free[0]
	p.free = p.free[1:]
	return c
}

// Release gives the states up. What is left of a run reads none of them, although the steps of its ways may point to some. They are
// not cleared: what they hold is let go when another run writes over them, or with the slab.
func (p *Pool) Release() {
	for _, s := range p.used {
		slabs.Put(s)
	}
	p.free, p.ones, p.used, p.tables = nil, nil, nil, nil
}
