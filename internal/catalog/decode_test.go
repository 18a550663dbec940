package catalog

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

const example = `
[[destructive]]
command = "reinstall-os"
options = ["--yes"]
target  = 1
why     = "reinstalls the operating system"

[[guard]]
command       = "pgrep"
idle-status   = [1]
active-status = [0]
target        = "service"

[[guard]]
command     = "count-active"
target      = 1
idle-output = "zero"

[[guard]]
function    = "state"
idle-output = ["idle", "drained"]

[[wrapper]]
command = "onhost"
host    = 1
error-status = [255]
`

func TestDecodeExample(t *testing.T) {
	c, err := Decode("f", []byte(example))
	if err != nil {
		t.Fatal(err)
	}
	d, g, w := c.Entries()
	if want := (&Destructive{Command: "reinstall-os", Options: []string{"--yes"}, Target: "1", Kind: KindAny, Why: "reinstalls the operating system", File: "f", Line: 2}); !reflect.DeepEqual(d[0], want) {
		t.Errorf("destructive is %+v, want %+v", d[0], want)
	}
	if g[0].Kind != KindService || g[0].Target != "all" || g[1].IdleOutput != "zero" || g[2].IdleOutput != "words" || len(g[2].IdleWords) != 2 {
		t.Errorf("guards are %+v %+v %+v", g[0], g[1], g[2])
	}
	if w[0].Operands != 1 || w[0].Host != "1" {
		t.Errorf("wrapper is %+v, want one operand, the host", w[0])
	}
	if _, ok := c.Function("state"); !ok || !c.GuardName("state") || !c.GuardName("pgrep") || c.GuardName("x") {
		t.Error("guard names are state and pgrep")
	}
	if _, ok := c.Destructive([]string{"reinstall-os", "db1"}); ok {
		t.Error("reinstall-os without --yes is no site")
	}
	m, ok := c.Wrapper([]string{"onhost", "a@b", "reinstall-os"})
	if !ok || m.Command != 2 || m.Host != (Operand{Word: 1, Skip: 2, Kind: KindHost}) {
		t.Errorf("onhost a@b reinstall-os: %+v %v", m, ok)
	}
}

