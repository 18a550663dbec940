package replay

import (
	"regexp"
	"strings"
)

// basic turns a basic regular expression into one of Go's.
func basic(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s):
			i++
			switch s[i] {
			case '(', ')', '{', '}', '|', '+', '?':
				b.WriteByte(s[i])
			case '<', '>':
				b.WriteString(`\b`)
			default:
				b.WriteString(`\` + string(s[i]))
			}
		case strings.IndexByte("(){}|+?", c) >= 0:
			b.WriteString(`\` + string(c))
		case c == '[':
			end := strings.IndexByte(s[min(i+2, len(s)):], ']')
			for k := i; strings.HasPrefix(s[k:], "[[:") && end >= 0; { // [[:space:]]
				end = strings.Index(s[i+2:], "]]") + 1
				k = len(s)
			}
			if end < 0 {
				b.WriteByte(c)
				continue
			}
			b.WriteString(s[i : i+2+end+1])
			i += 2 + end
		case c == '*' && (b.Len() == 0 || strings.HasSuffix(b.String(), "^")):
			b.WriteString(`\*`)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func compile(pattern string, extended, fixed, fold, whole, word bool) (*regexp.Regexp, error) {
	var alternatives []string
	for p := range strings.SplitSeq(pattern, "\n") {
		switch {
		case fixed:
			p = regexp.QuoteMeta(p)
		case !extended:
			p = basic(p)
		default:
			p = strings.NewReplacer(`\<`, `\b`, `\>`, `\b`).Replace(p)
		}
		if word {
			p = `\b(?:` + p + `)\b`
		}
		if whole {
			p = `^(?:` + p + `)$`
		}
		alternatives = append(alternatives, p)
	}
	p := strings.Join(alternatives, "|")
	if fold {
		p = "(?i)" + p
	}
	re, err := regexp.Compile(p)
	if err != nil {
		return nil, cannot("the script uses the regular expression %q", pattern)
	}
	return re, nil
}
