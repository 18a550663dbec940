package suppress

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/script"
)

// rules are some rules.
var rules = []*rule.Rule{
	rule.New("unguarded", "WL1001", rule.Error, "", nil), rule.New("failopen", "WL1005", rule.Error, "", nil),
	rule.New(RuleName, "WL9002", rule.Warning, "", nil),
}

func parsed(t *testing.T, text string) *script.Script {
	t.Helper()
	s := script.Parse("a.bash", []byte(text), script.Options{})
	if s.Err != nil {
		t.Fatalf("%v in:\n%s", s.Err, text)
	}
	return s
}

// at gives the position of a part of a script.
func at(s *script.Script, part string) (p Position) {
	i := strings.Index(string(s.Source), part)
	if i < 0 {
		panic("no " + part)
	}
	p.Line, p.Column = s.Position(i)
	return p
}

// TestCovers has scripts in which "yes" commands are covered by the one comment, written as "# DIS", and "no" ones are not.
func TestCovers(t *testing.T) {
	for name, text := range map[string]string{
		"end of line":             "no1\nyes1 x # DIS\nno2\n",
		"list on a line":          "yes1; yes2 && yes3 | yes4 # DIS\nno1\n",
		"above":                   "no1\n# DIS\nyes1 && yes2\nno2\n",
		"above several lines":     "# DIS\nyes1 \\\n  --all \\\n  \"$(yes2)\"\nno1\n",
		"above with more":         "# DIS\n# more\n\n\n# and more\nyes1\nno1\n",
		"above a compound":        "# DIS\nif no_x; then\n  yes1\nfi\nno1\n",
		"above a function":        "# DIS\nf() {\n  yes1\n}\nno1\n",
		"within a compound":       "if no1; then\n  # DIS\n  yes1\n  no2\nfi\n",
		"behind then":             "if yes1; then # DIS\n  no1\nfi\n",
		"behind done":             "while no1; do\n  no2\ndone < /dev/yes1 # DIS\nno3\n",
		"behind a long one":       "yes1 \\\n  a \\\n  b # DIS\nno1\n",
		"text of another shell":   "sh -c '\n  yes1\n  # no comment\n' # DIS\nno1\n",
		"here-document":           "ssh h <<E # DIS\nyes1\nE\nno1\n",
		"above a here-document":   "# DIS\nssh h <<E\nyes1\nE\nno1\n",
		"in a substitution":       "x=$(no1\n  yes1 # DIS\n  no2\n)\nno3\n",
		"first in a substitution": "no1 \"$(yes1 # DIS\n  no2)\" no3\n",
		"behind a substitution":   "x=$(\n  yes1\n) # DIS\nno1\n",
		"behind an operator":      "no1 &&\n  # DIS\n  yes1\nno2\n",
		"in a case":               "case x in\n# DIS\na) yes1 ;;\nb) no1 ;;\nesac\n",
		"a case's line":           "case x in\na) yes1 ;; # DIS\nb) no1 ;;\nesac\n",
		"file":                    "#!/bin/bash\n# licence\n\n# FILE\n\nyes1\nf() {\n  yes2\n}\n",
		"negated":                 "# DIS\n! yes1\nno1\n",
		"timed":                   "# DIS\ntime yes1\nno1\n",
		"last without newline":    "no1\nyes1 # DIS",
		"blanks":                  "no1\nyes1 \t#   DIS  \nno2\n",
		"CRLF":                    "no1\r\n# DIS\r\nyes1\r\nno2\r\n",
		"byte order mark":         "\ufeff# DIS\nyes1\nno1\n",
		"multibyte":               "no1 'é日'\nyes1 'é日' # DIS\nno2\n",
		"a string":                "no1 '\n# wipelint:disable=unguarded reason=\"x\"\n'\n# DIS\nyes1\n",
		"a here-document's text":  "cat <<E\n# wipelint:disable=unguarded reason=\"x\"\nE\nno1\n# DIS\nyes1\n",
	} {
		t.Run(name, func(t *testing.T) {
			text = strings.NewReplacer("DIS", `wipelint:disable=unguarded reason="é"`, "FILE", `wipelint:disable-file=unguarded reason="x"`).Replace(text)
			s := parsed(t, text)
			list := Read(s, rules)
			if len(list) != 1 || len(list[0].Faults) > 0 {
				t.Fatalf("got %+v", list)
			}
			found := 0
			for word, want := range map[string]bool{"yes": true, "no": false} {
				for i := 1; i < 5; i++ {
					part := fmt.Sprint(word, i)
					if strings.Contains(text, part) {
						found++
						if got := list[0].CoversPosition(at(s, part)); got != want {
							t.Errorf("%s: got %t in\n%s", part, got, text)
						}
					}
				}
			}
			if found == 0 {
				t.Error("nothing was looked at")
			}
		})
	}
}

