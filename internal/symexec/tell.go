package symexec

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// A Teller says how the values of a way were in its world. Where many worlds go the same way it settles on one of them: an exit
// status that may be any but 0 is one of these, and the same in all that is told of the way.
type Teller struct {
	x     *exec
	path  []*Step
	hit   *Hit
	picks map[*Sym]int
}

// Teller is for one way to a site.
func (r *Result) Teller(path []*Step, hit *Hit) *Teller {
	return &Teller{x: r.x, path: path, hit: hit, picks: map[*Sym]int{}}
}

// Status is the exit status that a guard gave at the i-th step, or that the script read there. Steps are to be asked about in
// their order. Of several statuses it prefers those of a list.
func (t *Teller) Status(i int, prefer []catalog.Meaning) (n int, ok bool) {
	s := t.path[i]
	if s.detail == nil {
		return 0, false
	}
	v := s.state().resolve(s.status)
	if text, ok := v.constant(); ok && text != "" {
		n, err := parseInt(text)
		return n, err == nil
	}
	y := v.single()
	if y == nil {
		return 0, false
	}
	if n, ok := t.picks[y]; ok && s.Kind != Asked {
		return n, true
	}
	dom := s.state().con(y).dom
	if dom == nil {
		return 0, false
	}
	d := *dom
	for _, later := range append(t.path[i+1:len(t.path):len(t.path)], t.end()) {
		if later.detail == nil {
			continue
		}
		if later.Kind == Asked && later.status.mentions(y) {
			break // the guard is asked again, and what is known of its status is about the new answer
		}
		if c := later.state().con(y); c.dom != nil {
			both := d.meet(*c.dom)
			if both.empty() {
				break
			}
			d = both
		}
	}
	n = d.first()
	for _, m := range prefer {
		if d.has(m.Status) {
			n = m.Status
			break
		}
	}
	t.picks[y] = n
	return n, n >= 0
}

// end is the site as the last step of the way.
func (t *Teller) end() *Step {
	if t.hit == nil {
		return &Step{}
	}
	return &Step{detail: t.hit.detail}
}

// Output is what is known of what a guard printed.
type Output uint8

// What a guard may have printed.
const (
	PrintedUnknown Output = iota
	PrintedNothing
	PrintedSomething
	PrintedText // the text is known
)

// Printed says what a guard printed at the i-th step; heard says that the script took it.
func (t *Teller) Printed(i int) (o Output, text string, heard bool) {
	s := t.path[i]
	if s.detail == nil {
		return PrintedUnknown, "", false
	}
	for _, at := range append(t.path[i:len(t.path):len(t.path)], t.end()) {
		if at.detail == nil || at != s && at.Kind == Asked && at.Ask == s.Ask {
			if at != s && at.Kind == Asked && at.Ask == s.Ask {
				break
			}
			continue
		}
		v := at.state().resolve(s.out).trimNewlines()
		if text, ok := v.constant(); ok {
			if text == "" {
				return PrintedNothing, "", s.captured
			}
			return PrintedText, text, s.captured
		}
		if y := v.single(); y == nil || neverEmpty(y) || at.state().con(y).nonempty == yes {
			o = PrintedSomething
		}
	}
	return o, "", s.captured
}

// FailedIn is the command that ran the guard of a step and failed itself, as ssh does with 255, and what its statuses say; "" if
// that is not so.
func (s *Step) FailedIn() (name string, meanings []catalog.Meaning) {
	if s.detail == nil || s.failed == nil {
		return "", nil
	}
	return s.runner, s.failed.Meanings
}

// Test is a test as written, with the values that its words had.
func (t *Teller) Test(s *Step) string {
	if s.detail == nil || s.cl == nil {
		return s.At.Text()
	}
	return t.call(s.detail, s.At)
}

// Depends reports whether a test, or what a case looks at, is about something that the script alone does not decide.
func (s *Step) Depends() bool {
	if s.detail == nil {
		return true
	}
	if s.cl == nil {
		return s.words.firstSym() != nil
	}
	if s.cl.args == nil {
		return true
	}
	return slices.ContainsFunc(s.cl.args, func(f Field) bool { return f.v.firstSym() != nil })
}

// Word is what the patterns of a case were compared with; false if that is not known.
func (t *Teller) Word(s *Step) (string, bool) {
	if s.detail == nil {
		return "", false
	}
	return t.resolve(s.detail, s.words).constant()
}

// Site is the destructive command as written, with the values that its words have.
func (t *Teller) Site(whole Range) string {
	if t.hit == nil || t.hit.detail == nil || t.hit.cl == nil {
		return whole.Text()
	}
	return t.call(t.hit.detail, whole)
}

// Target is what the command destroys, "" where it names nothing.
func (t *Teller) Target() string {
	if t.hit == nil || t.hit.detail == nil {
		return ""
	}
	target := t.hit.Target
	target.V, target.Host = t.resolve(t.hit.detail, target.V), t.resolve(t.hit.detail, target.Host)
	if target.V.String() == "" && target.Host.String() == "" {
		return ""
	}
	return describeTarget(target)
}

// maxTold is how many words of a command are told.
const maxTold = 100

