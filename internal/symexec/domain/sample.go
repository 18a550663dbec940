package domain

import (
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// listSamples are answers of a guard that lists what is active.
var listSamples = []string{"shard7", "db2\ndb3", "a b c", "7", "0", "/dev/sda1"}

// blankSample is a list whose first line is empty, as lsblk's is for a disk of which only a partition is mounted.
const blankSample = "\n/srv"

// Altered is a text that is computed from an unknown one. As long as it can be judged as the guard's own answer was, it is taken
// for another form of it: the list is empty when the original is. Whether that is so is tried out: f, nil when it is not known,
// computes the text for some answers.
func (x *Space) Altered(v value.Value, key string, f func(string) (string, bool), init func(*value.Sym)) value.Value {
	return value.SymValue(x.Derive(v, key, func(s *value.Sym) {
		if init != nil {
			init(s)
		}
		s.Listed = s.Listed && keepsEmptiness(v, f)
		s.Partial = s.Partial || !KeepsNames(s.Ask, f)
		if s.Column == 0 && f != nil && s.Ask != nil && s.Ask.Entry.Rows {
			s.Column = ColumnKept(f)
		}
	}))
}

// The names of devices that may stand in an answer, and what is left of each as long as it can be found: the number of a partition, or a folder
// in front, may go.
var (
	sampleNames = []string{"/dev/sdq7", "/dev/nvme7n1p3", "/dev/mapper/vgq-lvq", "/dev/vdk3", "/dev/md127"}
	nameCores   = []string{"sdq", "nvme", "vgq", "vdk", "md1"}
)

// KeepsNames reports whether a text that is computed from the lines of an answer has something of each line, in the words of the line: what
// is not found in it is not in the answer either. Whether that is so is tried out, with fields that are numbers to a comparison and with
// ones that are paths.
func KeepsNames(a *value.Ask, f func(string) (string, bool)) bool {
	if a == nil || a.Prompt || !a.Entry.Rows {
		return true // no answer of rows
	}
	return f != nil && (keepsRows(a, f, "7") || keepsRows(a, f, "/7")) && keepsLongList(f)
}

// ColumnKept is the only column, from 1, that is left of rows; 0 where there are several, or none.
func ColumnKept(f func(string) (string, bool)) int {
	const columns = 16
	row := ""
	for i := range columns {
		row += "/7q" + string(rune('a'+i)) + " "
	}
	row = strings.TrimSuffix(row, " ") + "\n"
	out, ok := f(row + row)
	if !ok {
		return 0
	}
	kept := 0
	for i := range columns {
		switch found := strings.Contains(out, "7q"+string(rune('a'+i))); {
		case found && kept != 0:
			return 0
		case found:
			kept = i + 1
		}
	}
	return kept
}

// longList is how many rows an answer is tried with that may be long.
const longList = 2000

// keepsLongList reports whether the rows at the end of a long answer are kept, as head -n 20 does not.
func keepsLongList(f func(string) (string, bool)) bool {
	var b strings.Builder
	for i := range longList {
		b.WriteString("/dev/vdq" + strconv.Itoa(longList+i) + " /7x" + strconv.Itoa(longList+i) + "\n")
	}
	out, ok := f(b.String())
	if !ok {
		return true // for such a one: it has kept the shorter one
	}
	for _, i := range []int{longList, longList + longList/2, 2*longList - 1} {
		if n := strconv.Itoa(i); !strings.Contains(out, n) {
			return false
		}
	}
	return true
}

func keepsRows(a *value.Ask, f func(string) (string, bool), begins string) bool {
	rows := ""
	mark := func(i int) string { return "7x" + string(rune('k'+i)) }
	for i, name := range sampleNames {
		rows += name
		for range 15 {
			rows += " " + strings.TrimSuffix(begins, "7") + mark(i)
		}
		rows += "\n"
	}
	if Headed(a) {
		rows = "NAME A B C D E F G H I J K L M N O\n" + rows
	}
	out, ok := f(rows)
	if !ok {
		return false
	}
	for i := range sampleNames {
		if !strings.Contains(out, nameCores[i]) && !strings.Contains(out, mark(i)) {
			return false
		}
	}
	return true
}

// Headed reports whether the first line of an answer may be a heading: nobody says that the call prints none.
func Headed(a *value.Ask) bool { return a.Entry.Headed(a.Patterns()) }

// notFound is what it says of a query's answer of rows that a search for a name has not found it in a text.
func notFound(s *value.Sym) Comparisons {
	if s.Partial {
		return 0
	}
	return SaidEmpty
}

// searchSays is SearchSays where something is looked for anywhere in the text; else that it is not found at its place says nothing.
func (x *Space) searchSays(s *value.Sym) (same, other Comparisons) {
	if x.LookFor == 0 {
		return SaidNonEmpty, 0
	}
	return SearchSays(s)
}

// SearchSays is what it says of a query's answer of rows that a name is found in a text, and that it is not.
func SearchSays(s *value.Sym) (same, other Comparisons) { return SaidNonEmpty, notFound(s) }

// keepsEmptiness tries out whether a text that is computed from a list of what is active is empty when the list is.
func keepsEmptiness(v value.Value, f func(string) (string, bool)) bool {
	if f == nil {
		return false
	}
	with := func(sample string) (string, bool) {
		var b strings.Builder
		for _, p := range v {
			if p.Sym == nil {
				b.WriteString(p.Lit)
			} else {
				b.WriteString(sample)
			}
		}
		out, ok := f(b.String())
		return strings.TrimRight(out, "\n"), ok
	}
	for _, s := range listSamples {
		for _, end := range []string{"", "\n"} {
			if out, ok := with(s + end); !ok || out == "" {
				return false
			}
		}
	}
	for _, p := range v {
		if p.Sym != nil && p.Sym.Blank {
			if out, ok := with(blankSample); !ok || out == "" {
				return false
			}
		}
	}
	out, ok := with("")
	return ok && out == ""
}
