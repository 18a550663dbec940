package script

import (
	"bytes"
	"path/filepath"
	"strings"
)

// shellExtensions are the extensions of shell scripts. Those of package builds, which have their own
// tools to run them, are known to detect only.
var shellExtensions = map[string]bool{
	".sh": true, ".bash": true, ".dash": true, ".ksh": true, ".mksh": true, ".zsh": true, ".bats": true, ".ash": true,
	".func": true, ".functions": true, ".subr": true, ".shlib": true,
}

// otherExtensions are those of files that are no shell scripts, even if a #! line says so: that
// line starts the real interpreter in some, and is an example in others.
var otherExtensions = map[string]bool{
	".awk": true, ".bat": true, ".c": true, ".cc": true, ".cmd": true, ".conf": true, ".cpp": true, ".css": true,
	".csh": true, ".csv": true, ".diff": true, ".el": true, ".fish": true, ".go": true, ".groovy": true,
	".h": true, ".hs": true, ".html": true, ".ini": true, ".java": true, ".js": true, ".json": true,
	".jsx": true, ".lisp": true, ".lua": true, ".m4": true, ".md": true, ".mjs": true, ".ml": true, ".patch": true,
	".php": true, ".pl": true, ".pm": true, ".ps1": true, ".py": true, ".pyw": true, ".r": true, ".rb": true,
	".rs": true, ".rst": true, ".scala": true, ".scm": true, ".sed": true, ".sql": true, ".svg": true,
	".swift": true, ".tcl": true, ".tcsh": true, ".toml": true, ".ts": true, ".tsx": true, ".vim": true,
	".xml": true, ".yaml": true, ".yml": true,
}

// otherInterpreters run no shell text; they are known so that a file whose extension is wrong is
// not taken for a shell script. Versions are cut off the name first.
var otherInterpreters = map[string]bool{
	"awk": true, "csh": true, "deno": true, "elvish": true, "escript": true, "execlineb": true, "expect": true,
	"fish": true, "gawk": true, "groovy": true, "guile": true, "lua": true, "make": true, "mawk": true,
	"node": true, "nodejs": true, "nu": true, "perl": true, "php": true, "pwsh": true, "pypy": true,
	"python": true, "rc": true, "rscript": true, "ruby": true, "sed": true, "tclsh": true, "tcsh": true,
	"wish": true, "xonsh": true,
}

// IsShell reports whether a file is a shell script, by its extension or, where that says nothing,
// by the #! line in the first bytes of its text. A file with a shell's extension and the #! line
// of another language is none.
func IsShell(path string, head []byte) bool {
	base := strings.TrimSuffix(withoutTemplate(filepath.Base(path)), ".in") // a build or another program makes the script of it
	ext := strings.ToLower(filepath.Ext(base))
	if strings.EqualFold(ext, base) {
		ext = "" // a hidden file's name, such as .envrc
	}
	if otherExtensions[ext] {
		return false
	}
	interpreter, _, ok := shebang(head)
	if !ok {
		if bytes.IndexByte(head, 0) >= 0 {
			return false // a program, whatever its name
		}
		return shellExtensions[ext] || shellFiles[base] || maintainer[strings.TrimPrefix(ext, ".")] || maintainer[base] && shellText(head)
	}
	if _, ok := shellNamed(interpreter); ok {
		return true
	}
	name := strings.ToLower(filepath.Base(interpreter))
	return shellExtensions[ext] && !otherInterpreters[strings.TrimRight(name, "0123456789.-")]
}

// shellFiles are the names of files that shells read without a #! line in them.
var shellFiles = map[string]bool{
	"rc.local": true, "rc.sysinit": true, "rc.firewall": true, "rc.shutdown": true, "rc.conf.local": true, ".bashrc": true, ".bash_profile": true,
	".bash_login": true, ".bash_logout": true, ".bash_aliases": true, ".bash_functions": true, ".profile": true, ".kshrc": true, ".mkshrc": true, ".zshrc": true,
	".zprofile": true, ".zshenv": true, ".zlogin": true, ".xinitrc": true, ".xsession": true, "bash.bashrc": true, "PKGBUILD": false,
}

// maintainer are the names and extensions of the scripts of a package.
var maintainer = map[string]bool{"postinst": true, "preinst": true, "prerm": true, "postrm": true}

// shellText reports whether the beginning of a file without a #! line may be text of a shell.
func shellText(head []byte) bool {
	return !bytes.HasPrefix(bytes.TrimSpace(head), []byte("<")) && !bytes.HasPrefix(head, []byte("\x7fELF"))
}
