package effects

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// A heat says what a part of the script may do.
type Effect uint8

const (
	destroys Effect = 1 << iota
	asks            // a guard
	makes           // something new
)

// literals looks for the names of files that tell a state, and of devices, and for functions and texts.
func (r *Slice) literals(n syntax.Node) {
	script.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Lit:
			r.literal(n.Value)
		case *syntax.SglQuoted:
			r.literal(SglText(n))
		case *syntax.UnaryTest:
			r.devices = r.devices || n.Op == syntax.TsBlckSp
		case *syntax.Word:
			r.mayRun(n)
		case *syntax.FuncDecl:
			r.functions = append(r.functions, n)
		case *syntax.Assign:
			if n.Name != nil {
				r.bindCommand(n.Name.Value, n)
			}
			r.renamed = append(r.renamed, Renamed(n)...)
		case *syntax.WordIter:
			if n.Name != nil {
				r.bindCommand(n.Name.Value, n)
			}
		case *syntax.Redirect:
			switch n.Op {
			case syntax.RdrOut, syntax.AppOut, syntax.RdrClob, syntax.RdrAll, syntax.AppAll:
				r.written[StaticText(n.Word)] = true
			}
		case *syntax.DeclClause:
			for _, name := range declaredFor(n, "r") {
				r.add(name) // assigning it may end the script
			}
			for _, a := range n.Args {
				if a.Naked && a.Name == nil && a.Value != nil {
					t := a.Value.Lit()
					r.All = r.All || t == "" || t[0] == '-' && strings.Contains(t, "n") // a reference to a variable that is named elsewhere
				}
			}
		case *syntax.ParamExp:
			r.All = r.All || n.Excl && n.Names == 0 && n.Index == nil
		case *syntax.CallExpr:
			r.renamed = append(r.renamed, Renamed(n)...)
			r.linked = r.linked || len(n.Args) > 2 && Links(r.x.Cat, texts(n.Args))
			r.dynamic(n)
			r.moves(n)
			for _, w := range n.Args {
				if v := AssignedBy(w); v != "" {
					r.bindCommand(v, &syntax.Word{Parts: []syntax.WordPart{&syntax.Lit{Value: strings.SplitN(StaticText(w), "=", 2)[1]}}})
				}
			}
		}
		return true
	})
}

// dynamic notes commands that are told only when the script runs which variable they set.
func (r *Slice) dynamic(c *syntax.CallExpr) {
	if len(c.Args) < 2 {
		return
	}
	words := c.Args[1:]
	switch c.Args[0].Lit() {
	case "readonly": // in sh it is a command like others
		for _, w := range words {
			if name := AssignedBy(w); name != "" {
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
	r.All = r.All || slices.ContainsFunc(words, func(w *syntax.Word) bool { _, plain := WordText(w); return !plain })
}

// moves notes a script that changes to a folder whose files may be data, or mounts some: what a path names is data then, whatever it is.
// Where the script lies, and what is below /tmp and the like, is no such folder; any other may be one. It errs on the side of yes, as what
// cannot destroy anything is not run.
func (r *Slice) moves(c *syntax.CallExpr) {
	if r.elsewhere && r.databases || len(c.Args) == 0 {
		return
	}
	words := make([]string, len(c.Args))
	for i, w := range c.Args {
		words[i] = StaticText(w)
	}
	to, goes := GoesTo(r.x.Cat, words)
	unknown := strings.HasPrefix(to, catalog.Unknown)
	switch {
	case !goes:
		r.elsewhere = r.elsewhere || Mounts(words)
	case unknown && namesItself(c.Args[len(c.Args)-1]):
	case unknown:
		r.elsewhere, r.databases = true, true
	default:
		r.elsewhere = r.elsewhere || MayHoldData(to)
		r.databases = r.databases || strings.HasPrefix(to, "/") && (strings.HasPrefix("/var/", strings.TrimRight(to, "/")+"/") || r.x.Cat.Empties(strings.TrimRight(to, "/")+"/mysql/ibdata1") || strings.Contains(to, catalog.Unknown))
	}
}

// namesItself reports whether a word has the name of the script in it: "$(dirname "$0")".
func namesItself(w *syntax.Word) bool {
	found := false
	script.Walk(w, func(n syntax.Node) bool {
		if p, ok := n.(*syntax.ParamExp); ok && p.Param != nil && (p.Param.Value == "0" || p.Param.Value == "BASH_SOURCE") {
			found = true
		}
		return true
	})
	return found
}

func (r *Slice) literal(t string) {
	r.devices = r.devices || t == "-b" // what is tested may be one
	if r.flags && r.devices && r.states || !strings.Contains(t, "/") {
		return
	}
	if t == "/dev/null" { // most of the paths in scripts
		return
	}
	if !r.flags {
		idle, active := r.x.Cat.FlagFile(t)
		r.flags = idle || active || r.x.Cat.StateFile(t)
	}
	r.devices = r.devices || r.x.Cat.MayNameDevice(t)
	r.states = r.states || r.x.asksByReading(t)
}

// asksByReading reports whether to read a file is to ask a guard: /proc/mounts.
func (x *Program) asksByReading(path string) bool {
	_, ok := x.Cat.Guard([]string{"cat", path})
	return ok
}

// bindCommand notes the commands that a variable may name.
func (r *Slice) bindCommand(name string, value syntax.Node) {
	script.Walk(value, func(n syntax.Node) bool {
		if w, ok := n.(*syntax.Word); ok {
			for t := range strings.FieldsSeq(StaticText(w)) {
				t = BaseName(t)
				if strings.HasPrefix(t, catalog.Unknown) || r.x.Cat.GuardName(t) {
					r.commandEffect[name] |= asks
				}
				if anything, path, device := r.x.Cat.Names(t); anything || path || device || strings.HasPrefix(t, catalog.Unknown) {
					r.commandEffect[name] |= destroys
				}
			}
		}
		return true
	})
}

// textOf is the text of a word that may be a script: one of several words.
func textOf(w *syntax.Word) string {
	if !writesScript(w.Parts) {
		return ""
	}
	t := strings.ReplaceAll(StaticText(w), catalog.Unknown, "_")
	if !ScriptSign(t) || len(t) > MaxText {
		return ""
	}
	return t
}

// writesScript reports whether a sign of a script is written in a word, which is in few.
func writesScript(parts []syntax.WordPart) bool {
	for _, p := range parts {
		found := false
		switch p := p.(type) {
		case *syntax.Lit:
			found = ScriptSign(p.Value)
		case *syntax.SglQuoted:
			found = ScriptSign(SglText(p))
		case *syntax.DblQuoted:
			found = writesScript(p.Parts)
		}
		if found {
			return true
		}
	}
	return false
}

// effect tells what a piece of the script may do.
func (r *Slice) effect(n syntax.Node) (h Effect) {
	script.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl:
			return false // it runs where it is called
		case *syntax.CallExpr:
			h |= r.callEffect(n)
		case *syntax.Redirect:
			h |= r.redirectEffect(n) | r.hereDocEffect([]*syntax.Redirect{n})
		case *syntax.UnaryTest:
			if w, ok := n.X.(*syntax.Word); (r.flags || ok && r.written[StaticText(w)]) && (n.Op == syntax.TsExists || n.Op == syntax.TsRegFile || n.Op == syntax.TsDirect || n.Op == syntax.TsNoEmpty) {
				h |= asks
			}
		}
		return h != asks|destroys
	})
	return h
}

