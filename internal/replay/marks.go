package replay

import (
	"context"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/interp"
)

func value(hc interp.HandlerContext, name string) string { return hc.Env.Get(name).String() }

// keeping runs text and ends with a status.
func keeping(text string, status int) []string {
	return []string{"eval", text + "; '" + wordStatus + "' " + strconv.Itoa(status)}
}

// subshell notes that what follows runs in a subshell, which has no trap on EXIT yet.
const subshell = "__wl_sub=1; __wl_subd=${__wl_d-}; __wl_jobs=; __wl_pids=; __wl_notrap=; __wl_trap_exit="

func status(n int) []string { return []string{wordStatus, strconv.Itoa(n)} }

// quote makes a word of the shell of a text. It does not fail: a text with a zero byte loses it. There is no backslash in it but those
// of the text: the interpreter would keep one that stands before a quote in what it assigns.
func quote(s string) string {
	return "'" + strings.ReplaceAll(strings.ReplaceAll(s, "\x00", ""), "'", `'"'"'`) + "'"
}

func quoted(words []string) string {
	var out []string
	for _, w := range words {
		out = append(out, quote(w))
	}
	return strings.Join(out, " ")
}

// marked does what the rewriter has put into the tree.
func (m *machine) marked(ctx context.Context, hc interp.HandlerContext, args []string) ([]string, error) {
	last := hc.LastExitStatus
	switch args[0] {
	case wordStatus, wordProc, wordHave, wordExternal, wordOpen, wordOperand:
		return args, nil
	case wordRefuse:
		return nil, m.fail(cannot("the script uses %s", strings.Join(args[1:], " ")))
	case wordCheck:
		return m.check(hc, args[1:], last)
	case wordGo:
		if len(args) < 2 {
			return status(last), nil
		}
		switch args[1] {
		case "exit":
			return m.builtin(ctx, hc, args[1:])
		case "break", "continue", "return", "mapfile", "readarray", "wait", "shift", "eval": // text that is rewritten already
			return args[1:], nil
		}
		return m.dispatch(ctx, hc, args[1:], true)
	case wordCond:
		if len(args) < 2 {
			return status(0), nil
		}
		if out, err := m.wrapped(hc, args[1:], "1"); out != nil || err != nil {
			return out, err
		}
		if args[1] == "eval" {
			return m.eval(args[2:], true), nil
		}
		return m.dispatch(ctx, hc, args[1:], true)
	case wordSubst:
		switch {
		case !m.prog.bash:
			return keeping(subshell+"; __wl_e=", last), nil // dash does not know there that a condition is around
		case value(hc, "__wl_inherit") == "":
			return keeping(subshell+"; __wl_opt_e=", last), nil
		}
		return keeping(subshell, last), nil
	case wordAwait:
		return keeping("wait", last), nil
	case wordLeave:
		if code := value(hc, "__wl_trap_exit"); code != "" {
			return []string{"eval", "__wl_trap_exit=; '" + wordStatus + "' " + strconv.Itoa(last) + "; '" + wordGo + "' eval " + quote(code) + "; '" + wordStatus + "' " + strconv.Itoa(last)}, nil
		}
		return status(last), nil
	case wordNot:
		return status(map[bool]int{true: 1, false: 0}[last == 0]), nil
	case wordJob:
		m.mu.Lock()
		m.substed = false
		m.mu.Unlock()
		return keeping(`__wl_jobs="${__wl_jobs-} $!"; __wl_pids="${__wl_pids-} $!"`, last), nil
	case wordFork + "0":
		return keeping(subshellBegin(args), last), nil
	case wordFork:
		if err := m.fork(); err != nil {
			return nil, err
		}
		return keeping(subshellBegin(args), last), nil
	case wordMark:
		return keeping("__wl_brk=", last), nil
	case wordUnbroken:
		return []string{"eval", "__wl_st=" + strconv.Itoa(last) + `; test -z "$__wl_brk"`}, nil
	case wordRepeat:
		n, _ := strconv.Atoi(value(hc, "__wl_st"))
		return status(n), nil
	case wordPart:
		m.mu.Lock()
		m.statuses[args[1]+"."+args[2]] = last
		m.mu.Unlock()
		return status(last), nil
	case wordPipe:
		n, _ := strconv.Atoi(args[2])
		var all []string
		m.mu.Lock()
		for i := range n {
			all = append(all, strconv.Itoa(m.statuses[args[1]+"."+strconv.Itoa(i)]))
		}
		m.mu.Unlock()
		return keeping("__wl_piped=1; PIPESTATUS=("+strings.Join(all, " ")+")", last), nil
	}
	return nil, m.fail(cannot("the script has control characters in a command's name"))
}

// fork counts a job.
func (m *machine) fork() error {
	most := int64(maxForks)
	if m.most < maxCalls {
		most = fewForks
	}
	if m.forks.Add(1) > most {
		return m.fail(overrun("it starts more than %d jobs", most))
	}
	return nil
}

// check looks at the command that ended: how much it has assigned, and whether its failure ends the shell.
func (m *machine) check(hc interp.HandlerContext, names []string, last int) ([]string, error) {
	ignored := len(names) > 0 && names[0] == "-"
	for _, name := range names {
		if name == "-" {
			continue
		}
		v := hc.Env.Get(name)
		size := len(v.Str)
		for _, e := range v.List {
			size += len(e) + 16
		}
		if size > maxText {
			return nil, m.fail(overrun("$%s holds more than %d bytes", name, maxText))
		}
	}
	text := ""
	if m.prog.status {
		if value(hc, "__wl_piped") == "" {
			text = "PIPESTATUS=(" + strconv.Itoa(last) + "); "
		}
		text += "__wl_piped="
	}
	if last != 0 && !ignored && value(hc, "__wl_e") != "1" {
		if trap := value(hc, "__wl_trap_err"); trap != "" && value(hc, "__wl_in_trap") == "" && (value(hc, "__wl_d") == "" || value(hc, "__wl_errtrace") != "") {
			text = "__wl_in_trap=1; '" + wordStatus + "' " + strconv.Itoa(last) + "; '" + wordGo + "' eval " + quote(trap) + "; __wl_in_trap="
		}
		if value(hc, "__wl_opt_e") == "1" {
			if text != "" {
				text += "; "
			}
			return []string{"eval", text + "'" + wordGo + "' exit " + strconv.Itoa(last)}, nil
		}
	}
	if text != "" {
		return keeping(text, last), nil
	}
	return status(last), nil
}

// wrapped calls a function by way of the one that notes how deep it is and whether set -e is ignored in it; nil for other calls.
func (m *machine) wrapped(hc interp.HandlerContext, args []string, ignored string) ([]string, error) {
	if !m.isFunction(args[0]) {
		return nil, nil
	}
	depth, _ := strconv.Atoi(value(hc, "__wl_d"))
	if depth >= maxNesting {
		return nil, m.fail(overrun("functions call each other more than %d deep", maxNesting))
	}
	if value(hc, "__wl_e") == "1" {
		ignored = "1"
	}
	return append([]string{"__wl_call", strconv.Itoa(hc.LastExitStatus), ignored, strconv.Itoa(depth + 1)}, args...), nil
}
