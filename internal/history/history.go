// Package history gives the files of a Git repository as they were at other commits, so that they can be analysed like those of now.
// It asks git for objects only: no hook, filter or attribute of the repository has a say.
package history

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A Repository is a Git repository with a work tree.
type Repository struct{ root string }

// A Commit is a commit by its name and its day.
type Commit struct {
	Hash string
	When time.Time
}

// Short is the commit's name as people write it.
func (c Commit) Short() string { return c.Hash[:min(len(c.Hash), 10)] }

// Open finds the repository that a folder belongs to.
func Open(ctx context.Context, folder string) (*Repository, error) {
	r := &Repository{root: folder}
	out, err := r.git(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, fmt.Errorf("%s is in no Git repository with a work tree: %w", folder, err)
	}
	root, err := filepath.EvalSymlinks(strings.TrimRight(out, "\n"))
	if err != nil {
		return nil, err
	}
	return &Repository{root: root}, nil
}

// Root is the absolute path of the work tree.
func (r *Repository) Root() string { return r.root }

// Commit gives the commit that a name stands for.
func (r *Repository) Commit(ctx context.Context, name string) (Commit, error) {
	out, err := r.git(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", name+"^{commit}")
	if err != nil {
		return Commit{}, fmt.Errorf("there is no commit %q; fetch it first: git fetch origin %s", name, name)
	}
	return r.stamped(ctx, strings.TrimSpace(out))
}

// Revision names the commit of the work tree, with a word where files differ from it; "" where there is none yet.
func (r *Repository) Revision(ctx context.Context) string {
	c, err := r.Commit(ctx, "HEAD")
	if err != nil {
		return ""
	}
	if out, err := r.git(ctx, "status", "--porcelain", "--untracked-files=no"); err != nil || out != "" {
		return c.Short() + ", changed"
	}
	return c.Short()
}

// MergeBase gives the commit at which the work tree's branch left another one.
func (r *Repository) MergeBase(ctx context.Context, name string) (Commit, error) {
	c, err := r.Commit(ctx, name)
	if err != nil {
		return Commit{}, err
	}
	out, err := r.git(ctx, "merge-base", "HEAD", c.Hash)
	if err != nil {
		return c, nil //nolint:nilerr // nothing in common, or cut off by a shallow clone: then it is the commit itself
	}
	return r.stamped(ctx, strings.TrimSpace(out))
}

func (r *Repository) stamped(ctx context.Context, hash string) (Commit, error) {
	out, err := r.git(ctx, "show", "-s", "--format=%ct", hash)
	if err != nil {
		return Commit{}, err
	}
	seconds, err := strconv.ParseInt(strings.TrimSpace(out), 10, 64)
	if err != nil {
		return Commit{}, fmt.Errorf("git gives no date for %s: %w", hash, err)
	}
	return Commit{hash, time.Unix(seconds, 0).UTC()}, nil
}

// Since lists the commits of the current branch since a day (2027-01-31) or a commit, the oldest first: at most as many as wanted, the
// first and the last of them always, and the others at even distances.
func (r *Repository) Since(ctx context.Context, since string, most int) ([]Commit, error) {
	args := []string{"log", "--first-parent", "--reverse", "--format=%H %ct"}
	if _, err := time.Parse(time.DateOnly, since); err == nil {
		args = append(args, "--since="+since+"T00:00:00Z", "HEAD")
	} else {
		first, err := r.Commit(ctx, since)
		if err != nil {
			return nil, fmt.Errorf("--since takes a day such as 2027-01-31, or a commit: %w", err)
		}
		args = append(args, "HEAD", "^"+first.Hash)
	}
	out, err := r.git(ctx, args...)
	if err != nil {
		return nil, err
	}
	var all []Commit
	for line := range strings.Lines(out) {
		hash, seconds, _ := strings.Cut(strings.TrimSpace(line), " ")
		n, err := strconv.ParseInt(seconds, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("git gives no date for %s: %w", hash, err)
		}
		all = append(all, Commit{hash, time.Unix(n, 0).UTC()})
	}
	if len(all) <= most {
		return all, nil
	}
	var some []Commit
	for i := range most {
		some = append(some, all[i*(len(all)-1)/(most-1)])
	}
	return some, nil
}

// maxFile is the size past which a file is taken for no script.
const maxFile = 4 << 20

// An object is a file of a commit.
type object struct{ mode, hash, name string }

// Checkout writes the files of a commit into a folder, which then is a repository's root as far as looking for configurations goes.
// What it wrote for another commit before is changed only where it differs, so that a cache knows again what has stayed.
func (r *Repository) Checkout(ctx context.Context, c Commit, folder string) error {
	list, err := r.git(ctx, "ls-tree", "-r", "-z", "-l", "--full-tree", c.Hash)
	if err != nil {
		return err
	}
	var objects []object
	wanted := map[string]bool{}
	for entry := range strings.SplitSeq(list, "\x00") {
		meta, name, found := strings.Cut(entry, "\t")
		fields := strings.Fields(meta)
		if !found || len(fields) != 4 || fields[1] != "blob" || !filepath.IsLocal(filepath.FromSlash(name)) || inGit(name) {
			continue
		}
		if size, err := strconv.Atoi(fields[3]); err != nil || size > maxFile {
			continue
		}
		objects = append(objects, object{fields[0], fields[2], name})
		wanted[name] = true
	}
	if err := os.MkdirAll(filepath.Join(folder, ".git"), 0o777); err != nil {
		return err
	}
	if err := removeOthers(folder, wanted); err != nil {
		return err
	}
	return r.write(ctx, objects, folder)
}

// inGit reports whether a path leads into what is Git's own.
func inGit(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return strings.EqualFold(first, ".git")
}

// removeOthers takes away the files that are not wanted.
func removeOthers(folder string, wanted map[string]bool) error {
	return filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		switch {
		case d.IsDir() && rel == ".git":
			return filepath.SkipDir
		case !d.IsDir() && !wanted[filepath.ToSlash(rel)]:
			return os.Remove(path)
		}
		return nil
	})
}

