package replay

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// A World is what is told apart from the world of the witness: for each question that a run may ask, which of its answers it gets.
// One that is not named gets the first. Questions go by what is asked, not by where, so that a world can be given to another script.
type World map[string]int

func (w World) key() string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(w)) {
		parts = append(parts, fmt.Sprintf("%s=%d", k, w[k]))
	}
	return strings.Join(parts, "\x00")
}

// The sorts of questions, in the order in which other answers to them are tried.
const (
	aboutWay = iota
	aboutGuard
	aboutArgs
	aboutCommand
	aboutEnv
	aboutFile
	aboutOutput
)

// A question is one that a run asked.
type question struct {
	key     string
	sort    int
	answers int
}

// choose answers a question with one of several texts.
func (m *machine) choose(sort int, key string, answers ...string) string {
	if m.known != nil {
		if text, ok := m.known.facts[key]; ok {
			return text
		}
	}
	pick, ok := m.world[key]
	if !ok || pick >= len(answers) {
		pick = 0
	}
	if _, ok := m.facts[key]; !ok {
		m.questions = append(m.questions, question{key, sort, len(answers)})
	}
	m.facts[key] = answers[pick]
	return answers[pick]
}

// others are the worlds that differ from the one that ran in one more answer.
func (m *machine) others(w World) []World {
	var out []World
	qs := slices.Clone(m.questions)
	rank := func(q question) int {
		if q.sort == aboutGuard && m.c.Outcome == "" {
			return aboutOutput + 1 // the finding is about no answer, and the first one lets the script go on
		}
		return q.sort
	}
	if m.exhausted() {
		// What a loop asks again and again is asked for the first times only: an answer that ends it is among them.
		qs = slices.DeleteFunc(qs, func(q question) bool {
			_, nth, numbered := strings.Cut(q.key, "#")
			n, _ := strconv.Atoi(nth)
			return numbered && n > fewTimes
		})
	}
	slices.SortStableFunc(qs, func(a, b question) int { return rank(a) - rank(b) })
	for _, q := range qs {
		if _, fixed := w[q.key]; fixed {
			continue
		}
		for i := 1; i < q.answers; i++ {
			next := maps.Clone(w)
			next[q.key] = i
			out = append(out, next)
		}
	}
	return out
}

// A reply is what a stub does.
type reply struct {
	status  int
	output  string
	outcome Outcome // of a guard
	host    string  // where it was asked
	words   []string
}

// maxLength is how long an answer is made that a script may ask for the length of.
const maxLength = 40

// forms are what a guard can answer.
func (m *machine) forms(g *catalog.Guard) []reply {
	var out []reply
	add := func(o Outcome, status int, output string) {
		out = append(out, reply{status: status, output: output, outcome: o})
	}
	word := func(own []string, is func(string) bool, fallback ...string) []string {
		var words []string
		for _, w := range m.prog.words {
			if is(w) {
				words = append(words, w)
			}
		}
		return append(append(words, own...), fallback...)
	}
	used := append(append(append([]int{}, g.IdleStatus...), g.ActiveStatus...), g.AmbiguousStatus...)
	switch {
	case g.Prompt && g.IdleOutput == "" && len(g.IdleStatus) == 0:
		add(Idle, 0, "yes\n")
		add(Active, 1, "")
	case g.Query:
		for _, w := range word(g.QueryIdleWords, m.c.Catalog.IdleWord, "idle") {
			add(Idle, 0, w+"\n")
		}
		for _, w := range word(g.ActiveWords, m.c.Catalog.ActiveWord, "active", "3") {
			add(Active, 0, w+"\n")
		}
		for _, w := range m.prog.words {
			add(Active, 0, w+"\n")
		}
		add(Idle, 0, "0\n")
		add(Idle, 0, "")
	case g.IdleOutput == "zero":
		add(Idle, 0, "0\n")
		add(Active, 0, "1\n")
		add(Active, 0, "10\n")
		add(Active, 0, "2\n")
	case g.IdleOutput == "empty":
		add(Idle, 0, "")
		add(Active, 0, "db2\ndb3\n")
		add(Active, 0, "/srv/data\n")
		for _, w := range m.prog.words {
			if n, err := strconv.Atoi(w); err == nil && n > 0 && n <= maxLength {
				add(Active, 0, strings.Repeat("d", n)+"\n") // for scripts that look at its length
			}
		}
	case g.IdleOutput == "words":
		for _, w := range g.IdleWords {
			add(Idle, 0, w+"\n")
		}
		for _, w := range append([]string{"active", "non-" + first(g.IdleWords), "in-use", "busy"}, m.prog.words...) {
			if !slices.Contains(g.IdleWords, w) {
				add(Active, 0, w+"\n")
			}
		}
		add(Active, 0, first(g.IdleWords)+"\nactive\n") // for scripts that look at one line only
	default:
		for _, n := range g.IdleStatus {
			add(Idle, n, "")
		}
		for _, n := range g.ActiveStatus {
			add(Active, n, "4711\n")
			if !g.Lists {
				add(Active, n, "")
			}
		}
		used = append(used, 256)
	}
	for _, n := range g.AmbiguousStatus {
		add(Failed, n, "")
	}
	for _, n := range []int{255, 1, 2, 3} {
		if !slices.Contains(used, n) {
			add(Failed, n, "")
		}
	}
	if g.Query {
		add(Failed, 0, "")
	}
	return out
}

