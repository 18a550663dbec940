package symexec

import (
	"path"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Symbolic links that the script makes to data, or to a device: what is destroyed through one of them is what it leads to.

// linked notes a link that ln -s makes, where it leads to data or a device.
func (x *exec) linked(cl *domain.CallInfo, st *domain.State) *domain.State {
	symbolic := false
	var operands []domain.Field
	for _, f := range cl.Args[1:] {
		switch t, known := st.Resolve(f.V).Constant(); {
		case known && strings.HasPrefix(t, "--"):
			symbolic = symbolic || t == "--symbolic"
		case known && len(t) > 1 && t[0] == '-':
			symbolic = symbolic || strings.Contains(t, "s")
		default:
			operands = append(operands, f)
		}
	}
	if !symbolic || len(operands) == 0 || len(operands) > 2 {
		return st
	}
	to := st.Resolve(operands[0].V)
	if pattern := to.Pattern(); !x.prog.Cat.Device(pattern) && !x.prog.Cat.SurelyDevice(pattern) {
		if _, ok := x.prog.Cat.Destructive([]string{"rm", "-rf", pattern}); !ok {
			return st
		}
	}
	at, known := "./", true
	if len(operands) == 2 {
		at, known = st.Resolve(operands[1].V).Constant()
	}
	name := to[len(to)-1]
	switch {
	case !known:
		return st
	case strings.HasSuffix(at, "/"), path.Base(at) == ".", x.isThere(value.Lit(at), st):
		if name.Sym != nil {
			return st
		}
		at = path.Join(at, path.Base(name.Lit))
	}
	c := st.Fork()
	id := x.tab.Name(effects.LinkPseudo + x.linkPath(at, st))
	x.prog.Static.Always[id], x.links = true, true
	c.Vars = c.Vars.Set(id, &domain.Variable{Set: true, Val: to})
	return c
}

// linkPath is a path as the root sees it, as far as the folder is known.
func (x *exec) linkPath(p string, st *domain.State) string {
	if !strings.HasPrefix(p, "/") {
		if cwd, ok := st.Resolve(st.Cwd).Constant(); ok && strings.HasPrefix(cwd, "/") {
			return path.Join(cwd, p)
		}
	}
	return path.Clean(p)
}

// followed is what a path leads to that has a link of the script in it. The link itself is followed where itself is set, or where a slash
// follows it.
func (x *exec) followed(v value.Value, itself bool, st *domain.State) (value.Value, bool) {
	t, known := v.Constant()
	if !known || !x.links || t == "" {
		return nil, false
	}
	itself = itself || strings.HasSuffix(t, "/")
	whole := x.linkPath(t, st)
	var out value.Value
	longest := 0
	st.Vars.Each(func(k uint32, l *domain.Variable) {
		at, ok := strings.CutPrefix(x.tab.NameOf[k], effects.LinkPseudo)
		if !ok || l == nil || len(at) < longest {
			return
		}
		rest, ok := strings.CutPrefix(whole, at)
		if ok && (rest == "" && itself || strings.HasPrefix(rest, "/")) {
			out, longest = st.Resolve(l.Val).Append(value.Lit(rest)), len(at)
		}
	})
	return out, len(out) > 0
}

// throughLinks gives a call with what its paths lead to.
func (x *exec) throughLinks(words []string, cl *domain.CallInfo, st *domain.State) ([]string, *domain.CallInfo) {
	if !x.links {
		return words, cl
	}
	itself := cl.Name != "rm" && cl.Name != "unlink" && cl.Name != "mv" && cl.Name != "find" // these act on the link
	copied := false
	for _, o := range x.prog.Cat.Paths(words, true) {
		f := cl.Args[o.Word]
		to, ok := x.followed(st.Resolve(f.V).Skip(o.Skip), itself, st)
		if !ok {
			continue
		}
		if !copied {
			c := *cl
			c.Args = slices.Clone(cl.Args)
			words, cl, copied = slices.Clone(words), &c, true
		}
		f.V = value.Lit(st.Resolve(f.V).Pattern()[:o.Skip]).Append(to)
		cl.Args[o.Word], words[o.Word] = f, f.V.Pattern()
	}
	return words, cl
}
