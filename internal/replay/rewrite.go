package replay

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// The words that the rewritten tree has for the call handler. No script can mean them: they hold a byte that no source text may have.
const (
	wordCheck    = "\x01check"    // looks at the status of the command before it, for set -e and the trap on ERR
	wordStatus   = "\x01status"   // ends with the given status
	wordGo       = "\x01go"       // calls what follows as it is
	wordCond     = "\x01cond"     // calls what follows where set -e is ignored
	wordSubst    = "\x01subst"    // begins a command substitution
	wordAwait    = "\x01await"    // waits for what a substitution has started
	wordLeave    = "\x01leave"    // ends a subshell
	wordFork     = "\x01fork"     // begins a background job or a part of a pipeline
	wordRefuse   = "\x01refuse"   // what cannot be run here
	wordProc     = "\x01proc"     // prints the name of the file that stands for a process substitution
	wordPart     = "\x01part"     // notes the status of a part of a pipeline
	wordPipe     = "\x01pipe"     // sets PIPESTATUS
	wordMark     = "\x01mark"     // before statements that may break out of a list
	wordUnbroken = "\x01unbroken" // whether they did
	wordExternal = "\x01external" // calls a program, not a function
	wordOpen     = "\x01open"     // keeps what a descriptor beyond 2 reads
	wordHave     = "\x01have"     // tells whether there is a command
	wordRepeat   = "\x01again"    // ends with the status of the command before it
	wordNot      = "\x01not"      // turns the status of the command before it around
	wordOperand  = "\x01operand"  // prints an operand of a number, which may not be empty
	wordJob      = "\x01job"      // notes a background job, for wait
)

// procFiles and sinkFile stand for process substitutions.
const (
	procFiles = "/dev/fd/replay-"
	outFile   = "/dev/fd/replay-stdout"
	sinkFile  = "/dev/fd/replay-sink"
)

// A rewriter changes a tree so that the interpreter does with it as the shell does, without touching the machine:
//
//   - set -e is not the interpreter's: after each command whose failure counts stands a check, which ends the shell;
//   - the last part of a pipeline runs in a subshell;
//   - a process substitution writes a file of the tree in memory before its command starts;
//   - what follows break in a list inside of a loop is skipped, and break outside of a loop does nothing;
//   - ! turns the status around behind its command, so that return and exit under it keep theirs;
//   - what the interpreter cannot do ends the run.
type rewriter struct {
	bash     bool
	lang     syntax.LangVariant
	status   bool         // the script looks at PIPESTATUS
	lastpipe bool         // the last part of a pipeline runs in the shell itself
	site     string       // the name of the destructive command
	opened   *syntax.Stmt // whose redirections are rewritten
	computes bool         // a number may not be computed
	loops    int          // how many loops are around, as far as can be seen
	pipes    int
	procs    int
}

func word(s string) *syntax.Word {
	return &syntax.Word{Parts: []syntax.WordPart{&syntax.SglQuoted{Value: s}}}
}

func call(words ...string) *syntax.Stmt {
	c := &syntax.CallExpr{}
	for _, w := range words {
		c.Args = append(c.Args, word(w))
	}
	return &syntax.Stmt{Cmd: c}
}

func block(stmts ...*syntax.Stmt) *syntax.Stmt {
	return &syntax.Stmt{Cmd: &syntax.Block{Stmts: stmts}}
}

// list rewrites statements. cond says that set -e is ignored in them; inner that they stand inside of a loop, in a list that is not its body.
func (r *rewriter) list(in []*syntax.Stmt, cond, inner bool) []*syntax.Stmt {
	var out []*syntax.Stmt
	for i, s := range in {
		leaves := inner && i < len(in)-1 && breaks(s)
		t := r.stmt(s, cond)
		if !leaves {
			out = append(out, t)
			continue
		}
		rest := append([]*syntax.Stmt{call(wordRepeat)}, r.list(in[i+1:], cond, inner)...)
		return append(out, call(wordMark), t, &syntax.Stmt{Cmd: &syntax.IfClause{Cond: []*syntax.Stmt{call(wordUnbroken)}, Then: rest}})
	}
	return out
}

// subshell puts around the statements of a subshell what begins and ends it: the interpreter runs no trap on EXIT of a subshell.
func (r *rewriter) subshell(begin string, stmts ...*syntax.Stmt) []*syntax.Stmt {
	return append(append([]*syntax.Stmt{call(begin)}, stmts...), call(wordLeave))
}

