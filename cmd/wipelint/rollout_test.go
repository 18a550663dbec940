package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// guideBlock is a block of the guide that is carried out: commands, a part of the configuration, or a script with its name.
var guideBlock = regexp.MustCompile("(?ms)^```(console|toml|sh)\n(.*?)^```$")

// shownLines are how many lines of an output the guide shows at its beginning and at its end, if it is longer than both.
const shownFirst, shownLast = 7, 3

// TestRollout carries out docs/rollout.md, word for word, in a company's repository of 30 scripts: from nothing to a green gate.
func TestRollout(t *testing.T) {
	file, err := filepath.Abs(filepath.Join("..", "..", "docs", "rollout.md"))
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	company, err := txtar.ParseFile(filepath.Join("testdata", "company.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	scripts := 0
	for _, f := range company.Files {
		writeGuideFile(t, f.Name, string(f.Data))
		if strings.HasSuffix(f.Name, ".sh") {
			scripts++
		}
	}
	if scripts != 30 {
		t.Errorf("the repository has %d scripts, want 30", scripts)
	}
	for _, args := range []string{"init -q", "add .", "commit -q -m all", "branch -M main"} {
		runGuideGit(t, strings.Fields(args))
	}
	gates := []int{}
	written := guideBlock.ReplaceAllStringFunc(string(data), func(block string) string {
		m := guideBlock.FindStringSubmatch(block)
		switch kind, text := m[1], m[2]; kind {
		case "toml":
			old, err := os.ReadFile(".wipelint.toml")
			if err != nil {
				t.Fatal(err)
			}
			writeGuideFile(t, ".wipelint.toml", string(old)+"\n"+text)
		case "sh":
			name, script, _ := strings.Cut(strings.TrimPrefix(text, "# "), "\n")
			writeGuideFile(t, name, script)
		case "console":
			var b strings.Builder
			for line := range strings.Lines(text) {
				command, ok := strings.CutPrefix(strings.TrimSpace(line), "$ ")
				if !ok {
					continue
				}
				output, code := guideCommand(t, command)
				if strings.HasPrefix(command, "wipelint check --fail-on error") {
					gates = append(gates, code)
				}
				fmt.Fprintf(&b, "$ %s\n%s", command, output)
				if code != 0 {
					fmt.Fprintf(&b, "[exit code %d]\n", code)
				}
			}
			if b.String() != text && !*update {
				t.Errorf("the guide shows something else; run the test with -update if this is right:\n%s", b.String())
			}
			return "```console\n" + b.String() + "```"
		}
		return block
	})
	if fmt.Sprint(gates) != "[0 1 0]" {
		t.Errorf("the gate is green, stops a new command and is green again with exit codes %v", gates)
	}
	if *update && written != string(data) {
		if err := os.WriteFile(file, []byte(written), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// guideCommand runs a command of the guide.
func guideCommand(t *testing.T, command string) (output string, code int) {
	t.Helper()
	args := strings.Fields(command)
	if name, ok := strings.CutPrefix(command, "rm "); ok {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
		return "", 0
	}
	if args[0] == "git" {
		runGuideGit(t, args[1:])
		return "", 0
	}
	if args[0] != "wipelint" {
		t.Fatalf("the guide has the unknown command %q", command)
	}
	var out, errs bytes.Buffer
	code = run(context.Background(), args[1:], strings.NewReader(""), &out, &errs)
	if errs.Len() > 0 {
		t.Errorf("%s says on standard error: %s", command, errs.String())
	}
	text := regexp.MustCompile(`\([0-9a-f]{10}\)`).ReplaceAllString(out.String(), "(3f2a91c04d)")
	lines := strings.SplitAfter(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) > shownFirst+shownLast+1 {
		text = strings.Join(lines[:shownFirst], "") + "…\n" + strings.Join(lines[len(lines)-shownLast:], "") + "\n"
	}
	return text, code
}

func runGuideGit(t *testing.T, args []string) {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@b.c", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@b.c",
		"GIT_AUTHOR_DATE=2026-01-05T12:00:00Z", "GIT_COMMITTER_DATE=2026-01-05T12:00:00Z")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %s: %v: %s", args, err, out)
	}
}

func writeGuideFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
