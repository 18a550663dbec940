package catalog

// Speaks tells whether a text has a word, an option or a path in it that some entry needs. It may say yes to any text; what it says no
// to neither names a command that destroys nor a place that is destroyed, unless every text does.
func (c *Catalog) Speaks(text string) bool {
	if len(text) > 1 && text[0] == '-' {
		return true
	}
	seen := c.filter.seen.Get().(*[]bool)
	defer c.filter.seen.Put(seen)
	clear(*seen)
	s := scan{f: c.filter, src: []byte(text), seen: *seen}
	s.run()
	for _, p := range c.filter.prefixes {
		if p.prefix == "" {
			s.seen[p.bit] = false // what any token has
		}
	}
	for _, is := range s.seen {
		if is {
			return true
		}
	}
	return c.MayNameDevice(text)
}
