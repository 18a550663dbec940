package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// readmeRun is a block of the README that shows a run: the command, then what it prints.
var readmeRun = regexp.MustCompile("(?ms)^```console\n\\$ go run ./cmd/wipelint ([^\n]*)\n(.*?)^```$")

// readmeBlock is any block of one language.
func readmeBlock(t *testing.T, text, language, has string) string {
	t.Helper()
	for _, m := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllStringSubmatch(text, -1) {
		if strings.Contains(m[1], has) {
			return m[1]
		}
	}
	t.Fatalf("README.md has no %s block with %q", language, has)
	return ""
}

// TestReadme keeps the outputs in the README and in the page about reading them true.
func TestReadme(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	for name, least := range map[string]int{"README.md": 3, filepath.Join("docs", "reading.md"): 4} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		runs := 0
		written := readmeRun.ReplaceAllStringFunc(text, func(block string) string {
			m := readmeRun.FindStringSubmatch(block)
			runs++
			stdout, stderr := wipelint(strings.Fields(m[1])...)
			if stderr != "" {
				t.Errorf("wipelint %s says on standard error: %s", m[1], stderr)
			}
			if stdout != m[2] && !*update {
				t.Errorf("%s: wipelint %s prints now; run the test with -update if this is right:\n%s", name, m[1], stdout)
			}
			return "```console\n$ go run ./cmd/wipelint " + m[1] + "\n" + stdout + "```"
		})
		if runs < least {
			t.Errorf("%s shows %d runs, want %d or more", name, runs, least)
		}
		if lines := strings.Count(text, "\n"); name == "README.md" && lines >= 200 {
			t.Errorf("README.md has %d lines; it is to be read in five minutes, so move something to docs", lines)
		}
		if *update && written != text {
			if err := os.WriteFile(name, []byte(written), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestReadmeConfiguration runs the script with the contract under the configuration of the README.
func TestReadmeConfiguration(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	script := readmeBlock(t, string(data), "sh", "wipelint guard")
	for name, text := range map[string]string{
		".wipelint.toml": readmeBlock(t, string(data), "toml", "[[guard]]"),
		"contract.sh":    script,
		"status.sh":      "is-idle \"$1\" && reinstall-os \"$1\"\n",
		"output.sh":      "n=$(count-active \"$1\") && [ \"$n\" -eq 0 ] && reinstall-os \"$1\"\n",
	} {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	stdout, stderr := wipelint("audit")
	if stderr != "" || !strings.Contains(stdout, "\n3 destructive commands in 3 files: 3 guarded\n") {
		t.Errorf("got %s%s", stdout, stderr)
	}
	if err := os.WriteFile("contract.sh", []byte(strings.Replace(script, "# wipelint guard", "# guard", 1)), 0o666); err != nil {
		t.Fatal(err)
	}
	if stdout, stderr := wipelint("check", "contract.sh"); stderr != "" || !strings.Contains(stdout, "WL1001 unguarded") {
		t.Errorf("without its contract: got %s%s", stdout, stderr)
	}
}

// TestSuppressionPage runs the examples of docs/suppression.md.
func TestSuppressionPage(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "suppression.md"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	t.Setenv("SOURCE_DATE_EPOCH", "1767225600") // 2026-01-01
	page := string(data)
	for name, text := range map[string]string{
		"a.sh":                    readmeBlock(t, page, "sh", "disable=unguarded"),
		".wipelint.toml":          readmeBlock(t, page, "toml", "[[override]]"),
		".wipelint-baseline.json": readmeBlock(t, page, "json", "fingerprint"),
		"vendor/b.sh":             "mkfs.ext4 /dev/sda\n",
		"lab/c.sh":                "mkfs.ext4 /dev/sda\n",
		"lab/shared.sh":           "mkfs.ext4 /dev/sda\n",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	stdout, stderr := wipelint("check")
	for _, want := range []string{
		"lab/c.sh:1:1: note[WL1001", "lab/shared.sh:1:1: error[WL1001", "2 findings (1 error, 1 note) in 2 files; 2 suppressed;",
		"1 entry of .wipelint-baseline.json no longer occurs",
	} {
		if !strings.Contains(stdout, want) || stderr != "" {
			t.Errorf("no %q in %s%s", want, stdout, stderr)
		}
	}
	if stdout, stderr := wipelint("config"); stderr != "" || !strings.Contains(stdout, "severity.bypass         error") {
		t.Errorf("got %s%s", stdout, stderr)
	}
}

func wipelint(args ...string) (stdout, stderr string) {
	var out, errs bytes.Buffer
	run(context.Background(), args, strings.NewReader(""), &out, &errs)
	return out.String(), errs.String()
}
