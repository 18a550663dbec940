package replay

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/interp"
)

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
