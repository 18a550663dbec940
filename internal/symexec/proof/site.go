package proof

import (
	"maps"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// touch keeps what a site is before a part of the run adds to it.
func (x *Ledger) touch(s *Site) {
	if x.HitNow[s] {
		return
	}
	x.HitNow[s] = true
	if x.Touched == nil {
		return
	}
	if len(s.Hits) == 0 && s.count == 0 {
		x.Touched[s] = nil
		return
	}
	c := *s
	c.Hits, c.Targets = slices.Clone(s.Hits), slices.Clone(s.Targets)
	c.seen, c.Cands = maps.Clone(s.seen), maps.Clone(s.Cands)
	x.Touched[s] = &c
}

// A Site is a destructive command of the script with the ways that reach it.
type Site struct {
	At, Whole place.Range
	Command   string
	Why       string
	Targets   []string // as a person would name them
	// Mounted says that they are folders in which the script itself has mounted something, Below that these lie below what the command names.
	Mounted, Below bool
	Hits           []*Hit
	// Alone says that it was reached only by running functions that nothing in the script calls.
	Alone bool
	// From is the function that was run then, if it is another one than it stands in, and Called a place where the text may call that
	// although no way came there; nil if there is none.
	From   string
	Called *place.Range
	Limit  string
	// Over says that the work was cut off, so that there may be ways to it that are not among the hits.
	Over bool
	// Cut says where, if it was not for the size of the script.
	Cut *domain.Approximation
	// Assumptions are the places where fewer ways lead to it than there may be.
	Assumptions []domain.Approximation

	// Presumed is what was taken for granted where ways were left out that only a strange environment opens.
	Presumed []Assumption

	Assumes    uint64
	ends       []Assumption
	seen       map[string]*Hit
	Cands      map[uint32]domain.CandMask
	count      int
	Candidates []Candidate
}

// A Hit is one way of reaching a site: which guards were asked before, and what they may have answered.
type Hit struct {
	Target  value.Target
	Answers []Answer
	Others  []Answer // what was asked on the way and is no evidence
	Prompts []Answer // what a person was asked on the way
	Backups []Answer // the backups of the target on the way
	Trace   *domain.Step
	Trap    string          // the trap whose handler runs: "EXIT", …
	Flags   []string        // force-like variables and options that are on
	Empty   *domain.Emptied // what makes the command act on everything
	Split   *domain.Split   // how its selector was split
	Astray  *value.Astray   // how the script came into the folder that it acts on
	Fan     *Fan            // what runs it in several places at the same time, or together with another one
	Fills   bool            // it makes the target what another folder is, and takes away what that has not
	Past    bool            // a function that is assumed to end the script has come back on this way
	// RestsOn are the approximations without which the way may not be there; none if it certainly is.
	RestsOn []domain.Approximation
	// Inherited are variables of the script's own that would have to come with the environment for this way to be there.
	Inherited []string
	// Given is what the way decides about the variables and parameters that the script is started with.
	Given []Given

	Points uint64
	*domain.Detail
}

// An Answer is what is known of a guard on the way to a site.
type Answer struct {
	Ask     *value.Ask
	Outcome domain.Outcome
	Covers  bool        // it looked at what the site destroys
	Shown   bool        // what it printed was shown to whoever runs the script
	Role    domain.Role // what it said was compared with the name of a role only
	// Worklist says of an answer that is no evidence that the target was taken out of it.
	Worklist bool
	// Partly is the option by which it asked about a part only of what the site destroys: "-l app=web".
	Partly string
	// Chosen is the filter that left a part only of its answer: "tail -n +2".
	Chosen string
	// NoLook says of an answer about something else that it was no look at another target: the target was found with it, or it is about
	// what runs on every machine.
	NoLook bool
	// Named is the device or file that the script looked for in the answer, "" where it looked for none.
	Named string
	// Waited is the step since which the answer is old: the script waited for a person, or slept.
	Waited *domain.Step
	// Reassigned is a variable, "$host", that held what the guard looked at, and now holds what the site destroys.
	Reassigned string
	// Assumes is what has to be assumed for the answer to be about the target, and to be "idle".
	Assumes []Assumption

	// There says that it was asked on the machine that destroys.
	There bool

	Mounts []mounting // what would have to be mounted where for the guard to have looked at the target
}

// A Candidate is an undeclared command whose status alone decides whether a site runs.
type Candidate struct {
	At   place.Range
	Name string
	Zero bool // the site runs when it succeeds
}

// An Opaque is a command that could not be resolved.
type Opaque struct {
	At     place.Range
	What   string // as the script writes it: "$cmd", "source /etc/default/x"
	Reason string // why it cannot be followed: "only known at run time"
	Coded  bool   // it is what a tool decodes: somebody has made it hard to read
}

// decoders are tools that make a text which can be run of one that cannot be read.
var decoders = []string{"base64", "xxd", "openssl", "uudecode", "gpg"}

const maxHits = 400

// maxUnrelated is how many of the questions that were asked last are told of a way to a site though they are about something else. What covers
// the site is told whenever it was asked.
const maxUnrelated = 64

func (x *Ledger) Site(m catalog.Match[catalog.Destructive], cl *domain.CallInfo, st *domain.State) []*domain.State {
	targets := x.Targets(m.Targets, cl, st)
	host := x.tools.Host
	if m.Host != nil {
		if v := x.Operand(cl.Args[m.Host.Word], m.Host.Skip, st); len(v) > 0 {
			host = v
		}
	}
	missing := false
	if len(targets) == 0 {
		targets = []value.Target{{}}
		if m.Entry.Target != "" {
			targets[0].Kind = catalog.KindAny // its operand is missing in this world: nobody asked about that
			missing = m.Entry.Kind == catalog.KindDevice || m.Entry.Kind == catalog.KindResource
		}
	}
	targets = x.dropped(targets, cl, st)
	if x.harmless(m.Entry, cl, targets, st) {
		return x.UnknownCommand(cl, st)
	}
	var call []string
	if x.Deletable {
		for _, f := range cl.Args {
			call = append(call, st.Resolve(f.V).Pattern())
		}
	}
	var words []value.Value
	for i := range targets {
		targets[i].Call = call
		targets[i].Host = host
		targets[i].Where, targets[i].Missing = x.Where, missing && len(targets[i].V) == 0
		if len(targets[i].V) == 0 || x.Where != nil {
			if words == nil {
				words = WordValues(cl, st)
			}
			targets[i].Words = words
		}
	}
	x.filling = m.Entry.Fills()
	defer func() { x.filling = false }()
	return x.HitSite(m.Entry.Why, targets, cl, st)
}

func (x *Ledger) Targets(ops []catalog.Operand, cl *domain.CallInfo, st *domain.State) []value.Target {
	var out []value.Target
	for _, o := range ops {
		if o.Word >= len(cl.Args) {
			continue
		}
		v := x.Operand(cl.Args[o.Word], o.Skip, st)
		if s := v.Single(); s != nil && s.Behind != nil && slices.ContainsFunc(cl.Args, func(f domain.Field) bool { return f.V.Single() == s.Behind }) {
			v = value.SymValue(s.Behind) // a function hands on all its parameters: the first stands for each word already
		}
		out = append(out, value.Target{Kind: o.Kind, V: v, Host: x.tools.Host})
	}
	return out
}

// Operand is the text of a call's operand. A parameter of the script without quotes is as many operands as it has words: the
// guard that looks at "$1" does not look at them, while one that is given $1 does.
func (x *Ledger) Operand(f domain.Field, skip int, st *domain.State) value.Value {
	if v := x.WordsOfArg(f, st); skip == 0 && v != nil {
		return v
	}
	return st.Resolve(f.V.Skip(skip))
}

// WordsOfArg are the words of a parameter of the script that stands without quotes; nil for other fields.
func (x *Ledger) WordsOfArg(f domain.Field, st *domain.State) value.Value {
	v := st.Resolve(f.V)
	s := f.Multi // also of text that begins with it: h=${disk}p1; wipe $h
	if s == nil || v.FirstSym() != s || s.Origin().Kind != value.SymArg || s.Kind == value.SymElem {
		return nil
	}
	return value.SymValue(x.dom.Derive(v, "words", func(w *value.Sym) {
		w.Desc = value.WordsOf + strings.TrimPrefix(s.Desc, value.WordsOf)
		if v.Single() == s {
			w.WordsOf = s
		}
	}))
}

// HitSite records that a destructive command runs in this state.
func (x *Ledger) HitSite(why string, targets []value.Target, cl *domain.CallInfo, st *domain.State) []*domain.State {
	s := x.Sites[cl.At]
	if s == nil {
		s = &Site{At: cl.At, Whole: cl.Whole, Command: cl.Text(), Why: why, Alone: true, seen: map[string]*Hit{}}
		x.Sites[cl.At] = s
	}
	x.touch(s)
	if x.Root != nil && s.Alone && len(s.Hits) == 0 {
		s.From, s.Called = "", x.prog.CalledAt(x.Root)
		if d := x.Root.Decl; cl.At.Script != x.Root.Unit.Script || cl.At.Start < int(d.Pos().Offset()) || cl.At.End > int(d.End().Offset()) {
			s.From = x.Root.Name
		}
	}
	if !x.Alone {
		if s.Alone {
			s.Alone, s.Hits, s.seen, s.Cands, s.count, s.Assumes = false, nil, map[string]*Hit{}, nil, 0, 0
		}
	} else if !s.Alone {
		return x.UnknownCommand(cl, st) // judged where it is really called
	}
	s.Assumes |= st.Assumes
	s.ends = x.ended
	for _, t := range targets {
		name := DescribeTarget(t)
		if !slices.Contains(s.Targets, name) && !(x.Parted != nil && x.Parted.Torn != "" && len(s.Targets) > 0) {
			s.Targets = append(s.Targets, name)
			for _, f := range cl.Args {
				s.Mounted, s.Below = s.Mounted || f.Mounted, s.Below || f.Below
			}
		}
		trap := x.InTrap
		if x.Apart {
			trap = "" // what comes before it is not known, and so nothing that a guard could have refused
		}
		h := &Hit{Target: t, Trace: st.Trace, Trap: trap, Flags: x.dom.Flags(st), Empty: x.Empty, Split: x.Parted, Astray: x.Astray, Fan: x.fanOf(t, cl, st), Given: x.startedWith(st), Fills: x.filling, Past: st.Opts&domain.OptPast != 0}
		h.Inherited = x.inherited(st, t)
		sig := &x.hitBuf
		sig.Reset()
		for _, name := range h.Inherited {
			sig.WriteString("\x01i" + name)
		}
		h.writeReach(sig)
		sig.WriteString(trap)
		for _, f := range h.Flags {
			sig.Put(',')
			sig.WriteString(f)
		}
		recent := 0
		if st.Facts.Len() > maxUnrelated {
			recent = len(x.dom.AskList) - maxUnrelated
		}
		st.Facts.Each(func(k uint32, f domain.Fact) {
			if x.dom.AskList[k].Made {
				return // what it says of the target madeBy knows
			}
			if x.Apart && !x.dom.AskList[k].Prompt {
				return // nobody knows what the script did with its answer
			}
			f = x.lookFor(st, x.dom.AskList[k], f, t)
			a := Answer{Ask: x.dom.AskList[k], Outcome: f.Resolve(), Waited: f.Aged, Shown: f.Shown, Role: f.Role()}
			if a.Ask.Prompt {
				h.Prompts = append(h.Prompts, a)
				sig.Numbers(uint64(k), uint64(a.Outcome))
				if a.Outcome == domain.NonEmpty {
					h.Flags = append(h.Flags, "yes |")
				}
				return
			}
			var c coverage
			if a.Ask.Over != nil {
				if c = x.overList(st, a.Ask, t); !c.is {
					return // it is said of each by its own name
				}
			} else if c = x.covers(st, a.Ask, t); !c.is && !f.Proves() {
				c = x.ofMember(st, a.Ask, t)
			}
			if a.Ask.Entry.Asks == catalog.AsksBackup && x.prog.Cat.Policy.WantsBackup(kindOf(t.Kind, st.Resolve(t.V))) && (c.is && !IsBackup(a.Ask.Entry) || x.saves(st, a.Ask, t)) {
				b := a
				b.Covers = true
				h.Backups = append(h.Backups, b)
				sig.Put('b')
				sig.Numbers(uint64(k), uint64(a.Outcome))
			}
			if IsBackup(a.Ask.Entry) {
				c = coverage{is: x.backsUp(st, a.Ask, t, cl)}
			}
			if !c.is && int(k) < recent {
				return // that something else was asked long ago explains nothing
			}
			a.Covers, a.Assumes = c.is && x.namedBy(st, f, t) && !x.spelledOtherwise(st, a.Ask, f, t), c.assumes
			if a.Covers && x.missesParts(st, a.Ask, f, t) {
				if a.Covers = makesFileSystem(cl.Name); a.Covers {
					a.Assumes = append(slices.Clip(a.Assumes), Assumption{Text: st.Resolve(t.V).String() + " has no partition in use", At: a.Ask.Whole})
				}
			}
			if a.Partly = c.partly; c.is && !a.Covers {
				a.Chosen = x.tools.Choosers[f.About]
				if pat := st.Resolve(x.tools.Abouts[f.About]); a.Chosen == "" && len(a.Ask.Targets) > 0 && !x.namesTarget(st, f, t) { // it is all about the target, but for the words
					a.Chosen = pat.String()
				}
			}
			presumed := x.presumed(a.Ask, f)
			if a.Ask.Entry.Release && len(a.Assumes) > 0 && !f.Proves() {
				a.Covers, a.Assumes = false, nil // that it failed accuses only of what it would have released
			}
			if tie := x.lookedUpName(st, f, t); a.Covers && tie != "" {
				a.Assumes = append(slices.Clip(a.Assumes), Assumption{Text: tie, At: a.Ask.Whole})
			}
			if t.Missing && !f.Proves() && !IsBackup(a.Ask.Entry) {
				a.Covers = false // nobody takes what is asked of the machine for a question about an operand that is not there
			}
			if IsBackup(a.Ask.Entry) && a.Covers && x.itself(st, a.Ask, t) {
				a.Outcome = domain.Idle
			}
			if IsBackup(a.Ask.Entry) && !a.Covers {
				return
			}
			if !a.Covers {
				a.NoLook = lookedUpBy(append(st.Resolve(t.V), st.Resolve(t.Host)...), a.Ask, 0) || x.routine(st, a.Ask)
				a.Named = x.soughtName(st, f)
				a.Mounts = x.mountsOf(st, a.Ask, t)
			}
			if !a.Covers || len(a.Assumes) > 0 {
				if a.Reassigned = x.reassigned(st, f, a.Ask, t); a.Reassigned != "" {
					a.Covers = false // whatever the new value was made of
				}
			}
			a.Assumes = append(slices.Clip(a.Assumes), presumed...)
			if x.prog.Cat.Policy.Local && a.Covers {
				a.There = x.askedThere(st, a.Ask, t)
			}
			h.Answers = append(h.Answers, a)
			sig.Numbers(uint64(k), uint64(a.Outcome), uint64(a.Role))
			if a.Covers {
				sig.Put('c')
				for _, s := range a.Assumes {
					sig.WriteString(s.Text)
				}
			}
			if a.Waited != nil {
				sig.Put('w')
			}
			for _, p := range a.Mounts {
				p.Device.WriteKey(sig)
				sig.Put(0)
				p.Folder.WriteKey(sig)
			}
			sig.Put('=')
			sig.WriteString(a.Reassigned)
		})
		a, assumes := x.making(st, t)
		if a == nil {
			a, assumes = x.newName(st, t, cl)
		}
		if a == nil {
			a, assumes = x.loopDevice(st, t, cl)
		}
		if a == nil {
			a, assumes = x.testDatabase(st, t, cl)
		}
		if a != nil {
			h.Answers = append(h.Answers, Answer{Ask: a, Outcome: domain.Idle, Covers: true, Assumes: assumes})
			sig.WriteString("|made")
			sig.Numbers(uint64(a.Id))
		}
		h.Detail = st.Values()
		h.Cl = cl
		h.Points = x.dom.MayPoints(st, t)
		if old := s.seen[string(sig.Buf)]; old != nil {
			if h.Points == 0 || old.Points == 0 {
				old.Points = 0
			} else {
				old.Points |= h.Points
			}
			continue
		}
		if len(s.Hits) >= maxHits {
			// one of the ways that are left out may be the one without a guard
			s.Over, s.Cut = true, &domain.Approximation{Reason: domain.Combinations, At: s.At}
			continue
		}
		s.seen[sig.String()] = h
		s.Hits = append(s.Hits, h)
	}
	s.count++
	for _, t := range targets {
		if x.Fan != nil && len(x.Wiped) < 8 {
			x.Wiped = append(x.Wiped, domain.Wipe{Target: t, At: cl.At})
		}
		if name := memberName(t); name != "" {
			if _, role := setOf(name); role != "" {
				st = st.Fork()
				x.dom.Event(st, domain.Step{Kind: domain.Wiped, At: cl.At, By: name})
			}
		}
	}
	if s.Cands == nil {
		s.Cands = map[uint32]domain.CandMask{}
		st.Cands.Each(func(k uint32, m domain.CandMask) { s.Cands[k] = m })
	} else {
		for k := range s.Cands {
			m, ok := st.Cands.Get(k)
			if !ok {
				m = domain.CandUnasked
			}
			s.Cands[k] |= m
		}
	}
	return x.UnknownCommand(cl, st)
}

// KindOf is what kind of thing a target is.
func KindOf(t value.Target) catalog.Kind { return kindOf(t.Kind, t.V) }

func DescribeTarget(t value.Target) string {
	v := t.V.String()
	if v == "" && t.Missing {
		v = "its target"
	}
	if len(t.Host) > 0 {
		if v == "" {
			return t.Host.String()
		}
		return v + " on " + strings.TrimSpace(t.Host.String())
	}
	if v == "" {
		return "this machine"
	}
	return v
}

// Guards are the guards that the script asks.
func (x *Ledger) Guards() []*value.Ask {
	var out []*value.Ask
	for _, a := range x.dom.AskList {
		if !a.Made && !a.Prompt {
			out = append(out, a)
		}
	}
	return out
}

// Ordinary are commands whose status says nothing about a machine's use, so that nobody would declare them as guards.
var Ordinary = map[string]bool{}

func init() {
	for _, n := range strings.Fields(`mkdir cp mv ln chmod chown touch rm rmdir sleep ping mount umount modprobe udevadm sync logger wall
		install mktemp cat sed awk grep head tail sort uniq wc tr cut tee date hostname uname id whoami stty tput clear apt-get apt yum dnf
		dpkg rpm pip git make curl wget scp rsync tar gzip gunzip xz unzip partprobe blockdev losetup kpartx lvcreate vgcreate parted
		sgdisk ssh expr which type command test gpg openssl systemctl service sysctl swapoff dmsetup mdadm vgchange
		. source eval exec cd pushd popd read let declare export set shift wait kill trap printf echo basename dirname readlink realpath
		stat file find xargs env nice truncate fallocate dd split seq od base64 md5sum sha256sum diff cmp patch sort paste join tac
		findfs getopt udevadm lsmod rmmod insmod depmod partx hdparm smartctl hwclock date nproc free df du uptime lsb_release arch
		jq yq python python2 python3 perl ruby node php bash sh docker podman kubectl helm terraform ansible ansible-playbook
		aws gcloud az git git-lfs apt-cache apk pacman snap flatpak npm yarn go cargo cmake ninja id getent useradd usermod userdel groupadd
		passwd chroot ip iptables nc dig host nslookup mkfifo mknod bc dc cpio zcat bzip2 zstd unsquashfs mksquashfs qemu-img nbd
		grub-install update-grub efibootmgr fsck e2fsck resize2fs xfs_growfs btrfs tune2fs crontab at screen tmux
		whiptail dialog zenity less more vi vim nano ed ex sleep timeout flock true false`) {
		Ordinary[n] = true
	}
}

// Unresolved records a command that could be the guard or the wipe.
func (x *Ledger) Unresolved(at place.Range, what, reason string) {
	key := place.Range{Script: at.Script, Start: at.Start, End: at.Start} // what begins there may end at several places
	if x.Opaque[key] == nil {
		x.Opaque[key] = &Opaque{At: at, What: what, Reason: reason,
			Coded: slices.ContainsFunc(decoders, func(d string) bool { return strings.HasSuffix(what, "output of "+d) })}
	}
}
