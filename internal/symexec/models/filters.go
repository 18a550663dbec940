package models

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Filters are the text tools whose effect on a guard's output is known. Known text is computed; of a query's unknown answer
// they are questions, or another form of the same answer. A filter returns nil for a use that it does not know.
type filter func(x *Tools, cl *domain.CallInfo, st *domain.State) []*domain.State

var Filters map[string]filter

func init() {
	pure := func(known func(args []string, in string) (string, bool), keepsEmpty bool) filter {
		return func(x *Tools, cl *domain.CallInfo, st *domain.State) []*domain.State {
			return x.textFilter(cl, st, known, keepsEmpty)
		}
	}
	Filters = map[string]filter{
		"which": func(x *Tools, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.which(cl, st) },
		"cat":   func(x *Tools, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.catFilter(cl, st) },
		"tee":   func(x *Tools, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.teeFilter(cl, st) },
		"grep":  func(x *Tools, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.grep(cl, st) },
		"wc":    func(x *Tools, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.wc(cl, st) },
		"head":  pure(headLines, true), "tail": pure(tailLines, true), "sort": pure(sortLines, true), "uniq": pure(uniqLines, true),
		"cut": pure(cutFields, true), "tr": pure(trChars, true), "awk": pure(awkText, true), "sed": pure(sedSimple, true),
		"tac": pure(nil, true), "rev": pure(reversed, true), "column": pure(nil, true), "nl": pure(nil, true), "paste": pure(nil, true),
		"jq": pure(nil, true), "yq": pure(nil, true), "fmt": pure(nil, true), "xmllint": pure(nil, true),
		"basename": func(x *Tools, cl *domain.CallInfo, st *domain.State) []*domain.State {
			return x.pathFilter(cl, st, true)
		},
		"dirname": func(x *Tools, cl *domain.CallInfo, st *domain.State) []*domain.State {
			return x.pathFilter(cl, st, false)
		},
		"readlink": func(x *Tools, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.readlink(cl, st) },
		"realpath": func(x *Tools, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.readlink(cl, st) },
		"seq":      func(x *Tools, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.seq(cl, st) },
		"hostname": func(x *Tools, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.hostnameCmd(cl, st) },
		"uname":    func(x *Tools, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.hostnameCmd(cl, st) },
	}
	for _, name := range []string{"base64", "xxd"} {
		Filters[name] = func(x *Tools, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.decoded(cl, st) }
	}
	Filters["egrep"], Filters["fgrep"] = Filters["grep"], Filters["grep"]
	Filters["gawk"], Filters["mawk"] = Filters["awk"], Filters["awk"]
	Filters["echo"] = func(x *Tools, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.Echo(cl, st) }
	Filters["true"] = func(x *Tools, cl *domain.CallInfo, st *domain.State) []*domain.State {
		return []*domain.State{x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole})}
	}
	Filters["false"] = func(x *Tools, cl *domain.CallInfo, st *domain.State) []*domain.State {
		return []*domain.State{x.dom.SetStatus(st, domain.Status{Val: value.Lit("1"), At: cl.Whole})}
	}
}

// filterStatus is 0, unless a file that may be missing is read.
func (x *Tools) filterStatus(c *domain.State, cl *domain.CallInfo, files []domain.Field) domain.Status {
	if x.isFile(c, files) {
		return domain.Status{Val: value.SymValue(x.dom.StatusSym(c, cl.Node)), At: cl.Whole}
	}
	return domain.Status{Val: value.Lit("0"), At: cl.Whole}
}

func (x *Tools) catFilter(cl *domain.CallInfo, st *domain.State) []*domain.State {
	_, files, ok := splitArgs(cl, "")
	if !ok {
		return nil
	}
	if len(files) == 1 && files[0].Multi == nil {
		if out := x.AskFile(cl, files[0].V, st); out != nil {
			return out
		}
	}
	v, ok := x.inputText(st, files)
	if !ok {
		return nil
	}
	c := x.unread(st, files)
	if !x.isFile(st, files) {
		c = x.dom.SetStatus(c, domain.Status{Val: value.Lit("0"), At: cl.Whole})
		return x.Print(c, v)
	}
	// a file that cannot be read prints nothing and fails
	var out []*domain.State
	c = x.dom.SetStatus(c, x.filterStatus(c, cl, files))
	for _, b := range x.dom.DecideStatus(c, c.Status.Val, func(n int) bool { return n == 0 }) {
		if b.Ok {
			out = append(out, x.Print(b.St, v)...)
		} else {
			out = append(out, b.St)
		}
	}
	return out
}

