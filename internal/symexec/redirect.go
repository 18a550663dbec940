package symexec

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

type redirected struct {
	st     *state
	stdin  bool // standard input was replaced …
	from   int  // … by this open descriptor, when it is not 0: what the command leaves of it is left for the next one
	failed bool
}

// openAll applies the redirections of a statement, before its command runs.
func (x *exec) openAll(s *syntax.Stmt, st *state) []redirected {
	c := x.top()
	c.off = int(s.Pos().Offset())
	off := c.off
	c.opening = append(c.opening, off)
	redirecting := x.redirecting
	x.redirecting = true
	out := x.redirect(s.Redirs, st)
	x.redirecting = redirecting
	c = x.top()
	c.opening, c.off = c.opening[:len(c.opening)-1], off
	return out
}

// redirect applies redirections. Writing to a block device is a destructive command of its own.
func (x *exec) redirect(rs []*syntax.Redirect, st *state) []redirected {
	cur := []redirected{{st: st}}
	for _, r := range rs {
		var next []redirected
		for _, c := range cur {
			if c.failed {
				next = append(next, c)
				continue
			}
			next = append(next, x.redirectOne(r, c)...)
		}
		cur = next
	}
	return cur
}

func (x *exec) redirectOne(r *syntax.Redirect, c redirected) []redirected {
	fd := 1
	switch r.Op {
	case syntax.RdrIn, syntax.DplIn, syntax.Hdoc, syntax.DashHdoc, syntax.WordHdoc, syntax.RdrInOut:
		fd = 0
	}
	if r.N != nil {
		n, err := strconv.Atoi(r.N.Value)
		if err != nil || n > 9 {
			n = 9
		}
		fd = n
	}
	word := r.Word
	if r.Op == syntax.Hdoc || r.Op == syntax.DashHdoc {
		if r.Hdoc == nil {
			n := c.st.fork()
			n.stdin = &input{}
			return []redirected{{st: n, stdin: true}}
		}
		word = r.Hdoc
	}
	var out []redirected
	for _, v := range x.hereWord(r, word, c.st) {
		n := v.st.fork()
		res := redirected{st: n, stdin: c.stdin, from: c.from}
		text, known := n.resolve(v.v).constant()
		switch r.Op {
		case syntax.Hdoc, syntax.DashHdoc:
			t := v.v
			if r.Op == syntax.DashHdoc {
				t = stripTabs(t)
			}
			x.readsFrom(&res, fd, t)
			if fd == 0 {
				res.st.stdin.src = x.span(r.Hdoc)
			}
		case syntax.WordHdoc:
			x.readsFrom(&res, fd, v.v.append(lit("\n")))
		case syntax.RdrIn, syntax.RdrInOut:
			switch {
			case known && fd == 0 && text == "/dev/tty":
				n.stdin, n.elsewhere, res.stdin, res.from = nil, false, true, 0
			case known && fd == 0 && (text == "/dev/stdin" || text == "/proc/self/fd/0"):
			default:
				x.readsFrom(&res, fd, x.fileText(n, v.v, r.Word))
			}
		case syntax.DplIn:
			if fd == 0 && text != "0" {
				n.stdin, res.stdin, res.from = nil, true, 0
				if m, err := strconv.Atoi(text); known && err == nil {
					n.stdin, res.from = x.openInput(n, m), m
				}
				n.elsewhere = n.stdin == nil
				if n.stdin != nil && isTerminal(n.stdin.text) {
					n.stdin = nil
				}
			} else if fd != 0 {
				x.keepInput(n, fd, nil)
			}
		case syntax.DplOut:
			if m, err := strconv.Atoi(text); known && err == nil && m < 10 {
				n.setFd(fd, n.fd(m))
				break
			}
			if text == "-" {
				n.setFd(fd, dest{kind: toNull})
				break
			}
			n.setFd(fd, x.open(n, v.v, false, r))
			if r.N == nil {
				n.setFd(2, n.fd(1))
			}
		case syntax.RdrAll, syntax.AppAll, syntax.RdrAllClob, syntax.AppAllClob:
			n.setFd(1, x.open(n, v.v, r.Op == syntax.AppAll, r))
			n.setFd(2, n.fd(1))
		case syntax.RdrOut, syntax.AppOut, syntax.RdrClob, syntax.AppClob:
			n.setFd(fd, x.open(n, v.v, r.Op == syntax.AppOut || r.Op == syntax.AppClob, r))
		}
		why := "overwrites the device"
		file := false
		if known && (r.Op == syntax.RdrOut || r.Op == syntax.RdrClob || r.Op == syntax.RdrAll) && !x.cat.Device(text) {
			file, why = x.emptiesData(text, n), "empties the file"
		}
		if known && (file || x.cat.Device(text)) && r.Op != syntax.RdrIn && r.Op != syntax.DplIn && r.Op != syntax.WordHdoc && r.Hdoc == nil {
			at := x.span(r.Word)
			cl := &callInfo{name: ">", args: []Field{{v: v.v, src: at}}, at: at, whole: x.span(r), node: r}
			for _, s := range x.hitSite(why, []Target{{Kind: writtenKind(file), V: v.v, Host: x.host}}, cl, n) {
				s = s.fork()
				s.status, s.pend, s.fds = n.status, n.pend, n.fds
				out = append(out, redirected{st: s, stdin: res.stdin, from: res.from})
			}
			continue
		}
		out = append(out, res)
	}
	return out
}

