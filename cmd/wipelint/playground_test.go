package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPlayground asks the command for a page, by its own address and by another name, and ends it as a signal does.
func TestPlayground(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"index.html", "playground.js", "wipelint.wasm"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(name), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out, in := io.Pipe()
	var errs bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		code := run(ctx, []string{"playground", folder}, strings.NewReader(""), in, &errs)
		_ = in.Close()
		ended <- code
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("%v: %s", err, &errs)
	}
	address := strings.TrimSpace(line)
	if !strings.HasPrefix(address, "http://127.0.0.1:") {
		t.Errorf("it prints %q", line)
	}
	get := func(host string) (int, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		if host != "" {
			req.Host = host
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(text)
	}
	if code, text := get(""); code != http.StatusOK || text != "index.html" {
		t.Errorf("status %d, %q", code, text)
	}
	if code, text := get("wipelint.example.org"); code != http.StatusForbidden || strings.Contains(text, "index.html") {
		t.Errorf("by another name: status %d, %q", code, text)
	}
	_, port, err := net.SplitHostPort(strings.Trim(strings.TrimPrefix(address, "http:"), "/"))
	if err != nil {
		t.Fatal(err)
	}
	var taken bytes.Buffer
	if code := run(t.Context(), []string{"playground", "--port", port, folder}, strings.NewReader(""), io.Discard, &taken); code != exitTrouble ||
		!strings.Contains(taken.String(), "cannot listen on port "+port+": address already in use; choose another one") {
		t.Errorf("a port that is taken: %d, %s", code, &taken)
	}
	stop()
	if code := <-ended; code != exitClean || errs.Len() > 0 {
		t.Errorf("it ends with %d, and says %s", code, &errs)
	}
}
