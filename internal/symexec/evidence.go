package symexec

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// Evidence is an answer that counts: of a guard of which it is known what it asks, how the answer is read, and about whom. What lacks
// one of them neither proves nor accuses; it is as if it had not been asked.

// A comparison is what a script compares a query's answer with.
type comparison struct {
	read bool // with something that has a meaning: a known word, a number, nothing
	// words are literals of no known meaning; stops says that a comparison with such a word alone keeps the script from going on.
	words map[string]bool
	in    map[string]bool // words that mean in use
}

// comparedOf is kept by the place of a query, for all its callers.
func (x *exec) comparedOf(a *Ask) *comparison {
	c := x.compared[a.place]
	if c == nil {
		c = &comparison{words: map[string]bool{}, in: map[string]bool{}}
		x.compared[a.place] = c
	}
	return c
}

// note records what a comparison says about a query's answer.
func (x *exec) note(st *state, s *Sym, bit saidBits) {
	if s.ask == nil || bit == 0 {
		return
	}
	if s.ask.Prompt {
		if bit == saidEmpty {
			x.said(st, s.ask, bit)
		}
		return // which words a person's answer may be is another question than which ones a query's is
	}
	if bit == saidEmpty && s.nothing != nil && *s.nothing == "" {
		bit = saidNotLiteral
	}
	c := x.comparedOf(s.ask)
	c.read = c.read || bit&(saidLiteral|saidNotLiteral) == 0
	if s.ask.Entry.FailurePrints && bit&(saidNotActive|saidEmpty|saidNotRole) != 0 {
		bit = saidNotLiteral // what came may be the text of a failure, or none
	}
	if bit&(saidEmpty|saidNonEmpty) == 0 {
		x.wordy[s.ask.place] = true
	}
	x.said(st, s.ask, bit)
}

// meaning says what equality with a word says about a query's answer, and what it says when they differ.
func (x *exec) meaning(s *Sym, text string) (same, other saidBits) {
	var entry *catalog.Guard
	if s != nil && s.ask != nil && !s.ask.Prompt {
		entry = s.ask.Entry
	}
	if s != nil && s.nothing != nil && *s.nothing == strings.TrimSpace(text) {
		return saidNotLiteral, saidNotIdle
	}
	if n, err := strconv.Atoi(strings.TrimSpace(text)); err == nil {
		if n == 0 {
			return saidIdle, saidNotIdle
		}
		return saidActive, 0
	}
	if text == "" {
		return saidEmpty, saidNonEmpty
	}
	sense := x.cat.Sense(entry, text)
	if entry != nil && entry.Rows && sense != catalog.SenseIdle {
		return saidNonEmpty, 0
	}
	switch sense {
	case catalog.SenseIdle:
		return saidIdle, saidNotIdle
	case catalog.SenseActive:
		if entry != nil {
			x.comparedOf(s.ask).in[text] = true
		}
		return saidActive, saidNotActive
	case catalog.SenseTransition:
		return saidActive, saidNotLiteral
	case catalog.SenseRole:
		return saidRole, saidNotRole
	}
	if entry != nil {
		x.comparedOf(s.ask).words[text] = true
	}
	return saidLiteral, saidNotLiteral
}

// patternSays is meaning for a pattern. Of one that leaves room beside its word only what it cannot be is known: *drained also fits
// undrained, *active* also fits inactive.
func (x *exec) patternSays(s *Sym, core string, open, lines bool) (same, other saidBits) {
	same, other = x.meaning(s, core)
	if s != nil && s.ask != nil && s.ask.Entry.Rows {
		if core == "" {
			return same, other
		}
		if same = saidNonEmpty; lines {
			other = saidEmpty // none of the lines names it
		}
		return same, other
	}
	if !open {
		return same, other
	}
	switch same {
	case saidIdle:
		if !x.closed(s) {
			return 0, other
		}
	case saidLiteral:
		return 0, other
	case saidEmpty:
		return same, other
	}
	return same, other
}

// leftBound reports whether nothing can stand before the last word that a pattern looks for: ^idle, "state": "idle", State=IDLE.
func leftBound(pattern string) bool { return boundPattern.MatchString(pattern) }

