// Package strict reads TOML so that every key must be known and every fault has its position.
package strict

import (
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
)

// A Document is a TOML file that is being read; its faults are collected until Err.
type Document struct {
	name   string
	text   string
	places map[string]place
	errs   Errors
	root   *Table
}

// Parse reads the syntax of a TOML text. The error is of type Errors.
func Parse(name string, data []byte) (*Document, error) {
	d := &Document{name: name, text: string(data)}
	if at := tooDeep(d.text); at >= 0 {
		d.fail(at, "this is nested more than %d deep; write it flatter", maxDepth)
		return nil, d.errs
	}
	values := map[string]any{}
	if _, err := toml.Decode(d.text, &values); err != nil {
		offset, message := 0, err.Error()
		var parse toml.ParseError
		if errors.As(err, &parse) {
			offset = min(max(parse.Position.Start, 0), len(d.text))
			if parse.Message != "" {
				message = parse.Message
			}
		}
		d.fail(offset, "%s", strings.TrimPrefix(message, "toml: "))
		return nil, d.errs
	}
	d.places = scan(d.text)
	d.root = &Table{doc: d, values: values, asked: map[string]bool{}}
	return d, nil
}

// Name returns the file's name as given to Parse.
func (d *Document) Name() string { return d.name }

// Root returns the top level of the file.
func (d *Document) Root() *Table { return d.root }

// Err returns all the faults found, nil if there are none; its type is Errors.
func (d *Document) Err() error {
	if len(d.errs) == 0 {
		return nil
	}
	sort.SliceStable(d.errs, func(i, j int) bool {
		a, b := d.errs[i], d.errs[j]
		return a.Line < b.Line || a.Line == b.Line && a.Column < b.Column
	})
	return d.errs
}

// fail records a fault at an offset of the text.
func (d *Document) fail(offset int, format string, args ...any) {
	if len(d.errs) >= maxFaults {
		return
	}
	before := d.text[:offset]
	d.errs = append(d.errs, &Error{
		File:    d.name,
		Line:    1 + strings.Count(before, "\n"),
		Column:  offset - strings.LastIndexByte(before, '\n'),
		Message: fmt.Sprintf(format, args...),
	})
}

