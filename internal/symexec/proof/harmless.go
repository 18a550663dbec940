package proof

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Some calls of a command that destroys leave all data where it is, for what they are given.

// harmless reports whether a call of a destructive command destroys nobody's data, by what its entry says of it.
func (x *Ledger) harmless(e *catalog.Destructive, cl *domain.CallInfo, targets []value.Target, st *domain.State) bool {
	switch cl.Name {
	case "dd":
		return e.Kind == catalog.KindDevice && bootCode(cl, st)
	case "zfs":
		return len(targets) > 0 && !slices.ContainsFunc(targets, func(t value.Target) bool { return !bookmark(st.Resolve(t.V)) })
	case "zpool":
		return x.poolOfFiles(cl, st)
	case "curl":
		return e.Kind == catalog.KindResource && deletesRecord(cl, st)
	}
	return false
}

// records are what an interface keeps that is no data: names, sessions, locks, silences. They stand below something else in an address, and have one of
// their own behind them: an index of the same name is data.
var records = regexp.MustCompile(`^(?:[a-z]+://)?[^/]*/(?:.*/)?[^/]+/(?:(?:dns_records|rrsets|extensions|sessions?|tokens?|locks?|hooks|webhooks|runners|silences?|annotations|labels|comments)/[^/]+|auth)/?$`)

// deletesRecord reports whether curl deletes no more than a record, or is not known to delete anything: a method that is not known is rather any other one.
func deletesRecord(cl *domain.CallInfo, st *domain.State) bool {
	deletes := false
	for _, f := range cl.Args {
		word := st.Resolve(f.V).Pattern()
		if address, _, _ := strings.Cut(word, "?"); records.MatchString(address) {
			return true
		}
		deletes = deletes || strings.Contains(word, "DELETE")
	}
	return !deletes
}

// bookmark reports whether a name is that of a bookmark, which marks a moment and holds no data (zfs-bookmark(8)).
func bookmark(v value.Value) bool {
	return slices.ContainsFunc(v, func(p value.Part) bool { return strings.Contains(p.Lit, "#") })
}

// poolOfFiles reports whether zpool create makes a pool of files only: zpool create tank /tmp/a.img.
func (x *Ledger) poolOfFiles(cl *domain.CallInfo, st *domain.State) bool {
	var operands []string
	value := false
	for _, f := range cl.Args[1:] {
		word := st.Resolve(f.V).Pattern()
		switch {
		case value:
			value = false
		case strings.HasPrefix(word, "-"):
			value = strings.ContainsAny(word[len(word)-1:], "oOmRt")
		default:
			operands = append(operands, word)
		}
	}
	if len(operands) < 3 || operands[0] != "create" {
		return false
	}
	files := 0
	for _, word := range operands[2:] {
		switch {
		case vdevWord.MatchString(word):
		case strings.Contains(word, "/") && !strings.HasPrefix(word, catalog.Unknown) && !x.prog.Cat.MayBeDevice(word), strings.HasPrefix(word, catalog.Unknown) && !x.prog.Cat.MayBeDevice(word):
			files++
		default:
			return false
		}
	}
	return files > 0
}

// vdevWord are the words that tell what the devices behind them are put together to (zpoolconcepts(7)).
var vdevWord = regexp.MustCompile(`^(?:mirror|raidz[1-3]?|draid[0-9:a-z]*|spare|log|cache|special|dedup)$`)

// bootCodeSize is how much of a disk's first sector comes in front of its signature and its partition table (UEFI specification, 5.2.1).
const bootCodeSize = 440

// bootCode reports whether dd writes no more than the boot code of a disk's first sector, out of a file that has it: if=mbr.bin bs=440 count=1. Zeros are written
// to take something away, as the header of an encrypted disk.
func bootCode(cl *domain.CallInfo, st *domain.State) bool {
	size, count, source := 512, -1, false
	for _, f := range cl.Args[1:] {
		word := st.Resolve(f.V).Pattern()
		name, text, _ := strings.Cut(word, "=")
		n, err := strconv.Atoi(text)
		switch name {
		case "bs", "obs", "ibs", "count":
			if err != nil {
				return false
			}
			if name == "count" {
				count = n
			} else {
				size = n
			}
		case "if":
			source = text != "" && !strings.HasPrefix(text, "/dev/") && !strings.HasPrefix(text, catalog.Unknown)
		case "seek", "oseek", "oflag":
			return false
		}
	}
	return source && count > 0 && size*count <= bootCodeSize+6 // with the signature of the disk
}

// loopDevice is what makes a device a loop device by its name, with what is assumed: what is attached to it is an image file that the script works on. The name is
// that of a variable which the script is started with; of one that losetup has printed its file decides.
func (x *Ledger) loopDevice(st *domain.State, t value.Target, cl *domain.CallInfo) (*value.Ask, []Assumption) {
	v := st.Resolve(t.V)
	if KindOf(t) != catalog.KindDevice || v.FirstSym() == nil || len(t.Host) > 0 {
		return nil, nil
	}
	rest := v
	if v[0].Sym == nil {
		if rest = v[1:]; v[0].Lit != "/dev/" && v[0].Lit != "/dev/mapper/" {
			return nil, nil
		}
	}
	what := loopText(rest[0].Sym)
	for _, p := range rest[1:] {
		if strings.Contains(p.Lit, "/") {
			return nil, nil // a volume of a group
		}
	}
	if what == "" {
		return nil, nil
	}
	a := x.NewAsk(loopGuard, nil, cl, st)
	a.Made, a.Making, a.Command = true, loopEntry, "a loop device, "+what
	return a, []Assumption{{Text: what + " is a loop device on an image, as its name says", At: cl.Whole}}
}

// loopText is a text as the script would write it that is the name of a loop device; "" for another one.
func loopText(s *value.Sym) string {
	if s == nil {
		return ""
	}
	if s.Kind == value.SymEnv && strings.Contains(strings.ToLower(s.Name), "loop") {
		return "$" + s.Name
	}
	return ""
}

var (
	loopEntry = &catalog.Creation{Command: "a loop device", Kind: catalog.KindDevice, Why: "a loop device on an image"}
	loopGuard = creationGuard(loopEntry)
)

// imageFile reports whether a file is an image by its name, so that nobody calls it data that a command makes a file system in it: mkfs on the file itself
// is no destruction either. Disks of virtual machines are in folders that say so.
func (x *Ledger) imageFile(v value.Value) bool {
	name := v.Pattern()
	_, place := x.prog.Cat.Destructive([]string{"rm", "-r", name})
	return len(v) > 0 && !place && !x.prog.Cat.MayBeDevice(name)
}
