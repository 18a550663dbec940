package effects

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// Statements are late when nothing is destroyed any more once they run: the summary of a run, the exit status of the script. What
// they read keeps no states apart and no file's text. A trap that may destroy makes all of them matter, since it runs behind them.

// findLate marks the late statements of the script itself. Its functions are those of all files.
func (r *Slice) findLate(stmts []*syntax.Stmt) {
	if r.handlerDestroys() {
		return
	}
	r.lateIn(stmts, 0)
}

// lateIn looks at a list that runs once, and behind which nothing is destroyed.
func (r *Slice) lateIn(stmts []*syntax.Stmt, depth int) {
	last := len(stmts)
	for last > 0 && !r.x.Whole && !r.mayStillDestroy(stmts[last-1]) {
		last--
		r.late[stmts[last]] = true
	}
	if last > 0 && depth < 8 {
		r.lateWithin(stmts[last-1], depth+1)
	}
}

// lateWithin looks at the last statement that may destroy, for what is late in it.
func (r *Slice) lateWithin(s *syntax.Stmt, depth int) {
	if s.Background || s.Coprocess {
		return
	}
	switch c := s.Cmd.(type) {
	case *syntax.Block:
		r.lateIn(c.Stmts, depth)
	case *syntax.Subshell:
		r.lateIn(c.Stmts, depth)
	case *syntax.BinaryCmd:
		switch {
		case !r.mayStillDestroy(c.Y):
			r.lateWithin(c.X, depth)
		case !r.mayStillDestroy(c.X) && c.Op != syntax.Pipe && c.Op != syntax.PipeAll:
			r.lateWithin(c.Y, depth)
		}
	case *syntax.CallExpr:
		if len(c.Args) == 0 {
			return
		}
		if f := r.calledOnce(c.Args[0].Lit()); f != nil {
			r.lateWithin(f.Body, depth)
		}
	}
}

// calledOnce is the function of a name that is defined once and written once besides.
func (r *Slice) calledOnce(name string) *syntax.FuncDecl {
	var f *syntax.FuncDecl
	for _, d := range r.functions {
		if slices.Contains(FunctionNames(d), name) {
			if f != nil {
				return nil
			}
			f = d
		}
	}
	if f == nil {
		return nil
	}
	mentions := 0
	for _, stmts := range r.units {
		for _, s := range stmts {
			script.Walk(s, func(n syntax.Node) bool {
				if w, ok := n.(*syntax.Word); ok && StaticText(w) == name {
					mentions++
				}
				return true
			})
		}
	}
	if mentions != 1 {
		return nil
	}
	return f
}

// runsNoFile are the commands that a late statement may call: they write, read and compare, and run no file or text whatever their
// operands are. Any other one may run what the script wrote before, as `bash FILE`, `psql -f FILE` and `crontab FILE` do.
var runsNoFile = map[string]bool{
	":": true, "[": true, "basename": true, "break": true, "cat": true, "continue": true, "cut": true, "date": true, "declare": true,
	"dirname": true, "echo": true, "exit": true, "false": true, "grep": true, "head": true, "hostname": true, "local": true, "logger": true,
	"printf": true, "read": true, "return": true, "rm": true, "set": true, "shift": true, "sleep": true, "sort": true, "tail": true,
	"tee": true, "test": true, "tr": true, "true": true, "uniq": true, "unset": true, "wc": true,
}

// mayStillDestroy reports whether a statement may destroy, or run commands that are not known from its own text.
func (r *Slice) mayStillDestroy(s *syntax.Stmt) bool {
	return r.mayDestroyIn(s, map[*syntax.FuncDecl]bool{})
}

// mayDestroyIn is mayStillDestroy, through the functions that are called; seen holds those looked at already.
func (r *Slice) mayDestroyIn(s *syntax.Stmt, seen map[*syntax.FuncDecl]bool) bool {
	if r.effect(s)&destroys != 0 {
		return true
	}
	found := false
	script.Walk(s, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl:
			found = true // it may be called by what is not known
		case *syntax.CallExpr:
			found = found || len(n.Args) > 0 && r.mayRunFile(StaticText(n.Args[0]), seen)
		}
		return !found
	})
	return found
}

// mayRunFile reports whether a command may run a file or text: all but the functions of the script in which nothing does, and the
// commands known for not doing it.
func (r *Slice) mayRunFile(name string, seen map[*syntax.FuncDecl]bool) bool {
	defined := false
	for _, f := range r.functions {
		if !slices.Contains(FunctionNames(f), name) {
			continue
		}
		defined = true
		if !seen[f] {
			seen[f] = true
			if r.mayDestroyIn(f.Body, seen) {
				return true
			}
		}
	}
	return !defined && !runsNoFile[name]
}

// handlerDestroys reports whether some trap handler may destroy.
func (r *Slice) handlerDestroys() bool {
	found := false
	for _, stmts := range r.units {
		for _, s := range stmts {
			script.Walk(s, func(n syntax.Node) bool {
				if c, ok := n.(*syntax.CallExpr); ok && len(c.Args) > 1 && c.Args[0].Lit() == "trap" {
					text, known := Literal(c.Args[1])
					found = found || !known || r.callEffect(c)&destroys != 0 || r.textEffect(text)&destroys != 0
				}
				return !found
			})
		}
	}
	return found
}
