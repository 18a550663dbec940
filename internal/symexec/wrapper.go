package symexec

import (
	"slices"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/foreign"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// wrapper runs the command that another one wraps: sudo, ssh, xargs, find -exec, sh -c. done is false when there is none.
func (x *exec) wrapper(all []catalog.WrapperMatch, cl *domain.CallInfo, st *domain.State) (out []*domain.State, done bool) {
	if x.wrappers++; x.wrappers > maxWrapped {
		x.wrappers--
		return x.tooDeep(st, cl.Whole), true
	}
	defer func() { x.wrappers-- }()
	m := all[0]
	host := x.tools.Host
	if len(m.Binds) > 0 {
		defer func(b []bind) { x.binds = b }(x.binds)
		x.binds = x.bindsOf(m, host, cl, st)
	}
	if m.Wrapper.Host != "" && m.Host.Word > 0 && m.Host.Word < len(cl.Args) {
		host = x.proof.Operand(cl.Args[m.Host.Word], m.Host.Skip, st)
	}
	host = x.insideOf(cl, st, host)
	defer func(e *domain.Emptied, f *proof.Fan) { x.proof.Empty, x.proof.Fan = e, f }(x.proof.Empty, x.proof.Fan)
	x.proof.Spread(m, cl, st)
	if e, w := x.selected(m, cl, st); e != nil {
		before := x.proof.Empty
		x.proof.Empty = e
		x.shownBy(all, host, cl, w)
		x.proof.Empty = before
	}
	if m.Wrapper.Host != "" && x.dom.Sender == nil {
		x.dom.Sender = st
		defer func() { x.dom.Sender = nil }()
	}
	out, done = x.runIn(m, cl, st, func(st *domain.State) ([]*domain.State, bool) { return x.shownBy(all, host, cl, st) })
	if done && m.Takes {
		out = x.inputTaken(cl, st, out)
	}
	if !done || !m.Wrapper.OwnStatus {
		return out, done
	}
	// pdsh without -S ends with 0 whatever the command says, docker run -d before it says anything
	for i, o := range out {
		c := o.Fork()
		s := domain.Status{Val: value.SymValue(x.dom.StatusSym(c, cl.Node)), At: cl.Whole}
		if o.Status.Ask != nil {
			s.Hides, s.Hidden = o.Status.Ask, m.Wrapper.Command
		}
		c.Pend = nil
		out[i] = x.dom.SetStatus(c, s)
	}
	return out, done
}

// onHost runs the command at one place. A call may have several: of find all are parts of one expression, of parallel each is one
// by itself.
func (x *exec) onHost(all []catalog.WrapperMatch, host value.Value, cl *domain.CallInfo, st *domain.State) (out []*domain.State, done bool) {
	defer func(h value.Value) { x.tools.Host = h }(x.tools.Host)
	x.tools.Host = host
	if all[0].Wrapper.Find {
		return x.findExec(all, cl, st), true
	}
	if c := all[0].Command; all[0].Wrapper.Items && c > 0 {
		if t, _ := cl.Args[c-1].V.Constant(); t == ":::" {
			return x.itemCommands(all, cl, st), true
		}
	}
	out, done = x.wrapped(all[0], cl, st)
	for _, m := range all[1:] {
		out = x.dom.Merge(x.each(out, func(s *domain.State) []*domain.State {
			l, _ := x.wrapped(m, cl, s)
			return l
		}))
	}
	return out, done
}

func (x *exec) wrapped(m catalog.WrapperMatch, cl *domain.CallInfo, st *domain.State) (out []*domain.State, done bool) {
	w := m.Wrapper
	if m.Clears {
		defer func(c *cleared) { x.cleared = c }(x.cleared)
		x.cleared = &cleared{words: cl.Args[1:max(m.Command, 1)]}
	}
	if len(m.Assignments) > 0 {
		defer func(l []domain.Field) { x.handed = l }(x.handed)
		x.handed = x.handed[:len(x.handed):len(x.handed)]
		for _, i := range m.Assignments {
			x.handed = append(x.handed, cl.Args[i])
		}
	}
	switch {
	case m.Entrypoint.Word > 0:
		in := *cl
		f := cl.Args[m.Entrypoint.Word]
		f.V, f.Src.Start = f.V.Skip(m.Entrypoint.Skip), min(f.Src.Start+m.Entrypoint.Skip, f.Src.End)
		in.Args = append([]domain.Field{f}, cl.Args[min(m.Command, len(cl.Args)):]...)
		in.At, in.Shell, in.NoFn = f.Src, false, true
		return x.ownFailure(w, cl, st, x.dispatch(&in, st), false), true
	case m.Command < 0 || m.Command >= len(cl.Args):
		if w.Stdin && m.Script < 0 {
			return x.runStdin(w, cl.Args[min(m.Params, len(cl.Args)):], cl, st)
		}
		if m.Script > 0 && m.Script < len(cl.Args) {
			return x.writtenScript(w, m, cl, st)
		}
		return nil, false
	case w.Items:
		return x.items(m, cl, st), true
	case m.Text && w.TextOption != "":
		text := cl.Args[m.Command]
		if m.Skip > 0 {
			text.V = text.V.Skip(m.Skip)
			text.Src.Start = min(text.Src.Start+m.Skip, text.Src.End)
		}
		if w.Parameter != "" {
			text.V = parameterText(st.Resolve(text.V), w.Parameter)
		}
		if n := m.Params - 1; n > m.Command && n < len(cl.Args) && cl.Args[n].Multi == nil {
			x.zeroth = &cl.Args[n]
		}
		if w.Appends {
			return x.runWords(append([]domain.Field{text}, cl.Args[min(m.Command+1, len(cl.Args)):]...), nil, w, cl, st), true
		}
		return x.runWords([]domain.Field{text}, cl.Args[min(m.Params, len(cl.Args)):], w, cl, st), true
	case m.Text:
		if w.Stdin && x.isShellS(cl.Args[m.Command:m.End]) {
			return x.runStdin(w, afterS(cl.Args[m.Command:m.End]), cl, st)
		}
		return x.runAtHost(m, cl, st), true
	}
	in := *cl
	in.Args, in.At, in.Shell = cl.Args[m.Command:m.End], cl.Args[m.Command].Src, false
	in.NoFn = true
	return x.ownFailure(w, cl, st, x.dispatch(&in, st), false), true
}

// isShellS recognises bash -s and a bare shell as a remote command: they run their standard input.
func (x *exec) isShellS(args []domain.Field) bool {
	i := 0
	for i < len(args) {
		t, ok := args[i].V.Constant()
		if !ok {
			return false
		}
		if t == "sudo" || t == "env" || strings.HasPrefix(t, "-") && i > 0 {
			i++
			continue
		}
		if isShell(t) {
			for _, a := range args[i+1:] {
				if u, ok := a.V.Constant(); !ok || !strings.HasPrefix(u, "-") && u != "--" || u == "-c" {
					return ok && u != "-c" && i+1 < len(args) && hasS(args[i+1:])
				}
			}
			return true
		}
		return false
	}
	return false
}

func hasS(args []domain.Field) bool {
	for _, a := range args {
		if t, ok := a.V.Constant(); ok && len(t) > 1 && t[0] == '-' && t[1] != '-' && strings.Contains(t, "s") {
			return true
		}
	}
	return false
}

// ownFailure adds the world in which the wrapper itself fails and the command does not run, unless it is a single command
// that can end with any status anyway.
func (x *exec) ownFailure(w *catalog.Wrapper, cl *domain.CallInfo, st *domain.State, out []*domain.State, list bool) []*domain.State {
	if len(w.ErrorStatus) == 0 {
		return out
	}
	open, same := len(out) > 0 && !list, false
	for _, o := range out {
		if o.Status.Ask == nil && o.Status.Cmd == nil {
			open = false
		}
		// kubectl exec … pgrep: 1 is "nothing runs", and that kubectl did not get there
		if a := o.Status.Ask; a != nil && slices.ContainsFunc(a.Entry.IdleStatus, func(n int) bool { return slices.Contains(w.ErrorStatus, n) }) {
			open, same = false, true
		}
	}
	failed, by := domain.Failed, ""
	if same {
		failed, by = domain.Ambiguous, effects.BaseName(cl.Args[0].V.String())
	}
	if open {
		return out
	}
	c := st.Fork()
	// a guard inside did not answer
	why := &domain.Detail{Failed: w, Runner: effects.BaseName(cl.Args[0].V.String())}
	seen := map[uint32]bool{}
	for _, o := range out {
		st.Facts.Diff(o.Facts, func(k uint32, f domain.Fact, had bool, g domain.Fact, ok bool) {
			if ok && !seen[k] && !(had && f.Mask == g.Mask && f.Compared == g.Compared) {
				seen[k] = true
				x.dom.Event(c, domain.Step{Kind: domain.Asked, At: cl.Whole, Ask: x.dom.AskList[k], Outcome: failed, By: by, Detail: why})
				c.Facts = c.Facts.Set(k, domain.Fact{Mask: failed, At: c.Trace})
			}
		})
	}
	d := value.Statuses(w.ErrorStatus)
	s := domain.Status{At: cl.Whole}
	if n, ok := d.Only(); ok {
		s.Val = value.Number(n)
	} else {
		y := x.dom.FreshAt(c, "wrap", cl.Node, "", func(s *value.Sym) { s.Kind, s.Desc = value.SymStatus, "$?" })
		c.SetCon(y, &value.Con{Set: value.Yes, Nonempty: value.Yes, Dom: &d})
		s.Val = value.SymValue(y)
	}
	why.Status, why.Cons = s.Val, c.Cons
	for k := range seen {
		if !x.dom.AskList[k].Prompt {
			s.Ask = x.dom.AskList[k]
		}
	}
	return append(out, x.dom.SetStatus(c, s))
}

// runWords joins words and runs them as a script, at the wrapper's place. What the local shell expanded stands in the text;
// values that are not known become variables of the inner script.
func (x *exec) runWords(words, operands []domain.Field, w *catalog.Wrapper, cl *domain.CallInfo, st *domain.State) []*domain.State {
	var b strings.Builder
	var segs []effects.Segment
	inner := st.Fork()
	fresh := len(x.tools.Host) > 0 && w.Host != ""
	if fresh {
		inner.Vars, inner.Funcs, inner.Alias = value.Pmap[*domain.Variable]{}, value.Pmap[*effects.Function]{}, value.Pmap[string]{}
	} else {
		x.child(inner)
	}
	for i, f := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		src := f.Src.Text()
		pos := quoteSkip(f.Src)
		for _, p := range st.Resolve(f.V) {
			if p.Sym != nil {
				name := proof.OwnVariable + strconv.FormatUint(uint64(p.Sym.Id), 36)
				segs = append(segs, effects.Segment{From: b.Len(), To: f.Src.Start, Exact: false})
				b.WriteString("${" + name + "}")
				inner.Vars = inner.Vars.Set(x.tab.Name(name), &domain.Variable{Set: true, Val: value.Value{p}})
				continue
			}
			if l, end := align(src, pos, p.Lit); l != nil {
				for _, s := range l {
					segs = append(segs, effects.Segment{From: b.Len() + s.From, To: f.Src.Start + s.To, Exact: true})
				}
				pos = end
			} else {
				segs = append(segs, effects.Segment{From: b.Len(), To: f.Src.Start, Exact: false})
			}
			b.WriteString(p.Lit)
		}
	}
	inner.Args = paramsOf(operands)
	if zero := x.tab.Name("0"); x.zeroth != nil {
		inner.Vars = inner.Vars.Set(zero, &domain.Variable{Set: true, Val: st.Resolve(x.zeroth.V)})
		x.zeroth = nil
	} else {
		inner.Vars = inner.Vars.Del(zero)
	}
	at := cl.Whole
	if len(words) > 0 {
		at = place.Range{Script: cl.At.Script, Start: words[0].Src.Start, End: words[len(words)-1].Src.End}
	}
	return x.runScript(inner, st, b.String(), at, segs, w, cl)
}

