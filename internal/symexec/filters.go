package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// Filters are the text tools whose effect on a guard's output is known. Known text is computed; of a query's unknown answer
// they are questions, or another form of the same answer. A filter returns nil for a use that it does not know.
type filter func(x *exec, cl *callInfo, st *state) []*state

var filters map[string]filter

func init() {
	pure := func(known func(args []string, in string) (string, bool), keepsEmpty bool) filter {
		return func(x *exec, cl *callInfo, st *state) []*state { return x.textFilter(cl, st, known, keepsEmpty) }
	}
	filters = map[string]filter{
		"which": func(x *exec, cl *callInfo, st *state) []*state { return x.which(cl, st) },
		"cat":   func(x *exec, cl *callInfo, st *state) []*state { return x.catFilter(cl, st) },
		"tee":   func(x *exec, cl *callInfo, st *state) []*state { return x.teeFilter(cl, st) },
		"grep":  func(x *exec, cl *callInfo, st *state) []*state { return x.grep(cl, st) },
		"wc":    func(x *exec, cl *callInfo, st *state) []*state { return x.wc(cl, st) },
		"head":  pure(headLines, true), "tail": pure(tailLines, true), "sort": pure(sortLines, true), "uniq": pure(uniqLines, true),
		"cut": pure(cutFields, true), "tr": pure(trChars, true), "awk": pure(awkPrint, true), "sed": pure(sedSimple, true),
		"tac": pure(nil, true), "rev": pure(nil, true), "column": pure(nil, true), "nl": pure(nil, true), "paste": pure(nil, true),
		"jq": pure(nil, true), "yq": pure(nil, true), "fmt": pure(nil, true), "xmllint": pure(nil, true),
		"basename": func(x *exec, cl *callInfo, st *state) []*state { return x.pathFilter(cl, st, true) },
		"dirname":  func(x *exec, cl *callInfo, st *state) []*state { return x.pathFilter(cl, st, false) },
		"readlink": func(x *exec, cl *callInfo, st *state) []*state { return x.readlink(cl, st) },
		"realpath": func(x *exec, cl *callInfo, st *state) []*state { return x.readlink(cl, st) },
		"seq":      func(x *exec, cl *callInfo, st *state) []*state { return x.seq(cl, st) },
		"expr":     func(x *exec, cl *callInfo, st *state) []*state { return x.expr(cl, st) },
		"hostname": func(x *exec, cl *callInfo, st *state) []*state { return x.hostnameCmd(cl, st) },
		"uname":    func(x *exec, cl *callInfo, st *state) []*state { return x.hostnameCmd(cl, st) },
		"sleep":    func(x *exec, cl *callInfo, st *state) []*state { return x.sleep(cl, st) },
		"yes":      func(x *exec, cl *callInfo, st *state) []*state { return x.yes(cl, st) },
	}
	filters["egrep"], filters["fgrep"] = filters["grep"], filters["grep"]
	filters["gawk"], filters["mawk"] = filters["awk"], filters["awk"]
	filters["printf"] = func(x *exec, cl *callInfo, st *state) []*state { return x.printf(cl, st) }
	filters["echo"] = func(x *exec, cl *callInfo, st *state) []*state { return x.echo(cl, st) }
	filters["true"] = func(x *exec, cl *callInfo, st *state) []*state {
		return []*state{x.setStatus(st, status{val: lit("0"), at: cl.whole})}
	}
	filters["false"] = func(x *exec, cl *callInfo, st *state) []*state {
		return []*state{x.setStatus(st, status{val: lit("1"), at: cl.whole})}
	}
}

// options splits a filter's words into options and operands; with are the letters that take a value.
func splitArgs(cl *callInfo, with string) (opts map[string]Value, operands []Field, ok bool) {
	opts = map[string]Value{}
	args := cl.args[1:]
	for len(args) > 0 {
		t, known := args[0].v.constant()
		if !known || len(t) < 2 || t[0] != '-' {
			if !known && args[0].v[0].sym == nil && strings.HasPrefix(args[0].v[0].lit, "-") {
				return nil, nil, false
			}
			operands = append(operands, args[0])
			args = args[1:]
			continue
		}
		args = args[1:]
		if t == "--" {
			operands = append(operands, args...)
			break
		}
		if strings.HasPrefix(t, "--") {
			name, val, _ := strings.Cut(t[2:], "=")
			opts[name] = lit(val)
			continue
		}
		for i := 1; i < len(t); i++ {
			c := t[i : i+1]
			if strings.Contains(with, c) {
				if i+1 < len(t) {
					opts[c] = lit(t[i+1:])
				} else if len(args) > 0 {
					opts[c] = args[0].v
					args = args[1:]
				}
				break
			}
			opts[c] = nil
		}
	}
	return opts, operands, true
}

// inputText is what a filter reads: its file operands or standard input. ok is false when that is not known at all.
func (x *exec) inputText(st *state, files []Field) (Value, bool) {
	if len(files) == 0 || len(files) == 1 && files[0].v.key() == "-" {
		if st.stdin == nil {
			return nil, false
		}
		return st.resolve(st.stdin.text), true
	}
	var v Value
	for _, f := range files {
		if f.multi != nil {
			return nil, false
		}
		v = v.append(x.fileText(st, f.v, f.word))
	}
	return st.resolve(v), true
}

