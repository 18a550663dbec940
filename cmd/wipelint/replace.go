package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// replaceFile writes a file as a whole: whoever reads it sees the old text or the new one, and no half of it, even when
// the program is stopped. What is no regular file, such as a pipe, is written to as it is.
func replaceFile(path string, write func(io.Writer) error) error {
	return pathless(replace(path, write))
}

// pathless is an error without the path, which stands beside it.
func pathless(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

func replace(path string, write func(io.Writer) error) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return errors.New("it is a folder")
	case err == nil && !info.Mode().IsRegular():
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(buffered(f, write), f.Close())
	case err == nil:
		// Where the path is a link, the file behind it is replaced and the link stays.
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	f, err := newBeside(path)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // it is gone when all went well
	err = errors.Join(buffered(f, write), keepMode(f, info), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// newBeside makes a new file in the folder of another. Unlike os.CreateTemp it has the mode that any new file has.
func newBeside(path string) (*os.File, error) {
	for i := 0; ; i++ {
		name := filepath.Join(filepath.Dir(path), fmt.Sprintf(".wipelint-%d-%d.tmp", os.Getpid(), i))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) || i > 100 {
			return f, err
		}
	}
}

// keepMode gives a file the mode of the one that it replaces, nil when there is none.
func keepMode(f *os.File, old fs.FileInfo) error {
	if old == nil {
		return nil
	}
	return f.Chmod(old.Mode().Perm())
}
