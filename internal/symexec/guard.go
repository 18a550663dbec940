package symexec

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// A Target is what a guard looks at or a destructive command destroys, and where.
type Target struct {
	Kind catalog.Kind
	V    Value
	Host Value // nil: the machine that runs the script
	// words are those of a call that does not say by an operand of its own what it destroys.
	words []Value
	where *where
}

// An Ask is a guard's call about certain targets.
type Ask struct {
	id      uint32
	name    string
	Entry   *catalog.Guard
	At      Range // its own first word
	Whole   Range
	Command string // as written
	Host    Value
	Targets []Target
	words   []Value
	// constant is the call when all its words are known.
	constant string
	// asName and asConstant are the pseudo variables of its name and of the constant.
	asName, asConstant uint32
	first              *Ask // the first one made at the same place by the same caller
	place              *Ask // the first one made at the same place
	Query              bool
	// Made says that it is no guard but the making of its targets, which therefore hold nobody's data.
	Made   bool
	Prompt bool   // it asks a person
	where  *where // nil where nothing tells it
	many   string // the call that asks it of several machines at once, "" for one
}

func (a *Ask) mentions(s *Sym) bool {
	if a.Host.mentions(s) {
		return true
	}
	if a.where != nil {
		for _, c := range a.where.at {
			if c.v.mentions(s) {
				return true
			}
		}
	}
	for _, w := range a.words {
		if w.mentions(s) {
			return true
		}
	}
	return false
}

func (x *exec) newAsk(g *catalog.Guard, targets []Target, cl *callInfo, st *state) *Ask {
	b := &x.symBuf
	b.Reset()
	if g.Prompt {
		b.WriteString("prompt") // a person's last answer counts, whatever was asked before
	} else {
		b.WriteString("ask")
	}
	x.writeAt(b, cl.node)
	x.writeContext(b)
	if !g.Prompt {
		b.put('@')
		x.host.writeKey(b)
		b.WriteString(x.many)
		b.WriteString(x.where.key())
	}
	words := make([]Value, len(cl.args))
	for i, f := range cl.args {
		words[i] = st.resolve(f.v)
		if !g.Prompt {
			b.put(1)
			words[i].writeKey(b)
		}
	}
	if a, ok := x.asks[string(b.buf)]; ok {
		return a
	}
	key, where := b.String(), x.at(cl.node)
	a := &Ask{id: uint32(len(x.askList)), name: baseName(words[0].String()), Entry: g, At: cl.at, Whole: cl.whole, Command: cl.text(),
		Host: x.host, Targets: targets, words: words, Query: g.Query, Prompt: g.Prompt, many: x.many, where: x.where}
	a.first = a
	var plain []string
	for _, w := range words {
		t, ok := w.constant()
		if !ok {
			plain = nil
			break
		}
		plain = append(plain, t)
	}
	a.constant = strings.Join(plain, " ")
	a.asName, a.asConstant = x.name(guardPseudo+a.name), x.name(guardPseudo+a.constant)
	a.place = a
	for key, to := range map[string]**Ask{"asksite" + where + x.context(): &a.first, "askplace" + where: &a.place} {
		if f, ok := x.asks[key]; ok {
			*to = f
		} else {
			x.asks[key] = a
		}
	}
	x.asks[key] = a
	x.askList = append(x.askList, a)
	return a
}

