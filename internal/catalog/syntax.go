package catalog

import (
	"path"
	"strings"
)

// A syntax is how the words of a command are read: its names, its leading operands and which options have a value.
type syntax struct {
	names      []string
	leading    [][]string // alternatives of each leading operand, with wildcards
	values     map[string]valueForm
	singleDash bool
}

// A valueForm says where an option's value stands.
type valueForm int

const (
	noValue  valueForm = iota
	anyValue           // "-t ext4", "-text4", "--type ext4", "--type=ext4"
	attached           // only "-pSECRET", "--color=auto": written "-p?" in the catalogue
)

// newSyntax reads a command such as "zpool destroy" or "mysql|mariadb": alternatives are separated by bars.
func newSyntax(command string, valueOptions []string, singleDash bool) *syntax {
	s := &syntax{values: make(map[string]valueForm, len(valueOptions)), singleDash: singleDash}
	for i, word := range strings.Fields(command) {
		if alternatives := strings.Split(word, "|"); i == 0 {
			s.names = alternatives
		} else {
			s.leading = append(s.leading, alternatives)
		}
	}
	for _, o := range valueOptions {
		if name, ok := strings.CutSuffix(o, "?"); ok {
			s.values[name] = attached
		} else {
			s.values[o] = anyValue
		}
	}
	return s
}

// An args is the words of a call, told apart.
type args struct {
	words    []string
	leading  []int // the leading operands of the command, once they were cut off
	operands []int
	options  []option
	// loose says that an unknown word such as $opts may hold any options.
	loose bool
	// told says that it is known which options have values, so that what is no option is an operand.
	told bool
}

// An option is one given option: "-a" (also out of "-fa"), "--all", "-delete". Value is -1 where there is none.
type option struct {
	name  string
	word  int // where it stands
	value int // the word that holds its value
	skip  int // where the value begins in it
}

// parse tells options and operands apart. With stop ≥ 0 it ends at the operand after that many of them, for wrappers,
// whose remaining words are another command; that operand is then the last one.
func (s *syntax) parse(words []string, stop int) args {
	a := args{words: words, told: len(s.values) > 0}
	ended := false
	for i := 1; i < len(words); i++ {
		w := words[i]
		switch {
		case !ended && len(w) > 1 && w[0] == '+' && s.values[w] == anyValue && i+1 < len(words):
			a.options = append(a.options, option{w, i, i + 1, 0}) // lsof +D folder
			i++
		case ended || len(w) < 2 || w[0] != '-':
			if !ended && looseOptions(w) {
				a.loose = true
				continue
			}
			a.operands = append(a.operands, i)
			if stop >= 0 && len(a.operands) > stop {
				return a
			}
		case w == "--":
			ended = true
		case w[1] == '-':
			i = a.long(s, i)
		default:
			i = a.short(s, i)
		}
	}
	return a
}

// long reads "--name", "--name=value", "--name value", and returns the index of the last word read.
func (a *args) long(s *syntax, i int) int {
	w := a.words[i]
	if eq := strings.IndexByte(w, '='); eq > 0 {
		a.options = append(a.options, option{w[:eq], i, i, eq + 1})
		return i
	}
	if s.values[w] == anyValue && i+1 < len(a.words) {
		a.options = append(a.options, option{w, i, i + 1, 0})
		return i + 1
	}
	a.options = append(a.options, option{w, i, -1, 0})
	return i
}

// short reads "-a", "-fa", "-t ext4", "-text4" and the whole words "-delete" and "-zap=x".
func (a *args) short(s *syntax, i int) int {
	w := a.words[i]
	if form := s.values[w]; form == anyValue && i+1 < len(a.words) {
		a.options = append(a.options, option{w, i, i + 1, 0})
		return i + 1
	}
	if s.singleDash {
		return a.long(s, i)
	}
	if len(w) > 2 {
		a.options = append(a.options, option{w, i, -1, 0})
	}
	for j := 1; j < len(w); j++ {
		if w[j] == Unknown[0] {
			a.loose = true
			break
		}
		name := "-" + w[j:j+1]
		form := s.values[name]
		switch {
		case form != noValue && j+1 < len(w):
			skip := j + 1
			if w[skip] == '=' && j == 1 {
				skip++ // "-o=wide"
			}
			a.options = append(a.options, option{name, i, i, skip})
			return i
		case form == anyValue && i+1 < len(a.words):
			a.options = append(a.options, option{name, i, i + 1, 0})
			return i + 1
		}
		a.options = append(a.options, option{name, i, -1, 0})
	}
	return i
}

// cut takes the leading operands of the command off, if the call has them.
func (s *syntax) cut(a *args) bool {
	if len(a.operands) < len(s.leading) {
		return false
	}
	for i, alternatives := range s.leading {
		if !matchAny(alternatives, a.words[a.operands[i]]) {
			return false
		}
	}
	a.leading, a.operands = a.operands[:len(s.leading)], a.operands[len(s.leading):]
	return true
}

func matchAny(patterns []string, word string) bool {
	for _, p := range patterns {
		if p == word || p == "*" {
			return true
		}
		if strings.ContainsAny(p, "*?[") {
			if ok, _ := path.Match(p, word); ok {
				return true
			}
		}
	}
	return false
}

// abbreviates tells whether an option was given that is the beginning of one of the named long ones. Where it is the
// beginning of another option too the command refuses it, so that nothing is lost by taking it for this one.
func (a *args) abbreviates(names []string) bool {
	for _, o := range a.options {
		if len(o.name) < 4 || !strings.HasPrefix(o.name, "--") {
			continue
		}
		for _, name := range names {
			if strings.HasPrefix(name, o.name) {
				return true
			}
		}
	}
	return false
}

func (a *args) operand(text string) bool {
	for _, w := range a.operands {
		if a.words[w] == text {
			return true
		}
	}
	return false
}

// surely is has for options that a guard needs: a value that is not known is not taken for the one that is asked for, as
// wget -O "$file" is not wget -O -.
func (a *args) surely(names []string) bool {
	known := *a
	known.options = nil
	for _, o := range a.options {
		if o.value < 0 || !strings.Contains(a.words[o.value][o.skip:], Unknown) {
			known.options = append(known.options, o)
			continue
		}
		known.options = append(known.options, option{o.name, o.word, -1, 0})
	}
	return known.has(names)
}

// has tells whether one of the named options was given. A name may ask for a value: "--netboot-enabled=true". A name that
// has no dash is that of an operand: aws … help.
func (a *args) has(names []string) bool {
	for _, name := range names {
		if name != "" && name[0] != '-' && name[0] != '+' {
			if a.operand(name) {
				return true
			}
			continue
		}
		want := ""
		if eq := strings.IndexByte(name, '='); eq > 0 {
			name, want = name[:eq], name[eq+1:]
		}
		for _, o := range a.options {
			if o.name != name {
				continue
			}
			if want == "" {
				return true
			}
			if o.value < 0 {
				continue
			}
			v, begins := a.words[o.value][o.skip:], strings.HasSuffix(want, "*")
			if strings.EqualFold(v, want) || strings.Contains(v, Unknown) && (!begins || v[:1] == Unknown) || begins && strings.HasPrefix(v, want[:len(want)-1]) {
				return true
			}
		}
	}
	return false
}
