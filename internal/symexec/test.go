package symexec

import (
	"slices"
	"strings"
)

// testCommand is [ and test.
func (x *exec) testCommand(cl *callInfo, st *state) []*state {
	args := cl.args[1:]
	x.testAt = cl.whole
	if cl.name == "[" {
		if len(args) == 0 || args[len(args)-1].v.key() != "]" {
			return []*state{x.setStatus(st, status{val: lit("2"), at: cl.whole})}
		}
		args = args[:len(args)-1]
	}
	if g, ok := x.userTest(args, cl, st); ok {
		return g
	}
	var out []*state
	for _, w := range x.severalFields(args, st) {
		if w.ok {
			out = append(out, x.testStatus(branch3{w.st.fork(), isError}, cl))
			continue
		}
		for _, p := range x.settleFields(args, w.st) {
			for _, b := range x.testArgs(p.st, p.fields, cl) {
				out = append(out, x.testStatus(b, cl))
			}
		}
	}
	return out
}

// userTest lets the configuration declare a test as a guard: command = "test -e /run/drained".
func (x *exec) userTest(args []Field, cl *callInfo, st *state) ([]*state, bool) {
	if !x.cat.GuardName("test") {
		return nil, false
	}
	words := make([]string, 1, len(args)+1)
	words[0] = "test"
	for _, a := range args {
		words = append(words, st.resolve(a.v).pattern())
	}
	m, ok := x.cat.Guard(words)
	if !ok {
		return nil, false
	}
	c := *cl
	c.args = append([]Field{{v: lit("test"), src: cl.args[0].src}}, args...)
	return x.ask(m.Entry, x.targets(m.Targets, &c, st), &c, st), true
}

func (x *exec) testStatus(b branch3, cl *callInfo) *state {
	val := "1"
	switch b.res {
	case isTrue:
		val = "0"
	case isError:
		val = "2"
	}
	c := x.setStatus(b.st, status{val: lit(val), at: cl.whole})
	x.tested(c, cl, b.res)
	return c
}

// tested notes how a test came out.
func (x *exec) tested(c *state, cl *callInfo, res verdict3) {
	d := c.values()
	d.cl = cl
	kind := Tested
	if res == isError {
		kind = TestFailed
	}
	x.event(c, Step{Kind: kind, At: cl.whole, By: cl.name, Outcome: outcomeBit(res == isTrue), detail: d})
}

// settleFields decides for every field of unknown number whether it is there at all.
func (x *exec) settleFields(args []Field, st *state) []expanded {
	if !slices.ContainsFunc(args, func(f Field) bool { return f.multi != nil }) {
		return []expanded{{st, args[:len(args):len(args)]}}
	}
	cur := []expanded{{st: st}}
	for _, a := range args {
		var next []expanded
		for _, e := range cur {
			if a.multi == nil || len(a.v) > 1 {
				next = append(next, expanded{e.st, append(e.fields[:len(e.fields):len(e.fields)], a)})
				continue
			}
			for _, b := range x.decideEmpty(e.st, a.v) {
				if b.ok {
					next = append(next, expanded{b.st, e.fields})
					continue
				}
				f := a
				f.multi = nil
				next = append(next, expanded{b.st, append(e.fields[:len(e.fields):len(e.fields)], f)})
			}
		}
		cur = next
	}
	return cur
}

