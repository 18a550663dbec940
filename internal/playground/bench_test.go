package playground

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func BenchmarkTry(b *testing.B) {
	dir := filepath.Join("..", "..", "testdata", "incidents", "dropbox-2014")
	read := func(n string) string { t, _ := os.ReadFile(filepath.Join(dir, n)); return string(t) }
	for _, s := range []string{"one", "two", "three"} {
		script := read("failopen.sh")
		switch s {
		case "two":
			script += read("bypass.sh")
		case "three":
			script += read("fixed-posix.sh")
		}
		b.Run(s, func(b *testing.B) {
			a := New()
			for i := 0; b.Loop(); i++ {
				if _, err := a.Answer(context.Background(), Request{Script: script + fmt.Sprint("\n# ", i), Config: read(".wipelint.toml")}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
