package script

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode"

	"mvdan.cc/sh/v3/syntax"
)

// String gives the dialect's usual name.
func (d Dialect) String() string {
	switch d {
	case POSIX:
		return "POSIX sh"
	case Bash:
		return "bash"
	case Mksh:
		return "mksh"
	case Zsh:
		return "zsh"
	case Bats:
		return "bats"
	}
	return "unknown dialect"
}

// variants lists the languages to parse a dialect as, the first that accepts the text wins. What
// sh is differs between systems, and scripts written for it do use what bash adds.
func (d Dialect) variants() []syntax.LangVariant {
	switch d {
	case POSIX:
		return []syntax.LangVariant{syntax.LangPOSIX, syntax.LangBash}
	case Mksh:
		return []syntax.LangVariant{syntax.LangMirBSDKorn, syntax.LangBash}
	case Zsh:
		return []syntax.LangVariant{syntax.LangZsh, syntax.LangBash}
	case Bats:
		return []syntax.LangVariant{syntax.LangBats}
	case Bash:
	}
	return []syntax.LangVariant{syntax.LangBash, syntax.LangMirBSDKorn, syntax.LangZsh}
}

// variantNames are the languages as messages name them.
var variantNames = map[syntax.LangVariant]string{
	syntax.LangPOSIX:      POSIX.String(),
	syntax.LangBash:       Bash.String(),
	syntax.LangMirBSDKorn: Mksh.String(),
	syntax.LangZsh:        Zsh.String(),
	syntax.LangBats:       Bats.String(),
}

// shells are the interpreters whose language can be parsed.
var shells = map[string]Dialect{
	"sh": POSIX, "dash": POSIX, "ash": POSIX, "posix": POSIX, "yash": POSIX, "hush": POSIX,
	"busybox": POSIX, "toybox": POSIX, "openrc-run": POSIX, "runscript": POSIX, "rc-script": POSIX,
	"bash": Bash, "rbash": Bash, "osh": Bash,
	"ksh": Mksh, "mksh": Mksh, "lksh": Mksh, "oksh": Mksh, "pdksh": Mksh, "rksh": Mksh,
	"zsh": Zsh, "rzsh": Zsh,
	"bats": Bats,
}

