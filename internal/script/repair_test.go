package script

import (
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"
)

// TestRepaired reads what the parser refuses and shells accept, with offsets that hold.
func TestRepaired(t *testing.T) {
	for src, want := range map[string]string{
		"(a ${b}#; c)\nd":         "( a ${b}# ; c ) d",
		"x=$(a s#${b}##)\nd":      "x=$( a s#${b}## ) d",
		"x=$(a \"$b\"#c)\nd":      "x=$( a \"$b\"#c ) d",
		"a `b ${c}#; d`\ne":       "a $( b ${c}# ; d ) e",
		"(a)#c\nd":                "( a ) #c d",
		"! ! a\nd":                "! { ! a } d",
		"x=$((a b) 2>&1)\nd":      "x=$( ( a b ) 2>&1 ) d",
		"((a); b)\nd":             "( ( a ) ; b ) d",
		"eval x a=(1 2)\nd":       "eval x 'a=(1 2)' d",
		"a \"${b c}\"\nd":         "a \"${\x03}\" d",
		"a ${b.c} $((1 + 2)) \nd": "a ${\x03} $((1 + 2)) d",
		"a ${$b} c\nd":            "a ${\x03} c d",
		"a \"${${b}c}\"\nd":       "a \"${\x03}\" d",
		"a=(x = y)\nd":            "a=(x = y) d",
		"a=(=x == b=c)\nd":        "a=(=x == b=c) d",
	} {
		s := Parse("x.sh", []byte(src), Options{})
		var b strings.Builder
		if err := syntax.NewPrinter(syntax.SingleLine(true)).Print(&b, &syntax.File{Stmts: s.Stmts}); s.Err != nil || err != nil {
			t.Errorf("%q: %v %v", src, s.Err, err)
		}
		plain := func(s string) string {
			return strings.Join(strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ", ";", " ", "{", " { ", "}", " } ").Replace(s)), " ")
		}
		if plain(b.String()) != plain(want) {
			t.Errorf("%q: got %q, want %q", src, plain(b.String()), plain(want))
		}
	}
}
