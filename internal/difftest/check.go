package difftest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/shelltest/safe"
)

// known are the commands that a script may name.
var known = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for _, name := range slices.Concat(slices.Collect(maps.Keys(answers)), unknown, steady, realTools, destructive, tools, builtins, carrierNames()) {
		set[name] = true
	}
	return set
})

// check refuses a script that names anything outside of the sandbox: a path other than /dev/null, or a command that is neither
// a stub, a harmless tool, a builtin nor a function of the script.
func check(sc Script) error {
	head, body, _ := strings.Cut(sc.Text, "\n")
	if !strings.HasPrefix(head, "#!/bin/") {
		return fmt.Errorf("no #! line")
	}
	if strings.Contains(harmlessSlash.Replace(body), "/") {
		return fmt.Errorf("names a path")
	}
	if strings.Contains(odd.ReplaceAllString(body, ""), "find") {
		return fmt.Errorf("runs find elsewhere, or to write")
	}
	names, err := safe.Check(sc.Text, sc.Shell, nil)
	if err != nil {
		return err
	}
	file, err := parse(sc)
	if err != nil {
		return err
	}
	own := map[string]bool{}
	syntax.Walk(file, func(n syntax.Node) bool {
		if f, ok := n.(*syntax.FuncDecl); ok && f.Name != nil {
			own[f.Name.Value] = true
		}
		return true
	})
	for _, n := range names {
		n = strings.TrimPrefix(n, `\`) // which only keeps aliases away
		if !known()[n] && !own[n] && !harmlessOperand(n) && !plainOperand.MatchString(n) && !function.MatchString(n) && !beginning.MatchString(n) {
			return fmt.Errorf("runs %q", n)
		}
	}
	return nil
}

// harmlessSlash takes out what has a slash and names nothing outside of the folder.
var harmlessSlash = strings.NewReplacer("/dev/null", "", "./wipe.conf", "", "./lib.sh", "", "s/#.*//", "", "s/^/$PROG: /", "",
	"http://cmdb/hosts/$h/state", "", "http://cmdb/hosts/$h/sessions", "", "http://cmdb/hosts/$h/lock", "")

// function is a name of the generator's functions and of variables that they take the names of, which may be called where they are not defined; PATH has no such command.
var function = regexp.MustCompile(`^(check|die|busy|tell|set|get|say|handle|guard|zap|run|waitfor|n|l|s)[0-9]+$|^main$|^usage$`)

// beginning is the first word of a message that a function of the script is given, which no command is called.
var beginning = regexp.MustCompile(`^([a-z-]+:|,|count\.txt)$`)

// harmlessOperand lets operands of trap, command and env pass that the check of shelltest takes for commands.
func harmlessOperand(n string) bool {
	return strings.HasPrefix(n, "-") || slices.Contains([]string{"EXIT", "ERR", "INT", "TERM", "HUP", "0", "1", "2", "15", "h1", "h2", "h8", "h9", "in-use", "yes", "x", "", "_", "DEBUG", "RETURN", "mysqld", "hx"}, n)
}

// odd is the only way in which a script may call find, the one tool that could write without a redirection.
var odd = regexp.MustCompile(`\bfind \. -maxdepth [0-2] -exec |\b(note|log-it) find\b`)

// plainOperand is a word of a wrapper that is no command, apart from options: a number, a name of a place, a file.
var plainOperand = regexp.MustCompile(`^([0-9]+[sm]?|([hd][0-9]|db[12]?|web|root@db1|root|x)(,h[0-9]|,x)?|image|lock\.txt|list\.txt|out\.txt|job\.txt|LC_ALL=C|BatchMode=yes|ConnectTimeout=5|exec|shell|cmd\.run|:::|now,fail=1|soon,fail=1|\{\}|;|h[0-9]p1|ok)$`)

// parse reads the script in the shell's own language.
func parse(sc Script) (*syntax.File, error) {
	return syntax.NewParser(syntax.Variant(safe.Lang(sc.Shell)), syntax.KeepComments(true)).Parse(strings.NewReader(sc.Text), "")
}
