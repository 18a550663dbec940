// Package site serves the playground to a browser on the same machine.
package site

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path"
	"strconv"
	"strings"
	"time"
)

// Policy is what the page may do: run its own program, load its own files, and nothing else. It holds for the worker too, which
// has no page to say so.
const Policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; worker-src 'self'; " +
	"img-src 'self'; base-uri 'none'; form-action 'none'"

// types are those of the files that a playground consists of. There is none for others, which are not served: the types do not
// depend on what the machine has registered, and a folder that was named by mistake stays private.
var types = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".json": "application/json",
	".svg":  "image/svg+xml",
	".wasm": "application/wasm",
}

// needed are files without which a folder is no playground.
var needed = []string{"index.html", "playground.js", "wipelint.wasm"}

// Open opens the folder of a playground.
func Open(folder string) (*os.Root, error) {
	root, err := os.OpenRoot(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is not there; run 'make playground' in a clone of wipelint, and name its dist/playground", folder)
	}
	if err != nil {
		return nil, err
	}
	for _, name := range needed {
		if _, err := root.Stat(name); err != nil {
			_ = root.Close()
			return nil, fmt.Errorf("%s holds no playground, as it has no %s; run 'make playground' in a clone of wipelint, and name its dist/playground", folder, name)
		}
	}
	return root, nil
}

// Handler serves the files of a playground to those who ask for it by the address of this machine. A page of another name that
// leads here (DNS rebinding) is refused, as are other methods, folders, and files that are no part of a playground.
func Handler(root *os.Root, port int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", Policy+"; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-cache") // the next build has the same names
		if !own(r.Host, port) {
			http.Error(w, "this playground is only for the machine that it runs on", http.StatusForbidden)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			h.Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" {
			name = "index.html"
		}
		kind := types[path.Ext(name)]
		if kind == "" || strings.ContainsAny(name, "/\\") {
			http.NotFound(w, r)
			return
		}
		file, err := root.Open(name)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		defer file.Close()
		info, err := file.Stat()
		if err != nil || !info.Mode().IsRegular() {
			http.NotFound(w, r)
			return
		}
		h.Set("Content-Type", kind)
		http.ServeContent(w, r, name, info.ModTime(), file)
	})
}

// own reports whether a request is to this machine by a name that only it has.
func own(host string, port int) bool {
	name, number, err := net.SplitHostPort(host)
	if err != nil {
		name, number = host, "80"
	}
	return number == strconv.Itoa(port) && (name == "127.0.0.1" || strings.EqualFold(name, "localhost"))
}

// Server gives a server that waits for nobody for ever.
func Server(handler http.Handler) *http.Server {
	return &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
}
