package catalog

import (
	"regexp"
	"slices"
	"strings"
)

// Fills reports whether a call brings what it does not delete to the place that it deletes in: the destination of a copy.
func (e *Destructive) Fills() bool {
	return e.Kind == KindPath && strings.HasPrefix(e.Target, "remote:")
}

// Destructive tells whether a call destroys data, and what.
func (c *Catalog) Destructive(words []string) (Match[Destructive], bool) {
	return c.DestructiveInput(words, "")
}

// DestructiveInput is Destructive for a call whose standard input is known, in full or in parts: mysql <<< "DROP DATABASE x".
func (c *Catalog) DestructiveInput(words []string, stdin string) (Match[Destructive], bool) {
	if len(words) > 0 {
		for r := range c.sites.find(baseName(words[0])) {
			if m, ok := matchDestructive(r.entry, r.syntax, words, stdin); ok {
				return m, true
			}
		}
	}
	return Match[Destructive]{}, false
}

func matchDestructive(e *Destructive, s *syntax, words []string, stdin string) (m Match[Destructive], ok bool) {
	a, ok := s.call(words)
	if !ok || a.has(e.Unless) {
		return m, false
	}
	if !e.optioned(&a) {
		return m, false
	}
	if len(e.Operands) > 0 && !a.names(e.Operands) {
		return m, false
	}
	if len(e.Contains) > 0 && !containsAny(e.Contains, words[1:]) && !(e.Stdin && containsAny(e.Contains, []string{stdin})) {
		return m, false
	}
	if len(e.UnlessContains) > 0 && !containsUnless(e.Contains, e.UnlessContains, words[1:]) && !(e.Stdin && containsUnless(e.Contains, e.UnlessContains, []string{stdin})) {
		return m, false
	}
	targets := a.find(e.Target, e.Kind)
	if len(e.Only) > 0 {
		if targets = e.about(&a, words, targets); len(targets) == 0 {
			return m, false
		}
	}
	if len(e.Except) > 0 {
		if targets = e.except(words, targets); len(targets) == 0 {
			return m, false
		}
	}
	return Match[Destructive]{Entry: e, Targets: targets, Host: a.host(e.Host)}, true
}

// optioned tells whether a call has the options that make it destructive. What $opts holds is not known: it may well be
// an -a or -rf. It is not taken for a mode that has only a long name, such as --zero-superblock: most of what $OPTS stands
// for in calls of mdadm is verbosity; nor for one with a certain value, as the -X DELETE of curl.
func (e *Destructive) optioned(a *args) bool {
	return len(e.Options) == 0 || a.loose && !longOnly(e.Options) || a.has(e.Options) || e.Abbreviations && a.abbreviates(e.Options)
}

// longOnly tells whether none of the options is a letter alone.
func longOnly(options []string) bool {
	for _, o := range options {
		if name, _, valued := strings.Cut(o, "="); len(name) < 3 && !valued {
			return false
		}
	}
	return true
}

// about keeps the targets that the entry is about: itself, or what the call chooses in it by name, find /var/lib -name mysql.
func (e *Destructive) about(a *args, words []string, targets []Operand) []Operand {
	if kept := e.only(words, targets); len(kept) > 0 || !slices.Contains(e.Narrows, "-name") {
		return kept
	}
	var kept []Operand
	for _, name := range a.optionValues("-name,-iname", e.Kind) {
		for _, t := range targets {
			in := strings.TrimRight(words[t.Word][t.Skip:], "/")
			if onlyMatches(e.places, e.OnlyKnown, in+"/"+words[name.Word][name.Skip:]) && !hasOperand(kept, t) {
				kept = append(kept, t)
			}
		}
	}
	return kept
}

// only keeps the targets that the entry is about.
func (e *Destructive) only(words []string, targets []Operand) []Operand {
	var kept []Operand
	for _, t := range targets {
		if onlyMatches(e.places, e.OnlyKnown, words[t.Word][t.Skip:]) {
			kept = append(kept, t)
		}
	}
	return kept
}

// allBelowTop is all that is in a folder of the root: rm -f /backup/* deletes it, and rm -f /backup does nothing.
var allBelowTop = regexp.MustCompile(`^/[^/]+/\*$`)

// except drops the targets that are known to hold no data.
func (e *Destructive) except(words []string, targets []Operand) []Operand {
	var kept []Operand
	for _, t := range targets {
		if text := words[t.Word][t.Skip:]; allBelowTop.MatchString(text) || !onlyMatches(e.excepting, true, text) {
			kept = append(kept, t)
		}
	}
	return kept
}

// Guard tells whether a call asks if data is in use, and where. A call that destroys data is no guard.
func (c *Catalog) Guard(words []string) (Match[Guard], bool) { return c.GuardInput(words, "") }

