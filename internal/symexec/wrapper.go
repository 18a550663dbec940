package symexec

import (
	"slices"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// wrapper runs the command that another one wraps: sudo, ssh, xargs, find -exec, sh -c. done is false when there is none.
func (x *exec) wrapper(all []catalog.WrapperMatch, cl *callInfo, st *state) (out []*state, done bool) {
	m := all[0]
	host := x.host
	if m.Wrapper.Host != "" && m.Host.Word > 0 && m.Host.Word < len(cl.args) {
		host = x.operand(cl.args[m.Host.Word], m.Host.Skip, st)
	}
	host = x.insideOf(cl, st, host)
	defer func(e *Emptied, f *Fan) { x.empty, x.fan = e, f }(x.empty, x.fan)
	x.spread(m, cl, st)
	if e, w := x.selected(m, cl, st); e != nil {
		before := x.empty
		x.empty = e
		x.shownBy(all, host, cl, w)
		x.empty = before
	}
	if m.Wrapper.Host != "" && x.sender == nil {
		x.sender = st
		defer func() { x.sender = nil }()
	}
	out, done = x.shownBy(all, host, cl, st)
	if !done || !m.Wrapper.OwnStatus {
		return out, done
	}
	// pdsh without -S ends with 0 whatever the command says, docker run -d before it says anything
	for i, o := range out {
		c := o.fork()
		s := status{val: symValue(x.statusSym(c, cl.node)), at: cl.whole}
		if o.status.ask != nil {
			s.hides, s.hidden = o.status.ask, m.Wrapper.Command
		}
		c.pend = nil
		out[i] = x.setStatus(c, s)
	}
	return out, done
}

// onHost runs the command at one place. A call may have several: of find all are parts of one expression, of parallel each is one
// by itself.
func (x *exec) onHost(all []catalog.WrapperMatch, host Value, cl *callInfo, st *state) (out []*state, done bool) {
	defer func(h Value) { x.host = h }(x.host)
	x.host = host
	if all[0].Wrapper.Find {
		return x.findExec(all, cl, st), true
	}
	if c := all[0].Command; all[0].Wrapper.Items && c > 0 {
		if t, _ := cl.args[c-1].v.constant(); t == ":::" {
			return x.itemCommands(all, cl, st), true
		}
	}
	out, done = x.wrapped(all[0], cl, st)
	for _, m := range all[1:] {
		out = x.merge(x.each(out, func(s *state) []*state {
			l, _ := x.wrapped(m, cl, s)
			return l
		}))
	}
	return out, done
}

func (x *exec) wrapped(m catalog.WrapperMatch, cl *callInfo, st *state) (out []*state, done bool) {
	w := m.Wrapper
	switch {
	case m.Command < 0 || m.Command >= len(cl.args):
		if w.Stdin && m.Script < 0 {
			return x.runStdin(w, cl.args[min(m.Params, len(cl.args)):], cl, st)
		}
		if m.Script > 0 && m.Script < len(cl.args) {
			return x.writtenScript(w, m, cl, st)
		}
		return nil, false
	case w.Items:
		return x.items(m, cl, st), true
	case m.Text && w.TextOption != "":
		text := cl.args[m.Command]
		if m.Skip > 0 {
			text.v = text.v.skip(m.Skip)
			text.src.Start = min(text.src.Start+m.Skip, text.src.End)
		}
		return x.runWords([]Field{text}, cl.args[min(m.Params, len(cl.args)):], w, cl, st), true
	case m.Text:
		if w.Stdin && x.isShellS(cl.args[m.Command:m.End]) {
			return x.runStdin(w, afterS(cl.args[m.Command:m.End]), cl, st)
		}
		return x.runAtHost(m, cl, st), true
	}
	in := *cl
	in.args, in.at, in.shell = cl.args[m.Command:m.End], cl.args[m.Command].src, false
	in.noFn = true
	return x.ownFailure(w, cl, st, x.dispatch(&in, st), false), true
}

// isShellS recognises bash -s and a bare shell as a remote command: they run their standard input.
func (x *exec) isShellS(args []Field) bool {
	i := 0
	for i < len(args) {
		t, ok := args[i].v.constant()
		if !ok {
			return false
		}
		if t == "sudo" || t == "env" || strings.HasPrefix(t, "-") && i > 0 {
			i++
			continue
		}
		if isShell(t) {
			for _, a := range args[i+1:] {
				if u, ok := a.v.constant(); !ok || !strings.HasPrefix(u, "-") && u != "--" || u == "-c" {
					return ok && u != "-c" && i+1 < len(args) && hasS(args[i+1:])
				}
			}
			return true
		}
		return false
	}
	return false
}

func hasS(args []Field) bool {
	for _, a := range args {
		if t, ok := a.v.constant(); ok && len(t) > 1 && t[0] == '-' && t[1] != '-' && strings.Contains(t, "s") {
			return true
		}
	}
	return false
}

// ownFailure adds the world in which the wrapper itself fails and the command does not run, unless it is a single command
// that can end with any status anyway.
func (x *exec) ownFailure(w *catalog.Wrapper, cl *callInfo, st *state, out []*state, list bool) []*state {
	if len(w.ErrorStatus) == 0 {
		return out
	}
	open, same := len(out) > 0 && !list, false
	for _, o := range out {
		if o.status.ask == nil && o.status.cmd == nil {
			open = false
		}
		// kubectl exec … pgrep: 1 is "nothing runs", and that kubectl did not get there
		if a := o.status.ask; a != nil && slices.ContainsFunc(a.Entry.IdleStatus, func(n int) bool { return slices.Contains(w.ErrorStatus, n) }) {
			open, same = false, true
		}
	}
	failed, by := Failed, ""
	if same {
		failed, by = Ambiguous, baseName(cl.args[0].v.String())
	}
	if open {
		return out
	}
	c := st.fork()
	// a guard inside did not answer
	why := &detail{failed: w, runner: baseName(cl.args[0].v.String())}
	seen := map[uint32]bool{}
	for _, o := range out {
		st.facts.diff(o.facts, func(k uint32, f fact, had bool, g fact, ok bool) {
			if ok && !seen[k] && !(had && f.mask == g.mask && f.said == g.said) {
				seen[k] = true
				x.event(c, Step{Kind: Asked, At: cl.whole, Ask: x.askList[k], Outcome: failed, By: by, detail: why})
				c.facts = c.facts.set(k, fact{mask: failed, at: c.trace})
			}
		})
	}
	d := statuses(w.ErrorStatus)
	s := status{at: cl.whole}
	if n, ok := d.only(); ok {
		s.val = number(n)
	} else {
		y := x.freshAt(c, "wrap", cl.node, "", func(s *Sym) { s.kind, s.desc = symStatus, "$?" })
		c.setCon(y, &con{set: yes, nonempty: yes, dom: &d})
		s.val = symValue(y)
	}
	why.status, why.cons = s.val, c.cons
	for k := range seen {
		if !x.askList[k].Prompt {
			s.ask = x.askList[k]
		}
	}
	return append(out, x.setStatus(c, s))
}

// runWords joins words and runs them as a script, at the wrapper's place. What the local shell expanded stands in the text;
// values that are not known become variables of the inner script.
func (x *exec) runWords(words, operands []Field, w *catalog.Wrapper, cl *callInfo, st *state) []*state {
	var b strings.Builder
	var segs []segment
	inner := st.fork()
	fresh := len(x.host) > 0 && w.Host != ""
	if fresh {
		inner.vars, inner.funcs, inner.alias = pmap[*variable]{}, pmap[*function]{}, pmap[string]{}
	} else {
		x.child(inner)
	}
	for i, f := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		src := f.src.Text()
		pos := quoteSkip(f.src)
		for _, p := range st.resolve(f.v) {
			if p.sym != nil {
				name := ownVariable + strconv.FormatUint(uint64(p.sym.id), 36)
				segs = append(segs, segment{b.Len(), f.src.Start, false})
				b.WriteString("${" + name + "}")
				inner.vars = inner.vars.set(x.name(name), &variable{set: true, val: Value{p}})
				continue
			}
			if l, end := align(src, pos, p.lit); l != nil {
				for _, s := range l {
					segs = append(segs, segment{b.Len() + s.from, f.src.Start + s.to, true})
				}
				pos = end
			} else {
				segs = append(segs, segment{b.Len(), f.src.Start, false})
			}
			b.WriteString(p.lit)
		}
	}
	inner.args = paramsOf(operands)
	at := cl.whole
	if len(words) > 0 {
		at = Range{cl.at.Script, words[0].src.Start, words[len(words)-1].src.End}
	}
	return x.runScript(inner, st, b.String(), at, segs, w, cl)
}

