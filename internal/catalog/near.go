package catalog

import (
	"path"
	"slices"
	"strings"
)

// A Near tells how a text stands to the places that entries are about which destroy only these. Each bit is one of the entries
// that a script can have.
type Near struct {
	Begins uint64 // more path elements behind it can make it such a place
	Is     uint64 // it is one, or all that is in one
	Below  uint64 // something has to be cut off
}

// Or is what either of two texts may be.
func (n Near) Or(m Near) Near { return Near{n.Begins | m.Begins, n.Is | m.Is, n.Below | m.Below} }

// Cut is a text of which a part is taken out.
func (n Near) Cut() Near {
	n.Begins |= n.Below
	n.Is |= n.Begins
	return n
}

// Deeper is a text that a path element which is written out follows.
func (n Near) Deeper() Near { return Near{Begins: n.Begins, Below: n.Below | n.Is} }

// Hits reports whether the text may be what entries destroy, as it stands or with more behind it: one of the entries that have all the
// options that they need, or one of those that lack them.
func (n Near) Hits(entries, lacking uint64) bool {
	hits := n.Begins | n.Is
	return hits&entries != 0 || n.Is&NearOption != 0 && hits&lacking != 0
}

// Bits of Is that are no entry's.
const (
	NearOption = uint64(1) << 63 // the text may be an option
	NearHere   = uint64(1) << 62 // the text may stand for the folder that the script is in, or for all that is in it
)

// A knownPlace is a pattern of places, with the entries that destroy these only.
type knownPlace struct {
	text, fixed, folder string // folder is fixed without the slash behind it
	bits                uint64
}

// numberPlaces gives each entry that a script can have and that destroys known places only a bit; the last one is shared.
func (r *Reach) numberPlaces() {
	r.bits, r.nearness = map[*Destructive]uint64{}, map[string]Near{}
	at := map[string]int{}
	add := func(pattern string, bit uint64) {
		i, ok := at[pattern]
		if !ok {
			i = len(r.known)
			at[pattern] = i
			r.known = append(r.known, knownPlace{text: pattern, fixed: fixed(pattern), folder: strings.TrimRight(fixed(pattern), "/")})
		}
		r.known[i].bits |= bit
	}
	for i, e := range r.c.destructive {
		if !e.OnlyKnown || !r.possible[i] || len(e.Only) == 0 || strings.HasPrefix(e.Only[0], "/dev/") {
			continue
		}
		bit := uint64(1) << min(len(r.bits), 61)
		r.bits[e] = bit
		if len(e.Wide) > 0 {
			r.wide |= bit
		}
		for _, p := range e.Only {
			add(p, bit)
		}
		for folder, plain := range r.c.filter.folders {
			if e.WideWritten && plain && len(folder) > 1 {
				add(folder, bit)
			}
		}
	}
}

// NearVariables are the variables whose value is such a place by their name.
func (r *Reach) NearVariables() map[string]Near {
	if r.nearness == nil {
		r.numberPlaces()
	}
	near := map[string]Near{}
	for e, bit := range r.bits {
		for _, p := range e.Only {
			if name, ok := strings.CutPrefix(p, "$"); ok {
				name, below := strings.CutSuffix(name, "/**")
				n := Near{Is: bit}
				if below {
					n.Begins = bit
				}
				near[name] = near[name].Or(n)
			}
		}
	}
	return near
}

// Near tells what a piece of a text may be in which paths stand anywhere. A path behind other characters of a path has to be cut out.
func (r *Reach) Near(text string) Near {
	if r.nearness == nil {
		r.numberPlaces()
	}
	n, ok := r.nearness[text]
	if !ok {
		n = r.anywhere(text)
		r.nearness[text] = n
	}
	return n
}

