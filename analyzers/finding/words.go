package finding

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// longest is how much of a command a message repeats.
const longest = 60

// Command returns the destructive command as written, cut to a length that leaves room for the consequence.
func (f *Finding) Command() string {
	command := f.Site.Command
	// In a function that runs its operands the command is written where the function is called.
	if first := f.Site.At.Text(); first != "" && !strings.Contains(first, "$@") && (strings.HasPrefix(command, `"$@"`) || strings.HasPrefix(command, "$@")) {
		return f.repeat(f.short(first, "")) + " (run as " + f.repeat(clip(command)) + ")"
	}
	about := f.Site.Target
	if f.Flaw.Empty != nil {
		about = f.Flaw.Empty.Text // of several operands that one is told
	}
	text := f.short(command, about)
	if f.room == 0 || f.room > bare && (f.Site.Target == "" || !strings.Contains(text, "…") && f.Site.Kind != catalog.KindDatabase) {
		return f.repeat(text)
	}
	// A word that is cut, and one that is left out, says less than what the command acts on.
	target := f.Target()
	switch {
	case f.Flaw.Astray != nil:
		return f.repeat(text) // what it destroys depends on where it runs
	case f.Flaw.Empty != nil || f.Site.Target == "" || target == thisMachine || vague(target):
		if f.room == bare || torn(text) {
			text = f.named()
		}
		return f.repeat(text)
	case f.room > bare && !torn(text) && f.tells(text, target) && f.saysSo(text):
		return f.repeat(text)
	}
	if name, _, held := strings.Cut(target, " (= "); held && utf8.RuneCountInString(target) > f.targetRoom {
		target = name // what it holds is cut before its name is
	}
	return f.repeat(plain(f.verb())) + " on " + f.repeat(cutName(target, f.targetRoom))
}

// saysSo reports whether a command that was cut still has the word by which the whole says what it does.
func (f *Finding) saysSo(text string) bool {
	if slices.ContainsFunc(strings.Fields(f.Site.Command), says) {
		return slices.ContainsFunc(strings.Fields(text), says)
	}
	if s := statement.FindString(f.Site.Command); s != "" && f.Site.Kind == catalog.KindDatabase {
		return statement.MatchString(text)
	}
	return true
}

// statement matches what says, in a text for a database's client, that something is destroyed.
var statement = regexp.MustCompile(`(?i)\b(drop\s+(database|schema|table|user|role|tablespace|keyspace|collection)|truncate(\s+table)?\s+\w+|delete\s+from\s+\w+|reset\s+master|flush(all|db))\b`)

// tells reports whether a command that was cut still has what the target is called.
func (f *Finding) tells(text, target string) bool {
	name, _, _ := strings.Cut(strings.TrimPrefix(target, "what "), " ")
	if f.Site.Kind == catalog.KindDatabase { // a client's text may stand in a file
		return strings.Contains(plain(text), name)
	}
	return strings.Contains(plain(text), name) || strings.Contains(strings.TrimLeft(text, "\"$"), "$") && !strings.Contains(f.Site.Command, name)
}

// Short is a command as the first line of a message shows it.
func Short(command string) string { return clip(command) }

// longestTarget is how much of a target stands behind the name of a command.
const longestTarget = 36

// own is the destructive command's own name, without what runs it.
func (f *Finding) own() string {
	name := f.Site.At.Text()
	// What stands at the site is a shell's name where the command is text that this one reads.
	if name == "" || strings.ContainsAny(name, " \n\"'$`") || len(name) > longestTarget || !slices.Contains(strings.Fields(f.Site.Command), name) {
		name, _, _ = strings.Cut(f.Site.Command, " ")
	}
	return cut(path.Base(name), longestTarget)
}

// verb is the command's own name with the words that say what it does: zfs destroy, gcloud compute instances delete.
func (f *Finding) verb() string {
	name := f.own()
	_, rest, ok := strings.Cut(" "+f.Site.Command+" ", " "+name+" ")
	words := strings.Fields(rest)
	if !ok || len(words) < 2 {
		return name
	}
	last := slices.IndexFunc(words, says)
	if last >= 0 && strings.HasSuffix(words[last], "DELETE") {
		return name + " -X DELETE"
	}
	if last > 0 && longOption.MatchString(words[last]) {
		if words[0] == words[last] || !subcommand.MatchString(words[0]) {
			return name + " " + words[last]
		}
		last = -1
	}
	if s := statement.FindString(f.Site.Command); last < 0 && s != "" && f.Site.Kind == catalog.KindDatabase {
		return name + " " + strings.Join(strings.Fields(s), " ")
	}
	first := last
	for first > 0 && subcommand.MatchString(words[first-1]) && (first == 1 || !strings.HasPrefix(words[first-2], "-")) {
		first--
	}
	if last < 0 && subcommand.MatchString(words[0]) {
		first, last = 0, 0
	}
	if last < 0 || last == len(words)-1 {
		return name
	}
	for first < last && len(name)+len(strings.Join(words[first:last+1], " ")) >= longestTarget {
		first++
	}
	if len(name)+len(words[last]) >= longestTarget {
		return name
	}
	return name + " " + strings.Join(words[first:last+1], " ")
}

