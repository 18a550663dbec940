package replay

import (
	"context"
	"maps"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/interp"
	"mvdan.cc/sh/v3/syntax"
)

// call sees every call before it is made, and says what is called instead. Whatever of the interpreter's builtins touches the machine
// by itself is replaced here.
func (m *machine) call(ctx context.Context, args []string) ([]string, error) {
	if err := m.failure(); err != nil {
		return nil, err
	}
	n := m.calls.Add(1)
	if s, _ := ctx.Value(specKey{}).(*shellSpec); s != nil {
		if s.until > 0 && n > s.until {
			return nil, errTimeUp
		}
		if m.givingUp(s, false) {
			return nil, errGivenUp
		}
	}
	if n > m.most {
		return nil, m.fail(overrun("it runs more than %d commands", m.most))
	}
	hc := interp.HandlerCtx(ctx)
	if out := m.signalled(ctx, hc, args); out != nil {
		return out, nil
	}
	if strings.HasPrefix(args[0], "\x01") {
		return m.marked(ctx, hc, args)
	}
	return m.dispatch(ctx, hc, args, false)
}

// dispatch says what is called. direct is for calls that have been through wrapped.
func (m *machine) dispatch(ctx context.Context, hc interp.HandlerContext, args []string, direct bool) ([]string, error) {
	if !direct {
		if out, err := m.wrapped(hc, args, ""); out != nil || err != nil {
			return out, err
		}
	}
	if m.isFunction(args[0]) {
		return args, nil // if it is not defined yet it is a program
	}
	return m.builtin(ctx, hc, args)
}

// nothing are builtins that change nothing which a replay looks at.
var nothing = map[string]bool{
	"umask": true, "ulimit": true, "hash": true, "disown": true, "jobs": true, "bg": true, "fg": true, "history": true, "enable": true, "bind": true,
	"complete": true, "compopt": true, "times": true, "logout": true, "caller": true, "suspend": true, "help": true, "fc": true, "dirs": true,
}