func (x *Tools) teeFilter(cl *domain.CallInfo, st *domain.State) []*domain.State {
	options, files, ok := splitArgs(cl, "")
	v, known := x.inputText(st, nil)
	if !ok || !known {
		return nil
	}
	_, long := options["append"]
	c := x.unread(st, nil)
	for _, f := range files {
		path := st.Resolve(f.V)
		id := x.tab.Name(x.FileKey(st, path))
		if f.Word != nil && x.prog.Static.Written(effects.Printed(f.Word)) == 0 && !x.Fed[id] {
			c.Files = c.Files.Del(id) // nobody reads it under this name
			continue
		}
		text := v
		if _, short := options["a"]; short || long {
			old, have := c.Files.Get(id)
			if !have && !x.Fed[id] {
				old = value.SymValue(x.FileSym(st, path))
			}
			text = old.Append(v)
		}
		c.Files = c.Files.Set(id, text)
	}
	return x.Print(x.dom.SetStatus(c, domain.Status{Val: value.Lit("0"), At: cl.Whole}), v)
}

// textFilter applies a tool that turns lines into lines.
func (x *Tools) textFilter(cl *domain.CallInfo, st *domain.State, known func([]string, string) (string, bool), keepsEmpty bool) []*domain.State {
	if out := x.awkLooks(cl, st); out != nil {
		return out
	}
	files, args := x.filterFiles(cl)
	in, ok := x.inputText(st, files)
	if !ok {
		return nil
	}
	c := x.unread(st, files)
	words, plain := constants(args, st)
	if out := x.awkFound(cl.Name, words, plain, in, c, cl); out != nil {
		return out
	}
	if out := x.awkAny(cl.Name, words, plain, in, c, cl); out != nil {
		return out
	}
	if out := x.jqTest(cl, words, plain, in, c); out != nil {
		return out
	}
	if choosesStatus(cl.Name, args, words, plain) {
		c = x.dom.SetStatus(c, domain.Status{Val: value.SymValue(x.dom.StatusSym(c, cl.Node)), At: cl.Whole})
	} else {
		c = x.dom.SetStatus(c, x.filterStatus(c, cl, files))
	}
	if t, isConst := in.Constant(); isConst {
		work := 16
		for _, w := range words {
			work += len(w)
		}
		if known != nil && plain && x.dom.AffordsWork((len(t)+1)*work) {
			if out, done := known(words, t); done {
				return x.Print(c, value.Lit(out))
			}
		}
		if t == "" && keepsEmpty && !printsUnasked(cl.Name, words, plain) {
			return []*domain.State{c}
		}
		return x.Print(c, x.spelled(value.SymValue(x.dom.FreshAt(c, "filter", cl.Node, "", func(s *value.Sym) {
			s.Kind, s.Desc, s.Lines = value.SymOutput, "output of "+cl.Name, true
		})), cl, st))
	}
	open := leavesOpen(cl.Name, words)
	if w := wordIn(in); w != nil && x.keepsWord(cl.Name, args, st) {
		if open {
			return x.Print(c, x.LeftOpen(c, value.SymValue(w)))
		}
		return x.Print(c, value.SymValue(w).Append(value.Lit("\n")))
	}
	if s := in.TrimNewlines().Single(); s != nil && countsOn(cl.Name, words) {
		if n := x.AsNumber(c, value.SymValue(s)); n.Single() != s {
			return x.Print(c, n.Append(value.Lit("\n")))
		}
	}
	if s := in.TrimNewlines().Single(); s != nil && in.Single() == nil && known != nil && plain {
		// echo "$answer" | tr -d ' ': where the line that echo ends leaves nothing, the filter makes of it what it makes of the answer itself
		if blank, done := known(words, "\n"); done && strings.Trim(blank, "\n") == "" {
			in = value.SymValue(s)
		}
	}
	key := cl.Name
	for _, a := range args {
		key += "\x01" + a.V.Key()
	}
	compute := func(t string) (string, bool) { return known(words, t) }
	switch {
	case cl.Name == "tac" || cl.Name == "column" || cl.Name == "fmt" || cl.Name == "nl" || cl.Name == "paste" || cl.Name == "rev":
		compute = func(t string) (string, bool) { return t, true }
	case known == nil || !plain:
		compute = nil
	}
	v := x.dom.Altered(in, key, compute, func(s *value.Sym) {
		s.Kind, s.Lines, s.List = value.SymOutput, true, nil
		x.keepPaths(cl.Name, in, s)
		if from := in.FirstSym(); from.Listing != nil && (cl.Name != "head" && cl.Name != "tail" && x.keepsWord(cl.Name, args, st) || withoutHeading(from.Listing, words)) {
			s.Listing = from.Listing
		}
		if OfAccounts(in) && choosesHome(cl.Name, words) {
			s.Name = "HOME"
		}
		if f := fallbackOf(cl.Name, words); f != nil {
			s.Nothing = f
		} else if f := lengthOfNothing(cl.Name, words, in.FirstSym()); f != nil {
			s.Nothing = f
		}
		x.notesDropped(s, in, cl, args, words, plain, known)
	})
	x.spelled(v, cl, st)
	s := v.Single()
	if s.Listing != nil {
		if ok, _ := c.Con(in.FirstSym()).Ask(domain.Succeeded); ok {
			c.SetCon(s, c.Con(s).WithAnswer(domain.Succeeded, true))
		}
	}
	if in.FirstSym().Listed && !s.Listed {
		return x.Print(c, v) // what is left of the answer, if anything, tells nothing
	}
	if src := in.Single(); src != nil && keepsEmpty {
		v = x.SameEmptiness(c, in, v)
	} else if in.HasLit() && strings.TrimSpace(LitOf(in)) != "" {
		c.SetCon(s, &value.Con{Set: value.Yes, Nonempty: value.Yes})
	}
	if open {
		v = x.LeftOpen(c, v)
	}
	return x.Print(c, v)
}

