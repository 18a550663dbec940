package symexec

import (
	shell "os/exec"
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/prefilter"
)

func TestBracesAgainstBash(t *testing.T) {
	bash, err := shell.LookPath("bash")
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{
		"/d{,.bak}", "x{,}y", "a{,b,}c{,d}", "{01..3}", "{-01..2}", "{1..010..3}", "{a..e..2}", "{e..a}", "{1..10..-3}", "{10..1..4}",
		"a{1..2}{x,y}", "{a,b{c,d}}", "{-5..005}", "{3..1}", "{1..1}", "{0..00}", "{1..2..0}", "{a,b", "a}b", "{x}", "{1..x}", "{9..11}",
		"{99..101..1}", "db{01..12}", "{9223372036854775806..9223372036854775807}", "{-9223372036854775807..-9223372036854775806}",
	} {
		out, err := shell.Command(bash, "-c", "printf '%s\\n' "+word).Output()
		if err != nil {
			t.Fatal(err)
		}
		f, err := syntax.NewParser().Parse(strings.NewReader(word), "")
		if err != nil {
			t.Fatal(err)
		}
		words, more := prefilter.Braces(f.Stmts[0].Cmd.(*syntax.CallExpr).Args[0])
		var got strings.Builder
		for _, w := range words {
			got.WriteString(w.Lit() + "\n")
		}
		if got.String() != string(out) || more {
			t.Errorf("%s: %q, %v, bash has %q", word, got.String(), more, out)
		}
	}
}

// Too many words are the first ones, and it is said that there are more; no time is spent on those.
func TestBracesAreCounted(t *testing.T) {
	for _, word := range []string{
		"{1..99999999}", "{-9223372036854775808..9223372036854775807}", "{-9223372036854775808..9223372036854775807..4}",
		strings.Repeat("{a,b}", 60), "{1..1000}{1..1000}{1..1000}", "{" + strings.Repeat("a,", 5000) + "b}",
	} {
		f, err := syntax.NewParser().Parse(strings.NewReader("echo "+word), "")
		if err != nil {
			t.Fatal(err)
		}
		if words, more := prefilter.Braces(f.Stmts[0].Cmd.(*syntax.CallExpr).Args[1]); len(words) != prefilter.MaxBraces || !more {
			t.Errorf("%.40s: %d words, %v", word, len(words), more)
		}
	}
}
