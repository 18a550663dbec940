package models

import (
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/foreign"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// keepsLines are filters that print lines which they read.
var keepsLines = map[string]bool{"sort": true, "uniq": true, "head": true, "tail": true, "grep": true, "egrep": true, "fgrep": true, "tac": true, "tee": true, "cat": true, "shuf": true}

// CommandsOf are the lines that awk and sed print where their programs write commands, as lines of a shell with variables for what is not
// known: awk '{print "rm -rf " $1}', sed 's/^/rm -rf /'. Filters that keep lines print those that they read.
func CommandsOf(cl *domain.CallInfo, st *domain.State) string {
	lang := foreign.Language(cl.Name)
	switch {
	case keepsLines[cl.Name]:
		if st.Stdin != nil {
			if s := st.Resolve(st.Stdin.Text).Single(); s != nil {
				return s.Commands
			}
		}
		return ""
	case lang != "awk" && cl.Name != "sed" && cl.Name != "gsed":
		return ""
	}
	var programs []string
	for _, a := range cl.Args[1:] {
		var b strings.Builder
		for _, p := range st.Resolve(a.V) {
			if p.Sym != nil {
				b.WriteString("${" + foreign.Unknown + "0}")
			} else {
				b.WriteString(p.Lit)
			}
		}
		programs = append(programs, b.String())
	}
	if lang == "awk" {
		for _, t := range programs {
			if strings.Contains(t, "print") {
				lines, _ := foreign.Printed(t)
				return lines
			}
		}
		return ""
	}
	line, _ := foreign.Replaced(strings.Join(programs, "\n"))
	return line
}

// spelled notes with what a command prints which commands of a shell those lines are.
func (x *Tools) spelled(v value.Value, cl *domain.CallInfo, st *domain.State) value.Value {
	if s := v.Single(); s != nil && s.Commands == "" {
		s.Commands = CommandsOf(cl, st)
	}
	return v
}
