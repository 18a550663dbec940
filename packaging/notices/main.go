// Notices writes THIRD_PARTY_NOTICES: the licences of the modules that the program consists of. It fails where one has no licence that is
// known, or one whose terms reach further than its own files. With -check it fails where the file is not what it would write.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

const file = "THIRD_PARTY_NOTICES"

// allowed are the licences that ask for no more than a notice.
var allowed = []string{"MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "ISC", "CC0-1.0", "0BSD"}

type module struct {
	Path, Version, Dir string
	Main               bool
}

func main() {
	log.SetFlags(0)
	text, err := notices()
	if err != nil {
		log.Fatal(err)
	}
	if len(os.Args) > 1 && os.Args[1] == "-check" {
		if old, err := os.ReadFile(file); err != nil || !bytes.Equal(old, text) {
			log.Fatalf("%s is not up to date; run 'go run ./packaging/notices'", file)
		}
		return
	}
	if err := os.WriteFile(file, text, 0o666); err != nil {
		log.Fatal(err)
	}
}

func notices() ([]byte, error) {
	modules := map[string]module{}
	// What is linked differs a little between systems.
	for _, system := range []string{"linux", "darwin", "windows"} {
		cmd := exec.Command("go", "list", "-deps", "-json=Module", "./cmd/wipelint")
		cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0")
		out, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		for d := json.NewDecoder(bytes.NewReader(out)); ; {
			var p struct{ Module *module }
			if err := d.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, err
			}
			if p.Module != nil && !p.Module.Main {
				modules[p.Module.Path] = *p.Module
			}
		}
	}
	var paths []string
	for path := range modules {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	var b bytes.Buffer
	b.WriteString("wipelint contains the following modules, under the licences that stand below their names, and the standard library of Go\n" +
		"(https://go.dev/LICENSE).\n")
	for _, path := range paths {
		m := modules[path]
		fmt.Fprintf(&b, "\n%s\n%s %s\n", strings.Repeat("=", 80), m.Path, m.Version)
		entries, err := os.ReadDir(m.Dir)
		if err != nil {
			return nil, err
		}
		found := false
		for _, e := range entries {
			name := strings.ToUpper(e.Name())
			if e.IsDir() || !strings.HasPrefix(name, "LICEN") && !strings.HasPrefix(name, "COPYING") && !strings.HasPrefix(name, "NOTICE") {
				continue
			}
			text, err := os.ReadFile(filepath.Join(m.Dir, e.Name()))
			if err != nil {
				return nil, err
			}
			if !strings.HasPrefix(name, "NOTICE") {
				for _, match := range licensecheck.Scan(text).Match {
					if !slices.Contains(allowed, match.ID) {
						return nil, fmt.Errorf("%s: %s has the licence %s, which is not among the allowed: %v", m.Path, e.Name(), match.ID, allowed)
					}
					found = true
				}
			}
			fmt.Fprintf(&b, "\n%s\n", bytes.TrimSpace(bytes.ReplaceAll(text, []byte("\r"), nil)))
		}
		if !found {
			return nil, fmt.Errorf("%s has no licence that is known", m.Path)
		}
	}
	return b.Bytes(), nil
}
