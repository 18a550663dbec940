package difftest

import (
	"math/rand/v2"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// sourceForms are the ways to source a file that stands beside the script, which runs in its own folder.
func sourceForms(shell, file string) []string {
	forms := []string{". ./" + file, `. "$(dirname "$0")/` + file + `"`}
	if shell == "bash" {
		forms = append(forms, "source ./"+file, `source "$(dirname "$0")/`+file+`"`)
	}
	return forms
}

// inlined is a script with its files in the place of the commands that source them.
func inlined(sc Script) Script {
	text := sc.Text
	for name, file := range sc.Files {
		for _, form := range sourceForms("bash", name) {
			text = strings.ReplaceAll(text, "\n"+form+"\n", "\n"+file+"\n")
		}
	}
	return Script{Shell: sc.Shell, Text: text}
}

// functionsMoved puts the functions into a file that is sourced at the top.
func functionsMoved(sc Script, r *rand.Rand) (Script, bool) {
	file, err := parse(sc)
	if err != nil || boundToPlace(file) {
		return Script{}, false
	}
	count := map[string]int{}
	syntax.Walk(file, func(n syntax.Node) bool {
		if d, ok := n.(*syntax.FuncDecl); ok {
			count[d.Name.Value]++
		}
		return true
	})
	var lib strings.Builder
	var edits []edit
	for _, s := range file.Stmts {
		d, ok := s.Cmd.(*syntax.FuncDecl)
		if !ok {
			// What runs before a definition and may call the function does not find it; from here on they stay.
			if anyCall(s, func(name string, _ *syntax.CallExpr) bool { return !quiet[name] }) {
				break
			}
			continue
		}
		from, to := offset(s.Pos()), offset(s.End())
		if count[d.Name.Value] > 1 || !wholeDefinition(s, d) || !beginsLine(sc.Text, from) || !endsLine(sc.Text, to) || textBehind(d, to) {
			continue
		}
		lib.WriteString(sc.Text[from:to] + "\n")
		edits = append(edits, edit{from, to, ""})
	}
	if len(edits) == 0 {
		return Script{}, false
	}
	forms := sourceForms(sc.Shell, "lib.sh")
	head := strings.IndexByte(sc.Text, '\n') + 1
	edits = append([]edit{{head, head, forms[r.IntN(len(forms))] + "\n"}}, edits...)
	return Script{Shell: sc.Shell, Text: edited(sc.Text, edits), Files: map[string]string{"lib.sh": lib.String()}}, true
}

// quiet are commands that call no function.
var quiet = map[string]bool{"set": true, "shopt": true, "readonly": true, "export": true, ":": true}

// wholeDefinition tells whether a statement is a definition and nothing else.
func wholeDefinition(s *syntax.Stmt, d *syntax.FuncDecl) bool {
	switch d.Body.Cmd.(type) {
	case *syntax.Block, *syntax.Subshell:
		return !s.Negated && !s.Background && len(s.Redirs) == 0 && len(d.Body.Redirs) == 0
	}
	return false
}

// textBehind tells whether the text of a here-document stands behind the function that has it: f() { cat <<EOF; }
func textBehind(d *syntax.FuncDecl, end int) bool {
	behind := false
	syntax.Walk(d, func(n syntax.Node) bool {
		if r, ok := n.(*syntax.Redirect); ok && r.Hdoc != nil {
			behind = behind || offset(r.Hdoc.Pos()) >= end
		}
		return true
	})
	return behind
}

func endsLine(text string, at int) bool {
	return strings.HasPrefix(strings.TrimLeft(text[at:], " \t"), "\n")
}

// middleMoved puts some of the statements of the script into a file that is sourced in their place.
func middleMoved(sc Script, r *rand.Rand) (Script, bool) {
	file, err := parse(sc)
	if err != nil || boundToPlace(file) || len(file.Stmts) < 2 {
		return Script{}, false
	}
	reader := newStatusReader(file)
	// start is where the line of a statement begins that no other one stands on.
	start := func(i int) (int, bool) {
		if i == len(file.Stmts) {
			return len(sc.Text), strings.HasSuffix(sc.Text, "\n")
		}
		at := offset(file.Stmts[i].Pos())
		return lineStart(sc.Text, at), beginsLine(sc.Text, at)
	}
	for range 20 {
		i := r.IntN(len(file.Stmts))
		j := i + 1 + r.IntN(len(file.Stmts)-i)
		from, ok1 := start(i)
		to, ok2 := start(j)
		if !ok1 || !ok2 || !movable(sc, file.Stmts[i:j], reader) {
			continue
		}
		if slices.ContainsFunc(file.Stmts[:i], endsScript) { // the analyser does not look for files that are never sourced
			continue
		}
		if j < len(file.Stmts) && readsPipe(file.Stmts[j]) { // sourcing is a command of its own
			continue
		}
		forms := sourceForms(sc.Shell, "part.sh")
		form := forms[r.IntN(len(forms))]
		return Script{
			Shell: sc.Shell,
			Text:  sc.Text[:from] + form + "\n" + sc.Text[to:],
			Files: map[string]string{"part.sh": sc.Text[from:to]},
		}, true
	}
	return Script{}, false
}

// endsScript tells whether nothing of the script may run after a statement of the top level. A return does it in dash.
func endsScript(s *syntax.Stmt) bool {
	c, ok := s.Cmd.(*syntax.CallExpr)
	return ok && slices.ContainsFunc(c.Args, func(w *syntax.Word) bool { // also command exit
		return w.Lit() == "exit" || w.Lit() == "return"
	})
}

// movable tells whether statements do the same in a file of their own.
func movable(sc Script, stmts []*syntax.Stmt, reader *statusReader) bool {
	if reader.stmt(stmts[0]) {
		return false // what $? is when a file begins is the shell's own matter
	}
	for _, s := range stmts {
		if !runsAnywhere(s) {
			return false
		}
	}
	// A list that fails does not end a script by set -e; sourcing a file whose last command it is does.
	if last := stmts[len(stmts)-1]; strings.Contains(sc.Text, "-e") || strings.Contains(sc.Text, "errexit") {
		switch last.Cmd.(type) {
		case *syntax.CallExpr, *syntax.DeclClause, *syntax.FuncDecl:
			return !last.Negated
		}
		return false
	}
	return true
}

func readsPipe(s *syntax.Stmt) bool {
	found := false
	syntax.Walk(s, func(n syntax.Node) bool {
		if p, ok := n.(*syntax.ParamExp); ok && p.Param != nil {
			found = found || p.Param.Value == "PIPESTATUS"
		}
		return true
	})
	return found
}
