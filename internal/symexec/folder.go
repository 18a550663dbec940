package symexec

import (
	"path"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// Paths are seen from the folder that the script is in: `cd /var/lib/mysql && rm -rf ./*` deletes what rm -rf /var/lib/mysql/* does.
// Where a cd may have failed, or may have stayed, the folder is one that nobody meant.

// An Astray is how a script has come to be in another folder than the one that it wanted to go to.
type Astray struct {
	At   Range  // the cd
	Cd   string // as written
	Word Range  // its operand
	// Names is what is empty in the operand: "$x". It is "" where the cd has failed.
	Names string
	// Home says that cd then goes to the home folder; else it stays where it is.
	Home bool
	// Said says that only somebody who gives an empty text on purpose makes it so, or that only some of the files there are meant.
	Said bool
}

// changeFolder gives the states after a cd that has succeeded: the folder is the one that it names, and, where that may be empty and
// something depends on it, one that nobody meant.
func (x *exec) changeFolder(cl *callInfo, st *state) []*state {
	if cl.name != "cd" && (cl.name != "pushd" || len(cl.args) != 2) {
		return []*state{x.unknownFolder(cl, st)}
	}
	f, ok := folderOperand(cl.args)
	if !ok {
		st.cwd = x.envValue("HOME")
		return []*state{st}
	}
	v := st.resolve(f.v)
	t, known := v.constant()
	switch {
	case known && t == "-":
		return []*state{x.unknownFolder(cl, st)}
	case known && t == "":
		return []*state{x.goAstray(cl, f, "", st)}
	case known && !strings.HasPrefix(t, "/"):
		if base, ok := st.resolve(st.cwd).constant(); ok && strings.HasPrefix(base, "/") {
			st.cwd = lit(path.Join(base, t))
			return []*state{st}
		}
		return []*state{x.unknownFolder(cl, st)}
	}
	out := []*state{st}
	s := v.single()
	if s != nil && s.made == nil && x.emptiness(st, s) != filled {
		if x.relevant.here {
			w := st.fork()
			c := w.con(s).clone()
			c.nonempty = no
			w.setCon(s, c)
			out = append(out, x.goAstray(cl, f, x.writtenAs(f, s, st), w))
			st.cwd = v
			c = st.con(s).clone() // cd "" is the other way
			c.nonempty = yes
			st.setCon(s, c)
			return out
		}
		if x.relevant.wide {
			return []*state{x.unknownFolder(cl, st)} // cd "" stays where it is, and the name of that is not empty
		}
	}
	st.cwd = v
	return out
}

// folderOperand is the operand of a cd.
func folderOperand(args []Field) (Field, bool) {
	for i, f := range args[1:] {
		if t, ok := f.v.constant(); ok && (t == "--" || len(t) > 1 && t[0] == '-' && strings.Trim(t[1:], "LPe@") == "") {
			continue
		}
		return args[1:][i], true
	}
	return Field{}, false
}

func (x *exec) unknownFolder(cl *callInfo, st *state) *state {
	st.cwd = symValue(x.freshAt(st, "cwd", cl.node, "", func(s *Sym) { s.kind, s.name, s.desc = symOther, "PWD", "$PWD" }))
	st.setCon(st.cwd[0].sym, &con{set: yes, nonempty: yes})
	return st
}

// stay gives the state after a cd that has failed.
func (x *exec) stay(cl *callInfo, st *state) *state {
	if cl.name != "cd" || !x.relevant.here {
		return st
	}
	f, ok := folderOperand(cl.args)
	if !ok {
		return st
	}
	v := st.resolve(f.v)
	if ownFolder(v) || x.isThere(v, st) {
		return st
	}
	return x.goAstray(cl, f, "", st)
}

// isThere reports whether a folder is known to be there, so that nobody needs to look whether a cd into it fails.
func (x *exec) isThere(v Value, st *state) bool {
	if t, ok := v.constant(); ok {
		t = path.Clean(t)
		return t == "." || t == "/" || strings.Count(t, "/") == 1 && x.cat.InRoot(t) && !strings.HasPrefix(t, "/mnt") && !strings.HasPrefix(t, "/media") ||
			x.madeBy(st, Target{Kind: catalog.KindPath, V: v, Host: x.host}) != nil
	}
	if s := v.single(); s != nil {
		if known, _ := st.con(s).ask(exists); known || s.made != nil || s.kind == symDir || s.kind == symEnv && settled[s.name] {
			return true
		}
	}
	return x.madeBy(st, Target{Kind: catalog.KindPath, V: v, Host: x.host}) != nil
}

// goAstray puts a state into a folder that nobody meant.
func (x *exec) goAstray(cl *callInfo, f Field, names string, st *state) *state {
	a := &Astray{At: cl.whole, Cd: shortText(cl.text()), Word: f.src, Names: names, Home: names != "" && !f.quoted && !x.inQuotes(f)}
	if names == "" {
		if t, ok := st.resolve(f.v).constant(); ok && t == "" {
			a.Names = x.emptyParts(f, st)
		}
	} else if s := st.resolve(f.v).single(); s != nil {
		a.Said = x.emptiness(st, s) == ifSaid
	}
	st.cwd = symValue(x.freshAt(st, "astray"+names, cl.node, "", func(s *Sym) { s.kind, s.name, s.desc, s.astray = symOther, "PWD", "$PWD", a }))
	st.setCon(st.cwd[0].sym, &con{set: yes, nonempty: yes})
	x.event(st, Step{Kind: Strays, At: cl.whole, By: a.Names, Text: a.Cd, Took: tookHome(a)})
	return st
}

func tookHome(a *Astray) Took {
	if a.Home {
		return TookElse
	}
	return TookNothing
}

// inQuotes reports whether a field was written between quotes.
func (x *exec) inQuotes(f Field) bool { return strings.HasPrefix(f.src.Text(), `"`) }

// fromRoot gives a call with the relative paths among its words as the root sees them, where the folder is known. What acts on the
// current folder when it is given none gets that.
func (x *exec) fromRoot(words []string, cl *callInfo, st *state) ([]string, *callInfo) {
	if !x.cat.ActsOnPaths(cl.name) {
		return words, cl
	}
	if at := x.cat.Here(words); at > 0 {
		c := *cl
		c.args = slices.Insert(slices.Clone(cl.args), at, Field{v: lit("."), src: cl.args[0].src})
		words, cl = slices.Insert(slices.Clone(words), at, "."), &c
	}
	words = x.patternsOf(words, cl, st)
	cwd := st.resolve(st.cwd)
	if len(cwd) == 0 || !placedFolder(cwd) {
		return words, cl
	}
	copied := false
	for _, o := range x.cat.Paths(words) {
		f := cl.args[o.Word]
		v := st.resolve(f.v)
		if o.Skip > 0 || !relative(v) {
			continue
		}
		if !copied {
			c := *cl
			c.args = slices.Clone(cl.args)
			words, cl, copied = slices.Clone(words), &c, true
		}
		f.v = joinFolder(cwd, v)
		cl.args[o.Word] = f
		words[o.Word] = f.v.pattern()
	}
	return words, cl
}

// placedFolder reports whether a folder's place is known, as far as its beginning: /srv/$x, ${x:-/srv}.
func placedFolder(cwd Value) bool {
	if s := cwd.single(); s != nil {
		return s.kind == symDefault || s.kind == symEnv && s.name == "HOME" || s.root != nil && s.root.kind == symEnv && s.root.name == "HOME"
	}
	return cwd[0].sym == nil && strings.HasPrefix(cwd[0].lit, "/")
}

// relative reports whether a path begins where the script is, and not on another machine.
func relative(v Value) bool {
	if len(v) == 0 || v[0].sym != nil {
		return false
	}
	t := v[0].lit
	return t != "" && t[0] != '/' && t[0] != '-' && !strings.Contains(t, ":")
}

// joinFolder is a path in a folder.
func joinFolder(folder, v Value) Value {
	joined := append(Value(nil), folder...).append(lit("/")).append(v)
	if t, ok := joined.constant(); ok {
		return lit(path.Clean(t))
	}
	for strings.HasPrefix(v[0].lit, "./") { // "./" alone is the folder
		v = append(lit(strings.TrimLeft(v[0].lit[2:], "/")), v[1:]...)
		if len(v) == 0 || v[0].sym != nil {
			break
		}
	}
	if len(v) == 0 || len(v) == 1 && v[0].lit == "." {
		return folder
	}
	return append(Value(nil), folder...).append(lit("/")).append(v)
}

// strayed records that a command acts on all of a folder that nobody meant.
func (x *exec) strayed(words []string, cl *callInfo, st *state) {
	s := st.cwd.single()
	if s == nil || s.astray == nil || x.astray != nil || st.odd {
		return
	}
	sel, ok := x.cat.Selection(words)
	if !ok || !sel.Path {
		return
	}
	for _, o := range sel.Operands {
		f := cl.args[o.Word]
		v := st.resolve(f.v).skip(o.Skip)
		if len(v) > 0 && v[0].sym == s {
			v = append(lit("."), v[1:]...)
		}
		if t, ok := v.constant(); !ok || !allHere(t, f.globby) {
			continue
		}
		a := *s.astray
		a.Said = a.Said || sel.Some
		x.astray = &a
		x.hitSite(sel.Why, []Target{{Kind: catalog.KindPath, V: st.cwd, Host: x.host}}, cl, st)
		x.astray = nil
		return
	}
}

// allHere reports whether a path stands for all that is in the current folder.
func allHere(t string, pattern bool) bool {
	for strings.HasPrefix(t, "./") {
		t = strings.TrimLeft(t[2:], "/")
	}
	switch t {
	case "", ".":
		return true
	case "*", ".*", "{*,.*}", "*/", ".[!.]*", ".??*", "..?*", "**":
		return pattern
	}
	return false
}

// emptiesData reports whether output that goes to a file takes the place of data: >/var/lib/mysql/ibdata1.
func (x *exec) emptiesData(name string, st *state) bool {
	if !strings.HasPrefix(name, "/") {
		cwd, ok := st.resolve(st.cwd).constant()
		if !ok || !strings.HasPrefix(cwd, "/") {
			return false
		}
		name = path.Join(cwd, name)
	}
	return x.cat.Empties(name)
}

func writtenKind(file bool) catalog.Kind {
	if file {
		return catalog.KindPath
	}
	return catalog.KindDevice
}

// patternsOf puts the pattern in the place of a file's name that it has given: for f in /srv/*; do rm -rf "$f"; done.
func (x *exec) patternsOf(words []string, cl *callInfo, st *state) []string {
	copied := false
	for _, o := range x.cat.Paths(words) {
		v := st.resolve(cl.args[o.Word].v)
		if o.Skip > 0 || len(v) == 0 || v[0].sym == nil {
			continue
		}
		from := v[0].sym
		if from.list != nil {
			from = from.list
		}
		if from.kind != symGlob && from.kind != symOutput || !strings.HasPrefix(from.path, "/") {
			continue
		}
		if !copied {
			words, copied = slices.Clone(words), true
		}
		words[o.Word] = lit(from.path).append(v[1:]).pattern()
	}
	return words
}

// foundIn is the pattern of what find prints: files below one folder.
func foundIn(cl *callInfo, st *state) string {
	if cl.name != "find" || len(cl.args) < 2 {
		return ""
	}
	t, ok := st.resolve(cl.args[1].v).constant()
	if !ok || !strings.HasPrefix(t, "/") || t == "/" {
		return ""
	}
	for _, f := range cl.args[2:] {
		if u, ok := f.v.constant(); ok && (u == "-printf" || strings.HasPrefix(u, "-exec") || strings.HasPrefix(u, "/")) {
			return ""
		}
	}
	return path.Clean(t) + "/*"
}
