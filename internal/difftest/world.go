package difftest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A world says what the script is called with and what each command answers.
type world struct {
	args   []string
	env    map[string]string
	says   map[string]answer // by call: "is-idle h1", "prep#2"
	files  map[string]string // that are there before it starts
	light  bool              // a guard answers in one way for each outcome
	fail   bool              // commands that it says nothing of fail, apart from guards
	stdin  string            // what is on its standard input
	prints string            // what commands that it says nothing of print, apart from guards
	more   []string          // commands that there are beside those of every sandbox
	// signals are sent to the script by the calls that are named.
	signals map[string]int
	less    []string // commands of every sandbox that are not there
	// usual are what calls of real tools answer that says knows nothing of. It fills as they are made, and all worlds of a script
	// share it.
	usual map[string]answer
}

func (w world) environ() []string {
	var env []string
	for k, v := range w.env {
		env = append(env, k+"="+v)
	}
	slices.Sort(env)
	return env
}

// text is the world as the stub reads it.
func (w world) text() string {
	var b strings.Builder
	record := func(key, kind string, a answer) {
		fmt.Fprintf(&b, "%s\x1f%s\x1f%d\x1f%s\x1e", key, kind, a.status|w.signals[key]<<8, a.output)
	}
	for key, a := range w.says {
		record(key, "x", a)
	}
	for key, a := range w.usual {
		record(key, "x", a)
	}
	for name, as := range answers {
		record(name, "t", as[0])
	}
	for _, name := range realTools {
		record(name, "t", answer{})
	}
	for _, name := range unknown {
		a := unknownAnswers[0]
		if w.fail && name != "sleep" {
			a = unknownAnswers[1]
		}
		if name != "sleep" {
			a.output = w.prints
		}
		record(name, "n", a)
	}
	for _, name := range w.more {
		record(name, "n", answer{})
	}
	for _, name := range steady {
		record(name, "s", answer{})
	}
	for _, name := range carrierNames() {
		record(name, "c", answer{})
	}
	for _, name := range destructive {
		record(name, "t", answer{})
	}
	return b.String()
}

// String tells a person what the world is, on one line.
func (w world) String() string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(w.env)) {
		parts = append(parts, fmt.Sprintf("%s=%q", k, w.env[k]))
	}
	if w.fail {
		parts = append(parts, "all but guards fail")
	}
	if w.prints != "" {
		parts = append(parts, fmt.Sprintf("all but guards print %q", w.prints))
	}
	for _, k := range slices.Sorted(maps.Keys(w.files)) {
		parts = append(parts, fmt.Sprintf("%s holds %q", k, w.files[k]))
	}
	for _, k := range slices.Sorted(maps.Keys(w.signals)) {
		parts = append(parts, fmt.Sprintf("%s sends the signal %d", k, w.signals[k]))
	}
	if len(w.args) > 0 {
		parts = append(parts, fmt.Sprintf("args %q", w.args))
	}
	for _, k := range slices.Sorted(maps.Keys(w.says)) {
		a := w.says[k]
		switch {
		case a.outcome == none && a.status == 0:
			continue
		case a.outcome == none:
			parts = append(parts, fmt.Sprintf("%s exits %d", k, a.status))
		default:
			parts = append(parts, fmt.Sprintf("%s says %s (%d %q)", k, [...]string{"", "idle", "active", "error"}[a.outcome], a.status, a.output))
		}
	}
	return strings.Join(parts, ", ")
}

// given is what a call was answered.
func (w world) given(c call) (answer, bool) {
	as, ok := choices(c)
	if !ok {
		return answer{}, false
	}
	if a, ok := w.says[c.key()]; ok {
		return a, true
	}
	return as[0], true
}

func (c call) key() string {
	name := c.name
	if c.host != "" {
		name += "@" + c.host
	}
	if c.args == "" {
		return name
	}
	return name + " " + c.args
}

// target is what a guard looks at or a destructive command destroys: its first operand.
func (c call) target() string {
	if t := toolTarget(c); t != "" {
		return t
	}
	first, _, _ := strings.Cut(c.args, " ")
	if first == "''" { // as the stub writes an empty word
		return ""
	}
	return first
}

// looksAt reports whether a guard looked at what a destructive call destroys. What was asked on one machine says nothing of
// another one, unless it was asked here about that machine by its name, or asked on the machine that a command names which runs here.
// A guard that is given no name, and a command that destroys all, are about the whole machine.
func (g call) looksAt(c call) bool {
	whole := g.host != "" && (g.args == "" || g.target() == g.host)
	if g.host != c.host {
		return g.host == "" && g.target() == c.host || c.host == "" && whole && g.host == c.target()
	}
	return c.name == "wipe-all" || slices.Contains(ofAll, g.name) || g.target() == c.target() || whole
}

// ofAll are tools that tell of all that there is.
var ofAll = []string{"mount", "swapon", "systemctl"}

// judge looks for a destructive call for which no guard of its target had answered idle.
func judge(calls []call, w world) (ran map[string]bool, bad map[string]string) {
	ran, bad = map[string]bool{}, map[string]string{}
	for i, c := range calls {
		if !slices.Contains(destructive, c.name) {
			continue
		}
		ran[c.name] = true
		asked, proved := false, false
		for _, g := range calls[:i] {
			a, ok := w.given(g)
			if !ok || !g.looksAt(c) {
				continue
			}
			asked = true
			proved = proved || a.outcome == idle
		}
		switch {
		case proved:
		case asked:
			bad[c.name] = c.key() + " ran although no guard of its target answered idle"
		default:
			bad[c.name] = c.key() + " ran and no guard of its target had been asked"
		}
	}
	return ran, bad
}
