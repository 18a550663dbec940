package models

import (
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

func splitLines(t string) []string {
	if t == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(t, "\n"), "\n")
}

func headLines(args []string, in string) (string, bool) {
	n, ok := lineCount(args)
	if !ok {
		return "", false
	}
	l := strings.SplitAfter(in, "\n")
	if n < 0 {
		n = max(len(splitLines(in))+n, 0)
	}
	return strings.Join(l[:min(n, len(l))], ""), true
}

func tailLines(args []string, in string) (string, bool) {
	from := len(args) == 2 && args[0] == "-n" && strings.HasPrefix(args[1], "+")
	n, ok := lineCount(args)
	if !ok {
		return "", false
	}
	if n < 0 {
		n = -n // tail -n -1 is tail -n 1 (POSIX tail, -n)
	}
	l := strings.SplitAfter(in, "\n")
	if len(l) > 0 && l[len(l)-1] == "" {
		l = l[:len(l)-1]
	}
	if from {
		return strings.Join(l[min(max(n-1, 0), len(l)):], ""), true
	}
	return strings.Join(l[max(len(l)-n, 0):], ""), true
}

// lineCount reads -n 5, -n5, -5 and nothing.
func lineCount(args []string) (int, bool) {
	t := "10"
	switch {
	case len(args) == 0:
	case len(args) == 2 && args[0] == "-n":
		t = args[1]
	case len(args) == 1 && strings.HasPrefix(args[0], "-n"):
		t = args[0][2:]
	case len(args) == 1 && strings.HasPrefix(args[0], "-"):
		t = args[0][1:]
	default:
		return 0, false
	}
	n, err := strconv.Atoi(strings.TrimPrefix(t, "+"))
	return n, err == nil
}

func sortLines(args []string, in string) (string, bool) {
	l := splitLines(in)
	unique, reverse, numeric := false, false, false
	for _, a := range args {
		switch a {
		case "-u":
			unique = true
		case "-r":
			reverse = true
		case "-n":
			numeric = true
		default:
			return "", false
		}
	}
	sort.SliceStable(l, func(i, j int) bool {
		a, b := l[i], l[j]
		if reverse {
			a, b = b, a
		}
		if numeric {
			m, _ := strconv.Atoi(strings.TrimSpace(a))
			n, _ := strconv.Atoi(strings.TrimSpace(b))
			return m < n
		}
		return a < b
	})
	if unique {
		l = dedupe(l)
	}
	return joinLines(l), true
}

func uniqLines(args []string, in string) (string, bool) {
	if len(args) > 0 {
		return "", false
	}
	return joinLines(dedupe(splitLines(in))), true
}

func dedupe(l []string) []string {
	var out []string
	for i, s := range l {
		if i == 0 || s != l[i-1] {
			out = append(out, s)
		}
	}
	return out
}

func joinLines(l []string) string {
	if len(l) == 0 {
		return ""
	}
	return strings.Join(l, "\n") + "\n"
}

func cutFields(args []string, in string) (string, bool) {
	delim, fields := "\t", ""
	if len(args) > 0 && (strings.HasPrefix(args[0], "-c") || strings.HasPrefix(args[0], "-b")) {
		return cutChars(args, in)
	}
	for i := 0; i < len(args); i++ {
		a := args[i]
		switch {
		case a == "-d" && i+1 < len(args):
			i++
			delim = args[i]
		case strings.HasPrefix(a, "-d"):
			delim = a[2:]
		case a == "-f" && i+1 < len(args):
			i++
			fields = args[i]
		case strings.HasPrefix(a, "-f"):
			fields = a[2:]
		default:
			return "", false
		}
	}
	n, err := strconv.Atoi(fields)
	if err != nil || n < 1 || delim == "" {
		return "", false
	}
	var out []string
	for _, l := range splitLines(in) {
		f := strings.Split(l, delim)
		switch {
		case len(f) == 1:
			out = append(out, l)
		case n <= len(f):
			out = append(out, f[n-1])
		default:
			out = append(out, "")
		}
	}
	return joinLines(out), true
}

// cutChars is cut -cN, -cN-, -c-M and -cN-M.
func cutChars(args []string, in string) (string, bool) {
	list := args[0][2:]
	if list == "" && len(args) == 2 {
		list = args[1]
	} else if len(args) != 1 {
		return "", false
	}
	first, last, ranged := strings.Cut(list, "-")
	from, to := 1, 1<<30
	var err error
	if first != "" {
		if from, err = strconv.Atoi(first); err != nil || from < 1 {
			return "", false
		}
	}
	if !ranged {
		to = from
	} else if last != "" {
		if to, err = strconv.Atoi(last); err != nil || to < from {
			return "", false
		}
	}
	var out []string
	for _, l := range splitLines(in) {
		out = append(out, l[min(from-1, len(l)):min(to, len(l))])
	}
	return joinLines(out), true
}

