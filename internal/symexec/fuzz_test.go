package symexec

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// FuzzRun runs any bytes as a script: no panic, a bounded number of steps, and every range inside the file.
func FuzzRun(f *testing.F) {
	files, _ := filepath.Glob("../../testdata/*/*.sh")
	more, _ := filepath.Glob("../../testdata/*/*/*.sh")
	for _, name := range append(files, more...) {
		if text, err := os.ReadFile(name); err == nil {
			f.Add(text)
		}
	}
	for _, text := range []string{
		"wipefs -a $(pgrep x | head -n -1 | cut -f0) > /dev/sda",
		"f() { f \"$@\" | f & }; f; trap f EXIT; while :; do f; done; dropdb x",
		"a=(1 2 [5]=x); declare -A m=([k]=v); echo ${a[@]:1} ${m[k]} ${!a[@]} ${x/a/b} ${x^^}; mkfs.ext4 ${a[-1]}",
		"ssh h \"pgrep \\\"$x\\\" && wipefs -a /dev/$y\" <<E\nx\nE\n",
		"case $x in *[!0-9]*) ;; a|b) ;& *) ;;& esac; (( x = y++ ? 1 << 99 : 08 )); let z=; blkdiscard /dev/sd{a..c}",
		"printf '%s' a | while IFS=: read -r a b; do xargs -I% wipefs -a %; done; select x in a b; do break 9; done",
	} {
		f.Add([]byte("#!/bin/bash\n" + text))
		f.Add([]byte("#!/bin/sh\n" + text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 4096 {
			return
		}
		s := script.Parse("fuzz.sh", text, script.Options{})
		r := Run(context.Background(), s, catalog.Builtin(), nil)
		inside := func(what string, at Range) {
			if at.Script != s || at.Start < 0 || at.End < at.Start || at.End > len(text) {
				t.Fatalf("%s: range %d-%d of %d bytes", what, at.Start, at.End, len(text))
			}
		}
		for _, site := range r.Sites {
			inside("site", site.At)
			inside("whole", site.Whole)
			for _, h := range site.Hits {
				path, _ := Path(h.Trace, nil)
				for _, step := range path {
					inside("step", step.At)
				}
			}
		}
		for _, o := range r.Opaque {
			inside("opaque", o.At)
		}
		for _, a := range r.Asks {
			inside("ask", a.At)
			inside("guard", a.Whole)
		}
		if limit := 40 * (minSteps + maxSteps*len(text)); r.Steps > limit {
			t.Fatalf("%d steps", r.Steps)
		}
	})
}
