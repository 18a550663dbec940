package difftest

import (
	"slices"
	"strings"
)

// realTools are commands that answer as their manuals say. What a call of one may answer depends on its operands.
var realTools = []string{"lsblk", "lsof", "fuser", "findmnt", "mount", "swapon", "systemctl", "psql", "mysql", "curl"}

// toolAnswers are what a call of a real tool can answer, the first when nothing is said about it: nil for calls that no script
// makes. The words in a key have no blanks.
func toolAnswers(c call) []answer {
	has := func(word string) bool { return strings.Contains(" "+c.args+" ", word) }
	switch c.name {
	case "lsblk": // lsblk(8): a row for the disk, then one for each partition; 32 when it is no device
		return []answer{{idle, 0, "\n"}, {idle, 0, "\n\n"}, {active, 0, "/data\n"}, {active, 0, "\n/data\n"}, {active, 0, "\n\n[SWAP]\n"}, {failed, 32, ""}, {failed, 1, ""}}
	case "lsof": // lsof(8): 1 also for what could not be looked at
		return []answer{{idle, 1, ""}, {active, 0, "4711\n"}, {failed, 1, ""}}
	case "fuser": // fuser(1)
		return []answer{{idle, 1, ""}, {active, 0, ""}, {failed, 1, ""}}
	case "findmnt": // findmnt(8): 1 for nothing found and for failure
		return []answer{{idle, 1, ""}, {active, 0, "/data\n"}, {failed, 1, ""}}
	case "mount": // mount(8)
		const others = "/dev/sda1 on / type ext4 (rw,relatime)\ntmpfs on /run type tmpfs (rw)\n"
		return []answer{{idle, 0, others}, {active, 0, others + "/dev/sdb on /data type xfs (rw)\n/dev/sdc on /more type xfs (rw)\n"},
			{active, 0, others + "/dev/sdb1 on /data type xfs (rw)\n/dev/sdc1 on /more type xfs (rw)\n"}, {failed, 1, ""}, {failed, 32, ""}}
	case "swapon": // swapon(8)
		return []answer{{idle, 0, ""}, {idle, 0, "/dev/sda2\n"}, {active, 0, "/dev/sda2\n/dev/sdb\n/dev/sdc\n"}, {active, 0, "/dev/sdb1\n/dev/sdc1\n"}, {failed, 1, ""}}
	case "systemctl": // systemctl(1): 3 for everything that is not active, on its way too; 4 for no such unit
		as := []answer{{idle, 3, "inactive\n"}, {active, 0, "active\n"}, {active, 3, "activating\n"}, {active, 3, "deactivating\n"}, {active, 0, "reloading\n"}, {failed, 1, ""}, {failed, 4, "unknown\n"}}
		if has(" -q ") || has(" --quiet ") {
			return mute(as)
		}
		return as
	case "psql", "mysql":
		rows := []answer{{idle, 0, ""}, {active, 0, "4711\n"}, {active, 0, "4711\n4712\n"}}
		if has("count(") {
			rows = []answer{{idle, 0, "0\n"}, {active, 0, "1\n"}, {active, 0, "3\n"}, {active, 0, "10\n"}, {active, 0, "4096\n"}}
		}
		return append(headed(c, rows), answer{failed, 1, ""}, answer{failed, 2, ""})
	case "curl": // curl(1): 22 with -f for a status of 400 and more, 7 for no connection
		return curlAnswers(c, has)
	}
	return nil
}

func mute(as []answer) []answer {
	as = slices.Clone(as)
	for i := range as {
		as[i].output = ""
	}
	return as
}

// headed gives rows the form in which a client prints them without options: psql with a head and a foot, mysql with a head.
func headed(c call, rows []answer) []answer {
	if strings.Contains(c.args, "-At") || strings.Contains(c.args, "-N") {
		return rows
	}
	column := "pid"
	if strings.Contains(c.args, "count(") {
		column = "count"
	}
	for i, r := range rows {
		lines := strings.Split(strings.TrimSuffix(r.output, "\n"), "\n")
		if r.output == "" {
			lines = nil
		}
		switch {
		case c.name == "mysql" && len(lines) == 0: // it prints nothing of no rows
		case c.name == "mysql":
			rows[i].output = column + "\n" + r.output
		default:
			foot := "(1 row)"
			if len(lines) != 1 {
				foot = "(" + string(rune('0'+len(lines))) + " rows)"
			}
			text := " " + column + " \n-------\n"
			for _, l := range lines {
				text += strings.Repeat(" ", max(0, 6-len(l))) + l + "\n"
			}
			rows[i].output = text + foot + "\n\n"
		}
	}
	return rows
}

func curlAnswers(c call, has func(string) bool) []answer {
	down := []answer{{failed, 7, ""}, {failed, 28, ""}}
	if has("%{http_code}") {
		down = []answer{{failed, 7, "000"}, {failed, 28, "000"}, {failed, 0, "502"}, {failed, 0, "500"}}
		return append([]answer{{idle, 0, "404"}, {active, 0, "200"}}, down...)
	}
	if has(" -f") {
		down = append(down, answer{failed, 22, ""})
	} else {
		down = append(down, answer{failed, 0, "<html>502 Bad Gateway</html>\n"}, answer{failed, 0, "0 results\n"}, answer{failed, 0, ""})
	}
	if strings.HasSuffix(c.args, "/sessions") {
		return append([]answer{{idle, 0, "0"}, {idle, 0, "0\n"}, {active, 0, "3"}, {active, 0, "12\n"}}, down...)
	}
	return append([]answer{{idle, 0, "idle\n"}, {idle, 0, "idle"}, {active, 0, "active"}, {active, 0, "draining\n"}, {active, 0, "starting"}}, down...)
}

// toolTarget is what a call of a real tool is about, "" for the whole machine.
func toolTarget(c call) string {
	switch c.name {
	case "lsblk", "lsof", "fuser", "findmnt", "wipefs", "mkfs.ext4", "dropdb":
		return c.args[strings.LastIndexByte(c.args, ' ')+1:]
	case "psql", "mysql":
		if _, rest, ok := strings.Cut(c.args, "='"); ok {
			name, _, _ := strings.Cut(rest, "'")
			return name
		}
	case "curl":
		if _, rest, ok := strings.Cut(c.args, "/hosts/"); ok {
			name, _, _ := strings.Cut(rest, "/")
			return name
		}
	}
	return ""
}

// choices are what a call can answer, when it is one of a guard.
func choices(c call) ([]answer, bool) {
	if as, ok := answers[c.name]; ok {
		return as, true
	}
	as := toolAnswers(c)
	return as, as != nil
}
