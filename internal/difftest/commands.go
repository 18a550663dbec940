package difftest

import (
	"sync"

	"github.com/wipelint/wipelint/internal/catalog"
)

// catalogText declares the guards and destructive commands of the generated scripts.
const catalogText = `
[[destructive]]
command = "wipe-disk"
target  = 1

[[destructive]]
command = "erase-disk"
target  = 1

[[destructive]]
command = "wipe-all"

[[guard]]
command       = "is-idle"
idle-status   = [0]
active-status = [1]
target        = 1

[[guard]]
command       = "busy"
idle-status   = [1]
active-status = [0]
target        = 1

[[guard]]
command     = "count-active"
target      = 1
idle-output = "zero"

[[guard]]
command     = "list-active"
target      = 1
idle-output = "empty"

[[guard]]
command     = "state"
target      = 1
idle-output = ["idle"]
`

// Catalog is the built-in catalogue with the commands of the generated scripts.
var Catalog = sync.OnceValue(func() *catalog.Catalog {
	c, err := catalog.Decode("difftest.toml", []byte(catalogText))
	if err != nil {
		panic(err)
	}
	return catalog.Builtin().With(c)
})

// An outcome is what a guard says.
type outcome uint8

const (
	none outcome = iota // not a guard
	idle
	active
	failed
)

// An answer is what a stub does.
type answer struct {
	outcome outcome
	status  int
	output  string
}

// answers are what each guard can answer. The first one is that of a world in which nothing is said about the guard.
var answers = map[string][]answer{
	"is-idle":      {{idle, 0, ""}, {active, 1, ""}, {active, 1, "busy\n"}, {failed, 2, ""}, {failed, 255, ""}},
	"busy":         {{idle, 1, ""}, {active, 0, "4711\n"}, {active, 0, ""}, {failed, 2, ""}, {failed, 255, ""}},
	"pgrep":        {{idle, 1, ""}, {active, 0, "4711\n"}, {active, 0, "4711\n4712\n"}, {failed, 2, ""}, {failed, 3, ""}}, // without -q it prints what it finds
	"count-active": {{idle, 0, "0\n"}, {active, 0, "1\n"}, {active, 0, "10\n"}, {failed, 1, ""}, {failed, 255, ""}},
	"list-active":  {{idle, 0, ""}, {active, 0, "shard7\n"}, {active, 0, "db2\ndb3\n"}, {failed, 1, ""}, {failed, 255, ""}},
	"state":        {{idle, 0, "idle\n"}, {active, 0, "active\n"}, {active, 0, "non-idle\n"}, {active, 0, "in-use\n"}, {failed, 1, ""}, {failed, 255, ""}},
}

// unknown are the commands that nobody declared; each call of one succeeds or fails.
var unknown = []string{"prep", "log-it", "note", "flaky", "sleep", "drain", "notify"}

var unknownAnswers = []answer{{none, 0, ""}, {none, 1, ""}}

// steady are commands that succeed whatever the world and print nothing, so that a log with a date in each line makes no worlds.
// That of rm leaves the file: what a script removes is its own, and nothing asks for it again.
var steady = []string{"date", "hostname", "rm"}

// destructive are the sites.
var destructive = []string{"wipe-disk", "erase-disk", "wipe-all", "wipefs", "mkfs.ext4", "dropdb"}

// tools are harmless: they read, print, and write where a script tells them to, which is the empty folder.
var tools = []string{"cat", "grep", "egrep", "sed", "awk", "cut", "head", "tail", "tr", "wc", "sort", "uniq", "tee", "true", "false", "seq", "mktemp", "env", "expr", "xargs", "find", "echo", "printf"}

// builtins of the shells that a script may use; eval, trap and the like are looked through by the check.
var builtins = []string{
	":", ".", "[", "test", "echo", "printf", "read", "mapfile", "readarray", "set", "shift", "exit", "return", "break", "continue", "local", "export", "readonly",
	"declare", "typeset", "unset", "trap", "wait", "eval", "exec", "command", "builtin", "shopt", "let", "getopts", "true", "false", "kill", "cd", "pwd", "type", "umask", "bash", "sh",
}

// freeVariables may be set in the environment, each unset, empty or to one of these.
var freeVariables = map[string][]string{
	"FORCE":  {"1"},
	"DEBUG":  {"1"},
	"MODE":   {"fast", "slow"},
	"TARGET": {"d1"},
}
