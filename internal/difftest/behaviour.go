package difftest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Behave compares what variants do with what their script does, in some worlds. It tells of the first one that makes other calls.
func (s *Sandbox) Behave(sc Script, variants []Variant, worlds int) error {
	if err := check(sc); err != nil {
		return err
	}
	for _, v := range variants {
		if err := check(inlined(v.Script)); err != nil {
			return fmt.Errorf("%s: %w\n%s", v.Name, err, v.Whole())
		}
	}
	todo := starts(sc, search{})
	for i := 0; i < len(todo) && i < worlds; i++ {
		want, err := s.run(sc, todo[i])
		if err != nil {
			return err
		}
		for _, v := range variants {
			got, err := s.run(v.Script, todo[i])
			if err != nil {
				return err
			}
			if !slices.Equal(want, got) && !s.sameAgain(sc, v.Script, todo[i]) {
				return fmt.Errorf("the variant is\n%s--- %s: %s\nthe script: %s\nvariant:    %s", v.Whole(), v.Name, todo[i], listed(want), listed(got))
			}
		}
		todo = append(todo, others(want, todo[i])...)
	}
	return nil
}

// sameAgain runs both again, some times: a busy machine may have ended a run that took too long; and what commands that run side
// by side do comes in any order, and with it goes which of them is the one that the world lets fail.
func (s *Sandbox) sameAgain(sc, variant Script, w world) bool {
	rounds, anyOrder := 5, sideBySide(sc)
	if anyOrder {
		rounds = 15
	}
	does := func(sc Script) func() (string, bool) {
		return func() (string, bool) {
			calls, err := s.run(sc, w)
			if anyOrder {
				slices.SortFunc(calls, compareCalls)
			}
			return listed(calls), err == nil
		}
	}
	return agree(rounds, does(sc), does(variant))
}

// agree asks two for what they do until one does what the other has done at any time: of several things that both do by chance, two
// tries at the same time are seldom the same. They may fail to answer.
func agree(rounds int, first, second func() (string, bool)) bool {
	did := [2]map[string]bool{{}, {}}
	for range rounds {
		for i, try := range []func() (string, bool){first, second} {
			if k, ok := try(); ok {
				did[i][k] = true
				if did[1-i][k] {
					return true
				}
			}
		}
	}
	return false
}

func compareCalls(a, b call) int { return strings.Compare(a.key(), b.key()) }

// beside begins a command that runs at the same time as another: a job, a pipe, a process substitution, a coprocess.
var beside = regexp.MustCompile(`(?:^|[^&<>|])&(?:[^&>]|$)|(?:^|[^|>])\|(?:[^|]|$)|[<>]\(|\bcoproc\b`)

// sideBySide tells whether a script has commands that run at the same time. The text decides, since the commands of another
// host stand in here-documents and quotes. Where it errs, as with the | of a case, the order of the calls is not compared.
func sideBySide(sc Script) bool { return beside.MatchString(inlined(sc).Text) }

func listed(calls []call) string {
	keys := make([]string, len(calls))
	for i, c := range calls {
		keys[i] = c.key()
	}
	return strings.Join(keys, "; ")
}
