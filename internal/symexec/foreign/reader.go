package foreign

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A text is a value of the program: known text and shell variables in turn, as pieces.
type text []piece

type piece struct {
	lit  string
	name string // of a variable of the shell, where there is no lit
	glob bool   // lit is a pattern of file names
}

type reader struct {
	lang    string
	l       *language
	toks    []token
	vars    map[string]text
	lines   []string
	unknown int
}

func (r *reader) fresh() text {
	r.unknown++
	return text{{name: Unknown + strconv.Itoa(r.unknown)}}
}

func (r *reader) at(i int) token {
	if i < 0 || i >= len(r.toks) {
		return token{kind: sign, t: ";"}
	}
	return r.toks[i]
}

func (r *reader) is(i int, t string) bool { return r.at(i).kind == sign && r.at(i).t == t }

// read goes through the program and takes in assignments and calls.
func (r *reader) read() {
	for i := range r.toks {
		t := r.toks[i]
		switch {
		case t.kind == str && r.lang == "awk" && r.is(i+1, "|") && r.at(i+2).t == "getline":
			r.line(r.holes(t).words())
		case t.kind == str && t.tick:
			r.line(r.holes(t).words())
		case t.kind != name:
		case r.is(i+1, "=") && !r.is(i+2, "=") && !r.is(i+2, "~"):
			r.vars[t.t], _ = r.expr(i + 2)
		case (t.t == "for" || t.t == "foreach") && r.at(i+1).kind == name:
			for k := i + 2; k < min(i+6, len(r.toks)); k++ {
				if r.at(k).t == "in" || r.is(k, "(") {
					r.vars[r.at(i+1).t], _ = r.expr(k + 1)
					break
				}
			}
		case r.lang == "awk" && (t.t == "print" || t.t == "printf"):
			r.awkPrint(i)
		default:
			r.call(i)
			r.opens(i)
		}
	}
}

// callee is the command that a function stands for.
func (r *reader) callee(full string) (command string, texts, words bool) {
	full = strings.TrimPrefix(full, "&")
	last := lastName(full)
	for name, c := range r.l.paths {
		if full == name || last == name || strings.HasSuffix(full, "."+name) {
			return c, false, false
		}
	}
	is := func(name string) bool {
		return full == name || !strings.ContainsAny(name, ".:") && last == name && r.lang == "node"
	}
	return "", slices.ContainsFunc(r.l.texts, is), slices.ContainsFunc(r.l.words, is)
}

func (r *reader) call(i int) {
	full := r.at(i).t
	if last := lastName(full); r.lang == "python" && (last == "unlink" || last == "rmdir") && strings.Contains(full, ".") && full != "os.unlink" && full != "os.rmdir" {
		if v, ok := r.vars[strings.TrimSuffix(full, "."+last)]; ok && last == "unlink" { // p = Path("…"); p.unlink()
			r.line(remove + " " + v.quoted())
		}
		return
	}
	command, texts, words := r.callee(full)
	if command == "" && !texts && !words {
		return
	}
	from := i + 1
	paren := r.is(from, "(")
	if !paren && !r.l.bare {
		return
	}
	if paren {
		from++
	}
	args := r.args(from, paren)
	if len(args) == 0 {
		return
	}
	switch {
	case command != "":
		for _, a := range args {
			if len(a) > 0 {
				r.line(command + " " + a[0].quoted())
			}
			if r.lang != "perl" && r.lang != "ruby" {
				break
			}
		}
	case texts || len(args) == 1 && len(args[0]) == 1 || r.lang == "python" && len(args[0]) == 1:
		r.line(args[0][0].words())
	default:
		var b []string
		if r.lang == "python" { // a list is the whole command; what follows are options
			args = args[:1]
		}
		for _, a := range args {
			for _, w := range a {
				b = append(b, w.quoted())
			}
		}
		r.line(strings.Join(b, " "))
	}
}

