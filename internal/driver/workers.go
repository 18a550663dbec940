package driver

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"
)

// all analyses the files with a bounded number of workers and gives the outcomes in the order of the files. When the context ends,
// those that there is none of are nil, and a partial run waits for no worker: one may be in the middle of a large script.
func (r *run) all(ctx context.Context, files []*file) []*outcome {
	jobs := r.cfg.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	progress := r.cfg.Progress
	if progress == nil {
		progress = func(int, int) {}
	}
	took := r.cfg.Took
	if took == nil {
		took = func(string, time.Duration) {}
	}
	progress(0, len(files))
	var (
		mu       sync.Mutex
		outcomes = make([]*outcome, len(files))
		next     int
		done     int
		workers  sync.WaitGroup
	)
	take := func() (int, bool) {
		mu.Lock()
		defer mu.Unlock()
		next++
		return next - 1, next <= len(files) && ctx.Err() == nil
	}
	give := func(i int, o *outcome) int {
		mu.Lock()
		defer mu.Unlock()
		outcomes[i] = o
		done++
		return done
	}
	for range min(jobs, len(files)) {
		workers.Go(func() {
			for i, ok := take(); ok; i, ok = take() {
				start := time.Now()
				o := r.remembered(ctx, files[i])
				took(files[i].path, time.Since(start))
				if ctx.Err() == nil { // else it may have ended in the middle
					progress(give(i, o), len(files))
				}
			}
		})
	}
	ended := make(chan struct{})
	go func() {
		workers.Wait()
		close(ended)
	}()
	if !r.cfg.Partial {
		<-ended
		return outcomes
	}
	select {
	case <-ended:
	case <-ctx.Done():
	}
	mu.Lock()
	defer mu.Unlock()
	return append([]*outcome(nil), outcomes...)
}

// completed gives the outcomes that there are, and the files without one.
func completed(all []*outcome, files []*file) (outcomes []*outcome, missing []*file) {
	for i, o := range all {
		if o == nil {
			missing = append(missing, files[i])
			continue
		}
		outcomes = append(outcomes, o)
	}
	return outcomes, missing
}

// incomplete is the error of a run that ended early.
func incomplete(files int, missing []*file) *Error {
	text := fmt.Sprintf("incomplete: ended after %d of %d files; ", files-len(missing), files)
	if len(missing) == 1 {
		return &Error{Message: text + missing[0].path + " was not analysed"}
	}
	return &Error{Message: text + fmt.Sprintf("%s and %d others were not analysed", missing[0].path, len(missing)-1)}
}
