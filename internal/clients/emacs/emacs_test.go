//go:build clients

// Package emacs tries the snippet of docs/editors.md in Emacs.
package emacs

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/wipelint/wipelint/internal/clients"
)

// TestEmacs runs Emacs with the snippet of docs/editors.md: it has to show the diagnostics of a script, follow what is typed, explain, and
// offer what can be done.
func TestEmacs(t *testing.T) {
	repository := clients.Build(t)
	emacs, err := exec.LookPath("emacs")
	if err != nil {
		t.Fatalf("%v; make needed-clients-editors installs it", err)
	}
	docs, err := os.ReadFile(filepath.Join(repository, "docs", "editors.md"))
	if err != nil {
		t.Fatal(err)
	}
	snippet := regexp.MustCompile("(?s)```elisp\n(.*?)```").FindStringSubmatch(string(docs))
	if snippet == nil {
		t.Fatal("docs/editors.md has no snippet for Emacs")
	}
	folder := t.TempDir()
	example := filepath.Join(repository, "testdata", "incidents", "dropbox-2014")
	for _, name := range []string{"failopen.sh", ".wipelint.toml"} {
		text, err := os.ReadFile(filepath.Join(example, name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(folder, name), string(text))
	}
	init := filepath.Join(folder, "init.el")
	write(t, init, snippet[1])
	drive, err := filepath.Abs(filepath.Join("testdata", "drive.el"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	defer stop()
	out := filepath.Join(folder, "report.json")
	// Debian has eglot as a package of its own before Emacs 29; packages are not there in batch mode unless they are asked for.
	cmd := exec.CommandContext(ctx, emacs, "--batch", "-q", "-f", "package-initialize", "-l", init, "-l", drive)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "REPORT="+out, "HOME="+folder, "XDG_CONFIG_HOME="+folder)
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	type shown struct {
		Line int
		Text string
	}
	var report struct {
		First, Moved []shown
		Hover        string
		Titles       []string
	}
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatalf("%v\n%s\n%s", err, data, said)
	}
	for line, list := range map[int][]shown{97: report.First, 99: report.Moved} {
		if len(list) != 1 || list[0].Line != line || !strings.Contains(list[0].Text, `flawed: reinstall-os "$host" runs when `) {
			t.Errorf("shown: %+v, want line %d", list, line)
		}
	}
	for _, want := range []string{"it reinstalls the operating system", "WL1005 failopen", "The way there"} {
		if !strings.Contains(report.Hover, want) {
			t.Errorf("the hover has no %q: %s", want, report.Hover)
		}
	}
	if !strings.Contains(strings.Join(report.Titles, "\n"), "Suppress failopen") {
		t.Errorf("the code actions: %q", report.Titles)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
