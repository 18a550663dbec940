package guardflow_test

import "testing"

// TestPrefixes says of commands behind words of which nobody knows how many they are, or whether they are options or a wrapper, that
// they run.
func TestPrefixes(t *testing.T) {
	for text, want := range map[string]string{
		`sudo "$@" wipefs -a /dev/sdb`:              "unguarded unguarded",
		`env $1 wipefs -a /dev/sdb`:                 "unguarded unguarded",
		`nice $1 wipefs -a /dev/sdb`:                "unguarded unguarded",
		`"$@" wipefs -a /dev/sdb`:                   "unguarded unguarded",
		`$1 mkfs.ext4 /dev/sdb1`:                    "unguarded unguarded",
		`f() { "$@" dropdb app; }; f sudo`:          "unguarded unguarded",
		`env $1 wipefs -n /dev/sdb`:                 "no site",
		`"$@" rm -rf ./build`:                       "no site",
		`is-idle "$1" || exit 1; reinstall-os "$1"`: "guarded",
	} {
		if got := verdictOf(t, "#!/bin/bash\n"+text+"\n"); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// TestCountedParameters says of guards that look at parameters one by one, before a loop over all of them.
func TestCountedParameters(t *testing.T) {
	both := "is-idle \"$1\" || exit 1\nis-idle \"$2\" || exit 1\nfor h in \"$@\"; do reinstall-os \"$h\"; done"
	for test, want := range map[string]string{
		"[ $# -eq 2 ]": "guarded",
		"[ $# -le 2 ]": "guarded",
		"(($# == 2))":  "guarded",
		"[ $# -le 3 ]": "flawed wrongtarget",
		"[ $# -ge 2 ]": "flawed wrongtarget",
		"true":         "flawed wrongtarget",
	} {
		if got := verdictOf(t, "#!/bin/bash\n"+test+" || exit 1\n"+both+"\n"); got != want {
			t.Errorf("%s: %s, want %s", test, got, want)
		}
	}
}
