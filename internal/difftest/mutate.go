package difftest

import (
	"math/rand/v2"

	"mvdan.cc/sh/v3/syntax"
)

// mutate changes a script at random places, so that scripts arise which nobody thought of. It gives the text unchanged when
// what comes out is no script.
func mutate(sc Script, r *rand.Rand, times int) string {
	file, err := parse(sc)
	if err != nil {
		return sc.Text
	}
	for range times {
		m := &mutation{r: r, bash: sc.Shell == "bash"}
		m.collect(file)
		m.change()
	}
	text := printed(file, sc.Shell)
	for _, shell := range []string{"bash", sc.Shell} {
		if _, err := parse(Script{Shell: shell, Text: text}); err != nil {
			return sc.Text
		}
	}
	return text
}

// A mutation knows the places at which a script can be changed.
type mutation struct {
	r     *rand.Rand
	bash  bool
	lists []*[]*syntax.Stmt
	stmts []*syntax.Stmt
	pairs []*syntax.BinaryCmd
	ifs   []*syntax.IfClause
	words []*syntax.Word
}

func (m *mutation) collect(f *syntax.File) {
	syntax.Walk(f, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.File:
			m.lists = append(m.lists, &n.Stmts)
		case *syntax.Block:
			m.lists = append(m.lists, &n.Stmts)
		case *syntax.Subshell:
			m.lists = append(m.lists, &n.Stmts)
		case *syntax.CmdSubst:
			m.lists = append(m.lists, &n.Stmts)
		case *syntax.IfClause:
			if len(n.Cond) > 0 {
				m.ifs = append(m.ifs, n)
			}
			m.lists = append(m.lists, &n.Then)
		case *syntax.WhileClause:
			m.lists = append(m.lists, &n.Do)
		case *syntax.ForClause:
			m.lists = append(m.lists, &n.Do)
		case *syntax.CaseItem:
			m.lists = append(m.lists, &n.Stmts)
		case *syntax.BinaryCmd:
			m.pairs = append(m.pairs, n)
		case *syntax.Stmt:
			m.stmts = append(m.stmts, n)
		case *syntax.CallExpr:
			m.words = append(m.words, n.Args...)
		}
		return true
	})
}

func one2[T any](r *rand.Rand, list []T) (T, bool) {
	if len(list) == 0 {
		var none T
		return none, false
	}
	return list[r.IntN(len(list))], true
}

// like are words that stand in each other's place.
var like = [][]string{
	{"exit", "return", "break", "continue", "true", "false"},
	{"-eq", "-ne", "-gt", "-lt", "-ge", "-le"},
	{"=", "!="},
	{"-z", "-n"},
	{"0", "1", "2"},
	{"h1", "h2"},
	{"idle", "active", ""},
	{"-e", "+e"},
	{"EXIT", "ERR", "INT"},
	{"-q", "-qv", "-c"},
}

func (m *mutation) change() {
	switch n := m.r.IntN(20); {
	case n < 3: // drop
		if l, ok := one2(m.r, m.lists); ok && len(*l) > 1 {
			i := m.r.IntN(len(*l))
			*l = append((*l)[:i:i], (*l)[i+1:]...)
		}
	case n < 5: // swap
		if l, ok := one2(m.r, m.lists); ok && len(*l) > 1 {
			i := m.r.IntN(len(*l) - 1)
			(*l)[i], (*l)[i+1] = (*l)[i+1], (*l)[i]
		}
	case n < 7: // negate
		if s, ok := one2(m.r, m.stmts); ok {
			s.Negated = !s.Negated
		}
	case n < 9: // another operator
		if p, ok := one2(m.r, m.pairs); ok {
			p.Op = []syntax.BinCmdOperator{syntax.AndStmt, syntax.OrStmt, syntax.Pipe}[m.r.IntN(3)]
		}
	case n < 13:
		if s, ok := one2(m.r, m.stmts); ok {
			m.wrap(s)
		}
	case n < 16:
		m.word()
	case n < 17: // swap branches
		if i, ok := one2(m.r, m.ifs); ok && i.Else != nil && len(i.Else.Cond) == 0 {
			i.Then, i.Else.Then = i.Else.Then, i.Then
		} else if ok {
			i.Else = nil
		}
	default:
		m.insert()
	}
}

func (m *mutation) word() {
	for range 20 {
		w, ok := one2(m.r, m.words)
		if !ok || w == nil || len(w.Parts) != 1 {
			continue
		}
		lit, ok := w.Parts[0].(*syntax.Lit)
		if !ok {
			continue
		}
		for _, set := range like {
			for _, word := range set {
				if word == lit.Value && word != "" {
					if lit.Value = set[m.r.IntN(len(set))]; lit.Value == "" {
						lit.Value = "''"
					}
					return
				}
			}
		}
	}
}

