package symexec

import (
	"strconv"
	"strings"
)

// A line is what reading one line gives.
type line struct {
	st   *state
	text Value
	ok   bool // a whole line was there
	any  bool // at least part of one
}

// readLine takes a line from standard input. Unknown text gives none, one or two lines.
func (x *exec) readLine(st *state, name string) []line {
	in := st.stdin
	if in == nil {
		return nil
	}
	var acc Value
	text := st.resolve(in.text)
	index := in.lines
	take := func(s *state, rest Value, idx int) *state {
		c := s.fork()
		c.stdin = &input{text: rest, lines: idx}
		return c
	}
	for len(text) > 0 {
		p := text[0]
		if p.sym == nil {
			if i := strings.IndexByte(p.lit, '\n'); i >= 0 {
				acc = acc.append(lit(p.lit[:i]))
				return []line{{take(st, lit(p.lit[i+1:]).append(text[1:]), 0), acc, true, true}}
			}
			acc = acc.append(Value{p})
			text = text[1:]
			continue
		}
		if !p.sym.lines || len(acc) > 0 || x.askedWhole(st, p.sym) {
			acc = acc.append(Value{p})
			text, index = text[1:], 0
			continue
		}
		var out []line
		for _, b := range x.decideMore(st, p.sym, index) {
			if b.ok {
				row := x.elem(p.sym, index, name)
				row.kept = row.kept || p.sym.blank // whether all lines were empty is asked at the end
				e := symValue(row)
				if p.sym.unended && len(text) == 1 { // it may be the last one
					out = append(out, line{take(b.st, nil, 0), e, false, true})
				}
				out = append(out, line{take(b.st, text, index+1), e, true, true})
				continue
			}
			if x.blankSoFar(b.st, p.sym, index, name) {
				if index >= 2 { // the list was cut off here: the row that is not empty is still to come
					row := x.elem(p.sym, index, name)
					row.kept = true
					c := take(b.st, text, index+1)
					c.setCon(row, &con{set: yes, nonempty: yes})
					out = append(out, line{c, symValue(row), true, true})
				}
				continue
			}
			rest := text[1:]
			if len(rest) > 0 && rest[0].sym == nil {
				rest = lit(strings.TrimPrefix(rest[0].lit, "\n")).append(rest[1:])
			}
			c := take(b.st, rest, 0)
			if index == 0 && len(text) > 1 && len(rest) < len(text) && text[1].sym == nil && strings.HasPrefix(text[1].lit, "\n") {
				// an empty text with a newline behind it is one empty line: echo "$x" | read
				out = append(out, line{c, nil, true, true})
				continue
			}
			if len(rest) == 0 {
				out = append(out, line{c, nil, false, false})
				continue
			}
			out = append(out, x.readLine(c, name)...)
		}
		return out
	}
	return []line{{take(st, nil, 0), acc, false, len(acc) > 0}}
}

// askedWhole reports whether a guard on this way took the value for the name of one thing. A name has no newline in it, so the
// value is one line: what was judged name by name is often collected in a file or printed to a pipe that is read line by line.
func (x *exec) askedWhole(st *state, s *Sym) bool {
	found := false
	st.facts.each(func(k uint32, f fact) {
		if found || f.resolve()&Unasked != 0 {
			return
		}
		names := func(v Value) bool {
			n := st.resolve(v).single()
			return n != nil && (n == s || n.wordsOf == s) // ssh takes "$h" apart on the other machine
		}
		a := x.askList[k]
		found = names(a.Host)
		for _, t := range a.Targets {
			found = found || names(t.V) || names(t.Host)
		}
	})
	return found
}

