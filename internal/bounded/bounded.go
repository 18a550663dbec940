// Package bounded reads the files that decide what is checked, and by which rules: configurations, baselines, ignore files and
// lists. Whoever may add a file to a repository may make it a device, a pipe that nobody writes to, or very large; reading one
// must neither wait nor take all memory.
package bounded

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// The most that is read of each kind.
const (
	Config   = 1 << 20
	Ignore   = 1 << 20
	Baseline = 64 << 20
	List     = 64 << 20
)

var (
	errFolder     = errors.New("is a directory")
	errNotRegular = errors.New("not a regular file") // a device, pipe or socket
)

// Read gives the text of a regular file that is no larger than most.
func Read(path string, most int64) ([]byte, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		err = errFolder
	case !info.Mode().IsRegular():
		err = errNotRegular
	case info.Size() > most:
		err = tooLarge(most)
	}
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: path, Err: err}
	}
	return ReadFrom(f, most) // it may grow while it is read
}

// ReadFrom reads a stream that is no longer than most.
func ReadFrom(r io.Reader, most int64) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(text)) > most {
		err = tooLarge(most)
	}
	if err != nil {
		return nil, err
	}
	return text, nil
}

func tooLarge(most int64) error { return fmt.Errorf("larger than %d MB", most>>20) }
