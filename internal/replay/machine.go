package replay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/interp"
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
)

// A machine is what a script runs on: one run in one world.
type machine struct {
	c     *Case
	prog  *program
	world World
	most  int64 // calls in this run

	mu        sync.Mutex
	known     *Result           // the run whose world this one has
	facts     map[string]string // the answers to questions
	replies   map[string]reply  // what guards answered, by call
	questions []question
	events    []Event
	files     *tree
	failed    error // why the run says nothing
	reached   bool
	site      string                    // the call that reached it
	given     map[*catalog.Guard][]look // what the guards of an entry looked at and said
	statuses  map[string]int            // of parts of pipelines
	counts    map[string]int            // how often a command was called
	clock     int
	hearer    *shellSpec // the shell that has a handler for the signal of the finding
	sent      bool       // that signal
	substed   bool       // a process substitution ran after the last job was started
	subst     int        // its status
	timedOut  bool
	functions map[string]bool // that are defined somewhere in what has run
	calls     atomic.Int64
	forks     atomic.Int64
	written   atomic.Int64
}

func newMachine(c *Case, p *program, w World) *machine {
	m := &machine{c: c, prog: p, world: w, most: maxCalls, facts: map[string]string{}, replies: map[string]reply{}, given: map[*catalog.Guard][]look{}, statuses: map[string]int{}, counts: map[string]int{}, functions: maps.Clone(p.functions)}
	m.files = newTree(m)
	return m
}

// result tells what came of a run.
func (m *machine) result() *Result {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := &Result{Verdict: NotReached, Events: m.events, facts: m.facts, replies: m.replies, site: m.site}
	switch {
	case m.reached:
		r.Verdict = Reached
	case m.failed != nil:
		r.Verdict, r.Why = Unknown, m.failed.Error()
	}
	return r
}

// fail ends the run without a result. The first reason stays.
func (m *machine) fail(err error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failed == nil {
		m.failed = err
	}
	return m.failed
}

// errDone ends a run that has shown what there is to show.
var errDone = errors.New("the destructive command was reached")

// run runs the script.
func (m *machine) run(parent context.Context) {
	ctx, cancel := context.WithTimeout(parent, runTime)
	defer cancel()
	defer func() {
		if v := recover(); v != nil {
			_ = m.fail(cannot("the interpreter failed: %v", v))
		}
	}()
	m.start(ctx, m.prog.file, &shellSpec{bash: m.prog.bash, args: m.parameters(), options: m.prog.options, top: true})
	if parent.Err() == nil && ctx.Err() != nil {
		m.timedOut = true
		_ = m.fail(cannot("it takes longer than %s", runTime))
	}
}

// A shellSpec says how a shell is started: the script's own, or one that a command starts.
type shellSpec struct {
	bash    bool
	args    []string
	options []string
	top     bool
	host    string
	line    int   // where the command that starts it stands
	givenUp bool  // the commands of this line are given up
	pending int   // the signal that has come in and is not handled yet
	until   int64 // how many calls there may have been in all before its time is up; 0 is no end
	env     expand.Environ
	dir     string
	stdin   io.Reader
	stdout  io.Writer
	stderr  io.Writer
}

// hostKey is how handlers find out on which machine their shell runs.
type specKey struct{}

// start runs a rewritten file in a new shell and gives its status.
func (m *machine) start(ctx context.Context, file *syntax.File, s *shellSpec) int {
	env := &environ{m: m, over: s.env}
	if s.stdout == nil {
		s.stdout, s.stderr = &limited{m: m}, &limited{m: m}
	}
	if s.stdin == nil && s.top {
		s.stdin = strings.NewReader(m.input())
	}
	ctx = context.WithValue(ctx, specKey{}, s)
	dir := s.dir
	if dir == "" {
		dir = "/work"
	}
	r, err := interp.New(
		interp.Env(env),
		// interp.Dir asks the machine whether the folder is there.
		func(r *interp.Runner) error { r.Dir = dir; return nil },
		interp.StdIO(s.stdin, s.stdout, s.stderr),
		interp.CallHandler(m.call),
		interp.ExecHandlers(func(interp.ExecHandlerFunc) interp.ExecHandlerFunc { return m.exec }),
		interp.OpenHandler(m.files.open),
		interp.StatHandler(m.files.stat),
		interp.ReadDirHandler2(m.files.readDir),
		interp.AccessHandler(m.files.access),
	)
	if err != nil {
		_ = m.fail(cannot("the interpreter does not start: %v", err))
		return 1
	}
	env.resetting = true
	r.Reset()
	env.resetting = false
	r.Params = s.args
	prelude, err := syntax.NewParser().Parse(strings.NewReader(preludeText(s)), "")
	if err != nil {
		_ = m.fail(cannot("the interpreter does not start: %v", err))
		return 1
	}
	for _, st := range prelude.Stmts {
		if err := r.Run(ctx, st); err != nil {
			_ = m.fail(cannot("the interpreter does not start: %v", err))
			return 1
		}
	}
	err = m.runLines(ctx, r, file, s)
	if errors.Is(err, errTimeUp) {
		return timeUp
	}
	if ctx.Err() == nil && m.failure() == nil {
		// It ended without exit, or by an error.
		var exit interp.ExitStatus
		_ = errors.As(err, &exit)
		if e := r.Run(ctx, block(call(wordStatus, strconv.Itoa(int(exit))), call(wordLeave))); errors.As(e, new(interp.ExitStatus)) || err == nil {
			err = e
		}
		// What runs in the background still does something, though nobody waits for it.
		_ = r.Run(ctx, call("wait"))
	}
	status := 0
	var exit interp.ExitStatus
	switch {
	case errors.As(err, &exit):
		status = int(exit)
	case err != nil:
		status = 1
		if !errors.Is(err, errDone) && ctx.Err() == nil {
			_ = m.fail(unconfirmedOf(err))
		}
	}
	return status
}

