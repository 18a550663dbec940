package catalog

import (
	"slices"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog/strict"
)

// An Error is a fault in a catalogue file, with its position.
type Error = strict.Error

// Decode reads a catalogue file. All its faults are reported at once: the error is of type strict.Errors, errors.As
// finds each *Error in it.
func Decode(name string, data []byte) (*Catalog, error) {
	c, err := decode(name, data)
	if err != nil {
		return nil, err
	}
	c.compile()
	return c, nil
}

func decode(name string, data []byte) (*Catalog, error) {
	doc, err := strict.Parse(name, data)
	if err != nil {
		return nil, err
	}
	c := read(doc)
	doc.Root().Done()
	if err := doc.Err(); err != nil {
		return nil, err
	}
	return c, nil
}

// DecodeDocument reads the entries of a file that has other tables too. Faults go to the document; the caller asks for
// its own keys, calls Done on the root, and Err.
func DecodeDocument(doc *strict.Document) *Catalog {
	c := read(doc)
	if doc.Err() != nil {
		return &Catalog{}
	}
	c.compile()
	return c
}

func read(doc *strict.Document) *Catalog {
	c := &Catalog{}
	root := doc.Root()
	lists := readLists(root)
	for _, t := range root.Tables("destructive") {
		c.destructive = append(c.destructive, readDestructive(t, doc.Name(), lists))
	}
	for _, t := range root.Tables("guard") {
		c.guards = append(c.guards, readGuard(t, doc.Name()))
	}
	for _, t := range root.Tables("wrapper") {
		c.wrappers = append(c.wrappers, readWrapper(t, doc.Name()))
	}
	for _, t := range root.Tables("creation") {
		c.creations = append(c.creations, readCreation(t, doc.Name()))
	}
	for _, t := range root.Tables("place") {
		c.placed = append(c.placed, readPlaces(t, doc.Name()))
	}
	return c
}

// listed reads patterns, and those of the lists that are named among them: "@data".
func listed(t *strict.Table, key string, lists map[string][]string) []string {
	var out []string
	for _, p := range t.Strings(key) {
		name, named := strings.CutPrefix(p, "@")
		list, known := lists[name]
		if named && !known {
			t.Fail(key, "there is no list %q; write a [[places]] entry with that name above", name)
		}
		if !named {
			list = []string{p}
		}
		out = append(out, list...)
	}
	return out
}

// readLists reads the lists of places that entries name: [[places]].
func readLists(root *strict.Table) map[string][]string {
	lists := map[string][]string{}
	for _, t := range root.Tables("places") {
		name := t.String("name")
		if name == "" {
			t.Fail("", `the list has no "name"; add one, by which entries name it: only = ["@name"]`)
		}
		lists[name] = t.Strings("paths")
		t.Done()
	}
	return lists
}

func readDestructive(t *strict.Table, file string, lists map[string][]string) *Destructive {
	e := &Destructive{
		Command: readCommand(t), Options: t.Strings("options"), Unless: t.Strings("unless"), ValueOptions: t.Strings("value-options"),
		SingleDash: t.Bool("single-dash"), Abbreviations: t.Bool("abbreviations"), Contains: t.Strings("contains"), Stdin: t.Bool("stdin"),
		Operands: t.Strings("operands"), UnlessContains: t.Strings("unless-contains"), Here: t.Bool("here"), Narrows: t.Strings("narrows"),
		Only: listed(t, "only", lists), Except: listed(t, "except", lists), OnlyKnown: t.Bool("only-known"), Why: t.String("why"), Source: t.String("source"), File: file, Line: t.Line(""),
	}
	e.Target, e.Kind = readTarget(t)
	e.Host = readPlace(t, "host")
	e.Selector, e.Wide, e.Whole = readSelector(t)
	e.WideWritten = t.Bool("wide-written")
	if e.WideWritten && (len(e.Wide) == 0 || e.Kind != KindPath) {
		t.FailKey("wide-written", `"wide-written" has no meaning without folders; add target-kind = "path" and list them in "wide"`)
	}
	if len(e.Wide) > 0 && e.Selector == "" && e.Target == "" {
		t.FailKey(firstKey(t, "wide", "empty-is-all"), `"wide" and "empty-is-all" need a selector or a target to look at; add selector = 1, "all" or "option:--name"`)
	}
	if len(e.Only) > 0 && e.Target == "" {
		t.FailKey("only", `"only" needs a target to look at; add target = 1, "all", "option:--name" or "dd:of"`)
	}
	if len(e.Except) > 0 && e.Target == "" {
		t.FailKey("except", `"except" needs a target to look at; add target = 1, "all", "option:--name" or "dd:of"`)
	}
	if e.OnlyKnown && len(e.Only) == 0 {
		t.FailKey("only-known", `"only-known" has no meaning without "only"; list the patterns in "only"`)
	}
	if e.Stdin && len(e.Contains) == 0 {
		t.FailKey("stdin", `"stdin" has no meaning without "contains"; list the texts in "contains"`)
	}
	if e.Why == "" {
		e.Why = "destroys data"
	}
	t.Done()
	return e
}

