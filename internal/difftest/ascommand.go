package difftest

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
)

// A Command analyses scripts as the command does, with a configuration file and with what they source.
type Command struct{ dir string }

// NewCommand makes a folder for the scripts; Close removes it.
func NewCommand() (*Command, error) {
	dir, err := os.MkdirTemp("", "difftest")
	if err != nil {
		return nil, err
	}
	c := &Command{dir}
	if err := os.WriteFile(c.config(), []byte(catalogText), 0o600); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// Close removes the folder.
func (c *Command) Close() { _ = os.RemoveAll(c.dir) }

func (c *Command) config() string { return filepath.Join(c.dir, ".wipelint.toml") }

// Analyze gives for each destructive command the verdicts and primary rules of its calls, in order. The files are not written:
// they lie over the folder, as the unsaved ones of an editor do.
func (c *Command) Analyze(sc Script) (map[string][]string, error) {
	main := filepath.Join(c.dir, "script")
	overlay := map[string][]byte{main: []byte(sc.Text)}
	for name, text := range sc.Files {
		overlay[filepath.Join(c.dir, name)] = []byte(text)
	}
	r, err := driver.Run(context.Background(), driver.Config{
		Paths: []string{main}, ConfigFile: c.config(), Jobs: 1, Rules: analyzers.All(), Overlay: overlay,
	})
	if err != nil {
		return nil, err
	}
	if len(r.Errors) > 0 {
		return nil, errors.New(r.Errors[0].Message)
	}
	out := map[string][]string{}
	for _, s := range r.Sites {
		name := destructiveIn(sc.Whole(), s.Command)
		out[name] = append(out[name], strings.TrimSpace(s.Verdict+" "+strings.Join(s.Rules[:min(len(s.Rules), 1)], "")))
	}
	for _, v := range out {
		slices.Sort(v)
	}
	return out, nil
}

// same tells whether two scripts have the same verdicts. A site that is met in another order, because it stands in another file
// now, is the same one.
func same(a, b map[string][]string) bool { return maps.EqualFunc(a, b, slices.Equal[[]string]) }
