// Build puts the playground together: a folder of files that any web server can serve, and wipelint playground does.
//
//	go run ./internal/playground/build FOLDER
//
// It is run in the root of the repository, with the packages of internal/playground/page installed.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/wipelint/wipelint/internal/htmlreport"
)

// page is where the page's own files are.
var page = filepath.Join("internal", "playground", "page")

// small are packages built without inlining: a keystroke spends next to no time in any of them, and it takes 560 KB off the wire.
var small = []string{
	"github.com/wipelint/wipelint/analyzers/...", "github.com/wipelint/wipelint/internal/catalog/...", "github.com/wipelint/wipelint/internal/driver/...",
	"github.com/wipelint/wipelint/internal/htmlreport", "github.com/wipelint/wipelint/internal/symexec/foreign",
	"golang.org/x/...", "text/...", "html/...", "compress/...", "fmt", "time", "os",
	"github.com/benhoyt/goawk/...", "mvdan.cc/sh/v3/interp", "github.com/BurntSushi/toml", "go/...", "math/big", "encoding/...", "crypto/...",
	"github.com/wipelint/wipelint/internal/replay", "github.com/wipelint/wipelint/internal/config",
	"github.com/wipelint/wipelint/internal/symexec/prefilter", "github.com/wipelint/wipelint/internal/symexec/effects", "github.com/wipelint/wipelint/internal/symexec/models",
	"github.com/wipelint/wipelint/internal/report", "github.com/wipelint/wipelint/internal/testfolder", "github.com/wipelint/wipelint/internal/undeclared",
	"github.com/wipelint/wipelint/internal/inventory", "github.com/wipelint/wipelint/internal/suppress", "github.com/wipelint/wipelint/internal/script",
	"github.com/wipelint/wipelint/internal/baseline", "github.com/wipelint/wipelint/internal/gitignore", "github.com/wipelint/wipelint/internal/gitindex",
	"github.com/wipelint/wipelint/internal/rewrite", "github.com/wipelint/wipelint/internal/playground", "github.com/wipelint/wipelint/internal/rule",
	"mvdan.cc/sh/v3/expand", "mvdan.cc/sh/v3/pattern", "net/...", "reflect", "regexp/syntax", "path/...", "os/...", "flag", "math/rand/...",
	"github.com/mattn/...", "github.com/clipperhouse/...", "github.com/fatih/...", "github.com/rogpeppe/...",
	"github.com/wipelint/wipelint/internal/symexec",
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./internal/playground/build FOLDER")
		os.Exit(2)
	}
	if err := build(os.Args[1]); err != nil {
		fmt.Fprintf(os.Stderr, "cannot build the playground: %v\n", err)
		os.Exit(1)
	}
}

func build(folder string) error {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	for _, name := range []string{"index.html", "playground.css", "icon.svg", "worker.js"} {
		if err := copyFile(filepath.Join(folder, name), filepath.Join(page, name)); err != nil {
			return err
		}
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("go env: %w", err)
	}
	// It belongs to the compiler that makes the program, so it is that one's.
	if err := copyFile(filepath.Join(folder, "wasm_exec.js"), filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js")); err != nil {
		return err
	}
	view, style := htmlreport.View()
	examples, err := readExamples(filepath.Join("testdata", "incidents"))
	if err != nil {
		return err
	}
	list, err := json.Marshal(examples)
	if err != nil {
		return err
	}
	for name, text := range map[string][]byte{"view.js": []byte(view), "report.css": []byte(style), "examples.json": list} {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o666); err != nil {
			return err
		}
	}
	args := []string{"build", "-trimpath", "-ldflags", "-s -w", "-o", filepath.Join(folder, "wipelint.wasm")}
	for _, p := range small {
		args = append(args, "-gcflags="+p+"=-l")
	}
	if err := run([]string{"GOOS=js", "GOARCH=wasm"}, "go", append(args, "./internal/playground/wasm")...); err != nil {
		return err
	}
	info, err := os.Stat(filepath.Join(folder, "wipelint.wasm"))
	if err != nil {
		return err
	}
	if err := run(nil, filepath.Join(page, "node_modules", ".bin", "esbuild"), filepath.Join(page, "src", "main.js"),
		"--bundle", "--minify", fmt.Sprintf("--define:ANALYSER_BYTES=%d", info.Size()), "--format=esm", "--target=es2022", "--legal-comments=none", "--log-level=warning",
		"--outfile="+filepath.Join(folder, "playground.js")); err != nil {
		return err
	}
	return compress(folder)
}

func run(env []string, program string, args ...string) error {
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", program, err, out)
	}
	return nil
}

func copyFile(to, from string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o666)
}

// compress puts a compressed copy beside each file, for web servers that send those.
func compress(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) == ".gz" {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return err
		}
		var b bytes.Buffer
		w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			return err
		}
		if _, err := w.Write(text); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, entry.Name()+".gz"), b.Bytes(), 0o666); err != nil {
			return err
		}
	}
	return nil
}
