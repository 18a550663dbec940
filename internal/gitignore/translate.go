package gitignore

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// translate turns a pattern into a regular expression; false when it can match nothing.
func translate(glob string) (string, bool) {
	var b strings.Builder
	for strings.Contains(glob, "/**/**/") {
		glob = strings.ReplaceAll(glob, "/**/**/", "/**/")
	}
	for strings.HasPrefix(glob, "**/**/") {
		glob = glob[len("**/"):]
	}
	for i := 0; i < len(glob); {
		switch c := glob[i]; c {
		case '*':
			n := stars(glob[i:])
			i += n
			if n < 2 {
				b.WriteString(`[^/]*`)
				break
			}
			left := i-n == 0 || glob[i-n-1] == '/'
			switch {
			case left && i == len(glob): // "a/**": everything below
				b.WriteString(`.*`)
			case left && glob[i] == '/': // "**/a", "a/**/b": any number of folders
				b.WriteString(`(?:.*/)?`)
				i++
			default: // not between slashes it is an ordinary star
				b.WriteString(`[^/]*`)
			}
		case '?':
			b.WriteString(`[^/]`)
			i++
		case '[':
			class, n, ok := bracket(glob[i:])
			if !ok {
				return "", false
			}
			b.WriteString(class)
			i += n
		case '\\':
			if i+1 == len(glob) {
				return "", false
			}
			b.WriteString(regexp.QuoteMeta(glob[i+1 : i+2]))
			i += 2
		default:
			b.WriteString(regexp.QuoteMeta(glob[i : i+1]))
			i++
		}
	}
	return b.String(), true
}

// stars counts the stars at the start of s.
func stars(s string) int {
	return len(s) - len(strings.TrimLeft(s, "*"))
}

// bracket reads a bracket expression at the start of s and returns it as a regular expression with its length.
// Whatever it says, it never matches a slash.
func bracket(s string) (class string, n int, ok bool) {
	var b strings.Builder
	i := 1
	negate := i < len(s) && (s[i] == '!' || s[i] == '^')
	if negate {
		i++
	}
	for first := true; ; first = false {
		if i >= len(s) {
			return "", 0, false
		}
		if s[i] == ']' && !first {
			i++
			break
		}
		if strings.HasPrefix(s[i:], "[:") {
			// The name goes up to the first "]"; where no ":" stands before that one, the "[" is an ordinary member.
			if end := strings.IndexByte(s[i+2:], ']'); end > 0 && s[i+2+end-1] == ':' {
				members, ok := posixClass[s[i+2:i+2+end-1]]
				if !ok {
					return "", 0, false
				}
				b.WriteString(members)
				i += end + 3
				continue
			}
		}
		low, next, ok := member(s, i)
		if !ok {
			return "", 0, false
		}
		high := low
		if next+1 < len(s) && s[next] == '-' && s[next+1] != ']' {
			if high, next, ok = member(s, next+1); !ok {
				return "", 0, false
			}
		}
		i = next
		span(&b, low, low) // git lets the first one match even where the range is the wrong way round
		span(&b, low, high)
	}
	switch body := b.String(); {
	case negate:
		return `[^/` + body + `]`, i, true
	case body == "":
		return `[^\x00-\x{10FFFF}]`, i, true // only a slash: no character at all
	default:
		return `[` + body + `]`, i, true
	}
}

// posixClass are the named classes, without the slash.
var posixClass = map[string]string{
	"alnum": `0-9A-Za-z`, "alpha": `A-Za-z`, "blank": ` \t`, "cntrl": `\x00-\x1f\x7f`, "digit": `0-9`,
	"graph": `!-.0-~`, "lower": `a-z`, "print": ` -.0-~`, "punct": `!-.:-@\[-` + "`" + `{-~`, "space": ` \t\n\v\f\r`,
	"upper": `A-Z`, "xdigit": `0-9A-Fa-f`,
}

// member reads one character of a bracket expression.
func member(s string, i int) (c rune, next int, ok bool) {
	if s[i] == '\\' {
		i++
		if i >= len(s) {
			return 0, 0, false
		}
	}
	c, n := utf8.DecodeRuneInString(s[i:])
	return c, i + n, true
}

// span writes the characters from low to high except the slash.
func span(b *strings.Builder, low, high rune) {
	if low <= '/' && '/' <= high {
		span(b, low, '/'-1)
		span(b, '/'+1, high)
		return
	}
	if low <= high {
		fmt.Fprintf(b, `\x{%x}-\x{%x}`, low, high)
	}
}
