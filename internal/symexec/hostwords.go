package symexec

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// runAtHost runs the words behind a host as a script there. Where the host stands without quotes and is two words, the second one is the
// first word of that script: of ssh $h "set -e; …" nothing sets -e any more, and what follows runs.
func (x *exec) runAtHost(m catalog.WrapperMatch, cl *callInfo, st *state) []*state {
	words := cl.args[m.Command:m.End]
	s := x.looseHost(m, cl, st)
	if s == nil {
		return x.runWords(words, nil, m.Wrapper, cl, st)
	}
	var out []*state
	for _, b := range x.question(st, s, several, 0, 0) {
		switch {
		case !b.ok:
			out = append(out, x.runWords(words, nil, m.Wrapper, cl, b.st)...)
		case reserved[firstWord(words[0].v)]:
			out = append(out, x.setStatus(b.st, status{val: lit("2"), at: cl.whole})) // if is no keyword any more: an error
		default:
			none := Field{v: lit("''"), src: cl.args[m.Host.Word].src, quoted: true} // a command that is not there
			out = append(out, x.runWords(append([]Field{none}, words...), nil, m.Wrapper, cl, b.st)...)
		}
	}
	return out
}

// looseHost is what stands without quotes in the word that names the host, where it may be two words and a list of commands runs there:
// $1, root@$1. nil for other calls: a single command that does not run is what the host's own failure is too.
func (x *exec) looseHost(m catalog.WrapperMatch, cl *callInfo, st *state) *Sym {
	if m.Wrapper.Host == "" || m.Host.Word <= 0 || m.Host.Word >= m.Command {
		return nil
	}
	f := cl.args[m.Host.Word]
	may := f.loose
	if f.multi != nil {
		may = append(may[:len(may):len(may)], f.multi)
	}
	i := slices.IndexFunc(may, func(s *Sym) bool { _, ok := x.withBlank(st, s); return ok })
	if i < 0 {
		return nil
	}
	for _, w := range cl.args[m.Command:m.End] {
		for _, p := range w.v {
			if p.sym == nil && strings.ContainsAny(strings.TrimSpace(p.lit), ";|&\n") {
				return may[i]
			}
		}
	}
	return nil
}

// firstWord is the first word of a text, as far as it is known.
func firstWord(v Value) string {
	if len(v) == 0 {
		return ""
	}
	text := strings.TrimLeft(v[0].lit, " \t\n")
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
