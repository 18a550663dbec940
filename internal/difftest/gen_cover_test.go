package difftest

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"
)

// TestGeneratedScriptsCover finds every construct in the syntax trees of generated scripts, and each sort of guard in every
// form with every way to act on it. The generator's own lists have no part in it, so an option that never comes to be is missed.
func TestGeneratedScriptsCover(t *testing.T) {
	t.Parallel()
	want := map[string]bool{}
	for _, c := range constructs {
		want[c] = true
	}
	for kind, forms := range guardForms {
		for _, form := range forms {
			want[kind+" through "+form] = true
		}
		for _, use := range consumptions {
			want[kind+" in "+use] = true
		}
	}
	for _, use := range consumptions {
		for _, place := range scopes {
			want[use+" within "+place] = true
		}
	}
	const most = 12000
	seed := uint64(0)
	for ; seed < most && len(want) > 0; seed++ {
		cases := Generate(seed)
		if len(cases) == 0 {
			continue
		}
		c := cases[0] // the one for the other shell differs in its first line only
		file, err := parse(c.Script)
		if err != nil {
			continue // TestGeneratedScriptsParse reports it
		}
		for f := range features(file) {
			delete(want, f)
		}
	}
	t.Logf("%d seeds", seed)
	for _, w := range slices.Sorted(maps.Keys(want)) {
		t.Errorf("no script of %d has: %s", seed, w)
	}
}

// constructs are those of the shell language that the executor has to get right.
var constructs = []string{
	"if", "elif", "else", "while", "until", "for in", "for without in", "C-style for", "select", "case", "case with ;&", "case with ;;&",
	"case with a default", "case without a default", "and list", "or list", "!", "{ }", "( )", "pipe", "pipe |&", "background", "coproc or <( )", "( ) as a function's body",
	"$( )", "$(( ))", "(( ))", "[[ ]]", "[ ]", "test", "let", "time", "[ -a ]", "[ with one operand",
	"$? after a simple command", "$? after if", "$? after case", "$? after for", "$? after while", "$? after ( )", "$? after &",
	"local x=$( )", "declare x=$( )", "export x=$( )", "readonly x=$( )", "local", "nameref", "array", "associative array", "array append",
	"${x:-y}", "${x:?}", "${x#y}", "${x%y}", "${#x}", "${x[@]}", "${!x[@]}", "${x:+y}", "${x:=y}", "${@:1}", "${x,,}", "PIPESTATUS", "REPLY",
	"set -e", "set +e", "set -u", "set -o pipefail", "set -o errexit", "set -E", "-e in the first line", "lastpipe", "inherit_errexit", "extglob",
	"exit", "return", "return without a value", "return outside of a function", "break", "break 2", "continue", "continue 2",
	"trap on EXIT", "trap on ERR", "trap on a signal", "trap - EXIT", "trap with a function", "kill $$",
	"wait", "wait $!", "wait for a variable", "wait -n", "exec of a command", "exec of a redirection", "eval of constant text", "eval of a variable", "sh -c", "bash -c",
	"sh -s", "bash -s", "here-document", "here-document in quotes", "here-string", "read", "read -a", "mapfile", "readarray", "read from a descriptor", "shift", "getopts", "set --", "unset -f",
	"function", "function with the keyword", "function defined after its call", "function defined twice", "function that calls itself", "function that prints",
	"command", "builtin", `\command`, "command in a variable", "command in an array", `"$@" as a command`, "main with a pipe", "main without a pipe", "unquoted variable", "printf -v", "mktemp", "brace expansion",
	"standard input of the site", "site in a pipe", "message that names the site",
}

var guardForms = map[string][]string{
	"is-idle":      {"a condition", "!", "$( )", "a variable", "a function's status", "a function's output", "$?", "PIPESTATUS", "a pipe", "read", "mapfile", "a here-string", "a here-document", "a file", "background", "another way to run it"},
	"busy":         {"a condition", "!", "$( )", "a variable", "a function's status", "a function's output", "$?", "PIPESTATUS", "a pipe", "read", "mapfile", "a here-string", "a here-document", "a file", "background", "another way to run it"},
	"count-active": {"$( )", "a variable", "a function's status", "a function's output", "$?", "a pipe", "read", "mapfile", "a here-string", "a here-document", "a file", "process substitution", "another way to run it"},
	"list-active":  {"$( )", "a variable", "a function's status", "a function's output", "$?", "a pipe", "read", "mapfile", "a here-string", "a here-document", "a file", "process substitution", "another way to run it"},
	"state":        {"$( )", "a variable", "a function's status", "a function's output", "$?", "a pipe", "read", "mapfile", "a here-string", "a here-document", "a file", "process substitution", "another way to run it"},
}

var consumptions = []string{
	"if", "elif", "else", "and list", "or list", "case", "while", "until", "retry loop with a break", "retry loop with a flag", "set -e", "trap on EXIT", "trap on ERR",
	"( )", "background", "early return", "die function", "main with a pipe", "main without a pipe",
}

var scopes = []string{"a loop over words", "a loop over parameters", "a loop over an array", "while read from a pipe", "while read from a here-document", "while read from a process substitution", "no loop"}

// features are what a script's syntax tree shows.
func features(file *syntax.File) map[string]bool {
	v := &view{found: map[string]bool{}, defined: map[string]int{}}
	v.file(file)
	var kinds, uses, places []string
	for f := range v.found {
		if k, ok := strings.CutPrefix(f, "guard "); ok {
			kinds = append(kinds, k)
		}
		if slices.Contains(consumptions, f) {
			uses = append(uses, f)
		}
		if slices.Contains(scopes, f) {
			places = append(places, f)
		}
	}
	if !v.found["loop over targets"] {
		places = append(places, "no loop")
	}
	for _, use := range uses {
		for _, k := range kinds {
			v.found[k+" in "+use] = true
		}
		for _, p := range places {
			v.found[use+" within "+p] = true
		}
	}
	return v.found
}

var printer = syntax.NewPrinter()

func text(n syntax.Node) string {
	if w, ok := n.(*syntax.Word); ok && len(w.Parts) == 1 {
		if l, ok := w.Parts[0].(*syntax.Lit); ok {
			return l.Value
		}
	}
	var b strings.Builder
	if err := printer.Print(&b, n); err != nil {
		return err.Error()
	}
	return b.String()
}
