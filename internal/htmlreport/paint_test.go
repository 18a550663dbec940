package htmlreport

import (
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/script"
)

// painted writes the class of each byte below it.
func painted(text string) string {
	var b strings.Builder
	for i, c := range paint(script.Parse("x.sh", []byte(text), script.Options{})) {
		class := c.class()
		switch {
		case text[i] == '\n' || text[i] == ' ' && class == "":
			class = text[i : i+1]
		case class == "":
			class = "."
		}
		b.WriteString(class)
	}
	return b.String()
}

func TestPaint(t *testing.T) {
	for text, want := range map[string]string{
		"if ! a; then b; fi # if":         "kk o co kkkk co kk mmmm",
		"x=1 cmd \"a $x b\" 'c' # d":      "v.. ccc qqqvvqqq qqq mmm",
		"f() { return 1; }":               "f.. k cccccc .o k",
		"a $(b \"$c\" # no\n) && d":       "c ooc qvvq mmmm\no oo c",
		"cat <<E >f\n$x # text\nE\n":      "ccc oo. o.\nvvhhhhhhh\nh\n",
		"case $a in b) c ;; esac":         "kkkk vv kk .. c oo kkkk",
		"for i in a; do local y=$i; done": "kkk v kk .. kk kkkkk v.vvo kkkk",
		"echo a#b ${x#y} $((16#f))":       "cccc ... vvvvvv ooo....oo",
		"a `b` | c":                       "c oco o c",
	} {
		if got := painted(text); got != want {
			t.Errorf("%s\n%s\nwant\n%s", text, got, want)
		}
	}
}

// TestPaintBroken paints what cannot be parsed: whole lines may be comments, the rest is plain.
func TestPaintBroken(t *testing.T) {
	if got, want := painted("a\nif (\n# b\n' # c\n"), "c\n.. .\nmmm\n. . .\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzEmbed(f *testing.F) {
	f.Add("x=$(a \"`b`\") # c\ncat <<E\n$y\nE\n", 1, 3, 2, 2)
	f.Add("\xff\u65e5", 1, 2, 1, 3)
	f.Fuzz(func(t *testing.T, text string, line, column, endLine, endColumn int) {
		run := hostileRun(text)
		run.Sites[0].Place = driver.Place{File: text, Line: line, Column: column, EndLine: endLine, EndColumn: endColumn}
		run.Findings[0].Fixes[0].Edits[0].Place = run.Sites[0].Place
		d := embed(run)
		if text, err := scriptData(d); err != nil || strings.ContainsAny(text, "<>&") {
			t.Errorf("%v: %s", err, text)
		}
		at := d.Commands[0].At
		for _, l := range d.Files[at.File].Lines {
			if l.Number == at.Line && (at.From < 0 || at.To > len(l.Parts) || at.From > at.To) {
				t.Errorf("%+v of %d parts", at, len(l.Parts))
			}
		}
	})
}

func TestDiffLines(t *testing.T) {
	lines := diffLines([]byte("a || true\r\nb\nc"), []byte("a || exit 1\r\nb\nc d"))
	var b strings.Builder
	for _, l := range lines[1:] {
		b.WriteString(l[0] + l[1] + "\n")
	}
	if want := "-a || true\n+a || exit 1\n b\n"; !strings.HasPrefix(b.String(), want) {
		t.Errorf("got %q", b.String())
	}
}
