package script

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// A template is the text of a script with places that a program fills in before a shell reads it. What a place holds is not known: an
// expression is a word, and a condition or loop of the template's language is one of the shell's whose outcome is not known. Each is
// replaced by text of the same length, so that all offsets hold.

// A Template says that a script is a template.
type Template struct {
	// Offset and End are where the first of its tags stands.
	Offset, End int
}

// templateExtensions are those of templates, with the engines' tags that they may have.
var templateExtensions = map[string]string{
	".erb": "<", ".epp": "<", ".j2": "{", ".jinja": "{", ".jinja2": "{", ".tmpl": "<{", ".tpl": "<{", ".gotmpl": "{", ".gotpl": "{",
	".template": "<{", ".mustache": "{", ".hbs": "{", ".tftpl": "%",
}

// withoutTemplate is a file's name without what says that it is a template.
func withoutTemplate(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if templateExtensions[ext] != "" {
		return name[:len(name)-len(ext)]
	}
	return name
}

var (
	// ownLine is a tag of a template where no shell has any: alone on its line, or at a line's beginning with a word of control.
	ownLine = regexp.MustCompile(`(?m)^[ \t]*(?:<%[-#=]?.*%>|\{%.*%\}|\{\{.*\}\}|\{#.*#\})[ \t]*$|^[ \t]*\{%-?\s*(?:if|for|set|else|endif|endfor|elif)\b|^[ \t]*<%-?\s*(?:if|unless|end|else|elsif)\b`)
	// autoconf is a word that configure fills in.
	autoconf = regexp.MustCompile(`@[A-Za-z_][A-Za-z0-9_]+@`)
	tags     = map[byte]*regexp.Regexp{
		'<': regexp.MustCompile(`(?s)<%.*?%>`),
		'{': regexp.MustCompile(`(?s)\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}`),
		'%': regexp.MustCompile(`%\{[^}\n]*\}`),
	}
	// formats are options whose values look like tags.
	formats = regexp.MustCompile(`(?:--format|--template|--filter|-f|-o|go-template)(?:[ =]["']?|=go-template=["']?)[^\n]*$`)
)

// templateTags are where the tags of a template are; none for a script that is no template.
func (s *Script) templateTags(text []byte) (found [][2]int) {
	if !bytes.Contains(text, []byte("{{")) && !bytes.Contains(text, []byte("{%")) && !bytes.Contains(text, []byte("<%")) && !bytes.Contains(text, []byte("%{")) && bytes.IndexByte(text, '@') < 0 {
		return nil
	}
	if strings.HasSuffix(s.Path, ".in") || bytes.HasPrefix(text, []byte("#!@")) {
		for _, m := range autoconf.FindAllIndex(text, -1) {
			found = append(found, [2]int{m[0], m[1]})
		}
		return found
	}
	kinds := templateExtensions[strings.ToLower(path.Ext(s.Path))]
	if kinds == "" {
		folder := "/" + path.Dir(s.Path) + "/"
		if !strings.Contains(folder, "/templates/") && !strings.Contains(folder, "/template/") && (!ownLine.Match(text) || s.tagsAreText(text)) {
			return nil
		}
		kinds = "<{"
	}
	for _, kind := range []byte(kinds) {
		for _, m := range tags[kind].FindAllIndex(text, -1) {
			from := bytes.LastIndexByte(text[:m[0]], '\n') + 1
			if text[m[0]] == '{' && (formats.Match(text[from:m[0]]) || m[0] > 0 && text[m[0]-1] == '$') {
				continue // docker ps --format '{{.Names}}', ${#a}
			}
			if bytes.HasPrefix(text[m[0]:], []byte("{#")) && !bytes.HasSuffix(text[m[0]:m[1]], []byte("#}")) {
				continue
			}
			found = append(found, [2]int{m[0], m[1]})
		}
		if len(found) > 0 {
			break // of one engine
		}
	}
	return found
}

