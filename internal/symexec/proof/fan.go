package proof

import (
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A Fan says that a command runs in several places at the same time, or in one go with another one that destroys another
// member of the same set.
type Fan struct {
	At place.Range
	By string // the construct: "&", "xargs -P", "pdsh"
	// Other is another member of the set, which is destroyed too, with the place of that command.
	Other   string
	OtherAt place.Range
	// Inside are the guards that were asked by what runs at the same time.
	Inside []*value.Ask

	Before value.Pmap[domain.Fact]
}

// Spread notes that a wrapper runs its command in several places at the same time.
func (x *Ledger) Spread(m catalog.WrapperMatch, cl *domain.CallInfo, st *domain.State) {
	if !m.Parallel || len(m.Singles) > 0 && x.oneHost(m.Singles, cl, st) {
		return
	}
	if m.Wrapper.Items && x.fewItems(st) {
		return
	}
	by := cl.Name
	if m.Wrapper.Items && len(m.Wrapper.ParallelOptions) > 0 {
		by += " " + m.Wrapper.ParallelOptions[0]
	}
	x.Fan = &Fan{At: cl.Args[0].Src, By: by, Before: st.Facts}
}

// fewItems reports whether standard input is known to hold one word at most.
func (x *Ledger) fewItems(st *domain.State) bool {
	if st.Stdin == nil {
		return false
	}
	t, ok := st.Resolve(st.Stdin.Text).Constant()
	return ok && len(strings.Fields(t)) < 2
}

// oneHost reports whether words name one host: a plain name, or a variable whose own name is in the singular. Of a name that
// may be a group's too, such as ansible's, only one with a number or a domain is taken for a host's.
func (x *Ledger) oneHost(ops []catalog.Operand, cl *domain.CallInfo, st *domain.State) bool {
	if len(ops) != 1 || ops[0].Word >= len(cl.Args) {
		return false
	}
	f := cl.Args[ops[0].Word]
	v := st.Resolve(f.V).Skip(ops[0].Skip)
	if t, ok := v.Constant(); ok {
		if t == "" || strings.ContainsAny(t, ",*?[]:&!~ \t\n@^/") {
			return false
		}
		return strings.ContainsAny(t, "0123456789.") || cl.Name != "ansible" && cl.Name != "salt" && cl.Name != "bolt" && cl.Name != "xdsh" && cl.Name != "psh"
	}
	s := v.Single()
	return s != nil && (s.Kind == value.SymElem && !s.Lines || singular[strings.ToLower(strings.TrimLeft(s.Name, "_"))])
}

// singular are names of variables that hold one host.
var singular = map[string]bool{"host": true, "hostname": true, "h": true, "node": true, "nodename": true, "server": true, "machine": true, "target": true, "minion": true, "fqdn": true, "1": true}

// fanOf is what runs a command together with others that destroy other targets.
func (x *Ledger) fanOf(t value.Target, cl *domain.CallInfo, st *domain.State) *Fan {
	if f := x.memberOf(t, cl, st); f != nil {
		return f
	}
	if x.Fan != nil {
		if x.Fan.By == "&" && !x.joinsJob(t, st) || !ofMany(t) && x.Fan.By != "&" && len(x.tools.Host) == 0 {
			return nil
		}
		f := *x.Fan
		f.Inside = x.askedBetween(f.Before, st)
		return &f
	}
	return nil
}

// ofMany reports whether a target is one of many machines, or what the whole of a cluster shares: disks of one machine may
// well be wiped at the same time.
func ofMany(t value.Target) bool {
	switch t.Kind {
	case catalog.KindDevice, catalog.KindPath:
		return len(t.Host) > 0
	default: // each is one of many, or all of them
	}
	return true
}

func (x *Ledger) askedBetween(before value.Pmap[domain.Fact], st *domain.State) []*value.Ask {
	var out []*value.Ask
	before.Diff(st.Facts, func(k uint32, f domain.Fact, had bool, g domain.Fact, ok bool) {
		if ok && (!had || !f.SameAnswer(g)) {
			out = append(out, x.dom.AskList[k])
		}
	})
	return out
}

// joinsJob reports whether a job that nobody has waited for destroys another target.
func (x *Ledger) joinsJob(t value.Target, st *domain.State) bool {
	if !ofMany(t) {
		return false
	}
	for j := st.Jobs; j != nil; j = j.Up {
		if j.Reaped || j.Perhaps {
			continue
		}
		for _, w := range j.Wipes {
			if len(t.V) == 0 && len(t.Host) == 0 {
				continue
			}
			if a, b := w.Target.Host, t.Host; len(a) > 0 || len(b) > 0 {
				if !value.SameValue(a, b) {
					return true
				}
			} else if !value.SameValue(w.Target.V, t.V) {
				return true
			}
		}
	}
	return false
}

// memberOf looks back for a command on the same way that destroys another member of the set that a target belongs to, by its
// name, with no guard asked in between.
func (x *Ledger) memberOf(t value.Target, cl *domain.CallInfo, st *domain.State) *Fan {
	name := memberName(t)
	set, role := setOf(name)
	if role == "" {
		return nil
	}
	seen := map[*domain.Step]bool{}
	queue := []*domain.Step{st.Trace}
	for len(queue) > 0 && len(seen) < 400 {
		s := queue[0].Told()
		queue = queue[1:]
		if s == nil || seen[s] {
			continue
		}
		seen[s] = true
		if s.Kind == domain.Asked {
			continue // somebody looked
		}
		if s.Kind == domain.Wiped && s.By != name {
			if other, r := setOf(s.By); r != "" && other == set {
				return &Fan{At: cl.At, Other: s.By, OtherAt: s.At}
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
func memberName(t value.Target) string {
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
func (h *Hit) writeReach(b *value.KeyBuilder) {
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
	if h.Past {
		b.WriteString("\x01p")
	}
}
