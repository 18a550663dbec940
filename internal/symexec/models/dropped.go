package models

import (
	"io"
	"regexp"
	"slices"
	"strings"

	awk "github.com/benhoyt/goawk/interp"
	"github.com/benhoyt/goawk/parser"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A filter may leave out all of an answer that is not empty: that tail -n +2, or awk '$3 == "x"', prints nothing says nothing of a guard
// that had one line to say, or others than those. It is like a look for certain lines, and about the target where its words name that.
// Which filters do is tried out with lines that have what any condition may ask for but a certain text.

// dropsRows reports whether a filter may print nothing although its input has lines. headed says that the first of them may be a heading.
func dropsRows(name string, words []string, plain, headed bool, known func([]string, string) (string, bool)) bool {
	switch name {
	case "jq", "yq":
		return slices.ContainsFunc(words, func(w string) bool { return jqSelects.MatchString(w) && !jqExcludes.MatchString(w) })
	case "head", "tail", "cut", "sed", "uniq":
		if !plain {
			return false
		}
	case "awk", "gawk", "mawk":
		known = awkRun
	default:
		return false
	}
	lines := 1
	if headed {
		lines = 2
	}
	out, ok := known(words, strings.Repeat(sampleRow(name, words), lines))
	if ok {
		out = strings.TrimSpace(out)
		return out == "" || out == "0"
	}
	return name == "sed" && slices.ContainsFunc(words, sedPicks.MatchString) && slices.Contains(words, "-n") || name == "uniq" && slices.ContainsFunc(words, uniqRepeated.MatchString)
}

var (
	jqSelects = regexp.MustCompile(`\bselect\s*\(|\[[0-9]+:\]|\blimit\s*\(`)
	// jqExcludes is a condition on what is left out, as grep -v has one: the pods of a DaemonSet.
	jqExcludes   = regexp.MustCompile(`!=|\bnot\b`)
	sedPicks     = regexp.MustCompile(`^\s*/.*/\s*I?p\s*;?\s*$`)
	uniqRepeated = regexp.MustCompile(`^(-[a-zA-Z]*[dD]|--repeated|--all-repeated.*)$`)
	awkSeparator = regexp.MustCompile(`^-F\s*(.+)$`)
	countsLines  = regexp.MustCompile(`\blength\b|\bEND\b`)
	awkBudget    = 4 << 10
)

// sampleRow is a line of an answer, with as many fields as a filter may ask for.
func sampleRow(name string, words []string) string {
	sep := " "
	for i, w := range words {
		switch m := awkSeparator.FindStringSubmatch(w); {
		case name == "cut" && w == "-d" || w == "-F":
			if i+1 < len(words) {
				sep = words[i+1]
			}
		case name == "cut" && strings.HasPrefix(w, "-d"):
			sep = w[2:]
		case m != nil && name != "cut":
			sep = m[1]
		}
	}
	if len(sep) != 1 { // an expression: of a set of separators, the first
		sep = strings.Trim(sep, `[]+*\`)
		sep = sep[:min(len(sep), 1)]
	}
	if sep == "" {
		sep = " "
	}
	fields := make([]string, 16)
	for i := range fields {
		fields[i] = "7sample" + string(rune('a'+i))
	}
	return strings.Join(fields, sep) + "\n"
}

// awkRun runs an awk program that does not loop over a few lines. ok is false for one that it cannot run.
func awkRun(words []string, in string) (out string, ok bool) {
	var vars []string
	prog := ""
	for i := 0; i < len(words); i++ {
		w := words[i]
		switch {
		case (w == "-F" || w == "-v") && i+1 < len(words):
			i++
			if w == "-F" {
				vars = append(vars, "FS", words[i])
			} else if name, val, found := strings.Cut(words[i], "="); found {
				vars = append(vars, name, val)
			}
		case strings.HasPrefix(w, "-F"):
			vars = append(vars, "FS", w[2:])
		case strings.HasPrefix(w, "-"):
			return "", false
		default:
			prog = w
		}
	}
	if prog == "" || len(prog) > awkBudget || awkLoops.MatchString(prog) {
		return "", false
	}
	program, err := parser.ParseProgram([]byte(prog), nil)
	if err != nil {
		return "", false
	}
	var b strings.Builder
	_, err = awk.ExecProgram(program, &awk.Config{
		Stdin: strings.NewReader(in), Output: &b, Error: io.Discard, Vars: vars, Environ: []string{}, NoExec: true, NoFileWrites: true, NoFileReads: true, NoArgVars: true,
	})
	return b.String(), err == nil
}

// ColumnOf is the only column that a command which reads a file itself prints of its rows: awk '{print $2}' /proc/mounts. It is 0 for others.
func ColumnOf(a *value.Ask) int {
	var words []string
	for _, w := range a.Words[1:] {
		t, ok := w.Constant()
		if !ok {
			return 0
		}
		if !strings.HasPrefix(t, "/") {
			words = append(words, t)
		}
	}
	switch a.Name {
	case "awk", "gawk", "mawk":
		return domain.ColumnKept(func(in string) (string, bool) { return awkText(words, in) })
	case "cut":
		return domain.ColumnKept(func(in string) (string, bool) { return cutFields(words, in) })
	}
	return 0
}

// awkText is what an awk program prints for a text.
func awkText(words []string, in string) (string, bool) {
	if out, ok := awkPrint(words, in); ok {
		return out, true
	}
	return awkRun(words, in)
}

// awkLoops are constructs that may run for long, or make long texts.
var awkLoops = regexp.MustCompile(`\b(while|for|do|function|func|printf|sprintf|getline|system|BEGIN)\b`)

// notesDropped lets a text say which lines of an answer it has, where it may have none of them.
func (x *Tools) notesDropped(s *value.Sym, in value.Value, cl *domain.CallInfo, args []domain.Field, words []string, plain bool, known func([]string, string) (string, bool)) {
	src := in.FirstSym()
	if src == nil || src.Ask == nil || src.Ask.Prompt || !dropsRows(cl.Name, words, plain, domain.Headed(src.Ask), known) {
		return
	}
	var about value.Value
	for _, a := range args {
		about = about.Append(value.Lit(" ")).Append(a.V)
	}
	s.About = x.tab.Name(effects.AboutPseudo + about.Key())
	s.Counted = countsLines.MatchString(strings.Join(words, " "))
	x.Abouts[s.About], x.Choosers[s.About] = about, cl.Text()
}