func TestPlaces(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"at the end":        {"x\n# DIS\n", "no command follows this comment, so it suppresses nothing"},
		"before fi":         {"if x; then\n  x\n  # DIS\nfi\ny\n", "no command follows this comment, so it suppresses nothing"},
		"before else":       {"if x; then\n  x\n  # DIS\nelse\n  y\nfi\n", "no command follows this comment, so it suppresses nothing"},
		"before a brace":    {"f() {\n  x\n  # DIS\n}\ny\n", "no command follows this comment, so it suppresses nothing"},
		"in an array":       {"x=(\n  # DIS\n  a\n)\n", "no command follows this comment, so it suppresses nothing"},
		"no commands":       {"# DIS\n", "no command follows this comment, so it suppresses nothing"},
		"file, late":        {"x\n# FILE\ny\n", "a comment for the whole file stands behind its first command, so it suppresses nothing"},
		"file, late, in it": {"x # FILE\n", "a comment for the whole file stands behind its first command, so it suppresses nothing"},
		"file, no commands": {"# FILE\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := parsed(t, strings.NewReplacer("DIS", `wipelint:disable=unguarded reason="x"`, "FILE", `wipelint:disable-file=unguarded reason="x"`).Replace(tt.text))
			list := Read(s, rules)
			got := ""
			if len(list) == 1 && len(list[0].Faults) == 1 {
				got = list[0].Faults[0].Message
				if f := list[0].Faults[0]; f.At != list[0].At || f.Advice == "" {
					t.Errorf("fault %+v", f)
				}
			}
			if len(list) != 1 || got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestRead(t *testing.T) {
	for text, want := range map[string]string{
		`# wipelint:disable=failopen reason="a"`:                              `[failopen] "a"`,
		`#wipelint:disable=WL1005,unguarded reason='a "b" \'`:                 `[failopen unguarded] "a \"b\" \\"`,
		`# wipelint:disable=wl1005, unguarded until=2027-01-31 reason=old #x`: `[failopen unguarded] "old" 2027-01-31`,
		`# wipelint:disable=failopen reason="say \"no\" \\ \n" # more`:        `[failopen] "say \"no\" \\ \\n"`,
		`# wipelint:disable=failopen reason="a#b"`:                            `[failopen] "a#b"`,
		`# wipelint:disable-file=failopen reason="a" until="2027-02-28"`:      `file [failopen] "a" 2027-02-28`,

		`# wipelint:disable=failopen`:                             `it gives no reason, so it suppresses nothing`,
		`# wipelint:disable=failopen reason=""`:                   `it gives no reason, so it suppresses nothing`,
		`# wipelint:disable=failopen reason=" … "`:                `it gives no reason, so it suppresses nothing`,
		`# wipelint:disable=failopen reason="a`:                   `8:"a: the quote is not closed`,
		`# wipelint:disable=failopen reason="a" reason="b"`:       `reason: reason is given twice`,
		`# wipelint:disable=failopen reason=the old host`:         `old: "old" is neither reason=… nor until=…|host: "host" is neither reason=… nor until=…`,
		`# wipelint:disable=failopen reason=“the host”`:           `host”: "host”" is neither reason=… nor until=…`,
		`# wipelint:disable=failopen reason="a" until=soon`:       `soon: "soon" is no date, so this comment suppresses nothing`,
		`# wipelint:disable=failopen reason="a" until=2027-02-30`: `2027-02-30: "2027-02-30" is no date, so this comment suppresses nothing`,
		`# wipelint:disable=failopen reason="a" until=31.1.2027`:  `31.1.2027: "31.1.2027" is no date, so this comment suppresses nothing`,
		`# wipelint:disable=failopen reason="a" until=`:           `"" is no date, so this comment suppresses nothing`,
		`# wipelint:disable=failopen raeson="a"`:                  `raeson: unknown key "raeson"`,
		`# wipelint:disable=failopen = x`:                         `=: "=" is neither reason=… nor until=…|x: "x" is neither reason=… nor until=…`,
		`# wipelint:disable`:                                      `it names no rule, so it suppresses nothing`,
		`# wipelint:disable reason="a"`:                           `it names no rule, so it suppresses nothing`,
		`# wipelint:disable= reason="a"`:                          `it names no rule, so it suppresses nothing`,
		`# wipelint:disable=failopen,,unguarded reason="a"`:       `it names no rule, so it suppresses nothing`,
		`# wipelint:disable=failopn reason="a"`:                   `failopn: there is no rule "failopn", so this comment suppresses nothing`,
		`# wipelint:disable=all reason="a"`:                       `all: there is no rule "all", so this comment suppresses nothing`,
		`# wipelint:disable=failopen,WL1005 reason="a"`:           `WL1005: failopen is named twice`,
		`# wipelint:disable=suppression reason="a"`:               `suppression: a comment cannot suppress what is said about comments`,
		`# wipelint:disabled=failopen reason="a"`:                 `disabled: there is no directive "disabled"`,
		`# wipelint:enable=failopen`:                              `enable: there is no directive "enable"`,
		`# wipelint disable=failopen reason="a"`:                  `wipelint disable=failopen reason="a": this comment suppresses nothing`,
		`# wipelint: disable=failopen reason="a"`:                 `wipelint: disable=failopen reason="a": this comment suppresses nothing`,
		`# wipelint-disable failopen`:                             `wipelint-disable failopen: this comment suppresses nothing`,
		`# wipelint Disable=failopen`:                             `wipelint Disable=failopen: this comment suppresses nothing`,

		`# wipelint: how we use it`:                    "",
		`# wipelint is disabled`:                       "",
		`# see wipelint:disable=failopen reason="a"`:   "",
		`# wipelint shell=bash`:                        "",
		`# wipelintdisable=failopen`:                   "",
		`# wipelint:`:                                  "",
		`## wipelint:disable=failopen reason="a"`:      "",
		`#! wipelint:disable=failopen reason="a"`:      "",
		`# shellcheck disable=SC2086 # with wipelint`:  "",
		`: "# wipelint:disable=failopen reason=\"a\""`: "",
	} {
		s := parsed(t, text+"\ncommand\n")
		list := Read(s, rules)
		var got []string
		for _, d := range list {
			for _, f := range d.Faults {
				what := ""
				if f.At != d.At {
					what = string(s.Source[f.At.Start.Column-1:f.At.End.Column-1]) + ": "
				}
				got = append(got, what+f.Message)
				if f.Advice == "" {
					t.Errorf("%s: no advice for %q", text, f.Message)
				}
			}
			if len(d.Faults) == 0 {
				file, until := "", ""
				if d.File {
					file = "file "
				}
				if !d.Until.IsZero() {
					until = d.Until.Format(" 2006-01-02")
				}
				got = append(got, fmt.Sprintf("%s%v %q%s", file, d.Rules, d.Reason, until))
			}
		}
		if joined := strings.Join(got, "|"); joined != strings.TrimPrefix(want, "8:") && joined != want {
			t.Errorf("%s: got\n%s\nwant\n%s", text, joined, want)
		}
	}
}

func TestExpired(t *testing.T) {
	s := parsed(t, "# wipelint:disable=failopen reason=\"a\" until=2027-01-31\nx\n")
	d := Read(s, rules)[0]
	for day, want := range map[string]bool{"2027-01-30T00:00:00Z": false, "2027-01-31T23:59:59Z": false, "2027-02-01T00:00:00Z": true} {
		today, err := time.Parse(time.RFC3339, day)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Expired(today); got != want {
			t.Errorf("on %s: got %t", day, got)
		}
	}
	if (&Directive{}).Expired(time.Now()) {
		t.Error("one without an end has ended")
	}
}

// TestInsertion inserts a comment for the command "mkfs", and reads it.
func TestInsertion(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"a line":          {"a\nmkfs x\n", "a\n# DIS\nmkfs x\n"},
		"indented":        {"if a; then\n\t mkfs x\nfi\n", "if a; then\n\t # DIS\n\t mkfs x\nfi\n"},
		"several lines":   {"sudo \\\n  mkfs x\n", "# DIS\nsudo \\\n  mkfs x\n"},
		"in a list":       {"a && mkfs x || b\n", "# DIS\na && mkfs x || b\n"},
		"on one line":     {"if a; then mkfs x; fi\n", "# DIS\nif a; then mkfs x; fi\n"},
		"behind a brace":  {"f() { mkfs x\n  b\n}\n", "f() { mkfs x # DIS\n  b\n}\n"},
		"remote text":     {"ssh h '\n  mkfs x\n'\n", "# DIS\nssh h '\n  mkfs x\n'\n"},
		"here-document":   {"a && ssh h <<E\nmkfs x\nE\n", "# DIS\na && ssh h <<E\nmkfs x\nE\n"},
		"CRLF":            {"a\r\nmkfs x\r\n", "a\r\n# DIS\r\nmkfs x\r\n"},
		"byte order mark": {"\ufeffmkfs x\n", "\ufeff# DIS\nmkfs x\n"},
		"no newline":      {"mkfs x", "# DIS\nmkfs x"},
		"a case's branch": {"case a in\n  b) mkfs x ;;\nesac\n", "case a in\n  # DIS\n  b) mkfs x ;;\nesac\n"},
		"a substitution":  {"x=$(mkfs x)\n", "# DIS\nx=$(mkfs x)\n"},
		"an operator":     {"a ||\n  mkfs x\n", "a ||\n  # DIS\n  mkfs x\n"},
		"another comment": {"f() { mkfs x # why\n  b\n}\n", "# DIS\nf() { mkfs x # why\n  b\n}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			s := script.Parse("a.sh", []byte(tt.text), script.Options{})
			for reason, written := range map[string]string{
				"": "", "…": "", "the \"old\" \\ host\nis empty": `the \"old\" \\ host is empty`,
			} {
				want := strings.Replace(tt.want, "DIS", `wipelint:disable=failopen reason="`+written+`"`, 1)
				e, ok := Insertion(s, strings.Index(tt.text, "mkfs"), rules[1], reason)
				if !ok {
					t.Fatal("no place for it")
				}
				if got := tt.text[:e.Offset] + e.Text + tt.text[e.Offset:]; got != want {
					t.Errorf("got %q, want %q", got, want)
				}
			}
		})
	}
	s := parsed(t, "a\n\n\nb\n")
	if e, ok := Insertion(s, 2, rules[1], "x"); ok {
		t.Errorf("got %+v for an empty line", e)
	}
}