// ask forks the state into the answers that a guard can give.
func (x *exec) ask(g *catalog.Guard, targets []Target, cl *callInfo, st *state) []*state {
	a := x.newAsk(g, targets, cl, st)
	if g.Prompt {
		st = st.fork()
		x.asksPerson(st, a, cl.text())
	}
	b := &x.symBuf
	b.Reset()
	b.put(6)
	x.host.writeKey(b)
	b.WriteString(x.where.key())
	for _, w := range a.words {
		b.put(1)
		w.writeKey(b)
	}
	memory := x.nameFor(b.buf)
	if m, ok := st.memory.get(memory); ok && !x.rests.anew && !g.Prompt {
		x.reuse(st, m, a, cl)
		c := x.setStatus(st, status{val: m.status, ask: a, at: cl.whole})
		f, _ := st.facts.get(m.ask.id)
		x.event(c, Step{Kind: Asked, At: cl.whole, Ask: a, Outcome: f.resolve(), detail: c.answered(m.status, m.out)})
		f.at, f.age, f.aged, f.held = c.trace, 0, nil, x.holders(st, x.looksAt(st, a)...)
		c.facts = c.facts.set(a.id, f)
		return x.print(c, m.out)
	}
	var out []*state
	held := ""
	if !g.Prompt {
		held = x.holders(st, x.looksAt(st, a)...)
	}
	for i, an := range x.answers(g, a, cl, st) {
		c := st.fork()
		val := x.statusIn(c, an.dom, cl, i)
		text := an.out
		if an.unknown {
			which := string(rune('a' + i))
			if an.query {
				which += itoa(int(a.id)) // what is said of the answer is said of this target
			}
			given := givenTo(cl, st)
			text = symValue(x.freshAt(c, "out", cl.node, which, func(s *Sym) {
				s.kind, s.desc, s.lines, s.word = symOutput, "output of "+a.name, !an.word, an.word
				s.foreign, s.said, s.source = an.foreign, true, a
				s.listed = an.outcome == Active && (g.IdleOutput == "empty" || g.Lists)
				s.asked = given
				if an.query {
					s.ask = a
				}
				s.blank = g.BlankRows
				if an.count {
					s.kind = symCount
				}
			}))
			if s := text[0].sym; !slices.EqualFunc(s.asked, given, sameValue) {
				s.asked = nil // on another way it was asked about another thing
			}
			if an.count {
				text[0].sym.some(c)
			} else if an.nonempty {
				c.setCon(text[0].sym, &con{set: yes, nonempty: yes})
			}
			if an.not != nil {
				k := c.con(text[0].sym)
				for _, w := range an.not {
					k = k.withNe(w)
				}
				c.setCon(text[0].sym, k)
			}
		}
		if g.Prompt {
			c.facts = c.facts.set(a.id, fact{mask: an.outcome, at: c.trace.told()})
			c = x.setStatus(c, status{val: val, at: cl.whole})
			if len(text) > 0 {
				text = text.append(lit("\n"))
			}
			if c.fd(1).kind != toCapture {
				c = c.fork() // dialog answers on standard error: answer=$(dialog … 3>&1 1>&2 2>&3)
				c.setFd(1, c.fd(2))
			}
			for _, n := range x.print(c, text) {
				n = n.fork()
				n.fds = st.fds
				out = append(out, n)
			}
			continue
		}
		x.event(c, Step{Kind: Asked, At: cl.whole, Ask: a, Outcome: an.outcome, detail: c.answered(val, text)})
		c.facts = c.facts.set(a.id, fact{mask: an.outcome, at: c.trace, shown: st.fd(1).kind == toTerminal, held: held})
		c = x.setStatus(c, status{val: val, ask: a, at: cl.whole})
		if len(text) > 0 && (!an.unknown || an.word) {
			text = text.append(lit("\n"))
		}
		c.memory = c.memory.set(memory, &memo{status: val, out: text, ask: a})
		out = append(out, x.print(c, text)...)
	}
	return out
}

type answer struct {
	outcome  Outcome
	dom      domain
	out      Value
	unknown  bool // the output is not known
	query    bool
	nonempty bool
	foreign  bool
	count    bool     // the output is a number above 0
	word     bool     // the output is one word …
	not      []string // … and none of these
}