// call is a command with the values of its words.
func (t *Teller) call(d *detail, at Range) string {
	if d.cl.args == nil {
		return t.clause(d, at)
	}
	var words []string
	var before *syntax.Word
	for i, f := range d.cl.args {
		if i >= maxTold {
			return strings.Join(append(words, "…"), " ")
		}
		if f.word != nil && f.word == before && !expands(f.word) {
			continue // one of the words of a brace expansion, which is told as it is written
		}
		before = f.word
		words = append(words, t.field(d, f))
	}
	return strings.Join(words, " ")
}

// field is a word of a command: its text if an expansion gave it, else as written.
func (t *Teller) field(d *detail, f Field) string {
	if f.word != nil && !expands(f.word) {
		return f.src.Text()
	}
	if text, ok := t.resolve(d, f.v).constant(); ok {
		if f.globby && text != "" {
			return text
		}
		return quoted(text)
	}
	if f.word != nil && !f.src.empty() {
		return f.src.Text()
	}
	return t.resolve(d, f.v).String()
}

func (r Range) empty() bool { return r.Script == nil || r.End <= r.Start }

// resolve is a value in the world of the way.
func (t *Teller) resolve(d *detail, v Value) Value {
	out := (&state{cons: d.cons}).resolve(v)
	for i, p := range out {
		if n, ok := t.picks[p.sym]; ok && p.sym != nil {
			next := append(Value(nil), out[:i]...)
			next = append(next.append(number(n)), out[i+1:]...)
			return t.resolve(d, next)
		}
	}
	return out
}

// clause is [[ ]] or (( )), in which the values of variables stand in their place.
func (t *Teller) clause(d *detail, at Range) string {
	text := at.Text()
	node := d.cl.node
	if node == nil || at.Script == nil || d.cl.whole.Start != int(node.Pos().Offset()) && d.cl.name == "[[" {
		return text
	}
	var out strings.Builder
	last := at.Start
	script.Walk(node, func(n syntax.Node) bool {
		w, ok := n.(*syntax.Word)
		if !ok {
			return true
		}
		name, found := variableIn(w, d.cl.name == "((")
		from, to := int(w.Pos().Offset()), int(w.End().Offset())
		if !found || from < last || to > at.End || to > len(at.Script.Source) {
			return false
		}
		if v, ok := t.variable(d, name); ok {
			if value, ok := t.resolve(d, v).constant(); ok && (d.cl.name != "((" || value != "") {
				out.WriteString(string(at.Script.Source[last:from]))
				if d.cl.name != "((" {
					value = quoted(value)
				}
				out.WriteString(value)
				last = to
			}
		}
		return false
	})
	if last == at.Start {
		return text
	}
	out.WriteString(string(at.Script.Source[last:at.End]))
	return out.String()
}

// variableIn is the name of the variable that a word is the value of; in arithmetic a name stands for itself.
func variableIn(w *syntax.Word, arithmetic bool) (string, bool) {
	if name := w.Lit(); name != "" {
		return name, arithmetic && syntax.ValidName(name)
	}
	if len(w.Parts) != 1 {
		return "", false
	}
	part := w.Parts[0]
	if q, ok := part.(*syntax.DblQuoted); ok && len(q.Parts) == 1 {
		part = q.Parts[0]
	}
	p, ok := part.(*syntax.ParamExp)
	if !ok || p.Param == nil || p.Index != nil || p.Exp != nil || p.Repl != nil || p.Slice != nil || p.Length || p.Width || p.Excl || p.Names != 0 {
		return "", false
	}
	return p.Param.Value, true
}

// variable is the value of a variable or parameter at a step; false if that is not known.
func (t *Teller) variable(d *detail, name string) (Value, bool) {
	if n, err := parseInt(name); err == nil && d.args != nil {
		if n >= 1 && n <= len(d.args.known) {
			return d.args.known[n-1], true
		}
		return nil, n >= 1 && !d.args.open
	}
	id, ok := t.x.names[name]
	if !ok {
		return nil, false
	}
	if v, ok := d.vars.get(id); ok && v != nil {
		return v.val, v.set && !v.array && !v.assoc && v.ref == "" && !v.loose
	}
	if s, ok := t.x.syms["env:"+name]; ok {
		return symValue(s), true
	}
	return nil, false
}

func (s *Step) state() *state { return &state{cons: s.cons} }

// expands reports whether a word is not just what is written.
func expands(w *syntax.Word) bool {
	found := false
	script.Walk(w, func(n syntax.Node) bool {
		switch n.(type) {
		case *syntax.ParamExp, *syntax.CmdSubst, *syntax.ArithmExp, *syntax.ProcSubst:
			found = true
		}
		return !found
	})
	return found
}

// quoted writes a text as a word of a script.
func quoted(text string) string {
	if text != "" && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:@%+=,") == "" {
		return text
	}
	if !strings.ContainsAny(text, "\"\\$`") {
		return `"` + text + `"`
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// meet are the statuses that two sets share.
func (d domain) meet(e domain) domain {
	for i := range d {
		d[i] &= e[i]
	}
	return d
}

// first is the smallest status of a set, -1 if it has none.
func (d domain) first() int {
	for n := range 256 {
		if d.has(n) {
			return n
		}
	}
	return -1
}
