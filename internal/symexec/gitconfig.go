package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// gitRuns are keys of git's configuration whose text git runs by a shell: git-config(1).
var gitRuns = []string{"core.sshcommand", "core.editor", "core.pager", "core.fsmonitor", "core.askpass", "sequence.editor", "diff.external", "credential.helper"}

// configuresGit runs the text of an alias and the like that a call gives git: git config alias.x '!CMD', git -c core.pager=CMD.
func (x *exec) configuresGit(cl *domain.CallInfo, st *domain.State) {
	if cl.Name != "git" {
		return
	}
	for i, f := range cl.Args[1:] {
		v := st.Resolve(f.V)
		if len(v) == 0 || v[0].Sym != nil || f.Multi != nil {
			continue
		}
		key, _, joined := strings.Cut(v[0].Lit, "=")
		text := v.Skip(len(key) + 1)
		if !joined {
			if i+2 >= len(cl.Args) {
				continue
			}
			text = st.Resolve(cl.Args[i+2].V)
		}
		switch key = strings.ToLower(key); {
		case len(text) == 0 || text[0].Sym != nil:
			continue
		case strings.HasPrefix(key, "alias."), key == "credential.helper":
			if !strings.HasPrefix(text[0].Lit, "!") {
				continue
			}
			text = text.Skip(1)
		case !isKey(key):
			continue
		}
		if x.prog.Cat.MayDestroy([]byte(text.Pattern())) {
			x.plant(st, "/etc/profile.d/git", text.Append(value.Lit("\n")), cl.Whole, cl.Whole)
		}
	}
}

func isKey(key string) bool {
	for _, k := range gitRuns {
		if k == key {
			return true
		}
	}
	return false
}
