package value

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Escape reads the backslash escape that a text begins with, as $'…' and the format of printf know them: the text that it stands for, and
// how long it is. What is none stands for itself. Of echo -e and %b, whose octal numbers begin with 0, echo is true.
func Escape(t string, echo bool) (string, int) {
	if len(t) < 2 {
		return t, len(t)
	}
	switch c := t[1]; c {
	case 'a':
		return "\a", 2
	case 'b':
		return "\b", 2
	case 'e', 'E':
		return "\x1b", 2
	case 'f':
		return "\f", 2
	case 'n':
		return "\n", 2
	case 'r':
		return "\r", 2
	case 't':
		return "\t", 2
	case 'v':
		return "\v", 2
	case '\\', '\'', '"', '?':
		return t[1:2], 2
	case 'x':
		return numbered(t, 2, 2, 16, false)
	case 'u':
		return numbered(t, 2, 4, 16, true)
	case 'U':
		return numbered(t, 2, 8, 16, true)
	case '0', '1', '2', '3', '4', '5', '6', '7':
		switch {
		case !echo:
			return numbered(t, 1, 3, 8, false)
		case c == '0':
			if text, n := numbered(t, 2, 3, 8, false); n > 2 {
				return text, n
			}
			return "", 2
		}
	case 'c':
		if !echo && len(t) > 2 {
			return string(t[2] & 0x1f), 3
		}
	}
	return t[:2], 2
}

// numbered reads up to most digits of a number that a character has.
func numbered(t string, from, most, base int, rune_ bool) (string, int) {
	end := from
	for end < len(t) && end < from+most {
		if _, err := strconv.ParseUint(t[end:end+1], base, 32); err != nil {
			break
		}
		end++
	}
	n, err := strconv.ParseUint(t[from:end], base, 32)
	switch {
	case err != nil:
		return t[:2], 2
	case rune_ && utf8.ValidRune(rune(n)):
		return string(rune(n)), end
	}
	return string([]byte{byte(n)}), end
}

// AnsiC is a text with the escapes of $'…' read; no shell keeps what follows a zero byte.
func AnsiC(t string) string { return escapes(t, false, true) }

// EchoEscapes is a text with those of echo -e read, of which \c ends it.
func EchoEscapes(t string) string { return escapes(t, true, false) }

// PrintfEscapes is one with those of %b read, which has octal numbers in both forms.
func PrintfEscapes(t string) string { return escapes(t, true, true) }

func escapes(t string, echo, octal bool) string {
	if strings.IndexByte(t, '\\') < 0 {
		return t
	}
	var b strings.Builder
	for i := 0; i < len(t); {
		if t[i] != '\\' {
			b.WriteByte(t[i])
			i++
			continue
		}
		if echo && strings.HasPrefix(t[i:], `\c`) {
			break
		}
		text, n := Escape(t[i:], echo && (!octal || i+1 == len(t) || t[i+1] < '1' || t[i+1] > '7'))
		if text == "\x00" {
			if echo {
				text = ""
			} else {
				break
			}
		}
		b.WriteString(text)
		i += n
	}
	return b.String()
}
