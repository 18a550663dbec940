package replay

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path"
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
	_, n := m.status("sleep")
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

func grep(m *machine, ctx context.Context, hc interp.HandlerContext, args []string) (int, error) {
	var plain []string
	for _, a := range args[1:] {
		switch {
		case a == "--quiet" || a == "--silent":
			a = "-q"
		case strings.HasPrefix(a, "--color"), a == "--line-buffered":
			continue
		}
		plain = append(plain, a)
	}
	opts, rest, err := letters(plain, "emABC")
	if err != nil {
		return 0, err
	}
	has := func(l byte) bool { return opts[l] != nil }
	var pattern string
	switch {
	case has('e'):
		pattern = strings.Join(opts['e'], "\n")
	case len(rest) == 0:
		return 2, nil
	default:
		pattern, rest = rest[0], rest[1:]
	}
	if has('f') || has('P') || has('r') || has('R') {
		return 0, cannot("the script uses grep with -f, -P or -r")
	}
	re, err := compile(pattern, has('E') || args[0] == "egrep", has('F') || args[0] == "fgrep", has('i'), has('x'), has('w'))
	if err != nil {
		return 0, err
	}
	text, status := m.reading(ctx, hc, rest)
	var found []string
	n := 0
	for _, l := range split(text) {
		if re.MatchString(l) == has('v') {
			continue
		}
		n++
		if has('o') {
			found = append(found, re.FindAllString(l, -1)...)
		} else {
			found = append(found, l)
		}
		if has('m') {
			break
		}
	}
	switch {
	case has('q'):
	case has('c'):
		fmt.Fprintln(hc.Stdout, n)
	case has('l'):
		if n > 0 {
			fmt.Fprintln(hc.Stdout, strings.Join(rest, "\n"))
		}
	case len(found) > 0:
		fmt.Fprintln(hc.Stdout, strings.Join(found, "\n"))
	}
	switch {
	case status != 0 && (n == 0 || !has('q')):
		return 2, nil
	case n == 0:
		return 1, nil
	}
	return 0, nil
}

func wc(m *machine, ctx context.Context, hc interp.HandlerContext, args []string) (int, error) {
	opts, files, err := letters(args[1:], "")
	if err != nil {
		return 0, err
	}
	text, n := m.reading(ctx, hc, files)
	switch {
	case opts['l'] != nil:
		fmt.Fprintln(hc.Stdout, strings.Count(text, "\n"))
	case opts['w'] != nil:
		fmt.Fprintln(hc.Stdout, len(strings.Fields(text)))
	case opts['c'] != nil || opts['m'] != nil:
		fmt.Fprintln(hc.Stdout, len(text))
	default:
		fmt.Fprintln(hc.Stdout, strings.Count(text, "\n"), len(strings.Fields(text)), len(text))
	}
	return n, nil
}

func ends(m *machine, ctx context.Context, hc interp.HandlerContext, args []string) (int, error) {
	var plain []string
	for _, a := range args[1:] {
		if len(a) > 1 && a[0] == '-' && strings.Trim(a[1:], "0123456789") == "" {
			plain = append(plain, "-n", a[1:])
			continue
		}
		plain = append(plain, a)
	}
	opts, files, err := letters(plain, "nc")
	if err != nil {
		return 0, err
	}
	if opts['c'] != nil || opts['f'] != nil {
		return 0, cannot("the script uses head or tail with -c or -f")
	}
	n, from := 10, false
	if v := opts['n']; v != nil {
		from = strings.HasPrefix(v[0], "+")
		if n, err = strconv.Atoi(strings.TrimPrefix(v[0], "+")); err != nil || n < 0 {
			return 0, cannot("the script uses head or tail with -n %s", v[0])
		}
	}
	text, status := m.reading(ctx, hc, files)
	all := split(text)
	switch {
	case base(args[0]) == "head":
		all = all[:min(n, len(all))]
	case from:
		all = all[min(max(n-1, 0), len(all)):]
	default:
		all = all[max(0, len(all)-n):]
	}
	write(hc, all)
	return status, nil
}

func write(hc interp.HandlerContext, all []string) {
	if len(all) > 0 {
		_, _ = io.WriteString(hc.Stdout, strings.Join(all, "\n")+"\n")
	}
}

func cut(m *machine, ctx context.Context, hc interp.HandlerContext, args []string) (int, error) {
	opts, files, err := letters(args[1:], "dfcb")
	if err != nil {
		return 0, err
	}
	sep, spec := "\t", ""
	if opts['d'] != nil {
		sep = opts['d'][0]
	}
	chars := opts['f'] == nil
	for _, l := range []byte("fcb") {
		if opts[l] != nil {
			spec = opts[l][0]
		}
	}
	text, status := m.reading(ctx, hc, files)
	var out []string
	for _, l := range split(text) {
		var parts []string
		if chars {
			parts = strings.Split(l, "")
		} else if parts = strings.Split(l, sep); len(parts) == 1 {
			if opts['s'] == nil {
				out = append(out, l)
			}
			continue
		}
		var kept []string
		for i, p := range parts {
			if selected(spec, i+1) {
				kept = append(kept, p)
			}
		}
		if chars {
			out = append(out, strings.Join(kept, ""))
		} else {
			out = append(out, strings.Join(kept, sep))
		}
	}
	write(hc, out)
	return status, nil
}

func selected(spec string, n int) bool {
	for part := range strings.SplitSeq(spec, ",") {
		from, to, ranged := strings.Cut(part, "-")
		a, _ := strconv.Atoi(from)
		b, err := strconv.Atoi(to)
		if !ranged {
			b = a
		} else if err != nil {
			b = 1 << 30
		}
		if n >= a && n <= b {
			return true
		}
	}
	return false
}

