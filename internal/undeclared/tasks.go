package undeclared

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// Programs that run a task by its name, or a file in their own language: make wipe, npm run db:drop, psql -f drop.sql,
// ansible-playbook wipe.yml. Neither is followed, but its name may say what it does, and the recipe of a Makefile is looked at.

var (
	// taskRunners run the tasks that their operands name.
	taskRunners = set(`make gmake bmake just task rake gulp grunt invoke inv nox tox mage mix ant mvn gradle gradlew npm yarn pnpm bun deno composer
		cargo doit earthly poe hatch rails artisan console bin/console lerna nx turbo`)
	// fileRunners run the files that their operands name.
	fileRunners = set(`sh bash dash ksh zsh ash python python2 python3 perl ruby node php Rscript osascript pwsh awk gawk mawk ansible-playbook ansible-pull puppet
		salt-call salt chef-client psql mysql mariadb sqlplus sqlcmd sqlite3 mongosh mongo cqlsh clickhouse-client redis-cli impala-shell hive beeline
		duckdb cypher-shell kubectl oc terraform tofu nix-build ssh rsh`)
	// empties are verbs by which a file for a database, or a task about one, says what it does.
	empties = set(`drop truncate wipe purge destroy nuke reset erase flush`)
	// stores are what such a task is about.
	stores   = set(`db database databases schema schemas sql table tables all data`)
	runsFile = regexp.MustCompile(`\.(sh|bash|sql|js|py|pl|rb|php|awk|ya?ml|pp|cql|ddl|R|ps1|tcl|exp)$`)
)

// taskOrders reports whether the name of a task says that it destroys data: "wipe", "db:drop", "destroy-cluster", "infra/destroy".
func taskOrders(name string) bool {
	if orders(name) {
		return true
	}
	if strings.ContainsAny(name, "=. $\\") || strings.Contains(name, catalog.Unknown) || !strings.ContainsAny(name, ":-_/") {
		return false
	}
	words := wordsOf(name)
	if slices.ContainsFunc(words, func(w string) bool { return isThing(w, harmless) || looks[w] }) {
		return false
	}
	verb := slices.ContainsFunc(words, func(w string) bool { return empties[w] })
	return verb && slices.ContainsFunc(words, func(w string) bool { return stores[w] }) || Speaks(name)
}

// fileOrders reports whether the name of a file that is run says that it destroys data: wipe.yml, drop.sql, purge-cluster.yml.
func fileOrders(name string) bool {
	base := path.Base(name)
	end := runsFile.FindString(base)
	if end == "" || strings.Contains(base, catalog.Unknown) {
		return false
	}
	base = strings.TrimSuffix(base, end)
	words := wordsOf(base)
	if len(words) == 0 || looks[words[0]] || slices.ContainsFunc(words, func(w string) bool { return isThing(w, harmless) }) {
		return false
	}
	if end == ".sql" || end == ".cql" || end == ".ddl" || end == ".js" {
		return empties[words[0]]
	}
	return destroys[words[0]] || Speaks(base)
}

// task judges a call of a program that runs tasks or files. done is false for other calls.
func (f *finder) task(words []string, ends [][2]int) (done bool) {
	name := words[0][strings.LastIndexByte(words[0], '/')+1:]
	if f.own[words[0]] || asksOnly(words[1:]) || slices.Contains(words[1:], "-n") && (name == "make" || name == "just") {
		return false
	}
	c := Call{Start: ends[0][0], End: ends[len(ends)-1][1], Name: name}
	switch {
	case taskRunners[name]:
		for i, w := range words[1:] {
			if !strings.HasPrefix(w, "-") && taskOrders(w) && (i == 0 || !takesFolder(words[i])) {
				if c.Command = name + " " + w; i > 0 && (words[i] == "run" || words[i] == "run-script") {
					c.Command = name + " " + words[i] + " " + w
				}
				f.calls = append(f.calls, c)
				return true
			}
		}
		if recipe := f.recipe(name, words); recipe != "" {
			c.Command, c.Runs = name, Handed{Command: recipe, Text: true}
			f.calls = append(f.calls, c)
			return true
		}
	case fileRunners[name]:
		for _, w := range words[1:] {
			if _, v, ok := strings.Cut(w, "="); ok && strings.HasPrefix(w, "-") {
				w = v
			}
			if at := strings.LastIndexAny(w, " @"); at >= 0 { // \i drop.sql, source drop.sql, @drop.sql
				w = w[at+1:]
			}
			if w = strings.TrimRight(w, ";"); fileOrders(w) {
				c.Command, c.Name = name, path.Base(w)
				c.Runs = Handed{Command: written(w), Text: true}
				f.calls = append(f.calls, c)
				return true
			}
		}
	}
	return false
}

// takesFolder reports whether an option of make and the like has a folder or a file behind it.
func takesFolder(option string) bool {
	switch option {
	case "-C", "--directory", "-f", "--file", "--makefile", "--prefix", "--cwd", "-I", "-j", "-o", "--rakefile":
		return true
	}
	return false
}

