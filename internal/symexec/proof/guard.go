package proof

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/models"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// StateFile is reading a file whose name says that it holds the machine's state: a query.
func (x *Ledger) StateFile(cl *domain.CallInfo, v value.Value, st *domain.State) []*domain.State {
	v = st.Resolve(v)
	if _, written := st.Files.Get(x.tab.Name(x.tools.FileKey(st, v))); written || !x.prog.Cat.StateFile(v.Pattern()) {
		return nil
	}
	return x.Ask(&stateFileGuard, nil, cl, st)
}

var stateFileGuard = catalog.Guard{Command: "cat", Query: true, Why: "a file that holds the machine's state"}

// rowLimit is how SQL asks for some of the rows.
var rowLimit = regexp.MustCompile(`(?i)\blimit\s+\d|\bfetch\s+(?:first|next)\b|\bselect\s+top\b`)

func limited(words []value.Value) bool {
	return slices.ContainsFunc(words, func(w value.Value) bool { return rowLimit.MatchString(w.Pattern()) })
}

func (x *Ledger) NewAsk(g *catalog.Guard, targets []value.Target, cl *domain.CallInfo, st *domain.State) *value.Ask {
	b := &x.dom.SymBuf
	b.Reset()
	if g.Prompt {
		b.WriteString("prompt") // a person's last answer counts, whatever was asked before
	} else {
		b.WriteString("ask")
	}
	x.prog.WriteAt(b, cl.Node)
	x.dom.WriteContext(b)
	if !g.Prompt {
		b.Put('@')
		x.tools.Host.WriteKey(b)
		b.WriteString(x.Many)
		b.WriteString(x.Where.Key())
	}
	words := make([]value.Value, len(cl.Args))
	for i, f := range cl.Args {
		words[i] = st.Resolve(f.V)
		if !g.Prompt {
			b.Put(1)
			words[i].WriteKey(b)
		}
	}
	if a, ok := x.dom.Asks[string(b.Buf)]; ok {
		return a
	}
	key, where := b.String(), x.prog.At(cl.Node)
	a := &value.Ask{Id: uint32(len(x.dom.AskList)), Name: effects.BaseName(words[0].String()), Entry: g, At: cl.At, Whole: cl.Whole, Command: cl.Text(),
		Host: x.tools.Host, Targets: targets, Words: words, Query: g.Query, Prompt: g.Prompt, Many: x.Many, Where: x.Where}
	a.FirstAsk = a
	for _, w := range words[1:] {
		x.dom.Single(w)
	}
	x.dom.Single(a.Host) // ssh "$1" pgrep …: the machine is no word of the question
	for _, t := range targets {
		x.dom.Single(t.Host)
	}
	var plain []string
	for _, w := range words {
		t, ok := w.Constant()
		if !ok {
			plain = nil
			break
		}
		plain = append(plain, t)
	}
	a.Constant = strings.Join(plain, " ")
	a.AsName, a.AsConstant = x.tab.Name(effects.GuardPseudo+a.Name), x.tab.Name(effects.GuardPseudo+a.Constant)
	a.PlaceAsk = a
	for key, to := range map[string]**value.Ask{"asksite" + where + x.dom.Context(): &a.FirstAsk, "askplace" + where + handedQuestion(cl, words): &a.PlaceAsk} {
		if f, ok := x.dom.Asks[key]; ok {
			*to = f
		} else {
			x.dom.Asks[key] = a
		}
	}
	x.dom.Asks[key] = a
	x.dom.AskList = append(x.dom.AskList, a)
	return a
}

// handedQuestion is the text of a question that a function is handed, q "select …": each is another one, although one command asks them all.
func handedQuestion(cl *domain.CallInfo, words []value.Value) string {
	out := ""
	for i, f := range cl.Args {
		if f.Word == nil || i == 0 || !handed(f.Word) {
			continue
		}
		if t := words[i].Pattern(); strings.Contains(t, " ") {
			out += "\x01" + t
		}
	}
	return out
}

// handed reports whether a word is made of parameters only.
func handed(w *syntax.Word) bool {
	parts := w.Parts
	if len(parts) == 1 {
		if q, ok := parts[0].(*syntax.DblQuoted); ok {
			parts = q.Parts
		}
	}
	for _, p := range parts {
		if _, ok := p.(*syntax.ParamExp); !ok {
			return false
		}
	}
	return len(parts) > 0
}

