package symexec

import (
	"fmt"
	"strings"
	"testing"
)

// TestDeepCalls follows calls past the depth to which they are followed where they stand.
func TestDeepCalls(t *testing.T) {
	chain := func(n int, first, last string) string {
		var b strings.Builder
		b.WriteString("#!/bin/bash\n")
		for i := range n {
			fmt.Fprintf(&b, "f%d() { f%d \"$1\"; }\n", i, i+1)
		}
		fmt.Fprintf(&b, "f%d() { %s; }\n%s\n", n, last, first)
		return b.String()
	}
	for _, c := range []struct{ what, text, target string }{
		{"a chain of 30", chain(30, "f0 /var/lib/mysql", `rm -rf "$1"`), "/var/lib/mysql"},
		{"a chain of 300", chain(300, "f0 /var/lib/mysql", `rm -rf "$1"`), "/var/lib/mysql"},
		{"a chain in a subshell", chain(150, "(f0 /var/lib/mysql)", `rm -rf "$1"`), "/var/lib/mysql"},
		{"a count down", "f() { if [ $1 = 0 ]; then rm -rf \"$2\"; return; fi; f $(($1-1)) $2; }\nf 10 /var/lib/mysql\n", "/var/lib/mysql"},
		{"a longer one", "f() { if [ $1 = 0 ]; then rm -rf \"$2\"; return; fi; f $(($1-1)) $2; }\nf 900 /var/lib/mysql\n", "/var/lib/mysql"},
		{"without an end", "f() { f \"$1\"; mkfs.ext4 \"$1\"; }\nf /dev/sda\n", "/dev/sda"},
		{"mutual", "a() { [ \"$2\" = 9 ] && mkfs.ext4 \"$1\"; b \"$1\" $(($2+1)); }\nb() { a \"$@\"; }\na /dev/sda 0\n", "/dev/sda"},
		{"behind it", "n=0\nf() { n=$((n+1)); if [ $n -gt 9 ]; then d=/dev/sdb; return; fi; f; }\nd=/dev/sda\npgrep x || [ $? = 1 ] && f\nmkfs.ext4 \"$d\"\n", ""},
	} {
		r := runText(t, c.text)
		ok := false
		for _, s := range r.Sites {
			ok = ok || c.target == "" || strings.Contains(strings.Join(s.Targets, " "), c.target)
		}
		if !ok || len(r.Incomplete) > 0 || r.Over {
			t.Errorf("%s: %d sites, incomplete at %v, over %v", c.what, len(r.Sites), r.Incomplete, r.Over)
		}
	}
}
