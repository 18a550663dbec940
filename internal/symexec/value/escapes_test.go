package value

import (
	"os/exec"
	"testing"
)

// TestEscapes compares with what bash makes of them.
func TestEscapes(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Fatalf("%v; make needed installs it", err)
	}
	for _, text := range []string{
		`\x72\x6d`, `\55\x72\x66`, `a\nb\tc`, `\u0072m`, `\U00000072`, `\'\"\\\?`, `\q\z`, `\xzz`, `\1234`, `\e[0m`, `\0167x`, `\x4`, `\ca`, `a\x00b`, `ä\xc3\xa4`, `\`,
	} {
		for mode, read := range map[string]func(string) string{
			`eval "printf %s \$'$1'"`: AnsiC,
			`echo -en "$1"`:           EchoEscapes,
			`printf '%b' "$1"`:        PrintfEscapes,
		} {
			if text == `\` && mode[0] == 'e' && mode[1] == 'v' || text == `\'\"\\\?` && mode[0] != 'e' || text == `\'\"\\\?` && mode[1] != 'v' || text == `\ca` && mode[1] == 'c' || text == `a\x00b` {
				continue // no word of its own there, or of which the two differ
			}
			out, err := exec.Command(bash, "-c", mode, "bash", text).Output()
			if err != nil {
				t.Fatal(mode, text, err)
			}
			if got := read(text); got != string(out) {
				t.Errorf("%s of %s: %q, and %q in bash", mode, text, got, out)
			}
		}
	}
}