func (x *exec) read(cl *callInfo, st *state) []*state {
	args := cl.args[1:]
	array := ""
	fd := 0 // -1 is one that is not known
	for len(args) > 0 {
		t, ok := args[0].v.constant()
		if !ok || len(t) < 2 || t[0] != '-' {
			break
		}
		args = args[1:]
		if strings.ContainsRune("adinNptu", rune(t[len(t)-1])) && len(args) > 0 {
			if t[len(t)-1] == 'a' {
				if array, _ = args[0].v.constant(); array == "" {
					st, array = x.assignedNamed(st, args[0].v), "_"
				}
			}
			if t[len(t)-1] == 'u' {
				fd = descriptorNumber(args[0].v.key())
			}
			args = args[1:]
		} else if len(t) > 2 && t[1] == 'u' {
			fd = descriptorNumber(t[2:])
		}
	}
	var names []string
	for _, a := range args {
		if t, ok := a.v.constant(); ok {
			names = append(names, t)
		} else {
			st = x.assignedNamed(st, a.v)
			names = append(names, "_")
		}
	}
	if len(names) == 0 {
		names = []string{"REPLY"}
	}
	stdin, person := st.stdin, x.person(st, fd)
	if fd != 0 {
		st = st.fork()
		st.stdin = x.openInput(st, fd)
		if st.stdin != nil && isTerminal(st.stdin.text) {
			st.stdin, person = nil, true
		}
	}
	if st.stdin == nil {
		out := x.readUnknown(cl, st, names, array, person)
		for _, c := range out {
			c.stdin = stdin
		}
		return out
	}
	if x.fromYes(st.resolve(st.stdin.text)) {
		st = st.fork()
		st.facts = st.facts.set(x.newAsk(&readPrompt, nil, cl, st).id, fact{mask: NonEmpty})
	}
	var out []*state
	for _, l := range x.readLine(st, names[0]) {
		c := l.st
		if fd != 0 {
			x.keepInput(c, fd, c.stdin)
			c.stdin = stdin
		}
		if array != "" {
			v := &variable{set: true, array: true}
			for _, f := range x.fields([]seg{{v: l.text, exp: true}}, c, cl.whole) {
				if f.multi != nil {
					v.list = f.multi
				} else {
					v.elems = append(v.elems, f.v)
				}
			}
			c = x.assign(c, array, v)
		} else {
			c = x.assignFields(c, names, l.text)
		}
		s := status{val: lit("0"), at: cl.whole}
		if !l.ok {
			s.val = lit("1")
		}
		out = append(out, x.setStatus(c, s))
	}
	return out
}

// descriptorNumber is the number of a descriptor, -1 where it is not known.
func descriptorNumber(t string) int {
	n, err := strconv.Atoi(t)
	if err != nil {
		return -1
	}
	return n
}

// readUnknown reads what a human or an unknown file says.
func (x *exec) readUnknown(cl *callInfo, st *state, names []string, array string, person bool) []*state {
	c := st.fork()
	var ask *Ask
	if person {
		ask = x.newAsk(&readPrompt, nil, cl, st)
		x.asksPerson(c, ask, cl.text())
	}
	ifs, known := x.ifs(st)
	splits := known && strings.Contains(ifs, " ")
	for i, n := range names {
		s := x.freshAt(c, "read", cl.node, n, func(s *Sym) {
			s.kind, s.name, s.ask, s.word = symInput, n, ask, splits && i < len(names)-1
			if len(names) > 1 {
				s.record = "read" + x.at(cl.node) + x.context()
			}
		})
		if array == "" {
			c = x.assign(c, n, &variable{set: true, val: symValue(s)})
		}
	}
	if array != "" {
		s := x.freshAt(c, "read", cl.node, array, func(s *Sym) { s.kind, s.name, s.lines = symInput, array, true })
		c = x.assign(c, array, &variable{set: true, array: true, list: s})
	}
	s := x.statusSym(c, cl.node)
	return []*state{x.setStatus(c, status{val: symValue(s), at: cl.whole})}
}

