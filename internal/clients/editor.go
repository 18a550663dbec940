package clients

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"
)

// A Session is an editor that is started with a snippet of docs/editors.md on a script of testdata, and driven by a script of its own
// language, which writes what the editor shows.
type Session struct {
	Program string // the editor
	Folder  string // has failopen.sh and its configuration
	Init    string // the snippet
	Drive   string // what drives the editor
	report  string
}

// Open prepares a session with an editor: snippet finds its part of docs/editors.md, as the first group.
func Open(t *testing.T, program, snippet, init, drive string) *Session {
	t.Helper()
	repository := Build(t)
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatalf("%v; make needed-clients-editors installs it", err)
	}
	docs, err := os.ReadFile(filepath.Join(repository, "docs", "editors.md"))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(snippet).FindStringSubmatch(string(docs))
	if found == nil {
		t.Fatalf("docs/editors.md has no snippet for %s", program)
	}
	s := &Session{Program: path, Folder: t.TempDir()}
	example := filepath.Join(repository, "testdata", "incidents", "dropbox-2014")
	texts := map[string]string{init: found[1]}
	for _, name := range []string{"failopen.sh", ".wipelint.toml"} {
		text, err := os.ReadFile(filepath.Join(example, name))
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = string(text)
	}
	for name, text := range texts {
		if err := os.WriteFile(filepath.Join(s.Folder, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	s.Init, s.report = filepath.Join(s.Folder, init), filepath.Join(s.Folder, "report.json")
	if s.Drive, err = filepath.Abs(filepath.Join("testdata", drive)); err != nil {
		t.Fatal(err)
	}
	return s
}

// Run runs the editor in its folder, with the folder as the home of whoever uses it, and reads the report into a value.
func (s *Session) Run(t *testing.T, report any, args ...string) {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, s.Program, args...)
	cmd.Dir = s.Folder
	cmd.Env = append(os.Environ(), "REPORT="+s.report)
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"} {
		cmd.Env = append(cmd.Env, name+"="+s.Folder)
	}
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	data, err := os.ReadFile(s.report)
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	if err := json.Unmarshal(data, report); err != nil {
		t.Fatalf("%v\n%s\n%s", err, data, said)
	}
}
