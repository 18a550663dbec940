package schemas_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/config"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/report"
	"github.com/wipelint/wipelint/schemas"
)

// compiled is a schema; a closed one allows no field that it does not have.
func compiled(t *testing.T, name string, closed bool) *jsonschema.Schema {
	t.Helper()
	text, err := schemas.FS.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if closed {
		closeObjects(value)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(name, value); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func closeObjects(value any) {
	switch v := value.(type) {
	case map[string]any:
		for _, below := range v {
			closeObjects(below)
		}
		if _, has := v["properties"]; has && v["type"] == "object" {
			v["additionalProperties"] = false
		}
	case []any:
		for _, below := range v {
			closeObjects(below)
		}
	}
}

// valid compares a value, as JSON has it, with a schema.
func valid(t *testing.T, schema *jsonschema.Schema, text []byte) error {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}

func tomlAsJSON(t *testing.T, text string) []byte {
	t.Helper()
	values := map[string]any{}
	if _, err := toml.Decode(text, &values); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestConfig holds the schema against the built-in catalogue, which has each key that there is, and against the reader.
func TestConfig(t *testing.T) {
	schema := compiled(t, "config.json", false)
	files, err := filepath.Glob("../rules/*.toml")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := valid(t, schema, tomlAsJSON(t, string(text))); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	for _, text := range []string{
		"extend = \"../shared\"\nexclude = [\"vendor/\"]\nbaseline = \"x.json\"\n[severity]\nbypass = \"error\"\n[wipelint]\nsh = \"dash\"\n",
		"extend = [\"a\", \"b\"]\n[[override]]\npaths = [\"lab/\"]\nseverity = { WL1001 = \"note\" }\n[[guard]]\nfunction = \"f\"\nidle-output = [\"idle\"]\n",
	} {
		if err := valid(t, schema, tomlAsJSON(t, text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestConfigFaults: what the reader refuses for its form, the schema refuses.
func TestConfigFaults(t *testing.T) {
	schema := compiled(t, "config.json", false)
	for _, text := range []string{
		"exclud = []\n", "baseline = 1\n", "extend = 1\n", "[severity]\nbypass = \"bad\"\n", "[[guard]]\nidle-status = [0]\n", "[[guard]]\ncommand = \"a\"\nfunction = \"b\"\nidle-status = [0]\n",
		"[[guard]]\ncommand = \"a\"\nidle-status = [256]\n", "[[guard]]\ncommand = \"a\"\nidle-status = [0]\nasks = \"what\"\n", "[[destructive]]\ntarget = 1\n",
		"[[destructive]]\ncommand = \"a\"\ntarget = 1\ntarget-kind = \"disk\"\n", "[[override]]\npaths = [\"a\"]\n", "[wipelint]\nsh = \"zsh\"\n", "[[guard]]\ncommand = \"a\"\nidle-stats = [0]\n",
	} {
		if _, err := config.Decode("f", []byte(text), config.KnownOf(analyzers.All())); err == nil {
			t.Errorf("the reader takes %q", text)
		}
		if err := valid(t, schema, tomlAsJSON(t, text)); err == nil {
			t.Errorf("the schema takes %q", text)
		}
	}
}

// TestConfigKeys: each key of the schema is one that the reader knows.
func TestConfigKeys(t *testing.T) {
	text, err := schemas.FS.ReadFile("config.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties map[string]struct {
			Items struct {
				Properties map[string]struct{ Type any }
			}
		}
	}
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"guard", "destructive", "wrapper", "creation", "place", "places", "override"} {
		keys := schema.Properties[kind].Items.Properties
		if len(keys) == 0 {
			t.Errorf("[[%s]] has no keys", kind)
		}
		for key := range keys {
			_, err := config.Decode("f", fmt.Appendf(nil, "[[%s]]\n%s = 1\n", kind, key), nil)
			if err != nil && strings.Contains(err.Error(), "unknown key") {
				t.Errorf("[[%s]] has no key %q: %v", kind, key, err)
			}
		}
	}
}

// TestResults holds the schema against what real runs print, in which no field may be that the schema does not tell of.
func TestResults(t *testing.T) {
	open, closed := compiled(t, "results.json", false), compiled(t, "results.json", true)
	results, err := driver.Run(t.Context(), driver.Config{
		Paths: []string{"../testdata/incidents", "../testdata/disks", "../testdata/databases", "no-such-file"}, Rules: analyzers.Strict(), Fixes: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := report.JSON(&b, results); err != nil {
		t.Fatal(err)
	}
	if err := valid(t, closed, b.Bytes()); err != nil {
		t.Errorf("tell of new fields in schemas/results.json: %v", err)
	}
	for _, change := range [][2]string{{`"version": 1`, `"version": 2`}, {`"verdict": "flawed"`, `"verdict": "so so"`}, {`"severity": "error"`, `"severity": 7`}} {
		text := strings.Replace(b.String(), change[0], change[1], 1)
		if text == b.String() {
			t.Fatalf("no %s", change[0])
		}
		if valid(t, open, []byte(text)) == nil {
			t.Errorf("%s is valid", change[1])
		}
	}
	added := strings.Replace(b.String(), `"version": 1`, `"version": 1, "later": true`, 1)
	if err := valid(t, open, []byte(added)); err != nil {
		t.Errorf("a field that comes later is refused: %v", err)
	}
	if !slices.ContainsFunc(results.Findings, func(f *driver.Finding) bool { return len(f.Fixes) > 0 }) || len(results.Errors) == 0 {
		t.Error("the runs have no fix or no error, so their forms are not compared")
	}
}
