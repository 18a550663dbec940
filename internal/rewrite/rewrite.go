// Package rewrite applies the fixes of findings: in rounds, as one fix may bring out what another finding needs, and in memory,
// so that a file is written once, with a text that has been analysed again.
package rewrite

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
)

// mostRounds bounds the rounds. Each makes at least one finding fewer, and a finding has few flaws behind it.
const mostRounds = 50

// Options say what is applied.
type Options struct {
	// Unsafe has fixes applied that may change more than what happens where a guard does not say idle.
	Unsafe bool
	// Analyze runs the rules, with their fixes, over what the user gave, with texts in place of those of files. The first
	// call is made with none.
	Analyze func(texts map[string][]byte) (*driver.Results, error)
}

// A File is a file that fixes change.
type File struct {
	Name     string // as findings name it
	Old, New []byte
	Fixed    int // how many findings were fixed by a change in it
}

// A Rewriting is what all rounds came to.
type Rewriting struct {
	Files []*File // in the order of their names; those whose text is another one
	// Fixed is how many findings were fixed.
	Fixed int
	// Results are those of the new texts.
	Results *driver.Results
}

// Run applies fixes until there are none left that may be applied. A file that was not given, but is only sourced, is never changed.
func Run(o Options) (*Rewriting, error) {
	r := &rewriting{Options: o, texts: map[string][]byte{}, files: map[string]*File{}, refused: map[string]bool{}}
	results, err := o.Analyze(nil)
	if err != nil {
		return nil, err
	}
	out := &Rewriting{}
	one := false
	for range mostRounds {
		picked := r.pick(results, one)
		if len(picked) == 0 {
			if one {
				one = false
				continue
			}
			break
		}
		texts, ok := r.apply(results, picked)
		var next *driver.Results
		if ok {
			if next, err = o.Analyze(texts); err != nil {
				return nil, err
			}
			ok = better(results, next, picked)
		}
		if !ok {
			// Each fix was proved by itself. Where several together are not, they are tried one by one.
			if len(picked) == 1 {
				r.refused[key(picked[0])] = true
			}
			one = true
			continue
		}
		for _, f := range picked {
			r.files[fixOf(f, o.Unsafe).Edits[0].File].Fixed++
		}
		out.Fixed += len(picked)
		r.texts, results, one = texts, next, false
	}
	out.Results = results
	for name, f := range r.files {
		if text, ok := r.texts[name]; ok && !bytes.Equal(text, f.Old) {
			f.New = text
			out.Files = append(out.Files, f)
		}
	}
	slices.SortFunc(out.Files, func(a, b *File) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

type rewriting struct {
	Options
	texts   map[string][]byte
	files   map[string]*File
	refused map[string]bool
}

// better reports whether the changes of a round did what they were to do: the findings are gone, and there are no more than before.
func better(before, after *driver.Results, picked []*driver.Finding) bool {
	if len(after.Findings) > len(before.Findings) || len(after.Errors) > len(before.Errors) {
		return false
	}
	alike := func(r *driver.Results, f *driver.Finding) (n int) {
		for _, g := range r.Findings {
			if g.File == f.File && g.Rule == f.Rule && g.Message == f.Message {
				n++
			}
		}
		return n
	}
	return !slices.ContainsFunc(picked, func(f *driver.Finding) bool { return alike(after, f) >= alike(before, f) })
}

func key(f *driver.Finding) string {
	return fmt.Sprintf("%s\x00%d\x00%d\x00%s\x00%s", f.File, f.Line, f.Column, f.Rule, f.Message)
}

// fixOf is the fix of a finding that may be applied; nil if there is none.
func fixOf(f *driver.Finding, unsafe bool) *driver.Fix {
	for i := range f.Fixes {
		if fix := &f.Fixes[i]; len(fix.Edits) > 0 && (fix.Safe || unsafe) {
			return fix
		}
	}
	return nil
}

// pick chooses findings whose fixes can be applied together: none overlap, but two findings may have one fix in common.
func (r *rewriting) pick(results *driver.Results, one bool) []*driver.Finding {
	var picked []*driver.Finding
	var taken []driver.Edit
	for _, f := range results.Findings {
		fix := fixOf(f, r.Unsafe)
		if fix == nil || r.refused[key(f)] {
			continue
		}
		fits := true
		for _, e := range fix.Edits {
			fits = fits && slices.Contains(results.Given, e.File) && !slices.ContainsFunc(taken, func(t driver.Edit) bool { return overlap(e, t) })
		}
		if !fits {
			continue
		}
		picked, taken = append(picked, f), append(taken, fix.Edits...)
		if one {
			break
		}
	}
	return picked
}

// overlap reports whether two edits cannot both be made. The same one twice is made once. Two different ones at one place have no
// order.
func overlap(a, b driver.Edit) bool {
	if a.File != b.File || a == b {
		return false
	}
	return a.Start < b.End && b.Start < a.End || a.Start == b.Start || a.Start == b.End && a.Start == a.End || b.Start == a.End && b.Start == b.End
}

// apply gives the texts with the fixes of findings.
func (r *rewriting) apply(results *driver.Results, picked []*driver.Finding) (map[string][]byte, bool) {
	edits := map[string][]driver.Edit{}
	for _, f := range picked {
		for _, e := range fixOf(f, r.Unsafe).Edits {
			if !slices.Contains(edits[e.File], e) {
				edits[e.File] = append(edits[e.File], e)
			}
		}
	}
	texts := map[string][]byte{}
	for name, text := range r.texts {
		texts[name] = text
	}
	for name, list := range edits {
		src, ok := results.Text(name)
		if !ok {
			return nil, false
		}
		if r.files[name] == nil {
			r.files[name] = &File{Name: name, Old: src}
		}
		if texts[name], ok = Apply(src, list); !ok {
			return nil, false
		}
	}
	return texts, true
}

// Apply gives a text with edits; false if they overlap or do not lie in it.
func Apply(src []byte, edits []driver.Edit) ([]byte, bool) {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b driver.Edit) int { return a.Start - b.Start })
	var b bytes.Buffer
	at := 0
	for _, e := range edits {
		if e.Start < at || e.End < e.Start || e.End > len(src) {
			return nil, false
		}
		b.Write(src[at:e.Start])
		b.WriteString(e.NewText)
		at = e.End
	}
	b.Write(src[at:])
	return b.Bytes(), true
}

// Left says how many findings can be fixed still: by safe fixes, and by those that are not.
func Left(results *driver.Results) (safe, unsafe int) {
	for _, f := range results.Findings {
		if fix := fixOf(f, false); fix != nil && given(results, fix) {
			safe++
		} else if fix := fixOf(f, true); fix != nil && given(results, fix) {
			unsafe++
		}
	}
	return safe, unsafe
}

func given(results *driver.Results, fix *driver.Fix) bool {
	return !slices.ContainsFunc(fix.Edits, func(e driver.Edit) bool { return !slices.Contains(results.Given, e.File) })
}
