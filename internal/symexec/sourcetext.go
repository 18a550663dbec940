package symexec

import (
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/foreign"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// sourceText runs text that a source command finds on its standard input, in a process substitution, or in a file that the script has
// written. ok is false where nothing is known of it.
func (x *exec) sourceText(cl *domain.CallInfo, st *domain.State, file value.Value) (out []*domain.State, ok bool) {
	text, at, segs, ok := x.codeIn(cl, st, file)
	if !ok || text.Single() != nil {
		return nil, false
	}
	in := st.Fork()
	written := x.textWith(in, text)
	if len(written) > x.prog.Bounds.Text {
		return nil, false
	}
	var rets []*domain.State
	saved := x.sc
	x.sc = domain.Scope{Exits: saved.Exits, Rets: &rets, Sub: saved.Sub, Shell: saved.Shell, First: saved.First, InFunc: true, Outer: saved.Outer, Loops: saved.Loops}
	out = append(x.runSegs(in, written, at, segs, "source"), rets...)
	x.sc = saved
	if _, known := text.Constant(); !known { // the rest of it may be commands, too
		x.proof.Unresolved(cl.Whole, "a part of what "+cl.Name+" reads", onlyRun)
		for i, o := range out {
			out[i] = x.unknownCode(x.dom.Blind(o, cl.At, domain.UnknownText, "a part of what "+cl.Name+" reads"))
		}
	}
	return out, true
}

// codeIn is the text that stands where a shell reads its commands from, with the place in the script that it is said to stand at.
func (x *exec) codeIn(cl *domain.CallInfo, st *domain.State, file value.Value) (value.Value, place.Range, []effects.Segment, bool) {
	name, _ := file.Constant()
	switch name {
	case "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0":
		if st.Stdin == nil {
			return nil, place.Range{}, nil, false
		}
		text := st.Resolve(st.Stdin.Text)
		written, _ := text.Constant()
		at, segs := hereRange(cl, st.Stdin.Src, written)
		return text, at, segs, true
	}
	for _, folder := range []string{"/dev/fd/", "/proc/self/fd/"} {
		if n, err := strconv.Atoi(strings.TrimPrefix(name, folder)); err == nil && strings.HasPrefix(name, folder) {
			in := x.openInput(st, n)
			if in == nil {
				return nil, place.Range{}, nil, false
			}
			return st.Resolve(in.Text), cl.Whole, []effects.Segment{{From: 0, To: cl.Whole.Start, Exact: false}}, true
		}
	}
	text, ok := x.tools.Written(st, file)
	if ok {
		x.runs(st, file)
	}
	return st.Resolve(text), cl.Whole, []effects.Segment{{From: 0, To: cl.Whole.Start, Exact: false}}, ok
}

// shellFile runs a script that a shell is given the name of, where its text is known: bash <(…). nil where it is not.
func (x *exec) shellFile(cl *domain.CallInfo, st *domain.State) []*domain.State {
	args := cl.Args[1:]
	for len(args) > 0 {
		t, known := args[0].V.Constant()
		if known && t == "--" {
			args = args[1:]
			break
		}
		if !known || len(t) < 2 || t[0] != '-' && t[0] != '+' {
			break
		}
		if strings.ContainsAny(t[1:], "cs") && t[1] != '-' {
			return nil // the text stands elsewhere
		}
		args = args[1:]
		if strings.HasSuffix(t, "o") || strings.HasSuffix(t, "O") || t == "--rcfile" || t == "--init-file" {
			args = args[min(1, len(args)):]
		}
	}
	if len(args) == 0 || args[0].Multi != nil {
		return nil
	}
	text, at, segs, ok := x.codeIn(cl, st, st.Resolve(args[0].V))
	if s := text.Single(); ok && s != nil && s.Commands != "" {
		x.runLines(s.Commands, strings.Count(s.Commands, foreign.Unknown)+1, args[1:], cl, st.Fork(), st)
	}
	if !ok || text.Single() != nil {
		return nil
	}
	inner := st.Fork()
	x.child(inner)
	inner.Args = paramsOf(args[1:])
	return x.runScript(inner, st, x.textWith(inner, text), at, segs, &catalog.Wrapper{Command: cl.Name}, cl)
}
