package symexec_test

import (
	"context"
	"slices"
	"testing"

	"github.com/wipelint/wipelint/internal/difftest"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec"
)

// TestInert calls each function that is not run by itself at the end of its script: no destructive command may be found in it.
func TestInert(t *testing.T) {
	texts := scriptsBelow(t, "../../testdata", "../../analyzers")
	for seed := range uint64(300) {
		for _, c := range difftest.Generate(seed) {
			texts = append(texts, []byte(c.Text))
		}
	}
	called := 0
	for _, text := range texts {
		s := script.Parse("script", text, script.Options{})
		if s.Err != nil {
			continue
		}
		for _, decl := range symexec.Inert(s, difftest.Catalog()) {
			name := decl.Name
			if name == nil {
				continue
			}
			called++
			from, to := int(decl.Pos().Offset()), int(decl.End().Offset())
			again := script.Parse("script", append(slices.Clone(text), "\n"+name.Value+" a b\n"...), script.Options{})
			r := symexec.Run(context.Background(), again, difftest.Catalog(), nil)
			for _, site := range r.Sites {
				if site.At.Start >= from && site.At.End <= to {
					t.Errorf("%s destroys with %s:\n%s", name.Value, site.Command, text)
				}
			}
		}
	}
	if called < 100 {
		t.Errorf("%d functions were called, want 100 at least", called)
	}
}

// TestActing has functions that must be run by themselves: what they run is told only when they do, or by others.
func TestActing(t *testing.T) {
	const more = "inner() { outer; }\nouter() { inner; mkfs.ext4 /dev/sda; }\nplain() { echo x > out.txt; grep -q x out.txt || return 1; helper; }\nhelper() { systemctl stop x; }\n"
	s := script.Parse("script", []byte(more+`
eval_() { eval "$1"; }
named() { $1 /dev/sda; }
wrapped() { sudo "$@"; }
disk() { echo x > /dev/sda; }
somewhere() { echo x > "$1"; }
sourced() { . ./lib; }
defines() { f() { :; }; }
traps() { trap 'mkfs /dev/sda' EXIT; }
folder() { rm -rf "$1"; }
`), script.Options{})
	inert := map[string]bool{}
	for _, d := range symexec.Inert(s, difftest.Catalog()) {
		inert[d.Name.Value] = true
	}
	if len(inert) != 3 || !inert["plain"] || !inert["helper"] || !inert["f"] {
		t.Errorf("inert are %v, want plain, helper and f", inert)
	}
}
