package proof

import (
	"regexp"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A name that the script has made up as it ran, of its process number, of a random number or of the second in which it runs, is nobody else's: a
// snapshot backup-$(date +%s), a database test_$$, a namespace ci-$RANDOM. Whether the command that makes the thing has succeeded does not
// matter then: where it has not, there is nothing to delete.

// newNameEntry stands for the making up of a name where a creation is wanted.
var newNameEntry = &catalog.Creation{Command: "a new name", Kind: catalog.KindAny, Why: "a name that the script has made up as it ran"}

var newNameGuard = creationGuard(newNameEntry)

// newName is what makes a target the script's own by its name alone, with what is assumed; nil where nothing does. Only commands that take away the thing itself
// are meant: a roll-back to a new snapshot destroys what its dataset has become since.
func (x *Ledger) newName(st *domain.State, t value.Target, cl *domain.CallInfo) (*value.Ask, []Assumption) {
	v := st.Resolve(t.V)
	if !deletes(cl, st) || KindOf(t) == catalog.KindDevice && v.Single() != nil {
		return nil, nil
	}
	named := x.newPart(v)
	if named == nil && t.Where != nil {
		for _, c := range t.Where.At {
			if !holding[c.Name] {
				continue // a new file with the credentials of a cluster that is not new
			}
			if named = x.newPart(st.Resolve(c.V)); named != nil {
				break
			}
		}
	}
	if named == nil || drawnAnew(named, cl) {
		return nil, nil
	}
	a := x.NewAsk(newNameGuard, nil, cl, st)
	what := newText(named)
	a.Made, a.Making, a.Command = true, newNameEntry, "a name with "+what
	return a, []Assumption{{Text: "nothing else has " + what + " in its name", At: cl.Whole}}
}

// holding are the coordinates of a place that are new with all that lies in them: "holds" of the catalogue's creations.
var holding = map[string]bool{"namespace": true, "project": true, "pool": true}

// drawnAnew reports whether a command makes the name up itself: then it is not the one under which the script has made something, and what it hits is chance.
func drawnAnew(s *value.Sym, cl *domain.CallInfo) bool {
	if strings.Contains(cl.Text(), "/random") || strings.Contains(cl.Text(), "/urandom") {
		return true
	}
	if l := s.Origin().Listing; l != nil && len(l.Words) > 0 {
		name := l.Words[0].String()
		return strings.Contains(cl.Text(), "$("+name) || strings.Contains(cl.Text(), "\x60"+name)
	}
	name := s.Origin().Name
	return drawing[name] && (strings.Contains(cl.Text(), "$"+name) || strings.Contains(cl.Text(), "${"+name))
}

// drawing are the variables of bash that have another value each time; in other shells they are variables like any other.
var drawing = map[string]bool{"RANDOM": true, "SRANDOM": true, "EPOCHSECONDS": true, "EPOCHREALTIME": true}

// removal are the words of commands that take a thing away as a whole.
var removal = regexp.MustCompile(`(?i)(?:^|[^a-z])(?:rm|rb|rmi|rmdir|unlink|remove|delete|del|destroy|drop|terminate|undefine|uninstall|erase|prune|purge|down|lvremove|dropdb|dropuser|zap|deprovision)(?:[^a-z]|$)`)

// deletes reports whether a call takes away what it names.
func deletes(cl *domain.CallInfo, st *domain.State) bool {
	for i, f := range cl.Args {
		if i < 4 || len(f.V) > 0 && strings.ContainsRune(f.V.Pattern(), ' ') {
			if removal.MatchString(st.Resolve(f.V).Pattern()) {
				return true
			}
		}
	}
	return false
}

// newPart is the symbol by which a text is a name that nobody else has. No pattern may stand in front of it or in its own part of a path, and nothing may lead out
// of it again.
func (x *Ledger) newPart(v value.Value) *value.Sym {
	var found *value.Sym
	for _, p := range v {
		switch {
		case p.Sym == nil && strings.Contains(p.Lit, ".."):
			return nil
		case p.Sym == nil && found == nil && strings.ContainsAny(p.Lit, "*?["):
			return nil
		case p.Sym == nil && found != nil:
			if rest, _, _ := strings.Cut(p.Lit, "/"); strings.ContainsAny(rest, "*?[") {
				return nil
			}
		case p.Sym != nil && found == nil && x.madeUp(p.Sym):
			found = p.Sym
		}
	}
	return found
}

// newText is a made up text as a script would write it.
func newText(s *value.Sym) string {
	if strings.HasPrefix(s.Origin().Key, "file(") {
		return "random characters"
	}
	if l := s.Origin().Listing; l != nil && len(l.Words) > 0 {
		words := make([]string, len(l.Words))
		for i, w := range l.Words {
			words[i] = w.String()
		}
		return "$(" + strings.Join(words, " ") + ")"
	}
	if s.Origin().Name != "" {
		return "$" + s.Origin().Name
	}
	return "a random text"
}

// madeUp reports whether a text is another one in each run of the script, whoever runs it.
func (x *Ledger) madeUp(s *value.Sym) bool {
	if s.Kind == value.SymOther && s.Root == nil && (s.Name == "$" || drawing[s.Name] && !x.prog.Dash) {
		return true
	}
	for o := range strings.FieldsSeq(randomSources) {
		if strings.HasPrefix(s.Origin().Key, "file(") && strings.Contains(s.Origin().Key, o) || slices.ContainsFunc(s.Origin().Asked, func(g value.Value) bool { return value.SameValue(g, value.Lit(o)) }) {
			return true
		}
	}
	l := s.Origin().Listing
	if l == nil || len(l.Words) == 0 {
		return false
	}
	name, _ := l.Words[0].Constant()
	name = name[strings.LastIndexByte(name, '/')+1:]
	switch name {
	case "uuidgen", "mktemp", "mcookie", "pwgen", "apg":
		return true
	case "date":
		return (s.Root == nil || strings.HasPrefix(s.Key, "words(")) && tellsSecond(l.Words[1:])
	case "openssl":
		if len(l.Words) > 1 {
			verb, _ := l.Words[1].Constant()
			return verb == "rand"
		}
	}
	return false
}

// randomSources are the files that give other bytes to each reader.
const randomSources = "/dev/urandom /dev/random /proc/sys/kernel/random/uuid"

// tellsSecond reports whether the words of date ask for the present second: date(1), without -d, -f, -r and -s.
func tellsSecond(words []value.Value) bool {
	fine := false
	for _, w := range words {
		t, ok := w.Constant()
		switch {
		case !ok:
			return false
		case t == "-u" || t == "--utc" || t == "--universal":
		case strings.HasPrefix(t, "+"):
			fine = strings.Contains(t, "%s") || strings.Contains(t, "%S") || strings.Contains(t, "%N") || strings.Contains(t, "%T")
		case t == "-Iseconds" || t == "-Ins" || t == "--iso-8601=seconds" || t == "--iso-8601=ns" || t == "--rfc-3339=seconds" || t == "--rfc-3339=ns":
			fine = true
		default:
			return false
		}
	}
	return fine
}
