package domain

type DestKind uint8

const (
	ToTerminal DestKind = iota
	ToNull
	ToCapture
	ToFile
	ToUnknown
	ToClosed
)

// A dest is where a file descriptor leads.
type Dest struct {
	Kind  DestKind
	Level int
	Path  string
}

// An fdTable says where the file descriptors lead. It is never changed; nil is all at the terminal.
type fdTable [Descriptors]Dest

// Descriptors is how many there are of them: those with one digit, and a few for those that the shell chooses, {name}>file.
const Descriptors = 14

func (st *State) Fd(n int) Dest {
	if st.Fds == nil {
		return Dest{}
	}
	return st.Fds[n]
}

func (st *State) SetFd(n int, d Dest) {
	key := fdChange{st.Fds, n, d}
	t := st.Pool.tables[key]
	if t == nil {
		t = &fdTable{}
		if st.Fds != nil {
			*t = *st.Fds
		}
		t[n] = d
		if st.Pool.tables == nil {
			st.Pool.tables = map[fdChange]*fdTable{}
		}
		st.Pool.tables[key] = t
	}
	st.Fds = t
}

// An fdChange is how one table becomes another. The few of a script are made again and again: by $( ), |, >/dev/null.
type fdChange struct {
	from *fdTable
	n    int
	d    Dest
}
