package symexec

import (
	"path"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/models"
	"github.com/wipelint/wipelint/internal/symexec/prefilter"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// changeFolder gives the states after a cd that has succeeded: the folder is the one that it names, and, where that may be empty and
// something depends on it, one that nobody meant.
func (x *exec) changeFolder(cl *domain.CallInfo, st *domain.State) []*domain.State {
	if !x.goesBack() {
		return x.goTo(cl, st)
	}
	from := st.Cwd
	return x.departed(from, cl, x.goTo(cl, st))
}

func (x *exec) goTo(cl *domain.CallInfo, st *domain.State) []*domain.State {
	if cl.Name == "popd" {
		if s, ok := x.back(cl, st); ok {
			return []*domain.State{s}
		}
	}
	if cl.Name != "cd" && (cl.Name != "pushd" || len(cl.Args) != 2) {
		return []*domain.State{x.unknownFolder(cl, st)}
	}
	f, ok := folderOperand(cl.Args)
	if !ok {
		st.Cwd = x.homeFolder(st)
		return []*domain.State{st}
	}
	v := st.Resolve(f.V)
	t, known := v.Constant()
	switch {
	case known && t == "-":
		if s, ok := x.back(cl, st); ok {
			return []*domain.State{s}
		}
		return []*domain.State{x.unknownFolder(cl, st)}
	case known && t == "":
		return []*domain.State{x.goAstray(cl, f, "", st)}
	case known && !strings.HasPrefix(t, "/"):
		if out := x.searched(cl, st, t); out != nil {
			return out
		}
		if base, ok := st.Resolve(st.Cwd).Constant(); ok && strings.HasPrefix(base, "/") {
			st.Cwd = value.Lit(path.Join(base, t))
			return []*domain.State{st}
		}
		return []*domain.State{x.folderFrom(cl, st, t)}
	}
	out := []*domain.State{st}
	s := v.Single()
	if s != nil && s.Made == nil && x.dom.Emptiness(st, s) != value.Filled {
		if x.prog.Slice.Here {
			w := st.Fork()
			c := w.Con(s).Clone()
			c.Nonempty = value.No
			w.SetCon(s, c)
			out = append(out, x.goAstray(cl, f, x.writtenAs(f, s, st), w))
			st.Cwd = v
			c = st.Con(s).Clone() // cd "" is the other way
			c.Nonempty = value.Yes
			st.SetCon(s, c)
			return out
		}
		if x.prog.Slice.Wide {
			return []*domain.State{x.unknownFolder(cl, st)} // cd "" stays where it is, and the name of that is not empty
		}
	}
	st.Cwd = v
	return out
}

// folderFrom gives the state after a cd to a folder below one of which the path is not known, or up again to that.
func (x *exec) folderFrom(cl *domain.CallInfo, st *domain.State, to string) *domain.State {
	base := x.dom.Pwd(st)
	if s := base.Single(); s != nil {
		way := path.Clean(to)
		if len(s.WayTo) > 1 && s.WayTo[1].Sym == nil {
			base, way = s.WayTo[:1], path.Join(strings.TrimPrefix(s.WayTo[1].Lit, "/"), way)
		}
		switch {
		case way == "." && x.startsIn(base):
			st.Cwd = nil
			return st
		case way == "..", strings.HasPrefix(way, "../"), way == ".":
		default:
			v := models.Below(base, value.Lit(way))
			st.Cwd = value.SymValue(x.dom.FreshAt(st, "cwd"+v.Key(), cl.Node, "", func(s *value.Sym) {
				s.Kind, s.Name, s.Desc, s.WayTo = value.SymOther, "PWD", "$PWD", v
			}))
			st.SetCon(st.Cwd[0].Sym, &value.Con{Set: value.Yes, Nonempty: value.Yes})
			return st
		}
	}
	return x.unknownFolder(cl, st)
}

// startsIn reports whether a folder is the one that the script was started in.
func (x *exec) startsIn(folder value.Value) bool {
	s := folder.Single()
	return s != nil && s.Kind == value.SymDir && s.Name == "PWD"
}

// folderOperand is the operand of a cd.
func folderOperand(args []domain.Field) (domain.Field, bool) {
	for i, f := range args[1:] {
		if t, ok := f.V.Constant(); ok && (t == "--" || len(t) > 1 && t[0] == '-' && strings.Trim(t[1:], "LPe@") == "") {
			continue
		}
		return args[1:][i], true
	}
	return domain.Field{}, false
}

func (x *exec) unknownFolder(cl *domain.CallInfo, st *domain.State) *domain.State {
	st.Cwd = value.SymValue(x.dom.FreshAt(st, "cwd", cl.Node, "", func(s *value.Sym) { s.Kind, s.Name, s.Desc = value.SymOther, "PWD", "$PWD" }))
	st.SetCon(st.Cwd[0].Sym, &value.Con{Set: value.Yes, Nonempty: value.Yes})
	return st
}

// stay gives the state after a cd that has failed.
func (x *exec) stay(cl *domain.CallInfo, st *domain.State) *domain.State {
	if cl.Name != "cd" || !x.prog.Slice.Here {
		return st
	}
	f, ok := folderOperand(cl.Args)
	if !ok {
		return st
	}
	v := st.Resolve(f.V)
	if ownFolder(v) || x.isThere(v, st) {
		st.Cwd = x.dom.Pwd(st) // nobody says that this happens
		return st
	}
	return x.goAstray(cl, f, "", st)
}

// isThere reports whether a folder is known to be there, so that nobody needs to look whether a cd into it fails.
func (x *exec) isThere(v value.Value, st *domain.State) bool {
	if t, ok := v.Constant(); ok {
		t = path.Clean(t)
		return strings.Trim(t, "./") == "" || // the folder above is always there
			strings.Count(t, "/") == 1 && x.prog.Cat.InRoot(t) && !strings.HasPrefix(t, "/mnt") && !strings.HasPrefix(t, "/media") ||
			x.proof.MadeBy(st, value.Target{Kind: catalog.KindPath, V: v, Host: x.tools.Host}) != nil
	}
	if s := v.Single(); s != nil {
		if known, _ := st.Con(s).Ask(domain.Exists); known || s.Made != nil || s.Kind == value.SymDir || s.Kind == value.SymEnv && domain.Settled[s.Name] {
			return true
		}
	}
	return x.proof.MadeBy(st, value.Target{Kind: catalog.KindPath, V: v, Host: x.tools.Host}) != nil
}

// goAstray puts a state into a folder that nobody meant.
func (x *exec) goAstray(cl *domain.CallInfo, f domain.Field, names string, st *domain.State) *domain.State {
	a := &value.Astray{At: cl.Whole, Cd: shortText(cl.Text()), Word: f.Src, Names: names, Home: names != "" && !f.Quoted && !x.inQuotes(f)}
	if names == "" {
		if t, ok := st.Resolve(f.V).Constant(); ok && t == "" {
			a.Names = x.emptyParts(f, st)
		}
	} else if s := st.Resolve(f.V).Single(); s != nil {
		a.Said = x.dom.Emptiness(st, s) == value.IfSaid
	}
	st.Cwd = value.SymValue(x.dom.FreshAt(st, "astray"+names, cl.Node, "", func(s *value.Sym) { s.Kind, s.Name, s.Desc, s.Astray = value.SymOther, "PWD", "$PWD", a }))
	st.SetCon(st.Cwd[0].Sym, &value.Con{Set: value.Yes, Nonempty: value.Yes})
	x.dom.Event(st, domain.Step{Kind: domain.Strays, At: cl.Whole, By: a.Names, Text: a.Cd, Took: tookHome(a)})
	return st
}

func tookHome(a *value.Astray) domain.Took {
	if a.Home {
		return domain.TookElse
	}
	return domain.TookNothing
}

// inQuotes reports whether a field was written between quotes.
func (x *exec) inQuotes(f domain.Field) bool { return strings.HasPrefix(f.Src.Text(), `"`) }

// fromRoot gives a call with the relative paths among its words as the root sees them, where the folder is known. What acts on the
// current folder when it is given none gets that.
func (x *exec) fromRoot(words []string, cl *domain.CallInfo, st *domain.State) ([]string, *domain.CallInfo) {
	cwd := st.Resolve(st.Cwd)
	devices := inDev(cwd)
	if devices { // vgremove vg0 names a group wherever it runs
		_, named := x.prog.Cat.Destructive(words)
		devices = !named
	}
	if !x.prog.Cat.ActsOnPaths(cl.Name) && !devices {
		return words, cl
	}
	if at := x.prog.Cat.Here(words); at > 0 {
		c := *cl
		c.Args = slices.Insert(slices.Clone(cl.Args), at, domain.Field{V: value.Lit("."), Src: cl.Args[0].Src})
		words, cl = slices.Insert(slices.Clone(words), at, "."), &c
	}
	words = x.patternsOf(words, cl, st)
	if len(cwd) == 0 || !placedFolder(cwd) {
		return words, cl
	}
	copied := false
	for _, o := range x.prog.Cat.Paths(words, devices) {
		f := cl.Args[o.Word]
		v := st.Resolve(f.V)
		before := v.Pattern()[:min(o.Skip, len(v.Pattern()))] // of=
		if v = v.Skip(o.Skip); !relative(v) {
			continue
		}
		if !copied {
			c := *cl
			c.Args = slices.Clone(cl.Args)
			words, cl, copied = slices.Clone(words), &c, true
		}
		f.V = joinFolder(cwd, v)
		if before != "" {
			f.V = value.Lit(before).Append(f.V)
		}
		cl.Args[o.Word] = f
		words[o.Word] = f.V.Pattern()
	}
	return words, cl
}

// inDev reports whether a folder is that of the devices, or one in it, or the root: wipefs sdb and wipefs dev/sdb mean a disk there.
func inDev(cwd value.Value) bool {
	if len(cwd) == 0 || cwd[0].Sym != nil {
		return false
	}
	t := cwd[0].Lit
	return t == "/dev" || strings.HasPrefix(t, "/dev/") || t == "/" && len(cwd) == 1
}

// placedFolder reports whether a folder's place is known, as far as its beginning: /srv/$x, ${x:-/srv}.
func placedFolder(cwd value.Value) bool {
	if s := cwd[0].Sym; s != nil {
		return len(cwd) == 1 && s.Kind == value.SymDefault || isHome(s) && (len(cwd) == 1 || strings.HasPrefix(cwd[1].Lit, "/"))
	}
	return strings.HasPrefix(cwd[0].Lit, "/")
}

// relative reports whether a path begins where the script is, and not on another machine.
func relative(v value.Value) bool {
	if len(v) == 0 || v[0].Sym != nil {
		return false
	}
	t := v[0].Lit
	return t != "" && t[0] != '/' && t[0] != '-' && !strings.Contains(t, ":")
}

// seenFromFolder has the paths that a guard is asked about begin where the script is, as those of the commands that destroy do.
func seenFromFolder(e *catalog.Guard, targets []value.Target, st *domain.State) []value.Target {
	cwd := st.Resolve(st.Cwd)
	if len(cwd) == 0 || !placedFolder(cwd) {
		return targets
	}
	for i, t := range targets {
		path := t.Kind == catalog.KindPath || e.OperandIsPath && (t.Kind != catalog.KindDevice || inDev(cwd))
		if path && relative(t.V) && !socketName(t.V) {
			targets[i].V = joinFolder(cwd, t.V)
		}
	}
	return targets
}

// socketName reports whether an operand is that of a port, 5432/tcp: fuser(1).
func socketName(v value.Value) bool {
	last := v[len(v)-1]
	return last.Sym == nil && (strings.HasSuffix(last.Lit, "/tcp") || strings.HasSuffix(last.Lit, "/udp"))
}

// joinFolder is a path in a folder.
func joinFolder(folder, v value.Value) value.Value {
	joined := append(value.Value(nil), folder...).Append(value.Lit("/")).Append(v)
	if t, ok := joined.Constant(); ok {
		return value.Lit(path.Clean(t))
	}
	for strings.HasPrefix(v[0].Lit, "./") { // "./" alone is the folder
		v = append(value.Lit(strings.TrimLeft(v[0].Lit[2:], "/")), v[1:]...)
		if len(v) == 0 || v[0].Sym != nil {
			break
		}
	}
	if len(v) == 0 || len(v) == 1 && v[0].Lit == "." {
		return folder
	}
	return append(value.Value(nil), folder...).Append(value.Lit("/")).Append(v)
}

// strayed records that a command acts on all of a folder that nobody meant.
func (x *exec) strayed(words []string, cl *domain.CallInfo, st *domain.State) {
	s := x.dom.Pwd(st).Single()
	if s == nil || x.proof.Astray != nil || st.Odd {
		return
	}
	from := s.Astray
	if from == nil && len(st.Cwd) == 0 && !x.proof.Alone {
		from = &value.Astray{Start: true, Said: true, At: cl.Whole}
	}
	sel, ok := x.prog.Cat.Selection(words)
	if from == nil || !ok || !sel.Path || from.Start && (sel.Some || cl.Name == "git") { // git cleans a repository only
		return
	}
	for _, o := range sel.Operands {
		f := cl.Args[o.Word]
		v := st.Resolve(f.V).Skip(o.Skip)
		if len(v) == 0 {
			continue // rm -rf "" deletes nothing
		}
		if v[0].Sym == s {
			v = append(value.Lit("."), v[1:]...)
		}
		if t, ok := v.Constant(); !ok || !prefilter.AllHere(t, f.Globby) {
			continue
		}
		a := *from
		a.Said = a.Said || sel.Some
		x.proof.Astray = &a
		x.proof.HitSite(sel.Why, []value.Target{{Kind: catalog.KindPath, V: x.dom.Pwd(st), Host: x.tools.Host}}, cl, st)
		x.proof.Astray = nil
		return
	}
}

// emptiesData reports whether output that goes to a file takes the place of data: >/var/lib/mysql/ibdata1.
func (x *exec) emptiesData(name string, st *domain.State) bool {
	if !strings.HasPrefix(name, "/") {
		cwd, ok := st.Resolve(st.Cwd).Constant()
		if !ok || !strings.HasPrefix(cwd, "/") {
			return false
		}
		name = path.Join(cwd, name)
	}
	return x.prog.Cat.Empties(name)
}

func writtenKind(file bool) catalog.Kind {
	if file {
		return catalog.KindPath
	}
	return catalog.KindDevice
}

// patternsOf puts the pattern in the place of a file's name that it has given: for f in /srv/*; do rm -rf "$f"; done.
func (x *exec) patternsOf(words []string, cl *domain.CallInfo, st *domain.State) []string {
	copied := false
	cwd, _ := st.Resolve(st.Cwd).Constant()
	for _, o := range x.prog.Cat.Paths(words, false) {
		v := st.Resolve(cl.Args[o.Word].V)
		if o.Skip > 0 || len(v) == 0 {
			continue
		}
		is := listedFile(v, cwd)
		if len(is) == 0 {
			continue
		}
		if !copied {
			words, copied = slices.Clone(words), true
		}
		words[o.Word] = is.Pattern()
	}
	return words
}

// listedFile is the path of a file that stands in a list, with the pattern that the list was made of in the place of its name; nil for
// other paths.
func listedFile(v value.Value, cwd string) value.Value {
	folder, k := cwd, 0
	if v[0].Sym == nil { // /var/lib/$name, of the names that ls has printed
		if folder, k = path.Clean(v[0].Lit), 1; len(v) == 1 || !strings.HasSuffix(v[0].Lit, "/") || !strings.HasPrefix(folder, "/") {
			return nil
		}
	}
	from := v[k].Sym
	if from == nil {
		return nil
	}
	if from.List != nil {
		from = from.List
	}
	switch {
	case from.Kind == value.SymEnv && k == 0 && from != v[0].Sym: // a word of $DIRS
		return value.SymValue(from).Append(v[1:])
	case from.Kind != value.SymGlob && from.Kind != value.SymOutput:
		return nil
	case k == 0 && strings.HasPrefix(from.Path, "/"):
		return value.Lit(from.Path).Append(v[1:])
	case k == 0 && from.Path != "" && strings.HasPrefix(cwd, "/"):
		return value.Lit(path.Join(cwd, from.Path)).Append(v[1:])
	case from.NamesIn != "" && from.NamesIn == folder:
		return value.Lit(strings.TrimSuffix(folder, "/") + "/*").Append(v[k+1:])
	}
	return nil
}
