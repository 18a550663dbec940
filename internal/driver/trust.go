package driver

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
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
	// Root is the folder of the repository that Read knows, without symbolic links.
	Root string
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
		// A repository within the trusted one, such as a submodule, is no end: a change can put one there.
		if parent == folder || folder == t.Root || t.Root == "" && exists(filepath.Join(folder, ".git")) {
			return "", nil, nil
		}
		folder = parent
	}
}

// apart reports whether a folder is in a repository of its own within the trusted one.
func (t *Trust) apart(folder string) bool {
	for t.Root != "" && folder != t.Root {
		parent := filepath.Dir(folder)
		if parent == folder {
			return false
		}
		if exists(filepath.Join(folder, ".git")) {
			return true
		}
		folder = parent
	}
	return false
}

// A refusal is where something is not trusted, and what.
type refusal struct {
	at      Place
	message string
}

// A ledger collects what is refused because it is not trusted, by its place. It is safe for concurrent use.
type ledger struct {
	mu      sync.Mutex
	refused map[refusal]*Finding
	signed  map[string]*signed
	configs map[[2]string]bool // the trusted and the present one of those that were compared
	finder  config.Finder
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
		if abs, err := filepath.Abs(file); err == nil {
			r.refuseConfig(filepath.Dir(abs))
		}
	}
	// One that holds for no script of today may hold for one that comes with the next change.
	for _, folder := range r.configured {
		r.refuseConfig(folder)
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

// ignoreText gives the text of a folder's ignore file: the trusted one where not all is trusted.
func (r *run) ignoreText(name string) ([]byte, error) {
	if r.cfg.Trust != nil {
		return r.cfg.Trust.read(name)
	}
	return readIgnore(name)
}

// distrusted marks the comments that nobody trusted has signed, so that they suppress nothing. One that is there once is signed once.
func (r *run) distrusted(s *script.Script, directives []*suppress.Directive) {
	if r.cfg.Trust == nil {
		return
	}
	left := maps.Clone(r.signedIn(s.Path).comments)
	for _, d := range directives {
		if len(d.Faults) > 0 {
			continue
		}
		if text := signature(s, d); left[text] > 0 {
			left[text]--
			continue
		}
		d.Faults = append(d.Faults, suppress.Fault{At: d.At,
			Message: fmt.Sprintf("this change switches off %s for %s, which counts for nothing here: %s", list(d.Rules), covered(d), r.cfg.Trust.than()),
			Advice:  "look at the command before this goes in: from then on the comment counts"})
	}
}

func covered(d *suppress.Directive) string {
	if d.File {
		return "the whole file"
	}
	return "a command"
}
