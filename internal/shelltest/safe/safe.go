// Package safe judges, before a shell sees it, whether a script can be run with nothing but stubs: whether
// every command it may start is looked up in PATH and every file it writes is in the working directory.
package safe

import (
	"fmt"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// carriers run their operands as a command of their own.
var carriers = []string{
	"sudo", "env", "timeout", "nice", "ionice", "nohup", "setsid", "xargs", "exec", "command",
	"builtin", "time", "ssh", "eval", "trap", "flock", "watch", "sh", "bash", "dash", "chroot", "find",
	"doas", "stdbuf", "nsenter", "unshare", "systemd-run", "docker", "podman", "kubectl", "pdsh", "dsh", "clush", "pssh", "ansible", "salt",
}

// Shells read a script from an operand or from their standard input.
var Shells = []string{"sh", "bash", "dash", "ssh", "eval", "trap", "watch"}

// Lang returns the parser variant for the shell of that name.
func Lang(shell string) syntax.LangVariant {
	if shell == "bash" {
		return syntax.LangBash
	}
	return syntax.LangPOSIX
}

// Check returns the names of the commands that text may start, or an error that says why it must not be run.
// Variables that are in env do not take the defaults that the text gives them.
func Check(text, shell string, env map[string]string) ([]string, error) {
	c := &checker{shell: shell, env: env, outside: map[string]bool{}, funcs: map[string]bool{}, names: map[string]bool{}}
	if err := c.text(text); err != nil {
		return nil, err
	}
	names := make([]string, 0, len(c.names))
	for name := range c.names {
		names = append(names, name)
	}
	slices.Sort(names)
	return names, nil
}

type checker struct {
	shell   string
	env     map[string]string
	outside map[string]bool // variables that may hold an absolute path
	funcs   map[string]bool // functions of the text
	names   map[string]bool
	depth   int
}

func (c *checker) text(text string) error {
	if c.depth++; c.depth > 8 {
		return fmt.Errorf("shell text nested too deeply")
	}
	defer func() { c.depth-- }()
	file, err := syntax.NewParser(syntax.Variant(Lang(c.shell))).Parse(strings.NewReader(text), "")
	if err != nil {
		return err
	}
	syntax.Walk(file, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Assign:
			if n.Name != nil && n.Value != nil && c.absolute(n.Value) {
				c.outside[n.Name.Value] = true
			}
		case *syntax.FuncDecl:
			if n.Name != nil {
				c.funcs[n.Name.Value] = true
			}
		}
		return true
	})
	syntax.Walk(file, func(n syntax.Node) bool {
		if err != nil {
			return false
		}
		switch n := n.(type) {
		case *syntax.Assign:
			if n.Name != nil && n.Name.Value == "PATH" {
				err = fmt.Errorf("%s: sets PATH", n.Pos())
			}
		case *syntax.Stmt:
			err = c.redirects(n)
		case *syntax.CallExpr:
			err = c.call(n.Args)
		}
		return err == nil
	})
	return err
}

// absolute reports whether w may begin with a slash.
func (c *checker) absolute(w *syntax.Word) bool {
	if len(w.Parts) == 0 {
		return false
	}
	part := w.Parts[0]
	if q, ok := part.(*syntax.DblQuoted); ok {
		if len(q.Parts) == 0 {
			return false
		}
		part = q.Parts[0]
	}
	switch p := part.(type) {
	case *syntax.Lit:
		return strings.HasPrefix(p.Value, "/")
	case *syntax.SglQuoted:
		return strings.HasPrefix(p.Value, "/")
	case *syntax.ParamExp:
		if p.Param == nil {
			return false
		}
		if v, ok := c.env[p.Param.Value]; ok {
			return strings.HasPrefix(v, "/")
		}
		return c.outside[p.Param.Value] || p.Exp != nil && p.Exp.Word != nil && c.absolute(p.Exp.Word)
	}
	return false
}

var openFiles = []string{"/dev/null", "/dev/stdout", "/dev/stderr", "/dev/tty"}