// textEffect tells what text may do that some shell runs.
func (r *Slice) textEffect(t string) Effect {
	h, ok := r.textEffects[t]
	if !ok {
		if r.x.Cat.MayDestroy([]byte(t)) {
			h |= destroys
		}
		EachName(t, func(f string) {
			if h&asks == 0 && r.x.Cat.GuardName(f) {
				h |= asks
			}
		})
		r.textEffects[t] = h
	}
	if len(r.EffectOf) > 0 {
		EachName(t, func(f string) { h |= r.EffectOf[f] })
	}
	return h
}

// text takes in the script that a word or here-document may be: the variables of sh -c '…' matter as those around it do.
func (r *Slice) text(w *syntax.Word, in *region) {
	t := textOf(w)
	if t == "" || r.textDepth > 2 {
		return
	}
	h := r.textEffect(t)
	if h == 0 {
		return
	}
	in.effect |= h
	r.textDepth++
	r.stmts(r.x.Parse(t), in)
	r.textDepth--
}

// hereDocEffect tells what the here-documents and here-strings of a command may do if a shell reads them.
func (r *Slice) hereDocEffect(redirs []*syntax.Redirect) (h Effect) {
	for _, d := range redirs {
		switch {
		case d.Hdoc != nil:
			h |= r.textEffect(strings.ReplaceAll(StaticText(d.Hdoc), catalog.Unknown, "_"))
		case d.Op == syntax.WordHdoc && d.Word != nil:
			h |= r.textEffect(strings.ReplaceAll(StaticText(d.Word), catalog.Unknown, "_"))
		}
	}
	return h
}

// readsWritten reports whether a redirection reads a file that the script writes.
func (r *Slice) readsWritten(d *syntax.Redirect) bool {
	return d.Op == syntax.RdrIn && r.written[StaticText(d.Word)]
}

func (r *Slice) redirectEffect(d *syntax.Redirect) Effect {
	if d.Word == nil {
		return 0
	}
	t := StaticText(d.Word)
	switch d.Op {
	case syntax.RdrIn:
		if r.flags || r.readsWritten(d) || r.states && (strings.Contains(t, catalog.Unknown) || r.x.asksByReading(t)) {
			return asks // a guard's answer may stand in it
		}
	case syntax.RdrOut, syntax.AppOut, syntax.RdrClob, syntax.RdrInOut, syntax.RdrAll, syntax.AppAll:
		if r.x.Cat.Device(t) || r.x.Cat.SurelyDevice(t) || r.x.Cat.Empties(t) || r.devices && strings.Contains(t, catalog.Unknown) {
			return destroys
		}
		if r.databases && !strings.HasPrefix(t, "/") {
			return destroys
		}
		return r.through()
	}
	return 0
}

// through is what a command or a redirection may do that acts on a path which may lead elsewhere.
func (r *Slice) through() Effect {
	if r.linked {
		return destroys
	}
	return 0
}

// texts are words as far as they are known.
func texts(words []*syntax.Word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = StaticText(w)
	}
	return out
}
