package catalog

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	sh "mvdan.cc/sh/v3/syntax"
)

// A row is a line of testdata/commands.txt.
type row struct {
	line          int
	command, want string
}

func readRows(t testing.TB) []row {
	t.Helper()
	data, err := os.ReadFile("testdata/commands.txt")
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	for i, line := range strings.Split(string(data), "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		command, want, ok := strings.Cut(line, " => ")
		if !ok {
			t.Fatalf("commands.txt:%d: no => in %q", i+1, line)
		}
		rows = append(rows, row{i + 1, strings.TrimSpace(command), strings.TrimSpace(want)})
	}
	return rows
}

// A reader says what calls are and counts which entries they met and which they missed.
type reader struct {
	c           *Catalog
	hit, missed map[any]bool
}

func newReader() *reader { return &reader{Builtin(), map[any]bool{}, map[any]bool{}} }

var statuses = regexp.MustCompile(`\([0-9 ]*\)`)

func TestCommands(t *testing.T) {
	r := newReader()
	rows, seen := readRows(t), map[string]int{}
	for _, w := range rows {
		if n := seen[w.command]; n > 0 {
			t.Errorf("commands.txt:%d: is on line %d already: %s", w.line, n, w.command)
		}
		seen[w.command] = w.line
		got, err := r.script(w.command)
		if err != nil {
			t.Errorf("commands.txt:%d: %s: %v", w.line, w.command, err)
			continue
		}
		// Most rows leave the statuses of wrappers out; there are rows that are about them.
		if !strings.Contains(w.want, "(") {
			got = statuses.ReplaceAllString(got, "")
		}
		if got != w.want {
			t.Errorf("commands.txt:%d: %s\n got %s\nwant %s", w.line, w.command, got, w.want)
		}
		if strings.Contains(w.want, "site ") && !r.c.MayDestroy([]byte(w.command)) {
			t.Errorf("commands.txt:%d: MayDestroy is false for a site: %s", w.line, w.command)
		}
	}
	if len(rows) < 400 {
		t.Errorf("commands.txt has %d rows, want 400", len(rows))
	}
	for _, command := range evidenceRows(t) {
		r.evidence(t, command) // what it says is compared by TestEvidence
	}
	r.cover(t)
}

// cover demands that each entry has a call that it is about, and one of the same command that it is not about unless it is
// about them all.
func (r *reader) cover(t *testing.T) {
	sites, guards, wrappers := r.c.Entries()
	check := func(kind, command string, e any, always bool) {
		if !r.hit[e] {
			t.Errorf("no row of commands.txt meets the %s entry %q", kind, command)
		}
		if !r.missed[e] && !always {
			t.Errorf("no row of commands.txt is a call of %q that its %s entry is not about", command, kind)
		}
	}
	for _, e := range sites {
		always := len(e.Options)+len(e.Unless)+len(e.Contains)+len(e.Only) == 0 && !strings.Contains(e.Command, " ")
		check("destructive", e.Command, e, always)
	}
	for _, e := range guards {
		always := len(e.Options)+len(e.Unless)+len(e.Contains)+len(e.Operands) == 0 && !e.NoOperands && !strings.Contains(e.Command, " ")
		check("guard", e.Command, e, always)
	}
	for _, e := range wrappers {
		check("wrapper", e.Command, e, len(e.Unless) == 0 && e.Stdin)
	}
}

// note records which entries a call meets.
func (r *reader) note(words []string, stdin string) {
	name := baseName(words[0])
	for x := range r.c.sites.find(name) {
		_, ok := matchDestructive(x.entry, x.syntax, words, stdin)
		r.count(x.entry, ok)
	}
	for x := range r.c.asks.find(name) {
		_, ok := matchGuard(x.entry, x.syntax, words)
		r.count(x.entry, ok)
	}
	for x := range r.c.wraps.find(name) {
		r.count(x.entry, len(matchWrapper(x.entry, x.syntax, words)) > 0)
	}
}

func (r *reader) count(e any, hit bool) {
	if hit {
		r.hit[e] = true
	} else {
		r.missed[e] = true
	}
}

// script says what the calls of a text are: "none; site device:/dev/sda".
func (r *reader) script(text string) (string, error) {
	f, err := sh.NewParser().Parse(strings.NewReader(text), "")
	if err != nil {
		return "", err
	}
	var out []string
	sh.Walk(f, func(n sh.Node) bool {
		s, ok := n.(*sh.Stmt)
		if !ok {
			return true
		}
		call, ok := s.Cmd.(*sh.CallExpr)
		if !ok || len(call.Args) == 0 {
			if c, ok := s.Cmd.(*sh.TimeClause); ok && c.Stmt != nil {
				out = append(out, "time")
			}
			return true
		}
		var words []string
		for _, w := range call.Args {
			words = append(words, wordText(w.Parts))
		}
		stdin := ""
		for _, rd := range s.Redirs {
			switch {
			case rd.Hdoc != nil:
				stdin = wordText(rd.Hdoc.Parts)
			case rd.Op == sh.WordHdoc:
				stdin = wordText(rd.Word.Parts)
			}
		}
		var desc string
		if desc, err = r.call(words, stdin); err == nil {
			out = append(out, desc)
		}
		return false
	})
	if len(out) == 0 {
		return "none", err
	}
	return strings.Join(out, "; "), err
}

