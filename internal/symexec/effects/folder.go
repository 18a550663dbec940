package effects

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// GoesTo is the folder that a call names which changes to another one, also behind command, builtin or a wrapper, or which runs another one
// there: env -C DIR; the home folder where it names none. It is no such call where ok is false.
func GoesTo(cat *catalog.Catalog, words []string) (folder string, ok bool) {
	if f, ok := RunsIn(cat, words); ok {
		return f, true
	}
	i := slices.IndexFunc(words, func(w string) bool { return w == "cd" || w == "pushd" })
	switch {
	case i < 0:
		return "", false
	case i == len(words)-1:
		return "~", true
	}
	return words[len(words)-1], true
}

// RunsIn is the folder that a wrapper runs its command in, of which an option tells: a path, or ~ for somebody's home.
func RunsIn(cat *catalog.Catalog, words []string) (folder string, ok bool) {
	for i, w := range words {
		if !cat.RunsElsewhere(BaseName(w)) {
			continue
		}
		for _, m := range cat.Wrappers(words[i:]) {
			if m.Login {
				return "~", true
			}
			if f := m.Folder; f.Word > 0 {
				return words[i+f.Word][f.Skip:], true
			}
		}
	}
	return "", false
}

// Mounts reports whether a call mounts something, also behind a wrapper.
func Mounts(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool {
		name := BaseName(w)
		return name == "mount" || strings.HasPrefix(name, "mount.")
	})
}

// MayHoldData reports whether what a path names below a folder of this name may be data, whatever the path is: cd /usr; rm -rf lib. Of a
// name that begins with what is not known nothing is said.
func MayHoldData(folder string) bool {
	if strings.HasPrefix(folder, "~") {
		return true
	}
	if !strings.HasPrefix(folder, "/") {
		return false
	}
	passing := slices.ContainsFunc([]string{"/tmp/", "/run/", "/proc/", "/sys/"}, func(f string) bool { return strings.HasPrefix(folder+"/", f) })
	return !passing || strings.Contains(folder, "..")
}
