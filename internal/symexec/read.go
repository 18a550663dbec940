package symexec

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/models"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A line is what reading one line gives.
type line struct {
	st   *domain.State
	text value.Value
	ok   bool // a whole line was there
	any  bool // at least part of one
}

// readLine takes a line from standard input. Unknown text gives none, one or two lines.
func (x *exec) readLine(st *domain.State, name string) []line {
	in := st.Stdin
	if in == nil {
		return nil
	}
	var acc value.Value
	text := st.Resolve(in.Text)
	index := in.Lines
	take := func(s *domain.State, rest value.Value, idx int) *domain.State {
		c := s.Fork()
		c.Stdin = &domain.Input{Text: rest, Lines: idx}
		return c
	}
	for len(text) > 0 {
		p := text[0]
		if p.Sym == nil {
			if i := strings.IndexByte(p.Lit, '\n'); i >= 0 {
				acc = acc.Append(value.Lit(p.Lit[:i]))
				return []line{{take(st, value.Lit(p.Lit[i+1:]).Append(text[1:]), 0), acc, true, true}}
			}
			acc = acc.Append(value.Value{p})
			text = text[1:]
			continue
		}
		if !p.Sym.Lines || len(acc) > 0 || x.askedWhole(st, p.Sym) {
			acc = acc.Append(value.Value{p})
			text, index = text[1:], 0
			continue
		}
		var out []line
		list := domain.ListOf(p.Sym)
		for _, b := range x.dom.DecideMore(st, list, index) {
			if b.Ok {
				row := x.dom.Elem(list, index, name)
				row.Kept = row.Kept || p.Sym.Blank // whether all lines were empty is asked at the end
				e := value.SymValue(row)
				if p.Sym.Unended && len(text) == 1 { // it may be the last one
					out = append(out, line{take(b.St, nil, 0), e, false, true})
				}
				out = append(out, line{take(b.St, text, index+1), e, true, true})
				continue
			}
			if x.blankSoFar(b.St, p.Sym, index, name) {
				if index >= 2 { // the list was cut off here: the row that is not empty is still to come
					row := x.dom.Elem(p.Sym, index, name)
					row.Kept = true
					c := take(b.St, text, index+1)
					c.SetCon(row, &value.Con{Set: value.Yes, Nonempty: value.Yes})
					out = append(out, line{c, value.SymValue(row), true, true})
				}
				continue
			}
			rest := text[1:]
			if len(rest) > 0 && rest[0].Sym == nil {
				rest = value.Lit(strings.TrimPrefix(rest[0].Lit, "\n")).Append(rest[1:])
			}
			c := take(b.St, rest, 0)
			if index == 0 && len(text) > 1 && len(rest) < len(text) && text[1].Sym == nil && strings.HasPrefix(text[1].Lit, "\n") {
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
func (x *exec) askedWhole(st *domain.State, s *value.Sym) bool {
	found := false
	st.Facts.Each(func(k uint32, f domain.Fact) {
		if found || f.Resolve()&domain.Unasked != 0 {
			return
		}
		names := func(v value.Value) bool {
			n := st.Resolve(v).Single()
			return n != nil && (n == s || n.WordsOf == s) // ssh takes "$h" apart on the other machine
		}
		a := x.dom.AskList[k]
		found = names(a.Host)
		for _, t := range a.Targets {
			found = found || names(t.V) || names(t.Host)
		}
	})
	return found
}

func (x *exec) read(cl *domain.CallInfo, st *domain.State) []*domain.State {
	args := cl.Args[1:]
	raw := false
	array, cut := "", "" // cut is an option that says where a line ends, with its value
	fd := 0              // -1 is one that is not known
	for len(args) > 0 {
		t, ok := args[0].V.Constant()
		if !ok || len(t) < 2 || t[0] != '-' {
			break
		}
		args = args[1:]
		raw = raw || strings.Contains(strings.TrimRight(t, "adinNptu"), "r")
		if k := strings.IndexAny(t, "dnN"); k > 0 && strings.Trim(t[1:k], "ers") == "" {
			cut = t[k:]
			if len(cut) == 1 && len(args) > 0 {
				cut += args[0].V.Pattern()
			}
		}
		if strings.ContainsRune("adinNptu", rune(t[len(t)-1])) && len(args) > 0 {
			if t[len(t)-1] == 'a' {
				if array, _ = args[0].V.Constant(); array == "" {
					st, array = x.assignedNamed(st, args[0].V), "_"
				}
			}
			if t[len(t)-1] == 'u' {
				fd = descriptorNumber(args[0].V.Key())
			}
			args = args[1:]
		} else if len(t) > 2 && t[1] == 'u' {
			fd = descriptorNumber(t[2:])
		}
	}
	var names []string
	for _, a := range args {
		if t, ok := a.V.Constant(); ok {
			names = append(names, t)
		} else {
			st = x.assignedNamed(st, a.V)
			names = append(names, "_")
		}
	}
	if len(names) == 0 {
		names = []string{"REPLY"}
	}
	stdin, person := st.Stdin, x.proof.Person(st, fd)
	if fd != 0 {
		st = st.Fork()
		st.Stdin = x.openInput(st, fd)
		if st.Stdin != nil && isTerminal(st.Stdin.Text) {
			st.Stdin, person = nil, true
		}
	}
	if st.Stdin == nil {
		out := x.readUnknown(cl, st, names, array, person)
		for _, c := range out {
			c.Stdin = stdin
		}
		return out
	}
	if x.proof.FromYes(st.Resolve(st.Stdin.Text)) {
		st = st.Fork()
		st.Facts = st.Facts.Set(x.proof.NewAsk(&proof.ReadPrompt, nil, cl, st).Id, domain.Fact{Mask: domain.NonEmpty})
	}
	var out []*domain.State
	for _, l := range x.readUpTo(cut, st, names[0]) {
		c := l.st
		if !raw {
			l.text = withoutBackslashes(l.text)
		}
		if fd != 0 {
			x.keepInput(c, fd, c.Stdin)
			c.Stdin = stdin
		}
		if array != "" {
			v := &domain.Variable{Set: true, Array: true}
			if s := l.text.Single(); s != nil {
				if list := x.splitAt(c, s); list != s {
					v.List, l.text = list, nil
				}
			}
			for _, f := range x.fields([]seg{{v: l.text, exp: true}}, c, cl.Whole) {
				if f.Multi != nil {
					v.List = f.Multi
				} else {
					v.Elems = append(v.Elems, f.V)
				}
			}
			c = x.assign(c, array, v)
		} else {
			c = x.assignFields(c, names, l.text)
		}
		s := domain.Status{Val: value.Lit("0"), At: cl.Whole}
		if !l.ok {
			s.Val = value.Lit("1")
		}
		out = append(out, x.dom.SetStatus(c, s))
	}
	return out
}

// readUpTo reads what ends at another place than a line does: read -d X and -n N of a text that is known. A list of which nobody knows
// how its elements end is read as lines are.
func (x *exec) readUpTo(cut string, st *domain.State, name string) []line {
	t, known := st.Resolve(st.Stdin.Text).Constant()
	if cut == "" || !known {
		return x.readLine(st, name)
	}
	c := st.Fork()
	var text, rest string
	var ok bool
	if cut[0] == 'd' {
		end := "\x00"
		if len(cut) > 1 {
			end = cut[1:2]
		}
		text, rest, ok = strings.Cut(t, end)
	} else {
		n, err := strconv.Atoi(cut[1:])
		if err != nil || n < 0 {
			return x.readLine(st, name)
		}
		if text, rest = t[:min(n, len(t))], t[min(n, len(t)):]; cut[0] == 'n' {
			if i := strings.IndexByte(t[:min(n+1, len(t))], '\n'); i >= 0 {
				text, rest = t[:i], t[i+1:]
			}
		}
		ok = len(t) > 0
	}
	c.Stdin = &domain.Input{Text: value.Lit(rest)}
	return []line{{c, value.Lit(text), ok, text != ""}}
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
func (x *exec) readUnknown(cl *domain.CallInfo, st *domain.State, names []string, array string, person bool) []*domain.State {
	c := st.Fork()
	var ask *value.Ask
	if person {
		ask = x.proof.NewAsk(&proof.ReadPrompt, nil, cl, st)
		x.proof.AsksPerson(c, ask, cl.Text())
	}
	ifs, known := x.ifs(st)
	splits := known && strings.Contains(ifs, " ")
	for i, n := range names {
		s := x.dom.FreshAt(c, "read", cl.Node, n, func(s *value.Sym) {
			s.Kind, s.Name, s.Ask, s.Word = value.SymInput, n, ask, splits && i < len(names)-1
			if len(names) > 1 {
				s.Record = "read" + x.prog.At(cl.Node) + x.dom.Context()
			}
		})
		if array == "" {
			c = x.assign(c, n, &domain.Variable{Set: true, Val: value.SymValue(s)})
		}
	}
	if array != "" {
		s := x.dom.FreshAt(c, "read", cl.Node, array, func(s *value.Sym) { s.Kind, s.Name, s.Lines = value.SymInput, array, true })
		c = x.assign(c, array, &domain.Variable{Set: true, Array: true, List: s})
	}
	s := x.dom.StatusSym(c, cl.Node)
	return []*domain.State{x.dom.SetStatus(c, domain.Status{Val: value.SymValue(s), At: cl.Whole})}
}

// assignFields splits a line at IFS into variables; the last one takes the rest.
func (x *exec) assignFields(st *domain.State, names []string, text value.Value) *domain.State {
	text = st.Resolve(text)
	ifs, known := x.ifs(st)
	if len(names) == 1 {
		if t, ok := text.Constant(); ok && known {
			text = value.Lit(trimIFS(t, ifs))
		}
		return x.assign(st, names[0], &domain.Variable{Set: true, Val: text})
	}
	t, ok := text.Constant()
	if s := text.TrimNewlines().Single(); s != nil && s.Word && known && strings.Trim(ifs, " \t\n") == "" {
		st = x.assign(st, names[0], &domain.Variable{Set: true, Val: value.SymValue(s)})
		for _, n := range names[1:] {
			st = x.assign(st, n, &domain.Variable{Set: true})
		}
		return st
	}
	if fields, are := wordFields(text, ifs, len(names)); !ok && known && are {
		for i, n := range names {
			v := &domain.Variable{Set: true}
			if i < len(fields) {
				v.Val = fields[i]
			}
			st = x.assign(st, n, v)
		}
		return st
	}
	if !ok || !known {
		for i, n := range names {
			s := x.dom.Derive(text, "field"+strconv.Itoa(i), func(s *value.Sym) {
				s.Name, s.Desc, s.Kind, s.List, s.Lines, s.Record = n, "$"+n, value.SymOther, nil, false, text.Key()
				if s.Column == 0 && (i == 0 || i < len(names)-1) && strings.Trim(ifs, " \t\n") == "" {
					s.Column = i + 1
				}
				if i == homeField && ifs == ":" && len(names) > homeField && models.OfAccounts(text) {
					s.Name = "HOME"
				}
			})
			x.fieldOf[s] = text.Single()
			st = x.assign(st, n, &domain.Variable{Set: true, Val: value.SymValue(s)})
			if i == 0 {
				c := st.Fork()
				c.SetCon(s, &value.Con{Set: value.Yes, Nonempty: value.Yes})
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
		st = x.assign(st, n, &domain.Variable{Set: true, Val: value.Lit(v)})
	}
	return st
}

// wordFields are the fields of a line whose unknown parts are single words, split at blanks: the last one takes the rest.
func wordFields(line value.Value, ifs string, most int) (fields []value.Value, are bool) {
	if strings.Trim(ifs, " \t\n") != "" {
		return nil, false
	}
	var cur value.Value
	open := false
	for _, p := range line {
		if p.Sym != nil {
			if !p.Sym.Word {
				return nil, false
			}
			cur, open = cur.Append(value.Value{p}), true
			continue
		}
		t := p.Lit
		for t != "" {
			i := strings.IndexAny(t, ifs)
			if i < 0 || len(fields) == most-1 {
				if !open {
					t = strings.TrimLeft(t, ifs)
				}
				cur, open = cur.Append(value.Lit(t)), open || t != ""
				break
			}
			cur = cur.Append(value.Lit(t[:i]))
			if open || i > 0 {
				fields, cur, open = append(fields, cur), nil, false
			}
			t = strings.TrimLeft(t[i:], ifs)
		}
	}
	if open {
		if n := len(cur); cur[n-1].Sym == nil {
			cur = append(value.Value(nil), cur[:n-1]...).Append(value.Lit(strings.TrimRight(cur[n-1].Lit, ifs)))
		}
		fields = append(fields, cur)
	}
	return fields, true
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

// oneLine reports whether a symbol stands for text without a newline.
func oneLine(s *value.Sym) bool {
	return s.Word || s.Kind == value.SymStatus || s.Kind == value.SymCount || s.Kind == value.SymElem
}

// withoutBackslashes is a line as read takes it without -r: a backslash stands for the character behind it.
func withoutBackslashes(v value.Value) value.Value {
	var out value.Value
	for _, p := range v {
		if p.Sym == nil && strings.Contains(p.Lit, `\`) {
			p.Lit = backslashed.ReplaceAllString(p.Lit, "$1")
		}
		out = out.Append(value.Value{p})
	}
	return out
}

var backslashed = regexp.MustCompile(`(?s)\\(.?)`)

// homeField is which field of a line of /etc/passwd the home folder is, counted from 0: passwd(5).
const homeField = 5
