package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestExamples reads the incidents as they are: each script is there, with its twin, and each folder has a title.
func TestExamples(t *testing.T) {
	root := filepath.Join("..", "..", "..", "testdata", "incidents")
	folders, err := readExamples(root)
	if err != nil {
		t.Fatal(err)
	}
	scripts, err := filepath.Glob(filepath.Join(root, "*", "*.sh"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range folders {
		if f.Title == "" || len(f.Scripts) < 2 {
			t.Errorf("%+v", f)
		}
		for _, s := range f.Scripts {
			n++
			if !strings.HasPrefix(s.Text, "#!") || s.Story == "" || (s.Rule == "") != (s.Twin == "") {
				t.Errorf("%s/%s: %+v", f.Name, s.Name, s)
			}
		}
		_, err := os.Stat(filepath.Join(root, f.Name, ".wipelint.toml"))
		if (err == nil) != (f.Config != "") {
			t.Errorf("%s: configuration %q", f.Name, f.Config)
		}
	}
	if n != len(scripts) {
		t.Errorf("%d examples of %d scripts", n, len(scripts))
	}
}

func TestFaultsOfExamples(t *testing.T) {
	const head = "# Title\n\n| file | twin | rule | what goes wrong |\n| --- | --- | --- | --- |\n"
	for name, c := range map[string]struct{ readme, want string }{
		"left out":  {head + "| a.sh | | none | good |\n", "lacks b.sh"},
		"not there": {head + "| a.sh | | none | good |\n| b.sh | a.sh | ignored | bad |\n| c.sh | a.sh | ignored | bad |\n", "cannot be read"},
		"twin":      {head + "| a.sh | | none | good |\n| b.sh | x.sh | ignored | bad |\n", "lacks x.sh, the twin of b.sh"},
		"good":      {head + "| a.sh | | none | good |\n| b.sh | a.sh | ignored | `a \\|\\| b` |\n", ""},
	} {
		root := filepath.Join(t.TempDir(), "incidents")
		for file, text := range map[string]string{"README.md": c.readme, "a.sh": "#!/bin/sh\n", "b.sh": "#!/bin/sh\n",
			"../../manifest.toml": "[[script]]\nfile = \"incidents/x/b.sh\"\npending = \"ignored\"\n"} {
			if err := os.MkdirAll(filepath.Join(root, "x"), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(root, "x", file), []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		folders, err := readExamples(root)
		switch {
		case c.want == "" && (err != nil || folders[0].Scripts[1].Story != "a || b" || folders[0].Title != "Title" || folders[0].Scripts[0].Pending || !folders[0].Scripts[1].Pending):
			t.Errorf("%s: %v %+v", name, err, folders)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	if _, err := readExamples(t.TempDir()); err == nil {
		t.Error("a folder without a manifest and examples is no error")
	}
}
