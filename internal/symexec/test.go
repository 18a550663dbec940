package symexec

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// testCommand is [ and test.
func (x *exec) testCommand(cl *domain.CallInfo, st *domain.State) []*domain.State {
	args := cl.Args[1:]
	x.testAt = cl.Whole
	if cl.Name == "[" {
		if len(args) == 0 || args[len(args)-1].V.Key() != "]" {
			return []*domain.State{x.dom.SetStatus(st, domain.Status{Val: value.Lit("2"), At: cl.Whole})}
		}
		args = args[:len(args)-1]
	}
	if g, ok := x.userTest(args, cl, st); ok {
		return g
	}
	var out []*domain.State
	for _, w := range x.dom.SeveralFields(args, st) {
		if w.Ok {
			out = append(out, x.testStatus(domain.Branch3{St: w.St.Fork(), Res: value.IsError}, cl))
			continue
		}
		for _, p := range x.settleFields(args, w.St) {
			for _, b := range x.testArgs(p.st, p.fields, cl) {
				out = append(out, x.testStatus(b, cl))
			}
		}
	}
	return out
}

// userTest lets the configuration declare a test as a guard: command = "test -e /run/drained".
func (x *exec) userTest(args []domain.Field, cl *domain.CallInfo, st *domain.State) ([]*domain.State, bool) {
	if !x.prog.Cat.GuardName("test") {
		return nil, false
	}
	words := make([]string, 1, len(args)+1)
	words[0] = "test"
	for _, a := range args {
		words = append(words, st.Resolve(a.V).Pattern())
	}
	m, ok := x.prog.Cat.Guard(words)
	if !ok {
		return nil, false
	}
	c := *cl
	c.Args = append([]domain.Field{{V: value.Lit("test"), Src: cl.Args[0].Src}}, args...)
	return x.proof.Ask(m.Entry, x.proof.Targets(m.Targets, &c, st), &c, st), true
}

func (x *exec) testStatus(b domain.Branch3, cl *domain.CallInfo) *domain.State {
	val := "1"
	switch b.Res {
	case value.IsTrue:
		val = "0"
	case value.IsError:
		val = "2"
	case value.IsFalse: // as above
	}
	c := x.dom.SetStatus(b.St, domain.Status{Val: value.Lit(val), At: cl.Whole})
	x.tested(c, cl, b.Res)
	return c
}

// tested notes how a test came out.
func (x *exec) tested(c *domain.State, cl *domain.CallInfo, res value.Verdict3) {
	for _, a := range cl.Args {
		x.looked(c.Resolve(a.V))
	}
	d := c.Values()
	d.Cl = cl
	kind := domain.Tested
	if res == value.IsError {
		kind = domain.TestFailed
	}
	x.dom.Event(c, domain.Step{Kind: kind, At: cl.Whole, By: cl.Name, Outcome: outcomeBit(res == value.IsTrue), Detail: d})
}

// settleFields decides for every field of unknown number whether it is there at all.
func (x *exec) settleFields(args []domain.Field, st *domain.State) []expanded {
	if !slices.ContainsFunc(args, func(f domain.Field) bool { return f.Multi != nil }) {
		return []expanded{{st, args[:len(args):len(args)]}}
	}
	cur := []expanded{{st: st}}
	for _, a := range args {
		var next []expanded
		for _, e := range cur {
			if a.Multi == nil || len(a.V) > 1 {
				next = append(next, expanded{e.st, append(e.fields[:len(e.fields):len(e.fields)], a)})
				continue
			}
			for _, b := range x.dom.DecideEmpty(e.st, a.V) {
				if b.Ok {
					next = append(next, expanded{b.St, e.fields})
					continue
				}
				f := a
				f.Multi = nil
				next = append(next, expanded{b.St, append(e.fields[:len(e.fields):len(e.fields)], f)})
			}
		}
		cur = next
	}
	return cur
}

