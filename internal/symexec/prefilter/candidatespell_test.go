package prefilter

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	_ "github.com/wipelint/wipelint/internal/lawseed"
)

// spellsSlowly is what spells means: some words between the literal texts give the name.
func spellsSlowly(name, rest string, parts []string, has map[string]bool) bool {
	rest, ok := strings.CutPrefix(rest, parts[0])
	if !ok || len(parts) == 1 {
		return ok && rest == ""
	}
	for i := 0; i <= len(rest) && i < len(name); i++ {
		if (i == 0 || has[rest[:i]]) && spellsSlowly(name, rest[i:], parts[2:], has) {
			return true
		}
	}
	return false
}

// TestSpells compares it with trying all words.
func TestSpells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[ab]{1,6}`).Draw(t, "name")
		has := map[string]bool{}
		for _, w := range rapid.SliceOfN(rapid.StringMatching(`[ab]{1,3}`), 0, 5).Draw(t, "words") {
			has[w] = true
		}
		parts := []string{rapid.StringMatching(`[ab]{0,2}`).Draw(t, "first")}
		for _, p := range rapid.SliceOfN(rapid.StringMatching(`[ab]{0,2}`), 1, 5).Draw(t, "parts") {
			parts = append(parts, "x", p)
		}
		if got, want := spells(name, parts, has), spellsSlowly(name, name, parts, has); got != want {
			t.Errorf("spells(%q, %q, %v) = %v", name, parts, has, got)
		}
	})
}

// TestSpellsMany has a word of as many expansions as a file of a megabyte may have.
func TestSpellsMany(t *testing.T) {
	parts := make([]string, 200_001)
	if !spells("mkfs", parts, map[string]bool{"mk": true, "fs": true}) || spells("mkfs", parts, map[string]bool{"mk": true, "f": true}) {
		t.Error("mk and fs are not mkfs, or mk and f are")
	}
}
