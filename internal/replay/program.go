package replay

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// A program is a script as it is run.
type program struct {
	rewriter
	file    *syntax.File
	text    string
	options []string
	sources map[string]string // their text, by the last part of their path
	words   []string          // that the script compares something with

	all       string          // the text of the script and of what it may source
	functions map[string]bool // the names of its functions
	uses      int             // how many parameters it names
	input     bool            // it reads standard input
	readNames map[string]bool
	begins    []bool // whether its statements begin on a line that no other one ends on
	waitsLast bool   // it waits for the job that it started last
}

// prepare parses a script anew and rewrites it: the tree of the analysis stays as it is.
// The text says why it cannot be run.
func prepare(c *Case) (p *program, why string) {
	s := script.Parse(c.Script.Path, c.Script.Source, script.Options{})
	if s.Err != nil {
		return nil, cannot("the script has a syntax error in line %d", s.Err.Line).Error()
	}
	if line := longList(s.Stmts); line > 0 {
		return nil, cannot("the loop in line %d goes over more than %d words", line, maxLoopWords).Error()
	}
	p = &program{text: string(s.Source), sources: map[string]string{}}
	p.bash = s.Dialect.Executes() != script.POSIX
	p.lang, p.site, p.options = s.Variant, c.Command, s.Options
	if p.lang != syntax.LangPOSIX {
		p.lang = syntax.LangBash
	}
	all := p.text
	for _, src := range c.Sources {
		name := src.Path[strings.LastIndexByte(src.Path, '/')+1:]
		p.sources[name] = string(src.Source)
		all += "\n" + string(src.Source)
	}
	p.status = strings.Contains(all, "PIPESTATUS")
	p.lastpipe = lastpipe.MatchString(all)
	p.all = all
	p.words = comparedWords(s.Stmts)
	p.functions = functionsOf(s.Stmts)
	p.uses, p.input = usesOf(s.Stmts)
	p.waitsLast = waitsLast.MatchString(all)
	for i, st := range s.Stmts {
		p.begins = append(p.begins, i == 0 || st.Pos().Line() > s.Stmts[i-1].End().Line())
	}
	p.file = &syntax.File{Name: c.Script.Path, Stmts: p.list(s.Stmts, false, false)}
	return p, ""
}

// maxLoopWords is how many words a loop may go over: the interpreter looks at all of them in each round, and at no clock between two.
const maxLoopWords = 10_000

// longList is the line of the first loop that goes over too many words; 0 if there is none.
func longList(stmts []*syntax.Stmt) (line int) {
	for _, s := range stmts {
		script.Walk(s, func(n syntax.Node) bool {
			if l, ok := n.(*syntax.ForClause); ok && line == 0 {
				if words, ok := l.Loop.(*syntax.WordIter); ok && len(words.Items) > maxLoopWords {
					line = int(l.Pos().Line())
				}
			}
			return line == 0
		})
	}
	return line
}

var waitsLast = regexp.MustCompile(`\bwait\s+"?\$!`)

var lastpipe = regexp.MustCompile(`(?m)^\s*shopt\s+-s\s.*\blastpipe\b`)

// again rewrites text that is run by eval, a trap, source or another shell. cond says that set -e is ignored in it.
func (r *rewriter) again(text string, cond bool) (*syntax.File, error) {
	f, err := syntax.NewParser(syntax.Variant(r.lang)).Parse(strings.NewReader(text), "")
	if err != nil {
		return nil, err
	}
	loops := r.loops
	r.loops = 1 // the text may be run inside of one
	f.Stmts = r.list(f.Stmts, cond, false)
	r.loops = loops
	f.Last = nil
	return f, nil
}

func printed(f *syntax.File) (string, error) {
	var b strings.Builder
	err := syntax.NewPrinter().Print(&b, f)
	return b.String(), err
}

// comparedWords are the words that a script compares something with: the candidates for values of its parameters.
func comparedWords(stmts []*syntax.Stmt) []string {
	var out, beside []string
	add := func(w *syntax.Word) {
		t := w.Lit()
		if t == "" && len(w.Parts) == 1 {
			switch q := w.Parts[0].(type) {
			case *syntax.SglQuoted:
				t = q.Value
			case *syntax.DblQuoted:
				if len(q.Parts) == 1 {
					if l, ok := q.Parts[0].(*syntax.Lit); ok {
						t = l.Value
					}
				}
			}
		}
		t = strings.TrimSuffix(strings.TrimPrefix(t, "^"), "$") // grep
		if rest, ok := strings.CutPrefix(t, "*"); ok && rest != "" {
			t = "d" + rest
		}
		t = strings.NewReplacer("*", "1", "?", "x").Replace(t)
		if t != "" && len(t) < 60 && !strings.ContainsAny(t, "*?[") && !slices.Contains(out, t) {
			out = append(out, t)
			if x, ok := strings.CutPrefix(t, "x"); ok && x != "" {
				out = append(out, x) // [ "x$state" = xidle ]
			}
		}
	}
	// A number that something is compared with, and those beside it.
	number := func(w *syntax.Word) {
		add(w)
		if n, err := strconv.Atoi(w.Lit()); err == nil {
			for _, k := range []int{n - 1, n + 1} {
				if t := strconv.Itoa(k); !slices.Contains(out, t) {
					beside = append(beside, t)
				}
			}
		}
	}
	// What another shell runs stands in quotes and in here documents.
	inner := func(text string) {
		if !strings.ContainsAny(text, " \n") || len(text) > maxText {
			return
		}
		if f, err := syntax.NewParser().Parse(strings.NewReader(text), ""); err == nil {
			for _, w := range comparedWords(f.Stmts) {
				if !slices.Contains(out, w) {
					out = append(out, w)
				}
			}
		}
	}
	for _, s := range stmts {
		syntax.Walk(s, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.SglQuoted:
				inner(n.Value)
			case *syntax.Redirect:
				if n.Hdoc != nil {
					var b strings.Builder
					for _, p := range n.Hdoc.Parts {
						if l, ok := p.(*syntax.Lit); ok {
							b.WriteString(l.Value)
						} else {
							b.WriteString("x") // what this shell puts in
						}
					}
					inner(b.String())
				}
			case *syntax.CaseClause:
				for _, item := range n.Items {
					for _, p := range item.Patterns {
						add(p)
					}
				}
			case *syntax.ParamExp:
				// ${n#0}, to be compared with $n
				if n.Exp != nil && n.Exp.Word != nil && (n.Exp.Op == syntax.RemSmallPrefix || n.Exp.Op == syntax.RemLargePrefix ||
					n.Exp.Op == syntax.RemSmallSuffix || n.Exp.Op == syntax.RemLargeSuffix) {
					add(n.Exp.Word)
				}
			case *syntax.BinaryTest:
				if w, ok := n.Y.(*syntax.Word); ok {
					add(w)
				}
			case *syntax.CallExpr:
				if len(n.Args) > 1 && n.Args[0].Lit() == "grep" {
					for _, w := range n.Args[1:] {
						if !strings.HasPrefix(w.Lit(), "-") {
							add(w)
						}
					}
				}
				if len(n.Args) > 3 && (n.Args[0].Lit() == "[" || n.Args[0].Lit() == "test") {
					for i, w := range n.Args {
						switch l := w.Lit(); {
						case i+1 == len(n.Args):
						case l == "=" || l == "!=" || l == "==":
							add(n.Args[i+1])
						case numeric[l]:
							number(n.Args[i+1])
						}
					}
				}
			}
			return true
		})
	}
	for _, t := range beside {
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}
