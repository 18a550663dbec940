package script

import (
	"bytes"
	"regexp"
)

// ksh93Constructs are what ksh93 has and no parser here knows, by how they look on the line of an error.
var ksh93Constructs = []struct {
	looks *regexp.Regexp
	name  string
	// misread says that the text is no error to the parser, which takes it for something else.
	misread bool
}{
	{regexp.MustCompile(`\$\{[A-Za-z_.][\w.]*\[[^]]*\.\.[^]]*\]`), "a range of an array's elements", true},
	{regexp.MustCompile(`\$\{\.sh\.|\.sh\.\w+`), "a variable of the shell's own, .sh", true},
	{regexp.MustCompile(`^\s*(?:function\s+)?\w+\.(?:get|set|unset|append)\b`), "a discipline function", false},
	{regexp.MustCompile(`(?:^|\s)(?:typeset|compound|namespace)\s+(?:-\w*C\w*\s+)?\w*\s*=?\s*\(?\s*$|\b(?:typeset\s+-\w*[CT]|compound|namespace)\b`), "a compound variable or a type", false},
	{regexp.MustCompile(`^\s*\w+=\(\s*(?:$|typeset\b|\w+=)`), "a compound variable", true},
	{regexp.MustCompile(`\b(?:abs|acos|asin|atan2?|ceil|cos|exp|floor|fmod|hypot|int|log|pow|round|sin|sqrt|tan|trunc)\s*\(`), "a function of arithmetic", false},
	{regexp.MustCompile(`\d\.\d|\.\d+\s*[-+*/)]`), "a fraction in arithmetic", false},
	{regexp.MustCompile(`\$\{\s`), "a command substitution without a subshell", false},
	{regexp.MustCompile(`\$\{!?\w+\.\w+`), "a member of a compound variable", true},
}

// ksh93 names the construct of ksh93 on the line of an error; "" if the script is for another shell, or it is something else.
func (s *Script) ksh93(offset int) string {
	if !s.forKsh93() || offset > len(s.Source) {
		return ""
	}
	from := bytes.LastIndexByte(s.Source[:offset], '\n') + 1
	line := s.Source[from:lineEnd(s.Source, from)]
	for _, c := range ksh93Constructs {
		if c.looks.Match(line) {
			return c.name + " of ksh93, which is not understood: "
		}
	}
	return ""
}

func (s *Script) forKsh93() bool {
	return s.Interpreter == "ksh" || s.Interpreter == "rksh" || s.Interpreter == "pfksh"
}

// misread notes the first of each construct of ksh93 that the parser takes for something else.
func (s *Script) misread() {
	if !s.forKsh93() {
		return
	}
	for _, c := range ksh93Constructs {
		if !c.misread {
			continue
		}
		for from := 0; from < len(s.Source); from = lineEnd(s.Source, from) + 1 {
			line := s.Source[from:lineEnd(s.Source, from)]
			if at := c.looks.FindIndex(line); at != nil && bytes.TrimLeft(line, " \t")[0] != '#' && (s.Err == nil || s.Err.Offset < from || s.Err.Offset > from+len(line)) {
				s.Problems = append(s.Problems, *s.errorAt(from+at[0], c.name+" of ksh93, which is not understood"))
				break
			}
		}
	}
}
