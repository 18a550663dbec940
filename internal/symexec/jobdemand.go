package symexec

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// What of a job is still asked for once it has been started.

// heedsJobs reports whether some wait for a job, of which somebody looks at the status, stands in the script or what it sources.
func (x *exec) heedsJobs() bool {
	if x.jobsHeeded != value.Unknown && x.jobsSeen == len(x.prog.StmtsOf) {
		return x.jobsHeeded == value.Yes
	}
	x.jobsHeeded, x.jobsSeen = value.No, len(x.prog.StmtsOf)
	ignored := map[*syntax.CallExpr]bool{}
	for _, stmts := range x.prog.StmtsOf {
		for _, s := range stmts {
			script.Walk(s, func(n syntax.Node) bool {
				switch n := n.(type) {
				case *syntax.BinaryCmd:
					if c, ok := n.X.Cmd.(*syntax.CallExpr); ok && n.Op == syntax.OrStmt && succeeds(n.Y) {
						ignored[c] = true
					}
				case *syntax.CallExpr:
					if len(n.Args) > 1 && n.Args[0].Lit() == "wait" && !ignored[n] || len(n.Args) > 0 && (n.Args[0].Lit() == "eval" || n.Args[0].Lit() == "fg" || n.Args[0].Lit() == "trap") {
						x.jobsHeeded = value.Yes
					}
				}
				return true
			})
		}
	}
	return x.jobsHeeded == value.Yes
}

// succeeds reports whether a statement is true or its short form.
func succeeds(s *syntax.Stmt) bool {
	c, ok := s.Cmd.(*syntax.CallExpr)
	return ok && len(c.Args) == 1 && !s.Negated && (c.Args[0].Lit() == "true" || c.Args[0].Lit() == ":")
}

// jobStatus is what a job leaves: any status, where nobody looks at it.
func (x *exec) jobStatus(s domain.Status) domain.Status {
	if x.heedsJobs() {
		return s
	}
	return domain.Status{Val: value.SymValue(x.dom.AnyStatusSym("job")), Ask: s.Ask, At: s.At}
}

// undecided takes back what a job has decided about texts that the shell had before: the shell itself has not.
func (x *exec) undecided(before, after *domain.State) value.Pmap[*value.Con] {
	cons := after.Cons
	x.dom.UseAll(before, domain.View{All: true})
	before.Cons.Diff(after.Cons, func(k uint32, c *value.Con, cok bool, _ *value.Con, _ bool) {
		switch {
		case cok:
			cons = cons.Set(k, c)
		case x.tab.SymList[k].UsedAt == x.dom.Epoch:
			cons = cons.Del(k)
		}
	})
	return cons
}
