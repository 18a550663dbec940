package difftest

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
)

//go:embed stub/c/stub.c
var stubSource []byte

//go:embed stub/c/carry.h
var carrySource []byte

//go:embed stub/c/quick.h
var quickSource []byte

//go:embed stub/c/repeat.h
var repeatSource []byte

// buildStub compiles the stub to file. The one in C starts in half the time of the one in Go, which needs no C compiler.
func buildStub(file string, inC bool) error {
	if inC {
		dir := filepath.Dir(file)
		for name, text := range map[string][]byte{"stub.c": stubSource, "carry.h": carrySource, "quick.h": quickSource, "repeat.h": repeatSource} {
			source := filepath.Join(dir, name)
			if err := os.WriteFile(source, text, 0o600); err != nil {
				return err
			}
			defer os.Remove(source)
		}
		args := []string{"-O2", "-static", "-fno-stack-protector", "-fno-tree-loop-distribute-patterns", "-o", file, filepath.Join(dir, "stub.c")}
		if runtime.GOARCH == "amd64" {
			args = append(args, "-Wl,-e,begin") // of quick.h
		}
		out, err := exec.Command("cc", args...).CombinedOutput()
		if err != nil {
			return fmt.Errorf("cc: %w\n%s", err, out)
		}
		return nil
	}
	cmd := exec.Command("go", "build", "-ldflags=-s -w", "-o", file, "github.com/wipelint/wipelint/internal/difftest/stub")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	return nil
}

// stubCode is the compiled stub, built once per process.
var stubCode = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "difftest")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "stub")
	if buildStub(file, true) != nil {
		if err := buildStub(file, false); err != nil {
			return nil, err
		}
	}
	return os.ReadFile(file)
})

// furnish fills the folder that PATH names: with stubs, the harmless tools and the shells.
func furnish(bin string, code []byte) error {
	main := filepath.Join(bin, ".stub")
	if err := errors.Join(os.MkdirAll(bin, 0o755), os.WriteFile(main, code, 0o755)); err != nil {
		return err
	}
	var stubbed []string
	for name := range answers {
		stubbed = append(stubbed, name)
	}
	for _, name := range slices.Concat(stubbed, unknown, steady, realTools, destructive, carrierNames()) {
		if err := os.Symlink(".stub", filepath.Join(bin, name)); err != nil {
			return err
		}
	}
	for _, name := range append(slices.Clone(tools), "bash", "dash", "dirname") {
		path, err := exec.LookPath(name)
		if err != nil {
			return err
		}
		if err := os.Symlink(path, filepath.Join(bin, name)); err != nil {
			return err
		}
	}
	dash, err := exec.LookPath("dash")
	if err != nil {
		return err
	}
	return os.Symlink(dash, filepath.Join(bin, "sh"))
}
