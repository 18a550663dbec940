package models

import (
	"regexp"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Home folders that a script looks up: getent passwd "$u" | cut -d: -f6.

// OfAccounts reports whether a text is lines of /etc/passwd, or some of them.
func OfAccounts(v value.Value) bool {
	for _, p := range v {
		for s, n := p.Sym, 0; s != nil && n < 8; n++ {
			if strings.HasPrefix(s.Key, "file(/etc/passwd") || s.Desc == "output of getent" {
				return true
			}
			if s.List != nil && s.List != s {
				s = s.List
			} else if s.Root != nil && s.Root != s {
				s = s.Root
			} else {
				break
			}
		}
	}
	return false
}

// choosesHome reports whether a filter takes the field of such a line in which the home folder stands: the sixth (passwd(5)).
func choosesHome(name string, words []string) bool {
	text := strings.Join(words, " ")
	switch name {
	case "cut":
		return strings.Contains(text, ":") && sixthField.MatchString(text)
	case "awk", "gawk", "mawk":
		return strings.Contains(text, "$6")
	}
	return false
}

var sixthField = regexp.MustCompile(`(^| )(-f ?6|--fields[= ]6)( |$)`)
