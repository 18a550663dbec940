package symexec

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// runAtHost runs the words behind a host as a script there. Where the host stands without quotes and is two words, the second one is the
// first word of that script: of ssh $h "set -e; …" nothing sets -e any more, and what follows runs.
func (x *exec) runAtHost(m catalog.WrapperMatch, cl *domain.CallInfo, st *domain.State) []*domain.State {
	words := cl.Args[m.Command:m.End]
	s := x.looseHost(m, cl, st)
	if s == nil {
		return x.runWords(words, nil, m.Wrapper, cl, st)
	}
	var out []*domain.State
	for _, b := range x.dom.Question(st, s, domain.Several, 0, 0) {
		switch {
		case !b.Ok:
			out = append(out, x.runWords(words, nil, m.Wrapper, cl, b.St)...)
		case reserved[firstWord(words[0].V)]:
			out = append(out, x.dom.SetStatus(b.St, domain.Status{Val: value.Lit("2"), At: cl.Whole})) // if is no keyword any more: an error
		default:
			none := domain.Field{V: value.Lit("''"), Src: cl.Args[m.Host.Word].Src, Quoted: true} // a command that is not there
			out = append(out, x.runWords(append([]domain.Field{none}, words...), nil, m.Wrapper, cl, b.St)...)
		}
	}
	return out
}

// looseHost is what stands without quotes in the word that names the host, where it may be two words and a list of commands runs there:
// $1, root@$1. nil for other calls: a single command that does not run is what the host's own failure is too.
func (x *exec) looseHost(m catalog.WrapperMatch, cl *domain.CallInfo, st *domain.State) *value.Sym {
	if m.Wrapper.Host == "" || m.Host.Word <= 0 || m.Host.Word >= m.Command {
		return nil
	}
	f := cl.Args[m.Host.Word]
	may := f.Loose
	if f.Multi != nil {
		may = append(may[:len(may):len(may)], f.Multi)
	}
	i := slices.IndexFunc(may, func(s *value.Sym) bool { _, ok := x.withBlank(st, s); return ok })
	if i < 0 {
		return nil
	}
	for _, w := range cl.Args[m.Command:m.End] {
		for _, p := range w.V {
			if p.Sym == nil && strings.ContainsAny(strings.TrimSpace(p.Lit), ";|&\n") {
				return may[i]
			}
		}
	}
	return nil
}

// firstWord is the first word of a text, as far as it is known.
func firstWord(v value.Value) string {
	if len(v) == 0 {
		return ""
	}
	text := strings.TrimLeft(v[0].Lit, " \t\n")
	if strings.HasPrefix(text, "(") {
		return "("
	}
	word, _, _ := strings.Cut(text, " ")
	return strings.TrimRight(word, ";\n")
}

// reserved are the words that mean something at the beginning of a command only (POSIX 2.4).
var reserved = map[string]bool{
	"if": true, "for": true, "while": true, "until": true, "case": true, "{": true, "(": true, "!": true, "[[": true, "function": true,
	"select": true, "time": true,
}
