package domain

import "strings"

// filledTexts are lines that have something but blanks in them: each sign that can be printed by itself, and longer ones.
var filledTexts = func() []string {
	texts := []string{"ab", "/mnt/data", "[SWAP]", "a b", " /srv", "/ ", "\t-", "sda1 part ext4", "0", strings.Repeat("x-9/", 40)}
	for b := byte('!'); b <= '~'; b++ {
		texts = append(texts, string(b))
	}
	return texts
}()

// FitsFilled reports whether a look for an expression, or for a pattern, is a look whether there is anything at all: grep -q '[^[:space:]]',
// grep -qv '^$', [[ $used == *[![:space:]]* ]].
func FitsFilled(fits func(string) bool) bool {
	if fits("") {
		return false
	}
	for _, t := range filledTexts {
		if !fits(t) {
			return false
		}
	}
	return true
}