var boundPattern = regexp.MustCompile(`^\^"?[\w-]+|\w"?[ ]*[*]?[:=](?:\[\[:space:\]\]|\\s|[ ])*[*+]?"?[\w-]+"?\$?$`)

// jqFallback is what jq prints where something is missing.
var jqFallback = regexp.MustCompile(`//\s*(?:"([^"]*)"|([\w.-]+)|\[\])`)

// fallbackOf is the default that a filter's words name; nil for none.
func fallbackOf(name string, words []string) *string {
	if name != "jq" && name != "yq" {
		return nil
	}
	for _, w := range words {
		m := jqFallback.FindStringSubmatch(w)
		if m == nil {
			continue
		}
		t := m[1] + m[2]
		if t == "empty" || t == "false" && strings.Contains(w, "empty") {
			t = ""
		}
		if strings.Contains(w, "length") {
			t = "0"
		}
		return &t
	}
	return nil
}

// closed reports whether a query answers with words of its own only, so that what has an idle one in it is that one.
func (x *exec) closed(s *Sym) bool {
	return s != nil && s.ask != nil && len(s.ask.Entry.QueryIdleWords) > 0 && len(s.ask.Entry.ActiveWords) > 0
}

// presumed says what must be so for an answer to mean idle: that a literal in no list means it, or that every answer does but the words
// that mean in use.
func (x *exec) presumed(a *Ask, f fact) []Assumption {
	var clauses []string
	switch s := f.said; {
	case s&saidIdle != 0 || !a.Query:
		return nil
	case f.resolve() == Literal:
		for _, w := range sortedKeys(x.comparedOf(a).words) {
			clauses = append(clauses, "`"+w+"` means idle")
		}
	case f.resolve() == Idle && s&saidNotActive != 0:
		words := sortedKeys(x.comparedOf(a).in)
		if len(words) == 0 {
			return nil
		}
		clauses = append(clauses, "no other answer but `"+strings.Join(words, "`, `")+"` means in use")
	}
	var out []Assumption
	for _, c := range clauses {
		out = append(out, Assumption{Text: c, At: a.At})
	}
	return out
}

// worklist reports whether a target was taken out of a guard's answer: a list of what is to be destroyed does not ask whether it
// may be.
func worklist(a *Ask, t Target) bool {
	for _, v := range []Value{t.V, t.Host} {
		for _, p := range v {
			for s := p.sym; s != nil; s = s.list {
				if s.source != nil && s.source.place == a.place || s.root != nil && s.root.source != nil && s.root.source.place == a.place {
					return true
				}
			}
		}
	}
	return false
}

// weigh tells the answers that are evidence about a site's target from those that are none, now that all comparisons are known.
func (x *exec) weigh(s *Site) {
	literals, others := map[*Ask]Outcome{}, map[*Ask]Outcome{}
	for _, h := range s.Hits {
		for _, a := range h.Answers {
			if o := a.Outcome & (Literal | NoLiteral); a.Covers {
				literals[a.Ask.place] |= o
			} else {
				others[a.Ask.place] |= o
			}
		}
	}
	for place, o := range others {
		if literals[place] == 0 {
			literals[place] = o // it is asked about other targets only
		}
	}
	for _, h := range s.Hits {
		var kept []Answer
		for _, a := range h.Answers {
			if x.counts(a, h.Target, literals[a.Ask.place]) {
				kept = append(kept, a)
			} else {
				a.Worklist = worklist(a.Ask, h.Target)
				h.Others = append(h.Others, a)
			}
		}
		h.Answers = kept
	}
}

// counts reports whether an answer is evidence. A query's is one where the script compares it with something whose meaning is known,
// or goes on for a literal only.
func (x *exec) counts(a Answer, t Target, literal Outcome) bool {
	e := a.Ask.Entry
	switch {
	case a.Ask.Made:
		return true
	case !e.Proves() || worklist(a.Ask, t):
		return false
	case !e.Query:
		return true
	}
	c := x.compared[a.Ask.place]
	return c != nil && (c.read || literal == Literal)
}

// aboutPseudo begins the names of what lines were looked for in an answer.
const aboutPseudo = "\x00about"

// aboutUnknown stands for several such patterns.
const aboutUnknown = ^uint32(0)

