package symexec

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// A heat says what a part of the script may do.
type heat uint8

const (
	destroys heat = 1 << iota
	asks          // a guard
	makes         // something new
)

// literals looks for the names of files that tell a state, and of devices.
func (r *relevance) literals(n syntax.Node) {
	script.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Lit:
			r.literal(n.Value)
		case *syntax.SglQuoted:
			r.literal(n.Value)
		case *syntax.Assign:
			if n.Name != nil {
				r.hold(n.Name.Value, n)
			}
		case *syntax.WordIter:
			if n.Name != nil {
				r.hold(n.Name.Value, n)
			}
		case *syntax.Redirect:
			switch n.Op {
			case syntax.RdrOut, syntax.AppOut, syntax.RdrClob, syntax.RdrAll, syntax.AppAll:
				r.written[staticText(n.Word)] = true
			}
		case *syntax.DeclClause:
			for _, name := range declaredFor(n, "r") {
				r.add(name) // assigning it may end the script
			}
			for _, a := range n.Args {
				if a.Naked && a.Name == nil && a.Value != nil {
					t := a.Value.Lit()
					r.all = r.all || t == "" || t[0] == '-' && strings.Contains(t, "n") // a reference to a variable that is named elsewhere
				}
			}
		case *syntax.ParamExp:
			r.all = r.all || n.Excl && n.Names == 0 && n.Index == nil
		case *syntax.CallExpr:
			r.dynamic(n)
			for _, w := range n.Args {
				if v := assignedBy(w); v != "" {
					r.hold(v, &syntax.Word{Parts: []syntax.WordPart{&syntax.Lit{Value: strings.SplitN(staticText(w), "=", 2)[1]}}})
				}
			}
		}
		return true
	})
}

// dynamic notes commands that are told only when the script runs which variable they set.
func (r *relevance) dynamic(c *syntax.CallExpr) {
	if len(c.Args) < 2 {
		return
	}
	words := c.Args[1:]
	switch c.Args[0].Lit() {
	case "readonly": // in sh it is a command like others
		for _, w := range words {
			if name := assignedBy(w); name != "" {
				r.add(name)
			} else if t := w.Lit(); t != "" {
				r.add(t)
			}
		}
		return
	case "printf":
		if len(words) < 2 || words[0].Lit() != "-v" {
			return
		}
		words = words[1:2]
	case "read", "mapfile", "readarray", "unset":
	default:
		return
	}
	r.all = r.all || slices.ContainsFunc(words, func(w *syntax.Word) bool { _, plain := wordText(w); return !plain })
}

func (r *relevance) literal(t string) {
	if r.flags && r.devices || !strings.Contains(t, "/") {
		return
	}
	idle, active := r.x.cat.FlagFile(t)
	r.flags = r.flags || idle || active || r.x.cat.StateFile(t)
	r.devices = r.devices || r.x.cat.MayNameDevice(t)
}

// hold notes the commands that a variable may name.
func (r *relevance) hold(name string, value syntax.Node) {
	script.Walk(value, func(n syntax.Node) bool {
		if w, ok := n.(*syntax.Word); ok {
			for _, t := range strings.Fields(staticText(w)) {
				t = baseName(t)
				if strings.HasPrefix(t, catalog.Unknown) || r.x.cat.GuardName(t) {
					r.holds[name] |= asks
				}
				if anything, path, device := r.x.cat.Names(t); anything || path || device || strings.HasPrefix(t, catalog.Unknown) {
					r.holds[name] |= destroys
				}
			}
		}
		return true
	})
}

// hotFunctions finds the functions that ask or destroy, also by calling others that do.
func (r *relevance) hotFunctions(units [][]*syntax.Stmt) {
	units = append(units, r.texts(units, 0)...)
	callers := map[string][]string{}
	var queue []string
	found := func(name string, h heat) {
		if r.hot[name]|h != r.hot[name] {
			r.hot[name] |= h
			queue = append(queue, name)
		}
	}
	for _, stmts := range units {
		for _, s := range stmts {
			script.Walk(s, func(n syntax.Node) bool {
				f, ok := n.(*syntax.FuncDecl)
				if !ok || f.Name == nil || f.Body == nil {
					return true
				}
				name := f.Name.Value
				r.bodies[name] = nil
				if _, ok := r.x.cat.Function(name); ok || r.x.signed[name] {
					found(name, asks)
				}
				r.inFunc = true
				found(name, r.heat(f.Body))
				r.inFunc = false
				script.Walk(f.Body, func(n syntax.Node) bool {
					if c, ok := n.(*syntax.CallExpr); ok {
						for _, w := range c.Args {
							if t := w.Lit(); t != "" {
								callers[t] = append(callers[t], name)
							}
						}
					}
					_, inner := n.(*syntax.FuncDecl)
					return !inner
				})
				return true
			})
		}
	}
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		for _, c := range callers[name] {
			found(c, r.hot[name])
		}
	}
}

// texts are the scripts that words and here-documents of a script may be, with what these hold.
func (r *relevance) texts(units [][]*syntax.Stmt, depth int) [][]*syntax.Stmt {
	var out [][]*syntax.Stmt
	for _, stmts := range units {
		for _, s := range stmts {
			script.Walk(s, func(n syntax.Node) bool {
				w, ok := n.(*syntax.Word)
				if !ok {
					return true
				}
				if t := textOf(w); t != "" && r.textHeat(t) != 0 {
					out = append(out, r.x.parse(t))
				}
				return true
			})
		}
	}
	if len(out) > 0 && depth < 2 {
		out = append(out, r.texts(out, depth+1)...)
	}
	return out
}

