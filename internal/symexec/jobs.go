package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// The jobs of parallel are texts that a shell runs, in which each item stands as a word.

// jobOf is the shell of a job.
var jobOf = catalog.Wrapper{Command: "parallel", Text: true}

// givenItems are the items that stand in a call behind its command: parallel CMD ::: a b. They are not known where several
// lists are put together, or files hold them; nil where the call has none.
func givenItems(cl *domain.CallInfo, end int) (items []domain.Field, known bool) {
	if end >= len(cl.Args) {
		return nil, false
	}
	first, _ := cl.Args[end].V.Constant()
	if !strings.HasPrefix(first, ":::") {
		return nil, false
	}
	items = []domain.Field{}
	known = first == ":::"
	for _, f := range cl.Args[end+1:] {
		if t, ok := f.V.Constant(); ok && strings.HasPrefix(t, ":::") {
			known = false
		}
		items = append(items, f)
	}
	return items, known
}

// lineItems are the items of parallel in a text: its lines, as they are. A text of which it is not known how many lines it has makes
// an unknown number of items.
func lineItems(text value.Value, src place.Range) []domain.Field {
	var out []domain.Field
	var line value.Value
	end := func(newline bool) {
		f := domain.Field{V: line, Src: src, Blank: newline}
		if s := line.Single(); s != nil && s.Lines && !oneLine(s) {
			f.Multi = s
		}
		out, line = append(out, f), nil
	}
	for _, p := range text {
		if p.Sym != nil {
			line = line.Append(value.Value{p})
			continue
		}
		rest := p.Lit
		for {
			before, after, more := strings.Cut(rest, "\n")
			line = line.Append(value.Lit(before))
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
func (x *exec) jobWords(base []domain.Field, mark string, items []domain.Field) (words []domain.Field, plain bool) {
	plain, marked := true, false
	for _, f := range base {
		t, ok := f.V.Constant()
		plain = plain && ok && t != "" && strings.Trim(strings.ReplaceAll(t, mark, ""), plainInShell) == ""
		for _, p := range f.V {
			marked = marked || strings.Contains(p.Lit, mark) || strings.Contains(p.Lit, "{1}")
		}
	}
	plain = plain && len(items) == 1
	put := func(v value.Value) value.Value {
		if plain {
			return v
		}
		if t, ok := v.Constant(); ok {
			return value.Lit(shellWord(t))
		}
		return value.Lit("\"").Append(v).Append(value.Lit("\""))
	}
	all := value.Value(nil)
	for i, f := range items {
		if i > 0 {
			all = all.Append(value.Lit(" "))
		}
		all = all.Append(put(f.V))
	}
	for _, f := range base {
		f.V = replaceText(replaceText(f.V, mark, all), "{1}", put(items[0].V))
		f.Multi = nil
		words = append(words, f)
	}
	if !marked {
		f := items[0]
		f.V, f.Multi = all, nil
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
func (x *exec) itemCommands(all []catalog.WrapperMatch, cl *domain.CallInfo, st *domain.State) []*domain.State {
	first := st.Fork()
	first.Status = domain.Status{Val: value.Lit("0")}
	cur := []*domain.State{first}
	for _, m := range all {
		text := cl.Args[m.Command]
		cur = x.dom.Merge(x.each(cur, func(s *domain.State) []*domain.State {
			before := s.Status
			in := *cl
			in.Shell, in.NoFn, in.At = false, true, text.Src
			var out []*domain.State
			for _, o := range x.runWords([]domain.Field{text}, nil, &jobOf, &in, s) {
				out = append(out, x.worse(m.Wrapper, before, o)...)
			}
			return out
		}))
	}
	return x.countFailed(cl, cl.Args[1:all[0].Command], cur)
}
