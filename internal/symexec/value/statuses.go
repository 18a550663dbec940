package value

// Meet are the statuses that two sets share.
func (d StatusSet) Meet(e StatusSet) StatusSet {
	for i := range d {
		d[i] &= e[i]
	}
	return d
}

// First is the smallest status of a set, -1 if it has none.
func (d StatusSet) First() int {
	for n := range 256 {
		if d.Has(n) {
			return n
		}
	}
	return -1
}

// A domain is a set of exit statuses.
type StatusSet [4]uint64

func (d StatusSet) Has(n int) bool {
	return n >= 0 && n < 256 && d[n/64]&(1<<(n%64)) != 0
}

func (d *StatusSet) Add(n int) {
	if n >= 0 && n < 256 {
		d[n/64] |= 1 << (n % 64)
	}
}

func (d *StatusSet) Remove(n int) {
	if n >= 0 && n < 256 {
		d[n/64] &^= 1 << (n % 64)
	}
}

func (d StatusSet) Empty() bool { return d == StatusSet{} }

// Only returns the status when the set has just one.
func (d StatusSet) Only() (int, bool) {
	found := -1
	for n := range 256 {
		if d.Has(n) {
			if found >= 0 {
				return 0, false
			}
			found = n
		}
	}
	return found, found >= 0
}

// Filter returns the statuses for which keep holds, and the others.
func (d StatusSet) Filter(keep func(int) bool) (yes, no StatusSet) {
	for n := range 256 {
		if d.Has(n) {
			if keep(n) {
				yes.Add(n)
			} else {
				no.Add(n)
			}
		}
	}
	return yes, no
}

var AnyStatus = StatusSet{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}

var FailStatus = StatusSet{^uint64(1), ^uint64(0), ^uint64(0), ^uint64(0)}

func Statuses(ns []int) (d StatusSet) {
	for _, n := range ns {
		d.Add(n)
	}
	return d
}
