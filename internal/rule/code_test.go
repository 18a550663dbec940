package rule

import (
	"slices"
	"testing"
)

func TestCodeParts(t *testing.T) {
	for _, tc := range []struct {
		message string
		pieces  []string
		want    []string
	}{
		{"flawed: rm -rf $1 runs", []string{"rm -rf $1", "rm"}, []string{"flawed: ", "rm -rf $1", " runs"}},
		{"form rm, and rm", []string{"rm"}, []string{"form ", "rm", ", and ", "rm", ""}},
		{"nothing of it", nil, []string{"nothing of it"}},
		// A script's own signs mark nothing.
		{"a \uf8f0b\uf8f1 c", []string{"\uf8f0b"}, []string{"a b c"}},
		{"b is \uf8f1here", []string{"b", ""}, []string{"", "b", " is here"}},
	} {
		marked := MarkCode(tc.message, tc.pieces)
		if got := CodeParts(marked); !slices.Equal(got, tc.want) {
			t.Errorf("%q with %q: %q, want %q", tc.message, tc.pieces, got, tc.want)
		}
		if got, want := PlainText(marked), noSigns.Replace(tc.message); got != want {
			t.Errorf("%q became %q", want, got)
		}
	}
}
