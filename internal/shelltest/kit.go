package shelltest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"github.com/wipelint/wipelint/internal/shelltest/scratch"
)

// stub is the compiled stub; it is built once and written into each kit.
var stub = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "shelltest")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "stub")
	cmd := exec.Command("go", "build", "-ldflags=-s -w", "-o", file, "github.com/wipelint/wipelint/internal/shelltest/stub")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	return os.ReadFile(file)
})

// A kit is what the runs of a process share: a folder with the stub and the folders for PATH. To make them for each run takes
// longer than most runs. It is there as long as somebody uses it, so that nothing is left behind.
type kit struct {
	mu    sync.Mutex
	users int
	dir   string
	bins  map[string]string // folders of a script's own stubs, by their names
}

var shared kit

// take gives the folder; leave has to follow.
func (k *kit) take() (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.users == 0 {
		dir, err := scratch.Make("shelltest")
		if err != nil {
			return "", err
		}
		if err := fill(dir); err != nil {
			return "", errors.Join(err, os.RemoveAll(dir))
		}
		k.dir, k.bins = dir, map[string]string{}
	}
	k.users++
	return k.dir, nil
}

func (k *kit) leave() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.users--; k.users == 0 {
		_ = os.RemoveAll(k.dir)
	}
}

// bin gives the folder with the stubs of some names. The kit must have been taken.
func (k *kit) bin(names []string) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	key := strings.Join(names, "\x00")
	if bin, ok := k.bins[key]; ok {
		return bin, nil
	}
	bin := filepath.Join(k.dir, "bin"+strconv.Itoa(len(k.bins)))
	err := os.Mkdir(bin, 0o755)
	for _, n := range names {
		if n != "" && n != "." && n != ".." && !strings.ContainsAny(n, "/\x00") {
			err = errors.Join(err, os.Symlink(stubIn(k.dir), filepath.Join(bin, n)))
		}
	}
	if err == nil {
		k.bins[key] = bin
	}
	return bin, err
}

func stubIn(kit string) string  { return filepath.Join(kit, "stub") }
func toolsIn(kit string) string { return filepath.Join(kit, "tools") }

// fill makes a kit.
func fill(dir string) error {
	code, err := stub()
	if err != nil {
		return err
	}
	if err := errors.Join(os.Chmod(dir, 0o755), os.Mkdir(toolsIn(dir), 0o755)); err != nil {
		return err
	}
	// While a file is open for writing no other goroutine may fork, or starting it can fail as busy.
	syscall.ForkLock.RLock()
	err = os.WriteFile(stubIn(dir), code, 0o755)
	syscall.ForkLock.RUnlock()
	link := func(to, name string) {
		err = errors.Join(err, os.Symlink(to, filepath.Join(toolsIn(dir), name)))
	}
	for _, name := range always {
		link(stubIn(dir), name)
	}
	for _, name := range harmless {
		path, lookErr := exec.LookPath(name)
		if lookErr != nil {
			return errors.Join(err, lookErr)
		}
		link(path, name)
	}
	for _, name := range []string{"bash", "dash"} {
		if path, lookErr := exec.LookPath(name); lookErr == nil {
			link(path, name)
			if name == "dash" {
				link(path, "sh")
			}
		}
	}
	return err
}