// answers are what a guard can say, each with its statuses and output. The error outcome has a status that is in neither of
// the guard's lists and prints nothing.
func (x *exec) answers(g *catalog.Guard, a *Ask, cl *callInfo, st *state) []answer {
	var zero domain
	zero.add(0)
	idle, active, ambiguous := statuses(g.IdleStatus), statuses(g.ActiveStatus), statuses(g.AmbiguousStatus)
	if g.Query || g.Prompt && len(g.IdleStatus) == 0 {
		failed := failStatus
		out := []answer{{outcome: Answered, dom: zero, unknown: true, query: true}}
		if !ambiguous.empty() {
			out = append(out, answer{outcome: Ambiguous, dom: ambiguous})
		}
		for n := range 256 {
			if ambiguous.has(n) {
				failed.remove(n)
			}
		}
		return append(out, answer{outcome: Failed, dom: failed})
	}
	byStatus := !idle.empty() || !active.empty()
	if !byStatus {
		idle, active = zero, zero
	}
	var failed domain
	for n := range 256 {
		if !idle.has(n) && !active.has(n) && !ambiguous.has(n) {
			failed.add(n)
		}
	}
	var out []answer
	add := func(o Outcome, d domain, text string) {
		if !d.empty() {
			out = append(out, answer{outcome: o, dom: d, out: lit(text)})
		}
	}
	switch g.IdleOutput {
	case "zero":
		add(Idle, idle, "0")
		if !active.empty() {
			out = append(out, answer{outcome: Active, dom: active, unknown: true, nonempty: true, word: true, count: true})
		}
	case "empty":
		add(Idle, idle, "")
		if !active.empty() {
			out = append(out, answer{outcome: Active, dom: active, unknown: true, nonempty: true})
		}
	case "words":
		for _, w := range g.IdleWords {
			add(Idle, idle, w)
		}
		out = append(out, answer{outcome: Active, dom: active, unknown: true, nonempty: true, word: true, not: g.IdleWords})
	default:
		if !g.Query && len(g.Transition) > 0 && !idle.empty() { // systemctl is-active ends with 3 for these too
			switch {
			case g.Mute:
				add(Ambiguous, idle, "")
			default:
				for _, w := range g.Transition {
					add(Ambiguous, idle, w)
				}
			}
		}
		for _, o := range []struct {
			o Outcome
			d domain
		}{{Idle, idle}, {Active, active}} {
			switch {
			case g.Mute:
				add(o.o, o.d, "")
			case len(g.ActiveWords) > 0 && len(a.Targets) > 1: // a line for each of them
				out = append(out, answer{outcome: o.o, dom: o.d, unknown: true, nonempty: true})
			case o.o == Active && len(g.ActiveWords) > 0: // systemctl is-active prints what its status says, and scripts read that
				for _, w := range g.ActiveWords {
					add(Active, active, w)
				}
			case o.o == Idle && len(g.QueryIdleWords) > 0:
				for _, w := range g.QueryIdleWords {
					add(Idle, idle, w)
				}
			case g.Lists && o.o == Idle:
				add(Idle, idle, "")
			case !o.d.empty() && g.Lists:
				out = append(out, answer{outcome: Active, dom: active, unknown: true, nonempty: true, foreign: true})
			case !o.d.empty():
				out = append(out, answer{outcome: o.o, dom: o.d, unknown: true, foreign: o.o != Idle})
			}
		}
	}
	add(Ambiguous, ambiguous, "")
	if g.Release {
		add(Active, failed, "") // it is still mounted, running, exported
		return out
	}
	add(Failed, failed, "")
	return out
}

func (x *exec) statusIn(st *state, d domain, cl *callInfo, i int) Value {
	if n, ok := d.only(); ok {
		return number(n)
	}
	s := x.freshAt(st, "status", cl.node, string(rune('a'+i)), func(s *Sym) { s.kind, s.desc = symStatus, "$?" })
	st.setCon(s, &con{set: yes, nonempty: yes, dom: &d})
	return symValue(s)
}

// hostName gives nil for the names of the machine that the script runs on.
func (x *exec) hostName(v Value) Value {
	if t, ok := v.constant(); ok && (t == "localhost" || t == "127.0.0.1" || t == "::1") {
		return nil
	}
	if s := v.single(); s != nil && (s.kind == symEnv && (s.key == "env:HOSTNAME" || s.key == "env:HOST") || s.key == hostnameKey) {
		return nil
	}
	return v
}

const hostnameKey = "hostname"

func kindOf(k catalog.Kind, v Value) catalog.Kind {
	if k != catalog.KindAny || len(v) == 0 || v[0].sym != nil {
		return k
	}
	switch {
	case strings.HasPrefix(v[0].lit, "/dev/"):
		return catalog.KindDevice
	case strings.HasPrefix(v[0].lit, "/"):
		return catalog.KindPath
	}
	return k
}

func baseName(s string) string { return s[strings.LastIndexByte(s, '/')+1:] }