// textOf is the text of a word that may be a script: one of several words.
func textOf(w *syntax.Word) string {
	t := strings.ReplaceAll(staticText(w), catalog.Unknown, "_")
	if !strings.ContainsAny(t, inScript) || len(t) > maxText {
		return ""
	}
	return t
}

// heat tells what a piece of the script may do.
func (r *relevance) heat(n syntax.Node) (h heat) {
	script.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl:
			return false // it runs where it is called
		case *syntax.CallExpr:
			h |= r.callHeat(n)
		case *syntax.Redirect:
			h |= r.redirectHeat(n) | r.hereHeat([]*syntax.Redirect{n})
		case *syntax.UnaryTest:
			if w, ok := n.X.(*syntax.Word); (r.flags || ok && r.written[staticText(w)]) && (n.Op == syntax.TsExists || n.Op == syntax.TsRegFile || n.Op == syntax.TsDirect || n.Op == syntax.TsNoEmpty) {
				h |= asks
			}
		}
		return h != asks|destroys
	})
	return h
}

func (r *relevance) callHeat(c *syntax.CallExpr) (h heat) {
	if len(c.Args) == 0 {
		return 0
	}
	words := make([]string, len(c.Args))
	for i, w := range c.Args {
		words[i] = staticText(w)
	}
	switch words[0] {
	case ".", "source":
		return 0 // what the file does is looked at in the file
	case "eval":
		for _, w := range words[1:] {
			if name, ok := strings.CutPrefix(w, catalog.Unknown); ok {
				name, _, _ = strings.Cut(name, catalog.Unknown)
				h |= r.holds[name]
			}
		}
	case "read":
		h |= asks // a person
	case "echo", "printf", "local", "shift", "true", "false", ":", "exit", "return", "break", "continue":
		return 0
	case "[", "test", "cat", "head", "grep", "awk", "sed":
		if r.flags || r.reading > 0 || slices.ContainsFunc(words[1:], func(w string) bool { return r.written[w] }) {
			h |= asks
		}
	}
	if name, ok := strings.CutPrefix(words[0], catalog.Unknown); ok {
		name, _, _ = strings.Cut(name, catalog.Unknown)
		switch {
		case name == "":
			h |= asks | destroys
		case strings.Contains("@*123456789", name):
			if r.inFunc { // elsewhere it is what the user of the script says
				h |= asks | destroys
			}
		default:
			h |= r.holds[name]
		}
	}
	for i, w := range words {
		h |= r.hot[w]
		if strings.ContainsAny(w, inScript) {
			h |= r.textHeat(w)
		}
		if _, ok := r.x.cat.Guard(words[i:]); ok {
			h |= asks
		}
		if _, ok := r.x.cat.Destructive(words[i:]); ok {
			h |= destroys
		} else if path, device := r.x.cat.MayDestroyKnown(words[i:]); path || device && r.devices {
			h |= destroys
		}
		if m, ok := r.x.cat.Creation(words[i:]); ok {
			h |= makes
			r.attaches = r.attaches || m.From != nil && !m.Entry.Loses
		}
		if sure, prefixed := r.x.cat.MayWiden(words[i:]); sure || prefixed {
			h |= destroys
			r.wide = true
		}
		if len(mayTear(r.x.cat, words[i:], c.Args[i:])) > 0 {
			h |= destroys
		}
	}
	return h
}

// textHeat tells what text may do that some shell runs.
func (r *relevance) textHeat(t string) (h heat) {
	if r.x.cat.MayDestroy([]byte(t)) {
		h |= destroys
	}
	for _, f := range strings.FieldsFunc(t, notName) {
		h |= r.hot[f]
		if r.x.cat.GuardName(f) {
			h |= asks
		}
	}
	return h
}

// text takes in the script that a word or here-document may be: the variables of sh -c '…' matter as those around it do.
func (r *relevance) text(w *syntax.Word, in *region) {
	t := textOf(w)
	if t == "" || r.textDepth > 2 {
		return
	}
	h := r.textHeat(t)
	if h == 0 {
		return
	}
	in.hot |= h
	r.textDepth++
	r.stmts(r.x.parse(t), in)
	r.textDepth--
}

// hereHeat tells what the here-documents and here-strings of a command may do if a shell reads them.
func (r *relevance) hereHeat(redirs []*syntax.Redirect) (h heat) {
	for _, d := range redirs {
		switch {
		case d.Hdoc != nil:
			h |= r.textHeat(strings.ReplaceAll(staticText(d.Hdoc), catalog.Unknown, "_"))
		case d.Op == syntax.WordHdoc && d.Word != nil:
			h |= r.textHeat(strings.ReplaceAll(staticText(d.Word), catalog.Unknown, "_"))
		}
	}
	return h
}

// readsWritten reports whether a redirection reads a file that the script writes.
func (r *relevance) readsWritten(d *syntax.Redirect) bool {
	return d.Op == syntax.RdrIn && r.written[staticText(d.Word)]
}

func (r *relevance) redirectHeat(d *syntax.Redirect) heat {
	if d.Word == nil {
		return 0
	}
	t := staticText(d.Word)
	switch d.Op {
	case syntax.RdrIn:
		if r.flags || r.readsWritten(d) {
			return asks // a guard's answer may stand in it
		}
	case syntax.RdrOut, syntax.AppOut, syntax.RdrClob, syntax.RdrInOut, syntax.RdrAll, syntax.AppAll:
		if r.x.cat.Device(t) || r.devices && strings.Contains(t, catalog.Unknown) {
			return destroys
		}
	}
	return 0
}