// shellNamed finds the dialect of an interpreter by its file name in any folder and version, such
// as "/opt/bash-5.2/bin/bash5".
func shellNamed(interpreter string) (Dialect, bool) {
	name := strings.ToLower(path.Base(strings.ReplaceAll(interpreter, `\`, "/")))
	name = strings.TrimSuffix(name, ".exe")
	name = strings.TrimSuffix(name, "-static")
	name = strings.TrimRight(name, "0123456789.-_")
	d, ok := shells[name]
	return d, ok
}

// extensions are the file name extensions that tell the dialect.
var extensions = map[string]Dialect{
	".sh": Bash, ".bash": Bash, ".ebuild": Bash, ".eclass": Bash,
	".dash": POSIX, ".ash": POSIX,
	".ksh": Mksh, ".mksh": Mksh,
	".zsh":  Zsh,
	".bats": Bats,
}

// detect says what a file is written in: by its directive, its #! line or its extension, in this
// order, and bash where nothing tells. The options are those of the #! line.
func (s *Script) detect() {
	s.Dialect = Bash
	if d, ok := extensions[strings.ToLower(path.Ext(s.Path))]; ok {
		s.Dialect = d
	}
	if shell, args, ok := shebang(s.Source); ok {
		if d, ok := shellNamed(shell); ok {
			s.Dialect = d
			s.Interpreter = strings.TrimRight(strings.ToLower(path.Base(shell)), "0123456789.-_")
			s.Options = shellOptions(args)
		}
	}
	if d, ok := s.directive(); ok {
		s.Dialect = d
	}
}

// directive looks for "# shellcheck shell=…" and "# wipelint shell=…" among the comments that a
// script begins with. The latter wins, since it is meant for this tool.
func (s *Script) directive() (found Dialect, ok bool) {
	const maxLines = 64 // a licence may come first
	text := bytes.TrimPrefix(s.Source, utf8BOM)
	for number := 1; number <= maxLines; number++ {
		line, rest, more := bytes.Cut(text, []byte("\n"))
		line = bytes.TrimSpace(line)
		if len(line) > 0 && line[0] != '#' || !more && len(line) == 0 {
			break
		}
		offset := len(s.Source) - len(text)
		text = rest
		if !bytes.Contains(line, []byte("shell")) {
			continue
		}
		words := strings.Fields(strings.TrimLeft(string(line), "#"))
		if len(words) < 2 || words[0] != "shellcheck" && words[0] != "wipelint" || s.unheeded[number] {
			continue
		}
		for _, w := range words[1:] {
			name, isShell := strings.CutPrefix(w, "shell=")
			if !isShell {
				continue
			}
			d, known := shellNamed(strings.Trim(name, `"'`))
			switch {
			case !known && words[0] == "wipelint":
				s.Problems = append(s.Problems, *s.errorAt(offset,
					"unknown shell "+quote(name)+" in directive; known are sh, dash, bash, mksh, ksh, zsh and bats"))
			case known && words[0] == "wipelint":
				return d, true
			case known && !ok:
				found, ok = d, true
			}
		}
	}
	return found, ok
}

// shebang takes the #! line apart: the interpreter, behind env, busybox and sudo, and its arguments.
//
// Linux hands everything after the interpreter's path over as a single argument, which "#!/bin/sh
// -e -u" and "#!/usr/bin/env bash -e" do not survive. Other systems split it, and the author meant
// it split, so it is split here.
func shebang(src []byte) (interpreter string, args []string, ok bool) {
	const maxLength = 4096 // the kernel reads 255 bytes
	src = belowTags(bytes.TrimPrefix(src, utf8BOM))
	line, ok := bytes.CutPrefix(src[:min(len(src), maxLength)], []byte("#!"))
	if !ok {
		return "", nil, false
	}
	line, rest, _ := bytes.Cut(line, []byte("\n"))
	words := strings.Fields(string(line))
	for len(words) > 0 {
		name := path.Base(words[0])
		switch {
		case name == "env":
			words = envCommand(words[1:])
		case name == "sudo" || name == "doas":
			words = words[1:]
			for len(words) > 0 && words[0][0] == '-' {
				words = words[1:]
			}
		case (name == "busybox" || name == "toybox") && len(words) > 1:
			words = words[1:]
		case name == "nix-shell":
			shell, found := nixShell(rest)
			return shell, nil, found
		case strings.Contains(words[0], "@") || strings.Contains(words[0], "{{"):
			return filledIn(words[0]), words[1:], true
		case runsShell[name]:
			if i := slices.IndexFunc(words[1:], func(w string) bool { _, ok := shellNamed(w); return ok && w[0] != '-' }); i >= 0 {
				words = words[1+i:]
			}
			return words[0], words[1:], true
		default:
			return words[0], words[1:], true
		}
	}
	return "", nil, false
}

// runsShell are the programs on a #! line that run the shell which is named behind them.
var runsShell = map[string]bool{
	"with-contenv": true, "setsid": true, "flock": true, "timeout": true, "dumb-init": true, "tini": true, "nice": true, "ionice": true,
	"stdbuf": true, "chronic": true, "unshare": true, "ssh-agent": true, "dbus-run-session": true, "catchsegv": true, "time": true, "nohup": true,
	"s6-envdir": true, "chpst": true, "setuidgid": true, "cap": true, "caffeinate": true, "linux32": true, "linux64": true, "strace": true,
}

// filledIn is the shell that a name means which a build puts in: @SHELL@, @BASH_PATH@, @runtimeShell@. A part of a word is no shell:
// @PYTHON_SHEBANG@.
func filledIn(word string) string {
	for _, w := range strings.FieldsFunc(strings.ToLower(word), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if strings.HasSuffix(w, "shell") {
			return "sh"
		}
		if _, ok := shellNamed(w); ok {
			return w
		}
	}
	return word
}

// envCommand skips the options and assignments of env.
func envCommand(words []string) []string {
	for i, w := range words {
		words[i] = strings.Trim(w, `"'`) // -S takes quotes away
	}
	for len(words) > 0 {
		w := words[0]
		switch {
		case w == "-u" || w == "--unset" || w == "-C" || w == "--chdir":
			words = words[min(2, len(words)):]
			continue
		case strings.HasPrefix(w, "--split-string="):
			words[0] = strings.TrimPrefix(w, "--split-string=")
			continue
		case strings.HasPrefix(w, "-") && !strings.HasPrefix(w, "--") && strings.Contains(w, "S"):
			if _, command, _ := strings.Cut(w, "S"); command != "" {
				words[0] = command
				continue
			}
		case strings.HasPrefix(w, "-"), strings.Contains(w, "="):
		default:
			return words
		}
		words = words[1:]
	}
	return nil
}

// nixShell finds the interpreter in the further "#! nix-shell -i bash" lines.
func nixShell(rest []byte) (string, bool) {
	for line := range bytes.Lines(rest) {
		if !bytes.HasPrefix(line, []byte("#!")) {
			break
		}
		words := strings.Fields(string(line))
		if i := slices.Index(words, "-i"); i >= 0 && i+1 < len(words) {
			return words[i+1], true
		}
	}
	return "", false
}

// optionLetters are the options of set -o that have a letter.
var optionLetters = map[string]string{
	"allexport": "a", "braceexpand": "B", "errexit": "e", "errtrace": "E", "functrace": "T",
	"hashall": "h", "histexpand": "H", "keyword": "k", "monitor": "m", "noclobber": "C",
	"noexec": "n", "noglob": "f", "notify": "b", "nounset": "u", "onecmd": "t", "physical": "P",
	"privileged": "p", "verbose": "v", "xtrace": "x",
}

// shellOptions reads the arguments of a shell up to its first operand.
func shellOptions(args []string) []string {
	var options []string
	set := func(name string, on bool) {
		if letter, ok := optionLetters[name]; ok {
			name = letter
		}
		options = slices.DeleteFunc(options, func(o string) bool { return o == name })
		if on {
			options = append(options, name)
		}
	}
	for len(args) > 0 {
		a := args[0]
		args = args[1:]
		switch {
		case a == "-" || a == "--":
			return options
		case a == "--rcfile" || a == "--init-file":
			args = args[min(1, len(args)):]
		case strings.HasPrefix(a, "--"):
			set(a[2:], true)
		case a[0] == '-' || a[0] == '+':
			for _, c := range a[1:] {
				if (c == 'o' || c == 'O') && len(args) > 0 {
					set(args[0], a[0] == '-')
					args = args[1:]
				} else if c != 'o' && c != 'O' {
					set(string(c), a[0] == '-')
				}
			}
		default:
			return options
		}
	}
	return options
}
