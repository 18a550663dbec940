//go:build clients && release

package packages

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/clients/release"
	"github.com/wipelint/wipelint/internal/clients/scratch"
)

// A build is a folder with what goreleaser has built.
type build string

// file is the path of an artefact of a platform.
func (b build) file(platform, suffix string) string {
	return filepath.Join(string(b), "wipelint_"+release.Version+"_"+strings.ReplaceAll(platform, "/", "_")+suffix)
}

// TestRelease builds a release twice, for all platforms: from clones in two folders, in another time zone, with other permissions. It
// installs the deb, unpacks the archive, and looks what is in all of it.
func TestRelease(t *testing.T) {
	goreleaser := os.Getenv("WIPELINT_GORELEASER")
	if goreleaser == "" {
		t.Fatal("WIPELINT_GORELEASER is not set: 'make clients-release' builds it and runs this test")
	}
	src := source(t)
	src.Must("git", "remote", "add", "origin", "https://github.com/wipelint/wipelint.git")
	src.Must(goreleaser, "check")
	sums := func(shell string, env ...string) (build, string) {
		r := scratch.New(t)
		folder := filepath.Join(r.Folder, "clone")
		r.Must("sh", "-c", shell+`; git clone -q "$0" "$1" && cd "$1" && git remote set-url origin https://github.com/wipelint/wipelint.git`, src.Folder, folder)
		r.Env = append(r.Env, "PATH="+filepath.Dir(goreleaser)+string(os.PathListSeparator)+os.Getenv("PATH"), "TAP_TOKEN=", "AUR_KEY=")
		r.Env = append(r.Env, env...)
		r.Must("sh", "-c", shell+`; cd "$1" && exec "$0" release --snapshot --clean --skip=sign,docker,publish,announce`, goreleaser, folder)
		out := build(filepath.Join(folder, "dist", "release"))
		text, err := os.ReadFile(filepath.Join(string(out), "checksums.txt"))
		if err != nil {
			t.Fatal(err)
		}
		return out, string(text)
	}
	built, first := sums("umask 022")
	if _, second := sums("umask 077", "TZ=Asia/Tokyo"); second != first {
		t.Errorf("two builds of a commit differ:\n%s\n%s", first, second)
	}
	for _, platform := range []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"} {
		suffixes := []string{".tar.gz", ".cdx.json"}
		switch {
		case strings.HasPrefix(platform, "linux"):
			suffixes = append(suffixes, ".deb", ".rpm", ".apk")
		case strings.HasPrefix(platform, "windows"):
			suffixes[0] = ".zip"
		}
		for _, suffix := range suffixes {
			name := filepath.Base(built.file(platform, suffix))
			if _, err := os.Stat(built.file(platform, suffix)); err != nil || !strings.Contains(first, "  "+name+"\n") {
				t.Errorf("%s is not there, or not in\n%s", name, first)
			}
		}
		contents(t, built.file(platform, ".cdx.json"))
	}
	archive(t, built)
	systems(t, built.file(target, ".deb"), built.file(target, ".rpm"), built.file(target, ".apk"))
	recipes(t, built)
}

// archive unpacks that of this machine, and runs its program.
func archive(t *testing.T, built build) {
	t.Helper()
	r := scratch.New(t)
	r.Write(map[string]string{"tar/x": ""})
	r.Must("tar", "-xzf", built.file(target, ".tar.gz"), "-C", "tar")
	works(t, r, filepath.Join(r.Folder, "tar", "wipelint"))
	for _, name := range []string{"LICENSE", "THIRD_PARTY_NOTICES", "man/wipelint.1.gz", "man/wipelint-check.1.gz", "completions/wipelint.bash", "completions/_wipelint"} {
		info, err := os.Stat(filepath.Join(r.Folder, "tar", name))
		if err != nil || info.Mode().Perm() != 0o644 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
}

// recipes looks at what Homebrew, Scoop and the AUR get: that it can be read, names the files of the release, and gives their checksums.
func recipes(t *testing.T, built build) {
	t.Helper()
	sum := map[string]string{} // of the archives by the part of the name that tells the platform
	text, err := os.ReadFile(filepath.Join(string(built), "checksums.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if hash, name, ok := strings.Cut(strings.TrimSpace(line), "  "); ok {
			sum[strings.TrimPrefix(name, "wipelint_"+release.Version+"_")] = hash
		}
	}
	for name, archives := range map[string][]string{
		"homebrew/Casks/wipelint.rb": {"darwin_amd64.tar.gz", "darwin_arm64.tar.gz", "linux_amd64.tar.gz", "linux_arm64.tar.gz"},
		"scoop/wipelint.json":        {"windows_amd64.zip", "windows_arm64.zip"},
		"aur/wipelint-bin.pkgbuild":  {"linux_amd64.tar.gz", "linux_arm64.tar.gz"},
	} {
		text, err := os.ReadFile(filepath.Join(string(built), name))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, a := range archives {
			if sum[a] == "" || !strings.Contains(string(text), a) || !strings.Contains(string(text), sum[a]) {
				t.Errorf("%s does not name %s with its checksum %q:\n%s", name, a, sum[a], text)
			}
		}
	}
	var scoop struct{ Version string }
	if text, err := os.ReadFile(filepath.Join(string(built), "scoop", "wipelint.json")); err != nil || json.Unmarshal(text, &scoop) != nil || scoop.Version != release.Version {
		t.Errorf("the manifest of Scoop: %v, %+v", err, scoop)
	}
	r := scratch.New(t)
	if _, err := exec.LookPath("ruby"); err == nil {
		r.Must("ruby", "-c", filepath.Join(string(built), "homebrew", "Casks", "wipelint.rb"))
	}
	// What a recipe installs is in the archive: its function is run upon it.
	r.Write(map[string]string{"src/x": "", "pkg/x": ""})
	r.Must("tar", "-xzf", built.file(target, ".tar.gz"), "-C", "src")
	r.Must("bash", "-c", `. "$0"; pkgdir=$PWD/pkg; cd src && package`, filepath.Join(string(built), "aur", "wipelint-bin.pkgbuild"))
	works(t, r, filepath.Join(r.Folder, "pkg", "usr", "bin", "wipelint"))
}

// contents looks whether a list of contents has what the program consists of.
func contents(t *testing.T, path string) {
	t.Helper()
	var sbom struct {
		BomFormat  string `json:"bomFormat"`
		Components []struct{ Name, Version string }
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&sbom); err != nil || sbom.BomFormat != "CycloneDX" {
		t.Fatalf("%s is none: %v", path, err)
	}
	found := map[string]bool{}
	for _, c := range sbom.Components {
		found[c.Name] = c.Version != ""
	}
	for _, name := range []string{"mvdan.cc/sh/v3", "github.com/BurntSushi/toml", "golang.org/x/tools"} {
		if !found[name] {
			t.Errorf("%s is not in %s with its version", name, path)
		}
	}
}
