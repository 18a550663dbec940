//go:build vscode

package vscode

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/wipelint/wipelint/internal/clients"
)

// TestEditor installs dist/wipelint.vsix in a real Visual Studio Code, which code-server shows to a browser, and has editor.mjs look
// at it. It has a tag of its own, since code-server takes minutes to install; "make clients-vscode" runs it.
func TestEditor(t *testing.T) {
	server := os.Getenv("WIPELINT_CODE_SERVER")
	if _, err := os.Stat(server); err != nil {
		t.Fatalf("WIPELINT_CODE_SERVER has to name code-server's entry.js: %v; run this test by 'make clients-vscode'", err)
	}
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatalf("%v; run this test by 'make clients-vscode', which installs what it needs", err)
	}
	repository := clients.Build(t)
	folder := t.TempDir()
	workspace := filepath.Join(folder, "scripts")
	if err := os.CopyFS(workspace, os.DirFS("workspace")); err != nil {
		t.Fatal(err)
	}
	settings := func(scope string, of map[string]any) {
		t.Helper()
		text, err := json.Marshal(of)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Join(folder, "data", scope), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "data", scope, "settings.json"), text, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	settings("Machine", map[string]any{"wipelint.path": filepath.Join(repository, "bin", "clients", "wipelint")})
	settings("User", map[string]any{
		"workbench.startupEditor": "none", "workbench.colorTheme": "Default Light Modern", "workbench.tips.enabled": false,
		"telemetry.telemetryLevel": "off", "git.enabled": false, "editor.minimap.enabled": false, "extensions.ignoreRecommendations": true,
	})
	args := []string{server, "--user-data-dir", filepath.Join(folder, "data"), "--extensions-dir", filepath.Join(folder, "extensions")}
	environment := append(os.Environ(), "HOME="+folder)
	install := exec.CommandContext(t.Context(), "node", append(args, "--install-extension", filepath.Join(repository, "dist", "wipelint.vsix"))...)
	install.Env = environment
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}

	address := free(t)
	ctx, cancel := context.WithCancel(t.Context())
	serve := exec.CommandContext(ctx, "node", append(args, "--auth", "none", "--bind-addr", address,
		"--disable-telemetry", "--disable-update-check", "--disable-workspace-trust")...)
	serve.Env = environment
	serve.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // with all that it starts
	serve.Cancel = func() error { return syscall.Kill(-serve.Process.Pid, syscall.SIGTERM) }
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = serve.Wait()
	})
	waitFor(t, "http://"+address+"/healthz")

	look := exec.CommandContext(t.Context(), "node", "--test", "--test-reporter=spec", "editor.mjs")
	look.Env = append(os.Environ(), "WIPELINT_CHROMIUM="+chromium, fmt.Sprintf("WIPELINT_EDITOR=http://%s/?folder=%s", address, workspace))
	out, err := look.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatal(err)
	}
}

// free is an address on this machine on which nothing listens.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// waitFor waits until something answers at the address.
func waitFor(t *testing.T, url string) {
	t.Helper()
	for range 120 {
		if answer, err := http.Get(url); err == nil {
			answer.Body.Close()
			return
		}
		time.Sleep(500 * time.Millisecond)
	}
	t.Fatalf("nothing answers at %s", url)
}
