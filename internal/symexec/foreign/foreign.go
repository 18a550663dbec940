// Package foreign finds the commands that a program in another language runs, and the files that it deletes: what stands behind python3 -c,
// perl -e, or in a here-document for one of them. It reads calls and their words, and follows no conditions: a command in it may run.
package foreign

import (
	"strings"
)

// Unknown begins the names of the variables that stand for what is known only when the program runs.
const Unknown = Bound + "p"

// Bound begins the names of all variables that stand for something unknown, also of those that the shell put into the program's text.
const Bound = "wl_"

// A language is how a program names what destroys.
type language struct {
	comments []string
	// paths are functions that delete the files that they are given, by the command of the shell that does it; texts run their first
	// argument as a line of a shell, and words run their arguments, or a list of them, as a command.
	paths        map[string]string
	texts, words []string
	bare         bool // a call needs no parentheses
	ticks        bool // text in backquotes is a command
	sigil        bool // variables begin with $, and stand in text in double quotes
	dot          bool // texts are joined by a dot
}

const remove, removeAll, empty = "rm -f", "rm -rf", "truncate -s 0"

var languages = map[string]*language{
	"python": {
		comments: []string{"#"},
		paths: map[string]string{"shutil.rmtree": removeAll, "rmtree": removeAll, "os.remove": remove, "os.unlink": remove, "os.truncate": empty,
			"path.unlink": remove, "pathlib.Path.unlink": remove},
		texts: []string{"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput", "commands.getoutput"},
		words: []string{"subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output", "subprocess.Popen", "run", "call", "check_call",
			"check_output", "Popen", "os.execvp", "os.execv"},
	},
	"perl": {
		comments: []string{"#"}, bare: true, ticks: true, sigil: true, dot: true,
		paths: map[string]string{"unlink": remove, "rmtree": removeAll, "remove_tree": removeAll, "File::Path::rmtree": removeAll,
			"File::Path::remove_tree": removeAll, "truncate": empty},
		texts: []string{"qx"},
		words: []string{"system", "exec"},
	},
	"ruby": {
		comments: []string{"#"}, bare: true, ticks: true,
		paths: map[string]string{"FileUtils.rm_rf": removeAll, "FileUtils.rm_r": removeAll, "FileUtils.remove_dir": removeAll, "FileUtils.remove_entry": removeAll,
			"FileUtils.remove_entry_secure": removeAll, "FileUtils.rm": remove, "FileUtils.rm_f": remove, "File.delete": remove, "File.unlink": remove,
			"rm_rf": removeAll, "rm_r": removeAll, "File.truncate": empty},
		texts: []string{"IO.popen", "Open3.capture2e"},
		words: []string{"system", "exec", "spawn"},
	},
	"node": {
		comments: []string{"//"},
		paths: map[string]string{"rmSync": removeAll, "rmdirSync": removeAll, "unlinkSync": remove, "fs.rm": removeAll, "fs.rmdir": removeAll, "fs.unlink": remove,
			"rimraf": removeAll, "rimraf.sync": removeAll, "truncateSync": empty, "removeSync": removeAll},
		texts: []string{"execSync", "exec"},
		words: []string{"spawnSync", "spawn", "execFileSync", "execFile"},
	},
	"php": {
		comments: []string{"//", "#"}, ticks: true, sigil: true, dot: true,
		paths: map[string]string{"unlink": remove},
		texts: []string{"exec", "system", "shell_exec", "passthru", "popen", "proc_open"},
	},
	"lua": {
		comments: []string{"--"},
		paths:    map[string]string{"os.remove": remove},
		texts:    []string{"os.execute", "io.popen"},
	},
	"awk": {comments: []string{"#"}, texts: []string{"system"}},
}

// Language is the language of the programs that a command runs, by the command's name; "" for other commands.
func Language(name string) string {
	if Client(name) {
		return name
	}
	name = strings.TrimRight(name, "0123456789.")
	switch name {
	case "python", "pypy", "ipython":
		return "python"
	case "perl", "ruby", "php", "lua", "awk", "expect", "node", "sed", "make", "ansible-playbook":
		return name
	case "gsed":
		return "sed"
	case "gmake":
		return "make"
	case "nodejs", "bun", "deno":
		return "node"
	case "luajit":
		return "lua"
	case "gawk", "mawk", "nawk", "original-awk":
		return "awk"
	case "tclsh", "wish":
		return "expect"
	}
	return ""
}

// Option is the option of a language's command behind which a program stands, "" for awk, whose first operand is one.
func Option(lang string) string {
	switch lang {
	case "python", "expect":
		return "c"
	case "perl":
		return "eE"
	case "ruby", "lua":
		return "e"
	case "node":
		return "ep"
	case "php":
		return "r"
	}
	return ""
}

// MayRun reports whether a program in a language has a word of those that run commands or delete files; it never says no where Commands finds
// one.
func MayRun(lang, program string) bool {
	if Client(lang) {
		return clientRuns(lang, program)
	}
	if lang == "expect" {
		return strings.Contains(program, "send") || strings.Contains(program, "spawn") || strings.Contains(program, "exec")
	}
	switch lang {
	case "sed":
		return sedMayAct(program)
	case "make":
		return strings.Contains(program, ":")
	case "ansible-playbook":
		return playModule.MatchString(program) || strings.Contains(program, "shell:") || strings.Contains(program, "command:") || strings.Contains(program, "raw:") || strings.Contains(program, "cmd:")
	}
	l := languages[lang]
	if l == nil {
		return false
	}
	if mayOpen(lang, program) {
		return true
	}
	if l.ticks && strings.Contains(program, "`") {
		return true
	}
	for name := range l.paths {
		if strings.Contains(program, lastName(name)) {
			return true
		}
	}
	for _, list := range [][]string{l.texts, l.words} {
		for _, name := range list {
			if strings.Contains(program, lastName(name)) {
				return true
			}
		}
	}
	return lang == "awk" && strings.Contains(program, "|")
}

func lastName(name string) string {
	if i := strings.LastIndexAny(name, ".:"); i >= 0 {
		return name[i+1:]
	}
	return name
}

// Commands are the commands that a program may run, as lines of a shell; how many variables with names that begin with Unknown stand in them.
// The program's own arguments are $1, $2, …
func Commands(lang, program string) (lines string, unknown int) {
	if Client(lang) {
		return clientCommands(lang, program), 0
	}
	if lang == "expect" {
		return expect(program)
	}
	switch lang {
	case "sed":
		return sedActs(program)
	case "make":
		return makeCommands(program)
	case "ansible-playbook":
		return playCommands(program), 1
	}
	l := languages[lang]
	if l == nil {
		return "", 0
	}
	r := &reader{lang: lang, l: l, toks: tokens(l, program), vars: map[string]text{}}
	r.read()
	return strings.Join(r.lines, "\n"), r.unknown
}
