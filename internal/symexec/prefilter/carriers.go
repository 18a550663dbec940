package prefilter

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// An openCall is a call that destroys data if it is given a place that holds some.
type openCall struct {
	at     syntax.Node // where its words stand; nil where they may come from anywhere
	fn     string      // the function that it stands in
	places uint64      // as in catalog.Near
	lacks  uint64      // of which an option is missing
	more   bool        // other words may follow
}

// Carriers are what a text can travel in from where a script writes it to where it uses it: variables, by their names, and what has
// none. They begin with a character that no variable has.
const (
	argsOf   = "\x01" // the positional parameters of the function whose name follows, or of the script
	outOf    = "\x02" // what stands in the body of a function
	input    = "\x03" // what the script writes to files and pipes, and what it reads
	folder   = "\x04" // the folder that it is in
	anything = "\x05" // what is assigned to variables whose names are put together
	all      = "\x06" // all that the script writes
	tested   = "\x07" // followed by a number: what is compared with each other
	site     = "\x08" // followed by a number: a call
)

// A step is how a text gets from one carrier into another one.
type step struct {
	to   string
	kind stepKind
}

type stepKind uint8

const (
	copied stepKind = iota
	deeper          // a path element that is written out follows
	cut             // a part may be taken out
)

func (k stepKind) of(n catalog.Near) catalog.Near {
	switch k {
	case deeper:
		return n.Deeper()
	case cut:
		return n.Cut()
	case copied:
	}
	return n
}

// A flow finds out which places the carriers of a script can hold. It does not look at the order of commands: a carrier holds what is put
// into it anywhere. An unknown value is no place, unless the script compares it with one.
type flow struct {
	c      *candidates
	into   map[string][]step
	from   map[string][]string // the other way round
	near   map[string]catalog.Near
	alike  map[string]catalog.Near // what a carrier was compared with: it may hold this wherever it came from
	names  map[string]bool         // carriers that are variables
	given  map[string]catalog.Near // what variables stand for by their names
	fn     string                  // the function that is walked
	tests  int
	splits bool // words may be split at any character
	own    bool // the words are those of the call that is asked about
	depth  int  // of texts
	all    catalog.Near
}

// reachesPlace reports whether a place that holds data can get to a call that destroys it.
func (c *candidates) reachesPlace(stmts [][]*syntax.Stmt) bool {
	f := &flow{c: c, into: map[string][]step{}, from: map[string][]string{}, near: map[string]catalog.Near{}, alike: map[string]catalog.Near{}, names: map[string]bool{}}
	f.splits = strings.Contains(c.source(), "IFS=")
	f.given = c.reach.NearVariables()
	f.given["HOME"] = f.given["HOME"].Or(catalog.Near{Is: ^uint64(0)})
	for name, n := range f.given {
		f.mark(name, n)
	}
	for i, list := range stmts {
		f.c.dialect = c.dialects[i]
		for _, s := range list {
			f.walk(s)
		}
	}
	calls := c.opened
	for i := range calls {
		if calls[i].at == nil {
			if f.all.Cut().Hits(calls[i].places, calls[i].lacks) {
				return true
			}
			continue
		}
		to := site + strconv.Itoa(i)
		f.fn = calls[i].fn
		f.own = true // its options were looked at with the call
		f.whole(to, calls[i].at)
		f.own = false
		if calls[i].more {
			f.edge(input, to, copied)
			f.edge(argsOf+f.fn, to, copied)
			f.functionsIn(to, calls[i].at)
		}
		f.edge(folder, to, deeper)
	}
	f.mark(all, f.all)
	for name := range f.names {
		f.edge(anything, name, copied)
	}
	for name := range c.funcs {
		f.edge(argsOf, argsOf+name, copied)
	}
	f.spread()
	for i := range calls {
		if calls[i].at == nil {
			continue
		}
		n := f.near[site+strconv.Itoa(i)]
		if n.Is&catalog.NearHere != 0 {
			n = n.Or(f.near[folder])
		}
		if n.Hits(calls[i].places, calls[i].lacks) {
			return true
		}
	}
	return false
}

// mark adds to what a carrier can hold.
func (f *flow) mark(to string, n catalog.Near) { f.near[to] = f.near[to].Or(n) }

func (f *flow) edge(from, to string, k stepKind) {
	if from == to && k != cut {
		return
	}
	f.into[from] = append(f.into[from], step{to, k})
	f.from[to] = append(f.from[to], from)
}

// spread follows the steps until nothing new arrives.
func (f *flow) spread() {
	work := make([]string, 0, len(f.near))
	for name := range f.near {
		work = append(work, name)
	}
	for len(work) > 0 {
		name := work[len(work)-1]
		work = work[:len(work)-1]
		n := f.near[name]
		back := f.alike[name]
		if strings.HasPrefix(name, tested) {
			back = back.Or(n)
		}
		if back != (catalog.Near{}) {
			for _, u := range f.from[name] {
				a, h := f.alike[u].Or(back), f.near[u].Or(back)
				if a != f.alike[u] || h != f.near[u] {
					f.alike[u], f.near[u] = a, h
					work = append(work, u)
				}
			}
		}
		for _, s := range f.into[name] {
			if h := f.near[s.to].Or(s.kind.of(n)); h != f.near[s.to] {
				f.near[s.to] = h
				work = append(work, s.to)
			}
		}
	}
}

