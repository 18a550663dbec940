package catalog

import (
	"testing"
)

// TestBegins asks about every name in the built-in catalogue: a call that begins with a word of which Begins says no is not looked at.
func TestBegins(t *testing.T) {
	c := Builtin()
	destructive, guards, _ := c.Entries()
	var commands []string
	for _, e := range destructive {
		commands = append(commands, e.Command)
	}
	for _, e := range guards {
		if e.Function == "" {
			commands = append(commands, e.Command)
		}
	}
	for _, e := range c.creations {
		commands = append(commands, e.Command)
	}
	for _, command := range commands {
		for _, name := range newSyntax(command, nil, false).names {
			if !c.Begins(name) || !c.Begins("/sbin/"+name) {
				t.Errorf("no entry begins with %q", name)
			}
		}
	}
	for word, want := range map[string]bool{"mkfs.newer": true, "wipefs": true, "pgrep": true, "echo": false, "": false, Unknown + "x" + Unknown: false, "/dev/sda": false} {
		if got := c.Begins(word); got != want {
			t.Errorf("an entry begins with %q: %v, want %v", word, got, want)
		}
	}
}
