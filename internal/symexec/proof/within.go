package proof

import (
	"regexp"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// within reports whether t is g or part of it: a partition of a disk, a folder in a folder.
func within(k catalog.Kind, t, g value.Value) bool {
	tk, gk := t.Key(), g.Key()
	if tk == gk {
		return !t.Summary()
	}
	if g.Summary() {
		return false
	}
	switch k {
	case catalog.KindDevice:
		rest, ok := strings.CutPrefix(tk, gk)
		return ok && isPartition(gk, rest, len(g) > 0 && g[len(g)-1].Sym != nil)
	case catalog.KindPath:
		return inFolder(plainPath(tk), plainPath(gk)) && !t.Summary()
	default: // nothing else has parts
	}
	return false
}

// A disk's name ends with a letter where the number of a partition follows it directly, and with a digit where a p stands in
// between: Documentation/admin-guide/devices.txt of Linux, and disk_name() of its block layer. /dev/md1 and /dev/md12 are two
// arrays, and the names of the device mapper are anybody's choice.
var (
	letterDisk = regexp.MustCompile(`^/dev/(?:[shv]d|xvd|ubd)[a-z]+$`)
	digitDisk  = regexp.MustCompile(`^/dev/(?:nvme\d+n\d+|mmcblk\d+|md_?d?\d+|loop\d+|nbd\d+|rbd\d+|zram\d+|pmem\d+|drbd\d+|sr\d+|cciss/c\d+d\d+|a?da\d+|nvd\d+|r?disk\d+)$`)
	linkDisk   = regexp.MustCompile(`^/dev/disk/by-(?:id|path|diskseq)/.`)
	direct     = regexp.MustCompile(`^\d+$`)
	behindP    = regexp.MustCompile(`^(?:p\d+|s\d+[a-h]?)$`) // s: FreeBSD and macOS
	behindLink = regexp.MustCompile(`^-part\d+$`)
)

// isPartition reports whether what stands behind a disk's name makes it the name of one of its partitions. Of a disk that a
// variable holds it is not known how it ends, so each way to number its partitions may be meant.
func isPartition(disk, rest string, open bool) bool {
	switch {
	case direct.MatchString(rest):
		return open && !linkDisk.MatchString(disk) || letterDisk.MatchString(disk)
	case behindP.MatchString(rest):
		return open || digitDisk.MatchString(disk)
	case behindLink.MatchString(rest):
		return open || linkDisk.MatchString(disk)
	}
	return false
}

// plainPath is a path without what changes nothing: slashes at its end, two in a row, and dots for the folder itself.
func plainPath(p string) string {
	if !strings.Contains(p, "//") && !strings.Contains(p, "/.") && !strings.HasSuffix(p, "/") {
		return p
	}
	parts := strings.Split(p, "/")
	out := parts[:1]
	for _, s := range parts[1:] {
		if s != "" && s != "." {
			out = append(out, s)
		}
	}
	if len(out) == 1 && out[0] == "" {
		return "/"
	}
	return strings.Join(out, "/")
}

// inFolder reports whether a path leads to a folder or into it. Two dots may lead out again, also behind a link.
func inFolder(p, folder string) bool {
	if p == folder {
		return true
	}
	rest, ok := strings.CutPrefix(p, strings.TrimSuffix(folder, "/"))
	return ok && strings.HasPrefix(rest, "/") && !strings.Contains(rest+"/", "/../")
}
