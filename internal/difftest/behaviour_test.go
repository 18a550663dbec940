package difftest

import "testing"

// TestSideBySide checks that the order of calls is compared only where a shell decides it.
func TestSideBySide(t *testing.T) {
	for text, want := range map[string]bool{
		"is-idle && wipe-disk || exit 1\n":                   false,
		"is-idle >/dev/null 2>&1 && wipe-disk\n":             false,
		"is-idle &>/dev/null || exit\nwipe-disk >|log\n":     false,
		"is-idle &\nwait $!\n":                               true,
		"is-idle & wait\n":                                   true,
		"is-idle | grep -q idle && wipe-disk\n":              true,
		"read -r a < <(is-idle)\n":                           true,
		"coproc is-idle\n":                                   true,
		"ssh h1 'is-idle & prep'\n":                          true,
		"ssh h1 bash -s <<REMOTE\nis-idle &\nprep\nREMOTE\n": true,
	} {
		if got := sideBySide(Script{Shell: "bash", Text: text}); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
