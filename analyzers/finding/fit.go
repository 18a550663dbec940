package finding

import (
	"strings"
	"unicode/utf8"
)

// firstLine is how long a message may be to be read at a glance, in an editor too.
const firstLine = 100

// rooms are how much of each command a message repeats: the first with which it is short enough.
var rooms = []int{longest, 48, 40, 34, 28, 22, barest, bare}

// barest is the room in which names are enough.
const barest = 16

// bare is no room for operands at all: the frame shows them.
const bare = 8

// bareCall is how much of a command is left even there.
const bareCall = 22

// leastTarget is how much of a target is left in the shortest message.
const leastTarget = 16

// word words the message with as much of the commands as a first line has room for.
func (f *Finding) word(message func(*Finding) string) string {
	verdict := ""
	if f.Site.Verdict != "" && f.Site.Verdict != guarded {
		verdict = string(f.Site.Verdict) + ": "
	}
	defer func() { f.room, f.line, f.targetRoom = 0, 0, 0 }()
	f.line, f.targetRoom = firstLine-utf8.RuneCountInString(verdict), longestTarget
	for _, f.room = range rooms {
		if text := message(f); f.Fits(text) {
			return verdict + text
		}
	}
	// With names only it is too long: as much of the target stays as there is room for then.
	f.targetRoom = leastTarget
	shortest := message(f)
	if spare := f.line - utf8.RuneCountInString(shortest); spare > 0 {
		f.targetRoom += spare
		if text := message(f); f.Fits(text) {
			return verdict + text
		}
	}
	return verdict + shortest
}

// Fits reports whether a first line has room for a text behind the verdict.
func (f *Finding) Fits(text string) bool { return utf8.RuneCountInString(text) <= f.line }

// Tight reports whether the message is worded with little more than names, as nothing longer fits: a clause may be left out then.
func (f *Finding) Tight() bool { return f.room <= barest }

// Or is a clause, or a shorter one where only names are left of the commands and the first does not fit behind the text before it.
func (f *Finding) Or(before, clause, shorter string) string {
	if f.room == bare && !f.Fits(before+clause) {
		return before + shorter
	}
	return before + clause
}

// cutName is a name with as much of it as there is room for. Of a path the first and the last part say most.
func cutName(name string, room int) string {
	if utf8.RuneCountInString(name) <= room {
		return name
	}
	if file, ok := strings.CutSuffix(strings.TrimPrefix(name, "what "), " names"); ok && room > leastTarget+len("what  names") {
		return "what " + cutName(file, room-len("what  names")) + " names"
	}
	if first, rest, many := strings.Cut(name, " and "); many && room > leastTarget {
		if rest = " and " + rest; utf8.RuneCountInString(rest) < room/2 { // how many there are is not cut in the middle
			return cutName(first, room-utf8.RuneCountInString(rest)) + rest
		}
	}
	parts := strings.Split(name, "/")
	if strings.ContainsAny(name, " \t\n") || strings.Contains(name, "://") || len(parts) < 3 {
		return cut(name, room)
	}
	head := parts[0] + "/"
	if parts[0] == "" {
		head = "/" + parts[1] + "/"
	}
	for _, before := range []string{head, ""} {
		for from := 2; from < len(parts); from++ {
			if short := before + "…/" + strings.Join(parts[from:], "/"); utf8.RuneCountInString(short) <= room {
				return short
			}
		}
	}
	return cut(name, room)
}
