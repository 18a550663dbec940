//go:build clients

// Package packages installs wipelint with the programs that people install things with.
package packages

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/wipelint/wipelint/internal/clients/release"
	"github.com/wipelint/wipelint/internal/clients/scratch"
)

const flawed = "#!/bin/sh\nwipefs -a /dev/sda\n"

// source makes a clone of this repository at the commit of the release.
func source(t *testing.T) *scratch.Repository {
	t.Helper()
	r := scratch.New(t)
	r.Source(".")
	r.Write(map[string]string{"packaging/version": release.Version + "\n"})
	r.Commit()
	r.Must("git", "tag", "v"+release.Version)
	return r
}

// without gives a PATH on which a program is not.
func without(t *testing.T, name string) string {
	t.Helper()
	var list []string
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			list = append(list, dir)
		}
	}
	return strings.Join(list, string(os.PathListSeparator))
}

// works runs an installed wipelint: its version, a finding, and SARIF with the version.
func works(t *testing.T, r *scratch.Repository, program ...string) {
	t.Helper()
	r.Write(map[string]string{"flawed.sh": flawed})
	run := func(args ...string) (string, int) { return r.Run(program[0], append(program[1:], args...)...) }
	if out, code := run("--version"); code != 0 || !strings.HasPrefix(out, "wipelint v"+release.Version+" (") {
		t.Errorf("--version: exit code %d: %s", code, out)
	}
	if out, code := run("check", "flawed.sh"); code != 1 || !strings.Contains(out, "flawed.sh:2:1: error[WL1001 unguarded]") {
		t.Errorf("check: exit code %d: %s", code, out)
	}
	if out, _ := run("check", "-f", "sarif", "flawed.sh"); !strings.Contains(out, `"version": "v`+release.Version+`"`) {
		t.Errorf("SARIF does not name the version: %.300s", out)
	}
}

// target is this machine as Go names it.
const target = runtime.GOOS + "/" + runtime.GOARCH

func TestWheel(t *testing.T) {
	server := release.New(t, scratch.Root(t))
	src := source(t)
	python := func(t *testing.T) (*scratch.Repository, string) {
		r := scratch.New(t)
		r.Must("python3", "-m", "venv", "env")
		// Nothing may come from a package index, and no compiler is there.
		r.Env = append(r.Env, "PIP_NO_INDEX=1", "PIP_DISABLE_PIP_VERSION_CHECK=1", "PIP_NO_CACHE_DIR=1", "PATH="+without(t, "go"), "WIPELINT_RELEASES="+server.URL)
		return r, filepath.Join(r.Folder, "env", "bin")
	}
	t.Run("wheel", func(t *testing.T) {
		r, bin := python(t)
		src.Env = append(src.Env, "WIPELINT_VERSION="+release.Version)
		name := strings.TrimSpace(src.Must("python3", "packaging/wheel.py", "dist/wheel", target, server.Program))
		first, err := os.ReadFile(filepath.Join(src.Folder, "dist", "wheel", name))
		if err != nil {
			t.Fatal(err)
		}
		src.Must("python3", "packaging/wheel.py", "dist/again", target, server.Program)
		if again, err := os.ReadFile(filepath.Join(src.Folder, "dist", "again", name)); err != nil || string(again) != string(first) {
			t.Errorf("a second wheel has other bytes: %v", err)
		}
		r.Must(filepath.Join(bin, "pip"), "install", "-q", filepath.Join(src.Folder, "dist", "wheel", name))
		works(t, r, filepath.Join(bin, "wipelint"))
		if out := r.Must(filepath.Join(bin, "pip"), "show", "wipelint"); !strings.Contains(out, "Version: "+release.Version) {
			t.Errorf("pip shows %s", out)
		}
		r.Must(filepath.Join(bin, "pip"), "uninstall", "-q", "-y", "wipelint")
		if _, err := os.Stat(filepath.Join(bin, "wipelint")); err == nil {
			t.Error("it is still there after pip uninstall")
		}
	})
	t.Run("source", func(t *testing.T) {
		r, bin := python(t)
		r.Must(filepath.Join(bin, "pip"), "install", "-q", src.Folder)
		works(t, r, filepath.Join(bin, "wipelint"))
	})
	t.Run("tampered", func(t *testing.T) {
		server.Tamper(true)
		defer server.Tamper(false)
		r, bin := python(t)
		out, code := r.Run(filepath.Join(bin, "pip"), "install", src.Folder)
		if code == 0 || !strings.Contains(out, "has not the checksum that its release lists") {
			t.Errorf("another archive is installed: exit code %d\n%s", code, out)
		}
		if _, err := os.Stat(filepath.Join(bin, "wipelint")); err == nil {
			t.Error("the program is there")
		}
	})
}