// tagsAreText reports whether a script is one without its tags being filled in, and all of those that tell a template stand in
// here-documents and quotes: it writes a template for something else.
func (s *Script) tagsAreText(text []byte) bool {
	p := parseAs(readable(text), s.Dialect)
	if p.err != nil {
		return false
	}
	var within [][2]int
	for _, st := range p.stmts {
		Walk(st, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.Redirect:
				if n.Hdoc != nil {
					within = append(within, [2]int{int(n.Hdoc.Pos().Offset()), int(n.Hdoc.End().Offset())})
				}
			case *syntax.SglQuoted, *syntax.DblQuoted:
				within = append(within, [2]int{int(n.Pos().Offset()), int(n.End().Offset())})
			}
			return true
		})
	}
	for _, m := range ownLine.FindAllIndex(text, -1) {
		if !slices.ContainsFunc(within, func(r [2]int) bool { return r[0] <= m[0] && m[1] <= r[1] }) {
			return false
		}
	}
	return true
}

// belowTags is a text from its #! line on, if tags of a template stand in front of that.
func belowTags(text []byte) []byte {
	if !leadingTag.Match(text) {
		return text
	}
	if at := bytes.Index(text[:min(len(text), 2048)], []byte("\n#!")); at >= 0 {
		return text[at+1:]
	}
	return text
}

var leadingTag = regexp.MustCompile(`^\s*(?:<%|\{\{|\{%|\{#)`)

// What a tag does.
type tagKind int

const (
	tagNothing tagKind = iota // a remark, an assignment
	tagHole                   // a word
	tagIf
	tagLoop
	tagElse
	tagElif
	tagEnd
)

var (
	rubyBlock = regexp.MustCompile(`(?:\bdo|\{)\s*(?:\|[^|]*\|)?\s*$`)
	keyword   = regexp.MustCompile(`^[\s\-~+]*([A-Za-z_]+|\})(?:\s+(if)\b)?`)
)

// kindOf tells what a tag does.
func kindOf(tag []byte) tagKind {
	t := string(tag)
	switch {
	case strings.HasPrefix(t, "{#"), strings.HasPrefix(t, "<%#"), strings.HasPrefix(t, "{{!"), strings.HasPrefix(t, "{{/*"), strings.HasPrefix(t, "{{- /*"):
		return tagNothing
	case strings.HasPrefix(t, "<%="), strings.HasPrefix(t, "<%-="):
		return tagHole
	}
	inside := t[2 : len(t)-1]
	if !strings.HasPrefix(t, "%{") {
		inside = t[2 : len(t)-2]
	}
	inside = strings.Trim(inside, " \t\r\n-~+")
	if strings.HasPrefix(t, "{{") {
		switch {
		case strings.HasPrefix(inside, "#"): // mustache
			return tagLoop
		case strings.HasPrefix(inside, "^"):
			return tagIf
		case strings.HasPrefix(inside, "/"):
			return tagEnd
		case strings.HasPrefix(inside, "$") && strings.Contains(inside, "="):
			return tagNothing
		}
	}
	m := keyword.FindStringSubmatch(inside)
	if m == nil {
		if strings.HasPrefix(t, "<%") && rubyBlock.MatchString(inside) {
			return tagLoop
		}
		if strings.HasPrefix(t, "{{") {
			return tagHole
		}
		return tagNothing
	}
	switch m[1] {
	case "if", "unless", "case", "with", "define", "block", "macro", "call", "filter", "begin":
		if m[1] == "block" && strings.HasPrefix(t, "<%") {
			break
		}
		return tagIf
	case "for", "while", "until", "range":
		return tagLoop
	case "else":
		if m[2] == "if" {
			return tagElif
		}
		return tagElse
	case "elsif", "elif", "elseif", "when":
		return tagElif
	case "end", "}", "endif", "endfor", "endmacro", "endblock", "endcall", "endfilter", "endwith", "endwhile":
		return tagEnd
	case "include", "import", "from", "extends":
		if strings.HasPrefix(t, "{%") {
			return tagHole // text of another file
		}
	}
	if strings.HasPrefix(t, "<%") && rubyBlock.MatchString(inside) {
		return tagLoop
	}
	if strings.HasPrefix(t, "{{") {
		return tagHole
	}
	return tagNothing
}

