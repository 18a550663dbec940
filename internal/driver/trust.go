package driver

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/wipelint/wipelint/internal/config"
	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/suppress"
)

// A Trust says where what may switch findings off is taken from, in place of the files that are checked: configurations, baselines,
// ignore files, comments that suppress, and contracts.
type Trust struct {
	// Name is how messages name it: a revision, or "" where nothing is trusted.
	Name string
	// Read gives the text that a file had there, by its absolute path, or fs.ErrNotExist. Nil is nothing trusted.
	Read func(path string) ([]byte, error)
}

// read is Read where there may be none.
func (t *Trust) read(path string) ([]byte, error) {
	if t.Read == nil {
		return nil, fs.ErrNotExist
	}
	return t.Read(path)
}

// extended is read for a file that a configuration extends, by a path that may begin in the working folder.
func (t *Trust) extended(path string) ([]byte, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	return t.read(abs)
}

// than ends "this is new": what it is compared with.
func (t *Trust) than() string {
	if t.Name == "" {
		return "what is checked is not trusted"
	}
	return "it is not in " + t.Name
}

// config finds the trusted configuration for the files of a folder, as config.Find does in the work tree.
func (t *Trust) config(folder string) (file string, text []byte, err error) {
	for {
		file := filepath.Join(folder, config.Name)
		text, err := t.read(file)
		if err == nil {
			return file, text, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", nil, &fileError{file, err}
		}
		parent := filepath.Dir(folder)
		if exists(filepath.Join(folder, ".git")) || parent == folder {
			return "", nil, nil
		}
		folder = parent
	}
}

// A signed is what the trusted text of a script has signed: suppression comments and contracts, each with the text that it is about.
type signed map[string]bool

// A refusal is where something is not trusted, and what.
type refusal struct {
	at      Place
	message string
}

// A ledger collects what is refused because it is not trusted, by its place. It is safe for concurrent use.
type ledger struct {
	mu      sync.Mutex
	refused map[refusal]*Finding
	signed  map[string]signed
	configs map[string]bool
}

// signedIn gives what the trusted text of a file has signed.
func (r *run) signedIn(path string) signed {
	abs, err := realPath(path)
	if err != nil {
		return nil
	}
	r.ledger.mu.Lock()
	defer r.ledger.mu.Unlock()
	if known, ok := r.ledger.signed[abs]; ok {
		return known
	}
	known := signed{}
	if text, err := r.cfg.Trust.read(abs); err == nil {
		s := script.Parse(path, text, script.Options{})
		for _, d := range suppress.Read(s, r.cfg.Rules) {
			known[signature(s, d)] = true
		}
		for _, c := range s.Contracts {
			known[c.Text] = true
		}
	}
	if r.ledger.signed == nil {
		r.ledger.signed = map[string]signed{}
	}
	r.ledger.signed[abs] = known
	return known
}

// signature is the text of a directive with that of what it covers.
func signature(s *script.Script, d *suppress.Directive) string {
	text := func(r suppress.Range) string {
		at := func(p suppress.Position) int { return s.LineOffsets()[p.Line-1] + p.Column - 1 }
		return string(s.Source[at(r.Start):min(at(r.End), len(s.Source))])
	}
	parts := []string{text(d.At)}
	for _, c := range d.Covers {
		parts = append(parts, text(c))
	}
	return strings.Join(parts, "\x00")
}

// distrust takes contracts out of a script that nobody trusted has signed.
func (r *run) distrust(s *script.Script) {
	if r.cfg.Trust == nil || len(s.Contracts) == 0 {
		return
	}
	known := r.signedIn(s.Path)
	for name, c := range s.Contracts {
		if known[c.Text] {
			continue
		}
		delete(s.Contracts, name)
		line, column := s.Position(c.At)
		end := column + len(s.LineText(line)) - (column - 1)
		r.refuse(Place{File: r.name(s.Path), Line: line, Column: column, EndLine: line, EndColumn: end}, s.LineText(line),
			fmt.Sprintf("this change declares %s to be a guard, which counts for nothing here: %s", name, r.cfg.Trust.than()),
			"look whether the function does what the comment says before this goes in")
	}
}

