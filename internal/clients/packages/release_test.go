//go:build clients && release

package packages

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/clients/scratch"
)

// TestRelease builds a release for this machine twice, unpacks the archive and the deb, and looks what is in them.
func TestRelease(t *testing.T) {
	goreleaser := os.Getenv("WIPELINT_GORELEASER")
	if goreleaser == "" {
		t.Fatal("WIPELINT_GORELEASER is not set: 'make clients-release' builds it and runs this test")
	}
	src := source(t)
	src.Must("git", "remote", "add", "origin", "https://github.com/wipelint/wipelint.git")
	text, err := os.ReadFile(filepath.Join(src.Folder, ".goreleaser.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	// This machine alone, and nothing that needs credentials.
	one := strings.Replace(string(text), "goos: [linux, darwin, windows]", "goos: ["+runtime.GOOS+"]", 1)
	one = strings.Replace(one, "goarch: [amd64, arm64]", "goarch: ["+runtime.GOARCH+"]", 1)
	one = regexp.MustCompile(`(?ms)^homebrew_casks:.*?^snapshot:`).ReplaceAllString(one, "snapshot:")
	config := filepath.Join(t.TempDir(), "one.yaml")
	if err := os.WriteFile(config, []byte(one), 0o666); err != nil {
		t.Fatal(err)
	}
	src.Env = append(src.Env, "PATH="+filepath.Dir(goreleaser)+string(os.PathListSeparator)+os.Getenv("PATH"), "TAP_TOKEN=", "AUR_KEY=")
	src.Must(goreleaser, "check")
	build := func() string {
		src.Must(goreleaser, "release", "-f", config, "--snapshot", "--clean", "--skip=sign,docker,publish,announce")
		sums, err := os.ReadFile(filepath.Join(src.Folder, "dist", "release", "checksums.txt"))
		if err != nil {
			t.Fatal(err)
		}
		return string(sums)
	}
	first := build()
	if second := build(); second != first {
		t.Errorf("two builds of a commit differ:\n%s\n%s", first, second)
	}
	base := filepath.Join(src.Folder, "dist", "release", "wipelint_0.1.0_"+runtime.GOOS+"_"+runtime.GOARCH)
	for _, suffix := range []string{".tar.gz", ".deb", ".rpm", ".apk"} {
		if !strings.Contains(first, filepath.Base(base)+suffix) {
			t.Errorf("there is no %s in\n%s", suffix, first)
		}
	}

	r := scratch.New(t)
	r.Write(map[string]string{"tar/x": "", "deb/x": ""})
	r.Must("tar", "-xzf", base+".tar.gz", "-C", "tar")
	works(t, r, filepath.Join(r.Folder, "tar", "wipelint"))
	for _, name := range []string{"LICENSE", "THIRD_PARTY_NOTICES", "man/wipelint.1.gz", "completions/wipelint.bash"} {
		if _, err := os.Stat(filepath.Join(r.Folder, "tar", name)); err != nil {
			t.Error(err)
		}
	}
	r.Must("dpkg-deb", "-x", base+".deb", "deb")
	works(t, r, filepath.Join(r.Folder, "deb", "usr", "bin", "wipelint"))
	for _, name := range []string{"share/man/man1/wipelint.1.gz", "share/bash-completion/completions/wipelint", "share/doc/wipelint/copyright"} {
		if _, err := os.Stat(filepath.Join(r.Folder, "deb", "usr", name)); err != nil {
			t.Error(err)
		}
	}

	var sbom struct {
		BomFormat  string `json:"bomFormat"`
		Components []struct{ Name, Version string }
	}
	data, err := os.ReadFile(base + ".cdx.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&sbom); err != nil || sbom.BomFormat != "CycloneDX" {
		t.Fatalf("the list of contents is none: %v", err)
	}
	found := map[string]bool{}
	for _, c := range sbom.Components {
		found[c.Name] = true
	}
	for _, name := range []string{"mvdan.cc/sh/v3", "github.com/BurntSushi/toml", "golang.org/x/tools"} {
		if !found[name] {
			t.Errorf("%s is not in the list of contents", name)
		}
	}
}
