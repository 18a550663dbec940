package effects

import (
	"slices"
	"strings"
)

// GoesTo is the folder that a call names which changes to another one, also behind command, builtin or a wrapper; the home folder where it
// names none. It is no such call where ok is false.
func GoesTo(words []string) (folder string, ok bool) {
	i := slices.IndexFunc(words, func(w string) bool { return w == "cd" || w == "pushd" })
	switch {
	case i < 0:
		return "", false
	case i == len(words)-1:
		return "~", true
	}
	return words[len(words)-1], true
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