func TestDecodeErrors(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"unknown key", "[[guard]]\ncommand = \"a\"\nidle-statsu = [1]\nactive-status = [0]\n", `f:3:1: unknown key "idle-statsu", did you mean "idle-status"?`},
		{"unknown key, nothing close", "[[wrapper]]\ncommand = \"a\"\n  zzzzzzzzz = 1\n", `f:3:3: unknown key "zzzzzzzzz", take it out`},
		{"underscore", "[[wrapper]]\ncommand = \"a\"\nerror_status = [1]\n", `f:3:1: unknown key "error_status", did you mean "error-status"?`},
		{"unknown table", "[[destuctive]]\ncommand = \"a\"\n", `f:1:1: unknown key "destuctive", did you mean "destructive"?`},
		{"severity is the configuration's", "[severity]\nx = \"off\"\n", `f:1:1: unknown key "severity"`},
		{"table", "[guard]\ncommand = \"a\"\n", `f:1:1: "guard" must be a list of tables, not a table; write each as [[guard]]`},
		{"wrong type", "[[destructive]]\ncommand = 1\n", `f:2:11: "command" must be a string, not a number; write it in quotes`},
		{"list", "[[destructive]]\ncommand = \"a\"\noptions = \"-x\"\n", `f:3:11: "options" must be a list of strings, not a string; write it as ["…"]`},
		{"mixed list", "[[destructive]]\ncommand = \"a\"\noptions = [\"-x\", 1]\n", `f:3:11: "options" must be a list of strings, but has a number in it`},
		{"missing command", "[[destructive]]\nwhy = \"x\"\n", `f:1:1: the entry has no "command"`},
		{"missing in the second", "[[wrapper]]\ncommand = \"a\"\n\n[[wrapper]]\ntext = true\n", `f:4:1: the entry has no "command"`},
		{"empty command", "[[destructive]]\ncommand = \" \"\n", `f:2:11: "command" is empty`},
		{"unknown question", "[[guard]]\ncommand = \"a\"\nidle-status = [1]\nasks = \"usage\"\n", `f:4:8: unknown question "usage"`},
		{"unknown rows", "[[guard]]\ncommand = \"a\"\nkind = \"query\"\nrows = \"all\"\n", `f:4:8: unknown "rows" "all"; write "in-use"`},
		{"rows of a status", "[[guard]]\ncommand = \"a\"\nidle-status = [1]\nrows = \"in-use\"\n", `f:4:1: "rows", "only-compared", "failure-prints" and "number" say how the output is read; add kind = "query"`},
		{"list of a query", "[[guard]]\ncommand = \"a\"\nkind = \"query\"\nlists-active = true\n", `f:4:1: "lists-active" is for guards with an "active-status" and no "idle-output"`},
		{"silent without a list", "[[guard]]\ncommand = \"a\"\nactive-status = [0]\nsilent-options = [\"-q\"]\n", `f:4:1: "silent-options" are the exceptions to "lists-active"; add lists-active = true`},
		{"path", "[[destructive]]\ncommand = \"/sbin/x\"\n", `f:2:11: commands are found by name, not by path; write "x"`},
		{"option", "[[destructive]]\ncommand = \"x --all\"\n", `f:2:11: "--all" is an option; move it to "options"`},
		{"pattern", "[[destructive]]\ncommand = \"x[\"\n", `f:2:11: "x[" is not a valid pattern`},
		{"neither", "[[guard]]\nidle-status = [0]\n", `f:1:1: a guard needs a "command" or a "function"`},
		{"both", "[[guard]]\ncommand = \"a\"\nfunction = \"b\"\nidle-status = [0]\n", `f:3:1: a guard has a "command" or a "function", not both`},
		{"status", "[[guard]]\ncommand = \"a\"\nidle-status = [256]\n", `f:3:15: 256 is not an exit status; they are 0 to 255`},
		{"odd output", "[[wrapper]]\ncommand = \"a\"\noutput = \"none\"\n", `f:3:10: unknown "output" "none"; write "prefixed" or "headed"`},
		{"no such status", "[[wrapper]]\ncommand = \"a\"\nfailed-status = 300\n", `f:3:17: 300 is not an exit status`},
		{"several without a host", "[[wrapper]]\ncommand = \"a\"\nseveral = \",\"\n", `f:3:11: "several" says how the machines of "host" are told apart; add "host"`},
		{"negative status", "[[wrapper]]\ncommand = \"a\"\nerror-status = [-1]\n", `f:3:16: -1 is not an exit status`},
		{"overlap", "[[guard]]\ncommand = \"a\"\nidle-status = [0, 1]\nactive-status = [1]\n", `f:4:17: 1 stands in "idle-status" and in "active-status"`},
		{"twice", "[[guard]]\ncommand = \"a\"\nidle-status = [1, 1]\n", `f:3:15: 1 stands in "idle-status" twice`},
		{"meaning without a status", "[[guard]]\ncommand = \"a\"\nidle-status = [1]\nmeaning = [\"it failed\"]\n", `f:4:11: "it failed" must be a status, a colon and what it says; write it as "3: a fatal error"`},
		{"meaning of no status", "[[guard]]\ncommand = \"a\"\nidle-status = [1]\nmeaning = [\"300: it failed\"]\n", `f:4:11: 300 is not an exit status`},
		{"meaning of idle", "[[guard]]\ncommand = \"a\"\nidle-status = [1]\nmeaning = [\"1: it failed\"]\n", `f:4:11: 1 means idle or active; take it out of one of the lists`},
		{"meaning, twice", "[[wrapper]]\ncommand = \"a\"\nmeaning = [\"1: x\", \"1: y\"]\n", `f:3:11: 1 stands in "meaning" twice; take one out`},
		{"idle-output", "[[guard]]\ncommand = \"a\"\nidle-output = \"zeor\"\n", `f:3:15: unknown idle-output "zeor", did you mean "zero"?`},
		{"idle-output type", "[[guard]]\ncommand = \"a\"\nidle-output = 0\n", `f:3:15: "idle-output" must be "zero", "empty" or a list of words, not a number`},
		{"kind", "[[guard]]\ncommand = \"a\"\nkind = \"qery\"\n", `f:3:8: unknown kind "qery"`},
		{"nothing said", "[[guard]]\ncommand = \"a\"\n", `f:1:1: the guard says nothing`},
		{"target 0", "[[destructive]]\ncommand = \"a\"\ntarget = 0\n", `f:3:10: "target" has no operand 0`},
		{"target", "[[destructive]]\ncommand = \"a\"\ntarget = \"hots\"\n", `f:3:10: unknown place "hots" in "target"`},
		{"target option", "[[destructive]]\ncommand = \"a\"\ntarget = \"option:host\"\n", `f:3:10: unknown place "option:host"`},
		{"host", "[[wrapper]]\ncommand = \"a\"\nhost = \"service\"\n", `f:3:8: unknown place "service" in "host"`},
		{"target-kind", "[[destructive]]\ncommand = \"a\"\ntarget = 1\ntarget-kind = \"hots\"\n", `f:4:15: unknown kind of target "hots", did you mean "host"?`},
		{"only", "[[destructive]]\ncommand = \"a\"\nonly = [\"/x\"]\n", `f:3:1: "only" needs a target`},
		{"except", "[[destructive]]\ncommand = \"a\"\nexcept = [\"/x\"]\n", `f:3:1: "except" needs a target`},
		{"creation of nothing", "[[creation]]\ncommand = \"a\"\n", `f:1:1: the creation says nothing of what it makes`},
		{"creation's brace", "[[creation]]\ncommand = \"a\"\nmakes = [\"/dev/{1\"]\n", `f:3:9: "/dev/{1" has a brace that is not closed`},
		{"creation's place", "[[creation]]\ncommand = \"a\"\nmakes = [\"{name}\"]\n", `f:3:9: "{name}" has the unknown place "name"`},
		{"creation's kind", "[[creation]]\ncommand = \"a\"\nprints = true\nkind = \"devise\"\n", `f:4:8: unknown kind of target "devise", did you mean "device"?`},
		{"loses without from", "[[creation]]\ncommand = \"a\"\nmakes = [\"{1}\"]\nloses = true\n", `f:4:1: "loses" needs "from"`},
		{"wide without a place", "[[destructive]]\ncommand = \"a\"\nwide = [\"/\"]\n", `f:3:1: "wide" and "empty-is-all" need a selector or a target`},
		{"empty-is-all without a place", "[[wrapper]]\ncommand = \"a\"\nempty-is-all = true\n", `f:3:1: "wide", "empty-is-all" and "attributes" need a selector or a host`},
		{"whole without wide", "[[wrapper]]\ncommand = \"a\"\nhost = 1\nwhole = \"all\"\n", `f:4:1: "whole" has no meaning without "wide" or "empty-is-all"`},
		{"wide pattern", "[[wrapper]]\ncommand = \"a\"\nhost = 1\nwide = [\"!x[\"]\n", `f:4:8: "x[" is not a valid pattern`},
		{"selector", "[[wrapper]]\ncommand = \"a\"\nselector = \"limit\"\n", `f:3:12: unknown place "limit" in "selector"`},
		{"serial without parallel", "[[wrapper]]\ncommand = \"a\"\nserial-options = [\"-f=1\"]\n", `f:3:1: "serial-options" has no meaning without "parallel"`},
		{"joins, misspelt", "[[wrapper]]\ncommand = \"a\"\njoin = [\"and\"]\n", `f:3:1: unknown key "join", did you mean "joins"?`},
		{"syntax", "[[guard]]\ncommand = \n", `f:2:`},
		{"duplicate key", "[[wrapper]]\ncommand = \"a\"\ncommand = \"b\"\n", `f:3:`},
		{"after a multi-line string", "[[wrapper]]\ncommand = \"\"\"a\"\"\" # x = \"\nsource = '''\n[[x]]\nbogus = 1'''\nbogsu = 1\n", `f:6:1: unknown key "bogsu"`},
		{"after a list over lines", "[[guard]]\ncommand = \"a\"\nidle-status = [ # x = [\n  0,\n]\nbogus = 1\n", `f:6:1: unknown key "bogus"`},
		{"quoted key", "[[wrapper]]\n\"command\" = \"a\"\n\"text-optoin\" = \"-c\"\n", `f:3:1: unknown key "text-optoin", did you mean "text-option"?`},
		{"inline", "wrapper = [ { command = \"a\", bogus = 1 } ]\n", `f:1:1: unknown key "bogus"`},
		{"not utf-8", "[[wrapper]]\ncommand = \"\xff\"\n", `f:2:`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Decode("f", []byte(tt.text))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is\n%v\nwant\n%s", err, tt.want)
			}
			var one *Error
			if err != nil && !errors.As(err, &one) {
				t.Errorf("no *Error in %T", err)
			}
		})
	}
}

