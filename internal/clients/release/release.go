//go:build clients

// Package release stands for the server that releases are downloaded from, on this machine.
package release

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
)

// Version is that of the release.
const Version = "0.1.0"

// A Server has one release, for this machine.
type Server struct {
	// URL is what WIPELINT_RELEASES has to be.
	URL string
	// Program is the file of the release's program.
	Program string
	archive []byte
	tamper  atomic.Bool
	// Archives counts how often the archive was asked for.
	Archives atomic.Int64
}

// Tamper lets the server give out another archive than the one whose checksum it lists.
func (s *Server) Tamper(yes bool) { s.tamper.Store(yes) }

// New builds the program and serves it as a release until the test ends.
func New(t *testing.T, root string) *Server {
	t.Helper()
	program := filepath.Join(t.TempDir(), "wipelint")
	build := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -X main.version=v"+Version, "-o", program, "./cmd/wipelint")
	build.Dir = root
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Program: program, archive: archive(t, text)}
	other := archive(t, []byte("#!/bin/sh\ntouch \"$HOME/pwned\"\n"))
	name := fmt.Sprintf("wipelint_%s_%s_%s.tar.gz", Version, runtime.GOOS, runtime.GOARCH)
	sum := sha256.Sum256(s.archive)
	mux := http.NewServeMux()
	mux.HandleFunc("/v"+Version+"/checksums.txt", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, "%s  other.tar.gz\n%s  %s\n", hex.EncodeToString(make([]byte, 32)), hex.EncodeToString(sum[:]), name)
	})
	mux.HandleFunc("/v"+Version+"/"+name, func(w http.ResponseWriter, _ *http.Request) {
		s.Archives.Add(1)
		if s.tamper.Load() {
			_, _ = w.Write(other)
			return
		}
		_, _ = w.Write(s.archive)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

func archive(t *testing.T, program []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	w := tar.NewWriter(z)
	if err := w.WriteHeader(&tar.Header{Name: "wipelint", Mode: 0o755, Size: int64(len(program))}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(program); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