func (r *Reach) anywhere(text string) (n Near) {
	for field := range strings.FieldsSeq(text) {
		switch {
		case len(field) > 1 && field[0] == '-':
			n.Is |= NearOption
		case strings.Trim(field, "./*?[]!{},") == "":
			n.Is |= NearHere
		}
	}
	for i := 0; i < len(text); i++ {
		if text[i] != '/' {
			continue
		}
		end := i + 1
		for end < len(text) && pathByte(text[end]) {
			end++
		}
		m := r.near(text[i:end])
		if strings.Trim(text[i:end], "/") == "" { // the root, where what stands around it is split off
			m.Below |= r.wide
		}
		if i > 0 && pathByte(text[i-1]) {
			n.Below |= m.Begins | m.Is | m.Below
		}
		if i == 0 || !pathByte(text[i-1]) {
			n = n.Or(m)
		}
	}
	for i := range r.known {
		if p := &r.known[i]; !strings.HasPrefix(p.text, "/") && !strings.HasPrefix(p.text, "$") && wordNear(p.text, text) {
			n = n.Or(Near{p.bits, p.bits, p.bits})
		}
	}
	if slash := strings.IndexByte(text, '/'); slash > 0 && !strings.ContainsAny(text[:slash], " \t\n") { // usr/local behind a /
		n = n.Or(r.near("/" + text))
	}
	return n
}

// Root tells what a text is of which nothing but slashes and patterns may be left when all that is unknown in it is empty.
func (r *Reach) Root(known string) (n Near) {
	if r.nearness == nil {
		r.numberPlaces()
	}
	for field := range strings.FieldsSeq(known) {
		if strings.Contains(field, "/") && strings.Trim(field, "/.*?") == "" {
			n.Is = r.wide
		}
	}
	return n
}

// pathByte tells whether a byte may stand in the middle of a path.
func pathByte(b byte) bool {
	return b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z' || b >= 0x80 || strings.IndexByte("/._-+*?[]{}%@~", b) >= 0
}

// wordNear tells whether a text may be, become or hold a word that a pattern which is no path means.
func wordNear(pattern, text string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(pattern, func(c rune) bool { return c == '*' || c == '?' }), func(part string) bool {
		return len(part) > 1 && strings.Contains(text, part) || len(text) > 1 && strings.HasPrefix(part, text) || len(part) < 2
	})
}

// near compares the path that a text begins with.
func (r *Reach) near(text string) (n Near) {
	if strings.Contains(text, "..") || strings.Contains(text, "[") || strings.Contains(text, "{") {
		if i := strings.IndexAny(text, "[{"); i >= 0 {
			text = text[:i] + "*"
		} else { // the folders above it
			n = r.near(strings.ReplaceAll(text, "..", "x"))
			return Near{n.Begins, n.Is | n.Begins, n.Below}.Cut()
		}
	}
	known := fixed(text)
	open := known != text
	if strings.Contains(known, "//") || strings.Contains(known, "/./") || strings.HasSuffix(known, "/.") {
		slash := strings.HasSuffix(known, "/")
		if known = path.Clean(known); slash && known != "/" {
			known += "/"
		}
	}
	folder := strings.TrimRight(known, "/")
	if known == "/" && !open {
		return n
	}
	if strings.LastIndexByte(folder, '/') == 0 { // /x.conf without its last element
		n.Below |= r.wide
	}
	for i := range r.known {
		p := &r.known[i]
		switch {
		case !strings.HasPrefix(p.text, "/"):
		case folder == p.folder:
			n.Is |= p.bits
			if p.fixed != p.text {
				n.Begins |= p.bits
			}
		case strings.HasPrefix(p.fixed, known):
			n.Begins |= p.bits
		case p.fixed != p.text && strings.HasPrefix(known, p.fixed):
			n.Begins, n.Is = n.Begins|p.bits, n.Is|p.bits
		case p.folder != "" && strings.HasPrefix(known, p.folder):
			n.Below |= p.bits
			if rest := known[len(p.folder):]; open && (rest == "/" || rest == "/.") {
				n.Is |= p.bits
			}
		}
	}
	return n
}
