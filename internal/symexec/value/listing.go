package value

// A Listing is the call that printed a list of names: its words, and the machine or the group of machines that it ran on. Members says
// that the list is the names of all machines of that group.
type Listing struct {
	Words   []Value
	Host    Value
	Members bool
}

// Same reports whether two calls are one call that was made twice.
func (l *Listing) Same(m *Listing) bool {
	if l == nil || m == nil || len(l.Words) != len(m.Words) || l.Members != m.Members || !SameValue(l.Host, m.Host) {
		return false
	}
	for i, w := range l.Words {
		if !SameValue(w, m.Words[i]) || w.Summary() {
			return false
		}
	}
	return true
}

// Selects reports whether a call lists the machines of a group, by the group's name: dsh --group "$g" hostname, fleet-list --tag="$g".
func (l *Listing) Selects(group Value) bool {
	if l == nil || len(group) == 0 || group.Summary() {
		return false
	}
	if l.Members {
		return SameValue(l.Host, group)
	}
	for _, w := range l.Words[min(1, len(l.Words)):] {
		if SameValue(w, group) || SameValue(w.optionValue(), group) {
			return true
		}
	}
	return false
}

// optionValue is what stands behind the sign in --name=value; nil for other words.
func (v Value) optionValue() Value {
	if len(v) == 0 || v[0].Sym != nil || len(v[0].Lit) < 2 || v[0].Lit[:2] != "--" {
		return nil
	}
	for i := range v[0].Lit {
		if v[0].Lit[i] == '=' {
			return v.Skip(i + 1)
		}
	}
	return nil
}
