package htmlreport

import (
	"bytes"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// A coat is the colour of a byte of a script.
type coat uint8

const (
	plain coat = iota
	word       // plain too, but part of a word
	keyword
	commandName
	quoted
	variable
	operator
	heredoc
	function
	comment
)

// class is the coat's class in the page's style.
func (c coat) class() string {
	return [...]string{"", "", "k", "c", "q", "v", "o", "h", "f", "m"}[c]
}

// A painter colours a script from its syntax tree. Outer nodes are painted first, and inner ones over them.
type painter struct {
	src   []byte
	coats []coat
}

// paint gives the coat of each byte of a script. What could not be parsed stays plain, but for lines that are a comment.
func paint(s *script.Script) []coat {
	p := &painter{src: s.Source, coats: make([]coat, len(s.Source))}
	parsed := 0
	for _, stmt := range s.Stmts {
		syntax.Walk(stmt, func(n syntax.Node) bool {
			if n != nil {
				p.node(n)
			}
			return true
		})
		parsed = max(parsed, offset(stmt.End()))
	}
	p.comments(parsed)
	return p.coats
}

func offset(pos syntax.Pos) int { return int(pos.Offset()) }

func (p *painter) fill(from, to int, c coat) {
	for i := max(from, 0); i < min(to, len(p.coats)); i++ {
		p.coats[i] = c
	}
}

func (p *painter) whole(n syntax.Node, c coat) { p.fill(offset(n.Pos()), offset(n.End()), c) }

// at paints a number of bytes from a position on.
func (p *painter) at(pos syntax.Pos, size int, c coat) {
	if pos.IsValid() {
		p.fill(offset(pos), offset(pos)+size, c)
	}
}

// reserved paints the words at some positions, as far as they are letters.
func (p *painter) reserved(list ...syntax.Pos) {
	for _, pos := range list {
		if !pos.IsValid() {
			continue
		}
		end := offset(pos)
		for end < len(p.src) && (p.src[end] >= 'a' && p.src[end] <= 'z' || p.src[end] == '{' || p.src[end] == '}') {
			end++
		}
		p.fill(offset(pos), end, keyword)
	}
}

func (p *painter) node(n syntax.Node) {
	switch n := n.(type) {
	case *syntax.Stmt:
		if n.Negated {
			p.at(n.Position, 1, operator)
		}
		p.at(n.Semicolon, 1, operator)
	case *syntax.CallExpr:
		for _, a := range n.Assigns {
			if a.Name != nil {
				p.whole(a.Name, variable)
			}
		}
		if len(n.Args) > 0 && n.Args[0].Lit() != "" {
			p.whole(n.Args[0], commandName)
		}
	case *syntax.DeclClause:
		p.whole(n.Variant, keyword)
		for _, a := range n.Args {
			if a.Name != nil {
				p.whole(a.Name, variable)
			}
		}
	case *syntax.FuncDecl:
		if n.RsrvWord {
			p.reserved(n.Position)
		}
		if n.Name != nil {
			p.whole(n.Name, function)
		}
	case *syntax.BinaryCmd:
		p.at(n.OpPos, len(n.Op.String()), operator)
	case *syntax.Redirect:
		p.at(n.OpPos, len(n.Op.String()), operator)
		if n.Hdoc != nil {
			p.whole(n.Hdoc, heredoc)
		}
	default:
		if !p.compound(n) {
			p.word(n)
		}
	}
}

// compound paints the words of compound commands, and reports whether it was one.
func (p *painter) compound(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.IfClause:
		p.reserved(n.Position, n.ThenPos, n.FiPos)
	case *syntax.WhileClause:
		p.reserved(n.WhilePos, n.DoPos, n.DonePos)
	case *syntax.ForClause:
		p.reserved(n.ForPos, n.DoPos, n.DonePos)
	case *syntax.WordIter:
		p.reserved(n.InPos)
		p.whole(n.Name, variable)
	case *syntax.CaseClause:
		p.reserved(n.Case, n.In, n.Esac)
	case *syntax.CaseItem:
		p.at(n.OpPos, len(n.Op.String()), operator)
	case *syntax.Block:
		p.reserved(n.Lbrace, n.Rbrace)
	case *syntax.Subshell:
		p.at(n.Lparen, 1, keyword)
		p.at(n.Rparen, 1, keyword)
	case *syntax.TestClause:
		p.at(n.Left, 2, keyword)
		p.at(n.Right, 2, keyword)
	case *syntax.ArithmCmd:
		p.at(n.Left, 2, keyword)
		p.at(n.Right, 2, keyword)
	case *syntax.TimeClause:
		p.reserved(n.Time)
	case *syntax.CoprocClause:
		p.reserved(n.Coproc)
	default:
		return false
	}
	return true
}

// word paints the parts of words.
func (p *painter) word(n syntax.Node) {
	switch n := n.(type) {
	case *syntax.Lit:
		for i := offset(n.Pos()); i < min(offset(n.End()), len(p.coats)); i++ {
			if p.coats[i] == plain {
				p.coats[i] = word
			}
		}
	case *syntax.SglQuoted:
		p.whole(n, quoted)
	case *syntax.DblQuoted:
		p.whole(n, quoted)
	case *syntax.ParamExp:
		p.whole(n, variable)
	case *syntax.ArithmExp:
		p.whole(n, operator)
		p.fill(offset(n.Left)+len("$(("), offset(n.Right), plain)
	case *syntax.CmdSubst:
		p.substitution(n, n.Left, n.Right)
	case *syntax.ProcSubst:
		p.substitution(n, n.OpPos, n.Rparen)
	}
}

// substitution paints what is around commands in a word; inside they begin anew.
func (p *painter) substitution(n syntax.Node, left, right syntax.Pos) {
	p.whole(n, operator)
	size := len("$(")
	if at := offset(left); at < len(p.src) && p.src[at] == '`' {
		size = 1
	}
	p.fill(offset(left)+size, offset(right), plain)
}

// comments paints what begins with # where a word could. Behind what was parsed there may be a payload, or text with an
// error in it, so there only whole lines count, and the rest of the last
// statement's line.
func (p *painter) comments(parsed int) {
	for i := 0; i < len(p.src); i++ {
		if p.src[i] != '#' || p.coats[i] != plain || i > 0 && !bytes.ContainsRune([]byte(" \t\n;|&()"), rune(p.src[i-1])) {
			continue
		}
		start := bytes.LastIndexByte(p.src[:i], '\n') + 1
		if i >= parsed && start > parsed && len(bytes.TrimLeft(p.src[start:i], " \t")) > 0 {
			continue
		}
		end := i + bytes.IndexByte(p.src[i:], '\n')
		if end < i {
			end = len(p.src)
		}
		p.fill(i, end, comment)
		i = end
	}
}
