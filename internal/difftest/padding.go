package difftest

import (
	"math/rand/v2"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// paddings do nothing that any other command can see, but for the status that they leave, which is 0.
var paddings = []string{
	":", "true", "echo padding >/dev/null", "pad_variable=1", "if false; then echo never; fi", "{ :; }", "for pad_i in 1 2; do :; done",
	"case pad in other) echo never ;; esac", "pad_output=$(echo padding)", "[ -n padding ]", "true || echo never", "! false", "( : )",
	"while false; do :; done",
}

// pad puts harmless statements before others, in lists of any kind. Before one that looks at the last status, and at the end of a
// list, whose status that of the last statement is, nothing comes in between.
func pad(sc Script, r *rand.Rand) (string, bool) {
	file, err := parse(sc)
	if err != nil || noticesCommands(file) {
		return "", false
	}
	reader := newStatusReader(file)
	var edits []edit
	often := 1 + r.IntN(4)
	for _, list := range lists(file) {
		for _, s := range list {
			if s.Cmd == nil { // $(<file) is that only while it stands alone
				continue
			}
			if reader.stmt(s) || namesJob(s) || r.IntN(5) >= often {
				continue
			}
			at, p := offset(s.Pos()), paddings[r.IntN(len(paddings))]
			switch {
			case beginsLine(sc.Text, at) && r.IntN(2) == 0:
				p += "\n"
			case strings.HasPrefix(p, "("): // "((" begins something else
				continue
			default:
				p += "; "
			}
			edits = append(edits, edit{at, at, p})
		}
	}
	return edited(sc.Text, edits), len(edits) > 0
}

// namesJob tells whether a statement has to do with the last command in the background.
func namesJob(s *syntax.Stmt) bool {
	found := false
	syntax.Walk(s, func(n syntax.Node) bool {
		if p, ok := n.(*syntax.ParamExp); ok && p.Param != nil {
			found = found || p.Param.Value == "!"
		}
		return true
	})
	return found
}

// noticesCommands tells whether a script would notice a command more: by a trap before each, by $_, or because it gives the
// commands of the paddings another meaning.
func noticesCommands(f *syntax.File) bool {
	found := false
	syntax.Walk(f, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.ParamExp:
			found = found || n.Param != nil && n.Param.Value == "_"
		case *syntax.FuncDecl:
			found = found || slices.Contains([]string{":", "true", "false", "echo", "["}, n.Name.Value)
		case *syntax.CallExpr:
			for _, w := range n.Args {
				found = found || slices.Contains([]string{"alias", "DEBUG", "enable"}, w.Lit())
			}
		}
		return !found
	})
	return found
}
