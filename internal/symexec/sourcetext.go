package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// sourceText runs text that a source command finds on its standard input, in a process substitution, or in a file that the script has
// written. ok is false where nothing is known of it.
func (x *exec) sourceText(cl *callInfo, st *state, file Value) (out []*state, ok bool) {
	text, at, segs, ok := x.codeIn(cl, st, file)
	if !ok || text.single() != nil {
		return nil, false
	}
	in := st.fork()
	written := x.textWith(in, text)
	if len(written) > x.bounds.Text {
		return nil, false
	}
	var rets []*state
	saved := x.sc
	x.sc = scope{exits: saved.exits, rets: &rets, sub: saved.sub, shell: saved.shell, first: saved.first, inFunc: true, outer: saved.outer, loops: saved.loops}
	out = append(x.runSegs(in, written, at, segs, "source"), rets...)
	x.sc = saved
	if _, known := text.constant(); !known { // the rest of it may be commands, too
		x.unresolved(cl.whole, "a part of what "+cl.name+" reads is known only when the script runs")
		for i, o := range out {
			out[i] = x.unknownCode(x.blind(o, cl.at, UnknownText, "a part of what "+cl.name+" reads"))
		}
	}
	return out, true
}

// codeIn is the text that stands where a shell reads its commands from, with the place in the script that it is said to stand at.
func (x *exec) codeIn(cl *callInfo, st *state, file Value) (Value, Range, []segment, bool) {
	name, known := file.constant()
	if !known {
		return nil, Range{}, nil, false
	}
	switch name {
	case "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0":
		if st.stdin == nil {
			return nil, Range{}, nil, false
		}
		text := st.resolve(st.stdin.text)
		written, _ := text.constant()
		at, segs := hereRange(cl, st.stdin.src, written)
		return text, at, segs, true
	}
	text, ok := st.files.get(x.name(x.fileKey(file)))
	return st.resolve(text), cl.whole, []segment{{0, cl.whole.Start, false}}, ok
}

// shellFile runs a script that a shell is given the name of, where its text is known: bash <(…). nil where it is not.
func (x *exec) shellFile(cl *callInfo, st *state) []*state {
	args := cl.args[1:]
	for len(args) > 0 {
		t, known := args[0].v.constant()
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
	if len(args) == 0 || args[0].multi != nil {
		return nil
	}
	text, at, segs, ok := x.codeIn(cl, st, st.resolve(args[0].v))
	if !ok || text.single() != nil {
		return nil
	}
	inner := st.fork()
	x.child(inner)
	inner.args = paramsOf(args[1:])
	return x.runScript(inner, st, x.textWith(inner, text), at, segs, &catalog.Wrapper{Command: cl.name}, cl)
}
