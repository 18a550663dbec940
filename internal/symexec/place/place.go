package place

import "github.com/wipelint/wipelint/internal/script"

// A Range is a part of a script's text, in bytes.
type Range struct {
	Script     *script.Script
	Start, End int
}

// Text returns the source text of the range.
func (r Range) Text() string {
	if r.Script == nil || r.Start < 0 || r.End > len(r.Script.Source) || r.Start > r.End {
		return ""
	}
	return string(r.Script.Source[r.Start:r.End])
}

func (r Range) Empty() bool { return r.Script == nil || r.End <= r.Start }
