package site

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// playground makes a folder that passes for one, with things in it and beside it that are none of a browser's business.
func playground(t *testing.T) *os.Root {
	t.Helper()
	top := t.TempDir()
	folder := filepath.Join(top, "site")
	for name, text := range map[string]string{
		"site/index.html": "page", "site/playground.js": "program", "site/wipelint.wasm": "\x00asm", "site/report.css": "style",
		"site/examples.json": "[]", "site/icon.svg": "<svg/>", "site/wipelint.wasm.gz": "packed", "site/notes.txt": "private",
		"site/.hidden/a.js": "private", "site/sub.js/b.js": "private", "secret.js": "secret",
	} {
		file := filepath.Join(top, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(top, "secret.js"), filepath.Join(folder, "link.js")); err != nil {
		t.Fatal(err)
	}
	root, err := Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = root.Close() })
	return root
}

func ask(h http.Handler, method, host, target string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/", nil)
	r.Host, r.URL.Path = host, target
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestFiles(t *testing.T) {
	h := Handler(playground(t), 8080)
	for target, want := range map[string]string{
		"/": "text/html; charset=utf-8", "/index.html": "text/html; charset=utf-8", "/playground.js": "text/javascript; charset=utf-8",
		"/wipelint.wasm": "application/wasm", "/report.css": "text/css; charset=utf-8", "/examples.json": "application/json", "/icon.svg": "image/svg+xml",
	} {
		w := ask(h, http.MethodGet, "127.0.0.1:8080", target)
		if got := w.Header().Get("Content-Type"); w.Code != http.StatusOK || got != want {
			t.Errorf("%s: status %d, type %s, want %s", target, w.Code, got, want)
		}
		if p := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(p, Policy) || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", target, w.Header())
		}
	}
	if w := ask(h, http.MethodHead, "localhost:8080", "/"); w.Code != http.StatusOK || w.Body.Len() > 0 {
		t.Errorf("HEAD: status %d, %q", w.Code, w.Body)
	}
}

func TestNothingElse(t *testing.T) {
	h := Handler(playground(t), 8080)
	for _, target := range []string{
		"/secret.js", "/../secret.js", "/..%2fsecret.js", "//secret.js", "/..\\secret.js", "/link.js", "/.hidden/a.js", "/.hidden/", "/.hidden",
		"/sub.js", "/sub.js/", "/sub.js/b.js", "/notes.txt", "/wipelint.wasm.gz", "/missing.js", "/index.html/", "/./index.html", "/\x00.js",
	} {
		w := ask(h, http.MethodGet, "127.0.0.1:8080", target)
		if w.Code != http.StatusNotFound {
			t.Errorf("%q: status %d, %q", target, w.Code, w.Body)
		}
		if body := w.Body.String(); strings.Contains(body, "secret") || strings.Contains(body, "private") || strings.Contains(body, "<a") {
			t.Errorf("%q: %q", target, body)
		}
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions} {
		if w := ask(h, method, "127.0.0.1:8080", "/"); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: status %d", method, w.Code)
		}
	}
}

func TestHosts(t *testing.T) {
	root := playground(t)
	for host, want := range map[string]int{
		"127.0.0.1:8080": 200, "localhost:8080": 200, "LocalHost:8080": 200,
		"": 403, "127.0.0.1": 403, "localhost": 403, "127.0.0.1:80": 403, "127.0.0.1:8081": 403, "example.org": 403, "example.org:8080": 403,
		"localhost.example.org:8080": 403, "127.0.0.1.example.org:8080": 403, "127.0.0.1:8080.example.org": 403, "127.0.0.1:8080:8080": 403,
		"[::1]:8080": 403, "0.0.0.0:8080": 403, "a@127.0.0.1:8080": 403,
	} {
		if w := ask(Handler(root, 8080), http.MethodGet, host, "/"); w.Code != want {
			t.Errorf("%q: status %d, want %d", host, w.Code, want)
		}
	}
	if w := ask(Handler(root, 80), http.MethodGet, "127.0.0.1", "/"); w.Code != http.StatusOK {
		t.Errorf("port 80: status %d", w.Code)
	}
}

// TestPolicy compares what the page itself says with what goes along with it.
func TestPolicy(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "page", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	if want := `<meta http-equiv="Content-Security-Policy" content="` + Policy + `">`; !strings.Contains(string(page), want) {
		t.Errorf("the page does not hold %s", want)
	}
	for _, bad := range []string{"unsafe-inline", "'unsafe-eval'", "data:", "*"} {
		if strings.Contains(Policy, bad) {
			t.Errorf("the policy allows %s", bad)
		}
	}
}

func TestOpen(t *testing.T) {
	empty := t.TempDir()
	for folder, want := range map[string]string{filepath.Join(empty, "none"): "is not there; run 'make playground'", empty: "holds no playground"} {
		if _, err := Open(folder); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", folder, err)
		}
	}
}
