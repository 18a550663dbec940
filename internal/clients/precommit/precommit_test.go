//go:build clients

// Package precommit tries the hooks with the real pre-commit.
package precommit

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/clients/scratch"
)

const (
	flawed = "#!/bin/sh\nwipefs -a /dev/sda\n"
	safe   = "#!/bin/sh\nmountpoint -q /srv\n[ $? -eq 32 ] || exit 1\nrm -rf /srv/data\n"
)

// address is where people get the hooks from; git is told to take a copy of this repository for it.
const address = "https://github.com/wipelint/wipelint"

// hooks makes what the address stands for: this repository as it is.
func hooks(t *testing.T) *scratch.Repository {
	t.Helper()
	source := scratch.New(t)
	source.Source(".")
	source.Commit()
	source.Must("git", "tag", "v0.1.0")
	return source
}

// user makes a repository that uses a hook, with pre-commit installed into it.
func user(t *testing.T, source *scratch.Repository, home, config string) *scratch.Repository {
	t.Helper()
	program := scratch.Program(t, "WIPELINT_PRE_COMMIT")
	r := scratch.New(t)
	r.Env = append(r.Env, "PRE_COMMIT_HOME="+home, "GOFLAGS=-trimpath", "NO_COLOR=1", "PRE_COMMIT_COLOR=never")
	r.Configure("url.file://"+source.Folder+".insteadOf", address)
	r.Configure("protocol.file.allow", "always")
	r.Write(map[string]string{".pre-commit-config.yaml": config})
	r.Commit()
	r.Must(program, "install")
	return r
}

func config(hook, more string) string {
	return fmt.Sprintf("repos:\n- repo: %s\n  rev: v0.1.0\n  hooks:\n  - id: %s\n%s", address, hook, more)
}

// commit tries to commit files and wants the hook to refuse them with these words, or with none to let them in.
func commit(t *testing.T, r *scratch.Repository, files map[string]string, refused ...string) string {
	t.Helper()
	r.Write(files)
	for name := range files {
		r.Must("git", "add", "--", name)
	}
	out, code := r.Run("git", "commit", "-m", "Try")
	if (code == 0) != (len(refused) == 0) {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	for _, words := range refused {
		if !strings.Contains(out, words) {
			t.Errorf("does not say %q:\n%s", words, out)
		}
	}
	r.Must("git", "reset", "-q", "--hard")
	return out
}

// TestHooks commits to repositories that use each hook. The first builds wipelint, which the others share.
func TestHooks(t *testing.T) {
	source, home := hooks(t), t.TempDir()

	t.Run("wipelint", func(t *testing.T) {
		r := user(t, source, home, config("wipelint", ""))
		out := commit(t, r, map[string]string{"wipe disk.sh": flawed, "other.sh": safe},
			"wipe disk.sh:2:1: error[WL1001 unguarded]: unguarded: wipefs -a /dev/sda", "2 | wipefs -a /dev/sda", "1 finding (1 error) in 1 file; 2 scripts, 2 destructive commands: 1 guarded, 1 not guarded")
		if strings.Contains(out, "other.sh") {
			t.Errorf("the guarded script is named:\n%s", out)
		}
		commit(t, r, map[string]string{"-q.sh": flawed}, "-q.sh:2:1: error[WL1001 unguarded]")
		commit(t, r, map[string]string{"--exit-zero": flawed}, "--exit-zero:2:1: error[WL1001 unguarded]")
		commit(t, r, map[string]string{"bin/tool": flawed}, "bin/tool:2:1: error[WL1001 unguarded]")
		commit(t, r, map[string]string{"broken.sh": "if\n"}, "wipelint: broken.sh:1:1: ")
		out = commit(t, r, map[string]string{"safe one.sh": safe, "-safe.sh": safe})
		if !strings.Contains(out, "Passed") {
			t.Errorf("the hook did not run:\n%s", out)
		}
		commit(t, r, map[string]string{"readme.txt": "wipefs -a /dev/sda\n"})
	})

	t.Run("own arguments", func(t *testing.T) {
		r := user(t, source, home, config("wipelint", "    args: [--config, lint/settings.toml, --quiet, --]\n"))
		settings := map[string]string{"lint/settings.toml": "[severity]\nunguarded = \"note\"\n"}
		r.Write(settings)
		r.Commit()
		commit(t, r, map[string]string{"a.sh": flawed})
		commit(t, r, map[string]string{"lint/settings.toml": "[severity]\nunguarded = \"error\"\n", "-a.sh": flawed}, "-a.sh:2:1: error[WL1001 unguarded]")
	})

	// Who forgets the "--" gets an error and no silence.
	t.Run("arguments without an end", func(t *testing.T) {
		r := user(t, source, home, config("wipelint", "    args: [--quiet]\n"))
		commit(t, r, map[string]string{"--exit-zero": flawed, "a.sh": flawed}, `"--exit-zero" is the name of a file here and looks like a flag`)
	})

	t.Run("wipelint-go", func(t *testing.T) {
		r := user(t, source, home, config("wipelint-go", ""))
		commit(t, r, map[string]string{"wipe disk.sh": flawed}, "wipe disk.sh:2:1: error[WL1001 unguarded]")
		commit(t, r, map[string]string{"safe.sh": safe})
	})

	t.Run("wipelint-system", func(t *testing.T) {
		r := user(t, source, home, config("wipelint-system", ""))
		if out, code := r.Run("git", "commit", "--allow-empty", "-m", "Empty"); code != 0 {
			t.Errorf("nothing to check: exit code %d\n%s", code, out)
		}
		bin := filepath.Join(t.TempDir(), "bin")
		source.Must("go", "build", "-trimpath", "-o", bin+"/", "./cmd/wipelint")
		r.Env = append(r.Env, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
		commit(t, r, map[string]string{"wipe disk.sh": flawed, "-q.sh": flawed},
			"wipe disk.sh:2:1: error[WL1001 unguarded]", "-q.sh:2:1: error[WL1001 unguarded]")
		commit(t, r, map[string]string{"safe.sh": safe})
	})

	t.Run("wipelint-all", func(t *testing.T) {
		r := user(t, source, home, config("wipelint-all", ""))
		commit(t, r, map[string]string{"safe.sh": safe})
		r.Write(map[string]string{"old folder/flawed.sh": flawed})
		r.Commit()
		commit(t, r, map[string]string{"readme.txt": "nothing\n"}, "old folder/flawed.sh:2:1: error[WL1001 unguarded]")
	})

	t.Run("the page", func(t *testing.T) {
		text, err := os.ReadFile(filepath.Join(scratch.Root(t), "docs", "ci.md"))
		if err != nil {
			t.Fatal(err)
		}
		block := regexp.MustCompile("(?ms)^```yaml\n(# \\.pre-commit-config\\.yaml\n.*?)^```$").FindSubmatch(text)
		if block == nil {
			t.Fatal("docs/ci.md shows no .pre-commit-config.yaml")
		}
		r := user(t, source, home, string(block[1]))
		commit(t, r, map[string]string{"flawed.sh": flawed}, "flawed.sh:2:1: error[WL1001 unguarded]")
		commit(t, r, map[string]string{"safe.sh": safe})
	})
}
