package prefilter

import (
	"math/bits"
	"regexp"
	"slices"
	"strings"
	"unicode"

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
			c.standsFor(n)
			c.renamed(n.Args)
			c.piece(n.Args[0])
			c.interpreter(n.Args)
			c.mangled(n.Args)
		case *syntax.Assign:
			c.standsFor(n)
			c.changed(n)
			if n.Value != nil {
				if n.Name != nil && n.Name.Value == "IFS" && strings.ContainsFunc(effects.StaticText(n.Value), unicode.IsLetter) {
					c.many = true // IFS=x: letters of a value part its words
				}
				c.piece(n.Value)
			}
		}
		return true
	})
}

// standsFor takes in the names that the script has stand for other commands; one that is not known may be any.
func (c *candidates) standsFor(n syntax.Node) {
	for _, name := range effects.Renamed(n) {
		c.funcs[name] = true
		c.many = c.many || strings.Contains(name, catalog.Unknown)
	}
}

// renames are commands that give a program another name.
var renames = map[string]bool{"cp": true, "mv": true, "ln": true, "install": true}

// renamesAt is where such a command stands in a call, maybe behind what runs it: sudo cp. It is -1 where there is none.
func (c *candidates) renamesAt(words []string) int {
	if !renames[words[0]] && !c.cat.Wraps(effects.BaseName(words[0])) {
		return -1
	}
	return slices.IndexFunc(words, func(w string) bool { return renames[w] })
}

// renamed takes in the name that a program has where a command gives it another one: ln -s /sbin/wipefs ./w.
func (c *candidates) renamed(args []*syntax.Word) {
	words := make([]string, len(args))
	for i, w := range args {
		words[i] = w.Lit()
	}
	at := c.renamesAt(words)
	if at < 0 {
		return
	}
	args = args[at:]
	if len(args) < 3 || !slices.ContainsFunc(args[1:], func(w *syntax.Word) bool {
		anything, path, device := c.cat.Names(effects.BaseName(effects.StaticText(w)))
		return anything || path || device || effects.SubstitutesIn(w)
	}) {
		return
	}
	name := effects.StaticText(args[len(args)-1])
	if base := effects.BaseName(name); base != "" && !strings.Contains(base, catalog.Unknown) {
		c.funcs[name], c.funcs[base], c.funcs["./"+base] = true, true, true
	}
}

// escaped takes in what the escapes of a text stand for, whoever reads it: echo -e '\x72m -rf /etc' | sh.
func (c *candidates) escaped(t string) {
	i := strings.IndexByte(t, '\\')
	if i < 0 || i+1 == len(t) || !numberedEscape.MatchString(t) {
		return
	}
	for _, read := range []string{value.AnsiC(t), value.EchoEscapes(t)} {
		c.braced, c.derived = append(c.braced, read), append(c.derived, read)
		c.pending = append(c.pending, []string{"printf", read})
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
			if spells(name, parts, has) {
				c.braced = append(c.braced, name)
				c.loose[name] = true
				break
			}
		}
	}
}

// longestName is how long a name may be that is looked at letter by letter; a longer one counts as put together.
const longestName = 63

// spells reports whether a name can be made of literal texts with words between them, none of which is the name itself. The work grows
// with the length of the name, and not with how many words there are.
func spells(name string, parts []string, has map[string]bool) bool {
	if !strings.HasPrefix(name, parts[0]) || !strings.HasSuffix(name, parts[len(parts)-1]) {
		return false
	}
	if len(name) > longestName {
		return true
	}
	ends := uint64(1) << len(parts[0]) // where in the name what was looked at may end, as a set
	for i := 2; i < len(parts) && ends != 0; i += 2 {
		var next uint64
		for rest := ends; rest != 0; rest &= rest - 1 {
			from := bits.TrailingZeros64(rest)
			for to := from; to <= len(name) && to-from < len(name); to++ {
				if (to == from || has[name[from:to]]) && strings.HasPrefix(name[to:], parts[i]) {
					next |= 1 << (to + len(parts[i]))
				}
			}
		}
		if next == ends { // as for each further word with nothing in front of it
			for i+2 < len(parts) && parts[i] == "" && parts[i+2] == "" {
				i += 2
			}
		}
		ends = next
	}
	return ends&(1<<len(name)) != 0
}
