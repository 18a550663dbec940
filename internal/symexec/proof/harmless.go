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

// harmless reports whether a call of a destructive command destroys nobody's data.
func (x *Ledger) harmless(cl *domain.CallInfo, targets []value.Target, st *domain.State) bool {
	switch cl.Name {
	case "dd":
		return bootCode(cl, st)
	case "mysql", "mariadb":
		return len(targets) == 1 && value.SameValue(targets[0].V, value.Lit("test")) && dropsOnce(cl, st)
	case "zfs":
		return len(targets) > 0 && !slices.ContainsFunc(targets, func(t value.Target) bool { return !bookmark(st.Resolve(t.V)) })
	case "zpool":
		return x.poolOfFiles(cl, st)
	case "curl":
		return len(targets) > 0 && targets[0].Kind == catalog.KindResource && deletesRecord(cl, st)
	}
	return false
}

// records are what an interface keeps that is no data: names, sessions, locks, silences.
var records = regexp.MustCompile(`/(?:dns_records|rrsets|extensions|sessions?|api/auth|tokens|locks|hooks|webhooks|runners|silences?|annotations|labels|comments)(?:[/?"' \x00]|$)`)

// deletesRecord reports whether curl deletes no more than a record, or is not known to delete anything: a method that is not known is rather any other one.
func deletesRecord(cl *domain.CallInfo, st *domain.State) bool {
	deletes := false
	for _, f := range cl.Args {
		word := st.Resolve(f.V).Pattern()
		if records.MatchString(word) {
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

// bootCode reports whether dd writes no more than the boot code of a disk's first sector: bs=440 count=1.
func bootCode(cl *domain.CallInfo, st *domain.State) bool {
	size, count := 512, -1
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
		case "seek", "oseek", "oflag":
			return false
		}
	}
	return count >= 0 && size*count <= bootCodeSize+6 // with the signature of the disk
}

// anotherLoss is what else a client's text may destroy, but for the accounts and grants that are taken out with the test database.
var anotherLoss = regexp.MustCompile(`(?i)\b(?:drop\s+(?:database|schema|table|tablespace)|truncate)\b`)

// dropsOnce reports whether a client's text drops the one database only. MySQL up to 5.6 and MariaDB come with a database "test" that everybody may
// use, and mysql_secure_installation(1) removes it.
func dropsOnce(cl *domain.CallInfo, st *domain.State) bool {
	texts := WordValues(cl, st)
	if st.Stdin != nil {
		texts = append(texts, st.Resolve(st.Stdin.Text))
	}
	found := 0
	for _, t := range texts {
		for _, p := range t {
			found += len(anotherLoss.FindAllString(p.Lit, -1))
		}
	}
	return found == 1
}

// loopName is how a script calls a loop device, in a word of its text.
var loopName = regexp.MustCompile(`\$\{?[A-Za-z0-9_]*(?i:loop)[A-Za-z0-9_]*`)

// loopDevice is what makes a device a loop device by its name, with what is assumed: what is attached to it is an image file that the script works on.
func (x *Ledger) loopDevice(st *domain.State, t value.Target, cl *domain.CallInfo) (*value.Ask, []Assumption) {
	v := st.Resolve(t.V)
	written := loopName.FindString(cl.Text())
	if KindOf(t) != catalog.KindDevice || written == "" || v.FirstSym() == nil || len(t.Host) > 0 {
		return nil, nil
	}
	named := slices.ContainsFunc(v, func(p value.Part) bool {
		return p.Sym != nil && (p.Sym.Kind == value.SymEnv || p.Sym.Kind == value.SymArg) && !strings.Contains(strings.ToLower(p.Sym.Name), "loop")
	})
	begin := v.Pattern()
	if named || v[0].Sym == nil && !strings.HasPrefix(begin, "/dev/loop") && !strings.HasPrefix(begin, "/dev/mapper/"+catalog.Unknown) && !strings.HasPrefix(begin, "/dev/"+catalog.Unknown) {
		return nil, nil
	}
	for _, p := range v[1:] {
		if strings.Contains(p.Lit, "/") {
			return nil, nil // a volume of a group
		}
	}
	written = "$" + strings.TrimLeft(written, "${")
	a := x.NewAsk(loopGuard, nil, cl, st)
	a.Made, a.Making, a.Command = true, loopEntry, "a loop device, "+written
	return a, []Assumption{{Text: written + " is a loop device on an image, as its name says", At: cl.Whole}}
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
