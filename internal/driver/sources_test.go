package driver

import (
	"testing"

	"github.com/wipelint/wipelint/internal/script"
)

func TestSources(t *testing.T) {
	for text, want := range map[string]bool{
		". ./lib.sh":                   true,
		"source lib.sh":                true,
		"x=1 . lib.sh":                 true,
		"command . lib.sh":             true,
		"builtin source lib.sh":        true,
		"\\. lib.sh":                   true,
		"'.' lib.sh":                   true,
		"if a; then . lib.sh; fi":      true,
		"ssh h '. /etc/profile; wipe'": true,
		`bash -c "source lib; wipe"`:   true,
		"eval '. lib'":                 true,
		"ssh h <<E\n. lib\nE":          true,
		"f() { . lib; }":               true,
		"find . -name x":               false,
		"cp a .\ngrep -r x .":          false,
		"echo resource 1.5":            false,
		"# see source\necho":           false,
		"cd . && ls ..":                false,
	} {
		if got := len(sourcesOf(script.Parse("x.bash", []byte(text), script.Options{})).words) > 0; got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
