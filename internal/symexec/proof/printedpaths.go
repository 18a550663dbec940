package proof

import (
	"path"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Lists of files: what find and ls print are paths in the folders that they were given, or names in these.

// printedPaths are the pattern of the paths that a command prints, and the folder of which it prints names; both are "" for other commands.
func (x *Ledger) printedPaths(cl *domain.CallInfo, st *domain.State) (paths, namesIn string) {
	switch cl.Name {
	case "find":
		return x.foundIn(cl, st), ""
	case "ls":
		return listed(cl, st)
	case "readlink", "realpath": // a link into a folder of data leads to some
		if t, ok := st.Resolve(cl.Args[len(cl.Args)-1].V).Constant(); ok && strings.HasPrefix(t, "/") && !strings.HasPrefix(t, "/dev/") && !strings.HasPrefix(t, "/proc/") {
			return path.Clean(t), ""
		}
	}
	return "", ""
}

// foundIn is the pattern of what find prints: files below one folder.
func (x *Ledger) foundIn(cl *domain.CallInfo, st *domain.State) string {
	if len(cl.Args) < 2 {
		return ""
	}
	t, ok := st.Resolve(cl.Args[1].V).Constant()
	if t = fromRoot(t, st); !ok || !strings.HasPrefix(t, "/") || t == "/" {
		return ""
	}
	name := ""
	for i, f := range cl.Args[2:] {
		u, ok := f.V.Constant()
		switch {
		case ok && (u == "-printf" || strings.HasPrefix(u, "-exec") || strings.HasPrefix(u, "/")):
			return ""
		case ok && (u == "-name" || u == "-iname") && i+3 < len(cl.Args):
			name, _ = st.Resolve(cl.Args[i+3].V).Constant()
		}
	}
	if name == "" {
		return path.Clean(t) + "/*"
	}
	if here := path.Clean(t) + "/" + name; x.isData(here) && !x.isData(path.Clean(t)+"/other") {
		return here // the name is that of data: /var/lib/mysql
	}
	return path.Clean(t) + "/*/" + name // some folder below
}

// isData reports whether deleting a path destroys data.
func (x *Ledger) isData(path string) bool {
	_, data := x.prog.Cat.Destructive([]string{"rm", "-rf", path})
	return data
}

// listed is what ls prints.
func listed(cl *domain.CallInfo, st *domain.State) (paths, namesIn string) {
	operand, itself, more := "", false, false
	for _, f := range cl.Args[1:] {
		t, ok := st.Resolve(f.V).Constant()
		if f.Multi != nil {
			if t, ok = f.Multi.Path, true; f.Multi.Kind != value.SymGlob {
				return "", ""
			}
		}
		switch {
		case !ok:
			return "", ""
		case strings.HasPrefix(t, "--"):
			itself = itself || t == "--directory"
			more = more || t == "--recursive" || strings.HasPrefix(t, "--format")
		case strings.HasPrefix(t, "-"):
			itself = itself || strings.Contains(t, "d")
			more = more || strings.ContainsAny(t, "lRgonsiCxmF")
		case operand == "":
			operand = t
		}
	}
	switch {
	case more:
		return "", "" // its lines are no names
	case itself || effects.IsGlob(operand):
		if t := fromRoot(operand, st); operand != "" && t != "/" {
			return t, ""
		}
		return "", ""
	}
	if t := fromRoot(operand, st); strings.HasPrefix(t, "/") && t != "/" {
		return "", t
	}
	return "", ""
}

// fromRoot is a path as the root sees it, where the folder that the script is in is known.
func fromRoot(t string, st *domain.State) string {
	if strings.HasPrefix(t, "/") {
		return path.Clean(t)
	}
	if cwd, ok := st.Resolve(st.Cwd).Constant(); ok && strings.HasPrefix(cwd, "/") {
		return path.Join(cwd, t)
	}
	return t
}
