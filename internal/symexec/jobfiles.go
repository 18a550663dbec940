package symexec

import (
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// noteWrites remembers which files a job writes, from a state before it and one in which it has ended.
func (x *exec) noteWrites(id int, before, end *domain.State) {
	before.Files.Diff(end.Files, func(k uint32, _ value.Value, _ bool, _ value.Value, _ bool) {
		if x.jobWrites == nil {
			x.jobWrites = map[int]map[uint32]bool{}
		}
		if x.jobWrites[id] == nil {
			x.jobWrites[id] = map[uint32]bool{}
		}
		x.jobWrites[id][k] = true
	})
}

// writtenBeside are the files that the jobs write which nobody has waited for when another one starts: the two take turns in any
// way, so that neither can rely on what it has written there. A job that a loop starts in each round runs beside itself; a file
// whose name is not constant is taken for its own.
func (x *exec) writtenBeside(st *domain.State) map[uint32]bool {
	var out map[uint32]bool
	add := func(files map[uint32]bool) {
		for k := range files {
			if out == nil {
				out = map[uint32]bool{}
			}
			out[k] = true
		}
	}
	add(x.beside)
	for j := st.Jobs; j != nil; j = j.Up {
		switch {
		case j.Others():
			for _, files := range x.jobWrites {
				add(files)
			}
		case !j.Reaped && !j.Perhaps:
			add(x.jobWrites[j.Id])
		}
	}
	return out
}