// refuse takes down what is not trusted.
func (r *run) refuse(at Place, line, message, advice string) {
	r.ledger.mu.Lock()
	defer r.ledger.mu.Unlock()
	if r.ledger.refused == nil {
		r.ledger.refused = map[refusal]*Finding{}
	}
	r.ledger.refused[refusal{at, message}] = &Finding{
		Rule: suppress.RuleName, Place: at, Message: message, Advice: []string{advice}, identity: identity{command: normal(line)},
	}
}

// refusals adds what was refused to the findings, in the name of the rule for suppressions.
func (r *run) refusals(results *Results) {
	if r.cfg.Trust == nil {
		return
	}
	for file := range results.own {
		r.refuseConfig(file)
	}
	for _, known := range r.cfg.Rules {
		if known.Name() != suppress.RuleName {
			continue
		}
		for _, f := range r.ledger.refused {
			f.Code, f.Severity = known.Code, rule.Warning
			if f.Line > 0 && results.lines[line{f.File, f.Line}] == "" {
				if text, err := os.ReadFile(f.File); err == nil {
					rows := strings.Split(string(text), "\n")
					for n := max(1, f.Line-1); n <= min(len(rows), f.Line+1); n++ {
						results.KeepLine(f.File, n, strings.TrimSuffix(rows[n-1], "\r"))
					}
				}
			}
			results.Findings = append(results.Findings, f)
		}
	}
	results.sort()
}

// refuseConfig says what the configuration beside a script would switch off, which is not the trusted one.
func (r *run) refuseConfig(file string) {
	var finder config.Finder
	abs, err := filepath.Abs(file)
	if err != nil {
		return
	}
	path, err := finder.In(filepath.Dir(abs))
	if err != nil || path == "" || r.ledger.configs[path] {
		return
	}
	if r.ledger.configs == nil {
		r.ledger.configs = map[string]bool{}
	}
	r.ledger.configs[path] = true
	name := relative(path)
	known := config.KnownOf(r.cfg.Rules)
	have, err := config.Load(path, known)
	if err != nil {
		return // it does not count, so its faults do not matter
	}
	var old []config.Switch
	if text, err := r.cfg.Trust.read(path); err == nil {
		if c, err := config.DecodeFrom(path, text, known, r.cfg.Trust.extended); err == nil {
			old = c.Switches()
		}
	}
	now := have.Switches()
	for _, s := range now {
		if !hasSwitch(old, s) {
			r.refuseSwitch(relative(s.File), s, "this change "+s.Text)
		}
	}
	for _, s := range old {
		if !hasSwitch(now, s) {
			s.Line = 1
			r.refuseSwitch(name, s, "this change takes out what "+s.Text)
		}
	}
}

func hasSwitch(list []config.Switch, s config.Switch) bool {
	return slices.ContainsFunc(list, func(o config.Switch) bool { return o.Key == s.Key })
}

func (r *run) refuseSwitch(name string, s config.Switch, change string) {
	at := max(1, s.Line)
	r.refuse(Place{File: name, Line: at, Column: 1, EndLine: at, EndColumn: 1}, s.Key,
		fmt.Sprintf("%s, which counts for nothing here: %s", change, r.cfg.Trust.than()), "look at it before it goes in: from then on it counts")
}

// ignoreText gives the text of a folder's ignore file: the trusted one where not all is trusted.
func (r *run) ignoreText(name string) ([]byte, error) {
	if r.cfg.Trust != nil {
		return r.cfg.Trust.read(name)
	}
	return readIgnore(name)
}

// distrusted marks the comments that nobody trusted has signed, so that they suppress nothing.
func (r *run) distrusted(s *script.Script, directives []*suppress.Directive) {
	if r.cfg.Trust == nil {
		return
	}
	known := r.signedIn(s.Path)
	for _, d := range directives {
		if len(d.Faults) == 0 && !known[signature(s, d)] {
			d.Faults = append(d.Faults, suppress.Fault{At: d.At,
				Message: fmt.Sprintf("this change switches off %s for %s, which counts for nothing here: %s", list(d.Rules), covered(d), r.cfg.Trust.than()),
				Advice:  "look at the command before this goes in: from then on the comment counts"})
		}
	}
}

func covered(d *suppress.Directive) string {
	if d.File {
		return "the whole file"
	}
	return "a command"
}
