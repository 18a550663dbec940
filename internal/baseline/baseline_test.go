package baseline

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/catalog/strict"
)

func TestNew(t *testing.T) {
	a, b, c := Entry{"a.sh", "ignored", "x", "3"}, Entry{"a.sh", "unguarded", "x", "1"}, Entry{"b.sh", "ignored", "a", "2"}
	f := New([]Entry{c, b, a, b})
	if !slices.Equal(f.Findings, []Entry{a, b, c}) || f.Version != 1 {
		t.Errorf("got %+v", f)
	}
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Decode("f", text)
	if err != nil || !slices.Equal(back.Findings, f.Findings) {
		t.Errorf("got %+v, %v", back, err)
	}
	if empty := New(nil); empty.Findings == nil {
		t.Error("an empty list is null")
	}
}

func TestDecodeErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "f:1:1: this is no baseline: unexpected end of JSON input",
		"{}":                            `f:1:1: this is no baseline: it has no "version"`,
		"[]":                            `f:1:1: this is no baseline`,
		"{\n\"version\": 1,\n>>>>\n}":   "f:3:1: this is no baseline: invalid character '>'",
		`{"version": "1"}`:              `f:1:15: this is no baseline: "version" is not of the kind`,
		`{"version": 9}`:                "f:1:1: this is a baseline of version 9, and this program reads version 1",
		`{"version":1,"findings":[{}]}`: "f:1:1: finding 1 has no file or no fingerprint",
		`{"version":1,"findings":{}}`:   `f:1:25: this is no baseline: "findings" is not of the kind`,
	} {
		_, err := Decode("f", []byte(text))
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
		var fault *strict.Error
		if !errors.As(err, &fault) {
			t.Errorf("%s: %v has no position", text, err)
		}
	}
}

// FuzzDecode reads any text: it is refused at a place in it, or can be used.
func FuzzDecode(f *testing.F) {
	f.Add(`{"version":1,"findings":[{"file":"a","rule":"b","command":"c","fingerprint":"d"}]}`)
	f.Add("{\"version\":1,\n<<<<")
	f.Fuzz(func(t *testing.T, text string) {
		b, err := Decode("f", []byte(text))
		if err == nil {
			New(b.Findings)
			return
		}
		var fault *strict.Error
		if !errors.As(err, &fault) || fault.Line < 1 || fault.Line > 1+strings.Count(text, "\n") || fault.Column < 1 {
			t.Errorf("%v is at no place of %q", err, text)
		}
	})
}
