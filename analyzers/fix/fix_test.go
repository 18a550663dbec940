package fix_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
	"golang.org/x/tools/txtar"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/rewrite"
	"github.com/wipelint/wipelint/internal/script"
)

var update = flag.Bool("update", false, "write the expected texts anew")

// apply applies all fixes to the files at paths, and again to what that gives: a second run changes nothing.
func apply(t *testing.T, unsafe bool, paths ...string) *rewrite.Rewriting {
	t.Helper()
	given := map[string][]byte{}
	analyze := func(texts map[string][]byte) (*driver.Results, error) {
		overlay := map[string][]byte{}
		for _, list := range []map[string][]byte{given, texts} {
			for name, text := range list {
				overlay[name] = text
			}
		}
		return driver.Run(context.Background(), driver.Config{Paths: paths, Rules: analyzers.All(), Fixes: true, Overlay: overlay})
	}
	out, err := rewrite.Run(rewrite.Options{Unsafe: unsafe, Analyze: analyze})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range out.Results.Errors {
		t.Errorf("%s:%d: %s", e.File, e.Line, e.Message)
	}
	for _, f := range out.Files {
		given[f.Name] = f.New
		if s := script.Parse(f.Name, f.New, script.Options{}); s.Err != nil {
			t.Errorf("%s: %v\n%s", f.Name, s.Err, f.New)
		}
	}
	again, err := rewrite.Run(rewrite.Options{Unsafe: unsafe, Analyze: analyze})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range again.Files {
		t.Errorf("%s: a second run changes it again:\n%s", f.Name, diff.Diff("first", f.Old, "second", f.New))
	}
	return out
}

// docFixes are the rules whose flagged example is mended, true where a safe fix does it. The flaws of the others are mended by moving
// commands or by asking somebody, which nothing proves to be what was meant.
var docFixes = map[string]bool{
	"ignored": true, "failopen": true, "stalestatus": true, "subshellexit": true, "errexitoff": true, "strguard": true, "pipemask": false,
	"emptyselector": true, "selectorsplit": false,
}

var fenced = regexp.MustCompile("(?ms)^```(toml|sh|bash)\n(.*?)^```$")

// TestPages mends the flagged example of each rule's page.
func TestPages(t *testing.T) {
	for _, r := range analyzers.All() {
		t.Run(r.Name(), func(t *testing.T) {
			_, section, _ := strings.Cut(r.Doc, "\n## Flagged\n")
			section, _, _ = strings.Cut(section, "\n## ")
			dir := t.TempDir()
			file := filepath.Join(dir, "flagged.sh")
			for _, m := range fenced.FindAllStringSubmatch(section, -1) {
				name := file
				if m[1] == "toml" {
					name = filepath.Join(dir, ".wipelint.toml")
				}
				if err := os.WriteFile(name, []byte(m[2]), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			safe, fixable := docFixes[r.Name()]
			out := apply(t, fixable && !safe, file)
			left := slices.ContainsFunc(out.Results.Findings, func(f *driver.Finding) bool { return f.Rule == r.Name() })
			switch {
			case fixable && left:
				t.Errorf("the finding is still there")
			case !fixable && len(out.Files) > 0:
				t.Errorf("it is changed; add it to docFixes:\n%s", out.Files[0].New)
			}
			if fixable && safe && slices.ContainsFunc(out.Results.Findings, func(*driver.Finding) bool { return true }) {
				t.Errorf("there is another finding now: %s", out.Results.Findings[0].Message)
			}
		})
	}
}

// TestTestdata compares what fixes change in all scripts of testdata with testdata/scripts.diff. The shells run them in
// internal/shelltest.
func TestTestdata(t *testing.T) {
	root := filepath.Join("..", "..", "testdata")
	var paths []string
	for _, dir := range []string{"databases", "disks", "fleets", "incidents", "installers", "k8s-cloud"} {
		paths = append(paths, filepath.Join(root, dir))
	}
	var b bytes.Buffer
	safe := map[string]string{}
	for _, f := range apply(t, false, paths...).Files {
		safe[f.Name] = string(f.New)
	}
	for _, f := range apply(t, true, paths...).Files {
		kind := " (unsafe)"
		if safe[f.Name] == string(f.New) {
			kind = ""
		}
		name := strings.TrimPrefix(filepath.ToSlash(f.Name), "../../testdata/")
		b.Write(diff.Diff(name, f.Old, name+kind, f.New))
	}
	golden(t, filepath.Join("testdata", "scripts.diff"), b.Bytes())
}

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := diff.Diff("want", want, "got", got); d != nil {
		t.Errorf("with -update it is written anew:\n%s", d)
	}
}

// TestForms mends scripts in all forms of layout: each archive has scripts, and below fixed/ what they become. In the texts ^M at the
// end of a line stands for a carriage return, and ^ at the end of a file for no newline there.
func TestForms(t *testing.T) {
	archives, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, file := range archives {
		t.Run(filepath.Base(file), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			out := &txtar.Archive{Comment: ar.Comment}
			unsafe := bytes.Contains(ar.Comment, []byte("unsafe"))
			for _, f := range ar.Files {
				if strings.HasPrefix(f.Name, "fixed/") {
					continue
				}
				out.Files = append(out.Files, f)
				if strings.HasSuffix(f.Name, ".toml") {
					continue
				}
				dir := t.TempDir()
				for _, g := range ar.Files {
					name := filepath.Join(dir, g.Name)
					if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(name, unmarked(g.Data), 0o666); err != nil {
						t.Fatal(err)
					}
				}
				fixed := apply(t, unsafe, filepath.Join(dir, f.Name))
				text := f.Data
				if len(fixed.Files) == 1 {
					text = marked(fixed.Files[0].New)
				} else if len(fixed.Files) > 1 {
					t.Errorf("%s: %d files are changed", f.Name, len(fixed.Files))
				}
				out.Files = append(out.Files, txtar.File{Name: "fixed/" + f.Name, Data: text})
			}
			golden(t, file, txtar.Format(out))
		})
	}
}

func unmarked(text []byte) []byte {
	text = bytes.ReplaceAll(text, []byte("^M\n"), []byte("\r\n"))
	return bytes.TrimSuffix(text, []byte("^\n"))
}

func marked(text []byte) []byte {
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("^M\n"))
	if !bytes.HasSuffix(text, []byte("\n")) {
		text = append(text, "^\n"...)
	}
	return text
}
