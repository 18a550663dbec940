package symexec

import (
	"path"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/foreign"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Files that the script writes, copies, and then runs, or hands to a client that runs what stands in them.

// writtenText is what the script has written into a file, as far as that is known.
func (x *exec) writtenText(st *domain.State, name value.Value) (value.Value, bool) {
	text, ok := x.tools.Written(st, name)
	if !ok {
		return nil, false
	}
	x.runs(st, name)
	text = st.Resolve(text)
	return text, len(text) > 0 && text.Single() == nil && !text.Mentions(value.TooLong)
}

// runs notes that the text of a file is run, or has another name from now on.
func (x *exec) runs(st *domain.State, name value.Value) {
	if x.ran == nil {
		x.ran = map[uint32]bool{}
	}
	x.ran[x.tab.Name(x.tools.FileKey(st, st.Resolve(name)))] = true
}

// onPath are the folders in which a command without a slash in its name may be found.
var onPath = []string{"/usr/local/bin/", "/usr/local/sbin/", "/usr/bin/", "/usr/sbin/", "/bin/", "/sbin/"}

// ownProgram runs a command that is a file which the script has written: "$tmp", ./wipe.sh, /usr/local/bin/wipe.
func (x *exec) ownProgram(cl *domain.CallInfo, st *domain.State, name value.Value) ([]*domain.State, bool) {
	if st.Files.Len() == 0 {
		return nil, false
	}
	text, ok := x.writtenText(st, name)
	if t, known := name.Constant(); !ok && known && !strings.Contains(t, "/") {
		for _, folder := range onPath {
			if text, ok = x.writtenText(st, value.Lit(folder+t)); ok {
				break
			}
		}
	}
	if !ok {
		return nil, false
	}
	first := ""
	if text[0].Sym == nil {
		first, _, _ = strings.Cut(text[0].Lit, "\n")
	}
	if line, is := strings.CutPrefix(first, "#!"); is && !slices.ContainsFunc(strings.Fields(line), isShell) {
		for f := range strings.FieldsSeq(line) {
			if lang := foreign.Language(effects.BaseName(f)); lang != "" {
				in := st.Fork()
				lines, unknown := foreign.Commands(lang, x.textWith(in, text))
				x.runLines(lines, unknown, cl.Args[1:], cl, in, st)
			}
		}
		return nil, false
	}
	inner := st.Fork()
	x.child(inner)
	inner.Args = paramsOf(cl.Args[1:])
	written := x.textWith(inner, text)
	if len(written) > x.prog.Bounds.Text {
		return nil, false
	}
	return x.runScript(inner, st, written, cl.Whole, []effects.Segment{{From: 0, To: cl.Whole.Start, Exact: false}}, &catalog.Wrapper{Command: effects.BaseName(name.String())}, cl), true
}

// copiers are commands that put the text of a file into another one, with how many words of theirs lead to the operands.
var copiers = map[string]int{"cp": 0, "mv": 0, "install": 0, "ln": 0, "scp": 0, "rsync": 0, "rcp": 0,
	"docker": 1, "podman": 1, "nerdctl": 1, "kubectl": 1, "oc": 1, "lxc": 2, "incus": 2}

// copierWords are the words that lead to the operands of those that have several commands.
var copierWords = map[string][]string{"docker": {"cp"}, "podman": {"cp"}, "nerdctl": {"cp"}, "kubectl": {"cp"}, "oc": {"cp"}, "lxc": {"file", "push"}, "incus": {"file", "push"}}

// copied gives, for a command that copies files which the script has written, what then holds their text. nil for other ones.
func (x *exec) copied(cl *domain.CallInfo, st *domain.State) func(*domain.State) *domain.State {
	lead, is := copiers[cl.Name]
	if !is || len(cl.Args) < lead+3 {
		return nil
	}
	for i, w := range copierWords[cl.Name] {
		if t, _ := cl.Args[i+1].V.Constant(); t != w {
			return nil
		}
	}
	var operands []value.Value
	for _, f := range cl.Args[lead+1:] {
		v := st.Resolve(f.V)
		if f.Multi != nil || len(v) == 0 {
			return nil
		}
		if v[0].Sym != nil || !strings.HasPrefix(v[0].Lit, "-") {
			operands = append(operands, v)
		}
	}
	if len(operands) < 2 {
		return nil
	}
	to := operands[len(operands)-1]
	type copy struct {
		kept bool // the text is that of a file which the script has written
		from uint32
		text value.Value
		to   []uint32
	}
	var copies []copy
	for _, from := range operands[:len(operands)-1] {
		text, ok := x.writtenText(st, from)
		program := false
		if !ok && ownInput(from) && st.Stdin != nil { // install /dev/stdin FILE
			text = st.Resolve(st.Stdin.Text)
			ok = len(text) > 0 && text.Single() == nil && !text.Mentions(value.TooLong)
		}
		if !ok {
			if text, program = x.programText(from); !program {
				continue
			}
		}
		c := copy{kept: !program, from: x.tab.Name(x.tools.FileKey(st, from)), text: text}
		for _, name := range copyNames(cl.Name, from, to) {
			if program && baseOf(name.path).Key() == baseOf(from).Key() {
				continue // mv ./kubectl /usr/local/bin: it is called as before
			}
			host := x.tools.Host
			if len(name.host) > 0 {
				x.tools.Host = name.host
			}
			c.to = append(c.to, x.tab.Name(x.tools.FileKey(st, name.path)))
			x.tools.Host = host
		}
		copies = append(copies, c)
	}
	if len(copies) == 0 {
		return nil
	}
	if name := to.Pattern(); effects.RunPlace(name) {
		for _, c := range copies {
			if c.kept {
				x.plant(st, name, c.text, place.Range{}, cl.Whole)
			}
		}
	}
	return func(o *domain.State) *domain.State {
		n := o.Fork()
		for _, c := range copies {
			if c.kept {
				n.Files = n.Files.Set(c.from, c.text)
			}
			for _, id := range c.to {
				n.Files = n.Files.Set(id, c.text)
			}
		}
		return n
	}
}

// programText is what stands for a program that destroys data or asks, under another name: cp "$(command -v wipefs)" ./w.
func (x *exec) programText(from value.Value) (value.Value, bool) {
	t, ok := from.Constant()
	if !ok || strings.ContainsAny(t, " \t\n'\"\\$`*?[{") {
		return nil, false
	}
	name := effects.BaseName(t)
	if anything, path, device := x.prog.Cat.Names(name); !anything && !path && !device {
		return nil, false
	}
	return value.Lit("#!/bin/sh\n" + name + " \"$@\"\n"), true
}

type copyName struct{ host, path value.Value }

// copyNames are the names that a copy of a file may have: the operand's own, and where that may be a folder, one in it. host:path is a
// file there.
func copyNames(command string, from, to value.Value) []copyName {
	var host value.Value
	switch command {
	case "cp", "mv", "install", "ln":
	default:
		if i, at := colonIn(to); i >= 0 {
			host = value.Value(nil).Append(to[:i]).Append(value.Lit(to[i].Lit[:at]))
			to = value.Lit(to[i].Lit[at+1:]).Append(to[i+1:])
			if len(host) > 0 && host[0].Sym == nil {
				if _, name, ok := strings.Cut(host[0].Lit, "@"); ok { // root@host
					host = value.Lit(name).Append(host[1:])
				}
			}
		}
	}
	base := baseOf(from)
	var names []copyName
	t, known := to.Constant()
	if !known || t != "" && !strings.HasSuffix(t, "/") {
		names = append(names, copyName{host, to})
	}
	if len(base) > 0 {
		switch {
		case known && (t == "" || t == "." || t == "~" || t == "~/"):
			names = append(names, copyName{host, base})
		case known && strings.HasSuffix(t, "/"):
			names = append(names, copyName{host, to.Append(base)})
		default:
			names = append(names, copyName{host, to.Append(value.Lit("/")).Append(base)})
		}
	}
	return names
}

// colonIn finds the colon between a machine and the path on it; -1 where there is none.
func colonIn(v value.Value) (part, at int) {
	for i, p := range v {
		if p.Sym != nil {
			continue
		}
		if j := strings.IndexByte(p.Lit, ':'); j >= 0 {
			return i, j
		}
		if strings.Contains(p.Lit, "/") {
			break
		}
	}
	return -1, 0
}

// baseOf is the last part of a path.
func baseOf(v value.Value) value.Value {
	if t, ok := v.Constant(); ok {
		return value.Lit(path.Base(t))
	}
	for i := len(v) - 1; i >= 0; i-- {
		if j := strings.LastIndexByte(v[i].Lit, '/'); v[i].Sym == nil && j >= 0 {
			return value.Lit(v[i].Lit[j+1:]).Append(v[i+1:])
		}
	}
	return v
}

// readBy is what a client that runs what it reads gets from the files among its words which the script has written: psql -f x.sql,
// sqlplus @x.sql, mongosh app x.js, mysql -e "source x.sql".
func (x *exec) readBy(cl *domain.CallInfo, st *domain.State) value.Value {
	if st.Files.Len() == 0 || !x.prog.Cat.ReadsInput(cl.Name) {
		return nil
	}
	var out value.Value
	note := func(name value.Value) {
		if text, ok := x.writtenText(st, name); ok {
			out = out.Append(value.Lit("\n")).Append(text)
		}
	}
	words := cl.Args[1:]
	if st.Stdin != nil {
		for _, l := range lineItems(st.Resolve(st.Stdin.Text), cl.Whole) {
			words = append(words[:len(words):len(words)], l)
		}
	}
	for _, f := range words {
		v := st.Resolve(f.V)
		if f.Multi != nil || len(v) == 0 {
			continue
		}
		note(v)
		if v[0].Sym != nil {
			continue
		}
		switch t := v[0].Lit; {
		case strings.HasPrefix(t, "--"):
			if i := strings.IndexByte(t, '='); i > 0 {
				note(v.Skip(i + 1))
			}
		case strings.HasPrefix(t, "-"):
			note(v.Skip(min(2, len(t))))
		case strings.HasPrefix(t, "@"):
			note(v.Skip(1))
		default:
			for _, verb := range []string{"source ", `\. `, `\i `, ".read "} {
				if strings.HasPrefix(strings.ToLower(t), verb) {
					note(trimmedEnd(v.Skip(len(verb))))
				}
			}
		}
	}
	return out
}

// trimmedEnd is a name without the sign that ends a statement.
func trimmedEnd(v value.Value) value.Value {
	if n := len(v); n > 0 && v[n-1].Sym == nil {
		return value.Value(nil).Append(v[:n-1]).Append(value.Lit(strings.TrimRight(v[n-1].Lit, "; \t\n")))
	}
	return v
}
