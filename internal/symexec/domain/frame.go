package domain

// Reveal unsets a local variable of a function around the running one, where bash then sees what it hides.
func (st *State) Reveal(id uint32) bool {
	if st.Frame == nil {
		return false
	}
	if _, own := st.Frame.Saved.Get(id); own {
		return false
	}
	up, v, ok := st.Frame.Up.without(id)
	if !ok {
		return false
	}
	f := *st.Frame
	f.Up = up
	st.Frame = &f
	if v == nil {
		st.Vars = st.Vars.Del(id)
	} else {
		st.Vars = st.Vars.Set(id, v)
	}
	return true
}

// without are frames in which the innermost local variable of a name is none any more, and what it hid.
func (f *Frame) without(id uint32) (*Frame, *Variable, bool) {
	if f == nil {
		return nil, nil, false
	}
	c := *f
	if v, ok := f.Saved.Get(id); ok {
		c.Saved = c.Saved.Del(id)
		return &c, v, true
	}
	up, v, ok := f.Up.without(id)
	c.Up = up
	return &c, v, ok
}

func HasVar(st *State, id uint32) bool {
	_, ok := st.Vars.Get(id)
	return ok
}

// depthOf is how many functions run around the one that a variable is local to, that one included; 0 for a global one.
func (f *Frame) depthOf(name uint32) int {
	depth := 0
	for ; f != nil; f = f.Up {
		if _, ok := f.Saved.Get(name); ok || depth > 0 {
			depth++
		}
	}
	return depth
}