// unread is the state after a filter has read its input.
func (x *exec) unread(st *state, files []Field) *state {
	c := st.fork()
	if len(files) == 0 {
		c.stdin = &input{}
	}
	return c
}

func (x *exec) isFile(st *state, files []Field) bool {
	for _, f := range files {
		if _, ok := st.files.get(x.name(x.fileKey(st.resolve(f.v)))); !ok && f.v.key() != "-" {
			return true
		}
	}
	return false
}

// filterStatus is 0, unless a file that may be missing is read.
func (x *exec) filterStatus(c *state, cl *callInfo, files []Field) status {
	if x.isFile(c, files) {
		return status{val: symValue(x.statusSym(c, cl.node)), at: cl.whole}
	}
	return status{val: lit("0"), at: cl.whole}
}

func (x *exec) catFilter(cl *callInfo, st *state) []*state {
	_, files, ok := splitArgs(cl, "")
	if !ok {
		return nil
	}
	if len(files) == 1 && files[0].multi == nil {
		if out := x.stateFile(cl, files[0].v, st); out != nil {
			return out
		}
	}
	v, ok := x.inputText(st, files)
	if !ok {
		return nil
	}
	c := x.unread(st, files)
	if !x.isFile(st, files) {
		c = x.setStatus(c, status{val: lit("0"), at: cl.whole})
		return x.print(c, v)
	}
	// a file that cannot be read prints nothing and fails
	var out []*state
	c = x.setStatus(c, x.filterStatus(c, cl, files))
	for _, b := range x.decideStatus(c, c.status.val, func(n int) bool { return n == 0 }) {
		if b.ok {
			out = append(out, x.print(b.st, v)...)
		} else {
			out = append(out, b.st)
		}
	}
	return out
}

// stateFile is reading a file whose name says that it holds the machine's state: a query.
func (x *exec) stateFile(cl *callInfo, v Value, st *state) []*state {
	v = st.resolve(v)
	if _, written := st.files.get(x.name(x.fileKey(v))); written || !x.cat.StateFile(v.pattern()) {
		return nil
	}
	return x.ask(&stateFileGuard, nil, cl, st)
}

var stateFileGuard = catalog.Guard{Command: "cat", Query: true, Why: "a file that holds the machine's state"}

func (x *exec) teeFilter(cl *callInfo, st *state) []*state {
	options, files, ok := splitArgs(cl, "")
	v, known := x.inputText(st, nil)
	if !ok || !known {
		return nil
	}
	_, long := options["append"]
	c := x.unread(st, nil)
	for _, f := range files {
		if f.word != nil && x.static.written(printed(f.word)) == 0 {
			continue // nobody reads it
		}
		path := st.resolve(f.v)
		id := x.name(x.fileKey(path))
		text := v
		if _, short := options["a"]; short || long {
			old, have := c.files.get(id)
			if !have {
				old = symValue(x.fileSym(path))
			}
			text = old.append(v)
		}
		c.files = c.files.set(id, text)
	}
	return x.print(x.setStatus(c, status{val: lit("0"), at: cl.whole}), v)
}

// textFilter applies a tool that turns lines into lines.
func (x *exec) textFilter(cl *callInfo, st *state, known func([]string, string) (string, bool), keepsEmpty bool) []*state {
	files, args := x.filterFiles(cl)
	in, ok := x.inputText(st, files)
	if !ok {
		return nil
	}
	c := x.unread(st, files)
	words, plain := constants(args, st)
	if out := x.awkFound(cl.name, words, plain, in, c, cl); out != nil {
		return out
	}
	if choosesStatus(cl.name, args, words, plain) {
		c = x.setStatus(c, status{val: symValue(x.statusSym(c, cl.node)), at: cl.whole})
	} else {
		c = x.setStatus(c, x.filterStatus(c, cl, files))
	}
	if t, isConst := in.constant(); isConst {
		work := 16
		for _, w := range words {
			work += len(w)
		}
		if known != nil && plain && x.affordsWork((len(t)+1)*work) {
			if out, done := known(words, t); done {
				return x.print(c, lit(out))
			}
		}
		if t == "" && keepsEmpty && !printsUnasked(cl.name, words, plain) {
			return []*state{c}
		}
		return x.print(c, symValue(x.freshAt(c, "filter", cl.node, "", func(s *Sym) {
			s.kind, s.desc, s.lines = symOutput, "output of "+cl.name, true
		})))
	}
	if w := wordIn(in); w != nil && x.keepsWord(cl.name, args, st) {
		return x.print(c, symValue(w).append(lit("\n")))
	}
	key := cl.name
	for _, a := range args {
		key += "\x01" + a.v.key()
	}
	compute := func(t string) (string, bool) { return known(words, t) }
	switch {
	case cl.name == "tac" || cl.name == "column" || cl.name == "fmt" || cl.name == "nl" || cl.name == "paste" || cl.name == "rev":
		compute = func(t string) (string, bool) { return t, true }
	case known == nil || !plain:
		compute = nil
	}
	v := x.altered(in, key, compute, func(s *Sym) {
		s.kind, s.lines, s.list = symOutput, true, nil
		if f := fallbackOf(cl.name, words); f != nil {
			s.nothing = f
		}
	})
	s := v.single()
	if in.firstSym().listed && !s.listed {
		return x.print(c, v) // what is left of the answer, if anything, tells nothing
	}
	if src := in.single(); src != nil && keepsEmpty {
		v = x.sameEmptiness(c, in, v)
	} else if in.hasLit() && strings.TrimSpace(litOf(in)) != "" {
		c.setCon(s, &con{set: yes, nonempty: yes})
	}
	return x.print(c, v)
}

