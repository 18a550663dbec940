package script

import (
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"
)

func TestRecovered(t *testing.T) {
	for _, c := range []struct {
		name, src, calls, message string
	}{
		{"in a condition", "a\nif b; then\n  x=$(( 1 +* ))\n  c\nfi\nd\n", "a b eval c d", "3:12: `*` must follow an expression (parsed as bash)"},
		{"in a function", "f() {\n  echo )\n  b\n}\nf\n", "b f", "2:8: "},
		{"a stray end", "a\n}\nb\n", "a b", "2:1: "},
		{"a quote that is not closed", "a\necho 'b\nc\nd\n", "a eval c d", "2:6: "},
		{"several", "a\necho (\nb\nfor ; do\nc\ndone\nd\n", "a b eval c d", "; not read for it either: line 4, 6"},
		{"a loop that is not closed", "a\nwhile b; do\nc\n", "a eval c", "2:1: "},
		{"blank lines behind it", "a\n{ b\n\n\n", "a", "2:1: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := Parse("x.sh", []byte(c.src), Options{})
			var calls []string
			for _, st := range s.Stmts {
				syntax.Walk(st, func(n syntax.Node) bool {
					if call, ok := n.(*syntax.CallExpr); ok && len(call.Args) > 0 {
						calls = append(calls, call.Args[0].Lit())
						if len(call.Args) > 1 && call.Args[0].Lit() == "eval" {
							if p, ok := call.Args[1].Parts[0].(*syntax.ParamExp); !ok || p.Param.Value != UnreadText {
								t.Errorf("eval runs %v", call.Args[1].Parts[0])
							}
						}
					}
					return true
				})
			}
			if got := strings.Join(calls, " "); got != c.calls {
				t.Errorf("commands %q, want %q", got, c.calls)
			}
			if s.Err == nil || !strings.Contains(s.Err.Error(), c.message) {
				t.Errorf("error %v, want %q", s.Err, c.message)
			}
		})
	}
}

func TestKsh93(t *testing.T) {
	for src, want := range map[string]string{
		"#!/bin/ksh\nx=$(( floor(3.5) ))\n":                  "a function of arithmetic of ksh93, which is not understood: ",
		"#!/usr/bin/ksh93\nx=( typeset a=1 )\necho ${x.a}\n": "of ksh93, which is not understood",
		"#!/bin/bash\nx=$(( floor(3.5) ))\n":                 "not a valid arithmetic operator",
	} {
		s := Parse("x", []byte(src), Options{})
		for i := range s.Problems {
			s.Err = &s.Problems[i]
		}
		if s.Err == nil || !strings.Contains(s.Err.Message, want) || strings.Contains(src, "bash") == strings.Contains(s.Err.Message, "ksh93") {
			t.Errorf("%q: %v, want %q", src, s.Err, want)
		}
	}
}
