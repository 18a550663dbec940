package driver

import (
	"path"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec"
)

// candidate tells from a script's own text whether it can hold a site; tests with made-up analyzers have a simpler one.
var candidate = symexec.MayDestroy

// mayDestroy reports whether a script, or a file that it may source, can hold a destructive command. Most scripts of a
// tree cannot, and are not executed. What a source command names is guessed from the end of its word, which is as a rule
// written out; a file that is not found there cannot be read by the executor either, unless its folder stands in a variable.
func mayDestroy(s *script.Script, cat *catalog.Catalog, loader *script.Loader) bool {
	return reach(s, cat, loader, map[*script.Script]bool{})
}

func reach(s *script.Script, cat *catalog.Catalog, loader *script.Loader, seen map[*script.Script]bool) bool {
	if seen[s] {
		return false
	}
	seen[s] = true
	if candidate(s, cat) {
		return true
	}
	if !sources(s) {
		return false
	}
	found := false
	for _, stmt := range s.Stmts {
		syntax.Walk(stmt, func(n syntax.Node) bool {
			if found {
				return false
			}
			c, ok := n.(*syntax.CallExpr)
			if !ok || len(c.Args) < 2 {
				return true
			}
			for i, w := range c.Args[:len(c.Args)-1] {
				if name := unquoted(w); name == "." || name == "source" {
					found = found || sourced(s, c.Args[i+1], cat, loader, seen)
				}
			}
			return !found
		})
	}
	return found
}

// sourced looks for the file that a word names: beside the script, and in the folders above it.
func sourced(s *script.Script, w *syntax.Word, cat *catalog.Catalog, loader *script.Loader, seen map[*script.Script]bool) bool {
	name := tail(w)
	if name == "" {
		return assigned(s, cat, loader, seen)
	}
	if strings.HasPrefix(unquoted(w), "/") {
		name = unquoted(w)
		t, err := loader.Load(name, s)
		return err == nil && reach(t, cat, loader, seen)
	}
	up := ""
	for range 4 {
		for _, n := range []string{name, path.Base(name)} {
			if t, err := loader.Load(up+n, s); err == nil {
				return reach(t, cat, loader, seen)
			}
		}
		up += "../"
	}
	// The folder is in a variable, and no file of that name is near. Text in the script that could be the rest of its
	// path decides whether to look closer.
	return unquoted(w) == "" && strings.Contains(name, ".sh") && !strings.HasPrefix(unquotedStart(w), "/")
}

// assigned looks for the files that the script puts into variables, when a source command names nothing but a variable.
func assigned(s *script.Script, cat *catalog.Catalog, loader *script.Loader, seen map[*script.Script]bool) bool {
	found := false
	for _, stmt := range s.Stmts {
		syntax.Walk(stmt, func(n syntax.Node) bool {
			if a, ok := n.(*syntax.Assign); ok && !found && a.Value != nil && strings.Contains(tail(a.Value), ".") {
				found = sourced(s, a.Value, cat, loader, seen)
			}
			return !found
		})
	}
	return found
}

// tail is the literal end of a word, without the slash before it.
func tail(w *syntax.Word) string {
	out := ""
	parts := w.Parts
	for len(parts) > 0 {
		switch p := parts[len(parts)-1].(type) {
		case *syntax.Lit:
			out = p.Value + out
		case *syntax.SglQuoted:
			out = p.Value + out
		case *syntax.DblQuoted:
			t := unquoted(&syntax.Word{Parts: p.Parts})
			if t == "" {
				return strings.TrimPrefix(tail(&syntax.Word{Parts: p.Parts})+out, "/")
			}
			out = t + out
		default:
			return strings.TrimPrefix(out, "/")
		}
		parts = parts[:len(parts)-1]
	}
	return strings.TrimPrefix(out, "./")
}

// unquotedStart is the literal beginning of a word.
func unquotedStart(w *syntax.Word) string {
	if len(w.Parts) == 0 {
		return ""
	}
	switch p := w.Parts[0].(type) {
	case *syntax.Lit:
		return p.Value
	case *syntax.DblQuoted:
		return unquotedStart(&syntax.Word{Parts: p.Parts})
	}
	return ""
}