// keepPaths lets the lines of a list of files be files where a tool leaves lines as they are.
func (x *Tools) keepPaths(name string, in value.Value, s *value.Sym) {
	from := in.FirstSym()
	if from == nil {
		return
	}
	switch name {
	case "head", "tail", "sort", "uniq", "tac", "grep", "egrep", "fgrep":
		s.Path, s.NamesIn = from.Path, from.NamesIn
	}
}

// withoutHeading reports whether a filter leaves out the first line of a list that has a heading: ansible --list-hosts | tail -n +2.
func withoutHeading(l *value.Listing, filter []string) bool {
	f := strings.Join(filter, " ")
	return (f == "-n +2" || f == "-n+2" || f == "1d") && slices.ContainsFunc(l.Words, func(w value.Value) bool { return w.Key() == "--list-hosts" })
}

// wordIn returns the symbol when a text is one line with one unknown word.
func wordIn(v value.Value) *value.Sym {
	if len(v) == 2 && v[1].Lit == "\n" {
		v = v[:1]
	}
	if s := v.Single(); s != nil && s.Word {
		return s
	}
	return nil
}

// keepsWord reports whether a filter gives back a single word as it is.
func (x *Tools) keepsWord(name string, args []domain.Field, st *domain.State) bool {
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

func (x *Tools) wc(cl *domain.CallInfo, st *domain.State) []*domain.State {
	opts, files, ok := splitArgs(cl, "")
	in, known := x.inputText(st, files)
	if !ok || !known {
		return nil
	}
	_, lines := opts["l"]
	_, words := opts["w"]
	c := x.unread(st, files)
	c = x.dom.SetStatus(c, x.filterStatus(c, cl, files))
	if t, isConst := in.Constant(); isConst {
		n := len(t)
		if lines {
			n = strings.Count(t, "\n")
		} else if words {
			n = len(strings.Fields(t))
		}
		return x.Print(c, value.Number(n).Append(value.Lit("\n")))
	}
	var out []*domain.State
	for _, b := range x.dom.DecideEmpty(c, in) {
		if b.Ok {
			out = append(out, x.Print(b.St, value.Lit("0\n"))...)
			continue
		}
		least := 1
		if lines && unended(in) {
			least = 0 // wc counts newlines, and the only line has none
		}
		n := x.dom.Derive(in, "count"+cl.Name+strings.Join(effects.SortedKeys(opts), ""), func(s *value.Sym) { s.Kind, s.Ask, s.Desc = value.SymCount, nil, "a count" })
		k := b.St.Con(n).Clone()
		if k.Lo == nil {
			k.Lo = &least
		}
		b.St.SetCon(n, k)
		out = append(out, x.Print(b.St, value.SymValue(n).Append(value.Lit("\n")))...)
	}
	return out
}
