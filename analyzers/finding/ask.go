package finding

import "strings"

// Ask is a line that asks whether what the command destroys is in use, to be put in front of it: for disks, of which the tool knows a
// question that tells idle from failed; "" for what it knows none of.
func (f *Finding) Ask() string {
	words := written(f.Site.Command)
	i := operandOf(words, f.Site.Target)
	if i == 0 || !strings.Contains(f.Site.Why, "filesystem") && !strings.Contains(f.Site.Why, "signature") && !strings.Contains(f.Site.Why, "partition") {
		return ""
	}
	if _, _, remote := strings.Cut(f.Site.Target, " on "); remote {
		return ""
	}
	name := thing(words[i])
	if !strings.HasPrefix(name, "$") && !strings.HasPrefix(name, "/dev/") || strings.ContainsAny(name, " `(*?[") {
		return ""
	}
	if strings.Contains(name, "$") {
		name = `"` + braces(words[i], name) + `"`
	}
	return "out=$(lsblk -no MOUNTPOINT " + name + `) && [ -z "$out" ] || exit 1`
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
