package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/report"
)

// A known is what is known of a command; the JSON field names are stable.
type known struct {
	Kind    string `json:"kind"` // guard, destructive or wrapper
	Command string `json:"command"`
	File    string `json:"file"` // "" for the built-in catalogue's
	Line    int    `json:"line"`
	Facts   []fact `json:"facts"`
}

// A fact is one thing that an entry says.
type fact struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

// explainCommand says what the catalogue and the configuration make of a command.
func explainCommand(cmd *cobra.Command, path, file, call, format string) error {
	words := strings.Fields(call)
	if len(words) == 0 {
		return errors.New("--explain needs a command: wipelint config --explain pgrep")
	}
	c, _, err := loaded(path, file)
	if err != nil {
		return configTrouble(cmd, err)
	}
	list := []known{}
	for _, e := range catalog.Builtin().With(c.Catalog).About(words) {
		list = append(list, knownOf(e))
	}
	if format == formatJSON {
		return report.WriteJSON(cmd.OutOrStdout(), list)
	}
	out := cmd.OutOrStdout()
	if len(list) == 0 {
		_, err := fmt.Fprintf(out, "%s: nobody declared it, so it proves nothing and destroys nothing; to make a guard of it:\n"+
			"  [[guard]]\n  command       = %s\n  target        = 1\n  idle-status   = [0]\n  active-status = [1]\n", report.Clean(call), tomlString(words[0]))
		return err
	}
	for i, k := range list {
		if err := k.text(out, i > 0); err != nil {
			return err
		}
	}
	return nil
}

