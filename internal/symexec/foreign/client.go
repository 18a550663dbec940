package foreign

import (
	"regexp"
	"strings"
)

// clients are programs whose own language has a way to run a line of the shell, by what such a line of theirs begins with.
var clients = map[string][]string{
	"psql": {`\! `, `\!`}, "mysql": {"system ", `\! `}, "mariadb": {"system ", `\! `}, "sqlite3": {".shell ", ".system "},
	"sqlplus": {"host ", "!"}, "ex": {"!"}, "vi": {"!"}, "vim": {"!"}, "nvim": {"!"}, "sftp": {"!"}, "ftp": {"!"}, "lftp": {"!"},
	"ed": {"!"}, "red": {"!"}, "gdb": {"shell ", "!", "make "},
	"lvm": nil,
}

// own are commands of a client that do what a command of the shell does, by that.
var own = map[string]map[string]string{
	"ed": {"w ": ": > ", "w! ": ": > ", "W ": ": >> "},
	"ex": {"w! ": ": > ", "w ": ": > ", "write! ": ": > "}, "vi": {"w! ": ": > ", "w ": ": > "}, "vim": {"w! ": ": > ", "w ": ": > "},
	"sftp": {"rm ": "rm -f ", "rmdir ": "rmdir "},
	"ftp":  {"delete ": "rm -f ", "mdelete ": "rm -f "},
	"lftp": {"rm -r ": "rm -r ", "rm -rf ": "rm -rf ", "mrm ": "rm -f ", "rm ": "rm -f ", "glob -a rm -r ": "rm -r ", "mirror ": "rsync "},
	"lvm": {"lvremove ": "lvremove ", "vgremove ": "vgremove ", "pvremove ": "pvremove ", "pvcreate ": "pvcreate ", "lvreduce ": "lvreduce ", "lvresize ": "lvresize ",
		"lvconvert ": "lvconvert ", "vgreduce ": "vgreduce "},
}

// Client tells whether a language is that of such a program, whose words and input are all looked at.
func Client(lang string) bool {
	_, is := clients[lang]
	return is
}

func clientRuns(lang, program string) bool {
	for _, sign := range clients[lang] {
		if strings.Contains(program, strings.TrimSpace(sign)) {
			return true
		}
	}
	if lang == "psql" && copyProgram.MatchString(program) {
		return true
	}
	for name := range own[lang] {
		if strings.Contains(program, strings.TrimSpace(name)) {
			return true
		}
	}
	return false
}

// clientCommands are the lines that a program of a client hands to the shell, and what its own commands are in one.
func clientCommands(lang, program string) string {
	var out []string
	for line := range strings.FieldsFuncSeq(program, func(r rune) bool { return r == '\n' || r == ';' && own[lang] != nil }) {
		line = strings.TrimLeft(strings.TrimSpace(line), ": ")
		if lang == "psql" { // COPY … TO PROGRAM 'command', \copy the same, and what stands behind \o | and \g |
			for _, m := range copyProgram.FindAllStringSubmatch(line, -1) {
				out = append(out, strings.ReplaceAll(m[1]+m[2], "''", "'"))
			}
		}
		at := len(out)
		for _, sign := range clients[lang] {
			if rest, ok := strings.CutPrefix(line, sign); ok && rest != "" {
				out = append(out, rest)
				break
			}
		}
		longest := ""
		for name := range own[lang] {
			if len(name) > len(longest) && strings.HasPrefix(line, name) && len(out) == at {
				longest = name
			}
		}
		if longest != "" {
			out = append(out, own[lang][longest]+line[len(longest):])
		}
	}
	return strings.Join(out, "\n")
}

// copyProgram is the command that psql or its server is given to run: PostgreSQL documentation, COPY, and psql, \g and \o.
var copyProgram = regexp.MustCompile(`(?i)\bPROGRAM\s+'((?:[^']|'')*)'|\\(?:g|o|out|w)\s*\|(.*)`)