// FuzzDirective reads any comment: what it says is in the text, faults are at places in it, and a comment that is written from
// what was read is read as the same.
func FuzzDirective(f *testing.F) {
	f.Add(`wipelint:disable=failopen reason="x" until=2027-01-31`, "\x1b[31m::error::</script>\"\\")
	f.Add("wipelint:disable-file=WL1001, WL1005 reason='\xff\u202e'", "")
	f.Add("wipelint: disable=\x00,,=\"", "a\nb")
	f.Fuzz(func(t *testing.T, text, reason string) {
		text = strings.NewReplacer("\n", " ", "\x00", "").Replace(text)
		s := script.Parse("a.sh", []byte("mkfs x #"+text+"\nb\n"), script.Options{})
		for _, d := range Read(s, rules) {
			for _, at := range append([]Range{d.At}, d.Covers...) {
				inText(t, s, at)
			}
			for _, fault := range d.Faults {
				inText(t, s, fault.At)
				if fault.Message == "" || fault.Advice == "" {
					t.Errorf("fault %+v", fault)
				}
			}
			if len(d.Faults) == 0 && (!tells(d.Reason) || len(d.Rules) == 0) {
				t.Errorf("%q holds: %+v", text, d)
			}
		}
		e, ok := Insertion(s, 0, rules[0], reason)
		if !ok {
			t.Fatalf("no place for a comment in %q", s.Source)
		}
		edited := script.Parse("a.sh", []byte(string(s.Source[:e.Offset])+e.Text+string(s.Source[e.Offset:])), script.Options{})
		list := Read(edited, rules)
		if len(list) == 0 {
			t.Fatalf("nothing is read from %q", e.Text)
		}
		d := list[0]
		if tells(quotable(reason)) != (len(d.Faults) == 0) || len(d.Faults) == 0 && d.Reason != strings.Map(noControl, reason) {
			t.Errorf("%q is read as %+v", e.Text, d)
		}
	})
}

func noControl(r rune) rune {
	if r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 {
		return ' '
	}
	return r
}

func inText(t *testing.T, s *script.Script, r Range) {
	t.Helper()
	lines := s.LineCount()
	if r.End.before(r.Start) || r.Start.Line < 1 || r.Start.Column < 1 || r.End.Line > lines {
		t.Errorf("%+v is no part of %q", r, s.Source)
	}
}

// TestWholeScripts inserts a comment for every command of the scripts of the test data.
func TestWholeScripts(t *testing.T) {
	files, err := filepath.Glob("../../testdata/*/*.sh")
	if err != nil || len(files) < 20 {
		t.Fatalf("found %d scripts: %v", len(files), err)
	}
	failed, all := 0, 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		s := script.Parse(name, text, script.Options{})
		for _, c := range s.Outline().Commands {
			if !c.Simple {
				continue
			}
			all++
			if _, ok := Insertion(s, c.Start, rules[0], "x"); !ok {
				failed++
				t.Logf("%s: no place for a comment at %q", name, s.Source[c.Start:min(c.End, c.Start+40)])
			}
		}
	}
	if all == 0 || failed > 0 {
		t.Errorf("no place for %d of %d commands", failed, all)
	}
}