// forked is like subshell for a background job or a part of a pipeline: bash runs the trap on EXIT of one only if it is a group, a
// subshell or a call.
func (r *rewriter) forked(begin string, c syntax.Command, stmts ...*syntax.Stmt) []*syntax.Stmt {
	out := r.subshell(begin, stmts...)
	switch c.(type) {
	case *syntax.Block, *syntax.Subshell, *syntax.CallExpr, nil:
		return out
	}
	if r.bash {
		out[0] = call(begin, untrapped)
	}
	return out
}

// untrapped tells a word that begins a subshell that its trap on EXIT does not run.
const untrapped = "untrapped"

// outside rewrites what no loop around it can be left from.
func (r *rewriter) outside(rewrite func()) {
	loops := r.loops
	r.loops = 0
	rewrite()
	r.loops = loops
}

// looping rewrites the body of a loop.
func (r *rewriter) looping(body []*syntax.Stmt, cond bool) []*syntax.Stmt {
	r.loops++
	defer func() { r.loops-- }()
	return r.list(body, cond, false)
}

// breaks reports whether a statement may leave a loop around it.
func breaks(s *syntax.Stmt) bool {
	found := false
	syntax.Walk(s, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl, *syntax.Subshell, *syntax.CmdSubst, *syntax.WhileClause, *syntax.ForClause:
			return false // it is the loop inside that is left
		case *syntax.CallExpr:
			if len(n.Args) > 0 {
				name := n.Args[0].Lit()
				found = found || name == "break" || name == "continue"
			}
		}
		return !found
	})
	return found
}

func (r *rewriter) stmt(s *syntax.Stmt, cond bool) *syntax.Stmt {
	t := *s
	if s.Coprocess || s.Disown {
		return call(wordRefuse, "coproc")
	}
	opens, reason := r.redirects(&t)
	if reason != "" {
		return call(wordRefuse, reason)
	}
	if len(opens) > 0 {
		u := t
		u.Redirs = nil
		if len(t.Redirs) > 0 || t.Cmd != nil {
			u.Redirs = t.Redirs
		}
		r.opened = &u
		out := block(append(opens, r.stmt(&u, cond))...)
		r.opened = nil
		return out
	}
	if s.Background {
		t.Background = false
		job := block(r.forked(wordFork, s.Cmd, r.stmt(&t, cond))...)
		job.Background = true
		return block(job, call(wordJob))
	}
	if s.Negated {
		t.Negated = false
		t.Cmd = r.command(t.Cmd, true, &t)
		return block(&t, call(wordNot))
	}
	if t.Cmd == nil {
		if len(t.Redirs) == 0 || cond {
			return &t
		}
		return block(&t, call(wordCheck))
	}
	names, leaf := r.leaf(t.Cmd)
	t.Cmd = r.command(t.Cmd, cond, &t)
	if leaf && (!cond || len(names) > 0 || r.status) {
		if cond {
			names = append([]string{"-"}, names...)
		}
		return block(&t, call(append([]string{wordCheck}, names...)...))
	}
	return &t
}

// leaf tells whether the failure of a command by itself counts for set -e, and which variables it assigns.
func (r *rewriter) leaf(c syntax.Command) (names []string, leaf bool) {
	assigned := func(as []*syntax.Assign) {
		for _, a := range as {
			if a.Name != nil && (a.Value != nil || a.Array != nil) {
				names = append(names, a.Name.Value)
			}
		}
	}
	switch c := c.(type) {
	case *syntax.CallExpr:
		if len(c.Args) == 0 {
			assigned(c.Assigns)
		}
		return names, true
	case *syntax.DeclClause:
		assigned(c.Args)
		return names, true
	case *syntax.Subshell, *syntax.TestClause, *syntax.ArithmCmd, *syntax.LetClause:
		return nil, true
	case *syntax.BinaryCmd:
		return nil, c.Op == syntax.Pipe || c.Op == syntax.PipeAll
	}
	return nil, false
}