// find returns where a path stands, or the nearest enclosing one that has a place.
func (d *Document) find(path string) place {
	for path != "" {
		if p, ok := d.places[path]; ok {
			return p
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return place{}
}

// A Table is a table of a document. Each accessor makes its key known; Done reports the keys that nobody asked for.
type Table struct {
	doc    *Document
	path   string
	values map[string]any
	asked  map[string]bool
}

func (t *Table) sub(key string) string {
	if t.path == "" {
		return key
	}
	return t.path + "." + key
}

// Has tells whether the key is there, and makes it known.
func (t *Table) Has(key string) bool {
	_, ok := t.get(key)
	return ok
}

func (t *Table) get(key string) (any, bool) {
	t.asked[key] = true
	v, ok := t.values[key]
	return v, ok
}

// Fail records a fault of a key's value; with an empty key of the table itself.
func (t *Table) Fail(key, format string, args ...any) {
	if key == "" {
		t.doc.fail(t.doc.find(t.path).key, format, args...)
		return
	}
	t.doc.fail(t.doc.find(t.sub(key)).value, format, args...)
}

// FailKey records a fault of a key itself.
func (t *Table) FailKey(key, format string, args ...any) {
	t.doc.fail(t.doc.find(t.sub(key)).key, format, args...)
}

// Line returns the line of a key, counted from 1; with an empty key that of the table itself.
func (t *Table) Line(key string) int {
	path := t.path
	if key != "" {
		path = t.sub(key)
	}
	return 1 + strings.Count(t.doc.text[:t.doc.find(path).key], "\n")
}

// Text is all that the table holds, the same for the same values in any order.
func (t *Table) Text() string { return fmt.Sprint(t.values) }

// Value returns a value as it is: string, int64, float64, bool, []any, map[string]any or a date; nil when missing.
func (t *Table) Value(key string) any {
	v, _ := t.get(key)
	return v
}

// String returns a string, "" when missing.
func (t *Table) String(key string) string {
	v, ok := t.get(key)
	if !ok {
		return ""
	}
	s, ok := v.(string)
	if !ok {
		t.Fail(key, "%q must be a string, not %s; write it in quotes", key, TypeName(v))
	}
	return s
}

// Bool returns a boolean, false when missing.
func (t *Table) Bool(key string) bool {
	v, ok := t.get(key)
	if !ok {
		return false
	}
	b, ok := v.(bool)
	if !ok {
		t.Fail(key, "%q must be true or false, not %s", key, TypeName(v))
	}
	return b
}

// Int returns a whole number, 0 when missing.
func (t *Table) Int(key string) int {
	v, ok := t.get(key)
	if !ok {
		return 0
	}
	n, ok := v.(int64)
	if !ok {
		t.Fail(key, "%q must be a whole number, not %s", key, TypeName(v))
	}
	return int(n)
}

// Strings returns a list of strings, nil when missing.
func (t *Table) Strings(key string) []string {
	v, ok := t.get(key)
	if !ok {
		return nil
	}
	list, ok := v.([]any)
	if !ok {
		t.Fail(key, `%q must be a list of strings, not %s; write it as ["…"]`, key, TypeName(v))
		return nil
	}
	out := make([]string, 0, len(list))
	for _, e := range list {
		s, ok := e.(string)
		if !ok {
			t.Fail(key, "%q must be a list of strings, but has %s in it", key, TypeName(e))
			return nil
		}
		if s == "" {
			t.Fail(key, "%q has an empty string in it; take it out", key)
			return nil
		}
		out = append(out, s)
	}
	return out
}

// Ints returns a list of whole numbers, nil when missing.
func (t *Table) Ints(key string) []int {
	v, ok := t.get(key)
	if !ok {
		return nil
	}
	list, ok := v.([]any)
	if !ok {
		t.Fail(key, "%q must be a list of whole numbers, not %s; write it as [0, 1]", key, TypeName(v))
		return nil
	}
	out := make([]int, 0, len(list))
	for _, e := range list {
		n, ok := e.(int64)
		if !ok {
			t.Fail(key, "%q must be a list of whole numbers, but has %s in it", key, TypeName(e))
			return nil
		}
		out = append(out, int(n))
	}
	return out
}

// Table returns a sub-table, nil when missing.
func (t *Table) Table(key string) *Table {
	v, ok := t.get(key)
	if !ok {
		return nil
	}
	m, ok := v.(map[string]any)
	if !ok {
		t.FailKey(key, "%q must be a table, not %s; write it as [%s]", key, TypeName(v), t.sub(key))
		return nil
	}
	return &Table{doc: t.doc, path: t.sub(key), values: m, asked: map[string]bool{}}
}

// Tables returns the elements of an array of tables, nil when missing.
func (t *Table) Tables(key string) []*Table {
	v, ok := t.get(key)
	if !ok {
		return nil
	}
	var maps []map[string]any
	switch v := v.(type) {
	case []map[string]any:
		maps = v
	case []any:
		for _, e := range v {
			m, ok := e.(map[string]any)
			if !ok {
				t.FailKey(key, "%q must be a list of tables, but has %s in it; write each as [[%s]]", key, TypeName(e), t.sub(key))
				return nil
			}
			maps = append(maps, m)
		}
	default:
		t.FailKey(key, "%q must be a list of tables, not %s; write each as [[%s]]", key, TypeName(v), t.sub(key))
		return nil
	}
	out := make([]*Table, len(maps))
	for i, m := range maps {
		out[i] = &Table{doc: t.doc, path: t.sub(key) + "[" + strconv.Itoa(i) + "]", values: m, asked: map[string]bool{}}
	}
	return out
}

// Keys returns the table's keys, sorted, and makes them known.
func (t *Table) Keys() []string {
	keys := make([]string, 0, len(t.values))
	for k := range t.values {
		t.asked[k] = true
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// Done records a fault for each key that no accessor has asked for.
func (t *Table) Done() {
	known := make([]string, 0, len(t.asked))
	for k := range t.asked {
		known = append(known, k)
	}
	for k := range t.values {
		if !t.asked[k] {
			t.doc.fail(t.doc.find(t.sub(k)).key, "unknown key %q%s", k, remedy(k, known))
		}
	}
}

func remedy(key string, known []string) string {
	if hint := DidYouMean(key, known); hint != "" {
		return hint
	}
	return ", take it out"
}

// TypeName names a value's type for messages: "a number".
func TypeName(v any) string {
	switch v := v.(type) {
	case string:
		return "a string"
	case int64:
		return "a number"
	case float64:
		return "a number with a fraction"
	case bool:
		return "a boolean"
	case []any, []map[string]any:
		return "a list"
	case map[string]any:
		return "a table"
	default:
		return fmt.Sprintf("a date (%v)", v)
	}
}
