package effects

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"
)

// Decode is the text that a tool makes of another one, which stands on its input.
func Decode(name string, options []string, text string) (string, bool) {
	text = strings.Join(strings.Fields(text), "")
	var out []byte
	var err error
	switch {
	case name == "base64" && len(options) == 1 && slices.Contains([]string{"-d", "-D", "--decode", "-di", "-id"}, options[0]):
		out, err = base64.StdEncoding.DecodeString(text)
	case name == "xxd" && slices.Contains(options, "-r") && slices.Contains(options, "-p") && len(options) == 2 || name == "xxd" && slices.Equal(options, []string{"-rp"}):
		out, err = hex.DecodeString(text)
	default:
		return "", false
	}
	return string(out), err == nil && utf8.Valid(out) && !slices.Contains(out, 0)
}

// MayDecode are the texts that a word may stand for when a tool decodes it.
func MayDecode(word string) []string {
	if len(word) < 8 || strings.ContainsAny(word, " \t\n$/.-") && !strings.HasSuffix(word, "=") {
		return nil
	}
	var out []string
	for _, name := range [][]string{{"base64", "-d"}, {"xxd", "-rp"}} {
		if t, ok := Decode(name[0], name[1:], word); ok {
			out = append(out, t)
		}
	}
	return out
}
