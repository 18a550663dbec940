// Package owners says whose files are, by the CODEOWNERS file of a repository.
package owners

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/hmarr/codeowners"

	"github.com/wipelint/wipelint/internal/driver"
)

// ownerFiles are where a CODEOWNERS file may be, the first one that is there counts.
var ownerFiles = []string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"}

// Owners says whose files are.
type Owners struct {
	root  string
	rules codeowners.Ruleset
}

// Find reads the CODEOWNERS file of a repository; nil where there is none.
func Find(root string) (*Owners, error) {
	for _, name := range ownerFiles {
		path := filepath.Join(root, filepath.FromSlash(name))
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return nil, err
		case !info.Mode().IsRegular() || info.Size() > 4<<20:
			return nil, fmt.Errorf("%s is no file of at most 4 MiB; owners cannot be read from it", path)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		rules, err := codeowners.ParseFile(bytes.NewReader(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w; correct the line", path, err)
		}
		return &Owners{root, rules}, nil
	}
	return nil, nil
}

// Of are the owners of a file, which is named as findings name it.
func (o *Owners) Of(file string) []string {
	if o == nil {
		return nil
	}
	abs, err := filepath.Abs(file)
	if err != nil {
		return nil
	}
	if real, err := filepath.EvalSymlinks(filepath.Dir(abs)); err == nil {
		abs = filepath.Join(real, filepath.Base(abs))
	}
	rel, err := filepath.Rel(o.root, abs)
	if err != nil || !filepath.IsLocal(rel) {
		return nil
	}
	r, err := o.rules.Match(filepath.ToSlash(rel))
	if err != nil || r == nil {
		return nil
	}
	var names []string
	for _, owner := range r.Owners {
		names = append(names, owner.String())
	}
	return names
}

// Assign gives each command its owners.
func (o *Owners) Assign(r *driver.Results) {
	for _, s := range r.Sites {
		s.Owners = o.Of(s.File)
	}
}
