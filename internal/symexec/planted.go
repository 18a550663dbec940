package symexec

import (
	"maps"
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

// planted is a file that something else may run: the name under which its text is kept meanwhile, and its own. That of a file which the
// script names again is kept for that.
type planted struct {
	key  uint32
	name string
	kept bool
}

// leftFile is a text of a script's in a file that the script names again, where it was written.
type leftFile struct {
	st         *domain.State
	name       string
	text       value.Value
	doc, whole place.Range
}

// maxLeft is how many such files are looked at.
const maxLeft = 64

// leaves notes such a file.
func (x *exec) leaves(key uint32, f leftFile) {
	if len(x.leftFiles) < maxLeft && f.text[0].Sym == nil && (strings.HasPrefix(f.text[0].Lit, "#!") || strings.HasPrefix(f.text[0].Lit, "#cloud-config")) {
		if x.leftFiles == nil {
			x.leftFiles = map[uint32]leftFile{}
		}
		x.leftFiles[key] = f
	}
}

// plantLeft runs what the script has written into scripts of its own and not run itself: it has made them for somebody.
func (x *exec) plantLeft() {
	keys := slices.Sorted(maps.Keys(x.leftFiles))
	for _, k := range keys {
		if f := x.leftFiles[k]; !x.ran[k] {
			x.plant(f.st, f.name, f.text, f.doc, f.whole)
		}
	}
	x.leftFiles = nil
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
	case strings.Contains(name, "/udev/rules.d/"):
		return effects.UdevCommands(text)
	case strings.HasPrefix(first, "#cloud-config"):
		return effects.CloudCommands(text)
	case effects.RunAsScript(name):
		return text
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
		if !f.kept {
			c.Files = c.Files.Del(f.key)
		}
		text = c.Resolve(text)
		if len(text) == 0 || text.Single() != nil || text.Mentions(value.TooLong) {
			continue
		}
		if text[0].Sym != nil { // what stood in the file before, or another one's text: it is not the script's
			text = text[1:]
		}
		if !slices.ContainsFunc(text, func(p value.Part) bool { return p.Sym == nil && strings.TrimSpace(p.Lit) != "" }) {
			continue
		}
		doc := place.Range{}
		if before.Stdin != nil {
			doc = before.Stdin.Src
		}
		if f.kept && !effects.RunPlace(f.name) {
			x.leaves(f.key, leftFile{st, f.name, text, doc, whole})
			continue
		}
		x.plant(st, f.name, text, doc, whole)
	}
	return c
}

// plantsInput runs what a command that writes its input into a file leaves there for something else: tee, install /dev/stdin FILE.
func (x *exec) plantsInput(cl *domain.CallInfo, st *domain.State) {
	if cl.Name == "rm" && len(x.leftFiles) > 0 { // what the script deletes again it has made for itself
		for _, f := range cl.Args[1:] {
			x.runs(st, f.V)
		}
	}
	if st.Stdin == nil || cl.Name != "tee" && cl.Name != "install" && cl.Name != "cp" {
		return
	}
	text := st.Resolve(st.Stdin.Text)
	if len(text) == 0 || text.Single() != nil || text.Mentions(value.TooLong) {
		return
	}
	files := cl.Args[1:]
	if cl.Name != "tee" {
		if !slices.ContainsFunc(files, func(f domain.Field) bool { return ownInput(f.V) }) {
			return
		}
		files = files[len(files)-1:]
	}
	for _, f := range files {
		name := st.Resolve(f.V).Pattern()
		if strings.HasPrefix(name, "-") || f.Multi != nil {
			continue
		}
		if effects.RunPlace(name) {
			x.plant(st, name, text, st.Stdin.Src, cl.Whole)
		} else {
			x.leaves(x.tab.Name(x.tools.FileKey(st, st.Resolve(f.V))), leftFile{st, name, text, st.Stdin.Src, cl.Whole})
		}
	}
}

// ownInput reports whether a file's name is that of standard input.
func ownInput(v value.Value) bool {
	t, ok := v.Constant()
	return ok && (t == "/dev/stdin" || t == "/dev/fd/0" || t == "/proc/self/fd/0")
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
