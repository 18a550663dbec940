package driver

import (
	"slices"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// The made-up analyzers of these tests call a bare mkfs destructive, so only the text of a script is looked at.
func init() {
	candidate = func(cat *catalog.Catalog, files ...*script.Script) bool {
		return slices.ContainsFunc(files, func(s *script.Script) bool { return cat.MayDestroy(s.Source) })
	}
}
