package finding

import (
	"path"
	"strings"
)

// Ask is a line that asks whether what the command destroys is in use, to be put in front of it: where the tool knows a question that
// tells idle from failed; "" for what it knows none of. In one of a process NAME stands for what the reader knows.
func (f *Finding) Ask() string {
	if _, _, remote := strings.Cut(f.Site.Target, " on "); remote {
		return ""
	}
	line := questionOf(f.call(), f.Site.Kind)
	if line == "" || line == asksProcess {
		return line
	}
	words := written(f.Site.Command)
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
	if name == "" || strings.ContainsAny(name, " `(*?[;") || line == asksDisk && !strings.HasPrefix(name, "$") && !strings.HasPrefix(name, "/dev/") {
		return ""
	}
	return asking(line, name)
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
	name, _, _ := strings.Cut(target, " ")
	if name == "" || target == thisMachine || vague(target) || strings.ContainsAny(name, "`\"'(*?[;") {
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
	return "is-idle" + name + " || exit 1", entry
}

// AsksProcess reports whether a line of Ask asks for a process that the reader has to name.
func AsksProcess(line string) bool { return line == asksProcess }

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
