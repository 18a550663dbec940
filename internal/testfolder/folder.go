// Package testfolder knows folders of tests, and what the scripts of one make and destroy together: one file starts a cluster, another takes it down.
package testfolder

import (
	"path"
	"slices"
	"strings"
)

// buildWords are what folders of builds on throw-away machines have in their names, from which as much may go to production.
var buildWords = []string{"ci", "qa"}

// testWords are what folders and files of tests have in their names.
var testWords = []string{
	"test", "tests", "testing", "testdata", "testcase", "testcases", "testsuite", "testsuites", "spec", "specs", "fixtures", "e2e", "integration",
	"itest", "itests", "acceptance", "autotest", "smoke", "regression", "selftest", "selftests", "molecule", "bats", "shunit2", "xfstests",
	"kitchen", "unittest", "unittests",
}

// buildNames are whole names of folders of builds, of which a part alone says nothing, and testNames those of tests.
var (
	buildNames = []string{".github", ".gitlab", ".circleci", ".travis", ".buildkite", ".semaphore", ".jenkins", ".zuul.d", ".prow"}
	testNames  = []string{"t"}
)

// Folder is the outermost folder of a file that is called as those of tests and of builds are, with a slash at its end, or a pattern of such
// files; "" for none.
func Folder(name string) string {
	parts := strings.Split(name, "/")
	for i, part := range parts[:len(parts)-1] {
		if part = strings.ToLower(part); isTests(part) || slices.Contains(buildNames, part) || hasWord(part, buildWords) {
			return strings.Join(parts[:i+1], "/") + "/"
		}
	}
	switch ext := path.Ext(name); ext {
	case ".bats", ".t":
		return "*" + ext
	}
	return ""
}

// Of is the folder of the tests that a file belongs to, without a slash at its end; false where it is none of a test. A folder of builds is
// none: what is made there may be for production. A file that only its own name says to be a test belongs to the others of its folder that are
// called so.
func Of(name string) (folder string, ok bool) {
	parts := strings.Split(name, "/")
	for i, part := range parts[:len(parts)-1] {
		if isTests(strings.ToLower(part)) {
			return strings.Join(parts[:i+1], "/"), true
		}
	}
	base := strings.ToLower(parts[len(parts)-1])
	if ext := path.Ext(base); ext == ".bats" || ext == ".t" || hasWord(base, testWords) {
		return path.Dir(name), true
	}
	return "", false
}

// ByName reports whether only the names of files say that a folder, as Of gives it, has tests in it.
func ByName(folder string) bool { return !isTests(strings.ToLower(path.Base(folder))) }

func isTests(name string) bool { return slices.Contains(testNames, name) || hasWord(name, testWords) }

// hasWord reports whether a part of a name between signs is one of some words: "xCAT-test", "e2e-tests".
func hasWord(name string, words []string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune("-_. ", r) }), func(w string) bool {
		return slices.Contains(words, w)
	})
}
