package symexec

import (
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// mapfile reads all lines into an array.
func (x *exec) mapfile(cl *domain.CallInfo, st *domain.State) []*domain.State {
	name := "MAPFILE"
	args := cl.Args[1:]
	var callback *domain.Field
	partly := false // some lines are left out, or go to other places
	for len(args) > 0 {
		t, _ := args[0].V.Constant()
		if len(t) > 1 && t[0] == '-' {
			partly = partly || strings.ContainsAny(t, "nOs") || strings.Contains(t, "d") && st.Stdin != nil && len(st.Resolve(st.Stdin.Text)) == 1 && st.Resolve(st.Stdin.Text)[0].Sym == nil
			args = args[1:]
			if i := strings.IndexByte(t, 'C'); i == len(t)-1 && len(args) > 0 {
				callback = &args[0]
			} else if i > 0 {
				callback = &domain.Field{V: value.Lit(t[i+1:]), Src: cl.Whole}
			}
			if strings.ContainsRune("dnOsuCc", rune(t[len(t)-1])) && len(args) > 0 {
				args = args[1:]
			}
			continue
		}
		if name = t; name == "" {
			st = x.assignedNamed(st, args[0].V)
			name = "_"
		}
		break
	}
	v := &domain.Variable{Set: true, Array: true}
	c := st.Fork()
	if st.Stdin == nil || partly {
		if st.Stdin != nil {
			c.Stdin = &domain.Input{}
		}
		v.List = x.dom.FreshAt(c, "mapfile", cl.Node, "", func(s *value.Sym) { s.Kind, s.Name, s.Lines = value.SymInput, name, true })
	} else {
		x.mapLines(v, st.Resolve(st.Stdin.Text))
		c.Stdin = &domain.Input{}
	}
	c = x.assign(c, name, v)
	c = x.dom.SetStatus(c, domain.Status{Val: value.Lit("0"), At: cl.Whole})
	if callback != nil {
		return x.called(*callback, v, cl, c)
	}
	return []*domain.State{c}
}

// called runs the text of mapfile -C, which is evaluated with the place and the text of a line behind it (bash manual, mapfile).
func (x *exec) called(f domain.Field, v *domain.Variable, cl *domain.CallInfo, st *domain.State) []*domain.State {
	lines := v.Elems
	if len(lines) == 0 {
		lines = []value.Value{x.unknownLine(st, cl)}
	}
	cur := []*domain.State{st}
	for i, line := range lines[:min(len(lines), mostCalled)] {
		if t, ok := st.Resolve(line).Constant(); ok {
			line = value.Lit(shellWord(t))
		} else {
			line = value.Lit("\"").Append(line).Append(value.Lit("\""))
		}
		cur = x.dom.Merge(x.each(cur, func(s *domain.State) []*domain.State {
			s = s.Fork()
			text := x.textWith(s, s.Resolve(f.V).Append(value.Lit(" "+strconv.Itoa(i)+" ")).Append(line))
			return x.runSegs(s, text, cl.Whole, []effects.Segment{{From: 0, To: cl.Whole.Start, Exact: false}}, "mapfile")
		}))
	}
	return append(cur, x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole})) // an empty file has no line
}

// mostCalled is how many lines a text is run for.
const mostCalled = 8

// unknownLine is some line of what is read.
func (x *exec) unknownLine(st *domain.State, cl *domain.CallInfo) value.Value {
	s := x.dom.FreshAt(st, "mapped", cl.Node, "", func(s *value.Sym) { s.Kind, s.Desc = value.SymInput, "a line" })
	st.SetCon(s, &value.Con{Set: value.Yes})
	return value.SymValue(s)
}

// mapLines makes the lines of a text the elements of an array. Text of an unknown number of lines makes the array an unknown list.
func (x *exec) mapLines(v *domain.Variable, text value.Value) {
	var line value.Value
	listed := false // a list stands at the end of what was read, and the newline behind it is its own
	for _, p := range text {
		if s := p.Sym; s != nil {
			if listed = len(line) == 0 && s.Lines && !oneLine(s); listed {
				v.List = domain.ListOf(s)
			} else {
				line = line.Append(value.Value{p})
			}
			continue
		}
		for i, l := range strings.Split(p.Lit, "\n") {
			if i > 0 && !listed {
				v.Elems = append(v.Elems, line)
				line = nil
			}
			listed = listed && i == 0
			line = line.Append(value.Lit(l))
		}
	}
	if len(line) > 0 {
		v.Elems = append(v.Elems, line)
	}
}
