package difftest

import (
	"context"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/prefilter"
)

// A Verdict is what the analyser says about the calls of one destructive command.
type Verdict struct {
	Guarded bool
	Verdict guardflow.Verdict
	Kinds   []string // of the flaws, the primary one first
	Limit   string
	Assumed bool // it is guarded if what the site lists as assumptions holds
}

// Analyze asks the analyser. What a look at the words keeps from being run has no verdict, as in the command.
func Analyze(sc Script) (map[string]*Verdict, time.Duration, error) {
	return analyze(sc, effects.Bounds{})
}

// analyze is Analyze with an executor that is held to other bounds.
func analyze(sc Script, bounds effects.Bounds) (map[string]*Verdict, time.Duration, error) {
	start := time.Now()
	s := script.Parse("script", []byte(sc.Text), script.Options{})
	if s.Err != nil {
		return nil, 0, s.Err
	}
	may := prefilter.MayDestroy(Catalog(), s)
	for name, text := range sc.Files { // the driver looks at what is sourced, too
		may = may || prefilter.MayDestroy(Catalog(), script.Parse(name, []byte(text), script.Options{Dialect: &s.Dialect}))
	}
	if !may {
		return map[string]*Verdict{}, time.Since(start), nil
	}
	input := &guardflow.Input{Context: context.Background(), Script: s, Catalog: Catalog(), Brief: true, Wordless: true, Bounds: bounds}
	if len(sc.Files) > 0 {
		input.Loader = script.NewLoader(".", func(path string) ([]byte, error) {
			if text, ok := sc.Files[filepath.Base(path)]; ok {
				return []byte(text), nil
			}
			return nil, fs.ErrNotExist
		})
		for _, name := range slices.Sorted(maps.Keys(sc.Files)) { // as the driver hands on what a script sources
			if strings.HasSuffix(name, ".txt") {
				continue
			}
			if file, err := input.Loader.Load(name, s); err == nil {
				input.Sources = append(input.Sources, file)
			}
		}
	}
	res := guardflow.Analyze(context.Background(), input)
	took := time.Since(start)
	out := map[string]*Verdict{}
	called := map[string]bool{}
	nameOf := func(site *guardflow.Site) string {
		return destructiveIn(inlined(sc).Text, site.Whole.Text()) // a name in a variable is only in the script
	}
	res.Sites = slices.DeleteFunc(res.Sites, ownFile)
	for _, site := range res.Sites {
		called[nameOf(site)] = called[nameOf(site)] || !site.Alone
	}
	for _, site := range res.Sites {
		name := nameOf(site)
		if site.Alone && called[name] {
			continue // what the shells did is about the other ones: nothing calls this one's function
		}
		v := out[name]
		if v == nil {
			v = &Verdict{Guarded: true, Verdict: site.Verdict}
			out[name] = v
		}
		for _, a := range site.Approximations {
			v.Limit += " " + string(a.Reason)
		}
		v.Assumed = v.Assumed || len(site.Assumptions) > 0
		if site.Verdict == guardflow.Guarded {
			continue
		}
		v.Guarded, v.Verdict = false, site.Verdict
		for _, f := range site.Flaws {
			v.Kinds = append(v.Kinds, f.Kind)
		}
	}
	return out, took, nil
}

// ownFile is a site that no stub tells of: a script that removes what mktemp made for it.
func ownFile(site *guardflow.Site) bool {
	return strings.HasPrefix(site.Whole.Text(), "rm ") && destructiveIn(site.Whole.Text()) == ""
}

// destructiveIn is the destructive command that the last one of some texts names which names any.
func destructiveIn(texts ...string) string {
	name := ""
	for _, text := range texts {
		for _, d := range destructive {
			if strings.Contains(text, d) {
				name = d
			}
		}
	}
	return name
}
