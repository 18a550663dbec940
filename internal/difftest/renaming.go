package difftest

import (
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// renamed gives all of the script's own variables and functions other names. It gives up where a name may be put together when
// the script runs.
func renamed(sc Script) (string, bool) {
	file, err := parse(sc)
	if err != nil {
		return "", false
	}
	n := &namer{sc: sc, vars: map[string]bool{}, funcs: map[string]bool{}, edits: map[int]edit{}}
	syntax.Walk(file, n.collect)
	n.keep(file)
	if len(n.vars)+len(n.funcs) == 0 {
		return "", false
	}
	syntax.Walk(file, n.rename)
	if n.stop {
		return "", false
	}
	edits := make([]edit, 0, len(n.edits))
	for _, e := range n.edits {
		edits = append(edits, e)
	}
	return edited(sc.Text, edits), len(edits) > 0
}

// A namer finds the places of the names that it changes.
type namer struct {
	sc          Script
	base        int // where the text that is looked at begins in the script
	vars, funcs map[string]bool
	edits       map[int]edit // by offset, as a tree may show a name twice
	stop        bool
}

const newName = "my_"

// collect finds the script's own names.
func (n *namer) collect(node syntax.Node) bool {
	switch node := node.(type) {
	case *syntax.Assign:
		if node.Name != nil {
			n.vars[node.Name.Value] = true
		}
	case *syntax.WordIter:
		n.vars[node.Name.Value] = true
	case *syntax.FuncDecl:
		n.funcs[node.Name.Value] = true
	case *syntax.CallExpr:
		n.named(node, func(l *syntax.Lit, name string) { n.vars[name] = true })
	}
	return true
}

// keep takes back the names that others know: those of the shell, the environment and the commands; of functions also those that
// some text says where it need not mean the function.
func (n *namer) keep(file *syntax.File) {
	for _, name := range strings.Fields("IFS PATH HOME PWD OLDPWD OPTIND OPTARG OPTERR REPLY PS4 LC_ALL LANG TMPDIR RANDOM SECONDS UID PPID") {
		delete(n.vars, name)
	}
	for name := range freeVariables {
		delete(n.vars, name)
	}
	for name := range known() {
		delete(n.funcs, name)
	}
	called := map[*syntax.Lit]bool{}
	syntax.Walk(file, func(node syntax.Node) bool {
		switch node := node.(type) {
		case *syntax.FuncDecl:
			called[node.Name] = true
		case *syntax.CallExpr:
			if len(node.Args) == 0 {
				break
			}
			for _, a := range node.Assigns { // what it sets is there for the command alone
				delete(n.vars, a.Name.Value)
			}
			words := node.Args[:1]
			switch node.Args[0].Lit() {
			case "eval", "trap", "type", "unset":
				words = node.Args
			}
			for _, w := range words {
				syntax.Walk(w, func(node syntax.Node) bool {
					if l, ok := node.(*syntax.Lit); ok {
						called[l] = true
					}
					return true
				})
			}
		}
		return true
	})
	mentioned := func(text string) {
		for _, word := range strings.FieldsFunc(text, notNameByte) {
			delete(n.funcs, word)
		}
	}
	syntax.Walk(file, func(node syntax.Node) bool {
		switch node := node.(type) {
		case *syntax.Lit:
			if !called[node] {
				mentioned(node.Value)
			}
		case *syntax.CallExpr:
			if len(node.Args) > 0 && node.Args[0].Lit() == "trap" {
				return false // its text is parsed
			}
		case *syntax.SglQuoted:
			mentioned(node.Value)
		}
		return true
	})
}

// to changes a name.
func (n *namer) to(l *syntax.Lit, set map[string]bool) {
	if l != nil && set[l.Value] {
		n.at(n.base + offset(l.Pos()))
	}
}

func (n *namer) at(off int) { n.edits[off] = edit{off, off, newName} }

// named calls f with the variables that the operands of a builtin name.
func (n *namer) named(c *syntax.CallExpr, f func(l *syntax.Lit, name string)) {
	if len(c.Args) < 2 {
		return
	}
	operands := c.Args[1:]
	valued := "" // options with a value
	switch c.Args[0].Lit() {
	case "read":
		valued = "pdntuiN"
	case "mapfile", "readarray":
		valued = "dnOsuCc"
	case "getopts":
		operands = operands[1:min(2, len(operands))]
	case "unset", "export", "readonly", "local":
		if operands[0].Lit() == "-f" {
			return
		}
	default:
		return
	}
	for i := 0; i < len(operands); i++ {
		if len(operands[i].Parts) == 0 {
			continue
		}
		l, ok := operands[i].Parts[0].(*syntax.Lit)
		if !ok {
			n.stop = n.stop || valued == "" // export "$name"
			continue
		}
		if strings.HasPrefix(l.Value, "-") {
			if len(l.Value) > 1 && strings.ContainsAny(l.Value[len(l.Value)-1:], valued) {
				i++
			}
			continue
		}
		if name, _, _ := strings.Cut(l.Value, "="); variableName.MatchString(name) {
			f(l, name)
		}
	}
}

var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z_0-9]*$`)

// rename visits a node.
func (n *namer) rename(node syntax.Node) bool {
	switch node := node.(type) {
	case *syntax.Assign:
		n.to(node.Name, n.vars)
		n.arithm(node.Index)
	case *syntax.WordIter:
		n.to(node.Name, n.vars)
	case *syntax.FuncDecl:
		n.to(node.Name, n.funcs)
	case *syntax.ParamExp:
		n.stop = n.stop || node.Excl // its value is a name
		n.to(node.Param, n.vars)
		n.arithm(node.Index)
		if node.Slice != nil {
			n.arithm(node.Slice.Offset)
			n.arithm(node.Slice.Length)
		}
	case *syntax.ArithmExp:
		n.arithm(node.X)
	case *syntax.ArithmCmd:
		n.arithm(node.X)
	case *syntax.LetClause:
		for _, x := range node.Exprs {
			n.arithm(x)
		}
	case *syntax.CStyleLoop:
		for _, x := range []syntax.ArithmExpr{node.Init, node.Cond, node.Post} {
			n.arithm(x)
		}
	case *syntax.BinaryTest:
		if node.Op >= syntax.TsEql && node.Op <= syntax.TsGtr { // numbers, or names of variables
			n.arithm(node.X.(syntax.ArithmExpr))
			n.arithm(node.Y.(syntax.ArithmExpr))
		}
	case *syntax.UnaryTest:
		n.stop = n.stop || node.Op == syntax.TsVarSet || node.Op == syntax.TsRefVar
	case *syntax.DeclClause:
		n.declared(node)
	case *syntax.CallExpr:
		return n.call(node)
	}
	return !n.stop
}

// arithm renames in an arithmetic expression, where a bare word is a variable.
func (n *namer) arithm(x syntax.ArithmExpr) {
	if x == nil {
		return
	}
	syntax.Walk(x, func(node syntax.Node) bool {
		switch node := node.(type) {
		case *syntax.Word:
			if len(node.Parts) == 1 {
				if l, ok := node.Parts[0].(*syntax.Lit); ok {
					n.to(l, n.vars)
				}
			}
		case *syntax.SglQuoted:
			n.stop = true
		case *syntax.DblQuoted: // what it expands is none of these, but its text may have names: let "n += 1"
			for _, part := range node.Parts {
				_, literal := part.(*syntax.Lit)
				n.stop = n.stop || literal
			}
		}
		return !n.stop
	})
}

// declared looks for declarations whose operands are not plain names. The names themselves are seen as assignments.
func (n *namer) declared(d *syntax.DeclClause) {
	functions := false
	for _, a := range d.Args {
		switch {
		case a.Naked && a.Name == nil && a.Value != nil:
			flags := a.Value.Lit()
			// The value of one declared with -n is a name, and the subscripts of one with -A are not arithmetic.
			n.stop = n.stop || !strings.HasPrefix(flags, "-") && !strings.HasPrefix(flags, "+") || strings.ContainsAny(flags, "nA")
			functions = functions || strings.ContainsAny(flags, "fF")
		case functions && a.Name != nil:
			n.stop = true
		}
	}
}

// call visits a call and tells whether its words are still to be visited.
func (n *namer) call(c *syntax.CallExpr) bool {
	if len(c.Args) == 0 {
		return true
	}
	n.named(c, func(l *syntax.Lit, name string) {
		if n.vars[name] {
			n.at(n.base + offset(l.Pos()))
		}
	})
	name := c.Args[0].Lit()
	if n.funcs[name] {
		n.at(n.base + offset(c.Args[0].Pos()))
	}
	switch name {
	case "": // what it runs is told by a value
		n.stop = n.stop || len(n.funcs) > 0
	case "alias", "printf", "test", "[", "declare", "typeset":
		n.stop = n.stop || slices.ContainsFunc(c.Args[1:], func(w *syntax.Word) bool { return name == "alias" || w.Lit() == "-v" })
	case "type", "unset":
		for _, w := range c.Args[1:] {
			if n.funcs[w.Lit()] {
				n.at(n.base + offset(w.Pos()))
			}
		}
	case "eval":
		for _, w := range c.Args[1:] {
			n.text(w)
		}
	case "trap":
		if len(c.Args) > 2 {
			n.text(c.Args[1])
		}
	case "bash", "sh", "dash":
		for i, w := range c.Args[1 : len(c.Args)-1] {
			if w.Lit() == "-c" {
				n.text(c.Args[i+2])
			}
		}
	}
	return !n.stop
}

// text renames in a word that is a piece of script.
func (n *namer) text(w *syntax.Word) {
	for _, part := range w.Parts {
		var inner string
		from := offset(part.Pos())
		switch part := part.(type) {
		case *syntax.Lit:
			inner = part.Value
		case *syntax.SglQuoted:
			inner, from = part.Value, from+1
			n.stop = n.stop || part.Dollar
		default: // with what is expanded in it, it may be anything
			n.stop = true
			return
		}
		if len(w.Parts) > 1 || strings.ContainsRune(inner, '\\') {
			n.stop = true
			return
		}
		file, err := parse(Script{Shell: n.sc.Shell, Text: inner})
		if err != nil {
			n.stop = true
			return
		}
		in := &namer{sc: n.sc, base: n.base + from, vars: n.vars, funcs: n.funcs, edits: n.edits}
		syntax.Walk(file, in.rename)
		n.stop = n.stop || in.stop
	}
}
