package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/history"
	"github.com/wipelint/wipelint/internal/inventory"
	"github.com/wipelint/wipelint/internal/inventory/owners"
	"github.com/wipelint/wipelint/internal/report"
)

// mostPoints is how many commits a trend looks at.
const mostPoints = 12

// A past analyses the same paths as they were at other commits.
type past struct {
	repository *history.Repository
	folder     string // where their files are put
	cfg        driver.Config
	paths      []string // from the repository's root
}

// newPast prepares to analyse once more what a run has analysed. The caller calls done.
func (a *analysis) newPast(cmd *cobra.Command) (*past, error) {
	paths := a.paths // a list on standard input has been read already
	a.list = nameList{done: true}
	cfg, err := a.driverConfig(cmd, paths)
	if err != nil {
		return nil, err
	}
	if slices.Contains(cfg.Paths, "-") {
		return nil, fmt.Errorf("standard input has no history; name files or folders")
	}
	p := &past{cfg: *cfg}
	if p.repository, err = history.Open(cmd.Context(), "."); err != nil {
		return nil, err
	}
	for _, path := range cfg.Paths {
		rel, err := p.fromRoot(path)
		if err != nil {
			return nil, err
		}
		p.paths = append(p.paths, rel)
	}
	if len(p.paths) == 0 {
		rel, err := p.fromRoot(".")
		if err != nil {
			return nil, err
		}
		p.paths = []string{rel}
	}
	folder, err := os.MkdirTemp("", "wipelint-history-")
	if err != nil {
		return nil, err
	}
	if p.folder, err = filepath.EvalSymlinks(folder); err != nil {
		return nil, err
	}
	p.cfg.NoBaseline, p.cfg.Fixes, p.cfg.Replay, p.cfg.Cache, p.cfg.Partial = true, false, nil, driver.NewCache(), false
	if p.cfg.ConfigFile != "" {
		p.cfg.ConfigFolder = p.folder
	}
	if trust := p.cfg.Trust; trust != nil && trust.Read != nil {
		// The trusted files are those of now, whatever commit is looked at.
		root := trust.Root
		p.cfg.Trust = &driver.Trust{Name: trust.Name, Root: p.folder, Read: func(path string) ([]byte, error) {
			rel, err := filepath.Rel(p.folder, path)
			if err != nil {
				return nil, err
			}
			return trust.Read(filepath.Join(root, rel))
		}}
	}
	return p, nil
}

func (p *past) done() { os.RemoveAll(p.folder) }

// fromRoot is a path from the root of the repository.
func (p *past) fromRoot(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(filepath.Dir(abs)); err == nil {
		abs = filepath.Join(real, filepath.Base(abs))
	}
	rel, err := filepath.Rel(p.repository.Root(), abs)
	if err != nil || !filepath.IsLocal(rel) {
		return "", fmt.Errorf("%s is not in the repository %s; its history is not known", path, p.repository.Root())
	}
	return rel, nil
}

// at analyses the files as they were at a commit.
func (p *past) at(cmd *cobra.Command, c history.Commit) (*driver.Results, error) {
	if err := p.repository.Checkout(cmd.Context(), c, p.folder); err != nil {
		return nil, fmt.Errorf("cannot get the files of %s: %w", c.Short(), err)
	}
	cfg := p.cfg
	cfg.Paths = nil
	for _, rel := range p.paths {
		path := filepath.Join(p.folder, rel)
		if _, err := os.Lstat(path); err == nil {
			cfg.Paths = append(cfg.Paths, path)
		}
	}
	if len(cfg.Paths) == 0 {
		return &driver.Results{}, nil
	}
	results, err := driver.Run(cmd.Context(), cfg)
	if err != nil {
		return nil, err
	}
	wd, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	if real, err := filepath.EvalSymlinks(wd); err == nil {
		wd = real
	}
	// Files are named as those of now are: from the working folder.
	back, err := filepath.Rel(wd, p.repository.Root())
	if err != nil {
		return nil, err
	}
	inventory.Rebase(results, p.folder, back)
	return results, nil
}

// compare says what has become of the commands since the work tree's branch left a base.
func (a *analysis) compare(cmd *cobra.Command, base string, now *driver.Results) (*inventory.Diff, error) {
	p, err := a.newPast(cmd)
	if err != nil {
		return nil, err
	}
	defer p.done()
	c, err := p.repository.MergeBase(cmd.Context(), base)
	if err != nil {
		return nil, err
	}
	before, err := p.at(cmd, c)
	if err != nil {
		return nil, err
	}
	for _, e := range before.Errors {
		complain(cmd.ErrOrStderr(), fmt.Sprintf("at %s, which is compared with: %s", c.Short(), errorLine(e)))
	}
	return inventory.Compare(fmt.Sprintf("%s (%s)", report.Clean(base), c.Short()), before.Sites, now.Sites), nil
}

// trend counts the commands at commits since a day or a commit, and last as they are now.
func (a *analysis) trend(cmd *cobra.Command, since string) ([]inventory.Point, error) {
	p, err := a.newPast(cmd)
	if err != nil {
		return nil, err
	}
	defer p.done()
	commits, err := p.repository.Since(cmd.Context(), since, mostPoints)
	if err != nil {
		return nil, err
	}
	points := []inventory.Point{}
	for _, c := range commits {
		results, err := p.at(cmd, c)
		if err != nil {
			return nil, err
		}
		points = append(points, inventory.Count(c.Short(), c.When, results))
	}
	return points, nil
}

// own gives each command the owners of its file.
func own(results *driver.Results, cmd *cobra.Command) error {
	var root string
	if r, err := history.Open(cmd.Context(), "."); err == nil {
		root = r.Root()
	} else if root, err = filepath.Abs("."); err != nil {
		return err
	}
	list, err := owners.Find(root)
	if err != nil {
		return err
	}
	list.Assign(results)
	return nil
}

// dated says of which day and which commit the files of a run are.
func dated(cmd *cobra.Command, run *report.Run) error {
	day, err := today()
	if err != nil {
		return err
	}
	run.Day = day.Format("2006-01-02")
	if r, err := history.Open(cmd.Context(), "."); err == nil {
		run.Revision = r.Revision(cmd.Context())
	}
	return nil
}
