package foreign

import "strings"

type kind int

const (
	name kind = iota // with dots and colons: os.path.join, File::Path
	str              // text in quotes
	sign
)

type token struct {
	kind  kind
	t     string
	pos   int
	holes bool // variables in the text are replaced: "…" of perl, f"…" of python, `…` of node
	tick  bool // a command in backquotes
}

func letter(b byte) bool {
	return b == '_' || b == '$' || b == '@' || b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z'
}

// tokens reads the words, texts and signs of a program.
func tokens(l *language, src string) []token {
	var out []token
next:
	for i := 0; i < len(src); {
		c := src[i]
		for _, mark := range l.comments {
			if strings.HasPrefix(src[i:], mark) && !(mark == "#" && i > 0 && src[i-1] == '$') {
				if n := strings.IndexByte(src[i:], '\n'); n >= 0 {
					i += n
				} else {
					i = len(src)
				}
				continue next
			}
		}
		switch {
		case c == ' ' || c == '\t' || c == '\r':
			i++
		case c == '\n':
			out = append(out, token{kind: sign, t: ";", pos: i})
			i++
		case c == '"' || c == '\'' || c == '`':
			end, text := quoted(src, i)
			prefix := ""
			if n := len(out); n > 0 && out[n-1].kind == name && out[n-1].pos+len(out[n-1].t) == i && len(out[n-1].t) <= 2 {
				if p := strings.ToLower(out[n-1].t); strings.Trim(p, "rbuf") == "" {
					prefix, out = p, out[:n-1]
				}
			}
			tok := token{kind: str, t: text, pos: i, holes: l.sigil && c == '"' || strings.Contains(prefix, "f") || c == '`' || !l.sigil && c == '"' && strings.Contains(text, "#{")}
			tok.tick = c == '`' && l.ticks
			out = append(out, tok)
			i = end
		case letter(c):
			k := i
			for k < len(src) && (letter(src[k]) || (src[k] == '.' && !l.dot || src[k] == ':' && k+2 < len(src) && (src[k+1] == ':' || src[k-1] == ':')) && k+1 < len(src) && (letter(src[k+1]) || src[k+1] == ':')) {
				k++
			}
			w := src[i:k]
			if (w == "qw" || w == "q" || w == "qq" || w == "qx" || w == "x") && k < len(src) && strings.IndexByte("({[/|<!", src[k]) >= 0 && (l.sigil || w == "x" && i > 0 && src[i-1] == '%') {
				end := strings.IndexByte(src[k+1:], closing(src[k]))
				if end >= 0 {
					out = append(out, token{kind: str, t: src[k+1 : k+1+end], pos: i, holes: w != "q", tick: w == "qx" || w == "x"})
					i = k + end + 2
					continue
				}
			}
			out = append(out, token{kind: name, t: w, pos: i})
			i = k
		default:
			out = append(out, token{kind: sign, t: string(c), pos: i})
			i++
		}
	}
	return out
}

func closing(open byte) byte {
	switch open {
	case '(':
		return ')'
	case '{':
		return '}'
	case '[':
		return ']'
	case '<':
		return '>'
	}
	return open
}

// quoted reads a text in quotes, also in three of them; it gives the place behind it.
func quoted(src string, i int) (end int, text string) {
	q := src[i : i+1]
	if strings.HasPrefix(src[i:], strings.Repeat(q, 3)) {
		q = strings.Repeat(q, 3)
	}
	var b strings.Builder
	for i += len(q); i < len(src); i++ {
		if strings.HasPrefix(src[i:], q) {
			return i + len(q), b.String()
		}
		if src[i] == '\\' && i+1 < len(src) {
			i++
			switch src[i] {
			case 'n':
				b.WriteByte('\n')
			case 't':
				b.WriteByte('\t')
			case 'r':
				b.WriteByte('\n')
			case '\n':
			default:
				b.WriteByte(src[i])
			}
			continue
		}
		b.WriteByte(src[i])
	}
	return len(src), b.String()
}
