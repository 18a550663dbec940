package foreign

import (
	"slices"
	"strings"
)

// Files that a program writes: open("/dev/sdb", "wb"), File.write, fs.writeFileSync. As lines of a shell these are redirections.

// An opening is how a function opens a file: the number of the argument with its path, and of that which says what for; -1 where it
// always writes.
type opening struct{ path, mode int }

// openings are such functions, by language; the documentation of each language's library has them under these names.
var openings = map[string]map[string]opening{
	"python": {"open": {0, 1}, "io.open": {0, 1}, "codecs.open": {0, 1}, "os.open": {0, 1}, "os.truncate": {0, -1}},
	"perl":   {"open": {1, 1}, "sysopen": {1, 2}},
	"ruby": {"open": {0, 1}, "File.open": {0, 1}, "File.new": {0, 1}, "IO.write": {0, -1}, "File.write": {0, -1}, "IO.binwrite": {0, -1}, "File.binwrite": {0, -1},
		"IO.sysopen": {0, 1}},
	"node": {"writeFileSync": {0, -1}, "writeFile": {0, -1}, "openSync": {0, 1}, "open": {0, 1}, "createWriteStream": {0, -1}, "appendFileSync": {0, -1}},
	"php":  {"fopen": {0, 1}, "file_put_contents": {0, -1}},
	"lua":  {"io.open": {0, 1}, "io.output": {0, -1}},
}

// pathMethods are methods of a path that write into its file: pathlib, Concrete paths.
var pathMethods = []string{"write_bytes", "write_text"}

// mayOpen reports whether a program has a word that opens a file.
func mayOpen(lang, program string) bool {
	for name := range openings[lang] {
		if strings.Contains(program, lastName(name)) {
			return true
		}
	}
	if lang == "ruby" && strings.Contains(program, "%x") {
		return true
	}
	return lang == "python" && slices.ContainsFunc(pathMethods, func(m string) bool { return strings.Contains(program, m) }) || lang == "awk" && strings.Contains(program, ">")
}

// opens takes in a call that opens a file to write into it.
func (r *reader) opens(i int) {
	full := r.at(i).t
	how, is := openings[r.lang][full]
	if last := lastName(full); !is && r.lang == "node" {
		how, is = openings["node"][last]
	}
	if !is {
		r.pathOpens(i)
		return
	}
	from, paren := i+1, r.is(i+1, "(")
	if !paren && !r.l.bare {
		return
	}
	if paren {
		from++
	}
	args := r.args(from, paren)
	if r.lang == "perl" && len(args) > 1 && len(args[1]) == 1 && how.mode == how.path {
		r.perlOpens(args)
		return
	}
	if how.path >= len(args) || len(args[how.path]) == 0 {
		return
	}
	path := args[how.path][0]
	if how.mode < 0 {
		r.writes(path, true)
		return
	}
	mode, known := "r", true
	for k := from; k < len(r.toks) && k < from+24; k++ { // open(path, mode="wb")
		if r.at(k).t == "mode" && r.is(k+1, "=") && r.at(k+2).kind == str {
			mode = r.at(k + 2).t
		}
	}
	if how.mode < len(args) && len(args[how.mode]) > 0 && mode == "r" {
		mode, known = args[how.mode][0].known()
	}
	if strings.HasSuffix(full, "os.open") || full == "sysopen" || full == "IO.sysopen" {
		mode, known = r.flags(from), true
	}
	switch {
	case !known, strings.Contains(mode, "+") && !strings.Contains(mode, "w"):
		r.writes(path, false)
	case strings.ContainsAny(mode, "wxac"):
		r.writes(path, strings.Contains(mode, "w"))
	}
}

// flags are what the flags of open(2) say, as the mode of fopen(3).
func (r *reader) flags(from int) string {
	mode := "r"
	for k := from; k < len(r.toks) && k < from+24 && !r.is(k, ";"); k++ {
		switch lastName(r.at(k).t) {
		case "O_WRONLY", "O_RDWR", "WRONLY", "RDWR":
			if mode == "r" {
				mode = "r+"
			}
		case "O_TRUNC", "TRUNC":
			mode = "w"
		}
	}
	return mode
}

// perlOpens is open of perl: open(F, ">path"), open(my $f, ">", path).
func (r *reader) perlOpens(args [][]text) {
	mode := args[1][0]
	if len(mode) == 0 {
		return
	}
	sign := strings.TrimLeft(mode[0].lit, " ")
	i := len(sign) - len(strings.TrimLeft(sign, "+<>|"))
	at := sign[:i]
	path := append(text{{lit: strings.TrimLeft(sign[i:], " ")}}, mode[1:]...)
	if len(args) > 2 && len(args[2]) > 0 {
		path = args[2][0]
	}
	switch {
	case strings.Contains(at, "|"):
		r.line(path.words())
	case strings.HasPrefix(at, "+<"):
		r.writes(path, false)
	case strings.Contains(at, ">"):
		r.writes(path, !strings.Contains(at, ">>"))
	}
}

// pathOpens is a method of a path: Path("/dev/sdb").write_bytes(b""), p.open("wb").
func (r *reader) pathOpens(i int) {
	if r.lang != "python" {
		return
	}
	full, last := r.at(i).t, lastName(r.at(i).t)
	if !slices.Contains(pathMethods, last) && last != "open" {
		return
	}
	path, known := r.vars[strings.TrimSuffix(full, "."+last)]
	if full == last { // behind a bracket: Path(…).open
		path, known = r.before(i)
	}
	if !known {
		return
	}
	if mode, _ := r.expr(i + 2); last != "open" || strings.ContainsAny(mode.plain(), "wax+") {
		r.writes(path, last != "open")
	}
}

// before is the path behind whose bracket a method stands: Path("…").
func (r *reader) before(i int) (text, bool) {
	if !r.is(i-1, ".") || !r.is(i-2, ")") {
		return nil, false
	}
	for k := i - 2; k > 0 && k > i-24; k-- {
		if r.is(k, "(") && lastName(r.at(k-1).t) == "Path" {
			v, _ := r.expr(k + 1)
			return v, true
		}
	}
	return nil, false
}

// writes adds the redirection that writes into a file, emptied first or from its beginning on.
func (r *reader) writes(path text, anew bool) {
	if len(path) == 0 || !anew && path[0].name == "" && !strings.HasPrefix(path[0].lit, "/") { // no device
		return
	}
	op := ": 1<> "
	if anew {
		op = ": > "
	}
	r.line(op + path.quoted())
}

// known is a text in which nothing is unknown.
func (v text) known() (string, bool) {
	t := ""
	for _, p := range v {
		if p.name != "" {
			return "", false
		}
		t += p.lit
	}
	return t, true
}

// plain is what is known of a text.
func (v text) plain() string {
	t := ""
	for _, p := range v {
		t += p.lit
	}
	return t
}
