package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// fileTest forks by a question to the file system. The same question asked again gets the same answer, as long as it can be
// asked again.
func (x *exec) fileTest(st *state, op string, v Value) []branch3 {
	id := x.name(testPseudo + op + " " + x.testedAs)
	key := x.fileKey(v)
	if m, ok := st.vars.get(id); ok && m != nil && !v.summary() {
		if t, _ := m.val.constant(); strings.HasPrefix(t, key+"\x00") {
			return []branch3{{st, truth(strings.HasSuffix(t, "1"))}}
		}
	}
	t, f := st.fork(), st.fork()
	if s := v.single(); s != nil && op != "-t" && op != "-o" { // an empty name is no file's
		c := st.con(s).filled()
		if op == "-d" && x.relevant.here { // cd gets there
			c = c.withSaid(exists, true)
		}
		t.setCon(s, c)
	} else if len(v) > 1 && v[0].sym != nil && strings.HasPrefix(v[1].lit, "/") && !x.cat.InRoot(v[1].lit) {
		t.setCon(v[0].sym, t.con(v[0].sym).withSaid(exists, true))
	}
	if v.firstSym() == nil { // a symbol's identity may change; only constant names are remembered
		t.vars = t.vars.set(id, &variable{set: true, val: lit(key + "\x001")})
		f.vars = f.vars.set(id, &variable{set: true, val: lit(key + "\x000")})
	}
	return []branch3{{t, isTrue}, {f, isFalse}}
}

// flagFile is the test of a file whose name says that the machine is idle, or that it is in use.
func (x *exec) flagFile(st *state, op string, v Value, cl *callInfo) []branch3 {
	if op != "-e" && op != "-f" && op != "-s" && op != "-d" || cl == nil {
		return nil
	}
	idle, active := x.cat.FlagFile(v.pattern())
	if !idle && !active {
		return nil
	}
	g := &flagActive
	if idle {
		g = &flagIdle
	}
	c := *cl
	c.args = append([]Field{{v: lit("test")}, {v: lit(op)}, {v: v}}, c.args[:0]...)
	var out []branch3
	for _, s := range x.ask(g, nil, &c, st) {
		for _, b := range x.decideStatus(s, s.status.val, func(n int) bool { return n == 0 }) {
			out = append(out, branch3{b.st, truth(b.ok)})
		}
	}
	return out
}

var (
	flagIdle   = catalog.Guard{Command: "test", IdleStatus: []int{0}, ActiveStatus: []int{1}, Why: "a file that says that it is idle"}
	flagActive = catalog.Guard{Command: "test", IdleStatus: []int{1}, ActiveStatus: []int{0}, Why: "a file that says that it is in use"}
)
