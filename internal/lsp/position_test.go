package lsp

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/wipelint/wipelint/internal/driver"
	_ "github.com/wipelint/wipelint/internal/lawseed"
)

var encodings = []encoding{utf8Units, utf16Units, utf32Units}

func TestChooseEncoding(t *testing.T) {
	for _, tt := range []struct {
		offered []encoding
		want    encoding
	}{
		{nil, utf16Units},
		{[]encoding{"utf-7"}, utf16Units},
		{[]encoding{utf32Units, utf16Units}, utf32Units},
		{[]encoding{utf16Units, utf8Units}, utf8Units},
	} {
		if got := chooseEncoding(tt.offered); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.offered, got, tt.want)
		}
	}
}

func TestPositions(t *testing.T) {
	txt := newText([]byte("a😀é\r\nx\ry\n\nlast"))
	for _, tt := range []struct {
		e         encoding
		line, chr uint32
		offset    int
		back      position // where it differs
	}{
		{utf16Units, 0, 3, 5, position{}},
		{utf16Units, 0, 2, 1, position{0, 1}}, // inside of a surrogate pair
		{utf8Units, 0, 5, 5, position{}},
		{utf8Units, 0, 3, 1, position{0, 1}},
		{utf32Units, 0, 2, 5, position{}},
		{utf16Units, 0, 4, 7, position{}},
		{utf16Units, 0, 99, 7, position{0, 4}},
		{utf16Units, 1, 0, 9, position{}},
		{utf16Units, 1, 5, 10, position{1, 1}},
		{utf16Units, 2, 0, 11, position{}}, // behind a lone \r
		{utf16Units, 3, 0, 13, position{}},
		{utf16Units, 4, 4, 18, position{}},
		{utf16Units, 4, 4294967295, 18, position{4, 4}},
		{utf16Units, 4294967295, 0, 18, position{4, 4}},
	} {
		p := position{tt.line, tt.chr}
		if got := txt.offset(p, tt.e); got != tt.offset {
			t.Errorf("%s %v: offset %d, want %d", tt.e, p, got, tt.offset)
		}
		want := p
		if tt.back != (position{}) {
			want = tt.back
		}
		if got := txt.position(tt.offset, tt.e); got != want {
			t.Errorf("%s offset %d: %v, want %v", tt.e, tt.offset, got, want)
		}
	}
	// The driver's line 2 holds the protocol's 1 and 2.
	if got := txt.place(driver.Place{Line: 2, Column: 3, EndLine: 2, EndColumn: 4}, utf16Units); got != (textRange{position{2, 0}, position{2, 1}}) {
		t.Errorf("a place behind a lone carriage return: %v", got)
	}
	if got := txt.place(driver.Place{}, utf16Units); got != (textRange{position{0, 0}, position{0, 4}}) {
		t.Errorf("a file as a whole: %v", got)
	}
	if got := newText(nil).place(driver.Place{Line: 9, Column: 9, EndLine: 9, EndColumn: 12}, utf8Units); got != (textRange{}) {
		t.Errorf("a place outside of an empty text: %v", got)
	}
}

// A model is a document as a client holds it: the runes of the text. Its positions are worked out the slow way.
type model []rune

func (m model) text() string { return string(m) }

// position gives the position in front of rune n.
func (m model) position(n int, e encoding) position {
	var p position
	for i := 0; i < n; i++ {
		r := m[i]
		if r == '\n' || r == '\r' && (i+1 == len(m) || m[i+1] != '\n') {
			p.Line++
			p.Character = 0
			continue
		}
		switch e {
		case utf8Units:
			p.Character += uint32(utf8.RuneLen(r))
		case utf16Units:
			p.Character += uint32(utf16.RuneLen(r))
		default:
			p.Character++
		}
	}
	return p
}

// runes are those that positions have to be right about.
var runes = []rune{'a', 'b', ' ', '\t', '\n', '\n', '\r', 'é', '世', '😀', '\u0301', '\ufeff', '\ufffd', '"', '\u2028'}

