package driver

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/wipelint/wipelint/internal/gitindex"
)

// tracked reports whether git tracks a file, or one below a folder, though an ignore file names it.
func (d *discovery) tracked(real string, folder bool) bool {
	root := real
	for !exists(filepath.Join(root, ".git")) || root == real {
		parent := filepath.Dir(root)
		if parent == root {
			return false
		}
		root = parent
	}
	set, ok := d.indexes[root]
	if !ok {
		var err error
		if set, err = gitindex.Read(root); err != nil {
			d.fail(filepath.Join(relative(root), ".git"), fmt.Sprintf("cannot tell which ignored files are tracked: %s", reason(err)))
		}
		if d.indexes == nil {
			d.indexes = map[string]*gitindex.Set{}
		}
		d.indexes[root] = set
	}
	return set.Has(filepath.ToSlash(strings.TrimPrefix(real[len(root):], string(filepath.Separator))), folder)
}
