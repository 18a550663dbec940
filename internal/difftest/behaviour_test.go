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

// TestAgree checks that what both do at some time is found, in whatever order, and nothing else.
func TestAgree(t *testing.T) {
	turns := func(does ...string) func() (string, bool) {
		n := 0
		return func() (string, bool) {
			n++
			k := does[(n-1)%len(does)]
			return k, k != ""
		}
	}
	for _, tt := range []struct {
		first, second []string
		want          bool
	}{
		{[]string{"a"}, []string{"a"}, true},
		{[]string{"a", "b"}, []string{"b", "a"}, true}, // never the same at the same time
		{[]string{"a", "b", "c"}, []string{"d", "e", "c"}, true},
		{[]string{"", "a"}, []string{"a", ""}, true},
		{[]string{"a", "b"}, []string{"c", "d"}, false},
		{[]string{""}, []string{""}, false},
	} {
		if got := agree(4, turns(tt.first...), turns(tt.second...)); got != tt.want {
			t.Errorf("%q and %q: %v, want %v", tt.first, tt.second, got, tt.want)
		}
	}
}