// subcommand matches a word that is more likely what a command does than what it acts on.
var subcommand = regexp.MustCompile(`^([a-z][a-z-]{2,23}|rm|rb|ns)$`)

// Name is what the command is called, without its operands, for a message that has no room for them.
func (f *Finding) Name() string { return f.repeat(plain(f.verb())) }

// named is the command without its operands.
func (f *Finding) named() string {
	name := plain(f.verb())
	if name == f.Site.Command {
		return name
	}
	if words := written(f.Site.Command); f.room > 0 && vague(f.Target()) {
		// What the target holds has no name, but the first of several operands may have one.
		for i, w := range words {
			if w = plain(w); i > 0 && !strings.HasPrefix(w, "-") && strings.ContainsAny(w, "$/") && !strings.ContainsAny(w, "(`<>| ") {
				return name + " … " + cutName(w, f.targetRoom) + " …"
			}
		}
	}
	return name + " …"
}

// Called is the command for a message that also names the target: where it does not fit as a whole its name is enough.
func (f *Finding) Called() string {
	if text := f.short(f.Site.Command, f.Site.Target); f.room > 0 && (torn(text) || f.room <= barest) {
		return f.repeat(f.named())
	}
	return f.Command()
}

// Unasked says that nothing asks whether the target is in use, in the words of a clause that ends with "whether": with the target's name
// where there is room for the command and for it, else with the command as far as that shows it.
func (f *Finding) Unasked(clause, rest string) string {
	target := f.Target()
	it, is := "it", " is in use"+rest
	if several(target) {
		it, is = "they", " are in use"+rest
	}
	clause = "; " + clause + " "
	text := f.Called() + clause + target + is
	if f.room == 0 || f.room > barest && f.Fits(text) || target == thisMachine {
		return text
	}
	if vague(target) {
		return f.Called() + clause + "that" + is
	}
	clause += it
	name, host, remote := targetAndHost(named(f.Site.Command, f.Site.Target, f.operand()))
	on := ""
	if remote {
		on = " on " + f.repeat(host)
	}
	name, _, _ = strings.Cut(name, " (= ")
	if command := f.short(f.Site.Command, f.Site.Target); f.room > bare && !torn(command) && f.tells(command, name) && f.saysSo(command) {
		if text := f.repeat(command) + on + clause + is; f.Fits(text) {
			return text
		}
	}
	if f.room > barest {
		return text
	}
	// The name of the command, and as much of the target as there is room for.
	verb := plain(f.verb())
	room := f.line - utf8.RuneCountInString(verb+" on "+on+clause+is)
	if words := strings.Fields(verb); utf8.RuneCountInString(name) > room && len(words) > 2 && f.room == bare {
		verb = words[0] + " … " + words[len(words)-1]
		room = f.line - utf8.RuneCountInString(verb+" on "+on+clause+is)
	}
	f.repeat(verb)
	return verb + " on " + f.repeat(cutName(name, max(room, leastTarget))) + on + clause + is
}

// several reports whether a target is called by more than one name.
func several(target string) bool {
	return !strings.HasPrefix(target, "what ") && strings.Contains(target, " and ")
}

// mountedBelow is what a command destroys that deletes a folder above the one in which the script has mounted something.
func (f *Finding) mountedBelow() string {
	if unclear.MatchString(f.Site.Target) || strings.Contains(f.Site.Target, "$") {
		return "what is mounted below it"
	}
	return f.repeat(cut(f.Site.Target, longestTarget))
}

// Unmounted says that what the script has mounted may still be there when a folder is deleted.
func (f *Finding) Unmounted() string {
	at := "there"
	if t := f.Target(); f.Site.Below && strings.HasPrefix(t, "/") {
		at = "at " + t
	} else if f.Site.Below {
		at = "below"
	}
	return f.Called() + "; what the script mounted " + at + " may still be mounted"
}

// torn reports whether a command was cut in the middle of a word.
func torn(command string) bool {
	return strings.HasSuffix(command, "…") && !strings.HasSuffix(command, " …")
}

// nameOnly is a command without its operands, but with a subcommand while there is room for one: kubectl get.
func (f *Finding) nameOnly(command string) string {
	name, rest, more := strings.Cut(command, " ")
	if name == "[" || name == "[[" || name == "test" {
		return cut(command, bareCall)
	}
	name = cut(path.Base(name), bareCall)
	if sub, _, _ := strings.Cut(rest, " "); f.room > bare && subcommand.MatchString(sub) && len(name)+len(sub) < bareCall {
		name += " " + sub
		more = sub != rest
	}
	if !more && !strings.HasSuffix(name, "…") {
		return name
	}
	return strings.TrimSuffix(name, "…") + " …"
}