// paramsOf are words as the parameters of a shell.
func paramsOf(words []domain.Field) *domain.Params {
	p := &domain.Params{}
	for _, f := range words {
		if f.Multi != nil && f.Multi.Kind == value.SymArgs && len(words) == 1 {
			return &domain.Params{Open: true, Base: f.Multi.Index, Gen: f.Multi.Gen}
		}
		if f.Multi != nil { // nobody knows how many
			return domain.UnknownParams()
		}
		p.Known = append(p.Known, f.V)
		p.Src = append(p.Src, f.Src)
	}
	return p.Bounded()
}

// afterS are the words behind the options of bash -s, which it hands to the script.
func afterS(args []domain.Field) []domain.Field {
	for i, a := range args {
		if t, ok := a.V.Constant(); ok && strings.HasPrefix(t, "-") && strings.HasSuffix(t, "s") && i > 0 {
			rest := args[i+1:]
			for len(rest) > 0 {
				t, ok := rest[0].V.Constant()
				if !ok || !strings.HasPrefix(t, "-") {
					break
				}
				rest = rest[1:]
				if t == "--" {
					break
				}
			}
			return rest
		}
	}
	return nil
}

// align finds literal text in the source of a word, where backslashes may stand before its characters, and returns the
// pieces that correspond; nil when it is not there.
func align(src string, pos int, text string) (out []effects.Segment, end int) {
	for start := pos; start < len(src); start++ {
		k := start
		out = []effects.Segment{{From: 0, To: k, Exact: true}}
		i := 0
		for ; i < len(text) && k < len(src); i++ {
			if src[k] == '\\' && src[k] != text[i] || src[k] == '\\' && k+1 < len(src) && src[k+1] == text[i] && text[i] == '\\' {
				k++
				out = append(out, effects.Segment{From: i, To: k, Exact: true})
			}
			if k >= len(src) || src[k] != text[i] {
				break
			}
			k++
		}
		if i == len(text) {
			return out, k
		}
		if start-pos > 64 {
			break
		}
	}
	return nil, pos
}

