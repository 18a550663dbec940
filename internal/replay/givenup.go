package replay

import (
	"context"
	"errors"
	"strconv"

	"mvdan.cc/sh/v3/interp"
	"mvdan.cc/sh/v3/syntax"
)

// errGivenUp ends the commands that bash gives up.
var errGivenUp = errors.New("a number cannot be computed")

// incomputable is what a shell does when a number cannot be computed in an expansion: dash ends, and bash goes on behind the line.
func (m *machine) incomputable(ctx context.Context, hc interp.HandlerContext) error {
	s, _ := ctx.Value(specKey{}).(*shellSpec)
	if s == nil || !s.top || value(hc, "__wl_sub") == "1" {
		return m.fail(cannot("a number cannot be computed in a subshell"))
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	s.givenUp = true
	return errGivenUp
}

// givingUp reports whether the commands are on their way out to the next line, and whether it begins now.
func (m *machine) givingUp(s *shellSpec, next bool) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	was := s.givenUp
	if next {
		s.givenUp = false
	}
	return was
}

// runLines runs the script. Only where a number may not be computed does it matter which statements stand on one line.
func (m *machine) runLines(ctx context.Context, r *interp.Runner, file *syntax.File, s *shellSpec) error {
	if !s.top || !m.prog.computes || !m.prog.bash {
		return r.Run(ctx, file)
	}
	var err error
	for i := 0; i < len(file.Stmts); i++ {
		err = r.Run(ctx, file.Stmts[i])
		if m.givingUp(s, true) {
			for i+1 < len(file.Stmts) && !m.prog.begins[i+1] {
				i++
			}
			err = r.Run(ctx, call(wordStatus, "1"))
			continue
		}
		if r.Exited() || ctx.Err() != nil || m.failure() != nil || err != nil && !errors.As(err, new(interp.ExitStatus)) {
			return err
		}
		if i+1 < len(file.Stmts) {
			_ = r.Run(ctx, call(wordStatus, strconv.Itoa(int(statusOf(err)))))
		}
	}
	return err
}

// statusOf is the status with which a statement ended.
func statusOf(err error) interp.ExitStatus {
	var exit interp.ExitStatus
	_ = errors.As(err, &exit)
	return exit
}
