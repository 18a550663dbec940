package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// An Emptied says that a word of a command is empty, or a part of it is, so that the command acts on everything.
type Emptied struct {
	Word    Range
	Text    string // the word as written
	Names   string // what is empty: "$x", "" where the word itself is written empty
	Becomes string // what the word comes to
	Whole   string // what the command then acts on
	// Default says that the variable is not empty, but not set, and has the default that means everything.
	Default bool
	// Many says that several variables have to be empty.
	Many bool
	// Said says that only somebody who gives an empty text on purpose makes it so.
	Said bool
}

// An emptiness says whether a text may be empty.
type emptiness uint8

const (
	filled     emptiness = iota
	ifSaid               // only if somebody gives an empty text on purpose
	maybeEmpty           // if something is not set, or fails, or has nothing to say
)

// exists is the question that a successful test of a file below a folder answers: an empty folder's name would make it one in
// the root, where there is no such file.
const exists = "exists"

// succeeded is the question whether the command has succeeded that printed a text. Few that do print nothing.
const succeeded = "succeeded"

// ownVariable begins the names of the variables that text for another shell gets for what is not known.
const ownVariable = "wl_"

// settled are variables that every login, service manager and cron set.
var settled = map[string]bool{"HOME": true, "PWD": true, "OLDPWD": true, "SHELL": true, "PATH": true, "HOSTNAME": true}

// emptiness tells what the way knows about a text being empty. What is unknown only because a loop was not followed to its end
// counts as filled: the rounds that were followed show the worlds in which it is not.
func (x *exec) emptiness(st *state, s *Sym) emptiness {
	c := st.con(s)
	if known, _ := c.ask(exists); known {
		return filled
	}
	if s.kind == symWidened && c.nonempty != yes && c.eq == nil && c.dom == nil && c.lo == nil && c.hi == nil {
		return s.danger.empty
	}
	if s.summary || c.nonempty == yes || c.eq != nil || c.dom != nil || c.lo != nil || c.hi != nil || neverEmpty(s) {
		return filled
	}
	switch s.kind {
	case symEnv:
		switch {
		case settled[s.name]:
			return filled
		case c.set == yes:
			return ifSaid
		}
		return maybeEmpty
	case symArg:
		if c.set == yes || x.given(st, s) {
			return ifSaid
		}
		return maybeEmpty
	case symArgs:
		if c.count > 1 {
			return filled
		}
		return maybeEmpty
	case symOutput, symInput:
		if ok, _ := c.ask(succeeded); ok {
			return ifSaid
		}
		return maybeEmpty
	case symElem:
		if s.list != nil && s.list.kind == symWidened {
			return s.list.danger.empty
		}
		if s.list != nil && s.list.kind == symOutput {
			return filled // find, ls and their like print no empty lines
		}
		return ifSaid // an empty line
	case symDefault:
		if strings.HasPrefix(s.key, "default:") {
			return filled
		}
		return ifSaid
	case symOther:
		return x.derivedEmptiness(st, s)
	}
	return filled
}

// derivedEmptiness is emptiness for texts that are computed from one other text.
func (x *exec) derivedEmptiness(st *state, s *Sym) emptiness {
	op, of, ok := strings.Cut(s.key, "(\x00")
	if s.root == nil || !ok {
		if s.name == "OPTARG" {
			return ifSaid
		}
		return filled
	}
	if strings.HasPrefix(op, "home") || strings.Count(of, "\x00") != 1 || !strings.HasSuffix(of, "\x00)") {
		return filled // there is other text in it
	}
	if e := x.emptiness(st, s.root); e != filled {
		return e
	}
	if strings.HasPrefix(op, "strip") || strings.HasPrefix(op, "replace") {
		return ifSaid // ${x%/} of "/"
	}
	return filled
}

