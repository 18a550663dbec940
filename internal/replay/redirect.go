package replay

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// redirects rewrites the redirections of a statement. The interpreter knows three descriptors; what is read from others is kept by the
// machine, which the calls that are returned hand it to. The text says why that is not possible.
func (r *rewriter) redirects(s *syntax.Stmt) (opens []*syntax.Stmt, reason string) {
	var out []*syntax.Redirect
	if r.opened == s {
		return nil, "" // they are rewritten already
	}
	lines := "rest-"
	if c, ok := s.Cmd.(*syntax.CallExpr); ok && len(c.Args) > 0 && c.Args[0].Lit() == "read" {
		lines = "line-"
		for i, w := range c.Args {
			if fd := strings.TrimPrefix(w.Lit(), "-u"); w.Lit() == "-u" && i+1 < len(c.Args) || fd != w.Lit() && fd != "" {
				d := *c
				if fd == "" {
					fd = c.Args[i+1].Lit()
					d.Args = append(slices.Clone(c.Args[:i]), c.Args[i+2:]...)
				} else {
					d.Args = append(slices.Clone(c.Args[:i]), c.Args[i+1:]...)
				}
				s.Cmd = &d
				if fd != "0" {
					out = append(out, &syntax.Redirect{Op: syntax.RdrIn, Word: word(procFiles + lines + fd)})
				}
				break
			}
		}
	}
	for _, rd := range s.Redirs {
		if rd.Word != nil {
			r.words(rd.Word, false)
		}
		if rd.Hdoc != nil {
			r.words(rd.Hdoc, false)
		}
		d := *rd
		lit := ""
		if rd.Word != nil {
			lit = rd.Word.Lit()
		}
		if rd.N != nil && !slices.Contains([]string{"0", "1", "2"}, rd.N.Value) {
			// Another descriptor only holds a lock or a copy of the output, as long as nothing reads from it.
			switch rd.Op {
			case syntax.Hdoc, syntax.DashHdoc:
				open := call(wordOpen, "here", rd.N.Value)
				c := open.Cmd.(*syntax.CallExpr)
				var parts []syntax.WordPart
				if rd.Hdoc != nil {
					parts = rd.Hdoc.Parts
				}
				c.Args = append(c.Args, &syntax.Word{Parts: []syntax.WordPart{&syntax.DblQuoted{Parts: parts}}})
				opens = append(opens, open)
			case syntax.RdrInOut:
				return nil, "a redirection of descriptor " + rd.N.Value
			case syntax.RdrIn, syntax.WordHdoc:
				kind := "file"
				if rd.Op == syntax.WordHdoc {
					kind = "text"
				}
				open := call(wordOpen, kind, rd.N.Value)
				c := open.Cmd.(*syntax.CallExpr)
				c.Args = append(c.Args, &syntax.Word{Parts: []syntax.WordPart{&syntax.DblQuoted{Parts: unquoted(rd.Word.Parts)}}})
				opens = append(opens, open)
			}
			continue
		}
		switch rd.Op {
		case syntax.RdrClob:
			d.Op = syntax.RdrOut
		case syntax.RdrInOut:
			return nil, "<>"
		case syntax.DplOut:
			switch {
			case lit == "1" || lit == "2" || lit == "-":
			case lit != "" && strings.Trim(lit, "0123456789") == "" || lit == "":
				if len(lit) == 0 || rd.N != nil && rd.N.Value == "0" {
					return nil, "output to a descriptor"
				}
				d.Op, d.Word = syntax.AppOut, word(procFiles+"out-"+lit)
			default:
				d.Op = syntax.RdrAll
			}
		case syntax.DplIn:
			if lit == "0" {
				continue
			}
			switch {
			case lit == "-":
			case lit != "" && strings.Trim(lit, "0123456789") == "":
				d.Op, d.Word, d.N = syntax.RdrIn, word(procFiles+lines+lit), nil
			default:
				return nil, "input from a descriptor"
			}
		}
		out = append(out, &d)
	}
	s.Redirs = out
	return opens, ""
}

// unquoted takes the outer double quotes from a word that is put into such.
func unquoted(parts []syntax.WordPart) []syntax.WordPart {
	var out []syntax.WordPart
	for _, p := range parts {
		switch p := p.(type) {
		case *syntax.DblQuoted:
			out = append(out, p.Parts...)
		case *syntax.SglQuoted:
			out = append(out, &syntax.Lit{Value: strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`").Replace(p.Value)})
		default:
			out = append(out, p)
		}
	}
	return out
}