// descriptor is the name under which the text behind an open descriptor is kept: exec 3<file.
func (x *exec) descriptor(fd int) uint32 { return x.name("\x01fd" + strconv.Itoa(fd)) }

// place is the name under which stands how many lines of that text were read, where it is a list of them.
func (x *exec) place(fd int) uint32 { return x.name("\x01at" + strconv.Itoa(fd)) }

// readsFrom makes a descriptor lead to a text.
func (x *exec) readsFrom(r *redirected, fd int, text Value) {
	in := &input{text: text}
	if fd == 0 {
		r.st.stdin, r.stdin, r.from = in, true, 0
		return
	}
	x.keepInput(r.st, fd, in)
}

// openInput is what is left behind an open descriptor; nil when it is not known.
func (x *exec) openInput(st *state, fd int) *input {
	t, ok := st.files.get(x.descriptor(fd))
	if !ok {
		return nil
	}
	in := &input{text: t}
	if v, ok := st.files.get(x.place(fd)); ok {
		in.lines, _ = strconv.Atoi(v.key())
	}
	return in
}

// keepInput notes what is left behind a descriptor; nil closes it, or says that it is not known.
func (x *exec) keepInput(st *state, fd int, in *input) {
	st.files = st.files.del(x.place(fd))
	if in == nil {
		st.files = st.files.del(x.descriptor(fd))
		return
	}
	st.files = st.files.set(x.descriptor(fd), in.text)
	if in.lines > 0 {
		st.files = st.files.set(x.place(fd), number(in.lines))
	}
}

// opened are the descriptors, other than those of standard input and output, that redirections open for reading.
func opened(rs []*syntax.Redirect) []int {
	var out []int
	for _, r := range rs {
		if r.N == nil {
			continue
		}
		switch r.Op {
		case syntax.RdrIn, syntax.RdrInOut, syntax.DplIn, syntax.Hdoc, syntax.DashHdoc, syntax.WordHdoc:
			if n, err := strconv.Atoi(r.N.Value); err == nil && n > 2 {
				out = append(out, n)
			}
		}
	}
	return out
}

