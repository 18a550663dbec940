package symexec

import (
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// getopts takes the next option off the parameters. Where these, and how far it has come, are known, so is the option;
// elsewhere it is one that nobody knows, or there is none left.
func (x *exec) getopts(cl *domain.CallInfo, st *domain.State) []*domain.State {
	if len(cl.Args) > 2 {
		spec, ok1 := st.Resolve(cl.Args[1].V).Constant()
		name, ok2 := cl.Args[2].V.Constant()
		if o, ok := x.nextOption(spec, cl.Args[3:], st); ok1 && ok2 && ok {
			c := x.assign(st, name, &domain.Variable{Set: true, Val: value.Lit(o.letter)})
			c = x.assign(c, "OPTIND", &domain.Variable{Set: true, Val: value.Number(o.next)})
			if o.done {
				return []*domain.State{x.dom.SetStatus(c, domain.Status{Val: value.Lit("1"), At: cl.Whole})}
			}
			c = x.assign(c, "OPTARG", o.arg)
			return []*domain.State{x.dom.SetStatus(c, domain.Status{Val: value.Lit("0"), At: cl.Whole})}
		}
	}
	if len(cl.Args) > 2 {
		if _, ok := cl.Args[2].V.Constant(); !ok {
			st = x.assignedNamed(st, cl.Args[2].V)
		}
	}
	more := st.Fork()
	if len(cl.Args) > 2 {
		if name, ok := cl.Args[2].V.Constant(); ok {
			s := x.dom.FreshAt(more, "opt", cl.Node, "", func(s *value.Sym) { s.Kind, s.Name, s.Desc = value.SymOther, name, "an option" })
			more.SetCon(s, &value.Con{Set: value.Yes, Nonempty: value.Yes})
			more = x.assign(more, name, &domain.Variable{Set: true, Val: value.SymValue(s)})
		}
	}
	arg := x.dom.FreshAt(more, "optarg", cl.Node, "", func(s *value.Sym) { s.Kind, s.Name = value.SymOther, "OPTARG" })
	more = x.assign(more, "OPTARG", &domain.Variable{Set: true, Val: value.SymValue(arg)})
	more = x.dom.SetStatus(more, domain.Status{Val: value.Lit("0"), At: cl.Whole})
	done := x.dom.SetStatus(st, domain.Status{Val: value.Lit("1"), At: cl.Whole})
	return []*domain.State{x.unknownIndex(more), x.unknownIndex(done)}
}

// unknownIndex gives OPTIND a value that nobody knows.
func (x *exec) unknownIndex(st *domain.State) *domain.State {
	s := x.tab.Sym("optind", func(s *value.Sym) { s.Kind, s.Name, s.Desc, s.Summary = value.SymCount, "OPTIND", "$OPTIND", true })
	return x.assign(st, "OPTIND", &domain.Variable{Set: true, Val: value.SymValue(s)})
}

// An option is what getopts says of one.
type option struct {
	letter string // ? when there is none left, or it is not one of those that the script knows
	arg    *domain.Variable
	next   int // OPTIND
	done   bool
}

// nextOption computes what getopts does (POSIX getopts); ok is false where the words, or the place in them, are not known. Several
// letters behind one hyphen are not followed: how far getopts has come in them is kept by the shell, and the shells differ in
// when they count the word as read.
func (x *exec) nextOption(spec string, words []domain.Field, st *domain.State) (o option, ok bool) {
	at := 1 // both shells start with it, whatever the environment says
	if v, bound := st.Vars.Get(x.tab.Name("OPTIND")); bound && v != nil {
		t, known := v.Val.Constant()
		n, err := strconv.Atoi(t)
		if !known || err != nil || n < 1 {
			return o, false
		}
		at = n
	}
	list := st.Args.Known
	if len(words) > 0 {
		list = nil
		for _, f := range words {
			if f.Multi != nil {
				return o, false
			}
			list = append(list, f.V)
		}
	} else if st.Args.Open {
		return o, false
	}
	end := option{letter: "?", next: at, done: true}
	if at > len(list) {
		return end, true
	}
	word, known := st.Resolve(list[at-1]).Constant()
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
	said := func(letter string) *domain.Variable { // what OPTARG is when something is wrong
		if silent {
			return &domain.Variable{Set: true, Val: value.Lit(letter)}
		}
		return &domain.Variable{}
	}
	switch {
	case rest != "" && !takes:
		return o, false
	case i < 0 || letter == ":":
		return option{letter: "?", arg: said(letter), next: at + 1}, true
	case !takes:
		return option{letter: letter, arg: &domain.Variable{Set: x.prog.Dash}, next: at + 1}, true
	case rest != "":
		return option{letter: letter, arg: &domain.Variable{Set: true, Val: value.Lit(rest)}, next: at + 1}, true
	case at == len(list):
		o = option{letter: "?", arg: said(letter), next: at + 1}
		if silent {
			o.letter = ":"
		}
		return o, true
	}
	return option{letter: letter, arg: &domain.Variable{Set: true, Val: list[at]}, next: at + 2}, true
}