func (c *checker) redirects(s *syntax.Stmt) error {
	for _, r := range s.Redirs {
		switch r.Op {
		case syntax.Hdoc, syntax.DashHdoc:
			if call, ok := s.Cmd.(*syntax.CallExpr); ok && r.Hdoc != nil && runsText(call.Args) {
				if err := c.text(flat(r.Hdoc.Parts)); err != nil {
					return fmt.Errorf("%s: in the here-document: %w", r.Pos(), err)
				}
			}
		case syntax.RdrIn, syntax.WordHdoc, syntax.DplIn, syntax.DplOut:
		default:
			if c.absolute(r.Word) && !slices.Contains(openFiles, r.Word.Lit()) && !strings.HasPrefix(r.Word.Lit(), "/dev/fd/") {
				return fmt.Errorf("%s: writes to %s", r.Pos(), flat(r.Word.Parts))
			}
		}
	}
	return nil
}

func runsText(args []*syntax.Word) bool {
	for _, a := range args {
		if slices.Contains(Shells, flat(a.Parts)) {
			return true
		}
	}
	return false
}

func (c *checker) call(args []*syntax.Word) error {
	if len(args) == 0 {
		return nil
	}
	name := flat(args[0].Parts)
	if c.absolute(args[0]) {
		return fmt.Errorf("%s: runs %s by its absolute path", args[0].Pos(), name)
	}
	c.names[name] = true
	switch name {
	case "kill":
		for _, a := range args[1:] {
			if w := source(a); w != "-0" && w != "$!" && w != "$$" {
				return fmt.Errorf("%s: kill of anything but $! and $$", a.Pos())
			}
		}
	case "enable", "hash", "alias":
		return fmt.Errorf("%s: runs %s", args[0].Pos(), name)
	case ".", "source", "tee":
		for _, a := range args[1:] {
			if c.absolute(a) && !slices.Contains(openFiles, a.Lit()) {
				return fmt.Errorf("%s: %s of a file elsewhere", a.Pos(), name)
			}
		}
	case "type", "which":
		for _, a := range args[1:] {
			c.names[flat(a.Parts)] = true
		}
	}
	if c.funcs[name] {
		// It may run its operands, now or on another host; ssh's stub looks at them once more.
		for _, a := range args[1:] {
			if w := flat(a.Parts); strings.ContainsAny(w, " \t\n;|&") {
				_ = c.text(w)
			} else if a.Lit() != "" || quoted(a) {
				c.names[w] = true
			}
		}
	}
	if !slices.Contains(carriers, name) {
		return nil
	}
	for i, a := range args[1:] {
		w := flat(a.Parts)
		switch {
		case name == "command" && i == 0 && strings.HasPrefix(w, "-") && strings.Contains(w, "p"):
			return fmt.Errorf("%s: command -p", a.Pos())
		case strings.HasPrefix(w, "PATH="):
			return fmt.Errorf("%s: sets PATH", a.Pos())
		case c.absolute(a) && (strings.Contains(w, "bin/") || i == 0 && name != "find" && name != "flock" && name != "chroot"):
			return fmt.Errorf("%s: runs %s by its absolute path", a.Pos(), w)
		case w == ";" && name == "find": // ends its command
		case strings.ContainsAny(w, " \t\n;|&"):
			if err := c.text(w); err != nil {
				return fmt.Errorf("%s: in the text: %w", a.Pos(), err)
			}
		case w == "kill" && name != "trap":
			return fmt.Errorf("%s: kill through %s", a.Pos(), name)
		case a.Lit() != "" || quoted(a):
			c.names[w] = true
		}
	}
	return nil
}

func quoted(w *syntax.Word) bool {
	if len(w.Parts) != 1 {
		return false
	}
	switch w.Parts[0].(type) {
	case *syntax.SglQuoted, *syntax.DblQuoted:
		return true
	}
	return false
}

// flat returns the parts' text without quotes, with every expansion replaced by a name.
func flat(parts []syntax.WordPart) string {
	var b strings.Builder
	for _, p := range parts {
		switch p := p.(type) {
		case *syntax.Lit:
			b.WriteString(strings.ReplaceAll(p.Value, `\`, ""))
		case *syntax.SglQuoted:
			b.WriteString(p.Value)
		case *syntax.DblQuoted:
			b.WriteString(flat(p.Parts))
		default:
			b.WriteString("x")
		}
	}
	return b.String()
}

func source(w *syntax.Word) string {
	var b strings.Builder
	if err := syntax.NewPrinter().Print(&b, w); err != nil {
		return ""
	}
	return strings.Trim(b.String(), `"`)
}
