package symexec

import (
	"path"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// homeFolder is what ~ and a cd without operands go to: $HOME, also where the script sets it.
func (x *exec) homeFolder(st *domain.State) value.Value {
	if v, ok := st.Vars.Get(x.tab.Name("HOME")); ok && v != nil && v.Set && !v.Array && !v.Assoc && !v.Loose {
		return st.Resolve(v.Val)
	}
	return x.envValue("HOME")
}

// homeOf is the home folder of a user of the machine: ~postgres.
func (x *exec) homeOf(user string) *value.Sym {
	return x.dom.Derive(x.envValue("HOME"), "home~"+user, func(s *value.Sym) { s.Name, s.Desc = "~"+user, "~"+user })
}

// isHome reports whether a symbol is a home folder.
func isHome(s *value.Sym) bool {
	return s.Kind == value.SymEnv && s.Name == "HOME" || s.Root != nil && s.Root.Kind == value.SymEnv && s.Root.Name == "HOME"
}

// mostSearched is how many folders of CDPATH are told apart.
const mostSearched = 4

// searched gives the states after a cd to a name that the folders of CDPATH, which the script sets, are searched for; nil where there are
// none. Any of them may have it, or else the folder that the script is in.
func (x *exec) searched(cl *domain.CallInfo, st *domain.State, to string) []*domain.State {
	v, ok := st.Vars.Get(x.tab.Name("CDPATH"))
	if !ok || v == nil || !v.Set || cl.Name != "cd" && cl.Name != "pushd" || to == "." || to == ".." || strings.HasPrefix(to, "./") || strings.HasPrefix(to, "../") {
		return nil
	}
	var out []*domain.State
	here := false
	folders := foldersOf(st.Resolve(v.Val))
	for _, f := range folders[:min(len(folders), mostSearched)] {
		if len(f) == 0 || len(f) == 1 && f[0].Sym == nil && f[0].Lit == "." {
			here = true
			continue
		}
		c := st.Fork()
		switch t, known := f.Constant(); {
		case known && strings.HasPrefix(t, "/"):
			c.Cwd = value.Lit(path.Join(t, to))
		case known:
			c = x.unknownFolder(cl, c)
		default:
			c.Cwd = f.Append(value.Lit("/" + to))
		}
		out = append(out, c)
	}
	if len(out) == 0 || here && len(folders) == 1 {
		return nil
	}
	c := st.Fork()
	if base, ok := c.Resolve(c.Cwd).Constant(); ok && strings.HasPrefix(base, "/") {
		c.Cwd = value.Lit(path.Join(base, to))
	} else {
		c = x.folderFrom(cl, c, to)
	}
	out = append(out, c)
	if len(folders) > mostSearched {
		out = append(out, x.unknownFolder(cl, st.Fork()))
	}
	return out
}

// foldersOf are the folders of a list with colons between them.
func foldersOf(list value.Value) []value.Value {
	out := []value.Value{nil}
	for _, p := range list {
		if p.Sym != nil {
			out[len(out)-1] = append(out[len(out)-1], p)
			continue
		}
		for i, t := range strings.Split(p.Lit, ":") {
			if i > 0 {
				out = append(out, nil)
			}
			if t != "" {
				out[len(out)-1] = out[len(out)-1].Append(value.Lit(t))
			}
		}
	}
	return out
}
