package catalog

import (
	"path"
	"strings"
)

// The words that answers of queries are compared with, where a guard has none of its own.
var (
	idleWords = []string{
		"idle", "drained", "spare", "maintenance", "decommissioned", "decommission", "decom", "retired", "unused", "free", "inactive", "offline",
		"empty", "unallocated", "unassigned", "cordoned", "standby-spare", "stopped", "down", "disabled", "dead", "wipeable",
		"reinstall", "reimage", "safe", "none", "unmounted", "exited", "terminated", "out-of-service", "not-in-use", "removed",
	}
	activeWords = []string{
		"active", "serving", "primary", "master", "production", "prod", "live", "in-use", "inuse", "in_use", "leader", "running", "online", "up",
		"enabled", "busy", "allocated", "assigned", "mounted", "in-service", "protected", "attached", "ready", "healthy", "started", "occupied", "used",
	}
	// A replica may serve, and what is none may be the master: these words say neither idle nor active.
	roleWords = []string{"replica", "slave", "secondary", "standby", "follower", "member"}

	idleSet, activeSet, roleSet = setOf(idleWords), setOf(activeWords), setOf(roleWords)
	notIdle, notRole            = setOf(append(activeWords, roleWords...)), setOf(append(activeWords, idleWords...))
)

func setOf(words []string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}

// IdleWord tells whether an answer says that nothing is in use: "idle", "Drained", `"state": "idle"`.
func (c *Catalog) IdleWord(s string) bool { return hasWord(s, idleSet, notIdle) }

// ActiveWord tells whether an answer says that something is in use.
func (c *Catalog) ActiveWord(s string) bool { return hasWord(s, activeSet, idleSet) }

// RoleWord tells whether an answer names the role of a copy, which may be in use and may be not: "replica", "slave".
func (c *Catalog) RoleWord(s string) bool { return hasWord(s, roleSet, notRole) }

// hasWord tells whether an answer is one of the words, or has the form "key": "word", key=word, with words of
// one sort only: an answer of both sorts says nothing.
func hasWord(answer string, set, other map[string]bool) bool {
	answer = strings.ToLower(strings.TrimSpace(answer))
	if set[unquoted(answer)] {
		return true
	}
	if !strings.ContainsAny(answer, ":=\"") {
		return false
	}
	found := false
	for word := range strings.FieldsFuncSeq(answer, notWord) {
		if other[word] {
			return false
		}
		found = found || set[word]
	}
	return found
}

// unquoted is an answer in lower case without the quotes and blanks around it.
func unquoted(answer string) string { return strings.Trim(strings.ToLower(answer), "\"' \t\r\n") }

func notWord(r rune) bool {
	return r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z')
}

// FlagFile tells what the presence of a file says whose name is a promise: /etc/drained says idle, /run/do-not-wipe
// says active. A name that says neither, or both, says nothing; only the last path element counts.
func (c *Catalog) FlagFile(file string) (idleIfPresent, activeIfPresent bool) {
	name := strings.ToLower(path.Base(strings.TrimRight(file, "/")))
	// Configuration, programs and what packages install say nothing of the machine's state: /etc/x/x-live.conf, /usr/lib/live.
	for _, suffix := range []string{".conf", ".cfg", ".ini", ".yaml", ".yml", ".json", ".toml", ".service", ".timer", ".sh", ".py", ".pl", ".rules", ".list", ".d"} {
		if strings.HasSuffix(name, suffix) {
			return false, false
		}
	}
	for _, folder := range []string{"/usr/", "/lib/", "/bin/", "/sbin/"} {
		if strings.HasPrefix(file, folder) {
			return false, false
		}
	}
	if strings.Contains(name, Unknown) {
		name = withPlaceholder(name)
	}
	for _, suffix := range []string{".flag", ".lock", ".txt", ".marker", ".stamp", ".ok", ".state"} {
		name = strings.TrimSuffix(name, suffix)
	}
	name = strings.Join(strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune("-_. ", r) }), "-")
	idle, active := phrase(name, idleFlags), phrase(name, activeFlags)
	// "do-not-wipe" has "wipe" in it, "not-in-use" has "in-use": the refusal and the negation win.
	if phrase(name, refusals) {
		return false, true
	}
	if phrase(name, negations) {
		return true, false
	}
	if idle && active {
		return false, false
	}
	return idle, active
}

var (
	idleFlags = []string{
		"idle", "drained", "decommissioned", "decommission", "decom", "maintenance", "spare", "wipe-me", "ok-to-wipe", "safe-to-wipe", "wipe-ok",
		"wipe-allowed", "allow-wipe", "reinstall-ok", "ok-to-reinstall", "safe-to-reinstall", "reinstall-me", "allow-reinstall", "reimage-ok", "ok-to-reimage",
		"retired", "unused", "out-of-service", "confirm-wipe", "may-wipe", "erase-me", "ok-to-erase", "ok-to-destroy", "safe-to-destroy",
	}
	activeFlags = []string{"active", "in-use", "inuse", "serving", "primary", "master", "production", "prod", "protected", "keep", "live", "in-service", "busy", "leader"}
	refusals    = []string{
		"do-not-wipe", "dont-wipe", "no-wipe", "nowipe", "do-not-reinstall", "no-reinstall", "do-not-erase", "do-not-destroy", "do-not-touch",
		"donotwipe", "not-idle", "not-drained", "not-spare", "do-not-format", "no-format", "never-wipe",
	}
	negations = []string{"inactive", "not-in-use", "not-active", "not-serving", "not-primary", "not-master", "not-production", "unprotected", "non-production", "nonprod", "non-prod"}
)

// phrase tells whether one of the phrases stands in a name as whole words.
func phrase(name string, phrases []string) bool {
	name = "-" + name + "-"
	for _, p := range phrases {
		if strings.Contains(name, "-"+p+"-") {
			return true
		}
	}
	return false
}

// StateFile reports whether a file's name says that it holds the state of a machine, so that reading it is a query:
// /run/machine.state, /etc/role, /var/lib/node/lifecycle. path may hold Unknown text.
func (c *Catalog) StateFile(path string) bool {
	if !strings.HasPrefix(path, "/") && !strings.HasPrefix(path, Unknown) {
		return false
	}
	base := strings.ToLower(path[strings.LastIndexByte(path, '/')+1:])
	for _, w := range strings.FieldsFunc(base, func(r rune) bool { return r == '.' || r == '-' || r == '_' }) {
		switch w {
		case "state", "status", "role", "lifecycle":
			return strings.HasPrefix(path, "/") && !strings.Contains(path, "/proc/")
		}
	}
	return false
}
