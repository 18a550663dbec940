package difftest

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestSavedVariants runs the changes that once had another verdict, one for each cause. Those in open-variants still have.
func TestSavedVariants(t *testing.T) {
	t.Parallel()
	command, err := NewCommand()
	if err != nil {
		t.Fatal(err)
	}
	defer command.Close()
	box, err := NewSandbox()
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	for _, dir := range []string{"variants", "open-variants"} {
		files, err := filepath.Glob(filepath.Join(saved, dir, "*.txtar"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			t.Run(strings.TrimPrefix(file, saved+"/"), func(t *testing.T) {
				c, v := savedVariant(t, file)
				if err := box.Behave(c.Script, []Variant{v}, 20); err != nil {
					t.Fatalf("the variant does something else: %v", err)
				}
				found, err := command.Metamorphic(c, []Variant{v})
				if err != nil {
					t.Fatal(err)
				}
				switch open := dir != "variants"; {
				case open && len(found) == 0:
					t.Error("has the same verdict now: move it to the folder variants, so that it stays so")
				case open:
					t.Logf("%v before, %v after", found[0].Before, found[0].After) // known, and listed by its cause
				case len(found) > 0:
					t.Error(found[0])
				}
			})
		}
	}
}

// savedVariant reads a script, its variant and what that sources.
func savedVariant(t *testing.T, file string) (Case, Variant) {
	t.Helper()
	ar, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var c Case
	v := Variant{Name: "variant", Script: Script{Files: map[string]string{}}}
	for _, f := range ar.Files {
		switch f.Name {
		case "script":
			c = Saved(string(f.Data))
		case "variant":
			v.Text = string(f.Data)
		default:
			v.Files[f.Name] = string(f.Data)
		}
	}
	v.Shell = c.Shell
	return c, v
}
