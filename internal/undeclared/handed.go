package undeclared

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// Commands that nobody declares and that are handed the words of another one, which destroys data: exec_and_log "$RBD rm $1",
// must wipefs -a "$disk". Whether they run these only they know.

const (
	// maxValues is how many values of a variable are tried, maxNested how deeply variables in these are looked into.
	maxValues, maxNested = 4, 3
	// maxOperands is how many operands of a call are looked at.
	maxOperands = 6
)

// assigned takes in the texts that variables are set to.
func (f *finder) assigned(st *syntax.Stmt) {
	script.Walk(st, func(n syntax.Node) bool {
		a, ok := n.(*syntax.Assign)
		if !ok || a.Name == nil || a.Value == nil {
			return true
		}
		name, text := a.Name.Value, static(a.Value)
		if text == "" || strings.Contains(text, catalog.Unknown+name+catalog.Unknown) || len(f.values[name]) >= maxValues || slices.Contains(f.values[name], text) {
			return true
		}
		f.values[name] = append(f.values[name], text)
		return true
	})
}

// spellings are the texts that a word may stand for. A variable that the script does not set is named as the command that it holds: $RBD.
func (f *finder) spellings(word string, depth int) []string {
	before, rest, open := strings.Cut(word, catalog.Unknown)
	if !open {
		return []string{word}
	}
	name, after, _ := strings.Cut(rest, catalog.Unknown)
	values := []string{catalog.Unknown + name + catalog.Unknown}
	switch all := f.values[name]; {
	case len(all) > 0 && depth < maxNested:
		values = nil
		for _, v := range all {
			values = append(values, f.spellings(v, depth+1)...)
		}
	case strings.TrimSpace(before) == "" && (after == "" || after[0] == ' '):
		if tool := strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(name, "_BIN"), "_CMD")); f.destroyer(tool) {
			values = []string{tool}
		}
	}
	ends := []string{after}
	if depth < maxNested {
		ends = f.spellings(after, depth+1)
	}
	var out []string
	for _, v := range values {
		for _, end := range ends {
			if len(out) < maxValues*maxValues {
				out = append(out, before+v+end)
			}
		}
	}
	return out
}

func (f *finder) destroyer(name string) bool {
	anything, path, device := f.cat.Names(name)
	return anything || path || device
}

// A Handed is a command that destroys data among the operands of one that nobody declares.
type Handed struct {
	Command  string // the words that destroy; "" for none
	Operands int    // how many operands stand before it
	Text     bool   // one operand is the whole command
}

// handed gives the command that destroys data among the operands of one that nobody declares.
func (f *finder) handed(name string, words []string) Handed {
	if hears(name) {
		return Handed{}
	}
	before := 0
	for i, w := range words[1:] {
		if i >= maxOperands {
			break
		}
		for _, text := range f.spellings(w, 0) {
			if strings.ContainsAny(text, " \t\n") {
				if c := f.destroysText(text, 0); c != "" {
					return Handed{written(c), before, true}
				}
			} else if c := f.destroysWords(append([]string{text}, words[i+2:]...), 0); c != "" && i+2 < len(words) {
				return Handed{written(c), before, false}
			}
		}
		if !strings.HasPrefix(w, "-") {
			before++
		}
	}
	return Handed{}
}

// destroysText gives the first command of a text that destroys data.
func (f *finder) destroysText(text string, depth int) string {
	shown := strings.Join(strings.Fields(text), " ")
	marked := marks.Replace(text)
	stmts, _ := script.ParseText(marked, f.s.Dialect)
	found := ""
	for _, st := range stmts {
		script.Walk(st, func(n syntax.Node) bool {
			c, ok := n.(*syntax.CallExpr)
			if !ok || found != "" || len(c.Args) == 0 {
				return found == ""
			}
			words := make([]string, len(c.Args))
			for i, w := range c.Args {
				words[i] = unmarked(static(w))
			}
			if f.destroysWords(words, depth+1) != "" {
				found = shown
			}
			return found == ""
		})
	}
	return found
}

// marks put a name that a shell reads as part of a word in the place of the mark of what is not known, as unmarked undoes it.
var marks = strings.NewReplacer(catalog.Unknown, "\u2060")

func unmarked(word string) string { return strings.ReplaceAll(word, "\u2060", catalog.Unknown) }

// destroysWords gives the call that destroys data, or whatever it wraps.
func (f *finder) destroysWords(words []string, depth int) string {
	for len(words) > 1 && hole(words[0]) {
		words = words[1:] // $SUDO wipefs
	}
	if depth > maxDepth+1 || len(words) == 0 || words[0] == "" || hole(words[0]) {
		return ""
	}
	if _, ok := f.cat.Destructive(words); ok {
		return strings.Join(words, " ")
	}
	for _, m := range f.cat.Wrappers(words) {
		if m.Command < 1 || m.Command >= min(m.End, len(words)) || m.Skip > len(words[m.Command]) {
			continue
		}
		inner := slices.Clone(words[m.Command:m.End])
		inner[0] = inner[0][m.Skip:]
		if m.Text {
			if c := f.destroysText(strings.Join(inner, " "), depth+1); c != "" {
				return c
			}
		} else if c := f.destroysWords(inner, depth+1); c != "" {
			return c
		}
	}
	return ""
}

// written is a text as a person would write it, with the variables whose values are not known.
func written(text string) string {
	var b strings.Builder
	for {
		before, rest, open := strings.Cut(text, catalog.Unknown)
		b.WriteString(before)
		if !open {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, catalog.Unknown)
		if b.WriteByte('$'); name == "" {
			b.WriteString("(…)")
		}
		b.WriteString(name)
		text = after
	}
}

// hole reports whether a word is nothing but a variable.
func hole(word string) bool {
	return strings.HasPrefix(word, catalog.Unknown) && strings.HasSuffix(word, catalog.Unknown) && strings.Count(word, catalog.Unknown) == 2
}

// runs are words of names of commands that run what they are given, whatever else they do with it.
var runs = set(`run runs exec execute cmd command do try retry must invoke ssh remote sudo root on each`)

// hears reports whether a command's name says that what it is given is for people, or is compared, and not run.
func hears(name string) bool {
	words := wordsOf(name)
	if slices.ContainsFunc(words, func(w string) bool { return runs[w] }) {
		return false
	}
	return len(words) == 0 || looks[words[0]] || tells(name) || slices.ContainsFunc(words, func(w string) bool { return told[w] })
}

// told are words of names of commands that tell people something.
var told = set(`fail fatal abort abend status progress step header banner section task title heading describe it comment todo usage text
	headline bullet success failure ok ko red green yellow blue cyan bold color colour puts puterr stderr output write add append
	match matches contains equals expect skip`)

// mayHand reports whether a text names a command that destroys data.
func mayHand(text []byte, cat *catalog.Catalog) bool {
	seen := map[string]bool{}
	for from := 0; from < len(text); {
		if !inName(text[from]) {
			from++
			continue
		}
		to := from + 1
		for to < len(text) && inName(text[to]) {
			to++
		}
		word := text[from:to]
		from = to
		if _, is := seen[string(word)]; is {
			continue
		}
		seen[string(word)] = true
		for _, name := range []string{string(word), strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(string(word), "_BIN"), "_CMD"))} {
			if anything, path, device := cat.Names(name); anything || path || device {
				return true
			}
		}
	}
	return false
}

func inName(b byte) bool {
	return b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z' || b == '_' || b == '-' || b == '.'
}
