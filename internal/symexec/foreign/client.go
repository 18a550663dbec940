package foreign

import "strings"

// clients are programs whose own language has a way to run a line of the shell, by what such a line of theirs begins with.
var clients = map[string][]string{
	"psql": {`\! `, `\!`}, "mysql": {"system ", `\! `}, "mariadb": {"system ", `\! `}, "sqlite3": {".shell ", ".system "},
	"sqlplus": {"host ", "!"}, "ex": {"!"}, "vi": {"!"}, "vim": {"!"}, "nvim": {"!"}, "sftp": {"!"}, "ftp": {"!"}, "lftp": {"!"},
}

// Client tells whether a language is that of such a program, whose words and input are all looked at.
func Client(lang string) bool { return clients[lang] != nil }

func clientRuns(lang, program string) bool {
	for _, sign := range clients[lang] {
		if strings.Contains(program, strings.TrimSpace(sign)) {
			return true
		}
	}
	return false
}

// clientCommands are the lines that a program of a client hands to the shell.
func clientCommands(lang, program string) string {
	var out []string
	for line := range strings.Lines(program) {
		line = strings.TrimLeft(strings.TrimSpace(line), ": ")
		for _, sign := range clients[lang] {
			if rest, ok := strings.CutPrefix(line, sign); ok && rest != "" {
				out = append(out, rest)
				break
			}
		}
	}
	return strings.Join(out, "\n")
}
