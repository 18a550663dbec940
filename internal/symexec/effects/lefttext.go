package effects

import (
	"regexp"
	"strings"
)

// Text that is left for something else to run its commands. They stay where they stand in it: blanks are put in the place of the rest.

var (
	cronTimes    = regexp.MustCompile(`^[ \t]*(@[a-z]+|(?:[0-9*,/\-]|\b(?i:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b|\$\{\w+\})+(?:[ \t]+(?:[0-9*,/\-]|\b(?i:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b|\$\{\w+\})+){4})[ \t]+`)
	cronUser     = regexp.MustCompile(`^[a-z_][a-z0-9_-]*[ \t]+`)
	udevCommand  = regexp.MustCompile(`(?:RUN|PROGRAM|IMPORT)(?:\{program\})?\+?=+"([^"]*)"`)
	udevName     = regexp.MustCompile(`%[a-zA-Z](?:\{[^}]*\})?|\$(?:env|attr)\{[^}]*\}|\$(?:kernel|name|devnode|number|id|driver)\b`)
	cloudCommand = regexp.MustCompile(`^[ \t]*-[ \t]+(?:\||>-?)?[ \t]*`)
	cloudList    = regexp.MustCompile(`^\[(.*)\][ \t]*$`)
	unitCommand  = regexp.MustCompile(`^[ \t]*Exec[A-Za-z]+=[-@+!:]*[ \t]*`)
)

// CronCommands are the commands of a crontab, each in its line, behind their times, and behind the user who runs them where lines have one.
func CronCommands(t string, user bool) string {
	return linesBehind(t, func(l string) int {
		at := cronTimes.FindStringIndex(l)
		if at == nil {
			return len(l)
		}
		if user {
			return at[1] + len(cronUser.FindString(l[at[1]:]))
		}
		return at[1]
	})
}

// IsCrontab reports whether a line of a text begins with the times of a crontab.
func IsCrontab(t string) bool {
	for l := range strings.SplitSeq(t, "\n") {
		if cronTimes.MatchString(l) {
			return true
		}
	}
	return false
}

// UnitCommands are the commands of a unit of systemd, each in its line; "" for other texts.
func UnitCommands(t string) string {
	if !strings.Contains(t, "Exec") || !strings.Contains(t, "[Service]") {
		return ""
	}
	return linesBehind(t, func(l string) int {
		if at := unitCommand.FindStringIndex(l); at != nil {
			return at[1]
		}
		return len(l)
	})
}

// UdevCommands are the programs that rules of udev run, each in a line, with a variable in the place of what a rule puts in; "" for other texts.
func UdevCommands(t string) string {
	if !strings.Contains(t, "RUN") && !strings.Contains(t, "PROGRAM") {
		return ""
	}
	var out []string
	for _, m := range udevCommand.FindAllStringSubmatch(t, -1) {
		out = append(out, udevName.ReplaceAllString(strings.ReplaceAll(m[1], "$$", "$"), "$${DEVNAME}"))
	}
	return strings.Join(out, "\n")
}

// CloudCommands are the lines of a configuration of cloud-init that may be commands, each in its line; "" for other texts.
func CloudCommands(t string) string {
	if !strings.HasPrefix(t, "#cloud-config") || !strings.Contains(t, "cmd:") {
		return ""
	}
	var out []string
	in := false
	for l := range strings.Lines(t) {
		l = strings.TrimRight(l, "\r\n")
		switch at := cloudCommand.FindStringIndex(l); {
		case strings.HasSuffix(l, "cmd:") && !strings.HasPrefix(l, " "):
			in = true
		case l != "" && l[0] != ' ' && l[0] != '-' && l[0] != '#':
			in = false
		case in && at != nil:
			l = strings.TrimSpace(l[at[1]:])
			if m := cloudList.FindStringSubmatch(l); m != nil { // [wipefs, -a, /dev/sdb]
				l = strings.ReplaceAll(m[1], ",", " ")
			} else if n := len(l); n > 1 && (l[0] == '"' || l[0] == '\'') && l[n-1] == l[0] {
				l = l[1 : n-1]
			}
			out = append(out, l)
		case in:
			out = append(out, strings.TrimSpace(l))
		}
	}
	return strings.Join(out, "\n")
}

// linesBehind blanks each line up to a place.
func linesBehind(t string, place func(line string) int) string {
	lines := strings.SplitAfter(t, "\n")
	for i, l := range lines {
		n := place(strings.TrimSuffix(l, "\n"))
		lines[i] = strings.Repeat(" ", n) + l[n:]
	}
	return strings.Join(lines, "")
}