// carrier is what a parameter or variable of the function that is walked is called here; "" for what never holds a path.
func (f *flow) carrier(name string) string {
	switch name {
	case "@", "*":
		return argsOf + f.fn
	case "?", "!", "$", "#", "-", "0":
		return ""
	case "_":
		return all
	case "PWD", "OLDPWD", "DIRSTACK":
		return folder
	}
	if name != "" && name[0] >= '0' && name[0] <= '9' {
		return argsOf + f.fn
	}
	f.names[name] = true
	f.all = f.all.Or(f.given[name])
	return name
}

// text takes in literal text that goes into a carrier.
func (f *flow) text(to, t string, k stepKind) {
	if t == "" {
		return
	}
	if t == "~" || strings.HasPrefix(t, "~/") {
		f.edge("HOME", to, deeper)
		f.edge("HOME", to, copied)
	}
	if strings.Contains(t, "{") {
		for _, b := range bracedWords(&syntax.Word{Parts: []syntax.WordPart{&syntax.Lit{Value: t}}}) {
			for lit := range strings.SplitSeq(effects.StaticText(b), catalog.Unknown) {
				n := f.c.reach.Near(lit)
				f.all = f.all.Or(n)
				f.mark(to, k.of(n))
			}
		}
	}
	n := f.c.reach.Near(t)
	if f.splits || strings.Contains(t, `\`) {
		n = n.Cut()
	}
	if f.own {
		n.Is &^= catalog.NearOption
	}
	f.all = f.all.Or(n)
	f.mark(to, k.of(n))
}

// A piece of a word is literal text or one expansion.
type piece struct {
	text string
	part syntax.WordPart
}

func pieces(parts []syntax.WordPart, out []piece) []piece {
	for _, p := range parts {
		var lit string
		switch p := p.(type) {
		case *syntax.Lit:
			var b strings.Builder
			effects.WriteStatic(&b, p)
			lit = b.String()
		case *syntax.SglQuoted:
			lit = effects.SglText(p)
		case *syntax.DblQuoted:
			out = pieces(p.Parts, out)
			continue
		default:
			out = append(out, piece{part: p})
			continue
		}
		if n := len(out); n > 0 && out[n-1].part == nil {
			out[n-1].text += lit
		} else {
			out = append(out, piece{text: lit})
		}
	}
	return out
}

// goesDeeper reports whether a text that follows a path names something in that folder, and not all of it.
func goesDeeper(t string) bool {
	return len(t) > 1 && t[0] == '/' && !strings.Contains(t, "..") && strings.TrimLeft(t, "/.") != "" && strings.IndexByte("*?[{!", strings.TrimLeft(t, "/.")[0]) < 0 &&
		!strings.ContainsAny(t, " \t\n:")
}

// word takes in what a word puts into a carrier.
func (f *flow) word(to string, w *syntax.Word, k stepKind) {
	if w == nil {
		return
	}
	if l, ok := first(w.Parts).(*syntax.Lit); ok && strings.HasPrefix(l.Value, "~") {
		n := catalog.Near{Is: ^uint64(0)}
		if _, rest, ok := strings.Cut(l.Value, "/"); ok && goesDeeper("/"+rest) {
			n = n.Deeper()
		}
		if strings.HasPrefix(l.Value, "~+") || strings.HasPrefix(l.Value, "~-") {
			f.edge(folder, to, k)
		}
		f.all = f.all.Or(n)
		f.mark(to, k.of(n))
	}
	list := pieces(w.Parts, nil)
	known := ""
	for _, p := range list {
		known += p.text
	}
	if n := f.c.reach.Root(known); n.Is != 0 { // dir=$1/
		f.all = f.all.Or(n)
		f.mark(to, n)
	}
	for i, p := range list {
		if p.part == nil {
			t := p.text
			f.text(to, t, k)
			if i > 0 && t != "" && t[0] != '/' && strings.Contains(t, "/") { // ${root}var/lib
				f.text(to, "/"+t, k)
			}
			continue
		}
		kind := k
		if k == copied && i+1 < len(list) && goesDeeper(list[i+1].text) {
			kind = deeper
		}
		f.part(to, p.part, kind)
	}
}

func first(parts []syntax.WordPart) syntax.WordPart {
	if len(parts) == 0 {
		return nil
	}
	return parts[0]
}

// part takes in what an expansion puts into a carrier.
func (f *flow) part(to string, p syntax.WordPart, k stepKind) {
	switch p := p.(type) {
	case *syntax.ParamExp:
		if p.Param == nil || p.Length {
			return
		}
		if p.Excl {
			f.edge(all, to, copied)
			for _, n := range f.given { // x=HOME; ${!x}
				f.mark(to, n)
			}
		}
		if p.Slice != nil || p.Repl != nil {
			k = cut
		}
		if p.Repl != nil {
			f.word(to, p.Repl.With, cut)
		}
		if p.Exp != nil {
			switch p.Exp.Op {
			case syntax.AlternateUnset, syntax.AlternateUnsetOrNull, syntax.DefaultUnset, syntax.DefaultUnsetOrNull, syntax.AssignUnset, syntax.AssignUnsetOrNull,
				syntax.ErrorUnset, syntax.ErrorUnsetOrNull:
				f.word(to, p.Exp.Word, k)
			default:
				k = cut
			}
		}
		if from := f.carrier(p.Param.Value); from != "" {
			f.edge(from, to, k)
		}
	case *syntax.CmdSubst:
		for _, s := range p.Stmts {
			f.output(to, s)
		}
	case *syntax.ProcSubst, *syntax.ArithmExp:
	default:
		f.whole(to, p)
	}
}

// whole takes in all words of a piece of the script as they are.
func (f *flow) whole(to string, n syntax.Node) { f.words(to, n, copied) }

// givesOther are commands of whose output nothing is known, whatever their words are.
var givesOther = map[string]bool{
	"stat": true, "date": true, "uname": true, "id": true, "whoami": true, "hostname": true, "nproc": true, "df": true, "du": true, "curl": true, "wget": true,
	"git": true, "rpm": true, "dpkg": true, "docker": true, "kubectl": true, "systemctl": true, "wc": true, "md5sum": true, "sha256sum": true, "ps": true, "pgrep": true,
	"[": true, "test": true, "mkdir": true, "rm": true, "chmod": true, "chown": true, "touch": true, "kill": true, "sleep": true, "cd": true, "ip": true, "lsblk": true, "blkid": true,
}

// printsAsIs are commands that print their words, and nothing that they read.
var printsAsIs = map[string]bool{"echo": true, "printf": true, "mktemp": true, "true": true, ":": true}

// readsInput reports whether a command may print what it reads.
func readsInput(name string) bool {
	switch name {
	case "echo", "printf", "mktemp", "basename", "dirname", "readlink", "realpath", "pwd", "command", "which", "type", "true", ":":
		return false
	}
	return !givesOther[name]
}

// output takes in what a command may print.
func (f *flow) output(to string, n syntax.Node) {
	walkNodes(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl:
			return false
		case *syntax.Redirect:
			if n.Hdoc != nil {
				f.word(to, n.Hdoc, cut)
			}
			switch n.Op {
			case syntax.WordHdoc:
				f.word(to, n.Word, cut)
			case syntax.RdrIn, syntax.RdrInOut, syntax.DplIn:
				f.edge(input, to, cut)
			}
			return false
		case *syntax.CallExpr:
			if len(n.Args) == 0 {
				return true
			}
			name := effects.BaseName(effects.StaticText(n.Args[0]))
			if givesOther[name] && !f.c.funcs[name] {
				return false
			}
			k := cut
			if printsAsIs[name] && !f.c.funcs[name] {
				k = copied
			}
			if name == "getent" || slices.ContainsFunc(n.Args, func(w *syntax.Word) bool {
				t := effects.StaticText(w)
				return strings.Contains(t, "/etc/passwd") || name == "eval" && strings.Contains(t, "~")
			}) {
				f.edge("HOME", to, copied)
			}
			if name == "pwd" || name == "dirs" || name == "ls" || name == "find" {
				f.edge(folder, to, cut)
			}
			if readsInput(name) || f.c.funcs[name] {
				f.edge(input, to, cut)
			}
			f.functionsIn(to, n)
			args := n.Args[1:]
			if strings.Contains(name, catalog.Unknown) {
				args = n.Args
			}
			for _, w := range args {
				f.word(to, w, k)
			}
			return false
		case *syntax.ParamExp: // of what is tested
			return false
		}
		return true
	})
}

// functionsIn takes in what stands in the functions that a call names.
func (f *flow) functionsIn(to string, n syntax.Node) {
	c, ok := n.(*syntax.CallExpr)
	if !ok {
		f.edge(all, to, copied)
		return
	}
	for i, w := range c.Args {
		t := effects.StaticText(w)
		switch {
		case f.c.funcs[t]:
			f.edge(outOf+t, to, cut)
		case i == 0 && strings.Contains(t, catalog.Unknown), effects.ScriptSign(t) && f.c.namesFunction(t):
			f.edge(all, to, copied)
		}
	}
}

// namesFunction reports whether a function's name may stand in a text.
func (c *candidates) namesFunction(t string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(t, func(r rune) bool { return strings.ContainsRune(" \t\n;&|(){}`$\"'", r) }), func(w string) bool { return c.funcs[w] })
}
