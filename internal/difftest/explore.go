package difftest

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// A Truth is what the shell did with a script over all worlds.
type Truth struct {
	Runs  int
	Full  bool // all worlds were run
	Sites map[string]*SiteTruth
}

// A SiteTruth is what became of one destructive command.
type SiteTruth struct {
	Ran    bool
	OnIdle bool   // it ran with leave, at least once
	Unsafe string // how it ran without leave, "" when it never did
	World  world  // where it did
	Calls  []call
}

// maxRuns bounds the worlds of one script.
const maxRuns = 300

// Explore runs a script in every world. Only what a script asks for is worth telling apart, so a run's log says which worlds
// differ from it: those in which a command that it called answers otherwise.
func (s *Sandbox) Explore(sc Script, how search) (*Truth, error) {
	t := &Truth{Full: true, Sites: map[string]*SiteTruth{}}
	whole := inlined(sc)
	if err := check(whole); err != nil {
		return nil, err
	}
	want := 0
	for _, d := range destructive {
		if strings.Contains(whole.Text, d) {
			want++
		}
	}
	most := maxRuns
	if how.thorough {
		most *= 4
	}
	if how.hurried {
		most /= 5
	}
	usual := map[string]answer{}
	for _, start := range starts(sc, how) {
		start.usual = usual
		todo := []world{start}
		for len(todo) > 0 {
			if t.Runs >= most {
				t.Full = false
				return t, nil
			}
			w := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			calls, err := s.answered(sc, w)
			if err != nil {
				return nil, err
			}
			t.Runs++
			t.note(calls, w)
			if !how.all && t.unsafe() == want {
				return t, nil
			}
			todo = append(todo, others(calls, w)...)
		}
	}
	return t, nil
}

// answered runs a script until no call of a real tool is left of which the world does not know what it answers.
func (s *Sandbox) answered(sc Script, w world) ([]call, error) {
	for {
		calls, err := s.run(sc, w)
		if err != nil {
			return nil, err
		}
		known := len(w.usual)
		for _, c := range calls {
			if as := toolAnswers(c); as != nil {
				w.usual[c.key()] = as[0]
			}
		}
		if len(w.usual) == known {
			return calls, nil
		}
	}
}

func (t *Truth) note(calls []call, w world) {
	ran, bad := judge(calls, w)
	for name := range ran {
		site := t.Sites[name]
		if site == nil {
			site = &SiteTruth{}
			t.Sites[name] = site
		}
		site.Ran = true
		site.OnIdle = site.OnIdle || bad[name] == ""
		if site.Unsafe == "" && bad[name] != "" {
			site.Unsafe, site.World, site.Calls = bad[name], w, calls
		}
	}
}

func (t *Truth) unsafe() int {
	n := 0
	for _, s := range t.Sites {
		if s.Unsafe != "" {
			n++
		}
	}
	return n
}

// others are the worlds that a run's calls lead to: for each call that the world says nothing about, one for each other answer,
// with the calls before it fixed. No world comes twice. Of the commands that are no guards one at most fails, or all do:
// the worlds would double with each of them otherwise.
func others(calls []call, w world) []world {
	fixed := maps.Clone(w.says)
	if fixed == nil {
		fixed = map[string]answer{}
	}
	failing, asked := w.fail, w.light
	for _, a := range fixed {
		failing = failing || a.outcome == none && a.status != 0
		asked = asked || a.outcome != none
	}
	var guards, rest []world
	for _, c := range calls {
		key := c.key()
		if _, ok := fixed[key]; ok {
			continue
		}
		name, _, numbered := strings.Cut(key, "#")
		choices, isGuard := choices(c)
		if carried, ok := carrierFailures[name]; ok && numbered && !failing {
			choices = carried
		}
		if numbered && slices.Contains(unknown, name) && name != "sleep" && !failing {
			choices = unknownAnswers
		}
		if len(choices) == 0 {
			continue
		}
		if isGuard && (asked || failing) {
			choices = one(choices)
		}
		asked = asked || isGuard
		for _, a := range choices[1:] {
			next := w
			next.says = maps.Clone(fixed)
			next.says[key] = a
			if isGuard {
				guards = append(guards, next)
			} else {
				rest = append(rest, next)
			}
		}
		fixed[key] = choices[0]
	}
	return append(rest, guards...) // the last is run first
}

// one keeps one answer of each outcome.
func one(as []answer) []answer {
	var out []answer
	for _, a := range as {
		if !slices.ContainsFunc(out, func(b answer) bool { return a.outcome == b.outcome }) {
			out = append(out, a)
		}
	}
	return out
}

var manyParameters = regexp.MustCompile(`\$[2-9@*#]|\$\{[#!]?[2-9@*#]|for [a-z_0-9]+(;| *\n)|shift|getopts`)

var parameters = regexp.MustCompile(`\$[1-9@*#]|\$\{[#!]?[1-9@*#]|for [a-z_0-9]+(;| *\n)|shift|getopts`)

var oneParameter = regexp.MustCompile(`\$# -(eq|ne) 1\b|\$# [!=]?= 1\b`)

// starts are the worlds before any answer: no parameter, one and two, each free variable unset, empty and set, and all
// unknown commands failing.
func starts(sc Script, how search) []world {
	sc = Script{Shell: sc.Shell, Text: inlined(sc).Text, Args: sc.Args} // a file that it sources reads its variables, too
	all := []world{{}}
	if parameters.MatchString(sc.Text) {
		// None of them is a name that a script may hold itself; one is of two words.
		all = []world{{args: []string{"d1"}}, {light: true}}
		if manyParameters.MatchString(sc.Text) {
			all = []world{{args: []string{"d1", "d2"}}, {args: []string{"d1"}, light: true}, {light: true}}
			if oneParameter.MatchString(sc.Text) { // with two it ends at once
				all[0].light, all[1].light = true, false
				all[0], all[1] = all[1], all[0]
			}
		}
		all = append(all, world{args: []string{"d1 d2"}, light: true})
	}
	if len(sc.Args) > 0 {
		all = nil
		for i, args := range sc.Args {
			all = append(all, world{args: args, light: i > 0})
		}
	}
	base := all[0]
	for _, name := range slices.Sorted(maps.Keys(freeVariables)) {
		if !regexp.MustCompile(`\b` + name + `\b`).MatchString(sc.Text) {
			continue
		}
		for _, v := range append([]string{""}, freeVariables[name]...) {
			all = append(all, world{args: base.args, env: map[string]string{name: v}, light: true})
			if v != "" && len(base.args) > 1 { // a script that takes one parameter stops at two
				all = append(all, world{args: base.args[:1], env: map[string]string{name: v}, light: true})
			}
		}
	}
	if namesUnknown(sc) {
		all = append(all, world{args: base.args, fail: true, light: true})
	}
	if how.hostile {
		all = append(all, hostileWorlds(sc, base, how.thorough)...)
	}
	if how.thorough || how.hurried {
		for i := range all {
			all[i].light = how.hurried
		}
	}
	return all
}

// namesUnknown tells whether the script calls a command that nobody declared.
func namesUnknown(sc Script) bool {
	return slices.ContainsFunc(unknown, func(name string) bool { return name != "sleep" && strings.Contains(sc.Text, name) })
}
