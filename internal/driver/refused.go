package driver

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/wipelint/wipelint/internal/baseline"
	"github.com/wipelint/wipelint/internal/config"
)

// refuseConfig says what the configuration that holds for the scripts of a folder would change, were it trusted: by a file of its own, by
// another one that now stands nearer, by one that is gone.
func (r *run) refuseConfig(folder string) {
	path, err := r.ledger.finder.In(folder)
	if err != nil {
		return // it cannot be read, which is said without this flag
	}
	real, err := realPath(folder)
	if err != nil {
		return
	}
	if r.cfg.Trust.apart(real) {
		return // what is in a submodule is no change of this repository; the trusted configuration holds for it here
	}
	trusted, text, err := r.cfg.Trust.config(real)
	if err != nil || path == "" && trusted == "" || r.ledger.configs[[2]string{trusted, path}] {
		return
	}
	if r.ledger.configs == nil {
		r.ledger.configs = map[[2]string]bool{}
	}
	r.ledger.configs[[2]string{trusted, path}] = true
	known := config.KnownOf(r.cfg.Rules)
	var have, had *config.Config
	var now, old []config.Switch
	if path != "" {
		if have, err = config.Load(path, known); err != nil {
			return // it does not count, so its faults do not matter
		}
		now = have.Switches()
	}
	if trusted != "" {
		if had, err = config.DecodeFrom(trusted, text, known, r.cfg.Trust.extended); err == nil {
			old = had.Switches()
		}
	}
	if path == "" {
		if len(old) > 0 {
			r.refuseSwitch(relative(trusted), config.Switch{Key: "away"}, "this change takes the configuration away")
		}
		return
	}
	changed := false
	for _, s := range now {
		if !hasSwitch(old, s) {
			r.refuseSwitch(relative(s.File), s, "this change "+s.Text)
			changed = true
		}
	}
	for _, s := range old {
		if !hasSwitch(now, s) {
			s.Line = 1
			r.refuseSwitch(relative(path), s, "this change takes out what "+s.Text)
			changed = true
		}
	}
	if !changed && !slices.Equal(config.Order(now), config.Order(old)) {
		r.refuseSwitch(relative(path), config.Switch{Key: "order"}, "this change puts the entries of the configuration into another order, of which the later one decides")
	}
	r.refuseKnown(have, had)
}

func hasSwitch(list []config.Switch, s config.Switch) bool {
	return slices.ContainsFunc(list, func(o config.Switch) bool { return o.Key == s.Key })
}

func (r *run) refuseSwitch(name string, s config.Switch, change string) {
	at := max(1, s.Line)
	r.refuse(Place{File: name, Line: at, Column: 1, EndLine: at, EndColumn: 1}, s.Key,
		fmt.Sprintf("%s, which counts for nothing here: %s", change, r.cfg.Trust.than()), "look at it before it goes in: from then on it counts")
}

// refuseKnown says what a baseline would take for known that the trusted one does not: also what is not there today, and comes with
// the next change.
func (r *run) refuseKnown(have, had *config.Config) {
	if have == nil || had == nil || have.Baseline == "" {
		return // that there is a baseline at all is said already
	}
	path := func(c *config.Config) string {
		return filepath.Join(filepath.Dir(c.Path), filepath.FromSlash(c.Baseline))
	}
	now, err := baseline.Read(path(have))
	if err != nil {
		return
	}
	old := map[string]bool{}
	if text, err := r.cfg.Trust.extended(path(had)); err == nil {
		if f, err := baseline.Decode(path(had), text); err == nil {
			for _, e := range f.Findings {
				old[e.Fingerprint] = true
			}
		}
	}
	var more []baseline.Entry
	for _, e := range now.Findings {
		if !old[e.Fingerprint] {
			more = append(more, e)
		}
	}
	if len(more) > 0 {
		first := more[0]
		change := fmt.Sprintf("this change takes %d more %s for known, the first %s in %q", len(more), count(len(more), "finding"), first.Rule, first.File)
		r.refuseSwitch(relative(path(have)), config.Switch{Key: "known"}, change)
	}
}

func count(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}
