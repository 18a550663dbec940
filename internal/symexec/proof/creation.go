package proof

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// What the script itself has made is not data: an image file, a loop device on it, a new volume, a temporary folder. A
// creation is kept like a guard that says "idle" of what it makes, so that it is lost where guards' answers are: on a way
// where it did not happen, when the name is given anew, in a subshell's own variables. Where a command prints the name of what it
// makes, the symbol of its output says so itself, and nothing has to be kept.

// creationGuard is the catalogue's entry behind each creation, for Ask.Entry: it has no statuses, since nobody reads them.
func creationGuard(e *catalog.Creation) *catalog.Guard {
	return &catalog.Guard{Command: e.Command, Kind: e.Kind, Why: e.Why, Source: e.Source, File: e.File}
}

// Creation runs a command that makes something new: ran are the states after it, or nil for a command of which nothing else
// is known.
func (x *Ledger) Creation(m catalog.CreationMatch, cl *domain.CallInfo, st *domain.State, ran []*domain.State) []*domain.State {
	host := x.tools.Host
	if m.Host != nil {
		host = st.Resolve(cl.Args[m.Host.Word].V.Skip(m.Host.Skip))
	}
	names := x.madeNames(m, cl, st, host)
	x.noteMount(m, names, st, cl)
	// what it is made of must be new too; else a name that was known for something new is so no longer
	fresh := m.From == nil || x.MadeBy(st, value.Target{V: x.madeFrom(m, cl, st), Host: x.tools.Host}) != nil
	if m.Entry.Prints {
		presumes := ""
		if from := x.madeFrom(m, cl, st); !fresh && m.Entry.Kind == catalog.KindDevice && x.imageFile(from) {
			fresh, presumes = true, from.String()+" is an image that nothing else uses"
		}
		return x.printsMade(m.Entry, fresh, presumes, cl, st)
	}
	if ran == nil {
		ran = x.UnknownCommand(cl, st)
	}
	if len(names) > 0 && !fresh && mountsData(m, cl, st) {
		return x.mounted(x.newCreation(m, names, host, cl, st), ran)
	}
	if m.Entry.Kind == catalog.KindPath && !m.Entry.Loses && !x.prog.Slice.Attaches {
		names = x.destructible(names)
	}
	if len(names) == 0 || m.Entry.Loses && fresh || !fresh && !x.known(st, names) {
		return ran
	}
	a := x.newCreation(m, names, host, cl, st)
	if !fresh || m.Entry.Regardless || m.Entry.Grows && x.noDevices(names) {
		f := domain.Fact{Mask: domain.Idle}
		if !fresh {
			f.Mask = domain.Unasked
		}
		for i, c := range ran {
			ran[i] = c.Fork()
			ran[i].Facts = c.Facts.Set(a.Id, f)
		}
		return ran
	}
	if x.CallerStops && x.NoErr == 0 && !x.statusMatters(st) {
		for i, c := range ran {
			ran[i] = c.Fork()
			ran[i].Facts = c.Facts.Set(a.Id, domain.Fact{Mask: domain.Literal})
		}
		return ran
	}
	var out []*domain.State
	for _, c := range ran {
		if x.wasMade(c, a, host) {
			out = append(out, c) // it is known to be new already, so it does not matter whether this succeeds
			continue
		}
		for _, b := range x.dom.DecideStatus(c, c.Status.Val, func(n int) bool { return n == 0 }) {
			if b.Ok {
				b.St.Facts = b.St.Facts.Set(a.Id, domain.Fact{Mask: domain.Idle})
			}
			out = append(out, b.St)
		}
	}
	return out
}

// destructible are the paths that some command may destroy as they are. Other files matter only where the script makes devices of
// files; to keep them apart would make states many for nothing.
func (x *Ledger) destructible(names []value.Target) []value.Target {
	var out []value.Target
	for _, t := range names {
		name := t.V.Pattern()
		_, place := x.prog.Cat.Destructive([]string{"rm", "-r", name})
		if place || x.prog.Cat.MayBeDevice(name) {
			out = append(out, t)
		}
	}
	return out
}

// noDevices reports whether no name may be that of a device.
func (x *Ledger) noDevices(names []value.Target) bool {
	return !slices.ContainsFunc(names, func(t value.Target) bool { return x.prog.Cat.MayBeDevice(t.V.Pattern()) })
}

