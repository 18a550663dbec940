package symexec

import (
	"regexp"
	"slices"

	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// sampleDrop drops the database "test" that MySQL comes with and everybody may write to: mysql_secure_installation does the same.
var sampleDrop = regexp.MustCompile("(?i)\\bdrop\\s+(?:database|schema)\\s+(?:if\\s+exists\\s+)?`?test`?\\s*(;|$|[\"'])")

// withoutSample are the words and the input of a client of MySQL without what holds nobody's data.
func withoutSample(words []string, stdin string) (clean []string, input string) {
	switch effects.BaseName(words[0]) {
	case "mysql", "mariadb":
	default:
		return words, stdin
	}
	clean = slices.Clone(words)
	for i, w := range words[1:] {
		clean[i+1] = sampleDrop.ReplaceAllString(w, "$1")
	}
	return clean, sampleDrop.ReplaceAllString(stdin, "$1")
}
