package symexec

import (
	"regexp"
	"slices"
	"strings"
)

var (
	// awkExit is an exit with a status: exit 1, exit !found.
	awkExit = regexp.MustCompile(`\bexit\b[ \t(]*[^ \t;}\n]`)
	// sedOthers deletes all characters but those of words: s/[^a-z0-9-]//g.
	sedOthers = regexp.MustCompile(`^s([/:|,#])\[\^[A-Za-z0-9_-]*a-z[A-Za-z0-9_-]*\]([/:|,#])([/:|,#])g$`)
	// sedQuit is q or Q with a status.
	sedQuit = regexp.MustCompile(`[qQ][ \t]*[0-9]`)
)

// awkFlag is awk's way to look for a line: '$1 == "idle" { found = 1 } END { exit !found }'.
var awkFlag = regexp.MustCompile(`^\s*\$(\d+)\s*==\s*(?:"([^"\\]*)"|(\d+))\s*\{\s*(\w+)\s*=\s*1\s*;?\s*\}\s*END\s*\{\s*exit\s*(!?)\s*(\w+)\s*;?\s*\}\s*$`)

// awkFound is that: its status tells whether the word was there. It returns nil for other programs.
func (x *exec) awkFound(name string, words []string, plain bool, in Value, c *state, cl *callInfo) []*state {
	if name != "awk" && name != "gawk" && name != "mawk" || !plain || len(words) != 1 {
		return nil
	}
	m := awkFlag.FindStringSubmatch(words[0])
	if m == nil || m[4] != m[6] {
		return nil
	}
	field, want, negated := m[1], m[2]+m[3], m[5] == "!"
	end := func(s *state, found bool) *state {
		return x.setStatus(s, status{val: boolNum(found != negated), at: cl.whole})
	}
	n, err := parseInt(field)
	if err != nil {
		return nil
	}
	if t, ok := in.constant(); ok {
		found := false
		for _, l := range splitLines(t) {
			f := append([]string{l}, strings.Fields(l)...)
			got := ""
			if n < len(f) {
				got = f[n]
			}
			if a, err := parseInt(got); m[3] != "" && err == nil { // a number is compared as one
				b, _ := parseInt(want)
				found = found || a == b
			} else {
				found = found || got == want
			}
		}
		return []*state{end(c, found)}
	}
	w := wordIn(in)
	if w == nil || n > 1 || m[3] != "" {
		return nil
	}
	var out []*state
	for _, b := range x.decideEq(c, symValue(w), want) {
		out = append(out, end(b.st, b.ok))
	}
	return out
}

// choosesStatus reports whether a filter's status says something of its own: sort -c, awk with exit, sed with q5 (GNU sed), and
// the tools that reject what they cannot read. The status of the others is 0.
func choosesStatus(name string, args []Field, words []string, plain bool) bool {
	switch name {
	case "jq", "yq", "xmllint":
		return true
	case "sort":
		return !plain || slices.ContainsFunc(words, func(w string) bool {
			return strings.HasPrefix(w, "--check") || len(w) > 1 && w[0] == '-' && w[1] != '-' && strings.ContainsAny(w, "cC")
		})
	case "awk", "gawk", "mawk":
		return slices.ContainsFunc(args, func(f Field) bool { return awkExit.MatchString(litOf(f.v)) }) || programUnknown(args, plain, "-v", "-F")
	case "sed":
		return slices.ContainsFunc(args, func(f Field) bool { return sedQuit.MatchString(litOf(f.v)) }) || programUnknown(args, plain, "", "")
	}
	return false
}

// programUnknown reports whether some word that is not known may be a whole program, and not only a value in one.
func programUnknown(args []Field, plain bool, options ...string) bool {
	if plain {
		return false
	}
	for i, f := range args {
		if f.v.hasLit() {
			continue
		}
		if _, ok := f.v.constant(); ok {
			continue
		}
		if i > 0 {
			if t, ok := args[i-1].v.constant(); ok && t != "" && slices.Contains(options, t) {
				continue
			}
		}
		return true
	}
	return false
}

// printsUnasked reports whether a program may print although it reads nothing.
func printsUnasked(name string, words []string, plain bool) bool {
	switch name {
	case "awk", "gawk", "mawk":
		return !plain || slices.ContainsFunc(words, func(w string) bool { return strings.Contains(w, "END") || strings.Contains(w, "BEGIN") })
	case "jq", "yq":
		return !plain || slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, "-") && strings.ContainsAny(w, "n") })
	}
	return false
}
