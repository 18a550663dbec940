package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/report"
	"github.com/wipelint/wipelint/internal/testfolder"
)

// A testFolder is a folder of tests, or a pattern of their files, with what is found in it.
type testFolder struct {
	name  string
	rules map[string]int
}

// testSource is what the text of a test has in it: declarations of bats, the libraries of shunit2, zfs-tests, GlusterFS, sharness and beakerlib.
var testSource = regexp.MustCompile(`(?m)^\s*@test |\bshunit2\b|libtest\.shlib|\bsharness\.sh\b|\bbeakerlib\b|^\s*test_expect_success |\bbats_load_library\b|\binclude\.rc\b|^\s*log_assert "`)

// cannotTell are findings that a folder's purpose does not answer: what they say happens on the machine of whoever runs the tests.
var cannotTell = []string{"emptyselector", "selectorsplit", "lostcwd", "opaque"}

// testFolders finds what has findings that the purpose of tests answers; a folder within another one is a part of that.
func testFolders(folder string, results *driver.Results) []*testFolder {
	found := map[string]*testFolder{}
	for _, f := range results.Findings {
		name, ok := below(folder, f.File)
		if !ok || slices.Contains(cannotTell, f.Rule) {
			continue
		}
		at := testfolder.Folder(name)
		if at == "" && isTest(f.File) {
			at = path.Dir(name) + "/"
			if at == "./" {
				at = "/" + name
			}
		}
		if at == "" {
			continue
		}
		if found[at] == nil {
			found[at] = &testFolder{at, map[string]int{}}
		}
		found[at].rules[f.Rule]++
	}
	var list []*testFolder
	for _, t := range found {
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b *testFolder) int { return cmp.Compare(a.name, b.name) })
	return list
}

// isTest reports whether the text of a file says that it is a test.
func isTest(file string) bool {
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 64<<10))
	return err == nil && testSource.Match(text)
}

func (b *beginning) writeTests(s *strings.Builder) {
	s.WriteString("\n# Other severities for some files.\n")
	if len(b.tests) == 0 {
		s.WriteString("#[[override]]\n#paths    = [\"lab/\"]\n#severity = { unguarded = \"warning\" }\n")
		return
	}
	s.WriteString("# These are called, or look, as tests and builds on machines that are thrown away do. Confirm that what they destroy is never\n" +
		"# anybody's data; 'wipelint audit' goes on listing it.\n")
	var names, rules []string
	for _, t := range b.tests {
		n := 0
		for r, k := range t.rules {
			n += k
			if !slices.Contains(rules, r) {
				rules = append(rules, r)
			}
		}
		fmt.Fprintf(s, "# %s: %s\n", report.Clean(t.name), report.Count(n, "finding"))
		names = append(names, tomlString(t.name))
	}
	slices.Sort(rules)
	for i, r := range rules {
		rules[i] = r + ` = "off"`
	}
	fmt.Fprintf(s, "#[[override]]\n#paths    = [%s]\n#severity = { %s }\n", strings.Join(names, ", "), strings.Join(rules, ", "))
}
