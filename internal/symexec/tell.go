package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A Teller says how the values of a way were in its world. Where many worlds go the same way it settles on one of them: an exit
// status that may be any but 0 is one of these, and the same in all that is told of the way.
type Teller struct {
	x     *exec
	path  []*domain.Step
	hit   *proof.Hit
	picks map[*value.Sym]int
}

// Teller is for one way to a site.
func (r *Result) Teller(path []*domain.Step, hit *proof.Hit) *Teller {
	return &Teller{x: r.x, path: path, hit: hit, picks: map[*value.Sym]int{}}
}

// Status is the exit status that a guard gave at the i-th step, or that the script read there. Steps are to be asked about in
// their order. Of several statuses it prefers those of a list.
func (t *Teller) Status(i int, prefer []catalog.Meaning) (n int, ok bool) {
	s := t.path[i]
	if s.Detail == nil {
		return 0, false
	}
	v := s.State().Resolve(s.Status)
	if text, ok := v.Constant(); ok && text != "" {
		n, err := value.ParseInt(text)
		return n, err == nil
	}
	y := v.Single()
	if y == nil {
		return 0, false
	}
	if n, ok := t.picks[y]; ok && s.Kind != domain.Asked {
		return n, true
	}
	dom := s.State().Con(y).Dom
	if dom == nil {
		return 0, false
	}
	d := *dom
	for _, later := range append(t.path[i+1:len(t.path):len(t.path)], t.end()) {
		if later.Detail == nil {
			continue
		}
		if later.Kind == domain.Asked && later.Status.Mentions(y) {
			break // the guard is asked again, and what is known of its status is about the new answer
		}
		if c := later.State().Con(y); c.Dom != nil {
			both := d.Meet(*c.Dom)
			if both.Empty() {
				break
			}
			d = both
		}
	}
	n = d.First()
	for _, m := range prefer {
		if d.Has(m.Status) {
			n = m.Status
			break
		}
	}
	t.picks[y] = n
	return n, n >= 0
}

// end is the site as the last step of the way.
func (t *Teller) end() *domain.Step {
	if t.hit == nil {
		return &domain.Step{}
	}
	return &domain.Step{Detail: t.hit.Detail}
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
	if s.Detail == nil {
		return PrintedUnknown, "", false
	}
	for _, at := range append(t.path[i:len(t.path):len(t.path)], t.end()) {
		if at.Detail == nil || at != s && at.Kind == domain.Asked && at.Ask == s.Ask {
			if at != s && at.Kind == domain.Asked && at.Ask == s.Ask {
				break
			}
			continue
		}
		v := at.State().Resolve(s.Out).TrimNewlines()
		if text, ok := v.Constant(); ok {
			if text == "" {
				return PrintedNothing, "", s.Captured
			}
			return PrintedText, text, s.Captured
		}
		if y := v.Single(); y == nil || domain.NeverEmpty(y) || at.State().Con(y).Nonempty == value.Yes {
			o = PrintedSomething
		}
	}
	return o, "", s.Captured
}

// Test is a test as written, with the values that its words had.
func (t *Teller) Test(s *domain.Step) string {
	if s.Detail == nil || s.Cl == nil {
		return s.At.Text()
	}
	return t.call(s.Detail, s.At)
}

// Word is what the patterns of a case were compared with; false if that is not known.
func (t *Teller) Word(s *domain.Step) (string, bool) {
	if s.Detail == nil {
		return "", false
	}
	return t.resolve(s.Detail, s.Words).Constant()
}

// Site is the destructive command as written, with the values that its words have.
func (t *Teller) Site(whole place.Range) string {
	if t.hit == nil || t.hit.Detail == nil || t.hit.Cl == nil {
		return whole.Text()
	}
	return t.call(t.hit.Detail, whole)
}

// Target is what the command destroys, "" where it names nothing.
func (t *Teller) Target() string {
	if t.hit == nil || t.hit.Detail == nil {
		return ""
	}
	target := t.hit.Target
	target.V, target.Host = t.resolve(t.hit.Detail, target.V), t.resolve(t.hit.Detail, target.Host)
	if target.V.String() == "" && target.Host.String() == "" {
		return ""
	}
	return proof.DescribeTarget(target)
}