// fed judges a call that gets a file on its standard input: psql app < drop.sql, ssh host bash -s < wipe.sh, cat drop.sql | mysql app.
func (f *finder) fed(words []string, ends [][2]int, file string) {
	for len(words) > 1 && (hole(words[0]) || words[0] == "sudo") {
		words, ends = words[1:], ends[1:]
	}
	name := words[0][strings.LastIndexByte(words[0], '/')+1:]
	if fileRunners[name] && fileOrders(file) {
		f.calls = append(f.calls, Call{Start: ends[0][0], End: ends[len(ends)-1][1], Command: name, Name: path.Base(file), Runs: Handed{Command: written(file), Text: true}})
	}
}

// inputs looks at the files that a statement reads by a redirection, or that the one before it in the pipeline prints.
func (f *finder) inputs(st *syntax.Stmt) {
	script.Walk(st, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Stmt:
			call, ok := n.Cmd.(*syntax.CallExpr)
			for _, r := range n.Redirs {
				if ok && len(call.Args) > 0 && r.Op == syntax.RdrIn {
					words, ends := placed(call)
					f.fed(words, ends, static(r.Word))
				}
			}
		case *syntax.BinaryCmd:
			from, isCall := n.X.Cmd.(*syntax.CallExpr)
			to, is := n.Y.Cmd.(*syntax.CallExpr)
			if (n.Op == syntax.Pipe || n.Op == syntax.PipeAll) && isCall && is && len(from.Args) > 1 && len(to.Args) > 0 && from.Args[0].Lit() == "cat" {
				words, ends := placed(to)
				for _, w := range from.Args[1:] {
					f.fed(words, ends, static(w))
				}
			}
		}
		return true
	})
}

func placed(c *syntax.CallExpr) (words []string, ends [][2]int) {
	for _, w := range c.Args {
		words, ends = append(words, static(w)), append(ends, [2]int{int(w.Pos().Offset()), int(w.End().Offset())})
	}
	return words, ends
}

var (
	recipeOf  = regexp.MustCompile(`^([A-Za-z0-9_./ -]+?)\s*::?(?:[^=]|$)(.*)$`)
	makeName  = regexp.MustCompile(`\$[({]([A-Za-z_][A-Za-z0-9_]*)[)}]`)
	maxRecipe = 64
)

// recipe is the first command that destroys data in the recipes that a call of make runs, as its Makefile has them; "" for none.
func (f *finder) recipe(name string, words []string) string {
	if f.read == nil || name != "make" && name != "gmake" {
		return ""
	}
	folder, files, targets := "", []string{"GNUmakefile", "makefile", "Makefile"}, []string(nil)
	for i := 1; i < len(words); i++ {
		w := words[i]
		switch {
		case (w == "-C" || w == "--directory") && i+1 < len(words):
			i++
			folder = words[i]
		case strings.HasPrefix(w, "-C") && len(w) > 2:
			folder = w[2:]
		case (w == "-f" || w == "--file" || w == "--makefile") && i+1 < len(words):
			i++
			files = []string{words[i]}
		case takesFolder(w):
			i++
		case !strings.HasPrefix(w, "-") && !strings.Contains(w, "="):
			targets = append(targets, w)
		}
	}
	if strings.Contains(folder, catalog.Unknown) {
		folder = strings.TrimLeft(folder[strings.LastIndex(folder, catalog.Unknown)+1:], "/") // "$here/infra": beside the script
	}
	for _, file := range files {
		if strings.Contains(file, catalog.Unknown) {
			continue
		}
		if text := f.read(path.Join(folder, file)); len(text) > 0 {
			return f.recipeIn(string(text), targets)
		}
	}
	return ""
}

// recipeIn looks at the recipes of targets and of what these need.
func (f *finder) recipeIn(text string, targets []string) string {
	lines, needs, first := map[string][]string{}, map[string][]string{}, ""
	var now []string
	for l := range strings.Lines(strings.ReplaceAll(text, "\\\n", " ")) {
		l = strings.TrimRight(l, "\r\n")
		if rest, ok := strings.CutPrefix(l, "\t"); ok {
			for _, t := range now {
				lines[t] = append(lines[t], strings.TrimLeft(rest, "@-+ \t"))
			}
			continue
		}
		if m := recipeOf.FindStringSubmatch(l); m != nil {
			now = strings.Fields(m[1])
			for _, t := range now {
				needs[t] = append(needs[t], strings.Fields(m[2])...)
				if first == "" && !strings.HasPrefix(t, ".") {
					first = t
				}
			}
		} else if strings.TrimSpace(l) != "" && !strings.HasPrefix(l, "#") {
			now = nil
		}
	}
	if len(targets) == 0 {
		targets = []string{first}
	}
	seen := map[string]bool{}
	for todo := targets; len(todo) > 0 && len(seen) < maxRecipe; {
		t := todo[0]
		todo = todo[1:]
		if seen[t] {
			continue
		}
		seen[t] = true
		for _, l := range lines[t] {
			l = makeName.ReplaceAllString(strings.ReplaceAll(l, "$$", "$"), "$${$1}")
			if c := f.destroysText(l, 0); c != "" {
				return c
			}
		}
		todo = append(todo, needs[t]...)
	}
	return ""
}
