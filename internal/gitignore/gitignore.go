// Package gitignore matches paths against .gitignore files the way git does.
//
// It is here because go-git's matcher, the one maintained library, knows neither "[!a]" nor "**" that must
// backtrack, and a linter of wipes must not pass over a script that git would show.
package gitignore

import (
	"fmt"
	"regexp"
	"strings"
)

// A File is the patterns of one .gitignore file, in its order.
type File struct {
	patterns []pattern
}

type pattern struct {
	re      *regexp.Regexp // against the path below the file's folder, with slashes
	base    bool           // against the last element only
	dirOnly bool
	negate  bool
}

// Parse reads the text of a .gitignore file. Lines that are no valid pattern match nothing, as in git.
func Parse(text string) *File {
	f := &File{}
	for line := range strings.Lines(strings.TrimPrefix(text, "\uFEFF")) {
		if p, ok := parse(strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")); ok {
			f.patterns = append(f.patterns, p)
		}
	}
	return f
}

// Bounds of a file that anybody may have written: each pattern is compared with each path.
const (
	maxPatterns = 4096
	maxPattern  = 4096
	// maxStars is how many "*" all patterns have in sum: each may stand at every byte of a path.
	maxStars = 8192
)

// Bounded is Parse for a file that is not known to be of a sensible size.
func Bounded(text string) (*File, error) {
	if n := strings.Count(text, "\n"); n > maxPatterns {
		return nil, fmt.Errorf("more than %d lines; it is not heeded", maxPatterns)
	}
	stars := 0
	for line := range strings.Lines(text) {
		if len(line) > maxPattern {
			return nil, fmt.Errorf("a line of more than %d bytes; it is not heeded", maxPattern)
		}
		for i := range len(line) {
			if line[i] == '*' && (i == 0 || line[i-1] != '*') {
				stars++
			}
		}
	}
	if stars > maxStars {
		return nil, fmt.Errorf("more than %d \"*\" in all; it is not heeded", maxStars)
	}
	return Parse(text), nil
}

// Match says whether the file's patterns decide about a path, relative to the file's folder and with slashes,
// and if so whether it is ignored. The folders above the path have to be asked first: what lies in an ignored
// folder is ignored whatever the patterns say of it.
func (f *File) Match(path string, isDir bool) (ignored, decided bool) {
	base := path[strings.LastIndexByte(path, '/')+1:]
	for i := len(f.patterns) - 1; i >= 0; i-- {
		p := &f.patterns[i]
		if p.dirOnly && !isDir {
			continue
		}
		subject := path
		if p.base {
			subject = base
		}
		if p.re.MatchString(subject) {
			return !p.negate, true
		}
	}
	return false, false
}

// parse reads one line.
func parse(line string) (pattern, bool) {
	var p pattern
	line = trimBlanks(line)
	if line == "" || line[0] == '#' {
		return p, false
	}
	if line[0] == '!' {
		p.negate, line = true, line[1:]
	}
	if strings.HasSuffix(line, "/") {
		p.dirOnly, line = true, line[:len(line)-1]
	}
	// A slash at the start or in the middle binds the pattern to the file's folder.
	p.base = !strings.Contains(line, "/")
	line = strings.TrimPrefix(line, "/")
	if line == "" {
		return p, false
	}
	text, ok := translate(line)
	if !ok {
		return p, false
	}
	re, err := regexp.Compile(`(?s)\A` + text + `\z`)
	if err != nil {
		return p, false
	}
	p.re = re
	return p, true
}

// trimBlanks drops trailing blanks that no backslash protects.
func trimBlanks(line string) string {
	end := len(line)
	for end > 0 && line[end-1] == ' ' {
		end--
	}
	slashes := 0
	for i := end; i > 0 && line[i-1] == '\\'; i-- {
		slashes++
	}
	if slashes%2 == 1 && end < len(line) {
		end++
	}
	return line[:end]
}
