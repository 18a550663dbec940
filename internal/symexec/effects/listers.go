package effects

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// Listers are the commands that list everything where they are not told what to look up, and how many of their words stand before that:
// getent(1), lsblk(8), findmnt(8), df(1), blkid(8), lvs(8), zfs-list(8), kubectl-get(1). Each line is a word where the output is not quoted.
var Listers = map[string]int{"getent": 1, "lsblk": 0, "findmnt": 0, "df": 0, "blkid": 0, "lvs": 0, "vgs": 0, "pvs": 0, "zfs": 1, "zpool": 1, "kubectl": 2, "ls": 0}

// MayListAll reports whether one of these runs in a piece of a script.
func MayListAll(n syntax.Node) bool {
	found := false
	script.Walk(n, func(n syntax.Node) bool {
		if c, ok := n.(*syntax.CallExpr); ok {
			for _, w := range c.Args {
				_, is := Listers[BaseName(w.Lit())]
				found = found || is
			}
		}
		return !found
	})
	return found
}
