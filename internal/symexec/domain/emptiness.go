package domain

import (
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// An Emptied says that a word of a command is empty, or a part of it is, so that the command acts on everything.
type Emptied struct {
	Word    place.Range
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

// Exists is the question that a successful test of a file below a folder answers: an empty folder's name would make it one in
// the root, where there is no such file.
const Exists = "exists"

// Block is the question whether a file is a block device.
const Block = "block"

// Succeeded is the question whether the command has succeeded that printed a text. Few that do print nothing.
const Succeeded = "succeeded"

// Settled are variables that every login, service manager and cron set.
var Settled = map[string]bool{"HOME": true, "PWD": true, "OLDPWD": true, "SHELL": true, "PATH": true, "HOSTNAME": true}

// Emptiness tells what the way knows about a text being empty. What is unknown only because a loop was not followed to its end
// counts as filled: the rounds that were followed show the worlds in which it is not.
func (x *Space) Emptiness(st *State, s *value.Sym) value.Emptiness {
	c := st.Con(s)
	if known, _ := c.Ask(Exists); known {
		return value.Filled
	}
	if s.Kind == value.SymWidened && c.Nonempty != value.Yes && c.Eq == nil && c.Dom == nil && c.Lo == nil && c.Hi == nil {
		return s.Danger.Empty
	}
	if s.Summary || c.Nonempty == value.Yes || c.Eq != nil || c.Dom != nil || c.Lo != nil || c.Hi != nil || NeverEmpty(s) {
		return value.Filled
	}
	switch s.Kind {
	case value.SymEnv:
		switch {
		case Settled[s.Name], s.Replaces:
			return value.Filled
		case c.Set == value.Yes:
			return value.IfSaid
		}
		return value.MaybeEmpty
	case value.SymArg:
		if c.Set == value.Yes || x.given(st, s) {
			return value.IfSaid
		}
		return value.MaybeEmpty
	case value.SymArgs:
		if c.Count > 1 {
			return value.Filled
		}
		return value.MaybeEmpty
	case value.SymOutput, value.SymInput:
		if ok, _ := c.Ask(Succeeded); ok {
			return value.IfSaid
		}
		return value.MaybeEmpty
	case value.SymElem:
		if s.List != nil && s.List.Kind == value.SymWidened {
			return s.List.Danger.Empty
		}
		if s.List != nil && s.List.Kind == value.SymOutput {
			return value.Filled // find, ls and their like print no empty lines
		}
		return value.IfSaid // an empty line
	case value.SymDefault:
		if strings.HasPrefix(s.Key, "default:") {
			return value.Filled
		}
		return value.IfSaid
	case value.SymOther:
		return x.derivedEmptiness(st, s)
	default: // the way tells nothing else
	}
	return value.Filled
}

// derivedEmptiness is emptiness for texts that are computed from one other text.
func (x *Space) derivedEmptiness(st *State, s *value.Sym) value.Emptiness {
	op, of, ok := strings.Cut(s.Key, "(\x00")
	if s.Root == nil || !ok {
		if s.Name == "OPTARG" {
			return value.IfSaid
		}
		return value.Filled
	}
	if strings.HasPrefix(op, "home") || strings.Count(of, "\x00") != 1 || !strings.HasSuffix(of, "\x00)") {
		return value.Filled // there is other text in it
	}
	if e := x.Emptiness(st, s.Root); e != value.Filled {
		return e
	}
	if strings.HasPrefix(op, "strip") || strings.HasPrefix(op, "replace") {
		return value.IfSaid // ${x%/} of "/"
	}
	return value.Filled
}

// given reports whether the script has made sure that it was given a parameter.
func (x *Space) given(st *State, s *value.Sym) bool {
	for base := 0; base <= MaxShift; base++ {
		n := x.tab.Syms["argc:"+strconv.Itoa(s.Gen)+":"+strconv.Itoa(base)]
		if n == nil {
			continue
		}
		c := st.Con(n)
		least := 0
		if c.Lo != nil {
			least = *c.Lo
		}
		if c.Eq != nil {
			if k, err := value.ParseInt(*c.Eq); err == nil {
				least = k
			}
		}
		if least >= s.Index-base {
			return true
		}
	}
	return false
}

// filled reports whether a variable is certainly not empty.
func (st *State) filled(v *Variable) bool {
	return v != nil && v.Set && !v.Loose && !v.Array && !v.Assoc && st.fullValue(v.Val)
}

// fullValue reports whether a text is certainly not empty.
func (st *State) fullValue(v value.Value) bool {
	v = st.Resolve(v)
	if v.HasLit() {
		return true
	}
	s := v.Single()
	return s != nil && (NeverEmpty(s) || st.Con(s).Nonempty == value.Yes)
}

// ListsAll reports whether a text is what a command prints, or a column of it, that lists everything where a variable is empty.
func ListsAll(s *value.Sym) bool {
	return (s.Kind == value.SymOutput || s.Kind == value.SymOther) && s.Origin().Kind == value.SymOutput && s.Origin().Danger.Blank
}

// MayHoldBlank reports whether a text is given by somebody who may well give one with a blank in it: the script's user, or whoever
// named a file. What a command prints, and what the environment says, is not: hardly any script would be silent.
func MayHoldBlank(s *value.Sym) bool {
	if s.Word {
		return false
	}
	if s.Danger.Blank || ListsAll(s) {
		return true
	}
	switch s.Kind {
	case value.SymArg, value.SymArgs, value.SymGlob:
		return true
	case value.SymElem:
		return s.List != nil && s.List.Kind == value.SymGlob
	case value.SymInput:
		return s.Ask != nil && s.Ask.Prompt
	case value.SymDefault:
		return s.Root != nil && MayHoldBlank(s.Root)
	case value.SymOther:
		op, _, ok := strings.Cut(s.Key, "(")
		switch {
		case s.Root == nil:
			return s.Name == "OPTARG"
		case ok && (strings.HasPrefix(op, "strip") || op == "dirname" || op == "basename"):
			return MayHoldBlank(s.Root)
		}
	default: // it is not given by anybody
	}
	return false
}