// maxTold is how many words of a command are told.
const maxTold = 100

// call is a command with the values of its words.
func (t *Teller) call(d *domain.Detail, at place.Range) string {
	if d.Cl.Args == nil {
		return t.clause(d, at)
	}
	var words []string
	var before *syntax.Word
	for i, f := range d.Cl.Args {
		if i >= maxTold {
			return strings.Join(append(words, "…"), " ")
		}
		if f.Word != nil && f.Word == before && (f.Mounted || !expands(f.Word)) {
			continue // one of the words of a brace expansion, which is told as it is written
		}
		before = f.Word
		if i > 0 && !f.Src.Empty() && f.Src.Script == d.Cl.Args[0].Src.Script && f.Src.Start == d.Cl.Args[0].Src.Start {
			words = append(words, t.resolve(d, f.V).String()) // it has no place of its own in a text that another shell reads
			continue
		}
		words = append(words, t.field(d, f))
	}
	return strings.Join(words, " ")
}

// field is a word of a command: its text if an expansion gave it, else as written.
func (t *Teller) field(d *domain.Detail, f domain.Field) string {
	if f.Word != nil && (f.Mounted || !expands(f.Word)) {
		return f.Src.Text()
	}
	if text, ok := t.resolve(d, f.V).Constant(); ok {
		if f.Globby && text != "" {
			return text
		}
		return quoted(text)
	}
	if f.Word != nil && !f.Src.Empty() {
		return f.Src.Text()
	}
	return t.resolve(d, f.V).String()
}

// resolve is a value in the world of the way.
func (t *Teller) resolve(d *domain.Detail, v value.Value) value.Value {
	out := (&domain.State{Cons: d.Cons}).Resolve(v)
	for i, p := range out {
		if n, ok := t.picks[p.Sym]; ok && p.Sym != nil {
			next := append(value.Value(nil), out[:i]...)
			next = append(next.Append(value.Number(n)), out[i+1:]...)
			return t.resolve(d, next)
		}
	}
	return out
}

// clause is [[ ]] or (( )), in which the values of variables stand in their place.
func (t *Teller) clause(d *domain.Detail, at place.Range) string {
	text := at.Text()
	node := d.Cl.Node
	if node == nil || at.Script == nil || d.Cl.Whole.Start != int(node.Pos().Offset()) && d.Cl.Name == "[[" {
		return text
	}
	var out strings.Builder
	last := at.Start
	script.Walk(node, func(n syntax.Node) bool {
		w, ok := n.(*syntax.Word)
		if !ok {
			return true
		}
		name, found := variableIn(w, d.Cl.Name == "((")
		from, to := int(w.Pos().Offset()), int(w.End().Offset())
		if !found || from < last || to > at.End || to > len(at.Script.Source) {
			return false
		}
		if v, ok := t.variable(d, name); ok {
			if value, ok := t.resolve(d, v).Constant(); ok && (d.Cl.Name != "((" || value != "") {
				out.WriteString(string(at.Script.Source[last:from]))
				if d.Cl.Name != "((" {
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
func (t *Teller) variable(d *domain.Detail, name string) (value.Value, bool) {
	if n, err := value.ParseInt(name); err == nil && d.Args != nil {
		if n >= 1 && n <= len(d.Args.Known) {
			return d.Args.Known[n-1], true
		}
		return nil, n >= 1 && !d.Args.Open
	}
	id, ok := t.x.tab.Names[name]
	if !ok {
		return nil, false
	}
	if v, ok := d.Vars.Get(id); ok && v != nil {
		return v.Val, v.Set && !v.Array && !v.Assoc && v.Ref == "" && !v.Loose
	}
	if s, ok := t.x.tab.Syms["env:"+name]; ok {
		return value.SymValue(s), true
	}
	return nil, false
}

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
