// Package revision reads files as they are in a commit of a git repository, for a check that must not be decided by what it
// checks. It asks git itself, which knows every form that a repository may have, for names and contents alone: "ls-tree" and
// "cat-file" run no hook, no filter and no program of the configuration.
package revision

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// A Revision is the files of a commit.
type Revision struct {
	name string
	root string            // of the work tree, without symbolic links
	ids  map[string]string // of regular files, by their paths from root

	mu    sync.Mutex
	texts map[string][]byte
}

// Open reads the names of a revision of the repository that a folder is in.
func Open(folder, name string) (*Revision, error) {
	if name == "" || strings.HasPrefix(name, "-") {
		return nil, fmt.Errorf("%q is no revision; name a commit, branch or tag", name)
	}
	root, err := git(folder, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, fmt.Errorf("cannot read revision %q: %w", name, err)
	}
	commit, err := git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", name+"^{commit}")
	if err != nil || len(bytes.TrimSpace(commit)) == 0 {
		return nil, fmt.Errorf("there is no revision %q here; fetch it first (a build service's clone often has one commit only)", name)
	}
	r := &Revision{name: name, ids: map[string]string{}, texts: map[string][]byte{}}
	if r.root, err = filepath.EvalSymlinks(filepath.FromSlash(strings.TrimSuffix(string(root), "\n"))); err != nil {
		return nil, err
	}
	list, err := git(r.root, "ls-tree", "-r", "-z", "--full-tree", strings.TrimSpace(string(commit)))
	if err != nil {
		return nil, fmt.Errorf("cannot read revision %q: %w", name, err)
	}
	for row := range strings.SplitSeq(string(list), "\x00") {
		about, path, ok := strings.Cut(row, "\t")
		fields := strings.Fields(about)
		if ok && len(fields) == 3 && fields[1] == "blob" && strings.HasPrefix(fields[0], "100") { // no link
			r.ids[path] = fields[2]
		}
	}
	return r, nil
}

// Name is what the revision was asked for by.
func (r *Revision) Name() string { return r.name }

// Root is the folder of the work tree.
func (r *Revision) Root() string { return r.root }

// Read gives the text of a file, by its absolute path in the work tree. The error is fs.ErrNotExist where the revision has none.
func (r *Revision) Read(path string) ([]byte, error) {
	rel, err := filepath.Rel(r.root, path)
	if err != nil || !filepath.IsLocal(rel) {
		return nil, fs.ErrNotExist
	}
	id, ok := r.ids[filepath.ToSlash(rel)]
	if !ok {
		return nil, fs.ErrNotExist
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if text, ok := r.texts[id]; ok {
		return text, nil
	}
	text, err := git(r.root, "cat-file", "blob", id)
	if err != nil {
		return nil, fmt.Errorf("cannot read it in revision %q: %w", r.name, err)
	}
	r.texts[id] = text
	return text, nil
}

// git runs a command of git in a folder.
func git(folder string, args ...string) ([]byte, error) {
	program, err := exec.LookPath("git")
	if err != nil {
		return nil, errors.New("git is not installed, and is needed to read a revision")
	}
	// Nothing is fetched to fill a partial clone, which would run a program that the repository's configuration names.
	cmd := exec.Command(program, append([]string{"--no-replace-objects", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"}, args...)...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C")
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		if first, _, _ := strings.Cut(strings.TrimSpace(said.String()), "\n"); first != "" {
			return nil, errors.New(first)
		}
		return nil, err
	}
	return out.Bytes(), nil
}
