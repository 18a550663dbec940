package symexec

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

type redirected struct {
	st     *domain.State
	stdin  bool // standard input was replaced …
	from   int  // … by this open descriptor, when it is not 0: what the command leaves of it is left for the next one
	failed mishap
}

// openAll applies the redirections of a statement, before its command runs.
func (x *exec) openAll(s *syntax.Stmt, st *domain.State) []redirected {
	c := x.dom.Top()
	c.Off = int(s.Pos().Offset())
	off := c.Off
	c.Opening = append(c.Opening, off)
	redirecting := x.redirecting
	x.redirecting = true
	out := x.redirect(s.Redirs, st)
	x.redirecting = redirecting
	c = x.dom.Top()
	c.Opening, c.Off = c.Opening[:len(c.Opening)-1], off
	return out
}

// redirect applies redirections. Writing to a block device is a destructive command of its own.
func (x *exec) redirect(rs []*syntax.Redirect, st *domain.State) []redirected {
	cur := []redirected{{st: st}}
	for _, r := range rs {
		var next []redirected
		for _, c := range cur {
			if c.failed != never {
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
		fd = x.descriptorNamed(r.N.Value)
	}
	word := r.Word
	if r.Op == syntax.Hdoc || r.Op == syntax.DashHdoc {
		if r.Hdoc == nil {
			n := c.st.Fork()
			n.Stdin = &domain.Input{}
			return []redirected{{st: n, stdin: true}}
		}
		word = r.Hdoc
	}
	var out []redirected
	for _, v := range x.hereWord(r, word, c.st) {
		n := v.st.Fork()
		res, anew := redirected{st: n, stdin: c.stdin, from: c.from}, false
		text, known := n.Resolve(v.v).Constant()
		if asked := x.askedByReading(r, v.v, n); asked != nil {
			for _, c := range asked {
				res.st = c.st
				if c.ok {
					x.readsFrom(&res, fd, c.out)
					out = append(out, res)
				} else {
					out = append(out, redirected{st: c.st, stdin: res.stdin, from: res.from, failed: always})
				}
			}
			continue
		}
		if how := x.failsToOpen(r, v.v, n); how != never {
			out = append(out, redirected{st: x.unread(r, v.v, n.Fork()), stdin: c.stdin, from: c.from, failed: how})
			if how == always {
				continue
			}
		}
		if r.N != nil && text != "-" {
			x.bindDescriptor(n, r.N.Value, fd)
		}
		switch r.Op {
		case syntax.Hdoc, syntax.DashHdoc:
			t := v.v
			if r.Op == syntax.DashHdoc {
				t = stripTabs(t)
			}
			x.readsFrom(&res, fd, t)
			if fd == 0 {
				res.st.Stdin.Src = x.prog.Span(r.Hdoc)
			}
		case syntax.WordHdoc:
			x.readsFrom(&res, fd, v.v.Append(value.Lit("\n")))
		case syntax.RdrIn, syntax.RdrInOut:
			switch {
			case known && fd == 0 && text == "/dev/tty":
				n.Stdin, n.Elsewhere, res.stdin, res.from = nil, false, true, 0
			case known && fd == 0 && (text == "/dev/stdin" || text == "/proc/self/fd/0"):
			default:
				x.readsFrom(&res, fd, x.tools.FileText(n, v.v, r.Word))
			}
		case syntax.DplIn:
			if fd == 0 && text != "0" {
				n.Stdin, res.stdin, res.from = nil, true, 0
				if m, err := strconv.Atoi(text); known && err == nil {
					n.Stdin, res.from = x.openInput(n, m), m
				}
				n.Elsewhere = n.Stdin == nil
				if n.Stdin != nil && isTerminal(n.Stdin.Text) {
					n.Stdin = nil
				}
			} else if fd != 0 {
				x.keepInput(n, fd, nil)
				if text == "-" {
					n.SetFd(fd, domain.Dest{Kind: domain.ToClosed})
				}
			}
		case syntax.DplOut:
			if m, err := strconv.Atoi(text); known && err == nil && m < domain.Descriptors {
				n.SetFd(fd, n.Fd(m))
				break
			}
			if text == "-" {
				n.SetFd(fd, domain.Dest{Kind: domain.ToClosed})
				break
			}
			if m, err := strconv.Atoi(strings.TrimSuffix(text, "-")); known && err == nil && m < domain.Descriptors { // 4>&3- moves it
				n.SetFd(fd, n.Fd(m))
				n.SetFd(m, domain.Dest{Kind: domain.ToClosed})
				break
			}
			n.SetFd(fd, x.open(n, v.v, false, r))
			if r.N == nil {
				n.SetFd(2, n.Fd(1))
			}
		case syntax.RdrAll, syntax.AppAll, syntax.RdrAllClob, syntax.AppAllClob:
			n.SetFd(1, x.open(n, v.v, r.Op == syntax.AppAll, r))
			n.SetFd(2, n.Fd(1))
		case syntax.RdrOut, syntax.AppOut, syntax.RdrClob, syntax.AppClob:
			x.proof.NoteWritten(n.Resolve(v.v))
			n.SetFd(fd, x.open(n, v.v, r.Op == syntax.AppOut || r.Op == syntax.AppClob, r))
			anew = r.Op == syntax.RdrOut || r.Op == syntax.RdrClob
		}
		// What the file holds is the script's own from then on; it is none yet for the command that empties it.
		written := func(st *domain.State) {
			at := x.prog.Span(r.Word)
			x.proof.WrittenAnew(v.v, &domain.CallInfo{Name: ">", Args: []domain.Field{{V: value.Lit(">"), Src: at}, {V: v.v, Src: at}}, At: at, Whole: x.prog.Span(r), Node: r}, st)
		}
		if to, ok := x.followed(v.v, true, n); ok {
			v.v = to
			text, known = to.Constant()
		}
		why := "overwrites the device"
		file, disk := false, known && x.prog.Cat.Device(text)
		if !known && (r.Op == syntax.RdrOut || r.Op == syntax.RdrClob || r.Op == syntax.RdrAll || r.Op == syntax.RdrInOut) {
			disk = x.maybeDisk(v.v, r.Word, n)
		}
		if known && (r.Op == syntax.RdrOut || r.Op == syntax.RdrClob || r.Op == syntax.RdrAll) && !x.prog.Cat.Device(text) {
			file, why = x.emptiesData(text, n), "empties the file"
		}
		if (file || disk) && r.Op != syntax.RdrIn && r.Op != syntax.DplIn && r.Op != syntax.WordHdoc && r.Hdoc == nil {
			at := x.prog.Span(r.Word)
			cl := &domain.CallInfo{Name: ">", Args: []domain.Field{{V: v.v, Src: at}}, At: at, Whole: x.prog.Span(r), Node: r}
			for _, s := range x.proof.HitSite(why, []value.Target{{Kind: writtenKind(file), V: v.v, Host: x.tools.Host}}, cl, n) {
				s = s.Fork()
				s.Status, s.Pend, s.Fds = n.Status, n.Pend, n.Fds
				if anew {
					written(s)
				}
				out = append(out, redirected{st: s, stdin: res.stdin, from: res.from})
			}
			continue
		}
		if anew {
			written(n)
		}
		out = append(out, res)
	}
	return out
}

// descriptor is the name under which the text behind an open descriptor is kept: exec 3<file.
func (x *exec) descriptor(fd int) uint32 { return x.tab.Name("\x01fd" + strconv.Itoa(fd)) }

// place is the name under which stands how many lines of that text were read, where it is a list of them.
func (x *exec) place(fd int) uint32 { return x.tab.Name("\x01at" + strconv.Itoa(fd)) }

// readsFrom makes a descriptor lead to a text.
func (x *exec) readsFrom(r *redirected, fd int, text value.Value) {
	in := &domain.Input{Text: text}
	if fd == 0 {
		r.st.Stdin, r.stdin, r.from = in, true, 0
		return
	}
	x.keepInput(r.st, fd, in)
	if r.st.Fd(fd).Kind == domain.ToClosed {
		r.st.SetFd(fd, domain.Dest{Kind: domain.ToUnknown})
	}
}

// openInput is what is left behind an open descriptor; nil when it is not known.
func (x *exec) openInput(st *domain.State, fd int) *domain.Input {
	t, ok := st.Files.Get(x.descriptor(fd))
	if !ok {
		return nil
	}
	in := &domain.Input{Text: t}
	if v, ok := st.Files.Get(x.place(fd)); ok {
		in.Lines, _ = strconv.Atoi(v.Key())
	}
	return in
}

// keepInput notes what is left behind a descriptor; nil closes it, or says that it is not known.
func (x *exec) keepInput(st *domain.State, fd int, in *domain.Input) {
	st.Files = st.Files.Del(x.place(fd))
	if in == nil {
		st.Files = st.Files.Del(x.descriptor(fd))
		return
	}
	st.Files = st.Files.Set(x.descriptor(fd), in.Text)
	if in.Lines > 0 {
		st.Files = st.Files.Set(x.place(fd), value.Number(in.Lines))
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

func (x *exec) hereWord(r *syntax.Redirect, w *syntax.Word, st *domain.State) []valued {
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
		return []valued{{st, value.Lit(b.String())}}
	}
	parts := slices.Clone(w.Parts)
	for i, p := range parts {
		if l, ok := p.(*syntax.Lit); ok && strings.Contains(l.Value, `\"`) {
			parts[i] = &syntax.SglQuoted{Value: effects.UnescapeHere(l.Value)} // as it is then
		}
	}
	var out []valued
	for _, s := range x.parts(parts, true, st) {
		out = append(out, valued{s.st, joinSegs(s.l)})
	}
	return out
}

func stripTabs(v value.Value) value.Value {
	var out value.Value
	start := true
	for _, p := range v {
		if p.Sym != nil {
			out, start = out.Append(value.Value{p}), false
			continue
		}
		lines := strings.SplitAfter(p.Lit, "\n")
		for i, l := range lines {
			if i > 0 || start {
				l = strings.TrimLeft(l, "\t")
			}
			out = out.Append(value.Lit(l))
		}
		start = strings.HasSuffix(p.Lit, "\n")
	}
	return out
}

// open is where output to a file goes. Its text is kept when the script names the file again.
func (x *exec) open(st *domain.State, v value.Value, add bool, r *syntax.Redirect) domain.Dest {
	v = st.Resolve(v)
	if d, is := x.fedBy(st, v); is {
		return d
	}
	t, ok := v.Constant()
	if ok && (t == "/dev/null" || strings.HasPrefix(t, "/dev/std") || strings.HasPrefix(t, "/dev/tty") || strings.HasPrefix(t, "/dev/fd")) {
		if t == "/dev/null" {
			return domain.Dest{Kind: domain.ToNull}
		}
		return domain.Dest{}
	}
	name := x.tools.FileKey(st, v)
	switch known := x.planting != nil && r.Hdoc == nil && effects.RunPlace(v.Pattern()); {
	case x.prog.Static.Written(effects.Printed(r.Word)) != 0:
		if x.planting != nil && r.Hdoc == nil {
			*x.planting = append(*x.planting, planted{x.tab.Name(name), v.Pattern(), true})
		}
	default:
		st.Files = st.Files.Del(x.tab.Name(name)) // another spelling may name it
		if add && !known || r.Hdoc != nil || x.planting == nil {
			return domain.Dest{Kind: domain.ToUnknown}
		}
		// nothing reads it again: it may be meant for something else to run
		name = "\x01planted" + name
		*x.planting = append(*x.planting, planted{x.tab.Name(name), v.Pattern(), false})
	}
	id := x.tab.Name(name)
	if ok && x.beside[id] { // what another job has put there in between may be all that is read
		st.Files = st.Files.Del(id)
		return domain.Dest{Kind: domain.ToUnknown}
	}
	old, have := st.Files.Get(id)
	if add && !have {
		old = value.SymValue(x.tools.FileSym(st, v))
	}
	if !add {
		old = nil
	}
	st.Files = st.Files.Set(id, old)
	return domain.Dest{Kind: domain.ToFile, Path: name}
}

// isTerminal reports whether a text is what the terminal gives: exec 3</dev/tty.
func isTerminal(v value.Value) bool {
	s := v.Single()
	return s != nil && s.Key == "file(/dev/tty)"
}

func (x *exec) readStatus(st *domain.State, v value.Value) domain.Status {
	if _, ok := st.Files.Get(x.tab.Name(x.tools.FileKey(st, st.Resolve(v)))); ok {
		return domain.Status{Val: value.Lit("0")}
	}
	return domain.Status{Val: value.SymValue(x.dom.AnyStatusSym("file"))}
}

// maybeDisk reports whether output goes to a disk of which the path is not known: its variable says so, or a test, or the list that it is from.
func (x *exec) maybeDisk(v value.Value, w *syntax.Word, st *domain.State) bool {
	v = st.Resolve(v)
	if len(v) == 0 {
		return false
	}
	if is := listedFile(v, ""); len(is) > 0 && x.prog.Cat.Device(is.Pattern()) {
		return true
	}
	return x.prog.Cat.SurelyDevice(x.asWritten(domain.Field{V: v, Word: w}, st))
}
