package catalog

import (
	"slices"
	"strings"
)

// Wrapper tells whether a call runs another command, and where that one stands.
func (c *Catalog) Wrapper(words []string) (WrapperMatch, bool) {
	if all := c.Wrappers(words); len(all) > 0 {
		return all[0], true
	}
	return WrapperMatch{}, false
}

// Wrappers is Wrapper for calls that run several commands: find . -exec a {} \; -exec b {} \;
func (c *Catalog) Wrappers(words []string) []WrapperMatch {
	if len(words) == 0 {
		return nil
	}
	for r := range c.wraps.find(baseName(words[0])) {
		if all := matchWrapper(r.entry, r.syntax, words); len(all) > 0 {
			return all
		}
	}
	return nil
}

func matchWrapper(e *Wrapper, s *syntax, words []string) []WrapperMatch {
	if e.Find {
		return findExec(e, words)
	}
	permuted := e.TextOption != "" && e.textValue(s)
	stop := e.Operands + len(s.leading)
	a := s.parseWrapper(words, stop, e.Assignments)
	if e.TextWord || permuted && (e.Operands == 0 || len(a.operands) <= stop || e.optionBefore(&a)) {
		// su USER -c TEXT: options may follow the operands. A command before them wins: flock FILE cmd -c x.
		a.args = s.parse(words, -1)
	}
	if !s.cut(&a.args) || a.has(e.Unless) || len(e.Options) > 0 && !a.has(e.Options) {
		return nil
	}
	m := WrapperMatch{Wrapper: e, Command: -1, Script: -1, End: len(words), Params: len(words), Host: Operand{Word: -1}, Assignments: a.assignments}
	if h := a.host(e.Host); h != nil {
		m.Host = *h
	}
	switch {
	case permuted && e.setText(&m, &a.args):
	case !permuted && e.TextOption != "":
		e.shell(&m, &a.args, len(words))
	case len(a.operands) > e.Operands && !(permuted && e.Operands == 0):
		m.Command, m.Text = a.operands[e.Operands], e.Text || e.TextWord
		if e.TextWord {
			m.End = m.Command + 1
		}
		if e.Items {
			if isItems(words[m.Command]) {
				e.reach(&m, &a.args)
				return itemCommands(m, words)
			}
			m.End = itemsEnd(words, m.Command)
		}
	}
	if e.Script != "" && m.Command < 0 && m.Script < 0 {
		if found := a.find(e.Script, KindPath); len(found) > 0 && words[found[0].Word] != "-" {
			m.Script, m.Skip = found[0].Word, found[0].Skip
		}
	}
	if e.Entrypoint != "" {
		if found := a.find(e.Entrypoint, KindNone); len(found) > 0 {
			m.Entrypoint, m.Command = found[0], len(words)
			if n := e.Operands; n > 0 && len(a.operands) >= n {
				m.Command = a.operands[n-1] + 1
			} else if n == 0 && len(a.operands) > 0 { // start-stop-daemon --exec PROGRAM -- WORDS
				m.Command = a.operands[0]
			}
		}
	}
	if e.Binds != "" {
		m.Binds = a.find(e.Binds, KindNone)
	}
	if e.Folder != "" {
		if found := a.find(e.Folder, KindPath); len(found) > 0 {
			m.Folder = found[len(found)-1]
		}
	}
	before := words
	if m.Command > 0 {
		before = words[:m.Command]
	}
	if m.Login = len(e.Login) > 0 && (a.has(e.Login) || slices.Contains(e.Login, "-") && slices.Contains(before, "-")); m.Login {
		for _, o := range a.find(e.User, KindNone) {
			if words[o.Word] != "-" {
				m.User = o
				break
			}
		}
	}
	if m.Command < 0 && m.Script < 0 && (!e.Stdin || len(a.operands) == 0 && e.Host == "1") {
		return nil
	}
	e.reach(&m, &a.args)
	m.Clears = e.clears(&a.args, words[:max(m.Command, 1)])
	m.Takes = !a.has(e.Leaves) && (slices.Contains(e.Takes, "always") || a.has(e.Takes))
	return []WrapperMatch{m}
}

// clears reports whether a call does not hand its environment on; before are the words up to the command.
func (e *Wrapper) clears(a *args, before []string) bool {
	if a.has(e.Keeps) {
		return false
	}
	return e.Host != "" || slices.Contains(e.Clears, "always") || a.has(e.Clears) || slices.Contains(e.Clears, "-") && slices.Contains(before, "-")
}

