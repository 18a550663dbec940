package replay

import (
	"regexp"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// quotedText is the text of an expression that is one quoted word.
func quotedText(x syntax.ArithmExpr) string {
	w, ok := x.(*syntax.Word)
	if !ok || len(w.Parts) != 1 {
		return ""
	}
	switch q := w.Parts[0].(type) {
	case *syntax.SglQuoted:
		return q.Value
	case *syntax.DblQuoted:
		var b strings.Builder
		for _, p := range q.Parts {
			l, ok := p.(*syntax.Lit)
			if !ok {
				return ""
			}
			b.WriteString(l.Value)
		}
		return b.String()
	}
	return ""
}

// unescape puts quotes in place of the backslashes of a value, which the interpreter would assign with it.
func unescape(w *syntax.Word) {
	if w == nil {
		return
	}
	var parts []syntax.WordPart
	for _, p := range w.Parts {
		l, ok := p.(*syntax.Lit)
		if !ok || !strings.Contains(l.Value, `\`) {
			parts = append(parts, p)
			continue
		}
		text := l.Value
		for {
			i := strings.IndexByte(text, '\\')
			if i < 0 || i+1 == len(text) {
				break
			}
			if i > 0 {
				parts = append(parts, &syntax.Lit{Value: text[:i]})
			}
			if text[i+1] != '\n' {
				parts = append(parts, &syntax.SglQuoted{Value: text[i+1 : i+2]})
			}
			text = text[i+2:]
		}
		if text != "" {
			parts = append(parts, &syntax.Lit{Value: text})
		}
	}
	w.Parts = parts
}

var braces = regexp.MustCompile(`\{(-?\d{1,9})\.\.(-?\d{1,9})|\{(\w)\.\.\w|\{[^{}]*,|\{-?\d+\.\.-?\d+`)

// manyWords reports whether the braces of a word make more words than a replay has room for.
func manyWords(w *syntax.Word) bool {
	n := 1
	for _, p := range w.Parts {
		l, ok := p.(*syntax.Lit)
		if !ok {
			continue
		}
		for _, m := range braces.FindAllStringSubmatch(l.Value, -1) {
			from, errFrom := strconv.Atoi(m[1])
			to, errTo := strconv.Atoi(m[2])
			switch {
			case errFrom == nil && errTo == nil:
				n *= max(from-to, to-from) + 1
			case m[3] != "":
				n *= 64
			default:
				n *= strings.Count(m[0], ",") + 1
				if strings.Contains(m[0], "..") {
					return true
				}
			}
			if n > 10000 {
				return true
			}
		}
	}
	return false
}

// words rewrites what is expanded in a node that is no command.
func (r *rewriter) words(n syntax.Node, cond bool) {
	if n == nil {
		return
	}
	var visit func(n syntax.Node) bool
	visit = func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CmdSubst:
			if len(n.Stmts) == 1 && n.Stmts[0].Cmd == nil {
				_, _ = r.redirects(n.Stmts[0])
				return false
			}
			if len(n.Stmts) > 0 {
				// Its output goes through a file of ours, since background jobs write there too, and at the same time.
				body := block(append(r.subshell(wordSubst, r.list(n.Stmts, cond && r.bash, false)...), call(wordAwait))...)
				body.Redirs = []*syntax.Redirect{{Op: syntax.RdrOut, Word: word(outFile)}}
				n.Stmts = []*syntax.Stmt{body}
			}
			return false
		case *syntax.ArithmExp:
			syntax.Walk(n.X, visit)
			r.operands(n.X)
			return false
		case *syntax.Word:
			for i, p := range n.Parts {
				if ps, ok := p.(*syntax.ProcSubst); ok {
					n.Parts[i] = r.process(ps) // what comes of it is rewritten already
				} else {
					syntax.Walk(p, visit)
				}
			}
			if manyWords(n) {
				n.Parts = []syntax.WordPart{&syntax.CmdSubst{Stmts: []*syntax.Stmt{call(wordRefuse, "a brace expansion of many words")}}}
			}
			return false
		}
		return true
	}
	syntax.Walk(n, visit)
}

// operands puts around the expansions that an operator needs what looks whether they are empty. A sign needs nothing to its left.
func (r *rewriter) operands(e syntax.ArithmExpr) {
	wrap := func(e syntax.ArithmExpr) syntax.ArithmExpr {
		w, ok := e.(*syntax.Word)
		if !ok || w.Lit() != "" {
			return e
		}
		r.computes = true
		c := call(wordOperand)
		c.Cmd.(*syntax.CallExpr).Args = append(c.Cmd.(*syntax.CallExpr).Args, &syntax.Word{Parts: []syntax.WordPart{&syntax.DblQuoted{Parts: w.Parts}}})
		return &syntax.Word{Parts: []syntax.WordPart{&syntax.CmdSubst{Stmts: []*syntax.Stmt{c}}}}
	}
	syntax.Walk(e, func(n syntax.Node) bool {
		if b, ok := n.(*syntax.BinaryArithm); ok {
			if b.Op != syntax.Add && b.Op != syntax.Sub {
				b.X = wrap(b.X)
			}
			b.Y = wrap(b.Y)
		}
		_, word := n.(*syntax.Word)
		return !word
	})
}

// process puts the output of <( ) into a file in memory and gives its name. What >( ) reads goes nowhere.
func (r *rewriter) process(ps *syntax.ProcSubst) syntax.WordPart {
	subst := func(stmts ...*syntax.Stmt) syntax.WordPart {
		return &syntax.DblQuoted{Parts: []syntax.WordPart{&syntax.CmdSubst{Stmts: stmts}}}
	}
	switch {
	case len(ps.Stmts) == 0:
		return &syntax.Lit{Value: "/dev/null"}
	case ps.Op == syntax.CmdIn:
		r.procs++
		name := procFiles + strconv.Itoa(r.procs)
		body := &syntax.Stmt{Cmd: &syntax.Subshell{Stmts: append([]*syntax.Stmt{call(wordSubst)}, r.list(ps.Stmts, false, false)...)}}
		body.Redirs = []*syntax.Redirect{{Op: syntax.RdrOut, Word: word(name)}}
		return subst(body, call(wordProc, name))
	case ps.Op == syntax.CmdOut:
		var b strings.Builder
		for _, s := range ps.Stmts {
			_ = syntax.NewPrinter().Print(&b, s)
		}
		if r.site != "" && strings.Contains(b.String(), r.site) {
			return subst(call(wordRefuse, "the command stands in >( )"))
		}
		return &syntax.Lit{Value: sinkFile}
	}
	return subst(call(wordRefuse, "a process substitution of another shell"))
}
