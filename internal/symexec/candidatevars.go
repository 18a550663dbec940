package symexec

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// value notes the words that a variable may hold, and reports whether they destroy data.
func (c *candidates) value(variable string, words []string) bool {
	if len(words) == 0 {
		return false
	}
	if known, rest, open := strings.Cut(words[0], catalog.Unknown); open && (known == "" || strings.HasSuffix(known, "/")) {
		name, _, _ := strings.Cut(rest, catalog.Unknown)
		c.from[variable] = append(c.from[variable], name)
		c.grows[variable] = c.grows[variable] || len(words) > 1
	}
	for i := range words { // sudo may stand before the name
		c.hold(variable, words[i:])
	}
	return len(words) > 1 && c.words(words)
}

// printed notes the commands that a command substitution may print the path of: $(command -v wipefs).
func (c *candidates) printed(variable string, w *syntax.Word) {
	if !substitutesIn(w) {
		return
	}
	script.Walk(w, func(n syntax.Node) bool {
		if call, ok := n.(*syntax.CallExpr); ok {
			for _, w := range call.Args {
				c.hold(variable, []string{staticText(w)})
			}
		}
		return true
	})
}

// hold notes words that a variable may hold, if they begin with the name of a command that can destroy data.
func (c *candidates) hold(variable string, words []string) {
	if c.kind(words[0]) == (kind{}) {
		return
	}
	if key := variable + "\x01" + strings.Join(words, "\x01"); !c.held[key] {
		c.held[key] = true
		c.values[variable] = append(c.values[variable], words)
	}
}

// variables reports whether a call whose name is in a variable can destroy data.
func (c *candidates) variables() bool {
	if len(c.calls) == 0 && len(c.opened) == 0 {
		return false
	}
	for _, call := range c.handed {
		if !c.funcs[call[0]] && !strings.HasPrefix(call[0], catalog.Unknown) {
			continue
		}
		for i := range call[1:] {
			c.hold("", call[i+1:])
		}
	}
	if len(c.values) == 0 {
		return false
	}
	for _, t := range c.opened {
		if c.mayName(t) && c.parsed(t) {
			return true
		}
	}
	for _, call := range c.calls {
		name := strings.Split(call[0], catalog.Unknown)[1]
		if c.holds(name, call, false, map[string]bool{}) {
			return true
		}
	}
	return false
}

// parsed takes in the calls of a text that some shell may run.
func (c *candidates) parsed(t string) bool {
	c.inText++
	defer func() { c.inText-- }()
	stmts, _ := script.ParseText(t, c.dialect)
	return slices.ContainsFunc(stmts, func(s *syntax.Stmt) bool { return c.walk(s, 3) })
}

// mayName reports whether a text has a variable in it that may hold the name of a command that can destroy data.
func (c *candidates) mayName(t string) bool {
	for _, p := range strings.Split(t, "${")[1:] {
		name, _, _ := strings.Cut(p, "}")
		if len(c.values[name]) > 0 || len(c.from[name]) > 0 || strings.Trim(name, "@*0123456789") == "" {
			return true
		}
	}
	return false
}

// holds reports whether a call destroys data when its first word is what the variable may hold. grows says that words may
// have been added to it.
func (c *candidates) holds(variable string, call []string, grows bool, seen map[string]bool) bool {
	if seen[variable] {
		return false
	}
	seen[variable] = true
	grows = grows || c.grows[variable]
	from, assigned := c.from[variable]
	if !assigned && len(c.values[variable]) == 0 { // a parameter, or a variable that read, printf -v or the like sets
		for name := range c.values {
			from = append(from, name)
		}
	}
	for _, v := range c.values[variable] {
		if grows {
			// What is added may be the option that destroys, or the target.
			k := c.kind(v[0])
			c.open, c.writes = c.open || k.path, c.writes || k.device
			if k.anything {
				return true
			}
		}
		if k := c.kind(v[0]); !k.anything && (c.open || !k.path) && (c.writes || !k.device) && len(v) == 1 && !slices.ContainsFunc(call, hasPath) {
			continue // all that such a call can tell is known
		}
		if c.destroys(append(v[:len(v):len(v)], call[1:]...)) || len(v) > 1 && c.destroys(append(v[:1:1], call[1:]...)) {
			return true
		}
	}
	for _, name := range from {
		if c.holds(name, call, grows, seen) {
			return true
		}
	}
	return false
}

func hasPath(word string) bool { return strings.ContainsAny(word, "/*?.") }