// paramsOf are words as the parameters of a shell.
func paramsOf(words []Field) *params {
	p := &params{}
	for _, f := range words {
		if f.multi != nil && f.multi.kind == symArgs && len(words) == 1 {
			return &params{open: true, base: f.multi.index, gen: f.multi.gen}
		}
		if f.multi != nil { // nobody knows how many
			return unknownParams()
		}
		p.known = append(p.known, f.v)
		p.src = append(p.src, f.src)
	}
	return p.bounded()
}

// afterS are the words behind the options of bash -s, which it hands to the script.
func afterS(args []Field) []Field {
	for i, a := range args {
		if t, ok := a.v.constant(); ok && strings.HasPrefix(t, "-") && strings.HasSuffix(t, "s") && i > 0 {
			rest := args[i+1:]
			for len(rest) > 0 {
				t, ok := rest[0].v.constant()
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
func align(src string, pos int, text string) (out []segment, end int) {
	for start := pos; start < len(src); start++ {
		k := start
		out = []segment{{0, k, true}}
		i := 0
		for ; i < len(text) && k < len(src); i++ {
			if src[k] == '\\' && src[k] != text[i] || src[k] == '\\' && k+1 < len(src) && src[k+1] == text[i] && text[i] == '\\' {
				k++
				out = append(out, segment{i, k, true})
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
func (x *exec) runScript(inner, st *state, text string, at Range, segs []segment, w *catalog.Wrapper, cl *callInfo) []*state {
	inner.opts = inner.opts&optAliases | shellOptions(cl.args)
	inner.frame = nil
	noErr, why, saved := x.noErr, x.noErrWhy, x.sc
	x.noErr = 0
	out := x.subshell(inner, w.Command, at, func(in *state) []*state {
		x.sc.inFunc, x.sc.outer, x.sc.first = false, 0, true
		x.sc.shell++
		return x.runSegs(in, text, at, segs, w.Command)
	})
	x.noErr, x.noErrWhy, x.sc = noErr, why, saved
	for i, o := range out {
		c := x.leave(st, o)
		c.lost = st.lost
		out[i] = c
	}
	return x.ownFailure(w, cl, st, out, strings.ContainsAny(strings.TrimSpace(text), ";|&\n"))
}

// runStdin runs what stands on standard input as a script: ssh host bash -s <<EOF.
func (x *exec) runStdin(w *catalog.Wrapper, operands []Field, cl *callInfo, st *state) ([]*state, bool) {
	if st.stdin == nil {
		return nil, false
	}
	inner := st.fork()
	if len(x.host) > 0 && w.Host != "" {
		inner.vars, inner.funcs = pmap[*variable]{}, pmap[*function]{}
	} else {
		x.child(inner)
	}
	text := x.textWith(inner, st.resolve(st.stdin.text))
	doc := st.stdin.src
	inner.stdin = &input{}
	inner.args = paramsOf(operands)
	at, segs := hereRange(cl, doc, text)
	return x.runScript(inner, st, text, at, segs, w, cl), true
}
