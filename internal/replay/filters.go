package replay

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/interp"
)

// A filter is a program that only reads and prints, and does so here as it does elsewhere. The error says what of it is not done here.
type filter func(m *machine, ctx context.Context, hc interp.HandlerContext, args []string) (int, error)

var filters map[string]filter

func init() {
	filters = map[string]filter{
		"true": constant(0), "false": constant(1), "sleep": sleep, "cat": cat, "grep": grep, "egrep": grep, "fgrep": grep, "wc": wc, "head": ends, "tail": ends, "cut": cut,
		"tr": translate, "sort": sortLines, "uniq": uniq, "sed": sed, "awk": runAwk, "gawk": runAwk, "mawk": runAwk, "tee": tee, "seq": seq,
		"basename": pathTool, "dirname": pathTool, "date": date, "hostname": printing("thishost"), "whoami": printing("root"), "id": id, "uname": printing("Linux"),
		"mktemp": mktemp, "readlink": realpath, "realpath": realpath, "expr": expr, "touch": touch, "mkdir": mkdir, "tty": constant(1), "test": testProgram, "[": testProgram, "echo": echo, "printf": echo, "logger": constant(0),
		"xxd": refused, "perl": undeclared, "python3": undeclared, "python": undeclared, "jq": undeclared,
	}
}

func constant(n int) filter {
	return func(*machine, context.Context, interp.HandlerContext, []string) (int, error) { return n, nil }
}

// sleep takes no time. It fails only where the witness says so: when it is interrupted.
func sleep(m *machine, ctx context.Context, hc interp.HandlerContext, args []string) (int, error) {
	if !slices.Contains(m.c.Failing, "sleep") {
		return 0, nil
	}
	m.mu.Lock()
	_, n := m.status("sleep", lineOf(ctx, hc))
	m.mu.Unlock()
	return n, nil
}

func printing(text string) filter {
	return func(_ *machine, _ context.Context, hc interp.HandlerContext, args []string) (int, error) {
		fmt.Fprintln(hc.Stdout, text)
		return 0, nil
	}
}

func id(_ *machine, _ context.Context, hc interp.HandlerContext, args []string) (int, error) {
	text := "uid=0(root) gid=0(root) groups=0(root)"
	switch {
	case len(args) > 1 && strings.Contains(args[1], "n"):
		text = "root"
	case len(args) > 1:
		text = "0"
	}
	fmt.Fprintln(hc.Stdout, text)
	return 0, nil
}

func refused(_ *machine, _ context.Context, _ interp.HandlerContext, args []string) (int, error) {
	return 0, cannot("the script uses %s", args[0])
}

func undeclared(m *machine, ctx context.Context, hc interp.HandlerContext, args []string) (int, error) {
	if hc.Stdin != nil && slices.Contains([]string{"jq"}, base(args[0])) {
		_, _ = io.Copy(io.Discard, io.LimitReader(hc.Stdin, maxText))
	}
	return m.undeclared(ctx, hc, strings.Join(args, " "), args), nil
}

// reading gives the text of the files that a program is called with, or else what comes in.
func (m *machine) reading(ctx context.Context, hc interp.HandlerContext, files []string) (string, int) {
	if len(files) == 0 {
		files = []string{"-"}
	}
	var b bytes.Buffer
	status := 0
	for _, f := range files {
		if f == "-" {
			if hc.Stdin != nil {
				_, _ = io.Copy(&b, io.LimitReader(hc.Stdin, maxText))
			}
			continue
		}
		r, err := m.files.open(ctx, f, 0, 0)
		if err != nil {
			fmt.Fprintln(hc.Stderr, err)
			status = 1
			continue
		}
		_, _ = io.Copy(&b, io.LimitReader(r, maxText))
	}
	return b.String(), status
}

