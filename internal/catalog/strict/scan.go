package strict

import (
	"strconv"
	"strings"
)

// A place is where a key, and its value, start in the text.
type place struct{ key, value int }

// scan finds where the keys of a valid TOML text stand: "guard[1].command" is the command of the second [[guard]]. The
// decoder gives no positions for keys that it decoded or did not know, so the text is read once more. Keys within inline
// tables are not looked for, an error there is reported at the key that holds the table.
func scan(text string) map[string]place {
	s := scanner{text: text, places: map[string]place{}, count: map[string]int{}}
	for s.pos < len(s.text) {
		s.statement()
	}
	return s.places
}

type scanner struct {
	text   string
	pos    int
	prefix string // of the current table: "guard[1]."
	places map[string]place
	count  map[string]int // of elements, by the path of an array of tables
}

func (s *scanner) statement() {
	s.blanks(" \t\r\n")
	switch c := s.peek(); {
	case c == 0 && s.pos >= len(s.text):
	case c == '#':
		s.line()
	case c == '[':
		s.header()
	default:
		start := s.pos
		path := s.prefix + s.key('=')
		s.pos++ // the equals sign
		s.blanks(" \t")
		s.put(path, place{start, s.pos})
		s.value()
		s.line()
	}
}

func (s *scanner) header() {
	start := s.pos
	s.pos++
	array := s.peek() == '['
	if array {
		s.pos++
	}
	path := s.resolve(s.keys(']'))
	if array {
		n := s.count[path]
		s.count[path] = n + 1
		path += "[" + strconv.Itoa(n) + "]"
	}
	s.put(path, place{start, start})
	s.prefix = path + "."
	s.line()
}

// resolve makes a header's keys a path: those that name an array of tables mean its last element.
func (s *scanner) resolve(keys []string) string {
	path := ""
	for i, k := range keys {
		if i > 0 {
			if n := s.count[path]; n > 0 {
				path += "[" + strconv.Itoa(n-1) + "]"
			}
			path += "."
		}
		path += k
	}
	return path
}

// put keeps the first place of a path: a table may be reopened by its subtables.
func (s *scanner) put(path string, p place) {
	if _, ok := s.places[path]; !ok {
		s.places[path] = p
	}
}

func (s *scanner) key(end byte) string { return strings.Join(s.keys(end), ".") }

// keys reads a dotted key up to the byte end, which it leaves.
func (s *scanner) keys(end byte) []string {
	var keys []string
	for s.pos < len(s.text) {
		s.blanks(" \t.")
		switch c := s.peek(); c {
		case end, '\n', 0:
			return keys
		case '"', '\'':
			start := s.pos
			s.quoted()
			text := s.text[start:s.pos]
			if u, err := strconv.Unquote(text); err == nil && c == '"' {
				keys = append(keys, u)
			} else {
				keys = append(keys, strings.Trim(text, `"'`))
			}
		default:
			start := s.pos
			for s.pos < len(s.text) && !strings.ContainsRune(" \t.\n\"'", rune(s.text[s.pos])) && s.text[s.pos] != end {
				s.pos++
			}
			keys = append(keys, s.text[start:s.pos])
		}
	}
	return keys
}

// value skips a value; brackets and braces nest.
func (s *scanner) value() {
	depth := 0
	for s.pos < len(s.text) {
		switch s.text[s.pos] {
		case '"', '\'':
			s.quoted()
			continue
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case '#':
			if depth <= 0 {
				return
			}
			s.line()
			continue
		case '\n':
			if depth <= 0 {
				return
			}
		}
		s.pos++
	}
}

// quoted skips a string of any of the four forms.
func (s *scanner) quoted() {
	q := s.text[s.pos]
	mark := string(q)
	if triple := strings.Repeat(mark, 3); strings.HasPrefix(s.text[s.pos:], triple) {
		mark = triple
	}
	s.pos += len(mark)
	for s.pos < len(s.text) {
		if q == '"' && s.text[s.pos] == '\\' {
			s.pos += 2
			continue
		}
		if strings.HasPrefix(s.text[s.pos:], mark) {
			s.pos += len(mark)
			// The text of a multi-line string may end in one or two quotes of its own.
			for len(mark) == 3 && s.pos < len(s.text) && s.text[s.pos] == q {
				s.pos++
			}
			return
		}
		s.pos++
	}
	s.pos = len(s.text)
}

func (s *scanner) line() {
	for s.pos < len(s.text) && s.text[s.pos] != '\n' {
		s.pos++
	}
}

func (s *scanner) blanks(set string) {
	for s.pos < len(s.text) && strings.IndexByte(set, s.text[s.pos]) >= 0 {
		s.pos++
	}
}

func (s *scanner) peek() byte {
	if s.pos < len(s.text) {
		return s.text[s.pos]
	}
	return 0
}
