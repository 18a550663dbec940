package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// A relevance tells which variables can matter to a finding, from the text alone: those that destructive commands and guards
// are given, those that decide whether these run, and those that what a guard said may have gone into. States that differ in
// other variables only are joined, and these are unknown from there on. That is sound whatever the answer is; one that is
// wrong costs precision. Without it the options of a script, each with a variable of its own, are multiplied with each other.
type relevance struct {
	x     *exec
	names map[string]bool // the variables
	said  map[string]bool // of them, those that what a guard said may have gone into

	hot      map[string]heat      // what functions may do
	bodies   map[string][]*region // of functions
	made     map[string][]string  // the variables that a variable's value is made of
	into     map[string][]string  // the other way round
	readers  map[string][]*region
	holds    map[string]heat // what the command that a variable names may do
	asks     bool            // some part of the script may ask a guard
	inFunc   bool            // the walk is in a function
	flags    bool            // the script names a file whose presence, or whose text, tells whether data is in use
	devices  bool            // and a device
	pending  []string        // to be said, if the script asks at all
	newNames []string
	newSaid  []string
}

// A region is a part of the script that runs as a whole or not at all.
type region struct {
	parent  *region
	kids    []*region
	reads   []string
	assigns []string
	calls   []string
	hot     heat
	// choices are what the region decides about, when it is a condition.
	choices []*region

	saidRead, marked, markedReads bool
}

// relevantIn looks at the statements of all files that are known so far.
func relevantIn(x *exec, units [][]*syntax.Stmt) *relevance {
	r := &relevance{
		x: x, names: map[string]bool{}, said: map[string]bool{}, hot: map[string]heat{}, holds: map[string]heat{}, made: map[string][]string{},
		into: map[string][]string{}, bodies: map[string][]*region{}, readers: map[string][]*region{},
	}
	for _, stmts := range units {
		for _, s := range stmts {
			r.literals(s)
		}
	}
	r.hotFunctions(units)
	var mains []*region
	all := heat(0)
	for _, stmts := range units {
		main := &region{}
		r.stmts(stmts, main)
		all |= main.warm()
		mains = append(mains, main)
	}
	for _, regions := range r.bodies {
		for _, b := range regions {
			all |= b.warm()
		}
	}
	r.asks = all&asks != 0
	if r.asks {
		for _, v := range r.pending {
			r.say(v)
		}
	}
	for _, b := range mains {
		r.settle(b, true)
	}
	for _, regions := range r.bodies {
		for _, b := range regions {
			r.settle(b, false)
		}
	}
	r.propagate()
	return r
}

// has reports whether a variable can matter.
func (r *relevance) has(name string) bool {
	return r.names[name] || name == "" || name[0] < ' ' || name == argsPseudo || name == "IFS" || r.x.forceLike(name)
}

