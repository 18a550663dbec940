package models

import (
	"regexp"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// jqFallback is what jq prints where something is missing.
var jqFallback = regexp.MustCompile(`//\s*(?:"([^"]*)"|([\w.-]+)|\[\])`)

// fallbackOf is the default that a filter's words name; nil for none.
func fallbackOf(name string, words []string) *string {
	if name != "jq" && name != "yq" {
		return nil
	}
	for _, w := range words {
		m := jqFallback.FindStringSubmatch(w)
		if m == nil {
			continue
		}
		t := m[1] + m[2]
		if t == "empty" || t == "false" && strings.Contains(w, "empty") {
			t = ""
		}
		if strings.Contains(w, "length") {
			t = "0"
		}
		return &t
	}
	return nil
}

// jqLength counts what stands under a key; null has the length 0. With [] behind the key jq fails where there is no such key.
var jqLength = regexp.MustCompile(`\.\w+(?:\[\]\?)?\]?\s*\|\s*length\b`)

// lengthOfNothing is the count that jq gives of a key which is not there, in text that was fetched, of which nobody knows what keys it has.
func lengthOfNothing(name string, words []string, from *value.Sym) *string {
	if name != "jq" && name != "yq" || from == nil || from.Ask == nil || !fetchers[from.Ask.Name] {
		return nil
	}
	if !slices.ContainsFunc(words, jqLength.MatchString) {
		return nil
	}
	zero := "0"
	return &zero
}

// fetchers get a page or a record of anybody's making.
var fetchers = map[string]bool{"curl": true, "wget": true, "http": true, "https": true, "xh": true}

// awkNumber is a field as a number: of a word it is 0.
var awkNumber = regexp.MustCompile(`^\s*\{\s*print\s+(?:\$\w+\s*[+*-]\s*[01]|[01]\s*[+*]\s*\$\w+|int\(\s*\$\w+\s*\)|\+\s*\$\w+)\s*;?\s*\}\s*$`)

// countsOn reports whether a filter makes a number of what it reads, whatever that is.
func countsOn(name string, words []string) bool {
	return strings.HasSuffix(name, "awk") && len(words) == 1 && awkNumber.MatchString(words[0])
}

// leavesOpen reports whether a filter takes the newline away that the last line ends with.
func leavesOpen(name string, words []string) bool {
	if name != "tr" || len(words) == 0 {
		return false
	}
	from := words[0]
	if strings.HasPrefix(from, "-") {
		if len(words) < 2 || strings.ContainsAny(from, "cC") {
			return len(words) > 1 && strings.ContainsAny(from, "cC") && !strings.Contains(words[1], `\n`) && !strings.Contains(words[1], "[:space:]")
		}
		if !strings.Contains(from, "d") && len(words) < 3 {
			return false // it only makes several newlines one
		}
		from = words[1]
	}
	return strings.Contains(value.AnsiC(from), "\n") || strings.Contains(from, `\012`) || strings.Contains(from, "[:space:]") || strings.Contains(from, "[:cntrl:]")
}

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
func (x *Tools) awkFound(name string, words []string, plain bool, in value.Value, c *domain.State, cl *domain.CallInfo) []*domain.State {
	if name != "awk" && name != "gawk" && name != "mawk" || !plain || len(words) != 1 {
		return nil
	}
	m := awkFlag.FindStringSubmatch(words[0])
	if m == nil || m[4] != m[6] {
		return nil
	}
	field, want, negated := m[1], m[2]+m[3], m[5] == "!"
	end := func(s *domain.State, found bool) *domain.State {
		return x.dom.SetStatus(s, domain.Status{Val: BoolNum(found != negated), At: cl.Whole})
	}
	n, err := value.ParseInt(field)
	if err != nil {
		return nil
	}
	if t, ok := in.Constant(); ok {
		found := false
		for _, l := range splitLines(t) {
			f := append([]string{l}, strings.Fields(l)...)
			got := ""
			if n < len(f) {
				got = f[n]
			}
			if a, err := value.ParseInt(got); m[3] != "" && err == nil { // a number is compared as one
				b, _ := value.ParseInt(want)
				found = found || a == b
			} else {
				found = found || got == want
			}
		}
		return []*domain.State{end(c, found)}
	}
	w := wordIn(in)
	if w == nil || n > 1 {
		return nil
	}
	var out []*domain.State
	if m[3] != "" {
		if c.Con(w).Lo == nil {
			return nil // an empty line is 0, too
		}
		for _, b := range x.dom.DecideInt(c, value.SymValue(w), "-eq", value.Lit(want), true) {
			out = append(out, end(b.St, b.Res == value.IsTrue))
		}
		return out
	}
	for _, b := range x.dom.DecideEq(c, value.SymValue(w), want) {
		out = append(out, end(b.St, b.Ok))
	}
	return out
}

// choosesStatus reports whether a filter's status says something of its own: sort -c, awk with exit, sed with q5 (GNU sed), and
// the tools that reject what they cannot read. The status of the others is 0.
func choosesStatus(name string, args []domain.Field, words []string, plain bool) bool {
	switch name {
	case "jq", "yq", "xmllint":
		return true
	case "sort":
		return !plain || slices.ContainsFunc(words, func(w string) bool {
			return strings.HasPrefix(w, "--check") || len(w) > 1 && w[0] == '-' && w[1] != '-' && strings.ContainsAny(w, "cC")
		})
	case "awk", "gawk", "mawk":
		return slices.ContainsFunc(args, func(f domain.Field) bool { return awkExit.MatchString(LitOf(f.V)) }) || programUnknown(args, plain, "-v", "-F")
	case "sed":
		return slices.ContainsFunc(args, func(f domain.Field) bool { return sedQuit.MatchString(LitOf(f.V)) }) || programUnknown(args, plain, "", "")
	}
	return false
}

// programUnknown reports whether some word that is not known may be a whole program, and not only a value in one.
func programUnknown(args []domain.Field, plain bool, options ...string) bool {
	if plain {
		return false
	}
	for i, f := range args {
		if f.V.HasLit() {
			continue
		}
		if _, ok := f.V.Constant(); ok {
			continue
		}
		if i > 0 {
			if t, ok := args[i-1].V.Constant(); ok && t != "" && slices.Contains(options, t) {
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

// Silent are the commands that print nothing unless they are told to.
var Silent = map[string]bool{"sleep": true, "mkdir": true, "touch": true, "rm": true, "rmdir": true, "cp": true, "mv": true, "ln": true,
	"chmod": true, "chown": true, "sync": true, "logger": true, "true": true, "false": true, "kill": true, "umount": true, "swapoff": true}
