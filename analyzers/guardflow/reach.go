package guardflow

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// reach are the flaws of a way that have nothing to do with what guards said: the command acts on more than was meant, or
// on all members of a set at once.
func (j *judge) reach(h *proof.Hit) []*Flaw {
	var out []*Flaw
	add := func(f *Flaw, kind domain.EventKind) *Flaw {
		path, at := domain.Path(h.Trace, func(s *domain.Step) bool { return s.Kind == kind })
		if path == nil {
			path, at = domain.Path(h.Trace, nil)
		}
		f.way = way{steps: path, at: at, hit: h}
		out = append(out, f)
		return f
	}
	if e := h.Empty; e != nil {
		f := add(&Flaw{Kind: "emptyselector", By: e.Names, Empty: e, Weak: e.Said || j.site.Alone}, domain.Empties)
		f.Lost = &Step{At: e.Word, Text: emptyText(e.Names, e.Becomes, e.Default)}
	}
	if a := h.Astray; a != nil {
		f := add(&Flaw{Kind: "lostcwd", By: a.Names, Astray: a, Weak: a.Said || j.site.Alone}, domain.Strays)
		if !a.Start {
			f.Lost = &Step{At: a.At, Text: strayText(a.Names, a.Cd, a.Home)}
		}
	}
	if s := h.Split; s != nil {
		at, text := domain.Divides, "the selector ends here"
		if s.Torn != "" {
			at, text = domain.Torn, tornText(s.Torn, s.First, s.Text)
		}
		f := add(&Flaw{Kind: "selectorsplit", By: s.Text, Split: s, Weak: s.Torn != ""}, at)
		f.Lost = &Step{At: s.Word, Text: text}
	}
	if f := h.Fan; f != nil && !j.looksItself(h) {
		w := add(&Flaw{Kind: "fanout", By: f.By, Fan: f}, domain.Wiped)
		if f.Other != "" {
			w.Lost = &Step{At: f.OtherAt, Text: "this destroys " + f.Other}
		} else {
			w.Lost = &Step{At: f.At, Text: "this runs in several places at the same time"}
		}
	}
	return out
}

// looksItself reports whether what runs on several hosts at the same time asks on each of them whether that one is in use, and it
// says idle: a host that sees itself that it serves nobody takes nothing down, however many go at once. What is asked from
// outside, such as an inventory's record, may be wrong, or old, for all of them; and members of one set have to go one
// after the other.
func (j *judge) looksItself(h *proof.Hit) bool {
	if h.Fan.Other != "" {
		return false
	}
	return slices.ContainsFunc(j.proof(h), func(a *value.Ask) bool {
		return !a.Query && len(a.Host) > 0 && a.Host.String() == h.Target.Host.String() && slices.Contains(h.Fan.Inside, a)
	})
}

func emptyText(names, becomes string, isDefault bool) string {
	switch {
	case isDefault:
		return names + " is not set here and has its default, " + becomes
	case names == "":
		return "this is empty"
	}
	are := " is empty here"
	if strings.Contains(names, " and ") {
		are = " are empty here"
	}
	if becomes == "" {
		return names + are
	}
	return names + are + ", which leaves " + becomes
}

// strayText says how a script comes to be in a folder that nobody meant.
func strayText(names, cd string, home bool) string {
	switch {
	case names == "":
		return code(cd) + " fails here, and the script stays in the folder that it was in"
	case home:
		return names + " is empty here, so that " + code(cd) + " goes to the home folder"
	}
	return names + " is empty here, so that " + code(cd) + " stays in the folder that the script was in"
}

func tornText(names, first, rest string) string {
	return names + " has a blank in it here, and no quotes around it: it makes two operands, " + code(first) + " and " + code(rest)
}

// torn reports whether a hit is about nothing but a blank in a value without quotes: what was meant is judged by other hits.
func torn(h *proof.Hit) bool { return h.Split != nil && h.Split.Torn != "" }

// aside reports whether a hit is about what nobody meant and what only happens if somebody does something odd: the rule that says so
// says all of it, and in its own severity.
func aside(h *proof.Hit) bool { return torn(h) || h.Astray != nil && h.Astray.Said }

// selects reports whether a kind of flaw is about how much a command acts on. Such a flaw comes before all others, since a
// guard that is asked about what was meant says nothing of the rest.
func selects(kind string) bool {
	return kind == "emptyselector" || kind == "lostcwd" || kind == "selectorsplit"
}

// class sorts flaws before their kinds do.
func (f *Flaw) class() int {
	switch {
	case f.Split != nil && f.Split.Torn != "", f.Kind == "unguarded" && f.Prompt != nil:
		return 2 // a blank in a value is not what happens every day; a person's yes is something
	case selects(f.Kind):
		return 0
	case f.Kind == "fanout":
		return 3
	}
	return 1
}
