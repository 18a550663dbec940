package finding

import (
	"path"
	"sort"
	"strings"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"mvdan.cc/sh/v3/syntax"
)

// carriers run a command somewhere else, or as somebody else: a question goes the same way as the command that it is asked for.
var carriers = map[string]bool{
	"ssh": true, "sudo": true, "doas": true, "runuser": true, "kubectl": true, "oc": true, "docker": true, "podman": true, "nerdctl": true,
	"nsenter": true, "chroot": true, "lxc": true, "incus": true,
}

// longestCarrier is how much may stand in front of a question for a reader to see what is asked.
const longestCarrier = 60

// carried is what stands in front of a destructive command and decides where it runs, as the script writes it: ssh "$host", sudo -u postgres,
// kubectl exec "$pod" --. ok is false where a question cannot be sent the same way.
func carried(at place.Range) (front string, texted, ok bool) {
	call := callAround(at)
	if call == nil {
		return "", false, false
	}
	source := string(at.Script.Source)
	var words []string
	for _, w := range call.Args {
		from, to := int(w.Pos().Offset()), int(w.End().Offset())
		if from <= at.Start && at.Start < to {
			if word := source[from:to]; len(words) > 0 && strings.ContainsAny(word, "'\\`") {
				return "", false, false // the other shell's variables, or quotes within quotes
			}
			break
		}
		words = append(words, source[from:to])
	}
	if len(words) == 0 {
		return "", false, true
	}
	front = strings.Join(words, " ")
	name := path.Base(words[0])
	if !carriers[name] || len(front) > longestCarrier || strings.ContainsAny(front, "`(\n\\") || name == "ssh" && strings.Contains(front, " -f ") {
		return "", false, false
	}
	return front, strings.Contains(front, "ssh "), true
}

// callAround is the innermost simple command of a script in whose words a place lies.
func callAround(at place.Range) *syntax.CallExpr {
	if at.Script == nil {
		return nil
	}
	var found *syntax.CallExpr
	inside := func(n syntax.Node) bool {
		return int(n.Pos().Offset()) <= at.Start && at.Start < int(n.End().Offset())
	}
	// It lies in the last statement that begins before it, or in a here-document of one that stands on the same line. Scripts have thousands
	// of statements, and each finding asks.
	list := at.Script.Stmts
	last := sort.Search(len(list), func(i int) bool { return int(list[i].Pos().Offset()) > at.Start }) - 1
	for i := last; i >= 0 && found == nil && list[i].Pos().Line() == list[last].Pos().Line(); i-- {
		script.Walk(list[i], func(n syntax.Node) bool {
			if n == nil || int(n.Pos().Offset()) > at.Start {
				return false
			}
			if c, ok := n.(*syntax.CallExpr); ok && inside(c) {
				found = c
			}
			return true
		})
	}
	return found
}

// asWritten is a destructive command in the text of ssh and the like with the words that the text has, and not with what they hold in one
// round of a loop. The command itself where that cannot be told.
func asWritten(site *guardflow.Site) string {
	text := site.At.Text()
	if len(text) < 2 || text[0] != '"' || text[len(text)-1] != '"' || strings.ContainsAny(text, "\\`") || len(text) > 1<<12 {
		return site.Command
	}
	want := written(site.Command)
	stmts, err := script.ParseText(text[1:len(text)-1], script.Bash)
	if err != nil || len(want) == 0 {
		return site.Command
	}
	found := ""
	for _, s := range stmts {
		script.Walk(s, func(n syntax.Node) bool {
			c, ok := n.(*syntax.CallExpr)
			if !ok || len(c.Args) != len(want) || len(c.Assigns) > 0 {
				return n != nil
			}
			words := make([]string, len(want))
			for i, w := range c.Args {
				words[i] = text[1+w.Pos().Offset() : 1+w.End().Offset()]
				if !mayHold(words[i], want[i]) {
					return true
				}
			}
			if all := strings.Join(words, " "); found == "" {
				found = all
			} else if found != all {
				found = site.Command // it is not known which of them is meant
			}
			return true
		})
	}
	if found == "" {
		return site.Command
	}
	return found
}

// mayHold reports whether a word of a script may be a value: they begin and end alike, up to the variables.
func mayHold(word, value string) bool {
	word, value = plain(word), plain(value)
	first, last := strings.Index(word, "$"), strings.LastIndex(word, "$")
	if first < 0 {
		return word == value
	}
	tail := strings.TrimPrefix(word[last+1:], "{")
	tail = strings.TrimLeft(tail, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789")
	tail = strings.TrimPrefix(tail, "}")
	return strings.HasPrefix(value, word[:first]) && strings.HasSuffix(value, tail)
}
