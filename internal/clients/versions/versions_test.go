//go:build !windows

// Package versions holds that pages and workflows name no version that nobody can have, and that a release is made as docs/install.md says.
package versions

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var root = filepath.Join("..", "..", "..")

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// released are the versions that CHANGELOG.md has with their day: those that have a tag.
func released(changelog string) []string {
	var list []string
	for _, m := range regexp.MustCompile(`(?m)^## \[(\d+\.\d+\.\d+[^\]]*)\] - \d{4}-\d{2}-\d{2}$`).FindAllStringSubmatch(changelog, -1) {
		list = append(list, m[1])
	}
	return list
}

// named are the versions of wipelint that a text lets its reader ask for.
var named = regexp.MustCompile(`(?:wipelint/wipelint(?:/cmd/wipelint)?@|ghcr\.io/wipelint/wipelint:|releases/download/|wipelint==|wipelint@|rev: )v?(\d+(?:\.\d+)*[^\s"'` + "`" + `)|/]*)`)

// TestNamedVersions reads what users read.
func TestNamedVersions(t *testing.T) {
	known := released(read(t, "CHANGELOG.md"))
	looked := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && slices.Contains([]string{".git", "node_modules", "dist", "bin", "testdata"}, d.Name()) {
			return fs.SkipDir
		}
		if d.IsDir() || !slices.Contains([]string{".md", ".yml", ".yaml"}, filepath.Ext(path)) {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		looked++
		for _, m := range named.FindAllStringSubmatch(string(text), -1) {
			major := slices.ContainsFunc(known, func(v string) bool { return strings.HasPrefix(v, m[1]+".") })
			if !slices.Contains(known, m[1]) && !major {
				t.Errorf("%s names %q, which is not released", path, m[0])
			}
		}
		return nil
	})
	if err != nil || looked < 20 {
		t.Errorf("%d pages were looked at: %v", looked, err)
	}
	for _, text := range []string{"uses: wipelint/wipelint@v1", "rev: v9.9.9", "ghcr.io/wipelint/wipelint:v0", "pip install wipelint==9.9.9", "npm install wipelint@9.9.9"} {
		if named.FindString(text) == "" {
			t.Errorf("%q is not seen", text)
		}
	}
	if len(known) == 0 && !strings.Contains(read(t, "docs/install.md"), "**There is no release yet.**") {
		t.Error("docs/install.md does not say what to write before there is a release")
	}
	if len(known) > 0 && strings.Contains(read(t, "docs/install.md"), "**There is no release yet.**") {
		t.Error("docs/install.md says that there is no release")
	}
}

// TestPinned holds that what others publish is named by commit, in workflows and on pages. This action itself is named by its branch where
// there is no release.
func TestPinned(t *testing.T) {
	uses := regexp.MustCompile(`(?m)^\s*(?:- )?(?:&\S+\s+)?uses: (\S+)(.*)$`)
	pinned := regexp.MustCompile(`^[^@]+@[0-9a-f]{40}$`)
	files, err := filepath.Glob(filepath.Join(root, ".github", "workflows", "*.yml"))
	if err != nil || len(files) < 3 {
		t.Fatalf("%q, %v", files, err)
	}
	pages, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, append(pages, filepath.Join(root, "README.md"))...) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range uses.FindAllStringSubmatch(string(text), -1) {
			if m[1] == "./" || m[1] == "wipelint/wipelint@main" {
				continue
			}
			if !pinned.MatchString(m[1]) || !regexp.MustCompile(`^ # v\d`).MatchString(m[2]) {
				t.Errorf("%s: %s%s is not a commit with its version behind it", file, m[1], m[2])
			}
		}
	}
}

// TestRelease makes a release in a copy: what is unreleased becomes that of the version, and only such a commit fits the tag.
func TestRelease(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string, mode os.FileMode) {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"CHANGELOG.md", "packaging/version", "packaging/release.sh"} {
		write(name, read(t, name), 0o777)
	}
	run := func(args ...string) (string, bool) {
		cmd := exec.Command("bash", append([]string{filepath.Join(folder, "packaging", "release.sh")}, args...)...)
		out, err := cmd.CombinedOutput()
		return string(out), err == nil
	}
	at := func(name string) string {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	refused := func(says string, args ...string) {
		t.Helper()
		if out, ok := run(args...); ok || !strings.Contains(out, says) {
			t.Errorf("%q: %s", args, out)
		}
	}
	dev := strings.TrimSpace(at("packaging/version"))
	version, isDev := strings.CutSuffix(dev, "-dev")
	if !isDev {
		t.Skip("this commit is a release")
	}
	refused("usage", "make", "1")
	refused("usage", "make", "0.1.0; touch x")
	refused("belongs to", "make", "99.0.0")
	refused("is no release", "next", "99.0.0")
	refused("packaging/version says", "check", "v"+version)
	before := at("CHANGELOG.md")
	if out, ok := run("make", version); !ok {
		t.Fatal(out)
	}
	if at("packaging/version") != version+"\n" || !slices.Contains(released(at("CHANGELOG.md")), version) {
		t.Errorf("the version is %q; the changelog begins %.900s", at("packaging/version"), at("CHANGELOG.md"))
	}
	if n := strings.Count(before, "\n- "); n < 20 || strings.Count(at("CHANGELOG.md"), "\n- ") != n {
		t.Errorf("of %d lines %d are left", n, strings.Count(at("CHANGELOG.md"), "\n- "))
	}
	if !regexp.MustCompile(`(?m)^## \[Unreleased\]\n\n## \[`).MatchString(at("CHANGELOG.md")) || strings.Contains(at("CHANGELOG.md"), "Nothing is released yet") {
		t.Errorf("the changelog begins %.900s", at("CHANGELOG.md"))
	}
	if out, ok := run("check", "v"+version); !ok {
		t.Error(out)
	}
	refused("packaging/version says", "check", "v99.0.0")
	refused("belongs to", "make", version)
	if out, ok := run("next", "99.0.0"); !ok || at("packaging/version") != "99.0.0-dev\n" {
		t.Errorf("%s, %q", out, at("packaging/version"))
	}
	refused("nothing stands under Unreleased", "make", "99.0.0")
}
