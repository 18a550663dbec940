package effects

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
)

// act notes that a node may destroy.
func (w *ReadWalker) act(n syntax.Node) {
	if w.Spans == nil || w.X.Slice == nil || !w.X.Slice.MayAct(n) {
		return
	}
	w.To.Read(w.X.ActName, w.off(n))
	if c, ok := n.(*syntax.CallExpr); ok && c.Args[0].Lit() == "trap" {
		if _, plain := WordText(c.Args[min(1, len(c.Args)-1)]); !plain || w.X.Slice.callEffect(c)&destroys != 0 {
			w.X.Static.Always[w.X.ActName] = true // the handler runs at any time
		}
	}
}

// MayAct reports whether a call, a redirection or a test may destroy. It errs on the side of yes.
func (r *Slice) MayAct(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.CallExpr:
		if len(n.Args) == 0 {
			return false
		}
		if r.x.Whole {
			return true
		}
		name := BaseName(StaticText(n.Args[0]))
		switch name {
		case "eval", ".", "source", "exec", "trap", "alias", "command", "builtin":
			return true
		}
		if path := StaticText(n.Args[0]); path != name && !strings.HasPrefix(path, "/usr/") && !strings.HasPrefix(path, "/bin/") && !strings.HasPrefix(path, "/sbin/") {
			return true // the script may have written it
		}
		if strings.Contains(name, catalog.Unknown) || r.callEffect(n)&destroys != 0 {
			return true
		}
		_, hands := r.x.Cat.Wrapper(r.look(n).words)
		return hands || r.x.Cat.MayDestroy([]byte(strings.Join(r.look(n).words, " ")))
	case *syntax.Redirect:
		return (r.redirectEffect(n)|r.hereDocEffect([]*syntax.Redirect{n}))&destroys != 0
	}
	return r.effect(n)&destroys != 0
}
