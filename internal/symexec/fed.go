package symexec

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Processes that are fed through a descriptor or a pipe with a name: exec 3> >(bash), coproc sh, sh <fifo &. They run beside the script,
// and read what it writes there whenever it does so. What a statement writes is run behind that statement.

// A reader is what reads the text that is written into a file which is none.
type reader struct {
	run       func(*domain.State) []*domain.State
	construct string
	at        place.Range
	byName    bool          // it opens the file itself
	since     *domain.State // when it began: its variables are its own from then on
}

// maxFed is how much of a text that has no end yet is kept for what is written next.
const maxFed = 1 << 12

// reads notes that a process reads what is written into a file.
func (x *exec) reads(key string, r reader) {
	if x.fed == nil {
		x.fed, x.tools.Fed = map[uint32]reader{}, map[uint32]bool{}
	}
	x.fed[x.tab.Name(key)] = r
	x.tools.Fed[x.tab.Name(key)] = true
}

// fedBy is where output to a file goes which a process reads.
func (x *exec) fedBy(st *domain.State, v value.Value) (domain.Dest, bool) {
	if len(x.fed) == 0 {
		return domain.Dest{}, false
	}
	name := x.tools.FileKey(st, v)
	if _, ok := x.fed[x.tab.Name(name)]; !ok {
		return domain.Dest{}, false
	}
	return domain.Dest{Kind: domain.ToFile, Path: name}, true
}

// feed runs the processes that read what has been written since.
func (x *exec) feed(states []*domain.State) []*domain.State {
	if len(x.fed) == 0 || x.feeding || x.dom.Over {
		return states
	}
	for i, st := range states {
		for _, key := range slices.Sorted(maps.Keys(x.fed)) {
			text, ok := st.Files.Get(key)
			if !ok || len(text) == 0 {
				continue
			}
			r := x.fed[key]
			st = st.Fork()
			if !slices.ContainsFunc(st.Resolve(text), func(p value.Part) bool { return p.Sym == nil && strings.TrimSpace(p.Lit) != "" }) {
				st.Files = st.Files.Set(key, nil) // of a text that is not known the process has been run already
				states[i] = st
				continue
			}
			x.feeding = true
			in := st.Fork()
			in.Vars, in.Args, in.Funcs, in.Alias, in.Cwd, in.Opts, in.Fds = r.since.Vars, r.since.Args, r.since.Funcs, r.since.Alias, r.since.Cwd, r.since.Opts, nil
			if !r.byName {
				in.Files, in.Stdin, in.Elsewhere = in.Files.Del(key), &domain.Input{Text: text}, false
			}
			x.subshell(in, r.construct, r.at, r.run)
			x.feeding = false
			if x.unfinished(st, text) {
				continue
			}
			st.Files = st.Files.Set(key, nil)
			states[i] = st
		}
	}
	return states
}

// unfinished reports whether more may follow before a shell runs a text.
func (x *exec) unfinished(st *domain.State, text value.Value) bool {
	t := st.Resolve(text).Pattern()
	return len(t) < maxFed && (!strings.HasSuffix(t, "\n") || strings.HasSuffix(t, "\\\n") || x.prog.ParseText(t).Err != nil)
}

// coprocess runs coproc: a job whose input and output lead to descriptors of the script, which the array of its name holds (bash manual,
// Coprocesses).
func (x *exec) coprocess(c *syntax.CoprocClause, st *domain.State) []*domain.State {
	name := "COPROC"
	if c.Name != nil {
		if t := c.Name.Lit(); t != "" {
			name = t
		}
	}
	key := "\x01coproc" + x.prog.At(c)
	in := st.Fork()
	in.Stdin, in.Elsewhere = nil, true
	into := x.descriptorNamed("{" + name + "}")
	out := x.background(c.Stmt, in)
	fg := *c.Stmt
	fg.Background, fg.Coprocess, fg.Disown, fg.Negated = false, false, false, false
	hears := !x.dom.Unheard([]*syntax.Stmt{&fg}, st) && !x.conveys([]*syntax.Stmt{&fg}, st)
	if hears {
		x.reads(key, reader{func(s *domain.State) []*domain.State { return x.stmt(&fg, []*domain.State{s}) }, "&", x.prog.Span(c), false, st})
	}
	for i, o := range out {
		n := o.Fork()
		n.Stdin, n.Elsewhere = st.Stdin, st.Elsewhere
		if hears {
			n.SetFd(into, domain.Dest{Kind: domain.ToFile, Path: key})
		} else {
			n.SetFd(into, domain.Dest{Kind: domain.ToUnknown})
		}
		from := x.dom.FreshAt(n, "coproc", c, "", func(s *value.Sym) { s.Kind, s.Desc = value.SymCount, "${"+name+"[0]}" })
		n = x.assign(n, name, &domain.Variable{Set: true, Array: true, Elems: []value.Value{value.SymValue(from), value.Lit(strconv.Itoa(into))}})
		if id, ok := n.Vars.Get(x.tab.Name("!")); ok && id != nil {
			n = x.assign(n, name+"_PID", &domain.Variable{Set: true, Val: id.Val})
		}
		out[i] = n
	}
	return out
}

// makesPipes notes the pipes with names that mkfifo(1) makes.
func (x *exec) makesPipes(cl *domain.CallInfo, st *domain.State) {
	if cl.Name != "mkfifo" && cl.Name != "mknod" {
		return
	}
	for _, f := range cl.Args[1:] {
		if v := st.Resolve(f.V); f.Multi == nil && len(v) > 0 && !strings.HasPrefix(v.Pattern(), "-") {
			if x.pipes == nil {
				x.pipes = map[uint32]bool{}
			}
			x.pipes[x.tab.Name(x.tools.FileKey(st, v))] = true
		}
	}
}

// readsPipes notes that a job reads from pipes with names: what is written into one of them is what the job finds there.
func (x *exec) readsPipes(s *syntax.Stmt, at place.Range, st *domain.State) {
	if len(x.pipes) == 0 || x.feeding {
		return
	}
	script.Walk(s, func(n syntax.Node) bool {
		w, ok := n.(*syntax.Word)
		if !ok || slices.ContainsFunc(w.Parts, func(p syntax.WordPart) bool { return effects.AnySubst(p) }) {
			return true
		}
		for _, v := range x.word(w, st.Fork()) {
			if key := x.tools.FileKey(v.st, v.v); x.pipes[x.tab.Name(key)] {
				x.reads(key, reader{func(in *domain.State) []*domain.State { return x.stmt(s, []*domain.State{in}) }, "&", at, true, st})
			}
		}
		return true
	})
}
