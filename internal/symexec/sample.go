package symexec

import (
	"regexp"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// sampleDrop drops the database "test" that MySQL comes with and everybody may write to: mysql_secure_installation does the same.
var sampleDrop = regexp.MustCompile("(?i)\\bdrop\\s+(?:database|schema)\\s+(?:if\\s+exists\\s+)?`?test`?\\s*(;|$|[\"'])")

// configurationRows are of tables in which ProxySQL keeps its configuration, which scripts fill anew.
var configurationRows = regexp.MustCompile(`(?i)\bdelete\s+from\s+(?:main\.)?(?:proxysql_servers|mysql_servers|mysql_users|mysql_query_rules|mysql_replication_hostgroups|mysql_group_replication_hostgroups|mysql_galera_hostgroups|scheduler)\s*(;|$|["'])`)

// withoutSample are the words and the input of a client of MySQL without what holds nobody's data.
func withoutSample(words []string, stdin string) (clean []string, input string) {
	switch effects.BaseName(words[0]) {
	case "mysql", "mariadb":
	default:
		return words, stdin
	}
	clean = slices.Clone(words)
	for i, w := range words[1:] {
		clean[i+1] = nobodysData(w)
	}
	return clean, nobodysData(stdin)
}

func nobodysData(text string) string {
	return configurationRows.ReplaceAllString(sampleDrop.ReplaceAllString(text, "$1"), "$1")
}

var (
	// keepsPlace are lines for sfdisk -N that leave a partition where it is: its flags, its kind, its name, or all the room behind it.
	keepsPlace = regexp.MustCompile(`^\s*(,\s*,\s*[^,]*(,[^,]*)?|,\s*\+?|(type|name|uuid|attrs|bootable)\b[^,]*|)\s*$`)
	plainText  = regexp.MustCompile(`^[\pL\pN\pP\pS\s]*[\pL\pN\pP\pS][\pL\pN\pP\pS\s]*$`)
)

// keepsData reports whether what a command reads makes it harmless: sfdisk -N that only changes the flags of a partition, and dd that is
// used like tee, to write text as another user, where nothing says that it writes to a device.
func (x *exec) keepsData(words []string, stdin string) bool {
	if effects.BaseName(words[0]) == "cp" {
		return copiesNodes(words[1:])
	}
	if stdin == "" || strings.Contains(stdin, catalog.Unknown) && effects.BaseName(words[0]) == "sfdisk" {
		return false
	}
	switch effects.BaseName(words[0]) {
	case "sfdisk":
		one := slices.ContainsFunc(words, func(w string) bool {
			return strings.HasPrefix(w, "-N") || strings.HasPrefix(w, "--partno")
		})
		lines := strings.Split(stdin, "\n")
		return one && !slices.ContainsFunc(lines, func(l string) bool { return !keepsPlace.MatchString(l) })
	case "dd":
		to := ""
		for _, w := range words[1:] {
			key, v, _ := strings.Cut(w, "=")
			switch key {
			case "of":
				to = v
			case "status", "conv", "oflag":
			default:
				return false
			}
		}
		parts := strings.Split(to, catalog.Unknown)
		return len(parts) == 3 && parts[0] == "" && x.prog.Cat.NamesNothing(parts[1]) && isText(stdin)
	}
	return false
}

// copiesNodes reports whether all that cp copies are devices, as such: another node of the same device is made in the place of the target,
// and nothing is written to either (cp(1), -R without --copy-contents).
func copiesNodes(words []string) bool {
	nodes, from := false, 0
	for i, w := range words {
		switch {
		case w == "--copy-contents", strings.HasPrefix(w, "-t"), strings.HasPrefix(w, "--target"):
			return false
		case w == "--archive" || w == "--recursive" || strings.HasPrefix(w, "-") && !strings.HasPrefix(w, "--") && strings.ContainsAny(w, "aRr"):
			nodes = true
		case strings.HasPrefix(w, "-") || i == len(words)-1:
		case !strings.HasPrefix(w, "/dev/"):
			return false
		default:
			from++
		}
	}
	return nodes && from > 0
}

// isText reports whether what is known of an input is text as people write it into files, and it is known at all.
func isText(stdin string) bool {
	known := ""
	for i, part := range strings.Split(stdin, catalog.Unknown) {
		if i%2 == 0 {
			known += part
		}
	}
	return plainText.MatchString(known)
}