func trChars(args []string, in string) (string, bool) {
	if len(args) != 2 {
		return "", false
	}
	set := func(s string) string {
		s = value.AnsiC(s)
		switch s {
		case "[:space:]":
			return " \t\n\r\v\f"
		case "[:blank:]":
			return " \t"
		case "[:upper:]", "A-Z":
			return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		case "[:lower:]", "a-z":
			return "abcdefghijklmnopqrstuvwxyz"
		case "[:digit:]", "0-9":
			return "0123456789"
		}
		return s
	}
	if args[0] == "-d" {
		drop := set(args[1])
		if strings.Contains(drop, "-") && len(drop) > 1 || strings.HasPrefix(drop, "[") {
			return "", false
		}
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(drop, r) {
				return -1
			}
			return r
		}, in), true
	}
	if strings.HasPrefix(args[0], "-") {
		return "", false
	}
	from, to := set(args[0]), set(args[1])
	if to == "" || strings.Contains(from, "-") && len(from) > 1 || strings.HasPrefix(from, "[") {
		return "", false
	}
	return strings.Map(func(r rune) rune {
		i := strings.IndexRune(from, r)
		if i < 0 {
			return r
		}
		return rune(to[min(i, len(to)-1)])
	}, in), true
}

var awkField = regexp.MustCompile(`^\s*(?:NR\s*==\s*(\d+)\s*)?\{\s*print\s+\$(\d+|NF)\s*;?\s*(exit)?\s*;?\s*\}\s*$`)

func awkPrint(args []string, in string) (string, bool) {
	sep, prog := "", ""
	for i := 0; i < len(args); i++ {
		switch a := args[i]; {
		case a == "-F" && i+1 < len(args):
			i++
			sep = args[i]
		case strings.HasPrefix(a, "-F"):
			sep = a[2:]
		case strings.HasPrefix(a, "-"):
			return "", false
		default:
			prog = a
		}
	}
	m := awkField.FindStringSubmatch(prog)
	if m == nil || len(sep) > 1 {
		return "", false
	}
	var out []string
	for i, l := range splitLines(in) {
		if m[1] != "" && m[1] != strconv.Itoa(i+1) {
			continue
		}
		f := strings.Fields(l)
		if sep != "" && sep != " " {
			f = strings.Split(l, sep)
		}
		n := len(f)
		if m[2] != "NF" {
			n, _ = strconv.Atoi(m[2])
		}
		switch {
		case n == 0:
			out = append(out, l)
		case n <= len(f):
			out = append(out, f[n-1])
		default:
			out = append(out, "")
		}
		if m[3] != "" {
			break
		}
	}
	return joinLines(out), true
}

var (
	sedPrint  = regexp.MustCompile(`^(\d+|\$)p$`)
	sedDelete = regexp.MustCompile(`^(\d+|/\^\$/)d$`)
)

// sedSimple is s/a/b/[g], Np with -n, Nd and /^$/d.
func sedSimple(args []string, in string) (string, bool) {
	quiet, extended := false, false
	prog := ""
	for i := 0; i < len(args); i++ {
		switch a := args[i]; a {
		case "-n":
			quiet = true
		case "-E", "-r":
			extended = true
		case "-e":
			if i++; i < len(args) && prog == "" {
				prog = args[i]
				continue
			}
			return "", false
		default:
			if strings.HasPrefix(a, "-") || prog != "" {
				return "", false
			}
			prog = a
		}
	}
	lines := splitLines(in)
	if m := sedPrint.FindStringSubmatch(prog); m != nil && quiet {
		n := len(lines)
		if m[1] != "$" {
			n, _ = strconv.Atoi(m[1])
		}
		if n < 1 || n > len(lines) {
			return "", true
		}
		return lines[n-1] + "\n", true
	}
	if quiet {
		return "", false
	}
	if m := sedDelete.FindStringSubmatch(prog); m != nil {
		var out []string
		for i, l := range lines {
			if m[1] == strconv.Itoa(i+1) || m[1] == "/^$/" && l == "" {
				continue
			}
			out = append(out, l)
		}
		return joinLines(out), true
	}
	if len(prog) < 4 || prog[0] != 's' {
		return "", false
	}
	parts := sedParts(prog[2:], prog[1])
	if len(parts) != 3 || strings.ContainsAny(parts[1], `\&`) || parts[2] != "" && parts[2] != "g" {
		return "", false
	}
	expr := parts[0]
	if !extended {
		expr = basicRegexp(expr)
	}
	m := domain.Compiled(expr)
	if m.Re == nil {
		return "", false
	}
	m.Re.Longest()
	for i, l := range lines {
		replaced, ok := m.Replaced(l, parts[1], parts[2] == "g")
		if !ok {
			return "", false
		}
		lines[i] = replaced
	}
	return joinLines(lines), true
}

// reversed is rev: the characters of each line from the last one to the first.
func reversed(args []string, in string) (string, bool) {
	if len(args) > 0 {
		return "", false
	}
	lines := splitLines(in)
	for i, l := range lines {
		r := []rune(l)
		slices.Reverse(r)
		lines[i] = string(r)
	}
	return joinLines(lines), true
}

// JoinWords prints the words of the input on one line, as xargs does without a command (xargs(1)); quotes in them are not told.
func (x *Tools) JoinWords(cl *domain.CallInfo, st *domain.State) []*domain.State {
	return x.textFilter(cl, st, func(_ []string, in string) (string, bool) {
		return strings.Join(strings.Fields(in), " ") + "\n", !strings.ContainsAny(in, "\"'\\")
	}, true)
}
