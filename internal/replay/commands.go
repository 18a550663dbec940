package replay

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/interp"

	"github.com/wipelint/wipelint/internal/catalog"
)

// exec is called in place of every program.
func (m *machine) exec(ctx context.Context, args []string) error {
	hc := interp.HandlerCtx(ctx)
	n := 0
	switch args[0] {
	case wordStatus:
		n, _ = strconv.Atoi(args[1])
	case wordProc:
		m.mu.Lock()
		m.substed, m.subst = true, hc.LastExitStatus
		m.mu.Unlock()
		fmt.Fprintln(hc.Stdout, args[1])
	case wordOpen:
		n = m.openFor(ctx, hc, args[1:])
	case wordOperand:
		if strings.TrimSpace(strings.Join(args[1:], " ")) == "" {
			return m.incomputable(ctx, hc)
		}
		fmt.Fprintln(hc.Stdout, args[1])
	case wordHave:
		n = m.have(hc, args[1:])
	case wordExternal:
		n = m.program(ctx, hc, args[1:])
	default:
		if strings.HasPrefix(args[0], "\x01") {
			return m.fail(cannot("the script has control characters in a command's name"))
		}
		n = m.program(ctx, hc, args)
	}
	if err := m.failure(); err != nil {
		return err
	}
	if n != 0 {
		return interp.ExitStatus(uint8(n))
	}
	return nil
}

// have tells whether there are commands: all of them are, unless the world says otherwise. One that is not there destroys nothing.
func (m *machine) have(hc interp.HandlerContext, names []string) int {
	n := 0
	for _, name := range names {
		missing := false
		if base(name) != base(m.c.Command) {
			m.mu.Lock()
			missing = m.choose(aboutCommand, "command -v "+name, "0", "1") == "1"
			m.mu.Unlock()
		}
		if missing && !interp.IsBuiltin(name) {
			n = 1
			continue
		}
		fmt.Fprintln(hc.Stdout, name)
	}
	return n
}

