package replay

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/interp"
)

var sedSubst = regexp.MustCompile(`^(\d*|\$)s([/|,#:@])(.*)$`)

// sed does the few things that scripts do with an answer: substitute, print and delete lines.
func sed(m *machine, ctx context.Context, hc interp.HandlerContext, args []string) (int, error) {
	opts, rest, err := letters(args[1:], "e")
	if err != nil {
		return 0, err
	}
	if opts['i'] != nil || opts['f'] != nil {
		return 0, cannot("the script uses sed -i or -f")
	}
	progs := opts['e']
	if len(progs) == 0 {
		if len(rest) == 0 {
			return 1, nil
		}
		progs, rest = []string{rest[0]}, rest[1:]
	}
	extended, quiet := opts['E'] != nil || opts['r'] != nil, opts['n'] != nil
	text, status := m.reading(ctx, hc, rest)
	all := split(text)
	var out []string
	for _, p := range progs {
		p = strings.TrimSpace(p)
		step, err := sedStep(p, extended, quiet, len(all))
		if err != nil {
			return 0, err
		}
		out = nil
		for i, l := range all {
			out = append(out, step(i+1, l)...)
		}
		all = out
	}
	write(hc, out)
	return status, nil
}

func sedStep(p string, extended, quiet bool, count int) (func(n int, l string) []string, error) {
	no := cannot("the script uses the sed program %q", p)
	if f := sedSubst.FindStringSubmatch(p); f != nil {
		parts := strings.Split(f[3], f[2])
		if len(parts) != 3 || strings.Contains(f[3], `\`+f[2]) || strings.Trim(parts[2], "gp") != "" {
			return nil, no
		}
		re, err := compile(parts[0], extended, false, false, false, false)
		if err != nil {
			return nil, err
		}
		with := regexp.MustCompile(`\\(\d)`).ReplaceAllString(strings.ReplaceAll(strings.ReplaceAll(parts[1], "$", "$$"), "&", "${0}"), "$${$1}")
		return func(n int, l string) []string {
			if f[1] != "" && f[1] != strconv.Itoa(n) && !(f[1] == "$" && n == count) || !re.MatchString(l) {
				if quiet {
					return nil
				}
				return []string{l}
			}
			var done string
			if strings.Contains(parts[2], "g") {
				done = re.ReplaceAllString(l, with)
			} else {
				at := re.FindStringSubmatchIndex(l)
				done = l[:at[0]] + string(re.ExpandString(nil, with, l, at)) + l[at[1]:]
			}
			switch printed := strings.Contains(parts[2], "p"); {
			case printed && quiet, !quiet && !printed:
				return []string{done}
			case quiet:
				return nil
			}
			return []string{done, done}
		}, nil
	}
	if len(p) < 2 || (p[len(p)-1] != 'p' && p[len(p)-1] != 'd') {
		return nil, no
	}
	address, del := p[:len(p)-1], p[len(p)-1] == 'd'
	var hit func(n int, l string) bool
	switch {
	case address == "$":
		hit = func(n int, _ string) bool { return n == count }
	case strings.HasPrefix(address, "/") && strings.HasSuffix(address, "/") && len(address) > 2:
		re, err := compile(address[1:len(address)-1], extended, false, false, false, false)
		if err != nil {
			return nil, err
		}
		hit = func(_ int, l string) bool { return re.MatchString(l) }
	default:
		from, to, ranged := strings.Cut(address, ",")
		a, err := strconv.Atoi(from)
		if err != nil {
			return nil, no
		}
		b := a
		if ranged {
			if b, err = strconv.Atoi(to); err != nil {
				if to != "$" {
					return nil, no
				}
				b = count
			}
		}
		hit = func(n int, _ string) bool { return n >= a && n <= b }
	}
	return func(n int, l string) []string {
		switch h := hit(n, l); {
		case del && h:
			return nil
		case !del && h && !quiet:
			return []string{l, l}
		case !del && !h && quiet:
			return nil
		}
		return []string{l}
	}, nil
}
