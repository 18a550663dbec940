package prefilter

import (
	"bytes"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// mayGo reports whether a text may change to a folder that it names from the root, or to somebody's home.
func mayGo(t []byte) bool {
	for rest := t; ; {
		i := bytes.Index(rest, []byte("cd"))
		if p := bytes.Index(rest, []byte("pushd")); i < 0 || p >= 0 && p < i {
			i = p
		}
		if i < 0 {
			return false
		}
		line := rest[i:]
		if end := bytes.IndexByte(line, '\n'); end >= 0 {
			line = line[:end]
		}
		if bytes.ContainsAny(line, "/~") {
			return true
		}
		rest = rest[i+2:]
	}
}

// goes notes a call that changes the folder, also behind command, builtin or a wrapper, and whether what a path from there names may be
// data: cd /usr; rm -rf lib. Folders of which no more is known than a variable are those of reachesPlace.
func (c *candidates) goes(words []string) {
	i := slices.IndexFunc(words, func(w string) bool { return w == "cd" || w == "pushd" || w == "popd" })
	if i < 0 {
		return
	}
	c.cd = true
	if c.inPlace || i == len(words)-1 {
		return
	}
	to := words[len(words)-1]
	switch {
	case strings.HasPrefix(to, catalog.Unknown): // what names a path is reachesPlace's, a device's name alone nobody's
		c.inPlace = strings.Contains(c.source(), "/dev\"") || strings.Contains(c.source(), "/dev\n") || strings.Contains(c.source(), "/dev'")
	case strings.HasPrefix(to, "~"):
		c.inPlace = to != "~" && !strings.HasPrefix(to, "~/")
	case strings.HasPrefix(to, "/"):
		c.inPlace = !slices.ContainsFunc([]string{"/tmp/", "/run/", "/proc/", "/sys/"}, func(f string) bool { return strings.HasPrefix(to+"/", f) && !strings.Contains(to, "..") })
	}
}

// relative reports whether a call may destroy what it is given by a path from the folder that it runs in, or by a device's name there.
func relative(words []string, cat *catalog.Catalog) bool {
	if !cat.ActsOnPaths(effects.BaseName(words[0])) && !cat.MayDestroy([]byte(words[0])) {
		return false
	}
	return slices.ContainsFunc(cat.Paths(words, true), func(o catalog.Operand) bool {
		t := words[o.Word][o.Skip:]
		return !strings.HasPrefix(t, "/") && !strings.HasPrefix(t, catalog.Unknown) // what a variable holds is reachesPlace's
	})
}
