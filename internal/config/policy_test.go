package config

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/wipelint/wipelint/internal/catalog"
)

// TestPolicyOfExtendedFile holds that a file keeps the policy of the one that it extends, and may take it back.
func TestPolicyOfExtendedFile(t *testing.T) {
	base := "[policy]\nbackup = \"required\"\nbackup-of = [\"device\"]\nlocal = true\n"
	for _, test := range []struct {
		own    string
		backup []catalog.Kind
		local  bool
	}{
		{"", []catalog.Kind{catalog.KindDevice}, true},
		{"[policy]\nbackup = \"off\"\n", nil, true},
		{"[policy]\nlocal = false\n", []catalog.Kind{catalog.KindDevice}, false},
		{"[policy]\nbackup = \"required\"\n", []catalog.Kind{catalog.KindDatabase, catalog.KindPath}, true},
	} {
		dir := t.TempDir()
		for name, text := range map[string]string{"base.toml": base, Name: "extend = \"base.toml\"\n" + test.own} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		c, err := Load(filepath.Join(dir, Name), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Catalog.Policy; !slices.Equal(got.Backup, test.backup) || got.Local != test.local {
			t.Errorf("with %q the policy is %+v", test.own, got)
		}
	}
}
