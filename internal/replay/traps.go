package replay

import (
	"context"
	"strings"

	"mvdan.cc/sh/v3/interp"
)

// setOptions leaves to the interpreter what it knows of; set -e is done by check.
func setOptions(args []string) []string {
	var pre, kept []string
	for i := 0; i < len(args); i++ {
		a := args[i]
		on := strings.HasPrefix(a, "-")
		if a == "--" || a == "-" || len(a) < 2 || !on && a[0] != '+' {
			kept = append(kept, args[i:]...)
			break
		}
		flag := ""
		switches := func(variable string) {
			if on {
				pre = append(pre, variable+"=1")
			} else {
				pre = append(pre, variable+"=")
			}
		}
		for _, l := range a[1:] {
			switch l {
			case 'e':
				switches("__wl_opt_e")
			case 'E':
				switches("__wl_errtrace")
			case 'o':
				if i+1 < len(args) {
					i++
					switch args[i] {
					case "errexit":
						switches("__wl_opt_e")
					case "errtrace":
						switches("__wl_errtrace")
					case "posix":
						switches("__wl_inherit")
					case "pipefail", "nounset", "noglob", "allexport", "noexec":
						kept = append(kept, a[:1]+"o", args[i])
					}
				}
			case 'a', 'n', 'f', 'u':
				flag += string(l)
			}
		}
		if flag != "" {
			kept = append(kept, a[:1]+flag)
		}
	}
	text := strings.Join(pre, "; ")
	if len(kept) == 0 {
		if text == "" {
			return []string{":"}
		}
		return []string{"eval", text}
	}
	if text == "" {
		return append([]string{"set"}, kept...)
	}
	return []string{"eval", text + "; set " + quoted(kept)}
}

func (m *machine) trap(ctx context.Context, hc interp.HandlerContext, args []string) ([]string, error) {
	for len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 || strings.HasPrefix(args[0], "-") && args[0] != "-" {
		return status(0), nil
	}
	code, signals := args[0], args[1:]
	if len(args) == 1 {
		code, signals = "-", args
	}
	if code == "-" {
		code = ""
	}
	text, ok := m.text(code, false)
	if !ok {
		return status(1), nil
	}
	// The interpreter goes on after a return in a handler, so that none is handed to it.
	var run []string
	for _, s := range signals {
		switch strings.TrimPrefix(s, "SIG") {
		case "EXIT", "0":
			if value(hc, "__wl_notrap") != "1" {
				run = append(run, "__wl_trap_exit="+quote(text))
			}
		case "ERR":
			run = append(run, "__wl_trap_err="+quote(text))
		default:
			if n := signalNumber(s); n != 0 && value(hc, "__wl_sub") != "1" {
				if args[0] == "" {
					text = ":"
				}
				m.hears(ctx, n)
				run = append(run, trapOn(n)+"="+quote(text))
			}
		}
	}
	if len(run) == 0 {
		return status(0), nil
	}
	return []string{"eval", strings.Join(run, "; ")}, nil
}

func (m *machine) shopt(args []string) []string {
	if len(args) < 2 || args[0] != "-s" && args[0] != "-u" {
		return []string{":"}
	}
	on := map[bool]string{true: "1", false: ""}[args[0] == "-s"]
	var known []string
	for _, o := range args[1:] {
		switch o {
		case "inherit_errexit":
			return []string{"eval", "__wl_inherit=" + on}
		case "nullglob", "dotglob", "extglob", "globstar", "nocaseglob":
			known = append(known, o)
		}
	}
	if len(known) == 0 {
		return []string{":"}
	}
	return append([]string{"shopt", args[0]}, known...)
}
