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
	"path"
	"path/filepath"
	"strings"
	"sync"
)

// A Revision is the files of a commit.
type Revision struct {
	name string
	root string            // of the work tree, without symbolic links
	ids  map[string]string // of regular files, by their paths from root
	// links are the ids of symbolic links, by the same.
	links map[string]string

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
	// A branch or tag that is called like the revision would be taken in its place.
	if full, err := git(folder, "rev-parse", "--symbolic-full-name", "--end-of-options", name); err == nil {
		if refs, err := git(folder, "for-each-ref", "--format=%(refname)", "refs/heads/"+name, "refs/tags/"+name, "refs/remotes/"+name); err == nil && bytes.Count(refs, []byte("\n")) > 1 {
			return nil, fmt.Errorf("%q may be more than one revision (git takes %s); write the whole name, such as refs/remotes/%s", name, bytes.TrimSpace(full), name)
		}
	}
	r := &Revision{name: name, ids: map[string]string{}, links: map[string]string{}, texts: map[string][]byte{}}
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
		switch {
		case !ok || len(fields) != 3 || fields[1] != "blob":
		case fields[0] == "120000":
			r.links[path] = fields[2]
		default:
			r.ids[path] = fields[2]
		}
	}
	return r, nil
}

// Inside reports whether a folder is in a repository.
func Inside(folder string) bool {
	_, err := git(folder, "rev-parse", "--show-toplevel")
	return err == nil
}

// Name is what the revision was asked for by.
func (r *Revision) Name() string { return r.name }

// Root is the folder of the work tree.
func (r *Revision) Root() string { return r.root }

// Read gives the text of a file, by its absolute path in the work tree. The error is fs.ErrNotExist where the revision has none.
func (r *Revision) Read(name string) ([]byte, error) {
	rel, err := filepath.Rel(r.root, name)
	if err != nil || !filepath.IsLocal(rel) {
		return nil, fs.ErrNotExist
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.file(filepath.ToSlash(rel), maxLinks)
}

// maxLinks is how many links may lead to a file.
const maxLinks = 8

// file gives the text of a file of the revision, which a link of the revision may stand for.
func (r *Revision) file(name string, links int) ([]byte, error) {
	id, ok := r.ids[name]
	if ok {
		return r.text(id)
	}
	// The file itself or a folder above it may be a link.
	for at := name; at != "."; at = path.Dir(at) {
		id, ok := r.links[at]
		if !ok {
			continue
		}
		target, err := r.text(id)
		if err != nil {
			return nil, err
		}
		to := path.Join(path.Dir(at), string(target), strings.TrimPrefix(name, at))
		if links == 0 || path.IsAbs(string(target)) || !filepath.IsLocal(filepath.FromSlash(to)) {
			return nil, fmt.Errorf("it is a link in revision %q, to %q, where it cannot be read", r.name, target)
		}
		return r.file(to, links-1)
	}
	return nil, fs.ErrNotExist
}

// text gives the text of a file or link by its id.
func (r *Revision) text(id string) ([]byte, error) {
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