func (x *exec) testArgs(st *domain.State, a []domain.Field, cl *domain.CallInfo) []domain.Branch3 {
	word := func(i int) string {
		t, ok := a[i].V.Constant()
		if !ok {
			return "\x00"
		}
		return t
	}
	switch len(a) {
	case 0:
		return []domain.Branch3{{St: st, Res: value.IsFalse}}
	case 1:
		x.nameTested(&st, a[0].V, cl)
		return flip(lift(x.dom.DecideEmpty(st, a[0].V)))
	case 2:
		if word(0) == "!" {
			return flip(x.testArgs(st, a[1:], cl))
		}
		if isUnary(word(0)) {
			x.testedAs = ""
			if a[1].Word != nil {
				x.testedAs = effects.Printed(a[1].Word)
			}
			return x.unaryTest(st, word(0), a[1].V, cl)
		}
		x.nameTested(&st, a[0].V, cl)
		return []domain.Branch3{{St: st.Fork(), Res: value.IsError}}
	case 3:
		if isBinary(word(1)) {
			if x.prog.Dash && word(1) == "==" { // unexpected operator
				return []domain.Branch3{{St: st, Res: value.IsError}}
			}
			return x.binaryTest(st, a[0].V, word(1), a[2].V)
		}
		switch {
		case word(1) == "-a" || word(1) == "-o":
			return x.testList(st, a, cl)
		case word(0) == "!":
			return flip(x.testArgs(st, a[1:], cl))
		case word(0) == "(" && word(2) == ")":
			return x.testArgs(st, a[1:2], cl)
		}
		x.nameTested(&st, a[0].V, cl)
		return []domain.Branch3{{St: st.Fork(), Res: value.IsError}}
	case 4:
		if word(0) == "!" {
			return flip(x.testArgs(st, a[1:], cl))
		}
		if word(0) == "(" && word(3) == ")" {
			return x.testArgs(st, a[1:3], cl)
		}
	}
	return x.testList(st, a, cl)
}

// testList splits an expression at -o, then at -a; both evaluate their two sides.
func (x *exec) testList(st *domain.State, a []domain.Field, cl *domain.CallInfo) []domain.Branch3 {
	for _, op := range []string{"-o", "-a"} {
		depth := 0
		for i := len(a) - 2; i > 0; i-- {
			switch t, _ := a[i].V.Constant(); {
			case t == ")":
				depth++
			case t == "(":
				depth--
			case t == op && depth == 0 && !(i >= 1 && isBinaryAt(a, i-1)):
				var out []domain.Branch3
				for _, l := range x.testArgs(st, a[:i], cl) {
					for _, r := range x.testArgs(l.St, a[i+1:], cl) {
						out = append(out, domain.Branch3{St: r.St, Res: combine(op, l.Res, r.Res)})
					}
				}
				return out
			}
		}
	}
	if t, _ := a[0].V.Constant(); t == "!" {
		return flip(x.testArgs(st, a[1:], cl))
	}
	if t, _ := a[0].V.Constant(); t == "(" {
		if u, _ := a[len(a)-1].V.Constant(); u == ")" {
			return x.testArgs(st, a[1:len(a)-1], cl)
		}
	}
	return []domain.Branch3{{St: st.Fork(), Res: value.IsError}}
}

func isBinaryAt(a []domain.Field, i int) bool {
	t, _ := a[i].V.Constant()
	return isBinary(t)
}

func combine(op string, l, r value.Verdict3) value.Verdict3 {
	if l == value.IsError || r == value.IsError {
		return value.IsError
	}
	if op == "-a" {
		return value.Truth(l == value.IsTrue && r == value.IsTrue)
	}
	return value.Truth(l == value.IsTrue || r == value.IsTrue)
}

func lift(l []domain.Branch) []domain.Branch3 {
	var out []domain.Branch3
	for _, b := range l {
		out = append(out, domain.Branch3{St: b.St, Res: value.Truth(b.Ok)})
	}
	return out
}

func flip(l []domain.Branch3) []domain.Branch3 {
	for i := range l {
		switch l[i].Res {
		case value.IsTrue:
			l[i].Res = value.IsFalse
		case value.IsFalse:
			l[i].Res = value.IsTrue
		case value.IsError: // it stays one
		}
	}
	return l
}

func isUnary(op string) bool {
	return len(op) == 2 && op[0] == '-' && strings.IndexByte("abcdefghkLnNoOprsStuvwxzG", op[1]) >= 0
}

func isBinary(op string) bool {
	switch op {
	case "=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef":
		return true
	}
	return false
}

