package catalog

import (
	"strings"
	"sync"
	"testing"
)

// TestWithAtTheSameTime is for the race detector: the configurations of several scripts are put together with the built-in
// catalogue while others look calls up in it.
func TestWithAtTheSameTime(t *testing.T) {
	user, err := Decode("f", []byte("[[destructive]]\ncommand = \"reinstall-os\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if _, ok := Builtin().With(user).Destructive([]string{"reinstall-os"}); !ok {
				t.Error("the user's entry is not there")
			}
		})
		wait.Go(func() {
			words := strings.Fields("rm -rf /")
			s, ok := Builtin().Selection(words)
			if _, found := Builtin().Destructive(words); !ok || !found || !s.Wide("/") {
				t.Error("rm -rf / is not found")
			}
			Builtin().Wrappers(strings.Fields("pdsh -w a true"))
		})
	}
	wait.Wait()
}
