package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// What the script itself has made is not data: an image file, a loop device on it, a new volume, a temporary folder. A
// creation is kept like a guard that says "idle" of what it makes, so that it is lost where guards' answers are: on a way
// where it did not happen, when the name is given anew, in a subshell's own variables. Where a command prints the name of what it
// makes, the symbol of its output says so itself, and nothing has to be kept.

// made is the catalogue's entry behind each creation, for Ask.Entry: it has no statuses, since nobody reads them.
func made(e *catalog.Creation) *catalog.Guard {
	return &catalog.Guard{Command: e.Command, Kind: e.Kind, Why: e.Why, Source: e.Source, File: e.File}
}

// creation runs a command that makes something new: ran are the states after it, or nil for a command of which nothing else
// is known.
func (x *exec) creation(m catalog.CreationMatch, cl *callInfo, st *state, ran []*state) []*state {
	host := x.host
	if m.Host != nil {
		host = st.resolve(cl.args[m.Host.Word].v.skip(m.Host.Skip))
	}
	names := x.madeNames(m, cl, st, host)
	x.noteMount(m, names, st, cl)
	// what it is made of must be new too; else a name that was known for something new is so no longer
	fresh := m.From == nil || x.madeBy(st, Target{V: st.resolve(cl.args[m.From.Word].v.skip(m.From.Skip)), Host: x.host}) != nil
	if m.Entry.Prints {
		return x.printsMade(m.Entry, fresh, cl, st)
	}
	if ran == nil {
		ran = x.unknownCommand(cl, st)
	}
	if m.Entry.Kind == catalog.KindPath && !m.Entry.Loses && !x.relevant.attaches {
		names = x.destructible(names)
	}
	if len(names) == 0 || m.Entry.Loses && fresh || !fresh && !x.known(st, names) {
		return ran
	}
	a := x.newCreation(m, names, host, cl, st)
	if !fresh || m.Entry.Regardless {
		f := fact{mask: Idle}
		if !fresh {
			f.mask = Unasked
		}
		for i, c := range ran {
			ran[i] = c.fork()
			ran[i].facts = c.facts.set(a.id, f)
		}
		return ran
	}
	var out []*state
	for _, c := range ran {
		if x.wasMade(c, a, host) {
			out = append(out, c) // it is known to be new already, so it does not matter whether this succeeds
			continue
		}
		for _, b := range x.decideStatus(c, c.status.val, func(n int) bool { return n == 0 }) {
			if b.ok {
				b.st.facts = b.st.facts.set(a.id, fact{mask: Idle})
			}
			out = append(out, b.st)
		}
	}
	return out
}

// destructible are the paths that some command may destroy as they are. Other files matter only where the script makes devices of
// files; to keep them apart would make states many for nothing.
func (x *exec) destructible(names []Target) []Target {
	var out []Target
	for _, t := range names {
		name := t.V.pattern()
		_, place := x.cat.Destructive([]string{"rm", "-r", name})
		if place || x.cat.MayBeDevice(name) {
			out = append(out, t)
		}
	}
	return out
}

// known reports whether one of some names is known for something new.
func (x *exec) known(st *state, names []Target) bool {
	for _, t := range names {
		if x.madeBy(st, t) != nil {
			return true
		}
	}
	return false
}

// wasMade reports whether all that a call makes is known to be new: losetup "$dev" file, with $dev from losetup -f.
func (x *exec) wasMade(st *state, a *Ask, host Value) bool {
	for _, t := range a.Targets {
		if x.madeBy(st, Target{V: t.V, Host: host}) == nil {
			return false
		}
	}
	return true
}

// madeNames are the names of what a call makes.
func (x *exec) madeNames(m catalog.CreationMatch, cl *callInfo, st *state, host Value) []Target {
	var out []Target
	for _, n := range m.Names {
		var v Value
		whole := true
		for _, p := range n.Parts {
			if p.Operand == nil {
				v = v.append(lit(p.Text))
				continue
			}
			w := x.operand(cl.args[p.Operand.Word], p.Operand.Skip, st)
			if p.Folder {
				w = folderOf(w)
			}
			whole = whole && len(w) > 0
			v = v.append(w)
		}
		// what may be a device is not turned into a file by writing to it
		if !whole || v.summary() || m.Entry.Regardless && x.cat.MayBeDevice(v.pattern()) {
			continue
		}
		if n.Any {
			v = v.append(lit(anyEnd))
		} else {
			v = placed(withoutSlash(v), m.Entry.Kind, st)
		}
		out = append(out, Target{Kind: m.Entry.Kind, V: v, Host: host})
	}
	return out
}

