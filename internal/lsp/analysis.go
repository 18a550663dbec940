package lsp

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/report"
)

// An analysis is that of a snapshot's open documents.
type analysis struct {
	ctx    context.Context // ends when the analysis is not wanted any more
	cancel context.CancelFunc
	once   sync.Once
	done   chan struct{} // closed when there are results, or an error
	found  *found
	err    error
}

func newAnalysis() *analysis {
	ctx, cancel := context.WithCancel(context.Background())
	return &analysis{ctx: ctx, cancel: cancel, done: make(chan struct{})}
}

// A found is what an analysis found, by file.
type found struct {
	*driver.Results
	snap *snapshot

	mu    sync.Mutex
	texts map[string]*text
}

// advance makes a snapshot the current one and gives up the analysis of the one before. The caller holds s.mu.
func (s *server) advance(next *snapshot) {
	old := s.snap
	old.analysis.cancel()
	s.snap = next
	close(old.replaced)
	time.AfterFunc(s.pause(), func() {
		if next.analysis.ctx.Err() == nil {
			s.begin(next)
		}
	})
}

// pause is how long to wait for the next edit: about as long as an analysis takes, so that a script that is analysed in no
// time is analysed at once and one that takes long is not begun again with each key. The caller holds s.mu.
func (s *server) pause() time.Duration { return min(s.last, s.opts.Debounce) }

// begin starts the analysis of a snapshot, if it has not started yet.
func (s *server) begin(snap *snapshot) {
	snap.analysis.once.Do(func() { go s.analyse(snap) })
}

// analyse does the analysis of a snapshot and sends what came out.
func (s *server) analyse(snap *snapshot) {
	a := snap.analysis
	defer close(a.done)
	defer func() {
		if v := recover(); v != nil {
			s.fault("analysis", v)
			a.err = internalError("analysis", v)
		}
	}()
	start := time.Now()
	results, err := s.drive(a.ctx, snap, snap.scripts(), false)
	if err != nil {
		a.err = err
		return
	}
	a.found = &found{Results: results, snap: snap, texts: map[string]*text{}}
	s.mu.Lock()
	s.last = time.Since(start)
	s.mu.Unlock()
	go s.send(a.found)
}

// drive runs the driver over files with the text of the open documents. There is one run at a time, so that one that is
// given up does not take the processor from the one that is wanted.
func (s *server) drive(ctx context.Context, snap *snapshot, paths []string, fixes bool) (*driver.Results, error) {
	select {
	case s.work <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-s.work }()
	return s.run(ctx, snap, driver.Config{Paths: paths, Fixes: fixes})
}

// run runs the driver with what is the same for all runs.
func (s *server) run(ctx context.Context, snap *snapshot, cfg driver.Config) (*driver.Results, error) {
	cfg.Rules, cfg.Overlay, cfg.ConfigFile, cfg.Cache = s.opts.Rules, snap.overlay(), snap.settings.config(snap), s.cache
	results, err := driver.Run(ctx, cfg)
	if err != nil {
		return nil, err
	}
	for _, e := range results.Errors {
		if e.File != "" { // a configuration is named from the working folder
			if abs, err := filepath.Abs(e.File); err == nil {
				e.File = abs
			}
		}
		if e.Stack != "" && os.Getenv("WIPELINT_DEBUG") != "" {
			s.log.Printf("%s", e.Stack)
		}
	}
	return results, nil
}

// results waits for what was found in the state of a snapshot. Where that was replaced meanwhile by one with the same text of
// the document, the newer one's results do; else the answer would be about another text.
func (s *server) results(ctx context.Context, snap *snapshot, path string) (*found, error) {
	doc := snap.docs[path]
	for {
		s.begin(snap)
		a := snap.analysis
		select {
		case <-a.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if a.found != nil {
			return a.found, nil
		}
		if !errors.Is(a.err, context.Canceled) {
			return nil, a.err
		}
		s.mu.Lock()
		latest := s.snap
		stopped := s.phase == stopped
		s.mu.Unlock()
		if stopped || latest == snap || latest.docs[path] != doc || latest.encoding != snap.encoding {
			return nil, modified()
		}
		snap = latest
	}
}

// modified is the answer to a request about a text that there is no more.
func modified() error {
	return &jsonrpc2.Error{Code: codeContentModified, Message: "the document has changed meanwhile"}
}

// text gives the text of a file as the results are about it.
func (f *found) text(path string) *text {
	if d := f.snap.docs[path]; d != nil {
		return d.text
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	t := f.texts[path]
	if t == nil {
		var src []byte
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && info.Size() <= maxMessage {
			src, _ = os.ReadFile(path)
		}
		t = newText(src)
		f.texts[path] = t
	}
	return t
}

// place gives a place as a range of the protocol.
func (f *found) place(p driver.Place) textRange { return f.text(p.File).place(p, f.snap.encoding) }

// location gives a place with its file.
func (f *found) location(p driver.Place) location {
	return location{f.snap.uri(p.File), f.place(p)}
}

// files lists the files that there is something to say about, and the open scripts.
func (f *found) files() []string {
	files := f.snap.scripts()
	for _, finding := range f.Findings {
		files = append(files, finding.File)
	}
	for _, e := range f.Errors {
		if e.File != "" {
			files = append(files, e.File)
		}
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// clean makes text that may come from a script fit to be shown on one line.
func clean(s string) string { return report.Clean(s) }
