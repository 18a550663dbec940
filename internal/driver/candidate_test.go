package driver

import (
	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// The made-up analyzers of these tests call a bare mkfs destructive, so only the text of a script is looked at.
func init() {
	candidate = func(s *script.Script, cat *catalog.Catalog) bool { return cat.MayDestroy(s.Source) }
}
