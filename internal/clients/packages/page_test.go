//go:build clients

package packages

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha1"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/clients/release"
	"github.com/wipelint/wipelint/internal/clients/scratch"
)

// A page is docs/install.md: what it says to type, by the first column of its table, and the lines of its first block.
type page struct {
	rows  map[string][]string
	block []string
}

func installPage(t *testing.T) page {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(scratch.Root(t), "docs", "install.md"))
	if err != nil {
		t.Fatal(err)
	}
	p := page{rows: map[string][]string{}}
	for _, row := range regexp.MustCompile(`(?m)^\| ([^|]+) \| (.*) \|$`).FindAllStringSubmatch(string(text), -1) {
		for _, c := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(row[2], -1) {
			p.rows[row[1]] = append(p.rows[row[1]], strings.ReplaceAll(c[1], "VERSION", release.Version))
		}
	}
	block := regexp.MustCompile("(?s)```sh\n(make wheel.*?)```").FindStringSubmatch(string(text))
	if block == nil {
		t.Fatal("docs/install.md does not say how to build the packages")
	}
	p.block = strings.Split(strings.TrimSpace(block[1]), "\n")
	return p
}

// TestInstallPage types what docs/install.md says, word for word, where everything that comes from elsewhere stands on this machine: the index
// of pip, the registry of npm, the proxy of Go, the folder that an archive was downloaded to.
func TestInstallPage(t *testing.T) {
	p := installPage(t)
	src := source(t)
	src.Must("python3", "-m", "venv", "env")
	pip := filepath.Join(src.Folder, "env", "bin") + string(os.PathListSeparator) + os.Getenv("PATH")
	src.Env = append(src.Env, "PATH="+pip, "PIP_NO_INDEX=1", "PIP_DISABLE_PIP_VERSION_CHECK=1", "npm_config_offline=true", "npm_config_audit=false", "npm_config_fund=false")
	if len(p.block) != 3 || !strings.HasPrefix(p.block[2], "make release-snapshot && ") { // the last one is of the test of a release
		t.Fatalf("the block has the lines %q", p.block)
	}
	at := func(t *testing.T, r *scratch.Repository, line string) {
		t.Helper()
		if line == "" {
			t.Fatal("docs/install.md has no such row")
		}
		r.Must("sh", "-c", line)
	}
	first := func(row string) string { return strings.Join(p.rows[row][:min(1, len(p.rows[row]))], "") }

	t.Run("clone", func(t *testing.T) {
		at(t, src, first("a clone and Go"))
		if out := src.Must(p.rows["a clone and Go"][1], "--version"); !strings.HasPrefix(out, "wipelint ") {
			t.Error(out)
		}
	})
	t.Run("packages of a clone", func(t *testing.T) {
		for _, line := range p.block[:2] {
			at(t, src, line)
		}
		works(t, src, filepath.Join(src.Folder, "env", "bin", "wipelint"))
		works(t, src, "npx", "wipelint")
	})
	t.Run("pip", func(t *testing.T) {
		r := scratch.New(t)
		r.Must("python3", "-m", "venv", "env")
		bin := filepath.Join(r.Folder, "env", "bin")
		r.Env = append(r.Env, "PATH="+bin+string(os.PathListSeparator)+without(t, "go"), "PIP_NO_INDEX=1", "PIP_FIND_LINKS="+filepath.Join(src.Folder, "dist", "wheel"), "PIP_DISABLE_PIP_VERSION_CHECK=1")
		at(t, r, first("pip"))
		works(t, r, filepath.Join(bin, "wipelint"))
	})
	t.Run("npm", func(t *testing.T) {
		r := scratch.New(t)
		r.Write(map[string]string{"package.json": `{"name": "scratch", "version": "1.0.0"}`, "flawed.sh": flawed})
		r.Env = append(r.Env, "npm_config_registry="+registry(t, filepath.Join(src.Folder, "dist", "npm")), "npm_config_cache="+t.TempDir(), "npm_config_audit=false", "npm_config_fund=false")
		at(t, r, first("npm"))
		works(t, r, "npx", "wipelint")
		if out, code := r.Run("sh", "-c", p.rows["npm"][1]); code != 1 || !strings.Contains(out, "flawed.sh:2:1: error[WL1001 unguarded]") {
			t.Errorf("exit code %d: %s", code, out)
		}
	})
	t.Run("archive", func(t *testing.T) {
		server := release.New(t, scratch.Root(t))
		r := scratch.New(t)
		line := first("an archive")
		name := regexp.MustCompile(`\S+\.tar\.gz`).FindString(line)
		if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
			name = strings.Replace(name, "linux_amd64", runtime.GOOS+"_"+runtime.GOARCH, 1)
			line = strings.Replace(line, "linux_amd64", runtime.GOOS+"_"+runtime.GOARCH, 1)
		}
		r.Must("curl", "-fsS", "-O", server.URL+"/v"+release.Version+"/"+name)
		at(t, r, line)
		works(t, r, "./wipelint")
	})
	t.Run("image", func(t *testing.T) {
		image(t, p.rows["Docker"], filepath.Join(src.Folder, "dist", "program", runtime.GOOS, runtime.GOARCH, "wipelint"))
	})
}

