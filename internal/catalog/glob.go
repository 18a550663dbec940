package catalog

import (
	"path"
	"strings"
)

// A placePattern is one of the patterns of an entry's "only", taken apart.
type placePattern struct {
	text     string
	fixed    string // what comes before the first wildcard
	elements []string
	device   bool // /dev/…
	variable bool // $NAME…
	tag      bool // LABEL=…, UUID=…: a device by what is written on it
}

func newPlacePatterns(patterns []string) []placePattern {
	var all []placePattern
	for _, p := range patterns {
		all = append(all, placePattern{
			text: p, fixed: strings.TrimRight(fixed(p), "/"), elements: strings.Split(p, "/"),
			device: strings.HasPrefix(p, "/dev/"), variable: strings.HasPrefix(p, "$"), tag: strings.HasSuffix(p, "=*"),
		})
	}
	return all
}

// onlyMatches tells whether a target's text is one of those that the patterns mean. Where only a part of the text is
// known, that part must fit: "/data/\x00x\x00" is below /data. A target of which the beginning is not known
// fits every pattern unless known is set, but see mayBeDevice for devices.
func onlyMatches(patterns []placePattern, known bool, text string) bool {
	path := wholePlace(withPlaceholder(text))
	if begin, ok := strings.CutSuffix(path, "*"); ok && known && strings.Count(begin, "/") > 1 && !strings.HasSuffix(begin, "/") {
		path = begin // /var/lib/mysql* is also /var/lib/mysql
	}
	for i := range patterns {
		switch p := &patterns[i]; {
		case p.device:
			if strings.HasPrefix(text, "/dev/") && isDevice(text) && p.match(path) || !known && strings.Contains(text, Unknown) && mayBeDevice(text) || known && surelyDevice(text) {
				return true
			}
		case p.tag:
			// what is not known of a device's name may be a label, and no part of a file's path is
			if p.match(path) || !known && strings.HasPrefix(text, Unknown) && mayBeDevice(text) {
				return true
			}
		case p.variable:
			if matchVariable(p.text[1:], text) {
				return true
			}
		case !known && strings.HasPrefix(text, Unknown) || p.match(path) || p.globbed(text):
			return true
		}
	}
	return false
}

// matchVariable tells whether a text begins with the value of the variable that a pattern names: $PGDATA is the folder, or
// all that is in it, $PGDATA/** also anything below it, $PGDATA/.* what is in it by such a name.
func matchVariable(pattern, text string) bool {
	name, below, deeper := strings.Cut(pattern, "/")
	rest, ok := strings.CutPrefix(text, Unknown+name+Unknown)
	if deeper && below != "**" {
		first, _, _ := strings.Cut(strings.TrimPrefix(rest, "/"), "/")
		fits, _ := path.Match(below, first)
		return ok && strings.HasPrefix(rest, "/") && fits
	}
	switch rest {
	case "", "/", "/*":
		return ok
	}
	return ok && deeper && rest[0] == '/'
}

// withPlaceholder puts a letter in the place of unknown text, so that it counts as some text that no pattern names.
func withPlaceholder(text string) string {
	if !strings.Contains(text, Unknown) {
		return text
	}
	var b strings.Builder
	for i, part := range strings.Split(text, Unknown) {
		if i%2 == 0 {
			b.WriteString(part)
		} else {
			b.WriteByte('?')
		}
	}
	return b.String()
}

// wholePlace is a path without what stands for all that is in a folder: "/srv/*" is /srv.
func wholePlace(text string) string {
	if strings.HasPrefix(text, "/") {
		text = path.Clean(text)
	}
	for _, rest := range []string{"/*", "/.*", "/{*,.*}", "/.[!.]*", "/..?*"} {
		if folder, ok := strings.CutSuffix(text, rest); ok {
			if folder == "" {
				return "/"
			}
			return folder
		}
	}
	return text
}

// match is path.Match with "**" for any number of path elements, none included: "/srv/**" matches /srv.
func (p *placePattern) match(text string) bool {
	if p.text == "/" || text == "/" {
		return p.text == text
	}
	// Most patterns fail at their fixed beginning.
	return strings.HasPrefix(text, p.fixed) && matchElements(p.elements, strings.Split(text, "/"))
}

func matchElements(pattern, text []string) bool {
	for len(pattern) > 0 {
		if pattern[0] == "**" {
			for i := 0; i <= len(text); i++ {
				if matchElements(pattern[1:], text[i:]) {
					return true
				}
			}
			return false
		}
		if len(text) == 0 {
			return false
		}
		if ok, _ := path.Match(pattern[0], text[0]); !ok {
			return false
		}
		pattern, text = pattern[1:], text[1:]
	}
	return len(text) == 0
}

// globbed tells whether a path with a glob in one of its names may be one that the pattern means: /var/lib/post*/ is /var/lib/postgresql.
// A glob without letters of its own says too little.
func (p *placePattern) globbed(text string) bool {
	if !strings.HasPrefix(text, "/") || strings.Contains(text, Unknown) || !strings.ContainsAny(text, "*?[") {
		return false
	}
	elements, some := strings.Split(strings.TrimRight(text, "/"), "/"), false
	for i, e := range p.elements {
		if e == "**" {
			return some
		}
		if i >= len(elements) {
			return false
		}
		letters := strings.IndexAny(elements[i], "*?[")
		fits, err := path.Match(elements[i], e)
		switch {
		case e == elements[i]:
		case letters >= 2 && err == nil && fits && !strings.ContainsAny(e, "*$"):
			some = true
		default:
			return false
		}
	}
	return some && len(elements) == len(p.elements)
}