// program does what a program does in this world, and gives its status.
func (m *machine) program(ctx context.Context, hc interp.HandlerContext, args []string) int {
	args = slices.Clone(args)
	args[0] = strings.TrimPrefix(args[0], `\`)
	if len(args[0]) == 0 {
		return 127
	}
	if m.failure() != nil {
		return 1
	}
	host := hostOf(ctx)
	key := strings.Join(args, " ")
	if host != "" {
		key = host + ": " + key
	}
	stdin := ""
	if base(args[0]) == base(m.c.Command) && hc.Stdin != nil && !m.prog.input {
		text, _ := io.ReadAll(io.LimitReader(hc.Stdin, maxText))
		stdin = string(text)
	}
	if match, ok := m.c.Catalog.DestructiveInput(args, stdin); ok {
		return m.destroy(ctx, hc, key, args, match.Entry.Why, siteTargets(host, args, match)...)
	}
	if m.c.Whatever && base(args[0]) == base(m.c.Command) && lineOf(ctx, hc) == m.c.Line {
		return m.destroy(ctx, hc, key, args, "acts on more than was meant", host)
	}
	if w, ok := m.c.Catalog.Wrapper(args); ok {
		return m.wrapper(ctx, hc, w, key, args)
	}
	if match, ok := m.c.Catalog.Guard(args); ok {
		m.mu.Lock()
		r := m.answer(match.Entry, key, host, args)
		m.given[match.Entry] = append(m.given[match.Entry], look{siteless(targetsOf(host, args, match.Targets, match.Host), match.Targets), r.outcome})
		m.arrives(aboutWay, key)
		m.mu.Unlock()
		m.event(ctx, hc, key, inWords(r))
		_, _ = io.WriteString(hc.Stdout, r.output)
		return r.status
	}
	if f, ok := filters[base(args[0])]; ok {
		n, err := f(m, ctx, hc, args)
		if err == nil {
			return n
		}
		_ = m.fail(err)
		return 1
	}
	return m.undeclared(ctx, hc, key, args)
}

// inWords tells what a guard answered.
func inWords(r reply) string {
	out := "prints nothing"
	if r.output != "" {
		out = "prints " + strings.Join(strings.Fields(r.output), " ")
	}
	return fmt.Sprintf("exits %d, %s: %s", r.status, out, r.outcome)
}

// targetsOf are what a call is about, each with its machine.
func targetsOf(host string, args []string, targets []catalog.Operand, on *catalog.Operand) []string {
	if on != nil {
		host = args[on.Word][on.Skip:]
	}
	if len(targets) == 0 {
		return []string{host + ":"}
	}
	var out []string
	for _, t := range targets {
		out = append(out, host+":"+args[t.Word][t.Skip:])
	}
	return out
}

// siteless marks the targets of a guard that are named and empty: it looked at nothing, not at the whole machine.
func siteless(all []string, named []catalog.Operand) []string {
	for i, t := range all {
		if len(named) > 0 && strings.HasSuffix(t, ":") {
			all[i] = t + "\x00"
		}
	}
	return all
}

// siteTargets are the targets of a destructive command. An operand that is missing is nothing that a guard looks at.
func siteTargets(host string, args []string, match catalog.Match[catalog.Destructive]) []string {
	all := targetsOf(host, args, match.Targets, match.Host)
	if match.Entry.Target == "" {
		return all
	}
	for i, t := range all {
		switch _, name, _ := strings.Cut(t, ":"); {
		case name == "":
			all[i] = t + "\x00"
		case match.Entry.Kind == catalog.KindAny && name[0] != '/':
			all[i] = t + plainName
		}
	}
	return all
}

// plainName ends a target that is known by a name only, of which it is not told what sort of thing it is: a guard of the whole machine
// says nothing of that.
const plainName = "\x00name"

// same reports whether two targets are the same, or one is a part of the other: the address of a thing, and that of its state.
func same(a, b string) bool {
	hostA, a, _ := strings.Cut(a, ":")
	hostB, b, _ := strings.Cut(b, ":")
	b, plain := strings.CutSuffix(b, plainName)
	return hostA == hostB && (a == "" && !plain || a == b || strings.HasPrefix(a, b+"/") || strings.HasPrefix(b, a+"/"))
}

// event notes that a command ran.
func (m *machine) event(ctx context.Context, hc interp.HandlerContext, text, answer string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.events = append(m.events, Event{Line: lineOf(ctx, hc), Command: text, Answer: answer})
}

// undeclared is a command of which nothing is known: it succeeds, and prints a word where that is looked at.
func (m *machine) undeclared(ctx context.Context, hc interp.HandlerContext, key string, args []string) int {
	name := base(args[0])
	_, seen := hc.Stdout.(*limited)
	m.mu.Lock()
	id, n := m.status(name, lineOf(ctx, hc))
	m.arrives(aboutWay, id)
	text := ""
	if !seen && n == 0 {
		texts := append([]string{"w1\n", "", "0\n", "1\n", "d1\nd2\n"}, lines(m.prog.words)...)
		text = m.choose(aboutOutput, "output "+id, texts...)
	}
	m.mu.Unlock()
	answer := ""
	if n != 0 {
		answer = "exits 1"
	}
	m.event(ctx, hc, key, answer)
	_, _ = io.WriteString(hc.Stdout, text)
	return n
}

// status is the status of an undeclared command, and how this call of it is named. Those that failed on the witnessed way fail here
// too: the calls on the same line, or, in other worlds, all of them, or those that did there in the order of the way.
func (m *machine) status(name string, line int) (id string, n int) {
	m.counts[name]++
	nth := m.counts[name]
	id = name + "#" + strconv.Itoa(nth)
	failing := slices.Contains(m.c.Failing, name)
	if failing {
		ofName := func(d Decided) bool { return d.Command == name }
		switch m.choose(aboutWay, "which calls fail", "those on the line", "all", "in order") {
		case "those on the line":
			failing = slices.ContainsFunc(m.c.Decided, func(d Decided) bool { return ofName(d) && d.Fails && d.Line == line })
		case "in order":
			failing = false
			seen := 0
			for _, d := range m.c.Decided {
				if ofName(d) {
					if seen++; seen == nth {
						failing = d.Fails
					}
				}
			}
		}
	}
	statuses := []string{"0", "1", "2"}
	if failing {
		statuses = []string{"1", "0", "2"}
	}
	n, _ = strconv.Atoi(m.choose(aboutCommand, "status "+id, statuses...))
	return id, n
}

func lines(words []string) []string {
	var out []string
	for _, w := range words {
		out = append(out, w+"\n")
	}
	return out
}

// destroy is a destructive command.
func (m *machine) destroy(ctx context.Context, hc interp.HandlerContext, key string, args []string, why string, targets ...string) int {
	line := lineOf(ctx, hc)
	m.mu.Lock()
	defer m.mu.Unlock()
	mine := base(args[0]) == base(strings.TrimPrefix(m.c.Command, `\`)) || strings.ContainsAny(m.c.Command, "$\"`'") && line == m.c.Line
	if len(m.c.Lines) > 1 && line != m.c.Line && slices.Contains(m.c.Lines, line) {
		mine = false
	}
	if mine && m.shows(key, targets) {
		m.reached, m.site = true, key
	}
	m.events = append(m.events, Event{Line: line, Command: key, Answer: why, Site: mine && m.reached})
	return 0
}

// shows reports whether reaching the command in this run shows what the finding says: the guard answered as it says, and
// no guard of a command that is said to have none said idle.
func (m *machine) shows(key string, targets []string) bool {
	if m.known != nil {
		return key == m.known.site
	}
	if m.c.Guard != nil && m.c.Outcome != "" {
		return m.said(m.c.Guard, targets) == m.c.Outcome
	}
	if m.c.Apart && !slices.ContainsFunc(targets, func(t string) bool {
		return !slices.ContainsFunc(m.given[m.c.Guard], func(l look) bool { return l.at([]string{t}) })
	}) {
		return false // the guard looked at all of them
	}
	for _, g := range m.c.Unproved {
		if m.said(g, targets) == Idle {
			return false
		}
	}
	return true
}

// A look is what a guard looked at and said.
type look struct {
	targets []string
	outcome Outcome
}

// at reports whether the guard looked at one of some targets.
func (l look) at(targets []string) bool {
	return slices.ContainsFunc(l.targets, func(t string) bool {
		return slices.ContainsFunc(targets, func(u string) bool { return same(t, u) })
	})
}

// said is what a guard said last of some targets, or, if it was not asked about them, last.
func (m *machine) said(g *catalog.Guard, targets []string) Outcome {
	var o Outcome
	for _, l := range m.given[g] {
		o = l.outcome
	}
	for _, l := range m.given[g] {
		if l.at(targets) {
			o = l.outcome
		}
	}
	return o
}