// given reports whether the script has made sure that it was given a parameter.
func (x *exec) given(st *state, s *Sym) bool {
	for base := 0; base <= maxShift; base++ {
		n := x.syms["argc:"+itoa(s.gen)+":"+itoa(base)]
		if n == nil {
			continue
		}
		c := st.con(n)
		least := 0
		if c.lo != nil {
			least = *c.lo
		}
		if c.eq != nil {
			if k, err := parseInt(*c.eq); err == nil {
				least = k
			}
		}
		if least >= s.index-base {
			return true
		}
	}
	return false
}

// emptied looks for the world in which a word that says how much a command acts on selects everything because something in it
// is empty. It returns that world, nil if there is none; the state itself is not decided by it. That several variables
// are empty at once counts only where each is if nobody gives it, and weakly: nearly every path is put together of some.
func (x *exec) emptied(o catalog.Operand, sel catalog.Selection, cl *callInfo, st *state) (*Emptied, *state) {
	if o.Word >= len(cl.args) {
		return nil, nil
	}
	f := cl.args[o.Word]
	v := st.resolve(f.v).skip(o.Skip)
	e := &Emptied{Word: f.src, Text: shortText(f.src.Text()), Whole: sel.Whole}
	found := func(text string) bool {
		if sel.Path && strings.Contains(text, "*") && !f.globby {
			return false // a star in quotes is a file's name
		}
		e.Becomes = text
		return sel.Wide(text)
	}
	if text, ok := v.constant(); ok {
		if st.odd || !found(text) {
			return nil, nil
		}
		e.Names = x.emptyParts(f, st)
		if e.Names == "" && text != "" {
			return nil, nil // it is what the author wrote
		}
		return e, x.emptyWorld(e, st)
	}
	for _, p := range v {
		s := p.sym
		if s == nil {
			continue
		}
		if other := s.fallback(); other != "" && !s.summary && !st.con(s).refutes(other) {
			if text, ok := v.with(s, other).constant(); ok && found(text) {
				e.Names, e.Default = x.writtenAs(f, s, st), true
				w := st.fork()
				w.setCon(s, st.con(s).withEq(other))
				return e, x.emptyWorld(e, w)
			}
		}
		how := x.emptiness(st, s)
		if how == filled {
			continue
		}
		text, ok := v.with(s, "").constant()
		if !ok || !found(text) {
			continue
		}
		e.Names, e.Said = x.writtenAs(f, s, st), how == ifSaid
		w := st.fork()
		c := st.con(s).clone()
		c.nonempty = no
		w.setCon(s, c)
		return e, x.emptyWorld(e, w)
	}
	// "$1/$2" of a script that is started without any parameters; what a library expects to be set is another matter
	if x.alone {
		return nil, nil
	}
	all, w := v, st.fork()
	var names []string
	for _, p := range v {
		if s := p.sym; s != nil {
			if x.emptiness(st, s) != maybeEmpty {
				return nil, nil
			}
			if n := x.writtenAs(f, s, st); !contains(names, n) {
				names = append(names, n)
			}
			all = all.with(s, "")
			c := st.con(s).clone()
			c.nonempty = no
			w.setCon(s, c)
		}
	}
	if text, ok := all.constant(); !ok || len(names) < 2 || !found(text) {
		return nil, nil
	}
	e.Names, e.Said, e.Many = strings.Join(names, " and "), true, true
	return e, x.emptyWorld(e, w)
}

func (x *exec) emptyWorld(e *Emptied, st *state) *state {
	w := st.fork()
	x.event(w, Step{Kind: Empties, At: e.Word, By: e.Names, Text: e.Becomes})
	return w
}

// with is a value in which a symbol has a text.
func (v Value) with(s *Sym, text string) Value {
	var out Value
	for _, p := range v {
		if p.sym == s {
			out = out.append(lit(text))
		} else {
			out = out.append(Value{p})
		}
	}
	return out
}