func first(l []string) string {
	if len(l) == 0 {
		return "idle"
	}
	return l[0]
}

// sorted puts the replies of an outcome first.
func sorted(all []reply, o Outcome) []reply {
	out := slices.Clone(all)
	slices.SortStableFunc(out, func(a, b reply) int {
		switch {
		case (a.outcome == o) == (b.outcome == o):
			return 0
		case a.outcome == o:
			return -1
		}
		return 1
	})
	return out
}

// few leaves one reply of each outcome but one.
func few(all []reply, o Outcome) []reply {
	seen := map[Outcome]bool{}
	return slices.DeleteFunc(all, func(r reply) bool {
		if r.outcome == o {
			return false
		}
		again := seen[r.outcome]
		seen[r.outcome] = true
		return again
	})
}

// answer is what a guard answers to a call. The guard of the finding answers as the finding says, in one of the forms that has.
func (m *machine) answer(g *catalog.Guard, key, host string, args []string) reply {
	all := m.forms(g)
	if len(all) == 0 {
		return reply{}
	}
	o, ok := m.c.Answers[g]
	if g == m.c.Guard && m.c.Outcome != "" {
		o, ok = m.c.Outcome, true
	}
	if ok {
		all = few(sorted(all, o), o)
	}
	if m.known != nil {
		if r, ok := m.known.replies[key]; ok {
			return r
		}
		all = sorted(all, Active) // what the flawed script did not ask about is in use
	}
	texts := make([]string, len(all))
	for i := range all {
		texts[i] = strconv.Itoa(i)
	}
	pick, _ := strconv.Atoi(m.choose(aboutGuard, "guard "+key, texts...))
	r := all[pick]
	r.host, r.words = host, args
	m.replies[key] = r
	return r
}

// parameters are what the script is called with.
func (m *machine) parameters() []string {
	most := 0
	for i := range m.c.Args {
		most = max(most, i)
	}
	counts := []string{strconv.Itoa(max(most, m.prog.uses)), strconv.Itoa(most), "2", "1", "3", "0", "4"}
	if m.prog.uses == 0 && most == 0 {
		counts = []string{"0", "1", "2"}
	}
	n, _ := strconv.Atoi(m.choose(aboutArgs, "how many parameters", counts...))
	var out []string
	for i := 1; i <= n; i++ {
		var values []string
		if v, ok := m.c.Args[i]; ok {
			values = append(values, v)
		}
		values = append(values, "d"+strconv.Itoa(i), "d1 d2")
		if m.c.Apart {
			values = append(values, "'d1 d2'", "d*") // they become others in another shell, and where there are files
		}
		values = append(values, m.prog.words...)
		values = append(values, "db1", "/dev/sdb", "10.0.0.1", "1", "")
		out = append(out, m.choose(aboutArgs, "parameter "+strconv.Itoa(i), values...))
	}
	return out
}

// variable is what the environment holds; false when it is not set.
func (m *machine) variable(name string) (string, bool) {
	if v, ok := fixedVariables[name]; ok {
		return v, true
	}
	if strings.HasPrefix(name, "__wl_") || unsetVariables[name] || !m.prog.reads(name) {
		return "", false
	}
	const unset = "\x00"
	var values []string
	if v, ok := m.c.Env[name]; ok {
		if v == nil {
			values = append(values, unset)
		} else {
			values = append(values, *v)
		}
	}
	values = append(append(values, unset, "1", "", "v1", "yes"), m.prog.words...)
	if m.c.Apart && !strings.Contains(m.prog.all, name+"=") {
		values = append(values, "d1 d2", "'d1 d2'", "d*") // as for parameters; what the script assigns itself is seldom what it is given
	}
	v := m.choose(aboutEnv, "variable "+name, values...)
	return v, v != unset
}

var fixedVariables = map[string]string{
	"HOME": "/root", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "UID": "0", "EUID": "0", "GID": "0", "USER": "root", "LOGNAME": "root", "SHELL": "/bin/bash",
	"BASH_VERSION": "5.2.15(1)-release", "LINENO": "1", "HOSTNAME": "thishost", "HOSTTYPE": "x86_64", "OSTYPE": "linux-gnu", "FUNCNAME": "main", "LANG": "C",
}

var unsetVariables = map[string]bool{"PS3": true, "PS4": true, "BASH_REMATCH": true, "MAPFILE": true, "REPLY": true, "OPTARG": true, "OLDPWD": true, "PIPESTATUS": true, "GLOBIGNORE": true, "TMPDIR": true}
