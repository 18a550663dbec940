package catalog

import (
	"path"
	"strings"
)

// onlyMatches tells whether a target's text is one of those that the patterns mean. Where only a part of the text is
// known, that part must fit: "/data/\x00x\x00" is below /data. A target of which the beginning is not known
// fits every pattern unless known is set, but see mayBeDevice for devices.
func onlyMatches(patterns []string, known bool, text string) bool {
	for _, p := range patterns {
		if strings.HasPrefix(p, "/dev/") {
			switch {
			case strings.HasPrefix(text, "/dev/") && isDevice(text) && matchPath(p, withPlaceholder(text)):
				return true
			case !known && strings.Contains(text, Unknown) && mayBeDevice(text):
				return true
			}
			continue
		}
		if !known && strings.HasPrefix(text, Unknown) || matchPath(p, withPlaceholder(text)) {
			return true
		}
	}
	return false
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

// matchPath is path.Match with "**" for any number of path elements, none included: "/srv/**" matches /srv. A target that
// is everything within a folder is the folder: "/srv/*".
func matchPath(pattern, text string) bool {
	if strings.HasPrefix(text, "/") {
		text = path.Clean(text)
	}
	for _, rest := range []string{"/*", "/.*", "/{*,.*}", "/.[!.]*", "/..?*"} {
		if folder, ok := strings.CutSuffix(text, rest); ok {
			text = folder
			if text == "" {
				text = "/"
			}
			break
		}
	}
	if pattern == "/" || text == "/" {
		return pattern == text
	}
	// Most patterns fail at their fixed beginning.
	fixed := pattern
	if i := strings.IndexAny(pattern, "*?[\\"); i >= 0 {
		fixed = strings.TrimRight(pattern[:i], "/")
	}
	if !strings.HasPrefix(text, fixed) {
		return false
	}
	return matchElements(strings.Split(pattern, "/"), strings.Split(text, "/"))
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
