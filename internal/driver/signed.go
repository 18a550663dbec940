package driver

import (
	"fmt"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/suppress"
)

// A signed is what the trusted text of a script has signed.
type signed struct {
	// comments is how often each comment stands there, by its text with that of what it is about.
	comments map[string]int
	// functions are the definitions, by name and text.
	functions map[string]bool
}

// signedIn gives what the trusted text of a file has signed.
func (r *run) signedIn(path string) *signed {
	abs, err := realPath(path)
	if err != nil {
		return &signed{}
	}
	r.ledger.mu.Lock()
	defer r.ledger.mu.Unlock()
	if known, ok := r.ledger.signed[abs]; ok {
		return known
	}
	known := &signed{comments: map[string]int{}, functions: map[string]bool{}}
	if text, err := r.cfg.Trust.read(abs); err == nil {
		s := script.Parse(path, text, script.Options{})
		for _, d := range suppress.Read(s, r.cfg.Rules) {
			known.comments[signature(s, d)]++
		}
		for _, c := range s.Contracts {
			known.comments[plain(c.Text)]++
		}
		for _, h := range s.Hints() {
			known.comments[plain(h.Text)]++
		}
		for _, d := range definitions(s) {
			known.functions[d.name+"\x00"+d.text] = true
		}
	}
	if r.ledger.signed == nil {
		r.ledger.signed = map[string]*signed{}
	}
	r.ledger.signed[abs] = known
	return known
}

// plain is a text with the line ends that git keeps, whatever it checks out.
func plain(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// signature is the text of a directive with that of what it covers.
func signature(s *script.Script, d *suppress.Directive) string {
	text := func(r suppress.Range) string {
		at := func(p suppress.Position) int { return s.LineOffsets()[p.Line-1] + p.Column - 1 }
		return plain(string(s.Source[at(r.Start):min(at(r.End), len(s.Source))]))
	}
	parts := []string{text(d.At)}
	for _, c := range d.Covers {
		parts = append(parts, text(c))
	}
	return strings.Join(parts, "\x00")
}

// heeds tells which hints of a file count; nil is that all do.
func (r *run) heeds(path string) func(string) bool {
	if r.cfg.Trust == nil {
		return nil
	}
	return func(hint string) bool { return r.signedIn(path).comments[plain(hint)] > 0 }
}

// distrust takes contracts out of a script that nobody trusted has signed, and says so of them and of hints that do not count.
func (r *run) distrust(s *script.Script) {
	if r.cfg.Trust == nil {
		return
	}
	for _, h := range s.Unheeded() {
		if h.Own { // of shellcheck's only what it leads to is said: there, nobody means this tool
			r.refuseLine(s, h.Line, 1, "this change says by a comment how the script is to be read", "look whether that is so before this goes in: from then on the comment counts")
		}
	}
	if len(s.Contracts) == 0 {
		return
	}
	known := r.signedIn(s.Path)
	for name, c := range s.Contracts {
		if known.comments[plain(c.Text)] == 0 {
			r.refuseContract(s, name, "this change declares "+name+" to be a guard")
		}
	}
}

// refuseContract takes a contract out of a script.
func (r *run) refuseContract(s *script.Script, name, change string) {
	line, column := s.Position(s.Contracts[name].At)
	delete(s.Contracts, name)
	r.refuseLine(s, line, column, change, "look whether the function does what the comment says before this goes in")
}

// refuseLine takes down that a line of a script is not trusted.
func (r *run) refuseLine(s *script.Script, line, column int, change, advice string) {
	text := s.LineText(line)
	r.refuse(Place{File: r.name(s.Path), Line: line, Column: column, EndLine: line, EndColumn: len(text) + 1}, text,
		fmt.Sprintf("%s, which counts for nothing here: %s", change, r.cfg.Trust.than()), advice)
}

// A definition is that of a function, or of an alias, which may take its place.
type definition struct {
	script     *script.Script
	name, text string
	words      []string // those of its text that are the same in each run, and so may be names of functions
}

// definitions are those of a script.
func definitions(s *script.Script) []definition {
	var list []definition
	add := func(name string, n syntax.Node) {
		from, to := int(n.Pos().Offset()), int(n.End().Offset())
		if from > to || to > len(s.Source) {
			return
		}
		d := definition{script: s, name: name, text: plain(string(s.Source[from:to]))}
		syntax.Walk(n, func(n syntax.Node) bool {
			if w, ok := n.(*syntax.Word); ok {
				if text := unquoted(w); text != "" {
					d.words = append(d.words, strings.Fields(text)...)
				}
			}
			return true
		})
		list = append(list, d)
	}
	for _, stmt := range s.Stmts {
		syntax.Walk(stmt, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.FuncDecl:
				if n.Name != nil {
					add(n.Name.Value, n)
				}
			case *syntax.CallExpr:
				if len(n.Args) > 1 && unquoted(n.Args[0]) == "alias" {
					for _, w := range n.Args[1:] {
						if l, ok := w.Parts[0].(*syntax.Lit); ok {
							name, _, _ := strings.Cut(l.Value, "=")
							add(name, n)
						}
					}
				}
			}
			return true
		})
	}
	return list
}

// rewritten finds the contracts of scripts that are run together which rest on a function that nobody trusted has written: the
// function of the contract defined anew, or one that it calls. It gives them by the path of the script and the name.
func (r *run) rewritten(scripts []*script.Script) map[[2]string]string {
	by := map[string][]definition{}
	contracts := 0
	for _, s := range scripts {
		contracts += len(s.Contracts)
	}
	if contracts == 0 {
		return nil
	}
	for _, s := range scripts {
		for _, d := range definitions(s) {
			by[d.name] = append(by[d.name], d)
		}
	}
	out := map[[2]string]string{}
	for _, s := range scripts {
		for name := range s.Contracts {
			if anew := r.anew(by, name, map[string]bool{}); anew != "" {
				out[[2]string{s.Path, name}] = anew
			}
		}
	}
	return out
}

// anew names the first function, of those that may run where one is called, of which a definition is not signed; "" for none.
func (r *run) anew(by map[string][]definition, name string, seen map[string]bool) string {
	if seen[name] {
		return ""
	}
	seen[name] = true
	for _, d := range by[name] {
		if !r.signedIn(d.script.Path).functions[name+"\x00"+d.text] {
			return name
		}
		for _, w := range d.words {
			if found := r.anew(by, w, seen); found != "" {
				return found
			}
		}
	}
	return ""
}

// disown takes those contracts out of a script.
func (r *run) disown(s *script.Script, anew map[[2]string]string) {
	for name := range s.Contracts {
		if function := anew[[2]string{s.Path, name}]; function != "" {
			r.refuseContract(s, name, fmt.Sprintf("this change writes %s anew, on which rests what a comment says of the guard %s", function, name))
		}
	}
}
