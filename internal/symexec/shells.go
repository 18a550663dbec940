package symexec

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// atAmpersand parts a statement with &> in it as dash reads it, which takes that for & and a redirection of its own: what stands before
// runs in the background, and what stands behind is the next command, as mkfs of "guard &>log mkfs /dev/sdb" is. first is nil where
// nothing stands before it; ok is false for other statements.
func atAmpersand(s *syntax.Stmt) (first, second *syntax.Stmt, ok bool) {
	i := slices.IndexFunc(s.Redirs, func(r *syntax.Redirect) bool { return r.Op == syntax.RdrAll || r.Op == syntax.AppAll })
	if i < 0 {
		return nil, nil, false
	}
	at := s.Redirs[i].OpPos
	a, b := *s, *s
	a.Redirs, a.Background, a.Coprocess, a.Disown = s.Redirs[:i:i], false, false, false
	own := *s.Redirs[i]
	if own.Op = syntax.RdrOut; s.Redirs[i].Op == syntax.AppAll {
		own.Op = syntax.AppOut
	}
	b.Position, b.Negated, b.Cmd = at, false, nil
	b.Redirs = append([]*syntax.Redirect{&own}, s.Redirs[i+1:]...)
	if c, simple := s.Cmd.(*syntax.CallExpr); simple {
		assigns := slices.IndexFunc(c.Assigns, func(n *syntax.Assign) bool { return n.Pos().After(at) })
		args := slices.IndexFunc(c.Args, func(n *syntax.Word) bool { return n.Pos().After(at) })
		if assigns >= 0 || args >= 0 {
			a.Cmd, b.Cmd = partedCall(c, assigns, args)
		}
	}
	if a.Cmd == nil && i == 0 {
		return nil, &b, true
	}
	return &a, &b, true
}

// partedCall parts a call before one of its assignments and one of its words; -1 is behind the last one.
func partedCall(c *syntax.CallExpr, assigns, args int) (before, behind syntax.Command) {
	if assigns < 0 {
		assigns = len(c.Assigns)
	}
	if args < 0 {
		args = len(c.Args)
	}
	if assigns+args > 0 {
		before = &syntax.CallExpr{Assigns: c.Assigns[:assigns:assigns], Args: c.Args[:args:args]}
	}
	if assigns < len(c.Assigns) || args < len(c.Args) {
		behind = &syntax.CallExpr{Assigns: c.Assigns[assigns:], Args: c.Args[args:]}
	}
	return before, behind
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
