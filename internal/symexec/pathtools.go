package symexec

import (
	"path"
	"strconv"
	"strings"
)

func (x *exec) pathFilter(cl *callInfo, st *state, base bool) []*state {
	if len(cl.args) < 2 || cl.args[1].multi != nil {
		return nil
	}
	v := st.resolve(cl.args[1].v)
	c := x.setStatus(st, status{val: lit("0"), at: cl.whole})
	if t, ok := v.constant(); ok && len(cl.args) == 2 {
		if base {
			return x.print(c, lit(path.Base(t)+"\n"))
		}
		return x.print(c, lit(path.Dir(t)+"\n"))
	}
	if s := v.single(); s != nil && s.kind == symScript && !base {
		return x.print(c, symValue(x.dirSym(s.path)).append(lit("\n")))
	}
	d := x.derive(v, cl.name, func(s *Sym) { s.lines, s.desc = false, "$("+cl.name+" "+v.String()+")" })
	c.setCon(d, &con{set: yes, nonempty: yes})
	return x.print(c, symValue(d).append(lit("\n")))
}

// readlink -f of a script's own path is that path.
func (x *exec) readlink(cl *callInfo, st *state) []*state {
	v := st.resolve(cl.args[len(cl.args)-1].v)
	if s := v.firstSym(); s != nil && (s.kind == symScript || s.kind == symDir) {
		return x.print(x.setStatus(st, status{val: lit("0"), at: cl.whole}), v.append(lit("\n")))
	}
	return nil
}

func (x *exec) seq(cl *callInfo, st *state) []*state {
	words, ok := constants(cl.args[1:], st)
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
	return x.print(x.setStatus(st, status{val: lit("0"), at: cl.whole}), lit(b.String()))
}

func (x *exec) expr(cl *callInfo, st *state) []*state {
	if len(cl.args) != 4 {
		return nil
	}
	op, ok := cl.args[2].v.constant()
	if ok && op == ":" {
		return x.exprMatch(cl, st)
	}
	if !ok || !strings.Contains("+-*/%", op) {
		return nil
	}
	v := x.compute(st, cl.args[1].v, op, cl.args[3].v)
	c := st.fork()
	s := status{val: lit("0"), at: cl.whole}
	if t, isConst := v.constant(); isConst && (t == "0" || t == "") {
		s.val = lit("1")
	} else if !isConst {
		s.val = symValue(x.statusSym(c, cl.node))
	}
	return x.print(x.setStatus(c, s), v.append(lit("\n")))
}

// exprMatch is expr TEXT : PATTERN for a pattern that is a word as a whole: it prints how much matched, and is 0 when that is something.
func (x *exec) exprMatch(cl *callInfo, st *state) []*state {
	pat, ok := cl.args[3].v.constant()
	word, whole := strings.CutSuffix(strings.TrimPrefix(pat, "^"), "$")
	if !ok || !whole || word == "" || strings.ContainsAny(word, `\.*[]^$`) {
		return nil
	}
	var out []*state
	for _, b := range x.decideEq(st, st.resolve(cl.args[1].v), word) {
		n, status0 := 0, "1"
		if b.ok {
			n, status0 = len(word), "0"
		}
		out = append(out, x.print(x.setStatus(b.st, status{val: lit(status0), at: cl.whole}), number(n).append(lit("\n")))...)
	}
	return out
}

func (x *exec) hostnameCmd(cl *callInfo, st *state) []*state {
	if cl.name == "uname" && !(len(cl.args) == 2 && (cl.args[1].v.key() == "-n" || cl.args[1].v.key() == "--nodename")) {
		return nil
	}
	for _, a := range cl.args[1:] {
		if t, _ := a.v.constant(); !strings.HasPrefix(t, "-") {
			return nil
		}
	}
	s := x.sym(hostnameKey, func(s *Sym) { s.kind, s.name, s.desc = symOther, "hostname", "this machine" })
	c := x.setStatus(st, status{val: lit("0"), at: cl.whole})
	c.setCon(s, &con{set: yes, nonempty: yes})
	return x.print(c, symValue(s).append(lit("\n")))
}