func readWrapper(t *strict.Table, file string) *Wrapper {
	e := &Wrapper{
		Command: readCommand(t), Options: t.Strings("options"), Unless: t.Strings("unless"), ValueOptions: t.Strings("value-options"),
		SingleDash: t.Bool("single-dash"), Operands: t.Int("operands"), Text: t.Bool("text"), TextOption: t.String("text-option"),
		Stdin: t.Bool("stdin"), Assignments: t.Bool("assignments"), Clears: t.Strings("clears-environment"), Keeps: t.Strings("keeps-environment"), Takes: t.Strings("takes-input"), Leaves: t.Strings("leaves-input"), Items: t.Bool("items"), Find: t.Bool("find"), Shell: t.Bool("shell"),
		OwnStatus: t.Bool("own-status"), TextWord: t.Bool("text-word"), Attributes: t.Bool("attributes"), Joins: t.Strings("joins"),
		Parallel: t.Bool("parallel"), ParallelOptions: t.Strings("parallel-options"), SerialOptions: t.Strings("serial-options"),
		ErrorStatus: readStatuses(t, "error-status"), FailedStatus: t.Int("failed-status"), Several: t.String("several"),
		Output: t.String("output"), Schedule: t.Bool("schedule"), Parameter: t.String("parameter"), Appends: t.Bool("appends"), Source: t.String("source"), File: file, Line: t.Line(""),
	}
	e.Script, e.Entrypoint, e.Binds, e.Folder = readPlace(t, "script"), readPlace(t, "entrypoint"), readPlace(t, "binds"), readPlace(t, "folder")
	e.Login, e.User = t.Strings("login"), readPlace(t, "user")
	if e.Parameter != "" && e.TextOption == "" {
		t.FailKey("parameter", `"parameter" is looked for in the value of "text-option"; add that`)
	}
	switch e.Output {
	case "", "prefixed", "headed":
	default:
		t.Fail("output", `unknown "output" %q; write "prefixed" or "headed"`, e.Output)
	}
	if e.FailedStatus < 0 || e.FailedStatus > 255 {
		t.Fail("failed-status", "%d is not an exit status", e.FailedStatus)
	}
	if e.Several != "" && !t.Has("host") {
		t.Fail("several", `"several" says how the machines of "host" are told apart; add "host"`)
	}
	e.Host = readPlace(t, "host")
	e.Selector, e.Wide, e.Whole = readSelector(t)
	e.Single = readPlace(t, "single")
	if (len(e.Wide) > 0 || e.Attributes) && e.Selector == "" && e.Host == "" {
		t.FailKey(firstKey(t, "wide", "empty-is-all", "attributes"), `"wide", "empty-is-all" and "attributes" need a selector or a host to look at; add selector = 1 or "option:--name"`)
	}
	if !e.Parallel {
		for _, key := range []string{"parallel-options", "serial-options", "single"} {
			if !t.Has(key) {
				continue
			}
			t.FailKey(key, `%q has no meaning without "parallel"; add parallel = true`, key)
		}
	}
	if e.Operands < 0 {
		t.Fail("operands", `"operands" counts the operands before the wrapped command, so it cannot be %d`, e.Operands)
	}
	// ssh HOST command: where the host is an operand it stands before the command.
	if n, err := strconv.Atoi(e.Host); err == nil && n > 0 {
		e.Operands = max(e.Operands, n)
	}
	e.Meanings = readMeanings(t, nil)
	t.Done()
	return e
}

