package prefilter

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

func walkNodes(n syntax.Node, visit func(syntax.Node) bool) { script.Walk(n, visit) }

// words takes in all words of a piece of the script, whatever stands around them.
func (f *flow) words(to string, n syntax.Node, k stepKind) {
	walkNodes(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Word:
			f.word(to, n, k)
			return false
		case *syntax.ParamExp, *syntax.CmdSubst:
			f.part(to, n.(syntax.WordPart), k)
			return false
		case *syntax.Lit:
			f.text(to, n.Value, k)
		case *syntax.SglQuoted:
			f.text(to, effects.SglText(n), k)
		}
		return true
	})
}

// compared takes in words of which the script may find out that they are the same.
func (f *flow) compared(k stepKind, nodes ...syntax.Node) {
	f.tests++
	to := tested + strconv.Itoa(f.tests)
	for _, n := range nodes {
		f.words(to, n, k)
	}
}

// walk takes in what goes where in a piece of the script.
func (f *flow) walk(n syntax.Node) {
	walkNodes(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl:
			names := effects.FunctionNames(n)
			if n.Body == nil || len(names) == 0 {
				return true
			}
			outer := f.fn
			f.fn = names[0]
			f.words(outOf+f.fn, n.Body, copied)
			for _, name := range names {
				f.edge(outOf+f.fn, outOf+name, copied)
				f.edge(argsOf+name, argsOf+f.fn, copied)
			}
			f.called(n.Body)
			f.walk(n.Body)
			f.fn = outer
			return false
		case *syntax.Stmt:
			f.statement(n)
		case *syntax.BinaryCmd:
			if n.Op == syntax.Pipe || n.Op == syntax.PipeAll {
				f.output(input, n.X)
				if s := n.Y; s != nil && grepping(s) {
					f.compared(cut, n)
				}
			}
		case *syntax.ProcSubst:
			for _, s := range n.Stmts {
				f.output(input, s)
			}
		case *syntax.CoprocClause:
			f.output(input, n.Stmt)
		case *syntax.Assign:
			f.assign(n)
		case *syntax.DeclClause:
			for _, a := range n.Args {
				if a.Name == nil && a.Value != nil {
					if t := effects.StaticText(a.Value); strings.HasPrefix(t, "-") && strings.Contains(t, "n") {
						f.edge(all, anything, copied)
					} else if strings.Contains(t, catalog.Unknown) {
						f.word(anything, a.Value, cut)
					}
				}
			}
		case *syntax.ParamExp:
			if n.Exp != nil && n.Param != nil && (n.Exp.Op == syntax.AssignUnset || n.Exp.Op == syntax.AssignUnsetOrNull) {
				f.word(f.carrier(n.Param.Value), n.Exp.Word, copied)
			}
		case *syntax.ForClause:
			if it, ok := n.Loop.(*syntax.WordIter); ok && it.Name != nil {
				to := f.carrier(it.Name.Value)
				for _, w := range it.Items {
					f.word(to, w, copied)
				}
				if !it.InPos.IsValid() {
					f.edge(argsOf+f.fn, to, copied)
				}
			}
		case *syntax.CaseClause:
			nodes := []syntax.Node{n.Word}
			for _, i := range n.Items {
				for _, p := range i.Patterns {
					nodes = append(nodes, p)
				}
			}
			f.compared(copied, nodes...)
		case *syntax.BinaryTest:
			k := copied
			if n.Op == syntax.TsReMatch {
				k = cut
			}
			f.compared(k, n)
		case *syntax.CallExpr:
			f.call(n)
		case *syntax.Word:
			f.script(n)
		}
		return true
	})
}

// statement takes in what a command reads and writes other than by its words.
func (f *flow) statement(s *syntax.Stmt) {
	for _, d := range s.Redirs {
		switch d.Op {
		case syntax.WordHdoc:
			f.word(input, d.Word, copied)
			f.compared(cut, s)
		case syntax.Hdoc, syntax.DashHdoc:
			f.word(input, d.Hdoc, copied)
		case syntax.RdrIn, syntax.DplIn:
		default:
			if t := effects.StaticText(d.Word); t != "/dev/null" && t != "/dev/stderr" && t != "1" && t != "2" && t != "-" {
				f.output(input, s)
				if c, ok := s.Cmd.(*syntax.CallExpr); ok && len(c.Args) > 0 && c.Args[0].Lit() == "exec" {
					f.edge(all, input, copied)
				}
			}
		}
	}
}

func (f *flow) assign(a *syntax.Assign) {
	if a.Name == nil {
		return
	}
	to := f.carrier(a.Name.Value)
	if to == "" {
		return
	}
	if a.Index != nil {
		f.words(to, a.Index, copied)
	}
	if a.Value != nil {
		f.word(to, a.Value, copied)
	}
	if a.Array != nil {
		f.words(to, a.Array, copied)
	}
}

// called takes in which functions a body calls: what stands in them is printed by it too.
func (f *flow) called(body syntax.Node) {
	walkNodes(body, func(n syntax.Node) bool {
		if c, ok := n.(*syntax.CallExpr); ok && len(c.Args) > 0 {
			f.functionsIn(outOf+f.fn, c)
		}
		return true
	})
}

// runsText are commands that give words to a text as its parameters.
var runsText = map[string]bool{
	"set": true, "eval": true, ".": true, "source": true, "sh": true, "bash": true, "dash": true, "ash": true, "ksh": true, "mksh": true, "zsh": true, "busybox": true, "ssh": true, "xargs": true, "parallel": true,
}