func (x *exec) testArgs(st *state, a []Field, cl *callInfo) []branch3 {
	word := func(i int) string {
		t, ok := a[i].v.constant()
		if !ok {
			return "\x00"
		}
		return t
	}
	switch len(a) {
	case 0:
		return []branch3{{st, isFalse}}
	case 1:
		x.nameTested(&st, a[0].v, cl)
		return flip(lift(x.decideEmpty(st, a[0].v)))
	case 2:
		if word(0) == "!" {
			return flip(x.testArgs(st, a[1:], cl))
		}
		if isUnary(word(0)) {
			x.testedAs = ""
			if a[1].word != nil {
				x.testedAs = printed(a[1].word)
			}
			return x.unaryTest(st, word(0), a[1].v, cl)
		}
		x.nameTested(&st, a[0].v, cl)
		return []branch3{{st.fork(), isError}}
	case 3:
		if isBinary(word(1)) {
			if x.dash && word(1) == "==" { // unexpected operator
				return []branch3{{st, isError}}
			}
			return x.binaryTest(st, a[0].v, word(1), a[2].v)
		}
		switch {
		case word(1) == "-a" || word(1) == "-o":
			return x.testList(st, a, cl)
		case word(0) == "!":
			return flip(x.testArgs(st, a[1:], cl))
		case word(0) == "(" && word(2) == ")":
			return x.testArgs(st, a[1:2], cl)
		}
		x.nameTested(&st, a[0].v, cl)
		return []branch3{{st.fork(), isError}}
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
func (x *exec) testList(st *state, a []Field, cl *callInfo) []branch3 {
	for _, op := range []string{"-o", "-a"} {
		depth := 0
		for i := len(a) - 2; i > 0; i-- {
			switch t, _ := a[i].v.constant(); {
			case t == ")":
				depth++
			case t == "(":
				depth--
			case t == op && depth == 0 && !(i >= 1 && isBinaryAt(a, i-1)):
				var out []branch3
				for _, l := range x.testArgs(st, a[:i], cl) {
					for _, r := range x.testArgs(l.st, a[i+1:], cl) {
						out = append(out, branch3{r.st, combine(op, l.res, r.res)})
					}
				}
				return out
			}
		}
	}
	if t, _ := a[0].v.constant(); t == "!" {
		return flip(x.testArgs(st, a[1:], cl))
	}
	if t, _ := a[0].v.constant(); t == "(" {
		if u, _ := a[len(a)-1].v.constant(); u == ")" {
			return x.testArgs(st, a[1:len(a)-1], cl)
		}
	}
	return []branch3{{st.fork(), isError}}
}

func isBinaryAt(a []Field, i int) bool {
	t, _ := a[i].v.constant()
	return isBinary(t)
}

func combine(op string, l, r verdict3) verdict3 {
	if l == isError || r == isError {
		return isError
	}
	if op == "-a" {
		return truth(l == isTrue && r == isTrue)
	}
	return truth(l == isTrue || r == isTrue)
}

func lift(l []branch) []branch3 {
	var out []branch3
	for _, b := range l {
		out = append(out, branch3{b.st, truth(b.ok)})
	}
	return out
}

func flip(l []branch3) []branch3 {
	for i := range l {
		switch l[i].res {
		case isTrue:
			l[i].res = isFalse
		case isFalse:
			l[i].res = isTrue
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
func (x *exec) nameTested(st **state, v Value, cl *callInfo) {
	t, _, _ := strings.Cut(v.String(), " ")
	if t == "" || v[0].sym != nil {
		return
	}
	if x.cat.GuardName(t) || len(x.static.byName[t]) > 0 {
		c := (*st).fork()
		x.event(c, Step{Kind: NameTested, At: cl.whole, By: t})
		*st = c
	}
}

// callTested notes that a guard's call, with its operands, stands as text in a comparison.
func (x *exec) callTested(st **state, vs ...Value) {
	for _, v := range vs {
		if len(v) > 0 && strings.Contains(strings.TrimSpace(v[0].lit), " ") || len(v) > 1 && strings.HasSuffix(v[0].lit, " ") {
			x.nameTested(st, v, &callInfo{whole: x.testAt})
		}
	}
}

func (x *exec) unaryTest(st *state, op string, v Value, cl *callInfo) []branch3 {
	v = st.resolve(v)
	switch op {
	case "-z":
		return lift(x.decideEmpty(st, v))
	case "-n":
		x.nameTested(&st, v, cl)
		return flip(lift(x.decideEmpty(st, v)))
	case "-v":
		t, ok := v.constant()
		if !ok {
			break
		}
		t, _, _ = strings.Cut(t, "[")
		g := x.get(st, t, nil)
		if g.set == unknown && g.sym != nil {
			return lift(x.decideSet(st, g.sym))
		}
		return []branch3{{st, truth(g.set == yes)}}
	case "-o":
		if t, ok := v.constant(); ok {
			return []branch3{{st, truth(st.opts&optionNamed(t) != 0)}}
		}
	default:
		if out := x.flagFile(st, op, v, cl); out != nil {
			return out
		}
		if t, ok := v.constant(); ok && t == "" && op != "-t" {
			return []branch3{{st, isFalse}}
		}
		if op == "-e" || op == "-f" || op == "-r" || op == "-s" { // also of a name that only mktemp knows
			if text, ok := st.files.get(x.name(x.fileKey(st.resolve(v)))); ok {
				if op == "-s" {
					return flip(lift(x.decideEmpty(st, text)))
				}
				return []branch3{{st, isTrue}}
			}
		}
	}
	return x.fileTest(st, op, v)
}

func (x *exec) binaryTest(st *state, a Value, op string, b Value) []branch3 {
	switch op {
	case "=", "==":
		x.callTested(&st, a, b)
		return lift(x.decideSame(st, a, b))
	case "!=":
		x.callTested(&st, a, b)
		return flip(lift(x.decideSame(st, a, b)))
	case "-eq", "-ne", "-lt", "-le", "-gt", "-ge":
		return x.decideInt(st, a, op, b, true)
	case "<", ">":
		s, ok1 := st.resolve(a).constant()
		t, ok2 := st.resolve(b).constant()
		if ok1 && ok2 {
			return []branch3{{st, truth(op == "<" && s < t || op == ">" && s > t)}}
		}
	}
	v := a.append(lit(op)).append(b)
	if s := v.firstSym(); s != nil {
		return lift(x.question(st, s, "test"+v.key(), 0, 0))
	}
	return x.fileTest(st, op, v)
}
