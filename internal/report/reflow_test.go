package report

import (
	"slices"
	"strings"
	"testing"
)

func TestHang(t *testing.T) {
	for _, tt := range []struct {
		text                 string
		width, indent, taken int
		want                 []string
	}{
		{"", 10, 2, 0, []string{""}},
		{"two  blanks", 20, 2, 0, []string{"two  blanks"}},
		{"one two three", 10, 2, 0, []string{"one two", "  three"}},
		{"one two three", 10, 2, 5, []string{"one", "  two", "  three"}},
		{"one two", 10, 2, 9, []string{"", "  one two"}},
		{"one two", 10, 4, 30, []string{"", "    one", "    two"}},
		{"averyveryverylongword x", 10, 2, 0, []string{"averyveryverylongword", "  x"}},
		{"x averyveryverylongword", 10, 2, 0, []string{"x", "  averyveryverylongword"}},
		{"日本 語日本 語", 6, 0, 0, []string{"日本", "語日本", "語"}},
		{"a log ::error::command", 6, 2, 0, []string{"a log", `  \x3a:error::command`}},
	} {
		if got := hang(tt.text, tt.width, tt.indent, tt.taken); !slices.Equal(got, tt.want) {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestReflow(t *testing.T) {
	text := strings.Join([]string{
		"# A heading that is longer than forty columns are", "",
		"The first line of a paragraph that goes on", "and ends here.", "",
		"- an item that is much longer than a line of forty columns", "  and goes on", "- another", "",
		"```sh", "a line of code that is longer than forty columns and stays", "", "# comment", "```", "after",
		"| a | table that is longer than forty columns |", "", "    indented code that is longer than forty columns",
	}, "\n")
	want := strings.Join([]string{
		"# A heading that is longer than forty columns are", "",
		"The first line of a paragraph that goes", "on and ends here.", "",
		"- an item that is much longer than a", "  line of forty columns and goes on", "- another", "",
		"```sh", "a line of code that is longer than forty columns and stays", "", "# comment", "```", "after",
		"| a | table that is longer than forty columns |", "", "    indented code that is longer than forty columns",
	}, "\n")
	if got := Reflow(text, 40); got != want {
		t.Errorf("got:\n%s", got)
	}
	if got := Reflow(text, 200); !strings.Contains(got, "that goes on and ends here.\n") {
		t.Errorf("a wide terminal gets:\n%s", got)
	}
}