// placed is a path together with the folder that the shell has changed to, so that the same name means another file there.
func placed(v Value, kind catalog.Kind, st *state) Value {
	if kind != catalog.KindPath || len(st.cwd) == 0 || len(v) == 0 || strings.HasPrefix(v[0].lit, "/") || v[0].sym != nil && v[0].sym == st.cwd[0].sym {
		return v
	}
	return st.resolve(st.cwd).append(lit("/")).append(v)
}

// withoutSlash is a path without slashes at its end.
func withoutSlash(v Value) Value {
	last := len(v) - 1
	if last < 0 || v[last].sym != nil || !strings.HasSuffix(v[last].lit, "/") {
		return v
	}
	return append(Value(nil), v[:last]...).append(lit(strings.TrimRight(v[last].lit, "/")))
}

// anyEnd stands behind the beginning of names. It cannot be part of one.
const anyEnd = "\x00*"

// folderOf is a text without what follows its last slash.
func folderOf(v Value) Value {
	for i := len(v) - 1; i >= 0; i-- {
		if k := strings.LastIndexByte(v[i].lit, '/'); v[i].sym == nil && k >= 0 {
			return append(Value(nil), v[:i]...).append(lit(v[i].lit[:k]))
		}
	}
	return v
}

func (x *exec) newCreation(m catalog.CreationMatch, names []Target, host Value, cl *callInfo, st *state) *Ask {
	e := x.madeEntry[m.Entry]
	if e == nil {
		e = made(m.Entry)
		x.madeEntry[m.Entry] = e
	}
	a := x.newAsk(e, names, cl, st)
	a.Made = true
	return a
}

// printsMade is a creation that prints the name of what it makes.
func (x *exec) printsMade(e *catalog.Creation, fresh bool, cl *callInfo, st *state) []*state {
	if !fresh || st.fd(1).kind != toCapture {
		return x.unknownCommand(cl, st)
	}
	quiet := st.fork()
	quiet.setFd(1, dest{kind: toNull})
	a := x.newCreation(catalog.CreationMatch{Entry: e}, nil, x.host, cl, st)
	c := st.fork()
	s := x.freshAt(c, "made", cl.node, "", func(s *Sym) {
		s.kind, s.desc, s.made, s.word = symOutput, "output of "+cl.name, a, true
	})
	c = x.setStatus(c, x.unknownCommand(cl, quiet)[0].status)
	out := x.print(c, symValue(s))
	if !x.heeded(st) {
		return out
	}
	var told []*state
	for _, c := range out {
		for _, b := range x.decideStatus(c, c.status.val, func(n int) bool { return n == 0 }) {
			if b.ok {
				b.st.setCon(s, b.st.con(s).withSaid(exists, true)) // it has printed the name
			}
			told = append(told, b.st)
		}
	}
	return told
}

// madeBy is the creation of a target, or nil if the script did not make it, for all that the way knows.
func (x *exec) madeBy(st *state, t Target) *Ask {
	v := st.resolve(t.V)
	if len(v) == 0 {
		return nil
	}
	for _, p := range v {
		if strings.Contains(p.lit, "..") {
			return nil // it may lead out of what was made
		}
	}
	found := madeItself(v, x.host)
	if len(t.Host) > 0 && found != nil && !sameValue(found.Host, t.Host) {
		found = nil
	}
	lost := false
	st.facts.each(func(k uint32, f fact) {
		a := x.askList[k]
		if !a.Made {
			return
		}
		covers := x.coversMade(st, a, t)
		switch {
		case f.mask == Unasked:
			lost = lost || covers || a.within(placed(v, catalog.KindPath, st))
		case covers && found == nil && f.proves():
			found = a
		}
	})
	if lost {
		return nil
	}
	return found
}

