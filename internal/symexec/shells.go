package symexec

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// splitsAmpersand reports whether a statement has &> or >& with a file in it, which dash takes for & and a redirection of its own: the
// command runs in the background, and the status is 0.
func splitsAmpersand(s *syntax.Stmt) bool {
	for _, r := range s.Redirs {
		if r.Op == syntax.RdrAll || r.Op == syntax.AppAll {
			return true
		}
	}
	return false
}

// noCommand is [[ ]] or (( )) in dash, which looks for a command of that name, or runs what stands in the parentheses: it fails.
// busybox has them.
func (x *exec) noCommand(n syntax.Node, st *state) []*state {
	if !x.dash {
		return nil
	}
	return []*state{x.setStatus(st.fork(), status{val: lit("127"), at: x.span(n)})}
}

// stmtsOfScript are the statements of a script as the shell that runs it reads them.
func (x *exec) stmtsOfScript(s *script.Script) []*syntax.Stmt {
	if s == x.main {
		return x.mainStmts
	}
	return s.Stmts
}

// lastForNow reports whether exit stands by itself at the top of the script, with more behind it, where code that cannot be followed may
// have given it another meaning: nobody writes commands behind the end of a script.
func (x *exec) lastForNow(cl *callInfo, st *state) bool {
	if st.opts&optForeign == 0 || len(x.calls) != 1 || x.sc.sub != "" || x.unit.segs != nil {
		return false
	}
	for i, s := range x.mainStmts {
		if s.Cmd == cl.node {
			return i+1 < len(x.mainStmts)
		}
	}
	return false
}

// exitFails reports whether bash may refuse exit, and go on: its operand may be two words, or asks for help.
func (x *exec) exitFails(cl *callInfo, st *state) bool {
	if x.dash || len(cl.args) < 2 {
		return false
	}
	if t, known := st.resolve(cl.args[1].v).constant(); known {
		return t == "--help"
	}
	return cl.args[1].multi != nil && cl.args[1].multi.lines && !oneLine(cl.args[1].multi) && x.topCall(cl)
}

// topCall reports whether a command is a statement at the top of the script.
func (x *exec) topCall(cl *callInfo) bool {
	for _, s := range x.mainStmts {
		if s.Cmd == cl.node {
			return true
		}
	}
	return false
}

// mayStay reports whether exec may fail and the script go on: a redirection that cannot be opened, or shopt -s execfail.
func (x *exec) mayStay(cl *callInfo, st *state) bool {
	if x.dash || !x.topCall(cl) {
		return false
	}
	for _, s := range x.mainStmts {
		if s.Cmd == cl.node && len(s.Redirs) > 0 {
			return !script.Opens(s.Redirs)
		}
	}
	return st.opts&optExecfail != 0
}
