package finding

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/value"
	"mvdan.cc/sh/v3/syntax"
)

// short is a command with as much of it as there is room for.
func (f *Finding) short(command, target string) string {
	if f.room == 0 {
		return shorten(command, target, f.operand(), longest)
	}
	limit := max(f.room, bareCall)
	if name, _, _ := strings.Cut(command, " "); command == f.Site.Command && inFront[path.Base(name)] && utf8.RuneCountInString(command) > limit {
		command = f.call()
	}
	return shorten(command, target, f.operand(), limit)
}

// inFront are commands that run another one here, and that a message leaves out before it leaves out a word of that one.
var inFront = map[string]bool{
	"sudo": true, "doas": true, "runuser": true, "env": true, "nice": true, "ionice": true, "chrt": true, "timeout": true, "nohup": true,
	"setsid": true, "stdbuf": true, "command": true, "exec": true, "time": true,
}

// shorten cuts a command: its name goes without its folder, and the word about what it acts on stays.
func shorten(command, target, operand string, limit int) string {
	words := written(command)
	if len(words) == 0 {
		return cut(command, limit)
	}
	if !strings.ContainsAny(words[0], "$\"'`") && strings.HasPrefix(words[0], "/") {
		words[0] = path.Base(words[0])
	}
	if last := len(words) - 1; last > 0 && (words[last] == `\;` || words[last] == `';'` || words[last] == `";"`) {
		words = words[:last] // the end of find's -exec
	}
	if whole := strings.Join(words, " "); utf8.RuneCountInString(whole) <= limit || len(words) == 1 {
		return cut(whole, limit)
	}
	keep := map[int]bool{0: true}
	if i := operandOf(words, target, operand); i > 0 {
		keep[i] = true
	} else if last := len(words) - 1; !strings.HasPrefix(words[last], "-") {
		keep[last] = true
	}
	for i := 1; i < len(words); i++ {
		if !says(words[i]) { // lxc storage volume delete: what it does is not left out for what it does it to
			continue
		}
		keep[i] = true
		if subcommand.MatchString(words[i]) && subcommand.MatchString(words[i-1]) || words[i] == "DELETE" {
			keep[i-1] = true // gcloud … instances delete, curl -X DELETE
		}
		break
	}
	for i := 1; i < len(words); i++ {
		if keep[i] {
			continue
		}
		keep[i] = true
		if utf8.RuneCountInString(elided(words, keep)) > limit {
			delete(keep, i)
			break
		}
	}
	return cut(elided(words, keep), limit)
}

// says reports whether a word of a command, or a long option, says what becomes of the target.
func says(word string) bool {
	switch word {
	case "DELETE", "-XDELETE", "--request=DELETE":
		return true // a request of curl
	}
	return verb.MatchString(word) && (subcommand.MatchString(word) || longOption.MatchString(word))
}

// longOption matches an option that is a name.
var longOption = regexp.MustCompile(`^--[a-z][a-z-]+$`)

// verb is a word of a subcommand that says what becomes of the target.
var verb = regexp.MustCompile(`(^|-)(delete|remove|rm|destroy|drop|purge|wipe|erase|terminate|reset|clear|prune|format|undefine|uninstall|reinstall|rebuild|zap|discard|rollback|restore|flush|truncate|clean|flash|resizepart|mklabel|mktable|mkpart|create|drain|evict|down|shrink|recreate|factory)(-|$)`)

// elided joins the words that are kept; an ellipsis stands for the others.
func elided(words []string, keep map[int]bool) string {
	var out []string
	for i, w := range words {
		switch {
		case keep[i]:
			out = append(out, w)
		case len(out) > 0 && out[len(out)-1] != "…":
			out = append(out, "…")
		}
	}
	return strings.Join(out, " ")
}

