package foreign

import (
	"strings"
)

// awkPrint takes in a print whose output a shell reads: print "rm " $1 | "sh".
func (r *reader) awkPrint(i int) {
	v, n := r.printed(i)
	if r.is(n, ">") {
		if r.is(n+1, ">") {
			n++
		}
		file, _ := r.expr(n + 1)
		r.writes(file, false)
	}
	if !r.is(n, "|") || r.at(n+1).kind != str {
		return
	}
	if f := strings.Fields(r.at(n + 1).t); len(f) > 0 && (strings.HasSuffix(f[0], "sh")) {
		r.line(v.words())
	}
}

// printed is the text that the print at i prints, and the place behind it.
func (r *reader) printed(i int) (text, int) {
	formatted := r.at(i).t == "printf"
	i++
	var args []text
	for i < len(r.toks) {
		v, n := r.expr(i)
		args = append(args, v)
		i = n
		if !r.is(i, ",") {
			break
		}
		i++
	}
	if len(args) == 0 {
		return nil, i
	}
	if !formatted {
		out := args[0]
		for _, a := range args[1:] {
			out = append(append(out, piece{lit: " "}), a...)
		}
		return out, i
	}
	var out text
	args, form := args[1:], args[0]
	for _, p := range form {
		rest := p.lit
		for {
			k := strings.IndexByte(rest, '%')
			if k < 0 || k+1 >= len(rest) {
				break
			}
			out = append(out, piece{lit: rest[:k]})
			rest = strings.TrimLeft(rest[k+1:], "-+ 0123456789.")
			if rest != "" {
				rest = rest[1:]
			}
			if len(args) > 0 {
				out, args = append(out, args[0]...), args[1:]
			} else {
				out = append(out, r.fresh()...)
			}
		}
		if p.name != "" {
			out = append(out, p)
		} else {
			out = append(out, piece{lit: rest})
		}
	}
	return out, i
}

// Printed are the lines that an awk program may print, as text of a shell.
func Printed(program string) (lines string, unknown int) {
	l := languages["awk"]
	r := &reader{lang: "awk", l: l, toks: tokens(l, program), vars: map[string]text{}}
	for i, t := range r.toks {
		if t.kind != name || t.t != "print" && t.t != "printf" {
			continue
		}
		if v, n := r.printed(i); !r.is(n, "|") && !r.is(n, ">") {
			r.line(strings.TrimRight(v.words(), "\n"))
		}
	}
	return strings.Join(r.lines, "\n"), r.unknown
}
