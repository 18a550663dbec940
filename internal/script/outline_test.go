package script

import (
	"fmt"
	"strings"
	"testing"
)

const outlined = `#!/bin/bash
# wipelint: kept
f() { # one
	mkfs a # two
}
ssh h <<EOF && echo ok # three
mkfs b
EOF
case $x in
a) mkfs c ;; # four
esac
x=$(
	# five
	mkfs d
)
`

func TestOutline(t *testing.T) {
	s := Parse("a.sh", []byte(outlined), Options{})
	if s.Err != nil {
		t.Fatal(s.Err)
	}
	o := s.Outline()
	text := func(sp Span) string { return strings.ReplaceAll(outlined[sp.Start:sp.End], "\n", "|") }
	var b strings.Builder
	for _, c := range o.Commands {
		fmt.Fprintf(&b, "%t %s\n", c.Simple, text(c.Span))
	}
	const want = `false f() { # one|	mkfs a # two|}
false { # one|	mkfs a # two|}
true mkfs a
false ssh h <<EOF && echo ok # three|mkfs b|EOF
true ssh h <<EOF && echo ok # three|mkfs b|EOF
true echo ok
false case $x in|a) mkfs c ;; # four|esac
false a) mkfs c ;;
true mkfs c
true x=$(|	# five|	mkfs d|)
true mkfs d
`
	if b.String() != want {
		t.Errorf("got:\n%s", b.String())
	}
	var comments []string
	for _, c := range o.Comments {
		comments = append(comments, strings.TrimSpace(c.Text))
		if text(c.Span) != "#"+c.Text {
			t.Errorf("%q stands at %q", c.Text, text(c.Span))
		}
	}
	if got := strings.Join(comments, ","); got != "!/bin/bash,wipelint: kept,one,two,three,four,five" {
		t.Errorf("comments %s", got)
	}
	at := func(part string) int { return strings.Index(outlined, part) }
	if c, ok := o.Innermost(at("mkfs b")); !ok || !strings.HasPrefix(text(c.Span), "ssh") {
		t.Errorf("around mkfs b is %q", text(c.Span))
	}
	if f, ok := o.Function(at("mkfs a")); !ok || !strings.HasPrefix(text(f), "f()") {
		t.Errorf("around mkfs a is %q", text(f))
	}
	if _, ok := o.Function(at("mkfs c")); ok {
		t.Error("mkfs c is in a function")
	}
	if f, ok := o.Substitution(at("mkfs d")); !ok || !strings.HasPrefix(text(f), "$(") {
		t.Errorf("around mkfs d is %q", text(f))
	}
	if _, ok := o.Innermost(0); ok {
		t.Error("the #! line is in a command")
	}
}

func TestUncommented(t *testing.T) {
	for in, want := range map[string]string{
		"f() { # x\n\tmkfs a # y\n\t# z\n}": "f() { \n\tmkfs a \n\t\n}",
		"echo '# x' \"$#\" ${x#y} a#b":      "echo '# x' \"$#\" ${x#y} a#b",
		"cat <<E\n# x\nE\n":                 "cat <<E\n# x\nE\n",
		"x=( # a\n b # c\n)":                "x=( \n b \n)",
		"f() { # not closed":                "f() { # not closed",
		"plain":                             "plain",
	} {
		s := Parse("a.bash", []byte(in), Options{})
		if got := s.Uncommented(Span{0, len(in)}); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
