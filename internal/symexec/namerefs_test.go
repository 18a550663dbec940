package symexec

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// TestNamerefs has names that lead back to themselves, which bash refuses when it comes to them, and a long row of them.
func TestNamerefs(t *testing.T) {
	var row strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&row, "declare -n v%d=v%d\n", i, i+1)
	}
	for name, text := range map[string]string{
		"of two":   "declare -n a=b; declare -n b=a; a=1\nmkfs.ext4 \"/dev/$a$b\"",
		"of three": "declare -n a=b b=c c=a; b=1; echo $c\nmkfs.ext4 \"/dev/$a\"",
		"a row":    row.String() + "v0=sda\nmkfs.ext4 \"/dev/$v17\"",
		"ring":     row.String() + "declare -n v3000=v0\nv0=sda\nmkfs.ext4 \"/dev/$v17\"",
		"none":     "declare -n a=b; b=sda\nmkfs.ext4 \"/dev/$a\"",
	} {
		if r := runBounded("#!/bin/bash\n"+text+"\n", effects.Bounds{}); len(r.Sites) != 1 {
			t.Errorf("%s: %d sites", name, len(r.Sites))
		}
	}
}
