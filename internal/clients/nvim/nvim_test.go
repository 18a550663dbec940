//go:build clients

package nvim

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/clients"
)

type shown struct {
	Line, Column, Severity int
	Source, Code, Message  string
}

// TestNeovim runs Neovim with the snippet of docs/editors.md: it has to show the diagnostics of a script, follow what is typed,
// and apply a code action.
func TestNeovim(t *testing.T) {
	s := clients.Open(t, "nvim", "(?s)```lua\n(-- wipelint: Neovim 0\\.7 and later\n.*?)```", "init.lua", "drive.lua")
	var report struct {
		Problem      *string
		First, Moved []shown
		Hover        string
		Titles       []string
		Lenses       []string
	}
	s.Run(t, &report, "--headless", "-n", "-i", "NONE", "-u", s.Init, "-c", "luafile "+s.Drive, "failopen.sh")
	if report.Problem != nil {
		t.Fatal(*report.Problem)
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
	saved, err := os.ReadFile(filepath.Join(s.Folder, "failopen.sh"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "\n    # wipelint:disable=failopen reason=\"\"\n    reinstall-os \"$host\"\n"; !strings.Contains(string(saved), want) {
		t.Errorf("the saved script has no %q:\n%s", want, saved)
	}
}