// write gets the texts of files from git, and writes those that differ.
func (r *Repository) write(ctx context.Context, objects []object, folder string) error {
	cmd := r.command(ctx, "cat-file", "--batch")
	var ask bytes.Buffer
	for _, o := range objects {
		ask.WriteString(o.hash + "\n")
	}
	cmd.Stdin = &ask
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	in := bufio.NewReader(out)
	for _, o := range objects {
		header, err := in.ReadString('\n')
		fields := strings.Fields(header)
		if err != nil || len(fields) != 3 {
			return errors.Join(fmt.Errorf("git does not give the text of %s", o.name), err, cmd.Wait())
		}
		size, err := strconv.Atoi(fields[2])
		if err != nil {
			return fmt.Errorf("git gives no size for %s: %w", o.name, err)
		}
		text := make([]byte, size+1) // and the line feed behind it
		if _, err := io.ReadFull(in, text); err != nil {
			return fmt.Errorf("git gives only a part of %s: %w", o.name, err)
		}
		if err := place(filepath.Join(folder, filepath.FromSlash(o.name)), o.mode, text[:size], folder); err != nil {
			return err
		}
	}
	return cmd.Wait()
}

// place writes one file. A link that leads out of the folder is left out.
func place(path, mode string, text []byte, folder string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	if mode == "120000" {
		target := string(text)
		rel, err := filepath.Rel(folder, filepath.Join(filepath.Dir(path), target))
		if outside := err != nil || filepath.IsAbs(target) || !filepath.IsLocal(rel); outside {
			return nil
		}
		if old, err := os.Readlink(path); err == nil && old == target {
			return nil
		}
		os.Remove(path)
		return os.Symlink(target, path)
	}
	perm := os.FileMode(0o644)
	if mode == "100755" {
		perm = 0o755
	}
	if info, err := os.Lstat(path); err == nil {
		if old, err := os.ReadFile(path); err == nil && info.Mode() == perm && bytes.Equal(old, text) {
			return nil
		}
		os.Remove(path)
	}
	return os.WriteFile(path, text, perm)
}

// command is a call of git that reads no configuration but the repository's, and asks nobody for anything.
func (r *Repository) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", r.root, "-c", "core.fsmonitor=false", "--no-pager"}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C")
	return cmd
}

func (r *Repository) git(ctx context.Context, args ...string) (string, error) {
	cmd := r.command(ctx, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		if said := strings.TrimSpace(errs.String()); said != "" {
			err = errors.New(said)
		}
		return "", err
	}
	return out.String(), nil
}
