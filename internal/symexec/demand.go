package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// What can still reach a destructive command from a point on. Where nothing can, states that differ in whatever they like are one: no
// guard's answer matters any more. What is behind is run all the same, so that nothing in it goes unseen.

// actPseudo is the pseudo variable that everything reads that may destroy, or of which nobody knows what it does.
const actPseudo = "\x03"

// act notes that a node may destroy.
func (w *readWalker) act(n syntax.Node) {
	if w.spans == nil || w.x.relevant == nil || !w.x.relevant.mayAct(n) {
		return
	}
	w.to.read(w.x.actName, w.off(n))
	if c, ok := n.(*syntax.CallExpr); ok && c.Args[0].Lit() == "trap" {
		if _, plain := wordText(c.Args[min(1, len(c.Args)-1)]); !plain || w.x.relevant.callHeat(c)&destroys != 0 {
			w.x.static.always[w.x.actName] = true // the handler runs at any time
		}
	}
}

// mayAct reports whether a call, a redirection or a test may destroy. It errs on the side of yes.
func (r *relevance) mayAct(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.CallExpr:
		if len(n.Args) == 0 {
			return false
		}
		name := baseName(staticText(n.Args[0]))
		switch name {
		case "eval", ".", "source", "exec", "trap", "alias", "command", "builtin":
			return true
		}
		if strings.Contains(name, catalog.Unknown) || r.callHeat(n)&destroys != 0 {
			return true
		}
		_, hands := r.x.cat.Wrapper(r.look(n).words)
		return hands || r.x.cat.MayDestroy([]byte(strings.Join(r.look(n).words, " ")))
	case *syntax.Redirect:
		return (r.redirectHeat(n)|r.hereHeat([]*syntax.Redirect{n}))&destroys != 0
	}
	return r.heat(n)&destroys != 0
}

// idle reports whether nothing that runs from here on may destroy.
func (x *exec) idle() bool { return !x.live(x.actName) }

// onlyEnds makes one state of those that nothing tells apart any more, for each that runs other code.
func (x *exec) onlyEnds(states []*state) []*state {
	var out []*state
	for _, g := range x.byCode(states) {
		out = append(out, x.mergeAll(g))
	}
	return out
}

// conveys reports whether the rest of a pipeline only prints what it reads, in whatever form: its status and what it does are the same
// for every text. Collected, the messages of a script would keep apart states that differ in nothing else.
func (x *exec) conveys(rest []*syntax.Stmt, st *state) bool {
	switch st.fd(1).kind {
	case toCapture, toFile:
		return false
	}
	if st.opts&(optLastpipe|optAliases) != 0 && (st.opts&optLastpipe != 0 || st.alias.len() > 0) {
		return false
	}
	for _, s := range rest {
		if s.Negated || s.Background || !x.onlyPrints(s, st, 0) {
			return false
		}
	}
	return true
}

// onlyPrints reports whether a part of the script does nothing but read and print.
func (x *exec) onlyPrints(n syntax.Node, st *state, depth int) bool {
	ok := true
	script.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CallExpr:
			ok = ok && x.prints(n, st, depth)
		case *syntax.Redirect:
			t, known := wordText(n.Word)
			out := n.Op == syntax.DplOut || (n.Op == syntax.RdrOut || n.Op == syntax.AppOut) && known && x.static.written(printed(n.Word)) == 0 && !x.cat.Device(t)
			ok = ok && out
		case *syntax.IfClause, *syntax.CaseClause, *syntax.TestClause, *syntax.ArithmCmd, *syntax.FuncDecl, *syntax.ProcSubst, *syntax.LetClause:
			ok = false
		case *syntax.BinaryCmd:
			ok = ok && (n.Op == syntax.Pipe || n.Op == syntax.PipeAll)
		case *syntax.ParamExp: // ${x:?} ends the shell
			ok = ok && (n.Exp == nil || n.Exp.Op != syntax.ErrorUnset && n.Exp.Op != syntax.ErrorUnsetOrNull)
		}
		return ok
	})
	return ok
}

// conveying are commands that read text and print it, and succeed.
var conveying = map[string]bool{}

func init() {
	for _, n := range strings.Fields("echo printf cat tee logger date sed tr cut fold fmt nl column sort ts pv read local true : hostname") {
		conveying[n] = true
	}
}

func (x *exec) prints(c *syntax.CallExpr, st *state, depth int) bool {
	if len(c.Args) == 0 {
		return true
	}
	name := c.Args[0].Lit()
	if f, ok := st.funcs.get(x.name(name)); ok && f != nil {
		return depth < 3 && x.onlyPrints(f.decl.Body, st, depth+1)
	}
	if !conveying[name] || x.relevant.mayAct(c) {
		return false
	}
	if name == "tee" || name == "sed" {
		for _, w := range c.Args[1:] {
			if t, known := wordText(w); !known || x.cat.Device(t) || name == "tee" && x.static.written(printed(w)) > 0 || name == "sed" && strings.HasPrefix(t, "-i") {
				return false
			}
		}
	}
	return true
}