// args reads the arguments of a call: each is a list of one, or of several texts.
func (r *reader) args(i int, paren bool) [][]text {
	var out [][]text
	for i < len(r.toks) {
		if r.is(i, ")") || r.is(i, ";") && !paren || r.is(i, "}") || !paren && (r.at(i).t == "if" || r.at(i).t == "or" || r.at(i).t == "unless") {
			break
		}
		if r.is(i, ";") || r.is(i, ",") { // a line end within parentheses
			i++
			continue
		}
		if r.is(i, "[") {
			var list []text
			for i++; i < len(r.toks) && !r.is(i, "]"); {
				if r.is(i, ",") || r.is(i, ";") {
					i++
					continue
				}
				v, n := r.expr(i)
				list = append(list, v)
				i = max(n, i+1)
			}
			out = append(out, list)
			i++
			continue
		}
		v, n := r.expr(i)
		out = append(out, []text{v})
		i = max(n, i+1)
	}
	return out
}

// expr reads a text from a place on, and gives the place behind it.
func (r *reader) expr(i int) (text, int) {
	var out text
	depth := 0
	for i < len(r.toks) {
		t := r.at(i)
		switch {
		case t.kind == str:
			out = append(out, r.holes(t)...)
		case t.kind == name:
			v, n := r.value(i)
			out = append(out, v...)
			i = n
			continue
		case t.t == "(":
			depth++
		case t.t == ")":
			if depth == 0 {
				return out, i
			}
			depth--
		case t.t == "," || t.t == ";" || t.t == "]" || t.t == "}" || t.t == ":" || t.t == "=" || t.t == "|":
			if depth == 0 {
				return out, i
			}
		case t.t == ">" && r.lang == "awk" && depth == 0:
			return out, i
		case t.t == "<" && r.lang == "perl": // <pattern>
			end := i + 1
			var b strings.Builder
			for end < len(r.toks) && !r.is(end, ">") {
				b.WriteString(r.at(end).t)
				end++
			}
			out = append(out, piece{lit: b.String(), glob: true})
			i = end
		case t.t == "$" && r.lang == "awk":
			out = append(out, r.fresh()...)
			i++
		}
		i++
	}
	return out, i
}

var argument = regexp.MustCompile(`^(?:sys\.argv|process\.argv|ARGV|\$ARGV|\$argv|arg)$`)

// value reads what a name stands for: a variable, an argument of the program, the environment, a call.
func (r *reader) value(i int) (text, int) {
	t := r.at(i).t
	if argument.MatchString(t) && r.is(i+1, "[") && r.is(i+3, "]") {
		if n, err := strconv.Atoi(r.at(i + 2).t); err == nil {
			switch {
			case r.lang == "perl" || r.lang == "ruby":
				n++
			case r.lang == "node":
				n--
			}
			return text{{name: strconv.Itoa(n)}}, i + 4
		}
	}
	last := lastName(t)
	switch {
	case (last == "environ" || t == "ENV" || t == "$ENV" || last == "getenv" || t == "$_ENV" || last == "fetch" || strings.HasSuffix(t, "environ.get")) && r.at(i+2).kind == str:
		return text{{name: r.at(i + 2).t}}, i + 4
	case t == "$ENV" && r.at(i+2).kind == name:
		return text{{name: r.at(i + 2).t}}, i + 4
	case strings.HasPrefix(t, "process.env."):
		return text{{name: last}}, i + 1
	case last == "shift" && r.lang == "perl":
		return text{{name: "1"}}, i + 1
	case last == "glob" || last == "iglob" || t == "Dir":
		for k := i + 1; k < min(i+4, len(r.toks)); k++ {
			if r.at(k).kind == str {
				v := r.holes(r.at(k))
				for j := range v {
					v[j].glob = true
				}
				return v, k + 1
			}
		}
	case last == "join" || last == "Path" || last == "str" || last == "expanduser" || last == "realpath" || last == "my" || last == "our" || last == "quote":
		if r.is(i+1, "(") && last == "join" && !strings.HasSuffix(t, "path.join") {
			break
		}
		if strings.HasSuffix(t, "path.join") && r.is(i+1, "(") {
			var v text
			args := r.args(i+2, true)
			for k, a := range args {
				if k > 0 {
					v = append(v, piece{lit: "/"})
				}
				if len(a) > 0 {
					v = append(v, a[0]...)
				}
			}
			return v, r.behind(i + 1)
		}
		return nil, i + 1
	}
	if v, ok := r.vars[t]; ok && !r.is(i+1, "(") {
		return v, i + 1
	}
	if t == "new" || t == "rb" || t == "and" || t == "not" {
		return nil, i + 1
	}
	if r.is(i+1, "(") || r.is(i+1, "[") {
		return r.fresh(), r.behind(i + 1)
	}
	if n, err := strconv.Atoi(t); err == nil {
		return text{{lit: strconv.Itoa(n)}}, i + 1
	}
	return r.fresh(), i + 1
}

