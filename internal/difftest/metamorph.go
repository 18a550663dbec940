package difftest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// A Variant is a change to a script that changes nothing of what it does.
type Variant struct {
	Name string
	Text string
}

// Variants are changed scripts of which the verdict must be that of the script.
func Variants(sc Script, seed uint64) []Variant {
	r := rand.New(rand.NewPCG(seed, 2))
	var out []Variant
	add := func(name string, edit func(*syntax.File) bool) {
		file, err := parse(sc)
		if err != nil || !edit(file) {
			return
		}
		text := printed(file)
		if _, err := parse(Script{Shell: sc.Shell, Text: text}); err == nil && text != "" {
			out = append(out, Variant{name, text})
		}
	}
	add("renamed variables and functions", rename)
	add("statements added", func(f *syntax.File) bool { return pad(f, r) })
	add("wrapped in main", wrapInMain)
	out = append(out, Variant{"blank lines and comments", spaced(sc.Text)})
	return out
}

// spaced adds comments and blank lines at the end, and behind the first line, where they cannot be part of a here-document.
func spaced(text string) string {
	head, body, _ := strings.Cut(text, "\n")
	return head + "\n\n# is-idle h1 || exit 1\n\n" + body + "\n\n# the end\n"
}

// rename gives all of the script's own variables and functions other names.
func rename(f *syntax.File) bool {
	own := map[string]bool{}
	syntax.Walk(f, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Assign:
			if n.Name != nil {
				own[n.Name.Value] = true
			}
		case *syntax.WordIter:
			own[n.Name.Value] = true
		case *syntax.FuncDecl:
			own[n.Name.Value] = true
		case *syntax.CallExpr:
			if len(n.Args) > 1 && slices.Contains([]string{"read", "mapfile"}, n.Args[0].Lit()) {
				for _, a := range n.Args[1:] {
					if l := a.Lit(); l != "" && l[0] != '-' {
						own[l] = true
					}
				}
			}
			if len(n.Args) > 0 && slices.Contains([]string{"eval", "trap", "export", "readonly", "unset", "wait"}, n.Args[0].Lit()) {
				own["\x00"] = true // names stand in text
			}
		case *syntax.DeclClause:
			if slices.ContainsFunc(n.Args, func(a *syntax.Assign) bool { return a.Naked && a.Name == nil }) {
				own["\x00"] = true
			}
		}
		return true
	})
	for name := range freeVariables {
		if own[name] {
			return false
		}
	}
	if own["\x00"] || len(own) == 0 {
		return false
	}
	to := func(l *syntax.Lit) {
		if l != nil && own[l.Value] {
			l.Value = "my_" + l.Value
		}
	}
	syntax.Walk(f, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Assign:
			to(n.Name)
		case *syntax.WordIter:
			to(n.Name)
		case *syntax.FuncDecl:
			to(n.Name)
		case *syntax.ParamExp:
			to(n.Param)
		case *syntax.ArithmExp:
			inArithm(n.X, to)
		case *syntax.ArithmCmd:
			inArithm(n.X, to)
		case *syntax.CStyleLoop:
			for _, x := range []syntax.ArithmExpr{n.Init, n.Cond, n.Post} {
				inArithm(x, to)
			}
		case *syntax.CallExpr:
			if len(n.Args) == 0 {
				return true
			}
			if first := n.Args[0]; len(first.Parts) == 1 {
				if l, ok := first.Parts[0].(*syntax.Lit); ok {
					to(l)
				}
			}
			if slices.Contains([]string{"read", "mapfile"}, n.Args[0].Lit()) {
				for _, a := range n.Args[1:] {
					if l, ok := a.Parts[0].(*syntax.Lit); ok {
						to(l)
					}
				}
			}
		}
		return true
	})
	return true
}

func inArithm(x syntax.ArithmExpr, to func(*syntax.Lit)) {
	if x == nil {
		return
	}
	syntax.Walk(x, func(n syntax.Node) bool {
		if w, ok := n.(*syntax.Word); ok && len(w.Parts) == 1 {
			if l, ok := w.Parts[0].(*syntax.Lit); ok {
				to(l)
			}
		}
		if p, ok := n.(*syntax.ParamExp); ok && p.Index != nil {
			return true
		}
		return true
	})
}