// Ask forks the state into the answers that a guard can give.
func (x *Ledger) Ask(g *catalog.Guard, targets []value.Target, cl *domain.CallInfo, st *domain.State) []*domain.State {
	a := x.NewAsk(g, targets, cl, st)
	if g.Prompt {
		st = st.Fork()
		x.AsksPerson(st, a, cl.Text())
	}
	b := &x.dom.SymBuf
	b.Reset()
	b.Put(6)
	x.tools.Host.WriteKey(b)
	b.WriteString(x.Where.Key())
	for _, w := range a.Words {
		b.Put(1)
		w.WriteKey(b)
	}
	memory := x.tab.NameFor(b.Buf)
	if m, ok := st.Memory.Get(memory); ok && !x.dom.Approximated.Anew && !g.Prompt {
		x.dom.Reuse(st, m, a, cl)
		c := x.dom.SetStatus(st, domain.Status{Val: m.Status, Ask: a, At: cl.Whole})
		f, _ := st.Facts.Get(m.Ask.Id)
		x.dom.Event(c, domain.Step{Kind: domain.Asked, At: cl.Whole, Ask: a, Outcome: f.Resolve(), Detail: c.Answered(m.Status, m.Out)})
		f.At, f.Age, f.Aged, f.Holders = c.Trace, 0, nil, heldAgain(f.Holders, x.dom.Holders(st, x.looksAt(st, a)...))
		c.Facts = c.Facts.Set(a.Id, f)
		return x.tools.Print(c, m.Out)
	}
	var out []*domain.State
	held, all := "", x.listsAll(cl, st)
	if !g.Prompt {
		held = x.dom.Holders(st, x.looksAt(st, a)...)
	}
	for i, an := range x.answers(g, a, cl, st) {
		c := st.Fork()
		val := x.statusIn(c, an.dom, cl, i)
		text := an.out
		if an.unknown {
			which := string(rune('a' + i))
			if an.query {
				which += strconv.Itoa(int(a.Id)) // what is said of the answer is said of this target
			}
			if all {
				which += "all"
			}
			given := givenTo(cl, st)
			text = value.SymValue(x.dom.FreshAt(c, "out", cl.Node, which, func(s *value.Sym) {
				s.Kind, s.Desc, s.Lines, s.Word = value.SymOutput, "output of "+a.Name, !an.word, an.word
				s.Foreign, s.Said, s.Source = an.foreign, true, a
				s.Listed = an.outcome == domain.Active && (g.IdleOutput == "empty" || g.Lists)
				s.Asked, s.Danger.Blank = given, all
				if an.query {
					s.Ask = a
				}
				s.Blank = g.BlankRows
				s.Partial = g.SQL && limited(a.Words)
				if len(g.Fields) > 0 {
					s.Column = models.ColumnOf(a)
				}
				if an.count {
					s.Kind = value.SymCount
				}
			}))
			if s := text[0].Sym; !slices.EqualFunc(s.Asked, given, value.SameValue) {
				s.Asked = nil // on another way it was asked about another thing
			}
			if an.count {
				c.Some(text[0].Sym)
			} else if an.nonempty {
				c.SetCon(text[0].Sym, &value.Con{Set: value.Yes, Nonempty: value.Yes})
			}
			if an.not != nil {
				k := c.Con(text[0].Sym)
				for _, w := range an.not {
					k = k.WithNe(w)
				}
				c.SetCon(text[0].Sym, k)
			}
		}
		if g.Prompt {
			c.Facts = c.Facts.Set(a.Id, domain.Fact{Mask: an.outcome, At: c.Trace.Told()})
			c = x.dom.SetStatus(c, domain.Status{Val: val, At: cl.Whole})
			if len(text) > 0 {
				text = text.Append(value.Lit("\n"))
			}
			if c.Fd(1).Kind != domain.ToCapture {
				c = c.Fork() // dialog answers on standard error: answer=$(dialog … 3>&1 1>&2 2>&3)
				c.SetFd(1, c.Fd(2))
			}
			for _, n := range x.tools.Print(c, text) {
				n = n.Fork()
				n.Fds = st.Fds
				out = append(out, n)
			}
			continue
		}
		x.dom.Event(c, domain.Step{Kind: domain.Asked, At: cl.Whole, Ask: a, Outcome: an.outcome, Detail: c.Answered(val, text)})
		c.Facts = c.Facts.Set(a.Id, domain.Fact{Mask: an.outcome, At: c.Trace, Shown: st.Fd(1).Kind == domain.ToTerminal, Holders: held})
		c = x.dom.SetStatus(c, domain.Status{Val: val, Ask: a, At: cl.Whole})
		if len(text) > 0 && (!an.unknown || an.word) {
			text = text.Append(value.Lit("\n"))
		}
		c.Memory = c.Memory.Set(memory, &domain.Memo{Status: val, Out: text, Ask: a})
		out = append(out, x.tools.Print(c, text)...)
	}
	return out
}

