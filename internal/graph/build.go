package graph

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// A builder makes the graph of a script from its syntax.
type builder struct {
	script    *script.Script
	points    []point
	out       *Graph
	functions map[string]*function
	errexit   bool
}

// A function is one of the script's.
type function struct {
	decl    *syntax.FuncDecl
	matters bool
	exits   bool // its last statement ends the script
	drawn   bool
}

// A pending is the end of an edge that has no beginning of its next node yet.
type pending struct {
	from  int
	label string
}

// A flow is how control leaves a statement: with status 0, or with another one.
type flow struct{ ok, fail []pending }

func (f flow) all() []pending { return slices.Concat(f.ok, f.fail) }

// A scope is what exit, return, break and continue lead to.
type scope struct {
	calls    []string // functions that are being drawn
	exit     *flow    // of a subshell; nil where exit ends the script
	ret      *flow    // of a function; nil outside
	brk, cnt *[]pending
	cond     bool // set -e does not count here
}

func (b *builder) build() {
	b.errexit = slices.Contains(b.script.Options, "e")
	for _, stmt := range b.script.Stmts {
		syntax.Walk(stmt, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.FuncDecl:
				if n.Name != nil {
					b.functions[n.Name.Value] = &function{decl: n}
				}
			case *syntax.CallExpr:
				if word(n, 0) == "set" && (len(word(n, 1)) > 1 && word(n, 1)[0] == '-' && slices.Contains([]byte(word(n, 1)), 'e') || word(n, 2) == "errexit") {
					b.errexit = true
				}
			}
			return true
		})
	}
	// What a function calls matters to it, so this goes on until nothing changes.
	for again := true; again; {
		again = false
		for _, f := range b.functions {
			if matters, exits := b.matters(f.decl.Body), b.stops(f.decl.Body); matters != f.matters || exits != f.exits {
				f.matters, f.exits, again = matters || f.matters, exits || f.exits, true
			}
		}
	}
	start := b.node(&Node{Kind: Start, Text: "start"}, nil)
	end := b.sequence(b.script.Stmts, []pending{{from: start}}, scope{})
	if rest := end.all(); len(rest) > 0 {
		b.node(&Node{Kind: End, Text: "end"}, rest)
	}
	// Functions that are called in ways that are not followed, such as traps and substitutions, stand beside.
	var names []string
	for name, f := range b.functions {
		if f.matters && !f.drawn {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		f := b.functions[name]
		if f.drawn {
			continue
		}
		at := b.node(&Node{Kind: Start, Text: name + "()", Line: int(f.decl.Pos().Line())}, nil)
		out := b.body(name, f, []pending{{from: at}}, scope{})
		if rest := out.all(); len(rest) > 0 {
			b.node(&Node{Kind: End, Text: "end of " + name + "()"}, rest)
		}
	}
}

// join makes one edge of those that lead from a node to the same other one: whatever the status is, it changes nothing.
func (g *Graph) join() {
	byEnds := map[[2]int]*Edge{}
	var edges []*Edge
	for _, e := range g.Edges {
		ends := [2]int{e.From, e.To}
		first := byEnds[ends]
		switch {
		case first == nil:
			byEnds[ends] = e
			edges = append(edges, e)
		case g.Nodes[e.To].after:
			first.Label = ""
		case g.Nodes[e.From].Kind == Guard:
			first.Label = "any status"
		case strings.HasPrefix(g.Nodes[e.From].Text, "case "):
			first.Label += " | " + e.Label
		default:
			first.Label = ""
		}
	}
	g.Edges = edges
}

// node adds a node to which edges lead, and gives its index.
func (b *builder) node(n *Node, in []pending) int {
	i := len(b.out.Nodes)
	b.out.Nodes = append(b.out.Nodes, n)
	b.link(in, i)
	return i
}

func (b *builder) link(in []pending, to int) {
	for _, p := range in {
		if slices.ContainsFunc(b.out.Edges, func(e *Edge) bool { return e.From == p.from && e.To == to && e.Label == p.label }) {
			continue
		}
		b.out.Edges = append(b.out.Edges, &Edge{From: p.from, To: to, Label: p.label})
	}
}

func span(n syntax.Node) (int, int) { return int(n.Pos().Offset()), int(n.End().Offset()) }

