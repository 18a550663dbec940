package script_test

import (
	"slices"
	"testing"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// TestWalk compares the walk with the library's, on a text that has every kind of piece in it, with every kind cut off once.
func TestWalk(t *testing.T) {
	s := script.Parse("walk.sh", []byte(`#!/bin/bash
# wipelint comments are in the tree then
f() { local a=$1 b[2]=x c=(1 [3]=$y); readonly d; } 2>&1 # behind
if [ "$a" = 1 ]; then x=${y:-$(date)}; elif ((n++ > (2))); then let i+=-1; else ( true ); fi >log <<EOF
text $here
EOF
for i in 1 "$@"; do echo '$i' $"d" $'e' & done; for ((i = 0; i < 3; i++)); do :; done; select s in a; do break; done
while ! read -r l; do case $l in a|b*) # what
	wipefs "$l" ;; @(x|y)) ;; esac; done < <(lsblk) | cat && [[ -f $a && ( $b =~ c ) ]] || z=1 time sleep $((1 + ${#a}))
echo "${a[1]}" ${a:1:2} ${a/x/"$y"} ${!p*} ${v=} {1..3} <<<"$w"
until false; do coproc C { sort; }; done
`), script.Options{})
	if s.Err != nil {
		t.Fatal(s.Err)
	}
	var all []syntax.Node
	for _, st := range s.Stmts {
		syntax.Walk(st, func(n syntax.Node) bool {
			all = append(all, n)
			return true
		})
	}
	for _, cut := range all {
		var want, got []syntax.Node
		for _, st := range s.Stmts {
			syntax.Walk(st, func(n syntax.Node) bool {
				if _, comment := n.(*syntax.Comment); n != nil && !comment {
					want = append(want, n)
				}
				return n != cut || n == nil
			})
			script.Walk(st, func(n syntax.Node) bool {
				got = append(got, n)
				return n != cut
			})
		}
		if !slices.Equal(got, want) {
			t.Fatalf("with %T at %v cut off: %d pieces, want %d", cut, cut.Pos(), len(got), len(want))
		}
	}
}