// node takes a piece of the script into a region, and makes regions of what runs only at times.
func (r *relevance) node(n syntax.Node, in *region) {
	syntax.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl:
			if n.Name != nil && n.Body != nil {
				b := &region{}
				r.bodies[n.Name.Value] = append(r.bodies[n.Name.Value], b)
				r.inFunc = true
				r.node(n.Body, b)
				r.inFunc = false
			}
			return false
		case *syntax.IfClause:
			var conds []*region
			for c := n; c != nil; c = c.Else {
				cond, then := r.inner(in), r.inner(in)
				r.stmts(c.Cond, cond)
				r.stmts(c.Then, then)
				if conds = append(conds, cond); len(conds) > 16 { // a long chain of elif
					conds = conds[len(conds)-16:]
				}
				for _, c := range conds {
					c.choices = append(c.choices, then, cond)
				}
			}
			return false
		case *syntax.WhileClause:
			cond, do := r.inner(in), r.inner(in)
			r.stmts(n.Cond, cond)
			r.stmts(n.Do, do)
			cond.choices = append(cond.choices, do, cond)
			return false
		case *syntax.ForClause:
			cond, do := r.inner(in), r.inner(in)
			r.node(n.Loop, cond)
			if it, ok := n.Loop.(*syntax.WordIter); ok && it.Name != nil {
				r.read(it.Name.Value, cond)
				cond.assigns = append(cond.assigns, it.Name.Value)
				for v := range r.reads(it) {
					r.edge(it.Name.Value, v)
				}
			}
			r.stmts(n.Do, do)
			cond.choices = append(cond.choices, do)
			return false
		case *syntax.CaseClause:
			cond := r.inner(in)
			r.node(n.Word, cond)
			for _, i := range n.Items {
				for _, p := range i.Patterns {
					r.node(p, cond)
				}
				do := r.inner(in)
				r.stmts(i.Stmts, do)
				cond.choices = append(cond.choices, do)
			}
			return false
		case *syntax.BinaryCmd:
			if n.Op == syntax.AndStmt || n.Op == syntax.OrStmt {
				cond, do := r.inner(in), r.inner(in)
				r.node(n.X, cond)
				r.node(n.Y, do)
				cond.choices = append(cond.choices, do)
				return false
			}
		case *syntax.Assign:
			r.assignment(n, in)
		case *syntax.CallExpr:
			r.callExpr(n, in)
		case *syntax.Redirect:
			if h := r.redirectHeat(n); h != 0 {
				in.hot |= h
				r.relevant(r.reads(n.Word))
			}
		case *syntax.UnaryTest:
			if h := r.heat(n); h != 0 {
				in.hot |= h
				r.relevant(r.reads(n))
			}
		case *syntax.ParamExp:
			if n.Param != nil {
				r.read(n.Param.Value, in)
			}
		case *syntax.ArithmExp:
			r.arithm(n.X, in)
		case *syntax.ArithmCmd:
			r.arithm(n.X, in)
		case *syntax.CStyleLoop:
			r.arithm(n.Init, in)
			r.arithm(n.Cond, in)
			r.arithm(n.Post, in)
		case *syntax.LetClause:
			for _, e := range n.Exprs {
				r.arithm(e, in)
			}
		case *syntax.BinaryTest:
			for _, e := range []syntax.TestExpr{n.X, n.Y} {
				if w, ok := e.(*syntax.Word); ok && w.Lit() != "" {
					r.read(w.Lit(), in) // [[ n -gt 3 ]]
				}
			}
		}
		return true
	})
}

func (r *relevance) stmts(stmts []*syntax.Stmt, in *region) {
	for _, s := range stmts {
		r.node(s, in)
	}
}

func (r *relevance) inner(parent *region) *region {
	n := &region{parent: parent}
	parent.kids = append(parent.kids, n)
	return n
}

func (r *relevance) read(name string, in *region) {
	if n := len(in.reads); n > 0 && in.reads[n-1] == name {
		return
	}
	in.reads = append(in.reads, name)
	r.readers[name] = append(r.readers[name], in)
}

// arithm reads the names of an arithmetic expression, any of which it may assign too.
func (r *relevance) arithm(e syntax.ArithmExpr, in *region) {
	names := map[string]bool{}
	arithmNames(e, names)
	for v := range names {
		r.read(v, in)
		in.assigns = append(in.assigns, v)
	}
}

func (r *relevance) edge(name, madeOf string) {
	r.made[name] = append(r.made[name], madeOf)
	r.into[madeOf] = append(r.into[madeOf], name)
	if madeOf == "?" || madeOf == "PIPESTATUS" {
		r.pending = append(r.pending, name)
	}
}

// assignment notes what a variable's value is made of.
func (r *relevance) assignment(a *syntax.Assign, in *region) {
	if a.Name == nil {
		return
	}
	name := a.Name.Value
	in.assigns = append(in.assigns, name)
	var value syntax.Node
	switch {
	case a.Value != nil:
		value = a.Value
	case a.Array != nil:
		value = a.Array
	default:
		return
	}
	r.assigned(name, value, in)
}

func (r *relevance) assigned(name string, value syntax.Node, in *region) {
	in.assigns = append(in.assigns, name)
	for v := range r.reads(value) {
		r.edge(name, v)
	}
	if r.heat(value)&asks != 0 {
		r.pending = append(r.pending, name)
	}
}

// assignedBy is the variable of a word such as x=$y.
func assignedBy(w *syntax.Word) string {
	if len(w.Parts) == 0 {
		return ""
	}
	l, ok := w.Parts[0].(*syntax.Lit)
	if !ok {
		return ""
	}
	name, _, ok := strings.Cut(l.Value, "=")
	if name = strings.TrimSuffix(name, "+"); !ok || !syntax.ValidName(name) {
		return ""
	}
	return name
}

