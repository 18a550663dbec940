package symexec

import (
	"strconv"
	"strings"
)

// getopts takes the next option off the parameters. Where these, and how far it has come, are known, so is the option;
// elsewhere it is one that nobody knows, or there is none left.
func (x *exec) getopts(cl *callInfo, st *state) []*state {
	if len(cl.args) > 2 {
		spec, ok1 := st.resolve(cl.args[1].v).constant()
		name, ok2 := cl.args[2].v.constant()
		if o, ok := x.nextOption(spec, cl.args[3:], st); ok1 && ok2 && ok {
			c := x.assign(st, name, &variable{set: true, val: lit(o.letter)})
			c = x.assign(c, "OPTIND", &variable{set: true, val: number(o.next)})
			if o.done {
				return []*state{x.setStatus(c, status{val: lit("1"), at: cl.whole})}
			}
			c = x.assign(c, "OPTARG", o.arg)
			return []*state{x.setStatus(c, status{val: lit("0"), at: cl.whole})}
		}
	}
	if len(cl.args) > 2 {
		if _, ok := cl.args[2].v.constant(); !ok {
			st = x.assignedNamed(st, cl.args[2].v)
		}
	}
	more := st.fork()
	if len(cl.args) > 2 {
		if name, ok := cl.args[2].v.constant(); ok {
			s := x.freshAt(more, "opt", cl.node, "", func(s *Sym) { s.kind, s.name, s.desc = symOther, name, "an option" })
			more.setCon(s, &con{set: yes, nonempty: yes})
			more = x.assign(more, name, &variable{set: true, val: symValue(s)})
		}
	}
	arg := x.freshAt(more, "optarg", cl.node, "", func(s *Sym) { s.kind, s.name = symOther, "OPTARG" })
	more = x.assign(more, "OPTARG", &variable{set: true, val: symValue(arg)})
	more = x.setStatus(more, status{val: lit("0"), at: cl.whole})
	done := x.setStatus(st, status{val: lit("1"), at: cl.whole})
	return []*state{x.unknownIndex(more), x.unknownIndex(done)}
}

// unknownIndex gives OPTIND a value that nobody knows.
func (x *exec) unknownIndex(st *state) *state {
	s := x.sym("optind", func(s *Sym) { s.kind, s.name, s.desc, s.summary = symCount, "OPTIND", "$OPTIND", true })
	return x.assign(st, "OPTIND", &variable{set: true, val: symValue(s)})
}

// An option is what getopts says of one.
type option struct {
	letter string // ? when there is none left, or it is not one of those that the script knows
	arg    *variable
	next   int // OPTIND
	done   bool
}

// nextOption computes what getopts does (POSIX getopts); ok is false where the words, or the place in them, are not known. Several
// letters behind one hyphen are not followed: how far getopts has come in them is kept by the shell, and the shells differ in
// when they count the word as read.
func (x *exec) nextOption(spec string, words []Field, st *state) (o option, ok bool) {
	at := 1 // both shells start with it, whatever the environment says
	if v, bound := st.vars.get(x.name("OPTIND")); bound && v != nil {
		t, known := v.val.constant()
		n, err := strconv.Atoi(t)
		if !known || err != nil || n < 1 {
			return o, false
		}
		at = n
	}
	list := st.args.known
	if len(words) > 0 {
		list = nil
		for _, f := range words {
			if f.multi != nil {
				return o, false
			}
			list = append(list, f.v)
		}
	} else if st.args.open {
		return o, false
	}
	end := option{letter: "?", next: at, done: true}
	if at > len(list) {
		return end, true
	}
	word, known := st.resolve(list[at-1]).constant()
	switch {
	case !known:
		return o, false
	case word == "--":
		end.next++
		return end, true
	case len(word) < 2 || word[0] != '-':
		return end, true
	}
	letter, rest := word[1:2], word[2:]
	silent := strings.HasPrefix(spec, ":")
	i := strings.Index(strings.TrimPrefix(spec, ":"), letter)
	takes := i >= 0 && strings.HasPrefix(strings.TrimPrefix(spec, ":")[i+1:], ":")
	said := func(letter string) *variable { // what OPTARG is when something is wrong
		if silent {
			return &variable{set: true, val: lit(letter)}
		}
		return &variable{}
	}
	switch {
	case rest != "" && !takes:
		return o, false
	case i < 0 || letter == ":":
		return option{letter: "?", arg: said(letter), next: at + 1}, true
	case !takes:
		return option{letter: letter, arg: &variable{set: x.dash}, next: at + 1}, true
	case rest != "":
		return option{letter: letter, arg: &variable{set: true, val: lit(rest)}, next: at + 1}, true
	case at == len(list):
		o = option{letter: "?", arg: said(letter), next: at + 1}
		if silent {
			o.letter = ":"
		}
		return o, true
	}
	return option{letter: letter, arg: &variable{set: true, val: list[at]}, next: at + 2}, true
}
