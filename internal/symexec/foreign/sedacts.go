package foreign

import "strings"

// sedActs are the lines of a shell that a program of sed stands for: what its command e and the flag e of s run, and the files that w
// writes (GNU sed manual, Commands Specific to GNU sed, The "s" Command).
func sedActs(program string) (lines string, unknown int) {
	r := &reader{lang: "sed"}
	for i := 0; i < len(program); {
		c := program[i]
		switch {
		case strings.IndexByte(" \t\n;{}!,~0123456789$+I", c) >= 0:
			i++
		case c == '/':
			_, i = delimited(program, i+1, '/')
		case c == '\\' && i+1 < len(program):
			_, i = delimited(program, i+2, program[i+1])
		case c == '#' || strings.IndexByte("aicrR", c) >= 0:
			_, i = restOfLine(program, i+1)
		case strings.IndexByte("btT:", c) >= 0:
			for i++; i < len(program) && program[i] != ';' && program[i] != '\n' && program[i] != '}'; i++ {
			}
		case (c == 'y' || c == 's') && i+1 < len(program):
			d := program[i+1]
			start := i
			_, i = delimited(program, i+2, d)
			_, i = delimited(program, i, d)
			if c == 'y' {
				continue
			}
			end := i
			runs := false
			for i < len(program) && strings.IndexByte("gpiImMe0123456789 ", program[i]) >= 0 {
				runs = runs || program[i] == 'e'
				i++
			}
			if runs {
				line, n := Replaced(program[start:end])
				r.unknown = max(r.unknown, n)
				r.line(line)
			}
			if i < len(program) && program[i] == 'w' {
				var file string
				file, i = restOfLine(program, i+1)
				r.writes(text{{lit: file}}, true)
			}
		case c == 'e':
			var line string
			line, i = restOfLine(program, i+1)
			r.line(line)
		case c == 'w' || c == 'W':
			var file string
			file, i = restOfLine(program, i+1)
			if file != "" {
				r.writes(text{{lit: file}}, true)
			}
		default:
			i++
		}
	}
	return strings.Join(r.lines, "\n"), r.unknown
}

// restOfLine is what stands before the end of a line, and the place behind it.
func restOfLine(t string, i int) (string, int) {
	if n := strings.IndexByte(t[i:], '\n'); n >= 0 {
		return strings.TrimSpace(t[i : i+n]), i + n + 1
	}
	return strings.TrimSpace(t[i:]), len(t)
}

// sedMayAct reports whether a program of sed may have a command that runs one, or writes a file.
func sedMayAct(program string) bool { return strings.ContainsAny(program, "ew") }
