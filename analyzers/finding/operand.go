package finding

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/catalog"
)

// operand is the word of the destructive command that the catalogue says its target is, as written; "" where it knows none, or several.
func (f *Finding) operand() string {
	if f.pass == nil {
		return ""
	}
	input, _ := f.pass.ResultOf[guardflow.InputAnalyzer].(*guardflow.Input)
	if input == nil || input.Catalog == nil {
		return ""
	}
	list, texts := words(f.Site.Command), written(f.Site.Command)
	if len(list) == 0 || len(texts) < len(list) {
		return ""
	}
	at := operandAt(input.Catalog, list)
	if at <= 0 || slices.ContainsFunc(texts[:at+1], func(t string) bool { return len(t) > 0 && (t[0] == '>' || t[0] == '<') }) {
		return ""
	}
	return texts[at]
}

// kind is what the target is: where no value of it is known, what the catalogue says of the command's.
func (f *Finding) kind() catalog.Kind {
	if strings.HasPrefix(f.own(), "mkfs.") {
		return catalog.KindDevice // also where its type is a variable, so that the catalogue has no entry
	}
	if f.Site.Kind != catalog.KindAny || f.pass == nil {
		return f.Site.Kind
	}
	input, _ := f.pass.ResultOf[guardflow.InputAnalyzer].(*guardflow.Input)
	if input == nil || input.Catalog == nil {
		return f.Site.Kind
	}
	if m, ok := input.Catalog.Destructive(words(f.call())); ok {
		return m.Entry.Kind
	}
	return f.Site.Kind
}

// operandAt is the place of the only target in a call, looking through sudo and the like; 0 for none.
func operandAt(c *catalog.Catalog, list []string) int {
	const deepest = 8
	from := 0
	for range deepest {
		if m, ok := c.Destructive(list[from:]); ok {
			if len(m.Targets) != 1 {
				return 0
			}
			return from + m.Targets[0].Word
		}
		w, ok := c.Wrapper(list[from:])
		if !ok || w.Command <= 0 || from+w.Command >= len(list) {
			return 0
		}
		from += w.Command
	}
	return 0
}

// listed reports whether a word is a file that lists what a command destroys, and is not destroyed itself: kubectl delete -f pods.yaml.
func listed(words []string, at int) bool {
	if words[at-1] != "-f" && words[at-1] != "--filename" && !strings.HasPrefix(words[at], "--filename=") {
		return false
	}
	client := false
	for _, w := range words[:at] {
		switch strings.ToLower(strings.Trim(w[strings.LastIndexByte(w, '/')+1:], `"'${}`)) {
		case "kubectl", "oc", "k3s", "microk8s":
			client = true
		case "delete", "replace":
			return client
		case "exec", "run", "--":
			return false // what follows runs elsewhere
		}
	}
	return false
}