// namedBy reports whether the lines that a script looked for in an answer are those of the target: "no line says usb" tells nothing
// of /dev/sdb. An answer of which all lines were looked at is about all that was asked.
func (x *exec) namedBy(st *state, f fact, t Target) bool {
	if f.about == 0 {
		return true
	}
	pat, ok := x.abouts[f.about]
	if !ok {
		return false
	}
	pat = st.resolve(pat)
	start, known := pat.constant()
	for _, v := range []Value{st.resolve(t.V), st.resolve(t.Host)} {
		if known && len(v) > 0 && v[0].sym == nil && strings.HasPrefix(v[0].lit, strings.TrimPrefix(start, "^")) {
			return true // no line begins as its name does
		}
		for _, p := range v {
			switch {
			case p.sym != nil && (pat.mentions(p.sym) || x.madeOf(pat, p.sym)):
				return true
			case p.sym == nil && len(v) == 1:
				if name := baseName(strings.TrimRight(p.lit, "/")); name != "" && strings.Contains(litOf(pat), name) {
					return true
				}
			}
		}
	}
	return false
}

// madeOf reports whether a text is computed from a symbol: ${dev#/dev/}.
func (x *exec) madeOf(v Value, s *Sym) bool {
	for _, p := range v {
		if p.sym != nil && p.sym.root != nil && (p.sym.root == s || p.sym.root == s.root) {
			return true
		}
	}
	return false
}

var (
	partition  = regexp.MustCompile(`^/dev/((sd|vd|xvd|hd)[a-z]+[0-9]+|(nvme[0-9]+n[0-9]+|mmcblk[0-9]+|nbd[0-9]+|loop[0-9]+)p[0-9]+|dm-[0-9]+|md.*|mapper/.+|disk/by-(uuid|partuuid|label|partlabel)/.+|.+-part[0-9]+)$`)
	nameEnds   = regexp.MustCompile(`^(?:[ $]|\\[b>s]|\[\[:(?:space|blank):\]\]|\[ )`)
	fsMaker    = regexp.MustCompile(`^(mkfs(\..*)?|mke2fs|mkdosfs|mkntfs|mkswap|newfs(_.*)?)$`)
	digitsLast = regexp.MustCompile(`[0-9]$`)
)

// missesParts reports whether a look for lines that name a disk leaves out those of its partitions, as "^$disk " does, although the
// command destroys these too. What makes a file system takes a partition, or a disk that has none.
func (x *exec) missesParts(st *state, a *Ask, f fact, t Target, command string) bool {
	v := st.resolve(t.V)
	if len(v) == 0 || kindOf(t.Kind, v) != catalog.KindDevice || fsMaker.MatchString(baseName(command)) || len(v) > 1 && digitsLast.MatchString(v[len(v)-1].lit) {
		return false
	}
	name, known := v.constant()
	if known && partition.MatchString(name) {
		return false
	}
	pat, ok := x.abouts[f.about]
	if !ok && a.name != "grep" && a.name != "egrep" && a.name != "fgrep" && a.name != "rg" {
		return false
	}
	if !ok {
		for _, g := range a.Targets {
			pat = g.V
		}
	}
	pat = st.resolve(pat)
	if len(pat) == 0 {
		return false
	}
	text, isConst := pat.constant()
	if isConst && known {
		_, rest, found := strings.Cut(text, baseName(name))
		return found && nameEnds.MatchString(rest)
	}
	last := pat[len(pat)-1]
	return last.sym == nil && len(pat) > 1 && nameEnds.MatchString(last.lit)
}

// Compared are the words that a script compares a query's answer with and of which it is not known what they mean.
func (r *Result) Compared(a *Ask) []string {
	if c := r.x.compared[a.place]; c != nil {
		return sortedKeys(c.words)
	}
	return nil
}

// blankSoFar reports whether all lines of a list that is not empty were found to be, so that it cannot end here.
func (x *exec) blankSoFar(st *state, list *Sym, index int, name string) bool {
	if !list.blank || index == 0 || st.con(list).nonempty != yes {
		return false
	}
	for i := range index {
		if st.con(x.elem(list, i, name)).nonempty != no {
			return false
		}
	}
	return true
}