// readSelector reads where a call says how much it acts on, and which texts select everything.
func readSelector(t *strict.Table) (selector string, wide []string, whole string) {
	selector, wide, whole = readPlace(t, "selector"), t.Strings("wide"), t.String("whole")
	for _, p := range wide {
		checkPattern(t, "wide", strings.TrimPrefix(p, "!"))
	}
	if t.Bool("empty-is-all") {
		wide = append(wide, "")
	}
	if whole != "" && len(wide) == 0 {
		t.FailKey("whole", `"whole" has no meaning without "wide" or "empty-is-all"; list the texts that select everything in "wide"`)
	}
	return selector, wide, whole
}

func firstKey(t *strict.Table, keys ...string) string {
	for _, k := range keys {
		if t.Has(k) {
			return k
		}
	}
	return ""
}

func readCommand(t *strict.Table) string {
	if !t.Has("command") {
		t.Fail("", `the entry has no "command"; add the name of the command it is about`)
		return ""
	}
	command := t.String("command")
	fields := strings.Fields(command)
	if _, ok := t.Value("command").(string); ok && len(fields) == 0 {
		t.Fail("command", `"command" is empty; write the name of a command`)
		return ""
	}
	for i, word := range fields {
		if word == "|" || strings.HasPrefix(word, "|") || strings.HasSuffix(word, "|") || strings.Contains(word, "||") {
			t.Fail("command", `%q has an empty alternative; write alternatives as "a|b" without blanks`, command)
		}
		if i == 0 && strings.Contains(word, "/") {
			t.Fail("command", `commands are found by name, not by path; write %q`, baseName(word))
		}
		if strings.HasPrefix(word, "-") {
			t.Fail("command", `%q is an option; move it to "options"`, word)
		}
		checkPattern(t, "command", word)
	}
	return command
}

func checkFunction(t *strict.Table, name string) {
	if _, ok := t.Value("function").(string); ok && (name == "" || strings.ContainsAny(name, " \t\n")) {
		t.Fail("function", `%q is not the name of a function; write one name`, name)
	}
}

// readTarget reads "target" and "target-kind". A target that is a kind means that the operands are of that kind.
func readTarget(t *strict.Table) (string, Kind) {
	target, kind := readPlace(t, "target"), Kind("")
	if slices.Contains(kinds, target) {
		target, kind = "all", Kind(target)
	}
	if t.Has("target-kind") {
		k := t.String("target-kind")
		switch {
		case k == "":
		case !slices.Contains(kinds, k):
			t.Fail("target-kind", "unknown kind of target %q%s; known are %s", k, strict.DidYouMean(k, kinds), strings.Join(kinds, ", "))
		case target == "":
			t.FailKey("target-kind", `"target-kind" has no meaning without "target"`)
		default:
			kind = Kind(k)
		}
	}
	if target != "" && kind == "" {
		kind = KindAny
	}
	return target, kind
}

var kinds = []string{string(KindAny), string(KindHost), string(KindDevice), string(KindPath), string(KindService), string(KindDatabase), string(KindResource)}

// readPlace reads where an operand stands: a number, or a text such as "option:--host", "dd:of", "all", "1".
func readPlace(t *strict.Table, key string) string {
	if !t.Has(key) {
		return ""
	}
	switch v := t.Value(key).(type) {
	case int64:
		if v == 0 || v > 1000 || v < -1000 {
			t.Fail(key, "%q has no operand %d; operands count from 1, the last one is -1", key, v)
			return ""
		}
		return strconv.FormatInt(v, 10)
	case string:
		for part := range strings.FieldsSeq(v) {
			if !validPlace(key, part) {
				t.Fail(key, `unknown place %q in %q; write a number, "all", "option:--name", "flag:--name", "lead:1", "dd:key"%s`, part, key, kindHint(key))
				return ""
			}
		}
		if strings.TrimSpace(v) == "" {
			t.Fail(key, "%q is empty; take it out where there is none", key)
		}
		return v
	default:
		t.Fail(key, "%q must be a number or a string, not %s", key, strict.TypeName(v))
		return ""
	}
}

