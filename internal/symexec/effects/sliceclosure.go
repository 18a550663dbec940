package effects

func (r *Slice) relevant(names []string) {
	for _, v := range names {
		r.add(v)
	}
}

func (r *Slice) add(name string) {
	if !r.names[name] {
		r.names[name] = true
		r.newNames = append(r.newNames, name)
	}
}

func (r *Slice) include(name string) {
	r.add(name)
	if !r.answers[name] {
		r.answers[name] = true
		r.newSaid = append(r.newSaid, name)
	}
}

// mayDo gives a region what the ones in it may do.
func (b *region) mayDo() Effect {
	for _, k := range b.kids {
		b.effect |= k.mayDo()
	}
	return b.effect
}

// close finds what decides. In a region that asks, and is not the script's own, what is assigned may be a note of the answer.
func (r *Slice) close(b *region, top bool) {
	if b.effect&asks != 0 && !top {
		r.markRegion(b)
	}
	for _, c := range b.choices {
		if b.effect&asks != 0 {
			r.markRegion(c)
		}
		if c.effect != 0 {
			r.markReads(b)
		}
	}
	for _, k := range b.kids {
		r.close(k, false)
	}
}

// markRegion says that a guard decides about what a region assigns.
func (r *Slice) markRegion(b *region) {
	if b.marked {
		return
	}
	b.marked = true
	for _, v := range b.assigns {
		r.include(v)
	}
	for _, f := range b.calls {
		for _, body := range r.bodies[f] {
			r.markRegion(body)
		}
	}
	for _, k := range b.kids {
		r.markRegion(k)
	}
}

// markReads says that what a region reads decides whether a guard or a destructive command runs.
func (r *Slice) markReads(b *region) {
	if b.markedReads {
		return
	}
	b.markedReads = true
	for _, v := range b.reads {
		r.add(v)
	}
	for _, k := range b.kids {
		r.markReads(k)
	}
}

// propagate takes in what the relevant variables are made of, and what what guards said is made into.
func (r *Slice) propagate() {
	for len(r.newNames) > 0 || len(r.newSaid) > 0 {
		for len(r.newNames) > 0 {
			v := r.newNames[0]
			r.newNames = r.newNames[1:]
			for _, u := range r.dependsOn[v] {
				r.add(u)
			}
		}
		if len(r.newSaid) == 0 {
			break
		}
		v := r.newSaid[0]
		r.newSaid = r.newSaid[1:]
		for _, u := range r.flowsInto[v] {
			r.include(u)
		}
		for _, b := range r.readers[v] {
			for ; b != nil && !b.saidRead; b = b.parent {
				b.saidRead = true
				for _, c := range b.choices {
					r.markRegion(c)
				}
			}
		}
	}
}
