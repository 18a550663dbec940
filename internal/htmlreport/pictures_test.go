package htmlreport

import (
	"path/filepath"
	"testing"

	"github.com/wipelint/wipelint/internal/docsite/pictures"
)

// TestPictures fails when the page has changed since the pictures of the documentation were taken.
func TestPictures(t *testing.T) {
	pictures.Show(t, filepath.Join("..", ".."), "page.sha256", "make pictures", *update,
		pageText, pageStyle, dataProgram, themeProgram, domProgram, inventoryProgram, detailProgram, mainProgram)
}
