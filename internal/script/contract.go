package script

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

const guardDirective = "wipelint guard"

// readContracts collects the contracts that stand above functions.
func (s *Script) readContracts() {
	if !bytes.Contains(s.Source, []byte(guardDirective)) {
		return // nearly all scripts
	}
	type function struct {
		offset, end int
		name        string
	}
	var functions []function
	var comments []syntax.Comment
	for _, stmt := range s.Stmts {
		syntax.Walk(stmt, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.Comment:
				comments = append(comments, *n)
			case *syntax.FuncDecl:
				if n.Name != nil {
					functions = append(functions, function{int(n.Pos().Offset()), int(n.End().Offset()), n.Name.Value})
				}
			}
			return true
		})
	}
	comments = append(comments, s.Last...)
	for _, c := range comments {
		text, ok := strings.CutPrefix(strings.TrimSpace(c.Text), guardDirective)
		if !ok || text != "" && !strings.ContainsAny(text[:1], " \t") {
			continue
		}
		offset := int(c.Pos().Offset())
		problem := func(format string, args ...any) {
			s.Problems = append(s.Problems, *s.errorAt(offset, "guard directive: "+fmt.Sprintf(format, args...)))
		}
		contract, err := parseContract(text)
		if err != nil {
			problem("%v", err)
			continue
		}
		i := slices.IndexFunc(functions, func(f function) bool { return s.isAbove(offset, f.offset) })
		if i < 0 {
			problem("no function definition follows directly below")
			continue
		}
		name := functions[i].name
		if other, ok := s.Contracts[name]; ok && !(slices.Equal(other.Idle, contract.Idle) && slices.Equal(other.Active, contract.Active)) {
			problem("function %s has another contract already", name)
			continue
		}
		if s.Contracts == nil {
			s.Contracts = map[string]Contract{}
		}
		contract.At, contract.Text = offset, string(s.Source[offset:min(max(functions[i].end, offset), len(s.Source))])
		s.Contracts[name] = contract
	}
}

// isAbove reports whether a comment stands directly above a definition, with nothing but further
// comments between them.
func (s *Script) isAbove(comment, definition int) bool {
	if definition < comment {
		return false
	}
	from, _ := s.Position(comment)
	to, column := s.Position(definition)
	if from == to || strings.TrimSpace(s.LineText(to)[:column-1]) != "" {
		return false
	}
	for line := from; line < to; line++ {
		// The first line is checked too: a comment behind a command belongs to the command.
		text := s.LineText(line)
		if line == 1 {
			text = strings.TrimPrefix(text, string(utf8BOM))
		}
		if !strings.HasPrefix(strings.TrimSpace(text), "#") {
			return false
		}
	}
	return true
}

// parseContract reads "idle=0 active=1,2"; a reason may follow after another "#".
func parseContract(text string) (Contract, error) {
	var c Contract
	seen := map[string]bool{}
	for _, word := range strings.Fields(text) {
		if word[0] == '#' {
			break
		}
		key, list, ok := strings.Cut(word, "=")
		if !ok {
			return c, fmt.Errorf("%q is not of the form idle=0 or active=1,2", word)
		}
		if key != "idle" && key != "active" {
			return c, fmt.Errorf("unknown key %q; known are idle and active", key)
		}
		if seen[key] {
			return c, fmt.Errorf("%s is given twice", key)
		}
		seen[key] = true
		var statuses []int
		for field := range strings.SplitSeq(list, ",") {
			n, err := strconv.ParseUint(field, 10, 8)
			if err != nil {
				return c, fmt.Errorf("%s has %q, which is not an exit status from 0 to 255", key, field)
			}
			statuses = append(statuses, int(n))
		}
		if key == "idle" {
			c.Idle = statuses
		} else {
			c.Active = statuses
		}
	}
	if c.Idle == nil {
		return c, fmt.Errorf("idle is missing: the exit statuses that prove that nothing is in use")
	}
	for _, n := range c.Idle {
		if slices.Contains(c.Active, n) {
			return c, fmt.Errorf("status %d cannot be both idle and active", n)
		}
	}
	return c, nil
}