// within reports whether some name of a creation lies in a folder: what was mounted in it goes with it.
func (a *Ask) within(folder Value) bool {
	key := strings.TrimRight(strings.TrimRight(folder.key(), "*"), "/") + "/"
	for _, g := range a.Targets {
		if strings.HasPrefix(g.V.key(), key) {
			return true
		}
	}
	return false
}

// madeItself is the creation that printed the name that a text begins with: "$dir/x", "${dev}p1", "/dev/mapper/${dev##*/}p1".
func madeItself(v Value, host Value) *Ask {
	folder := ""
	if v[0].sym == nil {
		folder, v = v[0].lit, v[1:]
	}
	if len(v) == 0 || v[0].sym == nil || v[0].sym.made == nil || !sameValue(v[0].sym.made.Host, host) {
		return nil
	}
	s := v[0].sym
	device := s.made.Entry.Kind == catalog.KindDevice
	switch {
	case s.madeTail && !(device && (folder == "/dev/" || folder == "/dev/mapper/")), !s.madeTail && folder != "":
		return nil
	case len(v) == 1:
		return s.made
	case v[1].sym != nil:
		return nil
	case device && v[1].lit == "p" && len(v) == 3: // whatever the number is, it is a partition of the device
		return s.made
	case len(v) > 2 && device:
		return nil
	case device && partOfDevice(v[1].lit, true), !device && strings.HasPrefix(v[1].lit, "/"):
		return s.made
	}
	return nil
}

// partOfDevice reports whether a text behind a device's name makes that of a partition: p1, -part1, and where the name does not
// end in a digit, 1.
func partOfDevice(rest string, digit bool) bool {
	if rest == "" {
		return true
	}
	for _, p := range []string{"-part", "p"} {
		if n, ok := strings.CutPrefix(rest, p); ok {
			return strings.Trim(n, "0123456789") == ""
		}
	}
	return !digit && strings.Trim(rest, "0123456789") == ""
}

// coversMade reports whether a creation made what a site destroys, or the thing that it is a part of.
func (x *exec) coversMade(st *state, a *Ask, t Target) bool {
	host := x.hostName(st.resolve(t.Host))
	v := st.resolve(t.V)
	if len(v) == 0 {
		return false
	}
	plain, path := v.key(), placed(v, catalog.KindPath, st).key()
	for _, g := range a.Targets {
		key := plain
		if g.Kind == catalog.KindPath {
			key = path
		}
		if !sameValue(x.hostName(st.resolve(g.Host)), host) {
			continue
		}
		gv := st.resolve(g.V)
		gk := gv.key()
		if begin, ok := strings.CutSuffix(gk, anyEnd); ok {
			if strings.HasPrefix(key, begin) && !strings.Contains(key[len(begin):], "/") {
				return true
			}
			continue
		}
		if key == gk {
			if !v.summary() {
				return true
			}
			continue
		}
		rest, ok := strings.CutPrefix(key, gk)
		if !ok || gv.summary() || gk == "" {
			continue
		}
		if g.Kind == catalog.KindDevice || t.Kind == catalog.KindDevice && g.Kind != catalog.KindPath {
			last := gk[len(gk)-1]
			// "$dev"p"$n": whatever the number is, it is a partition of the device
			if partOfDevice(rest, last == 0 || last >= '0' && last <= '9') || strings.HasPrefix(rest, "p\x00") && strings.Count(rest, "\x00") == 2 {
				return true
			}
			continue
		}
		if strings.HasPrefix(rest, "/") || g.Kind == catalog.KindResource && strings.HasPrefix(rest, "@") {
			return true
		}
	}
	return false
}

// inheritMade makes a text that is computed from a printed name one of what was made, where it is the name again, or its end.
func (s *Sym) inheritMade(v Value, op string) {
	from := v.single()
	if from == nil || from.made == nil || from.madeTail && op != "words" {
		return
	}
	switch op {
	case "words":
		s.made, s.madeTail = from.made, from.madeTail
	case "basename", "strip##*/", "strip#*/dev/", "strip##/dev/", "strip#/dev/":
		s.made, s.madeTail = from.made, true
	}
}
