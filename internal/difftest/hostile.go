package difftest

import (
	"maps"
	"regexp"
	"slices"
)

// A search says which worlds are tried.
type search struct {
	hostile  bool // also those that nobody had in mind
	thorough bool // more of them
	all      bool // also after the first unsafe run
	hurried  bool // fewer: what a mistake of the analyser shows in, as a rule
}

// hostileWorlds are worlds that nobody had in mind who wrote the script: more parameters than it knows, files of an earlier run,
// commands that print what a guard would, and an environment that holds the script's own variables.
func hostileWorlds(sc Script, base world, thorough bool) []world {
	var out []world
	add := func(w world) {
		w.light = true
		out = append(out, w)
	}
	if manyParameters.MatchString(sc.Text) {
		add(world{args: []string{"d1", "d2", "d3", "d4"}})
	}
	if files := left(sc); len(files) > 0 {
		add(world{args: base.args, files: files})
	}
	if namesUnknown(sc) {
		texts := []string{"0\n", "idle\n", "yes\n"}
		if !thorough {
			texts = texts[:1]
		}
		for _, text := range texts {
			add(world{args: base.args, prints: text})
		}
	}
	names := ownVariables(sc)
	values := []string{"d1", "1", "0", "idle", "yes", "no", "5"}
	if !thorough {
		values = values[:2]
	} else {
		for _, m := range compared.FindAllStringSubmatch(sc.Text, -1) {
			if !slices.Contains(values, m[1]) {
				values = append(values, m[1])
			}
		}
	}
	for _, v := range values {
		env := maps.Clone(base.env)
		if env == nil {
			env = map[string]string{}
		}
		for n := range names {
			env[n] = v
		}
		add(world{args: base.args, env: env})
		if len(base.args) > 0 && v == "d1" {
			add(world{env: env}) // a loop over no parameter leaves its variable as it was
		}
	}
	return out
}

// compared are words that the script compares with something.
var compared = regexp.MustCompile(`= "?([a-z][a-z0-9-]*)\b`)

var appended = regexp.MustCompile(`>> *"?([a-z][a-z0-9]*(?:\.[a-z]+)?)"?`)

// left are the files that the script appends to, as an earlier run may have left them.
func left(sc Script) map[string]string {
	files := map[string]string{}
	for _, m := range appended.FindAllStringSubmatch(sc.Text, -1) {
		files[m[1]] = "d7\n"
	}
	return files
}

var (
	variable = regexp.MustCompile(`\b[a-z_][a-z_0-9]*\b`)
	set      = regexp.MustCompile(`\$\{?[#!]?([a-z_][a-z_0-9]*)|\b([a-z_][a-z_0-9]*)=|\(\(([^)]*)\)\)`)
)

// ownVariables are the names that the script uses: what it reads before it has set it is free.
func ownVariables(sc Script) map[string]bool {
	names := map[string]bool{}
	for _, m := range set.FindAllStringSubmatch(sc.Text, -1) {
		names[m[1]], names[m[2]] = true, true
		for _, n := range variable.FindAllString(m[3], -1) {
			names[n] = true
		}
	}
	delete(names, "")
	return names
}
