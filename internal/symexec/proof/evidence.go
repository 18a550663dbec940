package proof

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/models"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// An Assumption is what an engineer takes for granted and no proof shows. A verdict that rests on it stays what it is, and names it.
type Assumption struct {
	Text string      // one plain clause: "$bmc is the machine of $host: both come from one line"
	At   place.Range // where the script makes one assume it
	// Presumed says that nothing in the script ties the question to the target: that nothing else uses it is taken for granted.
	Presumed bool
}

// presumed says what must be so for an answer to mean idle: that a literal in no list means it, or that every answer does but the words
// that mean in use.
func (x *Ledger) presumed(a *value.Ask, f domain.Fact) []Assumption {
	var clauses []string
	if n := x.dom.ComparedOf(a).Enough; n > 0 && f.Proves() && f.Compared&domain.SaidIdle == 0 {
		return []Assumption{{Text: "`" + a.Command + "` counts what else has the data, and " + strconv.Itoa(n) + " are enough", At: a.At}}
	}
	switch s := f.Compared; {
	case s&domain.SaidIdle != 0 || !a.Query:
		return nil
	case f.Resolve() == domain.Literal:
		for _, w := range effects.SortedKeys(x.dom.ComparedOf(a).Words) {
			clauses = append(clauses, "`"+w+"` means idle")
		}
	case f.Resolve() == domain.Idle && s&domain.SaidNotActive != 0:
		words := effects.SortedKeys(x.dom.ComparedOf(a).In)
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

// namedBy reports whether the lines that a script looked for in an answer are those of the target: "no line says usb" tells nothing
// of /dev/sdb. An answer of which all lines were looked at is about all that was asked.
func (x *Ledger) namedBy(st *domain.State, f domain.Fact, t value.Target) bool {
	return x.namesTarget(st, f, t) || x.lookedUpName(st, f, t) != ""
}

func (x *Ledger) namesTarget(st *domain.State, f domain.Fact, t value.Target) bool {
	if f.About == 0 {
		return true
	}
	pat, ok := x.tools.Abouts[f.About]
	if !ok {
		return false
	}
	if x.beginsTarget(st, f, t) {
		return true
	}
	pat = st.Resolve(pat)
	for _, v := range []value.Value{st.Resolve(t.V), st.Resolve(t.Host)} {
		for _, p := range v {
			switch {
			case p.Sym != nil && (pat.Mentions(p.Sym) || x.madeOf(pat, p.Sym)):
				return true
			case p.Sym == nil && len(v) == 1:
				if name := effects.BaseName(strings.TrimRight(p.Lit, "/")); name != "" && strings.Contains(models.LitOf(pat), name) {
					return true
				}
			}
		}
	}
	return false
}

// beginsTarget reports whether a script looked for lines that begin as the target's name does: there may be others.
func (x *Ledger) beginsTarget(st *domain.State, f domain.Fact, t value.Target) bool {
	start, known := st.Resolve(x.tools.Abouts[f.About]).Constant()
	return known && start != "" && slices.ContainsFunc([]value.Value{st.Resolve(t.V), st.Resolve(t.Host)}, func(v value.Value) bool {
		return len(v) > 0 && v[0].Sym == nil && strings.HasPrefix(v[0].Lit, strings.TrimPrefix(start, "^"))
	})
}

// lookFor is what a fact says of a target: by all lines of the answer, or by the look for those that name it.
func (x *Ledger) lookFor(st *domain.State, a *value.Ask, f domain.Fact, t value.Target) domain.Fact {
	if f.Looks == "" {
		return f
	}
	views := f.Views()
	const free = domain.Idle | domain.Empty
	if all := views[0]; all.Resolve()&^free == 0 {
		return all
	}
	best, fits := f, 0
	for _, v := range views[1:] {
		var fit int
		switch {
		case !x.namedBy(st, v, t):
			continue
		case x.beginsTarget(st, v, t):
			if v.Resolve()&^free == 0 {
				return v
			}
			fit = 1 // the lines may be of others
		case x.missesParts(st, a, v, t):
			fit = 2
		case !x.namesTarget(st, v, t):
			fit = 3
		default:
			fit = 4
		}
		if fit > fits || fit == fits && best.Resolve()&^free == 0 { // of two such looks the worse one
			best, fits = v, fit
		}
	}
	return best
}

// lookedUpName is what has to be assumed where the lines that a script looked for are not those of the target's name but of what it has looked
// up with that: grep "$(readlink -f "$dev")". "" where there is no such thing.
func (x *Ledger) lookedUpName(st *domain.State, f domain.Fact, t value.Target) string {
	pat, ok := x.tools.Abouts[f.About]
	if f.About == 0 || !ok || tellsApart(st.Resolve(t.V)) || x.namesTarget(st, f, t) {
		return ""
	}
	for _, p := range st.Resolve(pat) {
		if p.Sym == nil || p.Sym.Summary {
			continue
		}
		if how := (value.Value{p}).ComesFrom(st.Resolve(t.V), maxTies); how != "" {
			return value.Value{p}.String() + " is " + how + " " + t.V.String()
		}
	}
	return ""
}

// madeOf reports whether a text is computed from a symbol: ${dev#/dev/}.
func (x *Ledger) madeOf(v value.Value, s *value.Sym) bool {
	for _, p := range v {
		if p.Sym != nil && p.Sym.Root != nil && (p.Sym.Root == s || p.Sym.Root == s.Root) {
			return true
		}
	}
	return false
}

var (
	partition = regexp.MustCompile(`^/dev/((sd|vd|xvd|hd)[a-z]+[0-9]+|(nvme[0-9]+n[0-9]+|mmcblk[0-9]+|nbd[0-9]+|loop[0-9]+)p[0-9]+|dm-[0-9]+|md.*|mapper/.+|disk/by-(uuid|partuuid|label|partlabel)/.+|.+-part[0-9]+)$`)
	nameEnds  = regexp.MustCompile(`^(?:[ $]|\\[b>s]|\[\[:(?:space|blank):\]\]|\[ )`)
	fsMaker   = regexp.MustCompile(`^(mkfs(\..*)?|mke2fs|mkdosfs|mkntfs|mkswap|newfs(_.*)?)$`)
	// matchesBeginning is how awk compares a part of a text.
	matchesBeginning = regexp.MustCompile(`~|\b(?:index|substr|match)\(`)
	digitsLast       = regexp.MustCompile(`[0-9]$`)
)

// makesFileSystem reports whether a command takes a partition, or a disk that has none: it refuses a disk with partitions in use,
// unless it is forced.
func makesFileSystem(command string) bool { return fsMaker.MatchString(effects.BaseName(command)) }

var greps = []string{"grep", "egrep", "fgrep", "rg"}

// missesParts reports whether a look for lines that name a disk leaves out those of its partitions, as "^$disk " does, although the
// command destroys these too.
func (x *Ledger) missesParts(st *domain.State, a *value.Ask, f domain.Fact, t value.Target) bool {
	pat, ok := x.tools.Abouts[f.About]
	chooser, _, _ := strings.Cut(x.tools.Choosers[f.About], " ")
	if !ok && !strings.HasSuffix(chooser, "awk") && !strings.HasSuffix(a.Name, "awk") && !slices.Contains(greps, a.Name) {
		return false // as most guards
	}
	v := st.Resolve(t.V)
	if len(v) == 0 || kindOf(t.Kind, v) != catalog.KindDevice || len(v) > 1 && digitsLast.MatchString(v[len(v)-1].Lit) {
		return false
	}
	name, known := v.Constant()
	if known && partition.MatchString(name) {
		return false
	}
	if f.About == 0 && strings.HasSuffix(a.Name, "awk") {
		for _, w := range a.Words[1:] {
			pat = pat.Append(value.Lit(" ")).Append(w)
		}
		chooser, ok = a.Name, true
	}
	if strings.HasSuffix(chooser, "awk") {
		text := models.LitOf(st.Resolve(pat))
		return strings.Contains(text, "==") && !matchesBeginning.MatchString(text)
	}
	if !ok && !slices.Contains(greps, a.Name) {
		return false
	}
	if !ok && wholeWords(a) {
		return true
	}
	if !ok {
		for _, g := range a.Targets {
			pat = g.V
		}
	}
	pat = st.Resolve(pat)
	if len(pat) == 0 {
		return false
	}
	text, isConst := pat.Constant()
	if isConst && known {
		_, rest, found := strings.Cut(text, effects.BaseName(name))
		return found && nameEnds.MatchString(rest)
	}
	if chooser != "" {
		for i, p := range pat[1:] {
			if pat[i].Sym != nil && nameEnds.MatchString(p.Lit) {
				return true
			}
		}
		return false
	}
	last := pat[len(pat)-1]
	return last.Sym == nil && len(pat) > 1 && nameEnds.MatchString(last.Lit)
}

// spelledOtherwise reports whether a look for a device by its path can find nothing, since the answer names devices without the folder, or in
// another column.
func (x *Ledger) spelledOtherwise(st *domain.State, a *value.Ask, f domain.Fact, t value.Target) bool {
	v := st.Resolve(t.V)
	if column, kind := x.tools.Columns[f.About], string(kindOf(t.Kind, v)); column > 0 && slices.Contains(a.Entry.Fields, kind) && (column > len(a.Entry.Fields) || a.Entry.Fields[column-1] != kind) {
		return true
	}
	if len(a.Entry.BareDevices) == 0 || kindOf(t.Kind, v) != catalog.KindDevice || !a.Entry.Bare(a.Patterns()) {
		return false
	}
	var patterns []value.Value
	if pat, ok := x.tools.Abouts[f.About]; ok {
		patterns = append(patterns, pat)
	} else if f.About == 0 && searchers[a.Name] {
		for _, g := range a.Targets {
			patterns = append(patterns, g.V)
		}
	}
	path := v.Single() // it holds the path, and not a part of it
	for _, pat := range patterns {
		for _, p := range st.Resolve(pat) {
			if p.Sym == nil && strings.Contains(p.Lit, "/dev/") || p.Sym != nil && p.Sym == path {
				return true
			}
		}
	}
	return false
}

// wholeWords reports whether a grep looks for its pattern as a whole word or line.
func wholeWords(a *value.Ask) bool {
	for _, w := range a.Words[1:] {
		t, ok := w.Constant()
		if !ok || !strings.HasPrefix(t, "-") {
			return false
		}
		if t == "--word-regexp" || t == "--line-regexp" || !strings.HasPrefix(t, "--") && strings.ContainsAny(t, "wx") && !strings.ContainsAny(t, "ABCDdefm") {
			return true
		}
	}
	return false
}

// searchers look for lines that a pattern fits: their target is no name.
var searchers = map[string]bool{"grep": true, "egrep": true, "fgrep": true, "rg": true}

var (
	patternBegins = regexp.MustCompile(`^(?:\^|\\<|\\b|\(\^\|[^()]*\))+`)
	patternEnds   = regexp.MustCompile(`(?:[ $]|\\[b>s]|\[\[:(?:space|blank):\]\][+*]?|\[ (?:\\t)?\][+*]?)+$`)
	patternParts  = regexp.MustCompile(`(?:p\\?\??)?(?:\[0-9\]|\[\[:digit:\]\]|\\d)(?:\*|\\\+|\\\?|\+|\?)?$`)
)

// sought compares what a constant pattern looks for with a device whose name is known. known is false for other patterns and targets.
func (m *matching) sought(pattern, thing value.Value) (is, known bool) {
	text, fixed := pattern.Constant()
	name, plain := thing.Constant()
	if !searchers[m.ask.Name] || !fixed || !plain || m.kind != catalog.KindDevice || !strings.HasPrefix(name, "/dev/") {
		return false, false
	}
	text = patternBegins.ReplaceAllString(text, "")
	short := patternEnds.ReplaceAllString(text, "")
	ended := short != text || wholeWords(m.ask)
	if parts := patternParts.FindString(short); parts != "" {
		if optional := strings.HasSuffix(parts, "*") || strings.HasSuffix(parts, "?"); !optional {
			return false, true // the lines of the disk itself are left out
		}
		short, ended = strings.TrimSuffix(short, parts), false
	}
	if text = strings.ReplaceAll(short, `\.`, "."); strings.ContainsAny(text, `^$*[]\+?(){}|`) || text == "" {
		return false, false
	}
	if !strings.HasPrefix(text, "/") {
		text = "/dev/" + text
	}
	return name == text || !ended && strings.HasPrefix(name, text), true
}
