package driver

import (
	"cmp"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/undeclared"
)

// A Possible is a call of a command that nothing declares and whose words say that it destroys data.
type Possible struct {
	Place
	Call    string   // the call with its operands
	Command string   // what an entry that declares it has to name
	Options []string // of them the entry has to have one
	Target  int      // the number of the operand that it seems to be about; 0 for none
	// Runs is what destroys data where the name does not say so but the words that the command is handed, and perhaps runs.
	Runs undeclared.Handed

	name string
}

// possible takes in the calls of a script that may destroy data.
func (o *outcome) possible(s *script.Script, sources []*script.Script, cat *catalog.Catalog, loader *script.Loader) {
	read := func(file string) []byte {
		if t, err := loader.Load(file, s); err == nil {
			return t.Source
		}
		return nil
	}
	for _, c := range undeclared.FindIn(s, sources, cat, read) {
		p := &Possible{Place: Place{File: o.file}, Call: strings.Join(strings.Fields(string(s.Source[c.Start:c.End])), " "), Command: c.Command, Options: c.Options, Target: c.Target, Runs: c.Runs, name: c.Name}
		p.Line, p.Column = s.Position(c.Start)
		p.EndLine, p.EndColumn = s.Position(c.End)
		o.calls = append(o.calls, p)
	}
}

// addPossible puts the calls of all files together. A script of the same run that is called is judged by what it does, whatever its
// name says.
func (r *Results) addPossible(outcomes []*outcome) {
	scripts := map[string]bool{}
	for _, o := range outcomes {
		if len(o.calls) > 0 && len(scripts) == 0 {
			for _, of := range outcomes {
				if of.scripts > 0 {
					base := path.Base(filepath.ToSlash(of.file))
					scripts[base], scripts[strings.TrimSuffix(base, path.Ext(base))] = true, true
				}
			}
		}
		for _, p := range o.calls {
			if !scripts[p.name] && !r.runs(p) {
				r.Possible = append(r.Possible, p)
			}
		}
	}
	slices.SortStableFunc(r.Possible, func(a, b *Possible) int {
		return cmp.Or(a.compare(b.Place), cmp.Compare(a.Command, b.Command))
	})
}

// runs reports whether a command that a call is handed is known to be run: it is a destructive command then.
func (r *Results) runs(p *Possible) bool {
	return p.Runs.Command != "" && slices.ContainsFunc(r.Sites, func(s *Site) bool {
		return s.File == p.File && (s.Line > p.Line || s.Line == p.Line && s.Column >= p.Column) && (s.Line < p.EndLine || s.Line == p.EndLine && s.Column < p.EndColumn)
	})
}

// Wrapper is the entry of a configuration that declares the command to run what it is handed. name is its name as TOML has it.
func (p *Possible) Wrapper(name string) string {
	var b strings.Builder
	b.WriteString("[[wrapper]]\ncommand = " + name + "\n")
	if p.Runs.Operands > 0 {
		b.WriteString("operands = " + strconv.Itoa(p.Runs.Operands) + "\n")
	}
	if p.Runs.Text {
		b.WriteString("text-word = true\n")
	}
	return b.String()
}
