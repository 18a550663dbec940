package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// A Split says that a selector of several words ends with the first of them.
type Split struct {
	Word  Range // the first word
	First string
	Rest  Range // where the next one stands
	Text  string
	As    string // what that is taken for: "an assignment in front of the remote command", "the command", "an operand"
	// Variable says that a variable without quotes holds the words.
	Variable bool
	// Torn is set for an operand of a command that deletes each of its operands: the variable whose value may have a blank in it,
	// where the word then splits. First and Text are the two operands that it becomes when the value is Value.
	Torn, Value string
}

// divided looks for a selector that is written without quotes and so ends with its first word. The command that was meant
// runs with the whole selector in one word, to see what it destroys; what is really run is for the caller.
func (x *exec) divided(words []string, cl *callInfo, st *state) {
	if x.parted != nil || len(words) < 4 || !x.cat.Selects(cl.name) {
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
		fleet, ok := x.cat.SelectorAt(glued, i-1)
		if !ok {
			continue
		}
		c := *cl
		f := cl.args[i-1]
		f.multi, f.quoted = nil, true
		for k := i; k < end; k++ {
			f.v = f.v.append(lit(" ")).append(cl.args[k].v)
		}
		c.args = append(append(append([]Field{}, cl.args[:i-1]...), f), cl.args[end:]...)
		s := &Split{Word: cl.args[i-1].src, First: cl.args[i-1].v.String(), Rest: cl.args[i].src, Text: joined(cl.args[i:end]), As: "the command", Variable: variable}
		if !fleet {
			s.As = "another operand"
		} else if m, ok := x.cat.Wrapper(words); ok && m.Command == i && assignsWord(words[i]) {
			s.As = "an assignment in front of the remote command"
		}
		w := st.fork()
		x.event(w, Step{Kind: Divides, At: s.Rest, By: s.First, Text: s.As})
		x.parted = s
		x.dispatch(&c, w)
		x.parted = nil
		return
	}
}

func joined(fields []Field) string {
	var words []string
	for _, f := range fields {
		words = append(words, f.v.String())
	}
	return strings.Join(words, " ")
}

// continues returns the end of the words that go on with what word i-1 begins, 0 if word i does not.
func (x *exec) continues(words []string, cl *callInfo, i int) (end int, variable bool) {
	first := words[i-1]
	if strings.HasPrefix(first, "-") || strings.HasPrefix(words[i], "-") {
		return 0, false
	}
	// sel="role=db state=spare"; dsh -g $sel …
	same := func(k int) bool {
		a, b := cl.args[k-1], cl.args[k]
		return a.word != nil && a.word == b.word && !a.quoted && !b.quoted && a.src == b.src && !a.globby && !strings.HasPrefix(words[k], "-")
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
		case x.cat.JoinsSelector(cl.name, w) && end+1 < len(words):
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
