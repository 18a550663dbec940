//go:build clients

package vscode

import (
	"archive/zip"
	"context"
	"encoding/json"
	"io"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wipelint/wipelint/internal/clients"
)

// TestPackage looks into dist/wipelint.vsix, which "make vscode" builds: it has to hold what the extension needs to run, and
// nothing else.
func TestPackage(t *testing.T) {
	repository := clients.Build(t)
	archive, err := zip.OpenReader(filepath.Join(repository, "dist", "wipelint.vsix"))
	if err != nil {
		t.Fatalf("%v; make vscode builds it", err)
	}
	defer archive.Close()
	files := map[string]string{}
	var names []string
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(text)
		names = append(names, f.Name)
	}
	slices.Sort(names)
	want := []string{
		"[Content_Types].xml", "extension.vsixmanifest", "extension/CHANGELOG.md", "extension/LICENSE.txt", "extension/README.md",
		"extension/dist/NOTICES.md", "extension/dist/extension.js", "extension/icon.png", "extension/package.json", "extension/view.svg",
	}
	if !slices.Equal(names, want) {
		t.Errorf("it holds\n%s\nwant\n%s", strings.Join(names, "\n"), strings.Join(want, "\n"))
	}
	var manifest struct {
		Main             string
		ActivationEvents []string
		Contributes      struct {
			Commands      []struct{ Command string }
			Configuration struct{ Properties map[string]any }
		}
	}
	if err := json.Unmarshal([]byte(files["extension/package.json"]), &manifest); err != nil {
		t.Fatal(err)
	}
	if code := files[path.Join("extension", manifest.Main)]; !strings.Contains(code, "exports") || strings.Contains(code, repository) {
		t.Errorf("main is %s, with %d bytes", manifest.Main, len(code))
	}
	if !slices.Contains(manifest.ActivationEvents, "onLanguage:shellscript") {
		t.Errorf("it starts on %v", manifest.ActivationEvents)
	}
	for _, name := range []string{"wipelint.path", "wipelint.args", "wipelint.verdicts", "wipelint.config", "wipelint.trace.server"} {
		if manifest.Contributes.Configuration.Properties[name] == nil {
			t.Errorf("there is no setting %s", name)
		}
	}
	if len(manifest.Contributes.Commands) != 4 || manifest.Contributes.Commands[0].Command != "wipelint.restart" {
		t.Errorf("its commands are %v", manifest.Contributes.Commands)
	}
	if notices := files["extension/dist/NOTICES.md"]; !strings.Contains(notices, "## vscode-languageclient ") {
		t.Error("the licences of the packages in it are missing")
	}
}

// TestActivate runs the extension in Node with a stand-in for the module of the editor: it starts the real server.
func TestActivate(t *testing.T) {
	repository := clients.Build(t)
	ctx, stop := context.WithTimeout(context.Background(), 3*time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, "node", "test/activate.test.mjs")
	cmd.Dir = filepath.Join(repository, "editors", "vscode")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
