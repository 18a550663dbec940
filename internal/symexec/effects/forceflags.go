package effects

import "strings"

// ForceLike reports whether a variable's name says that it leads past checks. The name never proves anything: it only
// chooses the words for a way that has no guard on it anyway.
func ForceLike(name string) bool {
	for _, w := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '_' || r == '-' }) {
		switch w {
		case "force", "forced", "yes", "skip", "override", "unsafe", "bypass", "nocheck", "noguard", "unattended", "assumeyes", "really", "confirmed",
			"noconfirm", "noprompt", "noask", "noninteractive", "batch":
			return true
		}
	}
	return false
}

// ForceLike is the function of that name, which remembers.
func (x *Program) ForceLike(name string) bool {
	yes, ok := x.Forces[name]
	if !ok {
		yes = ForceLike(name)
		x.Forces[name] = yes
	}
	return yes
}