// assignFields splits a line at IFS into variables; the last one takes the rest.
func (x *exec) assignFields(st *state, names []string, text Value) *state {
	text = st.resolve(text)
	ifs, known := x.ifs(st)
	if len(names) == 1 {
		if t, ok := text.constant(); ok && known {
			text = lit(trimIFS(t, ifs))
		}
		return x.assign(st, names[0], &variable{set: true, val: text})
	}
	t, ok := text.constant()
	if s := text.trimNewlines().single(); s != nil && s.word && known && strings.Trim(ifs, " \t\n") == "" {
		st = x.assign(st, names[0], &variable{set: true, val: symValue(s)})
		for _, n := range names[1:] {
			st = x.assign(st, n, &variable{set: true})
		}
		return st
	}
	if !ok || !known {
		for i, n := range names {
			s := x.derive(text, "field"+itoa(i), func(s *Sym) {
				s.name, s.desc, s.kind, s.list, s.lines, s.record = n, "$"+n, symOther, nil, false, text.key()
			})
			st = x.assign(st, n, &variable{set: true, val: symValue(s)})
			if i == 0 {
				c := st.fork()
				c.setCon(s, &con{set: yes, nonempty: yes})
				st = c
			}
		}
		return st
	}
	rest := trimIFS(t, ifs)
	for i, n := range names {
		var v string
		if i == len(names)-1 {
			v, rest = rest, ""
		} else if j := strings.IndexAny(rest, ifs); ifs != "" && j >= 0 {
			v = rest[:j]
			sep := rest[j]
			rest = rest[j+1:]
			if strings.IndexByte(" \t\n", sep) >= 0 {
				rest = strings.TrimLeft(rest, " \t\n")
			}
		} else {
			v, rest = rest, ""
		}
		st = x.assign(st, n, &variable{set: true, val: lit(v)})
	}
	return st
}

func trimIFS(t, ifs string) string {
	blanks := ""
	for _, r := range ifs {
		if strings.ContainsRune(" \t\n", r) {
			blanks += string(r)
		}
	}
	return strings.Trim(t, blanks)
}

// mapfile reads all lines into an array.
func (x *exec) mapfile(cl *callInfo, st *state) []*state {
	name := "MAPFILE"
	args := cl.args[1:]
	partly := false // some lines are left out, or go to other places
	for len(args) > 0 {
		t, _ := args[0].v.constant()
		if len(t) > 1 && t[0] == '-' {
			partly = partly || strings.ContainsAny(t, "nOs")
			args = args[1:]
			if strings.ContainsRune("dnOsuCc", rune(t[len(t)-1])) && len(args) > 0 {
				args = args[1:]
			}
			continue
		}
		if name = t; name == "" {
			st = x.assignedNamed(st, args[0].v)
			name = "_"
		}
		break
	}
	v := &variable{set: true, array: true}
	c := st.fork()
	if st.stdin == nil || partly {
		if st.stdin != nil {
			c.stdin = &input{}
		}
		v.list = x.freshAt(c, "mapfile", cl.node, "", func(s *Sym) { s.kind, s.name, s.lines = symInput, name, true })
	} else {
		x.mapLines(v, st.resolve(st.stdin.text))
		c.stdin = &input{}
	}
	c = x.assign(c, name, v)
	return []*state{x.setStatus(c, status{val: lit("0"), at: cl.whole})}
}

// mapLines makes the lines of a text the elements of an array. Text of an unknown number of lines makes the array an unknown list.
func (x *exec) mapLines(v *variable, text Value) {
	var line Value
	listed := false // a list stands at the end of what was read, and the newline behind it is its own
	for _, p := range text {
		if s := p.sym; s != nil {
			if listed = len(line) == 0 && s.lines && !oneLine(s); listed {
				v.list = s
			} else {
				line = line.append(Value{p})
			}
			continue
		}
		for i, l := range strings.Split(p.lit, "\n") {
			if i > 0 && !listed {
				v.elems = append(v.elems, line)
				line = nil
			}
			listed = listed && i == 0
			line = line.append(lit(l))
		}
	}
	if len(line) > 0 {
		v.elems = append(v.elems, line)
	}
}

// oneLine reports whether a symbol stands for text without a newline.
func oneLine(s *Sym) bool {
	return s.word || s.kind == symStatus || s.kind == symCount || s.kind == symElem
}
