package catalog

// An Entry is an entry of the catalogue that is about a command: one of the pointers is not nil.
type Entry struct {
	Guard       *Guard
	Destructive *Destructive
	Wrapper     *Wrapper
}

// About gives what the catalogue says of a call: of its name alone every entry for it, in the order in which they are asked, of a
// call with more words those that it is.
func (c *Catalog) About(words []string) []Entry {
	var list []Entry
	if len(words) == 0 {
		return nil
	}
	if len(words) > 1 {
		if m, ok := c.Guard(words); ok {
			list = append(list, Entry{Guard: m.Entry})
		}
		if m, ok := c.Destructive(words); ok {
			list = append(list, Entry{Destructive: m.Entry})
		}
		if m, ok := c.Wrapper(words); ok {
			list = append(list, Entry{Wrapper: m.Wrapper})
		}
		return list
	}
	name := baseName(words[0])
	if g, ok := c.functions[name]; ok {
		list = append(list, Entry{Guard: g})
	}
	for r := range c.asks.find(name) {
		list = append(list, Entry{Guard: r.entry})
	}
	for r := range c.sites.find(name) {
		list = append(list, Entry{Destructive: r.entry})
	}
	for r := range c.wraps.find(name) {
		list = append(list, Entry{Wrapper: r.entry})
	}
	return list
}
