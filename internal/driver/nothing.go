package driver

import (
	"os"
	"path/filepath"
	"slices"
)

// nothing says of folders that the user named that there is no script in any of them: a path that is written wrong is no success.
func (r *run) nothing(outcomes []*outcome) []*Error {
	if slices.ContainsFunc(outcomes, func(o *outcome) bool { return o != nil && (o.scripts > 0 || len(o.errs) > 0) }) {
		return nil
	}
	var errs []*Error
	for _, path := range r.cfg.Paths {
		if info, err := os.Stat(path); err != nil || !info.IsDir() || r.configs.excludes(path, true) {
			return nil
		}
		errs = append(errs, &Error{File: filepath.ToSlash(path), Message: "there is no shell script in this folder; name a file to have it read whatever it is called"})
	}
	return errs
}