// text writes what is known, one fact on a line.
func (k known) text(w io.Writer, below bool) error {
	var b strings.Builder
	if below {
		b.WriteByte('\n')
	}
	what := map[string]string{"guard": "a guard", "destructive": "it destroys data", "wrapper": "it runs another command"}[k.Kind]
	fmt.Fprintf(&b, "%s: %s", report.Clean(k.Command), what)
	at := k.File + ":" + strconv.Itoa(k.Line)
	if strings.HasPrefix(k.File, "rules/") {
		at = "built in, " + at
	}
	fmt.Fprintf(&b, " (%s)\n", report.Clean(at))
	width := 0
	for _, f := range k.Facts {
		width = max(width, len(f.Key))
	}
	for _, f := range k.Facts {
		fmt.Fprintf(&b, "  %-*s  %s\n", width, f.Key, report.Clean(f.Text))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// askedAbout says what a guard's question is about, and what follows from its answers.
var askedAbout = map[catalog.Asks]string{
	catalog.AsksUse:       "whether something uses its target: idle proves, and letting active or a failure through is a finding",
	catalog.AsksContent:   "what is on its target: nothing there proves, and letting something through is a finding",
	catalog.AsksState:     "which state its target is in: an idle word proves, and letting another one through is a finding",
	catalog.AsksExistence: "whether its target is there: only that it is not proves anything",
	catalog.AsksListing:   "nothing that tells whether data may be destroyed: it proves nothing, however a script uses it",
	catalog.AsksBackup:    "whether a copy was made: success proves",
}

// knownOf takes an entry apart.
func knownOf(e catalog.Entry) known {
	var k known
	add := func(key, text string) {
		if text != "" {
			k.Facts = append(k.Facts, fact{key, text})
		}
	}
	switch {
	case e.Guard != nil:
		g := e.Guard
		k.Kind, k.Command, k.File, k.Line = "guard", g.Command, g.File, g.Line
		if g.Function != "" {
			k.Command = g.Function + "()"
		}
		add("asks", askedAbout[g.Asks])
		add("looks at", g.Why)
		guardAnswers(g, add)
		add("target", operandText(g.Target, g.Kind))
		add("host", operandText(g.Host, catalog.KindHost))
		add("with one of", strings.Join(g.Options, ", "))
		add("not with", strings.Join(g.Unless, ", "))
		add("with the text", strings.Join(g.Contains, ", "))
		add("instead use", g.Instead)
		add("source", g.Source)
	case e.Destructive != nil:
		d := e.Destructive
		k.Kind, k.Command, k.File, k.Line = "destructive", d.Command, d.File, d.Line
		add("does", d.Why)
		add("target", operandText(d.Target, d.Kind))
		add("host", operandText(d.Host, catalog.KindHost))
		add("with one of", strings.Join(d.Options, ", "))
		add("not with", strings.Join(d.Unless, ", "))
		add("with the text", strings.Join(d.Contains, ", "))
		add("only", strings.Join(d.Only, ", "))
		add("except", strings.Join(d.Except, ", "))
		add("source", d.Source)
	case e.Wrapper != nil:
		w := e.Wrapper
		k.Kind, k.Command, k.File, k.Line = "wrapper", w.Command, w.File, w.Line
		add("host", operandText(w.Host, catalog.KindHost))
		add("with one of", strings.Join(w.Options, ", "))
		add("not with", strings.Join(w.Unless, ", "))
		add("fails itself", statuses(w.ErrorStatus))
		add("source", w.Source)
	}
	if k.Facts == nil {
		k.Facts = []fact{}
	}
	return k
}

// guardAnswers says how a guard's answer is read.
func guardAnswers(g *catalog.Guard, add func(key, text string)) {
	idle, active := []string{}, []string{}
	if len(g.IdleStatus) > 0 {
		idle = append(idle, statuses(g.IdleStatus))
	}
	if len(g.ActiveStatus) > 0 {
		active = append(active, statuses(g.ActiveStatus))
	}
	switch g.IdleOutput {
	case "zero":
		idle, active = append(idle, "it prints 0"), append(active, "it prints another number")
	case "empty":
		idle, active = append(idle, "it prints nothing"), append(active, "it prints something")
	case "words":
		idle, active = append(idle, "it prints "+strings.Join(g.IdleWords, " or ")), append(active, "it prints anything else")
	}
	if g.Rows {
		idle, active = append(idle, "no line of its output names the target"), append(active, "a line names it")
	}
	if len(g.QueryIdleWords) > 0 {
		idle = append(idle, "the script compares it with "+strings.Join(g.QueryIdleWords, ", "))
	}
	if len(g.ActiveWords) > 0 {
		active = append(active, "it says "+strings.Join(g.ActiveWords, ", "))
	}
	switch {
	case g.Prompt:
		add("answered by", "a person, which proves nothing: the verdict is prompted")
	case g.Query && len(idle) == 0:
		add("read as", "the script compares what it prints with idle words, with nothing, or with a number")
	}
	add("idle", strings.Join(idle, "; "))
	add("active", strings.Join(active, "; "))
	add("tells neither", statuses(g.AmbiguousStatus))
	var meanings []string
	for _, m := range g.Meanings {
		meanings = append(meanings, fmt.Sprintf("%d: %s", m.Status, m.Text))
	}
	if len(g.IdleStatus)+len(g.ActiveStatus) > 0 {
		add("error", strings.Join(append([]string{"every other status"}, meanings...), "; "))
	}
}

// statuses lists exit statuses.
func statuses(list []int) string {
	var words []string
	for _, n := range slices.Sorted(slices.Values(list)) {
		words = append(words, strconv.Itoa(n))
	}
	if len(words) == 0 {
		return ""
	}
	return "exit " + strings.Join(words, ", ")
}

// operandText says where an operand stands.
func operandText(place string, kind catalog.Kind) string {
	if place == "" {
		return ""
	}
	text := place
	switch n, err := strconv.Atoi(place); {
	case err == nil && n > 0:
		text = "operand " + place
	case err == nil && n == -1:
		text = "its last operand"
	case place == "all":
		text = "every operand"
	}
	if kind != "" && kind != catalog.KindAny {
		text += " (" + string(kind) + ")"
	}
	return text
}
