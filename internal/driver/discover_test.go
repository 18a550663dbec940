//go:build unix

package driver

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/wipelint/wipelint/internal/rule"
)

// analysed lists the scripts that a run looks at: all files of these tests have a destructive command.
func analysed(t *testing.T, paths ...string) string {
	t.Helper()
	results, err := Run(context.Background(), Config{Paths: paths, Rules: []*rule.Rule{unguarded}})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range results.Findings {
		names = append(names, f.File)
	}
	for _, e := range results.Errors {
		names = append(names, e.File+": "+e.Message)
	}
	return strings.Join(names, "\n")
}

func expect(t *testing.T, got string, want ...string) {
	t.Helper()
	if w := strings.Join(want, "\n"); got != w {
		t.Errorf("got:\n%s\nwant:\n%s", got, w)
	}
}

func TestDiscover(t *testing.T) {
	const wipe = "#!/bin/sh\nmkfs x\n"
	tree(t, map[string]string{
		"repo/.git/hooks/x.sh":     wipe,
		"repo/.gitignore":          "out/\n*.tmp.sh\n!keep.tmp.sh\n/top.sh\n",
		"repo/a.sh":                "mkfs x",
		"repo/top.sh":              "mkfs x",
		"repo/tool":                wipe,
		"repo/text":                "mkfs x",
		"repo/script.py":           wipe,
		"repo/gen.tmp.sh":          "mkfs x",
		"repo/keep.tmp.sh":         "mkfs x",
		"repo/out/o.sh":            "mkfs x",
		"repo/sub/.gitignore":      "own.sh\n!gen.tmp.sh\n",
		"repo/sub/own.sh":          "mkfs x",
		"repo/sub/top.sh":          "mkfs x",
		"repo/sub/gen.tmp.sh":      "mkfs x",
		"repo/.hidden/h.sh":        "mkfs x",
		"repo/vendor/.git":         "gitdir: elsewhere",
		"repo/vendor/v.tmp.sh":     "mkfs x",
		"outside.sh":               "mkfs x",
		"elsewhere/deep/folder.sh": "mkfs x",
	})
	links := map[string]string{
		"repo/inside":       "tool",
		"repo/out.sh":       "../outside.sh",
		"repo/loop":         ".",
		"repo/elsewhere":    "../elsewhere",
		"repo/dangling.sh":  "nowhere",
		"repo/circle.sh":    "circle.sh",
		"repo/gitlink":      ".git/hooks/x.sh",
		"repo/only/link.sh": "../text",
	}
	if err := os.Mkdir("repo/only", 0o777); err != nil {
		t.Fatal(err)
	}
	for name, target := range links {
		if err := os.Symlink(target, name); err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
	}
	if err := syscall.Mkfifo("repo/pipe.sh", 0o666); err != nil {
		t.Fatal(err)
	}
	all := []string{
		"repo/.hidden/h.sh", "repo/a.sh", "repo/keep.tmp.sh",
		"repo/sub/gen.tmp.sh", "repo/sub/top.sh", "repo/text", "repo/tool", "repo/vendor/v.tmp.sh",
	}
	// "text" is a shell script by the name of the link to it, only/link.sh.
	expect(t, analysed(t, "repo"), all...)
	expect(t, analysed(t, "repo/loop"), replace(all, "repo/", "repo/loop/")...)
	expect(t, analysed(t, "repo/sub"), "repo/sub/gen.tmp.sh", "repo/sub/top.sh")
	// What is named is analysed: ignored or not, whatever it is called, and once.
	expect(t, analysed(t, "repo/out"), "repo/out/o.sh")
	expect(t, analysed(t, "repo/text", "repo/script.py", "repo/top.sh", "./repo/top.sh"), "repo/script.py", "repo/text", "repo/top.sh")
	expect(t, analysed(t, "repo/sub/own.sh", "repo/sub"), "repo/sub/gen.tmp.sh", "repo/sub/own.sh", "repo/sub/top.sh")
	expect(t, analysed(t, "missing", "outside.sh"), "outside.sh", "missing: no such file or directory")
	expect(t, analysed(t, "/dev/null"), "/dev/null: not a regular file")
	t.Chdir("repo/sub")
	expect(t, analysed(t, ".."), replace(all, "repo/", "../")...)
}

func replace(list []string, old, with string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strings.Replace(s, old, with, 1)
	}
	return out
}

func TestUnreadable(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("nothing is unreadable for root")
	}
	tree(t, map[string]string{"a.sh": "mkfs x", "b.sh": "mkfs x", "d/c.sh": "mkfs x"})
	for _, name := range []string{"a.sh", "d"} {
		if err := os.Chmod(name, 0); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(name, 0o777) })
	}
	expect(t, analysed(t, "."), "b.sh", "a.sh: permission denied", "d: permission denied")
}

func TestNamedPipe(t *testing.T) {
	tree(t, nil)
	if err := syscall.Mkfifo("pipe", 0o666); err != nil {
		t.Fatal(err)
	}
	// Nobody writes: it must not wait for ever.
	expect(t, analysed(t, "pipe"))
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := w.WriteString("mkfs x"); err != nil {
		t.Fatal(err)
	}
	w.Close()
	name := filepath.Join("/dev/fd", itoa(r.Fd()))
	if _, err := os.Stat(name); err != nil {
		t.Skip("no /dev/fd here")
	}
	expect(t, analysed(t, name), name)
}

func itoa(n uintptr) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}

func TestTooLarge(t *testing.T) {
	tree(t, map[string]string{"a.sh": "mkfs x", "b.sh": "#!/bin/sh\n"})
	if err := os.Truncate("b.sh", maxSize+1); err != nil {
		t.Fatal(err)
	}
	expect(t, analysed(t, "."), "a.sh", "b.sh: larger than 32 MB, which is no script; leave it out")
}