var classes = strings.NewReplacer("[:space:]", " \t\n\r", "[:blank:]", " \t", "[:upper:]", "A-Z", "[:lower:]", "a-z", "[:digit:]", "0-9", "[:alpha:]", "A-Za-z", "[:alnum:]", "A-Za-z0-9", `\n`, "\n", `\t`, "\t", `\r`, "\r", `\0`, "\x00", `\000`, "\x00")

func characters(s string) string {
	s = classes.Replace(s)
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if i+2 < len(s) && s[i+1] == '-' && s[i] <= s[i+2] {
			for c := int(s[i]); c <= int(s[i+2]); c++ {
				b.WriteByte(byte(c))
			}
			i += 2
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func translate(m *machine, ctx context.Context, hc interp.HandlerContext, args []string) (int, error) {
	opts, sets, err := letters(args[1:], "")
	if err != nil {
		return 0, err
	}
	if len(sets) == 0 {
		return 1, nil
	}
	from := characters(sets[0])
	text, _ := m.reading(ctx, hc, nil)
	in := func(c byte) int { return strings.IndexByte(from, c) }
	complement := opts['c'] != nil || opts['C'] != nil
	var b strings.Builder
	to := ""
	if len(sets) > 1 {
		to = characters(sets[1])
	}
	last := -1
	for i := range len(text) {
		c := text[i]
		k := in(c)
		hit := k >= 0 != complement
		switch {
		case hit && opts['d'] != nil:
			continue
		case hit && to != "":
			if complement {
				k = len(to) - 1
			}
			c = to[min(k, len(to)-1)]
		}
		if opts['s'] != nil && hit && last == int(c) {
			continue
		}
		last = -1
		if hit {
			last = int(c)
		}
		b.WriteByte(c)
	}
	_, _ = io.WriteString(hc.Stdout, b.String())
	return 0, nil
}

func sortLines(m *machine, ctx context.Context, hc interp.HandlerContext, args []string) (int, error) {
	opts, files, err := letters(args[1:], "kto")
	if err != nil {
		return 0, err
	}
	text, status := m.reading(ctx, hc, files)
	all := split(text)
	slices.SortStableFunc(all, func(a, b string) int {
		if opts['n'] != nil {
			x, _ := strconv.ParseFloat(strings.TrimSpace(a), 64)
			y, _ := strconv.ParseFloat(strings.TrimSpace(b), 64)
			if x != y {
				return map[bool]int{true: -1, false: 1}[x < y]
			}
		}
		return strings.Compare(a, b)
	})
	if opts['r'] != nil {
		slices.Reverse(all)
	}
	if opts['u'] != nil {
		all = slices.Compact(all)
	}
	write(hc, all)
	return status, nil
}

func uniq(m *machine, ctx context.Context, hc interp.HandlerContext, args []string) (int, error) {
	if len(args) > 1 {
		return 0, cannot("the script uses uniq with options")
	}
	text, status := m.reading(ctx, hc, nil)
	write(hc, slices.Compact(split(text)))
	return status, nil
}

func tee(m *machine, ctx context.Context, hc interp.HandlerContext, args []string) (int, error) {
	_, files, err := letters(args[1:], "")
	if err != nil {
		return 0, err
	}
	text, _ := m.reading(ctx, hc, nil)
	_, _ = io.WriteString(hc.Stdout, text)
	for _, f := range files {
		const create = 0o1 | 0o100 // O_WRONLY|O_CREAT
		if w, err := m.files.open(ctx, f, create, 0); err == nil {
			_, _ = io.WriteString(w, text)
		}
	}
	return 0, nil
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

func pathTool(_ *machine, _ context.Context, hc interp.HandlerContext, args []string) (int, error) {
	rest := args[1:]
	for len(rest) > 0 && (rest[0] == "--" || rest[0] == "-s") {
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return 1, nil
	}
	if base(args[0]) == "dirname" {
		fmt.Fprintln(hc.Stdout, path.Dir(rest[0]))
		return 0, nil
	}
	name := path.Base(rest[0])
	if len(rest) > 1 && name != rest[1] {
		name = strings.TrimSuffix(name, rest[1])
	}
	fmt.Fprintln(hc.Stdout, name)
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

func mktemp(m *machine, _ context.Context, hc interp.HandlerContext, args []string) (int, error) {
	m.mu.Lock()
	m.counts["\x00mktemp"]++
	name := "/tmp/tmp." + strconv.Itoa(m.counts["\x00mktemp"])
	if slices.Contains(args, "-d") {
		m.files.dirs[name] = true
	} else {
		m.files.files[name] = &bytes.Buffer{}
	}
	m.mu.Unlock()
	fmt.Fprintln(hc.Stdout, name)
	return 0, nil
}

func realpath(m *machine, ctx context.Context, hc interp.HandlerContext, args []string) (int, error) {
	last := args[len(args)-1]
	if last == "" || len(args) == 1 {
		return 1, nil
	}
	fmt.Fprintln(hc.Stdout, m.files.abs(ctx, last))
	return 0, nil
}

func touch(m *machine, ctx context.Context, _ interp.HandlerContext, args []string) (int, error) {
	for _, f := range args[1:] {
		if !strings.HasPrefix(f, "-") {
			_, _ = m.files.open(ctx, f, 0o1|0o100, 0)
		}
	}
	return 0, nil
}

func mkdir(m *machine, ctx context.Context, _ interp.HandlerContext, args []string) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, f := range args[1:] {
		if !strings.HasPrefix(f, "-") {
			m.files.dirs[m.files.abs(ctx, f)] = true
		}
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
