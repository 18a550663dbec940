package domain

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// ProvedSame reports whether the path has compared two texts and found them equal.
func (st *State) ProvedSame(a, b value.Value) bool {
	if len(a) == 0 || len(b) == 0 || a.Summary() || b.Summary() {
		return false
	}
	s, k1, k2 := a.FirstSym(), a.Key(), b.Key()
	if k2 < k1 {
		s, k1, k2 = b.FirstSym(), k2, k1
	}
	if s == nil {
		return false
	}
	same, ok := st.Con(s).Ask("==" + k1 + "==" + k2)
	return ok && same
}

// Evidence is an answer that counts: of a guard of which it is known what it asks, how the answer is read, and about whom. What lacks
// one of them neither proves nor accuses; it is as if it had not been asked.

// A comparison is what a script compares a query's answer with.
type Comparison struct {
	Read bool // with something that has a meaning: a known word, a number, nothing
	// words are literals of no known meaning; stops says that a comparison with such a word alone keeps the script from going on.
	Words map[string]bool
	In    map[string]bool // words that mean in use
	// Enough is the least number of copies that lets the script go on; 0 where no way asks for two or more.
	Enough int
	Kind   bool // with the name of a kind of content, of a question for what is on something
}

// ComparedOf is kept by the place of a query, for all its callers.
func (x *Space) ComparedOf(a *value.Ask) *Comparison {
	c := x.Compared[a.PlaceAsk]
	if c == nil {
		c = &Comparison{Words: map[string]bool{}, In: map[string]bool{}}
		x.Compared[a.PlaceAsk] = c
	}
	return c
}

// recordComparison records what a comparison says about a query's answer.
func (x *Space) recordComparison(st *State, s *value.Sym, bit Comparisons) {
	if s.Ask == nil || bit == 0 {
		return
	}
	if s.Ask.Prompt {
		if bit == SaidEmpty {
			x.recordAnswer(st, s.Ask, bit)
		}
		return // which words a person's answer may be is another question than which ones a query's is
	}
	if bit == SaidEmpty && s.Nothing != nil && *s.Nothing == "" {
		bit = saidNotLiteral
	}
	c := x.ComparedOf(s.Ask)
	c.Read = c.Read || bit&(saidLiteral|saidNotLiteral) == 0
	if s.Ask.Entry.FailurePrints && bit&(SaidNotActive|SaidEmpty|saidNotRole) != 0 {
		bit = saidNotLiteral // what came may be the text of a failure, or none
	}
	if bit&(SaidEmpty|SaidNonEmpty) == 0 {
		x.Wordy[s.Ask.PlaceAsk] = true
	}
	if s.About != 0 && x.LookFor == 0 && (s.Counted || bit&(SaidEmpty|SaidNonEmpty) != 0) {
		x.LookFor = s.About
		defer func() { x.LookFor = 0 }()
	}
	x.recordAnswer(st, s.Ask, bit)
}

// thingName is text that names a device or a path.
var thingName = regexp.MustCompile(`(?:^|\s)/|/\S+|^(?:sd|hd|vd|xvd)[a-z]+[0-9]*\b|^(?:nvme|mmcblk|nbd|loop|dm-|md)[0-9]`)

// meaning says what equality with a word says about a query's answer, and what it says when they differ.
func (x *Space) meaning(s *value.Sym, text string) (same, other Comparisons) {
	var entry *catalog.Guard
	if s != nil && s.Ask != nil && !s.Ask.Prompt {
		entry = s.Ask.Entry
	}
	if s != nil && s.Nothing != nil && *s.Nothing == strings.TrimSpace(text) {
		return saidNotLiteral, saidNotIdle
	}
	if entry != nil && entry.Follows {
		switch t := strings.ToLower(strings.TrimSpace(text)); t {
		case "0", "f", "false", "off":
			x.ComparedOf(s.Ask).In[t] = true
			return saidActive, SaidNotActive
		case "1", "t", "true", "on":
			x.ComparedOf(s.Ask).Words[t] = true
			return saidLiteral, saidNotLiteral
		}
	}
	if entry != nil && isCode(entry, text) {
		if x.prog.Cat.Sense(entry, text) == catalog.SenseIdle {
			return SaidIdle, saidNotIdle
		}
		x.ComparedOf(s.Ask).In[text] = true
		return saidActive, SaidNotActive
	}
	if n, err := strconv.Atoi(strings.TrimSpace(text)); err == nil {
		if n == 0 {
			return SaidIdle, saidNotIdle
		}
		return saidActive, 0
	}
	if text == "" {
		return SaidEmpty, SaidNonEmpty
	}
	sense := x.prog.Cat.Sense(entry, text)
	if entry != nil && entry.Rows && sense != catalog.SenseIdle {
		return SaidNonEmpty, 0
	}
	switch sense {
	case catalog.SenseIdle:
		return SaidIdle, saidNotIdle
	case catalog.SenseActive:
		if entry != nil {
			x.ComparedOf(s.Ask).In[text] = true
		}
		return saidActive, SaidNotActive
	case catalog.SenseTransition:
		if entry != nil && entry.Asks == catalog.AsksContent {
			x.ComparedOf(s.Ask).Kind = true
		}
		return saidActive, saidNotLiteral
	case catalog.SenseRole:
		return saidRole, saidNotRole
	case catalog.SenseUnknown: // the word itself may tell
	}
	if thingName.MatchString(text) {
		return 0, saidNotLiteral // that an answer names a device or a folder is no state of anything
	}
	if entry != nil {
		x.ComparedOf(s.Ask).Words[text] = true
	}
	return saidLiteral, saidNotLiteral
}

// isCode reports whether a text of digits is a word among a query's answers, and no number: 404.
func isCode(e *catalog.Guard, text string) bool {
	return (slices.Contains(e.QueryIdleWords, text) || slices.Contains(e.ActiveWords, text)) && strings.Trim(text, "0123456789") == "" && text != "0"
}

// PatternSays is meaning for a pattern. Of one that leaves room beside its word only what it cannot be is known: *drained also fits
// undrained, *active* also fits inactive.
func (x *Space) PatternSays(s *value.Sym, core string, open, lines bool) (same, other Comparisons) {
	same, other = x.meaning(s, core)
	if s != nil && s.Ask != nil && s.Ask.Entry.Rows {
		if core == "" {
			return same, other
		}
		if same = SaidNonEmpty; lines {
			other = notFound(s) // none of the lines names it
		}
		return same, other
	}
	if !open {
		return same, other
	}
	switch same {
	case SaidIdle:
		if !x.closed(s) {
			return 0, other
		}
	case saidLiteral:
		return 0, other
	case SaidEmpty:
		return same, other
	default: // it leaves no room that matters
	}
	return same, other
}

// closed reports whether a query answers with words of its own only, so that what has an idle one in it is that one.
func (x *Space) closed(s *value.Sym) bool {
	return s != nil && s.Ask != nil && len(s.Ask.Entry.QueryIdleWords) > 0 && len(s.Ask.Entry.ActiveWords) > 0
}

// aboutUnknown stands for several such patterns.
const aboutUnknown = ^uint32(0)