// pad adds statements that do nothing in front of statements that nothing reads $? before. A line that reads $?, and one in a
// condition or at the end of a function, keeps its neighbours.
func pad(f *syntax.File, r *rand.Rand) bool {
	text := []string{"echo padding >&2", "pad_variable=1", "if false; then\necho never\nfi", "{\n:\n}", "for pad_i in 1 2; do\n:\ndone"}
	var out []*syntax.Stmt
	for i, s := range f.Stmts {
		reads := false
		syntax.Walk(s, func(n syntax.Node) bool {
			if p, ok := n.(*syntax.ParamExp); ok && p.Param != nil && slices.Contains([]string{"?", "!", "PIPESTATUS", "_"}, p.Param.Value) {
				reads = true
			}
			return true
		})
		if !reads && (i == 0 || r.IntN(2) == 0) {
			if p, err := parse(Script{Shell: "dash", Text: text[r.IntN(len(text))]}); err == nil {
				out = append(out, p.Stmts...)
			}
		}
		out = append(out, s)
	}
	// Positions decide what the printer puts on one line, so these statements go through text.
	var b strings.Builder
	for _, s := range out {
		if err := syntax.NewPrinter().Print(&b, s); err != nil {
			return false
		}
		b.WriteString("\n")
	}
	return replace(f, b.String())
}

// wrapInMain puts all of a script into a function, unless something in it means another thing there.
func wrapInMain(f *syntax.File) bool {
	movable := true
	for _, s := range f.Stmts {
		// A return of the script's own would end main instead.
		if _, ok := s.Cmd.(*syntax.FuncDecl); !ok {
			syntax.Walk(s, func(n syntax.Node) bool {
				if c, ok := n.(*syntax.CallExpr); ok && len(c.Args) > 0 && c.Args[0].Lit() == "return" {
					movable = false
				}
				return true
			})
		}
	}
	syntax.Walk(f, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl:
			movable = movable && n.Name.Value != "main"
		case *syntax.CallExpr:
			if len(n.Args) > 0 && slices.Contains([]string{"local", "trap", "eval"}, n.Args[0].Lit()) {
				movable = false
			}
		}
		return true
	})
	if !movable || len(f.Stmts) == 0 {
		return false
	}
	var b strings.Builder
	if err := syntax.NewPrinter().Print(&b, f); err != nil {
		return false
	}
	_, body, ok := strings.Cut(b.String(), "\n")
	if !ok {
		return false
	}
	return replace(f, "main() {\n"+body+"\n}\nmain \"$@\"\n")
}

// replace puts the statements of a text for those of the file, under the file's first line.
func replace(f *syntax.File, text string) bool {
	head := "#!/bin/bash"
	if len(f.Stmts) > 0 && len(f.Stmts[0].Comments) > 0 {
		head = "#" + f.Stmts[0].Comments[0].Text
	} else if len(f.Last) > 0 {
		head = "#" + f.Last[0].Text
	}
	n, err := syntax.NewParser(syntax.KeepComments(true)).Parse(strings.NewReader(head+"\n"+strings.TrimPrefix(text, head+"\n")), "")
	if err != nil {
		return false
	}
	*f = *n
	return true
}

// Metamorphic tells which variants of a script have another verdict.
func Metamorphic(c Case) ([]string, error) {
	before, _, err := Analyze(c.Script)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, v := range Variants(c.Script, c.Seed) {
		after, _, err := Analyze(Script{Shell: c.Shell, Text: v.Text})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", v.Name, err)
		}
		for name, b := range before {
			a := after[name]
			if a == nil || a.Guarded != b.Guarded || !a.Guarded && a.Kinds[0] != b.Kinds[0] {
				out = append(out, fmt.Sprintf("%s: %s before, %s after\n%s\n--- after\n%s", v.Name, b, a, c.Text, v.Text))
			}
		}
	}
	return out, nil
}

// String tells verdict and rules.
func (v *Verdict) String() string {
	if v == nil {
		return "no site"
	}
	return strings.TrimSpace(string(v.Verdict) + " " + strings.Join(v.Kinds, ", "))
}
