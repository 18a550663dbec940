package main

import (
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/report"
	"github.com/wipelint/wipelint/internal/script"
)

// hintAtOthers says on standard error which of the named files nothing says to be a shell script, of those in which nothing
// was found: what is read as a language that it is not in has no destructive commands.
func hintAtOthers(cmd *cobra.Command, paths []string, results *driver.Results) {
	told := map[string]bool{}
	for _, s := range results.Sites {
		told[filepath.Clean(s.File)] = true
	}
	for _, e := range results.Errors {
		told[filepath.Clean(e.File)] = true
	}
	for _, path := range paths {
		if path != "-" && !told[filepath.Clean(path)] && !looksLikeShell(path) {
			complain(cmd.ErrOrStderr(), report.Clean(path)+": neither its name nor its first line says that it is a shell script; it was read as one")
		}
	}
}

// looksLikeShell reports whether a file is a shell script by its name or first line, or is no file that has one.
func looksLikeShell(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return true
	}
	file, err := os.Open(path)
	if err != nil {
		return true
	}
	defer file.Close()
	const headSize = 256
	head, err := io.ReadAll(io.LimitReader(file, headSize))
	return err != nil || script.IsShell(path, head)
}
