package effects

import (
	"regexp"
	"strings"
)

// Text that is left for something else to run its commands. They stay where they stand in it: blanks are put in the place of the rest.

var (
	cronTimes   = regexp.MustCompile(`^[ \t]*(@[a-z]+|(?:[0-9*,/\-]|\b(?i:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b|\$\{\w+\})+(?:[ \t]+(?:[0-9*,/\-]|\b(?i:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b|\$\{\w+\})+){4})[ \t]+`)
	cronUser    = regexp.MustCompile(`^[a-z_][a-z0-9_-]*[ \t]+`)
	unitCommand = regexp.MustCompile(`^[ \t]*Exec[A-Za-z]+=[-@+!:]*[ \t]*`)
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

// linesBehind blanks each line up to a place.
func linesBehind(t string, place func(line string) int) string {
	lines := strings.SplitAfter(t, "\n")
	for i, l := range lines {
		n := place(strings.TrimSuffix(l, "\n"))
		lines[i] = strings.Repeat(" ", n) + l[n:]
	}
	return strings.Join(lines, "")
}
