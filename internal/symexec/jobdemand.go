package symexec

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// What of a job is still asked for once it has been started.

// heedsJobs reports whether some wait for a job, of which somebody looks at the status, stands in the script or what it sources.
func (x *exec) heedsJobs() bool {
	if x.jobsHeeded != unknown && x.jobsSeen == len(x.stmtsOf) {
		return x.jobsHeeded == yes
	}
	x.jobsHeeded, x.jobsSeen = no, len(x.stmtsOf)
	ignored := map[*syntax.CallExpr]bool{}
	for _, stmts := range x.stmtsOf {
		for _, s := range stmts {
			script.Walk(s, func(n syntax.Node) bool {
				switch n := n.(type) {
				case *syntax.BinaryCmd:
					if c, ok := n.X.Cmd.(*syntax.CallExpr); ok && n.Op == syntax.OrStmt && succeeds(n.Y) {
						ignored[c] = true
					}
				case *syntax.CallExpr:
					if len(n.Args) > 1 && n.Args[0].Lit() == "wait" && !ignored[n] || len(n.Args) > 0 && (n.Args[0].Lit() == "eval" || n.Args[0].Lit() == "fg" || n.Args[0].Lit() == "trap") {
						x.jobsHeeded = yes
					}
				}
				return true
			})
		}
	}
	return x.jobsHeeded == yes
}

// succeeds reports whether a statement is true or its short form.
func succeeds(s *syntax.Stmt) bool {
	c, ok := s.Cmd.(*syntax.CallExpr)
	return ok && len(c.Args) == 1 && !s.Negated && (c.Args[0].Lit() == "true" || c.Args[0].Lit() == ":")
}

// jobStatus is what a job leaves: any status, where nobody looks at it.
func (x *exec) jobStatus(s status) status {
	if x.heedsJobs() {
		return s
	}
	return status{val: symValue(x.anyStatusSym("job")), ask: s.ask, at: s.at}
}

// undecided takes back what a job has decided about texts that the shell had before: the shell itself has not.
func (x *exec) undecided(before, after *state) pmap[*con] {
	cons := after.cons
	x.useAll(before, view{all: true})
	before.cons.diff(after.cons, func(k uint32, c *con, cok bool, _ *con, _ bool) {
		switch {
		case cok:
			cons = cons.set(k, c)
		case x.symList[k].usedAt == x.epoch:
			cons = cons.del(k)
		}
	})
	return cons
}
