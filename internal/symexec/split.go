package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// divided looks for a selector that is written without quotes and so ends with its first word. The command that was meant
// runs with the whole selector in one word, to see what it destroys; what is really run is for the caller.
func (x *exec) divided(words []string, cl *domain.CallInfo, st *domain.State) {
	if x.proof.Parted != nil || len(words) < 4 || !x.prog.Cat.Selects(cl.Name) {
		return
	}
	for i := 2; i < len(words); i++ {
		end, variable := x.continues(words, cl, i)
		if end == 0 {
			continue
		}
		glued := append([]string{}, words[:i-1]...)
		glued = append(glued, strings.Join(words[i-1:end], " "))
		glued = append(glued, words[end:]...)
		fleet, ok := x.prog.Cat.SelectorAt(glued, i-1)
		if !ok {
			continue
		}
		c := *cl
		f := cl.Args[i-1]
		f.Multi, f.Quoted = nil, true
		for k := i; k < end; k++ {
			f.V = f.V.Append(value.Lit(" ")).Append(cl.Args[k].V)
		}
		c.Args = append(append(append([]domain.Field{}, cl.Args[:i-1]...), f), cl.Args[end:]...)
		s := &domain.Split{Word: cl.Args[i-1].Src, First: cl.Args[i-1].V.String(), Rest: cl.Args[i].Src, Text: joined(cl.Args[i:end]), As: "the command", Variable: variable}
		if !fleet {
			s.As = "another operand"
		} else if m, ok := x.prog.Cat.Wrapper(words); ok && m.Command == i && assignsWord(words[i]) {
			s.As = "an assignment in front of the remote command"
		}
		w := st.Fork()
		x.dom.Event(w, domain.Step{Kind: domain.Divides, At: s.Rest, By: s.First, Text: s.As})
		x.proof.Parted = s
		x.dispatch(&c, w)
		x.proof.Parted = nil
		return
	}
}

func joined(fields []domain.Field) string {
	var words []string
	for _, f := range fields {
		words = append(words, f.V.String())
	}
	return strings.Join(words, " ")
}

// continues returns the end of the words that go on with what word i-1 begins, 0 if word i does not.
func (x *exec) continues(words []string, cl *domain.CallInfo, i int) (end int, variable bool) {
	first := words[i-1]
	if strings.HasPrefix(first, "-") || strings.HasPrefix(words[i], "-") {
		return 0, false
	}
	// sel="role=db state=spare"; dsh -g $sel …
	same := func(k int) bool {
		a, b := cl.Args[k-1], cl.Args[k]
		return a.Word != nil && !x.hasBraces(a.Word) && a.Word == b.Word && !a.Quoted && !b.Quoted && a.Src == b.Src && !a.Globby && !strings.HasPrefix(words[k], "-")
	}
	if i > 1 && !(i > 2 && same(i-1)) && same(i) {
		end = i + 1
		for end < len(words) && same(end) {
			end++
		}
		return end, true
	}
	end = i
	for end < len(words) && !strings.HasPrefix(words[end], "-") {
		prev, w := words[end-1], words[end]
		switch {
		case strings.HasSuffix(prev, ",") && prev != ",", strings.HasPrefix(w, ",") && w != ",", w == ",", prev == ",":
			end++
		case x.prog.Cat.JoinsSelector(cl.Name, w) && end+1 < len(words):
			end += 2
		case strings.Contains(first, "=") && assignsWord(w):
			end++
		default:
			goto done
		}
	}
done:
	if end == i {
		return 0, false
	}
	return end, false
}

// assignsWord reports whether a word is a condition such as state=spare, which a shell takes for an assignment. Names in
// capitals are variables of the environment: LC_ALL=C.
func assignsWord(w string) bool {
	name, value, ok := strings.Cut(w, "=")
	if !ok || name == "" || value == "" || strings.Contains(w, catalog.Unknown+catalog.Unknown) {
		return false
	}
	return name == strings.ToLower(name) && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_-.") == ""
}
