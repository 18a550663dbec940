package catalog

import (
	"path"

	"github.com/wipelint/wipelint/internal/catalog/strict"
)

// checkPattern records a fault for a pattern that can never match, such as one with an open bracket.
func checkPattern(t *strict.Table, key, pattern string) {
	if _, err := path.Match(pattern, ""); err != nil {
		t.Fail(key, "%q is not a valid pattern; close its bracket", pattern)
	}
}