// errTimeUp ends a shell that timeout has started, with the status timeUp of timeout.
var errTimeUp = errors.New("the time of timeout is up")

const timeUp = 124

func unconfirmedOf(err error) error {
	var e excess
	if errors.As(err, &e) {
		return e
	}
	var u unconfirmed
	if errors.As(err, &u) {
		return u
	}
	return cannot("%v", err)
}

// exhausted reports whether the run went past a bound.
func (m *machine) exhausted() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	var e excess
	return m.timedOut || errors.As(m.failed, &e)
}

func (m *machine) failure() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failed != nil {
		return m.failed
	}
	if m.reached {
		return errDone
	}
	return nil
}

// preludeText defines the function by which functions are called, and the options of the first line.
func preludeText(s *shellSpec) string {
	text := fmt.Sprintf("__wl_call() { local __wl_e=\"$2\" __wl_d=\"$3\"; '%s' \"$1\"; '%s' \"${@:4}\"; }\n", wordStatus, wordGo)
	for _, o := range s.options {
		switch o {
		case "e", "errexit":
			text += "__wl_opt_e=1\n"
		case "u", "f", "a":
			text += "set -" + o + "\n"
		case "pipefail":
			text += "set -o pipefail\n"
		}
	}
	return text
}

// A limited is output that nobody reads.
type limited struct{ m *machine }

func (l *limited) Write(p []byte) (int, error) {
	if l.m.written.Add(int64(len(p))) > maxWritten {
		return 0, l.m.fail(overrun("it writes more than %d bytes", maxWritten))
	}
	return len(p), nil
}

// An environ is the environment: what a command hands on, then the world. The interpreter takes the folder for its named pipes from
// TMPDIR when it is reset, and opens by itself what is in it: it gets one that no file can be in.
type environ struct {
	m         *machine
	over      expand.Environ
	resetting bool
}

func (e *environ) Get(name string) expand.Variable {
	if e.resetting && name == "TMPDIR" {
		return expand.Variable{Set: true, Exported: true, Kind: expand.String, Str: "/\x00"}
	}
	if e.over != nil {
		if v := e.over.Get(name); v.IsSet() && v.Exported {
			return v
		}
	}
	e.m.mu.Lock()
	defer e.m.mu.Unlock()
	switch name {
	case "SECONDS", "EPOCHSECONDS":
		e.m.clock += 30
		return expand.Variable{Set: true, Kind: expand.String, Str: strconv.Itoa(e.m.clock)}
	case "BASH_SOURCE":
		return expand.Variable{Set: true, Kind: expand.String, Str: e.m.c.Script.Path}
	}
	text, ok := e.m.variable(name)
	if !ok {
		return expand.Variable{}
	}
	return expand.Variable{Set: true, Exported: true, Kind: expand.String, Str: text}
}

func (e *environ) Each(f func(string, expand.Variable) bool) {
	// A subshell gets a copy of all there is: what the script looks at must be in it.
	for _, name := range e.m.prog.inherited() {
		if v := e.Get(name); v.IsSet() && !f(name, v) {
			return
		}
	}
	if e.over == nil {
		return
	}
	e.over.Each(func(name string, v expand.Variable) bool {
		if !v.Exported {
			return true
		}
		return f(name, v)
	})
}

// inherited are the variables that the script expands and may have from the environment.
func (p *program) inherited() []string {
	p.reads("") // finds the names
	var out []string
	for name := range p.readNames {
		if _, fixed := fixedVariables[name]; !fixed && !unsetVariables[name] {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

var assigned = regexp.MustCompile(`[A-Za-z_][A-Za-z_0-9]*`)

// reads tells whether the script expands a variable.
func (p *program) reads(name string) bool {
	if p.readNames == nil {
		names := map[string]bool{}
		for _, m := range regexp.MustCompile(`\$\{?[!#]?([A-Za-z_][A-Za-z_0-9]*)|-v\s+([A-Za-z_][A-Za-z_0-9]*)|\(\([^)]*\)\)|\blet\s[^;&|\n]*`).FindAllStringSubmatch(p.all, -1) {
			for _, n := range append(m[1:], assigned.FindAllString(m[0], -1)...) {
				names[n] = true
			}
		}
		delete(names, "")
		p.readNames = names
	}
	return p.readNames[name]
}

// input is what stands on standard input.
func (m *machine) input() string {
	texts := []string{"", strings.Repeat("yes\n", 20), strings.Repeat("y\n", 20), "d1\nd2\n", "0\n"}
	for _, w := range m.prog.words {
		texts = append(texts, strings.Repeat(w+"\n", 5))
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.prog.input {
		return ""
	}
	return m.choose(aboutArgs, "standard input", texts...)
}

// line is where a command stands in the script; 0 in text that another command runs.
func lineOf(ctx context.Context, hc interp.HandlerContext) int {
	s, _ := ctx.Value(specKey{}).(*shellSpec)
	if s == nil || s.top {
		return int(hc.Pos.Line())
	}
	return s.line
}

func hostOf(ctx context.Context) string {
	if s, _ := ctx.Value(specKey{}).(*shellSpec); s != nil {
		return s.host
	}
	return ""
}

func base(name string) string { return path.Base(name) }

// pathError is what the interpreter prints and goes on after.
func pathError(op, name string, err error) error { return &os.PathError{Op: op, Path: name, Err: err} }