func (m *machine) builtin(ctx context.Context, hc interp.HandlerContext, args []string) ([]string, error) {
	name, rest := strings.TrimPrefix(args[0], `\`), args[1:]
	if name != args[0] && name != "" {
		args = append([]string{name}, rest...)
	}
	if nothing[name] {
		return status(0), nil
	}
	switch name {
	case "[", "test":
		return m.test(args)
	case "set":
		return setOptions(rest), nil
	case "eval":
		return m.eval(rest, false), nil
	case "trap":
		return m.trap(ctx, hc, rest)
	case "source", ".":
		return m.source(rest)
	case "break", "continue":
		return []string{"eval", "__wl_brk=1; '" + wordGo + "' " + quoted(args)}, nil
	case "builtin", "command":
		return m.command(ctx, hc, name, rest)
	case "type":
		for len(rest) > 0 && strings.HasPrefix(rest[0], "-") {
			rest = rest[1:]
		}
		return append([]string{wordHave}, rest...), nil
	case "exec":
		if len(rest) > 0 && strings.HasPrefix(rest[0], "-") {
			return nil, m.fail(cannot("the script uses exec %s", rest[0]))
		}
		if len(rest) > 0 && interp.IsBuiltin(rest[0]) {
			return []string{"eval", "'" + wordExternal + "' " + quoted(rest) + "; '" + wordGo + "' exit"}, nil
		}
		return args, nil
	case "cd", "pushd":
		for len(rest) > 0 && (rest[0] == "-P" || rest[0] == "-L" || rest[0] == "--" || rest[0] == "-e") {
			rest = rest[1:]
		}
		return append([]string{name}, rest...), nil
	case "pwd":
		return []string{"pwd"}, nil
	case "read":
		return m.read(rest)
	case "mapfile", "readarray":
		for _, a := range rest {
			if strings.HasPrefix(a, "-") && a != "-t" && a != "-d" {
				return nil, m.fail(cannot("the script uses %s %s", name, a))
			}
		}
		into := "MAPFILE"
		if n := len(rest); n > 0 && syntax.ValidName(rest[n-1]) && (n < 2 || rest[n-2] != "-d") {
			into = rest[n-1]
		}
		// The interpreter leaves the list unset for set -u.
		return []string{"eval", "'" + wordGo + "' " + quoted(args) + "; " + into + "+=()"}, nil
	case "printf":
		if len(rest) > 2 && rest[0] == "-v" && syntax.ValidName(rest[1]) {
			return []string{"eval", rest[1] + "=$(printf " + quoted(rest[2:]) + ")"}, nil
		}
	case "shopt":
		return m.shopt(rest), nil
	case "wait":
		return m.wait(hc, rest)
	case "kill":
		return m.kill(ctx, hc, rest)
	case "shift":
		return m.shift(rest)
	case "alias", "unalias":
		return nil, m.fail(cannot("the script uses aliases"))
	case "compgen", "newgrp", "popd":
		return nil, m.fail(cannot("the script uses %s", name))
	case "return":
		return m.returns(hc, rest)
	case "exit":
		if code := value(hc, "__wl_trap_exit"); code != "" {
			n := strconv.Itoa(hc.LastExitStatus)
			if len(rest) > 0 {
				n = rest[0]
			}
			return []string{"eval", "__wl_trap_exit=; '" + wordStatus + "' " + quote(n) + "; '" + wordGo + "' eval " + quote(code) + "; exit " + quote(n)}, nil
		}
		if len(rest) == 1 {
			return []string{name, exitStatus(rest[0])}, nil
		}
	}
	return args, nil
}

// exitStatus is the status that exit and return make of a word: the lowest eight bits of a number, 2 for another word.
func exitStatus(word string) string {
	if n, err := strconv.Atoi(word); err == nil {
		return strconv.Itoa(n & 255)
	}
	return "2"
}

var numeric = map[string]bool{"-eq": true, "-ne": true, "-lt": true, "-le": true, "-gt": true, "-ge": true}

// test ends with 2 where a number is compared with something else, as the shells do.
func (m *machine) test(args []string) ([]string, error) {
	ops := args[1:]
	if args[0] == "[" {
		if len(ops) == 0 || ops[len(ops)-1] != "]" {
			return status(2), nil
		}
		ops = ops[:len(ops)-1]
	}
	isNumber := func(s string) bool {
		_, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
		return err == nil
	}
	for i, a := range ops {
		if numeric[a] && i > 0 && i+1 < len(ops) && (!isNumber(ops[i-1]) || !isNumber(ops[i+1])) {
			return status(2), nil
		}
		if (a == "-O" || a == "-G" || a == "-N") && i+2 == len(ops) {
			return nil, m.fail(cannot("the script uses [ %s ]", a))
		}
	}
	switch len(ops) {
	case 1:
		return status(map[bool]int{true: 0, false: 1}[ops[0] != ""]), nil
	case 3: // the operator in the middle decides, whatever the operands look like
		switch ops[1] {
		case "=", "==":
			return status(map[bool]int{true: 0, false: 1}[ops[0] == ops[2]]), nil
		case "!=":
			return status(map[bool]int{true: 0, false: 1}[ops[0] != ops[2]]), nil
		}
	case 4:
		if ops[0] == "!" && (ops[2] == "=" || ops[2] == "==") {
			return status(map[bool]int{true: 0, false: 1}[ops[1] != ops[3]]), nil
		}
	}
	return args, nil
}

// eval is the builtin. cond says that set -e is ignored in what it runs.
func (m *machine) eval(args []string, cond bool) []string {
	text, ok := m.text(strings.Join(args, " "), cond)
	if !ok {
		return status(1)
	}
	return []string{"eval", text}
}

// text rewrites text that is run in the script's own shell. cond says that set -e is ignored in it.
// It is false for text that is none of the shell's.
func (m *machine) text(text string, cond bool) (string, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, err := m.prog.again(text, cond)
	if err != nil {
		return "", false
	}
	maps.Copy(m.functions, functionsOf(f.Stmts))
	out, err := printed(f)
	return out, err == nil
}

// source runs a file that the analysis has read, or one that the script wrote itself. Others are taken to hold nothing.
func (m *machine) source(args []string) ([]string, error) {
	if len(args) == 0 {
		return status(2), nil
	}
	name := args[0][strings.LastIndexByte(args[0], '/')+1:]
	src, ok := m.prog.sources[name]
	if !ok {
		m.mu.Lock()
		b := m.files.files[args[0]]
		if b != nil {
			src, ok = b.String(), true
		}
		m.mu.Unlock()
	}
	if strings.HasPrefix(args[0], "/dev/") && !strings.HasPrefix(args[0], procFiles) {
		return nil, m.fail(cannot("the script sources %s", args[0]))
	}
	if !ok {
		return status(0), nil
	}
	text, ok := m.text(src, false)
	if !ok {
		return status(1), nil
	}
	if returns.MatchString(src) {
		return nil, m.fail(cannot("the script sources a file that ends with return"))
	}
	if len(args) > 1 {
		return nil, m.fail(cannot("the script sources a file with parameters"))
	}
	return []string{"eval", text}, nil
}

func (m *machine) command(ctx context.Context, hc interp.HandlerContext, name string, args []string) ([]string, error) {
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		switch args[0] {
		case "-v", "-V":
			return append([]string{wordHave}, args[1:]...), nil
		}
		args = args[1:]
	}
	if len(args) == 0 {
		return status(0), nil
	}
	if interp.IsBuiltin(args[0]) {
		return m.builtin(ctx, hc, args)
	}
	if name == "builtin" {
		return status(1), nil
	}
	return append([]string{wordExternal}, args...), nil
}

// read drops the options that do not change what is read here.
func (m *machine) read(args []string) ([]string, error) {
	out := []string{"read"}
	for i := 0; i < len(args); i++ {
		a := args[i]
		if !strings.HasPrefix(a, "-") || a == "--" || a == "-" {
			out = append(out, args[i:]...)
			break
		}
		for k, l := range a[1:] {
			attached := a[k+2:]
			switch l {
			case 'r', 'a':
				out = append(out, "-"+string(l))
				continue
			case 's', 'e':
				continue
			case 'p', 't', 'i':
				if attached == "" {
					i++
				}
			case 'n', 'N', 'd', 'u':
				return nil, m.fail(cannot("the script uses read -%c", l))
			}
			break
		}
	}
	return out, nil
}
