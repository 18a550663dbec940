package symexec

import (
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// isShell reports whether a command is a shell.
func isShell(name string) bool {
	switch effects.BaseName(name) {
	case "sh", "bash", "dash", "ksh", "zsh":
		return true
	}
	return false
}

// shellOptions are the options that a shell is started with: bash -ec …, sh -e -c …, bash -o pipefail -s. What stands behind the first
// word that is none belongs to the script.
func shellOptions(args []domain.Field) (on domain.Options) {
	name, ok := args[0].V.Constant()
	if !ok || !isShell(name) {
		return 0
	}
	bash := effects.BaseName(name) == "bash"
	for args = args[1:]; len(args) > 0; {
		t, ok := args[0].V.Constant()
		if !ok || args[0].Multi != nil || len(t) < 2 || t[0] != '-' && t[0] != '+' || t == "--" {
			break
		}
		args = args[1:]
		if t[:2] == "--" {
			continue
		}
		for _, f := range t[1:] {
			option := string(f)
			if (f == 'o' || f == 'O') && len(args) > 0 {
				option, _ = args[0].V.Constant()
				args = args[1:]
			}
			o := optionNamed(option)
			if !bash && (o == domain.OptPipefail || f == 'O') { // sh may be dash, which has neither
				continue
			}
			if t[0] == '-' {
				on |= o
			} else {
				on &^= o
			}
		}
	}
	return on
}
