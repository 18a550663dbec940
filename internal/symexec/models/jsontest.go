package models

import (
	"regexp"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// jsonTest is a program of jq that compares one value: .state == "drained", .sessions > 0.
var jsonTest = regexp.MustCompile(`^\s*(\.[A-Za-z_][\w.]*)\s*(==|!=|>|<=)\s*("[^"\\]*"|true|false|null|[0-9]+)\s*$`)

// jqTest is jq -e with such a program, whose status tells what came of it (jq manual, --exit-status): the value is what jq -r prints of
// it. It returns nil for other programs.
func (x *Tools) jqTest(cl *domain.CallInfo, words []string, plain bool, in value.Value, c *domain.State) []*domain.State {
	if cl.Name != "jq" || !plain || !slices.ContainsFunc(words, func(w string) bool { return w == "-e" || w == "--exit-status" || w == "-er" || w == "-re" }) {
		return nil
	}
	program := ""
	for _, w := range words {
		if !strings.HasPrefix(w, "-") {
			if program != "" {
				return nil
			}
			program = w
		}
	}
	m := jsonTest.FindStringSubmatch(program)
	if _, known := in.Constant(); m == nil || known {
		return nil
	}
	field, op, want := m[1], m[2], strings.Trim(m[3], `"`)
	yes := op == "==" || op == ">"
	switch {
	case op == ">" || op == "<=":
		if want != "0" {
			return nil
		}
		yes = !yes // more than 0, as a count is
	case want == "true" || want == "false":
		// .idle == true is the answer "idle", .active == false is not the answer "active"
		name := strings.ToLower(field[strings.LastIndexByte(field, '.')+1:])
		var entry *catalog.Guard
		if s := in.FirstSym(); s != nil && s.Ask != nil {
			entry = s.Ask.Entry
		}
		if sense := x.prog.Cat.Sense(entry, name); sense == catalog.SenseIdle || sense == catalog.SenseActive {
			if want == "false" {
				yes = !yes
			}
			want = name
		}
	}
	v := x.dom.Altered(in, "jq\x01-r\x01"+field, nil, func(s *value.Sym) {
		s.Kind, s.Lines, s.List, s.Word = value.SymOutput, false, nil, true
	})
	end := func(s *domain.State, status string) *domain.State {
		return x.dom.SetStatus(s, domain.Status{Val: value.Lit(status), At: cl.Whole})
	}
	out := []*domain.State{end(c.Fork(), "5")} // it cannot read what it got, or got nothing
	for _, b := range x.dom.DecideEq(c, v, want) {
		status := "1"
		if b.Ok == yes {
			status = "0"
		}
		out = append(out, end(b.St, status))
	}
	return out
}

// anyLines is a program of awk whose status tells whether there were any lines: END { exit NR > 0 }.
var anyLines = regexp.MustCompile(`^\s*END\s*\{\s*exit\s*\(?\s*(?:NR\s*(>\s*0|!=\s*0|>=\s*1|==\s*0|<\s*1)|(!\s*NR))\s*\)?\s*;?\s*\}\s*$`)

// awkAny is that; nil for other programs.
func (x *Tools) awkAny(name string, words []string, plain bool, in value.Value, c *domain.State, cl *domain.CallInfo) []*domain.State {
	if name != "awk" && name != "gawk" && name != "mawk" || !plain || len(words) != 1 {
		return nil
	}
	m := anyLines.FindStringSubmatch(words[0])
	if m == nil {
		return nil
	}
	none := m[2] != "" || strings.HasPrefix(m[1], "=") || strings.HasPrefix(m[1], "<")
	var out []*domain.State
	for _, b := range x.dom.DecideEmpty(c, in.TrimNewlines()) {
		out = append(out, x.dom.SetStatus(b.St, domain.Status{Val: BoolNum(b.Ok == none), At: cl.Whole}))
	}
	return out
}

// awkLine is a program of awk whose status tells whether the first field of some line is a text: -v d="$1" '$1 == d { n = 1 } END { exit n }'.
var awkLine = regexp.MustCompile(`^\s*\$1\s*==\s*([A-Za-z_]\w*)\s*\{\s*([A-Za-z_]\w*)\s*=\s*1\s*;?\s*(?:exit\s*;?\s*)?\}\s*END\s*\{\s*exit\s*\(?\s*(!?)\s*([A-Za-z_]\w*)\s*\)?\s*;?\s*\}\s*$`)

// awkLooks is that, which looks as grep -q "^$1 " does; nil for other programs.
func (x *Tools) awkLooks(cl *domain.CallInfo, c *domain.State) []*domain.State {
	if cl.Name != "awk" && cl.Name != "gawk" && cl.Name != "mawk" || len(cl.Args) < 4 || len(cl.Args) > 5 {
		return nil
	}
	if t, _ := cl.Args[1].V.Constant(); t != "-v" {
		return nil
	}
	set := c.Resolve(cl.Args[2].V)
	program, ok := cl.Args[3].V.Constant()
	m := awkLine.FindStringSubmatch(program)
	if !ok || m == nil || m[2] != m[4] || len(set) == 0 || set[0].Sym != nil || !strings.HasPrefix(set[0].Lit, m[1]+"=") {
		return nil
	}
	look := *cl
	look.Name = "grep"
	look.Args = append([]domain.Field{{V: value.Lit("grep"), Src: cl.Args[0].Src}, {V: value.Lit("-q")},
		{V: value.Lit("^").Append(set.Skip(len(m[1]) + 1)).Append(value.Lit(" ")), Quoted: true, Src: cl.Args[2].Src}}, cl.Args[4:]...)
	states := x.grep(&look, c)
	var out []*domain.State
	for _, s := range states {
		for _, b := range x.dom.DecideStatus(s, s.Status.Val, func(n int) bool { return n == 0 }) {
			st := b.St.Status
			st.Val = BoolNum(b.Ok != (m[3] == "!"))
			out = append(out, x.dom.SetStatus(b.St, st))
		}
	}
	return out
}
