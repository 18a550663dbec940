package symexec_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/difftest"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
)

// FuzzRun runs any bytes as a script, which may source any other bytes: no panic, a bounded number of steps, and every range
// inside the file that it names.
func FuzzRun(f *testing.F) {
	for _, text := range scriptsBelow(f, "../../testdata", "../../analyzers") {
		f.Add(text, []byte("is_idle() { pgrep -x \"$1\"; [ $? -eq 1 ]; }\nexit\n"))
	}
	for seed := range uint64(60) {
		for _, c := range difftest.Generate(seed) {
			f.Add([]byte(c.Text), []byte(nil))
			f.Add([]byte("#!/bin/"+c.Shell+"\n. ./lib.sh\nwipe-all\n"), []byte(c.Text))
		}
	}
	for _, text := range []string{
		"wipefs -a $(pgrep x | head -n -1 | cut -f0) > /dev/sda",
		"f() { f \"$@\" | f & }; f; trap f EXIT; while :; do f; done; dropdb x",
		"a=(1 2 [5]=x); declare -A m=([k]=v); echo ${a[@]:1} ${m[k]} ${!a[@]} ${x/a/b} ${x^^}; mkfs.ext4 ${a[-1]}",
		"ssh h \"pgrep \\\"$x\\\" && wipefs -a /dev/$y\" <<E\nx\nE\n",
		"case $x in *[!0-9]*) ;; a|b) ;& *) ;;& esac; (( x = y++ ? 1 << 99 : 08 )); let z=; blkdiscard /dev/sd{a..c}",
		"printf '%s' a | while IFS=: read -r a b; do xargs -I% wipefs -a %; done; select x in a b; do break 9; done",
		". \"$(dirname \"$0\")/lib.sh\" a b; is_idle $1 && mkfs.ext4 /dev/sda; . fuzz.sh",
	} {
		f.Add([]byte("#!/bin/bash\n"+text), []byte("is_idle() { pgrep -x \"$1\"; [ $? -eq 1 ]; }\nreturn 1\n"))
		f.Add([]byte("#!/bin/sh\n"+text), []byte("shift; . ./lib.sh; wipefs -a $1; trap 'dropdb x' EXIT; exit"))
	}
	f.Fuzz(func(t *testing.T, text, library []byte) {
		// What is wrong with a text is so with a short one too, and long ones take the time of many.
		if len(text)+len(library) > 8192 {
			return
		}
		// Other files are not there. A script that could go on sourcing new ones would have an unbounded length.
		files := map[string][]byte{"fuzz.sh": text, "lib.sh": library}
		loader := script.NewLoader("", func(path string) ([]byte, error) {
			if text, ok := files[filepath.Clean(path)]; ok {
				return text, nil
			}
			return nil, fs.ErrNotExist
		})
		s := script.Parse("fuzz.sh", text, script.Options{})
		r := symexec.Run(context.Background(), s, difftest.Catalog(), loader)
		checkRanges(t, r, files)
		most := symexec.MinSteps
		for _, text := range files {
			most += budget(script.Parse("x", text, script.Options{Dialect: &s.Dialect}))
		}
		// What is under way when the budget is spent is brought to its end, and what had too many ways is run again, six times at most.
		if r.Steps > 7*most {
			t.Fatalf("%d steps, for a script that has a budget of %d", r.Steps, most)
		}
	})
}

// budget is what the statements and functions of a script may cost. It is linear in the length of the text, as both are.
func budget(s *script.Script) int {
	n := 0
	for _, stmt := range s.Stmts {
		syntax.Walk(stmt, func(node syntax.Node) bool {
			switch node.(type) {
			case *syntax.Stmt:
				n += symexec.MaxSteps
			case *syntax.FuncDecl:
				n += symexec.AloneSteps
			}
			return true
		})
	}
	return n
}

// checkRanges looks at everything in a result that names a place.
func checkRanges(t *testing.T, r *symexec.Result, files map[string][]byte) {
	t.Helper()
	inside := func(what string, at place.Range) {
		t.Helper()
		if at.Script == nil {
			t.Fatalf("%s: in no file", what)
		}
		text, ok := files[at.Script.Path]
		if !ok {
			t.Fatalf("%s: in %s, which is not there", what, at.Script.Path)
		}
		if at.Start < 0 || at.End < at.Start || at.End > len(text) {
			t.Fatalf("%s: range %d-%d of the %d bytes of %s", what, at.Start, at.End, len(text), at.Script.Path)
		}
	}
	for _, site := range r.Sites {
		inside("site", site.At)
		inside("call of the site", site.Whole)
		for _, h := range site.Hits {
			path, _ := domain.Path(h.Trace, nil)
			for _, step := range path {
				inside("step", step.At)
			}
			for _, a := range h.Answers {
				inside("answer's guard", a.Ask.At)
			}
		}
		for _, c := range r.Candidates(site) {
			inside("candidate", c.At)
		}
	}
	for _, o := range r.Opaque {
		inside("opaque", o.At)
	}
	for _, a := range r.Asks {
		inside("guard", a.At)
		inside("call of the guard", a.Whole)
	}
}

// scriptsBelow reads all scripts below some folders.
func scriptsBelow(f testing.TB, folders ...string) [][]byte {
	var out [][]byte
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			if err == nil && script.IsShell(path, text) {
				out = append(out, text)
			}
			return err
		})
		if err != nil {
			f.Fatal(err)
		}
	}
	if len(out) < 100 {
		f.Fatalf("only %d scripts found", len(out))
	}
	return out
}
