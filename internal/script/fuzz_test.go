package script

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzParse reads any bytes, as a script and as a file that a script sources by any name: every node, comment and error is
// within the text, the text stays as it is, and no file outside of the root is read.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"#!/bin/sh -e\nif a; then\r\n wipe \"$1\"\nfi\n", "\ufeffx=$(a `b \\`c\\``) \xff <<-E\n\t$y\nE\n", "a <<E\n$(b <<F\n",
		"# wipelint guard idle=0\nf() { [[ a =~ (b) ]]; }\nexit\n\x00(", "x=([1]=a ${b[@]:1:2}) $((a[1]++))", "@test 'x' { :; }",
		"case x in (a|b) c ;& *) ;; esac \\\r\n", "${(f)x} *(.) =(a)", "a\\", "$'", "a\r", "\\\r", "${x", "[[ -n", "a |& b &> c",
	} {
		f.Add([]byte(seed), byte(0), "lib.sh")
	}
	for i, name := range []string{"../lib.sh", "/etc/passwd", "a/../../x", "./a//lib.sh", "a/.", "", "\x00", "..", "lib.sh/x", "link"} {
		f.Add([]byte("f() { :; }\n"), byte(i), name)
	}
	dir := f.TempDir()
	if err := os.Symlink("/", filepath.Join(dir, "link")); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, src []byte, which byte, name string) {
		path := "x" + []string{"", ".sh", ".dash", ".ksh", ".zsh", ".bats"}[which%6]
		original := bytes.Clone(src)
		s := Parse(path, src, Options{})
		if !bytes.Equal(src, original) {
			t.Fatal("the text was changed")
		}
		checkOffsets(t, s.Stmts, len(src))
		for _, c := range s.Last {
			if int(c.End().Offset()) > len(src) {
				t.Fatalf("comment at %d beyond the text", c.Hash.Offset())
			}
		}
		if s.Err != nil && (s.Err.Offset < 0 || s.Err.Offset > len(src) || s.Err.Line < 1 || s.Err.Column < 1) {
			t.Fatalf("error is nowhere: %#v", s.Err)
		}
		_, _ = ParseArithm(string(src))
		IsShell(path, src)

		read := ""
		loader := NewLoader(dir, func(path string) ([]byte, error) {
			read = path
			return src, nil
		})
		from := Parse(filepath.Join(dir, path), []byte("#!/bin/bash\n"), Options{})
		lib, err := loader.Load(name, from)
		if (err == nil) != (lib != nil) || err == nil && read == "" {
			t.Fatalf("%q: script %v, error %v, read %q", name, lib, err, read)
		}
		if read == "" {
			return
		}
		if rel, err := filepath.Rel(dir, read); err != nil || !filepath.IsLocal(rel) || rel == "link" || strings.HasPrefix(rel, "link/") {
			t.Fatalf("%q: %s was read, which is outside of %s", name, read, dir)
		}
		if lib != nil && lib.Dialect != Bash {
			t.Fatalf("a bash script sources %q as %v", name, lib.Dialect)
		}
	})
}
