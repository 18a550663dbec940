package difftest

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// call notes what a simple command is.
func (v *view) call(c *syntax.CallExpr) {
	name := first(c)
	v.called[name] = true
	all := text(c)
	switch name {
	case "[":
		v.mark("[ ]", true)
		v.mark("[ -a ]", strings.Contains(all, " -a "))
		v.mark("[ with one operand", len(c.Args) == 3)
	case "test", "exit", "getopts", "shift", "read", "mapfile", "readarray", "wait", "mktemp", "builtin", "command":
		v.mark(name, true)
		v.mark("read -a", strings.HasPrefix(all, "read -r -a"))
		v.mark("wait $!", all == "wait $!")
		v.mark("wait -n", all == "wait -n")
		v.mark("wait for a variable", strings.HasPrefix(all, `wait "$`))
	case "break", "continue":
		v.mark(name, true)
		v.mark(name+" 2", operand(c, 1) == "2")
	case "return":
		v.mark("return", len(c.Args) > 1)
		v.mark("return without a value", len(c.Args) == 1)
		v.mark("return outside of a function", !within[*syntax.FuncDecl](v, nil))
	case "set":
		for _, a := range c.Args[1:] {
			v.mark("set "+text(a), true)
		}
		v.mark("set -o "+operand(c, 2), operand(c, 1) == "-o")
		v.mark("set -e", operand(c, 2) == "errexit")
	case "shopt":
		v.mark(operand(c, 2), true)
	case "trap":
		v.trap(c)
	case "kill":
		v.mark("kill $$", operand(c, 1) == "$$")
	case "exec":
		v.mark("exec of a command", len(c.Args) > 1)
	case "eval":
		v.mark("eval of constant text", strings.HasPrefix(operand(c, 1), "'"))
		v.mark("eval of a variable", strings.HasPrefix(operand(c, 1), `"$`))
	case "sh", "bash":
		v.mark(name+" "+operand(c, 1), true)
	case "printf":
		v.mark("printf -v", operand(c, 1) == "-v")
	case "unset":
		v.mark("unset -f", operand(c, 1) == "-f")
	case "echo", "log-it":
		v.mark("message that names the site", slices.ContainsFunc(destructive, func(d string) bool { return strings.Contains(all, d) }))
	case "main":
		v.mark("main without a pipe", !within(v, func(b *syntax.BinaryCmd) bool { return b.Op == syntax.Pipe }))
	case `"$@"`:
		v.mark(`"$@" as a command`, true)
	}
	v.mark(`\command`, strings.HasPrefix(name, `\`))
	v.mark("command in a variable", strings.HasPrefix(name, "$"))
	v.mark("command in an array", strings.HasSuffix(name, `[@]}"`))
}

func (v *view) trap(c *syntax.CallExpr) {
	for _, on := range c.Args[min(2, len(c.Args)):] {
		switch on := text(on); {
		case operand(c, 1) == "-":
			v.mark("trap - EXIT", on == "EXIT")
		case on == "EXIT" || on == "ERR":
			v.mark("trap on "+on, true)
		default:
			v.mark("trap on a signal", true)
		}
	}
	v.mark("trap with a function", v.defined[operand(c, 1)] > 0)
}

// ways are commands that run others.
var ways = []string{"command", "env", "eval", "sh", "bash", "exec"}

// guard notes in what form a guard's answer is had.
func (v *view) guard(c *syntax.CallExpr) {
	for k := range v.asks(c) {
		v.mark("guard "+k, true)
		direct := first(c) == k
		inOutput := within[*syntax.CmdSubst](v, nil)
		if v.asking[first(c)] != nil {
			v.mark(k+" through a function's output", inOutput)
			v.mark(k+" through a function's status", !inOutput)
		} else if !direct {
			v.mark(k+" through another way to run it", slices.Contains(ways, first(c)) || strings.HasPrefix(first(c), `\`) || v.defined[first(c)] > 0)
		}
		v.mark(k+" through $( )", inOutput)
		v.mark(k+" through a variable", inOutput && within[*syntax.Assign](v, nil))
		v.mark(k+" through a condition", within[*syntax.IfClause](v, nil) || within[*syntax.WhileClause](v, nil) || within(v, func(b *syntax.BinaryCmd) bool { return b.Op != syntax.Pipe }))
		v.mark(k+" through !", within(v, func(s *syntax.Stmt) bool { return s.Negated }))
		v.mark(k+" through a pipe", within(v, func(b *syntax.BinaryCmd) bool { return b.Op == syntax.Pipe }))
		v.mark(k+" through background", within(v, func(s *syntax.Stmt) bool { return s.Background }))
		v.mark(k+" through process substitution", within[*syntax.ProcSubst](v, nil))
		top := v.top()
		if top == nil {
			continue
		}
		status := has(top, func(p *syntax.ParamExp) bool { return p.Param != nil && p.Param.Value == "?" })
		v.mark(k+" through $?", status)
		v.mark(k+" through PIPESTATUS", has(top, func(p *syntax.ParamExp) bool { return p.Param != nil && p.Param.Value == "PIPESTATUS" }))
		v.mark(k+" through a file", has(top, func(r *syntax.Redirect) bool { return r.Word != nil && file.MatchString(text(r.Word)) }))
	}
}

// top is the whole script, or the function, that a node stands in.
func (v *view) top() syntax.Node {
	for i := len(v.stack) - 1; i >= 0; i-- {
		switch v.stack[i].(type) {
		case *syntax.FuncDecl, *syntax.File:
			return v.stack[i]
		}
	}
	return nil
}
