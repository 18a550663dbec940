package effects

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
)

// Renamed are the names that a call, or an assignment, has stand for other commands: alias x='wipefs -a', hash -p /sbin/wipefs x,
// BASH_ALIASES[x]='wipefs -a', BASH_CMDS[x]=/sbin/wipefs.
func Renamed(n syntax.Node) []string {
	var out []string
	switch n := n.(type) {
	case *syntax.CallExpr:
		if len(n.Args) == 0 {
			return nil
		}
		switch n.Args[0].Lit() {
		case "alias":
			for _, w := range n.Args[1:] {
				name, _, _ := strings.Cut(StaticText(w), "=")
				out = append(out, name)
			}
		case "hash":
			if len(n.Args) > 2 {
				for _, w := range n.Args[2:] {
					out = append(out, StaticText(w))
				}
			}
		}
	case *syntax.Assign:
		if n.Name == nil || n.Name.Value != "BASH_ALIASES" && n.Name.Value != "BASH_CMDS" {
			return nil
		}
		if w, ok := n.Index.(*syntax.Word); ok {
			out = append(out, StaticText(w))
		}
		if n.Array != nil {
			for _, e := range n.Array.Elems {
				if w, ok := e.Index.(*syntax.Word); ok {
					out = append(out, StaticText(w))
				}
			}
		}
	}
	return out
}

// Links reports whether a call makes a link to data, or to a device, so that another path names these.
func Links(cat *catalog.Catalog, words []string) bool {
	i := slices.IndexFunc(words, func(w string) bool { return BaseName(w) == "ln" })
	if i < 0 {
		return false
	}
	symbolic := false
	for _, w := range words[i+1:] {
		if strings.HasPrefix(w, "-") {
			symbolic = symbolic || w == "--symbolic" || !strings.HasPrefix(w, "--") && strings.Contains(w, "s")
			continue
		}
		_, data := cat.Destructive([]string{"rm", "-rf", w})
		return symbolic && (data || cat.Device(w) || cat.SurelyDevice(w))
	}
	return false
}
