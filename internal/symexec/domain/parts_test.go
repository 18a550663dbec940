package domain

import (
	"reflect"
	"strings"
	"testing"
)

// Every field of a state is in the table, and every part says what it is to identity, or why it is nothing.
func TestPartsAreAllOfState(t *testing.T) {
	in := map[string]bool{}
	for _, p := range Parts {
		for f := range strings.FieldsSeq(p.Name) {
			in[strings.ToLower(f)] = true
		}
		if (p.write == nil) != (p.equal == nil) || (p.write == nil) != (p.why != "") {
			t.Errorf("%s: identity has to write it and compare it, or there is a reason not to", p.Name)
		}
		if p.join == nil || p.Covers == nil {
			t.Errorf("%s: no join, or no order", p.Name)
		}
		if p.rename != nil && p.values == nil {
			t.Errorf("%s: symbols are renamed in it, and nobody sees them", p.Name)
		}
	}
	s := reflect.TypeFor[State]()
	for i := range s.NumField() {
		name := strings.ToLower(s.Field(i).Name)
		if !in[name] {
			t.Errorf("state.%s is in no part", name)
		}
		delete(in, name)
	}
	for name := range in {
		t.Errorf("the table has %s, which a state has not", name)
	}
}
