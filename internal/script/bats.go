package script

import "mvdan.cc/sh/v3/syntax"

// asBatsRuns puts in front of and behind each test what bats runs there (bats(7), SETUP AND TEARDOWN): setup_file once, setup before each test and
// teardown after it, in a shell of its own with set -e, also where the test has failed.
//
//	@test "x" { BODY; }    ( set -e; setup_file; setup; if [ -z "$BATS_TEST_COMPLETED" ]; then teardown; teardown_file; exit 1; fi; BODY; teardown; teardown_file )
//
// What is put in stands where the test begins, and only functions that the file defines in front of the test are called.
func (s *Script) asBatsRuns() {
	if s.Dialect != Bats {
		return
	}
	defined := map[string]bool{}
	for _, stmt := range s.Stmts {
		switch c := stmt.Cmd.(type) {
		case *syntax.FuncDecl:
			if c.Name != nil {
				defined[c.Name.Value] = true
			}
		case *syntax.TestDecl:
			stmt.Cmd = batsTest(c, defined)
		}
	}
}

func batsTest(c *syntax.TestDecl, defined map[string]bool) syntax.Command {
	at := c.Position
	call := func(words ...string) *syntax.Stmt {
		e := &syntax.CallExpr{}
		for _, w := range words {
			e.Args = append(e.Args, &syntax.Word{Parts: []syntax.WordPart{&syntax.Lit{ValuePos: at, ValueEnd: at, Value: w}}})
		}
		return &syntax.Stmt{Position: at, Cmd: e}
	}
	some := func(names ...string) (out []*syntax.Stmt) {
		for _, n := range names {
			if defined[n] {
				out = append(out, call(n))
			}
		}
		return out
	}
	before, after := some("setup_file", "setup"), some("teardown", "teardown_file")
	if len(before)+len(after) == 0 {
		return c
	}
	list := append([]*syntax.Stmt{call("set", "-e")}, before...)
	if len(after) > 0 {
		test := call("[", "-z")
		e := test.Cmd.(*syntax.CallExpr)
		e.Args = append(e.Args, &syntax.Word{Parts: []syntax.WordPart{&syntax.DblQuoted{Left: at, Right: at, Parts: []syntax.WordPart{
			&syntax.ParamExp{Dollar: at, Short: true, Param: &syntax.Lit{ValuePos: at, ValueEnd: at, Value: "BATS_TEST_COMPLETED"}},
		}}}}, call("]").Cmd.(*syntax.CallExpr).Args[0])
		list = append(list, &syntax.Stmt{Position: at, Cmd: &syntax.IfClause{
			Position: at, ThenPos: at, FiPos: at, Cond: []*syntax.Stmt{test}, Then: append(some("teardown", "teardown_file"), call("exit", "1")),
		}})
	}
	list = append(append(list, c.Body), after...)
	return &syntax.Subshell{Lparen: at, Rparen: c.End(), Stmts: list}
}
