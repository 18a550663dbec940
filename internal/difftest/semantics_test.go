package difftest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// semantics is the folder of the scripts that docs/semantics.md names, by what it says of them.
const semantics = saved + "/semantics"

// classes are how the analyser's verdict on a script and what the shell does have to go together, so that the page is true.
var classes = map[string]Class{"exact": Agreed, "over": SafeFlagged, "unseen": UnsafePassed}

// TestSemantics runs the scripts of docs/semantics.md under their shells and compares. One in over or unseen that agrees with
// the shell now means that the page has become wrong: move its row and the script.
func TestSemantics(t *testing.T) {
	t.Parallel()
	all := newBoxes(t)
	for folder, want := range classes {
		files, err := filepath.Glob(filepath.Join(semantics, folder, "*.sh"))
		if err != nil || len(files) == 0 {
			t.Fatal(folder, err)
		}
		for _, file := range files {
			t.Run(folder+"/"+filepath.Base(file), func(t *testing.T) {
				t.Parallel()
				box := all.take(t)
				text, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				r, _, err := box.Compare(Saved(string(text)))
				if err != nil {
					t.Fatal(err)
				}
				if unsafe := strings.Contains(string(text), "\n# unsafe: "); r.Truth == nil || unsafe != (r.Truth.Unsafe != "") {
					t.Fatal("the shell does not do what the script's head says")
				}
				if r.Class != want {
					t.Errorf("%s, want %s\n%s", r.Class, want, r.Report())
				}
			})
		}
	}
}

// goTest is a test function in a row: `TestX` in `path/to/file_test.go`. testScript is a script that is compared with the
// shells, or a test script of the command.
var goTest = regexp.MustCompile("`(Test[A-Za-z]+)` in \\[?`?([a-z0-9_/.]+_test\\.go)")

var testScript = regexp.MustCompile("`((?:exact|over|unseen)/[a-z-]+\\.sh|[a-z_]+\\.txtar|[a-z-]+\\.sh)`")

// TestSemanticsPage keeps docs/semantics.md together with its tests: every row names one that exists, in the list where it
// belongs, and every script is named.
func TestSemanticsPage(t *testing.T) {
	const root = "../.."
	text, err := os.ReadFile(filepath.Join(root, "docs", "semantics.md"))
	if err != nil {
		t.Fatal(err)
	}
	exists := func(file string) bool {
		_, err := os.Stat(file)
		return err == nil
	}
	lists := map[string]string{"## Exact": "exact", "## Over-approximated": "over", "## Not seen": "unseen"}
	list, rows := "", map[string]int{}
	var named []string
	for _, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, "## ") {
			list = lists[line]
		}
		if list == "" || !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| ---") || strings.HasPrefix(line, "| what |") {
			continue
		}
		cells := strings.Split(strings.ReplaceAll(strings.Trim(line, "| "), `\|`, "\x00"), "|")
		if len(cells) != 3 {
			t.Errorf("%d cells, want what, source and test: %s", len(cells), line)
			continue
		}
		rows[list]++
		found := 0
		for _, m := range goTest.FindAllStringSubmatch(cells[2], -1) {
			found++
			source, err := os.ReadFile(filepath.Join(root, m[2]))
			if err != nil || !strings.Contains(string(source), "func "+m[1]+"(") {
				t.Errorf("there is no %s in %s", m[1], m[2])
			}
		}
		for _, m := range testScript.FindAllStringSubmatch(cells[2], -1) {
			found++
			name := m[1]
			file := filepath.Join(saved, name)
			switch folder, _, ok := strings.Cut(name, "/"); {
			case strings.HasSuffix(name, ".txtar"):
				file = filepath.Join(root, "cmd/wipelint/testdata/script", name)
			case ok:
				file = filepath.Join(semantics, name)
				named = append(named, name)
				if folder != list {
					t.Errorf("%s stands in the list of what is %s", name, list)
				}
			}
			if !exists(file) {
				t.Errorf("there is no %s", file)
			}
		}
		if found == 0 {
			t.Errorf("no test is named: %s", line)
		}
	}
	for folder := range classes {
		if rows[folder] < 5 {
			t.Errorf("the list %q has %d rows", folder, rows[folder])
		}
		files, _ := filepath.Glob(filepath.Join(semantics, folder, "*.sh"))
		for _, f := range files {
			if name := folder + "/" + filepath.Base(f); !slices.Contains(named, name) {
				t.Errorf("no row names %s", name)
			}
		}
	}
}
