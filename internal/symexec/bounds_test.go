package symexec_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/wipelint/wipelint/internal/difftest"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// Every bound has a default, so that a zero never means "nothing".
func TestBoundsHaveDefaults(t *testing.T) {
	b := reflect.ValueOf(effects.DefaultBounds())
	for i := range b.NumField() {
		if b.Field(i).Int() <= 0 {
			t.Errorf("%s has no default", b.Type().Field(i).Name)
		}
	}
}

// A run with small bounds follows fewer ways, and still comes to the command.
func TestSmallBounds(t *testing.T) {
	const text = "#!/bin/bash\nv1=a v2=a v3=a\ntest-1 && v1=b\ntest-2 && v2=b\ntest-3 && v3=b\n:\n:\n:\nmkfs.ext4 \"/dev/$v1$v2$v3\"\n"
	s := script.Parse("a.sh", []byte(text), script.Options{})
	run := func(b effects.Bounds) *symexec.Result {
		return symexec.RunWith(context.Background(), symexec.Input{Script: s, Catalog: difftest.Catalog(), Bounds: b})
	}
	all, one := run(effects.Bounds{}), run(effects.Bounds{States: 1, FactSets: 1, OpenRounds: 1, Items: 1})
	if one.Steps >= all.Steps {
		t.Errorf("%d steps with one state at a point, %d with the default", one.Steps, all.Steps)
	}
	if len(all.Sites) != 1 || len(one.Sites) != 1 || len(one.Sites[0].Hits) == 0 {
		t.Errorf("the command is reached in %d and %d sites", len(all.Sites), len(one.Sites))
	}
}