type answer struct {
	outcome  domain.Outcome
	dom      value.StatusSet
	out      value.Value
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
func (x *Ledger) answers(g *catalog.Guard, a *value.Ask, cl *domain.CallInfo, st *domain.State) []answer {
	var zero value.StatusSet
	zero.Add(0)
	idle, active, ambiguous := value.Statuses(g.IdleStatus), value.Statuses(g.ActiveStatus), value.Statuses(g.AmbiguousStatus)
	if g.Query || g.Prompt && len(g.IdleStatus) == 0 {
		failed := value.FailStatus
		out := []answer{{outcome: domain.Answered, dom: zero, unknown: true, query: true}}
		if !ambiguous.Empty() {
			out = append(out, answer{outcome: domain.Ambiguous, dom: ambiguous})
		}
		for n := range 256 {
			if ambiguous.Has(n) {
				failed.Remove(n)
			}
		}
		return append(out, answer{outcome: domain.Failed, dom: failed})
	}
	byStatus := !idle.Empty() || !active.Empty()
	if !byStatus {
		idle, active = zero, zero
	}
	var failed value.StatusSet
	for n := range 256 {
		if !idle.Has(n) && !active.Has(n) && !ambiguous.Has(n) {
			failed.Add(n)
		}
	}
	var out []answer
	add := func(o domain.Outcome, d value.StatusSet, text string) {
		if !d.Empty() {
			out = append(out, answer{outcome: o, dom: d, out: value.Lit(text)})
		}
	}
	switch g.IdleOutput {
	case "zero":
		add(domain.Idle, idle, "0")
		if !active.Empty() {
			out = append(out, answer{outcome: domain.Active, dom: active, unknown: true, nonempty: true, word: true, count: true})
		}
	case "empty":
		add(domain.Idle, idle, "")
		if !active.Empty() {
			out = append(out, answer{outcome: domain.Active, dom: active, unknown: true, nonempty: true})
		}
	case "words":
		for _, w := range g.IdleWords {
			add(domain.Idle, idle, w)
		}
		out = append(out, answer{outcome: domain.Active, dom: active, unknown: true, nonempty: true, word: true, not: g.IdleWords})
	default:
		if !g.Query && len(g.Transition) > 0 && !idle.Empty() { // systemctl is-active ends with 3 for these too
			switch {
			case g.Mute:
				add(domain.Ambiguous, idle, "")
			default:
				for _, w := range g.Transition {
					add(domain.Ambiguous, idle, w)
				}
			}
		}
		for _, o := range []struct {
			o domain.Outcome
			d value.StatusSet
		}{{domain.Idle, idle}, {domain.Active, active}} {
			switch {
			case g.Mute:
				add(o.o, o.d, "")
			case len(g.ActiveWords) > 0 && len(a.Targets) > 1: // a line for each of them
				out = append(out, answer{outcome: o.o, dom: o.d, unknown: true, nonempty: true})
			case o.o == domain.Active && len(g.ActiveWords) > 0: // systemctl is-active prints what its status says, and scripts read that
				for _, w := range g.ActiveWords {
					add(domain.Active, active, w)
				}
			case o.o == domain.Idle && len(g.QueryIdleWords) > 0:
				for _, w := range g.QueryIdleWords {
					add(domain.Idle, idle, w)
				}
			case g.Lists && o.o == domain.Idle:
				add(domain.Idle, idle, "")
			case !o.d.Empty() && g.Lists:
				out = append(out, answer{outcome: domain.Active, dom: active, unknown: true, nonempty: true})
			case !o.d.Empty():
				out = append(out, answer{outcome: o.o, dom: o.d, unknown: true, foreign: o.o != domain.Idle})
			}
		}
	}
	add(domain.Ambiguous, ambiguous, "")
	if g.Release {
		add(domain.Active, failed, "") // it is still mounted, running, exported
		return out
	}
	add(domain.Failed, failed, "")
	return out
}

func (x *Ledger) statusIn(st *domain.State, d value.StatusSet, cl *domain.CallInfo, i int) value.Value {
	if n, ok := d.Only(); ok {
		return value.Number(n)
	}
	s := x.dom.FreshAt(st, "status", cl.Node, string(rune('a'+i)), func(s *value.Sym) { s.Kind, s.Desc = value.SymStatus, "$?" })
	st.SetCon(s, &value.Con{Set: value.Yes, Nonempty: value.Yes, Dom: &d})
	return value.SymValue(s)
}

// hostName gives nil for the names of the machine that the script runs on.
func (x *Ledger) hostName(v value.Value) value.Value {
	if t, ok := v.Constant(); ok && (t == "localhost" || t == "127.0.0.1" || t == "::1") {
		return nil
	}
	if s := v.Single(); s != nil && (s.Kind == value.SymEnv && (s.Key == "env:HOSTNAME" || s.Key == "env:HOST") || s.Key == models.HostnameKey) {
		return nil
	}
	return v
}

func kindOf(k catalog.Kind, v value.Value) catalog.Kind {
	if k != catalog.KindAny || len(v) == 0 || v[0].Sym != nil {
		return k
	}
	switch {
	case strings.HasPrefix(v[0].Lit, "/dev/"):
		return catalog.KindDevice
	case strings.HasPrefix(v[0].Lit, "/"):
		return catalog.KindPath
	}
	return k
}