// source is the text of a part of the script, on one line.
func (b *builder) source(n syntax.Node) string {
	from, to := span(n)
	text := oneLine(string(b.script.Source[min(from, len(b.script.Source)):min(to, len(b.script.Source))]))
	return strings.TrimRight(text, "; ")
}

// command adds a node for a command as a whole, with the points in it.
func (b *builder) command(n syntax.Node, kind Kind, text string, in []pending) int {
	from, to := span(n)
	out := &Node{Kind: kind, Text: text, Line: int(n.Pos().Line()), from: from, to: to}
	b.point(out, from, to)
	return b.node(out, in)
}

// point puts the points of a range into a node.
func (b *builder) point(n *Node, from, to int) {
	rank := []Kind{Site, Guard, n.Kind, Step}
	points := slices.Clone(b.within(from, to))
	slices.SortStableFunc(points, func(a, c point) int { return cmp.Compare(a.step, c.step) })
	for _, p := range points {
		if slices.Index(rank, p.kind) < slices.Index(rank, n.Kind) {
			n.Kind = p.kind
		}
		if p.verdict != "" {
			n.Verdict = p.verdict
		}
		if p.step > 0 {
			n.Steps, n.Notes = append(n.Steps, p.step), append(n.Notes, p.note)
		}
	}
}

// matters reports whether a part of the script has a point in it, or calls a function that has.
func (b *builder) matters(n syntax.Node) bool {
	if from, to := span(n); len(b.within(from, to)) > 0 {
		return true
	}
	found := false
	syntax.Walk(n, func(n syntax.Node) bool {
		if call, ok := n.(*syntax.CallExpr); ok {
			f := b.functions[word(call, 0)]
			found = found || f != nil && f.matters
		}
		return !found
	})
	return found
}

// stops reports whether a statement ends the script whatever happens.
func (b *builder) stops(stmt *syntax.Stmt) bool {
	switch c := stmt.Cmd.(type) {
	case *syntax.CallExpr:
		name := word(c, 0)
		f := b.functions[name]
		return name == "exit" || name == "exec" && len(c.Args) > 1 || f != nil && f.exits
	case *syntax.Block:
		return len(c.Stmts) > 0 && b.stops(c.Stmts[len(c.Stmts)-1])
	}
	return false
}

// mayStop reports whether the script can end, or the function return, in a statement.
func (b *builder) mayStop(n syntax.Node) (exits, returns bool) {
	syntax.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl, *syntax.Subshell, *syntax.CmdSubst, *syntax.ProcSubst:
			return false
		case *syntax.CallExpr:
			name := word(n, 0)
			f := b.functions[name]
			exits = exits || name == "exit" || f != nil && f.exits
			returns = returns || name == "return"
		}
		return true
	})
	return exits, returns
}

// answers reports whether a statement's status is worth a branch: those of messages and assignments are not.
func (b *builder) answers(stmt *syntax.Stmt, depth int) bool {
	switch c := stmt.Cmd.(type) {
	case *syntax.TestClause, *syntax.ArithmCmd, *syntax.BinaryCmd:
		return true
	case *syntax.Block:
		return len(c.Stmts) > 0 && depth < 5 && b.answers(c.Stmts[len(c.Stmts)-1], depth+1)
	case *syntax.CallExpr:
		name := word(c, 0)
		if f := b.functions[name]; f != nil {
			return depth < 5 && b.answers(f.decl.Body, depth+1)
		}
		return len(c.Args) > 0 && !slices.Contains([]string{"echo", "printf", "true", ":", "export", "local", "set", "shift", "sleep", "logger"}, name)
	}
	return stmt.Negated
}

// returned reports whether return gives status 0 in a statement, and whether it gives another one.
func returned(stmt *syntax.Stmt) (success, failure bool) {
	syntax.Walk(stmt, func(n syntax.Node) bool {
		if c, ok := n.(*syntax.CallExpr); ok && word(c, 0) == "return" {
			zero, known := status(c)
			success, failure = success || zero || !known, failure || !zero
		}
		return true
	})
	return success, failure
}

// status is that of a return or an exit, and whether it is known.
func status(c *syntax.CallExpr) (zero, known bool) {
	text := word(c, 1)
	known = text != "" && strings.Trim(text, "0123456789") == ""
	return known && strings.Trim(text, "0") == "", known
}

