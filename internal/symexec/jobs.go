package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// The jobs of parallel are texts that a shell runs, in which each item stands as a word.

// jobOf is the shell of a job.
var jobOf = catalog.Wrapper{Command: "parallel", Text: true}

// givenItems are the items that stand in a call behind its command: parallel CMD ::: a b. They are not known where several
// lists are put together, or files hold them; nil where the call has none.
func givenItems(cl *callInfo, end int) (items []Field, known bool) {
	if end >= len(cl.args) {
		return nil, false
	}
	first, _ := cl.args[end].v.constant()
	if !strings.HasPrefix(first, ":::") {
		return nil, false
	}
	items = []Field{}
	known = first == ":::"
	for _, f := range cl.args[end+1:] {
		if t, ok := f.v.constant(); ok && strings.HasPrefix(t, ":::") {
			known = false
		}
		items = append(items, f)
	}
	return items, known
}

// lineItems are the items of parallel in a text: its lines, as they are. A text of which it is not known how many lines it has makes
// an unknown number of items.
func lineItems(text Value, src Range) []Field {
	var out []Field
	var line Value
	end := func(newline bool) {
		f := Field{v: line, src: src, blank: newline}
		if s := line.single(); s != nil && s.lines && !oneLine(s) {
			f.multi = s
		}
		out, line = append(out, f), nil
	}
	for _, p := range text {
		if p.sym != nil {
			line = line.append(Value{p})
			continue
		}
		rest := p.lit
		for {
			before, after, more := strings.Cut(rest, "\n")
			line = line.append(lit(before))
			if !more {
				break
			}
			end(true)
			rest = after
		}
	}
	if len(line) > 0 {
		end(false)
	}
	return out
}

// jobWords is a job with its items in the places that are for them, or behind it. plain says that the words are those of the
// command itself, and no shell finds more in them.
func (x *exec) jobWords(base []Field, mark string, items []Field) (words []Field, plain bool) {
	plain, marked := true, false
	for _, f := range base {
		t, ok := f.v.constant()
		plain = plain && ok && t != "" && strings.Trim(strings.ReplaceAll(t, mark, ""), plainInShell) == ""
		for _, p := range f.v {
			marked = marked || strings.Contains(p.lit, mark) || strings.Contains(p.lit, "{1}")
		}
	}
	plain = plain && len(items) == 1
	put := func(v Value) Value {
		if plain {
			return v
		}
		if t, ok := v.constant(); ok {
			return lit(shellWord(t))
		}
		return lit("\"").append(v).append(lit("\""))
	}
	all := Value(nil)
	for i, f := range items {
		if i > 0 {
			all = all.append(lit(" "))
		}
		all = all.append(put(f.v))
	}
	for _, f := range base {
		f.v = replaceText(replaceText(f.v, mark, all), "{1}", put(items[0].v))
		f.multi = nil
		words = append(words, f)
	}
	if !marked {
		f := items[0]
		f.v, f.multi = all, nil
		words = append(words, f)
	}
	return words, plain
}

// plainInShell are the characters that mean themselves to a shell.
const plainInShell = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:@%+,"

// shellWord writes a text as one word of a script.
func shellWord(t string) string {
	if t != "" && strings.Trim(t, plainInShell) == "" {
		return t
	}
	return "'" + strings.ReplaceAll(t, "'", `'\''`) + "'"
}

// itemCommands runs the commands that parallel is given as its items: parallel ::: 'a x' 'b y'.
func (x *exec) itemCommands(all []catalog.WrapperMatch, cl *callInfo, st *state) []*state {
	first := st.fork()
	first.status = status{val: lit("0")}
	cur := []*state{first}
	for _, m := range all {
		text := cl.args[m.Command]
		cur = x.merge(x.each(cur, func(s *state) []*state {
			before := s.status
			in := *cl
			in.shell, in.noFn, in.at = false, true, text.src
			var out []*state
			for _, o := range x.runWords([]Field{text}, nil, &jobOf, &in, s) {
				out = append(out, x.worse(m.Wrapper, before, o)...)
			}
			return out
		}))
	}
	return x.countFailed(cl, cl.args[1:all[0].Command], cur)
}
