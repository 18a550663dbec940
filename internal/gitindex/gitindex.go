// Package gitindex tells which files of a repository git tracks. It reads the index, of which it needs the names alone, so
// that no other program has to be started in a folder that strangers may have filled.
package gitindex

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/wipelint/wipelint/internal/bounded"
)

// most is the largest index that is read; a million files have one of some 100 MB.
const most = 1 << 30

// A Set is the tracked files of a repository, and the folders that they are in.
type Set struct {
	files, folders map[string]bool
}

// Has reports whether a file is tracked, or a folder has a tracked file below it. The path is relative to the repository's
// root, with slashes.
func (s *Set) Has(path string, folder bool) bool {
	if s == nil {
		return false
	}
	if folder {
		return s.folders[path]
	}
	return s.files[path]
}

// Read gives the tracked files of the repository whose work tree is root; none where nothing has been added yet.
func Read(root string) (*Set, error) {
	dir, err := gitDir(root)
	if err != nil {
		return nil, err
	}
	data, err := bounded.Read(filepath.Join(dir, "index"), most)
	if errors.Is(err, fs.ErrNotExist) {
		return &Set{}, nil
	}
	if err != nil {
		return nil, err
	}
	names, err := parse(data, hashSize(dir))
	if err != nil {
		return nil, err
	}
	s := &Set{files: make(map[string]bool, len(names)), folders: map[string]bool{}}
	for _, name := range names {
		sparse := strings.HasSuffix(name, "/") // a folder that is not checked out, in a sparse index
		name = strings.TrimSuffix(name, "/")
		if !sparse {
			s.files[name] = true
		}
		for i := strings.LastIndexByte(name, '/'); i > 0 && !s.folders[name[:i]]; i = strings.LastIndexByte(name[:i], '/') {
			s.folders[name[:i]] = true
		}
	}
	return s, nil
}

// gitDir finds the folder of the index: .git, or what a file of that name points at in a further work tree or a submodule.
func gitDir(root string) (string, error) {
	dir := filepath.Join(root, ".git")
	if info, err := os.Stat(dir); err != nil || info.IsDir() {
		return dir, err
	}
	text, err := bounded.Read(dir, 1<<16)
	if err != nil {
		return "", err
	}
	to, ok := strings.CutPrefix(strings.TrimSpace(string(text)), "gitdir: ")
	if !ok {
		return "", errors.New(".git is neither a folder nor names one")
	}
	if !filepath.IsAbs(to) {
		to = filepath.Join(root, to)
	}
	return to, nil
}

// hashSize is how long the repository's object names are.
func hashSize(dir string) int {
	if text, err := bounded.Read(filepath.Join(dir, "commondir"), 1<<16); err == nil {
		if to := strings.TrimSpace(string(text)); filepath.IsAbs(to) {
			dir = to
		} else {
			dir = filepath.Join(dir, to)
		}
	}
	text, err := bounded.Read(filepath.Join(dir, "config"), 1<<20)
	if err != nil {
		return 20
	}
	for line := range strings.Lines(strings.ToLower(string(text))) {
		if key, value, ok := strings.Cut(line, "="); ok && strings.TrimSpace(key) == "objectformat" && strings.TrimSpace(value) == "sha256" {
			return 32
		}
	}
	return 20
}

var errIndex = errors.New("the index of git is damaged, or of a form that is not known")

// parse gives the names of an index of version 2, 3 or 4.
func parse(data []byte, hash int) ([]string, error) {
	if len(data) < 12 || string(data[:4]) != "DIRC" {
		return nil, errIndex
	}
	version, count := binary.BigEndian.Uint32(data[4:]), int(binary.BigEndian.Uint32(data[8:]))
	if version < 2 || version > 4 || count > len(data)/(42+hash) {
		return nil, errIndex
	}
	names := make([]string, 0, count)
	at, last := 12, ""
	for range count {
		fixed := 40 + hash + 2 // times, numbers, mode, size; the object's name; flags
		if len(data)-at < fixed {
			return nil, errIndex
		}
		if flags := binary.BigEndian.Uint16(data[at+fixed-2:]); flags&0x4000 != 0 && version >= 3 {
			fixed += 2
		}
		if len(data)-at < fixed {
			return nil, errIndex
		}
		rest := data[at+fixed:]
		kept := ""
		if version == 4 { // the name is what differs from the one before
			cut, n := offset(rest)
			if n == 0 || cut > len(last) {
				return nil, errIndex
			}
			kept, rest, fixed = last[:len(last)-cut], rest[n:], fixed+n
		}
		end := bytes.IndexByte(rest, 0)
		if end < 0 {
			return nil, errIndex
		}
		last = kept + string(rest[:end])
		names = append(names, last)
		size := fixed + end + 1
		if version < 4 { // padded with NULs to a multiple of eight
			size = (fixed + end + 8) &^ 7
		}
		at += size
		if at > len(data) {
			return nil, errIndex
		}
	}
	return names, nil
}

// offset reads a number in the form that packs have for offsets; n is 0 where there is none.
func offset(data []byte) (value, n int) {
	for n < len(data) && n < 5 {
		c := data[n]
		if n > 0 {
			value++
		}
		value = value<<7 | int(c&0x7f)
		n++
		if c&0x80 == 0 {
			return value, n
		}
	}
	return 0, 0
}