// word is a literal word of a command; "" if it is none.
func word(c *syntax.CallExpr, i int) string {
	if i >= len(c.Args) {
		return ""
	}
	return c.Args[i].Lit()
}

// sequence draws statements one after the other; those that do not matter share a box.
func (b *builder) sequence(stmts []*syntax.Stmt, in []pending, sc scope) flow {
	out := flow{ok: in}
	asks := b.asks(stmts)
	for i := 0; i < len(stmts); {
		at := out.all()
		if len(at) == 0 || len(b.out.Nodes) >= mostNodes {
			return flow{}
		}
		j := i
		for j < len(stmts) && !b.matters(stmts[j]) && !b.leaves(stmts[j]) && !(asks && b.decides(stmts[j])) {
			j++
		}
		// The last statement's status is that of the function, or the condition.
		last := j == len(stmts) && j > i && (sc.ret != nil || sc.cond) && b.answers(stmts[j-1], 0)
		if last {
			j--
		}
		if j > i {
			out = b.lines(stmts[i:j], at, sc)
			i = j
			continue
		}
		if last {
			return either(b.command(stmts[i], Branch, b.source(stmts[i]), at))
		}
		out = b.statement(stmts[i], at, sc)
		if b.errexit && !sc.cond && len(out.fail) > 0 && i+1 < len(stmts) {
			if sc.exit == nil {
				b.node(&Node{Kind: Stop, Text: "set -e stops"}, out.fail)
			} else {
				sc.exit.fail = append(sc.exit.fail, out.fail...)
			}
			out.fail = nil
		}
		i++
	}
	return out
}

// asks reports whether a guard is asked among statements, and not only in what they call.
func (b *builder) asks(stmts []*syntax.Stmt) bool {
	if len(stmts) == 0 {
		return false
	}
	from, to := int(stmts[0].Pos().Offset()), int(stmts[len(stmts)-1].End().Offset())
	return slices.ContainsFunc(b.within(from, to), func(p point) bool { return p.kind == Guard })
}

// decides reports whether a statement is a branch that can end the script, or return, as those beside a guard do that look at
// its answer.
func (b *builder) decides(stmt *syntax.Stmt) bool {
	switch stmt.Cmd.(type) {
	case *syntax.IfClause, *syntax.BinaryCmd, *syntax.CaseClause:
		exits, returns := b.mayStop(stmt)
		return exits || returns
	}
	return false
}

// leaves reports whether a statement is a jump of its own, which gets a box.
func (b *builder) leaves(stmt *syntax.Stmt) bool {
	call, ok := stmt.Cmd.(*syntax.CallExpr)
	return b.stops(stmt) || ok && slices.Contains([]string{"return", "break", "continue"}, word(call, 0))
}

// lines draws statements that do not matter.
func (b *builder) lines(stmts []*syntax.Stmt, in []pending, sc scope) flow {
	first, last := stmts[0], stmts[len(stmts)-1]
	if slices.IndexFunc(stmts, func(s *syntax.Stmt) bool { _, ok := s.Cmd.(*syntax.FuncDecl); return !ok }) < 0 {
		return flow{ok: in} // to define functions does nothing
	}
	n := int(last.End().Line()) - int(first.Pos().Line()) + 1
	node := &Node{Kind: Lines, Text: fmt.Sprintf("lines %d to %d", first.Pos().Line(), last.End().Line())}
	if len(stmts) == 1 && n == 1 {
		node.Text, node.Line = b.source(first), int(first.Pos().Line())
	}
	at := b.node(node, in)
	out := flow{ok: []pending{{from: at}}}
	for _, s := range stmts {
		exits, returns := b.mayStop(s)
		if exits {
			stop := []pending{{at, "may stop"}}
			if sc.exit != nil {
				sc.exit.fail = append(sc.exit.fail, stop...)
			} else if !slices.ContainsFunc(b.out.Edges, func(e *Edge) bool { return e.From == at }) {
				b.node(&Node{Kind: Stop, Text: "exit"}, stop)
			}
		}
		if returns && sc.ret != nil {
			success, failure := returned(s)
			if success {
				sc.ret.ok = append(sc.ret.ok, pending{at, "may return 0"})
			}
			if failure {
				sc.ret.fail = append(sc.ret.fail, pending{at, "may return"})
			}
		}
	}
	return out
}