func TestDecodeReportsAll(t *testing.T) {
	_, err := Decode("f", []byte("[[guard]]\ncommand = \"a\"\nidle-status = [999]\nbogus = 1\n\n[[wrapper]]\nhost = 0\n"))
	if err == nil {
		t.Fatal("no error")
	}
	var at []string
	for _, line := range strings.Split(err.Error(), "\n") {
		at = append(at, strings.Join(strings.SplitN(line, ":", 4)[1:3], ":"))
	}
	if got, want := strings.Join(at, " "), "3:15 4:1 6:1 7:8"; got != want {
		t.Errorf("positions are %s, want %s\n%v", got, want, err)
	}
}

func TestUserWins(t *testing.T) {
	user, err := Decode("f", []byte("[[guard]]\ncommand = \"pgrep\"\nidle-status = [7]\ntarget = 1\n[[destructive]]\ncommand = \"wipefs\"\nwhy = \"mine\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	c := Builtin().With(user)
	if m, ok := c.Guard([]string{"pgrep", "x"}); !ok || m.Entry.File != "f" {
		t.Errorf("guard is %+v, want the user's", m.Entry)
	}
	if m, ok := c.Destructive([]string{"wipefs", "x"}); !ok || m.Entry.Why != "mine" {
		t.Errorf("site is %+v, want the user's", m.Entry)
	}
}

// FuzzDecode reads any text as a catalogue, and uses those that are valid on the words of the same text.
func FuzzDecode(f *testing.F) {
	f.Add(example)
	f.Add("[[guard]]\nx = '''\n'''\n\"a\\\"b\" = { c = [1, 2] }\na.b.c = 1\n")
	f.Add("guard = [ { command = \"a\" }, 1 ]\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Decode("f", []byte(text))
		if err != nil {
			var one *Error
			if !errors.As(err, &one) || one.Line < 1 || one.Column < 1 || one.Line > strings.Count(text, "\n")+1 {
				t.Errorf("error %v has no position in the text", err)
			}
			return
		}
		checkMatches(t, c, strings.Fields(text))
		checkMatches(t, Builtin().With(c), split(text))
	})
}

// FuzzMatch matches any line: every operand that is named is one of its words.
func FuzzMatch(f *testing.F) {
	for _, r := range readRows(f) {
		f.Add(r.command)
	}
	c := Builtin()
	f.Fuzz(func(t *testing.T, line string) {
		checkMatches(t, c, split(line))
	})
}

// checkMatches asks a catalogue all that there is to ask about a call.
func checkMatches(t *testing.T, c *Catalog, words []string) {
	t.Helper()
	inside := func(o Operand) {
		if o.Word < 0 || o.Word >= len(words) || o.Skip < 0 || o.Skip > len(words[o.Word]) {
			t.Errorf("operand %+v is not in %q", o, words)
		}
	}
	if m, ok := c.Destructive(words); ok {
		// The filter lets texts be skipped unread, so it must know every word that the matcher knows: but for texts that a call
		// contains, which the matcher finds within a word too, where they are no statement (00DROP TABLE x), and for signs that no
		// name of a device or a folder of data has.
		if text, plain := written(words); plain && len(m.Entry.Contains) == 0 && !c.MayDestroy([]byte(text)) {
			t.Errorf("%q is destructive, and the filter says that it cannot be", words)
		}
		for _, o := range m.Targets {
			inside(o)
		}
		if m.Host != nil {
			inside(*m.Host)
		}
	}
	if m, ok := c.Guard(words); ok {
		for _, o := range m.Targets {
			inside(o)
		}
		if m.Host != nil {
			inside(*m.Host)
		}
	}
	for _, m := range c.Wrappers(words) {
		none := m.Entrypoint.Word > 0 && m.Command == len(words) // the program of an option gets no words
		if !none && m.Command >= len(words) || !none && m.Command >= 0 && (m.End <= m.Command || m.Skip > len(words[m.Command])) || m.End > len(words) || m.Script >= len(words) {
			t.Errorf("wrapper match %+v is not in %q", m, words)
		}
		if m.Entrypoint.Word > 0 {
			inside(m.Entrypoint)
		}
		if m.Host.Word >= 0 {
			inside(m.Host)
		}
	}
	for _, w := range words {
		c.GuardName(w)
		c.Names(w)
		c.MayNameDevice(w)
		c.FlagFile(w)
		c.StateFile(w)
		c.Function(w)
		c.Device(w)
	}
	c.MayDestroyKnown(words)
}

// written gives words as a script has them; plain is false where they have signs that names do not have.
func written(words []string) (text string, plain bool) {
	plain = !strings.ContainsFunc(strings.Join(words, " "), func(r rune) bool {
		return r >= 0x80 || !tokenByte[r] && !strings.ContainsRune(" /=:,@%", r)
	})
	quoted := slices.Clone(words)
	for i, w := range quoted {
		if strings.Contains(w, " ") {
			quoted[i] = `"` + w + `"`
			plain = plain && !strings.Contains(w, "/dev") // no device has a blank in its name
		}
	}
	return strings.Join(quoted, " "), plain
}

// split makes words of a line: blanks separate, single quotes group, $name is unknown text from that variable.
func split(line string) []string {
	var words []string
	var b strings.Builder
	in, quoted := false, false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\'':
			quoted, in = !quoted, true
		case c == ' ' && !quoted:
			if in {
				words = append(words, b.String())
				b.Reset()
			}
			in = false
		case c == '$':
			in = true
			j := i + 1
			for j < len(line) && (line[j] == '_' || line[j] >= 'a' && line[j] <= 'z' || line[j] >= 'A' && line[j] <= 'Z' || line[j] >= '0' && line[j] <= '9') {
				j++
			}
			b.WriteString(Unknown + line[i+1:j] + Unknown)
			i = j - 1
		default:
			in = true
			b.WriteByte(c)
		}
	}
	if in {
		words = append(words, b.String())
	}
	return words
}