// registry serves packages of a folder as that of npm does.
func registry(t *testing.T, folder string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.tgz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%q, %v", files, err)
	}
	// Not by patterns: npm asks for @scope%2fname.
	answers := map[string][]byte{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, ok := answers[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(answer)
	}))
	t.Cleanup(server.Close)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		manifest := packageManifest(t, data)
		name, version := manifest["name"].(string), manifest["version"].(string)
		short, long := sha1.Sum(data), sha512.Sum512(data)
		manifest["dist"] = map[string]string{
			"tarball": server.URL + "/files/" + filepath.Base(file), "shasum": hex.EncodeToString(short[:]),
			"integrity": "sha512-" + base64.StdEncoding.EncodeToString(long[:]),
		}
		answer, err := json.Marshal(map[string]any{"name": name, "dist-tags": map[string]string{"latest": version}, "versions": map[string]any{version: manifest}})
		if err != nil {
			t.Fatal(err)
		}
		answers["/"+name], answers["/files/"+filepath.Base(file)] = answer, data
	}
	return server.URL + "/"
}

// packageManifest is the package.json of a package.
func packageManifest(t *testing.T, data []byte) map[string]any {
	t.Helper()
	z, err := gzip.NewReader(strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			t.Fatal("a package without package.json")
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Name == "package/package.json" {
			var manifest map[string]any
			if err := json.NewDecoder(r).Decode(&manifest); err != nil {
				t.Fatal(err)
			}
			return manifest
		}
	}
}

// image builds the image of packaging/Dockerfile and runs what docs/install.md says in it, where there is a program that does so without a
// daemon. What the definition says is held in any case: one program, of this folder for each platform, that is run as nobody.
func image(t *testing.T, row []string, program string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(scratch.Root(t), "packaging", "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"FROM scratch\n", "COPY $TARGETPLATFORM/wipelint /usr/bin/wipelint\n", "USER 65534:65534\n", "ENTRYPOINT [\"/usr/bin/wipelint\"]\n"} {
		if !strings.Contains(string(text), line) {
			t.Errorf("packaging/Dockerfile does not say %q", line)
		}
	}
	if len(row) != 1 || !strings.HasPrefix(row[0], `docker run --rm -v "$PWD:/src:ro" -w /src ghcr.io/wipelint/wipelint:`) {
		t.Fatalf("docs/install.md runs the image by %q", row)
	}
	if _, err := exec.LookPath("buildah"); err != nil || os.Getuid() != 0 {
		t.Log("the image is not built: that needs buildah, and root")
		return
	}
	r := scratch.New(t)
	binary, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	platform := "linux/" + runtime.GOARCH
	r.Write(map[string]string{"context/" + platform + "/wipelint": string(binary), "context/Dockerfile": string(text), "src/flawed.sh": flawed})
	if err := os.Chmod(filepath.Join(r.Folder, "context", platform, "wipelint"), 0o755); err != nil {
		t.Fatal(err)
	}
	store := []string{"--root", filepath.Join(r.Folder, "store"), "--runroot", filepath.Join(r.Folder, "run"), "--storage-driver", "vfs"}
	buildah := func(args ...string) (string, int) {
		return r.Run("buildah", append(store[:len(store):len(store)], args...)...)
	}
	if out, code := buildah("build", "--isolation", "chroot", "--platform", platform, "--build-arg", "TARGETPLATFORM="+platform, "-t", "wipelint", "context"); code != 0 {
		t.Fatalf("exit code %d\n%s", code, out)
	}
	out, code := buildah("from", "--pull=never", "wipelint")
	if code != 0 {
		t.Fatalf("exit code %d\n%s", code, out)
	}
	container := strings.TrimSpace(out)
	out, code = buildah("run", "--isolation", "chroot", "-v", filepath.Join(r.Folder, "src")+":/src:ro", "--workingdir", "/src", container, "--", "/usr/bin/wipelint", "check")
	if code != 1 || !strings.Contains(out, "flawed.sh:2:1: error[WL1001 unguarded]") {
		t.Errorf("exit code %d\n%s", code, out)
	}
	if out, code := buildah("inspect", "--type", "image", "--format", "{{.OCIv1.Config.User}} {{.OCIv1.Config.Entrypoint}}", "wipelint"); code != 0 || strings.TrimSpace(out) != "65534:65534 [/usr/bin/wipelint]" {
		t.Errorf("exit code %d\n%s", code, out)
	}
}
