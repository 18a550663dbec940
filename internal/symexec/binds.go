package symexec

import (
	"path"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A bind shows a folder of the machine at another place to the command that runs in a container.
type bind struct {
	from  value.Value // on the machine
	there string      // in the container
	host  value.Value // the machine
}

// bindsOf are those of a call: -v /srv/pg:/data, --mount type=bind,source=/srv/pg,target=/data. A volume with a name is in the folder in
// which docker keeps it.
func (x *exec) bindsOf(m catalog.WrapperMatch, host value.Value, cl *domain.CallInfo, st *domain.State) []bind {
	var out []bind
	for _, o := range m.Binds {
		v := st.Resolve(cl.Args[o.Word].V.Skip(o.Skip))
		var from, there value.Value
		if len(v) > 0 && v[0].Sym == nil && strings.Contains(v[0].Lit, "=") && !strings.HasPrefix(v[0].Lit, "/") {
			for _, f := range splitValue(v, ',') {
				switch name, _, _ := strings.Cut(f[0].Lit, "="); name {
				case "source", "src":
					from = f.Skip(len(name) + 1)
				case "target", "destination", "dst":
					there = f.Skip(len(name) + 1)
				}
			}
		} else if f := splitValue(v, ':'); len(f) > 1 {
			if len(f) > 2 && f[2].Key() == "ro" {
				continue
			}
			from, there = f[0], f[1]
		}
		to, known := there.Constant()
		if !known || !strings.HasPrefix(to, "/") || len(from) == 0 {
			continue
		}
		if from[0].Sym == nil && from[0].Lit[0] != '/' && from[0].Lit[0] != '.' && from[0].Lit[0] != '~' {
			from = value.Lit("/var/lib/docker/volumes/").Append(from).Append(value.Lit("/_data"))
		}
		out = append(out, bind{from, path.Clean(to), host})
	}
	return out
}

// splitValue splits a value at a sign in its known text.
func splitValue(v value.Value, sign byte) []value.Value {
	out := []value.Value{nil}
	for _, p := range v {
		if p.Sym != nil {
			out[len(out)-1] = out[len(out)-1].Append(value.Value{p})
			continue
		}
		for i, t := range strings.Split(p.Lit, string(sign)) {
			if i > 0 {
				out = append(out, nil)
			}
			out[len(out)-1] = out[len(out)-1].Append(value.Lit(t))
		}
	}
	return slices.DeleteFunc(out, func(v value.Value) bool { return len(v) == 0 })
}

// unbound gives a call in a container with the paths among its words as the machine has them, where all of them are in folders that it
// shows there, and the machine.
func (x *exec) unbound(words []string, cl *domain.CallInfo, st *domain.State) (_ []string, _ *domain.CallInfo, host value.Value, ok bool) {
	if len(x.binds) == 0 || !x.prog.Cat.ActsOnPaths(cl.Name) {
		return nil, nil, nil, false
	}
	c := *cl
	c.Args = slices.Clone(cl.Args)
	found := false
	for _, o := range x.prog.Cat.Paths(words, false) {
		f := c.Args[o.Word]
		v := st.Resolve(f.V)
		if o.Skip > 0 || len(v) == 0 || v[0].Sym != nil || !strings.HasPrefix(v[0].Lit, "/") {
			return nil, nil, nil, false
		}
		i := slices.IndexFunc(x.binds, func(b bind) bool {
			rest, ok := strings.CutPrefix(v[0].Lit, b.there)
			return ok && (rest == "" || rest[0] == '/' || b.there == "/")
		})
		if i < 0 {
			return nil, nil, nil, false
		}
		b := x.binds[i]
		f.V = b.from.Append(v.Skip(len(strings.TrimSuffix(b.there, "/"))))
		c.Args[o.Word] = f
		found, host = true, b.host
	}
	if !found {
		return nil, nil, nil, false
	}
	return patterns(&c, st), &c, host, true
}
