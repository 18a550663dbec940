package foreign

import (
	"strings"
)

// Replaced is a line that a program of sed may print where it puts text around what it reads: s/^/rm -rf /. "" where it prints none but
// what it has read.
func Replaced(program string) (line string, unknown int) {
	r := &reader{lang: "sed"}
	read := r.fresh()
	now := read
	for i := 0; i < len(program); {
		c := program[i]
		if c != 's' || i > 0 && letter(program[i-1]) || i+1 >= len(program) || letter(program[i+1]) || strings.IndexByte(" \t\n;}\\", program[i+1]) >= 0 {
			if c == '/' { // an address
				_, i = delimited(program, i+1, '/')
				continue
			}
			i++
			continue
		}
		d := program[i+1]
		re, at := delimited(program, i+2, d)
		with, end := delimited(program, at, d)
		i = end
		plain := strings.NewReplacer(`\(`, "", `\)`, "", "(", "", ")", "").Replace(re)
		var out text
		if !strings.HasPrefix(plain, "^") && !strings.HasPrefix(plain, ".*") && !strings.HasPrefix(plain, ".+") {
			if strings.HasSuffix(plain, "$") && strings.Trim(plain, "$") == "" {
				out = append(out, now...)
			} else {
				continue // somewhere in the line
			}
		}
		out = append(out, r.replacement(with, d, now)...)
		if plain == "^" {
			out = append(out, now...)
		} else if !strings.HasSuffix(plain, "$") && !strings.HasSuffix(plain, ".*") && !strings.HasSuffix(plain, ".+") {
			out = append(out, r.fresh()...)
		}
		now = out
	}
	if len(now) == 1 && now[0].name != "" {
		return "", 0
	}
	return now.words(), r.unknown
}

// replacement is what sed puts in the place of what it has found.
func (r *reader) replacement(t string, d byte, found text) text {
	var out text
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			out = append(out, piece{lit: b.String()})
			b.Reset()
		}
	}
	for i := 0; i < len(t); i++ {
		switch c := t[i]; {
		case c == '&':
			flush()
			out = append(out, found...)
		case c == '\\' && i+1 < len(t):
			i++
			switch {
			case t[i] >= '0' && t[i] <= '9':
				flush()
				out = append(out, r.fresh()...)
			case t[i] == 'n':
				b.WriteByte('\n')
			default:
				b.WriteByte(t[i])
			}
		default:
			b.WriteByte(c)
		}
	}
	flush()
	return out
}

// delimited is the text up to a sign, and the place behind that.
func delimited(t string, i int, d byte) (string, int) {
	start := i
	for ; i < len(t); i++ {
		if t[i] == '\\' {
			i++
			continue
		}
		if t[i] == d {
			return t[start:i], i + 1
		}
	}
	return t[min(start, len(t)):], len(t)
}