// wrap puts a statement into something else.
func (m *mutation) wrap(s *syntax.Stmt) {
	if _, ok := s.Cmd.(*syntax.FuncDecl); ok {
		return
	}
	inner := *s
	inner.Comments = nil
	list := []*syntax.Stmt{&inner}
	simple := func(words ...string) *syntax.Stmt {
		c := &syntax.CallExpr{}
		for _, w := range words {
			c.Args = append(c.Args, &syntax.Word{Parts: []syntax.WordPart{&syntax.Lit{Value: w}}})
		}
		return &syntax.Stmt{Cmd: c}
	}
	out := &syntax.Stmt{Comments: s.Comments}
	switch m.r.IntN(9) {
	case 0:
		out.Cmd = &syntax.Subshell{Stmts: list}
	case 1:
		out.Cmd, out.Background = &syntax.Block{Stmts: list}, true
	case 2:
		out.Cmd = &syntax.BinaryCmd{Op: syntax.Pipe, X: &syntax.Stmt{Cmd: &syntax.Block{Stmts: list}}, Y: simple("cat")}
	case 3:
		out.Cmd = &syntax.BinaryCmd{Op: syntax.OrStmt, X: &syntax.Stmt{Cmd: &syntax.Block{Stmts: list}}, Y: simple([]string{"true", "false", "log-it"}[m.r.IntN(3)])}
	case 4:
		out.Cmd = &syntax.BinaryCmd{Op: syntax.AndStmt, X: &syntax.Stmt{Cmd: &syntax.Block{Stmts: list}}, Y: simple([]string{"true", "false", "log-it"}[m.r.IntN(3)])}
	case 5:
		out.Cmd = &syntax.IfClause{Cond: list, Then: []*syntax.Stmt{simple("true")}}
	case 6:
		out.Cmd = &syntax.WhileClause{Until: m.r.IntN(2) == 0, Cond: list, Do: []*syntax.Stmt{simple("break")}}
	case 7:
		out.Cmd = &syntax.CallExpr{Assigns: []*syntax.Assign{{Name: &syntax.Lit{Value: "x"}, Value: &syntax.Word{Parts: []syntax.WordPart{&syntax.CmdSubst{Stmts: list}}}}}}
	case 8:
		out.Cmd = &syntax.BinaryCmd{Op: syntax.Pipe, X: simple("echo", "x"), Y: &syntax.Stmt{Cmd: &syntax.Block{Stmts: list}}}
	}
	*s = *out
}

// snippets are statements that change how the rest of a script runs.
var snippets = []string{
	"set -e", "set +e", "h=h2", "shift", "unset h", "trap - EXIT", "trap 'exit 1' TERM", "return 0", "return 1", "exit 0", "exit 1", "break", "continue",
	"false", "true", "x=$?", "(exit 1)", "wait", "set -- h1 h2", "h=", "exec 2>&1", "log-it a && set -e", "trap 'set +e' EXIT", "eval false", "unset -f die2 die3 die4",
	"export h", "readonly h", "[ -n \"$h\" ]", "[ -n \"$h\" ] || exit 0", "[ \"$h\" = h1 ] && h=h2", "prep || h=h2", "prep || exit 1", "if prep; then exit 0; fi", "prep && set +e", "trap 'exit 0' EXIT",
	"trap 'wipe-disk h1' EXIT", "is-idle h1", "is-idle h1 || exit 1", "is-idle \"$h\" || exit 1", "case $h in h1) exit 1 ;; esac", "for q in 1 2; do break; done", "command exit 1", "exec true", ": \"${1:?}\"",
}

var bashSnippets = []string{"shopt -s lastpipe", "set -o pipefail", "shopt -s inherit_errexit", "trap 'exit 1' ERR", "set -E", "trap 'true' ERR", "exit() { :; }", "local h=h2", "declare h", "set -o posix", "set pipefail", "set +o pipefail", "wait -n", "shopt -u lastpipe"}

func (m *mutation) insert() {
	l, ok := one2(m.r, m.lists)
	if !ok {
		return
	}
	from := snippets
	shell := "dash"
	if m.bash && m.r.IntN(4) == 0 {
		from, shell = bashSnippets, "bash"
	}
	f, err := parse(Script{Shell: shell, Text: from[m.r.IntN(len(from))]})
	if err != nil {
		return
	}
	i := m.r.IntN(len(*l) + 1)
	*l = append(append((*l)[:i:i], f.Stmts...), (*l)[i:]...)
}