// known reports whether one of some names is known for something new.
func (x *Ledger) known(st *domain.State, names []value.Target) bool {
	for _, t := range names {
		if x.MadeBy(st, t) != nil {
			return true
		}
	}
	return false
}

// wasMade reports whether all that a call makes is known to be new: losetup "$dev" file, with $dev from losetup -f.
func (x *Ledger) wasMade(st *domain.State, a *value.Ask, host value.Value) bool {
	for _, t := range a.Targets {
		if x.MadeBy(st, value.Target{V: t.V, Host: host}) == nil {
			return false
		}
	}
	return true
}

// madeNames are the names of what a call makes.
func (x *Ledger) madeNames(m catalog.CreationMatch, cl *domain.CallInfo, st *domain.State, host value.Value) []value.Target {
	var out []value.Target
	for _, n := range m.Names {
		var v value.Value
		whole := true
		for _, p := range n.Parts {
			if p.Operand == nil {
				v = v.Append(value.Lit(p.Text))
				continue
			}
			w := x.Operand(cl.Args[p.Operand.Word], p.Operand.Skip, st)
			if p.Folder {
				w = folderOf(w)
			}
			whole = whole && len(w) > 0
			v = v.Append(w)
		}
		// what may be a device is not turned into a file by writing to it
		if !whole || v.Summary() || m.Entry.Regardless && x.prog.Cat.MayBeDevice(v.Pattern()) {
			continue
		}
		if n.Any {
			v = v.Append(value.Lit(anyEnd))
		} else {
			v = placed(withoutSlash(v), m.Entry.Kind, st)
		}
		out = append(out, value.Target{Kind: m.Entry.Kind, V: v, Host: host})
	}
	return out
}

// placed is a path together with the folder that the shell has changed to, so that the same name means another file there.
func placed(v value.Value, kind catalog.Kind, st *domain.State) value.Value {
	if s := st.Cwd.Single(); s != nil && s.Kind == value.SymDir && s.Name == "PWD" {
		return v // the folder that the script began in
	}
	if kind != catalog.KindPath || len(st.Cwd) == 0 || len(v) == 0 || strings.HasPrefix(v[0].Lit, "/") || v[0].Sym != nil && v[0].Sym == st.Cwd[0].Sym {
		return v
	}
	return st.Resolve(st.Cwd).Append(value.Lit("/")).Append(v)
}

// withoutSlash is a path without slashes at its end.
func withoutSlash(v value.Value) value.Value {
	last := len(v) - 1
	if last < 0 || v[last].Sym != nil || !strings.HasSuffix(v[last].Lit, "/") {
		return v
	}
	return append(value.Value(nil), v[:last]...).Append(value.Lit(strings.TrimRight(v[last].Lit, "/")))
}

// anyEnd stands behind the beginning of names. It cannot be part of one.
const anyEnd = "\x00*"

// folderOf is a text without what follows its last slash.
func folderOf(v value.Value) value.Value {
	for i := len(v) - 1; i >= 0; i-- {
		if k := strings.LastIndexByte(v[i].Lit, '/'); v[i].Sym == nil && k >= 0 {
			return append(value.Value(nil), v[:i]...).Append(value.Lit(v[i].Lit[:k]))
		}
	}
	return v
}

func (x *Ledger) newCreation(m catalog.CreationMatch, names []value.Target, host value.Value, cl *domain.CallInfo, st *domain.State) *value.Ask {
	e := x.MadeEntry[m.Entry]
	if e == nil {
		e = creationGuard(m.Entry)
		x.MadeEntry[m.Entry] = e
	}
	a := x.NewAsk(e, names, cl, st)
	a.Made, a.Making = true, m.Entry
	x.Deletable = x.Deletable || len(m.Entry.DeletedBy) > 0
	return a
}

// madeFrom is what a creation is made of; nil where it is made of nothing.
func (x *Ledger) madeFrom(m catalog.CreationMatch, cl *domain.CallInfo, st *domain.State) value.Value {
	if m.From == nil {
		return nil
	}
	return st.Resolve(cl.Args[m.From.Word].V.Skip(m.From.Skip))
}