// wordText is a word as the catalogue sees it, with unknown text for what is not literal.
func wordText(parts []sh.WordPart) string {
	var b strings.Builder
	for _, p := range parts {
		switch p := p.(type) {
		case *sh.Lit:
			for i := 0; i < len(p.Value); i++ {
				if p.Value[i] == '\\' && i+1 < len(p.Value) {
					i++
				}
				b.WriteByte(p.Value[i])
			}
		case *sh.SglQuoted:
			b.WriteString(p.Value)
		case *sh.DblQuoted:
			b.WriteString(wordText(p.Parts))
		case *sh.ParamExp:
			b.WriteString(Unknown + p.Param.Value + Unknown)
		default:
			b.WriteString(Unknown + Unknown)
		}
	}
	return b.String()
}

// call says what one call is, in the order in which the executor asks.
func (r *reader) call(words []string, stdin string) (string, error) {
	r.note(words, stdin)
	if m, ok := r.c.DestructiveInput(words, stdin); ok {
		return "site " + targets(words, m.Targets, m.Host), nil
	}
	if all := r.c.Wrappers(words); len(all) > 0 {
		var out []string
		for _, m := range all {
			inner, err := r.wrapped(words, stdin, m)
			if err != nil {
				return "", err
			}
			out = append(out, wrapperText(words, m)+" > "+inner)
		}
		return strings.Join(out, "; "), nil
	}
	m, ok := r.c.Guard(words)
	if !ok {
		return "none", nil
	}
	if m.Entry.Prompt {
		return "prompt" + contract(m.Entry), nil
	}
	kind := "guard "
	if m.Entry.Query {
		kind = "query "
	}
	return kind + targets(words, m.Targets, m.Host) + contract(m.Entry), nil
}

func wrapperText(words []string, m WrapperMatch) string {
	s := baseName(words[0])
	if len(m.Wrapper.ErrorStatus) > 0 {
		s += fmt.Sprint("(", strings.Trim(fmt.Sprint(m.Wrapper.ErrorStatus), "[]"), ")")
	}
	if m.Host.Word >= 0 {
		s += "@" + readable(words[m.Host.Word][m.Host.Skip:])
	}
	return s
}

// wrapped says what the command behind a wrapper is.
func (r *reader) wrapped(words []string, stdin string, m WrapperMatch) (string, error) {
	switch {
	case m.Script >= 0:
		return "script " + readable(words[m.Script]), nil
	case m.Command < 0:
		if stdin != "" {
			return r.script(asVariables(stdin))
		}
		return "stdin", nil
	}
	inner := slices.Clone(words[m.Command:m.End])
	inner[0] = inner[0][m.Skip:]
	switch {
	case m.Wrapper.Items:
		inner = withItem(inner)
	case m.Wrapper.Find:
		for i := range inner {
			inner[i] = strings.ReplaceAll(inner[i], "{}", Unknown+"found"+Unknown)
		}
	}
	if !m.Text {
		out, err := r.call(inner, stdin)
		return orText(out, inner), err
	}
	out, err := r.script(asVariables(strings.Join(inner, " ")))
	if err != nil || !strings.HasSuffix(out, "> stdin") || stdin == "" {
		return orText(out, inner), err
	}
	// A shell at the other end reads what is given here: ssh host bash -s.
	out, err = r.script(asVariables(stdin))
	return baseName(inner[0]) + " > " + out, err
}

// orText puts the words in the place of "none", so that a row shows which of them are the wrapped command.
func orText(out string, words []string) string {
	if out != "none" {
		return out
	}
	return "run " + readable(strings.Join(words, " "))
}

func withItem(words []string) []string {
	const item = Unknown + "item" + Unknown
	found := false
	for i, w := range words {
		if strings.Contains(w, "{}") {
			words[i], found = strings.ReplaceAll(w, "{}", item), true
		}
	}
	if !found {
		words = append(words, item)
	}
	return words
}

// asVariables is text with ${name} for what is unknown in it.
func asVariables(text string) string {
	var b strings.Builder
	for i, part := range strings.Split(text, Unknown) {
		switch {
		case i%2 == 0:
			b.WriteString(part)
		case part == "":
			b.WriteString("$(:)")
		default:
			b.WriteString("${" + part + "}")
		}
	}
	return b.String()
}

// readable is text with $name for what is unknown in it.
func readable(text string) string {
	var b strings.Builder
	for i, part := range strings.Split(text, Unknown) {
		if i%2 == 1 {
			b.WriteByte('$')
		}
		b.WriteString(part)
	}
	return b.String()
}

func targets(words []string, list []Operand, host *Operand) string {
	var out []string
	for _, o := range list {
		out = append(out, string(o.Kind)+":"+readable(words[o.Word][o.Skip:]))
	}
	if len(out) == 0 {
		out = []string{"here"}
	}
	if host != nil {
		out = append(out, "on "+readable(words[host.Word][host.Skip:]))
	}
	return strings.Join(out, " ")
}

// contract is what a guard's answers mean: " idle=1 active=0".
func contract(e *Guard) string {
	s := ""
	for _, p := range []struct {
		name string
		list []int
	}{{"idle", e.IdleStatus}, {"active", e.ActiveStatus}, {"unclear", e.AmbiguousStatus}} {
		if len(p.list) > 0 {
			s += " " + p.name + "=" + strings.ReplaceAll(strings.Trim(fmt.Sprint(p.list), "[]"), " ", ",")
		}
	}
	if e.IdleOutput != "" {
		s += " output=" + e.IdleOutput
	}
	if e.StatusAnswers {
		s += " status"
	}
	return s
}
