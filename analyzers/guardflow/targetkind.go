package guardflow

import (
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/proof"
)

// targetKind says what a destructive command destroys: the kind that the catalogue has, or, of an operand whose kind its value tells,
// what it looks like.
func targetKind(s *proof.Site) catalog.Kind {
	kind := catalog.KindNone
	for _, h := range s.Hits {
		if kind = h.Target.Kind; kind != catalog.KindAny && kind != catalog.KindNone {
			return kind
		}
	}
	if kind == catalog.KindNone && len(s.Hits) > 0 {
		return kind
	}
	for _, t := range s.Targets {
		switch {
		case strings.HasPrefix(t, "/dev/"):
			return catalog.KindDevice
		case strings.HasPrefix(t, "/"):
			return catalog.KindPath
		case t == "this machine":
			return catalog.KindNone
		}
	}
	return catalog.KindAny
}
