package catalog

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog/strict"
)

// A Creation is a command after which something is there that holds nobody's data: a volume, an image file, a loop device on
// one, a temporary folder.
type Creation struct {
	// Command, Options, Unless, ValueOptions and SingleDash are as in Destructive.
	Command      string
	Options      []string
	Unless       []string
	ValueOptions []string
	SingleDash   bool
	NoOperands   bool // the command makes something new only when it is given no name
	// Makes are the names of what is made, with places in braces: "/dev/{1}/{option:-n,--name}". One that ends in "*" stands
	// for all names that begin so; {1%/} is an operand without what follows its last slash.
	Makes []string
	names []template
	// Prints says that the command prints the name of what it has made.
	Prints bool
	// From is the place of what it is made of, "" for nothing: a loop device is as new as the file behind it.
	From string
	// Regardless says that a failure leaves nothing that holds data either: a file that cannot be written is still a file.
	// Without it the command proves something only where it has succeeded, because it fails when the thing exists.
	Regardless bool
	// Grows says that the command sets the length of a file, which a device has not: where it succeeds its name is a file's, whatever
	// the name is, and a name that is no device's is a file's anyway.
	Grows bool
	// Loses says that the command makes nothing, but puts what From names in the place of Makes, which is no longer new then:
	// mount DEVICE FOLDER.
	Loses bool
	// DeletedBy are the calls that delete what was made, with leading operands: "kubectl delete namespace|ns". A name means something
	// else to other calls, which a name alone does not tell; without it all calls mean the same.
	DeletedBy []string
	deleters  []*syntax
	// Holds is the coordinate of a place that what is made is: all that is in a new namespace is new.
	Holds string
	// Found says that nothing was made, but that the name was found to be free.
	Found bool
	Kind  Kind
	Host  string
	// Why is what it makes, for messages: "a logical volume".
	Why    string
	Source string
	File   string
}

// A template is one of Makes, taken apart: texts and places in turn, beginning with a text.
type template []string

// A CreationMatch tells what a call makes.
type CreationMatch struct {
	Entry *Creation
	Names []Name
	From  *Operand // nil: there is no such operand
	Host  *Operand // nil: here
}

// A Name is a name of what is made, put together from texts and operands. Any says that it is the beginning of names.
type Name struct {
	Parts []NamePart
	Any   bool
}

// A NamePart is a text, or an operand if it has one.
type NamePart struct {
	Text    string
	Operand *Operand
	Folder  bool // without what follows its last slash
}

// Creation tells whether a call makes something new, and what.
func (c *Catalog) Creation(words []string) (CreationMatch, bool) {
	if len(words) > 0 {
		for r := range c.makes.find(baseName(words[0])) {
			if m, ok := matchCreation(r.entry, r.syntax, words); ok {
				return m, true
			}
		}
	}
	return CreationMatch{}, false
}

func matchCreation(e *Creation, s *syntax, words []string) (m CreationMatch, ok bool) {
	a, ok := s.call(words)
	if !ok || a.has(e.Unless) || len(e.Options) > 0 && !a.has(e.Options) || e.NoOperands && len(a.operands) > 0 {
		return m, false
	}
	m = CreationMatch{Entry: e, Host: a.host(e.Host)}
	if e.From != "" {
		from := a.find(e.From, e.Kind)
		if len(from) == 0 {
			return m, false
		}
		m.From = &from[0]
	}
	for _, t := range e.names {
		m.Names = append(m.Names, t.fill(&a, e.Kind)...)
	}
	return m, e.Prints || len(m.Names) > 0
}

// Deletes tells whether the operands of a call name what the creation made with a command of that name, for all that the catalogue says. Of
// tools that are alike each has things of its own: what lxc made incus does not know.
func (e *Creation) Deletes(words []string, by string) bool {
	if len(e.deleters) == 0 {
		return true
	}
	return len(words) > 0 && slices.ContainsFunc(e.deleters, func(s *syntax) bool {
		_, ok := s.call(words)
		name := baseName(words[0])
		return ok && slices.Contains(s.names, name) && (name == by || !slices.Contains(s.names, by))
	})
}

// folderOf stands behind a place for the operand without what follows its last slash.
const folderOf = "%/"

// fill puts the operands of a call into a name; there are several where a place stands for several operands.
func (t template) fill(a *args, kind Kind) []Name {
	names := []Name{{}}
	for i, piece := range t {
		if i%2 == 0 {
			text, open := strings.CutSuffix(piece, "*")
			for k := range names {
				if text != "" {
					names[k].Parts = append(names[k].Parts, NamePart{Text: text})
				}
				names[k].Any = open
			}
			continue
		}
		var next []Name
		place, folder := strings.CutSuffix(piece, folderOf)
		for _, o := range a.find(place, kind) {
			for _, n := range names {
				next = append(next, Name{Parts: append(n.Parts[:len(n.Parts):len(n.Parts)], NamePart{Operand: &o, Folder: folder})})
			}
		}
		names = next
	}
	return names
}

func readCreation(t *strict.Table, file string) *Creation {
	e := &Creation{
		Command: readCommand(t), Options: t.Strings("options"), Unless: t.Strings("unless"), ValueOptions: t.Strings("value-options"),
		SingleDash: t.Bool("single-dash"), NoOperands: t.Bool("no-operands"), Makes: t.Strings("makes"), Prints: t.Bool("prints"), Regardless: t.Bool("regardless"), Grows: t.Bool("grows"), Loses: t.Bool("loses"),
		DeletedBy: t.Strings("deleted-by"), Holds: t.String("holds"), Why: t.String("why"), Source: t.String("source"), File: file,
	}
	for _, command := range e.DeletedBy {
		e.deleters = append(e.deleters, newSyntax(command, e.ValueOptions, e.SingleDash))
	}
	e.From, e.Host = readPlace(t, "from"), readPlace(t, "host")
	if t.Has("kind") {
		k := t.String("kind")
		if k != "" && !knownKind(k) {
			t.Fail("kind", "unknown kind of target %q%s; known are %s", k, strict.DidYouMean(k, kinds), strings.Join(kinds, ", "))
		}
		e.Kind = Kind(k)
	}
	if !e.Prints && len(e.Makes) == 0 {
		t.Fail("", `the creation says nothing of what it makes; add makes = ["{1}"], or prints = true if it prints the name`)
	}
	for _, m := range e.Makes {
		name, fault := newTemplate(m)
		if fault != "" {
			t.Fail("makes", "%s", fault)
		}
		e.names = append(e.names, name)
	}
	if e.Loses && e.From == "" {
		t.FailKey("loses", `"loses" needs "from", the place of what takes the new thing's place; add from = 1`)
	}
	if e.Why == "" {
		e.Why = "made by the script"
	}
	t.Done()
	return e
}

// newTemplate takes a name with places in braces apart; the fault is "" when it is valid.
func newTemplate(text string) (t template, fault string) {
	for rest := text; ; {
		before, after, found := strings.Cut(rest, "{")
		t = append(t, before)
		if !found {
			return t, ""
		}
		place, after, closed := strings.Cut(after, "}")
		if !closed {
			return t, `"` + text + `" has a brace that is not closed; write places as {1} or {option:-n,--name}`
		}
		for part := range strings.FieldsSeq(strings.TrimSuffix(place, folderOf)) {
			if !validPlace("host", part) {
				return t, `"` + text + `" has the unknown place "` + part + `"; write a number, "all", "option:--name", "lead:1" or "dd:key"`
			}
		}
		t, rest = append(t, place), after
	}
}

func knownKind(k string) bool {
	for _, known := range kinds {
		if k == known {
			return true
		}
	}
	return false
}
