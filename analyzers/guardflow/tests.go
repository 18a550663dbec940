package guardflow

import (
	"fmt"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/testfolder"
)

// madeByTests reports whether the tests that a script belongs to make what it takes down, where nothing else keeps it from doing so: one file starts
// a cluster, another one deletes it. That it is the same one is an assumption.
func (j *judge) madeByTests(h *proof.Hit, f *Flaw) bool {
	if j.in == nil || j.in.Tests == nil || f.Kind != "unguarded" && f.Kind != "trapwipe" || f.Prompt != nil || h.Cl == nil || len(h.Target.Host) > 0 {
		return false
	}
	var words []testfolder.Word
	for _, a := range h.Cl.Args {
		w := testfolder.Word{}
		if a.Word != nil {
			w = testfolder.WordOf(a.Word)
		}
		if t, ok := a.V.Constant(); ok {
			w.Known, w.Written = t, t
		} else if w.Written == "" {
			w.Written = a.V.String()
		}
		words = append(words, w)
	}

	at := -1
	if h.Cl.At.Script == j.in.Script && h.Trap == "" {
		at = h.Cl.At.Start
	}
	made := j.in.Tests().Makes(words, j.in.Script.Path, at) // the folder is that of the script that runs, also for what it sources
	for _, m := range made {
		at := place.Range{Script: m.Script, Start: m.Start, End: m.End}
		if m.Script.Path == h.Cl.At.Script.Path {
			at.Script = h.Cl.At.Script
		}
		line, _ := m.Script.Position(m.Start)
		j.tests = append(j.tests, proof.Assumption{Text: fmt.Sprintf("%s in %s:%d makes it", code(strings.ReplaceAll(at.Text(), "\\\n", " ")), m.Script.Path, line), At: at})
	}
	return len(made) > 0
}
