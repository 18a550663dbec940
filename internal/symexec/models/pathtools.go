package models

import (
	"path"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

func (x *Tools) pathFilter(cl *domain.CallInfo, st *domain.State, base bool) []*domain.State {
	if len(cl.Args) < 2 || cl.Args[1].Multi != nil {
		return nil
	}
	v := st.Resolve(cl.Args[1].V)
	c := x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole})
	if t, ok := v.Constant(); ok && len(cl.Args) == 2 {
		if base {
			return x.Print(c, value.Lit(path.Base(t)+"\n"))
		}
		return x.Print(c, value.Lit(path.Dir(t)+"\n"))
	}
	if s := v.Single(); s != nil && s.Kind == value.SymScript && !base {
		return x.Print(c, value.SymValue(x.dirSym(s.Path)).Append(value.Lit("\n")))
	}
	d := x.dom.Derive(v, cl.Name, func(s *value.Sym) { s.Lines, s.Desc = false, "$("+cl.Name+" "+v.String()+")" })
	c.SetCon(d, &value.Con{Set: value.Yes, Nonempty: value.Yes})
	return x.Print(c, value.SymValue(d).Append(value.Lit("\n")))
}

// readlink -f of a script's own path is that path.
func (x *Tools) readlink(cl *domain.CallInfo, st *domain.State) []*domain.State {
	v := st.Resolve(cl.Args[len(cl.Args)-1].V)
	if s := v.FirstSym(); s != nil && (s.Kind == value.SymScript || s.Kind == value.SymDir) {
		return x.Print(x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole}), v.Append(value.Lit("\n")))
	}
	return nil
}

func (x *Tools) seq(cl *domain.CallInfo, st *domain.State) []*domain.State {
	words, ok := constants(cl.Args[1:], st)
	if !ok || len(words) == 0 || len(words) > 3 {
		return nil
	}
	var n []int
	for _, w := range words {
		i, err := strconv.Atoi(w)
		if err != nil {
			return nil
		}
		n = append(n, i)
	}
	from, step, to := 1, 1, n[len(n)-1]
	if len(n) > 1 {
		from = n[0]
	}
	if len(n) > 2 {
		step = n[1]
	}
	var b strings.Builder
	for i := from; step > 0 && i <= to || step < 0 && i >= to; i += step {
		b.WriteString(strconv.Itoa(i) + "\n")
		if b.Len() > 4096 {
			break
		}
	}
	return x.Print(x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole}), value.Lit(b.String()))
}

func (x *Tools) hostnameCmd(cl *domain.CallInfo, st *domain.State) []*domain.State {
	if cl.Name == "uname" && !(len(cl.Args) == 2 && (cl.Args[1].V.Key() == "-n" || cl.Args[1].V.Key() == "--nodename")) {
		return nil
	}
	for _, a := range cl.Args[1:] {
		if t, _ := a.V.Constant(); !strings.HasPrefix(t, "-") {
			return nil
		}
	}
	if t, known := x.Host.Constant(); len(x.Host) > 0 && (!known || t != "localhost") {
		return x.hostnamesOf(cl, st)
	}
	s := x.tab.Sym(HostnameKey, func(s *value.Sym) { s.Kind, s.Name, s.Desc = value.SymOther, "hostname", "this machine" })
	c := x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole})
	c.SetCon(s, &value.Con{Set: value.Yes, Nonempty: value.Yes})
	return x.Print(c, value.SymValue(s).Append(value.Lit("\n")))
}

// hostnamesOf is the name that another machine gives itself, or those that the machines of a group do.
func (x *Tools) hostnamesOf(cl *domain.CallInfo, st *domain.State) []*domain.State {
	c := st.Fork()
	c = x.dom.SetStatus(c, domain.Status{Val: value.SymValue(x.dom.StatusSym(c, cl.Node)), At: cl.Whole})
	var out []*domain.State
	for _, b := range x.dom.DecideStatus(c, c.Status.Val, func(n int) bool { return n == 0 }) {
		host := st.Resolve(x.Host)
		s := x.dom.FreshAt(b.St, "hostname", cl.Node, host.Key(), func(s *value.Sym) {
			s.Kind, s.Desc, s.Lines, s.Asked = value.SymOutput, "output of "+cl.Name, true, []value.Value{host}
			s.Listing = &value.Listing{Words: []value.Value{value.Lit(cl.Name)}, Host: host, Members: true}
		})
		if b.Ok {
			b.St.SetCon(s, b.St.Con(s).WithAnswer(domain.Succeeded, true))
		}
		out = append(out, x.Print(b.St, value.SymValue(s).Append(value.Lit("\n")))...)
	}
	return out
}