func kindHint(key string) string {
	if key == "host" {
		return ""
	}
	return " or a kind: " + strings.Join(kinds, ", ")
}

func validPlace(key, part string) bool {
	if n, err := strconv.Atoi(part); err == nil {
		return n != 0
	}
	names, ok := strings.CutPrefix(part, "option:")
	if !ok {
		names, ok = strings.CutPrefix(part, "flag:")
	}
	if ok {
		for name := range strings.SplitSeq(strings.TrimSuffix(names, "..."), ",") {
			if len(name) < 2 || name[0] != '-' && name[0] != '+' {
				return false
			}
		}
		return true
	}
	if name, ok := strings.CutPrefix(part, "dd:"); ok {
		return name != ""
	}
	if setting, ok := strings.CutPrefix(part, "setting:"); ok {
		option, name, found := strings.Cut(setting, ",")
		return found && name != "" && len(option) > 1 && option[0] == '-'
	}
	if rest, ok := strings.CutPrefix(part, "remote:"); ok {
		return validPlace(key, rest)
	}
	if n, ok := strings.CutPrefix(part, "lead:"); ok {
		i, err := strconv.Atoi(n)
		return err == nil && i != 0
	}
	return part == "connection" && key == "host" || part == "all" || part == "start" || part == "sources" || key != "host" && slices.Contains(kinds, part)
}

func readStatuses(t *strict.Table, key string) []int {
	list := t.Ints(key)
	for i, n := range list {
		if n < 0 || n > 255 {
			t.Fail(key, "%d is not an exit status; they are 0 to 255", n)
		}
		if slices.Contains(list[:i], n) {
			t.Fail(key, "%d stands in %q twice; take one out", n, key)
		}
	}
	return list
}

// readMeanings reads what statuses say: meaning = ["3: a fatal error"]. Those that say idle or active have their meaning.
func readMeanings(t *strict.Table, known []int) []Meaning {
	const key = "meaning"
	var out []Meaning
	for _, line := range t.Strings(key) {
		status, text, found := strings.Cut(line, ":")
		n, err := strconv.Atoi(strings.TrimSpace(status))
		text = strings.TrimSpace(text)
		switch {
		case !found || err != nil || text == "":
			t.Fail(key, `%q must be a status, a colon and what it says; write it as "3: a fatal error"`, line)
		case n < 0 || n > 255:
			t.Fail(key, "%d is not an exit status; they are 0 to 255", n)
		case slices.Contains(known, n):
			t.Fail(key, "%d means idle or active; take it out of one of the lists", n)
		case slices.ContainsFunc(out, func(m Meaning) bool { return m.Status == n }):
			t.Fail(key, "%d stands in %q twice; take one out", n, key)
		default:
			out = append(out, Meaning{n, text})
		}
	}
	return out
}

func checkOverlap(t *strict.Table, e *Guard) {
	lists := []struct {
		key  string
		list []int
	}{{"idle-status", e.IdleStatus}, {"active-status", e.ActiveStatus}, {"ambiguous-status", e.AmbiguousStatus}}
	for i, a := range lists {
		for _, b := range lists[i+1:] {
			for _, n := range b.list {
				if slices.Contains(a.list, n) {
					t.Fail(b.key, "%d stands in %q and in %q; a status means one of them", n, a.key, b.key)
				}
			}
		}
	}
}

func readIdleOutput(t *strict.Table, e *Guard) {
	if !t.Has("idle-output") {
		return
	}
	switch v := t.Value("idle-output").(type) {
	case string:
		if v == "zero" || v == "empty" {
			e.IdleOutput = v
			return
		}
		t.Fail("idle-output", `unknown idle-output %q%s; it is "zero", "empty" or a list of words`, v, strict.DidYouMean(v, []string{"zero", "empty"}))
	case []any:
		e.IdleOutput, e.IdleWords = "words", t.Strings("idle-output")
		if len(v) == 0 {
			t.Fail("idle-output", `"idle-output" is an empty list; write "empty" if an empty output means idle`)
		}
	default:
		t.Fail("idle-output", `"idle-output" must be "zero", "empty" or a list of words, not %s`, strict.TypeName(v))
	}
}
