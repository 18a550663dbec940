package catalog

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// find returns the operands that a target or host specification means. A specification may have several parts, of which
// the first one that finds something counts: "option:-e,--regexp 1".
func (a *args) find(spec string, kind Kind) []Operand {
	for part := range strings.FieldsSeq(spec) {
		if found := a.findPart(part, kind); len(found) > 0 {
			return found
		}
	}
	return nil
}

func (a *args) findPart(spec string, kind Kind) []Operand {
	switch {
	case spec == "all":
		out := make([]Operand, 0, len(a.operands))
		for _, w := range a.operands {
			out = append(out, Operand{Word: w, Kind: kind})
		}
		return out
	case spec == "start":
		return a.starts(kind)
	case spec == "sources":
		all := a.findPart("all", kind)
		return all[:max(len(all)-1, 0)]
	case strings.HasPrefix(spec, "remote:"):
		found := a.findPart(strings.TrimPrefix(spec, "remote:"), kind)
		for i, o := range found {
			if t := a.words[o.Word][o.Skip:]; strings.Contains(t, ":") && !strings.Contains(t[:strings.IndexByte(t, ':')], "/") {
				found[i].Skip += strings.IndexByte(t, ':') + 1
			}
		}
		return found
	case strings.HasPrefix(spec, "option:"):
		return a.optionValues(strings.TrimPrefix(spec, "option:"), kind)
	case strings.HasPrefix(spec, "dd:"):
		return a.keyed(strings.TrimPrefix(spec, "dd:")+"=", kind)
	case strings.HasPrefix(spec, "setting:"):
		return a.settings(strings.TrimPrefix(spec, "setting:"), kind)
	case spec == "connection":
		return a.connections(kind)
	case strings.HasPrefix(spec, "flag:"):
		return a.flags(strings.TrimPrefix(spec, "flag:"), kind)
	}
	words := a.operands
	if n, ok := strings.CutPrefix(spec, "lead:"); ok {
		spec, words = n, a.leading
	}
	n, err := strconv.Atoi(spec)
	if err != nil {
		return nil
	}
	if n < 0 {
		n += len(words)
	} else {
		n--
	}
	if n < 0 || n >= len(words) {
		return nil
	}
	if n == 0 && spec == "1" && len(words) > 1 && a.holdsOptions(words[0], words[1]) {
		n = 1
	}
	return []Operand{{Word: words[n], Kind: kind}}
}

// holdsOptions reports whether a word of which nothing is known stands for options, and not for the operand that a command has one of: options
// that are written out follow it, and then what may well be that operand: mkfs.vfat $verbose -n BOOT "$disk".
func (a *args) holdsOptions(first, next int) bool {
	t := a.words[next]
	return a.told && nameOnly.MatchString(a.words[first]) && strings.Trim(t, "0123456789") != "" &&
		slices.ContainsFunc(a.options, func(o option) bool { return o.word > first && o.word < next })
}

// nameOnly is a word that is one variable.
var nameOnly = regexp.MustCompile("^" + Unknown + `\w+` + Unknown + "$")

// flags finds the word of an option that itself says where: pdsh -a means every host of a list.
func (a *args) flags(names string, kind Kind) []Operand {
	for _, o := range a.options {
		if contains(names, o.name) {
			return []Operand{{Word: o.word, Kind: kind}}
		}
	}
	return nil
}

// optionValues finds the values of options such as "-h,--host". With "..." at the end the words after the value up to the
// next option are values too: aws --instance-ids a b.
func (a *args) optionValues(names string, kind Kind) []Operand {
	names, list := strings.CutSuffix(names, "...")
	var out []Operand
	for _, o := range a.options {
		if o.value < 0 || !contains(names, o.name) {
			continue
		}
		out = append(out, Operand{Word: o.value, Skip: o.skip, Kind: kind})
		for i := o.value + 1; list && i < len(a.words) && !strings.HasPrefix(a.words[i], "-"); i++ {
			out = append(out, Operand{Word: i, Kind: kind})
		}
	}
	return out
}

// keyed finds operands of the form key=value.
func (a *args) keyed(key string, kind Kind) []Operand {
	var out []Operand
	for _, w := range a.operands {
		if strings.HasPrefix(a.words[w], key) {
			out = append(out, Operand{Word: w, Skip: len(key), Kind: kind})
		} else if strings.HasPrefix(a.words[w], Unknown) { // "$key=/dev/sda"
			if i := strings.Index(a.words[w], Unknown+"=/dev/"); i > 0 && !strings.Contains(a.words[w][1:i], "/") {
				out = append(out, Operand{Word: w, Skip: i + 2, Kind: kind})
			}
		}
	}
	if len(out) == 0 {
		for w, t := range a.words { // dd "$@": whoever calls the script, or the function, says where to
			if t == allArguments {
				return []Operand{{Word: w, Kind: kind}}
			}
		}
	}
	return out
}

// allArguments stands for "$@" where nothing is known of the words that it is.
const allArguments = Unknown + "@" + Unknown

// contains tells whether a list separated by commas has a name.
func contains(list, name string) bool {
	for part := range strings.SplitSeq(list, ",") {
		if part == name {
			return true
		}
	}
	return false
}

// starts finds the operands before the first option, apart from those that stand in front of find's folders.
func (a *args) starts(kind Kind) []Operand {
	end := len(a.words)
	for _, o := range a.options {
		switch o.name {
		case "-H", "-L", "-P":
		default:
			end = min(end, o.word)
		}
	}
	var out []Operand
	for _, w := range a.operands {
		if w < end && a.words[w] != "(" && a.words[w] != "!" {
			out = append(out, Operand{Word: w, Kind: kind})
		}
	}
	return out
}

// settings finds the values that an option gives to a name: "-o,Port" is 22 in -o Port=22, -oPort=22 and -o "port 22".
func (a *args) settings(spec string, kind Kind) []Operand {
	option, name, _ := strings.Cut(spec, ",")
	var out []Operand
	for _, o := range a.optionValues(option, kind) {
		t := a.words[o.Word][o.Skip:]
		if len(t) > len(name) && strings.EqualFold(t[:len(name)], name) && strings.ContainsRune("= ", rune(t[len(name)])) {
			o.Skip += len(name) + 1
			out = append(out, o)
		}
	}
	return out
}

// connectionKey is a setting that says where a connection goes, in a text of several.
var connectionKey = regexp.MustCompile(`(?:^|\s)(?:host|hostaddr|port|service)\s*=`)

// connections finds a word that says as a whole where to connect: an address with a scheme, or "host=db port=5433".
func (a *args) connections(kind Kind) []Operand {
	for _, o := range append(a.optionValues("-d,--dbname,--maintenance-db", kind), a.findPart("all", kind)...) {
		if t := a.words[o.Word][o.Skip:]; strings.Contains(t, "://") || connectionKey.MatchString(t) {
			return []Operand{o}
		}
	}
	return nil
}