// asked is a question's call; of one that does not fit as a whole the name is enough, since a place beside the message shows the call.
func (f *Finding) asked(call string) string {
	if name, rest, more := strings.Cut(call, " "); more && name == "sudo" && !strings.HasPrefix(rest, "-") && f.room > 0 {
		call = rest
	}
	text := f.short(call, "")
	if f.room == bare || torn(text) && f.room > 0 && f.room < longest {
		text = f.nameOnly(call)
	}
	return f.repeat(text)
}

// Guard returns the guard's call as written, or a phrase when there is none.
func (f *Finding) Guard() string {
	if f.Flaw.Guard == nil || f.Flaw.Guard.Command == "" {
		return "the guard"
	}
	return f.asked(f.Flaw.Guard.Command)
}

// repeat notes that a message repeats a piece of the script.
func (f *Finding) repeat(piece string) string {
	f.code = append(f.code, piece)
	return piece
}

// Tangled returns the command whose part in the way here could not be followed, cut as a command is.
func (f *Finding) Tangled() string { return f.asked(f.Flaw.Unfollowed.Command) }

// Heard returns the question that is no evidence, cut as a command is.
func (f *Finding) Heard() string { return f.asked(f.Flaw.Heard.Command) }

// Question returns the question to a person as written, "" where there is no room for it: a place beside the message shows it.
func (f *Finding) Question() string {
	text := clip(f.Flaw.Prompt.Command)
	if f.room > 0 && utf8.RuneCountInString(text) > f.room {
		return ""
	}
	return f.repeat(text)
}

// Nameless reports whether the target has no name.
func (f *Finding) Nameless() bool { return vague(f.Target()) }

// ofMachine matches what is done to a machine as a whole by a command that names no target; what other such commands destroy is told
// by what they do.
var ofMachine = regexp.MustCompile(`\b(machine|node|operating system|system|disks?|kernel|firmware)\b`)

// Target returns what the command destroys, as the script writes it, with what that holds in brackets.
func (f *Finding) Target() string {
	if f.Site.Target == "" || f.Site.Target == thisMachine && f.Site.Kind == catalog.KindNone && !ofMachine.MatchString(f.Site.Why) {
		return vagueTarget
	}
	if f.Site.Below {
		return f.mountedBelow()
	}
	target := named(f.Site.Command, f.Site.Target, f.operand())
	if target == thisMachine {
		return target
	}
	if name, _, held := strings.Cut(target, " (= "); held && f.room > 0 && f.room <= barest {
		target = name // what it holds is told beside the message
	}
	if f.room > 0 && f.room <= barest {
		target = cutName(target, f.targetRoom)
	}
	return f.repeat(target)
}

// Answer says what the guard does on the way that the finding is about: "says active", "fails (exit 255)".
func (f *Finding) Answer() string {
	if f.Flaw.Outcome == "error" {
		if s := f.Flaw.Status; s != "" && strings.Trim(s, "0123456789") == "" {
			return "fails (exit " + s + ")"
		}
		return "fails"
	}
	if g := f.Flaw.Guard; g != nil && g.Entry != nil && g.Entry.Release {
		return "fails" // it takes the target out of use, and says nothing else
	}
	return "says active"
}

// StatusText is the guard's exit status in words, "" when it is not known.
func (f *Finding) StatusText() string {
	s := f.Flaw.Status
	switch {
	case s == "":
		return ""
	case strings.Trim(s, "0123456789") == "":
		return "exit " + s
	case strings.HasPrefix(s, "any status"):
		return "any exit" + strings.TrimPrefix(s, "any")
	}
	return s
}

// POSIX reports whether the command's script is run by a shell without the extensions of bash.
func (f *Finding) POSIX() bool {
	s := f.Site.At.Script
	return s != nil && s.Dialect.Executes() == script.POSIX
}

// By returns the construct that loses the answer in code quotes, cut as a command is: it may be a whole one.
func (f *Finding) By() string { return Code(f.short(f.Flaw.By, "")) }

// Code quotes a piece of shell.
func Code(s string) string { return "`" + s + "`" }

// clip puts a command on one line and cuts it at a character's boundary.
func clip(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > longest {
		return strings.TrimRight(string(runes[:longest-1]), " ") + "…"
	}
	return s
}

// Candidates returns the names of the undeclared commands that decide over the site, each once.
func Candidates(flaw *guardflow.Flaw) []string {
	var names []string
	for _, c := range flaw.Candidates {
		if !slices.Contains(names, c.Command) {
			names = append(names, c.Command)
		}
	}
	return names
}

// Either joins names of which one is enough, and only counts those behind the first two.
func Either(names []string) string {
	const shown = 2
	switch n := len(names); {
	case n > shown+1:
		return names[0] + ", " + names[1] + " or one of " + strconv.Itoa(n-shown) + " more"
	case n > shown:
		return names[0] + ", " + names[1] + " or " + names[2]
	}
	return strings.Join(names, " or ")
}

// List joins names as a sentence does.
func List(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
