//go:build clients

package packages

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/wipelint/wipelint/internal/clients/release"
	"github.com/wipelint/wipelint/internal/clients/scratch"
)

// TestSystems makes the deb, the rpm and the apk as goreleaser is told to, with its own nfpm, and installs the deb.
func TestSystems(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("packages of Linux")
	}
	nfpm := scratch.Program(t, "WIPELINT_NFPM")
	server := release.New(t, scratch.Root(t))
	src := source(t)
	src.Must(".ci/extra", "dist/extra")
	text, err := os.ReadFile(filepath.Join(src.Folder, ".goreleaser.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var config struct{ NFPMs []map[string]any }
	date := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Format(time.RFC3339)
	if err := yaml.Unmarshal([]byte(strings.ReplaceAll(string(text), "{{ .CommitDate }}", date)), &config); err != nil || len(config.NFPMs) != 1 {
		t.Fatalf("%d packages: %v", len(config.NFPMs), err)
	}
	// What goreleaser adds to what stands in its file: the name, the platform, the version and the program.
	c := config.NFPMs[0]
	c["name"], c["arch"], c["platform"], c["version"] = c["package_name"], runtime.GOARCH, "linux", release.Version
	c["contents"] = append(c["contents"].([]any), map[string]any{"src": server.Program, "dst": "/usr/bin/wipelint", "file_info": map[string]any{"mode": 0o755, "mtime": date}})
	formats := c["formats"].([]any)
	for _, name := range []string{"package_name", "file_name_template", "formats"} {
		delete(c, name)
	}
	out, err := yaml.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	src.Write(map[string]string{"nfpm.yaml": string(out), "first/x": "", "second/x": ""})
	made := map[string]string{}
	for _, format := range formats {
		f := format.(string)
		for _, folder := range []string{"first", "second"} {
			src.Must(nfpm, "package", "--config", "nfpm.yaml", "--packager", f, "--target", filepath.Join(folder, "wipelint."+f))
		}
		src.Must("cmp", "first/wipelint."+f, "second/wipelint."+f)
		made[f] = filepath.Join(src.Folder, "first", "wipelint."+f)
	}
	systems(t, made["deb"], made["rpm"], made["apk"])
}

// systems installs the deb with dpkg into a root of its own, runs its program there, and takes it away; and lists the rpm where there is a
// program for that.
func systems(t *testing.T, deb, rpm, apk string) {
	t.Helper()
	r := scratch.New(t)
	root := filepath.Join(r.Folder, "root")
	r.Write(map[string]string{"root/var/lib/dpkg/status": "", "root/var/lib/dpkg/updates/.keep": "", "root/var/lib/dpkg/info/.keep": ""})
	if err := os.Remove(filepath.Join(root, "var/lib/dpkg/updates/.keep")); err != nil {
		t.Fatal(err)
	}
	dpkg := []string{"--root=" + root, "--force-not-root", "--force-script-chrootless", "--log=/dev/null"}
	// The line of the page, with an apt-get that hands the file to dpkg.
	line := strings.ReplaceAll(installPage(t).rows["Debian, Ubuntu"][0], "amd64", runtime.GOARCH)
	r.Write(map[string]string{"bin/apt-get": "#!/bin/sh\n[ \"$1\" = install ] && [ -f \"$2\" ] && [ $# -eq 2 ] && exec dpkg '" + strings.Join(dpkg, "' '") + "' -i \"$2\"\n"})
	r.Must("cp", deb, regexp.MustCompile(`\./\S+\.deb`).FindString(line))
	r.Must("sh", "-c", `PATH=$PWD/bin:$PATH; `+line)
	works(t, r, filepath.Join(root, "usr", "bin", "wipelint"))
	for _, name := range []string{"man/man1/wipelint.1.gz", "bash-completion/completions/wipelint", "zsh/vendor-completions/_wipelint", "doc/wipelint/copyright"} {
		if _, err := os.Stat(filepath.Join(root, "usr", "share", name)); err != nil {
			t.Error(err)
		}
	}
	if out := r.Must("dpkg", append(dpkg, "-V", "wipelint")...); strings.TrimSpace(out) != "" {
		t.Errorf("dpkg finds other files than the package says: %s", out)
	}
	r.Must("dpkg", append(dpkg, "-P", "wipelint")...)
	if _, err := os.Stat(filepath.Join(root, "usr", "bin", "wipelint")); err == nil {
		t.Error("it is still there after dpkg -P")
	}

	if _, err := exec.LookPath("rpm"); err == nil { // a program for Fedora, which other systems have or have not
		r.Must("rpm", "-K", "--nosignature", rpm)
		list := r.Must("rpm", "-qpl", "--nosignature", rpm)
		for _, name := range []string{"/usr/bin/wipelint", "/usr/share/man/man1/wipelint.1.gz", "/usr/share/zsh/site-functions/_wipelint"} {
			if !strings.Contains("\n"+list, "\n"+name+"\n") {
				t.Errorf("%s is not in the rpm:\n%s", name, list)
			}
		}
		if out := r.Must("rpm", "-qp", "--nosignature", "--qf", "%{buildhost}", rpm); out != "wipelint.invalid" {
			t.Errorf("the rpm names the machine that built it: %s", out)
		}
	}
	// An apk is three archives of tar one behind the other, and the last one has the files.
	list := r.Must("sh", "-c", `gzip -dc "$0" | tar -itf - 2>/dev/null`, apk)
	for _, name := range []string{".PKGINFO", "usr/bin/wipelint", "usr/share/zsh/site-functions/_wipelint"} {
		if !strings.Contains("\n"+list, "\n"+name+"\n") {
			t.Errorf("%s is not in the apk:\n%s", name, list)
		}
	}
}