// filled replaces the tags of a template, and gives what is to be done to the tree. What cannot be replaced is said.
func (s *Script) filled(text []byte) ([]byte, []graft) {
	found := s.templateTags(text)
	if len(found) == 0 {
		return text, nil
	}
	s.Template = &Template{found[0][0], found[0][1]}
	f := &filler{src: s.Source, text: bytes.Clone(text)}
	verbatim := false
	for i := 0; i < len(found); i++ {
		from, to := found[i][0], found[i][1]
		tag := text[from:to]
		switch word := strings.Trim(string(tag), "{%- }"); {
		case word == "endraw" || word == "endverbatim":
			verbatim = false
			blankOut(f.text[from:to])
			continue
		case verbatim:
			continue
		case word == "raw" || word == "verbatim":
			verbatim = true
			blankOut(f.text[from:to])
			continue
		}
		if tag[0] == '@' {
			f.hole(from, to, true)
			continue
		}
		kind := kindOf(tag)
		lineTo := lineEnd(text, to)
		alone, more := onOwnLine(text, found, i)
		switch {
		case kind == tagNothing:
			blankOut(f.text[from:to])
		case kind == tagHole:
			f.hole(from, to, !alone)
		case alone:
			f.control(kind, from, to, more)
		default:
			// a condition within a line: what it leaves there is not known
			last, depth := i, 0
			for j := i; j < len(found) && found[j][0] < lineTo; j++ {
				switch kindOf(text[found[j][0]:found[j][1]]) {
				case tagIf, tagLoop:
					depth++
				case tagEnd:
					depth--
				case tagNothing, tagHole, tagElse, tagElif: // none opens or closes anything
				}
				if last = j; depth == 0 {
					break
				}
			}
			if depth == 0 && last > i {
				f.hole(from, found[last][1], false)
				i = last
			} else {
				f.left = append(f.left, from)
			}
		}
	}
	for _, at := range f.left {
		s.Problems = append(s.Problems, *s.errorAt(at, "this part of the template is not understood, so that the script is not what it looks like"))
	}
	return f.text, f.grafts
}

// onOwnLine reports whether a tag stands on a line with nothing else but tags that leave no text, and are not closed there. more says
// that one follows it.
func onOwnLine(text []byte, found [][2]int, i int) (alone, more bool) {
	kind := kindOf(text[found[i][0]:found[i][1]])
	from, to := bytes.LastIndexByte(text[:found[i][0]], '\n')+1, lineEnd(text, found[i][1])
	at, depth, opened := from, 0, false
	for j, tag := range found {
		if tag[1] <= from || tag[0] >= to {
			continue
		}
		if len(bytes.TrimSpace(text[max(at, from):max(tag[0], from)])) > 0 {
			return false, false
		}
		at = tag[1]
		more = more || j > i
		switch k := kindOf(text[tag[0]:tag[1]]); k {
		case tagHole:
			if j != i {
				return false, false
			}
		case tagIf, tagLoop:
			depth, opened = depth+1, true
		case tagEnd:
			if depth--; opened && depth >= 0 && kind != tagHole {
				return false, false // within the line
			}
		case tagNothing, tagElse, tagElif: // they leave no text
		}
	}
	return len(bytes.TrimSpace(text[min(at, to):to])) == 0, more
}

// A filler puts shell text in the place of tags.
type filler struct {
	src    []byte // what the tags are
	text   []byte
	open   []tagKind // conditions and loops that have not ended
	grafts []graft
	left   []int // tags that are not understood
}

// blankOut leaves the ends of lines, which end here-documents and comments.
func blankOut(text []byte) {
	for i := range text {
		if text[i] != '\n' {
			text[i] = ' '
		}
	}
}

