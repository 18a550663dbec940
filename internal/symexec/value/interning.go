package value

func (x *Table) Name(s string) uint32 {
	if id, ok := x.Names[s]; ok {
		return id
	}
	id := uint32(len(x.NameOf))
	x.Names[s] = id
	x.NameOf = append(x.NameOf, s)
	return id
}

// NameFor is name, for a text that is only looked up where it is known.
func (x *Table) NameFor(s []byte) uint32 {
	if id, ok := x.Names[string(s)]; ok {
		return id
	}
	return x.Name(string(s))
}

// SymFor is sym, for a key that is only looked up where it is known.
func (x *Table) SymFor(key []byte, make func(*Sym)) *Sym {
	if s, ok := x.Syms[string(key)]; ok {
		return s
	}
	return x.Sym(string(key), make)
}

func (x *Table) Sym(key string, make func(*Sym)) *Sym {
	if s, ok := x.Syms[key]; ok {
		return s
	}
	s := &Sym{Id: uint32(len(x.SymList)), Key: key}
	make(s)
	if s.Desc == "" && s.Name != "" {
		s.Desc = "$" + s.Name
	}
	x.Syms[key] = s
	x.SymList = append(x.SymList, s)
	return s
}
