package replay

import (
	"regexp"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// returns finds a return that ends a sourced file: one at the beginning of a line without indentation.
var returns = regexp.MustCompile(`(?m)^return\b|(&&|\|\||then|;)\s*return\b[^\n]*\n?(fi)?\s*\z`)

// functionsOf are the names of the functions that statements define.
func functionsOf(stmts []*syntax.Stmt) map[string]bool {
	names := map[string]bool{}
	for _, s := range stmts {
		syntax.Walk(s, func(n syntax.Node) bool {
			if f, ok := n.(*syntax.FuncDecl); ok && f.Name != nil {
				names[f.Name.Value] = true
			}
			return true
		})
	}
	return names
}

// isFunction tells whether a function of this name is defined somewhere in what has run.
func (m *machine) isFunction(name string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.functions[name]
}

// usesOf is how many parameters of the script itself it names.
func usesOf(stmts []*syntax.Stmt) (uses int, input bool) {
	fed := map[*syntax.Stmt]bool{} // from a pipe
	handed := false                // to a function that names them
	for _, s := range stmts {
		syntax.Walk(s, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.FuncDecl:
				return false
			case *syntax.ParamExp:
				if n.Param != nil && len(n.Param.Value) == 1 && n.Param.Value[0] >= '1' && n.Param.Value[0] <= '9' {
					uses = max(uses, int(n.Param.Value[0]-'0'))
				}
				if n.Param != nil && (n.Param.Value == "@" || n.Param.Value == "*" || n.Param.Value == "#") {
					uses = max(uses, 1)
					handed = handed || n.Param.Value != "#"
				}
			}
			return true
		})
	}
	for _, s := range stmts {
		if handed {
			syntax.Walk(s, func(n syntax.Node) bool {
				if p, ok := n.(*syntax.ParamExp); ok && p.Param != nil && len(p.Param.Value) == 1 && p.Param.Value[0] >= '1' && p.Param.Value[0] <= '9' {
					uses = max(uses, int(p.Param.Value[0]-'0'))
				}
				return true
			})
		}
		syntax.Walk(s, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.CallExpr:
				if len(n.Args) > 0 {
					switch n.Args[0].Lit() {
					case "read", "mapfile", "readarray", "cat", "select":
						input = true
					}
				}
			case *syntax.Stmt:
				input = input || !fed[n] && filtersInput(n)
			case *syntax.BinaryCmd:
				if n.Op == syntax.Pipe || n.Op == syntax.PipeAll {
					fed[n.Y] = true
				}
			}
			return true
		})
	}
	return uses, input
}

// filtersInput reports whether a statement is xargs, or a grep that is given no file: outside of a pipeline it reads what the script is
// given.
func filtersInput(s *syntax.Stmt) bool {
	c, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || len(s.Redirs) > 0 || len(c.Args) == 0 {
		return false
	}
	switch c.Args[0].Lit() {
	case "xargs":
		return true
	case "grep":
	default:
		return false
	}
	operands := 0
	for _, w := range c.Args[1:] {
		if !strings.HasPrefix(w.Lit(), "-") {
			operands++
		}
	}
	return operands == 1
}
