package domain

import "github.com/wipelint/wipelint/internal/symexec/value"

// LooksAt notes that the script looks at what questions have said, of which a text is made: a filter whose status tells whether there is
// anything does so too.
func (x *Space) LooksAt(v value.Value) {
	for _, p := range v {
		if p.Sym == nil {
			continue
		}
		for _, a := range []*value.Ask{p.Sym.Ask, p.Sym.Source} {
			if a != nil && !a.Made && !a.Prompt {
				x.Looked[a.PlaceAsk] = true
			}
		}
	}
}