// runScript runs text in a shell of its own.
func (x *exec) runScript(inner, st *domain.State, text string, at place.Range, segs []effects.Segment, w *catalog.Wrapper, cl *domain.CallInfo) []*domain.State {
	inner.Opts = inner.Opts&domain.OptAliases | shellOptions(cl.Args)
	inner.Frame = nil
	noErr, why, saved := x.proof.NoErr, x.noErrWhy, x.sc
	defer func(c *cleared, l []domain.Field) { x.cleared, x.handed = c, l }(x.cleared, x.handed)
	x.proof.NoErr, x.cleared, x.handed = 0, nil, nil
	out := x.subshell(inner, w.Command, at, func(in *domain.State) []*domain.State {
		x.sc.InFunc, x.sc.Outer, x.sc.First = false, 0, true
		x.sc.Shell++
		return x.runSegs(in, text, at, segs, w.Command)
	})
	x.proof.NoErr, x.noErrWhy, x.sc = noErr, why, saved
	for i, o := range out {
		c := x.leave(st, o)
		c.Lost = st.Lost
		out[i] = c
	}
	return x.ownFailure(w, cl, st, out, strings.ContainsAny(strings.TrimSpace(text), ";|&\n"))
}

// runStdin runs what stands on standard input as a script: ssh host bash -s <<EOF.
func (x *exec) runStdin(w *catalog.Wrapper, operands []domain.Field, cl *domain.CallInfo, st *domain.State) ([]*domain.State, bool) {
	if st.Stdin == nil {
		return nil, false
	}
	inner := st.Fork()
	if len(x.tools.Host) > 0 && w.Host != "" {
		inner.Vars, inner.Funcs = value.Pmap[*domain.Variable]{}, value.Pmap[*effects.Function]{}
	} else {
		x.child(inner)
	}
	if s := st.Resolve(st.Stdin.Text).Single(); s != nil && s.Commands != "" {
		x.runLines(s.Commands, strings.Count(s.Commands, foreign.Unknown)+1, operands, cl, inner.Fork(), st)
		return x.proof.AnyCommand(cl, st), true
	}
	text := x.textWith(inner, st.Resolve(st.Stdin.Text))
	if w.Schedule {
		text = effects.CronCommands(text, false)
	}
	doc := st.Stdin.Src
	inner.Stdin = &domain.Input{}
	inner.Args = paramsOf(operands)
	at, segs := hereRange(cl, doc, text)
	return x.runScript(inner, st, text, at, segs, w, cl), true
}