func (r *rewriter) command(c syntax.Command, cond bool, s *syntax.Stmt) syntax.Command {
	inner := true
	switch c := c.(type) {
	case *syntax.CallExpr:
		return r.callExpr(c, cond)
	case *syntax.Block:
		return &syntax.Block{Lbrace: c.Lbrace, Rbrace: c.Rbrace, Stmts: r.list(c.Stmts, cond, inner)}
	case *syntax.Subshell:
		d := &syntax.Subshell{Lparen: c.Lparen, Rparen: c.Rparen}
		r.outside(func() { d.Stmts = r.subshell(wordFork+"0", r.list(c.Stmts, cond, false)...) })
		return d
	case *syntax.IfClause:
		d := *c
		d.Cond, d.Then = r.list(c.Cond, true, inner), r.list(c.Then, cond, inner)
		if c.Else != nil {
			d.Else = r.command(c.Else, cond, s).(*syntax.IfClause)
		}
		return &d
	case *syntax.WhileClause:
		d := *c
		r.loops++
		d.Cond = r.list(c.Cond, true, inner)
		r.loops--
		d.Do = r.looping(c.Do, cond)
		return &d
	case *syntax.ForClause:
		r.words(c.Loop, cond)
		c.Do = r.looping(c.Do, cond)
		return c
	case *syntax.CaseClause:
		r.words(c.Word, cond)
		for _, item := range c.Items {
			for _, p := range item.Patterns {
				r.words(p, cond)
			}
			item.Stmts = r.list(item.Stmts, cond, inner)
		}
		return c
	case *syntax.BinaryCmd:
		if c.Op == syntax.Pipe || c.Op == syntax.PipeAll {
			return r.pipeline(c, cond)
		}
		return &syntax.BinaryCmd{OpPos: c.OpPos, Op: c.Op, X: r.stmt(c.X, true), Y: r.stmt(c.Y, cond)}
	case *syntax.FuncDecl:
		if c.Name == nil {
			return call(wordRefuse, "a function without a name").Cmd
		}
		r.outside(func() { c.Body = r.stmt(c.Body, false) })
		return c
	case *syntax.TimeClause:
		if c.Stmt == nil {
			return call(":").Cmd
		}
		return r.stmt(c.Stmt, cond).Cmd
	case *syntax.DeclClause:
		return r.declare(c, cond)
	case *syntax.CoprocClause:
		return call(wordRefuse, "coproc").Cmd
	case *syntax.TestClause:
		refused := ""
		syntax.Walk(c, func(n syntax.Node) bool {
			if u, ok := n.(*syntax.UnaryTest); ok && (u.Op == syntax.TsUsrOwn || u.Op == syntax.TsGrpOwn || u.Op == syntax.TsModif) {
				refused = "[[ " + u.Op.String() + " ]]"
			}
			return true
		})
		if refused != "" {
			return call(wordRefuse, refused).Cmd
		}
		r.words(c, cond)
		return c
	case *syntax.ArithmCmd:
		r.words(c, cond)
		return c
	case *syntax.LetClause:
		for i, x := range c.Exprs {
			// The interpreter takes a quoted expression for a word.
			if text := quotedText(x); text != "" {
				if y, err := syntax.NewParser().Arithmetic(strings.NewReader(text)); err == nil && y != nil {
					c.Exprs[i] = y
				}
			}
		}
		r.words(c, cond)
		return c
	}
	return call(wordRefuse, "a construct that bash does not have").Cmd
}

func (r *rewriter) callExpr(c *syntax.CallExpr, cond bool) syntax.Command {
	for _, a := range c.Assigns {
		unescape(a.Value)
		r.words(a, cond)
	}
	for _, w := range c.Args {
		r.words(w, cond)
	}
	if len(c.Args) > 0 && r.loops == 0 && (c.Args[0].Lit() == "break" || c.Args[0].Lit() == "continue") {
		return call(wordStatus, "0").Cmd
	}
	if !cond || len(c.Args) == 0 || plainBuiltin[c.Args[0].Lit()] {
		return c
	}
	d := *c
	first := &syntax.Word{Parts: []syntax.WordPart{&syntax.SglQuoted{Left: c.Args[0].Pos(), Right: c.Args[0].Pos(), Value: wordCond}}}
	d.Args = append([]*syntax.Word{first}, c.Args...)
	return &d
}

// plainBuiltin are builtins that no script has for functions.
var plainBuiltin = map[string]bool{"[": true, "test": true, "true": true, "false": true, ":": true, "exit": true, "return": true, "break": true, "continue": true}

// declare drops the options that the interpreter does not know.
func (r *rewriter) declare(c *syntax.DeclClause, cond bool) syntax.Command {
	d := *c
	d.Args = nil
	for _, a := range c.Args {
		if a.Name != nil {
			unescape(a.Value)
		}
		r.words(a, cond)
		option := ""
		switch {
		case a.Name == nil && a.Value != nil:
			option = a.Value.Lit()
		case a.Name != nil && a.Naked:
			option = a.Name.Value
		}
		if len(option) > 1 && (option[0] == '-' || option[0] == '+') {
			kept := ""
			for _, l := range option[1:] {
				if strings.ContainsRune("aAnxrgfp", l) && option[0] == '-' {
					kept += string(l)
				}
			}
			if kept == "" {
				continue
			}
			a = &syntax.Assign{Naked: true, Name: &syntax.Lit{Value: "-" + kept}}
		}
		if option == "-" {
			continue
		}
		d.Args = append(d.Args, a)
	}
	return &d
}
