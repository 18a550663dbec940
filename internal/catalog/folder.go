package catalog

import "strings"

// ActsOnPaths tells whether a command has entries about paths, which are seen from the folder that it runs in.
func (c *Catalog) ActsOnPaths(name string) bool { return c.paths[name] }

// RunsElsewhere tells whether a command may run another one in a folder that an option names. It is a quick look before Wrappers.
func (c *Catalog) RunsElsewhere(name string) bool { return c.inFolder[name] }

// Paths are the operands of a call that name what it destroys by its path; with devices also those that name a device, which may have
// other names than paths: lvremove vg0/data.
func (c *Catalog) Paths(words []string, devices bool) []Operand {
	var out []Operand
	for r := range c.sites.find(baseName(words[0])) {
		if e := r.entry; e.Kind != KindPath && (!devices || e.Kind != KindDevice) {
			continue
		}
		a, ok := r.syntax.call(words)
		if e := r.entry; !ok || !e.optioned(&a) || len(e.Operands) > 0 && !a.names(e.Operands) {
			continue // find -exec has other operands than find -delete
		}
		for _, o := range a.find(r.entry.Target, r.entry.Kind) {
			if !hasOperand(out, o) {
				out = append(out, o)
			}
		}
	}
	return out
}

func hasOperand(list []Operand, o Operand) bool {
	for _, p := range list {
		if p.Word == o.Word {
			return true
		}
	}
	return false
}

// Here tells where the current folder has to be written for a call that acts on it because it is given no other; 0 for other calls.
func (c *Catalog) Here(words []string) int {
	for r := range c.sites.find(baseName(words[0])) {
		e := r.entry
		if !e.Here {
			continue
		}
		a, ok := r.syntax.call(words)
		if !ok || a.has(e.Unless) || !e.optioned(&a) || len(e.Operands) > 0 && !a.names(e.Operands) || len(a.find(e.Target, e.Kind)) > 0 {
			continue
		}
		if e.Target == "start" {
			return 1
		}
		return len(words)
	}
	return 0
}

// ActsHere tells whether a call may act on all that is in the folder it runs in.
func (c *Catalog) ActsHere(words []string) bool {
	if len(words) == 0 || !c.selecting[baseName(words[0])] {
		return false
	}
	if c.Here(words) > 0 {
		return true
	}
	s, ok := c.Selection(words)
	if !ok || !s.Path {
		return false
	}
	for _, o := range s.Operands {
		t := words[o.Word][o.Skip:]
		for strings.HasPrefix(t, "./") {
			t = strings.TrimLeft(t[2:], "/")
		}
		if t == "" || t[0] == '.' || t[0] == '*' || t[0] == '{' || strings.HasPrefix(t, Unknown) {
			return true
		}
	}
	return false
}

// Empties tells whether what is written to a file takes the place of a database's data.
func (c *Catalog) Empties(file string) bool {
	if !strings.HasPrefix(file, "/var/lib/") && !strings.HasPrefix(file, "/var/opt/") { // what scripts write elsewhere is their own
		return false
	}
	_, ok := c.Destructive([]string{"truncate", "-s", "0", file})
	return ok
}
