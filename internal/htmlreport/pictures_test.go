package htmlreport

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPictures fails when the page has changed since the pictures of the documentation were taken.
func TestPictures(t *testing.T) {
	sum := sha256.New()
	for _, part := range []string{pageText, pageStyle, dataProgram, themeProgram, domProgram, inventoryProgram, detailProgram, mainProgram} {
		sum.Write([]byte(part))
	}
	now := hex.EncodeToString(sum.Sum(nil))
	file := filepath.Join("..", "..", "docs", "pictures", "page.sha256")
	if *update {
		if err := os.WriteFile(file, []byte(now+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	was, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(string(was)) != now {
		t.Error("the page of the report is another one than that of the pictures in docs/pictures; take them anew with 'make pictures', and look at them")
	}
}
