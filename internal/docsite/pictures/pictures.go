// Package pictures binds the pictures of the documentation to what they show.
package pictures

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Show fails a test when what pictures show is another thing than when they were taken: name is the file in docs/pictures that remembers it,
// root the repository, and again what takes the pictures anew. With update it is taken for what they show.
func Show(t testing.TB, root, name, again string, update bool, parts ...string) {
	t.Helper()
	sum := sha256.New()
	for _, part := range parts {
		sum.Write([]byte(part))
	}
	now := hex.EncodeToString(sum.Sum(nil))
	file := filepath.Join(root, "docs", "pictures", name)
	if update {
		if err := os.WriteFile(file, []byte(now+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	was, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(string(was)) != now {
		t.Errorf("what is seen is not what the pictures of the documentation show; take them anew with %q, and look at them", again)
	}
}