func (r *relevance) callExpr(c *syntax.CallExpr, in *region) {
	if len(c.Args) == 0 {
		return
	}
	name := c.Args[0].Lit()
	switch name {
	case "read", "mapfile", "readarray":
		for _, w := range c.Args[1:] {
			if t := w.Lit(); t != "" && t[0] != '-' {
				r.pending = append(r.pending, t)
				in.assigns = append(in.assigns, t)
			}
		}
	}
	for _, w := range c.Args {
		if v := assignedBy(w); v != "" { // sh has export x=$(…) for a command like others
			r.assigned(v, w, in)
		}
		if t := w.Lit(); t != "" {
			if _, ok := r.bodies[t]; ok {
				in.calls = append(in.calls, t)
			}
		}
	}
	if h := r.callHeat(c); h != 0 {
		in.hot |= h
		r.relevant(r.reads(c))
	}
}

func (r *relevance) relevant(names map[string]bool) {
	for v := range names {
		r.add(v)
	}
}

func (r *relevance) add(name string) {
	if !r.names[name] {
		r.names[name] = true
		r.newNames = append(r.newNames, name)
	}
}

func (r *relevance) say(name string) {
	r.add(name)
	if !r.said[name] {
		r.said[name] = true
		r.newSaid = append(r.newSaid, name)
	}
}

// warm gives a region what the ones in it may do.
func (b *region) warm() heat {
	for _, k := range b.kids {
		b.hot |= k.warm()
	}
	return b.hot
}

// settle finds what decides. In a region that asks, and is not the script's own, what is assigned may be a note of the answer.
func (r *relevance) settle(b *region, top bool) {
	if b.hot&asks != 0 && !top {
		r.mark(b)
	}
	for _, c := range b.choices {
		if b.hot&asks != 0 {
			r.mark(c)
		}
		if c.hot != 0 {
			r.markReads(b)
		}
	}
	for _, k := range b.kids {
		r.settle(k, false)
	}
}

// mark says that a guard decides about what a region assigns.
func (r *relevance) mark(b *region) {
	if b.marked {
		return
	}
	b.marked = true
	for _, v := range b.assigns {
		r.say(v)
	}
	for _, f := range b.calls {
		for _, body := range r.bodies[f] {
			r.mark(body)
		}
	}
	for _, k := range b.kids {
		r.mark(k)
	}
}

// markReads says that what a region reads decides whether a guard or a destructive command runs.
func (r *relevance) markReads(b *region) {
	if b.markedReads {
		return
	}
	b.markedReads = true
	for _, v := range b.reads {
		r.add(v)
	}
	for _, k := range b.kids {
		r.markReads(k)
	}
}

// reads are the variables that a piece of the script reads; "?" is a status.
func (r *relevance) reads(n syntax.Node) map[string]bool {
	out := map[string]bool{}
	syntax.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.ParamExp:
			if n.Param != nil {
				out[n.Param.Value] = true
			}
		case *syntax.ArithmExp:
			arithmNames(n.X, out)
		case *syntax.ArithmCmd:
			arithmNames(n.X, out)
		case *syntax.CStyleLoop:
			arithmNames(n.Init, out)
			arithmNames(n.Cond, out)
			arithmNames(n.Post, out)
		case *syntax.LetClause:
			for _, e := range n.Exprs {
				arithmNames(e, out)
			}
		case *syntax.BinaryTest:
			for _, e := range []syntax.TestExpr{n.X, n.Y} {
				if w, ok := e.(*syntax.Word); ok {
					out[w.Lit()] = true // [[ n -gt 3 ]]
				}
			}
		}
		return true
	})
	return out
}

func arithmNames(e syntax.ArithmExpr, out map[string]bool) {
	if e == nil {
		return
	}
	syntax.Walk(e, func(n syntax.Node) bool {
		if l, ok := n.(*syntax.Lit); ok {
			for _, f := range strings.FieldsFunc(l.Value, notName) {
				out[f] = true
			}
		}
		return true
	})
}

// propagate takes in what the relevant variables are made of, and what what guards said is made into.
func (r *relevance) propagate() {
	for len(r.newNames) > 0 || len(r.newSaid) > 0 {
		for len(r.newNames) > 0 {
			v := r.newNames[0]
			r.newNames = r.newNames[1:]
			for _, u := range r.made[v] {
				r.add(u)
			}
		}
		if len(r.newSaid) == 0 {
			break
		}
		v := r.newSaid[0]
		r.newSaid = r.newSaid[1:]
		for _, u := range r.into[v] {
			r.say(u)
		}
		for _, b := range r.readers[v] {
			for ; b != nil && !b.saidRead; b = b.parent {
				b.saidRead = true
				for _, c := range b.choices {
					r.mark(c)
				}
			}
		}
	}
}
