package finding

import (
	"path"
	"regexp"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// Ask is a line that asks whether what the command destroys is in use, to be put in front of it: where the tool knows a question that
// tells idle from failed; "" for what it knows none of. In one of a process NAME stands for what the reader knows.
func (f *Finding) Ask() string {
	line := questionOf(f.call(), f.kind())
	if f.Site.Mounted && !strings.Contains(f.Site.Target, ", ") {
		line = "umount TARGET || exit 1"
		if f.Site.Below { // it has no word of its own in the command
			if strings.ContainsAny(f.Site.Target, "$ `'\"*?[") {
				return ""
			}
			return asking(line, f.Site.Target)
		}
	}
	if line == "" {
		return ""
	}
	front, remote, ok := f.front()
	if !ok {
		return ""
	}
	if before, _, quoted := strings.Cut(line, ") &&"); remote && quoted && strings.ContainsAny(before, `'"`) {
		return "" // the other shell takes the quotes off once more
	}
	if folder := mountPoint(f.Site.Target); line == asksProcess && folder != "" {
		return within(strings.ReplaceAll(asksMount, "TARGET", folder), front, "")
	}
	if line == asksProcess {
		if process := processOf(f.Site.Target); process != "" && !(remote && strings.Contains(process, "'")) {
			line = strings.Replace(line, "NAME", process, 1)
		}
	}
	if line == asksDisk || strings.HasPrefix(line, asksProcess[:len("rc=0; pgrep -x")]) {
		if !remote && !elsewhere(f.Site.Target) {
			front = "" // nobody has to be root for it
		}
	}
	words := written(f.Site.Command)
	line = within(line, front, scope(words))
	if !strings.Contains(line, "TARGET") {
		return line
	}
	i := operandOf(words, f.Site.Target, f.operand())
	if i == 0 {
		return ""
	}
	name := thing(words[i])
	if strings.Contains(name, " ") { // a text with the name in it, as SQL is
		name = inText(name)
	} else if strings.Contains(name, "$") {
		name = braces(words[i], name)
	}
	if name == "" || strings.ContainsAny(name, " `(*?[;") || strings.Contains(line, "lsblk -no MOUNTPOINT TARGET") && !strings.HasPrefix(name, "$") && !strings.HasPrefix(name, "/dev/") {
		return ""
	}
	return asking(line, name)
}

// mountPoint is the folder below /mnt or /media that a path names, where others mount what they want to see; "" for other paths.
func mountPoint(target string) string {
	target, _, _ = targetAndHost(target)
	folder := strings.TrimSuffix(target, "/*")
	if strings.Count(folder, "/") != 2 || !strings.HasPrefix(folder, "/mnt/") && !strings.HasPrefix(folder, "/media/") || strings.ContainsAny(folder, " $`'\"*?[;.") {
		return ""
	}
	return folder
}

var (
	aged   = regexp.MustCompile(`(^|\s)-(mtime|ctime|atime|mmin|cmin|amin|newer|older)\b`)
	backup = regexp.MustCompile(`(?i)backup|dump|snapshot|archive`)
)

// Prunes reports whether the command removes backups by their age: the question then is whether there is a newer one.
func (f *Finding) Prunes() bool {
	if f.Site.Why == "deletes backups" {
		return true
	}
	return f.Site.Kind == catalog.KindPath && aged.MatchString(f.Site.Command) && backup.MatchString(f.Site.Target)
}

// elsewhere reports whether a target is on another host.
func elsewhere(target string) bool { return strings.Contains(target, " on ") }

// front is what has to stand in front of a question so that it goes where the command goes; remote says that another shell reads it.
func (f *Finding) front() (front string, remote, ok bool) {
	front, remote, ok = carried(f.Site.At)
	if !elsewhere(f.Site.Target) && (!ok || remote) {
		return "", false, true
	}
	there := front != "" || !elsewhere(f.Site.Target) || scope(written(f.Site.Command)) != ""
	return front, remote, ok && there
}

// call is the destructive command without what runs it.
func (f *Finding) call() string {
	name := f.Site.At.Text()
	if i := strings.Index(" "+f.Site.Command, " "+name+" "); i >= 0 && name != "" {
		return path.Base(name) + f.Site.Command[i+len(name):]
	}
	return f.Site.Command
}

// Own is a guard that the reader may write, with the line that runs it and the entry that declares it: for what no question is known of.
func (f *Finding) Own() (line, entry string) {
	target := f.Target()
	name, _, _ := strings.Cut(strings.TrimPrefix(target, "what "), " ")
	if strings.Contains(name, "…") { // what is to be pasted is not cut
		name = ""
		if words := written(f.Site.Command); words != nil {
			if i := operandOf(words, f.Site.Target, f.operand()); i > 0 {
				name = thing(words[i])
			}
		}
	}
	if name == "" || target == thisMachine || vague(target) || strings.ContainsAny(name, "`\"'(*?[; ") {
		name = ""
	} else if strings.Contains(name, "$") {
		name = ` "` + name + `"`
	} else {
		name = " " + name
	}
	entry = "[[guard]]\ncommand = \"is-idle\"\nidle-status = [0]\nactive-status = [1]"
	if name != "" {
		entry += "\ntarget = 1"
	}
	if front, _, ok := f.front(); ok && front != "" && elsewhere(f.Site.Target) {
		return front + " is-idle" + name + " || exit 1", entry
	}
	return "is-idle" + name + " || exit 1", entry
}

// Asking is what to write for a guard that is to be asked, for the end of a sentence: a line where a question is known, and else one with a
// command of the reader's own.
func (f *Finding) Asking() string {
	switch code := f.Ask(); {
	case code == "":
		line, entry := f.Own()
		return ", as " + Code(line) + " with a command of yours, declared in .wipelint.toml:\n" + entry
	case AsksProcess(code):
		return ", as with the process that uses it for NAME: " + Code(code)
	default:
		return ": " + Code(code)
	}
}

// AsksProcess reports whether a line of Ask asks for a process that the reader has to name.
func AsksProcess(line string) bool {
	return strings.HasSuffix(line, strings.TrimPrefix(asksProcess, "rc=0; "))
}

// braces keeps the braces of a word that needs them: ${disk}3.
func braces(word, name string) string {
	if !strings.Contains(word, "${") {
		return name
	}
	word = strings.NewReplacer(`"`, "", `'`, "").Replace(word)
	if at := strings.IndexAny(word, "$/"); at > 0 {
		word = word[at:]
	}
	return word
}