// nameTested notes that a guard's name stands where its status was meant.
func (x *exec) nameTested(st **domain.State, v value.Value, cl *domain.CallInfo) {
	t, _, _ := strings.Cut(v.String(), " ")
	if t == "" || v[0].Sym != nil {
		return
	}
	if x.prog.Cat.GuardName(t) || len(x.prog.Static.ByName[t]) > 0 {
		c := (*st).Fork()
		x.dom.Event(c, domain.Step{Kind: domain.NameTested, At: cl.Whole, By: t})
		*st = c
	}
}

// callTested notes that a guard's call, with its operands, stands as text in a comparison.
func (x *exec) callTested(st **domain.State, vs ...value.Value) {
	for _, v := range vs {
		if len(v) > 0 && strings.Contains(strings.TrimSpace(v[0].Lit), " ") || len(v) > 1 && strings.HasSuffix(v[0].Lit, " ") {
			x.nameTested(st, v, &domain.CallInfo{Whole: x.testAt})
		}
	}
}

func (x *exec) unaryTest(st *domain.State, op string, v value.Value, cl *domain.CallInfo) []domain.Branch3 {
	v = st.Resolve(v)
	switch op {
	case "-z":
		return lift(x.dom.DecideEmpty(st, v))
	case "-n":
		x.nameTested(&st, v, cl)
		return flip(lift(x.dom.DecideEmpty(st, v)))
	case "-v":
		t, ok := v.Constant()
		if !ok {
			break
		}
		t, _, element := strings.Cut(t, "[")
		if element {
			return []domain.Branch3{{St: st.Fork(), Res: value.IsTrue}, {St: st.Fork(), Res: value.IsFalse}}
		}
		g := x.get(st, t, nil)
		if g.set == value.Unknown && g.sym != nil {
			return lift(x.dom.DecideSet(st, g.sym))
		}
		return []domain.Branch3{{St: st, Res: value.Truth(g.set == value.Yes)}}
	case "-o":
		if t, ok := v.Constant(); ok {
			return []domain.Branch3{{St: st, Res: value.Truth(st.Opts&optionNamed(t) != 0)}}
		}
	default:
		if out := x.flagFile(st, op, v, cl); out != nil {
			return out
		}
		if t, ok := v.Constant(); ok && t == "" && op != "-t" {
			return []domain.Branch3{{St: st, Res: value.IsFalse}}
		}
		if op == "-e" || op == "-f" || op == "-r" || op == "-s" { // also of a name that only mktemp knows
			if text, ok := st.Files.Get(x.tab.Name(x.tools.FileKey(st, st.Resolve(v)))); ok {
				if op == "-s" {
					return flip(lift(x.dom.DecideEmpty(st, text)))
				}
				return []domain.Branch3{{St: st, Res: value.IsTrue}}
			}
		}
	}
	out := x.fileTest(st, op, v)
	for i, b := range out {
		switch {
		case b.Res == value.IsFalse && op == "-e" && cl != nil:
			out[i].St = x.proof.NotThere(v, cl, b.St)
		case b.Res == value.IsTrue:
			out[i].St = x.proof.There(v, b.St)
		}
	}
	return out
}

func (x *exec) binaryTest(st *domain.State, a value.Value, op string, b value.Value) []domain.Branch3 {
	switch op {
	case "=", "==":
		x.callTested(&st, a, b)
		return lift(x.same(st, a, b))
	case "!=":
		x.callTested(&st, a, b)
		return flip(lift(x.same(st, a, b)))
	case "-eq", "-ne", "-lt", "-le", "-gt", "-ge":
		return x.dom.DecideInt(st, a, op, b, true)
	case "<", ">":
		s, ok1 := st.Resolve(a).Constant()
		t, ok2 := st.Resolve(b).Constant()
		if ok1 && ok2 {
			return []domain.Branch3{{St: st, Res: value.Truth(op == "<" && s < t || op == ">" && s > t)}}
		}
	}
	v := a.Append(value.Lit(op)).Append(b)
	if s := v.FirstSym(); s != nil {
		return lift(x.dom.Question(st, s, "test"+v.Key(), 0, 0))
	}
	return x.fileTest(st, op, v)
}