// written splits a simple command into its words and redirections as written; nil for anything else.
func written(command string) []string {
	if len(command) > 1<<12 {
		return nil // taken apart it would be cut all the same
	}
	stmts, err := script.ParseText(command, script.Bash)
	if err != nil || len(stmts) != 1 {
		return nil
	}
	call, ok := stmts[0].Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) == 0 || len(call.Assigns) > 0 {
		return nil
	}
	type piece struct{ from, to uint }
	var pieces []piece
	for _, w := range call.Args {
		pieces = append(pieces, piece{w.Pos().Offset(), w.End().Offset()})
	}
	for _, r := range stmts[0].Redirs {
		pieces = append(pieces, piece{r.Pos().Offset(), r.End().Offset()})
	}
	slices.SortFunc(pieces, func(a, b piece) int { return int(a.from) - int(b.from) })
	var words []string
	for _, p := range pieces {
		if p.from >= p.to || p.to > uint(len(command)) {
			return nil
		}
		words = append(words, strings.Join(strings.Fields(command[p.from:p.to]), " "))
	}
	return words
}

var braced = regexp.MustCompile(`\$\{(\w+)\}`)

// plain is a word as a person says it: without quotes, and without braces that name a variable only.
func plain(word string) string {
	word = strings.NewReplacer(`"`, "", `'`, "").Replace(word)
	var b strings.Builder
	last := 0
	for _, m := range braced.FindAllStringSubmatchIndex(word, -1) {
		if m[1] < len(word) && (word[m[1]] == '_' || word[m[1]] >= '0' && word[m[1]] <= '9' || word[m[1]]|0x20 >= 'a' && word[m[1]]|0x20 <= 'z') {
			continue // the braces part the name from what follows
		}
		b.WriteString(word[last:m[0]] + "$" + word[m[2]:m[3]])
		last = m[1]
	}
	return b.String() + word[last:]
}

// same reports whether two texts are the same but for braces.
func same(a, b string) bool {
	return braced.ReplaceAllString(a, "$$$1") == braced.ReplaceAllString(b, "$$$1")
}

// thing is the part of a word that names something: what stands behind of=, --device= or >.
func thing(word string) string {
	p := plain(strings.TrimLeft(word, "0123456789>|&"))
	if name, value, ok := strings.Cut(p, "="); ok && name != "" && !strings.ContainsAny(name, "$/ ") {
		p = value
	}
	return strings.TrimSpace(p)
}

// operandOf finds the word of a command that is about the target, 0 if that cannot be told. The catalogue's operand is taken where no word
// is just the target.
func operandOf(words []string, target, operand string) int {
	target, _, _ = targetAndHost(target)
	likely := 0
	if strings.HasPrefix(target, wordsOf) { // it stands without quotes
		words = slices.Clone(words)
		for i := range words {
			if i > 0 && strings.Contains(words[i], `"`) {
				words[i] = "-"
			}
		}
	}
	for i := len(words) - 1; i > 0; i-- {
		if target != "" && same(thing(words[i]), plain(target)) {
			return i
		}
		switch w := plain(words[i]); {
		case strings.HasPrefix(w, "of=") && strings.HasPrefix(words[0], "dd"):
			return i
		case strings.HasPrefix(w, "-") || strings.HasPrefix(w, "if=") || strings.HasPrefix(w, "<") || !strings.ContainsAny(w, "$/"):
		case likely == 0:
			likely = i
		default:
			likely = -1
		}
	}
	if name := plain(target); name != "" {
		for i := len(words) - 1; i > 0; i-- { // a text for a client, in which it stands
			if strings.ContainsAny(words[i], " \t") && hasWord(plain(words[i]), name) {
				return i
			}
		}
	}
	if operand != "" {
		return max(slices.Index(words, operand), 0)
	}
	return max(likely, 0)
}

// hasWord reports whether a text has a name in it that is no part of a longer one.
func hasWord(text, name string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], name)
		if i < 0 {
			return false
		}
		i += from
		before, after := text[:i], text[i+len(name):]
		if !endsName(before) && !beginsName(after) {
			return true
		}
		from = i + 1
	}
}

func beginsName(s string) bool { return s != "" && nameByte(s[0]) }

func endsName(s string) bool { return s != "" && nameByte(s[len(s)-1]) }

func nameByte(b byte) bool {
	return b == '_' || b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z' || b >= 0x80
}

// Cut puts a text on one line and cuts it at a character's boundary.
func Cut(s string, limit int) string { return cut(s, limit) }

func cut(s string, limit int) string {
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > limit {
		return strings.TrimRight(string(runes[:limit-1]), " ") + "…"
	}
	return s
}

