package catalog

import (
	"io/fs"
	"sort"
	"strings"
	"sync"

	"github.com/wipelint/wipelint/rules"
)

// Builtin returns the catalogue that comes with wipelint.
func Builtin() *Catalog { return builtin() }

var builtin = sync.OnceValue(func() *Catalog {
	names, err := fs.Glob(rules.FS, "*.toml")
	if err != nil {
		panic(err)
	}
	sort.Strings(names)
	all := &Catalog{}
	for _, name := range names {
		data, err := rules.FS.ReadFile(name)
		if err != nil {
			panic(err)
		}
		c, err := decode("rules/"+name, data)
		if err != nil {
			// The files are part of the program and its tests read them all.
			panic(err)
		}
		all.add(c)
	}
	all.compile()
	return all
})

// With returns a catalogue that asks the user's entries before those of c, so that the user's win.
func (c *Catalog) With(user *Catalog) *Catalog {
	if user == nil {
		return c
	}
	all := &Catalog{}
	all.add(user)
	all.add(c)
	all.compile()
	return all
}

// Before returns a catalogue that asks the entries of c before those of another one, which may have none.
func (c *Catalog) Before(base *Catalog) *Catalog {
	if base == nil || len(base.destructive)+len(base.guards)+len(base.wrappers)+len(base.creations)+len(base.placed) == 0 {
		return c
	}
	return base.With(c)
}

func (c *Catalog) add(d *Catalog) {
	c.destructive = append(c.destructive, d.destructive...)
	c.guards = append(c.guards, d.guards...)
	c.wrappers = append(c.wrappers, d.wrappers...)
	c.creations = append(c.creations, d.creations...)
	c.placed = append(c.placed, d.placed...)
	if c.Policy.empty() {
		c.Policy = d.Policy
	}
}

// compile makes everything that is looked up quickly out of the entries. Those of the built-in catalogue are a part of every other
// one, which is made while scripts are analysed, so what stands in an entry already is not written again.
func (c *Catalog) compile() {
	for _, e := range c.destructive {
		if e.places == nil && e.excepting == nil && len(e.Only)+len(e.Except) > 0 {
			e.places, e.excepting = newPlacePatterns(e.Only), newPlacePatterns(e.Except)
		}
		s := newSyntax(e.Command, e.ValueOptions, e.SingleDash)
		c.sites.add(e, s, e.File)
		if len(e.Wide) > 0 {
			if e.wide == nil {
				e.wide = newWide(e.Wide)
			}
			c.selects.add(e, s, e.File)
		}
	}
	c.functions = map[string]*Guard{}
	for _, e := range c.guards {
		if e.Function != "" {
			if c.functions[e.Function] == nil {
				c.functions[e.Function] = e
			}
			continue
		}
		c.asks.add(e, newSyntax(e.Command, e.ValueOptions, e.SingleDash), e.File)
	}
	for _, e := range c.wrappers {
		if e.wide == nil && len(e.Wide) > 0 {
			e.wide = newWide(e.Wide)
		}
		c.wraps.add(e, newSyntax(e.Command, e.ValueOptions, e.SingleDash), e.File)
	}
	for _, e := range c.creations {
		c.makes.add(e, newSyntax(e.Command, e.ValueOptions, e.SingleDash), e.File)
	}
	c.compilePlaces()
	c.selecting, c.paths = map[string]bool{}, map[string]bool{}
	for _, e := range c.destructive {
		if len(e.Wide) > 0 {
			c.noteSelecting(e.Command)
		}
		if e.Kind == KindPath {
			for _, name := range newSyntax(e.Command, nil, false).names {
				c.paths[name] = true
			}
		}
	}
	c.inFolder = map[string]bool{}
	for _, e := range c.wrappers {
		if e.Folder != "" || len(e.Login) > 0 {
			for _, name := range newSyntax(e.Command, nil, false).names {
				c.inFolder[name] = true
			}
		}
		if e.fleet() {
			c.noteSelecting(e.Command)
		}
	}
	c.filter = newFilter(c)
}

// Entries returns all entries in the order in which they are asked, for listings.
func (c *Catalog) Entries() ([]*Destructive, []*Guard, []*Wrapper) {
	return c.destructive, c.guards, c.wrappers
}

// Function returns the contract of a function of the script, if it has one.
func (c *Catalog) Function(name string) (*Guard, bool) {
	g, ok := c.functions[name]
	return g, ok
}

// GuardName tells whether a guard has this command or function name.
func (c *Catalog) GuardName(name string) bool {
	if _, ok := c.functions[name]; ok {
		return true
	}
	if name == "" || strings.Contains(name, Unknown) {
		return false
	}
	for range c.asks.find(name) {
		return true
	}
	return false
}

// noteSelecting notes the names of a command whose calls may say how much they act on.
func (c *Catalog) noteSelecting(command string) {
	for _, name := range newSyntax(command, nil, false).names {
		c.selecting[name] = true
	}
}

// Selecting tells whether calls of a command may say how much they act on. It is a quick look before the others.
func (c *Catalog) Selecting(name string) bool { return c.selecting[name] }
