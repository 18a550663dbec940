package prefilter

import (
	"bytes"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// mayGo reports whether a text may change to a folder that it names from the root, or to somebody's home.
func mayGo(t []byte) bool {
	if bytes.Contains(t, []byte("su -")) || bytes.Contains(t, []byte("sudo")) || bytes.Contains(t, []byte("runuser")) {
		return true
	}
	for _, option := range []string{"chdir", "work", "--wd", "-C", "-D", "-w", "-d"} { // env -C, sudo -D, docker exec --workdir
		test := option == "-w" || option == "-d" // mostly [ -d DIR ]
		for rest := t; !test || bytes.Contains(t, []byte("docker")) || bytes.Contains(t, []byte("podman")) || bytes.Contains(t, []byte("unshare")) || bytes.Contains(t, []byte("multipass")); {
			i := bytes.Index(rest, []byte(option))
			if i < 0 {
				break
			}
			if rest = rest[i+len(option):]; bytes.IndexByte(rest[:min(len(rest), 24)], '/') >= 0 {
				return true
			}
		}
	}
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

// goes notes a call that changes the folder, and whether what a path from there names may be data. Of a folder that a variable names,
// paths are reachesPlace's: what is left is the name of a device in its folder.
func (c *candidates) goes(words []string) {
	to, ok := effects.GoesTo(c.cat, words)
	c.cd = c.cd || ok || slices.Contains(words, "popd")
	switch {
	case !ok || c.inPlace:
	case to == "~", strings.HasPrefix(to, catalog.Unknown+"~"): // the home of a service is where its data are
		c.inPlace = true
	case strings.HasPrefix(to, catalog.Unknown):
		c.inPlace = slices.ContainsFunc([]string{"/dev\"", "/dev\n", "/dev'"}, func(end string) bool { return strings.Contains(c.source(), end) })
	default:
		c.inPlace = effects.MayHoldData(to)
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

// elsewhere takes in the folder that a wrapper runs its command in: env -C "$dir" rm -rf data.
func (f *flow) elsewhere(n *syntax.CallExpr) {
	for i, w := range n.Args {
		if !f.c.cat.RunsElsewhere(effects.BaseName(effects.StaticText(w))) {
			continue
		}
		for _, w := range n.Args[i+1:] {
			f.word(folder, w, cut)
		}
		return
	}
}
