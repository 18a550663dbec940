package effects

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
)

// callEffect tells what a call may do.
func (r *Slice) callEffect(c *syntax.CallExpr) (h Effect) {
	if len(c.Args) == 0 {
		return 0
	}
	switch StaticText(c.Args[0]) {
	case ".", "source":
		return 0 // what the file does is looked at in the file
	case "echo", "printf", "local", "shift", "true", "false", ":", "exit", "return", "break", "continue":
		return 0
	}
	l := r.look(c)
	h = l.heat
	if r.x.Whole {
		h |= destroys
		r.Wide, r.Here = true, true
	}
	if l.device && r.devices {
		h |= destroys
	}
	if (l.path || l.device) && r.elsewhere {
		h |= destroys
		r.Wide = r.Wide || l.path
	}
	if len(Renamed(c)) > 0 || r.linked && Links(r.x.Cat, l.words) { // what it says decides what a name, or a path, destroys
		h |= destroys
	}
	if l.device || l.path {
		h |= r.through()
	}
	switch l.words[0] {
	case "eval":
		for _, w := range l.words[1:] {
			if name, ok := strings.CutPrefix(w, catalog.Unknown); ok {
				name, _, _ = strings.Cut(name, catalog.Unknown)
				h |= r.commandEffect[name]
			}
		}
	case "read":
		h |= asks // a person
	case "[", "test", "cat", "head", "grep", "awk", "sed":
		if r.flags || r.reading > 0 || slices.ContainsFunc(l.words[1:], func(w string) bool { return r.written[w] }) {
			h |= asks
		}
	}
	if name, ok := strings.CutPrefix(l.words[0], catalog.Unknown); ok {
		name, _, _ = strings.Cut(name, catalog.Unknown)
		switch {
		case name == "":
			h |= asks | destroys
		case strings.Contains("@*123456789", name):
			if r.inFunc { // elsewhere it is what the user of the script says
				h |= asks | destroys
			}
		default:
			h |= r.commandEffect[name]
		}
	}
	for i, w := range l.words {
		if name, ok := strings.CutPrefix(w, catalog.Unknown); ok && i > 0 && l.hands { // sudo $WIPE
			name, _, _ = strings.Cut(name, catalog.Unknown)
			h |= r.commandEffect[name]
		}
		h |= r.EffectOf[w]
		if ScriptSign(w) {
			h |= r.textEffect(w)
		}
	}
	return h
}

// A callLook is what the catalogue says of a call, whatever the functions of the script do.
type callLook struct {
	words  []string
	heat   Effect
	device bool // it destroys what it is given, when that is a device
	path   bool // it destroys what it is given by a path, when that is data where the script is
	hands  bool // it runs a command that stands among its words
}

// mostLooked is how many words are looked at, over all the words of a call that may be the name of the command that runs. A call with more
// of them may do anything.
const mostLooked = 1 << 14

// look asks the catalogue about a call, once.
func (r *Slice) look(c *syntax.CallExpr) *callLook {
	if l := r.looks[c]; l != nil {
		return l
	}
	l := &callLook{words: make([]string, len(c.Args))}
	for i, w := range c.Args {
		l.words[i] = StaticText(w)
	}
	work := 0
	for i, w := range l.words {
		r.Fleet = r.Fleet || r.x.Cat.Selects(BaseName(w))
		if !r.x.Cat.Begins(w) {
			continue
		}
		if work += len(l.words) - i; i > 0 && work > mostLooked {
			l.heat |= asks | destroys | makes
			r.Attaches, r.Wide, r.Here = true, true, true
			break
		}
		words := l.words[i:]
		if _, ok := r.x.Cat.Guard(words); ok {
			l.heat |= asks
		}
		if _, ok := r.x.Cat.Destructive(words); ok {
			l.heat |= destroys
		} else if path, device := r.x.Cat.MayDestroyKnown(words); path || r.x.mayBeSite(words) || device && slices.ContainsFunc(words[1:], func(w string) bool { return r.x.Cat.SurelyDevice(w[strings.IndexByte(w, '=')+1:]) }) {
			l.heat |= destroys
		} else {
			l.device = l.device || device
			l.path = l.path || r.x.Cat.ActsOnPaths(BaseName(words[0])) && len(r.x.Cat.Paths(words, false)) > 0
		}
		if m, ok := r.x.Cat.Creation(words); ok {
			l.heat |= makes
			r.Attaches = r.Attaches || m.From != nil && !m.Entry.Loses
		}
		if sure, prefixed := r.x.Cat.MayWiden(words); sure || prefixed {
			l.heat |= destroys
			r.Wide = true
		}
		if r.x.Cat.ActsHere(words) {
			l.heat |= destroys
			r.Here = true
		}
		if len(MayTear(r.x.Cat, words, c.Args[i:])) > 0 {
			l.heat |= destroys
		}
	}
	m, hands := r.x.Cat.Wrapper(l.words)
	l.hands = hands
	if e := m.Entrypoint; hands && e.Word > 0 && r.x.Cat.Begins(l.words[e.Word][e.Skip:]) {
		l.heat |= asks | destroys
	}
	r.looks[c] = l
	return l
}

// mayBeSite reports whether a call destroys with some text in the place of what is not known of its words: zpool "$op" tank.
func (x *Program) mayBeSite(words []string) bool {
	if !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(w, catalog.Unknown) }) {
		return false
	}
	if x.reach == nil {
		x.reach = x.Cat.Reach(x.Texts...)
	}
	return x.reach.Call(words, false, func() string { return "" }).Site
}