// GuardInput is Guard for a call whose standard input is known, in full or in parts: psql <<< "SELECT count(*) FROM orders".
func (c *Catalog) GuardInput(words []string, stdin string) (Match[Guard], bool) {
	if len(words) > 0 {
		for r := range c.asks.find(baseName(words[0])) {
			m, ok := matchGuard(r.entry, r.syntax, words)
			if !ok {
				continue
			}
			if m.Entry.SQL {
				m.Entry = m.Entry.asked(words, stdin)
			}
			_, destroys := c.Destructive(words)
			return m, !destroys
		}
	}
	return Match[Guard]{}, false
}

func matchGuard(e *Guard, s *syntax, words []string) (m Match[Guard], ok bool) {
	a, ok := s.call(words)
	if !ok || a.has(e.Unless) || len(e.Options) > 0 && !a.surely(e.Options) || e.NoOperands && len(a.operands) > 0 || e.MostOperands > 0 && len(a.operands) > e.MostOperands {
		return m, false
	}
	if len(e.Contains) > 0 && !containsAny(e.Contains, words[1:]) || len(e.Operands) > 0 && !a.names(e.Operands) {
		return m, false
	}
	if len(e.NamesWith) > 0 && a.has(e.NamesWith) && a.lacks(e.Columns) {
		return m, false
	}
	if len(e.UnlessContains) > 0 && containsAny(e.UnlessContains, words[1:]) {
		return m, false
	}
	switch {
	case e.long != nil && a.named(e):
		if e = e.long; e.silent != nil && a.has(e.Silent) {
			e = e.silent
		}
	case e.silent != nil && a.has(e.Silent):
		e = e.silent
	case e.mute != nil && a.has(e.Quiet):
		e = e.mute
	}
	return Match[Guard]{Entry: e, Targets: a.find(e.Target, e.Kind), Host: a.host(e.Host)}, true
}

// call reads the words of a call, if they have the leading operands of the command.
func (s *syntax) call(words []string) (args, bool) {
	if len(words)-1 < len(s.leading) {
		return args{}, false
	}
	a := s.parse(words, -1)
	ok := s.cut(&a)
	return a, ok
}

// named tells whether a call looks for a process by a name that it never finds: of more letters than are compared, or, with
// options that compare the whole command line exactly, without any arguments, or in other letters than the program is written in.
func (a *args) named(e *Guard) bool {
	full := a.has(e.FullOptions)
	for _, w := range a.operands {
		name := a.words[w]
		if strings.ContainsAny(name, "|*.[(+?"+Unknown) {
			continue
		}
		if name = strings.Trim(name, "^$"); !full && len(name) > e.NameLength {
			return true
		}
		if lower := strings.ToLower(name); lower != name && daemons.MatchString(lower) && !a.has([]string{"-i", "--ignore-case"}) {
			return true
		}
		if full && a.has([]string{"-x", "--exact"}) && !strings.Contains(name, " ") {
			return true
		}
	}
	return false
}

// lacks tells whether the columns that -o asks for are known and have none of the given names.
func (a *args) lacks(columns []string) bool {
	for _, o := range a.options {
		if (o.name == "-o" || o.name == "--output") && o.value >= 0 {
			v := a.words[o.value][o.skip:]
			return !containsAny(columns, []string{v}) && !strings.Contains(v, Unknown)
		}
	}
	return false
}

// names tells whether some operand is one of the given ones.
func (a *args) names(operands []string) bool {
	for _, w := range a.operands {
		if matchAny(operands, a.words[w]) {
			return true
		}
	}
	return false
}

// host finds the host, without "user@".
func (a *args) host(spec string) *Operand {
	found := a.find(spec, KindHost)
	if len(found) == 0 {
		return nil
	}
	h := found[0]
	h.Skip += strings.LastIndexByte(a.words[h.Word][h.Skip:], '@') + 1
	return &h
}

// containsAny tells whether some word has one of the texts in it, whatever its case and blanks.
func containsAny(texts, words []string) bool {
	sought := make([]string, len(texts))
	for i, t := range texts {
		sought[i] = normal(t)
	}
	for _, w := range words {
		w = normal(w)
		for _, t := range sought {
			if strings.Contains(w, t) {
				return true
			}
		}
		if plain := WithoutSQLComments(w); strings.Contains(w, "/*") && plain != w && containsAny(texts, []string{plain}) {
			return true // drop/**/database
		}
	}
	return false
}

// normal is a text in lower case with one blank for each run of white space.
func normal(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }

// daemons are programs whose names have no capital letters.
var daemons = regexp.MustCompile(`^(mysqld(_safe)?|mariadbd?|postgres|postmaster|mongo[ds]|redis-server|valkey-server|memcached|etcd|cassandra|slapd|nginx|httpd|apache2|` +
	`haproxy|dockerd|containerd|kubelet|consul|vault|nomad|influxd|prometheus|minio|libvirtd|named|dhcpd|smbd|nfsd|sshd|ceph-(osd|mon|mds|mgr)|glusterd|beam\.smp|clickhouse-server)$`)