func (x *exec) hereWord(r *syntax.Redirect, w *syntax.Word, st *state) []valued {
	if r.Hdoc == nil || w != r.Hdoc {
		return x.word(w, st)
	}
	// the body of a here-document is expanded as if in double quotes, unless its delimiter is quoted
	if t := r.Word.Lit(); t == "" || strings.Contains(t, `\`) {
		var b strings.Builder
		for _, p := range w.Parts {
			if l, ok := p.(*syntax.Lit); ok {
				b.WriteString(l.Value)
			}
		}
		return []valued{{st, lit(b.String())}}
	}
	parts := slices.Clone(w.Parts)
	for i, p := range parts {
		if l, ok := p.(*syntax.Lit); ok && strings.Contains(l.Value, `\"`) {
			parts[i] = &syntax.SglQuoted{Value: unescapeHere(l.Value)} // as it is then
		}
	}
	var out []valued
	for _, s := range x.parts(parts, true, st) {
		out = append(out, valued{s.st, joinSegs(s.l)})
	}
	return out
}

func stripTabs(v Value) Value {
	var out Value
	start := true
	for _, p := range v {
		if p.sym != nil {
			out, start = out.append(Value{p}), false
			continue
		}
		lines := strings.SplitAfter(p.lit, "\n")
		for i, l := range lines {
			if i > 0 || start {
				l = strings.TrimLeft(l, "\t")
			}
			out = out.append(lit(l))
		}
		start = strings.HasSuffix(p.lit, "\n")
	}
	return out
}

// open is where output to a file goes. Its text is kept when the script names the file again.
func (x *exec) open(st *state, v Value, add bool, r *syntax.Redirect) dest {
	v = st.resolve(v)
	t, ok := v.constant()
	if ok && (t == "/dev/null" || strings.HasPrefix(t, "/dev/std") || strings.HasPrefix(t, "/dev/tty") || strings.HasPrefix(t, "/dev/fd")) {
		if t == "/dev/null" {
			return dest{kind: toNull}
		}
		return dest{}
	}
	name := x.fileKey(v)
	if x.static.written(printed(r.Word)) == 0 {
		return dest{kind: toUnknown}
	}
	id := x.name(name)
	if ok && x.beside[id] { // what another job has put there in between may be all that is read
		st.files = st.files.del(id)
		return dest{kind: toUnknown}
	}
	old, have := st.files.get(id)
	if add && !have {
		old = symValue(x.fileSym(v))
	}
	if !add {
		old = nil
	}
	st.files = st.files.set(id, old)
	return dest{kind: toFile, path: name}
}

// fileText is what a file holds: what the script wrote into it, or an unknown list of lines that is the same each time.
func (x *exec) fileText(st *state, v Value, w *syntax.Word) Value {
	v = st.resolve(v)
	if t, ok := v.constant(); ok && t == "/dev/null" {
		return nil
	}
	if text, ok := st.files.get(x.name(x.fileKey(v))); ok && !v.mentions(tooLong) {
		return text
	}
	s := x.fileSym(v)
	if w != nil && x.static.written(printed(w)) > 1 {
		s.kept = true // how many lines there were for the first loop over it, there are for the second
	}
	return symValue(s)
}

// fileKey names a file: the one of the same path on another host is not the same.
func (x *exec) fileKey(v Value) string {
	if len(x.host) == 0 {
		return v.key()
	}
	return x.host.key() + "\x00" + v.key()
}

// isTerminal reports whether a text is what the terminal gives: exec 3</dev/tty.
func isTerminal(v Value) bool {
	s := v.single()
	return s != nil && s.key == "file(/dev/tty)"
}

func (x *exec) fileSym(v Value) *Sym {
	init := func(s *Sym) {
		s.kind, s.name, s.desc, s.ask, s.lines = symInput, "line", "the text of "+v.String(), nil, true
	}
	if _, ok := v.constant(); ok {
		return x.sym("file("+x.fileKey(v)+")", init)
	}
	return x.derive(v, "file"+x.host.key(), init)
}

func (x *exec) readStatus(st *state, v Value) status {
	if _, ok := st.files.get(x.name(x.fileKey(st.resolve(v)))); ok {
		return status{val: lit("0")}
	}
	return status{val: symValue(x.anyStatusSym("file"))}
}
