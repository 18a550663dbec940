package prefilter

import (
	"regexp"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Names that are put together: a=wipe; b=fs; "$a$b", mk{fs.ext4,swap}. The text of the script has no such name in it.

// gather takes in what has to be known before any call is looked at.
func (c *candidates) gather(n syntax.Node) {
	script.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Lit:
			c.brace(n.Value)
			c.escaped(n.Value)
		case *syntax.SglQuoted:
			t := effects.SglText(n)
			c.brace(t)
			if c.escaped(n.Value); n.Dollar && t != n.Value {
				c.braced = append(c.braced, t)
			}
		case *syntax.FuncDecl:
			for _, name := range effects.FunctionNames(n) {
				c.funcs[name] = true
			}
		case *syntax.CallExpr:
			if len(n.Args) == 0 {
				return true
			}
			if n.Args[0].Lit() == "alias" {
				for _, w := range n.Args[1:] {
					name, _, _ := strings.Cut(effects.StaticText(w), "=")
					c.funcs[name] = true
				}
			}
			c.piece(n.Args[0])
			c.interpreter(n.Args)
		case *syntax.Assign:
			if n.Value != nil {
				c.piece(n.Value)
			}
		}
		return true
	})
}

// escaped takes in what the escapes of a text stand for, whoever reads it: echo -e '\x72m -rf /etc' | sh.
func (c *candidates) escaped(t string) {
	i := strings.IndexByte(t, '\\')
	if i < 0 || i+1 == len(t) || !numberedEscape.MatchString(t) {
		return
	}
	for _, read := range []string{value.AnsiC(t), value.EchoEscapes(t)} {
		c.braced, c.derived = append(c.braced, read), append(c.derived, read)
	}
}

var numberedEscape = regexp.MustCompile(`\\[xuU0-7]`)

// mostBraced is how many words of braces are looked at; a script with more of them is run.
const mostBraced = 8192

// brace takes in the words that braces in a text stand for, whoever reads it: db{01..12}, /var/lib/{mysql,pgsql}.
func (c *candidates) brace(t string) {
	if !strings.Contains(t, "{") || !strings.Contains(t, ",") && !strings.Contains(t, "..") {
		return
	}
	for field := range strings.FieldsSeq(t) {
		if len(c.braced) > mostBraced {
			c.many = true
			return
		}
		open := strings.IndexByte(field, '{')
		if open < 0 || open > 0 && field[open-1] == '$' || len(field) > 256 || !strings.Contains(field[open:], "}") {
			continue
		}
		w := &syntax.Word{Parts: []syntax.WordPart{&syntax.Lit{Value: field}}}
		for _, b := range bracedWords(w) {
			t := strings.ReplaceAll(effects.StaticText(b), catalog.Unknown, "$")
			c.braced = append(c.braced, t)
			c.note(t)
		}
	}
}

// piece notes a word that may be a name which is put together.
func (c *candidates) piece(w *syntax.Word) {
	if len(w.Parts) < 2 {
		if len(w.Parts) == 0 {
			return
		}
		if q, ok := w.Parts[0].(*syntax.DblQuoted); !ok || len(q.Parts) < 2 {
			return
		}
	}
	parts := strings.Split(effects.BaseName(effects.StaticText(w)), catalog.Unknown) // literal and names in turn
	if len(parts) < 3 {
		return
	}
	written := false
	for i := 0; i < len(parts); i += 2 {
		for k := range parts[i] {
			if !nameByte(parts[i][k]) {
				return
			}
		}
		written = written || parts[i] != ""
	}
	if written || len(parts) > 3 {
		c.pieces = append(c.pieces, parts)
	}
}

// spelt takes in the names of commands that destroy data which the words that are put together may be, out of what the script has.
func (c *candidates) spelt(files []*script.Script) {
	has := map[string]bool{}
	for _, s := range files {
		for _, st := range s.Stmts {
			script.Walk(st, func(n syntax.Node) bool {
				text := ""
				switch n := n.(type) {
				case *syntax.Lit:
					text = n.Value
				case *syntax.SglQuoted:
					text = effects.SglText(n)
				}
				if len(text) < 256 {
					for t := range strings.FieldsFuncSeq(text, func(r rune) bool { return r > 0x7f || !nameByte(byte(r)) }) {
						has[t] = true
						if i := strings.IndexByte(t, '.'); i > 0 {
							has[t[:i+1]] = true // the beginning of a name such as mkfs.ext4
						}
					}
				}
				return true
			})
		}
	}
	for _, name := range c.cat.Spells() {
		for _, parts := range c.pieces {
			if spells(name, name, parts, has) {
				c.braced = append(c.braced, name)
				c.loose[name] = true
				break
			}
		}
	}
}

// spells reports whether the rest of a name can be made of literal texts with words between them, none of which is the name itself.
func spells(name, rest string, parts []string, has map[string]bool) bool {
	rest, ok := strings.CutPrefix(rest, parts[0])
	if !ok {
		return false
	}
	if len(parts) == 1 {
		return rest == ""
	}
	for i := 0; i <= len(rest) && i < len(name); i++ {
		if (i == 0 || has[rest[:i]]) && spells(name, rest[i:], parts[2:], has) {
			return true
		}
	}
	return false
}