// printsMade is a creation that prints the name of what it makes.
func (x *Ledger) printsMade(e *catalog.Creation, fresh bool, presumes string, cl *domain.CallInfo, st *domain.State) []*domain.State {
	if !fresh || st.Fd(1).Kind != domain.ToCapture {
		return x.UnknownCommand(cl, st)
	}
	quiet := st.Fork()
	quiet.SetFd(1, domain.Dest{Kind: domain.ToNull})
	a := x.newCreation(catalog.CreationMatch{Entry: e}, nil, x.tools.Host, cl, st)
	a.Presumes = presumes
	c := st.Fork()
	s := x.dom.FreshAt(c, "made", cl.Node, "", func(s *value.Sym) {
		s.Kind, s.Desc, s.Made, s.Word = value.SymOutput, "output of "+cl.Name, a, true
	})
	c = x.dom.SetStatus(c, x.UnknownCommand(cl, quiet)[0].Status)
	out := x.tools.Print(c, value.SymValue(s))
	if !x.statusMatters(st) {
		return out
	}
	var told []*domain.State
	for _, c := range out {
		for _, b := range x.dom.DecideStatus(c, c.Status.Val, func(n int) bool { return n == 0 }) {
			if b.Ok {
				b.St.SetCon(s, b.St.Con(s).WithAnswer(domain.Exists, true)) // it has printed the name
			}
			told = append(told, b.St)
		}
	}
	return told
}

// MadeBy is the creation of a target, or nil if the script did not make it, for all that the way knows.
func (x *Ledger) MadeBy(st *domain.State, t value.Target) *value.Ask {
	a, assumes := x.making(st, t)
	if len(assumes) > 0 {
		return nil
	}
	return a
}

// making is the creation of a target, with what has to be assumed for it to be one. Where nothing looks whether a creation has succeeded, in
// a function that only other scripts call, that is that they stop at what fails.
func (x *Ledger) making(st *domain.State, t value.Target) (*value.Ask, []Assumption) {
	v := st.Resolve(t.V)
	if len(v) == 0 && (t.Where == nil || !x.Deletable) {
		return nil, nil
	}
	for _, p := range v {
		if strings.Contains(p.Lit, "..") {
			return nil, nil // it may lead out of what was made
		}
	}
	found := madeItself(v, x.tools.Host)
	if len(t.Host) > 0 && found != nil && !value.SameValue(found.Host, t.Host) {
		found = nil
	}
	lost, presumed := false, (*value.Ask)(nil)
	st.Facts.Each(func(k uint32, f domain.Fact) {
		a := x.dom.AskList[k]
		if !a.Made {
			return
		}
		if a.Making.Found && (f.Age > 0 || f.Aged != nil) {
			return // somebody may have put it there in the meantime
		}
		covers := x.coversMade(st, a, t)
		switch {
		case f.Mask == domain.Unasked:
			lost = lost || covers || a.Within(placed(v, catalog.KindPath, st))
		case covers && f.Mask&domain.Literal != 0 && f.Mask&^(domain.Literal|domain.Idle) == 0:
			presumed = a
		case covers && found == nil && f.Proves():
			found = a
		}
	})
	switch {
	case lost:
		return nil, nil
	case found == nil && presumed == nil:
		return x.makingOf(st, v, t)
	case found == nil:
		return presumed, []Assumption{{Text: "what calls the function stops where `" + presumed.Command + "` fails", At: presumed.Whole}}
	}
	if found.Presumes != "" {
		return found, []Assumption{{Text: found.Presumes, At: found.Whole}}
	}
	return found, nil
}

// makingOf is the creation of a thing whose other name a script has looked up: id=$(openstack server show "$name" -f value -c id). The
// device that a new folder lies on is none.
func (x *Ledger) makingOf(st *domain.State, v value.Value, t value.Target) (a *value.Ask, assumes []Assumption) {
	s := v.Single()
	if !x.Deletable || s == nil || v.Summary() {
		return nil, nil
	}
	st.Facts.Each(func(k uint32, f domain.Fact) {
		m := x.dom.AskList[k]
		if a != nil || !m.Made || !f.Proves() || f.Mask == domain.Literal || len(m.Making.DeletedBy) == 0 || !m.Making.Deletes(t.Call, m.Name) || !x.madeThere(st, m, t, "") {
			return
		}
		for _, g := range m.Targets {
			name := st.Resolve(g.V)
			asked := s.Source != nil && slices.ContainsFunc(s.Source.Words[1:], func(w value.Value) bool { return value.SameValue(w, name) })
			if asked || v.Looked() && v.ComesFrom(name, maxTies) == "looked up with" {
				a, assumes = m, []Assumption{{Text: v.String() + " is looked up with " + name.String(), At: m.Whole}}
			}
		}
	})
	return a, assumes
}

