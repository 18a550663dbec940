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
func (s *Sandbox) Explore(sc Script, hostile bool) (*Truth, error) {
	return s.explore(sc, hostile, false)
}

// explore goes on after the first unsafe run if all is set.
func (s *Sandbox) explore(sc Script, hostile, all bool) (*Truth, error) {
	t := &Truth{Full: true, Sites: map[string]*SiteTruth{}}
	if err := check(sc); err != nil {
		return nil, err
	}
	want := 0
	for _, d := range destructive {
		if strings.Contains(sc.Text, d) {
			want++
		}
	}
	for _, start := range starts(sc, hostile) {
		todo := []world{start}
		for len(todo) > 0 {
			if t.Runs >= maxRuns {
				t.Full = false
				return t, nil
			}
			w := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			calls, err := s.run(sc, w)
			if err != nil {
				return nil, err
			}
			t.Runs++
			t.note(calls, w)
			if !all && t.unsafe() == want {
				return t, nil
			}
			todo = append(todo, others(calls, w)...)
		}
	}
	return t, nil
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
		choices, isGuard := answers[c.name]
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
			next := world{args: w.args, env: w.env, fail: w.fail, light: w.light, says: maps.Clone(fixed)}
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

// starts are the worlds before any answer: no parameter, one and two, each free variable unset, empty and set, and all
// unknown commands failing.
func starts(sc Script, hostile bool) []world {
	all := []world{{}}
	if parameters.MatchString(sc.Text) {
		// None of them is a name that a script may hold itself; one is of two words.
		all = []world{{args: []string{"d1"}}, {light: true}}
		if manyParameters.MatchString(sc.Text) {
			all = []world{{args: []string{"d1", "d2"}}, {args: []string{"d1"}, light: true}, {light: true}}
		}
		all = append(all, world{args: []string{"d1 d2"}, light: true})
	}
	base := all[0]
	for _, name := range slices.Sorted(maps.Keys(freeVariables)) {
		if !regexp.MustCompile(`\b` + name + `\b`).MatchString(sc.Text) {
			continue
		}
		for _, v := range append([]string{""}, freeVariables[name]...) {
			all = append(all, world{args: base.args, env: map[string]string{name: v}, light: true})
		}
	}
	for _, name := range unknown {
		if name != "sleep" && strings.Contains(sc.Text, name) {
			all = append(all, world{args: base.args, fail: true, light: true})
			break
		}
	}
	if hostile {
		all = append(all, preset(sc, base)...)
	}
	return all
}

var variable = regexp.MustCompile(`\b[a-z_][a-z_0-9]*\b`)

// preset are worlds in which the environment holds all of the script's own variables: what a script reads before it
// has set it is free, and a script that was shrunk may do so.
func preset(sc Script, base world) []world {
	names := map[string]bool{}
	for _, m := range regexp.MustCompile(`\$\{?[#!]?([a-z_][a-z_0-9]*)|\b([a-z_][a-z_0-9]*)=|\(\(([^)]*)\)\)`).FindAllStringSubmatch(sc.Text, -1) {
		names[m[1]], names[m[2]] = true, true
		for _, n := range variable.FindAllString(m[3], -1) {
			names[n] = true
		}
	}
	delete(names, "")
	var out []world
	for _, v := range []string{"0", "1", "idle", "d1", "yes", "no", "5"} {
		env := maps.Clone(base.env)
		if env == nil {
			env = map[string]string{}
		}
		for n := range names {
			env[n] = v
		}
		out = append(out, world{args: base.args, env: env, light: true})
	}
	return out
}
