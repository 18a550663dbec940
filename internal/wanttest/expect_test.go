package wanttest

import (
	"fmt"
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"
)

func TestExpectations(t *testing.T) {
	const src = "#!/bin/bash\n" +
		"wipe a # want \"one\" `t\\wo` @\"wipe\"\n" +
		"# want +2 other:\"below\"\n" +
		"cat <<E\n" +
		"# want \"text\"\n" +
		"E\n" +
		"x='# want \"text\"'\n" +
		"wipe b # want -1 \"above\"\n" +
		"# wanted: nothing\n" +
		"y=$(\n\twipe c # want \"inner\"\n)\n"
	list, err := expectations("a.sh", "own", []byte(src), syntax.LangBash)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range list {
		text := ""
		if w.text != nil {
			text = " @" + *w.text
		}
		got = append(got, fmt.Sprintf("%d %s %s%s", w.line, w.rule, w.re, text))
	}
	want := []string{"2 own one", "2 own t\\wo @wipe", "5 other below", "7 own above", "11 own inner"}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
}

func TestBadExpectations(t *testing.T) {
	for comment, want := range map[string]string{
		` want`:               "nothing is wanted",
		` want +1`:            "nothing is wanted",
		` want +x "a"`:        "bad line offset",
		` want "a`:            "does not start with a string",
		` want "a" b`:         "does not start with a string",
		` want 'a'`:           "does not start with a string",
		` want "("`:           "missing closing",
		` want @"a"`:          "behind no expectation",
		` want "a" @"b" @"c"`: "behind no expectation",
		` want fail open:"a"`: "not a rule's name",
	} {
		if _, err := parseComment(comment, "own"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", comment, err, want)
		}
	}
}