// madeItself is the creation that printed the name that a text begins with: "$dir/x", "${dev}p1", "/dev/mapper/${dev##*/}p1".
func madeItself(v value.Value, host value.Value) *value.Ask {
	if len(v) == 0 {
		return nil
	}
	folder := ""
	if v[0].Sym == nil {
		folder, v = v[0].Lit, v[1:]
	}
	if len(v) == 0 || v[0].Sym == nil || v[0].Sym.Made == nil || !value.SameValue(v[0].Sym.Made.Host, host) {
		return nil
	}
	s := v[0].Sym
	device := s.Made.Entry.Kind == catalog.KindDevice
	switch {
	case s.MadeTail && !(device && (folder == "/dev/" || folder == "/dev/mapper/")), !s.MadeTail && folder != "":
		return nil
	case len(v) == 1:
		return s.Made
	case v[1].Sym != nil:
		return nil
	case device && v[1].Lit == "p" && len(v) == 3: // whatever the number is, it is a partition of the device
		return s.Made
	case len(v) > 2 && device:
		return nil
	case device && partOfDevice(v[1].Lit, true), !device && strings.HasPrefix(v[1].Lit, "/"):
		return s.Made
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
func (x *Ledger) coversMade(st *domain.State, a *value.Ask, t value.Target) bool {
	host := x.hostName(st.Resolve(t.Host))
	v := st.Resolve(t.V)
	if x.holdsPlace(st, a, t) {
		return true
	}
	if len(v) == 0 {
		return false
	}
	if !a.Making.Deletes(t.Call, a.Name) || !x.madeThere(st, a, t, "") {
		return false
	}
	plain, path := v.Key(), placed(v, catalog.KindPath, st).Key()
	for _, g := range a.Targets {
		key := plain
		if g.Kind == catalog.KindPath {
			key = path
		}
		if !value.SameValue(x.hostName(st.Resolve(g.Host)), host) {
			continue
		}
		gv := st.Resolve(g.V)
		gk := gv.Key()
		if begin, ok := strings.CutSuffix(gk, anyEnd); ok {
			if strings.HasPrefix(key, begin) && !strings.Contains(key[len(begin):], "/") {
				return true
			}
			continue
		}
		if key == gk {
			if !v.Summary() {
				return true
			}
			continue
		}
		rest, ok := strings.CutPrefix(key, gk)
		if !ok || gv.Summary() || gk == "" {
			continue
		}
		if g.Kind == catalog.KindDevice || t.Kind == catalog.KindDevice && g.Kind != catalog.KindPath {
			last := gk[len(gk)-1]
			// "$dev"p"$n": whatever the number is, it is a partition of the device
			if partOfDevice(rest, last == 0 || last >= '0' && last <= '9') || strings.HasPrefix(rest, "p\x00") && strings.Count(rest, "\x00") == 2 {
				return true
			}
			if g.Kind != catalog.KindResource {
				continue
			}
		}
		if strings.HasPrefix(rest, "/") || g.Kind == catalog.KindResource && strings.HasPrefix(rest, "@") {
			return true
		}
	}
	return false
}

// madeThere reports whether a creation was made where a site destroys, but for one coordinate of the place. Where nothing tells the
// place of one of them, the name does.
func (x *Ledger) madeThere(st *domain.State, a *value.Ask, t value.Target, but string) bool {
	if a.Where == nil || t.Where == nil {
		return but == ""
	}
	if a.Where.System != t.Where.System {
		return false
	}
	for _, w := range []*value.Where{a.Where, t.Where} {
		for _, c := range w.At {
			v := st.Resolve(a.Where.Of(c.Name))
			if c.Name != but && (v.Summary() || !value.SameValue(v, st.Resolve(t.Where.Of(c.Name)))) {
				return false
			}
		}
	}
	return true
}

// holdsPlace reports whether a site is within what a creation made: an object of a new namespace.
func (x *Ledger) holdsPlace(st *domain.State, a *value.Ask, t value.Target) bool {
	name := a.Making.Holds
	if name == "" || !x.madeThere(st, a, t, name) || !value.SameValue(x.hostName(st.Resolve(a.Host)), x.hostName(st.Resolve(t.Host))) {
		return false
	}
	at := st.Resolve(t.Where.Of(name))
	return len(at) > 0 && !at.Summary() && slices.ContainsFunc(a.Targets, func(g value.Target) bool { return value.SameValue(st.Resolve(g.V), at) })
}
