package lawseed

import (
	"flag"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPinned(t *testing.T) {
	f := flag.Lookup("rapid.seed")
	if f == nil || f.Value.String() == "0" {
		t.Fatal("rapid draws its values by the clock")
	}
	if os.Getenv("RAPID_SEED") == "" && f.Value.String() != seed && !flagGiven("rapid.seed") {
		t.Errorf("the seed is %s", f.Value)
	}
}

func flagGiven(name string) bool {
	given := false
	for _, arg := range os.Args[1:] {
		given = given || strings.HasPrefix(strings.TrimLeft(arg, "-"), name)
	}
	return given
}

// Each package whose tests use rapid has its seed from here.
func TestUsedWithRapid(t *testing.T) {
	const rapid, own = `"pgregory.net/rapid"`, `"github.com/wipelint/wipelint/internal/lawseed"`
	draws, pins := map[string]bool{}, map[string]bool{}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := d.Name(); d.IsDir() && (name == "node_modules" || name == "testdata" || name == ".git") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range file.Imports {
			draws[filepath.Dir(path)] = draws[filepath.Dir(path)] || i.Path.Value == rapid
			pins[filepath.Dir(path)] = pins[filepath.Dir(path)] || i.Path.Value == own
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	used := 0
	for dir, uses := range draws {
		if !uses {
			continue
		}
		used++
		if !pins[dir] {
			t.Errorf("%s: a test of it imports rapid and none imports %s", strings.TrimPrefix(dir, "../../"), own)
		}
	}
	if used < 2 {
		t.Errorf("only %d packages use rapid", used)
	}
}
