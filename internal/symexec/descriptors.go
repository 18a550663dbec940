package symexec

type destKind uint8

const (
	toTerminal destKind = iota
	toNull
	toCapture
	toFile
	toUnknown
)

// A dest is where a file descriptor leads.
type dest struct {
	kind  destKind
	level int
	path  string
}

// An fdTable says where the file descriptors lead. It is never changed; nil is all at the terminal.
type fdTable [10]dest

func (st *state) fd(n int) dest {
	if st.fds == nil {
		return dest{}
	}
	return st.fds[n]
}

func (st *state) setFd(n int, d dest) {
	key := fdChange{st.fds, n, d}
	t := st.pool.tables[key]
	if t == nil {
		t = &fdTable{}
		if st.fds != nil {
			*t = *st.fds
		}
		t[n] = d
		if st.pool.tables == nil {
			st.pool.tables = map[fdChange]*fdTable{}
		}
		st.pool.tables[key] = t
	}
	st.fds = t
}

// An fdChange is how one table becomes another. The few of a script are made again and again: by $( ), |, >/dev/null.
type fdChange struct {
	from *fdTable
	n    int
	d    dest
}