// reach notes where the call says on which hosts the command runs, and whether at the same time.
func (e *Wrapper) reach(m *WrapperMatch, a *args) {
	spec := e.Selector
	if spec == "" {
		spec = e.Host
	}
	m.Selector = a.find(spec, KindHost)
	m.Parallel = e.Parallel && (len(e.ParallelOptions) == 0 || a.has(e.ParallelOptions)) && !a.has(e.SerialOptions)
	if e.Single != "" {
		m.Singles = a.find(e.Single, KindHost)
	}
}

// textValue tells whether the text is the option's own value rather than the first operand.
func (e *Wrapper) textValue(s *syntax) bool {
	for name := range strings.SplitSeq(e.TextOption, ",") {
		if s.values[name] != noValue {
			return true
		}
	}
	return false
}

func (e *Wrapper) optionBefore(a *wrapperArgs) bool {
	return len(a.find("option:"+e.TextOption, KindNone)) > 0
}

func (e *Wrapper) setText(m *WrapperMatch, a *args) bool {
	found := a.find("option:"+e.TextOption, KindNone)
	if len(found) == 0 {
		return false
	}
	m.Command, m.Skip, m.Text, m.End = found[0].Word, found[0].Skip, true, found[0].Word+1
	return true
}

// shell reads the call of a shell: sh -c TEXT NAME PARAMETER…, sh FILE PARAMETER…, sh -s PARAMETER….
func (e *Wrapper) shell(m *WrapperMatch, a *args, words int) {
	if len(a.operands) == 0 {
		return
	}
	first := a.operands[0]
	switch {
	case a.has(strings.Split(e.TextOption, ",")):
		m.Command, m.Text, m.End = first, true, first+1
		m.Params = min(first+2, words)
	case !a.has([]string{"-s"}):
		m.Script = first
	default:
		m.Params = first
	}
}

type wrapperArgs struct {
	args
	assignments []int
}

// parseWrapper is parse up to the wrapped command; assignments before it are no operands.
func (s *syntax) parseWrapper(words []string, stop int, assignments bool) wrapperArgs {
	a := wrapperArgs{args: s.parse(words, stop)}
	if !assignments || len(a.operands) <= stop {
		return a
	}
	// env - is env -i.
	if first := a.operands[stop]; words[first] == "-" && first+1 < len(words) {
		a.operands[stop] = first + 1
	}
	i := a.operands[len(a.operands)-1]
	if !isAssignment(words[i]) {
		return a
	}
	// After the first assignment come only further ones and the command.
	a.operands = a.operands[:len(a.operands)-1]
	for i < len(words) && isAssignment(words[i]) {
		a.assignments = append(a.assignments, i)
		i++
	}
	if i < len(words) {
		a.operands = append(a.operands, i)
	}
	return a
}

func isAssignment(word string) bool {
	name, _, ok := strings.Cut(word, "=")
	if !ok || name == "" || name[0] >= '0' && name[0] <= '9' {
		return false
	}
	for _, c := range []byte(name) {
		if c != '_' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return true
}

// itemsEnd returns the index of the ":::" that ends the command of parallel.
func itemsEnd(words []string, from int) int {
	for i := from; i < len(words); i++ {
		if isItems(words[i]) {
			return i
		}
	}
	return len(words)
}

// isItems tells whether the items of parallel follow a word.
func isItems(word string) bool { return strings.HasPrefix(word, ":::") }

// itemCommands finds the commands of parallel where it is given none before its items: each item is one. Those in the files
// that "::::" names are not known.
func itemCommands(m WrapperMatch, words []string) []WrapperMatch {
	var all []WrapperMatch
	if words[m.Command] == ":::" {
		for i := m.Command + 1; i < len(words) && !isItems(words[i]); i++ {
			item := m
			item.Command, item.End = i, i+1
			all = append(all, item)
		}
	}
	return all
}

// findExec finds the commands of find; each ends with ";" or with "{} +".
func findExec(e *Wrapper, words []string) []WrapperMatch {
	var all []WrapperMatch
	marks := e.Options
	if len(marks) == 0 {
		marks = []string{"-exec", "-execdir", "-ok", "-okdir"}
	}
	for i := 1; i < len(words); i++ {
		if !slices.Contains(marks, words[i]) {
			continue
		}
		start := i + 1
		for i = start; i < len(words) && words[i] != ";" && !(words[i] == "+" && words[i-1] == "{}"); i++ {
		}
		if start < i {
			all = append(all, WrapperMatch{Wrapper: e, Command: start, End: i, Script: -1, Host: Operand{Word: -1}})
		}
	}
	return all
}

// Wraps tells whether a name is that of a command that may run another one.
func (c *Catalog) Wraps(name string) bool {
	for range c.wraps.find(name) {
		return true
	}
	return false
}
