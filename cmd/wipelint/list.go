package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/internal/bounded"
	"github.com/wipelint/wipelint/internal/report"
)

// A nameList is the list of paths that --files-from names.
type nameList struct {
	file  string // "-" is standard input
	empty bool   // it may be empty
	null  bool   // a NUL ends each path, and not a line feed
	done  bool   // it has been read: the paths have its names
}

// add gives the paths of the command line and those of the list. Without either it is the current folder; a list that may
// be empty stays so, as nobody who lists what changed wants everything checked where nothing did.
func (l nameList) add(cmd *cobra.Command, paths []string) ([]string, error) {
	if l.done {
		return paths, nil
	}
	if !cmd.Flags().Changed("files-from") {
		if l.null {
			return nil, errors.New("--null says how the paths of --files-from end; add --files-from with a file, or - for standard input")
		}
		if len(paths) == 0 {
			paths = []string{"."}
		}
		return paths, nil
	}
	if l.file == "" {
		return nil, errors.New("--files-from needs the name of a file, or - for standard input")
	}
	if l.file == "-" && slices.Contains(paths, "-") {
		return nil, errors.New("standard input cannot be the script and the list of --files-from; name a file for one of them")
	}
	text, err := l.read(cmd)
	if err != nil {
		return nil, fmt.Errorf("cannot read the list of --files-from: %w", err)
	}
	names, err := l.split(text)
	if err != nil {
		return nil, err
	}
	// Where a command that lists what changed fails, its list is empty too.
	if len(names) == 0 && !l.empty {
		return nil, errors.New("the list of --files-from is empty; if that is as it should be, add --allow-empty")
	}
	return append(slices.Clone(paths), names...), nil
}

func (l nameList) read(cmd *cobra.Command) ([]byte, error) {
	if l.file == "-" {
		return bounded.ReadFrom(cmd.InOrStdin(), bounded.List)
	}
	// A list may come through a pipe, as in --files-from <(git diff …), which is waited for.
	f, err := os.Open(l.file)
	if err == nil {
		defer f.Close()
		info, statErr := f.Stat()
		if statErr == nil && !info.Mode().IsRegular() && info.Mode()&fs.ModeNamedPipe == 0 {
			return nil, fmt.Errorf("%s: neither a regular file nor a pipe", report.Clean(l.file))
		}
		var text []byte
		if text, err = bounded.ReadFrom(f, bounded.List); err == nil {
			return text, nil
		}
	}
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return nil, fmt.Errorf("%s: %w", report.Clean(l.file), err)
}

// split takes a list apart. Empty lines are left out. A name is nothing but a name: "-" is a file that is called so.
func (l nameList) split(text []byte) ([]string, error) {
	end := "\n"
	if l.null {
		end = "\x00"
	} else if i := bytes.IndexByte(text, 0); i >= 0 {
		return nil, fmt.Errorf("the list of --files-from has a NUL in line %d; add --null if that ends its paths",
			bytes.Count(text[:i], []byte("\n"))+1)
	}
	var names []string
	for name := range strings.SplitSeq(string(text), end) {
		switch name {
		case "":
		case "-":
			names = append(names, "./-")
		default:
			names = append(names, name)
		}
	}
	return names, nil
}

// flagOrFile refuses an argument that looks like a flag and is a file that is there. A hook is run with the names of
// files behind its flags, and in a repository that strangers may add to, a file "--exit-zero" must not switch it off.
func flagOrFile(args []string) error {
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		return nil
	}
	for _, arg := range args {
		if arg == "--" {
			break
		}
		if len(arg) < 2 || arg[0] != '-' {
			continue
		}
		if _, err := os.Lstat(arg); err == nil {
			return fmt.Errorf("%q is the name of a file here and looks like a flag; put -- before the names of files, or write ./%s",
				arg, arg)
		}
	}
	return nil
}
