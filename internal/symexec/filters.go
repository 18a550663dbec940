package symexec

import (
	"path"
	"regexp"
	"sort"
	"strconv"
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
		"cat":  func(x *exec, cl *callInfo, st *state) []*state { return x.catFilter(cl, st) },
		"tee":  func(x *exec, cl *callInfo, st *state) []*state { return x.teeFilter(cl, st) },
		"grep": func(x *exec, cl *callInfo, st *state) []*state { return x.grep(cl, st) },
		"wc":   func(x *exec, cl *callInfo, st *state) []*state { return x.wc(cl, st) },
		"head": pure(headLines, true), "tail": pure(tailLines, true), "sort": pure(sortLines, true), "uniq": pure(uniqLines, true),
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
		"sleep":    func(x *exec, cl *callInfo, st *state) []*state { return nil },
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
		v = v.append(x.fileText(st, f.v))
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
		if _, ok := st.files.get(x.name(st.resolve(f.v).key())); !ok && f.v.key() != "-" {
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
	if _, written := st.files.get(x.name(v.key())); written || !x.cat.StateFile(v.pattern()) {
		return nil
	}
	return x.ask(&stateFileGuard, nil, cl, st)
}

var stateFileGuard = catalog.Guard{Command: "cat", Query: true, Why: "a file that holds the machine's state"}

func (x *exec) teeFilter(cl *callInfo, st *state) []*state {
	_, files, ok := splitArgs(cl, "")
	v, known := x.inputText(st, nil)
	if !ok || !known {
		return nil
	}
	c := x.unread(st, nil)
	for _, f := range files {
		id := x.name(st.resolve(f.v).key())
		c.files = c.files.set(id, v)
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
	c = x.setStatus(c, x.filterStatus(c, cl, files))
	if t, isConst := in.constant(); isConst {
		if t == "" && keepsEmpty {
			return []*state{c}
		}
		if known != nil {
			if words, isConst := constants(args, st); isConst {
				if out, done := known(words, t); done {
					return x.print(c, lit(out))
				}
			}
		}
		return x.print(c, symValue(x.fresh(c, "filter"+x.at(cl.node), func(s *Sym) {
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
	s := x.derive(in, key, func(s *Sym) { s.kind, s.lines, s.list = symOutput, true, nil })
	v := symValue(s)
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
	case "tr":
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
		s := in.firstSym()
		if s.ask != nil || in.hasLit() {
			for _, n := range activeCounts {
				out = append(out, x.print(b.st, lit(n+"\n"))...)
			}
			continue
		}
		one := 1
		n := x.derive(in, "count", func(s *Sym) { s.kind, s.ask, s.desc = symCount, nil, "a count" })
		k := b.st.con(n).clone()
		if k.lo == nil {
			k.lo = &one
		}
		b.st.setCon(n, k)
		out = append(out, x.print(b.st, symValue(n).append(lit("\n")))...)
	}
	return out
}

// grep is 0 when a line matches, 1 when none does, 2 when a file cannot be read.
func (x *exec) grep(cl *callInfo, st *state) []*state {
	opts, operands, ok := splitArgs(cl, "emABCfd")
	if !ok {
		return nil
	}
	has := func(names ...string) bool {
		for _, n := range names {
			if _, ok := opts[n]; ok {
				return true
			}
		}
		return false
	}
	if has("f", "file") || has("r", "R") {
		return nil
	}
	var pat Value
	if p, ok := opts["e"]; ok {
		pat = p
	} else if p, ok := opts["regexp"]; ok {
		pat = p
	} else if len(operands) > 0 {
		pat, operands = operands[0].v, operands[1:]
	}
	pat = st.resolve(pat)
	quiet, count, inverted := has("q", "quiet", "silent"), has("c", "count"), has("v", "invert-match")
	in, known := x.inputText(st, operands)
	if !known {
		return nil
	}
	c := x.unread(st, operands)
	re, reOK := grepRegexp(pat, cl.name, has)
	finish := func(s *state, matched bool, text Value) []*state {
		val := "1"
		if matched {
			val = "0"
		}
		s = x.setStatus(s, status{val: lit(val), at: cl.whole})
		switch {
		case quiet || has("l", "L"):
			return []*state{s}
		case count:
			return x.print(s, text)
		}
		if !matched {
			return []*state{s}
		}
		return x.print(s, text)
	}
	var out []*state
	if x.isFile(st, operands) { // it may be missing
		out = append(out, x.setStatus(c, status{val: lit("2"), at: cl.whole}))
	}
	if t, isConst := in.constant(); isConst && reOK {
		n := 0
		var b strings.Builder
		for _, l := range splitLines(t) {
			if re.MatchString(l) != inverted {
				n++
				b.WriteString(l + "\n")
			}
		}
		text := lit(b.String())
		if count {
			text = lit(strconv.Itoa(n) + "\n")
		}
		return append(out, finish(c, n > 0, text)...)
	}
	if t, isConst := in.constant(); isConst && t == "" {
		text := Value(nil)
		if count {
			text = lit("0\n")
		}
		return append(out, finish(c, false, text)...)
	}
	key := cl.name + "~" + pat.key() + "~" + strings.Join(sortedKeys(opts), "")
	answered := func(s *state, matched bool) []*state {
		if count {
			if !matched {
				return finish(s, false, lit("0\n"))
			}
			var all []*state
			for _, n := range activeCounts {
				all = append(all, finish(s, true, lit(n+"\n"))...)
			}
			return all
		}
		d := x.derive(in.append(lit("\x02")).append(pat), "grep"+key, func(s *Sym) { s.kind, s.lines, s.list = symOutput, true, nil })
		if matched {
			s.setCon(d, &con{set: yes, nonempty: yes})
		}
		return finish(s, matched, symValue(d))
	}
	if t, isConst := pat.constant(); isConst {
		if t == "." || t == "" || t == "^" || t == ".*" || t == ".+" && has("E") {
			for _, b := range x.decideEmpty(c, in) {
				if b.ok {
					out = append(out, answered(b.st, inverted)...)
				} else {
					out = append(out, answered(b.st, !inverted)...)
				}
			}
			return out
		}
		if core, exact := plainPattern(t, has("x", "line-regexp")); core != "" {
			if w := wordIn(in); w != nil && exact {
				for _, b := range x.decideEq(c, symValue(w), core) {
					out = append(out, answered(b.st, b.ok != inverted)...)
				}
				return out
			}
		}
	}
	first := in.firstSym()
	if first == nil {
		for _, b := range x.question(c, pat.firstSym(), key+in.key(), 0, 0) {
			out = append(out, answered(b.st, b.ok)...)
		}
		return out
	}
	for _, e := range x.grepEmpty(c, in) {
		if e.ok {
			text := Value(nil)
			if count {
				text = lit("0\n")
			}
			out = append(out, finish(e.st, false, text)...)
			continue
		}
		same, other := saidLiteral, saidNotLiteral
		if t, isConst := pat.constant(); isConst {
			same, other = x.meaning(strings.Trim(t, `^$.*\<>"' `))
			if same == saidEmpty {
				same, other = saidNonEmpty, saidEmpty
			}
		}
		if inverted { // what is left are the other lines
			same, other = saidNonEmpty, saidEmpty
		}
		for _, b := range x.question(e.st, first, key+in.key(), same, other) {
			out = append(out, answered(b.st, b.ok)...)
		}
	}
	return out
}

// plainPattern returns the text that a pattern without special characters looks for, and whether it must be the whole line.
func plainPattern(t string, line bool) (core string, exact bool) {
	core = t
	if c, ok := strings.CutPrefix(core, "^"); ok {
		if d, ok := strings.CutSuffix(c, "$"); ok {
			core, line = d, true
		}
	}
	if strings.ContainsAny(core, `^$.*[]\+?(){}|`) {
		return "", false
	}
	return core, line
}

// grepEmpty keeps apart an input that is already known to be empty; it does not make a new decision about it.
func (x *exec) grepEmpty(st *state, in Value) []branch {
	if len(st.resolve(in)) == 0 {
		return []branch{{st, true}}
	}
	return []branch{{st, false}}
}

func splitLines(t string) []string {
	if t == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(t, "\n"), "\n")
}

// grepRegexp translates a basic or extended regular expression.
func grepRegexp(pat Value, name string, has func(...string) bool) (*regexp.Regexp, bool) {
	t, ok := pat.constant()
	if !ok {
		return nil, false
	}
	switch {
	case has("F", "fixed-strings") || name == "fgrep":
		t = regexp.QuoteMeta(t)
	case has("E", "extended-regexp", "P", "perl-regexp") || name == "egrep":
	default:
		t = basicRegexp(t)
	}
	t = strings.NewReplacer(`\<`, `\b`, `\>`, `\b`).Replace(t)
	if has("w", "word-regexp") {
		t = `\b(?:` + t + `)\b`
	}
	if has("x", "line-regexp") {
		t = "^(?:" + t + ")$"
	}
	if has("i", "ignore-case") {
		t = "(?i)" + t
	}
	re, err := regexp.Compile(t)
	return re, err == nil
}

// basicRegexp turns a basic regular expression into an extended one: \( \) \{ \} \| \+ \? are special with the backslash.
func basicRegexp(t string) string {
	var b strings.Builder
	for i := 0; i < len(t); i++ {
		switch {
		case t[i] == '\\' && i+1 < len(t):
			i++
			if strings.IndexByte("(){}|+?", t[i]) >= 0 {
				b.WriteByte(t[i])
			} else {
				b.WriteString(t[i-1 : i+1])
			}
		case strings.IndexByte("(){}|+?", t[i]) >= 0:
			b.WriteString(`\` + t[i:i+1])
		case t[i] == '[':
			j := i + 1
			if j < len(t) && t[j] == '^' {
				j++
			}
			if j < len(t) && t[j] == ']' {
				j++
			}
			for j < len(t) && t[j] != ']' {
				j++
			}
			b.WriteString(t[i:min(j+1, len(t))])
			i = j
		default:
			b.WriteByte(t[i])
		}
	}
	return b.String()
}

func headLines(args []string, in string) (string, bool) {
	n, ok := lineCount(args)
	if !ok {
		return "", false
	}
	l := strings.SplitAfter(in, "\n")
	if n < 0 {
		n = max(len(splitLines(in))+n, 0)
	}
	return strings.Join(l[:min(n, len(l))], ""), true
}

func tailLines(args []string, in string) (string, bool) {
	from := len(args) == 2 && args[0] == "-n" && strings.HasPrefix(args[1], "+")
	n, ok := lineCount(args)
	if !ok {
		return "", false
	}
	l := strings.SplitAfter(in, "\n")
	if len(l) > 0 && l[len(l)-1] == "" {
		l = l[:len(l)-1]
	}
	if from {
		return strings.Join(l[min(max(n-1, 0), len(l)):], ""), true
	}
	return strings.Join(l[max(len(l)-n, 0):], ""), true
}

// lineCount reads -n 5, -n5, -5 and nothing.
func lineCount(args []string) (int, bool) {
	t := "10"
	switch {
	case len(args) == 0:
	case len(args) == 2 && args[0] == "-n":
		t = args[1]
	case len(args) == 1 && strings.HasPrefix(args[0], "-n"):
		t = args[0][2:]
	case len(args) == 1 && strings.HasPrefix(args[0], "-"):
		t = args[0][1:]
	default:
		return 0, false
	}
	n, err := strconv.Atoi(strings.TrimPrefix(t, "+"))
	return n, err == nil
}

func sortLines(args []string, in string) (string, bool) {
	l := splitLines(in)
	unique, reverse, numeric := false, false, false
	for _, a := range args {
		switch a {
		case "-u":
			unique = true
		case "-r":
			reverse = true
		case "-n":
			numeric = true
		default:
			return "", false
		}
	}
	sort.SliceStable(l, func(i, j int) bool {
		a, b := l[i], l[j]
		if reverse {
			a, b = b, a
		}
		if numeric {
			m, _ := strconv.Atoi(strings.TrimSpace(a))
			n, _ := strconv.Atoi(strings.TrimSpace(b))
			return m < n
		}
		return a < b
	})
	if unique {
		l = dedupe(l)
	}
	return joinLines(l), true
}

func uniqLines(args []string, in string) (string, bool) {
	if len(args) > 0 {
		return "", false
	}
	return joinLines(dedupe(splitLines(in))), true
}

func dedupe(l []string) []string {
	var out []string
	for i, s := range l {
		if i == 0 || s != l[i-1] {
			out = append(out, s)
		}
	}
	return out
}

func joinLines(l []string) string {
	if len(l) == 0 {
		return ""
	}
	return strings.Join(l, "\n") + "\n"
}

func cutFields(args []string, in string) (string, bool) {
	delim, fields := "\t", ""
	for i := 0; i < len(args); i++ {
		a := args[i]
		switch {
		case a == "-d" && i+1 < len(args):
			i++
			delim = args[i]
		case strings.HasPrefix(a, "-d"):
			delim = a[2:]
		case a == "-f" && i+1 < len(args):
			i++
			fields = args[i]
		case strings.HasPrefix(a, "-f"):
			fields = a[2:]
		default:
			return "", false
		}
	}
	n, err := strconv.Atoi(fields)
	if err != nil || n < 1 || delim == "" {
		return "", false
	}
	var out []string
	for _, l := range splitLines(in) {
		f := strings.Split(l, delim)
		switch {
		case len(f) == 1:
			out = append(out, l)
		case n <= len(f):
			out = append(out, f[n-1])
		default:
			out = append(out, "")
		}
	}
	return joinLines(out), true
}

func trChars(args []string, in string) (string, bool) {
	if len(args) != 2 {
		return "", false
	}
	set := func(s string) string {
		s = ansiC(s)
		switch s {
		case "[:space:]":
			return " \t\n\r\v\f"
		case "[:blank:]":
			return " \t"
		case "[:upper:]", "A-Z":
			return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		case "[:lower:]", "a-z":
			return "abcdefghijklmnopqrstuvwxyz"
		case "[:digit:]", "0-9":
			return "0123456789"
		}
		return s
	}
	if args[0] == "-d" {
		drop := set(args[1])
		if strings.Contains(drop, "-") && len(drop) > 1 || strings.HasPrefix(drop, "[") {
			return "", false
		}
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(drop, r) {
				return -1
			}
			return r
		}, in), true
	}
	if strings.HasPrefix(args[0], "-") {
		return "", false
	}
	from, to := set(args[0]), set(args[1])
	if to == "" || strings.Contains(from, "-") && len(from) > 1 || strings.HasPrefix(from, "[") {
		return "", false
	}
	return strings.Map(func(r rune) rune {
		i := strings.IndexRune(from, r)
		if i < 0 {
			return r
		}
		return rune(to[min(i, len(to)-1)])
	}, in), true
}

var awkField = regexp.MustCompile(`^\s*(?:NR\s*==\s*(\d+)\s*)?\{\s*print\s+\$(\d+|NF)\s*;?\s*(exit)?\s*;?\s*\}\s*$`)

func awkPrint(args []string, in string) (string, bool) {
	sep, prog := "", ""
	for i := 0; i < len(args); i++ {
		switch a := args[i]; {
		case a == "-F" && i+1 < len(args):
			i++
			sep = args[i]
		case strings.HasPrefix(a, "-F"):
			sep = a[2:]
		case strings.HasPrefix(a, "-"):
			return "", false
		default:
			prog = a
		}
	}
	m := awkField.FindStringSubmatch(prog)
	if m == nil || len(sep) > 1 {
		return "", false
	}
	var out []string
	for i, l := range splitLines(in) {
		if m[1] != "" && m[1] != strconv.Itoa(i+1) {
			continue
		}
		f := strings.Fields(l)
		if sep != "" && sep != " " {
			f = strings.Split(l, sep)
		}
		n := len(f)
		if m[2] != "NF" {
			n, _ = strconv.Atoi(m[2])
		}
		switch {
		case n == 0:
			out = append(out, l)
		case n <= len(f):
			out = append(out, f[n-1])
		default:
			out = append(out, "")
		}
		if m[3] != "" {
			break
		}
	}
	return joinLines(out), true
}

var (
	sedPrint  = regexp.MustCompile(`^(\d+|\$)p$`)
	sedDelete = regexp.MustCompile(`^(\d+|/\^\$/)d$`)
)

// sedSimple is s/a/b/[g], Np with -n, Nd and /^$/d.
func sedSimple(args []string, in string) (string, bool) {
	quiet, extended := false, false
	prog := ""
	for i := 0; i < len(args); i++ {
		switch a := args[i]; a {
		case "-n":
			quiet = true
		case "-E", "-r":
			extended = true
		case "-e":
			if i++; i < len(args) && prog == "" {
				prog = args[i]
				continue
			}
			return "", false
		default:
			if strings.HasPrefix(a, "-") || prog != "" {
				return "", false
			}
			prog = a
		}
	}
	lines := splitLines(in)
	if m := sedPrint.FindStringSubmatch(prog); m != nil && quiet {
		n := len(lines)
		if m[1] != "$" {
			n, _ = strconv.Atoi(m[1])
		}
		if n < 1 || n > len(lines) {
			return "", true
		}
		return lines[n-1] + "\n", true
	}
	if quiet {
		return "", false
	}
	if m := sedDelete.FindStringSubmatch(prog); m != nil {
		var out []string
		for i, l := range lines {
			if m[1] == strconv.Itoa(i+1) || m[1] == "/^$/" && l == "" {
				continue
			}
			out = append(out, l)
		}
		return joinLines(out), true
	}
	if len(prog) < 4 || prog[0] != 's' {
		return "", false
	}
	parts := strings.Split(prog[2:], prog[1:2])
	if len(parts) != 3 || strings.ContainsAny(parts[1], `\&`) || parts[2] != "" && parts[2] != "g" {
		return "", false
	}
	expr := parts[0]
	if !extended {
		expr = basicRegexp(expr)
	}
	re, err := regexp.Compile(expr)
	if err != nil {
		return "", false
	}
	for i, l := range lines {
		n := 0
		lines[i] = re.ReplaceAllStringFunc(l, func(m string) string {
			if n++; n > 1 && parts[2] == "" {
				return m
			}
			return parts[1]
		})
	}
	return joinLines(lines), true
}

func (x *exec) pathFilter(cl *callInfo, st *state, base bool) []*state {
	if len(cl.args) < 2 || cl.args[1].multi != nil {
		return nil
	}
	v := st.resolve(cl.args[1].v)
	c := x.setStatus(st, status{val: lit("0"), at: cl.whole})
	if t, ok := v.constant(); ok && len(cl.args) == 2 {
		if base {
			return x.print(c, lit(path.Base(t)+"\n"))
		}
		return x.print(c, lit(path.Dir(t)+"\n"))
	}
	if s := v.single(); s != nil && s.kind == symScript && !base {
		return x.print(c, symValue(x.dirSym(s.path)).append(lit("\n")))
	}
	d := x.derive(v, cl.name, func(s *Sym) { s.lines = false })
	c.setCon(d, &con{set: yes, nonempty: yes})
	return x.print(c, symValue(d).append(lit("\n")))
}

// readlink -f of a script's own path is that path.
func (x *exec) readlink(cl *callInfo, st *state) []*state {
	v := st.resolve(cl.args[len(cl.args)-1].v)
	if s := v.firstSym(); s != nil && (s.kind == symScript || s.kind == symDir) {
		return x.print(x.setStatus(st, status{val: lit("0"), at: cl.whole}), v.append(lit("\n")))
	}
	return nil
}

func (x *exec) seq(cl *callInfo, st *state) []*state {
	words, ok := constants(cl.args[1:], st)
	if !ok || len(words) == 0 || len(words) > 3 {
		return nil
	}
	var n []int
	for _, w := range words {
		i, err := strconv.Atoi(w)
		if err != nil {
			return nil
		}
		n = append(n, i)
	}
	from, step, to := 1, 1, n[len(n)-1]
	if len(n) > 1 {
		from = n[0]
	}
	if len(n) > 2 {
		step = n[1]
	}
	var b strings.Builder
	for i := from; step > 0 && i <= to || step < 0 && i >= to; i += step {
		b.WriteString(strconv.Itoa(i) + "\n")
		if b.Len() > 4096 {
			break
		}
	}
	return x.print(x.setStatus(st, status{val: lit("0"), at: cl.whole}), lit(b.String()))
}

func (x *exec) expr(cl *callInfo, st *state) []*state {
	if len(cl.args) != 4 {
		return nil
	}
	op, ok := cl.args[2].v.constant()
	if !ok || !strings.Contains("+-*/%", op) {
		return nil
	}
	v := x.compute(st, cl.args[1].v, op, cl.args[3].v)
	c := st.fork()
	s := status{val: lit("0"), at: cl.whole}
	if t, isConst := v.constant(); isConst && (t == "0" || t == "") {
		s.val = lit("1")
	} else if !isConst {
		s.val = symValue(x.statusSym(c, cl.node))
	}
	return x.print(x.setStatus(c, s), v.append(lit("\n")))
}

func (x *exec) hostnameCmd(cl *callInfo, st *state) []*state {
	if cl.name == "uname" && !(len(cl.args) == 2 && (cl.args[1].v.key() == "-n" || cl.args[1].v.key() == "--nodename")) {
		return nil
	}
	for _, a := range cl.args[1:] {
		if t, _ := a.v.constant(); !strings.HasPrefix(t, "-") {
			return nil
		}
	}
	s := x.sym(hostnameKey, func(s *Sym) { s.kind, s.name, s.desc = symOther, "hostname", "this machine" })
	c := x.setStatus(st, status{val: lit("0"), at: cl.whole})
	c.setCon(s, &con{set: yes, nonempty: yes})
	return x.print(c, symValue(s).append(lit("\n")))
}
