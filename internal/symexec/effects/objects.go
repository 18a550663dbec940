package effects

import (
	"slices"
	"strings"
)

// ListsObjects is the kind of the objects whose names a call of kubectl prints as KIND/NAME; "" for other calls.
func ListsObjects(words []string) string {
	at := slices.Index(words, "get")
	if len(words) < 3 || at < 1 || BaseName(words[0]) != "kubectl" && BaseName(words[0]) != "oc" {
		return ""
	}
	names := false
	for i, w := range words {
		names = names || w == "-oname" || w == "-o=name" || w == "--output=name" || (w == "-o" || w == "--output") && i+1 < len(words) && words[i+1] == "name"
	}
	if !names {
		return ""
	}
	for i := at + 1; i < len(words); i++ {
		switch w := words[i]; {
		case w == "-n", w == "--namespace", w == "-l", w == "--selector", w == "-o", w == "--output", w == "--context", w == "--field-selector", w == "--kubeconfig":
			i++
		case !strings.HasPrefix(w, "-"):
			kind, _, _ := strings.Cut(w, ".") // databases.example.com
			return kind
		}
	}
	return ""
}