// wordIn returns the symbol when a text is one line with one unknown word.
func wordIn(v Value) *Sym {
	if len(v) == 2 && v[1].lit == "\n" {
		v = v[:1]
	}
	if s := v.single(); s != nil && s.word {
		return s
	}
	return nil
}

// keepsWord reports whether a filter gives back a single word as it is.
func (x *exec) keepsWord(name string, args []Field, st *state) bool {
	words, ok := constants(args, st)
	if !ok {
		return false
	}
	switch name {
	case "head", "tail":
		n, ok := lineCount(words)
		return ok && n > 0
	case "sort", "uniq", "tac":
		return true
	case "sed":
		// what is left of a word that begins or ends with other characters is not taken for the word
		return len(words) == 1 && sedOthers.MatchString(words[0])
	case "tr":
		if len(words) == 2 && (words[0] == "-cd" || words[0] == "-dc") && strings.HasPrefix(words[1], "a-z") {
			return true
		}
		return len(words) == 2 && words[0] == "-d" && strings.Trim(words[1], ` \nrt[:space]blk`) == ""
	case "awk", "gawk", "mawk":
		return len(words) == 1 && awkField.MatchString(words[0]) && (strings.Contains(words[0], "$1") || strings.Contains(words[0], "$NF"))
	}
	return false
}

func litOf(v Value) string {
	var b strings.Builder
	for _, p := range v {
		b.WriteString(p.lit)
	}
	return b.String()
}

// filterFiles separates the file operands of the tools of filters from the words that say what to do.
func (x *exec) filterFiles(cl *callInfo) (files, args []Field) {
	skip := 0 // operands that are programs, not files
	with := "nckdfFFistSbTw"
	switch cl.name {
	case "tr":
		return nil, cl.args[1:]
	case "awk", "gawk", "mawk":
		skip, with = 1, "Fvf"
	case "sed":
		skip, with = 1, "ef"
	case "jq", "yq":
		skip, with = 1, ""
	case "sort":
		with = "ktSTo"
	case "cut":
		with = "dfcb"
	case "uniq":
		with = "fsw"
	}
	rest := cl.args[1:]
	for i := 0; i < len(rest); i++ {
		t, known := rest[i].v.constant()
		if known && len(t) > 1 && t[0] == '-' {
			args = append(args, rest[i])
			if t[1] != '-' && strings.Contains(with, t[len(t)-1:]) && i+1 < len(rest) && (len(t) == 2 || !strings.Contains(with, t[1:2])) {
				if (cl.name == "sed") && (t == "-e" || t == "-f") {
					skip = 0
				}
				i++
				args = append(args, rest[i])
			}
			continue
		}
		if skip > 0 {
			skip--
			args = append(args, rest[i])
			continue
		}
		files = append(files, rest[i])
	}
	return files, args
}

func constants(args []Field, st *state) ([]string, bool) {
	var out []string
	for _, a := range args {
		t, ok := st.resolve(a.v).constant()
		if !ok {
			return nil, false
		}
		out = append(out, t)
	}
	return out, true
}

func (x *exec) wc(cl *callInfo, st *state) []*state {
	opts, files, ok := splitArgs(cl, "")
	in, known := x.inputText(st, files)
	if !ok || !known {
		return nil
	}
	_, lines := opts["l"]
	_, words := opts["w"]
	c := x.unread(st, files)
	c = x.setStatus(c, x.filterStatus(c, cl, files))
	if t, isConst := in.constant(); isConst {
		n := len(t)
		if lines {
			n = strings.Count(t, "\n")
		} else if words {
			n = len(strings.Fields(t))
		}
		return x.print(c, number(n).append(lit("\n")))
	}
	var out []*state
	for _, b := range x.decideEmpty(c, in) {
		if b.ok {
			out = append(out, x.print(b.st, lit("0\n"))...)
			continue
		}
		least := 1
		if lines && unended(in) {
			least = 0 // wc counts newlines, and the only line has none
		}
		n := x.derive(in, "count"+cl.name+strings.Join(sortedKeys(opts), ""), func(s *Sym) { s.kind, s.ask, s.desc = symCount, nil, "a count" })
		k := b.st.con(n).clone()
		if k.lo == nil {
			k.lo = &least
		}
		b.st.setCon(n, k)
		out = append(out, x.print(b.st, symValue(n).append(lit("\n")))...)
	}
	return out
}