func TestNPM(t *testing.T) {
	server := release.New(t, scratch.Root(t))
	r := scratch.New(t)
	build := filepath.Join(scratch.Root(t), "packaging", "npm", "build.mjs")
	r.Must("node", build, "packages", release.Version, target+"="+server.Program, "windows/amd64="+server.Program)
	packages, err := filepath.Glob(filepath.Join(r.Folder, "packages", "*.tgz"))
	if err != nil || len(packages) != 3 {
		t.Fatalf("got %q, %v", packages, err)
	}
	cpu := map[string]string{"amd64": "x64", "arm64": "arm64"}[runtime.GOARCH]
	r.Write(map[string]string{"package.json": `{"name": "scratch", "version": "1.0.0"}`})
	r.Must("npm", "install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts",
		"./packages/wipelint-"+runtime.GOOS+"-"+cpu+"-"+release.Version+".tgz", "./packages/wipelint-"+release.Version+".tgz")
	works(t, r, "npx", "--offline", "wipelint")
	if err := os.RemoveAll(filepath.Join(r.Folder, "node_modules", "@wipelint")); err != nil {
		t.Fatal(err)
	}
	if out, code := r.Run("npx", "--offline", "wipelint", "--version"); code != 2 || !strings.Contains(out, "install without --omit=optional") {
		t.Errorf("without the package of the platform: exit code %d: %s", code, out)
	}
}

// TestHook measures the first run of the hook with pre-commit, with no compiler on the machine.
func TestHook(t *testing.T) {
	server := release.New(t, scratch.Root(t))
	src := source(t)
	program := scratch.Program(t, "WIPELINT_PRE_COMMIT")
	r := scratch.New(t)
	r.Env = append(r.Env, "PRE_COMMIT_HOME="+t.TempDir(), "PIP_NO_INDEX=1", "PATH="+without(t, "go"), "WIPELINT_RELEASES="+server.URL, "PRE_COMMIT_COLOR=never")
	r.Configure("protocol.file.allow", "always")
	r.Write(map[string]string{
		".pre-commit-config.yaml": "repos:\n- repo: file://" + src.Folder + "\n  rev: v" + release.Version + "\n  hooks:\n  - id: wipelint\n",
		"flawed.sh":               flawed,
	})
	r.Commit()
	start, before := time.Now(), children(t)
	out, code := r.Run(program, "run", "--all-files")
	took := children(t) - before
	t.Logf("the first run of the hook took %.1f s, and %.1f s of a processor", time.Since(start).Seconds(), took.Seconds())
	if code == 0 || !strings.Contains(out, "flawed.sh:2:1: error[WL1001 unguarded]") {
		t.Errorf("exit code %d\n%s", code, out)
	}
	// The time on the clock is that of a machine which runs other tests as well.
	if most := 20 * time.Second; took > most {
		t.Errorf("the first run took %s of a processor; at most %s", took, most)
	}
}

