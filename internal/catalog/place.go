package catalog

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog/strict"
)

// A Place says what decides where a call of a command goes: its options, the environment, the folder, and what other calls of it have
// configured. Two calls of one system speak of the same things only if all that is the same.
type Place struct {
	// Command is the name, with leading operands if it is about some of its calls only.
	Command string
	// System is what all commands share that go to the same places: "postgres" of psql and dropdb. "" is the command itself.
	System string
	// Where are the coordinates of a place.
	Where []Coordinate
	// Inside are coordinates of the place within its machine that a wrapped command runs at: a container, another root. One that
	// Apart names makes another machine of it: a port of ssh.
	Inside, Apart []Coordinate
	// Switch are the leading operands of calls that choose another place for all that follow: "config use-context"; "*" is any.
	Switch []string
	// ValueOptions are further options that take the next word as their value.
	ValueOptions []string
	SingleDash   bool
	Source       string
	File         string
}

// A Coordinate is one thing that decides about a place: "port: option:-p,--port env:PGPORT".
type Coordinate struct {
	Name string
	spec string   // as for Destructive.Target
	Env  []string // the variables that stand for the option
	// Default is the value that says the same as none.
	Default string
	// Folder says that it is the folder that the script is in; New that each call has one of its own.
	Folder, New bool
}

// A Coordinates is where the coordinates of a call stand.
type Coordinates struct {
	Entry *Place
	// Options are the operands of Where, Inside and Apart, in this order; nil for one that the call does not have.
	Options []*Operand
}

// All are the coordinates of an entry: Where, Inside and Apart.
func (p *Place) All() []Coordinate { return slices.Concat(p.Where, p.Inside, p.Apart) }

// Places tells where a call goes; nil if nothing is known of it.
func (c *Catalog) Places(words []string) *Coordinates {
	return c.coordinates(words, func(p *Place) bool { return len(p.Where) > 0 })
}

// Insides tells where a call of a wrapper runs its command; nil if that is where the call itself runs.
func (c *Catalog) Insides(words []string) *Coordinates {
	return c.coordinates(words, func(p *Place) bool { return len(p.Inside)+len(p.Apart) > 0 })
}

func (c *Catalog) coordinates(words []string, of func(*Place) bool) *Coordinates {
	if len(words) == 0 {
		return nil
	}
	for r := range c.goes.find(baseName(words[0])) {
		a, ok := r.syntax.call(words)
		if !ok || !of(r.entry) {
			continue
		}
		m := &Coordinates{Entry: r.entry}
		for _, w := range r.entry.All() {
			var at *Operand
			if w.spec != "" {
				if l := a.find(w.spec, KindAny); len(l) > 0 {
					at = &l[0]
				}
			}
			m.Options = append(m.Options, at)
		}
		return m
	}
	return nil
}

// MaySwitch tells whether some calls of a command choose another place.
func (c *Catalog) MaySwitch(name string) bool {
	for r := range c.goes.find(name) {
		if len(r.entry.Switch) > 0 {
			return true
		}
	}
	return false
}

// Switches tells whether a call chooses another place for the calls that follow.
func (c *Catalog) Switches(words []string) *Place {
	if len(words) < 2 {
		return nil
	}
	for r := range c.goes.find(baseName(words[0])) {
		a := r.syntax.parse(words, -1)
		for _, s := range r.entry.Switch {
			if switches(s, words, a.operands) {
				return r.entry
			}
		}
	}
	return nil
}

func switches(s string, words []string, operands []int) bool {
	if s == "*" {
		return len(operands) > 0
	}
	lead := strings.Fields(s)
	if len(operands) <= len(lead)-1 {
		return false
	}
	for i, alternatives := range lead {
		if i >= len(operands) || !slices.Contains(strings.Split(alternatives, "|"), words[operands[i]]) {
			return false
		}
	}
	return true
}

// PlaceVariables are the variables of the environment that decide where calls go.
func (c *Catalog) PlaceVariables() []string { return c.placeVars }

// PlaceVariable tells whether a variable is one of those.
func (c *Catalog) PlaceVariable(name string) bool { return slices.Contains(c.placeVars, name) }

// Systems are the systems that have places.
func (c *Catalog) Systems() []string { return c.systems }

func readPlaces(t *strict.Table, file string) *Place {
	p := &Place{Command: readCommand(t), System: t.String("system"), Switch: t.Strings("switch"), ValueOptions: t.Strings("value-options"),
		SingleDash: t.Bool("single-dash"), Source: t.String("source"), File: file}
	p.Where, p.Inside, p.Apart = readCoordinates(t, "where"), readCoordinates(t, "inside"), readCoordinates(t, "apart")
	if len(p.Where)+len(p.Inside)+len(p.Apart)+len(p.Switch) == 0 {
		t.Fail("", `the place says nothing; add where = ["port: option:-p,--port env:PGPORT"], or "inside", "apart" or "switch"`)
	}
	if p.System == "" {
		p.System, _, _ = strings.Cut(p.Command, " ")
	}
	t.Done()
	return p
}

// readCoordinates reads where = ["port: option:-p,--port env:PGPORT"].
func readCoordinates(t *strict.Table, key string) []Coordinate {
	var out []Coordinate
	for _, line := range t.Strings(key) {
		name, rest, found := strings.Cut(line, ":")
		c := Coordinate{Name: strings.TrimSpace(name)}
		if !found || c.Name == "" {
			t.Fail(key, `%q must be a name, a colon and where it stands; write it as "port: option:-p,--port env:PGPORT"`, line)
			continue
		}
		var parts []string
		for part := range strings.FieldsSeq(rest) {
			switch env, ok := strings.CutPrefix(part, "env:"); {
			case ok && env != "":
				c.Env = append(c.Env, env)
			case strings.HasPrefix(part, "default:"):
				c.Default = strings.TrimPrefix(part, "default:")
			case part == "folder":
				c.Folder = true
			case part == "new":
				c.New = true
			case validPlace("host", part):
				parts = append(parts, part)
			default:
				t.Fail(key, `unknown place %q; write a number, "option:--name", "flag:--name", "env:NAME", "default:VALUE", "folder" or "new"`, part)
			}
		}
		c.spec = strings.Join(parts, " ")
		out = append(out, c)
	}
	return out
}

// compilePlaces makes quickly found what stands in the entries.
func (c *Catalog) compilePlaces() {
	for _, p := range c.placed {
		values := slices.Clone(p.ValueOptions)
		for _, w := range p.All() {
			for part := range strings.FieldsSeq(w.spec) {
				if names, ok := strings.CutPrefix(part, "option:"); ok {
					values = append(values, strings.Split(strings.TrimSuffix(names, "..."), ",")...)
				}
				if setting, ok := strings.CutPrefix(part, "setting:"); ok {
					option, _, _ := strings.Cut(setting, ",")
					values = append(values, option)
				}
			}
			for _, v := range w.Env {
				if !slices.Contains(c.placeVars, v) {
					c.placeVars = append(c.placeVars, v)
				}
			}
		}
		c.goes.add(p, newSyntax(p.Command, values, p.SingleDash), p.File)
		if len(p.Switch) > 0 && !slices.Contains(c.systems, p.System) {
			c.systems = append(c.systems, p.System)
		}
	}
}