// TestSync applies random edits one by one, and compares the text with the client's after each: in every encoding the
// incremental way comes to what sending the whole text does.
func TestSync(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := rapid.SampledFrom(encodings).Draw(t, "encoding")
		m := model(rapid.SliceOfN(rapid.SampledFrom(runes), 0, 40).Draw(t, "text"))
		txt := newText([]byte(m.text()))
		for range rapid.IntRange(1, 20).Draw(t, "edits") {
			from := rapid.IntRange(0, len(m)).Draw(t, "from")
			to := rapid.IntRange(from, len(m)).Draw(t, "to")
			// Between \r and \n there is no position.
			for _, at := range []*int{&from, &to} {
				if *at > 0 && *at < len(m) && m[*at-1] == '\r' && m[*at] == '\n' {
					*at--
				}
			}
			insert := rapid.SliceOfN(rapid.SampledFrom(runes), 0, 10).Draw(t, "insert")
			change := contentChange{Range: &textRange{m.position(from, e), m.position(to, e)}, Text: string(insert)}
			next, err := txt.change(change, e)
			if err != nil {
				t.Fatal(err)
			}
			after := append(append(append(model{}, m[:from]...), insert...), m[to:]...)
			full, err := txt.change(contentChange{Text: after.text()}, e)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(next.src, full.src) {
				t.Fatalf("%s: %+v of %q gives %q, want %q", e, change, m.text(), next.src, full.src)
			}
			for n := range len(after) + 1 {
				if n > 0 && n < len(after) && after[n-1] == '\r' && after[n] == '\n' {
					continue
				}
				offset := len(after[:n].text())
				if got, want := next.position(offset, e), after.position(n, e); got != want {
					t.Fatalf("%s: byte %d of %q is at %v, want %v", e, offset, next.src, got, want)
				}
				if got := next.offset(after.position(n, e), e); got != offset {
					t.Fatalf("%s: %v of %q is byte %d, want %d", e, after.position(n, e), next.src, got, offset)
				}
			}
			m, txt = after, next
		}
	})
}

// FuzzSync applies edits that a hostile client may send: any text, and positions that are nowhere.
func FuzzSync(f *testing.F) {
	f.Add("a\r\nb😀", "x", uint32(0), uint32(1), uint32(1), uint32(2))
	f.Add("\xff\xfe\r", "\n", uint32(1), uint32(0), uint32(0), uint32(9))
	f.Add("", "", uint32(1<<31), uint32(1<<31), uint32(1<<32-1), uint32(1<<32-1))
	f.Fuzz(func(t *testing.T, text, insert string, l1, c1, l2, c2 uint32) {
		for _, e := range encodings {
			txt := newText([]byte(text))
			r := textRange{position{l1, c1}, position{l2, c2}}
			next, err := txt.change(contentChange{Range: &r, Text: insert}, e)
			if err != nil {
				if r.Start.before(r.End) {
					t.Errorf("%s: a range in the right order is refused: %v", e, err)
				}
				continue
			}
			if !strings.Contains(string(next.src), insert) || len(next.src) > len(text)+len(insert) {
				t.Errorf("%s: %q", e, next.src)
			}
			for _, p := range []position{r.Start, r.End} {
				offset := next.offset(p, e)
				if offset < 0 || offset > len(next.src) {
					t.Errorf("%s: offset %d of %d", e, offset, len(next.src))
				}
				if back := next.offset(next.position(offset, e), e); back != offset {
					t.Errorf("%s: byte %d of %q comes back as %d", e, offset, next.src, back)
				}
			}
		}
	})
}

func TestURIs(t *testing.T) {
	for _, tt := range []struct{ uri, path, back string }{
		{"file:///a/b.sh", "/a/b.sh", ""},
		{"file:///a%20b/%C3%A9%25.sh", "/a b/é%.sh", ""},
		{"file:///a/%FF%0A-x", "/a/\xff\n-x", ""},
		{"file:///a/../b.sh", "/b.sh", "file:///b.sh"},
		{"file://localhost/b.sh", "/b.sh", "file:///b.sh"},
		{"untitled:Untitled-1", "/root/Untitled-1", "file:///root/Untitled-1"},
		{"vscode-notebook:/x/y", "/root/_x_y", "file:///root/_x_y"},
		{"a.sh", "", ""},
		{"file:relative", "", ""},
		{"file:///a%00b", "", ""},
		{"file://", "", ""},
		{":", "", ""},
		{"", "", ""},
	} {
		path, err := pathOf(tt.uri, "/root")
		if tt.path == "" {
			if err == nil {
				t.Errorf("%q is taken for %q", tt.uri, path)
			}
			continue
		}
		if err != nil || path != tt.path {
			t.Errorf("%q: %q, %v, want %q", tt.uri, path, err, tt.path)
		}
		back := tt.uri
		if tt.back != "" {
			back = tt.back
		}
		if got := uriOf(path); got != back {
			t.Errorf("%q: back comes %q, want %q", tt.uri, got, back)
		}
	}
}

func TestMarkdown(t *testing.T) {
	for text, want := range map[string]string{
		"rm -rf x":     "`rm -rf x`",
		"echo `x`":     "`` echo `x` ``",
		"``a``` b":     "```` ``a``` b ````",
		"a\x1b[31m\nb": "`a\\x1b[31m\\nb`",
		" a ":          "`  a  `",
		"":             "",
	} {
		if got := codeSpan(text); got != want {
			t.Errorf("codeSpan(%q) = %q, want %q", text, got, want)
		}
	}
	if got := prose("[x](http://e) <b> *a* `c` ![i](j)\x07"); got != "\\[x\\](http\\://e) \\<b\\> \\*a\\* \\`c\\` \\!\\[i\\](j)\\\\x07" {
		t.Errorf("prose: %q", got)
	}
}
