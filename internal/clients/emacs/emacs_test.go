//go:build clients

// Package emacs tries the snippet of docs/editors.md in Emacs.
package emacs

import (
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/clients"
)

// TestEmacs runs Emacs with the snippet of docs/editors.md: it has to show the diagnostics of a script, follow what is typed, explain, and
// offer what can be done.
func TestEmacs(t *testing.T) {
	s := clients.Open(t, "emacs", "(?s)```elisp\n(.*?)```", "init.el", "drive.el")
	type shown struct {
		Line int
		Text string
	}
	var report struct {
		First, Moved []shown
		Hover        string
		Titles       []string
	}
	// Debian has eglot as a package of its own before Emacs 29; packages are not there in batch mode unless they are asked for.
	s.Run(t, &report, "--batch", "-q", "-f", "package-initialize", "-l", s.Init, "-l", s.Drive)
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
