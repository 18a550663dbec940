//go:build clients

// Package shells tries the completions and the manual pages with the programs that read them.
package shells

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/clients/scratch"
)

// built is a repository with wipelint on the PATH of what runs in it.
func built(t *testing.T) (r *scratch.Repository, program string) {
	t.Helper()
	r = scratch.New(t)
	bin := filepath.Join(r.Folder, "bin")
	r.Must("go", "-C", scratch.Root(t), "build", "-trimpath", "-o", bin+"/", "./cmd/wipelint")
	r.Env = append(r.Env, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "TERM=dumb", "MANWIDTH=80")
	return r, filepath.Join(bin, "wipelint")
}

// bash completes a command line as bash does when the tab key is pressed behind it: with the words, the line and the
// cursor in its variables, through the completion library.
const bash = `
source /usr/share/bash-completion/bash_completion
source <(wipelint completion bash)
COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=9 COMP_KEY=9
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
compopt() { :; }
__start_wipelint
printf '%s\n' "${COMPREPLY[@]}"
`

func TestShells(t *testing.T) {
	r, program := built(t)
	r.Write(map[string]string{"out/wipelint.sarif": "", "lint.toml": "", "complete.bash": bash})

	t.Run("bash", func(t *testing.T) {
		for _, tt := range []struct {
			words []string // as bash takes the line apart: at = too
			want  []string
		}{
			{[]string{"wipelint", "che"}, []string{"check"}},
			{[]string{"wipelint", "explain", "failo"}, []string{"failopen"}},
			{[]string{"wipelint", "explain", "WL100"}, []string{"WL1001", "WL1009"}},
			{[]string{"wipelint", "check", "--fail-on", ""}, []string{"error", "note", "warning"}},
			{[]string{"wipelint", "check", "--format", "sa"}, []string{"sarif"}},
			{[]string{"wipelint", "check", "--color", "=", "al"}, []string{"always"}},
		} {
			line := strings.ReplaceAll(strings.Join(tt.words, " "), " = ", "=")
			out := r.Must("bash", append([]string{"complete.bash", line}, tt.words...)...)
			var got []string
			for word := range strings.Lines(out) {
				word, _, _ = strings.Cut(strings.TrimSpace(word), " ")
				got = append(got, word)
			}
			for _, want := range tt.want {
				if !slices.Contains(got, want) {
					t.Errorf("%s: got %q, want %q in it", line, got, want)
				}
			}
		}
	})
	for _, shell := range []string{"bash", "zsh", "fish"} {
		t.Run("syntax of "+shell, func(t *testing.T) {
			file := filepath.Join(r.Folder, "completion."+shell)
			r.Write(map[string]string{"completion." + shell: r.Must(program, "completion", shell)})
			if out := r.Must(shell, "-n", file); out != "" {
				t.Errorf("%s says: %s", shell, out)
			}
		})
	}
	t.Run("fish", func(t *testing.T) {
		// fish completes a line by itself when it is asked.
		out := r.Must("fish", "-c", "wipelint completion fish | source; complete -C 'wipelint explain failo'; complete -C 'wipelint check --fail-on '")
		for _, want := range []string{"failopen\tA guard that fails to answer is taken for idle.", "warning\n", "note\n"} {
			if !strings.Contains(out, want) {
				t.Errorf("fish does not offer %q but:\n%s", want, out)
			}
		}
	})
	t.Run("zsh", func(t *testing.T) {
		// Without a terminal zsh completes nothing; that it takes the function is what can be seen.
		out := r.Must("zsh", "-fc", "autoload -U compinit && compinit -u -D && source <(wipelint completion zsh) && print ${_comps[wipelint]}")
		if strings.TrimSpace(out) != "_wipelint" {
			t.Errorf("zsh completes by %q", out)
		}
	})
	t.Run("man", func(t *testing.T) {
		r.Must(program, "man", "pages")
		pages, err := filepath.Glob(filepath.Join(r.Folder, "pages", "*.1"))
		if err != nil || len(pages) < 6 {
			t.Fatalf("there are %d pages, %v", len(pages), err)
		}
		for _, page := range pages {
			name := strings.TrimSuffix(filepath.Base(page), ".1")
			out := r.Must("man", "--warnings", "-l", page)
			text := strings.Join(strings.Fields(out), " ") // lines are filled with blanks
			if !strings.Contains(text, fmt.Sprintf("NAME %s - ", name)) || strings.Contains(out, "warning:") {
				t.Errorf("%s:\n%s", page, out)
			}
		}
	})
}
