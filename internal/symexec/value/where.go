package value

// A where is the place that a call goes to, as its options, the environment and earlier calls decide.
type Where struct {
	System string
	At     []Coordinate
}

type Coordinate struct {
	Name string
	V    Value
}

// Of is a coordinate's value; nil where nothing says it.
func (w *Where) Of(name string) Value {
	if w != nil {
		for _, c := range w.At {
			if c.Name == name {
				return c.V
			}
		}
	}
	return nil
}

// Key is equal for equal places only.
func (w *Where) Key() string {
	if w == nil {
		return ""
	}
	var b KeyBuilder
	b.WriteString(w.System)
	for _, c := range w.At {
		b.Put(1)
		b.WriteString(c.Name)
		b.Put(2)
		c.V.WriteKey(&b)
	}
	return b.String()
}
