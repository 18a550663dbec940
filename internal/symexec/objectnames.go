package symexec

import (
	"slices"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// namedObjects puts the kind in front of objects of a cluster that are named by what kubectl get KIND -o name has printed: such a name is
// KIND/NAME.
func (x *exec) namedObjects(words []string, cl *domain.CallInfo, st *domain.State) []string {
	if cl.Name != "kubectl" && cl.Name != "oc" {
		return words
	}
	copied := false
	for i, f := range cl.Args {
		kind := listedKind(st.Resolve(f.V), st)
		if kind == "" {
			continue
		}
		if !copied {
			words, copied = slices.Clone(words), true
		}
		words[i] = kind + "/" + words[i]
	}
	return words
}

// listedKind is the kind of the objects whose names a value is one of.
func listedKind(v value.Value, st *domain.State) string {
	s := v.Single()
	if s == nil {
		return ""
	}
	if s.List != nil {
		s = s.List
	}
	var call []value.Value
	switch {
	case s.Listing != nil:
		call = s.Listing.Words
	case s.Source != nil:
		call = s.Source.Words
	case s.Ask != nil:
		call = s.Ask.Words
	}
	words := make([]string, len(call))
	for i, w := range call {
		words[i], _ = st.Resolve(w).Constant()
	}
	return effects.ListsObjects(words)
}
