package symexec

import (
	"path"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// guessed runs a command of whose name a part is known, or whose name its variable tells: mkfs."$FS", "$KUBECTL".
func (x *exec) guessed(cl *domain.CallInfo, st *domain.State, v value.Value) ([]*domain.State, bool) {
	name := effects.BaseName(v.Pattern())
	if s := v.Single(); s != nil {
		if s.Kind != value.SymEnv {
			return nil, false
		}
		name = strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(s.Name, "_BIN"), "_CMD"))
	} else if name == "" || strings.HasPrefix(name, catalog.Unknown) {
		return nil, false
	}
	if effects.IsGlob(name) { // /sbin/wipef? is the program that it matches
		if strings.IndexAny(name, "*?[") < 2 { // any program: "$bin"/*
			return nil, false
		}
		return x.matchedProgram(name, cl, st)
	}
	if anything, path, device := x.prog.Cat.Names(name); !anything && !path && !device {
		return nil, false
	}
	words := make([]string, len(cl.Args))
	for i, f := range cl.Args {
		words[i] = st.Resolve(f.V).Pattern()
	}
	words[0] = name
	if _, ok := x.prog.Cat.Destructive(words); !ok {
		return nil, false
	}
	c := *cl
	c.Name = name
	c.Args = append([]domain.Field{{V: value.Lit(name), Src: cl.Args[0].Src}}, cl.Args[1:]...)
	return x.listedCommand(&c, st)
}

// matchedProgram runs a command whose name is a pattern as the destructive one that it matches.
func (x *exec) matchedProgram(pattern string, cl *domain.CallInfo, st *domain.State) ([]*domain.State, bool) {
	words := make([]string, len(cl.Args))
	for i, f := range cl.Args {
		words[i] = st.Resolve(f.V).Pattern()
	}
	for _, name := range x.prog.Cat.Needles() {
		if is, err := path.Match(pattern, name); err != nil || !is {
			continue
		}
		words[0] = name
		if _, ok := x.prog.Cat.Destructive(words); !ok {
			continue
		}
		c := *cl
		c.Name = name
		c.Args = append([]domain.Field{{V: value.Lit(name), Src: cl.Args[0].Src}}, cl.Args[1:]...)
		return x.listedCommand(&c, st)
	}
	return nil, false
}

// runners are words of names of commands that run what they are given.
var runners = map[string]bool{"run": true, "exec": true, "cmd": true, "command": true, "do": true, "try": true, "retry": true, "must": true, "quiet": true,
	"quietly": true, "silent": true, "logged": true, "execute": true, "invoke": true, "asroot": true, "root": true}

// handsOn runs the words of a command that nobody knows, whose name says that it runs what it is given: run_logged mkfs.ext4 "$1".
func (x *exec) handsOn(cl *domain.CallInfo, st *domain.State) {
	if len(cl.Args) < 3 {
		return
	}
	runs := false
	for w := range strings.FieldsFuncSeq(strings.ToLower(cl.Name), func(r rune) bool { return r == '_' || r == '-' || r == '.' || r == ':' }) {
		runs = runs || runners[w]
	}
	if name, ok := cl.Args[1].V.Constant(); !runs || !ok || !x.listed(effects.BaseName(name)) {
		return
	}
	in := *cl
	in.Args, in.At, in.NoFn, in.Shell = cl.Args[1:], cl.Args[1].Src, true, false
	x.dispatch(&in, st.Fork())
}

// writtenScript runs a file that the script has written before: bash /tmp/x.sh.
func (x *exec) writtenScript(w *catalog.Wrapper, m catalog.WrapperMatch, cl *domain.CallInfo, st *domain.State) ([]*domain.State, bool) {
	name := st.Resolve(cl.Args[m.Script].V)
	if w.Script != "" {
		name = name.Skip(m.Skip)
	}
	text, ok := x.tools.Written(st, name)
	if !ok {
		return nil, false
	}
	x.runs(st, name)
	c := st.Fork()
	c.Stdin = &domain.Input{Text: text}
	return x.runStdin(w, cl.Args[min(m.Script+1, len(cl.Args)):], cl, c)
}
