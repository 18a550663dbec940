package replay

import (
	"regexp"

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
	handed := false // to a function that names them
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
			if c, ok := n.(*syntax.CallExpr); ok && len(c.Args) > 0 {
				switch c.Args[0].Lit() {
				case "read", "mapfile", "readarray", "cat", "select":
					input = true
				}
			}
			return true
		})
	}
	return uses, input
}
