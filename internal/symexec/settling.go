package symexec

func (r *relevance) relevant(names []string) {
	for _, v := range names {
		r.add(v)
	}
}

func (r *relevance) add(name string) {
	if !r.names[name] {
		r.names[name] = true
		r.newNames = append(r.newNames, name)
	}
}

func (r *relevance) say(name string) {
	r.add(name)
	if !r.said[name] {
		r.said[name] = true
		r.newSaid = append(r.newSaid, name)
	}
}

// warm gives a region what the ones in it may do.
func (b *region) warm() heat {
	for _, k := range b.kids {
		b.hot |= k.warm()
	}
	return b.hot
}

// settle finds what decides. In a region that asks, and is not the script's own, what is assigned may be a note of the answer.
func (r *relevance) settle(b *region, top bool) {
	if b.hot&asks != 0 && !top {
		r.mark(b)
	}
	for _, c := range b.choices {
		if b.hot&asks != 0 {
			r.mark(c)
		}
		if c.hot != 0 {
			r.markReads(b)
		}
	}
	for _, k := range b.kids {
		r.settle(k, false)
	}
}

// mark says that a guard decides about what a region assigns.
func (r *relevance) mark(b *region) {
	if b.marked {
		return
	}
	b.marked = true
	for _, v := range b.assigns {
		r.say(v)
	}
	for _, f := range b.calls {
		for _, body := range r.bodies[f] {
			r.mark(body)
		}
	}
	for _, k := range b.kids {
		r.mark(k)
	}
}

// markReads says that what a region reads decides whether a guard or a destructive command runs.
func (r *relevance) markReads(b *region) {
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
func (r *relevance) propagate() {
	for len(r.newNames) > 0 || len(r.newSaid) > 0 {
		for len(r.newNames) > 0 {
			v := r.newNames[0]
			r.newNames = r.newNames[1:]
			for _, u := range r.made[v] {
				r.add(u)
			}
		}
		if len(r.newSaid) == 0 {
			break
		}
		v := r.newSaid[0]
		r.newSaid = r.newSaid[1:]
		for _, u := range r.into[v] {
			r.say(u)
		}
		for _, b := range r.readers[v] {
			for ; b != nil && !b.saidRead; b = b.parent {
				b.saidRead = true
				for _, c := range b.choices {
					r.mark(c)
				}
			}
		}
	}
}
