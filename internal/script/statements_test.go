package script

import (
	"strings"
	"testing"
)

// TestManyStatements refuses a text of more statements than can be followed in a few seconds, with the place; what stands before is kept.
func TestManyStatements(t *testing.T) {
	for name, text := range map[string]string{
		"on a line":     strings.Repeat("a;", 2*maxStatements),
		"lines":         strings.Repeat("a\n", 2*maxStatements),
		"in a function": "f() {\n" + strings.Repeat("a\n", 2*maxStatements) + "}\n",
	} {
		s := Parse("a.sh", []byte("#!/bin/bash\nb\n"+text), Options{})
		if s.Err == nil || !strings.Contains(s.Err.Error(), "too many to analyse") || len(s.Stmts) == 0 {
			t.Errorf("%s: %d statements, %v", name, len(s.Stmts), s.Err)
		}
	}
	if s := Parse("a.sh", []byte(strings.Repeat("a;", maxStatements/2)), Options{}); s.Err != nil {
		t.Error(s.Err)
	}
}
