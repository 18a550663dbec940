package symexec

import (
	"regexp"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Text that the script leaves for something else to run: a crontab, a unit of systemd, a script of its own.

// planted is a file that is written and not read again: the name under which its text is kept meanwhile, and its own.
type planted struct {
	key  uint32
	name string
}

// plantedText gives the commands of a text that stands in a file which something else runs, whose name ends so; "" for other files.
func plantedText(name, text string) string {
	first, _, _ := strings.Cut(text, "\n")
	line, script := strings.CutPrefix(first, "#!")
	switch {
	case script:
		if slices.ContainsFunc(strings.Fields(line), isShell) {
			return text
		}
	case strings.Contains(name, "/etc/cron.d/") || strings.HasSuffix(name, "/etc/crontab"):
		return effects.CronCommands(text, true)
	case strings.Contains(name, "/spool/cron/"):
		return effects.CronCommands(text, false)
	case strings.HasSuffix(name, ".service"):
		return effects.UnitCommands(text)
	}
	return ""
}

// plantAll runs what a statement has written into files that nothing reads again.
func (x *exec) plantAll(files []planted, before, st *domain.State, whole place.Range) *domain.State {
	c := st.Fork()
	for _, f := range files {
		text, ok := c.Files.Get(f.key)
		if !ok {
			continue
		}
		c.Files = c.Files.Del(f.key)
		text = c.Resolve(text)
		if len(text) == 0 || text.Single() != nil || text.Mentions(value.TooLong) {
			continue
		}
		doc := place.Range{}
		if before.Stdin != nil {
			doc = before.Stdin.Src
		}
		x.plant(st, f.name, text, doc, whole)
	}
	return c
}

// plant runs what the script has written into a file for something else to run: later, in an environment of its own, and whatever was
// asked before.
func (x *exec) plant(st *domain.State, name string, text value.Value, doc, whole place.Range) {
	in := st.Fork()
	in.Vars, in.Funcs, in.Alias = value.Pmap[*domain.Variable]{}, value.Pmap[*effects.Function]{}, value.Pmap[string]{}
	in.Facts, in.Args, in.Stdin = value.Pmap[domain.Fact]{}, domain.UnknownParams(), &domain.Input{}
	written := plantedText(name, x.textWith(in, text))
	if strings.TrimSpace(written) == "" || len(written) > x.prog.Bounds.Text {
		return
	}
	at, segs := whole, []effects.Segment{{From: 0, To: whole.Start, Exact: false}}
	if doc.Script == whole.Script && doc.End > doc.Start {
		if lines := hereLines(doc, written); lines != nil {
			at, segs = doc, lines
		}
	}
	cl := &domain.CallInfo{Name: "sh", Args: []domain.Field{{V: value.Lit("sh"), Src: whole}}, At: whole, Whole: whole}
	x.runScript(in, st, written, at, segs, &catalog.Wrapper{Command: "sh"}, cl)
}

// parameterText is the text under a name in the value of an option: commands=["a","b"], {"commands":["a"]}.
func parameterText(v value.Value, name string) value.Value {
	var out value.Value
	found := false
	for _, p := range v {
		if p.Sym != nil {
			if found {
				out = out.Append(value.Value{p})
			}
			continue
		}
		t := p.Lit
		if !found {
			i := strings.Index(t, name)
			if i < 0 {
				continue
			}
			t, found = strings.TrimLeft(t[i+len(name):], " \t\n\"'=:["), true
		}
		out = out.Append(value.Lit(listText(t)))
	}
	if n := len(out); n > 0 && out[n-1].Sym == nil {
		out = value.Value(nil).Append(out[:n-1]).Append(value.Lit(strings.TrimRight(out[n-1].Lit, " \t\n\"']}")))
	}
	return out
}

var listComma = regexp.MustCompile(`["'][ \t\n]*,[ \t\n]*["']`)

// listText makes lines of the words of a list.
func listText(t string) string {
	return strings.ReplaceAll(listComma.ReplaceAllString(t, "\n"), `\"`, `"`)
}
