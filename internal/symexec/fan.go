package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// A Fan says that a command runs in several places at the same time, or in one go with another one that destroys another
// member of the same set.
type Fan struct {
	At Range
	By string // the construct: "&", "xargs -P", "pdsh"
	// Other is another member of the set, which is destroyed too, with the place of that command.
	Other   string
	OtherAt Range
	// Inside are the guards that were asked by what runs at the same time.
	Inside []*Ask

	before pmap[fact]
}

// spread notes that a wrapper runs its command in several places at the same time.
func (x *exec) spread(m catalog.WrapperMatch, cl *callInfo, st *state) {
	if !m.Parallel || len(m.Singles) > 0 && x.oneHost(m.Singles, cl, st) {
		return
	}
	if m.Wrapper.Items && x.fewItems(st) {
		return
	}
	by := cl.name
	if m.Wrapper.Items && len(m.Wrapper.ParallelOptions) > 0 {
		by += " " + m.Wrapper.ParallelOptions[0]
	}
	x.fan = &Fan{At: cl.args[0].src, By: by, before: st.facts}
}

// fewItems reports whether standard input is known to hold one word at most.
func (x *exec) fewItems(st *state) bool {
	if st.stdin == nil {
		return false
	}
	t, ok := st.resolve(st.stdin.text).constant()
	return ok && len(strings.Fields(t)) < 2
}

// oneHost reports whether words name one host: a plain name, or a variable whose own name is in the singular. Of a name that
// may be a group's too, such as ansible's, only one with a number or a domain is taken for a host's.
func (x *exec) oneHost(ops []catalog.Operand, cl *callInfo, st *state) bool {
	if len(ops) != 1 || ops[0].Word >= len(cl.args) {
		return false
	}
	f := cl.args[ops[0].Word]
	v := st.resolve(f.v).skip(ops[0].Skip)
	if t, ok := v.constant(); ok {
		if t == "" || strings.ContainsAny(t, ",*?[]:&!~ \t\n@^/") {
			return false
		}
		return strings.ContainsAny(t, "0123456789.") || cl.name != "ansible" && cl.name != "salt" && cl.name != "bolt" && cl.name != "xdsh" && cl.name != "psh"
	}
	s := v.single()
	return s != nil && (s.kind == symElem && !s.lines || singular[strings.ToLower(strings.TrimLeft(s.name, "_"))])
}

// singular are names of variables that hold one host.
var singular = map[string]bool{"host": true, "hostname": true, "h": true, "node": true, "nodename": true, "server": true, "machine": true, "target": true, "minion": true, "fqdn": true, "1": true}

// fanOf is what runs a command together with others that destroy other targets.
func (x *exec) fanOf(t Target, cl *callInfo, st *state) *Fan {
	if f := x.memberOf(t, cl, st); f != nil {
		return f
	}
	if x.fan != nil {
		if x.fan.By == "&" && !x.joinsJob(t, st) || !ofMany(t) && x.fan.By != "&" && len(x.host) == 0 {
			return nil
		}
		f := *x.fan
		f.Inside = x.askedBetween(f.before, st)
		return &f
	}
	return nil
}

// ofMany reports whether a target is one of many machines, or what the whole of a cluster shares: disks of one machine may
// well be wiped at the same time.
func ofMany(t Target) bool {
	switch t.Kind {
	case catalog.KindDevice, catalog.KindPath:
		return len(t.Host) > 0
	}
	return true
}

func (x *exec) askedBetween(before pmap[fact], st *state) []*Ask {
	var out []*Ask
	before.diff(st.facts, func(k uint32, f fact, had bool, g fact, ok bool) {
		if ok && (!had || f.mask != g.mask || f.said != g.said || f.at != g.at) {
			out = append(out, x.askList[k])
		}
	})
	return out
}

// A wipe is a target that a job destroys.
type wipe struct {
	target Target
	at     Range
}

// joinsJob reports whether a job that nobody has waited for destroys another target.
func (x *exec) joinsJob(t Target, st *state) bool {
	if !ofMany(t) {
		return false
	}
	for j := st.jobs; j != nil; j = j.up {
		if j.reaped || j.perhaps {
			continue
		}
		for _, w := range j.wipes {
			if len(t.V) == 0 && len(t.Host) == 0 {
				continue
			}
			if a, b := w.target.Host, t.Host; len(a) > 0 || len(b) > 0 {
				if !sameValue(a, b) {
					return true
				}
			} else if !sameValue(w.target.V, t.V) {
				return true
			}
		}
	}
	return false
}

// memberOf looks back for a command on the same way that destroys another member of the set that a target belongs to, by its
// name, with no guard asked in between.
func (x *exec) memberOf(t Target, cl *callInfo, st *state) *Fan {
	name := memberName(t)
	set, role := setOf(name)
	if role == "" {
		return nil
	}
	seen := map[*Step]bool{}
	queue := []*Step{st.trace}
	for len(queue) > 0 && len(seen) < 400 {
		s := queue[0].told()
		queue = queue[1:]
		if s == nil || seen[s] {
			continue
		}
		seen[s] = true
		if s.Kind == Asked {
			continue // somebody looked
		}
		if s.Kind == Wiped && s.By != name {
			if other, r := setOf(s.By); r != "" && other == set {
				return &Fan{At: cl.at, Other: s.By, OtherAt: s.At}
			}
		}
		queue = append(queue, s.Prev)
		if s.Alt != nil {
			queue = append(queue, s.Alt)
		}
	}
	return nil
}

// memberName is the name of the machine, or of the object, that a command destroys.
func memberName(t Target) string {
	switch {
	case len(t.Host) > 0:
		return t.Host.String()
	case t.Kind == catalog.KindDevice || t.Kind == catalog.KindPath || t.Kind == catalog.KindService:
		return ""
	}
	return t.V.String()
}

// roles are words in the names of hosts that are members of one replica set.
var roles = map[string]bool{"master": true, "replica": true, "primary": true, "standby": true, "secondary": true, "slave": true, "leader": true, "follower": true, "shard": true}

// setOf takes the role out of a host's name: what is left is the set's. db1-master and db1-replica2 are members of one set.
func setOf(name string) (set, role string) {
	if !strings.ContainsAny(name, "aAoO") { // each role has one of them
		return "", ""
	}
	var rest []string
	for _, w := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune("-_.${}@:/ ", r) }) {
		bare := strings.TrimRight(w, "0123456789")
		if role == "" && roles[bare] {
			role = bare
			continue
		}
		rest = append(rest, w)
	}
	return strings.Join(rest, "-"), role
}

// writeReach keeps hits apart that differ in how much the command acts on.
func (h *Hit) writeReach(b *keyBuilder) {
	if h.Empty != nil {
		b.WriteString("\x01e" + h.Empty.Names)
		if h.Empty.Said {
			b.WriteString("\x01s")
		}
	}
	if h.Astray != nil {
		b.WriteString("\x01a" + h.Astray.Names)
		if h.Astray.Said {
			b.WriteString("\x01s")
		}
	}
	if h.Split != nil {
		b.WriteString("\x01d" + h.Split.Torn)
	}
	if h.Fan != nil {
		b.WriteString("\x01f" + h.Fan.By + h.Fan.Other)
	}
}