// children is the processor time of what this test has run.
func children(t *testing.T) time.Duration {
	t.Helper()
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &use); err != nil {
		t.Fatal(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// TestAction installs for the action: from a release, from the tool cache, from source, and not from a tampered archive.
func TestAction(t *testing.T) {
	server := release.New(t, scratch.Root(t))
	install := func(t *testing.T, version string, env ...string) (*scratch.Repository, string, int) {
		r := scratch.New(t)
		r.Source("action-source")
		r.Write(map[string]string{"action-source/packaging/version": version + "\n", "temp/x": ""})
		output := filepath.Join(r.Folder, "output")
		r.Env = append(r.Env, "WIPELINT_VERSION=", "WIPELINT_ACTION="+filepath.Join(r.Folder, "action-source"), "GITHUB_OUTPUT="+output,
			"RUNNER_TEMP="+filepath.Join(r.Folder, "temp"), "WIPELINT_RELEASES="+server.URL)
		r.Env = append(r.Env, env...)
		out, code := r.Run("bash", "action-source/action/install.sh")
		return r, out, code
	}
	// The attestation is looked at where there is a gh that knows of such, and a token; the program runs only where it holds.
	const gh = "#!/bin/sh\necho \"$*\" >>\"$NOTES\"\ncase $* in *--help) exit $OLD ;; *) exit $BAD ;; esac\n"
	for _, tt := range []struct {
		old, bad, token string
		code, calls     int
	}{{"0", "0", "t", 0, 2}, {"0", "1", "t", 2, 2}, {"1", "1", "t", 0, 1}, {"0", "1", "", 0, 0}} {
		bin := scratch.New(t)
		bin.Write(map[string]string{"gh": gh})
		notes := filepath.Join(t.TempDir(), "notes")
		r, out, code := install(t, release.Version, "PATH="+bin.Folder+string(os.PathListSeparator)+without(t, "go"), "GH_TOKEN="+tt.token, "NOTES="+notes, "OLD="+tt.old, "BAD="+tt.bad)
		text, _ := os.ReadFile(notes)
		if code != tt.code || strings.Count(string(text), "attestation verify ") != tt.calls {
			t.Errorf("%+v: exit code %d\n%s\ngh was called so:\n%s", tt, code, out, text)
		}
		if tt.calls == 2 && !strings.Contains(string(text), ".tar.gz --repo wipelint/wipelint --signer-workflow wipelint/wipelint/.github/workflows/release.yml\n") {
			t.Errorf("gh was called so:\n%s", text)
		}
		if _, err := os.Stat(filepath.Join(r.Folder, "temp", "wipelint-program", "wipelint")); (err == nil) != (tt.code == 0) {
			t.Errorf("%+v: the program: %v", tt, err)
		}
	}
	before := server.Archives.Load()
	tools := t.TempDir()
	for range 2 {
		r, out, code := install(t, release.Version, "RUNNER_TOOL_CACHE="+tools, "PATH="+without(t, "go"))
		if code != 0 {
			t.Fatalf("exit code %d\n%s", code, out)
		}
		works(t, r, filepath.Join(r.Folder, "temp", "wipelint-program", "wipelint"))
	}
	if n := server.Archives.Load() - before; n != 1 {
		t.Errorf("the archive was downloaded %d times, and is to be kept", n)
	}
	server.Tamper(true)
	r, out, code := install(t, release.Version)
	if code != 2 || !strings.Contains(out, "has not the checksum that the release lists; nothing is run") {
		t.Errorf("tampered: exit code %d\n%s", code, out)
	}
	if _, err := os.Stat(filepath.Join(r.Folder, "temp", "wipelint-program", "wipelint")); err == nil {
		t.Error("tampered: the program is there")
	}
	kept, err := filepath.Glob(filepath.Join(tools, "wipelint", "*", "*", "*.tar.gz"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("%q, %v", kept, err)
	}
	if err := os.WriteFile(kept[0], []byte("changed"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, out, code := install(t, release.Version, "RUNNER_TOOL_CACHE="+tools); code != 2 {
		t.Errorf("a changed archive in the cache: exit code %d\n%s", code, out)
	}
	server.Tamper(false)
	for _, version := range []string{"0.2.0-dev", "9.9.9"} { // between releases, and where there is no such release
		r, out, code := install(t, version)
		if code != 0 || !strings.Contains(out, "wipelint v"+version) {
			t.Errorf("%s: exit code %d\n%s", version, code, out)
		}
		if _, err := exec.LookPath(filepath.Join(r.Folder, "temp", "wipelint-program", "wipelint")); err != nil {
			t.Error(err)
		}
	}
	if _, out, code := install(t, "9.9.9", "PATH="+without(t, "go")); code != 2 || !strings.Contains(out, "Go is not installed") {
		t.Errorf("no release and no Go: exit code %d\n%s", code, out)
	}
}