// split gives the lines of a text.
func split(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// letters splits options of one letter; those in valued take a value.
func letters(args []string, valued string) (opts map[byte][]string, rest []string, err error) {
	opts = map[byte][]string{}
	for i := 0; i < len(args); i++ {
		a := args[i]
		switch {
		case a == "--":
			return opts, append(rest, args[i+1:]...), nil
		case strings.HasPrefix(a, "--"):
			return nil, nil, cannot("the script uses the option %s of a filter", a)
		case len(a) < 2 || a[0] != '-':
			rest = append(rest, a)
			continue
		}
		for k := 1; k < len(a); k++ {
			if strings.IndexByte(valued, a[k]) < 0 {
				opts[a[k]] = append(opts[a[k]], "")
				continue
			}
			v := a[k+1:]
			if v == "" && i+1 < len(args) {
				i++
				v = args[i]
			}
			opts[a[k]] = append(opts[a[k]], v)
			break
		}
	}
	return opts, rest, nil
}

func cat(m *machine, ctx context.Context, hc interp.HandlerContext, args []string) (int, error) {
	_, files, err := letters(args[1:], "")
	if err != nil {
		return 0, err
	}
	text, n := m.reading(ctx, hc, files)
	_, _ = io.WriteString(hc.Stdout, text)
	return n, nil
}

func seq(_ *machine, _ context.Context, hc interp.HandlerContext, args []string) (int, error) {
	var ns []int
	for _, a := range args[1:] {
		n, err := strconv.Atoi(a)
		if err != nil {
			return 0, cannot("the script uses seq %s", a)
		}
		ns = append(ns, n)
	}
	var to int
	from, step := 1, 1
	switch len(ns) {
	case 1:
		to = ns[0]
	case 2:
		from, to = ns[0], ns[1]
	case 3:
		from, step, to = ns[0], ns[1], ns[2]
	default:
		return 1, nil
	}
	if step == 0 || (to-from)/step > 10000 {
		return 0, overrun("the script counts with seq to more than 10000")
	}
	for i := from; step > 0 && i <= to || step < 0 && i >= to; i += step {
		fmt.Fprintln(hc.Stdout, i)
	}
	return 0, nil
}

// date goes on by half a minute with each look at it, so that what waits for a time ends.
func date(m *machine, _ context.Context, hc interp.HandlerContext, args []string) (int, error) {
	m.mu.Lock()
	m.clock += 30
	now := 1_700_000_000 + m.clock
	m.mu.Unlock()
	if slices.Contains(args, "+%s") {
		fmt.Fprintln(hc.Stdout, now)
	} else {
		fmt.Fprintln(hc.Stdout, "2023-11-14")
	}
	return 0, nil
}

func integer(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil
}

func expr(_ *machine, _ context.Context, hc interp.HandlerContext, args []string) (int, error) {
	if len(args) != 4 {
		return 0, cannot("the script uses expr with %d words", len(args)-1)
	}
	if args[2] == ":" {
		re, err := compile(strings.TrimPrefix(args[3], "^"), false, false, false, false, false)
		if err != nil {
			return 0, err
		}
		if re, err = regexp.Compile("^(?:" + re.String() + ")"); err != nil {
			return 0, cannot("the script uses the regular expression %q", args[3])
		}
		found := re.FindStringSubmatch(args[1])
		switch {
		case re.NumSubexp() > 0 && found != nil:
			fmt.Fprintln(hc.Stdout, found[1])
			return map[bool]int{true: 1, false: 0}[found[1] == ""], nil
		case re.NumSubexp() > 0:
			fmt.Fprintln(hc.Stdout)
		case found != nil:
			fmt.Fprintln(hc.Stdout, len(found[0]))
		default:
			fmt.Fprintln(hc.Stdout, 0)
		}
		return map[bool]int{true: 1, false: 0}[found == nil || found[0] == ""], nil
	}
	a, okA := integer(args[1])
	b, okB := integer(args[3])
	n := 0
	truth := func(t bool) { n = map[bool]int{true: 1, false: 0}[t] }
	switch {
	case !okA || !okB:
		return 2, nil
	case args[2] == "+":
		n = a + b
	case args[2] == "-":
		n = a - b
	case args[2] == "*":
		n = a * b
	case args[2] == "<":
		truth(a < b)
	case args[2] == ">":
		truth(a > b)
	case args[2] == "=":
		truth(a == b)
	default:
		return 0, cannot("the script uses expr with %s", args[2])
	}
	fmt.Fprintln(hc.Stdout, n)
	if n == 0 {
		return 1, nil
	}
	return 0, nil
}

// testProgram and echo are programs of these names, which other programs start.
func testProgram(m *machine, ctx context.Context, hc interp.HandlerContext, args []string) (int, error) {
	return m.shell(ctx, &shellSpec{env: hc.Env, dir: hc.Dir, host: hostOf(ctx), line: lineOf(ctx, hc), stdin: hc.Stdin, stdout: hc.Stdout, stderr: hc.Stderr}, quoted(args)), nil
}

func echo(m *machine, ctx context.Context, hc interp.HandlerContext, args []string) (int, error) {
	return testProgram(m, ctx, hc, args)
}
