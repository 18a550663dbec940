//go:build clients

package node

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/wipelint/wipelint/internal/clients"
)

// methods are those that the client has to have used: all that the server knows.
const methods = `$/cancelRequest
client/registerCapability
exit
initialize
initialized
shutdown
textDocument/codeAction
textDocument/codeLens
textDocument/diagnostic
textDocument/didChange
textDocument/didClose
textDocument/didOpen
textDocument/didSave
textDocument/documentSymbol
textDocument/hover
textDocument/inlayHint
textDocument/publishDiagnostics
window/logMessage
workspace/codeLens/refresh
workspace/configuration
workspace/diagnostic
workspace/diagnostic/refresh
workspace/didChangeConfiguration
workspace/didChangeWatchedFiles
workspace/didChangeWorkspaceFolders
workspace/inlayHint/refresh
`

// TestClient drives every request with the client library of Visual Studio Code.
func TestClient(t *testing.T) {
	repository := clients.Build(t)
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatalf("%v; make needed-clients-editors installs it", err)
	}
	if _, err := os.Stat(filepath.Join("node_modules", "vscode-languageserver-protocol")); err != nil {
		t.Fatalf("%v; make needed-clients-editors installs it", err)
	}
	folder, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	example := filepath.Join(repository, "testdata", "incidents", "dropbox-2014")
	for to, from := range map[string]string{"failopen.sh": "failopen.sh", ".wipelint.toml": ".wipelint.toml", "other.sh": "unguarded.sh"} {
		text, err := os.ReadFile(filepath.Join(example, from))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, to), text, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, node, "client.mjs", folder)
	var used, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &used, &said
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, said.String())
	}
	if got := used.String(); got != methods {
		t.Errorf("the client used\n%s\nwant\n%s", got, methods)
	}
}
