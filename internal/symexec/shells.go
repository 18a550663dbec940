package symexec

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
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
func (x *exec) noCommand(n syntax.Node, st *domain.State) []*domain.State {
	if !x.prog.Dash {
		return nil
	}
	return []*domain.State{x.dom.SetStatus(st.Fork(), domain.Status{Val: value.Lit("127"), At: x.prog.Span(n)})}
}

// stmtsOfScript are the statements of a script as the shell that runs it reads them.
func (x *exec) stmtsOfScript(s *script.Script) []*syntax.Stmt {
	if s == x.prog.Main {
		return x.mainStmts
	}
	return s.Stmts
}

// lastForNow reports whether exit stands by itself at the top of the script, with more behind it, where code that cannot be followed may
// have given it another meaning: nobody writes commands behind the end of a script.
func (x *exec) lastForNow(cl *domain.CallInfo, st *domain.State) bool {
	if st.Opts&domain.OptForeign == 0 || len(x.dom.Calls) != 1 || x.sc.Sub != "" || x.prog.Unit.Segs != nil {
		return false
	}
	for i, s := range x.mainStmts {
		if s.Cmd == cl.Node {
			return i+1 < len(x.mainStmts)
		}
	}
	return false
}

// exitFails reports whether bash may refuse exit, and go on: its operand may be two words, or asks for help.
func (x *exec) exitFails(cl *domain.CallInfo, st *domain.State) bool {
	if x.prog.Dash || len(cl.Args) < 2 {
		return false
	}
	if t, known := st.Resolve(cl.Args[1].V).Constant(); known {
		return t == "--help"
	}
	return cl.Args[1].Multi != nil && cl.Args[1].Multi.Lines && !oneLine(cl.Args[1].Multi) && x.topCall(cl)
}

// topCall reports whether a command is a statement at the top of the script.
func (x *exec) topCall(cl *domain.CallInfo) bool {
	for _, s := range x.mainStmts {
		if s.Cmd == cl.Node {
			return true
		}
	}
	return false
}

// mayStay reports whether exec may fail and the script go on: a redirection that cannot be opened, or shopt -s execfail.
func (x *exec) mayStay(cl *domain.CallInfo, st *domain.State) bool {
	if x.prog.Dash || !x.topCall(cl) {
		return false
	}
	for _, s := range x.mainStmts {
		if s.Cmd == cl.Node && len(s.Redirs) > 0 {
			return !script.Opens(s.Redirs)
		}
	}
	return st.Opts&domain.OptExecfail != 0
}
