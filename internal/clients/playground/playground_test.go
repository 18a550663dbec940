//go:build clients

// Package playground tries the playground with a real browser, as it is built and served.
package playground

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/wipelint/wipelint/internal/clients"
)

// TestPlayground serves the playground that was built and has look.mjs look at it. WIPELINT_SHOTS names a folder for pictures.
func TestPlayground(t *testing.T) {
	const remedy = "run this test by 'make clients-playground', which makes what it needs"
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatalf("%v; %s", err, remedy)
	}
	repository := clients.Build(t)
	for _, needed := range []string{filepath.Join("internal", "clients", "browser", "node_modules", "playwright-core"), filepath.Join("dist", "playground", "wipelint.wasm")} {
		if _, err := os.Stat(filepath.Join(repository, needed)); err != nil {
			t.Fatalf("%v; %s", err, remedy)
		}
	}
	wire := int64(0)
	files, err := filepath.Glob(filepath.Join(repository, "dist", "playground", "*.gz"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		wire += info.Size()
	}
	if wire == 0 || wire > 5_000_000 {
		t.Errorf("the playground is %d bytes on the wire, want at most 5,000,000", wire)
	}
	address := serve(t, filepath.Join(repository, "dist", "playground"))
	texts, err := json.Marshal(long(t, filepath.Join(repository, "testdata", "incidents")))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "long.json")
	if err := os.WriteFile(file, texts, 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "--test", "--test-reporter=spec", "look.mjs")
	cmd.Env = append(os.Environ(), "WIPELINT_CHROMIUM="+chromium, "WIPELINT_PLAYGROUND="+address, "WIPELINT_LONG="+file)
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatal(err)
	}
}

// serve runs wipelint playground, and sees that it ends in good order afterwards.
func serve(t *testing.T, folder string) (address string) {
	t.Helper()
	cmd := exec.Command("wipelint", "playground", folder)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("wipelint playground ends with %v", err)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address = strings.TrimSpace(line)
	client := &http.Client{Timeout: time.Minute}
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = "example.org"
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden {
		t.Errorf("a page of another name gets status %d", resp.StatusCode)
	}
	return address
}

// A timed is a script to type into.
type timed struct {
	Name   string `json:"name"`
	Script string `json:"script"`
	Config string `json:"config"`
}

// long makes scripts of about 200 lines of what people wrote: incidents one behind the other, and some as the subcommands of one
// tool.
func long(t *testing.T, incidents string) []timed {
	t.Helper()
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join(incidents, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	config := read("dropbox-2014/.wipelint.toml")
	five := []string{"gitlab-2017/wrong-host.sh", "steam-2015/empty-root.sh", "bumblebee-2011/space.sh", "s3-2017/all-at-once.sh", "kde-2013/not-listed.sh"}
	row, tool, choice := "", "#!/bin/bash\n", ""
	for _, name := range five {
		row += read(name)
		command, _, _ := strings.Cut(name, "-")
		tool += command + "() {\n" + read(name) + "}\n"
		choice += command + ") shift; " + command + " \"$@\" ;;\n"
	}
	return []timed{
		{"five incidents after each other", row, config},
		{"five incidents as subcommands", tool + "case $1 in\n" + choice + "esac\n", config},
		{"two large incidents after each other", read("dropbox-2014/failopen.sh") + read("dropbox-2014/bypass.sh"), config},
	}
}
