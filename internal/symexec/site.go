package symexec

import (
	"slices"
	"sort"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// A Site is a destructive command of the script with the ways that reach it.
type Site struct {
	At, Whole Range
	Command   string
	Why       string
	Targets   []string // as a person would name them
	Hits      []*Hit
	// Alone says that it was reached only by running functions that nothing in the script calls.
	Alone bool
	// From is the function that was run then, if it is another one than it stands in, and Called a place where the text may call that
	// although no way came there; nil if there is none.
	From   string
	Called *Range
	Limit  string
	// Over says that the work was cut off, so that there may be ways to it that are not among the hits.
	Over bool
	// Cut says where, if it was not for the size of the script.
	Cut *Approximation
	// Assumptions are the places where fewer ways lead to it than there may be.
	Assumptions []Approximation

	assumes    uint64
	seen       map[string]*Hit
	cands      map[uint32]candMask
	count      int
	candidates []Candidate
}

// A Hit is one way of reaching a site: which guards were asked before, and what they may have answered.
type Hit struct {
	Target  Target
	Answers []Answer
	Others  []Answer // what was asked on the way and is no evidence
	Prompts []Answer // what a person was asked on the way
	Trace   *Step
	Trap    string   // the trap whose handler runs: "EXIT", …
	Flags   []string // force-like variables and options that are on
	Empty   *Emptied // what makes the command act on everything
	Split   *Split   // how its selector was split
	Astray  *Astray  // how the script came into the folder that it acts on
	Fan     *Fan     // what runs it in several places at the same time, or together with another one
	// RestsOn are the approximations without which the way may not be there; none if it certainly is.
	RestsOn []Approximation
	// Given is what the way decides about the variables and parameters that the script is started with.
	Given []Given

	points uint64
	*detail
}

// An Answer is what is known of a guard on the way to a site.
type Answer struct {
	Ask     *Ask
	Outcome Outcome
	Covers  bool // it looked at what the site destroys
	Shown   bool // what it printed was shown to whoever runs the script
	Role    Role // what it said was compared with the name of a role only
	// Worklist says of an answer that is no evidence that the target was taken out of it.
	Worklist bool
	// Waited is the step since which the answer is old: the script waited for a person, or slept.
	Waited *Step
	// Reassigned is a variable, "$host", that held what the guard looked at, and now holds what the site destroys.
	Reassigned string
	// Assumes is what has to be assumed for the answer to be about the target, and to be "idle".
	Assumes []Assumption

	mounts []mounting // what would have to be mounted where for the guard to have looked at the target
}

// A Role says how a guard's answer was compared with words such as "replica", which say neither idle nor active.
type Role uint8

// What the comparison came to.
const (
	NoRole    Role = iota // there was none, or the answer is known by others
	IsRole                // it is that role
	OtherRole             // it is anything else
)

// A Candidate is an undeclared command whose status alone decides whether a site runs.
type Candidate struct {
	At   Range
	Name string
	Zero bool // the site runs when it succeeds
}

// A Result is what is known of a script after it ran in every world.
type Result struct {
	Sites  []*Site
	Opaque []*Opaque
	Asks   []*Ask
	// Wordy tells for a query whether the script compares its answer with words or numbers, so that an empty answer is
	// not "idle".
	Wordy map[*Ask]bool
	// Reused are the guards that were asked again and taken to answer the same. Anew runs the script without that.
	Reused []Reuse
	// Over says that some part of the script was not run to its end.
	Over bool
	// Incomplete are the places at which the executor lost ways: a fault of its own. No command of the part that they stand in is proved.
	Incomplete []Range
	// Steps is the work that was done, in statements executed in one state.
	Steps int
	// Limits are the approximations that had to be made.
	Limits []string

	// Files are the scripts that took part: the main one and what it sources, by their paths.
	Files []*script.Script

	x *exec
}

// First is the first ask made at the same place as a, by the same caller.
func (a *Ask) First() *Ask { return a.first }

// Place is the first ask made at the same place as a: Wordy is kept for it.
func (a *Ask) Place() *Ask { return a.place }

// Later tells whether a guard was first asked after another one. Where it stands in the text says nothing about that: it may be in
// a function or in a sourced file.
func (a *Ask) Later(b *Ask) bool { return a.id > b.id }

// An Opaque is a command that could not be resolved.
type Opaque struct {
	At     Range
	Reason string
}

const maxHits = 400

func (x *exec) site(m catalog.Match[catalog.Destructive], cl *callInfo, st *state) []*state {
	targets := x.targets(m.Targets, cl, st)
	host := x.host
	if m.Host != nil {
		if v := x.operand(cl.args[m.Host.Word], m.Host.Skip, st); len(v) > 0 {
			host = v
		}
	}
	if len(targets) == 0 {
		targets = []Target{{}}
		if m.Entry.Target != "" {
			targets[0].Kind = catalog.KindAny // its operand is missing in this world: nobody asked about that
		}
	}
	targets = x.dropped(targets, cl, st)
	for i := range targets {
		targets[i].Host = host
		targets[i].where = x.where
		if len(targets[i].V) == 0 || x.where != nil {
			targets[i].words = wordValues(cl, st)
		}
	}
	return x.hitSite(m.Entry.Why, targets, cl, st)
}

func (x *exec) targets(ops []catalog.Operand, cl *callInfo, st *state) []Target {
	var out []Target
	for _, o := range ops {
		if o.Word >= len(cl.args) {
			continue
		}
		v := x.operand(cl.args[o.Word], o.Skip, st)
		if s := v.single(); s != nil && s.behind != nil && slices.ContainsFunc(cl.args, func(f Field) bool { return f.v.single() == s.behind }) {
			v = symValue(s.behind) // a function hands on all its parameters: the first stands for each word already
		}
		out = append(out, Target{Kind: o.Kind, V: v, Host: x.host})
	}
	return out
}

// operand is the text of a call's operand. A parameter of the script without quotes is as many operands as it has words: the
// guard that looks at "$1" does not look at them, while one that is given $1 does.
func (x *exec) operand(f Field, skip int, st *state) Value {
	if v := x.wordsOfArg(f, st); skip == 0 && v != nil {
		return v
	}
	return st.resolve(f.v.skip(skip))
}

// wordsOfArg are the words of a parameter of the script that stands without quotes; nil for other fields.
func (x *exec) wordsOfArg(f Field, st *state) Value {
	v := st.resolve(f.v)
	s := f.multi // also of text that begins with it: h=${disk}p1; wipe $h
	if s == nil || v.firstSym() != s || s.origin().kind != symArg || s.kind == symElem {
		return nil
	}
	return symValue(x.derive(v, "words", func(w *Sym) {
		w.desc = WordsOf + strings.TrimPrefix(s.desc, WordsOf)
		if v.single() == s {
			w.wordsOf = s
		}
	}))
}

// WordsOf stands before the name of a target that is all the words of a variable.
const WordsOf = "each word of "

// hitSite records that a destructive command runs in this state.
func (x *exec) hitSite(why string, targets []Target, cl *callInfo, st *state) []*state {
	s := x.sites[cl.at]
	if s == nil {
		s = &Site{At: cl.at, Whole: cl.whole, Command: cl.text(), Why: why, Alone: true, seen: map[string]*Hit{}}
		x.sites[cl.at] = s
	}
	x.touch(s)
	if x.root != nil && s.Alone && len(s.Hits) == 0 {
		s.From, s.Called = "", x.calledAt(x.root)
		if d := x.root.decl; cl.at.Script != x.root.unit.script || cl.at.Start < int(d.Pos().Offset()) || cl.at.End > int(d.End().Offset()) {
			s.From = x.root.name
		}
	}
	if !x.alone {
		if s.Alone {
			s.Alone, s.Hits, s.seen, s.cands, s.count, s.assumes = false, nil, map[string]*Hit{}, nil, 0, 0
		}
	} else if !s.Alone {
		return x.unknownCommand(cl, st) // judged where it is really called
	}
	s.assumes |= st.assumes
	for _, t := range targets {
		name := describeTarget(t)
		if !contains(s.Targets, name) && !(x.parted != nil && x.parted.Torn != "" && len(s.Targets) > 0) {
			s.Targets = append(s.Targets, name)
		}
		h := &Hit{Target: t, Trace: st.trace, Trap: x.inTrap, Flags: x.flags(st), Empty: x.empty, Split: x.parted, Astray: x.astray, Fan: x.fanOf(t, cl, st), Given: x.startedWith(st)}
		sig := &x.hitBuf
		sig.Reset()
		h.writeReach(sig)
		sig.WriteString(x.inTrap)
		for _, f := range h.Flags {
			sig.put(',')
			sig.WriteString(f)
		}
		st.facts.each(func(k uint32, f fact) {
			if x.askList[k].Made {
				return // what it says of the target madeBy knows
			}
			a := Answer{Ask: x.askList[k], Outcome: f.resolve(), Waited: f.aged, Shown: f.shown, Role: f.role()}
			if a.Ask.Prompt {
				h.Prompts = append(h.Prompts, a)
				sig.numbers(uint64(k), uint64(a.Outcome))
				if a.Outcome == NonEmpty {
					h.Flags = append(h.Flags, "yes |")
				}
				return
			}
			c := x.covers(st, a.Ask, t)
			a.Covers, a.Assumes = c.is && x.namedBy(st, f, t) && !x.missesParts(st, a.Ask, f, t, cl.name), c.assumes
			presumed := x.presumed(a.Ask, f)
			if a.Ask.Entry.Release && len(a.Assumes) > 0 && !f.proves() {
				a.Covers, a.Assumes = false, nil // that it failed accuses only of what it would have released
			}
			if !a.Covers {
				a.mounts = x.mountsOf(st, a.Ask, t)
			}
			if !a.Covers || len(a.Assumes) > 0 {
				if a.Reassigned = x.reassigned(st, f, a.Ask, t); a.Reassigned != "" {
					a.Covers = false // whatever the new value was made of
				}
			}
			a.Assumes = append(slices.Clip(a.Assumes), presumed...)
			h.Answers = append(h.Answers, a)
			sig.numbers(uint64(k), uint64(a.Outcome), uint64(a.Role))
			if a.Covers {
				sig.put('c')
				for _, s := range a.Assumes {
					sig.WriteString(s.Text)
				}
			}
			if a.Waited != nil {
				sig.put('w')
			}
			for _, p := range a.mounts {
				p.device.writeKey(sig)
				sig.put(0)
				p.folder.writeKey(sig)
			}
			sig.put('=')
			sig.WriteString(a.Reassigned)
		})
		if a := x.madeBy(st, t); a != nil {
			h.Answers = append(h.Answers, Answer{Ask: a, Outcome: Idle, Covers: true})
			sig.WriteString("|made")
			sig.numbers(uint64(a.id))
		}
		h.detail = st.values()
		h.cl = cl
		h.points = x.mayPoints(st, t)
		if old := s.seen[string(sig.buf)]; old != nil {
			if h.points == 0 || old.points == 0 {
				old.points = 0
			} else {
				old.points |= h.points
			}
			continue
		}
		if len(s.Hits) >= maxHits {
			// one of the ways that are left out may be the one without a guard
			s.Over, s.Cut = true, &Approximation{Reason: Combinations, At: s.At}
			continue
		}
		s.seen[sig.String()] = h
		s.Hits = append(s.Hits, h)
	}
	s.count++
	for _, t := range targets {
		if x.fan != nil && len(x.wiped) < 8 {
			x.wiped = append(x.wiped, wipe{t, cl.at})
		}
		if name := memberName(t); name != "" {
			if _, role := setOf(name); role != "" {
				st = st.fork()
				x.event(st, Step{Kind: Wiped, At: cl.at, By: name})
			}
		}
	}
	if s.cands == nil {
		s.cands = map[uint32]candMask{}
		st.cands.each(func(k uint32, m candMask) { s.cands[k] = m })
	} else {
		for k := range s.cands {
			m, ok := st.cands.get(k)
			if !ok {
				m = candUnasked
			}
			s.cands[k] |= m
		}
	}
	return x.unknownCommand(cl, st)
}

func contains(l []string, s string) bool {
	for _, t := range l {
		if t == s {
			return true
		}
	}
	return false
}

func describeTarget(t Target) string {
	v := t.V.String()
	if len(t.Host) > 0 {
		if v == "" {
			return t.Host.String()
		}
		return v + " on " + t.Host.String()
	}
	if v == "" {
		return "this machine"
	}
	return v
}

// Candidates are the undeclared commands whose status is the same on every way to the site.
func (r *Result) Candidates(s *Site) []Candidate {
	return s.candidates
}

func (x *exec) result() *Result {
	r := &Result{Asks: x.guards(), Wordy: x.wordy, Steps: x.steps + x.matchSteps/stepMatches, Over: x.cut, Limits: sortedKeys(x.limits), Reused: x.rests.reused, Incomplete: x.gaps, x: x}
	for _, s := range x.sites {
		r.Sites = append(r.Sites, s)
		s.Assumptions = x.assumptions(s.assumes)
		x.weigh(s)
		for _, h := range s.Hits {
			h.RestsOn = x.approximations(h.points)
			x.tieMounts(h)
		}
		var ids []int
		for k, m := range s.cands {
			if m == candZero || m == candNonzero {
				ids = append(ids, int(k))
			}
		}
		sort.Ints(ids)
		for _, k := range ids {
			c := x.cmdList[k]
			if !ordinary[c.name] {
				s.candidates = append(s.candidates, Candidate{At: c.at, Name: c.name, Zero: s.cands[uint32(k)] == candZero})
			}
		}
	}
	less := func(a, b Range) bool {
		if a.Script != b.Script {
			if a.Script == x.main || b.Script == x.main {
				return a.Script == x.main
			}
			return a.Script.Path < b.Script.Path
		}
		return a.Start < b.Start
	}
	sort.SliceStable(r.Sites, func(i, j int) bool { return less(r.Sites[i].At, r.Sites[j].At) })
	for _, o := range x.opaque {
		r.Opaque = append(r.Opaque, o)
	}
	sort.SliceStable(r.Opaque, func(i, j int) bool { return less(r.Opaque[i].At, r.Opaque[j].At) })
	for _, u := range x.units {
		if u.segs == nil {
			r.Files = append(r.Files, u.script)
		}
	}
	sort.Slice(r.Files, func(i, j int) bool { return r.Files[i].Path < r.Files[j].Path })
	return r
}

// guards are the guards that the script asks.
func (x *exec) guards() []*Ask {
	var out []*Ask
	for _, a := range x.askList {
		if !a.Made && !a.Prompt {
			out = append(out, a)
		}
	}
	return out
}

// ordinary are commands whose status says nothing about a machine's use, so that nobody would declare them as guards.
var ordinary = map[string]bool{}

func init() {
	for _, n := range strings.Fields(`mkdir cp mv ln chmod chown touch rm rmdir sleep ping mount umount modprobe udevadm sync logger wall
		install mktemp cat sed awk grep head tail sort uniq wc tr cut tee date hostname uname id whoami stty tput clear apt-get apt yum dnf
		dpkg rpm pip git make curl wget scp rsync tar gzip gunzip xz unzip partprobe blockdev losetup kpartx lvcreate vgcreate parted
		sgdisk ssh expr which type command test gpg openssl systemctl service sysctl swapoff dmsetup mdadm vgchange`) {
		ordinary[n] = true
	}
}

// unresolved records a command that could be the guard or the wipe.
func (x *exec) unresolved(at Range, reason string) {
	key := Range{at.Script, at.Start, at.Start} // what begins there may end at several places
	if x.opaque[key] == nil {
		x.opaque[key] = &Opaque{At: at, Reason: reason}
	}
}