// unclear matches what the executor calls a value and nobody writes: the output of a command, what came of joining several, several values, $1 with a figure behind it.
var unclear = regexp.MustCompile(`\b(output|rest|words?|part|text) of |what a command printed|, |\$\d\d`)

// inner matches values of which a list has others that say more.
var inner = regexp.MustCompile(`^-|^the value of |^its target$|^$`)

// thisMachine is the target of a command that says nothing of one.
const thisMachine = "this machine"

// vagueTarget stands for a target that nobody can name.
const vagueTarget = "what it destroys"

// standardInput is the target of a command that reads there what to destroy.
const standardInput = "what standard input names"

// vague reports whether a target is called by what becomes of it, and has no name.
func vague(target string) bool { return target == vagueTarget || target == standardInput }

// targetAndHost parts a target from the host that it is on: of several targets if it is the same for all.
func targetAndHost(target string) (value, host string, remote bool) {
	list := strings.Split(target, ", ")
	for i, t := range list {
		v, h, on := strings.Cut(t, " on ")
		if i > 0 && (h != host || on != remote) {
			return target, "", false
		}
		list[i], host, remote = v, h, on
	}
	return strings.Join(list, ", "), host, remote
}

// wordsOf stands before a variable without quotes.
const wordsOf = value.WordsOf

// longestValue is how much of a value stands behind its name.
const longestValue = 24

// named is the target as the script writes it, with what that holds.
func named(command, target, operand string) string {
	value, host, remote := targetAndHost(target)
	if value == thisMachine {
		return value
	}
	words := written(command)
	name := ""
	if i := operandOf(words, target, operand); i > 0 {
		name = inText(thing(words[i]))
		if value != "-" && name != "-" && listed(words, i) {
			return "what " + cut(name, longestTarget) + " names"
		}
	} else if strings.HasPrefix(command, ">") {
		name = thing(command) // nothing but a redirection
	}
	text := value
	vague := unclear.MatchString(value)
	list := strings.Split(value, ", ")
	if len(list) > 1 && name == "" {
		list = slices.DeleteFunc(list, func(v string) bool { return unclear.MatchString(v) || inner.MatchString(v) || v == thisMachine })
		for i := range list {
			list[i] = plain(list[i])
		}
	}
	switch {
	case name != "" || len(list) == 0:
	case len(list) == 1 && list[0] != value:
		vague, value, text = false, list[0], list[0]
	case len(list) > 1:
		vague = false
		if text = list[0] + " and " + list[1]; len(list) > 2 || len(text) > longestTarget {
			text = list[0] + " and " + strconv.Itoa(len(list)-1) + " more"
		}
		value = text
	}
	switch value {
	case "-":
		return standardInput
	case "its target": // it has no name in the script
		return vagueTarget
	}
	if unclear.MatchString(host) {
		remote = false
	}
	switch {
	case name == "" && vague && !strings.HasPrefix(value, wordsOf):
		text = vagueTarget
	case strings.HasPrefix(name, "$(") && (unclear.MatchString(value) || strings.HasPrefix(value, "$(")):
		text = vagueTarget // nobody reads a command as a name
	case name != "" && same(name, thing(value)):
		text = cut(name, longest)
	case name == "" || strings.HasPrefix(name, "$(") || strings.Contains(name, "`"):
		text = cut(plainOf(value, name), longest)
	case unclear.MatchString(value) || utf8.RuneCountInString(value) > longestValue:
		text = cut(name, longest)
	case strings.Contains(name, "$"):
		text = name + " (= " + value + ")"
	}
	if remote {
		text += " on " + host
	}
	return text
}

var parameter = regexp.MustCompile(`\$\w+`)

// inText is the one variable in a longer text, as SQL is; any other name is as it is.
func inText(name string) string {
	if strings.Contains(name, " ") && !strings.HasPrefix(name, "$(") {
		if all := parameter.FindAllString(name, -1); len(all) == 1 {
			return all[0]
		}
	}
	return name
}

// plainOf is a value, or the name that it repeats with an option in front: of="$dev".
func plainOf(value, name string) string {
	if name != "" && name == thing(value) {
		return name
	}
	return value
}
