package lsp

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
)

// pathOf gives the absolute path of a document. One that is not in a file, such as "untitled:Untitled-1", gets a path in
// the folder, where no file need be.
func pathOf(uri, folder string) (string, error) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme == "" {
		return "", fmt.Errorf("%q is no URI", clipped(uri, 80))
	}
	if u.Scheme != "file" {
		name := strings.Map(func(r rune) rune {
			if r < ' ' || strings.ContainsRune(`/\`, r) {
				return '_'
			}
			return r
		}, strings.TrimPrefix(uri, u.Scheme+":"))
		if name == "" {
			name = u.Scheme
		}
		return filepath.Join(folder, clippedBytes(name, 200)), nil
	}
	path := u.Path
	if runtime.GOOS == "windows" {
		// file:///c%3A/x is c:\x, and file://host/share/x is \\host\share\x.
		if len(path) > 2 && path[0] == '/' && path[2] == ':' {
			path = path[1:]
		} else if u.Host != "" {
			path = "//" + u.Host + path
		}
	}
	if path == "" || strings.ContainsRune(path, 0) {
		return "", errors.New("the URI of a file has no path")
	}
	path = filepath.Clean(filepath.FromSlash(path))
	if !filepath.IsAbs(path) {
		return "", fmt.Errorf("%q does not name a file by its absolute path", clipped(uri, 80))
	}
	return path, nil
}

// uriOf gives the URI of a file. All but plain letters is escaped, byte by byte: a name need not be UTF-8.
func uriOf(path string) string {
	var b strings.Builder
	b.WriteString("file://")
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		b.WriteByte('/')
	}
	for i := range len(path) {
		c := path[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~/", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func clippedBytes(s string, n int) string { return s[:min(n, len(s))] }