func (f *flow) call(n *syntax.CallExpr) {
	if len(n.Args) == 0 {
		return
	}
	name := effects.StaticText(n.Args[0])
	for _, w := range n.Args {
		t := effects.StaticText(w)
		if f.c.funcs[t] {
			f.pass(argsOf+t, n.Args)
		}
		if runsText[effects.BaseName(t)] || effects.ScriptSign(t) && f.c.namesFunction(t) {
			f.pass(argsOf, n.Args)
			f.pass(argsOf+f.fn, n.Args)
		}
		if v := effects.AssignedBy(w); v != "" {
			f.word(f.carrier(v), w, copied)
		}
	}
	if strings.Contains(name, catalog.Unknown) {
		f.pass(argsOf, n.Args)
	}
	f.elsewhere(n)
	switch effects.BaseName(name) {
	case "[", "test":
		f.compared(copied, n)
	case "expr", "grep", "egrep", "fgrep":
		f.compared(cut, n)
	case "cd", "pushd", "popd":
		for _, w := range n.Args[1:] {
			f.word(folder, w, copied)
			if t := effects.StaticText(w); t != "" && t[0] != '/' && t[0] != '-' && t[0] != '.' {
				f.text(folder, "/"+t, copied)
			}
		}
		if len(n.Args) == 1 {
			f.edge("HOME", folder, copied)
		}
		f.edge("CDPATH", folder, copied)
	case "eval":
		f.eval(n.Args[1:])
	case "printf":
		if len(n.Args) > 2 && n.Args[1].Lit() == "-v" {
			f.named(n.Args[2], n.Args[3:])
		}
	case "read", "mapfile", "readarray":
		f.edge(input, "REPLY", cut)
		f.edge(input, "MAPFILE", cut)
		for _, w := range n.Args[1:] {
			if t := effects.StaticText(w); !strings.HasPrefix(t, "-") || strings.Contains(t, catalog.Unknown) {
				to := anything
				if syntax.ValidName(t) {
					to = f.carrier(t)
				}
				f.edge(input, to, cut)
			}
		}
	case "getopts":
		f.edge(argsOf+f.fn, "OPTARG", copied)
		for _, w := range n.Args[min(3, len(n.Args)):] {
			f.word("OPTARG", w, cut)
		}
	case "export", "local", "readonly", "declare", "typeset":
		for _, w := range n.Args[1:] {
			if t := effects.StaticText(w); strings.Contains(t, catalog.Unknown) && effects.AssignedBy(w) == "" {
				f.word(anything, w, cut)
			}
		}
	}
}

// eval takes in what a text may assign that eval runs: eval "x=\$$y". What stands in y is looked at as a text of its own.
func (f *flow) eval(words []*syntax.Word) {
	var texts []string
	for _, w := range words {
		texts = append(texts, effects.StaticText(w))
	}
	t := strings.TrimSpace(strings.Join(texts, " "))
	name, rest, assigns := strings.Cut(t, "=")
	simple := !strings.ContainsAny(rest, ";\n&|()`=")
	var to string
	switch first, _, _ := strings.Cut(t, " "); {
	case !assigns && first != "" && !strings.Contains(first, catalog.Unknown) && !namesVariables[first] && !strings.ContainsAny(t, ";\n&|()`"):
		return // a command
	case assigns && syntax.ValidName(name) && simple:
		to = f.carrier(name)
	default:
		to = anything
	}
	for _, w := range words {
		f.word(to, w, cut)
	}
	if strings.Contains(strings.ReplaceAll(t, catalog.Unknown+catalog.Unknown, ""), "$") || strings.Contains(t, "declare") || strings.Contains(t, "-n") {
		f.edge(all, to, copied) // the value of a variable whose name may be put together
	}
}

// namesVariables are builtins whose words are names of variables that they set.
var namesVariables = map[string]bool{
	"read": true, "mapfile": true, "readarray": true, "printf": true, "declare": true, "typeset": true, "local": true, "export": true, "readonly": true, "getopts": true, "unset": true,
	"eval": true, "set": true, "source": true, ".": true, "command": true, "builtin": true, "if": true, "for": true, "while": true, "case": true, "{": true, "(": true, "!": true, "[[": true, "let": true,
}

// grepping reports whether a command finds out what its input is.
func grepping(s *syntax.Stmt) bool {
	c, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || len(c.Args) == 0 {
		return false
	}
	switch effects.BaseName(c.Args[0].Lit()) {
	case "grep", "egrep", "fgrep", "":
		return true
	}
	return false
}

// named takes in words that go into the variable that a word names.
func (f *flow) named(name *syntax.Word, words []*syntax.Word) {
	to := anything
	if t := effects.StaticText(name); syntax.ValidName(t) {
		to = f.carrier(t)
	}
	for _, w := range words {
		f.word(to, w, cut)
	}
}

func (f *flow) pass(to string, words []*syntax.Word) {
	for _, w := range words {
		f.word(to, w, copied)
	}
}

// script takes in a word that is the text of a script, which some shell may run.
func (f *flow) script(w *syntax.Word) {
	if f.depth > 2 {
		return
	}
	var b strings.Builder
	writeScript(&b, w.Parts)
	for _, t := range []string{b.String(), hereText(w.Parts)} {
		if t == "" || !effects.ScriptSign(t) && !strings.Contains(t, "=") {
			continue
		}
		f.depth++
		stmts, _ := script.ParseText(t, f.c.dialect)
		for _, s := range stmts {
			f.walk(s)
		}
		f.depth--
	}
}