// behind is the place behind what a bracket opens.
func (r *reader) behind(i int) int {
	depth := 0
	for ; i < len(r.toks); i++ {
		switch {
		case r.is(i, "(") || r.is(i, "["):
			depth++
		case r.is(i, ")") || r.is(i, "]"):
			if depth--; depth <= 0 {
				return i + 1
			}
		}
	}
	return i
}

var hole = regexp.MustCompile(`\$\{([^}]*)\}|#\{([^}]*)\}|(\$ENV\{\w+\}|[$@]\w+)|\{([^{}]*)\}`)

// holes is a text with its variables replaced.
func (r *reader) holes(t token) text {
	if !t.holes {
		return text{{lit: t.t}}
	}
	var out text
	at := 0
	for _, m := range hole.FindAllStringSubmatchIndex(t.t, -1) {
		brace := m[8] >= 0
		if brace && r.l.sigil || !brace && !r.l.sigil && m[4] < 0 && m[2] < 0 {
			continue
		}
		if m[0] > at {
			out = append(out, piece{lit: t.t[at:m[0]]})
		}
		name := ""
		for k := 2; k < len(m); k += 2 {
			if m[k] >= 0 {
				name = t.t[m[k]:m[k+1]]
			}
		}
		v, ok := r.vars[name]
		if bound := strings.TrimPrefix(name, "$"); strings.HasPrefix(bound, Bound) {
			v, ok = text{{name: bound}}, true
		}
		if env, is := strings.CutPrefix(name, "$ENV{"); is {
			v, ok = text{{name: strings.TrimSuffix(env, "}")}}, true
		}
		if !ok {
			v, ok = r.vars["$"+name]
		}
		if !ok {
			sub := &reader{lang: r.lang, l: r.l, toks: tokens(r.l, name), vars: r.vars, unknown: r.unknown}
			v, _ = sub.expr(0)
			r.unknown = sub.unknown
		}
		out = append(out, v...)
		at = m[1]
	}
	if at < len(t.t) {
		out = append(out, piece{lit: t.t[at:]})
	}
	return out
}

func (r *reader) line(t string) {
	if strings.TrimSpace(t) != "" {
		r.lines = append(r.lines, t)
	}
}

// quoted is a text as one word of a shell.
func (v text) quoted() string {
	var b strings.Builder
	for _, p := range v {
		switch {
		case p.name != "":
			b.WriteString(`"${` + p.name + `}"`)
		case p.glob && !strings.ContainsAny(p.lit, " '\"`$\\;&|()<>\n"):
			b.WriteString(p.lit)
		default:
			at := 0
			for _, m := range bound.FindAllStringIndex(p.lit, -1) {
				if m[0] > at {
					b.WriteString(single(p.lit[at:m[0]]))
				}
				b.WriteString(`"` + p.lit[m[0]:m[1]] + `"`)
				at = m[1]
			}
			if at < len(p.lit) || at == 0 {
				b.WriteString(single(p.lit[at:]))
			}
		}
	}
	return b.String()
}

// bound is a variable of the shell in the text of a program, which stands for what the shell put there.
var bound = regexp.MustCompile(`\$\{` + Bound + `\w+\}`)

func single(t string) string { return "'" + strings.ReplaceAll(t, "'", `'\''`) + "'" }

// words is a text as a line of a shell.
func (v text) words() string {
	var b strings.Builder
	for _, p := range v {
		if p.name != "" {
			b.WriteString("${" + p.name + "}")
		} else {
			b.WriteString(p.lit)
		}
	}
	return b.String()
}
