package symexec

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// TestBeyondBounds nests text and wrappers deeper than they are followed: that is said, with the place, also where no other command of
// the script destroys.
func TestBeyondBounds(t *testing.T) {
	text := "mkfs.ext4 /dev/sda"
	for range 12 {
		text = "bash -c " + `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
	}
	for name, c := range map[string]struct {
		text   string
		beyond bool
	}{
		"wrappers":                    {strings.Repeat("sudo nice ", 200) + "mkfs.ext4 /dev/sda", true},
		"some wrappers":               {strings.Repeat("sudo nice ", 20) + "mkfs.ext4 /dev/sda", false},
		"hosts behind hosts":          {strings.Repeat("ssh a ssh b env A=1 ", 60) + "mkfs.ext4 /dev/sda", true},
		"some hosts":                  {strings.Repeat("ssh a ssh b env A=1 ", 10) + "mkfs.ext4 /dev/sda", false},
		"text in text":                {text, false},
		"eval of eval":                {strings.Repeat("eval ", 150) + "mkfs.ext4 /dev/sda", true},
		"some eval":                   {strings.Repeat("eval ", 20) + "mkfs.ext4 /dev/sda", false},
		"find that executes wrappers": {"find /x -exec " + strings.Repeat("nice env ", 100) + "mkfs.ext4 /dev/sda \\;", true},
	} {
		t.Run(name, func(t *testing.T) {
			r := runBounded("#!/bin/bash\n"+c.text+"\n", effects.Bounds{})
			if got := len(r.Beyond) > 0; got != c.beyond || !c.beyond && len(r.Sites) != 1 {
				t.Errorf("%d places beyond the bounds, %d sites", len(r.Beyond), len(r.Sites))
			}
			if len(r.Incomplete) > 0 {
				t.Errorf("a fault at %v", r.Incomplete)
			}
		})
	}
}

// TestManyBranches has an if of thousands of branches cost about as much for each as one of hundreds: what it costs is counted in
// the states that are kept.
func TestManyBranches(t *testing.T) {
	script := func(n int) string {
		var b strings.Builder
		b.WriteString("#!/bin/bash\nif a; then :\n")
		for i := range n {
			fmt.Fprintf(&b, "elif cmd%d; then x=%d\n", i, i)
		}
		return b.String() + "fi\npgrep -x \"$1\"; [ $? -eq 1 ] || exit\nmkfs.ext4 \"$1\"\n"
	}
	few, many := runBounded(script(200), effects.Bounds{}), runBounded(script(1600), effects.Bounds{})
	if len(many.Sites) != 1 || many.Steps > 10*few.Steps {
		t.Errorf("%d sites, %d steps; with an eighth of the branches %d", len(many.Sites), many.Steps, few.Steps)
	}
}

// TestAnswersKept asks a thousand guards: a site is held against those that were asked last, and one that was asked long before proves
// nothing any more.
func TestAnswersKept(t *testing.T) {
	var b strings.Builder
	b.WriteString("#!/bin/bash\n")
	for i := range 1000 {
		fmt.Fprintf(&b, "pgrep -x svc%d; [ $? -eq 1 ] || exit 1\n", i)
	}
	b.WriteString("mkfs.ext4 /dev/sda\n")
	r := runBounded(b.String(), effects.Bounds{})
	if len(r.Sites) != 1 || len(r.Sites[0].Hits) == 0 {
		t.Fatalf("%d sites", len(r.Sites))
	}
	for _, h := range r.Sites[0].Hits {
		if n := len(h.Answers); n == 0 || n > 300 || h.Answers[n-1].Ask.Targets[0].V.String() != "svc999" {
			t.Errorf("%d answers", n)
		}
	}
}
