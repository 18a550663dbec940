//go:build clients

package nvim

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

type shown struct {
	Line, Column, Severity int
	Source, Code, Message  string
}

// TestNeovim runs Neovim with the snippet of docs/editors.md: it has to show the diagnostics of a script, follow what is typed,
// and apply a code action.
func TestNeovim(t *testing.T) {
	repository := clients.Build(t)
	nvim, err := exec.LookPath("nvim")
	if err != nil {
		t.Fatalf("%v; make needed-clients-editors installs it", err)
	}
	docs, err := os.ReadFile(filepath.Join(repository, "docs", "editors.md"))
	if err != nil {
		t.Fatal(err)
	}
	snippet := regexp.MustCompile("(?s)```lua\n(-- wipelint: Neovim 0\\.7 and later\n.*?)```").FindStringSubmatch(string(docs))
	if snippet == nil {
		t.Fatal("docs/editors.md has no snippet for Neovim 0.7")
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
	init := filepath.Join(folder, "init.lua")
	write(t, init, snippet[1])
	drive, err := filepath.Abs(filepath.Join("testdata", "drive.lua"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	defer stop()
	out := filepath.Join(folder, "report.json")
	cmd := exec.CommandContext(ctx, nvim, "--headless", "-n", "-i", "NONE", "-u", init, "-c", "luafile "+drive, "failopen.sh")
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "REPORT="+out, "HOME="+folder, "XDG_CONFIG_HOME="+folder, "XDG_DATA_HOME="+folder, "XDG_STATE_HOME="+folder, "XDG_CACHE_HOME="+folder)
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	var report struct {
		Problem      *string
		First, Moved []shown
		Hover        string
		Titles       []string
		Lenses       []string
	}
	if err := json.Unmarshal(data, &report); err != nil || report.Problem != nil {
		t.Fatalf("%v\n%s\n%s", err, data, said)
	}
	for where, list := range map[int][]shown{97: report.First, 99: report.Moved} {
		if len(list) != 1 || list[0].Line != where || list[0].Column != 5 || list[0].Severity != 1 || list[0].Source != "wipelint" || !strings.HasPrefix(list[0].Message, "flawed: reinstall-os ") {
			t.Errorf("shown: %+v", list)
		}
	}
	if !strings.Contains(report.Hover, "**Destructive:** ") || !strings.Contains(report.Hover, "**[WL1005 failopen](<") {
		t.Errorf("the hover: %s", report.Hover)
	}
	if len(report.Titles) == 0 {
		t.Error("no code actions are offered")
	}
	if len(report.Lenses) != 1 || report.Lenses[0] != "flawed: failopen" {
		t.Errorf("the lenses: %v", report.Lenses)
	}
	saved, err := os.ReadFile(filepath.Join(folder, "failopen.sh"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "\n    # wipelint:disable=failopen reason=\"\"\n    reinstall-os \"$host\"\n"; !strings.Contains(string(saved), want) {
		t.Errorf("the saved script has no %q:\n%s", want, saved)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