// writtenAs is how the author of a word writes a symbol in it: the variable that holds it.
func (x *exec) writtenAs(f Field, s *Sym, st *state) string {
	name := ""
	if f.word != nil {
		script.Walk(f.word, func(n syntax.Node) bool {
			if p, ok := n.(*syntax.ParamExp); ok && name == "" && p.Param != nil && !p.Length && !p.Excl && strings.Trim(p.Param.Value, "@*") != "" {
				if st.resolve(x.get(st, p.Param.Value, p.Index).v).derivedFrom(s) {
					name = "$" + p.Param.Value
					if strings.HasPrefix(p.Param.Value, ownVariable) {
						name = s.desc // text that another shell put together
					}
				}
			}
			return true
		})
	}
	if name == "" {
		return s.desc
	}
	return name
}

// derivedFrom reports whether a symbol, or one that it was computed from, is part of a value.
func (v Value) derivedFrom(s *Sym) bool {
	for _, p := range v {
		if p.sym != nil && (p.sym == s || s.root != nil && p.sym == s.root) {
			return true
		}
	}
	return false
}

// emptyParts names the expansions of a word that are empty in a state.
func (x *exec) emptyParts(f Field, st *state) string {
	var names []string
	if f.word != nil {
		script.Walk(f.word, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.ParamExp:
				if n.Param == nil || n.Length || n.Excl {
					return false
				}
				if n.Param.Value == "@" || n.Param.Value == "*" {
					return false
				}
				if t, ok := st.resolve(x.get(st, n.Param.Value, n.Index).v).constant(); ok && t == "" {
					names = append(names, "$"+n.Param.Value)
				}
				return false
			case *syntax.CmdSubst:
				names = append(names, shortText(x.span(n).Text()))
				return false
			}
			return true
		})
	}
	if len(names) == 0 {
		if t := f.src.Text(); (f.word == nil || f.src != x.span(f.word)) && strings.ContainsAny(t, "$`") {
			return shortText(t) // a function was handed it
		}
		return ""
	}
	return names[0]
}

func shortText(t string) string {
	t = strings.Join(strings.Fields(t), " ")
	if r := []rune(t); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return t
}

// selections records the worlds in which a destructive command acts on everything.
func (x *exec) selections(words []string, cl *callInfo, st *state) {
	sel, ok := x.cat.Selection(words)
	if !ok {
		return
	}
	for _, o := range sel.Operands {
		if text := words[o.Word][o.Skip:]; sel.Folder(text) && !x.emptiedInto(text, cl.args[o.Word], o.Skip) {
			x.hitSite(sel.Why, []Target{{Kind: catalog.KindPath, V: lit(text), Host: x.host}}, cl, st)
			continue
		}
		e, w := x.emptied(o, sel, cl, st)
		if e == nil {
			continue
		}
		saved := x.empty
		x.empty = e
		if sel.Path {
			x.hitSite(sel.Why, []Target{{Kind: catalog.KindPath, V: lit(e.Becomes), Host: x.host}}, cl, w)
		} else if m, ok := x.cat.Destructive(words); ok {
			x.site(m, cl, w)
		}
		x.empty = saved
	}
}

// emptiedInto reports whether a text is what stands around variables that are empty: rm -rf "$root/usr" is meant for another folder.
func (x *exec) emptiedInto(text string, f Field, skip int) bool {
	if f.word == nil {
		return false
	}
	written := staticText(f.word)
	if !strings.Contains(written, catalog.Unknown) {
		return false
	}
	parts := strings.Split(written, catalog.Unknown) // literal and names in turn
	var around strings.Builder
	for i := 0; i < len(parts); i += 2 {
		around.WriteString(parts[i])
	}
	return len(around.String()) >= skip && around.String()[skip:] == text
}

// selected runs a wrapper in the worlds in which its selector selects everything. It reports whether the state itself is
// such a world, in which there is nothing else to run.
func (x *exec) selected(m catalog.WrapperMatch, cl *callInfo, st *state) (*Emptied, *state) {
	sel, ok := m.Selection()
	if !ok {
		return nil, nil
	}
	for _, o := range sel.Operands {
		if e, w := x.emptied(o, sel, cl, st); e != nil {
			return e, w
		}
	}
	return nil, nil
}