// hole puts a variable that nothing sets in a tag's place: one word, or text of which nothing is known.
func (f *filler) hole(from, to int, word bool) {
	name := strings.Join(strings.Fields(string(f.src[from:to])), " ")
	if to-from < 4 {
		f.left = append(f.left, from)
		return
	}
	copy(f.text[from:], "${"+strings.Repeat("_", to-from-3)+"}")
	f.grafts = append(f.grafts, graft{at: from, within: true, apply: func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CallExpr:
			// The command's own name may be a prefix such as sudo.
			for i, w := range n.Args {
				if word && i > 0 && int(w.Pos().Offset()) <= from && from < int(w.End().Offset()) {
					quoteHole(w, from)
				}
			}
		case *syntax.Assign:
			if n.Value != nil && word {
				quoteHole(n.Value, from)
			}
		case *syntax.ParamExp:
			if int(n.Pos().Offset()) == from {
				n.Param.Value = name
				return true
			}
		case *syntax.Word:
			return apart(n, from, to, name)
		}
		return false
	}})
}

// quoteHole puts quotes around a tag: what it leaves is taken for one word.
func quoteHole(w *syntax.Word, at int) {
	for i, p := range w.Parts {
		if e, ok := p.(*syntax.ParamExp); ok && int(e.Pos().Offset()) == at {
			w.Parts[i] = &syntax.DblQuoted{Left: e.Pos(), Right: e.End(), Parts: []syntax.WordPart{e}}
		}
	}
}

// apart takes text in single quotes apart, in which the shell expands nothing and the template's program does.
func apart(w *syntax.Word, from, to int, name string) bool {
	for i, p := range w.Parts {
		q, ok := p.(*syntax.SglQuoted)
		first := 0
		if ok {
			first = int(q.Left.Offset()) + 1
			if q.Dollar {
				first++
			}
		}
		if !ok || from < first || to > int(q.Right.Offset()) || to-first > len(q.Value) {
			continue
		}
		at := syntax.NewPos(uint(from), 0, 0)
		e := &syntax.ParamExp{Dollar: at, Rbrace: syntax.NewPos(uint(to-1), 0, 0), Param: &syntax.Lit{ValuePos: at, ValueEnd: syntax.NewPos(uint(to-1), 0, 0), Value: name}}
		head := &syntax.SglQuoted{Left: q.Left, Right: at, Dollar: q.Dollar, Value: q.Value[:from-first]}
		tail := &syntax.SglQuoted{Left: syntax.NewPos(uint(to-1), 0, 0), Right: q.Right, Value: q.Value[to-first:]}
		parts := append([]syntax.WordPart(nil), w.Parts[:i]...)
		parts = append(parts, head, &syntax.DblQuoted{Left: at, Right: syntax.NewPos(uint(to-1), 0, 0), Parts: []syntax.WordPart{e}}, tail)
		w.Parts = append(parts, w.Parts[i+1:]...)
		return true
	}
	return false
}

// control puts a condition or loop of the shell in the place of one of the template's. Its outcome is that of a command which nobody
// knows.
func (f *filler) control(kind tagKind, from, to int, more bool) {
	last := tagIf
	if n := len(f.open); n > 0 {
		last = f.open[n-1]
	}
	var text string
	switch kind {
	case tagIf, tagLoop:
		f.open = append(f.open, kind)
		text = map[tagKind]string{tagIf: "if @;then", tagLoop: "while @;do"}[kind]
	case tagElse, tagElif:
		if last != tagIf || len(f.open) == 0 {
			f.left = append(f.left, from)
			return
		}
		text = map[tagKind]string{tagElse: ":;else", tagElif: ":;elif @;then"}[kind]
		if len(text) > to-from {
			text = strings.TrimPrefix(text, ":;")
		}
	case tagEnd:
		if len(f.open) == 0 {
			f.left = append(f.left, from)
			return
		}
		f.open = f.open[:len(f.open)-1]
		text = map[tagKind]string{tagIf: ":;fi", tagLoop: ":;done"}[last]
		if more {
			text += ";"
		}
	case tagNothing, tagHole: // they control nothing
	}
	if len(text) > to-from {
		f.left = append(f.left, from)
		return
	}
	blankOut(f.text[from:to])
	copy(f.text[from:], text)
}
