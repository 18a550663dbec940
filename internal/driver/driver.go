// Package driver runs the rules over scripts: it finds the files, gives each its configuration, runs the analyzers
// of each script in the order of their Requires, and puts the findings of all scripts together.
//
// It is a driver of golang.org/x/tools/go/analysis of our own, as gopls and golangci-lint have theirs. The stock one
// reads Go packages, keeps every syntax tree until the end and dies of one panic; here a script is a pass with no Go
// files (the script and what it sources are OtherFiles), a finished file leaves only text and positions behind, and a
// panic is an error of its file. What an analysis.Pass has no place for, the parsed script, its catalogue and its
// loader, is the result of guardflow.InputAnalyzer, which the driver seeds: that analyzer's Run is never called.
package driver

import (
	"context"
	"io"
	"path/filepath"
	"sync"
	"time"

	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// A Config says what to analyse, and how.
type Config struct {
	// Paths are files, folders, and "-" for standard input. A file named here is analysed whatever it is called;
	// in folders the shell scripts are found.
	Paths []string
	// Stdin is what "-" reads.
	Stdin io.Reader
	// StdinName is the name that standard input goes by, and by which its configuration and what it sources are
	// found; empty means "-" in the working folder.
	StdinName string
	// ForceExclude lets a configuration leave out what is named in Paths, too, and not only what is found in folders.
	ForceExclude bool
	// ConfigFile is used for all files instead of the nearest .wipelint.toml.
	ConfigFile string
	// ConfigFolder is what the patterns of ConfigFile are relative to; empty is the working folder.
	ConfigFolder string
	// ConfigText is the text of ConfigFile, which then need not exist; nil means that the file is read.
	ConfigText []byte
	// NoConfig lets no configuration count, so that only the built-in catalogue does.
	NoConfig bool
	// Chosen are severities that outweigh all configurations, by the names of rules. The empty one is the rule's own, whatever a
	// configuration turns off.
	Chosen map[string]rule.Severity
	// Baseline is used for all files instead of those that configurations name.
	Baseline string
	// NoBaseline lets no baseline take findings out.
	NoBaseline bool
	// Trust is where what may switch findings off is taken from; nil is the checked files themselves.
	Trust *Trust
	// Jobs is how many scripts are analysed at a time; 0 means GOMAXPROCS.
	Jobs int
	// Rules are the rules to run.
	Rules []*rule.Rule
	// Fixes says whether to work out changes that mend the findings. Each is proved by running the executor on the changed
	// script, so a script with findings takes several times as long.
	Fixes bool
	// Brief leaves out what a verdict of guarded rests on where only a second run of the executor shows it, for outputs that do
	// not tell of guarded commands.
	Brief bool
	// Bounds limit the executor; the zero value stands for the default ones. What ran with others is not kept in Cache.
	Bounds effects.Bounds
	// Overlay is text that stands for that of files, such as unsaved ones, by path. The files need not exist.
	Overlay map[string][]byte
	// Today is the day by which suppression comments have ended or not; the zero time means now.
	Today time.Time
	// Cache, if there is one, gives the outcomes of files that have not changed since an earlier run with the same rules,
	// and keeps those of this run.
	Cache *Cache
	// Progress is told how many of the files are done, first with none when they have been found. It is called by several
	// goroutines at a time and may be nil.
	Progress func(done, total int)
	// Took is told how long the analysis of each file took. It is called by several goroutines at a time and may be nil.
	Took func(path string, took time.Duration)
	// Replay says which findings to replay; nil is none.
	Replay Wanted
	// Partial says that a context which ends gives what was found until then, with an error that says so, and at once: files that are
	// being analysed are left alone.
	Partial bool
}

// A run is the state of one call of Run; but for what it remembers, its fields are not changed once the workers have
// started.
type run struct {
	cfg     Config
	suite   *suite
	configs *configs
	overlay map[string][]byte // by absolute path
	known   map[string]string // name for display by real path

	excluded   int      // files and folders that configurations leave out
	configured []string // folders with a configuration of their own
	submodules int      // those that are not checked out
	ledger     ledger

	there     sync.Map // whether a file that may be sourced exists, by path
	libraries sync.Map // files that scripts source, *library by libraryKey
	tests     sync.Map // files of folders of tests, *script.Script by path
}

// Run analyses the scripts of a configuration. What goes wrong with one file is in Results.Errors; the error is for
// what makes the whole run impossible, and for a context that ended.
func Run(ctx context.Context, cfg Config) (*Results, error) {
	suite, err := newSuite(cfg.Rules)
	if err != nil {
		return nil, err
	}
	r := &run{cfg: cfg, suite: suite, configs: newConfigs(cfg.ConfigFile, cfg.Rules, cfg.Cache), overlay: map[string][]byte{}}
	r.configs.none, r.configs.text, r.configs.chosen = cfg.NoConfig, cfg.ConfigText, cfg.Chosen
	r.configs.folder, r.configs.trust = cfg.ConfigFolder, cfg.Trust
	for _, path := range cfg.Paths {
		if abs, err := filepath.Abs(path); err == nil && path != "-" {
			r.configs.finder.Named = append(r.configs.finder.Named, abs)
		}
	}
	if cfg.ConfigFile != "" {
		// It is for every file, so a fault in it is known before any is looked at, and even where there is none.
		if _, err := r.configs.of("."); err != nil {
			return merge(nil, configErrors(err)), nil
		}
	}
	if cfg.Baseline != "" && !cfg.NoBaseline {
		if _, err := r.readBaseline(cfg.Baseline); err != nil {
			return merge(nil, []*Error{baselineError(cfg.Baseline, err)}), nil
		}
	}
	for path, text := range cfg.Overlay {
		abs, err := filepath.Abs(path)
		if err != nil {
			return nil, err
		}
		r.overlay[abs] = text
	}
	files, errs, err := r.discover(ctx)
	if ended := ctx.Err() != nil; ended && cfg.Partial {
		return merge(nil, []*Error{{Message: "incomplete: ended while looking for scripts; none was analysed"}}), nil
	}
	if err != nil {
		return nil, err
	}
	r.known = make(map[string]string, len(files))
	for _, f := range files {
		r.known[f.real] = f.path
	}
	outcomes := r.all(ctx, files)
	if err := ctx.Err(); err != nil && !cfg.Partial {
		return nil, err
	}
	outcomes, missing := completed(outcomes, files)
	if len(missing) > 0 {
		errs = append(errs, incomplete(len(files), missing))
	}
	if len(errs) == 0 {
		errs = r.nothing(outcomes)
	}
	results := merge(outcomes, errs)
	for _, f := range files {
		results.Given = append(results.Given, f.path)
	}
	r.suppress(results, outcomes)
	r.refusals(results)
	r.judge(results)
	r.baselines(results)
	r.off(results, outcomes)
	return results, nil
}
